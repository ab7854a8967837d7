import json
import time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from opsdeck_server.adapters.claude.content import BLOCK_LIMIT
from opsdeck_server.adapters.claude.decode import ClaudeDecoder
from opsdeck_server.adapters.claude.notices import NOISE
from opsdeck_server.adapters.claude.parse import DELTA_PREFIX
from opsdeck_server.adapters.claude.result import LOGIN_HELP
from opsdeck_server.domain.events import (
    TEXT_LIMIT,
    AgentStarted,
    ApiRetry,
    AssistantText,
    Notice,
    Payload,
    TextDelta,
    Thinking,
    ToolResult,
    ToolUse,
    UnknownEvent,
)
from opsdeck_server.ports.agent import (
    Ask,
    AskWithdrawn,
    Decoded,
    Emit,
    Fatal,
    Lifecycle,
    Live,
    Reply,
)
from tests.unit import claude_lines as cl


def feed(*lines: bytes) -> list[Decoded]:
    decoder = ClaudeDecoder({})
    return [decoded for line in lines for decoded in decoder.feed(line)]


def payloads(*lines: bytes) -> list[Payload]:
    return [decoded.payload for decoded in feed(*lines) if isinstance(decoded, Emit)]


def test_init_says_who_the_agent_is() -> None:
    assert payloads(cl.init()) == [
        AgentStarted(cl.SESSION, "claude-opus-5-5", "2.1.329", "bypassPermissions", "/tree")
    ]


def test_init_of_a_later_turn_is_told_only_when_it_says_something_new() -> None:
    changed = payloads(cl.init(), cl.init(), cl.init(model="haiku"), cl.init(model="haiku"))

    assert [p.model for p in changed if isinstance(p, AgentStarted)] == [
        "claude-opus-5-5",
        "haiku",
    ]


def test_text_thinking_and_tool_use_are_an_event_for_each_block() -> None:
    line = cl.assistant(
        {"type": "thinking", "thinking": "hm"}, cl.text("Hi."), cl.tool_use("Bash", command="ls")
    )

    assert payloads(line) == [
        Thinking("hm", "msg_1"),
        AssistantText("Hi.", "msg_1"),
        ToolUse("toolu_1", "Bash", "ls", '{"command":"ls"}'),
    ]


def test_what_a_sub_agent_does_names_the_tool_use_that_started_it() -> None:
    found = payloads(
        cl.assistant(cl.text("sub"), parent_tool_use_id="toolu_9"),
        cl.assistant(cl.tool_use("Bash", command="ls"), parent_tool_use_id="toolu_9"),
        cl.user([{"type": "tool_result", "content": "x"}], parent_tool_use_id="toolu_9"),
    )

    assert [p.parent_tool_use_id for p in found] == ["toolu_9"] * 3  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]


def test_hidden_thinking_is_an_empty_thought() -> None:
    assert payloads(cl.assistant({"type": "redacted_thinking", "data": "…"})) == [
        Thinking("", "msg_1")
    ]


def test_tools_of_the_api_itself_look_like_all_others() -> None:
    use = {"type": "server_tool_use", "id": "s1", "name": "web_search", "input": {"query": "q"}}
    answer = {"type": "web_search_tool_result", "tool_use_id": "s1", "content": [cl.text("found")]}

    assert payloads(cl.assistant(use, answer)) == [
        ToolUse("s1", "web_search", "q", '{"query":"q"}'),
        ToolResult("s1", "found"),
    ]


def test_a_block_of_an_unknown_kind_is_kept() -> None:
    assert payloads(cl.assistant({"type": "hologram", "x": 1})) == [
        UnknownEvent("assistant/hologram", '{"type":"hologram","x":1}')
    ]


def test_words_that_the_cli_puts_into_the_models_mouth_are_a_notice() -> None:
    line = cl.assistant(cl.text("API Error: 529"), error="server_error", is_api_error_message=True)

    assert payloads(line) == [Notice("server_error", "API Error: 529")]


