"""An agent's process, followed line by line into the journal."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, replace

from opsdeck_server.domain.deltas import DeltaBuffer, PlacedDelta
from opsdeck_server.domain.events import AssistantText, Event, NewEvent, Payload, Stderr, Thinking
from opsdeck_server.domain.ids import new_id
from opsdeck_server.domain.lines import LineFramer
from opsdeck_server.domain.permissions import Permission, PermissionOutcome
from opsdeck_server.domain.runs import AgentProcess, ProcessState, Run
from opsdeck_server.ports.agent import (
    Agent,
    Ask,
    AskWithdrawn,
    Emit,
    Fatal,
    Lifecycle,
    Live,
)
from opsdeck_server.ports.agent import Reply as ControlReply
from opsdeck_server.ports.bus import Bus
from opsdeck_server.ports.clock import Clock
from opsdeck_server.ports.store import Commit
from opsdeck_server.ports.supervisor import (
    ExitRecord,
    OutputStream,
    StdinClosed,
    SupervisedProcess,
    Supervisor,
    SupervisorLost,
    SupervisorRef,
)
from opsdeck_server.services.journal import Journal
from opsdeck_server.services.output import batches
from opsdeck_server.services.questions import (
    Asked,
    Questions,
    Reply,
    answer_line,
    request_event,
    resolved_event,
)
from opsdeck_server.services.signals import Change, Ended, Signal
from opsdeck_server.services.turn import Turn

COMMIT_EVENTS = 500
"""Events of one process in one commit at the most."""

COMMIT_BYTES = 4 * 1024 * 1024
"""Bytes of lines after which a commit is made, however few events they were."""

STDERR_EVENT = 16 * 1024
"""Characters of standard error in one event."""

STDERR_LIMIT = 1024 * 1024
"""Characters of standard error that are journaled for one process; the spool has all."""

_NO_BLOCK = ("", 0, False)
_NOTHING = Change()


@dataclass(frozen=True, slots=True)
class Parts:
    """What following a process takes. `question_seconds` is how long a person may think."""

    journal: Journal
    bus: Bus
    supervisor: Supervisor
    clock: Clock
    question_seconds: float


@dataclass(frozen=True, slots=True)
class Hold:
    """What this server has of a process.

    Without a handle it is over: `ended` says how, None that its supervisor was lost.
    """

    handle: SupervisedProcess | None
    ref: SupervisorRef
    ended: ExitRecord | None = None
    stdin_bytes: int = 0


class LiveProcess:
    """A process that this server follows. It has one owner, who iterates `signals`."""

    def __init__(
        self,
        parts: Parts,
        agent: Agent,
        process: AgentProcess,
        hold: Hold,
        generation: int,
        turn: Turn,
        questions: Sequence[Permission],
        position: int,
    ) -> None:
        self._parts = parts
        self._agent = agent
        self._process = process
        self._handle = hold.handle
        self._hold = hold
        self._generation = generation
        self.turn = turn
        self.questions = Questions(parts.clock, parts.question_seconds, questions)
        self._position = position
        self._stdin_bytes = hold.stdin_bytes
        self._decoder = agent.decoder(process.decoder.get("lines", {}))
        self._events: list[NewEvent] = []
        self._asked: list[Permission] = []
        self._bytes = 0
        self._run_changed = False
        self._deltas = DeltaBuffer()
        message_id, index, thinking, length = process.decoder.get("block", (*_NO_BLOCK, 0))
        self._block: tuple[str, int, bool] = (message_id, index, thinking)
        self._block_length: int = length
        self._stdout_offset = process.stdout_offset
        self._stderr_written = process.stderr_offset
        self._committing = asyncio.Lock()
        self._broken: Exception | None = None

    @property
    def process(self) -> AgentProcess:
        """The row as it was last committed."""
        return self._process

    @property
    def stdin_bytes(self) -> int:
        """How many bytes the agent was given so far."""
        return self._stdin_bytes

    async def signals(self) -> AsyncGenerator[Signal | Ended]:
        """Follow the process to its end; yield what its owner must know.

        Each signal comes after the commit of the event that it belongs to. The last is
        `Ended`. Cancelled, it stops following and leaves the process running; what was
        not committed is read again by the next who follows.
        """
        offsets = {
            OutputStream.stdout: self._process.stdout_offset,
            OutputStream.stderr: self._process.stderr_offset,
        }
        framers = {stream: LineFramer(offset) for stream, offset in offsets.items()}
        output, errors = framers[OutputStream.stdout], framers[OutputStream.stderr]
        lost = False
        source = batches(self._parts.supervisor, self._handle, self._hold.ref, offsets)
        async with contextlib.aclosing(source) as chunks:
            async for batch in chunks:
                signals: list[Signal] = []
                for stream, chunk in batch:
                    if stream is None:
                        lost = True
                    elif stream is OutputStream.stdout:
                        await self._take_lines(output.feed(chunk), signals)
                    else:
                        self._take_stderr(errors.feed(chunk))
                await self._flush()
                for signal in signals:
                    yield signal
        last: list[Signal] = []
        await self._take_lines(output.rest(), last)
        self._take_stderr(errors.rest())
        self._withdraw()
        exit_record = None if lost else await self._exit()
        self._process = replace(
            self._process,
            state=ProcessState.lost if exit_record is None else ProcessState.exited,
            exit=None if exit_record is None else exit_record.to_dict(),
            ended_at=self._parts.clock.now(),
        )
        await self.commit(_NOTHING)
        for signal in last:
            yield signal
        yield Ended(exit_record)

    # -- to the agent --------------------------------------------------------------

    async def prompt(self, text: str) -> None:
        """Give the process the message of its turn, unless an earlier owner did.

        The supervisor counts what it took: no more than before the turn means that the
        message, which is written whole, is still owed. Raises StdinClosed, StdinFull,
        SupervisorLost.
        """
        if self._handle is None or self._stdin_bytes != self.turn.stdin_before:
            return
        line = self._agent.user_message(self.turn.message_id, text)
        self._stdin_bytes += len(line)
        await self._handle.write(line)

    async def write(self, line: bytes) -> None:
        """Write a line to the agent's input; one that reads no more misses it."""
        if self._handle is not None:
            self._stdin_bytes += len(line)
            with contextlib.suppress(SupervisorLost, StdinClosed):
                await self._handle.write(line)

    async def answer(
        self, permission: Permission, outcome: PermissionOutcome, reply: Reply
    ) -> Permission:
        """Answer a question that is pending: first for the journal, then for the agent.

        Raises ValueError for an answer that the tool cannot have; then it stays pending.
        """
        resolved = self.questions.closed(permission, outcome, reply)
        line = answer_line(self._agent, resolved)
        event = NewEvent(resolved_event(resolved), self._parts.clock.now(), permission.run_id)
        await self.commit(Change((event,), permissions=(resolved,)))
        await self._deliver(resolved, line)
        return resolved

    async def deliver_answers(self) -> None:
        """Give the agent the answers that an earlier owner may not have given it."""
        for permission in self.questions.undelivered:
            await self._deliver(permission, answer_line(self._agent, permission))

    async def _deliver(self, permission: Permission, line: bytes) -> None:
        await self.write(line)
        await self.commit(Change(permissions=(replace(permission, delivered=True),)))

    async def limit_silence(self, seconds: float | None) -> None:
        """Change how long the agent may be silent; one that is gone does not mind."""
        if self._handle is not None:
            with contextlib.suppress(SupervisorLost):
                await self._handle.limit_silence(seconds)

    async def close_stdin(self) -> None:
        """End the agent's input: it finishes its turn and goes. Gone already is fine."""
        if self._handle is not None:
            with contextlib.suppress(SupervisorLost):
                await self._handle.close_stdin()

    async def stop(self, reason: str, *, interrupt_seconds: float = 1.0) -> None:
        """Stop the agent: interrupt, end of input, SIGTERM, SIGKILL; each with its time.

        Returns when no process of its tree is left. Cancelled, the stop goes on.
        """
        if self._handle is None:
            return
        line = self._agent.interrupt(new_id("stop"))
        eof_seconds = 0.0
        if line is not None:
            # An agent that still listens gives up its tools by itself, and says so.
            with contextlib.suppress(Exception):
                async with asyncio.timeout(interrupt_seconds):
                    await self._handle.write(line)
            eof_seconds = interrupt_seconds + 1.0
        with contextlib.suppress(SupervisorLost):
            await self._handle.stop(reason, eof_seconds=eof_seconds)

    async def detach(self) -> None:
        """Let go of the process; it goes on by itself."""
        if self._handle is not None:
            await self._handle.detach()

    # -- to the journal ------------------------------------------------------------

    async def commit(self, change: Change) -> tuple[Event, ...]:
        """Commit all that the process said so far, how far that was, and what the owner wants.

        One transaction. Raises what the journal raises; then the owner lets go of the
        process, and takes it over again from what was committed.
        """
        async with self._committing:
            if self._broken is not None:
                raise self._broken
            self._send_deltas()
            self._bytes = 0
            said, self._events = tuple(self._events), []
            asked, self._asked = tuple(self._asked), []
            runs = self._turn_over(change)
            self._process = self._snapshot()
            commit = Commit(
                self._process.stream_id,
                self._generation,
                (*said, *change.events),
                runs=(*runs, *change.runs),
                process=self._process,
                session=change.session,
                messages=change.messages,
                permissions=(*asked, *change.permissions),
                once=change.once,
            )
            try:
                committed = await self._parts.journal.commit(commit)
            except Exception as error:
                # What it said is in no event: nothing may be committed after it.
                self._broken = error
                raise
            for permission in change.permissions:
                self.questions.keep(permission)
            if committed:
                self._position = committed[-1].seq
        return committed[len(said) :]

    def _turn_over(self, change: Change) -> tuple[Run, ...]:
        """End a turn, begin one; return the runs that changed by that, or by what was said."""
        runs: list[Run] = []
        if self.turn.run is not None:
            if change.ends is not None:
                state, error = change.ends
                now = self._parts.clock.now()
                self.turn.run = replace(self.turn.run, state=state, error=error, ended_at=now)
            if self._run_changed or change.ends is not None:
                runs.append(self.turn.run)
        self._run_changed = False
        if change.begins is not None:
            self.turn = change.begins
            self.turn.stdin_before = self._stdin_bytes
            if self.turn.run is not None:
                runs.append(self.turn.run)
        return tuple(runs)

    def _snapshot(self) -> AgentProcess:
        """Return the row as it is to be after what was taken so far.

        Where a line has only been decoded, the state of the decoder is one line ahead of
        the offset: that is a line of deltas, which are not journaled, and which it does no
        harm to read again.
        """
        return replace(
            self._process,
            stdout_offset=self._stdout_offset,
            decoder={
                "lines": self._decoder.snapshot(),
                "turn": self.turn.snapshot(),
                "block": [*self._block, self._block_length],
            },
        )

    async def _flush(self) -> None:
        if self._events or self._run_changed:
            await self.commit(_NOTHING)
        else:
            self._send_deltas()
            self._bytes = 0

    # -- lines to events -----------------------------------------------------------

    async def _take_lines(self, lines: Sequence[tuple[bytes, int]], signals: list[Signal]) -> None:
        """Decode lines; commit what they say before the deltas that follow it go out.

        The hottest loop there is: an agent that streams writes a line for each delta.
        """
        feed = self._decoder.feed
        for line, end in lines:
            outputs = feed(line)
            if self._events and outputs and isinstance(outputs[0], Live):
                await self._flush()  # between lines, never within one
            for decoded in outputs:
                if isinstance(decoded, Live):
                    self._deltas.add(PlacedDelta(self._position, decoded.delta))
                else:
                    signals.append(self._take(decoded))
            self._stdout_offset = end
            self._bytes += len(line)
            if len(self._events) >= COMMIT_EVENTS or self._bytes >= COMMIT_BYTES:
                await self._flush()
        self._send_deltas()

    def _take(
        self, decoded: Emit | Ask | AskWithdrawn | Lifecycle | ControlReply | Fatal
    ) -> Signal:
        """Take note of what a line says; return what the owner hears of it."""
        match decoded:
            case Emit(payload=payload):
                self._add(payload)
            case Ask():
                permission = self.questions.asked(self._process, self._run_id, decoded)
                self._asked.append(permission)
                self._add(request_event(permission))
                return Asked(permission)
            case AskWithdrawn(request_id=request_id):
                self._withdraw(request_id)
            case Lifecycle(message_id=message_id, state="started"):
                self.turn.started = self.turn.started or message_id == self.turn.message_id
            case Fatal(message=message) if self.turn.fatal is None:
                self.turn.fatal = message
            case _:
                pass
        return decoded

    def _withdraw(self, request_id: str | None = None) -> None:
        for permission in self.questions.withdrawn(request_id):
            self._asked.append(permission)
            self._add(resolved_event(permission))

    def _send_deltas(self) -> None:
        """Hand the deltas to who watches: those of one block in one piece, and its place."""
        for placed in self._deltas.take():
            delta = placed.delta
            block = (delta.message_id, delta.index, delta.thinking)
            if block != self._block:
                self._block, self._block_length = block, 0
            placed = replace(placed, delta=replace(delta, offset=self._block_length))
            self._block_length += len(delta.text)
            self._parts.bus.delta(self._process.stream_id, placed)

    def _take_stderr(self, lines: Sequence[tuple[bytes, int]]) -> None:
        if not lines:
            return
        text = b"".join(line + b"\n" for line, _ in lines).decode("utf-8", "replace")
        end = lines[-1][1]
        room = max(0, STDERR_LIMIT - self._stderr_written)
        for start in range(0, min(len(text), room), STDERR_EVENT):
            self._add(Stderr(text[start : min(start + STDERR_EVENT, room)]))
        if room and len(text) > room:
            self._add(Stderr("… more than that is not shown here\n", len(text) - room))
        if not room:
            self.turn.apply(Stderr(text))
        self._stderr_written += len(text)
        self._process = replace(self._process, stderr_offset=end)

    def _add(self, payload: Payload) -> None:
        if self.turn.apply(payload):
            self._run_changed = True
        if isinstance(payload, AssistantText | Thinking):
            self._send_deltas()  # what is left of the block; the next one begins at 0
            self._block, self._block_length = _NO_BLOCK, 0
        self._events.append(NewEvent(payload, self._parts.clock.now(), self._run_id))

    @property
    def _run_id(self) -> str:
        return "" if self.turn.run is None else self.turn.run.id

    async def _exit(self) -> ExitRecord | None:
        if self._handle is None:
            return self._hold.ended
        try:
            return await self._handle.wait()
        except SupervisorLost:
            return None
