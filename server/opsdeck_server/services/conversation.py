"""One session at work: what people want of it, and what its agent's process says."""

import asyncio
from dataclasses import replace

import structlog

from opsdeck_server import failpoints
from opsdeck_server.domain.errors import SessionExpired
from opsdeck_server.domain.events import Payload, TurnResult, role_of
from opsdeck_server.domain.permissions import Permission
from opsdeck_server.domain.runs import AgentProcess, Run, RunState
from opsdeck_server.domain.sessions import (
    MessageState,
    QuickSession,
    SessionMessage,
    SessionStatus,
)
from opsdeck_server.ports.agent import BackgroundTasks, Emit, Fatal, Forgotten, Lifecycle
from opsdeck_server.ports.supervisor import ExitRecord, LaunchFailed
from opsdeck_server.services.background import Background
from opsdeck_server.services.idempotency import Ticket
from opsdeck_server.services.kept_process import KeptProcess
from opsdeck_server.services.live_process import LiveProcess
from opsdeck_server.services.questions import Asked, Reply
from opsdeck_server.services.session_agent import ALIVE, Parts, SessionAgent
from opsdeck_server.services.session_books import Due, SessionBooks
from opsdeck_server.services.session_gate import Gate
from opsdeck_server.services.session_interrupt import gives_up, seen_over
from opsdeck_server.services.session_line import Line
from opsdeck_server.services.session_questions import SessionQuestions
from opsdeck_server.services.session_rest import Rest
from opsdeck_server.services.session_silence import Silence
from opsdeck_server.services.session_turns import Turns
from opsdeck_server.services.signals import Change, Signal
from opsdeck_server.services.turn import Turn

log = structlog.get_logger(__name__)


