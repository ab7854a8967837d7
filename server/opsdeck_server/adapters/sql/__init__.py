"""The store, on SQLite or PostgreSQL."""

import asyncio

from sqlalchemy import exc

from opsdeck_server.adapters.sql.engine import Database, open_database, unavailable
from opsdeck_server.adapters.sql.migrate import check, upgrade
from opsdeck_server.adapters.sql.store import SqlStore
from opsdeck_server.ports.store import StoreError, StoreUnavailable

__all__ = ["SqlStore", "StoreUnavailable", "open_store"]

OPEN_SECONDS = 60


async def open_store(url: str, *, migrate: bool = True) -> SqlStore:
    """Open the database of a URL, and bring it to this version's schema.

    The URL is `sqlite:///path` (`sqlite:////absolute/path`) or `postgresql://…`; without
    `migrate` the database must have this version's schema already. Raises
    StoreUnavailable, with a text for people and no password in it, where it cannot be
    reached or is of another version. A cancelled call leaves nothing open; a migration
    has happened whole, or not at all.
    """
    database = open_database(url)
    try:
        async with asyncio.timeout(OPEN_SECONDS):
            await _prepare(database, migrate)
    except BaseException:
        await database.close()
        raise
    return SqlStore(database)


async def _prepare(database: Database, migrate: bool) -> None:
    try:
        await (database.alter(upgrade) if migrate else database.write(check))
    except StoreError:
        raise
    except (exc.SQLAlchemyError, TimeoutError) as error:
        raise unavailable(database.shown, error) from error
