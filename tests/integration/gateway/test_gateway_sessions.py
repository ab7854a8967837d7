"""The manners of the /sessions family: snake_case, 201, 204 and a bare array."""

import asyncio
import json

import grpc
import pytest

from tests.integration.gateway.quick_sessions import Journal, Refusal, Sessions
from tests.integration.gateway.support import Gateway
from tests.integration.gateway.upstream import Upstream

pytestmark = pytest.mark.asyncio(loop_scope="module")

SESSION = {
    "id": "quick-1",
    "repo": "acme/app",
    "status": "idle",
    "message_count": 0,
    "total_cost_usd": 0,
    "agent": "",
    "permission_mode": "",
    "waiting_count": 0,
}


@pytest.fixture
def sessions(upstream: Upstream) -> Sessions:
    return upstream.sessions


@pytest.fixture
def journal(sessions: Sessions) -> Journal:
    return sessions.journal()


async def test_a_start_is_201_and_snake_case(gateway: Gateway, sessions: Sessions) -> None:
    answer = await gateway.post("/sessions/start", {"repo": "acme/app"})
    assert (answer.status, answer.json) == (201, SESSION)


@pytest.mark.parametrize("name", ["permission_mode", "permissionMode"])
async def test_camel_case_is_read_too(gateway: Gateway, sessions: Sessions, name: str) -> None:
    await gateway.post("/sessions/start", {"repo": "acme/app", name: "ask"})
    assert sessions.commands[-1].permission_mode == "ask"


async def test_a_message_is_200(gateway: Gateway, journal: Journal) -> None:
    answer = await gateway.post("/sessions/quick-1/message", {"content": "Hi"})
    message = {"id": "u1", "session_id": "quick-1", "role": "user", "content": "Hi"}
    assert (answer.status, answer.json) == (200, {**message, "waiting": False})


async def test_the_list_is_a_bare_array(gateway: Gateway, sessions: Sessions) -> None:
    sessions.journal("quick-2")
    sessions.journal("quick-1")
    answer = await gateway.ask("GET", "/sessions")
    assert answer.headers["content-type"] == "application/json"
    assert [session["id"] for session in answer.json] == ["quick-2", "quick-1"]
    assert answer.json[0]["message_count"] == 0


async def test_an_empty_list_is_an_empty_array(gateway: Gateway, sessions: Sessions) -> None:
    assert (await gateway.ask("GET", "/sessions")).json == []


async def test_a_session_has_its_messages(gateway: Gateway, journal: Journal) -> None:
    answer = await gateway.ask("GET", "/sessions/quick-1")
    assert answer.status == 200
    assert [message["content"] for message in answer.json["messages"]] == ["Hi"]
    assert answer.json["permissions"] == []


async def test_a_delete_is_204_without_a_body(gateway: Gateway, journal: Journal) -> None:
    """On a connection that goes on, so that a body too many would be seen."""
    async with asyncio.timeout(10):
        keep = {"connection": "keep-alive"}
        reader, writer = await gateway.send("DELETE", "/sessions/quick-1", keep)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        writer.write(b"GET /sessions HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        rest = await reader.read()
        writer.close()
    assert head.startswith("http/1.1 204")
    assert "content-type" not in head
    assert "content-length" not in head
    assert "transfer-encoding" not in head
    assert "x-request-id" in head
    assert rest.startswith(b"HTTP/1.1 200")


async def test_a_delete_of_a_message_is_200_and_the_message(
    gateway: Gateway, journal: Journal
) -> None:
    answer = await gateway.ask("DELETE", "/sessions/quick-1/messages/u7")
    assert (answer.status, answer.json["id"]) == (200, "u7")


async def test_a_message_that_waits_is_edited_by_patch(
    gateway: Gateway, sessions: Sessions, journal: Journal
) -> None:
    body = json.dumps({"content": "Better"}).encode()
    headers = {"content-type": "application/json"}
    answer = await gateway.ask("PATCH", "/sessions/quick-1/messages/u7", headers, body)
    assert answer.status == 200
    assert (answer.json["id"], answer.json["content"], answer.json["waiting"]) == (
        *("u7", "Better"),
        True,
    )
    assert sessions.commands[-1].session_id == "quick-1"


async def test_an_interrupt_says_how_the_session_stands(gateway: Gateway, journal: Journal) -> None:
    answer = await gateway.post("/sessions/quick-1/interrupt", {})
    assert answer.status == 200
    assert answer.json == {"id": "quick-1", "status": "idle", "was_running": True}


async def test_a_question_is_answered_by_its_id(
    gateway: Gateway, sessions: Sessions, journal: Journal
) -> None:
    answer = await gateway.post("/sessions/quick-1/permissions/perm-1", {"allow": True})
    assert (answer.status, answer.json["outcome"]) == (200, "allowed")
    assert sessions.commands[-1].id == "perm-1"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/sessions/none"),
        ("DELETE", "/sessions/none"),
        ("POST", "/sessions/none/message"),
        ("DELETE", "/sessions/none/messages/u1"),
        ("POST", "/sessions/none/interrupt"),
        ("GET", "/sessions/none/events"),
    ],
)
async def test_an_unknown_session_is_404_and_says_so(
    gateway: Gateway, sessions: Sessions, method: str, path: str
) -> None:
    answer = await gateway.ask(method, path)
    assert (answer.status, answer.json) == (404, {"error": "no session has the id none"})


@pytest.mark.parametrize("path", ["/sessions/", "/sessions/a/b", "/sessions/a/messages/b/c"])
async def test_another_path_is_404(gateway: Gateway, sessions: Sessions, path: str) -> None:
    answer = await gateway.ask("PATCH", path)
    assert (answer.status, list(answer.json)) == (404, ["error"])


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (grpc.StatusCode.RESOURCE_EXHAUSTED, 429),
        (grpc.StatusCode.FAILED_PRECONDITION, 400),
        (grpc.StatusCode.ALREADY_EXISTS, 409),
    ],
)
async def test_a_message_that_is_refused_has_its_status_and_the_servers_word(
    gateway: Gateway, sessions: Sessions, journal: Journal, code: grpc.StatusCode, status: int
) -> None:
    sessions.refusal = Refusal(code, "SOME_REASON", "not now: wait, or withdraw one")
    answer = await gateway.post("/sessions/quick-1/message", {"content": "one more"})
    assert (answer.status, answer.json) == (status, {"error": "not now: wait, or withdraw one"})


async def test_events_are_snake_case_too(gateway: Gateway, journal: Journal) -> None:
    journal.say(tool_use={"tool_use_id": "t", "tool": "Read", "input_json": "{}"})
    journal.end()
    answer = await gateway.ask("GET", "/sessions/quick-1/events")
    assert answer.headers["content-type"] == "text/event-stream"
    assert answer.headers["cache-control"] == "no-cache"
    line = answer.body.decode().removeprefix("data: ").removesuffix("\n\n")
    said = json.loads(line)
    assert (said["cursor"], said["caught_up"]) == ("2", True)
    assert said["session"]["id"] == "quick-1"
    assert said["events"][0]["tool_use"]["tool_use_id"] == "t"
    assert said["events"][1]["status_change"] == {"status": "expired", "terminal": True}


async def test_the_cursor_and_the_wishes_reach_the_server(
    gateway: Gateway, sessions: Sessions, journal: Journal
) -> None:
    journal.say(notice={})
    journal.end()
    await gateway.ask("GET", "/sessions/quick-1/events?after=1&tail_only=true&partial=true")
    [request] = sessions.opened
    assert (request.after, request.tail_only, request.partial) == ("1", True, True)
