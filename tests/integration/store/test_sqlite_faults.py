"""A disk that is full, a database that is locked: said clearly, and over when they are over."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Generator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from opsdeck_server.adapters.local_bus import LocalBus
from opsdeck_server.adapters.sql import SqlStore, StoreUnavailable, open_store, sqlite
from opsdeck_server.ports.store import Commit, Stale
from opsdeck_server.services.journal import Journal
from tests.support.stores import LIMIT, add_job, at, client, said, say, steps

LARGE = "x" * 400_000


@pytest.fixture
async def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[SqlStore]:
    """A store that waits for a lock no longer than a test does, with a job."""
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    made = await open_store(f"sqlite:///{tmp_path}/opsdeck.db")
    await add_job(made)
    yield made
    await made.close()


@pytest.fixture
async def journal(store: SqlStore) -> AsyncGenerator[Journal]:
    made = Journal(store, LocalBus())
    writing = asyncio.create_task(made.run())
    yield made
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)


@contextmanager
def locked(path: Path) -> Generator[None]:
    """Hold the lock for writing, as another program may."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def pragma(store: SqlStore, text: str) -> int:
    database = store._db  # pyright: ignore[reportPrivateUsage] - the writer's own connection
    return await database.write(lambda c: c.exec_driver_sql(f"PRAGMA {text}").scalar_one())


@pytest.fixture
async def full(store: SqlStore) -> None:
    """Let the database grow no more, as on a full disk."""
    await pragma(store, f"max_page_count = {await pragma(store, 'page_count') + 4}")


async def space(store: SqlStore) -> None:
    await pragma(store, "max_page_count = 1000000")


# -- locked ------------------------------------------------------------------------


async def test_a_locked_database_is_named_and_works_when_it_is_free(
    store: SqlStore, tmp_path: Path
) -> None:
    with locked(tmp_path / "opsdeck.db"):
        with pytest.raises(StoreUnavailable, match=r"opsdeck\.db .*locked"):
            await store.add_client(client("other"))
        assert await store.find_client("acme", "other") is None
    await store.add_client(client("other"))


async def test_reading_goes_on_while_another_program_writes(
    store: SqlStore, tmp_path: Path
) -> None:
    with locked(tmp_path / "opsdeck.db"):
        assert (await store.get_job("job-1")).id == "job-1"


async def test_a_lock_that_is_short_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", LIMIT)
    path = tmp_path / "patient.db"
    store = await open_store(f"sqlite:///{path}")
    with locked(path):
        adding = asyncio.create_task(store.add_client(client()))
        await store.ping()
        assert not adding.done()
    await adding
    await store.close()


async def test_a_start_on_a_locked_database_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    path = tmp_path / "opsdeck.db"
    await (await open_store(f"sqlite:///{path}")).close()
    with locked(path), pytest.raises(StoreUnavailable, match=r"opsdeck\.db .*locked"):
        await open_store(f"sqlite:///{path}")


async def test_a_claim_that_met_a_lock_has_not_happened(store: SqlStore, tmp_path: Path) -> None:
    with locked(tmp_path / "opsdeck.db"), pytest.raises(StoreUnavailable):
        await store.claim_next_job("host", at(1), at(2), 9)
    claimed = await store.claim_next_job("host", at(1), at(2), 9)
    assert claimed is not None
    assert claimed.generation == 1


# -- full --------------------------------------------------------------------------


@pytest.mark.usefixtures("full")
async def test_a_full_disk_is_said_and_what_was_written_stays_readable(store: SqlStore) -> None:
    with pytest.raises(StoreUnavailable, match=r"opsdeck\.db .*full"):
        await say(store, "job-1", LARGE)
    assert (await store.get_job("job-1")).id == "job-1"
    assert await said(store, "job-1") == []


@pytest.mark.usefixtures("full")
async def test_what_a_full_disk_refused_has_left_nothing(store: SqlStore) -> None:
    with pytest.raises(StoreUnavailable):
        await store.commit(
            [Commit("job-1", events=steps("small")), Commit("job-1", None, steps(LARGE))]
        )
    await space(store)
    assert await said(store, "job-1") == []
    assert (await store.get_stream("job-1")).last_seq == 0


@pytest.mark.usefixtures("full")
async def test_the_journal_works_on_when_there_is_space_again(
    store: SqlStore, journal: Journal
) -> None:
    with pytest.raises(StoreUnavailable):
        await journal.commit(Commit("job-1", events=steps(LARGE)))
    await space(store)
    (event,) = await journal.commit(Commit("job-1", events=steps(LARGE)))
    assert event.seq == 1
    assert await journal.read("job-1", 0, 9) == [event]


async def test_the_journal_works_on_when_a_lock_is_gone(
    store: SqlStore, journal: Journal, tmp_path: Path
) -> None:
    with locked(tmp_path / "opsdeck.db"):
        waiting = [
            asyncio.create_task(journal.commit(Commit("job-1", events=steps(name))))
            for name in "abc"
        ]
        refused = await asyncio.gather(*waiting, return_exceptions=True)
    assert all(isinstance(one, StoreUnavailable) for one in refused), refused
    assert not any(isinstance(one, Stale) for one in refused)
    (event,) = await journal.commit(Commit("job-1", events=steps("after")))
    assert event.seq == 1


# -- the log beside the database ---------------------------------------------------


async def test_the_write_ahead_log_does_not_grow_with_what_was_written(
    store: SqlStore, tmp_path: Path
) -> None:
    for _ in range(40):
        await say(store, "job-1", LARGE)
        await store.read_events("job-1", 0, 1)
    log = (tmp_path / "opsdeck.db-wal").stat().st_size
    assert log < 40 * len(LARGE) / 2


async def test_closing_leaves_one_file(store: SqlStore, tmp_path: Path) -> None:
    await say(store, "job-1", "a")
    await store.get_job("job-1")
    await store.close()
    assert [path.name for path in tmp_path.iterdir()] == ["opsdeck.db"]
