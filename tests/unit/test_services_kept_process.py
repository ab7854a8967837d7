"""A conversation's process whose end cannot be taken just now: the owner looks again."""

import asyncio
from typing import Any, cast

import pytest
from structlog.contextvars import bound_contextvars, merge_contextvars
from structlog.testing import capture_logs

from opsdeck_server.ports.store import Stale, StoreUnavailable
from opsdeck_server.ports.supervisor import LaunchFailed
from opsdeck_server.services import kept_process
from opsdeck_server.services.kept_process import KeptProcess
from opsdeck_server.services.signals import Ended

LIMIT = 10
AWAY = StoreUnavailable("the database is away")


class Gone:
    """A process that is over already."""

    async def signals(self) -> Any:
        yield Ended(None)

    async def detach(self) -> None: ...


class Quiet(Gone):
    """A process that says nothing."""

    async def signals(self) -> Any:
        await asyncio.Event().wait()
        yield Ended(None)


class Owner:
    """Fails as it is told to, and notes what it hears."""

    def __init__(self, fault: Exception | None = None, *, starts: bool = True) -> None:
        self.fault = fault
        self.starts = starts
        self.busy = False
        self.heard: list[str] = []
        self.news = asyncio.Event()

    async def launch(self) -> Any:
        if not self.starts:
            raise LaunchFailed("no such program")
        return Gone()

    async def ready(self, live: object) -> None:
        self._hear("ready")

    async def over(self, live: object, ended: object) -> None:
        self._fail()

    async def not_started(self, error: str) -> None:
        self._fail()

    async def taken_away(self) -> None:
        self._hear("taken_away")

    async def lost_track(self) -> None:
        self._hear("lost_track")

    async def until(self, word: str) -> None:
        async with asyncio.timeout(LIMIT):
            while word not in self.heard:
                await self.news.wait()
                self.news.clear()

    def _hear(self, word: str) -> None:
        self.heard.append(word)
        self.news.set()

    def _fail(self) -> None:
        if self.fault is not None:
            raise self.fault


def kept(owner: Owner) -> KeptProcess:
    return KeptProcess(cast("Any", owner), "quick-1")


@pytest.mark.parametrize("starts", [True, False])
@pytest.mark.parametrize(
    ("fault", "word"), [(AWAY, "lost_track"), (Stale("another host"), "taken_away")]
)
async def test_an_end_that_cannot_be_taken_makes_the_owner_look_again(
    fault: Exception, word: str, *, starts: bool
) -> None:
    owner = Owner(fault, starts=starts)
    process = kept(owner)

    process.ensure()

    await owner.until(word)
    await process.close()


async def test_a_process_that_is_silent_is_let_go_of_when_a_commit_failed() -> None:
    owner = Owner()
    process = kept(owner)
    process.adopt(cast("Any", Quiet()))
    await owner.until("ready")

    await process.abandon(AWAY)

    assert process.current is None
    assert owner.heard == ["ready", "lost_track"]
    await process.close()


async def test_a_fault_names_the_session_and_not_the_request_that_began_it() -> None:
    owner = Owner(AWAY)
    process = kept(owner)
    with capture_logs([merge_contextvars]) as lines:
        with bound_contextvars(request="request-1"):
            process.ensure()
        await owner.until("lost_track")
        await process.close()

    [line] = [line for line in lines if line["event"] == "session.fault"]
    assert line["session"] == "quick-1"
    assert "request" not in line


async def test_a_process_that_cannot_be_ended_names_the_session_in_the_log() -> None:
    owner = Owner()
    process = kept(owner)
    process.adopt(cast("Any", Quiet()))  # it has no input that could be closed
    await owner.until("ready")
    with capture_logs([merge_contextvars]) as lines:
        await process.cool()

    assert [(each["event"], each["session"]) for each in lines] == [
        ("session.cool_failed", "quick-1")
    ]
    await process.close()


class Deaf(Quiet):
    """A process that does not end when its input does."""

    def __init__(self) -> None:
        self.stopped: list[str] = []

    async def close_stdin(self) -> None: ...

    async def stop(self, reason: str, *, interrupt_seconds: float) -> None:
        self.stopped.append(reason)


@pytest.mark.parametrize("busy", [True, False])
async def test_a_process_that_waits_too_long_is_ended_unless_it_began_to_work(
    monkeypatch: pytest.MonkeyPatch, *, busy: bool
) -> None:
    monkeypatch.setattr(kept_process, "COOL_SECONDS", 0.01)
    owner, live = Owner(), Deaf()
    owner.busy = busy
    process = kept(owner)
    process.adopt(cast("Any", live))
    await owner.until("ready")

    await process.cool()

    assert live.stopped == ([] if busy else ["idle"])
    await process.close()
