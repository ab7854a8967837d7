"""Real supervisors for tests: small agents written in place, and proof that none is left."""

import asyncio
import itertools
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path
from typing import Any

from opsdeck_server.adapters.supervisor import LocalProcess, LocalSupervisor
from opsdeck_server.ports.supervisor import (
    ExitRecord,
    LaunchSpec,
    OutputStream,
    StopTimes,
    SupervisedProcess,
)
from opsdeck_server.supervisor import tree

# An agent that refuses to end, with a child of the same sort in a session of its own.
STUBBORN_FAMILY = """
import os, signal, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        print("grandchild", os.getpid(), flush=True)
    while True:
        signal.pause()
while True:
    signal.pause()
"""
SLEEPER = "import signal; print('ready', flush=True)\nwhile True: signal.pause()"
SOON = StopTimes(eof_seconds=0.05, term_seconds=0.1)

_numbers = itertools.count(1)


def processes_of(run_id: str) -> list[int]:
    """Return the pids that carry the run's mark, read without the code under test."""
    wanted = f"OPSDECK_RUN_ID={run_id}".encode()
    found: list[int] = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                if wanted in (folder / "environ").read_bytes().split(b"\0"):
                    found.append(int(folder.name))
            except OSError:
                pass
    return found


class SupervisorHost:
    """What a server does with its supervisors, and a clean end of all of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.supervisor = LocalSupervisor(folder / "runs", folder / "s")
        self._handles: list[LocalProcess] = []

    async def launch(self, *argv: str, **changes: Any) -> LocalProcess:
        """Start a program under a supervisor."""
        spec: dict[str, Any] = {
            # Unique on the machine: who reaps a run ends every process that carries its id.
            "run_id": f"test-{os.getpid()}-{next(_numbers)}",
            "generation": 1,
            "argv": argv,
            "env": {"PATH": "/usr/bin:/bin"},
            "cwd": self.folder,
            "stop": SOON,
            **changes,
        }
        process = await self.supervisor.launch(LaunchSpec(**spec))
        self._handles.append(process)
        return process

    async def python(self, code: str, **changes: Any) -> LocalProcess:
        """Start an agent written in Python."""
        return await self.launch(sys.executable, "-I", "-S", "-c", code, **changes)

    async def adopt(self, process: SupervisedProcess, generation: int = 2) -> LocalProcess:
        """Take a live run over, as the next server does."""
        adopted = await self.supervisor.adopt(process.ref, generation)
        assert isinstance(adopted, LocalProcess), adopted
        self._handles.append(adopted)
        return adopted

    async def close(self) -> None:
        """End every run that was started here."""
        for process in self._handles:
            await process.detach()
        for folder in (self.folder / "runs").glob("*"):
            ref = await self.supervisor.find(folder.name)
            await self.supervisor.reap(folder.name, ref)


async def output_of(
    process: SupervisedProcess, stream: OutputStream = OutputStream.stdout, offset: int = 0
) -> bytes:
    """Return all that a stream brings."""
    return b"".join([piece async for piece in process.follow(stream, offset)])


async def read_until(
    process: SupervisedProcess, wanted: bytes, stream: OutputStream = OutputStream.stdout
) -> bytes:
    """Follow a stream until it holds some bytes; return what there was up to then."""
    seen = b""
    async with asyncio.timeout(20), aclosing(process.follow(stream, 0)) as pieces:
        async for piece in pieces:
            seen += piece
            if wanted in seen:
                return seen
    raise AssertionError(f"the run ended without {wanted!r}: {seen[-500:]!r}")


async def ended(process: SupervisedProcess) -> ExitRecord:
    """Wait for the end of a run, but not for ever."""
    async with asyncio.timeout(20):
        return await process.wait()


async def hosting(folder: Path) -> AsyncGenerator[SupervisorHost]:
    """Body of a fixture."""
    host = SupervisorHost(folder)
    yield host
    await host.close()


async def until_gone(pid: int) -> None:
    """Wait until a process is gone and reaped."""
    async with asyncio.timeout(20):
        while await asyncio.to_thread(tree.look_up, pid) is not None:
            pass


def arguments_of(pid: int) -> bytes:
    """Return the arguments that a process shows to everybody."""
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def peak_kilobytes(pid: int) -> int:
    """Return the most memory that a process has had."""
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
