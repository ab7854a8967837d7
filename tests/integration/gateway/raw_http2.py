"""gRPC byte for byte: what the libraries refuse to send."""

import asyncio
import struct
from collections.abc import Sequence
from pathlib import Path

SECONDS = 15

_DATA, _HEADERS, _SETTINGS = 0, 1, 4
_END_STREAM, _END_HEADERS = 1, 4


async def call_raw(socket: Path, method: bytes, headers: Sequence[tuple[bytes, bytes]]) -> int:
    """Call a method with an empty message; return the number of the status.

    gRPC's own server compresses no text, so that its answer can be read as it is.
    """
    reader, writer = await asyncio.open_unix_connection(str(socket))
    try:
        writer.write(call(method, headers))
        _, _, rest = (await end_of(reader)).partition(b"grpc-status")
        return int(rest[1 : 1 + rest[0]])
    finally:
        writer.close()


async def end_of(reader: asyncio.StreamReader) -> bytes:
    """Return the block of headers that ends an answer."""
    async with asyncio.timeout(SECONDS):
        while True:
            head = await reader.readexactly(9)
            kind, flags = head[3], head[4]
            payload = await reader.readexactly(int.from_bytes(head[:3]))
            if kind == _HEADERS and flags & _END_STREAM:
                return payload


def call(method: bytes, headers: Sequence[tuple[bytes, bytes]]) -> bytes:
    """Return a whole connection of a client: its first words, and one call."""
    sent = [
        (b":method", b"POST"),
        (b":scheme", b"http"),
        (b":path", method),
        (b":authority", b"localhost"),
        (b"te", b"trailers"),
        (b"content-type", b"application/grpc"),
        *headers,
    ]
    block = b"".join(b"\0" + _text(name) + _text(value) for name, value in sent)
    return (
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
        + _frame(_SETTINGS, 0, 0, b"")
        + _frame(_HEADERS, _END_HEADERS, 1, block)
        + _frame(_DATA, _END_STREAM, 1, bytes(5))
    )


def _text(text: bytes) -> bytes:
    """Return a string of HPACK as it is. Long ones have another length."""
    if len(text) >= 127:
        raise ValueError(text)
    return bytes([len(text)]) + text


def _frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload
