import json
import sys
from pathlib import Path
from typing import Any

import pytest

from opsdeck_server.adapters.simulator import SimulatorAgent
from opsdeck_server.domain.events import AssistantText, Payload, TextDelta, ToolUse, TurnResult
from opsdeck_server.domain.runs import Usage
from opsdeck_server.ports.agent import Agent, AgentRequest, Ask, Decoded, Emit, Live
from tests.unit.agent_conformance import AgentConformance

VOCABULARY = [
    "type", "id", "text", "delta", "message_id", "thinking", "ask", "ask_withdrawn", "tool",
    "input", "value", "description", "lifecycle", "state", "reply", "ok", "body", "fatal",
    "message", "started", "session_id", "model", "tool_use", "tool_result", "is_error", "notice",
    "kind", "api_retry", "attempt", "result", "usage", "input_tokens", "cost_usd", "denied_tools",
]  # fmt: skip


def line(**fields: Any) -> bytes:
    return json.dumps(fields, separators=(",", ":")).encode()


def turn(cost: float) -> list[bytes]:
    usage = {"input_tokens": 3, "output_tokens": 4, "turns": 2, "cost_usd": cost}
    return [
        line(type="lifecycle", id="m1", state="started"),
        line(type="delta", text="Hi ", message_id="s-1", thinking=False),
        line(type="text", text="Hi there.", message_id="s-1"),
        line(type="tool_use", id="t1", tool="Write", value="a", input={"file_path": "a"}),
        line(type="ask", id="q1", tool="Write", value="a", input={"file_path": "a"}),
        line(type="tool_result", id="t1", text="Wrote.", is_error=False),
        line(type="result", is_error=False, subtype="success", text="Hi there.", usage=usage),
    ]


@pytest.fixture
def agent() -> Agent:
    return SimulatorAgent()


class TestConformance(AgentConformance):
    @pytest.fixture
    def lines(self) -> list[bytes]:
        return turn(0.1) + turn(0.2)

    @pytest.fixture
    def vocabulary(self) -> list[str]:
        return VOCABULARY


def decode(*lines: bytes) -> list[Decoded]:
    decoder = SimulatorAgent().decoder({})
    return [decoded for line in lines for decoded in decoder.feed(line)]


def test_lines_become_events() -> None:
    decoded = decode(*turn(0.1))

    assert decoded[1] == Live(TextDelta("Hi ", "s-1"))
    events: list[Payload] = [d.payload for d in decoded if isinstance(d, Emit)]
    assert events[0] == AssistantText("Hi there.", "s-1")
    assert events[1] == ToolUse("t1", "Write", "a", '{"file_path":"a"}')
    assert events[-1] == TurnResult(False, "success", "Hi there.", Usage(3, 4, 0, 0, 0.1, 2))
    assert [d for d in decoded if isinstance(d, Ask)] == [
        Ask("q1", "Write", '{"file_path":"a"}', "a")
    ]


def test_the_cost_of_a_turn_is_what_its_line_says() -> None:
    results = [d.payload for d in decode(*turn(0.1), *turn(0.2)) if isinstance(d, Emit)]

    assert [p.usage.cost_usd for p in results if isinstance(p, TurnResult)] == [0.1, 0.2]


def test_it_runs_in_this_python_apart_from_everything_else() -> None:
    argv = SimulatorAgent().command(AgentRequest(Path("/tree"), "ask", new_session_id="s")).argv

    assert argv[:3] == (sys.executable, "-I", "-S")
    assert argv[4:] == ("--permission-mode=ask", "--session-id=s")


async def test_it_is_always_there() -> None:
    status = await SimulatorAgent().probe()

    assert (status.authenticated, status.error) == (True, None)
