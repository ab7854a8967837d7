"""As much of an HTTP/1.1 server as the stand-ins need: keep-alive, both kinds of bodies."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request; header names are in lower case, `path` is without the query."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    def without_body(self) -> "HttpRequest":
        """Return the request with an empty body, for logs that are to stay small."""
        return replace(self, body=b"")


async def read_request(reader: asyncio.StreamReader) -> HttpRequest | None:
    """Read one request; None when the client has no more.

    Raises asyncio.IncompleteReadError when the client goes away in the middle of one.
    """
    first = await reader.readline()
    if not first.strip():
        return None
    method, target, _ = first.decode("latin-1").split(" ", 2)
    headers: dict[str, str] = {}
    while (line := await reader.readline()).strip():
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = await _chunked(reader)
    else:
        body = await reader.readexactly(int(headers.get("content-length", "0")))
    path, _, query = target.partition("?")
    return HttpRequest(method, path, query, headers, body)


async def _chunked(reader: asyncio.StreamReader) -> bytes:
    chunks: list[bytes] = []
    while size := int((await reader.readuntil(b"\n")).split(b";")[0], 16):
        chunks.append(await reader.readexactly(size))
        await reader.readline()
    while (await reader.readline()).strip():
        pass  # Trailers, which nobody here reads.
    return b"".join(chunks)


class Writer:
    """Writes one response."""

    def __init__(self, stream: asyncio.StreamWriter) -> None:
        self._stream = stream

    async def json(
        self, status: int, value: object, headers: Mapping[str, str] | None = None
    ) -> None:
        """Answer with JSON, or with no body at all for None."""
        body = b"" if value is None else json.dumps(value).encode()
        self._head(
            status,
            {
                "content-type": "application/json",
                "content-length": str(len(body)),
                **(headers or {}),
            },
        )
        self._stream.write(body)
        await self._stream.drain()

    async def start_events(self) -> None:
        """Begin an answer of server-sent events."""
        self._head(200, {"content-type": "text/event-stream", "transfer-encoding": "chunked"})
        await self._stream.drain()

    async def event(self, name: str, data: str) -> None:
        """Send one event; waits only when the client reads too slowly."""
        payload = f"event: {name}\ndata: {data}\n\n".encode()
        self._stream.write(b"%x\r\n%s\r\n" % (len(payload), payload))
        await self._stream.drain()

    async def end_events(self) -> None:
        """End the answer; the connection stays open for the next request."""
        self._stream.write(b"0\r\n\r\n")
        await self._stream.drain()

    def _head(self, status: int, headers: Mapping[str, str]) -> None:
        # 529 is the API's own; the standard has no phrase for it.
        reason = "Overloaded" if status == 529 else HTTPStatus(status).phrase
        lines = [f"HTTP/1.1 {status} {reason}", *(f"{n}: {v}" for n, v in headers.items())]
        self._stream.write("\r\n".join([*lines, "request-id: req_stand_in", "", ""]).encode())
