"""Killed in the midst of it, started again: a message is answered once, and all adds up."""

import os
import signal
from collections.abc import AsyncGenerator, Iterable

import pytest
import pytest_asyncio

from tests.acceptance.chatting import FAKE, SIMULATOR, Chat, ended, served, statuses, texts
from tests.acceptance.stack import Stack
from tests.acceptance.watching import Json, eventually

pytestmark = pytest.mark.asyncio(loop_scope="module")
PRICE = 0.25


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stack() -> AsyncGenerator[Stack]:
    """One installation, which each test leaves with a server and without a session."""
    async with served() as stack:
        yield stack


def kill(pids: Iterable[int]) -> None:
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


async def goes_on(chat: Chat, session: Json, turns: int, cost: float) -> None:
    """See that all is counted once, and that the next message is answered by one process."""
    assert (session["status"], session["waiting_count"]) == ("idle", 0), session
    assert session["usage"]["turns"] == turns
    assert session["total_cost_usd"] == pytest.approx(cost)
    await chat.adds_up(session)
    before = session["claude_session_id"]

    session = await chat.turn("@say And on.")

    assert texts(session)[-1] == "And on."
    assert session["claude_session_id"] == before
    assert session["total_cost_usd"] > cost
    await chat.adds_up(session)
    assert len(chat.stack.supervisors()) <= 1
    assert (await chat.delete()).status == 204
    assert chat.stack.leftovers() == {}
    runs = chat.stack.root / "deck" / "runs"
    await eventually(lambda: not list(runs.iterdir()))


@pytest.mark.parametrize("alone", [False, True], ids=["ends_watched", "ends_alone"])
@pytest.mark.parametrize("agent", [FAKE, SIMULATOR])
async def test_killed_in_mid_turn_the_agent_goes_on_and_no_event_is_lost(
    stack: Stack, agent: str, alone: bool
) -> None:
    chat = await Chat.start(stack, agent)
    written = chat.worktree / "a.txt"
    gate = await chat.working("@lines 300\n@write a.txt x\n@say Done.")

    await stack.kill()
    if alone:
        gate.touch()
        await eventually(written.exists)
    await stack.start()
    gate.touch()

    session = await chat.turns(1)
    assert len(chat.seen.seen("assistantText")) == 302
    assert statuses(chat.seen) == ["idle", "running", "idle"]
    assert (session["status"], texts(session)[-1]) == ("idle", "Done.")
    assert agent == SIMULATOR or len(chat.starts) == 1
    await goes_on(chat, session, session["usage"]["turns"], session["total_cost_usd"])


async def test_killed_with_messages_waiting_none_is_lost_or_doubled(stack: Stack) -> None:
    chat = await Chat.start(stack)
    gate = await chat.working("@say First.")
    waiting = [await chat.say(f"@say {number}", key=f"key-{number}") for number in range(4)]
    await chat.edit(waiting[1], "@say Edited.")
    await chat.withdraw(waiting[2])

    await stack.kill()
    await stack.start()

    assert (await chat.get())["waiting_count"] == 3
    assert await chat.say("@say 3", key="key-3") == waiting[3]
    gate.touch()
    session = await chat.turns(4)
    assert texts(session) == ["Working.", "First.", "0", "Edited.", "3"]
    assert chat.heard[1:] == ["@say 0", "@say Edited.", "@say 3"]
    await goes_on(chat, session, 4, session["total_cost_usd"])


async def test_a_killed_supervisor_fails_the_message_and_the_next_is_answered(
    stack: Stack,
) -> None:
    chat = await Chat.start(stack)
    await chat.turn(f"@cost {PRICE}\n@say Before.")
    await chat.working("@grandchild\n@say Never said.")
    kill(stack.supervisors())

    session = await chat.turns(2)

    assert session["status"] == "failed"
    assert "supervisor died" in session["error"]
    assert texts(session, "system") == [session["error"]]
    assert stack.leftovers() == {}
    await chat.adds_up(session)
    session = await chat.turn(f"@cost {PRICE}\n@say After.")
    assert "error" not in session
    assert f"--resume={session['claude_session_id']}" in chat.starts[-1]
    await goes_on(chat, session, 2, 2 * PRICE)


async def test_a_killed_supervisor_of_an_agent_at_rest_is_nobody_s_trouble(stack: Stack) -> None:
    chat = await Chat.start(stack)
    await chat.turn(f"@cost {PRICE}\n@say Before.")
    kill(stack.supervisors())
    await eventually(lambda: stack.leftovers() == {})

    session = await chat.get()

    assert texts(session, "system") == []
    await goes_on(chat, session, 1, PRICE)


@pytest.mark.parametrize("at_work", [True, False])
async def test_after_a_restart_of_the_machine_the_status_is_right_and_the_chat_goes_on(
    stack: Stack, at_work: bool
) -> None:
    chat = await Chat.start(stack)
    await chat.turn(f"@cost {PRICE}\n@say Before.")
    if at_work:
        await chat.working("@say Never said.")
        await chat.say(f"@cost {PRICE}\n@say Waited.")
    kill(stack.supervisors())
    await stack.kill()
    kill(stack.processes())
    await eventually(lambda: stack.processes() == {})
    await stack.start()

    session = await chat.turns(3 if at_work else 1)

    assert session["status"] == "idle"
    assert texts(session) == ["Before.", *(["Working.", "Waited."] if at_work else [])]
    states = [change["state"] for change in ended(chat.seen)]
    assert states == ["succeeded", *(["lost", "succeeded"] if at_work else [])]
    turns = 2 if at_work else 1
    await goes_on(chat, session, turns, turns * PRICE)
    assert f"--resume={session['claude_session_id']}" in chat.starts[-1]


async def test_an_unasked_turn_goes_on_over_a_restart(stack: Stack) -> None:
    chat = await Chat.start(stack)
    begin, end = stack.root / f"begin-{chat.id}", stack.root / f"end-{chat.id}"
    await chat.turn(
        f"@cost {PRICE}\n@unasked {begin} @say By myself.\\n@gate {end}\\n@cost {PRICE}"
    )
    begin.touch()
    await chat.seen.texts(1)
    await chat.status("running")
    await stack.kill()
    await stack.start()
    assert (await chat.get())["status"] == "running"

    end.touch()

    session = await chat.status("idle")
    assert texts(session) == ["By myself."]
    await goes_on(chat, session, 2, 2 * PRICE)
