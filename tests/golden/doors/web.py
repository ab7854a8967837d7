"""gRPC-Web, byte for byte, as a browser's library sends and reads it."""

import base64
import struct
from collections.abc import AsyncGenerator, Mapping
from typing import ClassVar
from urllib.parse import unquote

import grpc
import httpcore

from tests.golden import contract
from tests.golden.contract import Json
from tests.golden.doors.door import SECONDS, Call, Refused
from tests.golden.doors.grpc import DETAILS, told
from tests.golden.mapping import Family

TRAILERS = 0x80
_STATUS = {str(code.value[0]): code.name for code in grpc.StatusCode}


class WebDoor:
    """gRPC-Web over HTTP/1.1."""

    family: ClassVar[Family] = "grpc"

    def __init__(self, port: int) -> None:
        self._url = f"http://127.0.0.1:{port}"
        self._pool = httpcore.AsyncConnectionPool()

    async def call(self, call: Call) -> Json:
        answers = [answer async for answer in self.watch(call)]
        return answers if call.method.server_streaming else answers[0]

    async def watch(self, call: Call) -> AsyncGenerator[Json]:
        assert call.method.containing_service is not None
        headers = {"content-type": "application/grpc-web+proto", "x-grpc-web": "1"}
        if call.bearer is not None:
            headers["authorization"] = f"Bearer {call.bearer}"
        body = contract.request(call.method, call.fields).SerializeToString()
        async with self._pool.stream(
            "POST",
            f"{self._url}/{call.method.containing_service.full_name}/{call.name}",
            headers=list(headers.items()),
            content=struct.pack(">BI", 0, len(body)) + body,
            extensions={"timeout": {"connect": SECONDS, "read": SECONDS, "pool": SECONDS}},
        ) as answer:
            assert answer.status == 200, answer.status
            names = {name.decode().lower(): value.decode() for name, value in answer.headers}
            async for kind, data in _frames(answer):
                if kind & TRAILERS:
                    lines = data.decode().strip().split("\r\n")
                    pairs = (line.partition(":") for line in lines)
                    names |= {name.lower(): value.strip() for name, _, value in pairs}
                else:
                    yield contract.as_json(contract.answer(call.method, data))
        _end(names)

    async def close(self) -> None:
        await self._pool.aclose()


async def _frames(answer: httpcore.Response) -> AsyncGenerator[tuple[int, bytes]]:
    buffer = b""
    async for chunk in answer.aiter_stream():
        buffer += chunk
        while len(buffer) >= 5:
            kind, length = struct.unpack(">BI", buffer[:5])
            if len(buffer) < 5 + length:
                break
            yield kind, buffer[5 : 5 + length]
            buffer = buffer[5 + length :]
    assert buffer == b"", "the answer ends in the middle of a frame"


def _end(trailers: Mapping[str, str]) -> None:
    if trailers["grpc-status"] == "0":
        return
    encoded = trailers.get(DETAILS)
    # Without the padding, as gRPC has its binary headers.
    details = base64.b64decode(encoded + "=" * (-len(encoded) % 4)) if encoded else None
    message = unquote(trailers.get("grpc-message", ""))
    raise Refused("grpc", told(_STATUS[trailers["grpc-status"]], message, details))
