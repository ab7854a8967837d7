"""Drives a `claude`, real or not, in long-lived stream-json mode: a bare client for tests."""

import asyncio
import json
import os
import uuid
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]
FAKE_CLAUDE = ROOT / "tests" / "fakes" / "claude"
LONG_LIVED = (
    "-p",
    "--input-format",
    "stream-json",
    "--output-format",
    "stream-json",
    "--verbose",
    "--include-partial-messages",
    "--replay-user-messages",
    "--permission-prompt-tool",
    "stdio",
)
Line = dict[str, Any]


def real_claude() -> Path | None:
    """Return the real CLI: OPSDECK_TEST_CLAUDE, else where `make tools` puts it, else None."""
    named = os.environ.get("OPSDECK_TEST_CLAUDE")
    path = Path(named) if named else ROOT / ".tools/claude/node_modules/.bin/claude"
    return path if path.exists() else None


def is_result(line: Line) -> bool:
    """Whether a line ends a turn."""
    return line.get("type") == "result"


def is_ask(line: Line) -> bool:
    """Whether a line asks for a permission."""
    return line.get("type") == "control_request"


@dataclass(slots=True)
class ClaudeProcess:
    """One process; an async context manager that kills what is left of it on the way out."""

    program: Path
    words: tuple[str, ...]
    cwd: Path
    env: Mapping[str, str]
    lines: list[Line] = field(default_factory=list[Line])
    """What it printed so far; a line that is no JSON is `{"raw": bytes}`."""
    written: list[Line] = field(default_factory=list[Line])
    """What was written to its standard input."""
    stderr: bytes = b""
    _process: Process | None = field(default=None, init=False)
    _readers: list[asyncio.Task[None]] = field(default_factory=list[asyncio.Task[None]], init=False)
    _changed: asyncio.Event = field(default_factory=asyncio.Event, init=False)

    @property
    def process(self) -> Process:
        """The process."""
        assert self._process is not None
        return self._process

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            self.program,
            *LONG_LIVED,
            *self.words,
            cwd=self.cwd,
            env=dict(self.env),
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            limit=2**27,
        )
        self._readers = [asyncio.create_task(self._read()), asyncio.create_task(self._stderr())]
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()
        await asyncio.gather(*self._readers)

    async def _read(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            try:
                self.lines.append(json.loads(line))
            except ValueError:
                self.lines.append({"raw": line})
            self._changed.set()

    async def _stderr(self) -> None:
        assert self.process.stderr is not None
        while chunk := await self.process.stderr.read(65536):
            self.stderr += chunk

    def write(self, line: Line) -> None:
        """Write a line to its standard input."""
        assert self.process.stdin is not None
        self.written.append(line)
        self.process.stdin.write(json.dumps(line).encode() + b"\n")

    def say(self, text: str, message_id: str | None = None) -> str:
        """Write a user's message and return its id."""
        message_id = message_id or str(uuid.uuid4())
        message = {"role": "user", "content": [{"type": "text", "text": text}]}
        self.write(
            {
                "type": "user",
                "uuid": message_id,
                "message": message,
                "parent_tool_use_id": None,
                "session_id": "",
            }
        )
        return message_id

    def control(self, subtype: str, request_id: str = "r1", **fields: Any) -> None:
        """Write a control request."""
        request = {"subtype": subtype, **fields}
        self.write({"type": "control_request", "request_id": request_id, "request": request})

    def answer(self, asked: Line, behavior: str, **fields: Any) -> None:
        """Answer a permission prompt: `allow` with updatedInput, `deny` with message."""
        if behavior == "allow":
            fields.setdefault("updatedInput", asked["request"]["input"])
        response = {"behavior": behavior, **fields}
        body = {"subtype": "success", "request_id": asked["request_id"], "response": response}
        self.write({"type": "control_response", "response": body})

    async def until(
        self, wanted: Callable[[Line], bool], count: int = 1, timeout: float = 20
    ) -> Line:
        """Wait until so many lines are wanted, and return the last of them.

        Raises TimeoutError, or EOFError when it ends before.
        """
        async with asyncio.timeout(timeout):
            while True:
                self._changed.clear()
                found = [line for line in self.lines if wanted(line)]
                if len(found) >= count:
                    return found[count - 1]
                if self._readers[0].done():
                    raise EOFError(f"ended after {len(self.lines)} lines: {self.stderr!r}")
                changed = asyncio.create_task(self._changed.wait())
                await asyncio.wait({changed, self._readers[0]}, return_when="FIRST_COMPLETED")
                changed.cancel()

    async def result(self, count: int = 1, timeout: float = 20) -> Line:
        """Wait for the end of so many turns, and return the last result line."""
        return await self.until(is_result, count, timeout)

    async def end(self, timeout: float = 20) -> int:
        """Close its standard input, wait for its end and return its exit code.

        Raises TimeoutError.
        """
        assert self.process.stdin is not None
        self.process.stdin.close()
        _, late = await asyncio.wait(self._readers, timeout=timeout)
        if late:
            raise TimeoutError(f"still there {timeout} s after the end of its input")
        return await self.process.wait()

    def of(self, kind: str, subtype: str | None = None) -> list[Line]:
        """Return the lines of a type, and of a subtype where it is given."""
        return [
            line
            for line in self.lines
            if line.get("type") == kind and subtype in (None, line.get("subtype"))
        ]
