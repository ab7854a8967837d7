"""WebSocket clients by the hundred, as light as a measurement of somebody else needs them."""

import asyncio
import base64
import os
import struct
import time
from collections.abc import Callable
from typing import cast

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class Light(asyncio.Protocol):
    """One client: takes frames down with the time at which they came, and answers pings."""

    def __init__(self, path: str, token: str, pool: dict[bytes, bytes]) -> None:
        self.frames: list[tuple[float, bytes]] = []
        """The text frames, each with the monotonic time in seconds at which it came."""
        self.close_code: int | None = None
        self.ended = asyncio.get_running_loop().create_future()
        self._path = path
        self._token = token
        self._pool = pool
        self._rest = b""
        self._upgraded = False
        self._closing = False
        self._transport: asyncio.Transport | None = None
        self._wanted: list[tuple[Callable[[bytes], bool], asyncio.Future[None]]] = []

    @property
    def transport(self) -> asyncio.Transport:
        """The connection."""
        assert self._transport is not None
        return self._transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is none by type
        key = base64.b64encode(os.urandom(16)).decode()
        lines = (
            f"GET {self._path} HTTP/1.1",
            "Host: 127.0.0.1",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            f"Sec-WebSocket-Key: {key}",
            f"Authorization: Bearer {self._token}",
        )
        self.transport.write("\r\n".join((*lines, "", "")).encode())

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        data = self._rest + data
        place = 0
        if not self._upgraded:
            head, found, _ = data.partition(b"\r\n\r\n")
            if not found:
                self._rest = data
                return
            assert head.startswith(b"HTTP/1.1 101"), head
            self._upgraded = True
            place = len(head) + 4
        while (frame := _frame(data, place)) is not None:
            opcode, payload, place = frame
            if opcode == TEXT:
                self._take(now, payload)
            elif opcode == PING:
                self._write(PONG, payload)
            elif opcode == CLOSE:
                self.close_code = struct.unpack_from("!H", payload)[0] if payload else 1005
                if not self._closing:
                    self._write(CLOSE, payload[:2])
                self.transport.close()
        self._rest = data[place:]

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        if not self.ended.done():
            self.ended.set_result(None)

    def _take(self, now: float, payload: bytes) -> None:
        self.frames.append((now, self._pool.setdefault(payload, payload)))
        for holds, found in self._wanted:
            if not found.done() and holds(payload):
                found.set_result(None)

    def _write(self, opcode: int, payload: bytes) -> None:
        # The mask is zeros, which leaves the payload as it is.
        self.transport.write(bytes((0x80 | opcode, 0x80 | len(payload), 0, 0, 0, 0)) + payload)

    async def until(self, holds: Callable[[bytes], bool]) -> None:
        """Wait for a frame, one of those that came included; raises where the socket ends."""
        if any(holds(payload) for _, payload in self.frames):
            return
        found: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._wanted.append((holds, found))
        await asyncio.wait([found, self.ended], return_when=asyncio.FIRST_COMPLETED)
        assert found.done(), f"the connection ended: {self.close_code}"

    async def close(self) -> None:
        """Say good-bye, wait for the answer, and hang up."""
        if not self.ended.done():
            self._closing = True
            self._write(CLOSE, struct.pack("!H", 1000))
        await self.ended


def _frame(data: bytes, place: int) -> tuple[int, bytes, int] | None:
    """Return the opcode and the payload of the frame at a place, and where the next one begins."""
    if len(data) < place + 2:
        return None
    size, start = data[place + 1], place + 2
    if size == 126:
        if len(data) < place + 4:
            return None
        (size,), start = struct.unpack_from("!H", data, start), place + 4
    elif size == 127:
        if len(data) < place + 10:
            return None
        (size,), start = struct.unpack_from("!Q", data, start), place + 10
    if len(data) < start + size:
        return None
    return data[place] & 0x0F, data[start : start + size], start + size


async def join(
    port: int,
    session: str,
    token: str,
    query: str = "after=0",
    pool: dict[bytes, bytes] | None = None,
) -> Light:
    """Connect a client and return it when it follows the session.

    Clients with a common pool keep a frame that all of them got once.
    """
    path = f"/ws/sessions/{session}?{query}"
    shared = {} if pool is None else pool
    loop = asyncio.get_running_loop()
    _, client = await loop.create_connection(lambda: Light(path, token, shared), "127.0.0.1", port)
    await client.until(lambda frame: b'"connected"' in frame)
    return client
