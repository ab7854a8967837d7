"""SQLite: one writer, and readers who never wait for it (write-ahead log)."""

import asyncio
import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event, exc

from opsdeck_server.adapters.sql.engine import SETTLE_SECONDS, Work, is_outage, unavailable
from opsdeck_server.adapters.sql.readers import Readers, ReadersClosed
from opsdeck_server.ports.store import StoreUnavailable

T = TypeVar("T")

READERS = 2
BUSY_SECONDS = 10
"""How long a write waits for another process's, such as a backup's."""

OLDEST = (3, 35)
"""The first SQLite with RETURNING."""


class SqliteDatabase:
    """Runs transactions in threads, each of which has a connection of its own.

    The writer is one thread, so writes queue for it, not for a lock. Its transactions
    begin IMMEDIATE: one that has read never finds that it may not write after all.
    """

    def __init__(self, path: Path) -> None:
        self.shown = str(path)
        self._path = path
        self._connections = threading.local()
        self._opened: list[sa.Connection] = []
        self._writer = self._engine(read_only=False)
        self._reader = self._engine(read_only=True)
        self._writing = ThreadPoolExecutor(1, "sqlite-writer")
        self._reading = Readers(READERS, "sqlite-reader")

    async def read(self, work: Work[T]) -> T:
        # One query is of one moment by itself.
        return await self._ask(lambda: work(self._connection(self._reader)))

    async def snapshot(self, work: Work[T]) -> T:
        def run() -> T:
            connection = self._connection(self._reader)
            driver: Any = connection.connection.driver_connection
            driver.execute("BEGIN")
            try:
                return work(connection)
            finally:
                driver.execute("COMMIT")

        return await self._ask(run)

    async def _ask(self, work: Callable[[], T]) -> T:
        try:
            return await self._reading.run(lambda: self._translated(work))
        except ReadersClosed:
            raise StoreUnavailable(f"the database {self.shown} is closed") from None

    async def write(self, work: Work[T]) -> T:
        return await self._settled(self._submit(work))

    async def alter(self, work: Work[T]) -> T:
        return await self._settled(self._submit(work, keys=False))

    async def _settled(self, running: "Future[T]") -> T:
        settled = asyncio.wrap_future(running)
        try:
            return await asyncio.shield(settled)
        except asyncio.CancelledError:
            if not running.cancel():
                await asyncio.wait((settled,), timeout=SETTLE_SECONDS)
            raise

    async def close(self) -> None:
        def end() -> None:
            self._writing.shutdown()
            self._reading.close()
            for connection in self._opened:
                connection.close()
            self._opened.clear()

        await asyncio.to_thread(end)

    def _submit(self, work: Work[T], *, keys: bool = True) -> "Future[T]":
        try:
            return self._writing.submit(self._run, work, keys)
        except RuntimeError as error:
            raise StoreUnavailable(f"the database {self.shown} is closed") from error

    def _run(self, work: Work[T], keys: bool) -> T:
        def run() -> T:
            connection = self._connection(self._writer)
            if not keys:
                return self._without_keys(connection, work)
            with connection.begin():
                return work(connection)

        return self._translated(run)

    def _translated(self, work: Callable[[], T]) -> T:
        """Run a function, and say in our words what the database did not do."""
        try:
            return work()
        except exc.DBAPIError as error:
            if not is_outage(error):
                raise
            raise unavailable(self.shown, error) from error
        except sqlite3.Error as error:
            # BEGIN is ours, not SQLAlchemy's: it meets a lock, and fails as the driver does.
            raise unavailable(self.shown, error) from error
        except OSError as error:
            raise StoreUnavailable(f"{self.shown} cannot be opened: {error.strerror}") from error

    @staticmethod
    def _without_keys(connection: sa.Connection, work: Work[T]) -> T:
        driver: Any = connection.connection.driver_connection
        # It has no effect within a transaction.
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                return work(connection)
        finally:
            driver.execute("PRAGMA foreign_keys=ON")

    def _connection(self, engine: sa.Engine) -> sa.Connection:
        connection: sa.Connection | None = getattr(self._connections, "mine", None)
        if connection is None:
            if sqlite3.sqlite_version_info < OLDEST:
                raise StoreUnavailable(
                    f"this Python has SQLite {sqlite3.sqlite_version}, and 3.35 is needed: "
                    "use a newer Python, or PostgreSQL by DATABASE_URL"
                )
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Prompts are nobody else's business. The log beside it takes the same mode. A file
            # that is there is never opened here: closing it would drop the locks of all our
            # connections to it (fcntl(2)), and the next program that reads the database
            # would delete the log under them.
            with contextlib.suppress(FileExistsError):
                os.close(os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
            connection = self._connections.mine = engine.connect()
            self._opened.append(connection)
        return connection

    def _engine(self, *, read_only: bool) -> sa.Engine:
        engine = sa.create_engine(
            sa.URL.create("sqlite", database=str(self._path)),
            poolclass=sa.NullPool,
            # Prompts do not belong into logs.
            hide_parameters=True,
            # Each connection stays in its thread, but is closed from another.
            connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
        )

        def connected(connection: Any, _: object) -> None:
            # The driver's own transactions begin too late for BEGIN IMMEDIATE.
            connection.isolation_level = None
            connection.execute("PRAGMA foreign_keys=ON")
            connection.execute("PRAGMA cache_size=-16000")
            if read_only:
                connection.execute("PRAGMA query_only=ON")
                return
            connection.execute("PRAGMA synchronous=FULL")
            mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
            if mode != "wal":
                raise StoreUnavailable(
                    f"{self.shown} is on a file system without a shared-memory log: "
                    "keep it on a local disk"
                )

        def begun(connection: sa.Connection) -> None:
            driver: Any = connection.connection.driver_connection
            driver.execute("BEGIN IMMEDIATE")

        event.listen(engine, "connect", connected)
        if not read_only:
            event.listen(engine, "begin", begun)
        return engine
