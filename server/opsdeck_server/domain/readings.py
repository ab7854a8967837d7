"""What a person reads of a journal: a job's log, a session's conversation; the newest first.

A journal grows without a bound, so each is read up to one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from opsdeck_server.domain.events import (
    ApiRetry,
    AssistantText,
    ErrorEvent,
    Event,
    Notice,
    PermissionRequest,
    PermissionResolved,
    StatusChange,
    Stderr,
    Step,
    ToolResult,
    ToolUse,
    TurnResult,
)
from opsdeck_server.domain.sessions import SessionMessage

READ_ROWS = 5_000
"""Lines of a log, or messages of a conversation, that are read at once."""

READ_CHARACTERS = 5_500_000
"""Characters of them, as the journal keeps them. In JSON none takes more than 12 bytes, and an
answer has at most 64 MiB."""


@dataclass(frozen=True, slots=True)
class Bound:
    """How much is read at once: so many entries, of so many characters; at least one."""

    rows: int = READ_ROWS
    characters: int = READ_CHARACTERS


class Room:
    """What is left of a bound while entries are read, the newest first.

    `refused` says whether one did not fit; no older one does then.
    """

    def __init__(self, bound: Bound) -> None:
        self._rows = bound.rows
        self._characters = bound.characters
        self._empty = True
        self.refused = False

    def takes(self, characters: int, *, counts: bool = True) -> bool:
        """Return whether an entry fits, and take it then. The first one always fits.

        What does not count is read along with the entries, and is none.
        """
        short = self._characters < (characters if counts else 1)
        if self.refused or self._rows <= 0 or (short and not self._empty):
            self.refused = True
            return False
        self._characters -= characters
        if counts:
            self._rows -= 1
            self._empty = False
        return True


@dataclass(frozen=True, slots=True)
class Log:
    """The newest events that are lines of a job's log, in order.

    `omitted` counts those that are older.
    """

    events: Sequence[Event] = ()
    omitted: int = 0


@dataclass(frozen=True, slots=True)
class Conversation:
    """The newest messages of a session before a place in it, all as of one moment.

    `events` has the messages of the journal and the results of turns between them, in order;
    `waiting` what waits in line after that. `came` says when the messages of a person came,
    by their ids; `next_cost` is what the turn cost that was going on at the place, where it
    is owed to the last message of the agent before it. `omitted` counts the messages that
    are older.
    """

    events: Sequence[Event] = ()
    waiting: Sequence[SessionMessage] = ()
    came: Mapping[str, datetime] = field(default_factory=dict[str, datetime])
    next_cost: float | None = None
    omitted: int = 0


def line_of(event: Event) -> tuple[str, str] | None:
    """Return the type (`stdout`, `stderr`, `system`) and the text of an event.

    None for what a person would not want to read again: a tool's whole answer, a result
    that repeats what was said.
    """
    match event.payload:
        case AssistantText(text=text):
            return "stdout", text
        case ToolUse(tool=tool, input=shown):
            return "stdout", f"{tool}: {shown}" if shown else tool
        case ToolResult(is_error=True, content=content):
            return "stdout", f"The tool failed: {content[:2000]}"
        case Stderr(text=text):
            return "stderr", text
        case TurnResult(is_error=True, text=text, subtype=subtype):
            return "system", f"The agent ended with an error: {text or subtype}"
        case TurnResult(is_error=False, usage=usage):
            tokens = f"{usage.input_tokens} tokens in, {usage.output_tokens} out"
            return "system", f"The agent is done: {tokens}, ${usage.cost_usd:.4f}"
        case Step(message=text) | ErrorEvent(message=text) | Notice(text=text) if text:
            return "system", text
        case StatusChange(status=status, reason=reason):
            return (
                "system",
                f"The job is {status}." if reason is None else f"The job is {status}: {reason}",
            )
        case ApiRetry(attempt=attempt, max_attempts=most, error=error):
            return "system", f"The agent tries its model again ({attempt} of {most}): {error}"
        case PermissionRequest(tool=tool, input=shown):
            return "system", f"The agent asks whether it may use {tool}: {shown}"
        case PermissionResolved(outcome=outcome):
            return "system", f"The question was {outcome}."
        case _:
            return None