class Conversation:
    """One session at work on this host. It owns the tasks that work on it."""

    def __init__(
        self, parts: Parts, session: QuickSession, generation: int, env_names: tuple[str, ...]
    ) -> None:
        self._parts = parts
        self._engine = parts.engine
        self._gate = Gate(self._read)
        self._process = KeptProcess(self, session.id)
        self._books = SessionBooks(parts.engine, session, generation, self._process)
        self._agent = SessionAgent(parts, self._books, env_names)
        self._line = Line(parts.engine.store, self._books)
        self._turns = Turns(parts.engine.store, self._books, self._line)
        self._interrupting = False
        self._sent_again = ""
        self._anew = False
        self._ending = False
        self._silence = Silence(parts, self._turns)
        self._questions = SessionQuestions(
            parts.engine, self._books, self._gate, self._silence, lambda: self._process.live
        )
        self._tasks = Background(session=session.id)
        self._rest = Rest(self._books, self._agent, self._silence, self._tasks, self.cool)
        self.gone = False
        """Whether another host has the session by now, so that this is to be thrown away."""

    @property
    def session(self) -> QuickSession:
        """The session as it was last committed."""
        return self._books.session

    @property
    def busy(self) -> bool:
        """Whether the agent works in a turn."""
        return self._turns.busy

    @property
    def at_work(self) -> bool:
        """Whether the agent works, in a turn or in its background."""
        live = self._process.live
        return self._turns.busy or (live is not None and live.background > 0)

    # -- what people do ------------------------------------------------------------

    def warm(self) -> None:
        """Start the process already, so that the first message finds it running."""
        if self._parts.warm.most > 0 and self.session.open:
            self._process.ensure()

    async def send(
        self, message: SessionMessage, run: Run, ticket: Ticket | None
    ) -> SessionMessage:
        """Say something to the agent, or put it in line; return the message as it is kept.

        Raises SessionExpired, LineFull.
        """
        async with self._gate:
            if self._ending or not self.session.open:
                raise SessionExpired(
                    "the session was cleaned up and takes no messages: start another",
                    id=self.session.id,
                )
            if self._turns.message is not None:
                once = await self._books.once(ticket, message)
                return await self._line.add(message, run, once)
            message = replace(message, state=MessageState.running)
            once = await self._books.once(ticket, message)
            self._parts.warm.busy(self.session.id)
            live = self._process.live
            message = await self._turns.begin(live, message, run, once)
            failpoints.reach("after_message")
            self._go_on(live)
            return message

    async def edit(self, message_id: str, content: str) -> SessionMessage:
        """Change a message that waits. Raises MessageNotFound, MessageSent."""
        async with self._gate:
            return await self._line.edit(message_id, content)

    async def withdraw(self, message_id: str) -> SessionMessage:
        """Take a message out of the line. Raises MessageNotFound, MessageSent."""
        async with self._gate:
            return await self._line.withdraw(message_id)

    async def interrupt(self, *, withdraw_waiting: bool) -> bool:
        """Stop what the agent does; return whether it did something.

        Returns when its turn is over and the tools that it used are gone. An agent that does
        not give it up in time is ended, with all that it started. Cancelled, the interrupt
        goes on.
        """
        async with self._gate:
            if withdraw_waiting:
                await self._line.withdraw_all()
            if not self._turns.busy:
                return False
            self._interrupting = True
            over, live = self._turns.over, self._process.live
            self._tasks.spawn(self._see_interrupted(over))
        await seen_over(live, over)
        return True

    async def answer(self, permission_id: str, reply: Reply) -> Permission:
        """Answer a question of the agent; the first answer counts.

        Raises PermissionResolved, RequestInvalid.
        """
        return await self._questions.answer(permission_id, reply)

    async def cool(self) -> None:
        """End the process unless it has something to do by now. Never raises."""
        if not self._turns.busy:
            await self._process.cool()

    async def end(self, due: Due) -> str | None:
        """Stop for good if it is due; return why, when no process of the agent is left.

        Nothing begins after that. What the agent was in the middle of is said to be stopped.
        """
        async with self._gate:
            if (why := await due(self.at_work)) is None:
                return None
            self._ending = True
            self._parts.warm.busy(self.session.id)
        await self._process.stop(why)
        await self.end_leftovers(why)
        async with self._gate:
            await self._turns.end(RunState.stopped, None, None, go_on=False)
        return why

    async def close(self) -> None:
        """Let go; the agent goes on by itself, and the next server takes it over."""
        self._parts.warm.busy(self.session.id)
        await self._tasks.close()
        await self._process.close()

    async def until_over(self) -> None:
        """Return when the turn is over that the agent is in."""
        await self._turns.over.wait()

    async def save(self, session: QuickSession, *events: Payload) -> None:
        """Commit how the session stands now."""
        async with self._gate:
            await self._books.commit(Change(self._books.events("", *events), session=session))

    # -- taking over ---------------------------------------------------------------

    async def load(self) -> None:
        """Go on where the last server, or a fault of this one, left off."""
        async with self._gate:
            return

    async def _read(self) -> None:
        store = self._engine.store
        messages = await store.session_messages(self.session.id, waiting=True)
        self._line.load(each for each in messages if each.state is MessageState.waiting)
        self._turns.load(next((e for e in messages if e.state is MessageState.running), None))
        process = await store.latest_process(self.session.id)
        if self._ending or (process is not None and await self._took_over(process)):
            return
        if self._turns.message is not None:
            self._process.ensure()
        elif self.session.status is SessionStatus.running:
            await self._turns.rest_unasked()

    async def _took_over(self, process: AgentProcess) -> bool:
        """Take a process over that lives by the books, or the end of one that was in a turn."""
        message = self._turns.message
        if process.state in ALIVE:
            try:
                live = await self._agent.resume(process)
            except LaunchFailed as error:  # nobody can talk to it any more
                await self._agent.end("replaced")
                await self._cannot_start(str(error))
                return True
            if live is not None:
                self._process.adopt(live)
            return live is not None
        turn = await self._agent.turn_of(process)
        if message is None or turn.run is None or turn.run.id != message.run_id:
            return False
        record = None if process.exit is None else ExitRecord.from_dict(process.exit)
        await self._ended(process, turn, record)
        return True

    # -- the owner of the process --------------------------------------------------

    async def launch(self) -> LiveProcess:
        anew, self._anew = self._anew, False
        return await self._agent.launch(anew=anew)

    async def ready(self, live: LiveProcess) -> None:
        for permission in live.questions.pending:
            self._tasks.spawn(self._questions.expire(permission))
        await live.deliver_answers()
        if live.turn.fatal is not None:  # the server that heard of it could not end it any more
            self._tasks.spawn(live.stop("fatal", interrupt_seconds=0.5))
        async with self._gate:
            message, turn = self._turns.message, live.turn
            if message is None:
                await self._turns.resume_unasked(turn)
            elif turn.message_id != message.id:
                if self._interrupting:
                    await self._turns.end(RunState.stopped, None, live)
                else:
                    await self._turns.give(live, message)
            elif turn.outcome is not None and turn.started and turn.fatal is None:
                await self._turns.settle(live)
            else:
                self._turns.begun = turn.started
            self._go_on(live)

    async def hear(self, live: LiveProcess, signal: Signal) -> None:
        self._gate.goes_well()
        match signal:
            case Emit(payload=TurnResult()):
                failpoints.reach("after_result")
                async with self._gate:
                    await self._turn_ended(live)
            case Emit(payload=payload) if role_of(payload) is not None and not self._turns.busy:
                async with self._gate:
                    if not self._turns.busy:
                        await self._rest.work(live)
            case Lifecycle(message_id=message_id, state=state):
                async with self._gate:
                    await self._message_is(live, message_id, state)
            case Asked(permission=permission):
                self._tasks.spawn(self._questions.expire(permission))
                await self._silence.limit(live)
            case BackgroundTasks():
                async with self._gate:
                    self._rest.begin(live)
            case Forgotten():
                self._anew = True
            case Fatal():
                await live.stop("fatal", interrupt_seconds=0.5)
            case _:
                pass

    async def over(self, live: LiveProcess, ended: ExitRecord | None) -> None:
        self._parts.warm.busy(self.session.id)
        if ended is None:
            await self._engine.reap(live.process)
        async with self._gate:
            await self._ended(live.process, live.turn, ended)
        await self._engine.forget(live.process)

    async def not_started(self, error: str) -> None:
        log.warning("session.not_started", session=self.session.id, error=error)
        async with self._gate:
            await self._cannot_start(error)

    async def end_leftovers(self, reason: str) -> None:
        await self._agent.end(reason)

    async def taken_away(self) -> None:
        log.warning("session.taken_over_elsewhere", session=self.session.id)
        self.gone = True
        self._turns.over.set()

    async def lost_track(self) -> None:
        if not self._gate.owed:
            self._gate.owed = True
            self._tasks.spawn(self._gate.read_again(lambda: self.gone, session=self.session.id))

    # -- how it goes on; the gate is held ------------------------------------------

    async def _cannot_start(self, error: str) -> None:
        """Say why there is no agent, to the message that waits for it or to the session."""
        if self._turns.message is None:
            await self._turns.cannot_begin(error)
        await self._turns.end(RunState.failed, error, None, unsaid=True)
        self._go_on(None)

    def _go_on(self, live: LiveProcess | None) -> None:
        """Do what is next: give a process its message, start one for it, or let it wait."""
        self._interrupting = False  # that was of what is over now
        message = self._turns.message
        if message is None:
            if live is not None:
                self._rest.begin(live)
        elif live is not None and live.turn.message_id == message.id:
            self._tasks.spawn(self._prompt(live, message))
        else:
            self._process.ensure()

    async def _prompt(self, live: LiveProcess, message: SessionMessage) -> None:
        """Give a process its message, or another one where that takes no input any more."""
        if await self._agent.prompt(live, message.content):
            await self._silence.limit(live)
            return
        async with self._gate:
            if self._turns.message == message and self._process.live is live:
                self._process.replace()

    async def _turn_ended(self, live: LiveProcess) -> None:
        """A turn is over: that of the message, or one that nobody asked for."""
        message = self._turns.message
        if message is None:
            if self._turns.unasked:
                await self._turns.rest_unasked()
                self._go_on(live)
        elif self._turns.begun and live.turn.message_id == message.id and live.turn.fatal is None:
            await self._settle(live)

    async def _settle(self, live: LiveProcess) -> None:
        await self._turns.settle(live)
        self._go_on(live)

    async def _message_is(self, live: LiveProcess, message_id: str, state: str) -> None:
        """Hear what becomes of a message: it may end without a result, or begin too late."""
        message = self._turns.message
        if message is None or message_id != message.id or live.turn.fatal is not None:
            return
        if state == "started":
            self._turns.begun = True
            if self._interrupting and (line := self._agent.interrupt()) is not None:
                await live.write(line)
        elif state == "cancelled":
            await self._turns.end(RunState.stopped, None, live)
            self._go_on(live)
        elif state == "completed":
            await self._settle(live)

    async def _ended(self, process: AgentProcess, turn: Turn, record: ExitRecord | None) -> None:
        """The process is gone: go on with what there is to do, if need be in a new one."""
        message = self._turns.message
        if message is None:
            stopped = self._ending or self._interrupting
            await self._rest.over(process, turn, record, stopped=stopped)
            return
        failed = turn.outcome is not None and turn.outcome.is_error
        reached = turn.message_id == message.id and (
            turn.started or failed or turn.fatal is not None
        )
        if self._ending:
            return  # see `end`
        if self._interrupting:
            await self._turns.end(RunState.stopped, None, None)
        elif reached or (self._sent_again == message.id and not self._anew):
            verdict = self._agent.verdict(turn, record)
            unsaid = not turn.failure_told
            await self._turns.end(verdict.state, verdict.error, None, unsaid=unsaid)
        else:
            # It went before it had read the message: another one gets it.
            self._sent_again = message.id
        self._go_on(None)

    # -- in the background ---------------------------------------------------------

    async def _see_interrupted(self, over: asyncio.Event) -> None:
        """Interrupt the agent, and end it if it does not give up."""
        if await gives_up(self._process, self._agent.interrupt(), over):
            return
        log.warning("session.interrupt_ignored", session=self.session.id)
        async with self._gate:
            if not over.is_set():  # there was no process yet that could say so
                await self._turns.end(RunState.stopped, None, None)
                self._go_on(None)
