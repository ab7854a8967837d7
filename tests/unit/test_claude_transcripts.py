"""What the real CLI said, recorded by tests/transcripts/record.py, as events."""

import json
from pathlib import Path

import pytest

from opsdeck_server.adapters.claude.decode import ClaudeDecoder
from opsdeck_server.domain.events import (
    ApiRetry,
    AssistantText,
    Notice,
    Payload,
    ToolResult,
    ToolUse,
    TurnResult,
    UnknownEvent,
)
from opsdeck_server.ports.agent import (
    Ask,
    AskWithdrawn,
    BackgroundTasks,
    Decoded,
    Emit,
    Fatal,
    Forgotten,
    Live,
)
from tests.unit.agent_conformance import check

FOLDER = Path(__file__).resolve().parents[1] / "transcripts"
NAMES = sorted(
    path.stem for path in FOLDER.glob("*.jsonl") if not path.name.endswith(".stdin.jsonl")
)


def lines_of(name: str) -> list[bytes]:
    return (FOLDER / f"{name}.jsonl").read_bytes().splitlines()


def decode(name: str) -> list[Decoded]:
    decoder = ClaudeDecoder({})
    return [decoded for line in lines_of(name) for decoded in decoder.feed(line)]


def payloads(name: str) -> list[Payload]:
    return [decoded.payload for decoded in decode(name) if isinstance(decoded, Emit)]


def results(name: str) -> list[TurnResult]:
    return [payload for payload in payloads(name) if isinstance(payload, TurnResult)]


@pytest.mark.parametrize("name", NAMES)
def test_everything_is_known_and_fits_the_contract(name: str) -> None:
    decoded = decode(name)

    assert [d for d in decoded if isinstance(d, Emit) and isinstance(d.payload, UnknownEvent)] == []
    for one in decoded:
        check(one)


@pytest.mark.parametrize("name", NAMES)
def test_reading_goes_on_at_any_line(name: str) -> None:
    lines, expected = lines_of(name), decode(name)
    for stop in range(len(lines)):
        decoder = ClaudeDecoder({})
        before = [d for line in lines[:stop] for d in decoder.feed(line)]
        decoder = ClaudeDecoder(json.loads(json.dumps(decoder.snapshot())))
        after = [d for line in lines[stop:] for d in decoder.feed(line)]
        assert before + after == expected


@pytest.mark.parametrize("name", NAMES)
def test_pieces_make_the_blocks_that_end_them(name: str) -> None:
    """Each text comes live in pieces and once whole, never twice in either way."""
    pieces: dict[str, str] = {}
    for decoded in decode(name):
        if isinstance(decoded, Live) and not decoded.delta.thinking:
            delta = decoded.delta
            pieces[delta.message_id] = pieces.get(delta.message_id, "") + delta.text
    blocks: dict[str, str] = {}
    for payload in payloads(name):
        if isinstance(payload, AssistantText) and payload.parent_tool_use_id is None:
            blocks[payload.message_id] = blocks.get(payload.message_id, "") + payload.text

    assert pieces == {key: text for key, text in blocks.items() if key in pieces}


def test_the_tokens_and_cost_of_each_turn_are_counted_once() -> None:
    first, second = results("two_turns")

    assert (first.usage.input_tokens, first.usage.output_tokens) == (100, 10)
    assert (second.usage.input_tokens, second.usage.output_tokens) == (200, 20)
    assert first.usage.cost_usd == pytest.approx(0.0006)
    assert second.usage.cost_usd == pytest.approx(0.0012)


@pytest.mark.parametrize("name", ["resume", "resume_after_kill"])
@pytest.mark.parametrize("totals", [[], [100, 10, 0, 0, 0.0006]])
def test_a_resumed_process_counts_its_own_turn_alone(name: str, totals: list[float]) -> None:
    decoder = ClaudeDecoder({"totals": totals})
    found = [d for line in lines_of(name) for d in decoder.feed(line)]
    (result,) = [
        d.payload for d in found if isinstance(d, Emit) and isinstance(d.payload, TurnResult)
    ]

    assert (result.usage.input_tokens, result.usage.output_tokens) == (200, 20)
    assert result.usage.cost_usd == pytest.approx(0.0012)


def test_a_file_is_written() -> None:
    uses = [p for p in payloads("write_file") if isinstance(p, ToolUse)]
    answers = [p for p in payloads("write_file") if isinstance(p, ToolResult)]

    assert [use.tool for use in uses] == ["Write"]
    assert uses[0].input == json.loads(uses[0].input_json)["file_path"]
    assert [answer.tool_use_id for answer in answers] == [uses[0].tool_use_id]
    assert not answers[0].is_error


def test_a_command_that_fails_is_an_error_of_the_tool_alone() -> None:
    (answer,) = [p for p in payloads("bash_fails") if isinstance(p, ToolResult)]

    assert answer.is_error
    assert not results("bash_fails")[0].is_error


@pytest.mark.parametrize(
    ("name", "subtype"),
    [
        ("interrupt_text", "aborted_streaming"),
        ("interrupt_tool", "aborted_tools"),
        ("permission_interrupted", "aborted_tools"),
        ("max_budget", "error_max_budget_usd"),
        ("max_turns", "error_max_turns"),
        ("unknown_model", "api_error"),
        ("authentication_failed", "api_error"),
    ],
)
def test_a_failed_turn_says_how(name: str, subtype: str) -> None:
    result = results(name)[0]

    assert (result.is_error, result.subtype) == (True, subtype)
    assert result.text
    assert "ede_diagnostic" not in result.text


def test_a_conversation_that_is_gone_is_no_end_of_a_turn() -> None:
    notice, forgotten = decode("unknown_session")

    assert isinstance(notice, Emit)
    assert isinstance(notice.payload, Notice)
    assert "remembers nothing" in notice.payload.text
    assert forgotten == Forgotten()


def test_what_runs_in_the_background_is_counted() -> None:
    counts = [each.count for each in decode("background_task") if isinstance(each, BackgroundTasks)]
    assert counts == [1, 0]


def test_a_login_that_is_refused_is_fatal_at_the_first_try() -> None:
    decoded = decode("authentication_failed")
    kinds = [
        type(d.payload) if isinstance(d, Emit) else type(d)
        for d in decoded
        if isinstance(d, Fatal) or (isinstance(d, Emit) and isinstance(d.payload, ApiRetry))
    ]

    assert kinds[:2] == [ApiRetry, Fatal]


def test_questions_are_asked_and_taken_back() -> None:
    asked = [d for d in decode("permission_interrupted") if isinstance(d, Ask)]
    withdrawn = [d for d in decode("permission_interrupted") if isinstance(d, AskWithdrawn)]

    assert [ask.request_id for ask in asked] == [one.request_id for one in withdrawn]


@pytest.mark.parametrize(
    ("name", "tool"), [("ask_user_question", "AskUserQuestion"), ("exit_plan_mode", "ExitPlanMode")]
)
def test_questions_for_a_person_say_so(name: str, tool: str) -> None:
    (ask,) = [d for d in decode(name) if isinstance(d, Ask)]

    assert (ask.tool, ask.requires_interaction) == (tool, True)
