"""The history of a session, page by page, and of one that is longer than any answer."""

import asyncio
import json
from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio

from tests.acceptance.chatting import REPO, SIMULATOR, Chat, served, texts
from tests.acceptance.stack import Stack
from tests.acceptance.watching import Json

pytestmark = pytest.mark.asyncio(loop_scope="module")

ANSWER_BYTES = 64 * 1024 * 1024
"""What Envoy answers at the most."""

LONG = "\N{GRINNING FACE}" * 1_000_000
"""A message of four million bytes."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stack() -> AsyncGenerator[Stack]:
    async with served() as stack:
        yield stack


async def pages(stack: Stack, path: str, **query: object) -> list[Json]:
    """Return the session as each page has it, the newest first."""
    found: list[Json] = []
    while not found or found[-1]["messages_omitted"]:
        if found:
            query["before"] = found[-1]["messages"][0]["id"]
        words = "&".join(f"{name}={value}" for name, value in query.items())
        found.append(await stack.get(f"{path}?{words}"))
    return found


def joined(found: list[Json]) -> list[Json]:
    return [message for page in reversed(found) for message in page["messages"]]


async def test_the_newest_messages_are_shown_and_the_others_counted(stack: Stack) -> None:
    chat = await Chat.start(stack)
    session = await chat.turn("@say One.\n@say Two.\n@say Three.")

    shown = await stack.get(f"{chat.path}?limit=2")

    assert texts(shown) == ["Two.", "Three."]
    assert (shown["messages_omitted"], shown["message_count"]) == (2, 4)
    assert session["messages_omitted"] == 0
    assert shown["messages"] == session["messages"][-2:]


async def test_all_pages_are_the_whole_history_once(stack: Stack) -> None:
    chat = await Chat.start(stack)
    await chat.turn("@say One.\n@write a.txt x\n@say Two.")
    gate = await chat.working("@say Done.")
    await chat.say("@say Waited.")
    whole = await chat.get()

    for limit in (1, 2, 3, 1000):
        assert joined(await pages(stack, chat.path, limit=limit)) == whole["messages"]
    gate.touch()


async def test_a_message_that_waited_is_found_again_once_it_was_said(stack: Stack) -> None:
    chat = await Chat.start(stack)
    gate = await chat.working("@say Done.")
    waits = await chat.say("@say Waited.")
    before = await stack.get(f"{chat.path}?before={waits['id']}")
    gate.touch()
    await chat.turns(2)

    after = await stack.get(f"{chat.path}?before={waits['id']}")

    assert texts(before) == ["Working."]
    assert texts(after) == ["Working.", "Done."]


async def test_a_message_of_another_session_has_no_page_before_it(stack: Stack) -> None:
    theirs, mine = await Chat.start(stack), await Chat.start(stack)
    session = await theirs.turn("@say One.")
    await mine.turn("@say One.")

    for message in session["messages"]:
        answer = await stack.call("GET", f"{mine.path}?before={message['id']}")
        assert answer.status == 404
        assert answer.json["error"].startswith(f"the session has no message {message['id']}")


@pytest.mark.parametrize("query", ["limit=0", "limit=1001", "limit=x", "before=", "before=a%20b"])
async def test_what_is_no_limit_and_no_id_is_refused(stack: Stack, query: str) -> None:
    chat = await Chat.start(stack)

    answer = await stack.call("GET", f"{chat.path}?{query}")

    assert answer.status == 400
    assert query.partition("=")[0] in answer.json["error"]


async def test_a_session_longer_than_any_answer_is_read_and_goes_on(stack: Stack) -> None:
    # Without a watcher: it would be sent all of it.
    made = await stack.post("/sessions/start", {"repo": REPO, "agent": SIMULATOR}, expect=201)
    path, count = f"/sessions/{made['id']}", ANSWER_BYTES // len(LONG.encode()) + 1
    for number in range(count):
        # As it is: with escapes it would be longer than a request may be.
        said = json.dumps({"content": f"@say {number}\n{LONG}"[:1_000_000]}, ensure_ascii=False)
        answer = await stack.call("POST", f"{path}/message", raw=said.encode())
        assert answer.status == 200
    async with asyncio.timeout(50):
        while (await stack.get(f"{path}?limit=1"))["status"] != "idle":
            await asyncio.sleep(0.2)

    answer = await stack.call("GET", path)

    assert answer.status == 200
    assert len(answer.body) < ANSWER_BYTES // 3
    assert answer.json["messages_omitted"] > 0
    assert answer.json["message_count"] == 2 * count
    found = await pages(stack, path, limit=1000)
    said = [text for page in reversed(found) for text in texts(page)]
    assert said == [str(number) for number in range(count)]
    assert len({message["id"] for message in joined(found)}) == 2 * count

    await stack.post(f"{path}/message", {"content": "@say Still here."}, expect=200)
    async with asyncio.timeout(20):
        while texts(await stack.get(f"{path}?limit=1")) != ["Still here."]:
            await asyncio.sleep(0.1)
