"""Interrupting: what the agent does ends, with all that it started, and the chat goes on."""

import asyncio
import time
from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio

from tests.acceptance.chatting import FAKE, SIMULATOR, Chat, served, texts
from tests.acceptance.stack import Stack
from tests.acceptance.watching import eventually

pytestmark = pytest.mark.asyncio(loop_scope="module")
AGENTS = pytest.mark.parametrize("agent", [SIMULATOR, FAKE])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stack() -> AsyncGenerator[Stack]:
    async with served(AGENT_PERMISSION_MODE="ask") as stack:
        yield stack


@AGENTS
async def test_an_interrupt_ends_the_turn_and_the_process_goes_on(stack: Stack, agent: str) -> None:
    chat = await Chat.start(stack, agent, permission_mode="bypassPermissions")
    await chat.working("@say Never said.")
    before = chat.agents

    answer = await chat.interrupt()

    assert answer == {"id": chat.id, "status": "idle", "was_running": True}
    session = await chat.turn("@say Next.")
    assert texts(session) == ["Working.", "Next."]
    assert chat.agents == before
    assert [change["state"] for change in chat.seen.seen("runState")][-3:] == [
        "stopped",
        "running",
        "succeeded",
    ]
    await chat.adds_up(session)


@AGENTS
async def test_when_an_interrupt_returns_the_tool_is_gone(stack: Stack, agent: str) -> None:
    chat = await Chat.start(stack, agent, permission_mode="bypassPermissions")
    mark = stack.root / f"began-{agent}"
    await chat.say(f"@bash touch {mark}; sleep 612 & sleep 613; sleep 614")
    await eventually(mark.exists)
    assert any("sleep 613" in words for words in chat.processes.values())

    answer = await chat.interrupt()

    assert answer["was_running"]
    assert not [words for words in chat.processes.values() if "sleep" in words]
    assert (await chat.turn("@say Next."))["status"] == "idle"


async def test_an_interrupt_of_nothing_says_so(stack: Stack) -> None:
    chat = await Chat.start(stack)

    assert await chat.interrupt() == {"id": chat.id, "status": "idle", "was_running": False}
    await chat.turn("@say x")
    assert await chat.interrupt() == {"id": chat.id, "status": "idle", "was_running": False}
    assert (await chat.turn("@say y"))["status"] == "idle"


async def test_an_agent_that_ignores_an_interrupt_is_ended_with_its_tree(stack: Stack) -> None:
    chat = await Chat.start(stack)
    await chat.say("@deaf\n@bash setsid sleep 600 >&- 2>&- &\n@say Working.\n@hang")
    await chat.seen.texts(1)
    before = set(chat.processes)
    began = time.monotonic()

    answer = await chat.interrupt()

    assert time.monotonic() - began < 25
    assert answer == {"id": chat.id, "status": "idle", "was_running": True}
    assert chat.processes == {}
    session = await chat.turn("@say By another one.")
    assert texts(session) == ["Working.", "By another one."]
    assert not before & set(chat.processes)
    assert [argv for argv in chat.starts if any("--resume" in word for word in argv)]
    await chat.adds_up(session)


async def test_an_interrupt_of_a_cold_start_ends_the_message(stack: Stack) -> None:
    chat = await Chat.start(stack)
    await chat.say("@sleep 30\n@say Too late.")

    answer = await chat.interrupt()

    assert (answer["was_running"], answer["status"]) == (True, "idle")
    session = await chat.turn("@say Next.")
    assert texts(session) == ["Next."]
    await chat.adds_up(session)


async def test_what_waits_behind_a_cold_start_runs_after_an_interrupt(stack: Stack) -> None:
    chat = await Chat.start(stack)
    await chat.say("@sleep 30\n@say Too late.")
    await chat.say("@sleep 0.1\n@say Next.")

    assert (await chat.interrupt())["was_running"]

    assert texts(await chat.turns(2)) == ["Next."]


