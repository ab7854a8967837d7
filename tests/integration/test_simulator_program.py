import asyncio
import contextlib
import json
import os
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from opsdeck_server.adapters.simulator import SimulatorAgent
from opsdeck_server.domain.events import (
    AgentStarted,
    AssistantText,
    Thinking,
    ToolResult,
    ToolUse,
    TurnResult,
)
from opsdeck_server.ports.agent import (
    Ask,
    AskWithdrawn,
    Emit,
    Live,
    Reply,
)
from tests.fakes.driven_agent import LIMIT, DrivenAgent, driven

AGENT = SimulatorAgent()


def names(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


Start = Callable[..., Awaitable[DrivenAgent]]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    path = tmp_path / "tree"
    path.mkdir()
    return path


@pytest.fixture
async def start(tmp_path: Path, tree: Path) -> AsyncIterator[Start]:
    async with contextlib.AsyncExitStack() as stack:

        async def start(pace: str = "0", **request: Any) -> DrivenAgent:
            env = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "OPSDECK_SIMULATOR_PACE": pace}
            return await stack.enter_async_context(driven(AGENT, tree, env, **request))

        yield start


async def test_a_plain_prompt_gets_a_whole_turn(start: Start, tree: Path) -> None:
    simulator = await start()
    simulator.say("Add a login page", "and test it")

    result = await simulator.result()

    assert (result.is_error, result.subtype) == (False, "success")
    assert result.usage.input_tokens > 0
    assert result.usage.cost_usd > 0
    assert "1. Add a login page" in (tree / "SIMULATED.md").read_text()
    assert [type(event) for event in simulator.events] == [
        AgentStarted, Thinking, AssistantText, ToolUse, ToolResult, ToolUse, ToolResult,
        AssistantText, TurnResult,
    ]  # fmt: skip
    assert [use.tool for use in simulator.of(ToolUse)] == ["Write", "Bash"]
    assert simulator.of(ToolResult)[1].content == "3 SIMULATED.md\n"
    assert await simulator.end() == 0


async def test_text_is_streamed_in_pieces_that_make_the_block(start: Start) -> None:
    simulator = await start()
    simulator.say("@say one two\\nthree", "@think hm")
    await simulator.result()

    pieces = [d.delta for d in simulator.decoded if isinstance(d, Live)]
    (text,) = simulator.of(AssistantText)
    (thought,) = simulator.of(Thinking)
    assert "".join(d.text for d in pieces if not d.thinking) == text.text == "one two\nthree"
    assert "".join(d.text for d in pieces if d.thinking) == thought.text == "hm"
    assert {d.message_id for d in pieces} == {text.message_id, thought.message_id}


async def test_it_takes_a_persons_time_unless_told_otherwise(start: Start) -> None:
    simulator = await start(pace="1")

    began = time.monotonic()
    simulator.say("hello")
    await simulator.result()
    usual = time.monotonic() - began
    simulator.say("@pace 0", "hello")
    await simulator.result()
    instant = time.monotonic() - began - usual

    assert 0.8 < usual < 5
    assert instant < usual / 2


async def test_each_message_changes_the_file_again(start: Start, tree: Path) -> None:
    simulator = await start()
    for words in ("first", "second"):
        simulator.say(words)
        await simulator.result()

    assert (tree / "SIMULATED.md").read_text().splitlines()[2:] == ["1. first", "2. second"]
    assert simulator.of(ToolUse)[2].tool == "Read"
    assert len(simulator.of(AgentStarted)) == 1


async def test_a_conversation_goes_on_in_another_process(start: Start, tree: Path) -> None:
    session = str(uuid.uuid4())
    first = await start(new_session_id=session)
    first.say("first", message_id="m1")
    await first.result()
    first.process.kill()
    await first.process.wait()

    second = await start(resume_session_id=session)
    second.say("first", message_id="m1")
    second.say("second", message_id="m2")
    await second.result()

    assert second.of(AgentStarted)[0].agent_session_id == session
    assert (tree / "SIMULATED.md").read_text().splitlines()[2:] == ["1. first", "2. second"]


