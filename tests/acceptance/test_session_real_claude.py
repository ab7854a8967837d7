"""The real Claude Code CLI in quick sessions; only the model behind it is a stand-in."""

import asyncio
import json
import os
import signal
import time
from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio

from tests.acceptance.chatting import Chat, ended, git, statuses, texts
from tests.acceptance.real_world import World, real_world, spent
from tests.acceptance.stack import Stack
from tests.acceptance.watching import eventually
from tests.fakes.claude_process import real_claude
from tests.fakes.messages_api import MessagesApi
from tests.fakes.replies import Failure, Gate, Reply, Text, ToolUse, Usage, text, tool

pytestmark = [
    pytest.mark.real_claude,
    pytest.mark.skipif(real_claude() is None, reason="no Claude Code CLI: run `make tools`"),
    pytest.mark.asyncio(loop_scope="module"),
]
RATES = {"input_tokens": 1_000, "output_tokens": 200}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world() -> AsyncGenerator[World]:
    """One server; tests may kill and start it."""
    async with real_world() as world:
        yield world


@pytest.fixture
def stack(world: World) -> Stack:
    return world[0]


@pytest.fixture
def api(world: World) -> MessagesApi:
    world[1].default = text("Done.")
    return world[1]


async def end_agent(chat: Chat) -> None:
    """End the agent of a chat as a machine that goes down does."""
    for pid in chat.processes:
        os.kill(pid, signal.SIGKILL)
    await eventually(lambda: not chat.processes)


async def test_a_chat_changes_a_file_goes_on_and_leaves_its_work_under_a_ref(
    stack: Stack, api: MessagesApi
) -> None:
    chat = await Chat.start(stack)
    await eventually(lambda: chat.agents)
    before = chat.agents
    api.add(
        Reply(
            (
                Text("I write it."),
                ToolUse("Write", {"file_path": "hello.txt", "content": "Hello.\n"}),
            ),
            Usage(1_000, 200, 30, 4_000),
        ),
        text("It is written.", input_tokens=2_000, output_tokens=100),
        text("You are welcome.", input_tokens=3_000, output_tokens=50),
    )

    first = await chat.turn("Write hello.txt.")
    session = await chat.turn("Thanks.")

    assert (chat.worktree / "hello.txt").read_text() == "Hello.\n"
    _, _, tool_use, last = first["messages"]
    assert (tool_use["role"], last["role"]) == ("tool", "assistant")
    assert (tool_use["tool_name"], tool_use["content"]) == ("Write", "hello.txt")
    assert texts(session) == ["I write it.", "It is written.", "You are welcome."]
    assert chat.agents == before
    assert session["claude_session_id"] == first["claude_session_id"]
    used = session["usage"]
    assert (used["input_tokens"], used["output_tokens"]) == (6_000, 350)
    assert (used["cache_read_tokens"], used["cache_write_tokens"]) == (4_000, 30)
    await chat.adds_up(session)
    assert (await chat.delete()).status == 204
    assert await git(stack.bare, "show", f"refs/opsdeck/kept/{chat.id}:hello.txt") == "Hello."
    assert chat.processes == {}
    assert session["total_cost_usd"] == pytest.approx(spent(stack, session["claude_session_id"]))


async def test_a_follow_up_after_the_agent_has_gone_resumes_the_conversation(
    stack: Stack, api: MessagesApi
) -> None:
    chat = await Chat.start(stack)
    api.add(text("Noted.", **RATES), text("The word was fish.", **RATES))
    first = await chat.turn("Remember the word fish.")
    await end_agent(chat)

    session = await chat.turn("What was the word?")

    assert texts(session) == ["Noted.", "The word was fish."]
    assert session["claude_session_id"] == first["claude_session_id"]
    words = json.dumps(api.main_requests[-1].body["messages"])
    assert "Remember the word fish." in words
    assert session["total_cost_usd"] == pytest.approx(2 * first["total_cost_usd"])
    assert session["usage"]["input_tokens"] == 2_000
    assert session["status"] == "idle"
    await chat.adds_up(session)


@pytest.mark.parametrize("alone", [False, True], ids=["ends_watched", "ends_alone"])
async def test_killed_in_mid_stream_the_answer_goes_on_and_is_counted_once(
    stack: Stack, api: MessagesApi, alone: bool
) -> None:
    chat = await Chat.start(stack)
    gate = Gate()
    api.add(Reply((Text("First."), gate, Text("Second.", chunk=2)), Usage(1_000, 200)))
    await chat.say("Talk.")
    await chat.seen.texts(1)
    waiting = await chat.say("And then?")
    assert waiting["waiting"]

    await stack.kill()
    if alone:
        gate.open.set()
        await eventually(lambda: api.sent[-1].text == ".")
    await stack.start()
    gate.open.set()

    session = await chat.turns(2)
    assert texts(session) == ["First.", "Second.", "Done."]
    assert session["usage"]["input_tokens"] == 1_010
    assert statuses(chat.seen) == ["idle", "running", "idle"]
    await chat.adds_up(session)


