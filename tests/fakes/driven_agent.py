"""Drives an agent's process through its driver, as the run engine does, without the engine."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from opsdeck_server.domain.events import Payload, TurnResult, UnknownEvent
from opsdeck_server.ports.agent import Agent, AgentRequest, Ask, Decoded, Decoder, Emit, Lifecycle

LIMIT = 20.0
"""Seconds that anything here may take."""


@dataclass
class DrivenAgent:
    """A process of an agent, driven through its driver, and what it said so far."""

    agent: Agent
    process: asyncio.subprocess.Process
    snapshot: Mapping[str, Any] = field(default_factory=dict[str, Any])
    decoded: list[Decoded] = field(default_factory=list[Decoded])
    raw: list[bytes] = field(default_factory=list[bytes])
    _decoder: Decoder | None = None
    _looked_at: int = 0

    async def until(self, done: Callable[[Decoded], bool]) -> Decoded:
        """Read on until something comes, and return it."""
        assert self.process.stdout is not None
        if self._decoder is None:
            self._decoder = self.agent.decoder(self.snapshot)
        async with asyncio.timeout(LIMIT):
            while True:
                for decoded in self.decoded[self._looked_at :]:
                    self._looked_at += 1
                    if done(decoded):
                        return decoded
                line = await self.process.stdout.readline()
                assert line, f"it ended; it said {self.decoded[-5:]}"
                self.raw.append(line)
                for decoded in self._decoder.feed(line.rstrip(b"\n")):
                    self.decoded.append(decoded)
                    assert not (
                        isinstance(decoded, Emit) and isinstance(decoded.payload, UnknownEvent)
                    )

    async def result(self) -> TurnResult:
        """Read on to the end of a turn, lifecycle and all."""
        found = await self.until(
            lambda d: isinstance(d, Emit) and isinstance(d.payload, TurnResult)
        )
        await self.until(
            lambda d: isinstance(d, Lifecycle) and d.state in ("completed", "cancelled")
        )
        assert isinstance(found, Emit)
        assert isinstance(found.payload, TurnResult)
        return found.payload

    async def asked(self) -> Ask:
        """Read on to a question."""
        found = await self.until(lambda d: isinstance(d, Ask))
        assert isinstance(found, Ask)
        return found

    def write(self, line: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line)

    def say(self, *lines: str, message_id: str | None = None) -> None:
        self.write(self.agent.user_message(message_id or str(uuid.uuid4()), "\n".join(lines)))

    async def end(self) -> int:
        """End its input; return its exit code."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        async with asyncio.timeout(LIMIT):
            return await self.process.wait()

    @property
    def remembered(self) -> Mapping[str, Any]:
        """What another decoder must know to go on."""
        assert self._decoder is not None
        return self._decoder.snapshot()

    @property
    def events(self) -> list[Payload]:
        return [decoded.payload for decoded in self.decoded if isinstance(decoded, Emit)]

    def of(self, kind: type[Any]) -> list[Any]:
        return [payload for payload in self.events if isinstance(payload, kind)]


@asynccontextmanager
async def driven(
    agent: Agent,
    cwd: Path,
    env: Mapping[str, str],
    snapshot: Mapping[str, Any] | None = None,
    **request: Any,
) -> AsyncGenerator[DrivenAgent]:
    """Start an agent; what is left of it is killed on the way out."""
    fields: dict[str, Any] = {"permission_mode": "bypassPermissions"} | request
    command = agent.command(AgentRequest(cwd, **fields))
    process = await asyncio.create_subprocess_exec(
        *command.argv,
        cwd=cwd,
        env={**env, **command.env},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        limit=2**26,
    )
    try:
        yield DrivenAgent(agent, process, snapshot or {})
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        # With its pipes, so that none is left to the garbage collector.
        await process.communicate()
