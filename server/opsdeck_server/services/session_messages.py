"""A session's journal as a conversation that a person reads."""

import asyncio
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from opsdeck_server.domain.errors import MessageNotFound
from opsdeck_server.domain.events import (
    AssistantText,
    ErrorEvent,
    Event,
    ToolUse,
    TurnResult,
    UserMessage,
    role_of,
)
from opsdeck_server.domain.readings import Bound, Conversation
from opsdeck_server.domain.sessions import MessageState, SessionMessage
from opsdeck_server.ports.store import Missing, Store
from opsdeck_server.services.idempotency import Answer


@dataclass(frozen=True, slots=True)
class Said:
    """One message, whoever said it."""

    id: str
    role: str
    content: str
    time: datetime
    cost_usd: float | None = None
    tool_name: str | None = None
    tool_input: str | None = None
    waiting: bool = False


def said_by(message: SessionMessage) -> Said:
    """Return a message of a person."""
    waiting = message.state is MessageState.waiting
    return Said(message.id, "user", message.content, message.created_at, waiting=waiting)


def answer_of(message: SessionMessage) -> Answer:
    """Return what a repeated request to send a message is answered with, fit for JSON."""
    return {
        "id": message.id,
        "content": message.content,
        "createdAt": message.created_at.isoformat(),
        "waiting": message.state is MessageState.waiting,
    }


@dataclass(frozen=True, slots=True)
class History:
    """The newest messages of a session, in order; those that wait come last.

    `omitted` counts those that are older.
    """

    said: Sequence[Said]
    omitted: int


async def history(
    store: Store, session_id: str, limit: int | None = None, before: str | None = None
) -> History:
    """Return the newest messages of a session, with `before` those older than that one.

    Raises MessageNotFound, and Missing where there is no session.
    """
    bound = Bound() if limit is None else Bound(rows=limit)
    try:
        found = await store.read_conversation(session_id, bound, before)
    except Missing:
        seq = await _position(store, session_id, before or "")
        found = await store.read_conversation(session_id, bound, seq)
    return History(_listed(found), found.omitted)


def _listed(found: Conversation) -> Sequence[Said]:
    """Return messages as they are shown.

    A message has the time at which it came, not that at which its turn came. What a turn
    cost is on the last thing that the agent said in it.
    """
    listed: list[Said] = []
    answer: int | None = None
    for event in found.events:
        if isinstance(event.payload, TurnResult) and answer is not None:
            listed[answer] = replace(listed[answer], cost_usd=event.payload.usage.cost_usd)
            answer = None
        said = _said(event)
        if said is None:
            continue
        if said.role == "assistant":
            answer = len(listed)
        listed.append(replace(said, time=found.came.get(said.id, said.time)))
    if answer is not None and found.next_cost is not None:
        listed[answer] = replace(listed[answer], cost_usd=found.next_cost)
    return [*listed, *map(said_by, found.waiting)]


async def _position(store: Store, session_id: str, message_id: str) -> int:
    """Return the number of the event that is a message, given the id which that has here.

    Raises MessageNotFound, and Missing where there is no session.
    """
    last = (await store.get_stream(session_id)).last_seq
    # A long session has many to try; who else asks does not wait for it.
    seq = await asyncio.to_thread(_seq_of, session_id, message_id, last)
    found = await store.read_events(session_id, seq - 1, 1) if seq else ()
    if not found or _said(found[0]) is None:
        raise MessageNotFound(
            f"the session has no message {message_id}, or it was withdrawn: "
            "ask for the newest, without before",
            id=message_id,
        )
    return seq


def _seq_of(session_id: str, message_id: str, last: int) -> int:
    """Return the number of the event with an id, the newest tried first; 0 where none has it."""
    try:
        if uuid.UUID(message_id).version != 5:
            return 0  # no event has such an id
    except ValueError:
        return 0
    return next((seq for seq in range(last, 0, -1) if _id(session_id, seq) == message_id), 0)


def _said(event: Event) -> Said | None:
    role = role_of(event.payload)
    if role is None:
        return None
    plain = Said(_id(event.stream_id, event.seq), role, "", event.time)
    match event.payload:
        case UserMessage(message_id=message_id, text=text):
            return replace(plain, id=message_id, content=text)
        case AssistantText(text=text) | TurnResult(text=text):
            return replace(plain, content=text)
        case ErrorEvent(message=text):
            return replace(plain, content=text)
        case ToolUse(tool=tool, input=shown, input_json=whole):
            return replace(plain, content=shown, tool_name=tool, tool_input=whole)
        case _:
            return None


def _id(stream_id: str, seq: int) -> str:
    """Return a UUID that is the same each time the journal is read."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"opsdeck:{stream_id}:{seq}"))
