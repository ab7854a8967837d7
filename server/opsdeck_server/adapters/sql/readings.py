"""What a person reads of a journal, in SQL: the newest first, and no more than is wanted."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from opsdeck_server.adapters.sql import rows
from opsdeck_server.adapters.sql.prepared import Row
from opsdeck_server.adapters.sql.tables import MESSAGE_WAITS, events, session_messages
from opsdeck_server.domain.events import (
    Event,
    TurnResult,
    UserMessage,
    role_of,
)
from opsdeck_server.domain.readings import Bound, Conversation, Log, Room
from opsdeck_server.domain.sessions import MessageState, SessionMessage
from opsdeck_server.ports.store import Missing

_AHEAD = 8
"""Rows that PostgreSQL sends ahead: each may be large."""

_IDS = 500
"""Ids in one query."""

_END = 2**62
"""More than any number of an event or a message."""


def _of(*types: str) -> sa.ColumnElement[bool]:
    return events.c.type.in_([sa.literal_column(f"'{each}'") for each in types])


def _has(text: str) -> sa.ColumnElement[bool]:
    """Return whether a payload has a field: within a text its quotes would be escaped."""
    return events.c.payload.contains(text, autoescape=True)


# Each says of a row what the function in the domain says of the event: `role_of`, `line_of`.
# What is sure without the payload comes first, for that may be large.
_NO_SUB_AGENT = ~_has('"parent_tool_use_id":"')
_ANSWER = sa.and_(_of("assistantText"), _NO_SUB_AGENT)
_MESSAGE = sa.or_(
    _of("userMessage", "error"),
    _ANSWER,
    sa.and_(_of("toolUse"), _NO_SUB_AGENT),
    sa.and_(_of("result"), _has('"is_error":true'), ~_has('"subtype":"aborted')),
)
_LINE = sa.or_(
    _of("assistantText", "toolUse", "stderr", "result", "statusChange"),
    _of("apiRetry", "permissionRequest", "permissionResolved"),
    sa.and_(_of("toolResult"), _has('"is_error":true')),
    sa.and_(_of("step", "error"), ~_has('"message":""')),
    sa.and_(_of("notice"), ~_has('"text":""')),
)

_STREAM = events.c.stream_id == bindparam("stream")
_OLDER = sa.and_(_STREAM, events.c.seq < bindparam("before"))


def _newest(wanted: sa.ColumnElement[bool]) -> Any:
    return sa.select(*rows.EVENT).where(_OLDER, wanted).order_by(events.c.seq.desc())


def _count(wanted: sa.ColumnElement[bool]) -> Any:
    return sa.select(sa.func.count()).select_from(events).where(_OLDER, wanted)


_LINES, _LINES_OLDER = _newest(_LINE), _count(_LINE)
_SAID, _SAID_OLDER = _newest(sa.or_(_MESSAGE, _of("result"))), _count(_MESSAGE)
_NEXT_PRICE = (
    sa.select(*rows.EVENT)
    .where(_STREAM, events.c.seq >= bindparam("before"), sa.or_(_of("result"), _ANSWER))
    .order_by(events.c.seq)
    .limit(1)
)
_GIVEN = sa.select(sa.func.max(events.c.seq)).where(
    _STREAM, events.c.run_id == bindparam("run"), _of("userMessage")
)
_THEIRS = session_messages.c.session_id == bindparam("session")
_MESSAGE_PLACE = sa.select(
    session_messages.c.state, session_messages.c.number, session_messages.c.run_id
).where(_THEIRS, session_messages.c.id == bindparam("message"))
_LINE_OLDER = sa.and_(_THEIRS, MESSAGE_WAITS, session_messages.c.number < bindparam("before"))
_WAITING = sa.select(*rows.MESSAGE).where(_LINE_OLDER).order_by(session_messages.c.number.desc())
_WAITING_OLDER = sa.select(sa.func.count()).select_from(session_messages).where(_LINE_OLDER)
_CAME = sa.select(session_messages.c.id, session_messages.c.created_at).where(
    _THEIRS, session_messages.c.id.in_(bindparam("ids", expanding=True))
)


def log(connection: Connection, stream_id: str, bound: Bound) -> Log:
    """Return the newest lines of a log. It takes several queries: a snapshot's."""
    values: dict[str, Any] = {"stream": stream_id, "before": _END}
    room = Room(bound)
    found = _events(connection, _LINES, values, room, lambda _: True)
    if not room.refused:
        return Log(found)
    values["before"] = found[0].seq
    return Log(found, _scalar(connection, _LINES_OLDER, values))


