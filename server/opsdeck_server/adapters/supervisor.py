"""Supervisors on this host: starts them, and finds those of an earlier server again."""

import asyncio
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import AsyncGenerator, Collection
from pathlib import Path
from typing import Any

from opsdeck_server import supervisor as program
from opsdeck_server.adapters import _process, _process_tree
from opsdeck_server.adapters._supervised_process import (
    LocalProcess,
    is_alive,
    read_json,
    read_record,
    read_spool,
)
from opsdeck_server.adapters._supervisor_socket import Channel, Refused, Unreachable
from opsdeck_server.ports.supervisor import (
    ExitRecord,
    LaunchFailed,
    LaunchSpec,
    OutputStream,
    ProgramMissing,
    StaleGeneration,
    SupervisorLost,
    SupervisorRef,
)
from opsdeck_server.supervisor.spool import SUPERVISOR_RECORD

READY_SECONDS = 15.0
REAP_SECONDS = 10.0
_SPEC_VERSION = 1
_RUN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
# A socket's path may be 103 bytes on macOS and 107 on Linux.
_MAX_SOCKET_PATH = 103
_SOCKET_NAME_BYTES = 21
# The supervisor runs on the interpreter alone: what its dynamic linker may need, no more.
_OWN_ENVIRONMENT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class LocalSupervisor:
    """The Supervisor port on this host.

    Each run has the folder `runs_dir/<run id>`. Sockets are in `sockets_dir`, or, where
    that path is too long for a socket, in a private folder under XDG_RUNTIME_DIR or /tmp.
    """

    def __init__(self, runs_dir: Path, sockets_dir: Path, python: str = sys.executable) -> None:
        self._runs_dir = runs_dir.absolute()
        self._sockets_dir = _short_folder(sockets_dir.absolute())
        self._python = python
        self._program = str(Path(next(iter(program.__path__))) / "__main__.py")

    async def launch(self, spec: LaunchSpec) -> LocalProcess:
        run_dir = self._run_dir(spec.run_id)
        await asyncio.to_thread(self._make_folders, spec.run_id)
        try:
            line = await _process.spawn_detached(
                [self._python, "-I", "-S", "-X", "utf8", self._program],
                env={name: os.environ[name] for name in _OWN_ENVIRONMENT if name in os.environ},
                stdin=json.dumps(self._document(spec)).encode(),
                ready_timeout=READY_SECONDS,
            )
        except _process.ProgramNotStarted as error:
            await asyncio.to_thread(_remove_empty, run_dir)
            raise LaunchFailed(f"supervisor cannot be started: {error}") from error
        except BaseException as error:
            # What it had started already dies with it, or carries the run's mark.
            await asyncio.shield(self._clear(spec.run_id))
            if isinstance(error, _process.ProgramTimedOut):
                raise LaunchFailed(f"supervisor is not ready in {READY_SECONDS:g} s") from error
            raise
        answer = _parse_answer(line)
        if answer.get("ready") is not True:
            await asyncio.to_thread(_remove_empty, run_dir)
            missing = answer.get("program_missing") is True
            raise (ProgramMissing if missing else LaunchFailed)(str(answer.get("error")))
        return LocalProcess(SupervisorRef.from_dict(answer), spec.generation)

    async def find(self, run_id: str) -> SupervisorRef | None:
        stored = await asyncio.to_thread(read_json, self._run_dir(run_id) / SUPERVISOR_RECORD)
        return None if stored is None else SupervisorRef.from_dict(stored)

    async def adopt(self, ref: SupervisorRef, generation: int) -> LocalProcess | ExitRecord:
        try:
            if not await asyncio.to_thread(is_alive, ref):
                raise Unreachable("its process is gone")
            channel, status = await Channel.connect(ref.socket_path, generation)
        except (Unreachable, Refused) as error:
            record = await asyncio.to_thread(read_record, ref)
            if record is None:
                raise SupervisorLost(f"run {ref.run_id}: {error}") from error
            return record
        if status.get("run_id") != ref.run_id or status.get("generation") != generation:
            channel.close()
            if status.get("run_id") != ref.run_id:
                raise SupervisorLost(f"run {ref.run_id}: another run has its socket")
            raise StaleGeneration(f"run {ref.run_id} has a later owner")
        return LocalProcess(ref, generation, channel)

    def read_spool(
        self, ref: SupervisorRef, stream: OutputStream, offset: int
    ) -> AsyncGenerator[bytes]:
        return read_spool(ref, stream, offset)

    async def reap(self, run_id: str, ref: SupervisorRef | None) -> int:
        supervisor = None
        if ref is not None and await asyncio.to_thread(is_alive, ref):
            supervisor = (ref.pid, ref.start_time)
        return await asyncio.to_thread(_process_tree.kill_marked, run_id, supervisor, REAP_SECONDS)

    async def remove(self, ref: SupervisorRef) -> None:
        if ref.run_dir != self._run_dir(ref.run_id):
            raise ValueError(f"not a run folder of this server: {ref.run_dir}")
        await asyncio.to_thread(_remove, ref)

    async def folders(self) -> frozenset[str]:
        return await asyncio.to_thread(_names, self._runs_dir)

    async def discard(self, run_id: str) -> None:
        ref = await self.find(run_id)
        await self.reap(run_id, ref)
        await self._delete(run_id)

    async def find_strays(self, known: Collection[str]) -> frozenset[str]:
        marked = await asyncio.to_thread(_process_tree.marks)
        # Another server on this host has runs of its own: a folder here makes it ours.
        return frozenset(
            run_id
            for run_id in set(marked.values()) - set(known)
            if _RUN_ID.fullmatch(run_id) and self._run_dir(run_id).is_dir()
        )

    def _run_dir(self, run_id: str) -> Path:
        if not _RUN_ID.fullmatch(run_id) or ".." in run_id:
            raise ValueError(f"not a run id: {run_id!r}")
        return self._runs_dir / run_id

    def _socket_path(self, run_id: str) -> Path:
        name = hashlib.blake2s(run_id.encode(), digest_size=8).hexdigest()
        return self._sockets_dir / f"{name}.sock"

    def _make_folders(self, run_id: str) -> None:
        try:
            for folder in (self._runs_dir, self._sockets_dir):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self._sockets_dir.stat().st_uid != os.getuid():
                raise LaunchFailed(f"folder belongs to somebody else: {self._sockets_dir}")
            run_dir = self._run_dir(run_id)
            run_dir.mkdir(mode=0o700, exist_ok=True)
            # An empty folder is that of a launch that went no further; its supervisor, if
            # it comes yet, makes the spools only where there are none.
            if any(run_dir.iterdir()):
                raise LaunchFailed(f"this run was started before: {run_dir}")
        except OSError as error:
            raise LaunchFailed(
                f"folder cannot be used: {error.filename}: {error.strerror}"
            ) from error

    def _document(self, spec: LaunchSpec) -> dict[str, Any]:
        return {
            "version": _SPEC_VERSION,
            "run_id": spec.run_id,
            "generation": spec.generation,
            "argv": list(spec.argv),
            "env": dict(spec.env),
            "cwd": str(spec.cwd),
            "run_dir": str(self._run_dir(spec.run_id)),
            "socket_path": str(self._socket_path(spec.run_id)),
            "wall_limit_seconds": spec.wall_limit_seconds,
            "silence_limit_seconds": spec.silence_limit_seconds,
            "stop": {
                "eof_seconds": spec.stop.eof_seconds,
                "term_seconds": spec.stop.term_seconds,
            },
            "max_spool_bytes": spec.max_spool_bytes,
        }

    async def _clear(self, run_id: str) -> None:
        await self.reap(run_id, None)
        await self._delete(run_id)

    async def _delete(self, run_id: str) -> None:
        await asyncio.to_thread(shutil.rmtree, self._run_dir(run_id), ignore_errors=True)
        self._socket_path(run_id).unlink(missing_ok=True)


def _short_folder(folder: Path) -> Path:
    if len(os.fsencode(folder)) + 1 + _SOCKET_NAME_BYTES <= _MAX_SOCKET_PATH:
        return folder
    base = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
    tag = hashlib.blake2s(os.fsencode(folder), digest_size=4).hexdigest()
    return Path(base) / f"opsdeck-{os.getuid()}-{tag}"


def _parse_answer(line: bytes) -> dict[str, Any]:
    try:
        return json.loads(line)
    except ValueError:
        said = line.decode("utf-8", "replace").strip()
        return {"error": f"supervisor ended before it was ready: {said[-500:] or 'no word'}"}


def _names(folder: Path) -> frozenset[str]:
    try:
        return frozenset(each.name for each in folder.iterdir() if _RUN_ID.fullmatch(each.name))
    except FileNotFoundError:
        return frozenset()


def _remove_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:  # what is in it is not of this launch
        pass


def _remove(ref: SupervisorRef) -> None:
    shutil.rmtree(ref.run_dir, ignore_errors=True)
    ref.socket_path.unlink(missing_ok=True)
