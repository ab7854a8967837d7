"""A PostgreSQL server of the tests' own, in a temporary folder, on a Unix socket."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
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
    needed = ("initdb", "postgres")
    return next((f for f in folders if all((f / name).exists() for name in needed)), None)


class PostgresServer:
    """A running server; `url` names a database of it."""

    def __init__(self, programs: Path, folder: Path, user: str | None) -> None:
        self._programs = programs
        self._folder = folder
        # PostgreSQL refuses to run as root.
        self._user = user
        self._group = None if user is None else pwd.getpwnam(user).pw_gid
        self._groups: list[int] | None = None if user is None else []
        self._environ = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}
        self._log = folder / "log"
        self._process: subprocess.Popen[bytes] | None = None

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
        settings = (
            "listen_addresses=",
            f"unix_socket_directories={self._folder}",
            # Nothing here outlives the tests.
            "fsync=off",
            "full_page_writes=off",
            "shared_buffers=16MB",
        )
        serve = [str(self._programs / "postgres"), "-D", self._data]
        for setting in settings:
            serve += ["-c", setting]
        if shutil.which("setpriv") is not None:
            # Where the tests are killed, it ends with them.
            serve = ["setpriv", "--pdeathsig", "QUIT", *serve]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                serve,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self._folder,
                env=self._environ,
                user=self._user,
                group=self._group,
                extra_groups=self._groups,
            )
        self._wait_until_ready(self._process)

    def stop(self) -> None:
        process = self._process
        if process is not None:
            process.send_signal(signal.SIGQUIT)
            process.wait(SECONDS)

    def _wait_until_ready(self, process: "subprocess.Popen[bytes]") -> None:
        """Wait as pg_ctl does: the last line of a file says so."""
        said = Path(self._data) / "postmaster.pid"
        deadline = time.monotonic() + SECONDS
        while not (said.exists() and said.read_text().rstrip().endswith("ready")):
            assert process.poll() is None, self._log.read_text(errors="replace")
            assert time.monotonic() < deadline, self._log.read_text(errors="replace")
            time.sleep(0.02)

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self._programs / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=SECONDS,
            cwd=self._folder,
            env=self._environ,
            user=self._user,
            group=self._group,
            extra_groups=self._groups,
        )
        assert done.returncode == 0, done.stdout.decode(errors="replace")


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
