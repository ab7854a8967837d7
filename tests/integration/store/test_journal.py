import asyncio
import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from opsdeck_server.domain.events import Event, NewEvent, Step
from opsdeck_server.domain.jobs import JobStatus
from opsdeck_server.domain.runs import Run, RunState
from opsdeck_server.ports.store import Commit, Duplicate, Missing, Stale, Store, StoreError
from tests.support.stores import (
    Place,
    add_job,
    at,
    delivery,
    job,
    message,
    permission,
    process,
    record,
    run_of,
    said,
    say,
    session,
    steps,
)


@pytest.fixture(autouse=True)
async def _two_jobs(store: Store) -> None:
    await add_job(store, "1")
    await add_job(store, "2")


async def commit(store: Store, *commits: Commit) -> Sequence[tuple[Event, ...] | StoreError]:
    return await store.commit(commits)


async def traces(store: Store) -> list[object]:
    """Return all that a commit to the first job could change."""
    return [
        await store.get_job("job-1"),
        await store.get_run("run-1"),
        await store.get_stream("job-1"),
        await store.read_events("job-1", 0, 99),
        await store.latest_process("job-1"),
        await store.deliveries_of("job-1"),
        await store.list_sessions(),
        await store.session_messages("quick-1"),
        await store.open_permissions("job-1"),
        await store.find_idempotent("key", "CreateJob"),
    ]


def everything(**how: Any) -> Commit:
    """Return a commit that changes all that a commit can change."""
    how = {"once": record(), **how}
    return Commit(
        "job-1",
        events=steps("x", "y"),
        job=job("1", title="changed"),
        runs=(replace(run_of(job("1")), state=RunState.running),),
        process=process("job-1"),
        delivery=delivery(),
        session=session(),
        messages=(message("1"), message("2")),
        permissions=(permission("1", "job-1"), permission("2", "job-1")),
        **how,
    )


# -- numbers -----------------------------------------------------------------------


async def test_events_get_their_numbers_in_order(store: Store) -> None:
    first, second = await commit(
        store, Commit("job-1", events=steps("a", "b")), Commit("job-1", events=steps("c"))
    )
    assert not isinstance(first, StoreError)
    assert not isinstance(second, StoreError)
    made = [*first, *second]
    assert [(event.stream_id, event.seq) for event in made] == [("job-1", n) for n in (1, 2, 3)]
    assert list(await store.read_events("job-1", 0, 9)) == made
    assert (await store.get_stream("job-1")).last_seq == 3


async def test_each_stream_counts_for_itself(store: Store) -> None:
    await commit(
        store,
        Commit("job-2", events=steps("a")),
        Commit("job-1", events=steps("b")),
        Commit("job-2", events=steps("c")),
    )
    assert await said(store, "job-1") == ["b"]
    assert await said(store, "job-2") == ["a", "c"]
    assert [event.seq for event in await store.read_events("job-2", 0, 9)] == [1, 2]


async def test_outcomes_come_in_the_order_of_the_commits(store: Store) -> None:
    outcomes = await commit(
        store,
        Commit("job-2", events=steps("a")),
        Commit("job-none", events=steps("b")),
        Commit("job-1", events=steps("c", "d")),
        Commit("job-2"),
    )
    assert [len(one) if isinstance(one, tuple) else type(one) for one in outcomes] == [
        1,
        Missing,
        2,
        0,
    ]


async def test_nothing_to_commit_is_nothing(store: Store) -> None:
    assert list(await store.commit([])) == []


async def test_an_event_keeps_its_time_and_its_run(store: Store) -> None:
    moment = at(-1e9)
    await commit(store, Commit("job-1", events=(NewEvent(Step("a", "b"), moment, "run-9"),)))
    (event,) = await store.read_events("job-1", 0, 9)
    assert event == Event("job-1", 1, "run-9", moment, Step("a", "b"))
    assert event.time.utcoffset() == timedelta(0)


