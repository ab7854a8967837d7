"""Where transactions run: a function of a connection, on SQLite in a thread, on PostgreSQL async.

Each transaction is one function that takes SQLAlchemy's ordinary connection. On SQLite it
runs whole in a thread: one change of threads for a transaction, where an asynchronous
driver pays for one with every statement. On PostgreSQL it runs in SQLAlchemy's greenlet
over asyncpg. The queries are the same.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

T = TypeVar("T")
Work = Callable[[sa.Connection], T]

READERS = 3
BUSY_SECONDS = 10


class StoreUnavailable(Exception):
    """The database cannot be used; the text says why and what to do, without a password."""


class Database(Protocol):
    """Runs transactions. Cancelling one leaves it to end by itself, done or undone."""

    async def read(self, work: Work[T]) -> T:
        """Run a function that only reads."""
        ...

    async def write(self, work: Work[T]) -> T:
        """Run a function that writes; commit where it returns, roll back where it raises."""
        ...

    async def close(self) -> None:
        """Close all connections."""
        ...


class SqliteDatabase:
    """One writer at a time, and readers who never wait for it (write-ahead log)."""

    def __init__(self, path: Path) -> None:
        self._writer = self._engine(path, read_only=False)
        self._reader = self._engine(path, read_only=True)
        self._writing = ThreadPoolExecutor(1, "sqlite-writer")
        self._reading = ThreadPoolExecutor(READERS, "sqlite-reader")

    async def read(self, work: Work[T]) -> T:
        def run() -> T:
            with self._reader.connect() as connection:
                return work(connection)

        return await asyncio.get_running_loop().run_in_executor(self._reading, run)

    async def write(self, work: Work[T]) -> T:
        def run() -> T:
            with self._writer.begin() as connection:
                return work(connection)

        # Shielded: a transaction that has begun in its thread comes to its end there.
        return await asyncio.shield(asyncio.get_running_loop().run_in_executor(self._writing, run))

    async def close(self) -> None:
        def end() -> None:
            self._writing.shutdown()
            self._reading.shutdown()
            self._reader.dispose()
            self._writer.dispose()

        await asyncio.to_thread(end)

    @staticmethod
    def _engine(path: Path, *, read_only: bool) -> sa.Engine:
        engine = sa.create_engine(
            f"sqlite:///{path}",
            poolclass=sa.QueuePool,
            pool_size=READERS if read_only else 1,
            max_overflow=0,
            connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
        )

        def connected(connection: Any, _: object) -> None:
            # The driver's own transactions begin too late for BEGIN IMMEDIATE.
            connection.isolation_level = None
            cursor = connection.cursor()
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=FULL")
            cursor.execute("PRAGMA foreign_keys=ON")
            cursor.execute("PRAGMA cache_size=-16000")
            if read_only:
                cursor.execute("PRAGMA query_only=ON")
            cursor.close()

        def begun(connection: sa.Connection) -> None:
            connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

        sa.event.listen(engine, "connect", connected)
        sa.event.listen(engine, "begin", begun)
        return engine


class PostgresDatabase:
    """Many writers; the queries take the locks that they need."""

    def __init__(self, url: sa.URL) -> None:
        self._engine = create_async_engine(url, pool_size=10, pool_pre_ping=True)

    async def read(self, work: Work[T]) -> T:
        async with self._engine.connect() as connection:
            return await connection.run_sync(work)

    async def write(self, work: Work[T]) -> T:
        async with self._engine.begin() as connection:
            return await connection.run_sync(work)

    async def close(self) -> None:
        await self._engine.dispose()


def open_database(url: str) -> tuple[Database, str]:
    """Return the database of a URL and how a person would name it. Raises StoreUnavailable."""
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise StoreUnavailable(
            "DATABASE_URL is not a URL: it is like sqlite:////path/to/file or "
            "postgresql://user:password@host/name"
        ) from None
    shown = parsed.render_as_string(hide_password=True)
    if parsed.get_backend_name() == "sqlite":
        if not parsed.database or parsed.database == ":memory:":
            raise StoreUnavailable("DATABASE_URL: a sqlite URL must name a file")
        path = Path(parsed.database).absolute()
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUnavailable(f"{path.parent} cannot be made: {error.strerror}") from error
        return SqliteDatabase(path), shown
    if parsed.drivername.split("+")[0] in ("postgres", "postgresql"):
        return PostgresDatabase(parsed.set(drivername="postgresql+asyncpg")), shown
    raise StoreUnavailable(
        f"DATABASE_URL: {parsed.drivername} is not supported; sqlite and postgresql are"
    )
