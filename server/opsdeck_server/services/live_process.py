"""An agent's process: followed line by line, and talked to."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from opsdeck_server import failpoints
from opsdeck_server.domain.events import Event, NewEvent
from opsdeck_server.domain.ids import new_id
from opsdeck_server.domain.lines import LineFramer
from opsdeck_server.domain.permissions import Permission, PermissionOutcome
from opsdeck_server.domain.runs import AgentProcess
from opsdeck_server.ports.agent import Agent
from opsdeck_server.ports.supervisor import (
    ExitRecord,
    OutputStream,
    StdinClosed,
    StdinFull,
    SupervisedProcess,
    SupervisorLost,
    SupervisorRef,
)
from opsdeck_server.services.output import batches
from opsdeck_server.services.questions import Questions, Reply, answer_line, resolved_event
from opsdeck_server.services.signals import Change, Ended, Signal
from opsdeck_server.services.transcript import Parts, Transcript
from opsdeck_server.services.turn import Turn

LOOK_SECONDS = 0.02

Commits = Callable[[Change], Awaitable[object]]
"""Commits a change, in turn with what the process says."""


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
        self._handle = hold.handle
        self._hold = hold
        self._transcript = Transcript(parts, agent, process, generation, turn, questions, position)
        self._transcript.stdin_bytes = hold.stdin_bytes

    @property
    def process(self) -> AgentProcess:
        """The row as it was last committed."""
        return self._transcript.process

    @property
    def turn(self) -> Turn:
        """What it works on."""
        return self._transcript.turn

    @property
    def background(self) -> int:
        """How many tasks it has running in its background."""
        return self._transcript.background

    @property
    def questions(self) -> Questions:
        """What it asks."""
        return self._transcript.questions

    async def commit(self, change: Change) -> tuple[Event, ...]:
        """Commit what the owner wants, after all that the process said so far.

        One transaction. Raises what the journal raises; then the owner lets go of the
        process, and takes it over again from what was committed.
        """
        return await self._transcript.commit(change)

    async def signals(self) -> AsyncGenerator[Signal | Ended]:
        """Follow the process to its end; yield what its owner must know.

        Each signal comes after the commit of the event that it belongs to. The last is
        `Ended`. Cancelled, it stops following and leaves the process running; what was
        not committed is read again by the next who follows.
        """
        transcript = self._transcript
        offsets = {
            OutputStream.stdout: self.process.stdout_offset,
            OutputStream.stderr: self.process.stderr_offset,
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
                        await transcript.take_lines(output.feed(chunk), signals)
                    else:
                        transcript.take_stderr(errors.feed(chunk))
                await transcript.flush()
                for signal in signals:
                    yield signal
        last: list[Signal] = []
        await transcript.take_lines(output.rest(), last)
        transcript.take_stderr(errors.rest())
        exit_record = None if lost else await self._exit()
        await transcript.end(exit_record)
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
        if self._handle is None or self._transcript.stdin_bytes != self.turn.stdin_before:
            return
        line = self._agent.user_message(self.turn.message_id, text)
        self._transcript.stdin_bytes += len(line)
        await self._handle.write(line)

    async def write(self, line: bytes) -> None:
        """Write a line to the agent's input; one that is gone misses it, one that is deaf ends."""
        if self._handle is not None:
            self._transcript.stdin_bytes += len(line)
            with contextlib.suppress(SupervisorLost, StdinClosed):
                try:
                    await self._handle.write(line)
                except StdinFull:
                    await self._handle.stop("deaf", eof_seconds=0)

    async def answer(
        self,
        permission: Permission,
        outcome: PermissionOutcome,
        reply: Reply,
        commit: Commits | None = None,
    ) -> Permission:
        """Answer a question that is pending: first for the journal, then for the agent.

        `commit` is the way of an owner who looks again by itself when that fails. Raises
        ValueError for an answer that the tool cannot have; then it stays pending.
        """
        commit = commit or self.commit
        resolved = self.questions.closed(permission, outcome, reply)
        line = answer_line(self._agent, resolved)
        event = NewEvent(resolved_event(resolved), self._parts.clock.now(), permission.run_id)
        await commit(Change((event,), permissions=(resolved,)))
        failpoints.reach("after_answer")
        await self._deliver(resolved, line, commit)
        return resolved

    async def deliver_answers(self) -> None:
        """Give the agent the answers that an earlier owner may not have given it."""
        for permission in self.questions.undelivered:
            await self._deliver(permission, answer_line(self._agent, permission), self.commit)

    async def _deliver(self, permission: Permission, line: bytes, commit: Commits) -> None:
        await self.write(line)
        await commit(Change(permissions=(replace(permission, delivered=True),)))

    async def limit_silence(self, seconds: float | None) -> None:
        """Change how long the agent may be silent; one that is gone does not mind."""
        if self._handle is not None:
            with contextlib.suppress(SupervisorLost):
                await self._handle.limit_silence(seconds)

    async def tools_gone(self, turn: Turn, seconds: float) -> None:
        """Wait until what the agent began to run in a turn is gone, at most so long."""
        began = None if turn.run is None else turn.run.started_at
        if self._handle is None or began is None:
            return
        age = (self._parts.clock.now() - began).total_seconds()
        running = await self._handle.tools(age)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while running:
                    await asyncio.sleep(LOOK_SECONDS)
                    running &= await self._handle.tools(age + seconds)

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

    async def _exit(self) -> ExitRecord | None:
        if self._handle is None:
            return self._hold.ended
        try:
            return await self._handle.wait()
        except SupervisorLost:
            return None
