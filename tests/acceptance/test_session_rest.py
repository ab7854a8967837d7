"""The quick session of its document, over REST: what a phone sends, and what it gets."""

import asyncio
import json
import re
from collections.abc import AsyncGenerator
from uuid import UUID

import pytest
import pytest_asyncio

from tests.acceptance.chatting import FAKE, REPO, SIMULATOR, Chat, git, served, sql, texts
from tests.acceptance.stack import Stack
from tests.acceptance.watching import Json

pytestmark = pytest.mark.asyncio(loop_scope="module")
AGENTS = pytest.mark.parametrize("agent", [SIMULATOR, FAKE])
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stack() -> AsyncGenerator[Stack]:
    async with served() as stack:
        yield stack


@AGENTS
async def test_a_started_session_is_answered_as_its_document_says(stack: Stack, agent: str) -> None:
    answer = await stack.call("POST", "/sessions/start", {"repo": REPO, "agent": agent})

    made = answer.json
    assert answer.status == 201
    assert made == {
        "id": made["id"],
        "repo": REPO,
        "status": "idle",
        "worktree_path": str(stack.root / "deck" / "worktrees" / "acme" / "app" / made["id"]),
        "created_at": made["created_at"],
        "last_activity": made["created_at"],
        "message_count": 0,
        "total_cost_usd": 0,
        "agent": agent,
        "permission_mode": "bypassPermissions",
        "usage": {
            "input_tokens": 0,
            "output_tokens": 0,
            "cache_read_tokens": 0,
            "cache_write_tokens": 0,
            "cost_usd": 0,
            "turns": 0,
        },
        "waiting_count": 0,
    }
    assert re.fullmatch(r"quick-\d{10}", made["id"])
    assert TIME.fullmatch(made["created_at"])


async def test_sessions_of_one_second_have_ids_and_worktrees_of_their_own(stack: Stack) -> None:
    chats = [await Chat.start(stack, SIMULATOR) for _ in range(4)]

    assert len({chat.id for chat in chats}) == 4
    assert all((chat.worktree / "README.md").is_file() for chat in chats)


@AGENTS
async def test_a_message_is_answered_at_once_with_itself(stack: Stack, agent: str) -> None:
    chat = await Chat.start(stack, agent)
    gate = stack.root / "never"

    message = await chat.say(f"@say Working.\n@gate {gate}")

    assert message == {
        "id": message["id"],
        "session_id": chat.id,
        "role": "user",
        "content": f"@say Working.\n@gate {gate}",
        "timestamp": message["timestamp"],
        "waiting": False,
    }
    assert str(UUID(message["id"])) == message["id"]
    assert TIME.fullmatch(message["timestamp"])
    assert (await chat.get())["status"] == "running"
    await chat.interrupt()


@AGENTS
async def test_a_session_is_shown_with_all_that_was_said(stack: Stack, agent: str) -> None:
    chat = await Chat.start(stack, agent)

    session = await chat.turn("@say I write it.\n@write hello.txt Hello.\n@say Written.")

    assert (chat.worktree / "hello.txt").read_text() == "Hello."
    user, first, tool, last = session["messages"]
    assert [m["role"] for m in session["messages"]] == ["user", "assistant", "tool", "assistant"]
    assert (first["content"], last["content"]) == ("I write it.", "Written.")
    assert tool["tool_name"] == "Write"
    assert tool["content"].endswith("hello.txt")
    assert "hello.txt" in tool["tool_input"]
    assert "cost_usd" not in user | first
    assert last["cost_usd"] == session["total_cost_usd"] > 0
    assert set(first) == {"id", "session_id", "role", "content", "timestamp", "waiting"}
    assert session["claude_session_id"]
    assert session["status"] == "idle"
    await chat.adds_up(session)


