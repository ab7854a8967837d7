"""Messages with one key at the same moment: the second is refused, and nothing else happens."""

from typing import Any, cast

import pytest

from opsdeck_server.adapters.local_bus import LocalBus
from opsdeck_server.adapters.simulator import SimulatorAgent
from opsdeck_server.domain.deliveries import IdempotencyRecord
from opsdeck_server.domain.errors import NotReady
from opsdeck_server.domain.events import Event, Stderr
from opsdeck_server.domain.runs import AgentProcess, Run
from opsdeck_server.ports.store import Commit, Duplicate
from opsdeck_server.services.idempotency import Answer, Once, Ticket
from opsdeck_server.services.session_books import SessionBooks
from opsdeck_server.services.signals import Change
from opsdeck_server.services.transcript import Parts, Transcript
from opsdeck_server.services.turn import Turn
from tests.support.flows import SystemTime
from tests.support.stores import NOW, message, record, session

TICKET = Ticket("key", "SendMessage", "hash", SystemTime())


class Refusing:
    """A journal, and the store behind it, where the key is known."""

    def __init__(self) -> None:
        self.commits: list[Commit] = []
        self.journal = self.store = self.clock = self
        self.refuses = True
        self.first: IdempotencyRecord | None = None
        self.meanwhile = lambda: None

    async def commit(self, commit: Commit) -> tuple[Event, ...]:
        self.meanwhile()
        if self.refuses:
            raise Duplicate("idempotency_key")
        self.commits.append(commit)
        return ()

    async def find_idempotent(self, key: str, method: str) -> object:
        return (self.first or record(key, method)) if self.refuses else None


class Process:
    """A conversation's process, which is let go of where something is wrong."""

    def __init__(self, current: Transcript | None) -> None:
        self.current = current
        self.abandoned: list[Exception] = []

    async def abandon(self, error: Exception) -> None:
        self.abandoned.append(error)


class Desk:
    """The books of a session whose agent has run a message, and has just said something."""

    def __init__(self) -> None:
        self.journal = Refusing()
        self.run = Run("run-1", "quick-1", "simulator", NOW)
        parts = Parts(cast("Any", self.journal), LocalBus(), cast("Any", None), SystemTime(), 60)
        process = AgentProcess("process-1", "quick-1", "simulator", NOW)
        self.transcript = Transcript(parts, SimulatorAgent(), process, 1, Turn(self.run), [], 0)
        self.transcript.take_stderr([(b"said before", 12)])
        self.process = Process(self.transcript)
        self.books = SessionBooks(
            cast("Any", self.journal), session(), 1, cast("Any", self.process)
        )
        next_run = Run("run-2", "quick-1", "simulator", NOW)
        self.refused = Change(begins=Turn(next_run, "message-2"), once=record())

    @property
    def said(self) -> list[tuple[str, str]]:
        """What was committed of what the process said, and for which run."""
        events = [event for commit in self.journal.commits for event in commit.events]
        return [(e.run_id, e.payload.text) for e in events if isinstance(e.payload, Stderr)]


async def test_a_key_that_came_first_meanwhile_is_found_before_anything_is_done() -> None:
    with pytest.raises(Duplicate):
        await Desk().books.once(TICKET, message())


async def test_a_key_that_is_new_is_kept_with_the_answer() -> None:
    desk = Desk()
    desk.journal.refuses = False

    kept = await desk.books.once(TICKET, message())

    assert kept is not None
    assert (kept.key, kept.request_hash) == ("key", "hash")


async def test_a_key_that_is_refused_leaves_the_process_alone() -> None:
    desk = Desk()

    with pytest.raises(Duplicate):
        await desk.books.commit(desk.refused)

    assert desk.process.abandoned == []


async def test_what_the_process_said_before_a_refusal_is_said_after_it() -> None:
    desk = Desk()
    with pytest.raises(Duplicate):
        await desk.books.commit(desk.refused)
    desk.journal.refuses = False

    await desk.books.commit(Change())

    assert desk.said == [("run-1", "said before\n")]


async def test_a_turn_that_was_refused_does_not_begin() -> None:
    desk = Desk()
    before = desk.transcript.process, desk.transcript.turn

    with pytest.raises(Duplicate):
        await desk.books.commit(desk.refused)

    assert (desk.transcript.process, desk.transcript.turn) == before
    assert desk.transcript.turn.run == desk.run


def speaking_meanwhile() -> Desk:
    """Return a desk whose agent says something while a turn of it is refused."""
    desk = Desk()
    desk.journal.meanwhile = lambda: desk.transcript.take_stderr([(b"said meanwhile", 27)])
    return desk


async def test_what_is_said_while_a_turn_is_refused_is_read_again() -> None:
    desk = speaking_meanwhile()

    with pytest.raises(NotReady, match="try again"):
        await desk.books.commit(desk.refused)

    assert len(desk.process.abandoned) == 1


async def test_who_comes_before_it_is_read_again_is_to_come_again() -> None:
    desk = speaking_meanwhile()
    with pytest.raises(NotReady):
        await desk.books.commit(desk.refused)

    with pytest.raises(NotReady, match="try again"):
        await desk.books.commit(Change())


async def test_the_second_is_answered_like_the_first_whatever_is_said_meanwhile() -> None:
    desk = speaking_meanwhile()
    desk.journal.refuses = False

    async def create(ticket: Ticket | None) -> Answer:
        assert ticket is not None
        desk.journal.refuses = True  # the first was here
        desk.journal.first = ticket.record({"id": "first"})
        await desk.books.commit(desk.refused)
        return {"id": "second"}

    once = Once(cast("Any", desk.journal), SystemTime())

    assert await once.do("key", "SendMessage", {}, create) == {"id": "first"}