def test_a_text_too_large_for_one_event_comes_in_pieces_and_whole() -> None:
    words = "é" * BLOCK_LIMIT

    pieces = payloads(cl.assistant(cl.text(words)))

    assert len(pieces) == 2
    assert "".join(p.text for p in pieces if isinstance(p, AssistantText)) == words


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("plain", "plain"),
        ([cl.text("a"), cl.text("b")], "a\nb"),
        (
            [{"type": "image", "source": {"media_type": "image/png", "data": "AAAA"}}],
            "[image: image/png, about 3 bytes]",
        ),
        ([{"type": "tool_reference", "tool_name": "Read"}], "[tool: Read]"),
        ([{"type": "new", "x": 1}], '{"type":"new","x":1}'),
        (None, ""),
        ({"type": "text", "text": "alone"}, "alone"),
    ],
)
def test_a_tools_answer_is_text(content: Any, text: str) -> None:
    assert payloads(cl.tool_result(content)) == [ToolResult("toolu_1", text)]


def test_a_tools_failure_is_marked() -> None:
    assert payloads(cl.tool_result("Exit code 2", is_error=True)) == [
        ToolResult("toolu_1", "Exit code 2", is_error=True)
    ]


def test_a_large_answer_is_cut_on_a_character_and_counted() -> None:
    (answer,) = payloads(cl.tool_result("x" + "é" * 100_000))

    assert isinstance(answer, ToolResult)
    # The byte at the limit is in the middle of a character.
    assert answer.content == "x" + "é" * ((TEXT_LIMIT - 1) // 2)
    assert answer.truncated_bytes == 200_001 - (TEXT_LIMIT - 1)


def test_a_line_of_five_megabytes_is_one_event() -> None:
    began = time.process_time()
    (answer,) = payloads(cl.tool_result("x" * 5_000_000))

    assert isinstance(answer, ToolResult)
    assert answer.truncated_bytes == 5_000_000 - TEXT_LIMIT
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "line",
    [
        cl.user([cl.text("hello")], isReplay=True),
        cl.user("<command-name>/clear</command-name>", isReplay=True),
        cl.user([cl.text("[Request interrupted by user for tool use]")]),
        cl.user("<task-notification>\n<status>completed</status>"),
        cl.user([cl.text("the task")], parent_tool_use_id="toolu_9"),
        cl.user("This session is being continued", isSynthetic=True),
    ],
)
def test_echoes_of_what_was_said_are_not_said_again(line: bytes) -> None:
    assert payloads(line) == []


def test_what_a_slash_command_prints_is_a_notice() -> None:
    line = cl.user("<local-command-stdout>Compacted </local-command-stdout>", isReplay=True)

    assert payloads(line) == [Notice("command_output", "Compacted")]


def test_deltas_are_live_and_name_their_message_and_block() -> None:
    assert feed(cl.message_start("msg_7"), cl.text_delta("Hel", 2)) == [
        Live(TextDelta("Hel", "msg_7", 2))
    ]
    assert feed(cl.text_delta("Hel", api_message_id="msg_8")) == [Live(TextDelta("Hel", "msg_8"))]


def test_thinking_deltas_say_so() -> None:
    line = cl.event(
        type="content_block_delta", index=0, delta={"type": "thinking_delta", "thinking": "hm"}
    )

    assert feed(line) == [Live(TextDelta("hm", thinking=True))]


@pytest.mark.parametrize(
    "line",
    [
        cl.text_delta("sub", parent="toolu_9"),
        cl.text_delta(""),
        cl.event(type="content_block_delta", index=0, delta={"type": "input_json_delta"}),
        cl.event(type="message_stop"),
    ],
)
def test_other_pieces_are_nothing(line: bytes) -> None:
    assert feed(line) == []


def test_a_sub_agents_message_does_not_rename_the_one_being_written() -> None:
    lines = (cl.message_start("msg_1"), cl.message_start("msg_2", "toolu_9"), cl.text_delta("x"))

    assert feed(*lines) == [Live(TextDelta("x", "msg_1"))]


