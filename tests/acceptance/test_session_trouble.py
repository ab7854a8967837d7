"""Agents in trouble: the session says what is wrong and what to do, and takes the next message."""

import os
import signal
import time
from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio

from tests.acceptance.chatting import Chat, ended, served, statuses, texts
from tests.acceptance.stack import Stack
from tests.acceptance.watching import eventually
from tests.fakes.programs import install_claude

pytestmark = pytest.mark.asyncio(loop_scope="module")
PRICE = 0.25


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stack() -> AsyncGenerator[Stack]:
    async with served() as stack:
        yield stack


def end_agents(chat: Chat) -> None:
    """Kill the agent of a chat, and nothing else."""
    for pid, words in chat.processes.items():
        if "fakes/claude" in words:
            os.kill(pid, signal.SIGKILL)


async def test_a_missing_cli_is_told_at_once_and_fails_the_message(stack: Stack) -> None:
    claude = stack.root / "bin" / "claude"
    away = claude.rename(claude.with_name("away"))
    try:
        chat = await Chat.start(stack)
        await chat.seen.until(lambda seen: "failed" in statuses(seen))
        begun = await chat.get()
        session = await chat.turn("@say x")
    finally:
        away.rename(claude)

    assert (begun["status"], begun["messages"]) == ("failed", [])
    assert session["status"] == "failed"
    assert "CLAUDE_CODE_PATH" in session["error"] == begun["error"]
    assert texts(session, "system") == [session["error"]]
    assert [change["reason"] for change in ended(chat.seen)] == [session["error"]]
    await chat.adds_up(session)
    session = await chat.turn("@say Back.")
    assert (session["status"], texts(session)) == ("idle", ["Back."])
    assert "error" not in session


async def test_a_refused_login_fails_at_once_and_says_what_to_do(stack: Stack) -> None:
    chat = await Chat.start(stack)
    began = time.monotonic()

    session = await chat.turn("@auth_fail 5")

    assert time.monotonic() - began < 10
    assert session["status"] == "failed"
    assert "claude auth login" in session["error"]
    assert texts(session, "system") == [session["error"]]
    await chat.adds_up(session)
    session = await chat.turn("@say Logged in.")
    assert (session["status"], texts(session)) == ("idle", ["Logged in."])


async def test_an_error_of_the_api_fails_the_message_alone(stack: Stack) -> None:
    chat = await Chat.start(stack)

    session = await chat.turn("@say Trying.\n@error API Error: 500 Internal server error")

    assert (session["status"], session["error"]) == (
        "failed",
        "API Error: 500 Internal server error",
    )
    assert texts(session, "system") == [session["error"]]
    await chat.adds_up(session)
    assert (await chat.turn("@say Again."))["status"] == "idle"


async def test_the_line_goes_on_after_a_message_that_failed(stack: Stack) -> None:
    chat = await Chat.start(stack)
    gate = await chat.working("@error no more")
    await chat.say("@say Next.")
    gate.touch()

    session = await chat.turns(2)

    assert (session["status"], "error" in session) == ("idle", False)
    assert [change["state"] for change in ended(chat.seen)] == ["failed", "succeeded"]
    assert texts(session, "system") == ["no more"]
    await chat.adds_up(session)


@pytest.mark.parametrize("trouble", ["@exit 3", "@halfline", "@die", "@stderr 100\n@exit 0"])
async def test_an_agent_that_goes_in_mid_turn_fails_its_message(stack: Stack, trouble: str) -> None:
    chat = await Chat.start(stack)

    session = await chat.turn(f"@say Working.\n{trouble}")

    assert session["status"] == "failed"
    assert "Claude Code" in session["error"]
    assert texts(session, "system") == [session["error"]]
    await chat.adds_up(session)
    session = await chat.turn("@say Next.")
    assert texts(session)[-1] == "Next."
    assert len(chat.starts) == 2


async def test_an_agent_that_goes_while_at_rest_is_replaced_by_the_next_message(
    stack: Stack,
) -> None:
    chat = await Chat.start(stack)
    await chat.turn("@say One.")
    end_agents(chat)
    await eventually(lambda: not chat.processes)

    session = await chat.turn("@say Two.")

    assert texts(session) == ["One.", "Two."]
    assert statuses(chat.seen) == ["idle", "running", "idle", "running", "idle"]
    assert f"--resume={session['claude_session_id']}" in chat.starts[-1]
    await chat.adds_up(session)


