"""The database is away for a while: what could not be kept is refused, and then a chat goes on."""

import asyncio
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager

import grpc
import pytest

from opsdeck.v1 import quick_session_service_pb2 as pb
from opsdeck.v1 import quick_session_service_pb2_grpc as services
from tests.acceptance.chatting import Chat, texts
from tests.acceptance.stack import Stack
from tests.acceptance.watching import eventually


@contextmanager
def database_away(stack: Stack) -> Generator[None]:
    """Hold the lock for writing, as another program may."""
    path = stack.root / "deck" / "opsdeck.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def test_a_chat_goes_on_with_its_process_when_the_database_is_back(stack: Stack) -> None:
    chat = await Chat.start(stack)
    await chat.turn("@say Before.")

    with database_away(stack):
        refused = await chat.send("@say Never kept.")
    session = await chat.turn("@say After.")

    assert refused.status == 503, refused.body
    assert texts(session) == ["Before.", "After."]
    assert chat.heard == ["@say Before.", "@say After."]
    assert len(chat.starts) == 1
    await chat.adds_up(session)


async def test_what_an_agent_does_meanwhile_is_told_once_when_the_database_is_back(
    stack: Stack,
) -> None:
    chat = await Chat.start(stack)
    gate = await chat.working("@say Done.")

    with database_away(stack):
        gate.touch()
        assert (await chat.send("@say Next.")).status == 503
    session = await chat.turns(1)

    assert texts(session) == ["Working.", "Done."]
    assert session["status"] == "idle"
    await chat.adds_up(session)


async def test_a_question_is_answered_when_the_database_is_back(stack: Stack) -> None:
    chat = await Chat.start(stack, permission_mode="ask")
    await chat.say("@ask echo x >> made\n@say Done.")
    permission_id = (await chat.asked())["permission_id"]

    with database_away(stack):
        refused = await chat.answer(permission_id, allow=True)
    async with asyncio.timeout(30):
        while (await chat.answer(permission_id, allow=True)).status != 200:
            await asyncio.sleep(0.1)  # nothing tells when its process is followed again
    session = await chat.turns(1)

    assert refused.status == 503, refused.body
    assert (session["status"], texts(session)) == ("idle", ["Done."])
    assert (chat.worktree / "made").read_text() == "x\n"
    assert [each["outcome"] for each in chat.seen.seen("permissionResolved")] == ["allowed"]
    assert len(chat.starts) == 1
    await chat.adds_up(session)


async def test_a_question_whose_hour_ends_meanwhile_is_denied_when_the_database_is_back(
    installed: Stack,
) -> None:
    installed.env["PERMISSION_SECONDS"] = "2"
    chat = await Chat.start(await installed.start(), permission_mode="ask")
    await chat.say("@ask touch made\n@say Done.")
    await chat.asked()

    with database_away(installed):
        await eventually(lambda: "cannot be used" in installed.log.read_text(), 60)
    session = await chat.turns(1)

    assert [each["outcome"] for each in chat.seen.seen("permissionResolved")] == ["expired"]
    assert (session["status"], texts(session)) == ("idle", ["Done."])
    assert not (chat.worktree / "made").exists()
    await chat.adds_up(session)


async def test_an_agent_that_goes_meanwhile_leaves_no_session_running(stack: Stack) -> None:
    chat = await Chat.start(stack)
    gate = await chat.working("@exit 3")

    with database_away(stack):
        gate.touch()
        await eventually(lambda: "session.fault" in stack.log.read_text(), 60)
    session = await chat.turns(1)

    assert session["status"] == "failed"
    assert (await chat.turn("@say Back."))["status"] == "idle"


@pytest.mark.timeout(150)  # the lock is waited for in each step of the end
async def test_a_session_that_could_not_be_deleted_comes_to_rest_by_itself(stack: Stack) -> None:
    chat = await Chat.start(stack)
    await chat.working("@say Done.")

    with database_away(stack):
        refused = await chat.delete()
    session = await chat.turns(1)

    assert refused.status == 503, refused.body
    assert session["status"] in ("idle", "failed")
    assert (await chat.turn("@say Back."))["status"] == "idle"
    assert (await chat.delete()).status == 204


async def test_a_withdrawal_whose_caller_gave_up_is_done_or_not_but_never_both(
    stack: Stack,
) -> None:
    chat = await Chat.start(stack)
    gate = await chat.working("@say Done.")
    waits = await chat.say("@say Not wanted.")

    async with stack.channel() as channel:
        stub = services.QuickSessionServiceStub(channel)
        request = pb.WithdrawMessageRequest(session_id=chat.id, id=waits["id"])
        with database_away(stack), pytest.raises(grpc.aio.AioRpcError) as gave_up:
            await stub.WithdrawMessage(request, metadata=stack.metadata, timeout=1)
    await chat.seen.until(lambda seen: len(seen.seen("waitingMessage")) == 2)
    gate.touch()
    session = await chat.turns(1)

    assert gave_up.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    assert chat.seen.seen("waitingMessage")[-1]["change"] == "withdrawn"
    assert (session["status"], texts(session)) == ("idle", ["Working.", "Done."])