async def test_an_interrupt_of_a_message_that_was_just_sent_ends_it(stack: Stack) -> None:
    chat = await Chat.start(stack)
    await chat.turn("@say Warm.")

    for number in range(5):
        await chat.say(f"@sleep 30\n@say Too late {number}.")
        assert (await chat.interrupt())["status"] == "idle"

    session = await chat.turn("@say Next.")
    assert texts(session) == ["Warm.", "Next."]
    assert len(chat.starts) == 1
    await chat.adds_up(session)


async def test_an_interrupt_while_a_message_is_being_sent_stops_it_or_not(stack: Stack) -> None:
    chat = await Chat.start(stack)
    await chat.turn("@say Warm.")

    sent, interrupted = await asyncio.gather(chat.send("@sleep 0.3\n@say Said."), chat.interrupt())

    session = await chat.turns(2)
    assert sent.status == 200
    assert session["status"] == "idle"
    assert texts(session) == ["Warm.", *([] if interrupted["was_running"] else ["Said."])]


async def test_what_waits_runs_next_after_an_interrupt(stack: Stack) -> None:
    chat = await Chat.start(stack)
    await chat.working("@say Never said.")
    for number in range(3):
        await chat.say(f"@say {number}")

    assert (await chat.interrupt())["was_running"]

    session = await chat.turns(4)
    assert texts(session) == ["Working.", "0", "1", "2"]
    await chat.adds_up(session)


async def test_what_waits_is_withdrawn_with_an_interrupt_that_says_so(stack: Stack) -> None:
    chat = await Chat.start(stack)
    await chat.working("@say Never said.")
    for number in range(3):
        await chat.say(f"@say {number}")

    answer = await chat.interrupt(withdraw_waiting=True)

    assert (answer["status"], answer["was_running"]) == ("idle", True)
    session = await chat.get()
    assert (session["waiting_count"], texts(session)) == (0, ["Working."])
    await chat.seen.until(lambda seen: len(seen.seen("waitingMessage")) == 6)
    changes = [change["change"] for change in chat.seen.seen("waitingMessage")]
    assert changes == ["waiting"] * 3 + ["withdrawn"] * 3
    await chat.adds_up(session)


async def test_two_interrupts_at_once_are_both_answered(stack: Stack) -> None:
    chat = await Chat.start(stack)
    await chat.working("@say Never said.")

    answers = await asyncio.gather(chat.interrupt(), chat.interrupt())

    assert [answer["status"] for answer in answers] == ["idle", "idle"]
    assert texts(await chat.turn("@say Next.")) == ["Working.", "Next."]


async def test_an_unasked_turn_is_interrupted_too(stack: Stack) -> None:
    chat = await Chat.start(stack)
    begin, never = stack.root / f"begin-{chat.id}", stack.root / "never"
    await chat.turn(f"@unasked {begin} @say By myself.\\n@gate {never}\n@say Asked.")
    begin.touch()
    await chat.seen.texts(2)
    await chat.status("running")

    answer = await chat.interrupt()

    assert (answer["status"], answer["was_running"]) == ("idle", True)
    session = await chat.turn("@say Next.")
    assert texts(session) == ["Asked.", "By myself.", "Next."]
    assert len(chat.starts) == 1
    await chat.adds_up(session)


async def test_an_interrupt_stops_the_message_and_not_only_what_was_before_it(
    stack: Stack,
) -> None:
    chat = await Chat.start(stack)
    begin, never = stack.root / f"begin-{chat.id}", stack.root / "never"
    await chat.turn(f"@unasked {begin} @say By myself.\\n@gate {never}\n@say Asked.")
    begin.touch()
    await chat.status("running")
    await chat.say("@sleep 30\n@say Too late.")

    answer = await chat.interrupt()

    assert (answer["status"], answer["was_running"]) == ("idle", True)
    assert texts(await chat.turn("@say Next.")) == ["Asked.", "By myself.", "Next."]
    assert len(chat.starts) == 1
