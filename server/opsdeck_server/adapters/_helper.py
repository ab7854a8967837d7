"""Programs that serve beside the server, and die with it: Envoy, the WebSocket bridge."""

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

from opsdeck_server.adapters._process import spawn_beside
from opsdeck_server.supervisor import tether, tree

log = structlog.get_logger(__name__)

READY_SECONDS = 15.0
STOP_SECONDS = 3.0
LOG_BYTES = 8 * 1024 * 1024
"""Size past which a helper's log is begun anew at its next start."""


class HelperFailed(Exception):
    """A helper did not come to serve; the text says where its log is."""


@dataclass(frozen=True, slots=True)
class HelperSpec:
    """How to start a helper and how to know that it serves.

    `pid_file` is how a later server finds one that outlived this one. `ready` is asked
    every few milliseconds until it says yes.
    """

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]
    log_file: Path
    pid_file: Path
    ready: Callable[[], Awaitable[bool]]


class Helper:
    """One helper: started, started again when it dies, ended at the end."""

    def __init__(self, spec: HelperSpec) -> None:
        self._spec = spec
        self._ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._ended.set_result(0)
        self._pid = 0

    async def start(self) -> None:
        """Start it and wait until it serves. Raises HelperFailed."""
        self._end_predecessor()
        self._spawn()
        await self._until_ready()

    async def keep(self) -> None:
        """Start it again whenever it dies, until cancelled; then end it."""
        pause = 0.1
        try:
            while True:
                started = time.monotonic()
                code = await asyncio.shield(self._ended)
                log.error("helper.died", helper=self._spec.name, code=code)
                pause = 0.1 if time.monotonic() - started > 60 else min(pause * 2, 10.0)
                await asyncio.sleep(pause)
                self._spawn()
                with contextlib.suppress(HelperFailed):
                    await self._until_ready()
        finally:
            await self.stop()

    async def stop(self) -> None:
        """End it: SIGTERM, and SIGKILL three seconds later."""
        if self._ended.done():
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, number)
            await asyncio.wait([self._ended], timeout=STOP_SECONDS)
            if self._ended.done():
                break
        self._spec.pid_file.unlink(missing_ok=True)

    def _spawn(self) -> None:
        spec = self._spec
        tied = [
            sys.executable,
            "-I",
            "-S",
            tether.__file__,
            str(os.getpid()),
            *spec.argv,
        ]
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        with contextlib.suppress(FileNotFoundError):
            if spec.log_file.stat().st_size > LOG_BYTES:
                spec.log_file.unlink()
        output = os.open(spec.log_file, flags, 0o600)
        try:
            self._pid, self._ended = spawn_beside(tied, env=spec.env, output=output)
        finally:
            os.close(output)
        spec.pid_file.write_text(
            json.dumps({"pid": self._pid, "start_time": tree.start_time(self._pid)})
        )

    async def _until_ready(self) -> None:
        spec = self._spec
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if self._ended.done():
                tail = spec.log_file.read_text(errors="replace").strip().splitlines()[-1:]
                raise HelperFailed(
                    f"{spec.name} ended with code {self._ended.result()}: "
                    f"{''.join(tail)[:300]} (log: {spec.log_file})"
                )
            if await spec.ready():
                return
            await asyncio.sleep(0.01)
        raise HelperFailed(
            f"{spec.name} was not ready in {READY_SECONDS:g} s (log: {spec.log_file})"
        )

    def _end_predecessor(self) -> None:
        """End one that an earlier server left, where the kernel did not."""
        try:
            left = json.loads(self._spec.pid_file.read_text())
            pid, started = int(left["pid"]), left["start_time"]
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return
        if started is not None and tree.start_time(pid) == started:
            log.warning("helper.replaced", helper=self._spec.name, pid=pid)
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
