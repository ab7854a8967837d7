"""REST, with Server-Sent Events for what streams."""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import ClassVar

import httpcore

from tests.golden import mapping
from tests.golden.contract import Json
from tests.golden.doors.door import SECONDS, UNTOLD, Call, Refused
from tests.golden.mapping import Family


class RestDoor:
    """JSON over HTTP/1.1."""

    family: ClassVar[Family] = "rest"

    def __init__(self, port: int) -> None:
        self._url = f"http://127.0.0.1:{port}"
        self._pool = httpcore.AsyncConnectionPool()

    async def call(self, call: Call) -> Json:
        async with self._asked(call) as answer:
            body = await answer.aread()
        if answer.status == 204:
            assert body == b""
            return UNTOLD
        return mapping.from_rest(call.method, json.loads(body))

    async def watch(self, call: Call) -> AsyncGenerator[Json]:
        async with self._asked(call) as answer:
            rest = b""
            async for chunk in answer.aiter_stream():
                *lines, rest = (rest + chunk).split(b"\n")
                for line in lines:
                    if line.startswith(b"data:"):
                        yield mapping.from_rest(call.method, json.loads(line[5:]))

    async def close(self) -> None:
        await self._pool.aclose()

    @asynccontextmanager
    async def _asked(self, call: Call) -> AsyncGenerator[httpcore.Response]:
        verb, path, body, headers = mapping.to_rest(call.method, call.fields)
        if call.bearer is not None:
            headers["Authorization"] = f"Bearer {call.bearer}"
        if body is not None:
            headers["Content-Type"] = "application/json"
        async with self._pool.stream(
            verb,
            self._url + path,
            headers=list(headers.items()),
            content=b"" if body is None else json.dumps(body).encode(),
            extensions={"timeout": {"connect": SECONDS, "read": SECONDS, "pool": SECONDS}},
        ) as answer:
            if answer.status >= 400:
                told = json.loads(await answer.aread())
                raise Refused("rest", {"http": answer.status, **told})
            assert answer.status == mapping.SUCCESS.get(call.name, 200), answer.status
            yield answer
