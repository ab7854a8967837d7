"""What an agent's process says, on its way into the journal."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from opsdeck_server.domain.deltas import DeltaBuffer, PlacedDelta
from opsdeck_server.domain.errors import NotReady
from opsdeck_server.domain.events import AssistantText, Event, NewEvent, Payload, Stderr, Thinking
from opsdeck_server.domain.permissions import Permission
from opsdeck_server.domain.runs import AgentProcess, ProcessState, Run
from opsdeck_server.ports.agent import (
    Agent,
    Ask,
    AskWithdrawn,
    BackgroundTasks,
    Emit,
    Fatal,
    Lifecycle,
    Live,
)
from opsdeck_server.ports.bus import Bus
from opsdeck_server.ports.clock import Clock
from opsdeck_server.ports.store import Commit, Duplicate
from opsdeck_server.ports.supervisor import ExitRecord, Supervisor
from opsdeck_server.services.journal import Journal
from opsdeck_server.services.questions import Asked, Questions, request_event, resolved_event
from opsdeck_server.services.signals import Change, Signal
from opsdeck_server.services.turn import Turn

COMMIT_EVENTS = 500
"""Events of one process in one commit at the most."""

COMMIT_BYTES = 4 * 1024 * 1024
"""Bytes of lines after which a commit is made, however few events they were."""

STDERR_EVENT = 16 * 1024
"""Characters of standard error in one event."""

STDERR_LIMIT = 1024 * 1024
"""Characters of standard error that are journaled for one process; the spool has all."""

READ_ANEW = "the session is just read anew: try again in a moment; nothing is lost, or done twice"
"""To those who come when the agent spoke while a change was refused."""

_NO_BLOCK = ("", 0, False)
NOTHING = Change()


@dataclass(frozen=True, slots=True)
class Parts:
    """What following a process takes. `question_seconds` is how long a person may think."""

    journal: Journal
    bus: Bus
    supervisor: Supervisor
    clock: Clock
    question_seconds: float


@dataclass(frozen=True, slots=True)
class _Unsaid:
    """What the process said since the last commit, and how all stood before the next one."""

    said: tuple[NewEvent, ...]
    asked: tuple[Permission, ...]
    process: AgentProcess
    turn: Turn
    run: Run | None
    changed: bool


class Transcript:
    """Decodes one process's lines and commits what they say, with how far that was read.

    One task takes lines; any may commit, in turn with it.
    """

    def __init__(
        self,
        parts: Parts,
        agent: Agent,
        process: AgentProcess,
        generation: int,
        turn: Turn,
        questions: Sequence[Permission],
        position: int,
    ) -> None:
        self._parts = parts
        self.process = process
        self._generation = generation
        self.turn = turn
        self.questions = Questions(parts.clock, parts.question_seconds, questions)
        self.stdin_bytes = 0
        """How many bytes the agent was given so far."""
        self.background: int = process.decoder.get("background", 0)
        """How many tasks the agent has in its background."""
        self._position = position
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

    async def commit(self, change: Change) -> tuple[Event, ...]:
        """Commit all that the process said so far, how far that was, and what the owner wants.

        One transaction. Raises what the journal raises; then the owner lets go of the
        process, and takes it over again from what was committed. But Duplicate is a refusal
        of the change alone: what the process said is said with the next one. Where it said
        more meanwhile, that is NotReady, and the process is taken over again, too.
        """
        async with self._committing:
            if self._broken is not None:
                raise self._broken
            self._send_deltas()
            self._bytes = 0
            said, self._events = tuple(self._events), []
            asked, self._asked = tuple(self._asked), []
            unsaid = _Unsaid(said, asked, self.process, self.turn, self.turn.run, self._run_changed)
            runs = self._turn_over(change)
            self.process = self._snapshot()
            commit = Commit(
                self.process.stream_id,
                self._generation,
                (*said, *change.events),
                runs=(*runs, *change.runs),
                process=self.process,
                session=change.session,
                messages=change.messages,
                permissions=(*asked, *change.permissions),
                once=change.once,
            )
            try:
                committed = await self._parts.journal.commit(commit)
            except Duplicate as error:
                if self._put_back(unsaid):
                    raise
                self._broken = NotReady(READ_ANEW)
                raise self._broken from error
            except Exception as error:
                # What it said is in no event: nothing may be committed after it.
                self._broken = error
                raise
            for permission in change.permissions:
                self.questions.keep(permission)
            if committed:
                self._position = committed[-1].seq
        return committed[len(said) :]

    def _put_back(self, unsaid: "_Unsaid") -> bool:
        """Have all as it was before a commit that was refused; return whether that could be.

        It cannot where a line was taken since then, for a turn that is not to be.
        """
        if self._events or self._stdout_offset != self.process.stdout_offset:
            return False
        self._events, self._asked = [*unsaid.said], [*unsaid.asked]
        self.process, self.turn, self._run_changed = unsaid.process, unsaid.turn, unsaid.changed
        self.turn.run = unsaid.run
        return True

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
            self.turn.stdin_before = self.stdin_bytes
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
            self.process,
            stdout_offset=self._stdout_offset,
            decoder={
                "lines": self._decoder.snapshot(),
                "turn": self.turn.snapshot(),
                "block": [*self._block, self._block_length],
                "background": self.background,
            },
        )

    async def flush(self) -> None:
        """Commit what was taken, if anything was."""
        if self._events or self._run_changed:
            await self.commit(NOTHING)
        else:
            self._send_deltas()
            self._bytes = 0

    # -- lines to events -----------------------------------------------------------

    async def take_lines(self, lines: Sequence[tuple[bytes, int]], signals: list[Signal]) -> None:
        """Decode lines; commit what they say before the deltas that follow it go out.

        The hottest loop there is: an agent that streams writes a line for each delta.
        """
        feed = self._decoder.feed
        for line, end in lines:
            outputs = feed(line)
            if self._events and outputs and isinstance(outputs[0], Live):
                await self.flush()  # between lines, never within one
            for decoded in outputs:
                if isinstance(decoded, Live):
                    self._deltas.add(PlacedDelta(self._position, decoded.delta))
                else:
                    signals.append(self._take(decoded))
            self._stdout_offset = end
            self._bytes += len(line)
            if len(self._events) >= COMMIT_EVENTS or self._bytes >= COMMIT_BYTES:
                await self.flush()
        self._send_deltas()

    def _take(self, decoded: Signal | Ask) -> Signal:
        """Take note of what a line says; return what the owner hears of it."""
        match decoded:
            case Emit(payload=payload):
                self._add(payload)
            case Ask():
                permission = self.questions.asked(self.process, self._run_id, decoded)
                self._asked.append(permission)
                self._add(request_event(permission))
                return Asked(permission)
            case AskWithdrawn(request_id=request_id):
                self._withdraw(request_id)
            case Lifecycle(message_id=message_id, state="started"):
                self.turn.start(message_id)
            case BackgroundTasks(count=count):
                self.background = count
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
            self._parts.bus.delta(self.process.stream_id, placed)

    def take_stderr(self, lines: Sequence[tuple[bytes, int]]) -> None:
        """Take lines of standard error."""
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
        self.process = replace(self.process, stderr_offset=end)

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

    async def end(self, exit_record: ExitRecord | None) -> None:
        """Commit the end of the process; no record: its supervisor was lost."""
        self._withdraw()
        self.process = replace(
            self.process,
            state=ProcessState.lost if exit_record is None else ProcessState.exited,
            exit=None if exit_record is None else exit_record.to_dict(),
            ended_at=self._parts.clock.now(),
        )
        await self.commit(NOTHING)
