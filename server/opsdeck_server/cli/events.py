"""A journal's events as a person would want to read them."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from opsdeck_server.cli.output import STATUS_STYLES, clean, duration, one_line

if TYPE_CHECKING:
    from opsdeck.v1.event_pb2 import Event

_NAME_WIDTH = 14
_STDERR_LINES = 20
"""Lines of one piece of standard error that are shown; the log has them all."""


class EventLines:
    """Turns events into lines. It remembers what was said, so that nothing is said twice."""

    def __init__(self, *, thinking: bool = False) -> None:
        self._thinking = thinking
        self._agent = ""
        self._last_text = ""
        self._last_error = ""
        self._tools: dict[str, str] = {}
        self._renderers: dict[str, Callable[[Event], Iterator[Text]]] = {
            "status_change": self._status_change,
            "run_state": self._run_state,
            "step": _step,
            "agent_started": self._agent_started,
            "assistant_text": self._assistant_text,
            "thinking": self._thought,
            "tool_use": self._tool_use,
            "tool_result": self._tool_result,
            "result": self._result,
            "notice": _notice,
            "permission_request": _permission_request,
            "permission_resolved": _permission_resolved,
            "stderr": _stderr,
            "api_retry": _api_retry,
            "error": self._error,
        }

    def lines(self, event: "Event") -> list[Text]:
        """Return the lines of one event; none for what a person need not see."""
        renderer = self._renderers.get(event.WhichOneof("payload") or "")
        return list(renderer(event)) if renderer else []

    def _status_change(self, event: "Event") -> Iterator[Text]:
        change = event.status_change
        reason = f": {clean(change.reason)}" if change.reason and not change.terminal else ""
        if not change.terminal:  # the end has a summary of its own
            style = STATUS_STYLES.get(change.status, "")
            yield Text(f"● {one_line(change.status)}{reason}", style=style)

    def _agent_started(self, event: "Event") -> Iterator[Text]:
        started = event.agent_started
        parts = [started.version, started.model, started.permission_mode]
        said = ", ".join(part for part in map(one_line, parts) if part)
        if said != self._agent:  # an agent says hello at each turn
            self._agent = said
            yield _named("agent", f"Started{f' ({said})' if said else ''}.")

    def _assistant_text(self, event: "Event") -> Iterator[Text]:
        text = clean(event.assistant_text.text).strip("\n")
        self._last_text = text
        if event.assistant_text.HasField("parent_tool_use_id"):
            yield Text("\n".join(f"    {line}" for line in text.splitlines()), style="dim")
        elif text.strip():
            yield Text(text)

    def _thought(self, event: "Event") -> Iterator[Text]:
        text = clean(event.thinking.text).strip()
        if self._thinking and text:
            yield Text(text, style="dim italic")

    def _tool_use(self, event: "Event") -> Iterator[Text]:
        use = event.tool_use
        self._tools[use.tool_use_id] = one_line(use.tool, 60)
        yield _tool_line(
            "›", "cyan", use.tool, use.input, nested=use.HasField("parent_tool_use_id")
        )

    def _tool_result(self, event: "Event") -> Iterator[Text]:
        result = event.tool_result
        tool = self._tools.pop(result.tool_use_id, "")
        if result.is_error:
            nested = result.HasField("parent_tool_use_id")
            yield _tool_line("✗", "red", tool or "tool", result.content, nested=nested)

    def _result(self, event: "Event") -> Iterator[Text]:
        if text := self._unsaid(event):
            yield Text(text)
        yield from self._trouble(event)

    def _unsaid(self, event: "Event") -> str:
        """Return the text of a result that no block of text has said."""
        text = clean(event.result.text).strip()
        return "" if event.result.is_error or text == self._last_text.strip() else text

    def _trouble(self, event: "Event") -> Iterator[Text]:
        result = event.result
        if result.is_error:
            self._last_error = clean(result.text).strip() or one_line(result.subtype)
            yield Text(f"✗ {self._last_error}", style="red")
        if result.denied_tools:
            names = ", ".join(one_line(name, 60) for name in result.denied_tools)
            yield Text(f"  denied: {names}", style="yellow")

    def _run_state(self, event: "Event") -> Iterator[Text]:
        reason = clean(event.run_state.reason).strip()
        if reason and reason != self._last_error:
            yield _named("agent", reason, "red")

    def _error(self, event: "Event") -> Iterator[Text]:
        message = clean(event.error.message).strip()
        if message != self._last_error:
            self._last_error = message
            yield Text(f"✗ {message}", style="red")


def _named(name: str, text: str, style: str = "") -> Text:
    shown = one_line(name, 40).replace("_", " ")
    return Text("  ") + Text(shown.ljust(_NAME_WIDTH), style="dim") + Text(clean(text), style=style)


def _tool_line(sign: str, style: str, tool: str, value: str, *, nested: bool) -> Text:
    start = Text("    " if nested else "")
    return (
        start
        + Text(f"{sign} ", style=style)
        + Text(one_line(tool, 60), style="bold")
        + Text(f"  {one_line(value)}" if value else "", style="" if sign == "›" else "dim")
    )


def _step(event: "Event") -> Iterator[Text]:
    yield _named(event.step.name, event.step.message)


def _notice(event: "Event") -> Iterator[Text]:
    yield Text(f"  {one_line(event.notice.text or event.notice.kind)}", style="dim")


def _permission_request(event: "Event") -> Iterator[Text]:
    asked = event.permission_request
    yield Text(f"? May it use {one_line(asked.tool, 60)}: {one_line(asked.input)}", style="yellow")


def _permission_resolved(event: "Event") -> Iterator[Text]:
    done = event.permission_resolved
    said = f": {one_line(done.message)}" if done.message else ""
    yield Text(f"  {one_line(done.outcome)}{said}", style="yellow")


def _stderr(event: "Event") -> Iterator[Text]:
    lines = clean(event.stderr.text).splitlines()
    for line in lines[:_STDERR_LINES]:
        yield _named("stderr", line, "dim")
    if len(lines) > _STDERR_LINES:
        yield _named("stderr", f"… and {len(lines) - _STDERR_LINES} lines more", "dim")


def _api_retry(event: "Event") -> Iterator[Text]:
    retry = event.api_retry
    status = f" (status {retry.status})" if retry.HasField("status") else ""
    yield Text(
        f"  The model's API: {one_line(retry.error)}{status}; "
        f"try {retry.attempt} of {retry.max_attempts} in {duration(retry.delay_ms / 1000)}",
        style="yellow",
    )
