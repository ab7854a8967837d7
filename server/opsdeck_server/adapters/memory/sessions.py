"""Sessions in memory: what the store's methods of the same names do with its tables."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from opsdeck_server.adapters.memory.tables import Tables, found
from opsdeck_server.domain.permissions import Permission
from opsdeck_server.domain.runs import Usage
from opsdeck_server.domain.sessions import (
    MessageState,
    QuickSession,
    SessionMessage,
    SessionView,
)
from opsdeck_server.ports.store import Missing


def get(t: Tables, session_id: str) -> SessionView:
    """Return a session with what its runs add up to, or raise Missing."""
    session = found(t.sessions, "session", session_id)
    if session.deleted_at is not None:
        raise Missing(f"session {session_id}")
    theirs = [run for run in t.runs.values() if run.stream_id == session_id]
    theirs.sort(key=lambda run: (run.created_at, run.id))
    names = [run.agent_session_id for run in theirs if run.agent_session_id is not None]
    line = messages(t, session_id, waiting=True)
    return SessionView(
        session,
        sum((run.usage for run in theirs), Usage()),
        sum(run.messages for run in theirs),
        sum(message.state is MessageState.waiting for message in line),
        names[-1] if names else None,
    )


def list_all(t: Tables) -> Sequence[SessionView]:
    """Return the sessions that were not deleted, the last activity first."""
    shown = [session for session in t.sessions.values() if session.deleted_at is None]
    shown.sort(key=lambda session: (session.last_activity, session.id), reverse=True)
    return [get(t, session.id) for session in shown]


def has_open(t: Tables, client_id: str) -> bool:
    """Return whether a client has open sessions."""
    return any(one.open for one in t.sessions.values() if one.client_id == client_id)


def ended(t: Tables, before: datetime) -> Sequence[QuickSession]:
    """Return the sessions that ended before a moment, the first to end first."""
    ends = [(one.ended_at, one.id, one) for one in t.sessions.values()]
    over = [(at, name, one) for at, name, one in ends if at is not None and at < before]
    return [one for *_, one in sorted(over, key=lambda end: end[:2])]


def purge(t: Tables, session_id: str) -> None:
    """Forget a session with its stream."""
    if t.sessions.pop(session_id, None) is None:
        return
    t.messages = {k: one for k, one in t.messages.items() if one.session_id != session_id}
    t.permissions = {k: one for k, one in t.permissions.items() if one.stream_id != session_id}
    t.processes = {k: one for k, one in t.processes.items() if one.stream_id != session_id}
    t.runs = {k: one for k, one in t.runs.items() if one.stream_id != session_id}
    del t.events[session_id], t.streams[session_id]


def messages(t: Tables, session_id: str, *, waiting: bool) -> Sequence[SessionMessage]:
    """Return the messages of a session in order; with `waiting` what waits or runs."""
    line = (MessageState.waiting, MessageState.running)
    theirs = [one for one in t.messages.values() if one.session_id == session_id]
    wanted = [one for one in theirs if not waiting or one.state in line]
    return sorted(wanted, key=lambda message: message.number)


def get_message(t: Tables, session_id: str, message_id: str) -> SessionMessage:
    """Return one message of a session, or raise Missing."""
    message = found(t.messages, "message", message_id)
    if message.session_id != session_id:
        raise Missing(f"message {message_id}")
    return message


def save_message(t: Tables, message: SessionMessage) -> None:
    """Store a message under the number that it has, or under the next."""
    known = t.messages.get(message.id)
    t.last_number += known is None
    number = t.last_number if known is None else known.number
    t.messages[message.id] = replace(message, number=number)


def open_permissions(t: Tables, stream_id: str) -> Sequence[Permission]:
    """Return the questions that are pending or not delivered, oldest first."""
    theirs = [one for one in t.permissions.values() if one.stream_id == stream_id]
    wanted = [one for one in theirs if one.open or not one.delivered]
    return sorted(wanted, key=lambda permission: (permission.created_at, permission.id))


def get_permission(t: Tables, stream_id: str, permission_id: str) -> Permission:
    """Return one question of a stream, or raise Missing."""
    permission = found(t.permissions, "question", permission_id)
    if permission.stream_id != stream_id:
        raise Missing(f"question {permission_id}")
    return permission