@given(
    st.integers(-1, 2**33) | st.text(max_size=2),
    st.sampled_from(["text_delta", "thinking_delta", "x"]),
    st.text(max_size=5) | st.none(),
    st.text(max_size=5),
    st.sampled_from([None, "", "toolu_9"]),
    st.sampled_from([None, "", "msg_2"]),
)
@example(-1, "text_delta", "a", "", None, None)
@example(2**32, "text_delta", "a", "", None, None)
def test_the_short_cut_for_deltas_means_what_the_long_way_means(
    index: int | str,
    kind: str,
    words: str | None,
    thought: str,
    parent: str | None,
    own: str | None,
) -> None:
    delta = {"type": kind, "text": words, "thinking": thought}
    fields = {
        "type": "stream_event",
        "event": {"type": "content_block_delta", "index": index, "delta": delta},
        "parent_tool_use_id": parent,
        "api_message_id": own,
    }
    short = json.dumps(fields, separators=(",", ":")).encode()
    assert short.startswith(DELTA_PREFIX)
    long = json.dumps(dict(reversed(fields.items()))).encode()
    assert not long.startswith(DELTA_PREFIX)

    assert feed(cl.message_start("msg_1"), short) == feed(cl.message_start("msg_1"), long)


def test_deltas_cost_little() -> None:
    decoder = ClaudeDecoder({})
    line = cl.text_delta("some words ", api_message_id="msg_1")

    def once() -> float:
        began = time.process_time()
        for _ in range(20_000):
            decoder.feed(line)
        return time.process_time() - began

    # The CLI writes 33,000 a second; this machine reads more than 500,000. Even a slow one
    # must keep well ahead.
    assert 20_000 / min(once() for _ in range(3)) > 100_000


def test_a_question_about_a_tool() -> None:
    request = {
        "subtype": "can_use_tool",
        "tool_name": "Bash",
        "input": {"command": "rm x"},
        "description": "remove",
        "permission_suggestions": [{"type": "setMode"}],
        "requires_user_interaction": True,
    }

    assert feed(cl.line(type="control_request", request_id="q1", request=request)) == [
        Ask("q1", "Bash", '{"command":"rm x"}', "rm x", "remove", '[{"type":"setMode"}]', True)
    ]


def test_a_question_about_something_else_can_be_answered_too() -> None:
    request = {"subtype": "elicitation", "message": "Which?"}

    (ask,) = feed(cl.line(type="control_request", request_id="q1", request=request))

    assert isinstance(ask, Ask)
    assert (ask.tool, ask.requires_interaction) == ("control:elicitation", True)


def test_a_question_is_taken_back() -> None:
    assert feed(cl.line(type="control_cancel_request", request_id="q1")) == [AskWithdrawn("q1")]


def test_replies_to_control_requests() -> None:
    good: dict[str, Any] = {
        "subtype": "success",
        "request_id": "c1",
        "response": {"still_queued": []},
    }
    bad = {"subtype": "error", "request_id": "c2", "error": "no", "error_code": "unsupported"}

    assert feed(
        cl.line(type="control_response", response=good),
        cl.line(type="control_response", response=bad),
    ) == [
        Reply("c1", True, {"still_queued": []}),
        Reply("c2", False, {"error": "no", "error_code": "unsupported"}),
    ]


def test_the_echo_of_an_answer_is_no_reply() -> None:
    echo = {"subtype": "success", "request_id": "q1", "response": {"behavior": "deny"}}

    assert feed(cl.line(type="control_response", response=echo)) == []


def test_what_became_of_a_message() -> None:
    line = cl.line(type="command_lifecycle", command_uuid="m1", state="cancelled")

    assert feed(line) == [Lifecycle("m1", "cancelled")]


@pytest.mark.parametrize(("failed", "state"), [(False, "completed"), (True, "cancelled")])
def test_a_cli_that_only_echoes_messages_tells_what_became_of_them(
    failed: bool, state: str
) -> None:
    echo = cl.user([cl.text("hello")], uuid="m1", isReplay=True)

    decoded = feed(cl.init(), echo, echo, cl.result(is_error=failed), cl.result())

    assert [d for d in decoded if isinstance(d, Lifecycle)] == [
        Lifecycle("m1", "started"),
        Lifecycle("m1", state),
    ]


def test_a_cli_that_tells_what_becomes_of_messages_is_not_said_after() -> None:
    told = cl.line(type="command_lifecycle", command_uuid="m1", state="started")
    echo = cl.user([cl.text("hello")], uuid="m1", isReplay=True)

    decoded = feed(told, echo, cl.result())

    assert [d for d in decoded if isinstance(d, Lifecycle)] == [Lifecycle("m1", "started")]