async def test_many_writers_leave_no_gap(place: Place, store: Store) -> None:
    hosts = [await place.open() for _ in range(3)]
    await asyncio.gather(*(say(hosts[n % 3], "job-1", f"{n}", f"{n}") for n in range(40)))
    events = await store.read_events("job-1", 0, 999)
    assert [event.seq for event in events] == list(range(1, 81))
    names = await said(store, "job-1")
    # The two of one commit are neighbours.
    assert names[::2] == names[1::2]
    assert sorted(names[::2]) == sorted(f"{n}" for n in range(40))


async def test_a_reader_sees_no_event_before_those_ahead_of_it(place: Place, store: Store) -> None:
    writer, reader = await place.open(), await place.open()
    seen = 0

    async def write() -> None:
        for _ in range(30):
            await say(writer, "job-1", "x")

    writing = asyncio.create_task(write())
    while seen < 30:
        events = await reader.read_events("job-1", seen, 99)
        assert [event.seq for event in events] == list(range(seen + 1, seen + 1 + len(events)))
        seen += len(events)
        await asyncio.sleep(0)
    await writing


# -- what is refused ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"generation": 1}, Stale),
        ({"generation": 3}, Stale),
        ({"generation": 0}, Stale),
        ({"when_status": JobStatus.running}, Stale),
        ({"generation": 1, "when_status": JobStatus.queued}, Stale),
        ({"generation": 2, "when_status": JobStatus.failed}, Stale),
        ({"once": record("known")}, Duplicate),
        ({"generation": 2, "once": record("known")}, Duplicate),
        ({"generation": 1, "once": record("known")}, Stale),
    ],
)
async def test_a_commit_that_is_refused_leaves_no_trace_and_keeps_nobody_back(
    store: Store, how: dict[str, Any], why: type[StoreError]
) -> None:
    for owner in "ab":
        await store.claim_stream("job-1", owner, at(1))
    await commit(store, Commit("job-2", once=record("known")))
    before = await traces(store)
    first, refused, last = await commit(
        store,
        Commit("job-2", events=steps("first")),
        everything(**how),
        Commit("job-2", events=steps("last")),
    )
    assert type(refused) is why
    assert isinstance(first, tuple)
    assert isinstance(last, tuple)
    assert await traces(store) == before
    assert await said(store, "job-2") == ["first", "last"]


async def test_a_refused_commit_leaves_no_gap_in_its_stream(store: Store) -> None:
    await commit(
        store,
        Commit("job-1", events=steps("a")),
        Commit("job-1", 7, steps("b", "c")),
        Commit("job-1", events=steps("d")),
    )
    assert [event.seq for event in await store.read_events("job-1", 0, 9)] == [1, 2]
    assert await said(store, "job-1") == ["a", "d"]


@pytest.mark.parametrize(
    "how", [{}, {"generation": 2}, {"when_status": JobStatus.queued}], ids=["", "2", "queued"]
)
async def test_a_commit_of_the_owner_does_all_at_once(store: Store, how: dict[str, Any]) -> None:
    for owner in "ab":
        await store.claim_stream("job-1", owner, at(1))
    (outcome,) = await commit(store, everything(**how))
    assert isinstance(outcome, tuple)
    assert (await store.get_job("job-1")).title == "changed"
    assert (await store.get_run("run-1")).state is RunState.running
    assert await store.latest_process("job-1") == process("job-1")
    assert list(await store.deliveries_of("job-1")) == [delivery()]
    assert [view.session for view in await store.list_sessions()] == [session()]
    assert [one.id for one in await store.session_messages("quick-1")] == ["message-1", "message-2"]
    assert list(await store.open_permissions("job-1")) == [
        permission("1", "job-1"),
        permission("2", "job-1"),
    ]
    assert await store.find_idempotent("key", "CreateJob") == record()
    assert await said(store, "job-1") == ["x", "y"]


async def test_a_commit_changes_several_runs(store: Store) -> None:
    over = replace(run_of(job("1")), state=RunState.succeeded)
    begun = Run("run-next", "job-1", "claude", at(1), RunState.running)
    await commit(store, Commit("job-1", runs=(over, begun)))
    assert await store.get_run(over.id) == over
    assert await store.get_run(begun.id) == begun


