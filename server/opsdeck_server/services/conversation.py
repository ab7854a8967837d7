"""One session's agent: its process, the message it works on, the line behind that.

The agent is given one message at a time, so that each has a run with an end of its own.
The rest waits in line, here and in the store, where it can be changed and withdrawn.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import structlog

from opsdeck_server.domain.errors import (
    LineFull,
    MessageNotFound,
    MessageSent,
    PermissionNotFound,
    PermissionResolved,
    RequestInvalid,
    SessionExpired,
)
from opsdeck_server.domain.events import (
    ErrorEvent,
    NewEvent,
    Payload,
    RunStateChange,
    StatusChange,
    TurnResult,
    UserMessage,
    WaitingMessage,
    interrupted,
    role_of,
)
from opsdeck_server.domain.ids import new_id
from opsdeck_server.domain.permissions import Permission, PermissionOutcome
from opsdeck_server.domain.runs import AgentProcess, ProcessState, Run, RunState
from opsdeck_server.domain.sessions import (
    MessageState,
    QuickSession,
    SessionMessage,
    SessionStatus,
)
from opsdeck_server.ports.agent import Agent, AgentRequest, Emit, Fatal, Lifecycle
from opsdeck_server.ports.store import Commit, Missing
from opsdeck_server.ports.supervisor import (
    ExitRecord,
    LaunchFailed,
    StdinClosed,
    StdinFull,
    SupervisorLost,
)
from opsdeck_server.services.agent_stage import AgentEnv
from opsdeck_server.services.engine import Engine, Limits, Place
from opsdeck_server.services.idempotency import Answer, Ticket
from opsdeck_server.services.kept_process import KeptProcess
from opsdeck_server.services.live_process import LiveProcess
from opsdeck_server.services.questions import Asked, Reply
from opsdeck_server.services.signals import Change, Signal
from opsdeck_server.services.turn import Turn
from opsdeck_server.services.verdict import verdict_of
from opsdeck_server.services.warm import WarmPool

log = structlog.get_logger(__name__)

LINE_LIMIT = 20
"""Messages that may wait in one session."""

INTERRUPT_SECONDS = 10.0
"""How long an agent may take to give up its turn before its process is ended."""

OVER_SECONDS = 30.0
"""How long an interrupt waits for the end of it all before it says how things stand."""

SLACK_SECONDS = 60.0
"""By how much a supervisor, which ends a silent process even with the server away, is later
than the server, which would have done so in good order."""

RETAKE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Parts:
    """What every conversation works with. `env_names` are those of its client."""

    engine: Engine
    agents: Mapping[str, Agent]
    agent_env: AgentEnv
    warm: WarmPool
    owner: str


class Conversation:
    """One session at work on this host."""

    def __init__(
        self, parts: Parts, session: QuickSession, generation: int, env_names: tuple[str, ...]
    ) -> None:
        self._parts = parts
        self._engine = parts.engine
        self._session = session
        self._generation = generation
        self._env_names = env_names
        self._gate = asyncio.Lock()
        self._message: SessionMessage | None = None
        self._waiting: deque[SessionMessage] = deque()
        self._unasked = False
        """Whether the agent works without having been told to: a task in its background ended."""
        self._interrupting = False
        self._sent_again = ""
        self._over = asyncio.Event()
        self._over.set()
        self._ending = False
        self._process = KeptProcess(self)
        self._tasks: set[asyncio.Task[None]] = set()
        self.gone = False
        """Whether another host has the session by now, so that this is to be thrown away."""

    @property
    def session(self) -> QuickSession:
        """The session as it was last committed."""
        return self._session

    @property
    def busy(self) -> bool:
        """Whether the agent works."""
        return self._message is not None or self._unasked

    # -- what people do ------------------------------------------------------------

    def warm(self) -> None:
        """Start the process already, so that the first message finds it running."""
        if self._parts.warm.most > 0:
            self._process.ensure()

    async def send(
        self, message: SessionMessage, run: Run, ticket: Ticket | None
    ) -> SessionMessage:
        """Say something to the agent, or put it in line; return the message as it is kept.

        Raises SessionExpired, LineFull.
        """
        async with self._gate:
            self._require_open()
            if self._message is None:
                return await self._begin(message, run, ticket)
            if len(self._waiting) >= LINE_LIMIT:
                raise LineFull(
                    f"{LINE_LIMIT} messages wait already: wait until one has run, or withdraw one",
                    limit=str(LINE_LIMIT),
                )
            await self._commit(
                WaitingMessage(message.id, "waiting", message.content),
                session=replace(self._session, last_activity=self._now()),
                messages=(message,),
                runs=(run,),
                once=ticket,
                answer=answer_of(message),
            )
            self._waiting.append(message)
            return message

    async def edit(self, message_id: str, content: str) -> SessionMessage:
        """Change a message that waits. Raises MessageNotFound, MessageSent."""
        async with self._gate:
            place = await self._place(message_id)
            message = replace(self._waiting[place], content=content)
            await self._commit(WaitingMessage(message.id, "edited", content), messages=(message,))
            self._waiting[place] = message
            return message

    async def withdraw(self, message_id: str) -> SessionMessage:
        """Take a message out of the line. Raises MessageNotFound, MessageSent."""
        async with self._gate:
            place = await self._place(message_id)
            (gone,) = await self._withdraw([self._waiting[place]])
            return gone

    async def interrupt(self, *, withdraw_waiting: bool) -> bool:
        """Stop what the agent does; return whether it did something.

        Returns when its turn is over. An agent that does not give it up in time is ended,
        with all that it started. Cancelled, the interrupt goes on.
        """
        async with self._gate:
            if withdraw_waiting and self._waiting:
                await self._withdraw(list(self._waiting))
            if not self.busy:
                return False
            self._interrupting = True
            over = self._over
            self._spawn(self._see_interrupted(over))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(OVER_SECONDS):
                await over.wait()
        return True

    async def answer(self, permission_id: str, reply: Reply) -> Permission:
        """Answer a question of the agent; the first answer counts.

        Raises PermissionNotFound, PermissionResolved, RequestInvalid.
        """
        async with self._gate:
            live = self._process.live
            known = None if live is None else live.questions.get(permission_id)
            outcome = PermissionOutcome.allowed if reply.allow else PermissionOutcome.denied
            if live is None or known is None or not known.open:
                return await self._answered(permission_id, outcome, reply)
            try:
                return await self._resolve(live, known, outcome, reply)
            except ValueError as error:
                raise RequestInvalid.field("updated_input", str(error)) from error

    async def cool(self) -> None:
        """End the process unless it has something to do by now. Never raises."""
        if not self.busy:
            await self._process.cool()

    async def end(self, reason: str) -> None:
        """Stop for good; return when no process of the agent is left.

        Nothing begins after that. What the agent was in the middle of is said to be stopped.
        """
        async with self._gate:
            self._ending = True
            self._parts.warm.busy(self._session.id)
        await self._process.stop(reason)
        process = await self._engine.store.latest_process(self._session.id)
        if process is not None and process.state in _ALIVE:
            await self._engine.end(process, self._generation, reason)
        async with self._gate:
            if self._message is not None:
                await self._end_turn(RunState.stopped, None, None)

    async def close(self) -> None:
        """Let go; the agent goes on by itself, and the next server takes it over."""
        self._parts.warm.busy(self._session.id)
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._process.close()

    async def until_over(self) -> None:
        """Return when the turn is over that the agent is in."""
        await self._over.wait()

    async def save(self, session: QuickSession, *events: Payload) -> None:
        """Commit how the session stands now."""
        async with self._gate:
            await self._commit(*events, session=session)

    # -- taking over ---------------------------------------------------------------

    async def load(self) -> None:
        """Go on where the last server, or a fault of this one, left off."""
        async with self._gate:
            store = self._engine.store
            messages = await store.session_messages(self._session.id, waiting=True)
            working = [each for each in messages if each.state is MessageState.running]
            self._message = working[0] if working else None
            self._waiting = deque(m for m in messages if m.state is MessageState.waiting)
            if self._message is not None:
                self._over = asyncio.Event()
            process = await store.latest_process(self._session.id)
            if process is not None and await self._took_over(process):
                return
            if self._message is not None:
                self._process.ensure()
            elif self._session.status is SessionStatus.running:
                await self._commit(StatusChange("idle"), session=self._standing(None))

    async def _took_over(self, process: AgentProcess) -> bool:
        """Take a process over that lives by the books, or the end of one that was in a turn."""
        turn = process.decoder.get("turn", {})
        run_id = turn.get("run_id")
        run = await self._engine.store.get_run(run_id) if run_id else None
        if process.state in _ALIVE:
            live = await self._engine.resume(self._agent, process, run, self._generation)
            if live is not None:
                self._process.adopt(live)
                return True
            gone = replace(process, state=ProcessState.lost, ended_at=self._now())
            await self._engine.journal.commit(
                Commit(self._session.id, self._generation, process=gone)
            )
        elif self._message is not None and run_id == self._message.run_id:
            record = None if process.exit is None else ExitRecord.from_dict(process.exit)
            await self._process_over(Turn.restored(run, turn), record)
            return True
        return False

    # -- the owner of the process --------------------------------------------------

    async def launch(self) -> LiveProcess:
        store = self._engine.store
        view = await store.get_session(self._session.id)
        known = view.agent_session_id
        before = None if known is None else await store.latest_process(self._session.id)
        request = AgentRequest(
            cwd=Path(self._session.worktree_path or "/"),
            permission_mode=self._session.permission_mode,
            model=self._session.model,
            effort=self._session.effort,
            resume_session_id=known,
            # A fresh one each time: the CLI refuses an id that another process was given.
            new_session_id=str(uuid4()) if known is None else None,
        )
        return await self._engine.start(
            self._agent,
            request,
            self._parts.agent_env(self._env_names),
            Place(self._session.id, self._generation),
            Turn(None),
            Limits(silence_seconds=self._engine.silence_seconds),
            before,
        )

    async def ready(self, live: LiveProcess) -> None:
        for permission in live.questions.pending:
            self._spawn(self._expire(permission))
        await live.deliver_answers()
        async with self._gate:
            message = self._message
            if message is None:
                await self._rest(live)
            elif live.turn.message_id != message.id:
                run = await self._engine.store.get_run(message.run_id)
                if self._interrupting:
                    await self._end_turn(RunState.stopped, None, live)
                    return
                await live.commit(self._first(live, message, run))
                self._spawn(self._prompt(live, message))
            elif live.turn.outcome is not None and live.turn.started:
                await self._settle(live)
            else:
                self._spawn(self._prompt(live, message))

    async def hear(self, live: LiveProcess, signal: Signal) -> None:
        match signal:
            case Emit(payload=TurnResult()):
                async with self._gate:
                    await self._turn_ended(live)
            case Emit(payload=payload) if self._message is None and not self._unasked:
                if role_of(payload) is not None:
                    async with self._gate:
                        await self._work_unasked()
            case Lifecycle(message_id=message_id, state=state):
                async with self._gate:
                    await self._message_is(live, message_id, state)
            case Asked(permission=permission):
                self._spawn(self._expire(permission))
                await live.limit_silence(self._engine.question_seconds + SLACK_SECONDS)
            case Fatal():
                await live.stop("fatal", interrupt_seconds=0.5)
            case _:
                pass

    async def over(self, live: LiveProcess, ended: ExitRecord | None) -> None:
        self._parts.warm.busy(self._session.id)
        if ended is None:
            await self._engine.reap(live.process)
        async with self._gate:
            await self._process_over(live.turn, ended)
        await self._engine.forget(live.process)

    async def not_started(self, error: str) -> None:
        log.warning("session.not_started", session=self._session.id, error=error)
        async with self._gate:
            if self._message is not None:
                await self._end_turn(RunState.failed, error, None, unsaid=True)

    async def taken_away(self) -> None:
        log.warning("session.taken_over_elsewhere", session=self._session.id)
        self.gone = True
        self._over.set()

    async def lost_track(self) -> None:
        self._spawn(self._retake())

    async def _retake(self) -> None:
        """Look again, until the database answers."""
        while True:
            await asyncio.sleep(RETAKE_SECONDS)
            try:
                await self.load()
            except Exception:
                log.exception("session.retake_failed", session=self._session.id)
            else:
                return

    # -- turns; the gate is held ---------------------------------------------------

    async def _begin(
        self, message: SessionMessage, run: Run, ticket: Ticket | None
    ) -> SessionMessage:
        live = self._process.live
        message = replace(message, state=MessageState.running)
        events: list[Payload] = [UserMessage(message.id, message.content)]
        if self._session.status is not SessionStatus.running:
            events.insert(0, StatusChange("running"))
        session = replace(
            self._session, status=SessionStatus.running, last_activity=self._now(), error=None
        )
        once = None if ticket is None else ticket.record(answer_of(message))
        self._parts.warm.busy(session.id)
        if live is None:
            await self._engine.journal.commit(
                Commit(
                    session.id,
                    self._generation,
                    self._new(run.id, *events),
                    session=session,
                    messages=(message,),
                    runs=(run,),
                    once=once,
                )
            )
        else:
            change = self._first(live, message, run)
            await live.commit(
                replace(
                    change,
                    events=(*change.events, *self._new(run.id, *events)),
                    session=session,
                    messages=(message,),
                    once=once,
                )
            )
        self._taken(session, message)
        if live is None:
            self._process.ensure()
        else:
            self._spawn(self._prompt(live, message))
        return message

    def _taken(self, session: QuickSession, message: SessionMessage) -> None:
        self._session, self._message = session, message
        self._interrupting = False
        if self._over.is_set():
            self._over = asyncio.Event()

    def _first(self, live: LiveProcess, message: SessionMessage, run: Run) -> Change:
        """Return the change with which a process begins to work on a message."""
        run = replace(
            run,
            state=RunState.running,
            process_id=live.process.id,
            started_at=run.started_at or self._now(),
        )
        return Change(
            self._new(run.id, RunStateChange(RunState.running)), begins=Turn(run, message.id)
        )

    async def _turn_ended(self, live: LiveProcess) -> None:
        """A turn is over: that of the message, or one that nobody asked for."""
        if self._message is None:
            if self._unasked:
                self._unasked = False
                await self._commit(StatusChange("idle"), session=self._standing(None))
                await self._rest(live)
        elif live.turn.started and live.turn.message_id == self._message.id:
            await self._settle(live)

    async def _work_unasked(self) -> None:
        if self._message is None and not self._unasked:
            self._unasked = True
            self._over = asyncio.Event()
            self._parts.warm.busy(self._session.id)
            session = replace(self._session, status=SessionStatus.running)
            await self._commit(StatusChange("running"), session=session)

    async def _message_is(self, live: LiveProcess, message_id: str, state: str) -> None:
        """Hear what becomes of a message: it may end without a result, or begin too late."""
        if self._message is None or message_id != self._message.id:
            return
        if state == "started" and self._interrupting:
            await live.write(self._agent.interrupt(new_id("interrupt")) or b"")
        elif state == "cancelled":
            await self._end_turn(RunState.stopped, None, live)
        elif state == "completed":
            await self._settle(live)

    async def _settle(self, live: LiveProcess) -> None:
        """End the turn as the agent says that it ended."""
        outcome = live.turn.outcome
        if outcome is None or not outcome.is_error:
            await self._end_turn(RunState.succeeded, None, live)
        elif interrupted(outcome.subtype):
            await self._end_turn(RunState.stopped, None, live)
        else:
            error = outcome.text or f"the agent ended with {outcome.subtype}"
            await self._end_turn(RunState.failed, error, live)

    async def _process_over(self, turn: Turn, record: ExitRecord | None) -> None:
        """The process is gone: go on with what there is to do, if need be in a new one."""
        message = self._message
        if message is None:
            if self._unasked:
                self._unasked = False
                await self._commit(StatusChange("idle"), session=self._standing(None))
                self._over.set()
            return
        failed = turn.outcome is not None and turn.outcome.is_error
        reached = turn.message_id == message.id and (turn.started or failed or turn.fatal)
        if self._ending or self._interrupting:
            await self._end_turn(RunState.stopped, None, None)
        elif reached or self._sent_again == message.id:
            verdict = verdict_of(self._agent, turn, record, self._engine.silence_seconds)
            unsaid = not failed
            await self._end_turn(verdict.state, verdict.error, None, unsaid=unsaid)
        else:
            # It went before it had read the message: another one gets it.
            self._sent_again = message.id
            self._process.ensure()

    async def _end_turn(
        self, state: RunState, error: str | None, live: LiveProcess | None, *, unsaid: bool = False
    ) -> None:
        """Close the run of the message, and begin with the next one that waits.

        `unsaid` is an error that no event of the agent tells.
        """
        message = self._message
        if message is None:
            return
        following = self._waiting[0] if self._waiting and not self._ending else None
        said = unsaid and error is not None
        events = [RunStateChange(state, error), *([ErrorEvent(error)] if said and error else [])]
        done = replace(message, state=MessageState.done)
        session = self._standing(error if state is not RunState.stopped else None)
        changes = self._new(message.run_id, *events)
        messages: tuple[SessionMessage, ...] = (done,)
        begins: Change | None = None
        ends_live = live is not None and live.turn.message_id == message.id
        runs: tuple[Run, ...] = ()
        if following is not None:
            session = replace(session, status=SessionStatus.running, error=None)
            following = replace(following, state=MessageState.running)
            messages = (done, following)
            run = await self._engine.store.get_run(following.run_id)
            changes += self._new(run.id, UserMessage(following.id, following.content))
            if live is not None and live is self._process.live:
                begins = self._first(live, following, run)
                changes += begins.events
        else:
            changes += self._new("", StatusChange(session.status.value, reason=session.error))
        if not ends_live:
            run = await self._engine.store.get_run(message.run_id)
            runs = (
                replace(
                    run,
                    state=state,
                    error=error,
                    ended_at=self._now(),
                    messages=run.messages + said,
                ),
            )
        elif said and live is not None and live.turn.run is not None:
            live.turn.run = replace(live.turn.run, messages=live.turn.run.messages + 1)
        change = Change(
            changes,
            ends=(state, error) if ends_live else None,
            begins=None if begins is None else begins.begins,
            session=session,
            messages=messages,
            runs=runs,
        )
        await self._apply(change, live)
        over = self._over
        self._session, self._message = session, None
        self._interrupting = False
        if following is None:
            over.set()
            if live is not None:
                await self._rest(live)
            return
        self._waiting.popleft()
        self._over = asyncio.Event()
        over.set()
        self._message = following
        if begins is not None and live is not None:
            self._spawn(self._prompt(live, following))
        else:
            self._process.ensure()

    def _standing(self, error: str | None) -> QuickSession:
        """Return the session as it is when the agent has come to rest."""
        return replace(
            self._session,
            status=SessionStatus.idle if error is None else SessionStatus.failed,
            error=error,
            last_activity=self._now(),
        )

    async def _rest(self, live: LiveProcess) -> None:
        """Let a process wait for a message."""
        warm = self._parts.warm
        self._spawn(live.limit_silence(warm.seconds + SLACK_SECONDS))
        warm.idle(self._session.id, self.cool)

    # -- the line, questions; the gate is held -------------------------------------

    async def _place(self, message_id: str) -> int:
        for place, message in enumerate(self._waiting):
            if message.id == message_id:
                return place
        try:
            await self._engine.store.get_message(self._session.id, message_id)
        except Missing:
            raise MessageNotFound(
                f"the session has no message {message_id}", id=message_id
            ) from None
        raise MessageSent(
            "the message does not wait any more, so it cannot be changed", id=message_id
        )

    async def _withdraw(self, messages: Sequence[SessionMessage]) -> Sequence[SessionMessage]:
        gone = [replace(each, state=MessageState.withdrawn) for each in messages]
        runs = [await self._engine.store.get_run(each.run_id) for each in messages]
        await self._commit(
            *(WaitingMessage(each.id, "withdrawn", each.content) for each in gone),
            messages=tuple(gone),
            runs=tuple(
                replace(run, state=RunState.stopped, ended_at=self._now(), messages=0)
                for run in runs
            ),
        )
        ids = {each.id for each in gone}
        self._waiting = deque(each for each in self._waiting if each.id not in ids)
        return gone

    async def _resolve(
        self, live: LiveProcess, known: Permission, outcome: PermissionOutcome, reply: Reply
    ) -> Permission:
        resolved = await live.answer(known, outcome, reply)
        if not live.questions.pending:
            await live.limit_silence(self._engine.silence_seconds)
        return resolved

    async def _answered(
        self, permission_id: str, outcome: PermissionOutcome, reply: Reply
    ) -> Permission:
        """Return a question that was answered alike already; refuse another answer."""
        try:
            known = await self._engine.store.get_permission(self._session.id, permission_id)
        except Missing:
            raise PermissionNotFound(
                f"the session has no question {permission_id}", id=permission_id
            ) from None
        alike = (known.outcome, known.message, known.updated_input)
        if alike == (outcome, reply.message, reply.input):
            return known
        if known.open:  # its process is just being looked for
            raise PermissionResolved(
                "the agent is not there to be answered: try again in a moment", outcome="pending"
            )
        raise PermissionResolved(
            f"the question was {known.outcome} already", outcome=known.outcome.value
        )

    # -- in the background ---------------------------------------------------------

    async def _prompt(self, live: LiveProcess, message: SessionMessage) -> None:
        """Give the agent its message. One that is ending does not take it: see `over`."""
        try:
            await live.prompt(message.content)
            await live.limit_silence(self._engine.silence_seconds)
        except StdinFull:
            await live.stop("deaf")
        except (StdinClosed, SupervisorLost):
            return

    async def _see_interrupted(self, over: asyncio.Event) -> None:
        """Interrupt the agent, and end it if it does not give up."""
        live = self._process.live
        line = self._agent.interrupt(new_id("interrupt"))
        try:
            async with asyncio.timeout(INTERRUPT_SECONDS):
                if live is not None and line is not None:
                    await live.write(line)
                await over.wait()
        except TimeoutError:
            log.warning("session.interrupt_ignored", session=self._session.id)
            await self._process.stop("interrupted")

    async def _expire(self, permission: Permission) -> None:
        """Deny a question that nobody answers in time."""
        await asyncio.sleep((permission.expires_at - self._now()).total_seconds())
        async with self._gate:
            live = self._process.live
            known = None if live is None else live.questions.get(permission.id)
            if live is not None and known is not None and known.open:
                reply = Reply(allow=False, message="Nobody answered in time, so the answer is no.")
                await self._resolve(live, known, PermissionOutcome.expired, reply)

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("session.fault", session=self._session.id, exc_info=task.exception())

    # -- small things --------------------------------------------------------------

    @property
    def _agent(self) -> Agent:
        agent = self._parts.agents.get(self._session.agent)
        if agent is None:
            raise LaunchFailed(f"agent {self._session.agent} is not available on this server")
        return agent

    def _require_open(self) -> None:
        if self._ending or not self._session.open:
            raise SessionExpired(
                "the session was cleaned up and takes no messages: start another",
                id=self._session.id,
            )

    def _now(self) -> datetime:
        return self._engine.clock.now()

    def _new(self, run_id: str, *payloads: Payload) -> tuple[NewEvent, ...]:
        now = self._now()
        return tuple(NewEvent(payload, now, run_id) for payload in payloads)

    async def _commit(
        self,
        *events: Payload,
        session: QuickSession | None = None,
        messages: tuple[SessionMessage, ...] = (),
        runs: tuple[Run, ...] = (),
        once: Ticket | None = None,
        answer: Answer | None = None,
    ) -> None:
        record = None if once is None or answer is None else once.record(answer)
        change = Change(
            self._new("", *events), session=session, messages=messages, runs=runs, once=record
        )
        await self._apply(change, self._process.live)
        if session is not None:
            self._session = session

    async def _apply(self, change: Change, live: LiveProcess | None) -> None:
        """Commit a change: where a process writes to the journal too, in turn with that."""
        if live is not None:
            await live.commit(change)
            return
        await self._engine.journal.commit(
            Commit(
                self._session.id,
                self._generation,
                change.events,
                runs=change.runs,
                session=change.session,
                messages=change.messages,
                permissions=change.permissions,
                once=change.once,
            )
        )


_ALIVE = (ProcessState.starting, ProcessState.running)


def answer_of(message: SessionMessage) -> Answer:
    """Return what a repeated request to send a message is answered with, fit for JSON."""
    return {
        "id": message.id,
        "content": message.content,
        "createdAt": message.created_at.isoformat(),
        "waiting": message.state is MessageState.waiting,
    }
