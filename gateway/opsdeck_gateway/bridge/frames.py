"""What a phone reads: the frames that events become, as JSON.

`data` and `content` are those of the specification of quick tasks; `seq` is the position in the
session's journal, which every frame carries. An event that has no frame makes none.
"""

from typing import Any

import msgspec
from google.protobuf.timestamp_pb2 import Timestamp

from opsdeck.v1.event_pb2 import (
    AssistantText,
    Event,
    PermissionRequest,
    PermissionResolved,
    StatusChange,
    ToolResult,
    ToolUse,
    TurnResult,
)
from opsdeck.v1.quick_session_pb2 import PermissionPrompt

_encode = msgspec.json.Encoder().encode


def connected(seq: int) -> bytes:
    """Return the first frame of every connection: from which position on it follows."""
    return _encode({"type": "connected", "seq": seq})


def text(seq: int, content: str, offset: int | None = None) -> bytes:
    """Return a block of the agent's text, or a piece of one.

    `offset`, in characters, says of a piece where it belongs in its block; a whole block has none.
    """
    frame: dict[str, Any] = {"type": "assistantText", "seq": seq, "content": content}
    if offset is not None:
        frame["data"] = {"offset": offset}
    return _encode(frame)


def error(seq: int, content: str, reason: str | None = None) -> bytes:
    """Return what went wrong, for a person, and its reason, for a program."""
    frame: dict[str, Any] = {"type": "error", "seq": seq, "content": content}
    if reason is not None:
        frame["data"] = {"reason": reason}
    return _encode(frame)


def open_question(seq: int, prompt: PermissionPrompt) -> bytes:
    """Return a question that was asked before the connection began and is open still."""
    return _encode(
        {"type": "permissionRequest", "seq": seq, "data": _question(prompt.id, prompt)},
    )


def said_aloud(event: Event) -> AssistantText | None:
    """Return a block of the agent's own text; None for any other event, a sub-agent's too."""
    if event.WhichOneof("payload") != "assistant_text":
        return None
    said = event.assistant_text
    return None if said.HasField("parent_tool_use_id") else said


def of(event: Event) -> bytes | None:
    """Return the frame of an event of the journal, text as a whole block; None where it has none.

    Deltas are no events of the journal, and have none.
    """
    made = _frame(event)
    if made is None:
        return None
    kind, rest = made
    return _encode({"type": kind, "seq": event.seq, **rest})


def _frame(event: Event) -> tuple[str, dict[str, Any]] | None:
    match event.WhichOneof("payload"):
        case "status_change":
            return "statusChange", {"data": _status(event.status_change)}
        case "assistant_text":
            said = said_aloud(event)
            return ("assistantText", {"content": said.text}) if said is not None else None
        case "tool_use":
            return "toolUse", {"data": _tool_use(event.tool_use)}
        case "tool_result":
            return "toolResult", {"data": _tool_result(event.tool_result)}
        case "result":
            return _result(event.result)
        case "error":
            return "error", {"content": event.error.message}
        case "user_message":
            said = event.user_message
            return "userMessage", {"data": {"id": said.message_id, "content": said.text}}
        case "waiting_message":
            waits = event.waiting_message
            data = {"id": waits.message_id, "change": waits.change, "content": waits.text}
            return "waitingMessage", {"data": data}
        case "permission_request":
            asked = event.permission_request
            return "permissionRequest", {"data": _question(asked.permission_id, asked)}
        case "permission_resolved":
            return "permissionResolved", {"data": _resolved(event.permission_resolved)}
        case _:
            return None


def _status(change: StatusChange) -> dict[str, Any]:
    return {
        "status": change.status,
        **({"reason": change.reason} if change.HasField("reason") else {}),
    }


def _tool_use(use: ToolUse) -> dict[str, Any]:
    return {
        "tool": use.tool,
        "input": use.input,
        "tool_use_id": use.tool_use_id,
        **_parent(use),
    }


def _tool_result(result: ToolResult) -> dict[str, Any]:
    return {
        "tool_use_id": result.tool_use_id,
        "content": result.content,
        "is_error": result.is_error,
        **_parent(result),
    }


def _parent(tool: ToolUse | ToolResult) -> dict[str, Any]:
    parent = tool.HasField("parent_tool_use_id")
    return {"parent_tool_use_id": tool.parent_tool_use_id} if parent else {}


def _result(result: TurnResult) -> tuple[str, dict[str, Any]]:
    interrupted = result.is_error and result.subtype.startswith("aborted")
    if result.is_error and not interrupted:
        return "error", {"content": result.text}
    data = {
        "cost_usd": result.usage.cost_usd,
        "input_tokens": result.usage.input_tokens,
        "output_tokens": result.usage.output_tokens,
        **({"interrupted": True} if interrupted else {}),
    }
    return "result", {"content": result.text, "data": data}


def _question(permission_id: str, asked: PermissionRequest | PermissionPrompt) -> dict[str, Any]:
    return {
        "permission_id": permission_id,
        "tool": asked.tool,
        "input": asked.input,
        "input_json": asked.input_json,
        "description": asked.description,
        "expires_at": _time(asked.expires_at),
        "requires_interaction": asked.requires_interaction,
    }


def _resolved(resolved: PermissionResolved) -> dict[str, Any]:
    return {
        "permission_id": resolved.permission_id,
        "outcome": resolved.outcome,
        **({"message": resolved.message} if resolved.HasField("message") else {}),
    }


def _time(stamp: Timestamp) -> str:
    """Return RFC 3339 in UTC."""
    return stamp.ToJsonString()
