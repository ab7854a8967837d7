"""The store, on SQLite or PostgreSQL."""

import asyncio
import sqlite3

import sqlalchemy as sa

from opsdeck_server.adapters.sql.engine import StoreUnavailable, open_database
from opsdeck_server.adapters.sql.migrate import upgrade
from opsdeck_server.adapters.sql.store import SqlStore

__all__ = ["SqlStore", "StoreUnavailable", "open_store"]

OPEN_SECONDS = 60


async def open_store(url: str, *, migrate: bool = True) -> SqlStore:
    """Open the database of a URL, and bring it to this version's schema.

    Raises StoreUnavailable where it cannot be reached, or is of a newer version.
    """
    database, shown = open_database(url)
    try:
        async with asyncio.timeout(OPEN_SECONDS):
            if migrate:
                await database.write(upgrade)
            else:
                await database.read(lambda c: c.execute(sa.select(1)).scalar())
    except StoreUnavailable:
        await database.close()
        raise
    except (sa.exc.SQLAlchemyError, sqlite3.Error, OSError, TimeoutError) as error:
        await database.close()
        cause = getattr(error, "orig", None) or error
        text = str(cause).splitlines()[0] if str(cause) else type(cause).__name__
        raise StoreUnavailable(f"the database {shown} cannot be used: {text}") from error
    return SqlStore(database)
