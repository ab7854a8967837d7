"""The driver and the real Claude Code CLI, against the stand-in of the model's API."""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from opsdeck_server.adapters.claude import ClaudeAgent
from opsdeck_server.adapters.claude.result import LOGIN_HELP
from opsdeck_server.domain.events import AgentStarted, AssistantText, ToolResult
from opsdeck_server.domain.runs import Usage
from opsdeck_server.ports.agent import Fatal, Forgotten, Live, Reply
from tests.fakes.claude_process import real_claude
from tests.fakes.driven_agent import DrivenAgent, driven
from tests.fakes.messages_api import MessagesApi, claude_env
from tests.fakes.replies import Failure, Gate, Text, text, tool
from tests.fakes.replies import Reply as Answer

pytestmark = [
    pytest.mark.real_claude,
    pytest.mark.skipif(real_claude() is None, reason="no Claude Code CLI: run `make tools`"),
]
SESSION = "5d3a2f0e-8d0f-4b51-9f0a-4a4f1c3c0b11"


@asynccontextmanager
async def claude(
    api: MessagesApi, folder: Path, env: dict[str, str] | None = None, **request: Any
) -> AsyncGenerator[DrivenAgent]:
    cwd = folder / "tree"
    cwd.mkdir(exist_ok=True)
    whole = claude_env(api.base_url, folder / "home") | (env or {})
    async with driven(ClaudeAgent(str(real_claude()), whole), cwd, whole, **request) as process:
        yield process


async def test_a_turn(tmp_path: Path) -> None:
    reply = Answer((Text("Hello there.", chunk=4),))
    async with (
        MessagesApi([reply]) as api,
        claude(api, tmp_path, new_session_id=SESSION, model="haiku", effort="low") as agent,
    ):
        agent.say("Hello?")
        result = await agent.result()
        assert await agent.end() == 0

    (started,) = agent.of(AgentStarted)
    assert (started.agent_session_id, started.permission_mode) == (SESSION, "bypassPermissions")
    assert "haiku" in started.model
    pieces = [d.delta.text for d in agent.decoded if isinstance(d, Live)]
    assert pieces == ["Hell", "o th", "ere."]
    assert [found.text for found in agent.of(AssistantText)] == ["Hello there."]
    assert (result.is_error, result.text) == (False, "Hello there.")


@pytest.mark.parametrize("words", ["--model x", "-", "two\nlines", '{"a":1}\n"', "“é” 🎉"])
async def test_a_prompt_arrives_as_it_was_written(tmp_path: Path, words: str) -> None:
    async with MessagesApi([text("Yes.")]) as api, claude(api, tmp_path) as agent:
        agent.say(words)
        await agent.result()

        assert words in api.main_requests[0].last_text


async def test_the_cost_is_right_after_any_mix_of_ends_and_resumes(tmp_path: Path) -> None:
    used: list[Usage] = []
    dealt = [(100, 10), (200, 20), (400, 40), (800, 80)]
    snapshot: Any = {}
    script = [text("So.", input_tokens=i, output_tokens=o) for i, o in dealt]
    async with MessagesApi(script) as api:
        async with claude(api, tmp_path, new_session_id=SESSION) as agent:
            for _ in range(2):
                agent.say("Go on.")
                used.append((await agent.result()).usage)
            # It ends by itself: this CLI's totals go on.
            assert await agent.end() == 0
            snapshot = ClaudeAgent("claude", {}).carried(agent.remembered)
        for _ in range(2):
            async with claude(api, tmp_path, snapshot=snapshot, resume_session_id=SESSION) as agent:
                agent.say("Go on.")
                used.append((await agent.result()).usage)
            # It is killed: the totals of the next one begin anew.
            snapshot = {}

    assert [(each.input_tokens, each.output_tokens) for each in used] == dealt
    costs = [each.cost_usd for each in used]
    # Each turn was dealt twice the tokens of the one before, so it cost twice as much.
    assert costs == pytest.approx([costs[0] * 2**number for number in range(4)])
    assert costs[0] > 0


