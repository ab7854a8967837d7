"""Rows for whatever tables a revision has, made from its columns."""

from typing import Any

import sqlalchemy as sa

FILLED = 3
"""Rows that each table gets."""


def fill(connection: sa.Connection) -> dict[str, int]:
    """Put rows into every table, and return how many each has.

    The first row of a table names the first of those that it refers to, and so on. A column
    that may be empty is empty in the last row.
    """
    metadata = sa.MetaData()
    metadata.reflect(connection)
    counts: dict[str, int] = {}
    for table in metadata.sorted_tables:
        if table.name == "alembic_version":
            continue
        for number in range(FILLED):
            row = {c.name: _value(c, number) for c in table.columns if not _numbered(c)}
            connection.execute(sa.insert(table), row)
        counts[table.name] = FILLED
    return counts


def counted(connection: sa.Connection) -> dict[str, int]:
    """Return how many rows each table has."""
    metadata = sa.MetaData()
    metadata.reflect(connection)
    return {
        table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        for table in metadata.sorted_tables
        if table.name != "alembic_version"
    }


def _numbered(column: sa.Column[Any]) -> bool:
    """Return whether the database numbers the rows by this column."""
    return column.primary_key and isinstance(column.type, sa.Integer) and column.name == "number"


# What the server reads back must be words and JSON that it knows.
_KNOWN = {
    "status": "completed",
    "sessions.status": "idle",
    "session_messages.state": "waiting",
    "permissions.outcome": "pending",
    "stage": "prepare",
    "outcome": "completed",
    "state": "lost",
    "agent_env": '["A"]',
    "supervisor": '{"pid": 1}',
    "decoder": "{}",
    "exit": '{"code": 0}',
    "type": "step",
    "payload": '{"name": "n", "message": "m"}',
}


def _value(column: sa.Column[Any], number: int) -> Any:
    if column.nullable and number == FILLED - 1:
        return None
    if column.foreign_keys:
        # Of the same row of the table that it refers to.
        (key,) = column.foreign_keys
        return _value(key.column, number)
    for name in (f"{column.table.name}.{column.name}", column.name):
        if name in _KNOWN:
            return _KNOWN[name]
    if isinstance(column.type, sa.Boolean):
        return number == 0
    if isinstance(column.type, sa.Float):
        return number + 0.25
    if isinstance(column.type, sa.Integer):
        moment = column.name.endswith("_at") or column.name == "last_activity"
        return 1_700_000_000_000_000 + number if moment else number
    if isinstance(column.type, sa.LargeBinary):
        return bytes([0, 255, number])
    # Rows that belong together have one id, so that they find each other without a key too.
    return f"id-{number}" if column.name.split("_")[-1] == "id" else f"{column.name}-{number}"
