"""What a person reads of a journal in memory."""

from collections.abc import Callable, Sequence
from dataclasses import asdict

from opsdeck_server.adapters.memory.sessions import get_message, messages
from opsdeck_server.adapters.memory.tables import Tables
from opsdeck_server.domain.events import (
    AssistantText,
    Event,
    TurnResult,
    UserMessage,
    role_of,
)
from opsdeck_server.domain.readings import Bound, Conversation, Log, Room, line_of
from opsdeck_server.domain.sessions import MessageState, SessionMessage
from opsdeck_server.ports.store import Missing


def log(t: Tables, stream_id: str, bound: Bound) -> Log:
    """Return the newest lines of a log."""
    lines = [each for each in t.events.get(stream_id, []) if line_of(each) is not None]
    found = _newest(lines, Room(bound), lambda _: True)
    return Log(found, len(lines) - len(found))


def conversation(
    t: Tables, session_id: str, bound: Bound, before: str | int | None
) -> Conversation:
    """Return the newest messages of a session, or raise Missing."""
    journal = t.events.get(session_id, [])
    line = [m for m in messages(t, session_id, waiting=True) if m.state is MessageState.waiting]
    end = len(journal) + 1
    if isinstance(before, int):
        line, end = [], before
    elif before is not None:
        place = get_message(t, session_id, before)
        if place.state is MessageState.waiting:
            line = [each for each in line if each.number < place.number]
        else:
            line, end = [], _given(journal, place)
    room = Room(bound)
    waiting: list[SessionMessage] = []
    for message in reversed(line):
        if not room.takes(len(message.content)):
            break
        waiting.insert(0, message)
    older = [each for each in journal if each.seq < end]
    said = [each for each in older if _is_message(each) or isinstance(each.payload, TurnResult)]
    found = _newest(said, room, _is_message)
    return Conversation(
        found,
        waiting,
        {one.id: one.created_at for one in messages(t, session_id, waiting=False)},
        _next_price(journal[end - 1 :]),
        len(line) - len(waiting) + sum(map(_is_message, older)) - sum(map(_is_message, found)),
    )


def _newest(
    events: Sequence[Event], room: Room, counts: Callable[[Event], bool]
) -> Sequence[Event]:
    found: list[Event] = []
    for event in reversed(events):
        if not room.takes(len(str(asdict(event.payload))), counts=counts(event)):
            break
        found.append(event)
    return found[::-1]


def _given(journal: Sequence[Event], message: SessionMessage) -> int:
    for event in journal:
        if isinstance(event.payload, UserMessage) and event.run_id == message.run_id:
            return event.seq
    raise Missing(f"message {message.id}")


def _next_price(events: Sequence[Event]) -> float | None:
    for event in events:
        if isinstance(event.payload, TurnResult):
            return event.payload.usage.cost_usd
        if isinstance(event.payload, AssistantText) and _is_message(event):
            return None
    return None


def _is_message(event: Event) -> bool:
    return role_of(event.payload) is not None
