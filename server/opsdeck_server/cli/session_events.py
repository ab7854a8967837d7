"""A session's events as a person would want to read them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from opsdeck_server.cli.events import EventLines
from opsdeck_server.cli.output import clean, dollars, duration, one_line
from opsdeck_server.domain.events import interrupted

if TYPE_CHECKING:
    from opsdeck.v1.event_pb2 import Event


class SessionLines(EventLines):
    """Turns a session's events into lines: those of a run, and what a conversation adds."""

    def __init__(self, *, thinking: bool = False) -> None:
        super().__init__(thinking=thinking)
        self._renderers |= {
            "user_message": self._user_message,
            "waiting_message": _waiting_message,
        }

    def words(self, event: "Event") -> str:
        """Return what the agent itself says with an event; `lines` leaves that out."""
        kind = event.WhichOneof("payload")
        if kind == "assistant_text" and not event.assistant_text.HasField("parent_tool_use_id"):
            self._last_text = clean(event.assistant_text.text).strip("\n")
            return self._last_text
        return self._unsaid(event) if kind == "result" else ""

    def _assistant_text(self, event: "Event") -> Iterator[Text]:
        if event.assistant_text.HasField("parent_tool_use_id"):
            yield from super()._assistant_text(event)

    def _status_change(self, event: "Event") -> Iterator[Text]:
        """Idle and running show by themselves; a failure is said once."""
        change = event.status_change
        reason = clean(change.reason).strip()
        if change.terminal:
            yield Text(f"● {one_line(change.status)}{f': {reason}' if reason else ''}", style="dim")
        elif reason and reason != self._last_error:
            self._last_error = reason
            yield Text(f"✗ {reason}", style="red")

    def _result(self, event: "Event") -> Iterator[Text]:
        result = event.result
        if not (result.is_error and interrupted(result.subtype)):
            yield from self._trouble(event)
        # Less is no news, and would read "0.0 s".
        facts = [duration(result.duration_ms / 1000)] if result.duration_ms >= 50 else []
        if cost := dollars(result.usage.cost_usd):
            facts.append(cost)
        if facts:
            yield Text(f"  {' · '.join(facts)}", style="dim")

    def _run_state(self, event: "Event") -> Iterator[Text]:
        from opsdeck.v1.run_pb2 import Run

        reason = clean(event.run_state.reason).strip()
        if event.run_state.state == Run.stopped:
            yield Text("■ interrupted", style="magenta")
        elif reason and reason != self._last_error:
            self._last_error = reason
            yield Text(f"✗ {reason}", style="red")

    def _user_message(self, event: "Event") -> Iterator[Text]:
        self._last_error = self._last_text = ""  # the same again is said again
        yield user_line(event.user_message.text)


def user_line(text: str) -> Text:
    """Return what a person said."""
    first, *rest = clean(text).strip("\n").split("\n")
    return Text("\n".join([f"❯ {first}", *(f"  {line}" for line in rest)]), style="bold")


def _waiting_message(event: "Event") -> Iterator[Text]:
    message = event.waiting_message
    what = {"waiting": "waiting", "edited": "waiting, changed"}.get(message.change, message.change)
    yield Text(f"⋯ {one_line(what, 40)}: {one_line(message.text)}", style="dim")
