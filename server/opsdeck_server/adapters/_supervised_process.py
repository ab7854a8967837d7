"""An agent process under a supervisor of this host, as its owner handles it."""

import asyncio
import base64
import json
import os
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path
from typing import Any, NoReturn, cast

from opsdeck_server.adapters import _process_tree
from opsdeck_server.adapters._supervisor_socket import (
    PIECE_BYTES,
    Channel,
    Deaf,
    Refused,
    Unreachable,
)
from opsdeck_server.ports.supervisor import (
    ExitRecord,
    OutputStream,
    ProcessStatus,
    StaleGeneration,
    StdinClosed,
    StdinFull,
    SupervisorError,
    SupervisorLost,
    SupervisorRef,
)
from opsdeck_server.supervisor import tree
from opsdeck_server.supervisor.spool import EXIT_RECORD

ANSWER_SECONDS = 10.0
HEARTBEAT_SECONDS = 15.0
_TRIES = 25
_RETRY_SECONDS = 0.02
# As base64 it stays below the protocol's line limit of 1 MiB.
_WRITE_BYTES = 512 * 1024


def read_json(path: Path) -> dict[str, Any] | None:
    """Return the JSON object of a file, or None where it is missing or none. It blocks."""
    try:
        content: Any = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return cast("dict[str, Any]", content) if isinstance(content, dict) else None


def read_record(ref: SupervisorRef) -> ExitRecord | None:
    """Return the exit record of a run, or None. It blocks."""
    stored = read_json(ref.run_dir / EXIT_RECORD)
    if stored is None or stored.get("run_id") != ref.run_id:
        return None
    return ExitRecord.from_dict(stored)


def is_alive(ref: SupervisorRef) -> bool:
    """Return whether the very process that was started is alive. It blocks."""
    return ref.boot_id == tree.boot_id() and tree.start_time(ref.pid) == ref.start_time


async def read_spool(
    ref: SupervisorRef, stream: OutputStream, offset: int
) -> AsyncGenerator[bytes]:
    """Yield what a spool file holds from `offset` on; a missing one is empty."""
    path = ref.run_dir / f"{stream.value}.spool"
    try:
        source = await asyncio.to_thread(os.open, path, os.O_RDONLY)
    except FileNotFoundError:
        return
    try:
        while piece := await asyncio.to_thread(os.pread, source, PIECE_BYTES, offset):
            offset += len(piece)
            yield piece
    finally:
        os.close(source)


