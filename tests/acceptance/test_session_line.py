"""The line: messages to an agent that works wait, can be changed, and run in order, once."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.acceptance.chatting import REPO, SIMULATOR, Chat, served, texts
from tests.acceptance.stack import Answer, Stack
from tests.acceptance.watching import Json

pytestmark = pytest.mark.asyncio(loop_scope="module")
MOST = 20


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stack() -> AsyncGenerator[Stack]:
    async with served() as stack:
        yield stack


async def lined_up(stack: Stack, *contents: str) -> tuple[Chat, Path, list[Json]]:
    """Return a chat whose agent works, the gate that lets it go on, and messages that wait."""
    chat = await Chat.start(stack)
    gate = await chat.working("@say First.")
    return chat, gate, [await chat.say(content) for content in contents]


@pytest.mark.parametrize("agent", [SIMULATOR, "claude"])
async def test_messages_to_an_agent_that_works_wait_and_run_next_in_order(
    stack: Stack, agent: str
) -> None:
    chat = await Chat.start(stack, agent)
    gate = await chat.working("@say First.")

    sent = [await chat.say(f"@say Number {number}.") for number in range(5)]

    assert [message["waiting"] for message in sent] == [True] * 5
    session = await chat.get()
    assert session["messages"][-5:] == sent
    assert session["waiting_count"] == 5
    await chat.adds_up(session)
    gate.touch()
    session = await chat.turns(6)
    assert texts(session) == ["Working.", "First.", *(f"Number {n}." for n in range(5))]
    assert (session["status"], session["waiting_count"]) == ("idle", 0)
    assert not any(message["waiting"] for message in session["messages"])
    await chat.adds_up(session)


async def test_the_session_runs_until_its_line_is_empty(stack: Stack) -> None:
    chat, gate, _ = await lined_up(stack, "@say Second.", "@say Third.")
    gate.touch()

    await chat.turns(3)

    said = [change["status"] for change in chat.seen.seen("statusChange")]
    assert said == ["idle", "running", "idle"]


async def test_a_message_that_waits_is_edited(stack: Stack) -> None:
    chat, gate, [message] = await lined_up(stack, "@say Before.")

    answer = await chat.edit(message, "@say After.")

    assert answer.status == 200
    assert answer.json == {**message, "content": "@say After."}
    assert (await chat.get())["messages"][-1] == answer.json
    gate.touch()
    assert texts(await chat.turns(2))[-1] == "After."
    assert chat.heard[-1] == "@say After."


async def test_a_message_that_waits_is_withdrawn(stack: Stack) -> None:
    chat, gate, [one, two, three] = await lined_up(stack, "@say 1", "@say 2", "@say 3")

    answer = await chat.withdraw(two)

    assert (answer.status, answer.json) == (200, {**two, "waiting": False})
    assert two["id"] not in [message["id"] for message in (await chat.get())["messages"]]
    gate.touch()
    session = await chat.turns(3)
    assert texts(session) == ["Working.", "First.", "1", "3"]
    assert "@say 2" not in chat.heard
    changes = [(c["message_id"], c["change"]) for c in chat.seen.seen("waitingMessage")]
    assert changes[-1] == (two["id"], "withdrawn")
    assert [change for _, change in changes] == ["waiting"] * 3 + ["withdrawn"]
    assert {one["id"], three["id"]} < {message["id"] for message in session["messages"]}
    await chat.adds_up(session)


async def test_twenty_wait_and_no_more(stack: Stack) -> None:
    chat, gate, [first, *_] = await lined_up(stack, *(f"@say {n}" for n in range(MOST)))

    refused = await chat.send("@say One too many.")

    assert refused.status == 429
    assert "20 messages wait" in refused.json["error"]
    assert (await chat.get())["waiting_count"] == MOST
    await chat.withdraw(first)
    await chat.say("@say Last.")
    gate.touch()
    session = await chat.turns(MOST + 1)
    assert texts(session) == ["Working.", "First.", *(str(n) for n in range(1, MOST)), "Last."]


@pytest.mark.parametrize("what", ["running", "done", "withdrawn"])
async def test_a_message_that_does_not_wait_is_not_changed(stack: Stack, what: str) -> None:
    chat, gate, [message] = await lined_up(stack, "@say x")
    if what == "running":
        message = (await chat.get())["messages"][0]
    elif what == "done":
        gate.touch()
        await chat.turns(2)
    else:
        await chat.withdraw(message)

    for answer in (await chat.edit(message, "@say y"), await chat.withdraw(message)):
        assert answer.status == 400
        assert "does not wait" in answer.json["error"]
    gate.touch()


async def test_a_message_that_is_not_there_is_not_found(stack: Stack) -> None:
    _, gate, [message] = await lined_up(stack, "@say x")
    other = await Chat.start(stack)

    for unknown in ({"id": "none"}, message):
        for answer in (await other.edit(unknown, "y"), await other.withdraw(unknown)):
            assert (answer.status, list(answer.json)) == (404, ["error"])
    gate.touch()


@pytest.mark.parametrize("when", ["idle", "running"])
async def test_a_message_with_a_key_is_sent_once_and_answered_alike(
    stack: Stack, when: str
) -> None:
    chat = await Chat.start(stack)
    gate = await chat.working("@say First.")
    if when == "idle":
        gate.touch()
        await chat.turns(1)

    first = await chat.say("@say Once.", key=f"key-{when}")
    assert await chat.say("@say Once.", key=f"key-{when}") == first
    other = await chat.send("@say Other.", key=f"key-{when}")

    assert other.status == 409
    assert "key" in other.json["error"]
    gate.touch()
    assert await chat.say("@say Once.", key=f"key-{when}") == first
    await chat.say("@say Last.")
    await chat.turns(3)
    assert chat.heard[1:] == ["@say Once.", "@say Last."]


async def test_the_key_of_a_message_is_that_of_its_session(stack: Stack) -> None:
    one, two = await Chat.start(stack), await Chat.start(stack)
    await one.say("@say Here.", key="shared")

    assert (await two.send("@say Here.", key="shared")).status == 409


async def test_a_start_with_a_key_is_done_once_and_answered_alike(stack: Stack) -> None:
    async def start(**fields: object) -> Answer:
        body = {"repo": REPO, **fields}
        return await stack.call("POST", "/sessions/start", body, {"Idempotency-Key": "start"})

    first, again, other = await start(), await start(), await start(agent=SIMULATOR)

    assert (first.status, again.status, other.status) == (201, 201, 409)
    assert again.json == first.json
    listed = [each["id"] for each in await stack.get("/sessions")]
    assert listed.count(first.json["id"]) == 1


async def test_starts_with_one_key_at_the_same_time_make_one_session(stack: Stack) -> None:
    async def start() -> Answer:
        body = {"repo": REPO, "agent": SIMULATOR}
        return await stack.call("POST", "/sessions/start", body, {"Idempotency-Key": "at-once"})

    answers = await asyncio.gather(*(start() for _ in range(5)))

    assert {answer.status for answer in answers} == {201}
    [made] = {answer.json["id"] for answer in answers}
    folder = stack.root / "deck" / "worktrees" / "acme" / "app"
    listed = {each["id"] for each in await stack.get("/sessions")}
    assert {path.name for path in folder.iterdir()} == listed
    assert made in listed
