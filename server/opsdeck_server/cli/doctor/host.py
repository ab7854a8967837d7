"""The host: folders, disk, port, database."""

import asyncio
import os
import shutil
import socket
import sqlite3
import stat
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from opsdeck_server.cli import rest
from opsdeck_server.cli.doctor.check import Check, failed, ok, warning
from opsdeck_server.cli.output import one_line
from opsdeck_server.settings import Settings

_GIB = 1024**3
_DISK_FAILED = 1 * _GIB
_DISK_WARNING = 5 * _GIB
_SECONDS = 5.0


def folders(settings: Settings) -> list[Check]:
    """Look whether the server can keep its state, and keep it to itself."""
    found = [_state(settings.opsdeck_home)]
    for name, path in (("repos", settings.repos), ("worktrees", settings.worktrees)):
        place = _existing(path)
        if place.is_dir() and os.access(place, os.W_OK | os.X_OK):
            found.append(ok(name, str(path)))
        else:
            setting = f"{name.upper()}_DIR"
            advice = f"make {place} a folder that this user may write to, or set {setting}"
            found.append(failed(name, f"{path} cannot be written to", advice))
    return found


def _state(home: Path) -> Check:
    try:
        mode = home.stat()
    except FileNotFoundError:
        place = _existing(home)
        if place.is_dir() and os.access(place, os.W_OK | os.X_OK):
            return ok("state", f"{home} (made at the first start)")
        return failed("state", f"{home} cannot be made", "set OPSDECK_HOME to another folder")
    except OSError as error:
        return failed("state", f"{home}: {error.strerror}", "set OPSDECK_HOME to another folder")
    if not stat.S_ISDIR(mode.st_mode) or not os.access(home, os.W_OK | os.X_OK):
        return failed("state", f"{home} cannot be written to", "set OPSDECK_HOME to another folder")
    if mode.st_uid != os.getuid():
        advice = "start the server as that user, or set OPSDECK_HOME"
        return failed("state", f"{home} belongs to another user", advice)
    token = home / "token"
    for path, at_most in ((home, 0o700), (token, 0o600)):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & ~at_most:
            advice = f"run: chmod {at_most:o} {path}"
            return warning("state", f"others may read {path}", advice)
    return ok("state", str(home))


def _existing(path: Path) -> Path:
    """Return the folder, or the nearest one above it that is there."""
    while not path.exists() and path != path.parent:
        path = path.parent
    return path


def disk(settings: Settings) -> Check:
    """Look how much room there is for repositories, worktrees and journals."""
    places = {_existing(path) for path in (settings.opsdeck_home, settings.worktrees)}
    free, place = min((shutil.disk_usage(place).free, place) for place in places)
    said = f"{free / _GIB:.1f} GiB free at {place}"
    if free >= _DISK_WARNING:
        return ok("disk", said)
    advice = "make room, or set OPSDECK_HOME or WORKTREES_DIR to a larger disk"
    return (failed if free < _DISK_FAILED else warning)("disk", said, advice)


async def port(settings: Settings) -> tuple[Check, bool]:
    """Look whether the port is free; return the finding and whether a server of ours has it."""
    where = f"{settings.host}:{settings.port}"
    reach = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
    if await _listens(reach, settings.port):
        if await asyncio.to_thread(_is_ours, reach, settings.port):
            return ok("port", f"opsdeck answers at {settings.base_url}"), True
        advice = "stop what uses the port, or set PORT to another"
        return failed("port", f"something else listens on {where}", advice), False
    try:
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((settings.host, settings.port))
    except OSError as error:
        advice = "set HOST to an address of this machine, and PORT to one above 1023"
        return failed("port", f"{where}: {error.strerror or error}", advice), False
    return ok("port", f"{where} is free"), False


async def _listens(host: str, number: int) -> bool:
    try:
        async with asyncio.timeout(_SECONDS):
            _, writer = await asyncio.open_connection(host, number)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True


def _is_ours(host: str, number: int) -> bool:
    try:
        status, answer = rest.ask(number, "GET", "/live", host=host, timeout=_SECONDS)
    except OSError:
        return False
    return status == 200 and answer == {"status": "ok"}


async def database(settings: Settings) -> Check:
    """Look whether the database answers, and at which revision of the schema it is."""
    url = settings.database
    parts = urlsplit(url)
    kind = parts.scheme.partition("+")[0]
    if kind == "sqlite":
        return await asyncio.to_thread(_sqlite, Path(url.partition(":///")[2]))
    if kind in ("postgresql", "postgres"):
        where = f"PostgreSQL at {parts.hostname or 'its socket'}{parts.path}"
        return await _postgresql(f"postgresql{url[len(parts.scheme) :]}", where)
    advice = "set DATABASE_URL to sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"
    return failed("database", f"{kind or 'no'} database is none that opsdeck knows", advice)


def _sqlite(path: Path) -> Check:
    if not path.exists():
        return ok("database", f"SQLite, {path} (made at the first start)")
    advice = "stop the server, keep a copy of the file, and put a backup in its place"
    try:
        with sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True) as connection:
            revision = _revision(connection.execute("SELECT version_num FROM alembic_version"))
        connection.close()
    except sqlite3.Error as error:
        return failed("database", f"SQLite, {path}: {error}", advice)
    return ok("database", f"SQLite, {path}, revision {revision}")


def _revision(rows: sqlite3.Cursor) -> str:
    row: tuple[str] | None = rows.fetchone()
    return row[0] if row else "none"


async def _postgresql(url: str, where: str) -> Check:
    import asyncpg

    untyped: Any = asyncpg
    connect: Callable[[str], Awaitable[Any]] = untyped.connect
    advice = "see that it runs, that DATABASE_URL is right, and that its user may log in"
    try:
        async with asyncio.timeout(_SECONDS):
            connection = await connect(url)
            try:
                table = await connection.fetchval("SELECT to_regclass('alembic_version')")
                query = "SELECT version_num FROM alembic_version"
                revision = await connection.fetchval(query) if table else None
            finally:
                await connection.close()
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError) as error:
        why = one_line(str(error), 200) or "it does not answer"
        return failed("database", f"{where}: {why}", advice)
    said = f"revision {revision}" if revision else "empty; tables are made at the first start"
    return ok("database", f"{where}, {said}")
