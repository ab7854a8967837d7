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
    reader, writer = await asyncio.open_unix_connection(str(socket))
    try:
        writer.write(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + _frame(_SETTINGS, 0, 0, b""))
        writer.write(_frame(_HEADERS, _END_HEADERS, 1, block))
        writer.write(_frame(_DATA, _END_STREAM, 1, bytes(5)))
        async with asyncio.timeout(SECONDS):
            while True:
                head = await reader.readexactly(9)
                kind, flags = head[3], head[4]
                payload = await reader.readexactly(int.from_bytes(head[:3]))
                if kind == _HEADERS and flags & _END_STREAM:
                    _, _, rest = payload.partition(b"grpc-status")
                    return int(rest[1 : 1 + rest[0]])
    finally:
        writer.close()


def _text(text: bytes) -> bytes:
    """Return a string of HPACK as it is. Long ones have another length."""
    if len(text) >= 127:
        raise ValueError(text)
    return bytes([len(text)]) + text


def _frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload
