"""Sessions, what people said in them, and what agents asked, in SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam, exc

from opsdeck_server.adapters.sql import rows
from opsdeck_server.adapters.sql.clients import add_once, hold
from opsdeck_server.adapters.sql.journal import begin_stream
from opsdeck_server.adapters.sql.prepared import Prepared, Row
from opsdeck_server.adapters.sql.tables import (
    MESSAGE_IN_LINE,
    MESSAGE_WAITS,
    PERMISSION_OPEN,
    SESSION_ENDED,
    SESSION_SHOWN,
    events,
    permissions,
    processes,
    runs,
    session_messages,
    sessions,
    streams,
)
from opsdeck_server.domain.deliveries import IdempotencyRecord
from opsdeck_server.domain.events import NewEvent
from opsdeck_server.domain.permissions import Permission
from opsdeck_server.domain.runs import Usage
from opsdeck_server.domain.sessions import QuickSession, SessionMessage, SessionView
from opsdeck_server.ports.store import Duplicate, Missing

_IT = sessions.c.id == bindparam("session")
_NEWEST = (sessions.c.last_activity.desc(), sessions.c.id.desc())


def _sum(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """Return a sum that is of the column's own kind: PostgreSQL's is of a wider one."""
    return sa.cast(sa.func.coalesce(sa.func.sum(column), 0), column.type)


def _views() -> sa.Select[Any]:
    """Return the query of sessions with what their runs add up to."""
    waiting = (
        sa.select(sa.func.count())
        .select_from(session_messages)
        .where(session_messages.c.session_id == sessions.c.id, MESSAGE_IN_LINE, MESSAGE_WAITS)
        .scalar_subquery()
    )
    theirs = runs.alias("theirs")
    agent_session = (
        sa.select(theirs.c.agent_session_id)
        .where(theirs.c.stream_id == sessions.c.id, theirs.c.agent_session_id.is_not(None))
        .order_by(theirs.c.created_at.desc(), theirs.c.id.desc())
        .limit(sa.literal_column("1"))
        .scalar_subquery()
    )
    return (
        sa.select(
            *rows.SESSION,
            *(_sum(c) for c in rows.USAGE),
            _sum(runs.c.messages),
            waiting,
            agent_session,
        )
        .outerjoin(runs, runs.c.stream_id == sessions.c.id)
        .where(SESSION_SHOWN)
        .group_by(sessions.c.id)
    )


_VIEWS = _views()
_GET = Prepared(_VIEWS.where(_IT))
_LIST = Prepared(_VIEWS.order_by(*_NEWEST))
_ENDED = (
    sa.select(*rows.SESSION)
    .where(SESSION_ENDED, sessions.c.ended_at < bindparam("before"))
    .order_by(sessions.c.ended_at, sessions.c.id)
)
_INSERT = sa.insert(sessions)
# The stream first, as a commit does, or the two could wait for each other.
_LOCK = (
    sa.select(streams.c.id)
    .join(sessions, sessions.c.id == streams.c.id)
    .where(_IT)
    .with_for_update(of=streams)
)
_PURGE = (
    sa.delete(session_messages).where(session_messages.c.session_id == bindparam("session")),
    *(
        sa.delete(table).where(table.c.stream_id == bindparam("session"))
        for table in (permissions, events, processes, runs)
    ),
    sa.delete(sessions).where(_IT),
    sa.delete(streams).where(streams.c.id == bindparam("session")),
)
_ALL_MESSAGES = (
    sa.select(*rows.MESSAGE)
    .where(session_messages.c.session_id == bindparam("session"))
    .order_by(session_messages.c.number)
)
_MESSAGES = Prepared(_ALL_MESSAGES)
_LINE = Prepared(_ALL_MESSAGES.where(MESSAGE_IN_LINE))
_MESSAGE = Prepared(_ALL_MESSAGES.where(session_messages.c.id == bindparam("message")))
_ASKED = (
    sa.select(*rows.PERMISSION)
    .where(permissions.c.stream_id == bindparam("stream"))
    .order_by(permissions.c.created_at, permissions.c.id)
)
_OPEN = Prepared(_ASKED.where(PERMISSION_OPEN))
_PERMISSION = Prepared(_ASKED.where(permissions.c.id == bindparam("permission")))


def add(
    connection: Connection,
    session: QuickSession,
    first: tuple[NewEvent, ...],
    once: IdempotencyRecord | None,
) -> None:
    hold(connection, session.client_id)
    # Before the id, so that who asks again hears of his key, and does not try the next id.
    if once is not None:
        add_once(connection, once)
    try:
        begin_stream(connection, session.id, "session", first)
        connection.execute(_INSERT, rows.session_values(session))
    except exc.IntegrityError as error:
        raise Duplicate("id") from error


def get(connection: Connection, session_id: str) -> SessionView:
    row = _GET.first(connection, {"session": session_id})
    if row is None:
        raise Missing(f"session {session_id}")
    return _view_of(row)


def list_all(connection: Connection) -> Sequence[SessionView]:
    return [_view_of(row) for row in _LIST.all(connection, {})]


def _view_of(row: Row) -> SessionView:
    usage, size = len(rows.SESSION), len(rows.SESSION) + len(rows.USAGE)
    return SessionView(rows.session_of(row[:usage]), Usage(*row[usage:size]), *row[size:])


def ended(connection: Connection, before: datetime) -> Sequence[QuickSession]:
    return [rows.session_of(row) for row in connection.execute(_ENDED, {"before": before})]


def purge(connection: Connection, session_id: str) -> None:
    values = {"session": session_id}
    if connection.execute(_LOCK, values).first() is None:
        return
    for statement in _PURGE:
        connection.execute(statement, values)


def messages(connection: Connection, session_id: str, waiting: bool) -> Sequence[SessionMessage]:
    found = (_LINE if waiting else _MESSAGES).all(connection, {"session": session_id})
    return [rows.message_of(row) for row in found]


def get_message(connection: Connection, session_id: str, message_id: str) -> SessionMessage:
    row = _MESSAGE.first(connection, {"session": session_id, "message": message_id})
    if row is None:
        raise Missing(f"message {message_id}")
    return rows.message_of(row)


def open_permissions(connection: Connection, stream_id: str) -> Sequence[Permission]:
    return [rows.permission_of(row) for row in _OPEN.all(connection, {"stream": stream_id})]


def get_permission(connection: Connection, stream_id: str, permission_id: str) -> Permission:
    row = _PERMISSION.first(connection, {"stream": stream_id, "permission": permission_id})
    if row is None:
        raise Missing(f"question {permission_id}")
    return rows.permission_of(row)