@AGENTS
async def test_a_message_is_the_same_each_time_it_is_shown(stack: Stack, agent: str) -> None:
    chat = await Chat.start(stack, agent)
    sent = await chat.say("@say One.\n@write a.txt x")
    session = await chat.turns(1)

    assert (await chat.get())["messages"] == session["messages"]
    assert session["messages"][0] == sent
    assert len({message["id"] for message in session["messages"]}) == 3


@AGENTS
async def test_a_follow_up_goes_to_the_process_that_is_there(stack: Stack, agent: str) -> None:
    chat = await Chat.start(stack, agent)
    await chat.turn("@say One.")
    before = chat.agents

    session = await chat.turn("@say Two.")

    assert len(before) == 1
    assert chat.agents == before
    assert texts(session) == ["One.", "Two."]
    if agent == FAKE:
        assert len(chat.starts) == 1


async def test_sessions_are_listed_as_an_array_by_their_last_activity(stack: Stack) -> None:
    older, newer = await Chat.start(stack), await Chat.start(stack)
    await older.turn("@say I am the newest now.")

    listed: list[Json] = await stack.get("/sessions")

    assert type(listed) is list
    assert [session["id"] for session in listed[:2]] == [older.id, newer.id]
    shown = await older.get()
    del shown["messages"], shown["permissions"], shown["messages_omitted"]
    assert listed[0] == shown


async def test_an_activity_is_later_with_every_message_and_every_answer(stack: Stack) -> None:
    chat = await Chat.start(stack)
    start = (await chat.get())["last_activity"]
    gate = await chat.working("@say Done.")
    sent = (await chat.get())["last_activity"]
    gate.touch()

    assert start < sent < (await chat.turns(1))["last_activity"]


@AGENTS
async def test_a_deleted_session_leaves_nothing_but_its_kept_work(stack: Stack, agent: str) -> None:
    chat = await Chat.start(stack, agent)
    await chat.turn("@write precious.txt data\n@say Done.")

    answer = await chat.delete()

    assert (answer.status, answer.body) == (204, b"")
    assert not chat.worktree.exists()
    assert await git(stack.bare, "show", f"refs/opsdeck/kept/{chat.id}:precious.txt") == "data"
    assert (await stack.call("GET", chat.path)).status == 404
    assert chat.id not in [session["id"] for session in await stack.get("/sessions")]
    assert str(chat.worktree) not in await git(stack.bare, "worktree", "list")
    assert chat.processes == {}


async def test_deleting_stops_an_agent_at_work_with_all_that_it_started(stack: Stack) -> None:
    chat = await Chat.start(stack)
    await chat.working("@grandchild\n@say Never said.")

    assert (await chat.delete()).status == 204
    assert chat.processes == {}


async def test_watchers_of_a_deleted_session_get_its_last_event_and_the_end(stack: Stack) -> None:
    chat = await Chat.start(stack)
    await chat.turn("@write a.txt x")

    await chat.delete()

    last = (await chat.seen.end())[-1]
    assert last["type"] == "statusChange"
    assert last["status_change"]["status"] == "expired"
    assert f"refs/opsdeck/kept/{chat.id}" in last["status_change"]["reason"]


async def test_a_session_without_work_keeps_no_ref(stack: Stack) -> None:
    chat = await Chat.start(stack)
    await chat.turn("@say Nothing done.")

    await chat.delete()

    assert await git(stack.bare, "for-each-ref", f"refs/opsdeck/kept/{chat.id}") == ""


async def test_two_who_delete_at_once_end_it_once(stack: Stack) -> None:
    chat = await Chat.start(stack)
    await chat.turn("@write a.txt x")

    answers = await asyncio.gather(*(chat.delete() for _ in range(4)))

    assert {answer.status for answer in answers} <= {204, 404}
    assert [answer.status for answer in answers].count(204) >= 1
    changes = sql(
        stack,
        "SELECT payload FROM events WHERE stream_id = ? AND type = 'statusChange'",
        chat.id,
    )
    ends = [json.loads(str(payload)).get("terminal") for (payload,) in changes]
    assert ends.count(True) == 1
    assert not chat.worktree.exists()
