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

from opsdeck_server.adapters._process import ProgramNotStarted, spawn_beside
from opsdeck_server.supervisor import tether, tree

log = structlog.get_logger(__name__)

READY_SECONDS = 15.0
STOP_SECONDS = 3.0
LOOK_SECONDS = 0.01
LOG_BYTES = 8 * 1024 * 1024
"""Size past which a helper's log is begun anew at its next start."""

STEADY_SECONDS = 60.0
"""One that served for so long and dies is started again without a pause that grows."""
FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 10.0


class HelperFailed(Exception):
    """A helper did not come to serve; the text is one line and says where its log is."""


@dataclass(frozen=True, slots=True)
class HelperSpec:
    """How to start a helper and how to know that it serves.

    `argv` starts with an absolute path. `pid_file` is how a later server finds one that
    outlived this one. `ready` is asked every few milliseconds until it says yes, and must
    bound its own waiting.
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
        """Start it and wait until it serves. Raises HelperFailed; then nothing of it is left."""
        await self.end_predecessor()
        try:
            self._spawn()
            await self._until_ready()
        except BaseException:
            await self.stop()
            raise

    async def keep(self) -> None:
        """Start it again whenever it dies, until cancelled; then end it."""
        pause = FIRST_PAUSE_SECONDS
        started = time.monotonic()
        try:
            while True:
                code = await asyncio.shield(self._ended)
                if time.monotonic() - started > STEADY_SECONDS:
                    pause = FIRST_PAUSE_SECONDS
                log.error("helper.died", helper=self._spec.name, code=code, log=self._log)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
                started = time.monotonic()
                try:
                    self._spawn()
                    await self._until_ready()
                except HelperFailed as error:
                    log.error("helper.failed", helper=self._spec.name, why=str(error))
                    await self._end()  # one that hangs is no better than one that died
                else:
                    log.info("helper.restarted", helper=self._spec.name, pid=self._pid)
        finally:
            await self.stop()

    async def stop(self) -> None:
        """End it: SIGTERM, and SIGKILL three seconds later."""
        await self._end()
        self._spec.pid_file.unlink(missing_ok=True)

    @property
    def _log(self) -> str:
        return str(self._spec.log_file)

    async def _end(self) -> None:
        for number in (signal.SIGTERM, signal.SIGKILL):
            if self._ended.done():
                return
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, number)
            await asyncio.wait([self._ended], timeout=STOP_SECONDS)

    def _spawn(self) -> None:
        spec = self._spec
        tied = [sys.executable, "-I", "-S", tether.__file__, str(os.getpid()), *spec.argv]
        try:
            with contextlib.suppress(FileNotFoundError):
                if spec.log_file.stat().st_size > LOG_BYTES:
                    spec.log_file.unlink()
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
            output = os.open(spec.log_file, flags, 0o600)
            try:
                self._pid, self._ended = spawn_beside(tied, env=spec.env, output=output)
            finally:
                os.close(output)
            spec.pid_file.write_text(
                json.dumps({"pid": self._pid, "start_time": tree.start_time(self._pid)})
            )
        except (OSError, ProgramNotStarted) as error:
            raise HelperFailed(f"{spec.name} cannot be started: {error}") from error

    async def _until_ready(self) -> None:
        spec = self._spec
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if self._ended.done():
                raise HelperFailed(
                    f"{spec.name} ended with code {self._ended.result()}: "
                    f"{_last_line(spec.log_file)} (log: {spec.log_file})"
                )
            if await spec.ready():
                return
            await asyncio.sleep(LOOK_SECONDS)
        raise HelperFailed(
            f"{spec.name} was not ready in {READY_SECONDS:g} s (log: {spec.log_file})"
        )

    async def end_predecessor(self) -> None:
        """End one that an earlier server left, where the kernel did not, and wait for its end.

        It holds what its successor needs: the port, the sockets. The start time in the
        file tells it from a stranger that has its pid by now.
        """
        try:
            left = json.loads(self._spec.pid_file.read_text())
            pid, started = int(left["pid"]), left["start_time"]
        except (OSError, ValueError, KeyError, TypeError):
            return
        if started is None or tree.start_time(pid) != started:
            return
        log.warning("helper.replaced", helper=self._spec.name, pid=pid)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
        for _ in range(int(STOP_SECONDS / LOOK_SECONDS)):
            if tree.start_time(pid) != started:
                return
            await asyncio.sleep(LOOK_SECONDS)  # it is no child of ours: nothing tells us


def _last_line(file: Path) -> str:
    """Return what a helper said last, cut to 300 characters."""
    with file.open("rb") as log_file:
        log_file.seek(max(0, file.stat().st_size - 4096))
        lines = log_file.read().decode(errors="replace").strip().splitlines()
    return lines[-1][:300] if lines else "it said nothing"
