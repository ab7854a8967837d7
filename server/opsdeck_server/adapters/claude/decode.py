"""Lines of Claude Code's stream-json output to events. Nothing here waits or does anything.

Fields are read by their names, never by their place, and what is not known goes on as
UnknownEvent: a newer CLI breaks nobody.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from opsdeck_server.adapters._text import items, record, string, unknown, whole
from opsdeck_server.adapters.claude import content, notices
from opsdeck_server.adapters.claude.parse import (
    DELTA_PREFIX,
    Delta,
    compact,
    parse_delta,
    parse_line,
)
from opsdeck_server.adapters.claude.result import (
    FORGOTTEN,
    LOGIN_HELP,
    Totals,
    is_forgotten,
    turn_result,
)
from opsdeck_server.adapters.claude.tools import one_value
from opsdeck_server.domain.events import AgentStarted, ApiRetry, Notice, Payload, TextDelta
from opsdeck_server.ports.agent import (
    Ask,
    AskWithdrawn,
    BackgroundTasks,
    Decoded,
    Emit,
    Fatal,
    Forgotten,
    Lifecycle,
    Live,
    Reply,
)

CONTROL = "control:"
"""Begins the tool name of a question that is none about a tool, and that nobody can answer."""

_NOISE = frozenset({"keep_alive", "tool_progress", "prompt_suggestion", "tool_use_summary"})
_NOTHING: tuple[Decoded, ...] = ()
_MOST_TAKEN = 100
_REFUSED = "authentication_failed"


class ClaudeDecoder:
    """Reads the output of one process.

    What it remembers between two lines: what the agent last said of itself, the message
    that is being written, the totals of the last result, the last rate limit, whether the
    login was refused, whether this CLI tells what becomes of messages, and if not, which
    ones it has taken.
    """

    def __init__(self, snapshot: Mapping[str, Any]) -> None:
        self._started = [string(value) for value in items(snapshot.get("started"))]
        self._message_id = string(snapshot.get("message"))
        self._totals = Totals.restored(snapshot.get("totals"))
        self._rate_limit = string(snapshot.get("rate_limit"))
        self._refused = snapshot.get("refused") is True
        self._has_lifecycle = snapshot.get("lifecycle") is True
        self._taken = [string(value) for value in items(snapshot.get("taken"))]

    def snapshot(self) -> Mapping[str, Any]:
        return {
            "started": list(self._started),
            "message": self._message_id,
            "totals": self._totals.to_json(),
            "rate_limit": self._rate_limit,
            "refused": self._refused,
            "lifecycle": self._has_lifecycle,
            "taken": list(self._taken),
        }

    def feed(self, line: bytes) -> Sequence[Decoded]:
        if line.startswith(DELTA_PREFIX):
            parsed = parse_delta(line)
            if parsed is not None:
                return self._delta(
                    parsed.event.delta,
                    parsed.event.index,
                    parsed.api_message_id,
                    parsed.parent_tool_use_id,
                )
        if not line.strip():
            return _NOTHING
        fields = parse_line(line)
        if fields is None:
            return (Emit(unknown("", line)),)
        try:
            return self._read(fields, line)
        except RecursionError:
            return (Emit(unknown(string(fields.get("type")), line)),)

    def _read(self, line: dict[str, Any], raw: bytes) -> Sequence[Decoded]:
        kind = string(line.get("type"))
        match kind:
            case "stream_event":
                return self._stream_event(line)
            case "assistant":
                return _emit(content.of_assistant(line))
            case "user":
                return (*self._message_taken(line), *_emit(content.of_user(line)))
            case "system":
                return self._system(line, raw)
            case "result" if is_forgotten(line):
                return (Emit(Notice("conversation_not_found", FORGOTTEN)), Forgotten())
            case "result":
                given_up = LOGIN_HELP if self._refused else ""
                result, self._totals = turn_result(line, self._totals, given_up)
                return (Emit(result), *self._messages_done(result.is_error))
            case "control_request":
                return _question(line)
            case "control_cancel_request":
                return (AskWithdrawn(string(line.get("request_id"))),)
            case "control_response":
                return _reply(line)
            case "command_lifecycle":
                self._has_lifecycle = True
                return (Lifecycle(string(line.get("command_uuid")), string(line.get("state"))),)
            case "rate_limit_event":
                return self._rate_limited(line)
            case "conversation_reset":
                return (Emit(notices.of_reset(line)),)
            case "auth_status":
                error = string(line.get("error"))
                return (Emit(Notice(kind, error)),) if error else _NOTHING
            case _ if kind in _NOISE:
                return _NOTHING
            case _:
                return (Emit(unknown(kind, raw)),)

    def _message_taken(self, line: dict[str, Any]) -> Sequence[Decoded]:
        """Say that a message was started, for a CLI that only echoes it (2.1.197)."""
        message_id = string(line.get("uuid"))
        if self._has_lifecycle or line.get("isReplay") is not True or not message_id:
            return _NOTHING
        if message_id in self._taken or len(self._taken) >= _MOST_TAKEN:
            return _NOTHING
        self._taken.append(message_id)
        return (Lifecycle(message_id, "started"),)

    def _messages_done(self, failed: bool) -> Sequence[Decoded]:
        taken, self._taken = self._taken, []
        if self._has_lifecycle:
            return _NOTHING
        return tuple(Lifecycle(each, "cancelled" if failed else "completed") for each in taken)

    def _stream_event(self, line: dict[str, Any]) -> Sequence[Decoded]:
        event = record(line.get("event"))
        parent = string(line.get("parent_tool_use_id"))
        kind = event.get("type")
        if kind == "message_start" and not parent:
            self._message_id = string(record(event.get("message")).get("id"))
        if kind != "content_block_delta":
            return _NOTHING
        delta = record(event.get("delta"))
        return self._delta(
            Delta(
                string(delta.get("type")), string(delta.get("text")), string(delta.get("thinking"))
            ),
            whole(event.get("index")),
            string(line.get("api_message_id")),
            parent,
        )

    def _delta(
        self, delta: Delta, index: int, message_id: str | None, parent: str | None
    ) -> Sequence[Decoded]:
        if parent:
            return _NOTHING  # A sub-agent's words come as whole blocks.
        if delta.type == "text_delta" and delta.text:
            return (Live(TextDelta(delta.text, message_id or self._message_id, index)),)
        if delta.type == "thinking_delta" and delta.thinking:
            return (Live(TextDelta(delta.thinking, message_id or self._message_id, index, True)),)
        return _NOTHING

    def _system(self, line: dict[str, Any], raw: bytes) -> Sequence[Decoded]:
        subtype = string(line.get("subtype"))
        if subtype == "init":
            return self._init(line)
        if subtype == "api_retry":
            self._refused = self._refused or line.get("error") == _REFUSED
            return _retry(line)
        if subtype == "background_tasks_changed":
            return (BackgroundTasks(len(items(line.get("tasks")))),)
        if notices.known(subtype):
            notice = notices.of_system(subtype, line)
            return (Emit(notice),) if notice is not None else _NOTHING
        if subtype in notices.NOISE:
            return _NOTHING
        return (Emit(unknown(f"system/{subtype}", raw)),)

    def _init(self, line: dict[str, Any]) -> Sequence[Decoded]:
        """It comes with every turn; only what is new in it is worth an event."""
        started = AgentStarted(
            agent_session_id=string(line.get("session_id")),
            model=string(line.get("model")),
            version=string(line.get("claude_code_version")),
            permission_mode=string(line.get("permissionMode")),
            cwd=string(line.get("cwd")),
        )
        values = [
            started.agent_session_id,
            started.model,
            started.version,
            started.permission_mode,
            started.cwd,
        ]
        if values == self._started:
            return _NOTHING
        self._started = values
        return (Emit(started),)

    def _rate_limited(self, line: dict[str, Any]) -> Sequence[Decoded]:
        notice = notices.of_rate_limit(line)
        if notice is None or notice.text == self._rate_limit:
            return _NOTHING
        self._rate_limit = notice.text
        return (Emit(notice),)


def _emit(payloads: Iterable[Payload]) -> Sequence[Decoded]:
    return tuple(Emit(payload) for payload in payloads)


def _retry(line: dict[str, Any]) -> Sequence[Decoded]:
    error = string(line.get("error"))
    retry = Emit(
        ApiRetry(
            attempt=whole(line.get("attempt")),
            max_attempts=whole(line.get("max_retries")),
            delay_ms=whole(line.get("retry_delay_ms")),
            error=error,
            status=whole(line.get("error_status")) or None,
        )
    )
    # The CLI would try ten times, for three minutes, with a login that cannot get better.
    return (retry, Fatal(LOGIN_HELP)) if error == _REFUSED else (retry,)


def _question(line: dict[str, Any]) -> Sequence[Decoded]:
    request = record(line.get("request"))
    subtype = string(request.get("subtype"))
    is_tool = subtype == "can_use_tool"
    tool = string(request.get("tool_name")) if is_tool else f"{CONTROL}{subtype}"
    tool_input = record(request.get("input")) if is_tool else request
    suggestions = request.get("permission_suggestions")
    return (
        Ask(
            request_id=string(line.get("request_id")),
            tool=tool,
            # Whole: it is what the tool runs with when it is allowed.
            input_json=compact(tool_input),
            input=one_value(tool, tool_input),
            description=string(request.get("description")),
            suggestions_json=compact(suggestions) if suggestions else "",
            requires_interaction=request.get("requires_user_interaction") is True or not is_tool,
        ),
    )


def _reply(line: dict[str, Any]) -> Sequence[Decoded]:
    response = record(line.get("response"))
    body = record(response.get("response"))
    if "behavior" in body:
        return _NOTHING  # The echo of an answer of ours.
    ok = response.get("subtype") == "success"
    if not ok:
        body = {key: response[key] for key in ("error", "error_code") if key in response}
    return (Reply(string(response.get("request_id")), ok, body),)