async def test_after_a_restart_of_the_machine_the_conversation_goes_on(
    stack: Stack, api: MessagesApi
) -> None:
    chat = await Chat.start(stack)
    api.add(text("Before.", **RATES), Reply((Text("Working."), Gate())))
    await chat.turn("First.")
    await chat.say("Second.")
    await chat.seen.texts(2)
    await stack.kill()
    for pid in stack.processes():
        os.kill(pid, signal.SIGKILL)
    await eventually(lambda: stack.processes() == {})
    await stack.start()

    session = await chat.turns(2)

    assert session["status"] == "failed"
    assert ended(chat.seen)[0]["state"] == "succeeded"
    before = session["claude_session_id"]
    session = await chat.turn("Third.")
    assert (session["status"], texts(session)) == ("idle", ["Before.", "Working.", "Done."])
    assert session["claude_session_id"] == before
    assert "First." in json.dumps(api.main_requests[-1].body["messages"])
    await chat.adds_up(session)


async def test_a_refused_login_fails_at_once_and_a_new_one_is_used(
    stack: Stack, api: MessagesApi
) -> None:
    chat = await Chat.start(stack)
    api.default = Failure(401, "invalid x-api-key")
    began = time.monotonic()

    session = await chat.turn("Do it.")

    assert time.monotonic() - began < 10
    assert session["status"] == "failed"
    assert "claude auth login" in session["error"]
    assert texts(session, "system") == [session["error"]]
    api.default = text("Logged in.")
    session = await chat.turn("And now?")
    assert (session["status"], texts(session)) == ("idle", ["Logged in."])
    await chat.adds_up(session)


async def test_an_error_of_the_api_fails_the_message_alone(stack: Stack, api: MessagesApi) -> None:
    chat = await Chat.start(stack)
    api.default = Failure(400, "Your credit balance is too low", repeat=True)

    session = await chat.turn("Do it.")

    assert session["status"] == "failed"
    assert "redit balance" in session["error"]
    api.default = text("Paid.")
    session = await chat.turn("And now?")
    assert (session["status"], texts(session)[-1]) == ("idle", "Paid.")
    await chat.adds_up(session)


async def test_a_task_in_the_background_ends_in_a_turn_that_nobody_asked_for(
    stack: Stack, api: MessagesApi
) -> None:
    chat = await Chat.start(stack)
    gate = stack.root / f"gate-{chat.id}"
    command = f"while ! test -e {gate}; do sleep 0.05; done"
    api.add(
        tool("Bash", command=command, description="wait", run_in_background=True),
        text("It runs.", **RATES),
        text("It has ended.", **RATES),
    )
    asked = await chat.turn("Run it in the background.")
    assert asked["status"] == "idle"

    gate.touch()

    await chat.seen.until(lambda seen: len(statuses(seen)) == 5)
    session = await chat.get()
    assert statuses(chat.seen) == ["idle", "running", "idle", "running", "idle"]
    assert texts(session) == ["It runs.", "It has ended."]
    assert session["total_cost_usd"] > asked["total_cost_usd"]
    await chat.adds_up(session)


@pytest.mark.parametrize(
    "content", ["--help", "/nowhere is a path", "!touch made", "# not a memory", "👩‍💻 世界"]
)
async def test_a_message_is_words_and_nothing_else(
    stack: Stack, api: MessagesApi, content: str
) -> None:
    chat = await Chat.start(stack)

    session = await chat.turn(content)

    assert (session["status"], texts(session)) == ("idle", ["Done."])
    assert content in api.main_requests[-1].last_text
    assert await git(chat.worktree, "status", "--porcelain") == ""


@pytest.mark.parametrize("content", ["/clear", "/cost", "/compact", "/help"])
async def test_a_command_of_the_cli_ends_like_any_message(
    stack: Stack, api: MessagesApi, content: str
) -> None:
    chat = await Chat.start(stack)
    await chat.turn("Before.")

    await chat.turn(content)

    session = await chat.turn("After.")
    assert session["status"] == "idle"
    assert texts(session)[-1] == "Done."
    await chat.adds_up(session)


async def test_many_messages_in_line_are_turns_of_their_own(stack: Stack, api: MessagesApi) -> None:
    chat = await Chat.start(stack)
    gate = Gate()
    api.add(Reply((Text("First."), gate)))
    await chat.say("Begin.")
    await asyncio.wait_for(gate.reached.wait(), 20)
    api.add(*(text(f"Answer {number}.") for number in range(4)))
    for number in range(4):
        await chat.say(f"Question {number}?")
    gate.open.set()

    session = await chat.turns(5)

    assert texts(session) == ["First.", *(f"Answer {number}." for number in range(4))]
    assert session["usage"]["turns"] == 5
    await chat.adds_up(session)


async def test_a_conversation_that_the_cli_lost_is_begun_anew_and_that_is_said(
    stack: Stack, api: MessagesApi
) -> None:
    chat = await Chat.start(stack)
    first = await chat.turn("Remember the word fish.")
    await end_agent(chat)
    for history in (stack.root / "home" / ".claude" / "projects").glob(
        f"*/{first['claude_session_id']}.jsonl"
    ):
        history.unlink()

    session = await chat.turn("What was the word?")

    assert (session["status"], texts(session)) == ("idle", ["Done.", "Done."])
    [notice] = [each["text"] for each in chat.seen.seen("notice")]
    assert "remembers nothing" in notice
    assert session["claude_session_id"] != first["claude_session_id"]
    again = await chat.turn("And now?")
    assert again["claude_session_id"] == session["claude_session_id"]
    await chat.adds_up(again)
