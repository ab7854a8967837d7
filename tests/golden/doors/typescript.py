"""The TypeScript client, @opsdeck/client, in a Node of its own: tests/clients/ts/src/door.ts."""

import asyncio
import json
import os
from collections.abc import AsyncGenerator
from contextlib import suppress
from itertools import count
from typing import ClassVar, Self

from tests.clients.typescript import PROGRAMS, node_of
from tests.golden.contract import Json
from tests.golden.doors.door import SECONDS, Call, Refused
from tests.golden.mapping import Family


class TypeScriptDoor:
    """A program that is asked by lines of JSON, and answers with such lines."""

    family: ClassVar[Family] = "grpc"

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._numbers = count()
        self._lines: dict[int, asyncio.Queue[Json]] = {}
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def start(cls, port: int) -> Self:
        """Start Node; it ends with its input."""
        process = await asyncio.create_subprocess_exec(
            node_of("node"),
            str(PROGRAMS / "build" / "door.js"),
            f"http://127.0.0.1:{port}",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={"PATH": os.environ["PATH"]},
            limit=2**24,
        )
        return cls(process)

    async def call(self, call: Call) -> Json:
        answers = [answer async for answer in self._ask(call, "call")]
        return answers if call.method.server_streaming else answers[0]

    async def watch(self, call: Call) -> AsyncGenerator[Json]:
        asked = self._ask(call, "watch")
        try:
            async for answer in asked:
                yield answer
        finally:
            await asked.aclose()

    async def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        async with asyncio.timeout(SECONDS):
            assert await self._process.wait() == 0
        self._reading.cancel()
        with suppress(asyncio.CancelledError):
            await self._reading

    async def _ask(self, call: Call, how: str) -> AsyncGenerator[Json]:
        number = next(self._numbers)
        lines = self._lines[number] = asyncio.Queue()
        who = {"token": call.bearer} if call.bearer is not None else {}
        assert call.method.containing_service is not None
        await self._say(
            {
                "number": number,
                "how": how,
                "service": call.method.containing_service.name,
                "method": call.name[0].lower() + call.name[1:],
                "request": call.fields,
                **who,
            }
        )
        over = False
        try:
            while not over:
                line = await lines.get()
                if "answer" in line:
                    yield line["answer"]
                    continue
                over = True
                if "refused" in line:
                    raise Refused("grpc", line["refused"])
                assert "fault" not in line, line["fault"]
        finally:
            del self._lines[number]
            if not over:
                await self._say({"number": number, "how": "leave"})

    async def _say(self, line: Json) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(line).encode() + b"\n")
        await self._process.stdin.drain()

    async def _read(self) -> None:
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            said = json.loads(line)
            if (waiting := self._lines.get(said["number"])) is not None:
                waiting.put_nowait(said)
        for waiting in self._lines.values():
            waiting.put_nowait({"fault": "Node has ended"})
