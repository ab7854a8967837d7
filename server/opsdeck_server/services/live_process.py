"""An agent's process, followed line by line into the journal."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, replace

from opsdeck_server.domain.deltas import DeltaBuffer, PlacedDelta
from opsdeck_server.domain.events import NewEvent, Payload, Stderr
from opsdeck_server.domain.ids import new_id
from opsdeck_server.domain.lines import LineFramer
from opsdeck_server.domain.runs import AgentProcess, ProcessState
from opsdeck_server.ports.agent import (
    Agent,
    Ask,
    AskWithdrawn,
    Emit,
    Fatal,
    Lifecycle,
    Live,
    Reply,
)
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
from opsdeck_server.services.turn import Turn

CHUNKS_AHEAD = 8
"""Chunks of 256 KiB that are read from a process before the journal has them."""

COMMIT_EVENTS = 500
"""Events of one process in one commit at the most."""

COMMIT_BYTES = 4 * 1024 * 1024
"""Bytes of lines after which a commit is made, however few events they were."""

STDERR_EVENT = 16 * 1024
"""Characters of standard error in one event."""

STDERR_LIMIT = 1024 * 1024
"""Characters of standard error that are journaled for one process; the spool has all."""

Signal = Emit | Ask | AskWithdrawn | Lifecycle | Reply | Fatal
"""What the owner of a process hears: things that the journal has by then."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What following a process takes."""

    journal: Journal
    bus: Bus
    supervisor: Supervisor
    clock: Clock


@dataclass(frozen=True, slots=True)
class Ended:
    """The process is over, and all that it wrote is in the journal.

    `exit` is None when its supervisor was lost.
    """

    exit: ExitRecord | None


