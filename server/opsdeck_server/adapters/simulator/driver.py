"""The simulator behind the port of agents, and the reading of its lines."""

import json
import platform
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import msgspec

from opsdeck_server.adapters._text import (
    cut,
    items,
    number,
    record,
    shorten,
    string,
    unknown,
    whole,
)
from opsdeck_server.domain.events import (
    AgentStarted,
    ApiRetry,
    AssistantText,
    Notice,
    Payload,
    TextDelta,
    Thinking,
    ToolResult,
    ToolUse,
    TurnResult,
)
from opsdeck_server.domain.runs import Usage
from opsdeck_server.ports.agent import (
    AgentCommand,
    AgentRequest,
    AgentStatus,
    Ask,
    AskWithdrawn,
    Decoded,
    Emit,
    Fatal,
    Lifecycle,
    Live,
    Reply,
)

PROGRAM = Path(__file__).with_name("program")
_DELTA_PREFIX = b'{"type":"delta"'


class _Delta(msgspec.Struct):
    text: str
    message_id: str = ""
    thinking: bool = False


_decode_delta = msgspec.json.Decoder(_Delta).decode
_decode = msgspec.json.Decoder().decode


class SimulatorAgent:
    """The simulator: a program of its own, run by this Python."""

    @property
    def name(self) -> str:
        return "simulator"

    @property
    def permission_modes(self) -> tuple[str, ...]:
        return ("bypassPermissions", "acceptEdits", "ask")

    def command(self, request: AgentRequest) -> AgentCommand:
        values = {
            "--permission-mode": request.permission_mode,
            "--model": request.model,
            "--effort": request.effort,
            "--max-cost-usd": None if request.max_cost_usd is None else str(request.max_cost_usd),
            "--resume": request.resume_session_id,
        }
        if request.resume_session_id is None:
            values["--session-id"] = request.new_session_id
        flags = [f"{flag}={value}" for flag, value in values.items() if value]
        # Isolated: no variable and no file of the worktree changes what it imports.
        return AgentCommand((sys.executable, "-I", "-S", str(PROGRAM), *flags))

    def decoder(self, snapshot: Mapping[str, Any]) -> "SimulatorDecoder":
        del snapshot  # Each of its lines says all by itself.
        return SimulatorDecoder()

    def carried(self, snapshot: Mapping[str, Any]) -> Mapping[str, Any]:
        del snapshot
        return {}

    def user_message(self, message_id: str, text: str) -> bytes:
        return _line({"type": "user", "id": message_id, "text": text})

    def interrupt(self, request_id: str) -> bytes:
        return _line({"type": "interrupt", "id": request_id})

    def answer(
        self,
        ask: Ask,
        *,
        allow: bool,
        message: str | None = None,
        updated_input: str | None = None,
        remember: bool = False,
    ) -> bytes:
        """Return the answer; it remembers none.

        Raises ValueError where `updated_input` is no JSON object.
        """
        del remember
        answer: dict[str, Any] = {"type": "answer", "id": ask.request_id, "allow": allow}
        if message is not None:
            answer["message"] = message
        if updated_input is not None:
            answer["input"] = _object(updated_input)
        return _line(answer)

    def explain_exit(self, exit_code: int | None, signal: int | None, stderr_tail: str) -> str:
        how = f"with exit code {exit_code}" if signal is None else f"by signal {signal}"
        said = " / ".join(line for line in stderr_tail.splitlines()[-4:] if line.strip())
        text = f"The simulator ended {how}, without a result"
        return f"{text}. It said: {shorten(said, 600)}" if said else text

    async def probe(self) -> AgentStatus:
        return AgentStatus(platform.python_version(), True)


class SimulatorDecoder:
    """Reads the simulator's lines; it has nothing to remember."""

    def snapshot(self) -> Mapping[str, Any]:
        return {}

    def feed(self, line: bytes) -> Sequence[Decoded]:
        try:
            if line.startswith(_DELTA_PREFIX):
                delta = _decode_delta(line)
                return (Live(TextDelta(delta.text, delta.message_id, 0, delta.thinking)),)
            value: object = _decode(line)
        except (msgspec.DecodeError, ValueError, RecursionError):
            return (Emit(unknown("", line)),) if line.strip() else ()
        fields = record(value)
        kind = string(fields.get("type"))
        control = _control(kind, fields)
        if control is not None:
            return (control,)
        payload = _payload(kind, fields)
        return (Emit(unknown(kind, line) if payload is None else payload),)


def _control(kind: str, fields: dict[str, Any]) -> Decoded | None:
    request_id = string(fields.get("id"))
    match kind:
        case "delta":
            thinking = fields.get("thinking") is True
            message_id = string(fields.get("message_id"))
            return Live(TextDelta(string(fields.get("text")), message_id, 0, thinking))
        case "ask":
            tool_input = record(fields.get("input"))
            return Ask(
                request_id,
                string(fields.get("tool")),
                _compact(tool_input),
                string(fields.get("value")),
                string(fields.get("description")),
            )
        case "ask_withdrawn":
            return AskWithdrawn(request_id)
        case "lifecycle":
            return Lifecycle(request_id, string(fields.get("state")))
        case "reply":
            return Reply(request_id, fields.get("ok") is True, record(fields.get("body")))
        case "fatal":
            return Fatal(string(fields.get("message")))
        case _:
            return None


def _payload(kind: str, fields: dict[str, Any]) -> Payload | None:
    text, left_out = cut(string(fields.get("text")))
    match kind:
        case "started":
            return AgentStarted(
                string(fields.get("session_id")),
                string(fields.get("model")),
                string(fields.get("version")),
                string(fields.get("permission_mode")),
                string(fields.get("cwd")),
            )
        case "text":
            return AssistantText(string(fields.get("text")), string(fields.get("message_id")))
        case "thinking":
            return Thinking(string(fields.get("text")), string(fields.get("message_id")))
        case "tool_use":
            return ToolUse(
                string(fields.get("id")),
                string(fields.get("tool")),
                string(fields.get("value")),
                _compact(record(fields.get("input"))),
            )
        case "tool_result":
            failed = fields.get("is_error") is True
            return ToolResult(string(fields.get("id")), text, failed, left_out)
        case "notice":
            return Notice(string(fields.get("kind")), text)
        case "api_retry":
            return ApiRetry(
                whole(fields.get("attempt")),
                whole(fields.get("max_attempts")),
                whole(fields.get("delay_ms")),
                string(fields.get("error")),
            )
        case "result":
            return _result(text, fields)
        case _:
            return None


def _result(text: str, fields: dict[str, Any]) -> TurnResult:
    used = record(fields.get("usage"))
    return TurnResult(
        is_error=fields.get("is_error") is not False,
        subtype=string(fields.get("subtype")),
        text=text,
        usage=Usage(
            whole(used.get("input_tokens")),
            whole(used.get("output_tokens")),
            whole(used.get("cache_read_tokens")),
            whole(used.get("cache_write_tokens")),
            number(used.get("cost_usd")),
            whole(used.get("turns")),
        ),
        duration_ms=whole(fields.get("duration_ms")),
        denied_tools=tuple(string(name) for name in items(fields.get("denied_tools"))),
    )


def _compact(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _object(text: str) -> dict[str, Any]:
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError("the tool's input must be JSON") from error
    if isinstance(value, dict):
        return cast("dict[str, Any]", value)
    raise ValueError("the tool's input must be a JSON object")


def _line(value: dict[str, Any]) -> bytes:
    # With escapes, half a surrogate pair is a line like any other.
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"
