"""Which messages an agent has answered, and how each turn ended."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsdeck_server.cli.failures import ExitCode

if TYPE_CHECKING:
    from opsdeck.v1.event_pb2 import Event

_REMEMBERED = 1000
"""Turns that are kept: of a session that goes on for days, the last ones matter."""


@dataclass(slots=True)
class Turn:
    """What an agent makes of one message. `ended` is None while it is at it."""

    run_id: str = ""
    ended: ExitCode | None = None


class Turns:
    """Reads a session's journal for where its messages stand."""

    def __init__(self) -> None:
        self._turns: OrderedDict[str, Turn] = OrderedDict()
        self._messages: dict[str, str] = {}

    def of(self, message_id: str) -> Turn:
        """Return the turn of a message; one that the journal does not know has not begun."""
        return self._turns.get(message_id, Turn())

    def note(self, event: "Event") -> None:
        """Take note of one event."""
        kind = event.WhichOneof("payload")
        if kind == "user_message":
            self._begin(event.user_message.message_id, event.run_id)
        elif kind == "run_state":
            self._end(self._messages.get(event.run_id, ""), _meaning(event))
        elif kind == "waiting_message" and event.waiting_message.change == "withdrawn":
            self._begin(event.waiting_message.message_id, "")
            self._end(event.waiting_message.message_id, ExitCode.cancelled)

    def _begin(self, message_id: str, run_id: str) -> None:
        self._turns[message_id] = Turn(run_id)
        if run_id:
            self._messages[run_id] = message_id
        if len(self._turns) > _REMEMBERED:
            _, gone = self._turns.popitem(last=False)
            self._messages.pop(gone.run_id, None)

    def _end(self, message_id: str, ended: ExitCode | None) -> None:
        if ended is not None and (turn := self._turns.get(message_id)):
            turn.ended = ended


def _meaning(event: "Event") -> ExitCode | None:
    from opsdeck.v1.run_pb2 import Run

    return {
        Run.succeeded: ExitCode.ok,
        Run.failed: ExitCode.failed,
        Run.lost: ExitCode.failed,
        Run.stopped: ExitCode.cancelled,
    }.get(event.run_state.state)