def retry(error: str) -> bytes:
    return cl.line(
        type="system",
        subtype="api_retry",
        attempt=1,
        max_retries=10,
        retry_delay_ms=556.7,
        error_status=529,
        error=error,
    )


def test_another_try_of_the_api_is_told() -> None:
    assert feed(retry("overloaded")) == [Emit(ApiRetry(1, 10, 556, "overloaded", 529))]


def test_a_login_that_is_refused_ends_the_run_at_once() -> None:
    assert feed(retry("authentication_failed"))[1:] == [Fatal(LOGIN_HELP)]


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        (
            {
                "subtype": "permission_denied",
                "tool_name": "Write",
                "message": "No. IMPORTANT: You may",
            },
            "Write was denied. No.",
        ),
        (
            {"subtype": "task_notification", "status": "completed", "summary": "tests pass"},
            "Task completed: tests pass",
        ),
        (
            {
                "subtype": "compact_boundary",
                "compact_metadata": {"trigger": "auto", "pre_tokens": 9, "post_tokens": 2},
            },
            "The conversation was compacted (auto): 9 → 2 tokens.",
        ),
        ({"subtype": "status", "status": "compacting"}, "The conversation is being compacted."),
        ({"subtype": "informational", "content": "Hear, hear."}, "Hear, hear."),
        (
            {"subtype": "hook_response", "hook_name": "Stop", "outcome": "error", "stderr": "bad"},
            "Hook Stop: error. bad",
        ),
        ({"subtype": "model_fallback", "fallback_model": "haiku"}, None),
    ],
)
def test_what_the_cli_reports_is_a_notice(fields: dict[str, Any], text: str | None) -> None:
    (notice,) = payloads(cl.line(type="system", **fields))

    assert isinstance(notice, Notice)
    assert notice.kind == fields["subtype"]
    assert notice.text == text or (text is None and "haiku" in notice.text)


def test_noise_is_dropped_and_what_is_new_is_kept() -> None:
    for subtype in (*NOISE, "status"):
        assert feed(cl.line(type="system", subtype=subtype)) == []
    for kind in ("keep_alive", "tool_progress"):
        assert feed(cl.line(type=kind)) == []

    line = cl.line(type="system", subtype="levitating")
    assert payloads(line) == [UnknownEvent("system/levitating", line.decode())]
    line = cl.line(type="weather")
    assert payloads(line) == [UnknownEvent("weather", line.decode())]


def limited(**info: Any) -> bytes:
    return cl.line(type="rate_limit_event", rate_limit_info=info)


def test_a_rate_limit_is_told_when_it_changes() -> None:
    rejected = limited(status="rejected", rateLimitType="five_hour", resetsAt=1795219511)

    assert payloads(limited(status="allowed"), limited(status="allowed"), rejected) == [
        Notice("rate_limit", "account limit: allowed"),
        Notice("rate_limit", "five hour limit: rejected, resets 2026-11-21T00:05:11Z"),
    ]


def test_a_cleared_conversation_is_told() -> None:
    (notice,) = payloads(cl.line(type="conversation_reset", trigger="clear"))

    assert isinstance(notice, Notice)
    assert notice.kind == "conversation_reset"


def test_bytes_that_are_no_text_do_not_cost_the_rest_of_a_line() -> None:
    line = cl.tool_result("bad: ?").replace(b"bad: ?", b"bad: \xff")

    assert payloads(line) == [ToolResult("toolu_1", "bad: \ufffd")]


def test_half_an_emoji_does_not_cost_the_rest_of_a_line() -> None:
    line = cl.tool_result("cut: ?").replace(b"cut: ?", b"cut: \\ud83d")

    (answer,) = payloads(line)

    assert isinstance(answer, ToolResult)
    assert answer.content.startswith("cut: ")
    answer.content.encode()


def test_half_a_line_is_kept_as_it_came() -> None:
    line = cl.assistant(cl.text("Hi."))[:40]

    assert payloads(line) == [UnknownEvent("", line.decode())]
