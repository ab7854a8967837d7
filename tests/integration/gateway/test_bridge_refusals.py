"""Who is not let in over WebSocket, and what is not done."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import suppress
from pathlib import Path
from typing import Any

import grpc
import pytest
import pytest_asyncio
from websockets.exceptions import ConnectionClosed

from tests.integration.gateway.bridge_rig import UPGRADE, Rig, running_bridge, running_rig, until
from tests.integration.gateway.quick_sessions import Journal, Refusal, Sessions
from tests.integration.gateway.support import Gateway, read_head
from tests.integration.gateway.upstream import Upstream

pytestmark = pytest.mark.asyncio(loop_scope="module")

MIB = 1024 * 1024
PATH = "/ws/sessions/quick-1"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def rig(gateway: Gateway, shared_upstream: Upstream) -> AsyncGenerator[Rig]:
    del shared_upstream
    async with running_bridge(gateway) as running:
        yield running
        assert running.log() == ""


@pytest.fixture
def sessions(upstream: Upstream) -> Sessions:
    upstream.sessions.journal()
    upstream.sessions.token = "t0"
    return upstream.sessions


@pytest.fixture
def journal(sessions: Sessions) -> Journal:
    sessions.token = None
    return sessions.journal()


# -- before the upgrade ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "credentials",
    [
        {},
        {"token": "t1"},
        {"offers": ("opsdeck.v1",)},
        {"offers": ("opsdeck.v1", "bearer.t1")},
        {"token": "t1", "offers": ("opsdeck.v1", "bearer.t0")},
        {"headers": [("authorization", "t0")]},
        {"headers": [("authorization", "Bearer t1"), ("authorization", "Bearer t0")]},
        {"headers": [("authorization", "Bearer t\u00c3\u00b6")]},  # sent in Latin-1: UTF-8
        {"path": f"{PATH}?token=t0&access_token=t0&authorization=Bearer%20t0"},
    ],
)
async def test_a_missing_or_wrong_token_is_401(
    rig: Rig, sessions: Sessions, credentials: dict[str, Any]
) -> None:
    status, said = await rig.refused(**credentials)
    assert status == 401
    assert said == {"error": "the bearer token is missing or wrong: send it"}


async def test_a_server_that_asks_for_no_token_lets_everybody_in(
    rig: Rig, journal: Journal
) -> None:
    async with rig.phone() as phone:
        assert (await phone.next())["type"] == "connected"
    async with rig.phone(token="any") as phone:
        assert (await phone.next())["type"] == "connected"


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://localhost.evil.example"]
)
async def test_a_foreign_page_is_403(rig: Rig, sessions: Sessions, origin: str) -> None:
    status, said = await rig.refused(origin=origin, token="t0")
    assert (status, list(said)) == (403, ["error"])
    assert sessions.opened == []


@pytest.mark.parametrize("origin", ["http://localhost:5173", "http://127.0.0.1:1", "own"])
async def test_a_page_that_may_call_is_let_in(rig: Rig, sessions: Sessions, origin: str) -> None:
    origin = f"http://{rig.gateway.target}" if origin == "own" else origin
    async with rig.phone(origin=origin, offers=("opsdeck.v1", "bearer.t0")) as phone:
        assert (await phone.next())["type"] == "connected"


@pytest.mark.parametrize(
    "path", ["/ws/", "/ws/sessions", "/ws/sessions/", "/ws/sessions/a/b", "/ws/jobs/a", "/ws//a"]
)
async def test_another_path_is_404(rig: Rig, sessions: Sessions, path: str) -> None:
    status, said = await rig.refused(path=path, token="t0")
    assert (status, said) == (404, {"error": "no such path: there is /ws/sessions/{id}"})


async def test_what_asks_for_no_upgrade_is_426(
    rig: Rig, sessions: Sessions, journal: Journal
) -> None:
    answer = await rig.gateway.ask("GET", PATH)
    assert (answer.status, list(answer.json)) == (426, ["error"])
    assert len(sessions.opened) == 1
    await until(lambda: sessions.watches == 0)


@pytest.mark.parametrize("body", [None, b"", b"{}"])
@pytest.mark.parametrize("headers", [{}, UPGRADE], ids=["plain", "upgrade"])
async def test_another_method_is_refused(
    rig: Rig, sessions: Sessions, journal: Journal, headers: dict[str, str], body: bytes | None
) -> None:
    answer = await rig.gateway.ask("POST", PATH, headers, body)
    assert answer.status == (400 if body else 405)
    assert list(answer.json) == ["error"]
    await until(lambda: sessions.watches == 0)


@pytest.mark.parametrize("path", ["/", "/ws", "/live", "/sessions/quick-1/events", "/ws/sessions/"])
@pytest.mark.parametrize("upgrade", ["websocket", "strange"])
async def test_an_upgrade_elsewhere_or_to_something_else_is_404(
    rig: Rig, sessions: Sessions, path: str, upgrade: str
) -> None:
    answer = await rig.gateway.ask("GET", path, {**UPGRADE, "upgrade": upgrade})
    assert (answer.status, list(answer.json)) == (404, ["error"])
    assert "/ws/sessions/{id}" in answer.json["error"]
    assert answer.headers["x-request-id"]
    assert sessions.opened == []


@pytest.mark.parametrize("name", ["authorization", "sec-websocket-protocol"])
async def test_a_header_that_is_not_utf8_is_400_and_not_told(
    rig: Rig, sessions: Sessions, name: str
) -> None:
    status, said = await rig.refused(headers=[(name, "opsdeck.v1, bearer.secret\xa0")])
    assert (status, list(said)) == (400, ["error"])
    assert f"The header {name} is not UTF-8" in said["error"]
    assert "secret" not in said["error"]
    assert sessions.opened == []


@pytest.mark.parametrize(
    "headers", [{**UPGRADE, "content-length": "2"}, {"transfer-encoding": "chunked"}]
)
async def test_what_has_a_body_is_400(
    rig: Rig, sessions: Sessions, headers: dict[str, str]
) -> None:
    answer = await rig.gateway.ask("GET", PATH, headers)
    assert (answer.status, answer.json) == (400, {"error": "this is no WebSocket handshake"})
    assert sessions.opened == []


@pytest.mark.parametrize(
    "options",
    [{"headers": [("cookie", "a" * 31_000)]}, {"path": f"{PATH}?x={'a' * 31_000}"}],
    ids=["headers", "url"],
)
async def test_headers_and_a_url_are_taken_up_to_what_the_gateway_allows(
    rig: Rig, journal: Journal, options: dict[str, Any]
) -> None:
    async with rig.phone(**options) as phone:
        assert (await phone.next())["type"] == "connected"


async def test_a_fault_of_the_server_is_500_and_says_nothing_of_its_inside(
    rig: Rig, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "journals", None)  # the service trips over it
    status, said = await rig.refused(token="t0")
    assert (status, said) == (500, {"error": "a fault of the server; its log has the details"})


async def test_without_a_server_it_is_503(root: Path) -> None:
    async with running_rig(root) as rig:
        status, said = await rig.refused()
    assert status == 503
    assert said["error"].startswith("the server is not answering: ")
    assert "sock" not in said["error"]


# -- after the upgrade ----------------------------------------------------------------------


@pytest.mark.parametrize("session", ["quick-2", "quick%2D2", "..%2e"])
async def test_an_unknown_session_is_closed_with_4404(
    rig: Rig, sessions: Sessions, session: str
) -> None:
    async with rig.phone(f"/ws/sessions/{session}", token="t0") as phone:
        assert await phone.rest() == ([], 4404, "no session has this id")


@pytest.mark.parametrize(
    ("after", "reason"),
    [("x", "CURSOR_INVALID"), ("-1", "CURSOR_INVALID"), ("9", "CURSOR_INVALID")],
)
async def test_a_cursor_that_is_none_is_an_error_and_4400(
    rig: Rig, journal: Journal, after: str, reason: str
) -> None:
    async with rig.phone(f"{PATH}?after={after}") as phone:
        frames, code, _ = await phone.rest()
    assert code == 4400
    text = "watch again without a cursor"
    assert frames == [{"type": "error", "seq": 0, "content": text, "data": {"reason": reason}}]


async def test_a_cursor_whose_events_are_gone_is_an_error_and_4400(
    rig: Rig, journal: Journal
) -> None:
    for _ in range(3):
        journal.say(notice={})
    journal.pruned = 2
    async with rig.phone(f"{PATH}?after=1") as phone:
        [frame], code, _ = await phone.rest()
    assert (frame["type"], frame["data"], code) == ("error", {"reason": "CURSOR_EXPIRED"}, 4400)


# -- frames ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("frame", "word"),
    [
        ("", "no JSON"),
        ("{", "no JSON"),
        ('{"type": "user_input", "content": "\\ud800"}', "JSON"),
        ("[" * 100_000, "JSON"),
        ("[]", "Expected `object`"),
        ("null", "Expected `object`"),
        ("{}", "`type` must be one of user_input, interrupt, permission_response"),
        ('{"type": "x"}', "`type` must be one of"),
        ('{"type": ["user_input"]}', "`type` must be one of"),
        ('{"type": "user_input"}', "missing required field `content`"),
        ('{"type": "user_input", "content": 1}', "$.content"),
        ('{"type": "permission_response"}', "missing required field `permission_id`"),
        ('{"type": "permission_response", "data": 1}', "Expected `object`"),
        ('{"type": "permission_response", "data": {"permission_id": "p"}}', "`allow`"),
        (
            '{"type": "permission_response", "permission_id": "p", "allow": "yes"}',
            "Expected `bool`",
        ),
        (
            '{"type": "permission_response", "permission_id": "p", "allow": true, "answers": [1]}',
            "$.answers",
        ),
        (b'{"type": "interrupt"}', "binary"),
    ],
)
async def test_a_bad_frame_is_an_error_and_the_socket_stays_open(
    rig: Rig, sessions: Sessions, journal: Journal, frame: str | bytes, word: str
) -> None:
    journal.say(notice={})
    async with rig.phone() as phone:
        await phone.next()
        await phone.say(frame)
        said = await phone.next()
        assert (said["type"], said["seq"]) == ("error", 1)
        assert said["data"] == {"reason": "REQUEST_INVALID"}
        assert word in said["content"]
        await phone.say({"type": "user_input", "content": "still here"})
        assert (await phone.next())["data"]["content"] == "still here"
    assert len(sessions.commands) == 1


async def test_nothing_is_answered_before_the_first_frame(
    rig: Rig, sessions: Sessions, journal: Journal
) -> None:
    admission = sessions.hold = asyncio.Event()
    connecting = rig.phone()
    opening = asyncio.create_task(connecting.__aenter__())
    await until(lambda: sessions.waiting == 1)
    shared_watch = sessions.hold = asyncio.Event()
    admission.set()
    phone = await opening
    await phone.say("no frame")
    await until(lambda: sessions.waiting == 1)
    shared_watch.set()
    assert [frame["type"] for frame in await phone.take(2)] == ["connected", "error"]
    await connecting.__aexit__(None, None, None)


async def test_a_refusal_is_told_with_its_reason(
    rig: Rig, sessions: Sessions, journal: Journal
) -> None:
    text = "20 messages wait already"
    sessions.refusal = Refusal(grpc.StatusCode.RESOURCE_EXHAUSTED, "LINE_FULL", text)
    async with rig.phone() as phone:
        await phone.next()
        await phone.say({"type": "user_input", "content": "one more"})
        said = await phone.next()
    assert said == {"type": "error", "seq": 0, "content": text, "data": {"reason": "LINE_FULL"}}


@pytest.mark.parametrize("character", ["x", "é", "🚀"])
async def test_the_longest_message_is_taken(
    rig: Rig, sessions: Sessions, journal: Journal, character: str
) -> None:
    async with rig.phone() as phone:
        await phone.next()
        frame = {"type": "user_input", "content": character * 1_000_000}
        await phone.say(json.dumps(frame, ensure_ascii=False))
        said = await phone.next()
    assert said["data"]["content"] == frame["content"]


async def test_a_longer_message_gets_the_servers_word(
    rig: Rig, sessions: Sessions, journal: Journal
) -> None:
    async with rig.phone() as phone:
        await phone.next()
        await phone.say({"type": "user_input", "content": "x" * 1_000_001})
        said = await phone.next()
    assert said["content"] == "content: must be at most 1000000 characters"
    assert said["data"] == {"reason": "REQUEST_INVALID"}


async def test_a_message_that_the_server_would_not_even_read_is_an_error_too(
    rig: Rig, sessions: Sessions, journal: Journal
) -> None:
    async with rig.phone() as phone:
        await phone.next()
        await phone.say({"type": "user_input", "content": "x" * 6 * MIB})
        said = await phone.next()
        assert said["content"] == "content: at most 1,000,000 characters"
    assert sessions.commands == []


async def test_what_is_far_too_large_ends_the_connection_with_1009(
    rig: Rig, sessions: Sessions, journal: Journal
) -> None:
    async with rig.phone() as phone:
        await phone.next()
        with suppress(ConnectionClosed):  # it may learn of it while it is sending
            await phone.say({"type": "user_input", "content": "x" * 9 * MIB})
        _, code, _ = await phone.rest()
    assert code == 1009
    assert sessions.commands == []


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (b"\x81\x02{}", 1002),  # not masked
        (b"\x83\x80\0\0\0\0", 1002),  # of a kind that there is not
        (b"\x81\x81\0\0\0\0\xff", 1007),  # text that is no UTF-8
    ],
)
async def test_what_is_no_frame_ends_the_connection_with_its_code(
    rig: Rig, sessions: Sessions, journal: Journal, frame: bytes, code: int
) -> None:
    async with asyncio.timeout(10):
        reader, writer = await rig.gateway.send("GET", PATH, UPGRADE)
        assert (await read_head(reader))[0] == 101
        writer.write(frame)
        while (head := await reader.readexactly(2))[0] != 0x88:
            await reader.readexactly(head[1])
        assert int.from_bytes(await reader.readexactly(2), "big") == code
        writer.close()
    assert sessions.commands == []


async def test_one_that_does_not_finish_its_upgrade_leaves_no_watch(
    rig: Rig, sessions: Sessions, journal: Journal
) -> None:
    sessions.hold = asyncio.Event()
    _, writer = await rig.gateway.send("GET", PATH, UPGRADE)
    await until(lambda: sessions.waiting == 1)
    writer.close()
    sessions.hold.set()
    await until(lambda: sessions.watches == 0)
