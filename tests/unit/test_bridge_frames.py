"""The bridge's frames: what each event becomes."""

import json
from typing import Any

import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from opsdeck.v1.event_pb2 import Event
from opsdeck.v1.quick_session_pb2 import PermissionPrompt
from opsdeck_gateway.bridge import frames

AT = Timestamp(seconds=1_769_421_600, nanos=123_456_000)
USAGE = {"cost_usd": 0.0156, "input_tokens": 1234, "output_tokens": 567}
QUESTION = {
    "tool": "Bash",
    "input": "ls",
    "input_json": '{"command":"ls"}',
    "description": "List",
    "expires_at": AT,
    "requires_interaction": True,
}
SHOWN = {"permission_id": "p", **QUESTION, "expires_at": "2026-01-26T10:00:00.123456Z"}


def frame(**payload: Any) -> Any:
    made = frames.of(Event(seq=7, **payload))
    return None if made is None else json.loads(made)


@pytest.mark.parametrize(
    ("payload", "shown"),
    [
        ({"status_change": {"status": "running"}}, {"data": {"status": "running"}}),
        (
            {"status_change": {"status": "failed", "reason": "no login", "terminal": False}},
            {"data": {"status": "failed", "reason": "no login"}},
        ),
        ({"assistant_text": {"text": "I'll — 🚀", "message_id": "m"}}, {"content": "I'll — 🚀"}),
        (
            {"tool_use": {"tool_use_id": "t", "tool": "Read", "input": "/a", "input_json": "{}"}},
            {"data": {"tool": "Read", "input": "/a", "tool_use_id": "t"}},
        ),
        (
            {"tool_use": {"tool_use_id": "t", "tool": "Read", "parent_tool_use_id": "u"}},
            {"data": {"tool": "Read", "input": "", "tool_use_id": "t", "parent_tool_use_id": "u"}},
        ),
        (
            {"tool_result": {"tool_use_id": "t", "content": "no", "is_error": True}},
            {"data": {"tool_use_id": "t", "content": "no", "is_error": True}},
        ),
        (
            {"result": {"subtype": "success", "text": "Done.", "usage": USAGE}},
            {"content": "Done.", "data": USAGE},
        ),
        (
            {"result": {"subtype": "success", "text": "Done."}},
            {"content": "Done.", "data": {"cost_usd": 0, "input_tokens": 0, "output_tokens": 0}},
        ),
        ({"error": {"message": "Claude CLI failed: …"}}, {"content": "Claude CLI failed: …"}),
        (
            {"user_message": {"message_id": "u1", "text": "Hi"}},
            {"data": {"id": "u1", "content": "Hi"}},
        ),
        (
            {"waiting_message": {"message_id": "u1", "change": "edited", "text": "Hi"}},
            {"data": {"id": "u1", "change": "edited", "content": "Hi"}},
        ),
        ({"permission_request": {"permission_id": "p", **QUESTION}}, {"data": SHOWN}),
        (
            {"permission_resolved": {"permission_id": "p", "outcome": "denied", "message": "no"}},
            {"data": {"permission_id": "p", "outcome": "denied", "message": "no"}},
        ),
    ],
)
def test_an_event_is_shown_as_the_frame_of_its_name(
    payload: dict[str, Any], shown: dict[str, Any]
) -> None:
    [name] = payload
    first, *others = name.split("_")
    kind = first + "".join(other.title() for other in others)
    assert frame(**payload) == {"type": kind, "seq": 7, **shown}


def test_a_turn_that_was_interrupted_is_a_result_that_says_so() -> None:
    shown = frame(
        result={"is_error": True, "subtype": "aborted_tools", "text": "Stopped.", "usage": USAGE}
    )
    assert shown == {
        "type": "result",
        "seq": 7,
        "content": "Stopped.",
        "data": {**USAGE, "interrupted": True},
    }


def test_a_turn_that_failed_is_an_error() -> None:
    shown = frame(result={"is_error": True, "subtype": "error_max_turns", "text": "Too many."})
    assert shown == {"type": "error", "seq": 7, "content": "Too many."}


@pytest.mark.parametrize(
    "payload",
    [
        {"run_state": {}},
        {"step": {"name": "fetch"}},
        {"agent_started": {"model": "m"}},
        {"thinking": {"text": "hm"}},
        {"notice": {"kind": "status"}},
        {"text_delta": {"text": "x"}},
        {"stderr": {"text": "x"}},
        {"api_retry": {"attempt": 1}},
        {"unknown": {"type": "x"}},
        {"assistant_text": {"text": "a sub-agent's", "parent_tool_use_id": "t"}},
        {},
    ],
)
def test_what_a_phone_does_not_show_has_no_frame(payload: dict[str, Any]) -> None:
    assert frame(**payload) is None


def test_every_kind_of_event_is_shown_or_left_out_on_purpose() -> None:
    """A new kind of event fails here: it wants a decision."""
    shown = {
        *("status_change", "assistant_text", "tool_use", "tool_result", "result", "error"),
        *("user_message", "waiting_message", "permission_request", "permission_resolved"),
    }
    left_out = {
        *("run_state", "step", "agent_started", "thinking", "notice", "text_delta", "stderr"),
        *("api_retry", "unknown"),
    }
    fields = Event.DESCRIPTOR.oneofs_by_name["payload"].fields
    assert {field.name for field in fields} == shown | left_out


def test_a_question_is_shown_alike_when_it_is_asked_and_when_it_is_open_still() -> None:
    prompt = PermissionPrompt(id="p", session_id="s", **QUESTION)  # pyright: ignore[reportArgumentType]
    asked = frame(permission_request={"permission_id": "p", **QUESTION})
    assert json.loads(frames.open_question(7, prompt)) == asked


def test_a_frame_is_compact_and_not_escaped_beyond_need() -> None:
    assert frames.text(1, "é\n") == '{"type":"assistantText","seq":1,"content":"é\\n"}'.encode()