class LocalProcess:
    """The SupervisedProcess port, over the supervisor's socket.

    Requests share one connection; each `follow`, `stop` and `wait` has its own, so that
    none waits for another.
    """

    def __init__(self, ref: SupervisorRef, generation: int, channel: Channel | None = None) -> None:
        self._ref = ref
        self._generation = generation
        self._channel = channel
        self._lock = asyncio.Lock()
        self._record: ExitRecord | None = None

    @property
    def ref(self) -> SupervisorRef:
        return self._ref

    async def status(self) -> ProcessStatus:
        greeting = {"op": "hello", "version": 1, "generation": self._generation}
        async with self._lock:
            try:
                answer = await self._ask(greeting)
            except Unreachable as error:
                return _final_status(await self._over(error), self._generation)
        return ProcessStatus(
            state=str(answer["state"]),
            generation=int(answer["generation"]),
            stdout_bytes=int(answer["stdout_bytes"]),
            stderr_bytes=int(answer["stderr_bytes"]),
            stdin_bytes=int(answer["stdin_bytes"]),
            started_at=float(answer["started_at"]),
        )

    async def tools(self, seconds: float) -> frozenset[tuple[int, str]]:
        return await asyncio.to_thread(_process_tree.below, self._ref, seconds)

    async def follow(self, stream: OutputStream, offset: int) -> AsyncGenerator[bytes]:
        request = {"op": "follow", "stream": stream.value, "offset": offset}
        for _ in range(_TRIES):
            try:
                channel = await self._connect()
                try:
                    await channel.ask({**request, "offset": offset})
                    while piece := await channel.read():
                        offset += len(piece)
                        yield piece
                finally:
                    channel.close()
            except Refused as error:
                if str(error) == "offset_past_end":
                    raise ValueError(f"offset {offset} is past the end of {stream.value}") from None
                self._refuse(error)
            except Deaf as error:
                await self._over(error)
            except Unreachable:
                pass
            # It ended, or the conversation broke off: only the record says which.
            try:
                record = await self._look_for_end()
            except SupervisorLost:
                async with aclosing(read_spool(self._ref, stream, offset)) as rest:
                    async for piece in rest:
                        yield piece
                raise
            if record is not None:
                async with aclosing(read_spool(self._ref, stream, offset)) as rest:
                    async for piece in rest:
                        yield piece
                return
            await asyncio.sleep(_RETRY_SECONDS)
        raise SupervisorLost(f"run {self._ref.run_id}: the supervisor does not answer")

    async def write(self, data: bytes) -> None:
        async with self._lock:
            try:
                for start in range(0, len(data), _WRITE_BYTES):
                    end = start + _WRITE_BYTES
                    piece = base64.b64encode(data[start:end]).decode()
                    await self._ask({"op": "write", "data": piece, "more": end < len(data)})
            except Refused as error:
                self._refuse(error)
            except Unreachable as error:
                record = await self._over(error)
                raise StdinClosed(f"run {record.run_id} is over") from error

    async def close_stdin(self) -> None:
        await self._tell({"op": "close_stdin"})

    async def limit_silence(self, seconds: float | None) -> None:
        await self._tell({"op": "limit_silence", "seconds": seconds})

    async def _tell(self, request: dict[str, Any]) -> None:
        """Make a request that means nothing to a run that is over."""
        async with self._lock:
            try:
                await self._ask(request)
            except Refused as error:
                self._refuse(error)
            except Unreachable as error:
                await self._over(error)

    async def stop(
        self, reason: str, eof_seconds: float | None = None, term_seconds: float | None = None
    ) -> ExitRecord:
        request = {
            "op": "stop",
            "reason": reason,
            "eof_seconds": eof_seconds,
            "term_seconds": term_seconds,
        }
        return await self._end_of(request)

    async def wait(self) -> ExitRecord:
        return await self._end_of({"op": "wait"})

    async def detach(self) -> None:
        self._drop()

    # -- conversations

    async def _connect(self) -> Channel:
        channel, _ = await Channel.connect(self._ref.socket_path, self._generation)
        return channel

    async def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Ask on the shared connection. Broken off in the middle, the next call has a new one."""
        if self._channel is None:
            self._channel = await self._connect()
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await self._channel.ask(request)
        except Refused:
            raise
        except TimeoutError:
            self._drop()
            raise Deaf("no answer in time") from None
        except BaseException:
            self._drop()  # its answer must not be taken for that of the next request
            raise

    def _drop(self) -> None:
        channel, self._channel = self._channel, None
        if channel is not None:
            channel.close()

    async def _end_of(self, request: dict[str, Any]) -> ExitRecord:
        for _ in range(_TRIES):
            if self._record is not None:
                return self._record
            try:
                channel = await self._connect()
                try:
                    channel.send(request)
                    self._record = ExitRecord.from_dict((await self._patiently(channel))["exit"])
                    return self._record
                finally:
                    channel.close()
            except Refused as error:
                self._refuse(error)
            except Deaf as error:
                return await self._over(error)
            except Unreachable:
                pass
            if (record := await self._look_for_end()) is not None:
                return record
            await asyncio.sleep(_RETRY_SECONDS)
        raise SupervisorLost(f"run {self._ref.run_id}: the supervisor does not answer")

    async def _patiently(self, channel: Channel) -> dict[str, Any]:
        """Wait for an answer that may take for ever, as long as the supervisor lives."""
        while True:
            try:
                async with asyncio.timeout(HEARTBEAT_SECONDS):
                    return await channel.answer()
            except TimeoutError:
                await self.status()

    # -- what a silence means

    async def _look_for_end(self) -> ExitRecord | None:
        """Return the exit record, None while the supervisor lives; raises SupervisorLost."""
        if self._record is None:
            self._record = await asyncio.to_thread(self._find_record)
        return self._record

    def _find_record(self) -> ExitRecord | None:
        record = read_record(self._ref)
        if record is None and not is_alive(self._ref):
            record = read_record(self._ref)  # it may have been written between the two looks
            if record is None:
                raise SupervisorLost(f"run {self._ref.run_id}: its supervisor died")
        return record

    async def _over(self, error: Unreachable) -> ExitRecord:
        record = await self._look_for_end()
        if record is None:
            raise SupervisorLost(f"run {self._ref.run_id}: {error}") from error
        return record

    def _refuse(self, error: Refused) -> NoReturn:
        run = f"run {self._ref.run_id}"
        match str(error):
            case "stale_generation":
                raise StaleGeneration(f"{run} has a later owner") from error
            case "stdin_closed":
                raise StdinClosed(f"{run} takes no more input") from error
            case "stdin_full":
                raise StdinFull(f"{run} does not read its input") from error
            case word:
                raise SupervisorError(f"{run}: the supervisor refuses: {word}") from error


def _final_status(record: ExitRecord, generation: int) -> ProcessStatus:
    return ProcessStatus(
        state="exited",
        generation=generation,
        stdout_bytes=record.stdout_bytes,
        stderr_bytes=record.stderr_bytes,
        stdin_bytes=0,
        started_at=record.started_at,
    )