def conversation(
    connection: Connection, session_id: str, bound: Bound, before: str | int | None
) -> Conversation:
    """Return the newest messages of a session. It takes several queries: a snapshot's."""
    number, seq = _place(connection, session_id, before)
    room = Room(bound)
    waiting, omitted = _waiting(connection, session_id, number, room)
    values: dict[str, Any] = {"stream": session_id, "before": seq}
    found = _events(connection, _SAID, values, room, _is_message)
    if room.refused:
        # To count takes reading all that is older, so it is left where nothing is.
        oldest = next((each.seq for each in found if _is_message(each)), seq)
        omitted += _scalar(connection, _SAID_OLDER, {**values, "before": oldest})
    said = [each.payload for each in found]
    ids = [payload.message_id for payload in said if isinstance(payload, UserMessage)]
    came = _came(connection, session_id, ids)
    price = None if seq == _END else _next_price(connection, values)
    return Conversation(found, waiting, came, price, omitted)


def _place(connection: Connection, session_id: str, before: str | int | None) -> tuple[int, int]:
    """Return the number in line, and the one in the journal, that all is older than."""
    if before is None:
        return _END, _END
    if isinstance(before, int):
        return 0, before
    values: dict[str, Any] = {"session": session_id, "message": before}
    row = connection.execute(_MESSAGE_PLACE, values).first()
    if row is not None and row.state is MessageState.waiting:
        return row.number, _END
    # What was withdrawn has no place any more: no event says that the agent was given it.
    given = None
    if row is not None:
        given = _scalar(connection, _GIVEN, {"stream": session_id, "run": row.run_id})
    if given is None:
        raise Missing(f"message {before}")
    return 0, given


def _waiting(
    connection: Connection, session_id: str, before: int, room: Room
) -> tuple[Sequence[SessionMessage], int]:
    """Return the newest messages that wait and fit, and how many do not."""
    if not before:
        return (), 0
    values: dict[str, Any] = {"session": session_id, "before": before}
    found: list[SessionMessage] = []
    for row in _each(connection, _WAITING, values):
        message = rows.message_of(row)
        if not room.takes(len(message.content)):
            break
        found.append(message)
    if found:
        values["before"] = found[-1].number
    return found[::-1], _scalar(connection, _WAITING_OLDER, values)


def _events(
    connection: Connection,
    query: Any,
    values: Mapping[str, Any],
    room: Room,
    counts: Callable[[Event], bool],
) -> Sequence[Event]:
    found: list[Event] = []
    for row in _each(connection, query, values):
        event = rows.event_of(row)
        if not room.takes(len(row[-1]), counts=counts(event)):
            break
        found.append(event)
    return found[::-1]


def _each(connection: Connection, query: Any, values: Mapping[str, Any]) -> Iterator[Row]:
    """Yield rows as they are asked for: what is not, no database sends."""
    # SQLite reads no row before it is asked for, unless SQLAlchemy asks ahead.
    ahead = connection.dialect.name != "sqlite"
    options = {"stream_results": True, "max_row_buffer": _AHEAD} if ahead else {}
    with closing(connection.execute(query, values, execution_options=options)) as found:
        yield from found


def _came(connection: Connection, session_id: str, ids: Sequence[str]) -> Mapping[str, datetime]:
    came: dict[str, datetime] = {}
    for start in range(0, len(ids), _IDS):
        values = {"session": session_id, "ids": ids[start : start + _IDS]}
        came.update((row[0], row[1]) for row in connection.execute(_CAME, values))
    return came


def _next_price(connection: Connection, values: Mapping[str, Any]) -> float | None:
    """Return what the first turn to end at or after a place cost, unless an answer is first."""
    row = connection.execute(_NEXT_PRICE, values).first()
    payload = None if row is None else rows.event_of(row).payload
    return payload.usage.cost_usd if isinstance(payload, TurnResult) else None


def _is_message(event: Event) -> bool:
    return role_of(event.payload) is not None


def _scalar(connection: Connection, query: Any, values: Mapping[str, Any]) -> Any:
    return connection.execute(query, values).scalar()
