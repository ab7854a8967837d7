import json
from pathlib import Path
from typing import Any

import pytest

from opsdeck_server.adapters.claude import ClaudeAgent
from opsdeck_server.adapters.claude.result import LOGIN_HELP
from opsdeck_server.ports.agent import Agent, AgentRequest, Ask
from tests.unit import claude_lines
from tests.unit.agent_conformance import AgentConformance

TREE = Path("/tree")
VOCABULARY = [
    "type", "subtype", "message", "content", "text", "thinking", "tool_use", "tool_result",
    "user", "assistant", "system", "init", "result", "control_request", "request", "can_use_tool",
    "input", "tool_name", "control_response", "response", "command_lifecycle", "state",
    "stream_event", "event", "delta", "index", "content_block_delta", "text_delta",
    "message_start", "id", "usage", "modelUsage", "inputTokens", "costUSD", "total_cost_usd",
    "model_usage_since_last_result", "num_turns", "is_error", "errors", "success", "api_retry",
    "attempt", "rate_limit_event", "rate_limit_info", "status", "utilization", "resetsAt",
    "permission_denials", "permission_denied", "compact_boundary", "compact_metadata",
    "hook_response", "outcome", "error", "parent_tool_use_id", "isReplay", "name", "source",
    "image", "questions",
]  # fmt: skip


@pytest.fixture
def agent() -> Agent:
    return ClaudeAgent("claude", {})


class TestConformance(AgentConformance):
    @pytest.fixture
    def lines(self) -> list[bytes]:
        return claude_lines.two_turns()

    @pytest.fixture
    def vocabulary(self) -> list[str]:
        return VOCABULARY


def flags(**request: Any) -> tuple[str, ...]:
    request = {"permission_mode": "bypassPermissions"} | request
    return ClaudeAgent("claude", {}).command(AgentRequest(TREE, **request)).argv


def test_a_process_speaks_stream_json_both_ways() -> None:
    argv = flags()

    assert argv[0] == "claude"
    assert argv[1:10] == (
        "-p",
        "--input-format",
        "stream-json",
        "--output-format",
        "stream-json",
        "--verbose",
        "--include-partial-messages",
        "--replay-user-messages",
        "--permission-prompt-tool",
    )


def test_what_a_request_asks_for_is_asked_for() -> None:
    argv = flags(model="opus", effort="high", max_cost_usd=2.5, new_session_id="s")

    assert argv[-5:] == (
        "--permission-mode=bypassPermissions",
        "--model=opus",
        "--effort=high",
        "--max-budget-usd=2.5",
        "--session-id=s",
    )


def test_a_conversation_that_is_resumed_keeps_its_id() -> None:
    argv = flags(resume_session_id="old", new_session_id="new")

    assert "--resume=old" in argv
    assert not any(word.startswith("--session-id") for word in argv)


def test_asking_is_the_clis_default_mode() -> None:
    assert "--permission-mode=default" in flags(permission_mode="ask")


def test_small_budgets_are_no_powers_of_ten() -> None:
    assert "--max-budget-usd=0.00001" in flags(max_cost_usd=1e-5)


def test_root_is_not_refused_where_it_asks() -> None:
    # The CLI refuses this flag to root in every mode, and needs it in none.
    assert not any("dangerously" in word for word in flags(permission_mode="ask"))


def answer(ask: Ask, **answer: Any) -> Any:
    return json.loads(ClaudeAgent("claude", {}).answer(ask, **answer))["response"]


ASK = Ask("q1", "Bash", '{"command":"ls"}', "ls")


def test_a_tool_that_is_allowed_runs_with_the_input_it_asked_for() -> None:
    assert answer(ASK, allow=True) == {
        "subtype": "success",
        "request_id": "q1",
        "response": {"behavior": "allow", "updatedInput": {"command": "ls"}},
    }


def test_a_tool_that_is_allowed_with_another_input_runs_with_that() -> None:
    found = answer(ASK, allow=True, updated_input='{"command":"pwd"}')

    assert found["response"]["updatedInput"] == {"command": "pwd"}


def test_a_tool_that_is_denied_hears_why() -> None:
    assert answer(ASK, allow=False, message="not now")["response"] == {
        "behavior": "deny",
        "message": "not now",
    }
    assert answer(ASK, allow=False)["response"]["message"]


def test_answers_to_questions_join_the_questions() -> None:
    ask = Ask("q1", "AskUserQuestion", '{"questions":[{"question":"Which?"}]}', "Which?")

    found = answer(ask, allow=True, updated_input='{"answers":{"Which?":"Blue"}}')

    assert found["response"]["updatedInput"] == {
        "questions": [{"question": "Which?"}],
        "answers": {"Which?": "Blue"},
    }


def test_a_question_that_is_none_about_a_tool_is_answered_with_an_error() -> None:
    found = answer(Ask("q1", "control:elicitation", "{}", ""), allow=True)

    assert (found["subtype"], found["request_id"]) == ("error", "q1")


@pytest.mark.parametrize("subtype", ["interrupt", "initialize", "get_session_cost", "end_session"])
def test_control_requests(subtype: str) -> None:
    line = getattr(ClaudeAgent("claude", {}), subtype)("c1")

    assert json.loads(line) == {
        "type": "control_request",
        "request_id": "c1",
        "request": {"subtype": subtype},
    }


@pytest.mark.parametrize(
    ("code", "number", "stderr", "words"),
    [
        (1, None, "--dangerously-skip-permissions cannot be used with root/sudo", "IS_SANDBOX=1"),
        (1, None, "error: unknown option '--nope'", "too old"),
        (
            1,
            None,
            "error: option '--permission-mode <mode>' argument 'x' is invalid",
            "another permissionMode",
        ),
        (1, None, "Error: Session ID 1 is already in use.", "must end first"),
        (1, None, "No conversation found with session ID: 1", "start a new session"),
        (1, None, "Not logged in · Please run /login", LOGIN_HELP),
        (126, None, "sh: claude: Argument list too long", "agentEnv"),
        (127, None, "", "CLAUDE_CODE_PATH"),
        (143, None, "", "SIGTERM"),
        (None, 9, "", "memory"),
        (None, 99, "", "signal 99"),
        (1, None, "a\n\nstrange end\n", "exit code 1, without a result. It said: a / strange end"),
    ],
)
def test_an_end_without_a_result_says_what_to_do(
    code: int | None, number: int | None, stderr: str, words: str
) -> None:
    assert words in ClaudeAgent("claude", {}).explain_exit(code, number, stderr)
