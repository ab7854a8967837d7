"""Stores of each kind, empty, for the tests of what the port promises."""

import atexit
import shutil
import tempfile
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import asyncpg
import pytest
import sqlalchemy as sa

from opsdeck_server.adapters.memory import MemoryStore
from opsdeck_server.adapters.sql import SqlStore, open_store
from opsdeck_server.adapters.sql.engine import open_database
from opsdeck_server.adapters.sql.tables import metadata
from opsdeck_server.domain.clients import Client
from opsdeck_server.domain.deliveries import Delivery, IdempotencyRecord
from opsdeck_server.domain.events import NewEvent, Payload, Step
from opsdeck_server.domain.jobs import Job
from opsdeck_server.domain.permissions import Permission
from opsdeck_server.domain.runs import AgentProcess, Run
from opsdeck_server.domain.sessions import QuickSession, SessionMessage
from opsdeck_server.ports.store import Commit, Store
from tests.support.postgres import NOT_FOUND, PostgresServer, find_programs, running_postgres

KINDS = ("memory", "sqlite", "postgres")
SQL_KINDS = ("sqlite", "postgres")
LIMIT = 20.0
"""Seconds that anything here may take."""

NOW = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)


@dataclass
class Place:
    """Where a store keeps things: several hosts may open it."""

    kind: str
    url: str
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    _memory: MemoryStore | None = None

    async def open(self) -> Store:
        """Return a store of one more host; in memory there is but one."""
        if self.kind == "memory":
            if self._memory is None:
                self._memory = MemoryStore()
            return self._memory
        return await self.open_sql()

    async def open_sql(self) -> SqlStore:
        store = await open_store(self.url)
        self.stack.push_async_callback(store.close)
        return store


@asynccontextmanager
async def place(kind: str, folder: Path) -> AsyncGenerator[Place]:
    """Yield an empty place; skips the test where there is no PostgreSQL."""
    url = ""
    if kind == "sqlite":
        url = f"sqlite:///{shutil.copy(await _migrated_file(), folder / 'opsdeck.db')}"
    elif kind == "postgres":
        url = await _emptied_database()
    made = Place(kind, url)
    async with made.stack:
        yield made


@cache
def _kept() -> ExitStack:
    """Return what is undone when the tests end."""
    stack = ExitStack()
    atexit.register(stack.close)
    return stack


@cache
def _folder() -> Path:
    return Path(_kept().enter_context(tempfile.TemporaryDirectory(prefix="od-db-")))


async def _migrated_file() -> Path:
    """Return an empty database of this version, made once: migrating takes its time."""
    path = _folder() / "empty.db"
    if not path.exists():
        # Closing it moves its log into the file.
        await (await open_store(f"sqlite:///{path}")).close()
    return path


@cache
def _server() -> PostgresServer | None:
    programs = find_programs()
    return None if programs is None else _kept().enter_context(running_postgres(programs))


def postgres() -> PostgresServer:
    """Return the server of this session, started now if need be; skips where there is none."""
    server = _server()
    if server is None:
        pytest.skip(NOT_FOUND)
    return server