async def test_an_agent_that_goes_before_it_read_the_message_is_replaced(stack: Stack) -> None:
    chat = await Chat.start(stack)
    await chat.turn("@say One.\n@noread")
    await chat.say("@say Two.")
    end_agents(chat)

    session = await chat.turns(2)

    assert texts(session) == ["One.", "Two."]
    assert chat.heard == ["@say One.\n@noread", "@say Two."]
    assert len(chat.starts) == 2
    await chat.adds_up(session)


async def test_agents_that_never_read_the_message_are_given_up(root_stack: Stack) -> None:
    chat = await Chat.start(root_stack)

    session = await chat.turn("@say Never heard.")

    assert session["status"] == "failed"
    assert "exit code 7" in session["error"]
    assert len(chat.starts) <= 3
    await chat.adds_up(session)


@pytest_asyncio.fixture(loop_scope="module")
async def root_stack() -> AsyncGenerator[Stack]:
    """A server whose agents go at once."""
    async with served(MAX_WARM_SESSIONS="0") as stack:
        install_claude(stack.root / "bin", start="@exit 7")
        yield stack


async def test_a_task_in_the_background_ends_in_a_turn_that_nobody_asked_for(
    stack: Stack,
) -> None:
    chat = await Chat.start(stack)
    begin, end = stack.root / f"begin-{chat.id}", stack.root / f"end-{chat.id}"
    later = f"@say By myself.\\n@gate {end}\\n@cost {PRICE}"
    await chat.turn(f"@cost {PRICE}\n@unasked {begin} {later}\n@say Asked.")

    begin.touch()
    session = await chat.status("running")
    assert session["status"] == "running"
    end.touch()

    session = await chat.status("idle")
    assert texts(session) == ["Asked.", "By myself."]
    assert session["total_cost_usd"] == pytest.approx(2 * PRICE)
    assert statuses(chat.seen) == ["idle", "running", "idle", "running", "idle"]
    await chat.adds_up(session)


async def test_a_message_to_an_agent_at_work_unasked_runs_and_the_agent_rests_after_it(
    stack: Stack,
) -> None:
    chat = await Chat.start(stack)
    begin, end = stack.root / f"begin-{chat.id}", stack.root / f"end-{chat.id}"
    later = f"@say By myself.\\n@gate {end}\\n@cost {PRICE}"
    await chat.turn(f"@cost {PRICE}\n@unasked {begin} {later}\n@say Asked.")
    begin.touch()
    await chat.seen.texts(2)
    await chat.say(f"@cost {PRICE}\n@say Asked again.")
    end.touch()

    session = await chat.turns(2)

    assert texts(session) == ["Asked.", "By myself.", "Asked again."]
    assert (session["status"], session["total_cost_usd"]) == ("idle", pytest.approx(3 * PRICE))
    assert (await chat.interrupt())["was_running"] is False
    await chat.adds_up(session)


async def test_an_agent_that_is_silent_is_stopped_and_the_error_says_so() -> None:
    async with served(AGENT_SILENCE_SECONDS="1") as stack:
        chat = await Chat.start(stack)

        session = await chat.turn("@say Working.\n@hang")

        assert session["status"] == "failed"
        assert "said nothing for 1 s" in session["error"]
        assert stack.leftovers() == {}
        assert (await chat.turn("@say Next."))["status"] == "idle"


async def test_an_agent_at_rest_may_be_silent() -> None:
    async with served(AGENT_SILENCE_SECONDS="0.5") as stack:
        chat = await Chat.start(stack)
        await chat.turn("@say One.")
        chatty = await Chat.start(stack)
        # Time goes by in the other one: it speaks, and so is not silent.
        await chatty.turn("@rate 8 5")

        assert (await chat.turn("@say Two."))["status"] == "idle"
        assert len(chat.starts) == 1


async def test_hostile_lines_do_no_harm(stack: Stack) -> None:
    chat = await Chat.start(stack)

    session = await chat.turn(
        "@badutf8\n@notjson\n@unknown\n@bigline 300000\n@bigresult 300000\n@say Fine."
    )

    assert session["status"] == "idle"
    assert texts(session)[-1] == "Fine."
    await chat.adds_up(session)