async def test_a_conversation_that_nobody_knows_is_an_error(start: Start) -> None:
    simulator = await start(resume_session_id=str(uuid.uuid4()))

    found = await simulator.until(lambda d: isinstance(d, Emit))

    assert isinstance(found, Emit)
    assert isinstance(found.payload, TurnResult)
    assert "No conversation found" in found.payload.text
    assert await simulator.end() == 1


async def test_a_message_that_comes_twice_runs_once(start: Start, tree: Path) -> None:
    simulator = await start()
    simulator.say("once", message_id="m1")
    simulator.say("once", message_id="m1")
    simulator.say("@say end", message_id="m2")
    await simulator.result()
    await simulator.result()

    assert (tree / "SIMULATED.md").read_text().splitlines()[2:] == ["1. once"]


async def test_directives_do_real_work(start: Start, tree: Path) -> None:
    simulator = await start()
    simulator.say(
        "Do this:", "@write a/b.txt one\\ntwo", "@bash cat a/b.txt; exit 3", "@say all done"
    )

    result = await simulator.result()

    assert (tree / "a" / "b.txt").read_text() == "one\ntwo"
    assert simulator.of(ToolResult)[1] == ToolResult(
        simulator.of(ToolUse)[1].tool_use_id, "Exit code 3\none\ntwo", is_error=True
    )
    assert result.text == "all done"
    assert not (tree / "SIMULATED.md").exists()


@pytest.mark.parametrize("path", ["../out.txt", "/tmp/out.txt", "link/out.txt", ".git/config", "."])
async def test_it_writes_nowhere_else(start: Start, tree: Path, tmp_path: Path, path: str) -> None:
    (tree / "link").symlink_to(tmp_path)
    simulator = await start()
    simulator.say(f"@write {path} x")
    await simulator.result()

    assert simulator.of(ToolResult)[0].is_error
    assert names(tree) == {"link"}
    assert not (tmp_path / "out.txt").exists()


async def test_a_failure_is_one(start: Start) -> None:
    simulator = await start()
    simulator.say("@fail the tests do not pass", "@say never")

    result = await simulator.result()

    assert (result.is_error, result.text) == (True, "the tests do not pass")
    assert simulator.of(AssistantText) == []


async def test_a_directive_that_cannot_be_done_fails_the_turn(start: Start) -> None:
    simulator = await start()
    simulator.say("@sleep long")

    assert "@sleep long" in (await simulator.result()).text


async def test_an_exit_leaves_no_result(start: Start) -> None:
    simulator = await start()
    simulator.say("@stderr it is over", "@exit 7")

    async with asyncio.timeout(LIMIT):
        output, errors = await simulator.process.communicate()

    assert simulator.process.returncode == 7
    assert errors == b"it is over\n"
    assert b'"result"' not in output


async def test_a_budget_that_is_spent_fails_the_turn(start: Start) -> None:
    simulator = await start(max_cost_usd=1e-7)
    simulator.say("@say words")

    assert (await simulator.result()).subtype == "error_max_budget_usd"


async def test_asking_before_a_write(start: Start, tree: Path) -> None:
    simulator = await start(permission_mode="ask")
    simulator.say("@write a.txt x", "@write b.txt y")

    simulator.write(AGENT.answer(await simulator.asked(), allow=True))
    simulator.write(AGENT.answer(await simulator.asked(), allow=False, message="not that"))
    result = await simulator.result()

    assert names(tree) == {"a.txt"}
    assert [found.content for found in simulator.of(ToolResult)][1] == "not that"
    assert result.denied_tools == ("Write",)


