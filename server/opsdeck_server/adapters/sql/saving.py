"""Rows as they are given, whole: inserted, or put in the place of those with their ids."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam
from sqlalchemy.dialects import postgresql, sqlite

from opsdeck_server.adapters.sql import rows
from opsdeck_server.adapters.sql.prepared import Prepared
from opsdeck_server.adapters.sql.tables import (
    deliveries,
    idempotency,
    jobs,
    permissions,
    processes,
    runs,
    session_messages,
    sessions,
)
from opsdeck_server.ports.store import Commit

_SAVE_JOB = Prepared(
    sa.update(jobs).where(jobs.c.id == bindparam("saved_id")),
    [column.name for column in rows.JOB if column is not jobs.c.number],
)
_INSERT_ONCE = Prepared(sa.insert(idempotency), [column.name for column in rows.IDEMPOTENCY])


def _upsert(table: sa.Table, dialect: str) -> Prepared:
    insert = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    # A number is the database's: it gives it once.
    given = [column.name for column in table.columns if column.name != "number"]
    changed = {name: insert.excluded[name] for name in given if name != "id"}
    upsert = insert.on_conflict_do_update(index_elements=["id"], set_=changed)
    return Prepared(upsert, given)


_UPSERTS = {
    (dialect, table.name): _upsert(table, dialect)
    for dialect in ("sqlite", "postgresql")
    for table in (runs, processes, deliveries, sessions, session_messages, permissions)
}


def save(connection: Connection, table: sa.Table, values: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, or replace those with their ids; the last of several with one id stays."""
    if values:
        _UPSERTS[connection.dialect.name, table.name].each(connection, values)


def save_all(connection: Connection, admitted: Sequence[Commit]) -> None:
    """Store the rows of commits, those that others refer to first."""
    changed = [
        {**rows.job_values(one.job), "saved_id": one.job.id}
        for one in admitted
        if one.job is not None
    ]
    _SAVE_JOB.each(connection, changed)
    save(connection, runs, [rows.run_values(run) for c in admitted for run in c.runs])
    save(
        connection,
        processes,
        [rows.process_values(c.process) for c in admitted if c.process is not None],
    )
    save(
        connection,
        deliveries,
        [rows.delivery_values(c.delivery) for c in admitted if c.delivery is not None],
    )
    # Most commits have none of these: one look at them is enough.
    of_sessions = [
        c
        for c in admitted
        if c.messages or c.permissions or c.session is not None or c.once is not None
    ]
    if of_sessions:
        _save_sessions(connection, of_sessions)


def _save_sessions(connection: Connection, admitted: Sequence[Commit]) -> None:
    changed = [rows.session_values(c.session) for c in admitted if c.session is not None]
    save(connection, sessions, changed)
    said = [rows.message_values(message) for c in admitted for message in c.messages]
    save(connection, session_messages, said)
    asked = [rows.permission_values(permission) for c in admitted for permission in c.permissions]
    save(connection, permissions, asked)
    # Last, and in one order, so that hosts with the same keys do not wait for each other.
    keys = [rows.idempotency_values(c.once) for c in admitted if c.once is not None]
    _INSERT_ONCE.each(connection, sorted(keys, key=lambda row: (row["method"], row["key"])))
