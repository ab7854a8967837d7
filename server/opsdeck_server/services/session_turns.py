"""Which message of a session the agent works on: how a turn begins, and how it ends."""

import asyncio
from dataclasses import replace

from opsdeck_server.domain.deliveries import IdempotencyRecord
from opsdeck_server.domain.events import (
    ErrorEvent,
    NewEvent,
    Payload,
    RunStateChange,
    StatusChange,
    UserMessage,
    interrupted,
)
from opsdeck_server.domain.runs import Run, RunState
from opsdeck_server.domain.sessions import MessageState, SessionMessage, SessionStatus
from opsdeck_server.ports.store import Store
from opsdeck_server.services.live_process import LiveProcess
from opsdeck_server.services.session_books import SessionBooks
from opsdeck_server.services.session_line import Line
from opsdeck_server.services.signals import Change
from opsdeck_server.services.turn import Turn


class Turns:
    """The agent is given one message at a time, so that each has a run with an end of its own.

    The rest waits in line, where it can be changed and withdrawn. Its callers take turns.
    """

    def __init__(self, store: Store, books: SessionBooks, line: Line) -> None:
        self._store = store
        self._books = books
        self._line = line
        self.message: SessionMessage | None = None
        """The message that the agent works on, or is to be given."""
        self.begun = False
        """Whether the agent has said that it begins with the message."""
        self.unasked = False
        """Whether the agent works without having been told to: a task in its background ended."""
        self.over = asyncio.Event()
        """Set at the end of the turn; each turn has its own."""
        self.over.set()

    @property
    def busy(self) -> bool:
        """Whether the agent works."""
        return self.message is not None or self.unasked

    def load(self, message: SessionMessage | None) -> None:
        """Go on with the message that an earlier server was at."""
        self.message, self.begun, self.unasked = message, False, False
        if message is not None and self.over.is_set():
            self.over = asyncio.Event()

    async def begin(
        self,
        live: LiveProcess | None,
        message: SessionMessage,
        run: Run,
        once: IdempotencyRecord | None,
    ) -> SessionMessage:
        """Begin with a message that came while the agent was at rest."""
        books = self._books
        message = replace(message, state=MessageState.running)
        events: list[Payload] = [UserMessage(message.id, message.content)]
        if books.session.status is not SessionStatus.running:
            events.insert(0, StatusChange("running"))
        change = Change(
            books.events(run.id, *events),
            session=replace(
                books.session, status=SessionStatus.running, last_activity=books.now(), error=None
            ),
            messages=(message,),
            once=once,
        )
        if live is None:
            await books.commit(replace(change, runs=(run,)))
        else:
            started, turn = self._given(live, message, run)
            await books.commit(replace(change, events=(*started, *change.events), begins=turn))
        self.over.set()  # what the agent did unasked is part of the turn from now on
        self.load(message)
        return message

    async def give(self, live: LiveProcess, message: SessionMessage) -> None:
        """Begin the turn of a process that came to run after the message was there."""
        events, turn = self._given(live, message, await self._store.get_run(message.run_id))
        await self._books.commit(Change(events, begins=turn))

    def _given(
        self, live: LiveProcess, message: SessionMessage, run: Run
    ) -> tuple[tuple[NewEvent, ...], Turn]:
        now = self._books.now()
        run = replace(
            run,
            state=RunState.running,
            process_id=live.process.id,
            started_at=run.started_at or now,
        )
        started = self._books.events(run.id, RunStateChange(RunState.running))
        return started, Turn(run, message.id)

    async def settle(self, live: LiveProcess) -> None:
        """End the turn as the agent says that it ended."""
        outcome = live.turn.outcome
        if outcome is None or not outcome.is_error:
            await self.end(RunState.succeeded, None, live)
        elif interrupted(outcome.subtype):
            await self.end(RunState.stopped, None, live)
        else:
            error = outcome.text or f"the agent ended with {outcome.subtype}"
            await self.end(RunState.failed, error, live)

    async def end(
        self,
        state: RunState,
        error: str | None,
        live: LiveProcess | None,
        *,
        unsaid: bool = False,
        go_on: bool = True,
    ) -> None:
        """Close the run of the message, and begin with the next one that waits, if any.

        `unsaid` is an error that no event of the agent tells; without `go_on` what waits
        waits on.
        """
        message, books = self.message, self._books
        if message is None:
            return
        following = self._line.first if go_on else None
        told = error if unsaid else None
        events = books.events(message.run_id, RunStateChange(state, error))
        if told is not None:
            events += books.events(message.run_id, ErrorEvent(told))
        session = books.at_rest(None if state is RunState.stopped else error)
        messages = (replace(message, state=MessageState.done),)
        begins: Turn | None = None
        if following is None:
            events += books.events("", StatusChange(session.status.value, reason=session.error))
        else:
            session = replace(session, status=SessionStatus.running, error=None)
            following = replace(following, state=MessageState.running)
            messages = (*messages, following)
            if live is not None:
                run = await self._store.get_run(following.run_id)
                started, begins = self._given(live, following, run)
                events += started
            user = UserMessage(following.id, following.content)
            events += books.events(following.run_id, user)
        change = Change(events, begins=begins, session=session, messages=messages)
        if live is not None and live.turn.message_id == message.id:
            live.turn.count_messages(0 if told is None else 1)
            change = replace(change, ends=(state, error))
        else:
            change = replace(change, runs=(await self._closed(message, state, error, told),))
        await books.commit(change)
        over, self.over = self.over, asyncio.Event()
        self.message, self.begun = following, False
        if following is None:
            self.over.set()
        else:
            self._line.taken()
        over.set()

    async def _closed(
        self, message: SessionMessage, state: RunState, error: str | None, told: str | None
    ) -> Run:
        run = await self._store.get_run(message.run_id)
        said = run.messages + (0 if told is None else 1)
        return replace(run, state=state, error=error, ended_at=self._books.now(), messages=said)

    async def cannot_begin(self, error: str) -> None:
        """Say of a session that waits why its agent could not be started for it."""
        session = self._books.at_rest(error)
        failed = StatusChange(session.status.value, reason=error)
        await self._books.commit(Change(self._books.events("", failed), session=session))

    async def work_unasked(self) -> None:
        """Say that the agent works without having been told to."""
        self.unasked = True
        self.over = asyncio.Event()
        session = replace(self._books.session, status=SessionStatus.running)
        await self._books.commit(
            Change(self._books.events("", StatusChange("running")), session=session)
        )

    async def resume_unasked(self, turn: Turn) -> None:
        """Go on with what an earlier server saw the agent do unasked, or say that it is over."""
        if self.busy or self._books.session.status is not SessionStatus.running:
            return
        if turn.outcome is None:
            self.unasked, self.over = True, asyncio.Event()
        else:
            await self.rest_unasked()

    async def break_off_unasked(self, error: str, run: Run | None) -> None:
        """Say what cut the agent off in what it did unasked, which counts with its last run."""
        self.unasked = False
        session = self._books.at_rest(error)
        events = self._books.events("", StatusChange(session.status.value, reason=error))
        runs: tuple[Run, ...] = ()
        if run is not None:
            run = await self._store.get_run(run.id)
            events = (*self._books.events(run.id, ErrorEvent(error)), *events)
            runs = (replace(run, messages=run.messages + 1),)
        await self._books.commit(Change(events, session=session, runs=runs))
        self.over.set()

    async def rest_unasked(self) -> None:
        """Say that the agent is at rest again, or at last."""
        self.unasked = False
        idle = self._books.events("", StatusChange("idle"))
        await self._books.commit(Change(idle, session=self._books.at_rest()))
        self.over.set()
