"""A PostgreSQL server of the tests' own, in a temporary folder, on a Unix socket."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import asyncpg

_asyncpg: Any = asyncpg  # comes without types

NOT_FOUND = (
    "PostgreSQL is not tested here: initdb and postgres are neither on PATH nor in "
    "/usr/lib/postgresql/*/bin nor where pg_config says"
)
SECONDS = 60


def find_programs() -> Path | None:
    """Return the folder that has PostgreSQL's programs, the newest where there are several."""
    folders: list[Path] = []
    for name in ("initdb", "postgres"):
        found = shutil.which(name)
        if found is not None:
            folders.append(Path(found).resolve().parent)
    if shutil.which("pg_config") is not None:
        said = subprocess.run(
            ["pg_config", "--bindir"], capture_output=True, text=True, timeout=SECONDS
        )
        folders.append(Path(said.stdout.strip() or "/nonexistent"))
    folders.extend(
        sorted(
            Path("/usr/lib/postgresql").glob("*/bin"),
            key=lambda path: [int(part) for part in path.parent.name.split(".") if part.isdigit()],
            reverse=True,
        )
    )
    needed = ("initdb", "postgres", "pg_ctl")
    return next((f for f in folders if all((f / name).exists() for name in needed)), None)


class PostgresServer:
    """A running server; `url` names a database of it."""

    def __init__(self, programs: Path, folder: Path, user: str | None) -> None:
        self._programs = programs
        self._folder = folder
        # PostgreSQL refuses to run as root.
        self._user = user

    def url(self, database: str) -> str:
        return f"postgresql://tester@/{database}?host={quote(str(self._folder), safe='')}"

    async def create(self, database: str) -> str:
        """Make an empty database; return its URL."""
        connection = await _asyncpg.connect(self.url("postgres"), timeout=SECONDS)
        try:
            await connection.execute(f'CREATE DATABASE "{database}"')
        finally:
            await connection.close(timeout=SECONDS)
        return self.url(database)

    def start(self) -> None:
        self._run("initdb", "-D", self._data, "-U", "tester", "-A", "trust", "-E", "UTF8", "-N")
        options = f"-c listen_addresses='' -c unix_socket_directories={self._folder} " + " ".join(
            f"-c {setting}"
            # Nothing here outlives the tests.
            for setting in ("fsync=off", "full_page_writes=off", "shared_buffers=16MB")
        )
        log = str(self._folder / "log")
        self._run("pg_ctl", "-D", self._data, "-l", log, "-w", "-t", "30", "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "-t", "30", "stop")

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def _run(self, program: str, *arguments: str) -> None:
        # A file, not a pipe: the server inherits it from pg_ctl and would hold a pipe open.
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(
                [str(self._programs / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                timeout=SECONDS,
                cwd=self._folder,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
                user=self._user,
                group=None if self._user is None else pwd.getpwnam(self._user).pw_gid,
                extra_groups=None if self._user is None else [],
            )
            said.seek(0)
            assert done.returncode == 0, said.read().decode(errors="replace")


def _unprivileged() -> str | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def running_postgres(programs: Path) -> Generator[PostgresServer]:
    """Run a server; its folder is short, as a socket's path must be."""
    folder = Path(tempfile.mkdtemp(prefix="opsdeck-pg-", dir="/tmp"))
    user = _unprivileged()
    try:
        if user is not None:
            shutil.chown(folder, user)
        server = PostgresServer(programs, folder, user)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)
