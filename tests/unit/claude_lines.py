"""Lines as Claude Code 2.1.329 writes them, without the fields that nobody reads."""

import json
from typing import Any

MESSAGE_ID = "fca74778-beda-4e10-bf15-6fceb0e4a10f"
SESSION = "f367a23a-6478-45bd-961f-ecfc949c1545"


def line(**fields: Any) -> bytes:
    return json.dumps(fields, separators=(",", ":"), ensure_ascii=False).encode()


def init(**changed: Any) -> bytes:
    fields: dict[str, Any] = {
        "cwd": "/tree",
        "session_id": SESSION,
        "tools": ["Bash"],
        "model": "claude-opus-5-5",
        "permissionMode": "bypassPermissions",
        "claude_code_version": "2.1.329",
    }
    return line(type="system", subtype="init", **(fields | changed))


def event(parent: str | None = None, api_message_id: str | None = None, **fields: Any) -> bytes:
    more = {} if api_message_id is None else {"api_message_id": api_message_id}
    return line(
        type="stream_event", event=fields, session_id=SESSION, parent_tool_use_id=parent, **more
    )


def message_start(message_id: str, parent: str | None = None) -> bytes:
    return event(parent, type="message_start", message={"id": message_id, "content": []})


def text_delta(text: str, index: int = 0, **more: Any) -> bytes:
    delta = {"type": "text_delta", "text": text}
    return event(type="content_block_delta", index=index, delta=delta, **more)


def assistant(*blocks: dict[str, Any], message_id: str = "msg_1", **more: Any) -> bytes:
    message = {"id": message_id, "role": "assistant", "content": list(blocks)}
    return line(type="assistant", message=message, session_id=SESSION, **more)


def text(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words}


def tool_use(tool: str, **tool_input: Any) -> dict[str, Any]:
    return {"type": "tool_use", "id": "toolu_1", "name": tool, "input": tool_input}


def user(content: Any, **more: Any) -> bytes:
    return line(
        type="user", message={"role": "user", "content": content}, session_id=SESSION, **more
    )


def tool_result(content: Any, **more: Any) -> bytes:
    return user([{"tool_use_id": "toolu_1", "type": "tool_result", "content": content, **more}])


def usage(tokens: tuple[int, int, int, int]) -> dict[str, int]:
    names = (
        "input_tokens",
        "output_tokens",
        "cache_read_input_tokens",
        "cache_creation_input_tokens",
    )
    return dict(zip(names, tokens, strict=True))


def models(
    tokens: tuple[int, int, int, int], cost: float, name: str = "claude-opus-5-5"
) -> dict[str, Any]:
    names = ("inputTokens", "outputTokens", "cacheReadInputTokens", "cacheCreationInputTokens")
    return {name: dict(zip(names, tokens, strict=True)) | {"costUSD": cost}}


def result(**changed: Any) -> bytes:
    # `type` is not the first field of this one.
    fields: dict[str, Any] = {
        "duration_api_ms": 86,
        "session_id": SESSION,
        "total_cost_usd": 0.0,
        "usage": usage((0, 0, 0, 0)),
        "modelUsage": {},
        "permission_denials": [],
        "terminal_reason": "completed",
        "is_error": False,
        "num_turns": 1,
        "subtype": "success",
        "api_error_status": None,
        "result": "Done.",
        "duration_ms": 272,
    }
    return line(**(fields | changed), type="result")


def two_turns() -> list[bytes]:
    """Return the output of a process that was told two things."""
    return [
        line(type="command_lifecycle", command_uuid=MESSAGE_ID, state="queued"),
        line(type="command_lifecycle", command_uuid=MESSAGE_ID, state="started"),
        init(),
        line(type="system", subtype="status", status="requesting"),
        user([text("Please write")], uuid=MESSAGE_ID, isReplay=True),
        message_start("msg_1"),
        line(type="system", subtype="thinking_tokens", estimated_tokens=1),
        event(
            type="content_block_delta", index=0, delta={"type": "thinking_delta", "thinking": "h"}
        ),
        event(type="content_block_delta", index=0, delta={"type": "signature_delta"}),
        assistant({"type": "thinking", "thinking": "h", "signature": "c2ln"}),
        event(type="content_block_stop", index=0),
        text_delta("I will", 1),
        text_delta(" write.", 1, api_message_id="msg_1"),
        assistant(text("I will write.")),
        assistant(tool_use("Write", file_path="/tree/a.txt", content="x\n")),
        line(
            type="control_request",
            request_id="q1",
            request={
                "subtype": "can_use_tool",
                "tool_name": "Write",
                "input": {"file_path": "/tree/a.txt", "content": "x\n"},
                "description": "a.txt",
                "permission_suggestions": [{"type": "setMode", "mode": "acceptEdits"}],
                "tool_use_id": "toolu_1",
            },
        ),
        line(
            type="control_response",
            response={
                "subtype": "success",
                "request_id": "q1",
                "response": {"behavior": "allow", "updatedInput": {}},
            },
        ),
        tool_result("File created"),
        message_start("msg_2"),
        text_delta("Done."),
        assistant(text("Done."), message_id="msg_2"),
        result(
            total_cost_usd=0.001222,
            usage=usage((116, 30, 40, 30)),
            modelUsage=models((116, 30, 40, 30), 0.001222),
        ),
        line(type="command_lifecycle", command_uuid=MESSAGE_ID, state="completed"),
        init(),
        line(type="rate_limit_event", rate_limit_info={"status": "allowed", "utilization": 0.5}),
        message_start("msg_3"),
        text_delta("Again."),
        assistant(text("Again."), message_id="msg_3"),
        line(type="rate_limit_event", rate_limit_info={"status": "allowed", "utilization": 0.5}),
        result(
            total_cost_usd=0.002022,
            usage=usage((50, 30, 0, 0)),
            modelUsage=models((166, 60, 40, 30), 0.002022),
        ),
        line(
            type="control_response",
            response={"subtype": "success", "request_id": "i1", "response": {"still_queued": []}},
        ),
    ]
