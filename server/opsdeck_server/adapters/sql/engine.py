"""Where transactions run: each is one function that takes SQLAlchemy's ordinary connection.

On SQLite it runs whole in a thread: one change of threads for a transaction, where an
asynchronous driver pays for several with every statement. On PostgreSQL it runs in
SQLAlchemy's greenlet over asyncpg. The queries are the same.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy import exc

from opsdeck_server.ports.store import StoreUnavailable

T = TypeVar("T")
Work = Callable[[sa.Connection], T]

SETTLE_SECONDS = 5.0
"""How long who is cancelled waits for his transaction, so that he knows it has ended."""

URL_HELP = (
    "DATABASE_URL is not understood: it is like sqlite:////absolute/path or "
    "postgresql://USER:PASSWORD@HOST/NAME"
)


class Database(Protocol):
    """Runs transactions. All raise StoreUnavailable where the database does not answer.

    Cancelled before its transaction has begun, a call leaves no trace; after that the
    transaction comes to its own end, and the caller hears of his cancellation then.
    """

    shown: str
    """How a person would name the database; no password in it."""

    async def read(self, work: Work[T]) -> T:
        """Run a function of one query that only reads."""
        ...

    async def snapshot(self, work: Work[T]) -> T:
        """Run a function of several queries that only read, all as of one moment."""
        ...

    async def write(self, work: Work[T]) -> T:
        """Run a function that writes; commit where it returns, roll back where it raises.

        It may run more than once, where the database asks for that.
        """
        ...

    async def alter(self, work: Work[T]) -> T:
        """Run a function that changes tables, as `write` does.

        SQLite makes a table anew to change it, so until the function has ended a row may
        name one that is not there; the function says whether all is well in the end.
        """
        ...

    async def close(self) -> None:
        """Wait for the transactions that have begun, and close all connections."""
        ...


def open_database(url: str) -> Database:
    """Return the database of a URL, not yet connected to.

    Raises StoreUnavailable where the URL is none of ours.
    """
    try:
        parsed = sa.make_url(url)
    except (exc.ArgumentError, ValueError):
        # The URL itself is not shown: what is wrong with it may be its password.
        raise StoreUnavailable(URL_HELP) from None
    backend, _, driver = parsed.drivername.partition("+")
    if backend == "sqlite" and driver in ("", "pysqlite", "aiosqlite"):
        from opsdeck_server.adapters.sql.sqlite import SqliteDatabase

        if not parsed.database or parsed.database == ":memory:":
            raise StoreUnavailable("DATABASE_URL: a sqlite URL must name a file")
        return SqliteDatabase(Path(parsed.database).absolute())
    if backend in ("postgres", "postgresql") and driver in ("", "asyncpg"):
        from opsdeck_server.adapters.sql.postgres import PostgresDatabase

        return PostgresDatabase(parsed)
    raise StoreUnavailable(URL_HELP)


def unavailable(shown: str, error: BaseException) -> StoreUnavailable:
    """Return the refusal for an error of a driver, in a line for people."""
    cause = getattr(error, "orig", None) or error
    lines = str(cause).strip().splitlines()
    # SQLAlchemy's adapters put the class of the driver's error before its text.
    text = lines[0].rpartition(">: ")[2] if lines else type(cause).__name__
    return StoreUnavailable(f"the database {shown} cannot be used: {text}")


def is_outage(error: exc.DBAPIError) -> bool:
    """Return whether the database, not the statement, is at fault."""
    ours = (exc.IntegrityError, exc.DataError, exc.ProgrammingError)
    return error.connection_invalidated or not isinstance(error, ours)
