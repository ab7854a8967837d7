"""The end of a session that fails half-way, and sessions that cannot be taken up just now."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from typing import Any, cast

import pytest
import pytest_asyncio
from structlog.testing import capture_logs
from structlog.typing import EventDict

from opsdeck_server.adapters.local_bus import LocalBus
from opsdeck_server.adapters.memory import MemoryStore
from opsdeck_server.domain.events import Event
from opsdeck_server.domain.runs import AgentProcess
from opsdeck_server.domain.sessions import QuickSession, SessionStatus
from opsdeck_server.ports.store import Commit, StoreError, StoreUnavailable
from opsdeck_server.services import again
from opsdeck_server.services.engine import Engine
from opsdeck_server.services.idempotency import Once
from opsdeck_server.services.journal import Journal
from opsdeck_server.services.lifecycle import Lifecycle, Phase
from opsdeck_server.services.quick_sessions import QuickSessions
from opsdeck_server.services.session_agent import Parts
from opsdeck_server.services.warm import WarmPool
from tests.support.flows import SystemTime
from tests.support.stores import LIMIT, add_session

OLD = "older than 24 hours"


class AwayStore(MemoryStore):
    """A store whose database is away while it is looked for a session's process."""

    def __init__(self) -> None:
        super().__init__()
        self.away = False
        self.refuses = False
        self.looks = 0
        self.looked = asyncio.Event()

    async def latest_process(self, stream_id: str) -> AgentProcess | None:
        self.looks += 1
        self.looked.set()
        if self.away:
            raise StoreUnavailable("the database is away")
        return await super().latest_process(stream_id)

    async def commit(self, commits: Sequence[Commit]) -> Sequence[tuple[Event, ...] | StoreError]:
        if self.refuses:
            raise StoreUnavailable("the disk is full")
        return await super().commit(commits)

    async def look(self, count: int) -> None:
        """Wait until it was looked so often."""
        async with asyncio.timeout(LIMIT):
            while self.looks < count:
                self.looked.clear()
                await self.looked.wait()


class NoWorktrees:
    """There is nothing to keep."""

    async def keep(self, session: QuickSession) -> None:
        return None

    async def remove(self, session: QuickSession) -> None:
        return None


class Sessions:
    """Quick sessions over a store; no agent is ever started."""

    def __init__(self) -> None:
        self.store = AwayStore()
        self.journal = Journal(self.store, LocalBus())
        nothing, clock = cast("Any", None), SystemTime()
        engine = Engine(self.store, self.journal, LocalBus(), nothing, clock, 60, 60)
        parts = Parts(engine, {}, nothing, WarmPool(0, 60), "host-1")
        lifecycle = Lifecycle()
        lifecycle.phase = Phase.ready
        once = Once(self.store, clock)
        worktrees = cast("Any", NoWorktrees())
        self.quick = QuickSessions(self.store, once, lifecycle, nothing, worktrees, parts)

    async def status(self) -> SessionStatus:
        return (await self.store.get_session("quick-1")).session.status


async def is_old() -> str | None:
    return OLD


async def was_used() -> str | None:
    return None


@pytest_asyncio.fixture
async def at(monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Sessions]:
    monkeypatch.setattr(again, "FIRST_SECONDS", 0.001)
    made = Sessions()
    await add_session(made.store)
    writing = asyncio.create_task(made.journal.run())
    try:
        yield made
    finally:
        await made.quick.close()
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)


async def test_a_session_that_is_due_expires(at: Sessions) -> None:
    assert await at.quick.expire("quick-1", is_old)

    assert await at.status() is SessionStatus.expired


async def test_a_session_that_is_not_due_any_more_goes_on(at: Sessions) -> None:
    assert not await at.quick.expire("quick-1", was_used)

    assert (await at.quick.send("quick-1", "Still here?", None, {})).content == "Still here?"


async def test_a_session_whose_expiry_failed_half_way_is_ended_like_any_other(
    at: Sessions,
) -> None:
    await at.quick.interrupt("quick-1", withdraw_waiting=False)  # it is open already
    at.store.away = True
    with pytest.raises(StoreUnavailable):
        await at.quick.expire("quick-1", is_old)
    at.store.away = False

    assert await at.status() is SessionStatus.idle
    assert not await at.quick.expire("quick-1", was_used)
    assert await at.quick.expire("quick-1", is_old)


async def test_a_session_whose_expiry_failed_half_way_takes_messages(at: Sessions) -> None:
    await at.quick.interrupt("quick-1", withdraw_waiting=False)
    at.store.away = True
    with pytest.raises(StoreUnavailable):
        await at.quick.expire("quick-1", is_old)
    at.store.away = False

    assert (await at.quick.send("quick-1", "Still here?", None, {})).content == "Still here?"


async def test_a_session_that_could_not_be_ended_is_taken_up_when_the_database_is_back(
    at: Sessions,
) -> None:
    await at.quick.interrupt("quick-1", withdraw_waiting=False)
    at.store.away = True
    with pytest.raises(StoreUnavailable):
        await at.quick.delete("quick-1")

    looks = at.store.looks
    await at.store.look(looks + 2)
    at.store.away = False
    await at.store.look(at.store.looks + 1)


async def test_a_session_that_cannot_be_taken_up_at_the_start_is_when_the_database_is_back(
    at: Sessions,
) -> None:
    working = replace((await at.store.get_session("quick-1")).session, status=SessionStatus.running)
    await at.store.commit([Commit("quick-1", session=working)])
    at.store.away = True

    assert await at.quick.recover() == 1

    await at.store.look(3)
    at.store.away = False
    async with asyncio.timeout(LIMIT):
        while await at.status() is SessionStatus.running:
            await asyncio.sleep(0.001)


# -- the log ----------------------------------------------------------------------


def told(lines: Sequence[EventDict], event: str) -> int:
    """Return how often the log tells of something."""
    return sum(line["event"] == event for line in lines)


async def test_the_log_says_that_a_session_ended_when_it_did(at: Sessions) -> None:
    await at.quick.interrupt("quick-1", withdraw_waiting=False)
    at.store.refuses = True
    with capture_logs() as lines:
        with pytest.raises(StoreUnavailable):
            await at.quick.expire("quick-1", is_old)
        assert told(lines, "session.ended") == 0

        at.store.refuses = False
        assert await at.quick.expire("quick-1", is_old)

    assert told(lines, "session.ended") == 1


async def test_the_log_says_that_a_session_was_adopted_when_it_was(at: Sessions) -> None:
    working = replace((await at.store.get_session("quick-1")).session, status=SessionStatus.running)
    await at.store.commit([Commit("quick-1", session=working)])
    at.store.away = True
    with capture_logs() as lines:
        await at.quick.recover()
        await at.store.look(2)
        assert told(lines, "session.adopted") == 0

        at.store.away = False
        async with asyncio.timeout(LIMIT):
            while not told(lines, "session.adopted"):
                await asyncio.sleep(0.001)
