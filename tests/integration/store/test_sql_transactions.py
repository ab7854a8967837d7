"""What a database can do to a transaction, and a cancelled caller: on SQLite and PostgreSQL."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy import exc

from opsdeck_server.adapters.sql import SqlStore, StoreUnavailable, clients, journal, postgres
from opsdeck_server.adapters.sql import tables as t
from opsdeck_server.adapters.sql.engine import Database
from opsdeck_server.domain.events import Step, UnknownEvent
from opsdeck_server.ports.store import Commit, Duplicate, StoreError
from tests.support.stores import (
    LIMIT,
    Place,
    add_job,
    client,
    new,
    process,
    record,
    said,
    steps,
)

Insert = Callable[[sa.Connection], None]


def database(store: SqlStore) -> Database:
    return store._db  # pyright: ignore[reportPrivateUsage] - what a transaction may meet


def insert_stream(name: str) -> Insert:
    def work(connection: sa.Connection) -> None:
        connection.execute(
            sa.insert(t.streams),
            {"id": name, "kind": "test", "first_seq": 1, "last_seq": 0, "generation": 0},
        )

    return work


async def has_stream(store: SqlStore, name: str) -> bool:
    query = sa.select(t.streams.c.id).where(t.streams.c.id == name)
    return await database(store).read(lambda c: c.execute(query).first() is not None)


async def test_a_write_that_raises_leaves_nothing(sql_place: Place) -> None:
    store = await sql_place.open_sql()

    def work(connection: sa.Connection) -> None:
        insert_stream("half")(connection)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await database(store).write(work)
    assert not await has_stream(store, "half")
    await database(store).write(insert_stream("next"))
    assert await has_stream(store, "next")


async def test_cancelled_in_mid_transaction_it_has_ended_when_the_caller_hears(
    sql_place: Place,
) -> None:
    store = await sql_place.open_sql()
    loop = asyncio.get_running_loop()
    begun = asyncio.Event()

    def work(connection: sa.Connection) -> None:
        insert_stream("kept")(connection)
        loop.call_soon_threadsafe(begun.set)
        # Time for the cancellation to arrive: the thread waits on SQLite, PostgreSQL itself.
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_sleep(0.2)))
        else:
            cancelled.wait(LIMIT)

    cancelled = threading.Event()
    async with asyncio.timeout(LIMIT):
        writing = asyncio.create_task(database(store).write(work))
        await begun.wait()
        writing.cancel()
        loop.call_later(0.05, cancelled.set)
        with pytest.raises(asyncio.CancelledError):
            await writing
        assert await has_stream(store, "kept")
        await database(store).write(insert_stream("next"))


@pytest.mark.parametrize("sql_place", ["sqlite"], indirect=True)
async def test_cancelled_while_it_queues_a_write_never_happens(sql_place: Place) -> None:
    store = await sql_place.open_sql()
    gate = threading.Event()
    first = asyncio.create_task(database(store).write(lambda _: gate.wait(LIMIT)))
    second = asyncio.create_task(database(store).write(insert_stream("never")))
    await asyncio.sleep(0)
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    gate.set()
    assert await first
    await database(store).write(insert_stream("after"))
    assert not await has_stream(store, "never")


async def test_no_commit_is_halved_however_often_callers_are_cancelled(sql_place: Place) -> None:
    store = await sql_place.open_sql()
    await add_job(store)
    calls = [
        asyncio.create_task(store.commit([Commit("job-1", events=steps(f"{n}a", f"{n}b"))]))
        for n in range(40)
    ]
    for turn, call in enumerate(calls):
        if turn % 2:
            call.cancel()
        await asyncio.sleep(0)
    await asyncio.gather(*calls, return_exceptions=True)
    await store.commit([Commit("job-1", events=steps("last"))])
    events = await store.read_events("job-1", 0, 1000)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert (await store.get_stream("job-1")).last_seq == len(events)
    told = await said(store, "job-1")
    assert told[-1] == "last"
    assert {name[:-1] for name in told[:-1:2]} == {name[:-1] for name in told[1:-1:2]}
    assert {f"{n}a" for n in range(0, 40, 2)} <= set(told)


async def test_a_read_does_not_wait_for_a_write(sql_place: Place) -> None:
    store = await sql_place.open_sql()
    await add_job(store)
    begun, gate = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def work(connection: sa.Connection) -> None:
        connection.execute(sa.update(t.jobs).values(title="new"))
        loop.call_soon_threadsafe(begun.set)
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_sleep(0.2)))
        else:
            gate.wait(LIMIT)

    async with asyncio.timeout(LIMIT):
        writing = asyncio.create_task(database(store).write(work))
        await begun.wait()
        assert (await store.get_job("job-1")).title is None
        assert not writing.done()
        gate.set()
        await writing
        assert (await store.get_job("job-1")).title == "new"


async def test_a_value_that_no_row_can_hold_keeps_no_other_commit_back(sql_place: Place) -> None:
    store = await sql_place.open_sql()
    await add_job(store)
    too_big = replace(process("job-1"), stdout_offset=2**70)
    nowhere = process("no-such-stream", "2")
    outcomes = await store.commit(
        [
            Commit("job-1", events=steps("before")),
            Commit("job-1", events=steps("never"), process=too_big),
            Commit("job-1", events=steps("neither"), process=nowhere),
            Commit("job-1", events=steps("after"), process=process("job-1", "3")),
        ]
    )
    assert [isinstance(outcome, StoreError) for outcome in outcomes] == [False, True, True, False]
    assert await said(store, "job-1") == ["before", "after"]
    assert [one.id for one in await store.live_processes()] == ["process-3"]


async def test_hosts_that_commit_to_the_same_jobs_never_wait_for_each_other(
    sql_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Not by trying again: they take their locks in one order.
    monkeypatch.setattr(postgres, "TRIES", 1)
    one, other = await sql_place.open_sql(), await sql_place.open_sql()
    jobs = [await add_job(one, str(n)) for n in range(4)]

    async def write(store: SqlStore, turn: int) -> None:
        order = jobs if turn % 2 else jobs[::-1]
        # With the jobs in some, without in others: locks of both kinds, in either order.
        commits = [
            Commit(job.id, events=steps("x"), job=job if turn % 3 else None) for job in order
        ]
        outcomes = await database(store).write(lambda c: journal.commit(c, commits))
        assert not any(isinstance(outcome, Exception) for outcome in outcomes)

    async with asyncio.timeout(LIMIT):
        await asyncio.gather(*(write(store, turn) for turn in range(15) for store in (one, other)))
    for job in jobs:
        assert (await one.get_stream(job.id)).last_seq == 30


async def test_a_key_that_another_host_is_storing_right_now_is_refused(sql_place: Place) -> None:
    store, other = await sql_place.open_sql(), await sql_place.open_sql()
    for name in "12":
        await add_job(store, name)
    begun, gate = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def work(connection: sa.Connection) -> None:
        journal.commit(connection, [Commit("job-1", once=record())])
        loop.call_soon_threadsafe(begun.set)
        # Time for the other to come to the same key.
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_sleep(0.2)))
        else:
            gate.wait(LIMIT)

    async with asyncio.timeout(LIMIT):
        writing = asyncio.create_task(database(store).write(work))
        await begun.wait()
        loop.call_later(0.05, gate.set)
        alone, batch = await asyncio.gather(
            other.commit([Commit("job-2", events=steps("alone"), once=record())]),
            other.commit(
                [
                    Commit("job-2", events=steps("before")),
                    Commit("job-2", events=steps("never"), once=record()),
                    Commit("job-2", events=steps("after")),
                ]
            ),
        )
        await writing
    assert [type(one) for one in (*alone, *batch)] == [Duplicate, tuple, Duplicate, tuple]
    assert await said(store, "job-2") == ["before", "after"]


@pytest.mark.parametrize("sql_place", ["postgres"], indirect=True)
async def test_hosts_that_commit_the_same_keys_never_wait_for_each_other(
    sql_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Not by trying again: they store their keys in one order.
    monkeypatch.setattr(postgres, "TRIES", 1)
    one, other = await sql_place.open_sql(), await sql_place.open_sql()
    for name in "12":
        await add_job(one, name)
    begun = asyncio.Event()

    def work(connection: sa.Connection) -> None:
        clients.add_once(connection, record("a"))
        begun.set()
        # Time for the other to store what it stores first.
        connection.execute(sa.select(sa.func.pg_sleep(0.2)))
        clients.add_once(connection, record("b"))

    commits = [Commit("job-1", once=record("b")), Commit("job-2", once=record("a"))]
    async with asyncio.timeout(LIMIT):
        writing = asyncio.create_task(database(one).write(work))
        await begun.wait()
        # That the other was first is no deadlock.
        with pytest.raises(exc.IntegrityError):
            await database(other).write(lambda c: journal.commit(c, commits))
        await writing


@pytest.mark.parametrize("sql_place", ["postgres"], indirect=True)
async def test_what_the_database_undid_for_another_is_tried_again(sql_place: Place) -> None:
    store = await sql_place.open_sql()
    for name in ("a", "b"):
        await database(store).write(insert_stream(name))
    tries: list[str] = []

    def lock(first: str, second: str) -> Insert:
        def work(connection: sa.Connection) -> None:
            tries.append(first)
            connection.execute(sa.text("SET LOCAL deadlock_timeout = '10ms'"))
            for name in (first, second):
                one = sa.update(t.streams).where(t.streams.c.id == name)
                connection.execute(one.values(last_seq=t.streams.c.last_seq + 1))
                connection.execute(sa.select(sa.func.pg_sleep(0.1)))

        return work

    async with asyncio.timeout(LIMIT):
        await asyncio.gather(
            database(store).write(lock("a", "b")), database(store).write(lock("b", "a"))
        )
    assert len(tries) == 3
    assert {(await store.get_stream(name)).last_seq for name in ("a", "b")} == {2}


async def test_text_that_is_no_unicode_is_journaled_as_far_as_it_is(sql_place: Place) -> None:
    store = await sql_place.open_sql()
    await add_job(store)
    (made,) = await store.commit([Commit("job-1", events=(new(Step("half \ud800 pair", "café")),))])
    (read,) = await store.read_events("job-1", 0, 10)
    assert made == (read,)
    assert read.payload == Step("half � pair", "café")


async def test_text_that_a_database_refuses_is_stored_as_far_as_it_can_be(
    sql_place: Place,
) -> None:
    store = await sql_place.open_sql()
    stored = await add_job(store)
    await store.commit([Commit("job-1", job=replace(stored, error="nul \x00, half \ud800, é"))])
    assert (await store.get_job("job-1")).error == "nul �, half �, é"


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("hologram", '{"depth":3}'),
        ("runState", '{"state":"dreaming"}'),
        ("step", '{"name":'),
    ],
)
async def test_what_a_newer_server_journaled_is_handed_on_as_it_came(
    sql_place: Place, kind: str, payload: str
) -> None:
    store = await sql_place.open_sql()
    await add_job(store)
    row = {"stream_id": "job-1", "seq": 1, "run_id": "", "time": 0}

    def work(connection: sa.Connection) -> None:
        connection.execute(sa.insert(t.events), {**row, "type": kind, "payload": payload})

    await database(store).write(work)
    (event,) = await store.read_events("job-1", 0, 10)
    assert event.payload == UnknownEvent(kind, payload)


@pytest.mark.parametrize("sql_place", ["postgres"], indirect=True)
async def test_a_cut_connection_is_replaced(sql_place: Place) -> None:
    store, other = await sql_place.open_sql(), await sql_place.open_sql()
    await store.ping()
    kill = sa.text(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE pid <> pg_backend_pid() AND datname = current_database()"
    )
    assert await database(other).write(lambda c: c.execute(kill).scalar_one()) >= 1
    await store.add_client(client())
    assert (await store.get_client("client-app")).name == "app"


@pytest.mark.parametrize("sql_place", ["postgres"], indirect=True)
async def test_a_connection_cut_in_mid_transaction_is_an_outage(sql_place: Place) -> None:
    store = await sql_place.open_sql()

    def work(connection: sa.Connection) -> None:
        insert_stream("lost")(connection)
        connection.execute(sa.text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(StoreUnavailable):
        await database(store).write(work)
    assert not await has_stream(store, "lost")