async def test_of_commits_with_one_key_the_first_happens(store: Store) -> None:
    one = Commit("job-1", events=steps("x"), once=record())
    other = Commit("job-1", events=steps("y"), once=record("other"))
    outcomes = await commit(store, one, one, other)
    assert [isinstance(outcome, Duplicate) for outcome in outcomes] == [False, True, False]
    assert await said(store, "job-1") == ["x", "y"]


async def test_a_key_is_known_to_its_method_alone(store: Store) -> None:
    await commit(store, Commit("job-1", once=record()))
    (outcome,) = await commit(store, Commit("job-1", once=record(method="SendMessage")))
    assert outcome == ()


async def test_a_commit_that_is_refused_leaves_its_key_to_the_next(store: Store) -> None:
    refused, done = await commit(
        store,
        Commit("job-1", 7, steps("never"), once=record()),
        Commit("job-1", events=steps("x"), once=record()),
    )
    assert isinstance(refused, Stale)
    assert isinstance(done, tuple)
    assert await store.find_idempotent("key", "CreateJob") == record()


async def test_of_hosts_that_commit_one_key_at_once_one_does(place: Place, store: Store) -> None:
    hosts = [await place.open() for _ in range(2)]
    for turn in range(10):
        outcomes = await asyncio.gather(
            *(
                host.commit([Commit(f"job-{n}", events=steps(f"{turn}"), once=record(f"{turn}"))])
                for n, host in enumerate(hosts, 1)
            )
        )
        refused = [one for (one,) in outcomes if isinstance(one, StoreError)]
        assert [type(one) for one in refused] == [Duplicate]
    told = await said(store, "job-1") + await said(store, "job-2")
    assert sorted(told) == sorted(f"{turn}" for turn in range(10))


async def test_the_status_is_that_which_commits_before_it_left(store: Store) -> None:
    running = job("1", status=JobStatus.running)
    again = Commit("job-1", job=running, when_status=JobStatus.queued, events=steps("x"))
    outcomes = await commit(store, again, again)
    assert [isinstance(one, Stale) for one in outcomes] == [False, True]
    assert await said(store, "job-1") == ["x"]


async def test_what_is_not_there_takes_no_commit(store: Store) -> None:
    outcomes = await commit(
        store,
        Commit("job-none", events=steps("a")),
        Commit("job-none", 0, steps("a")),
        Commit("job-1", events=steps("a"), job=job("none")),
        Commit("job-1", events=steps("a"), job=job("none"), when_status=JobStatus.queued),
    )
    assert all(isinstance(one, StoreError) for one in outcomes), outcomes
    assert await said(store, "job-1") == []


async def test_an_owner_who_was_followed_writes_nothing_more(place: Place, store: Store) -> None:
    old, new_host = await place.open(), await place.open()
    generation = await old.claim_stream("job-1", "old", at(1))

    async def write() -> int:
        for count in itertools.count():  # until the new owner has got in between
            (outcome,) = await old.commit([Commit("job-1", generation, steps(f"{count}"))])
            if isinstance(outcome, Stale):
                return count
            await asyncio.sleep(0)
        raise AssertionError

    writing = asyncio.create_task(write())
    await asyncio.sleep(0)
    assert await new_host.claim_stream("job-1", "new", at(2)) == generation + 1
    left = (await new_host.get_stream("job-1")).last_seq
    async with asyncio.timeout(30):
        written = await writing
    assert (await new_host.get_stream("job-1")).last_seq == left == written


# -- reading -----------------------------------------------------------------------


async def test_events_are_read_after_a_position_in_pages(store: Store) -> None:
    await say(store, "job-1", *"abcdefg")
    await say(store, "job-2", "other")

    async def read(after: int, limit: int) -> str:
        events = await store.read_events("job-1", after, limit)
        return "".join(one.payload.name for one in events if isinstance(one.payload, Step))

    assert await read(0, 99) == "abcdefg"
    assert await read(0, 3) == "abc"
    assert await read(3, 3) == "def"
    assert await read(6, 3) == "g"
    assert await read(7, 3) == ""
    assert await read(99, 3) == ""


async def test_a_stream_that_is_not_there_has_no_events(store: Store) -> None:
    assert list(await store.read_events("job-none", 0, 9)) == []