class LiveProcess:
    """A process that this server follows. It has one owner, who iterates `signals`."""

    def __init__(
        self,
        parts: Parts,
        agent: Agent,
        process: AgentProcess,
        handle: SupervisedProcess | None,
        ref: SupervisorRef,
        ended: ExitRecord | None,
        generation: int,
        turn: Turn,
        position: int,
    ) -> None:
        self._parts = parts
        self._agent = agent
        self._process = process
        self._handle = handle
        self._ref = ref
        self._ended = ended
        self._generation = generation
        self.turn = turn
        self._position = position
        self._decoder = agent.decoder(process.decoder.get("lines", {}))
        self._events: list[NewEvent] = []
        self._bytes = 0
        self._run_changed = False
        self._deltas = DeltaBuffer()
        self._stdout_offset = process.stdout_offset
        self._stderr_written = process.stderr_offset

    @property
    def process(self) -> AgentProcess:
        """The row as it was last committed."""
        return self._process

    async def signals(self) -> AsyncGenerator[Signal | Ended]:
        """Follow the process to its end; yield what its owner must know.

        Each signal comes after the commit of the event that it belongs to. The last is
        `Ended`. Cancelled, it stops following and leaves the process running; what was
        not committed is read again by the next who follows.
        """
        framer = LineFramer(self._process.stdout_offset)
        errors = LineFramer(self._process.stderr_offset)
        lost = False
        async with contextlib.aclosing(self._chunks()) as chunks:
            async for batch in chunks:
                signals: list[Signal] = []
                for stream, chunk in batch:
                    if stream is None:
                        lost = True
                    elif stream is OutputStream.stdout:
                        await self._take_lines(framer.feed(chunk), signals)
                    else:
                        self._take_stderr(errors.feed(chunk))
                await self._flush()
                for signal in signals:
                    yield signal
        last: list[Signal] = []
        await self._take_lines(framer.rest(), last)
        self._take_stderr(errors.rest())
        exit_record = None if lost else await self._exit()
        self._process = replace(
            self._process,
            state=ProcessState.lost if exit_record is None else ProcessState.exited,
            exit=None if exit_record is None else exit_record.to_dict(),
            ended_at=self._parts.clock.now(),
        )
        await self._flush(always=True)
        for signal in last:
            yield signal
        yield Ended(exit_record)

    async def prompt(self, message_id: str, text: str) -> None:
        """Give a new process its first message, unless an earlier owner did.

        The supervisor counts what it took: nothing yet means that the message, which is
        written whole, is still owed.
        """
        if self._handle is not None and (await self._handle.status()).stdin_bytes == 0:
            await self._handle.write(self._agent.user_message(message_id, text))

    async def write(self, line: bytes) -> None:
        """Write a line to the agent's input; one that reads no more misses it."""
        if self._handle is not None:
            with contextlib.suppress(SupervisorLost, StdinClosed):
                await self._handle.write(line)

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
                    continue
                if isinstance(decoded, Emit):
                    self._add(decoded.payload)
                elif isinstance(decoded, Fatal) and self.turn.fatal is None:
                    self.turn.fatal = decoded.message
                signals.append(decoded)
            self._stdout_offset = end
            self._bytes += len(line)
            if len(self._events) >= COMMIT_EVENTS or self._bytes >= COMMIT_BYTES:
                await self._flush()
        self._send_deltas()

    def _send_deltas(self) -> None:
        """Hand the deltas to who watches: those of one block in one piece."""
        for placed in self._deltas.take():
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
        self._events.append(NewEvent(payload, self._parts.clock.now(), self.turn.run.id))

    async def _flush(self, *, always: bool = False) -> None:
        """Commit what was added, and with it how far the spools are read.

        Where the line that is being taken has only been decoded, the state of the decoder
        is one line ahead of the offset: that is a line of deltas, which are not journaled,
        and which it does no harm to read again.
        """
        self._send_deltas()
        self._bytes = 0
        if not (self._events or self._run_changed or always):
            return
        events, self._events = tuple(self._events), []
        self._process = replace(
            self._process,
            stdout_offset=self._stdout_offset,
            decoder={"lines": self._decoder.snapshot(), "turn": self.turn.snapshot()},
        )
        run = self.turn.run if self._run_changed else None
        self._run_changed = False
        committed = await self._parts.journal.commit(
            Commit(
                self._process.stream_id,
                self._generation,
                events,
                run=run,
                process=self._process,
            )
        )
        if committed:
            self._position = committed[-1].seq

    # -- bytes ---------------------------------------------------------------------

    async def _chunks(
        self,
    ) -> AsyncGenerator[list[tuple[OutputStream | None, bytes]]]:
        """Yield what both streams have, all that is there at once.

        A chunk of stream None says that the supervisor was lost.
        """
        queue: asyncio.Queue[tuple[OutputStream | None, bytes] | Exception | None] = asyncio.Queue(
            CHUNKS_AHEAD
        )

        async def pump(stream: OutputStream, offset: int) -> None:
            try:
                async with contextlib.aclosing(self._bytes_of(stream, offset)) as chunks:
                    async for chunk in chunks:
                        await queue.put((stream, chunk))
            except SupervisorLost:
                await queue.put((None, b""))
            except Exception as error:  # noqa: BLE001 - raised where the queue is read
                await queue.put(error)
            await queue.put(None)

        pumps = [
            asyncio.create_task(pump(OutputStream.stdout, self._process.stdout_offset)),
            asyncio.create_task(pump(OutputStream.stderr, self._process.stderr_offset)),
        ]
        try:
            ends = 0
            while ends < len(pumps):
                batch: list[tuple[OutputStream | None, bytes]] = []
                item = await queue.get()
                while True:
                    if isinstance(item, Exception):
                        raise item
                    if item is None:
                        ends += 1
                    else:
                        batch.append(item)
                    if queue.empty():
                        break
                    item = queue.get_nowait()
                if batch:
                    yield batch
        finally:
            for task in pumps:
                task.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)

    def _bytes_of(self, stream: OutputStream, offset: int) -> AsyncGenerator[bytes]:
        if self._handle is None:
            return self._parts.supervisor.read_spool(self._ref, stream, offset)
        return self._handle.follow(stream, offset)

    async def _exit(self) -> ExitRecord | None:
        if self._handle is None:
            return self._ended
        try:
            return await self._handle.wait()
        except SupervisorLost:
            return None
