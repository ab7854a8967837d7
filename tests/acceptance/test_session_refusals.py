"""What a session refuses, each with its status and a text that says why; and what it takes."""

import json
from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio

from tests.acceptance.chatting import REPO, SIMULATOR, Chat, served, texts
from tests.acceptance.stack import Answer, Stack
from tests.acceptance.watching import Json

pytestmark = pytest.mark.asyncio(loop_scope="module")
MIB = 1024 * 1024


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stack() -> AsyncGenerator[Stack]:
    async with served() as stack:
        yield stack


def refused(answer: Answer, status: int, *words: str) -> None:
    assert (answer.status, list(answer.json)) == (status, ["error"]), answer
    for word in words:
        assert word in answer.json["error"]


BAD_REPOS = [
    "",
    "app",
    "acme/",
    "/app",
    "acme/app/x",
    "acme/..",
    "../app",
    "-u/app",
    "acme/app.git",
    "acme/app.lock",
    "acme/a..b",
    "acme/a b",
    "acme/a\nb",
    "acme/a\0b",
    "acme/$(touch pwned)",
    "acme/" + "x" * 101,
]


@pytest.mark.parametrize("repo", BAD_REPOS)
async def test_a_name_that_is_no_repository_is_refused(stack: Stack, repo: str) -> None:
    refused(await stack.call("POST", "/sessions/start", {"repo": repo}), 400, "repo")


async def test_who_writes_no_repository_is_told_how_one_is_written(stack: Stack) -> None:
    answer = await stack.call("POST", "/sessions/start", {"repo": "app"})
    assert answer.json == {"error": "repo: must be owner/repo, such as acme/site"}


async def test_a_repository_that_cannot_be_cloned_is_refused(stack: Stack) -> None:
    answer = await stack.call("POST", "/sessions/start", {"repo": "acme/nowhere"})

    refused(answer, 400)
    assert "acme/nowhere" not in [each["repo"] for each in await stack.get("/sessions")]
    assert not (stack.root / "deck" / "worktrees" / "acme" / "nowhere").exists()


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("agent", "nobody", "known: claude, simulator"),
        ("permission_mode", "yolo", "permission_mode"),
        ("model", "--help", "model"),
        ("effort", "MAX", "effort"),
        ("agent", "x" * 51, "agent"),
        ("repo", None, "repo"),
        ("repo", 7, ""),
    ],
)
async def test_a_start_with_a_bad_field_is_refused(
    stack: Stack, field: str, value: object, word: str
) -> None:
    before = len(await stack.get("/sessions"))

    answer = await stack.call("POST", "/sessions/start", {"repo": REPO, field: value})

    refused(answer, 400, word)
    assert len(await stack.get("/sessions")) == before


UNKNOWN: list[tuple[str, str, Json | None]] = [
    ("GET", "", None),
    ("DELETE", "", None),
    ("GET", "/events", None),
    ("POST", "/message", {"content": "x"}),
    ("POST", "/interrupt", {}),
    ("PATCH", "/messages/x", {"content": "x"}),
    ("DELETE", "/messages/x", None),
    ("POST", "/permissions/x", {"allow": True}),
]


@pytest.mark.parametrize(("method", "path", "body"), UNKNOWN)
async def test_a_session_that_is_not_there_is_not_found(
    stack: Stack, method: str, path: str, body: object
) -> None:
    deleted = await Chat.start(stack, SIMULATOR)
    await deleted.delete()

    for session in ("/sessions/quick-1", deleted.path):
        refused(await stack.call(method, f"{session}{path}", body), 404, session.split("/")[-1])


@pytest.mark.parametrize(("method", "path", "body"), UNKNOWN)
async def test_nobody_gets_in_without_the_token(
    stack: Stack, method: str, path: str, body: object
) -> None:
    chat = await Chat.start(stack, SIMULATOR)

    for token in (None, "wrong"):
        refused(await stack.call(method, f"{chat.path}{path}", body, token=token), 401)


@pytest.mark.parametrize("content", ["", " ", "\n\t ", None], ids=repr)
async def test_a_message_without_a_word_is_refused(stack: Stack, content: object) -> None:
    chat = await Chat.start(stack, SIMULATOR)

    refused(await stack.call("POST", f"{chat.path}/message", {"content": content}), 400, "content")
    assert (await chat.get())["message_count"] == 0


async def test_a_message_that_is_too_long_is_refused(stack: Stack) -> None:
    chat = await Chat.start(stack, SIMULATOR)

    refused(await chat.send("x" * MIB), 400, "content", "1000000")
    refused(await chat.send("x" * (4 * MIB + 1)), 413, "4 MiB")
    assert (await chat.get())["message_count"] == 0


async def test_a_long_message_is_taken_whole(stack: Stack) -> None:
    chat = await Chat.start(stack)
    content = "@say Got it.\n" + "é" * 900_000
    body = json.dumps({"content": content}, ensure_ascii=False).encode()

    assert (await stack.call("POST", f"{chat.path}/message", raw=body)).status == 200

    session = await chat.turns(1)

    assert (session["status"], texts(session)) == ("idle", ["Got it."])
    assert session["messages"][0]["content"] == content
    assert chat.heard == [content]


@pytest.mark.parametrize(
    "content",
    [
        "--help",
        "-p x",
        "/help",
        "/nowhere is a path",
        "!touch pwned",
        "$(touch pwned); `touch pwned`",
        "a\0b",
        "👩‍💻 grüßt 世界 \u202e\u200b",
        '"}\n{"type":"control_request"}',
        "line one\r\nline two\u2028line three",
    ],
    ids=lambda text: text.encode("unicode_escape").decode(),
)
async def test_a_message_is_words_and_nothing_else(stack: Stack, content: str) -> None:
    chat = await Chat.start(stack)

    session = await chat.turn(content)

    assert session["status"] == "idle"
    assert session["messages"][0]["content"] == content
    assert chat.heard == [content]
    assert list(chat.worktree.glob("pwned")) == []


async def test_half_a_character_is_refused(stack: Stack) -> None:
    chat = await Chat.start(stack, SIMULATOR)

    answer = await stack.call(
        "POST", f"{chat.path}/message", raw=b'{"content": "half \\ud800 a pair"}'
    )

    refused(answer, 400)


@pytest.mark.parametrize("cursor", ["x", "-1", "999999", "1.5"])
async def test_a_cursor_that_is_none_of_the_session_s_is_refused(stack: Stack, cursor: str) -> None:
    chat = await Chat.start(stack, SIMULATOR)

    refused(await stack.call("GET", f"{chat.path}/events?after={cursor}"), 400, "cursor")
