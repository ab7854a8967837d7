"""The real Claude Code CLI interrupted, and asking; only the model behind it is a stand-in."""

from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio

from tests.acceptance.chatting import Chat, git, texts
from tests.acceptance.real_world import World, real_world
from tests.acceptance.stack import Stack
from tests.acceptance.watching import eventually
from tests.fakes.claude_process import real_claude
from tests.fakes.messages_api import MessagesApi
from tests.fakes.replies import Gate, Reply, Text, text, tool

pytestmark = [
    pytest.mark.real_claude,
    pytest.mark.skipif(real_claude() is None, reason="no Claude Code CLI: run `make tools`"),
    pytest.mark.asyncio(loop_scope="module"),
]


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


async def test_text_that_is_interrupted_ends_and_the_process_goes_on(
    stack: Stack, api: MessagesApi
) -> None:
    chat = await Chat.start(stack)
    gate = Gate()
    api.add(Reply((Text("Working."), gate, Text("Never said."))))
    await chat.say("Talk.")
    await chat.seen.texts(1)
    before = chat.agents

    answer = await chat.interrupt()

    assert answer == {"id": chat.id, "status": "idle", "was_running": True}
    session = await chat.turn("Go on.")
    assert texts(session) == ["Working.", "Done."]
    assert chat.agents == before
    await chat.adds_up(session)


async def test_when_an_interrupt_returns_what_a_tool_runs_is_gone(
    stack: Stack, api: MessagesApi
) -> None:
    chat = await Chat.start(stack)
    mark = stack.root / "began"
    command = f"touch {mark}; trap '' TERM; sleep 615; sleep 616"
    api.add(tool("Bash", command=command, description="sleep", timeout=600_000))
    await chat.say("Sleep.")
    await eventually(mark.exists)
    assert any("sleep 615" in words for words in chat.processes.values())

    answer = await chat.interrupt()

    assert (answer["status"], answer["was_running"]) == ("idle", True)
    assert not [words for words in chat.processes.values() if "sleep 61" in words]
    assert texts(await chat.turn("Go on.")) == ["Done."]


async def test_a_cold_start_is_interrupted(stack: Stack, api: MessagesApi) -> None:
    gate = Gate()
    api.default = Reply((gate, Text("Too late.")))
    chat = await Chat.start(stack)
    await chat.say("Wait.")

    answer = await chat.interrupt()

    assert (answer["status"], answer["was_running"]) == ("idle", True)
    api.default = text("Done.")
    session = await chat.turn("Go on.")
    assert texts(session) == ["Done."]
    await chat.adds_up(session)


@pytest.mark.parametrize("allow", [True, False], ids=["allowed", "denied"])
async def test_a_question_is_answered_after_a_restart(
    stack: Stack, api: MessagesApi, allow: bool
) -> None:
    chat = await Chat.start(stack, permission_mode="ask")
    api.add(tool("Bash", command="touch made", description="touch"), text("So be it."))
    await chat.say("Touch it.")
    question = await chat.asked()
    assert (question["tool"], question["input"]) == ("Bash", "touch made")
    await stack.kill()
    await stack.start()

    answer = await chat.answer(question["permission_id"], allow=allow, message="Because.")

    assert answer.status == 200
    session = await chat.turns(1)
    assert (chat.worktree / "made").exists() == allow
    assert (session["status"], texts(session)) == ("idle", ["So be it."])
    await chat.adds_up(session)


async def test_what_is_to_be_remembered_is_not_asked_again(stack: Stack, api: MessagesApi) -> None:
    chat = await Chat.start(stack, permission_mode="ask")
    for word in ("one", "two"):
        api.add(tool("Bash", command=f"touch made-{word}", description="touch"), text("Done."))
    await chat.say("Touch one.")
    question = await chat.asked()

    await chat.answer(question["permission_id"], allow=True, remember=True)
    await chat.turns(1)
    await chat.turn("Touch two.")

    assert len(chat.seen.seen("permissionRequest")) == 1
    assert (chat.worktree / "made-two").exists()
    assert await git(chat.worktree, "status", "--porcelain", "--", ".claude") == ""


async def test_a_question_about_the_work_gets_its_answer(stack: Stack, api: MessagesApi) -> None:
    chat = await Chat.start(stack, permission_mode="ask")
    options = [{"label": "Red", "description": "Warm"}, {"label": "Blue", "description": "Cold"}]
    asked = {"question": "Which colour?", "header": "Colour", "options": options}
    questions = [asked | {"multiSelect": False}]
    api.add(tool("AskUserQuestion", questions=questions), text("Blue it is."))
    await chat.say("Paint it.")
    question = await chat.asked()
    assert (question["tool"], question["requires_interaction"]) == ("AskUserQuestion", True)

    await chat.answer(question["permission_id"], allow=True, answers={"Which colour?": "Blue"})

    assert texts(await chat.turns(1)) == ["Blue it is."]
    assert "Blue" in api.main_requests[-1].last_text


async def test_an_interrupt_withdraws_a_question(stack: Stack, api: MessagesApi) -> None:
    chat = await Chat.start(stack, permission_mode="ask")
    api.add(tool("Bash", command="touch made", description="touch"))
    await chat.say("Touch it.")
    await chat.asked()

    assert (await chat.interrupt())["status"] == "idle"

    assert (await chat.resolved())["outcome"] == "withdrawn"
    assert texts(await chat.turn("Go on.")) == ["Done."]
