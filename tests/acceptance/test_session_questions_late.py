"""Questions that outlive their hour, or the server that took them."""

import os
import signal

import pytest

from tests.acceptance.chatting import Chat, texts
from tests.acceptance.stack import Stack
from tests.acceptance.watching import eventually


async def asking(stack: Stack) -> tuple[Chat, str]:
    chat = await Chat.start(stack, permission_mode="ask")
    await chat.say("@ask touch made\n@say Done.")
    return chat, (await chat.asked())["permission_id"]


async def test_a_question_that_nobody_answers_is_denied_in_time(installed: Stack) -> None:
    installed.env["PERMISSION_SECONDS"] = "1"
    chat, permission_id = await asking(await installed.start())

    session = await chat.turns(1)

    resolved = await chat.resolved()
    assert resolved["outcome"] == "expired"
    [result] = chat.seen.seen("toolResult")
    assert (
        result["content"] == resolved["message"] == "Nobody answered in time, so the answer is no."
    )
    assert (session["status"], texts(session)) == ("idle", ["Done."])
    assert not (chat.worktree / "made").exists()
    late = await chat.answer(permission_id, allow=True)
    assert late.status == 409
    assert "expired" in late.json["error"]


@pytest.mark.parametrize("allow", [True, False])
async def test_a_question_outlives_the_server_and_the_agent_goes_on(
    stack: Stack, allow: bool
) -> None:
    chat, permission_id = await asking(stack)
    await stack.kill()
    await stack.start()

    [shown] = (await chat.get())["permissions"]
    assert shown["id"] == permission_id
    answer = await chat.answer(permission_id, allow=allow)

    assert answer.status == 200
    session = await chat.turns(1)
    assert (session["status"], texts(session)) == ("idle", ["Done."])
    assert (chat.worktree / "made").exists() == allow
    assert len(chat.seen.seen("permissionRequest")) == 1
    assert len(chat.seen.seen("permissionResolved")) == 1
    assert len(chat.starts) == 1
    await chat.adds_up(session)


async def test_a_question_whose_hour_ends_while_the_server_is_away_is_denied(
    installed: Stack,
) -> None:
    installed.env["PERMISSION_SECONDS"] = "1.5"
    chat, _ = await asking(await installed.start())
    await installed.kill()
    await installed.start()

    await chat.turns(1)

    assert (await chat.resolved())["outcome"] == "expired"


async def test_the_question_of_an_agent_that_died_with_the_server_is_withdrawn(
    stack: Stack,
) -> None:
    chat, permission_id = await asking(stack)
    await stack.kill()
    for pid in chat.processes:
        os.kill(pid, signal.SIGKILL)
    await eventually(lambda: not chat.processes)
    await stack.start()

    session = await chat.turns(1)

    assert (await chat.resolved())["outcome"] == "withdrawn"
    assert session["status"] == "failed"
    assert (await chat.answer(permission_id, allow=True)).status == 409