async def test_a_question_that_is_asked_on_purpose(start: Start) -> None:
    simulator = await start()
    simulator.say("@ask Deploy")

    ask = await simulator.asked()
    simulator.write(AGENT.answer(ask, allow=True))
    await simulator.result()

    assert ask.tool == "Deploy"
    assert not simulator.of(ToolResult)[0].is_error


async def test_nobody_can_answer_after_the_end_of_input(start: Start) -> None:
    simulator = await start()
    simulator.say("@ask Deploy")
    await simulator.asked()

    assert await simulator.end() == 0
    result = await simulator.result()
    assert result.denied_tools == ("Deploy",)


@pytest.mark.parametrize(
    "words", ["@sleep 60", "@gate never", "@bash sleep 60", "@rate 100 1", "@ask Deploy"]
)
async def test_an_interrupt_ends_a_turn_wherever_it_is(start: Start, words: str) -> None:
    simulator = await start()
    simulator.say("@say begun", words)
    waiting = "@ask" in words
    await simulator.until(
        lambda d: (
            isinstance(d, Ask if waiting else Emit)
            and (waiting or simulator.of(AssistantText) != [])
        )
    )

    began = time.monotonic()
    simulator.write(AGENT.interrupt("i1"))
    result = await simulator.result()

    assert time.monotonic() - began < 5
    assert (result.is_error, result.subtype) == (True, "aborted")
    assert Reply("i1", True, {"still_queued": []}) in simulator.decoded
    assert any(isinstance(d, AskWithdrawn) for d in simulator.decoded) == waiting
    # It is as good as before.
    simulator.say("@say again")
    assert (await simulator.result()).text == "again"


async def test_an_interrupted_command_is_gone(start: Start, tree: Path) -> None:
    simulator = await start()
    os.mkfifo(tree / "held")
    simulator.say("@bash exec > held; echo up; sleep 15 & wait; echo late > late")
    simulator.say("@say after")
    async with asyncio.timeout(LIMIT):
        held = await asyncio.to_thread((tree / "held").open)
    with held:
        assert await asyncio.to_thread(held.readline) == "up\n"
        simulator.write(AGENT.interrupt("i1"))
        await simulator.result()
        # It ends when nobody is left who could write: not the shell, and not its child.
        async with asyncio.timeout(5):
            assert await asyncio.to_thread(held.read) == ""

    assert (await simulator.result()).text == "after"
    assert not (tree / "late").exists()


async def test_a_gate_opens(start: Start, tree: Path) -> None:
    simulator = await start()
    simulator.say("@say before", "@gate open", "@say after")
    await simulator.until(lambda d: isinstance(d, Emit) and isinstance(d.payload, AssistantText))

    (tree / "open").touch()

    assert (await simulator.result()).text == "after"


async def test_many_lines_and_many_pieces(start: Start) -> None:
    simulator = await start()
    simulator.say("@lines 1200", "@deltas 2000", "@rate 3 1000")

    await simulator.result()

    texts = [found.text for found in simulator.of(AssistantText)]
    assert texts[:1200] == [f"line {number}" for number in range(1200)]
    pieces = [d.delta.text for d in simulator.decoded if isinstance(d, Live)]
    assert len(pieces) == 2000
    assert texts[1200] == "".join(pieces)
    assert [text.partition(":")[0] for text in texts[1201:]] == ["0", "1", "2"]


async def test_a_line_that_is_not_of_its_protocol_ends_it(start: Start) -> None:
    simulator = await start()
    simulator.write(b"hello\n")

    async with asyncio.timeout(LIMIT):
        _, errors = await simulator.process.communicate()

    assert simulator.process.returncode == 1
    assert b"not a line of its protocol" in errors


async def test_what_it_prints_is_json_a_line(start: Start) -> None:
    simulator = await start()
    simulator.say('@say "quotes" é 🎉 \\u0007')
    await simulator.result()

    assert all(isinstance(json.loads(line), dict) for line in simulator.raw)
