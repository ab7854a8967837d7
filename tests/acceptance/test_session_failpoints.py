"""Killed between two steps of a message, started again: it is answered once, and all adds up."""

from collections.abc import Awaitable

import pytest

from tests.acceptance.chatting import Chat, statuses, texts
from tests.acceptance.stack import Answer, Stack
from tests.acceptance.test_session_crashes import PRICE, goes_on
from tests.acceptance.watching import AWAY
from tests.fakes.programs import read_log


async def asked(request: Awaitable[Answer]) -> None:
    """Ask a server that may die of it: then nobody answers, or its gateway says so."""
    try:
        assert (await request).status in (200, 503)
    except AWAY:
        return


@pytest.mark.parametrize(
    ("failpoint", "warm"),
    [
        ("after_message", "0"),
        ("after_message", "4"),
        ("after_prompt", "0"),
        ("after_prompt", "4"),
        ("after_result", "4"),
    ],
)
async def test_killed_at_a_named_point_a_message_is_answered_once(
    installed: Stack, failpoint: str, warm: str
) -> None:
    installed.env["MAX_WARM_SESSIONS"] = warm
    stack = await installed.start(failpoint)
    chat = await Chat.start(stack)
    if warm != "0":
        await chat.warm()

    await asked(chat.send(f"@cost {PRICE}\n@say Once."))
    await stack.died()
    await stack.start()

    session = await chat.turns(1)
    assert texts(session) == ["Once."]
    assert chat.heard == [f"@cost {PRICE}\n@say Once."]
    assert read_log(stack.root / "bin" / "claude.jsonl", "duplicate") == []
    assert statuses(chat.seen) == ["idle", "running", "idle"]
    await goes_on(chat, session, 1, PRICE)


async def test_killed_before_the_agent_heard_an_answer_it_hears_it_once(installed: Stack) -> None:
    stack = await installed.start("after_answer")
    chat = await Chat.start(stack, permission_mode="ask")
    await chat.say(f"@cost {PRICE}\n@ask echo x >> made\n@say Done.")
    question = await chat.asked()
    await asked(chat.answer(question["permission_id"], allow=True))
    await stack.died()
    await stack.start()

    session = await chat.turns(1)

    assert (chat.worktree / "made").read_text() == "x\n"
    assert [each["outcome"] for each in chat.seen.seen("permissionResolved")] == ["allowed"]
    assert (await chat.answer(question["permission_id"], allow=True)).status == 200
    await goes_on(chat, session, 1, PRICE)


async def test_killed_between_two_messages_the_second_runs(installed: Stack) -> None:
    stack = await installed.start("after_result")
    chat = await Chat.start(stack)
    gate = await chat.working(f"@cost {PRICE}\n@say First.")
    await chat.say(f"@cost {PRICE}\n@say Second.")
    gate.touch()
    await stack.died()
    await stack.start()

    session = await chat.turns(2)

    assert texts(session) == ["Working.", "First.", "Second."]
    await goes_on(chat, session, 2, 2 * PRICE)


async def test_killed_while_an_agent_starts_there_is_one_afterwards(installed: Stack) -> None:
    installed.env["MAX_WARM_SESSIONS"] = "0"
    stack = await installed.start()
    chat = await Chat.start(stack)
    await chat.say(f"@cost {PRICE}\n@say Once.")
    await stack.kill()
    await stack.start()

    session = await chat.turns(1)

    assert texts(session) == ["Once."]
    await goes_on(chat, session, 1, PRICE)
