"""Questions of an agent to a person: seen by all who look, answered once, told to the agent."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncGenerator
from datetime import datetime, timedelta

import grpc
import pytest
import pytest_asyncio

from opsdeck.v1 import quick_session_service_pb2 as pb
from opsdeck.v1 import quick_session_service_pb2_grpc as services
from tests.acceptance.chatting import Chat, served, texts
from tests.acceptance.stack import Stack
from tests.acceptance.watching import Json
from tests.fakes.programs import read_log

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stack() -> AsyncGenerator[Stack]:
    async with served(AGENT_PERMISSION_MODE="ask") as stack:
        yield stack


async def asking(stack: Stack, content: str = "@ask touch made\n@say Done.") -> tuple[Chat, str]:
    """Return a chat whose agent asks, and the id of the question."""
    chat = await Chat.start(stack)
    await chat.say(content)
    return chat, (await chat.asked())["permission_id"]


async def test_a_question_is_an_event_is_shown_and_begins_every_watch(stack: Stack) -> None:
    chat, permission_id = await asking(stack)
    event = await chat.asked()
    async with stack.channel() as channel:
        stub = services.QuickSessionServiceStub(channel)
        call = stub.WatchSession(
            pb.WatchSessionRequest(id=chat.id, tail_only=True), metadata=stack.metadata
        )
        first = await anext(aiter(call))
        call.cancel()

    [shown] = (await chat.get())["permissions"]

    assert shown == {
        "id": permission_id,
        "session_id": chat.id,
        "tool": "Bash",
        "input": "touch made",
        "input_json": '{"command":"touch made"}',
        "description": "touch made",
        "requires_interaction": False,
        "created_at": shown["created_at"],
        "expires_at": shown["expires_at"],
        "outcome": "pending",
    }
    waits = datetime.fromisoformat(shown["expires_at"]) - datetime.fromisoformat(
        shown["created_at"]
    )
    assert waits == timedelta(hours=1)
    assert {k: event[k] for k in ("tool", "input", "expires_at")} == {
        k: shown[k] for k in ("tool", "input", "expires_at")
    }
    assert [each.id for each in first.permissions] == [permission_id]
    assert not (chat.worktree / "made").exists()
    await chat.interrupt()


async def test_what_is_allowed_runs(stack: Stack) -> None:
    chat, permission_id = await asking(stack)

    answer = await chat.answer(permission_id, allow=True)

    assert (answer.status, answer.json["outcome"]) == (200, "allowed")
    session = await chat.turns(1)
    assert (chat.worktree / "made").exists()
    assert (session["status"], session["permissions"]) == ("idle", [])
    assert await chat.resolved() == {"permission_id": permission_id, "outcome": "allowed"}


async def test_what_is_denied_does_not_run_and_the_agent_hears_why(stack: Stack) -> None:
    chat, permission_id = await asking(stack)

    answer = await chat.answer(permission_id, allow=False, message="Not on a Friday.")

    assert (answer.status, answer.json["outcome"]) == (200, "denied")
    assert answer.json["message"] == "Not on a Friday."
    session = await chat.turns(1)
    assert not (chat.worktree / "made").exists()
    assert [each["content"] for each in chat.seen.seen("toolResult")] == ["Not on a Friday."]
    assert (session["status"], texts(session)) == ("idle", ["Done."])


async def test_another_input_than_asked_for_runs(stack: Stack) -> None:
    chat, permission_id = await asking(stack)

    updated = json.dumps({"command": "touch other"})
    await chat.answer(permission_id, allow=True, updated_input=updated)

    await chat.turns(1)
    assert (chat.worktree / "other").exists()
    assert not (chat.worktree / "made").exists()


@pytest.mark.parametrize("updated", ["", "{", "[]", "1", "null", '"x"'])
async def test_an_input_that_is_no_object_is_refused_and_the_question_stays(
    stack: Stack, updated: str
) -> None:
    chat, permission_id = await asking(stack)

    refused = await chat.answer(permission_id, allow=True, updated_input=updated)

    assert refused.status == 400
    assert "updated_input" in refused.json["error"]
    assert [each["id"] for each in (await chat.get())["permissions"]] == [permission_id]
    assert (await chat.answer(permission_id, allow=True)).status == 200
    await chat.turns(1)


async def test_a_question_about_the_work_is_answered_by_its_text(stack: Stack) -> None:
    chat, permission_id = await asking(stack, "@question Which colour?")
    question = await chat.asked()
    assert (question["tool"], question["requires_interaction"]) == ("AskUserQuestion", True)

    answer = await chat.answer(permission_id, allow=True, answers={"Which colour?": "Blue"})

    assert answer.status == 200
    await chat.turns(1)
    [result] = chat.seen.seen("toolResult")
    assert '{"Which colour?": "Blue"}' in result["content"]


async def test_answers_are_for_questions_about_the_work_alone(stack: Stack) -> None:
    chat, permission_id = await asking(stack)

    refused = await chat.answer(permission_id, allow=True, answers={"x": "y"})

    assert refused.status == 400
    assert "AskUserQuestion" in refused.json["error"]
    await chat.answer(permission_id, allow=True)
    await chat.turns(1)


async def test_a_plan_is_approved_or_sent_back(stack: Stack) -> None:
    chat, first = await asking(stack, "@plan 1. Dig.\n@plan 1. Dig deeper.")
    assert (await chat.asked())["tool"] == "ExitPlanMode"
    await chat.answer(first, allow=False, message="Deeper.")
    second = await chat.asked(2)
    await chat.answer(second["permission_id"], allow=True)

    await chat.turns(1)

    results = [result["content"] for result in chat.seen.seen("toolResult")]
    assert results == ["Deeper.", "User has approved your plan."]


async def test_one_who_asks_twice_is_answered_twice(stack: Stack) -> None:
    chat, first = await asking(stack, "@ask touch one\n@ask touch two")
    await chat.answer(first, allow=True)
    second = (await chat.asked(2))["permission_id"]

    assert second != first
    await chat.answer(second, allow=False)
    await chat.turns(1)
    assert (chat.worktree / "one").exists()
    assert not (chat.worktree / "two").exists()


async def test_of_two_answers_at_once_one_wins_and_the_other_hears_of_it(stack: Stack) -> None:
    chat, permission_id = await asking(stack)

    async def reply(allow: bool) -> grpc.StatusCode:
        async with stack.channel() as channel:
            stub = services.QuickSessionServiceStub(channel)
            request = pb.AnswerPermissionRequest(session_id=chat.id, id=permission_id, allow=allow)
            call = stub.AnswerPermission(request, metadata=stack.metadata)
            return await call.code()

    codes = await asyncio.gather(reply(True), reply(False))

    assert sorted(code.name for code in codes) == ["ALREADY_EXISTS", "OK"]
    outcome = "allowed" if codes[0] is grpc.StatusCode.OK else "denied"
    refused = await chat.answer(permission_id, allow=outcome == "denied")
    assert refused.status == 409
    assert outcome in refused.json["error"]

    await chat.turns(1)
    assert [each["outcome"] for each in chat.seen.seen("permissionResolved")] == [outcome]
    assert (chat.worktree / "made").exists() == (outcome == "allowed")


@pytest.mark.parametrize(
    "reply",
    [{"allow": True}, {"allow": False}, {"allow": False, "message": "No."}],
    ids=["allow", "deny", "deny_because"],
)
async def test_the_same_answer_again_is_answered_alike_and_another_is_refused(
    stack: Stack, reply: Json
) -> None:
    chat, permission_id = await asking(stack)
    first = await chat.answer(permission_id, **reply)

    again = await chat.answer(permission_id, **reply)
    other = await chat.answer(permission_id, allow=not reply["allow"])

    assert (again.status, again.json) == (200, first.json)
    assert other.status == 409
    assert first.json["outcome"] in other.json["error"]
    session = await chat.turns(1)
    assert (await chat.answer(permission_id, **reply)).json == first.json
    assert len(chat.seen.seen("permissionResolved")) == 1
    await chat.adds_up(session)


async def test_a_question_that_nobody_asked_is_not_found(stack: Stack) -> None:
    chat, permission_id = await asking(stack)
    other = await Chat.start(stack)

    for answer in (
        await chat.answer("perm-none", allow=True),
        await other.answer(permission_id, allow=True),
    ):
        assert (answer.status, list(answer.json)) == (404, ["error"])
    await chat.interrupt()


async def test_an_interrupt_withdraws_the_question(stack: Stack) -> None:
    chat, permission_id = await asking(stack)

    answer = await chat.interrupt()

    assert (answer["was_running"], answer["status"]) == (True, "idle")
    assert (await chat.resolved())["outcome"] == "withdrawn"
    late = await chat.answer(permission_id, allow=True)
    assert late.status == 409
    assert "withdrawn" in late.json["error"]
    assert (await chat.get())["permissions"] == []


async def test_a_question_of_an_agent_that_dies_is_withdrawn(stack: Stack) -> None:
    chat, permission_id = await asking(stack)
    [agent] = [pid for pid, words in chat.processes.items() if "claude" in words]
    os.kill(agent, signal.SIGKILL)

    session = await chat.turns(1)

    assert (await chat.resolved())["outcome"] == "withdrawn"
    assert session["status"] == "failed"
    assert session["permissions"] == []
    assert (await chat.answer(permission_id, allow=True)).status == 409


async def test_a_deleted_session_s_question_is_withdrawn(stack: Stack) -> None:
    chat, _ = await asking(stack)

    assert (await chat.delete()).status == 204

    await chat.seen.end()
    assert [each["outcome"] for each in chat.seen.seen("permissionResolved")] == ["withdrawn"]


async def test_an_answer_that_is_to_be_remembered_is_for_the_session_alone(stack: Stack) -> None:
    chat, permission_id = await asking(stack)

    assert (await chat.answer(permission_id, allow=True, remember=True)).status == 200

    await chat.turns(1)
    session = await chat.turn("@ask touch again")
    assert (chat.worktree / "again").exists()
    assert len(chat.seen.seen("permissionRequest")) == 1
    [kept] = read_log(stack.root / "bin" / "claude.jsonl", "remembered")
    assert [each["destination"] for each in kept["permissions"]] == ["session"]
    await chat.adds_up(session)
