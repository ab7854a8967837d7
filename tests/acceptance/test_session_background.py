"""What an agent does while no message is at work is let go on, and its end is told."""

import os
import signal
import uuid
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.acceptance.chatting import SIMULATOR, Chat, served, statuses, texts
from tests.acceptance.stack import Stack
from tests.acceptance.watching import eventually

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stack() -> AsyncGenerator[Stack]:
    """One server; tests may kill and start it. One process may wait in it."""
    async with served(MAX_WARM_SESSIONS="1", SESSION_IDLE_SECONDS="0.3") as stack:
        yield stack


def waits_for(gate: Path) -> str:
    return f"@background while ! test -e {gate}; do sleep 0.02; done"


async def test_a_process_with_a_task_in_its_background_is_not_ended_for_waiting(
    stack: Stack,
) -> None:
    gate = stack.root / "gate"
    chat, other = await Chat.start(stack), await Chat.start(stack)
    await chat.turn(f"{waits_for(gate)}\n@say Started.")
    before = chat.agents
    await other.turn("@say Here.")
    await eventually(lambda: not other.processes)  # it has waited for long enough

    session = await chat.turn("@say Still here.")
    assert texts(session) == ["Started.", "Still here."]
    assert chat.agents == before
    assert len(before) == 1

    gate.touch()
    await chat.seen.texts(3)
    assert texts(await chat.status("idle"))[-1].startswith("The background command ended")
    await eventually(lambda: not chat.processes)  # and then it waits as others do
    await chat.adds_up(await chat.get())


async def test_tasks_that_go_with_their_process_are_told(stack: Stack) -> None:
    chat = await Chat.start(stack)
    never = stack.root / "never"
    await chat.turn(f"{waits_for(never)}\n{waits_for(never)}\n@say Started.")
    [agent] = chat.agents

    os.kill(agent, signal.SIGKILL)

    await chat.seen.until(lambda seen: seen.seen("notice"))
    [notice] = chat.seen.seen("notice")
    assert notice["text"].startswith("The agent's process is gone, and with it 2 tasks")
    assert (await chat.get())["status"] == "idle"
    assert texts(await chat.turn("@say Back."))[-1] == "Back."


@pytest.mark.parametrize("away", [False, True], ids=["seen", "server_away"])
async def test_an_agent_that_dies_at_work_unasked_is_told(stack: Stack, *, away: bool) -> None:
    chat = await Chat.start(stack)
    begin, end = stack.root / f"begin-{chat.id}", stack.root / f"end-{chat.id}"
    await chat.turn(f"@unasked {begin} @say By myself.\\n@gate {end}\\n@exit 3\n@say Asked.")
    begin.touch()
    await chat.seen.texts(2)
    await chat.status("running")
    if away:
        await stack.kill()
    end.touch()
    if away:
        await eventually(lambda: not chat.processes)
        await stack.start()

    session = await chat.status("failed")

    assert "exit code 3" in session["error"]
    assert texts(session, "system") == [session["error"]]
    assert texts(session) == ["Asked.", "By myself."]
    assert texts(await chat.turn("@say Back."))[-1] == "Back."
    await chat.adds_up(await chat.get())


@pytest.mark.parametrize("working", [True, False])
async def test_a_session_whose_agent_the_server_has_no_more_can_be_ended(
    stack: Stack, *, working: bool
) -> None:
    chat = await Chat.start(stack, SIMULATOR)
    if working:
        await chat.working("@say Never said.")
    else:
        await eventually(lambda: chat.processes)
    await stack.kill()
    stack.env["ENABLE_SIMULATOR"] = "0"
    try:
        await stack.start()
        session = await chat.turn("@say x")

        assert session["status"] == "failed"
        assert "simulator is not available on this server" in session["error"]
        assert chat.processes == {}
        assert (await chat.delete()).status == 204
    finally:
        stack.env["ENABLE_SIMULATOR"] = "1"
        await stack.kill()
        await stack.start()


async def test_a_task_in_the_background_outlives_the_server_and_the_chat_goes_on(
    stack: Stack,
) -> None:
    gate = stack.root / f"gate-{uuid.uuid4().hex}"
    chat = await Chat.start(stack)
    await chat.turn(f"{waits_for(gate)}\n@say Started.")
    before = chat.agents

    assert await stack.stop() == 0
    assert chat.agents == before
    await stack.start()

    assert texts(await chat.turn("@say Here.")) == ["Started.", "Here."]
    assert chat.agents == before
    gate.touch()
    await chat.seen.texts(3)
    await chat.status("idle")


async def test_a_session_with_a_task_in_its_background_is_not_cleaned_up(stack: Stack) -> None:
    gate = stack.root / f"gate-{uuid.uuid4().hex}"
    older, chat = await Chat.start(stack), await Chat.start(stack)
    await chat.turn(f"{waits_for(gate)}\n@say Started.")
    for _ in range(10):
        await Chat.start(stack)

    await stack.kill()
    await stack.start()  # and cleans up, the oldest last
    await older.status("expired")

    assert (await chat.get())["status"] == "idle"
    gate.touch()
    await chat.seen.texts(2)


async def test_what_an_agent_asked_that_the_server_has_no_more_is_closed_and_told_once(
    stack: Stack,
) -> None:
    chat = await Chat.start(stack, SIMULATOR, permission_mode="ask")
    await chat.say("@ask echo hi")
    await chat.asked()
    stack.env["ENABLE_SIMULATOR"] = "0"
    try:
        for _ in range(2):
            await stack.kill()
            await stack.start()
            await chat.status("failed")

        assert (await chat.resolved())["outcome"] == "withdrawn"
        assert (await chat.get())["permissions"] == []
        assert statuses(chat.seen).count("failed") == 1
    finally:
        stack.env["ENABLE_SIMULATOR"] = "1"
        await stack.kill()
        await stack.start()