async def test_questions_are_answered(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    question = {
        "question": "Which?",
        "header": "Colour",
        "options": [
            {"label": "Blue", "description": "b"},
            {"label": "Red", "description": "r"},
        ],
        "multiSelect": False,
    }
    script = [
        tool("Bash", command="touch wrong", description="touch"),
        tool("Write", file_path=str(tree / "b.txt"), content="b"),
        tool("AskUserQuestion", questions=[question]),
        text("So."),
    ]
    async with MessagesApi(script) as api, claude(api, tmp_path, permission_mode="ask") as agent:
        driver = ClaudeAgent("claude", {})
        agent.say("Go.")
        changed = '{"command": "touch right", "description": "touch"}'
        agent.write(driver.answer(await agent.asked(), allow=True, updated_input=changed))
        agent.write(driver.answer(await agent.asked(), allow=False, message="Better not."))
        answers = '{"answers": {"Which?": "Blue"}}'
        agent.write(driver.answer(await agent.asked(), allow=True, updated_input=answers))
        result = await agent.result()

    assert os.listdir(tree) == ["right"]  # noqa: PTH208 # sync, and quick
    assert result.denied_tools == ("Write",)
    found = [answer.content for answer in agent.of(ToolResult)]
    assert found[1] == "Better not."
    assert "Blue" in found[2]


async def test_an_interrupted_turn_ends_and_the_process_goes_on(tmp_path: Path) -> None:
    gate = Gate()
    script = [Answer((Text("Part of it. ", chunk=4), gate)), text("Again.")]
    async with MessagesApi(script) as api, claude(api, tmp_path) as agent:
        agent.say("Go.")
        await agent.until(lambda d: isinstance(d, Live))
        agent.write(agent.agent.interrupt("i1") or b"")
        stopped = await agent.result()
        agent.say("And now?")
        again = await agent.result()

    assert (stopped.is_error, stopped.subtype) == (True, "aborted_streaming")
    assert [(d.request_id, d.ok) for d in agent.decoded if isinstance(d, Reply)] == [("i1", True)]
    assert (again.is_error, again.text) == (False, "Again.")


async def test_a_login_that_is_refused_is_told_at_once(tmp_path: Path) -> None:
    async with MessagesApi([Failure(401, repeat=True)]) as api, claude(api, tmp_path) as agent:
        agent.say("Go.")

        assert await agent.until(lambda d: isinstance(d, Fatal)) == Fatal(LOGIN_HELP)


async def test_no_login_says_what_to_do(tmp_path: Path) -> None:
    async with (
        MessagesApi() as api,
        claude(api, tmp_path, env={"ANTHROPIC_API_KEY": ""}) as agent,
    ):
        agent.say("Go.")
        result = await agent.result()

    assert result.is_error
    assert result.text.startswith(LOGIN_HELP)


async def test_a_conversation_that_is_gone_says_so(tmp_path: Path) -> None:
    async with MessagesApi() as api, claude(api, tmp_path, resume_session_id=SESSION) as agent:
        agent.say("Go.")
        assert await agent.until(lambda d: isinstance(d, Forgotten))


async def test_root_hears_why_permissions_are_not_bypassed(tmp_path: Path) -> None:
    async with (
        MessagesApi([text("So.")]) as api,
        claude(api, tmp_path, env={"IS_SANDBOX": ""}) as agent,
    ):
        if os.geteuid() == 0:
            _, errors = await agent.process.communicate()
            code = agent.process.returncode
            assert "IS_SANDBOX=1" in agent.agent.explain_exit(code, None, errors.decode())
        else:
            agent.say("Go.")
            assert not (await agent.result()).is_error


async def test_flags_that_it_does_not_know_are_explained(tmp_path: Path) -> None:
    async with (
        MessagesApi() as api,
        claude(api, tmp_path, permission_mode="--yolo") as agent,
    ):
        _, errors = await agent.process.communicate()
        code = agent.process.returncode

    text = agent.agent.explain_exit(code, None, errors.decode())
    assert "choose another permissionMode" in text


@pytest.mark.parametrize(("key", "logged_in"), [("sk-ant-x", True), ("", False)])
async def test_the_probe(tmp_path: Path, key: str, logged_in: bool) -> None:
    env = claude_env("http://127.0.0.1:9", tmp_path, ANTHROPIC_API_KEY=key)

    status = await ClaudeAgent(str(real_claude()), env).probe()

    assert status.version.startswith("2.")
    assert status.authenticated is logged_in
    assert (status.error is None) is logged_in
