"""PostgreSQL: many writers; the queries take the locks that they need."""

import asyncio
from typing import Any, TypeVar

import asyncpg
import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from opsdeck_server.adapters.sql.engine import SETTLE_SECONDS, Work, is_outage, unavailable
from opsdeck_server.ports.store import StoreUnavailable

T = TypeVar("T")
_asyncpg: Any = asyncpg  # comes without types

POOL = 10
CONNECT_SECONDS = 10
STATEMENT_SECONDS = 30
TRIES = 4
_AGAIN = frozenset({"40001", "40P01"})
"""Serialization failure and deadlock: PostgreSQL undid it, and asks to try again."""


class PostgresDatabase:
    """Runs transactions over a pool of connections; one that was cut off is replaced."""

    def __init__(self, url: sa.URL) -> None:
        hosts = url.host or url.query.get("host") or "localhost"
        self.shown = f"{url.database or ''} of the PostgreSQL at {hosts}"
        # asyncpg reads the URL itself: it knows sslmode and whatever else libpq allows.
        self._dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._engine = create_async_engine(
            "postgresql+asyncpg://",
            async_creator=self._connect,
            pool_size=POOL,
            max_overflow=0,
            pool_pre_ping=True,
            # Prompts do not belong into logs.
            hide_parameters=True,
        )
        self._reader = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._snapshot = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._writes: set[asyncio.Task[Any]] = set()
        self._closed = False

    async def read(self, work: Work[T]) -> T:
        return await self._run(self._reader, work)

    async def snapshot(self, work: Work[T]) -> T:
        return await self._run(self._snapshot, work)

    async def write(self, work: Work[T]) -> T:
        # A task of its own: a cancellation in mid-transaction would leave it unknown
        # whether a COMMIT on its way has happened.
        task = asyncio.create_task(self._write(work))
        self._writes.add(task)
        task.add_done_callback(self._writes.discard)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            await asyncio.wait((task,), timeout=SETTLE_SECONDS)
            raise

    async def alter(self, work: Work[T]) -> T:
        return await self.write(work)

    async def close(self) -> None:
        self._closed = True
        if self._writes:
            await asyncio.wait(self._writes, timeout=SETTLE_SECONDS)
        for task in tuple(self._writes):
            task.cancel()
        await asyncio.gather(*self._writes, return_exceptions=True)
        await self._engine.dispose()

    async def _write(self, work: Work[T]) -> T:
        for _ in range(TRIES - 1):
            try:
                return await self._run(self._engine, work)
            except exc.DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in _AGAIN:
                    raise
        return await self._run(self._engine, work)

    async def _run(self, engine: AsyncEngine, work: Work[T]) -> T:
        if self._closed:
            raise StoreUnavailable(f"the database {self.shown} is closed")
        try:
            async with engine.begin() as connection:
                return await connection.run_sync(work)
        except exc.DBAPIError as error:
            again = getattr(error.orig, "sqlstate", None) in _AGAIN
            if again or _is_bad_value(error) or not is_outage(error):
                raise
            raise unavailable(self.shown, error) from error
        except (
            OSError,
            TimeoutError,
            exc.TimeoutError,
            asyncpg.PostgresError,
            asyncpg.InterfaceError,
        ) as error:
            raise unavailable(self.shown, error) from error

    async def _connect(self) -> Any:
        return await _asyncpg.connect(
            self._dsn, timeout=CONNECT_SECONDS, command_timeout=STATEMENT_SECONDS
        )


def _is_bad_value(error: exc.DBAPIError) -> bool:
    """Return whether asyncpg itself refused a value, before any database saw it."""
    return isinstance(getattr(error.orig, "__cause__", None), asyncpg.DataError)
