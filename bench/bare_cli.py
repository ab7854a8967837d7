"""The CLI driven by hand: the pipe, and nothing else between it and who measures."""

import asyncio
import json
import time
import uuid
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.acceptance.stack import Stack
from tests.fakes.claude_process import LONG_LIVED
from tests.support.stamps import stamps

Turn = list[tuple[int, bytes]]
"""The lines of a turn, each with the monotonic time in ns at which it was read."""


class BareCli:
    """One long-lived process."""

    def __init__(self, process: Process) -> None:
        self._process = process

    def write(self, line: object) -> None:
        """Write a line to its standard input."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(line).encode() + b"\n")

    def say(self, text: str) -> None:
        """Begin a turn."""
        message = {"role": "user", "content": [{"type": "text", "text": text}]}
        line = {"type": "user", "uuid": str(uuid.uuid4()), "message": message}
        self.write({**line, "parent_tool_use_id": None, "session_id": ""})

    def interrupt(self) -> None:
        """Stop the turn."""
        request = {"subtype": "interrupt"}
        self.write({"type": "control_request", "request_id": "r", "request": request})

    async def turn(self) -> Turn:
        """Read to the end of the turn."""
        assert self._process.stdout is not None
        lines: Turn = []
        async for line in self._process.stdout:
            lines.append((time.monotonic_ns(), line))
            if is_result(line):
                return lines
        raise AssertionError("the CLI ended")

    async def until(self, words: bytes) -> int:
        """Read to a line that holds these words; return when it was read, in ns."""
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            if words in line:
                return time.monotonic_ns()
        raise AssertionError("the CLI ended")


def is_result(line: bytes) -> bool:
    """Return whether a line ends a turn."""
    return b'"duration_api_ms"' in line


def delta_delays(turn: Turn) -> list[float]:
    """Return how long each delta took to its reader, in ms."""
    delays: list[float] = []
    for read, line in turn:
        if b"text_delta" in line:
            text = json.loads(line)["event"]["delta"]["text"]
            delays.extend((read - sent) / 1e6 for sent in stamps(text))
    return delays


@asynccontextmanager
async def bare_cli(stack: Stack, folder: Path, *words: str) -> AsyncGenerator[BareCli]:
    """Yield a process in a folder of its own, with the environment that the server's agents get."""
    folder.mkdir(parents=True)
    process = await asyncio.create_subprocess_exec(
        stack.env["CLAUDE_CODE_PATH"],
        *LONG_LIVED,
        *("--permission-mode", "bypassPermissions", "--session-id", str(uuid.uuid4()), *words),
        cwd=folder,
        env=stack.env,
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        limit=2**27,
    )
    try:
        yield BareCli(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
