"""One conversation on a supervisor's socket. `supervisor/control.py` has the protocol."""

import asyncio
import json
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self, cast

PROTOCOL_VERSION = 1
CONNECT_SECONDS = 5.0
PIECE_BYTES = 256 * 1024
_MAX_LINE = 64 * 1024


class Unreachable(Exception):
    """Nobody answers on the socket, or not in time, or the conversation broke off."""


class Deaf(Unreachable):
    """Somebody is there and does not answer."""


class Refused(Exception):
    """The supervisor says no; the text is the protocol's word for why."""


class Channel(asyncio.Protocol):
    """A connection that buffers at most two pieces: past one it stops reading the socket.

    One task reads at a time. Cancelling a read loses nothing.
    """

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._pieces: deque[bytes] = deque()
        self._size = 0
        self._paused = False
        self._ended = False
        self._waiter: asyncio.Future[None] | None = None

    @classmethod
    async def connect(cls, path: Path, generation: int) -> tuple[Self, dict[str, Any]]:
        """Connect and greet; return the connection and the answer. Raises Unreachable."""
        loop = asyncio.get_running_loop()
        channel = cls()
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                try:
                    await loop.create_unix_connection(lambda: channel, str(path))
                except OSError as error:
                    raise Unreachable(str(error)) from error
                greeting = {"op": "hello", "version": PROTOCOL_VERSION, "generation": generation}
                return channel, await channel.ask(greeting)
        except TimeoutError:
            channel.close()
            raise Deaf("no answer in time") from None
        except BaseException:
            channel.close()
            raise

    async def ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Send a request and return its answer. Raises Refused, Unreachable."""
        self.send(request)
        return await self.answer()

    def send(self, request: Mapping[str, Any]) -> None:
        """Send a request; `answer` has what comes back."""
        if self._transport is None or self._ended:
            raise Unreachable("the connection is closed")
        self._transport.write(json.dumps(request).encode() + b"\n")

    async def answer(self) -> dict[str, Any]:
        """Return the next answer. Raises Refused, Unreachable."""
        line = await self._line()
        try:
            fields: Any = json.loads(line)
        except ValueError as error:
            raise Unreachable("the answer is not JSON") from error
        if not isinstance(fields, dict):
            raise Unreachable("the answer is no JSON object")
        answer = cast("dict[str, Any]", fields)
        if answer.get("ok") is not True:
            raise Refused(str(answer.get("error")))
        return answer

    async def read(self) -> bytes:
        """Return what has come, at most a piece, or nothing at the end of the stream."""
        while not self._pieces:
            if self._ended:
                return b""
            await self._wait()
        piece = self._pieces.popleft()
        if len(piece) > PIECE_BYTES:
            self._pieces.appendleft(piece[PIECE_BYTES:])
            piece = piece[:PIECE_BYTES]
        elif self._pieces:
            pieces = [piece]
            room = PIECE_BYTES - len(piece)
            while self._pieces and len(self._pieces[0]) <= room:
                pieces.append(self._pieces.popleft())
                room -= len(pieces[-1])
            piece = b"".join(pieces)
        self._size -= len(piece)
        self._resume()
        return piece

    def close(self) -> None:
        """Drop the connection; who reads meets its end."""
        self._end()
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        if self._ended:  # given up while it was being made
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        self._pieces.append(data)
        self._size += len(data)
        if self._size >= PIECE_BYTES and not self._paused and self._transport is not None:
            self._paused = True
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        self._end()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end()

    async def _line(self) -> bytes:
        while True:
            joined = b"".join(self._pieces)
            line, end, rest = joined.partition(b"\n")
            if end:
                self._pieces = deque([rest] if rest else [])
                self._size = len(rest)
                self._resume()
                return line
            if self._ended or len(joined) > _MAX_LINE:
                raise Unreachable("the conversation broke off")
            await self._wait()

    async def _wait(self) -> None:
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def _resume(self) -> None:
        if self._paused and self._size < PIECE_BYTES and self._transport is not None:
            self._paused = False
            if not self._transport.is_closing():
                self._transport.resume_reading()

    def _end(self) -> None:
        self._ended = True
        self._wake()
