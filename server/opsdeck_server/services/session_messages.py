"""A session's journal as a conversation that a person reads."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from opsdeck_server.domain.events import (
    AssistantText,
    ErrorEvent,
    Event,
    ToolUse,
    TurnResult,
    UserMessage,
    role_of,
)
from opsdeck_server.domain.sessions import MessageState, SessionMessage
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


class Reader:
    """Reads a journal in order, page by page."""

    def __init__(self) -> None:
        self._said: list[Said] = []
        self._answer: int | None = None

    def read(self, events: Iterable[Event]) -> None:
        """Take the next events."""
        for event in events:
            payload = event.payload
            if isinstance(payload, TurnResult):
                self._price(payload.usage.cost_usd)
            said = _said(event)
            if said is None:
                continue
            if said.role == "assistant":
                self._answer = len(self._said)
            self._said.append(said)

    def all(self, messages: Sequence[SessionMessage]) -> Sequence[Said]:
        """Return what was said, and after it what waits, given all messages of people.

        A message has the time at which it came, not that at which its turn came.
        """
        came = {message.id: message.created_at for message in messages}
        said = [replace(each, time=came.get(each.id, each.time)) for each in self._said]
        waiting = [m for m in messages if m.state is MessageState.waiting]
        return [*said, *map(said_by, waiting)]

    def _price(self, cost: float) -> None:
        """Note what a turn cost on the last thing that the agent said in it."""
        if self._answer is not None:
            self._said[self._answer] = replace(self._said[self._answer], cost_usd=cost)
            self._answer = None


def _said(event: Event) -> Said | None:
    role = role_of(event.payload)
    if role is None:
        return None
    plain = Said(_id(event), role, "", event.time)
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


def _id(event: Event) -> str:
    """Return a UUID that is the same each time the journal is read."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"opsdeck:{event.stream_id}:{event.seq}"))