async def _emptied_database() -> str:
    server = postgres()
    name = "conformance"
    try:
        url = await server.create(name)
    except asyncpg.DuplicateDatabaseError:
        url = server.url(name)
    else:
        await (await open_store(url)).close()
    await execute(url, f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY CASCADE")
    return url


async def execute(url: str, statement: str) -> None:
    """Run a statement on a database, past the store."""
    database = open_database(url)
    try:
        await database.write(lambda connection: connection.execute(sa.text(statement)).close())
    finally:
        await database.close()


# -- what is stored ----------------------------------------------------------------


def at(seconds: float) -> datetime:
    """Return a moment so many seconds after NOW."""
    return NOW + timedelta(seconds=seconds)


def client(name: str = "app", **changes: object) -> Client:
    values = {
        "id": f"client-{name}",
        "name": name,
        "github_org": "acme",
        "github_repo": name,
        "default_branch": "main",
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Client(**{**values, **changes})  # pyright: ignore[reportArgumentType] - by the test


def job(name: str = "1", **changes: object) -> Job:
    values = {
        "id": f"job-{name}",
        "client_id": "client-app",
        "run_id": f"run-{name}",
        "prompt": "do it",
        "branch_name": f"branch-{name}",
        "permission_mode": "ask",
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Job(**{**values, **changes})  # pyright: ignore[reportArgumentType] - by the test


def run_of(one: Job) -> Run:
    return Run(one.run_id, one.id, "claude", NOW)


def process(stream_id: str, name: str = "1", created: float = 0) -> AgentProcess:
    return AgentProcess(f"process-{name}", stream_id, "claude", at(created))


def session(name: str = "1", **changes: object) -> QuickSession:
    values = {
        "id": f"quick-{name}",
        "client_id": "client-app",
        "repo": "acme/app",
        "agent": "claude",
        "permission_mode": "ask",
        "created_at": NOW,
        "last_activity": NOW,
    }
    return QuickSession(**{**values, **changes})  # pyright: ignore[reportArgumentType] - by the test


def message(name: str = "1", session_id: str = "quick-1", **changes: object) -> SessionMessage:
    values = {
        "id": f"message-{name}",
        "session_id": session_id,
        "run_id": f"run-{name}",
        "content": "do it",
        "created_at": NOW,
    }
    return SessionMessage(**{**values, **changes})  # pyright: ignore[reportArgumentType] - by the test


def permission(name: str = "1", stream_id: str = "quick-1", **changes: object) -> Permission:
    values = {
        "id": f"permission-{name}",
        "stream_id": stream_id,
        "process_id": "process-1",
        "run_id": "run-1",
        "request_id": f"request-{name}",
        "tool": "Bash",
        "input": "make test",
        "input_json": '{"command":"make test"}',
        "created_at": NOW,
        "expires_at": at(60),
    }
    return Permission(**{**values, **changes})  # pyright: ignore[reportArgumentType] - by the test


def delivery(name: str = "1", job_id: str = "job-1", due: float | None = 0) -> Delivery:
    when = None if due is None else at(due)
    return Delivery(f"delivery-{name}", job_id, "https://example.org/hook", b"{}", NOW, when)


def record(key: str = "key", method: str = "CreateJob", created: float = 0) -> IdempotencyRecord:
    return IdempotencyRecord(key, method, "hash", b"\x00\xff{}", at(created))


def new(payload: Payload, run_id: str = "") -> NewEvent:
    return NewEvent(payload, NOW, run_id)


def steps(*names: str) -> tuple[NewEvent, ...]:
    return tuple(new(Step(name, "")) for name in names)


async def add_job(store: Store, name: str = "1", **changes: object) -> Job:
    """Store a job, and its client where there is none yet."""
    wanted = job(name, **changes)
    if await store.find_client("acme", "app") is None:
        await store.add_client(client())
    stored, _ = await store.add_job(wanted, run_of(wanted))
    return stored


async def add_session(store: Store, name: str = "1", **changes: object) -> QuickSession:
    """Store a session, and its client where there is none yet."""
    wanted = session(name, **changes)
    if await store.find_client("acme", "app") is None:
        await store.add_client(client())
    await store.add_session(wanted)
    return wanted


async def say(store: Store, stream_id: str, *names: str) -> None:
    """Journal steps with these names."""
    (outcome,) = await store.commit([Commit(stream_id, events=steps(*names))])
    assert not isinstance(outcome, Exception), outcome


async def said(store: Store, stream_id: str) -> list[str]:
    """Return the names of a stream's steps."""
    events = await store.read_events(stream_id, 0, 100_000)
    return [event.payload.name for event in events if isinstance(event.payload, Step)]
