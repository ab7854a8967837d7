"""A session over WebSocket, through a real Envoy: what a phone sees, and what it may say."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import pytest
import pytest_asyncio
from google.protobuf.timestamp_pb2 import Timestamp

from opsdeck.v1.quick_session_pb2 import PermissionPrompt
from tests.integration.gateway.bridge_rig import Phone, Rig, running_bridge, until
from tests.integration.gateway.quick_sessions import Journal, Sessions
from tests.integration.gateway.support import Gateway
from tests.integration.gateway.upstream import Upstream

pytestmark = pytest.mark.asyncio(loop_scope="module")

AT = Timestamp(seconds=1_769_421_600)
QUESTION = {
    "permission_id": "perm-1",
    "tool": "Bash",
    "input": "rm x",
    "input_json": '{"command":"rm x"}',
    "description": "Remove x",
    "expires_at": AT,
    "requires_interaction": False,
}
SHOWN = {**QUESTION, "expires_at": "2026-01-26T10:00:00Z"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def rig(gateway: Gateway, shared_upstream: Upstream) -> AsyncGenerator[Rig]:
    del shared_upstream
    async with running_bridge(gateway) as running:
        yield running
        assert running.log() == ""


@pytest.fixture
def sessions(upstream: Upstream) -> Sessions:
    return upstream.sessions


@pytest.fixture
def journal(sessions: Sessions) -> Journal:
    return sessions.journal()


def texts(frames: list[dict[str, Any]]) -> list[str]:
    return [frame["content"] for frame in frames if frame["type"] == "assistantText"]


# -- what a phone sees ----------------------------------------------------------------------


async def test_a_turn_is_shown_as_in_the_specification(rig: Rig, journal: Journal) -> None:
    async with rig.phone() as phone:
        assert await phone.next() == {"type": "connected", "seq": 0}
        await phone.say({"type": "user_input", "content": "Now add logging too"})
        assert await phone.next() == {
            "type": "userMessage",
            "seq": 1,
            "data": {"id": "u1", "content": "Now add logging too"},
        }
        journal.say(status_change={"status": "running"})
        journal.say(agent_started={"model": "m"})
        journal.say(assistant_text={"text": "I'll add it.", "message_id": "m"})
        journal.say(tool_use={"tool_use_id": "t", "tool": "Read", "input": "/a.py"})
        journal.say(tool_result={"tool_use_id": "t", "content": "x = 1"})
        usage = {"cost_usd": 0.0156, "input_tokens": 1234, "output_tokens": 567}
        journal.say(result={"subtype": "success", "text": "I've added it.", "usage": usage})
        journal.say(status_change={"status": "idle"})
        assert await phone.take(6) == [
            {"type": "statusChange", "seq": 2, "data": {"status": "running"}},
            {"type": "assistantText", "seq": 4, "content": "I'll add it."},
            {
                "type": "toolUse",
                "seq": 5,
                "data": {"tool": "Read", "input": "/a.py", "tool_use_id": "t"},
            },
            {
                "type": "toolResult",
                "seq": 6,
                "data": {"tool_use_id": "t", "content": "x = 1", "is_error": False},
            },
            {"type": "result", "seq": 7, "content": "I've added it.", "data": usage},
            {"type": "statusChange", "seq": 8, "data": {"status": "idle"}},
        ]


async def test_a_plain_phone_hears_only_what_is_new(rig: Rig, journal: Journal) -> None:
    journal.say(assistant_text={"text": "before"})
    async with rig.phone() as phone:
        assert await phone.next() == {"type": "connected", "seq": 1}
        journal.say(assistant_text={"text": "after"})
        assert await phone.next() == {"type": "assistantText", "seq": 2, "content": "after"}


async def test_after_0_begins_at_the_beginning(rig: Rig, journal: Journal) -> None:
    for number in range(1200):
        journal.say(assistant_text={"text": str(number)})
    async with rig.phone("/ws/sessions/quick-1?after=0") as phone:
        assert await phone.next() == {"type": "connected", "seq": 0}
        assert texts(await phone.take(1200)) == [str(number) for number in range(1200)]


async def test_one_that_comes_back_misses_nothing_and_hears_nothing_twice(
    rig: Rig, journal: Journal
) -> None:
    heard: list[dict[str, Any]] = []
    after = 0
    for round_number in range(5):
        async with rig.phone(f"/ws/sessions/quick-1?after={after}") as phone:
            assert await phone.next() == {"type": "connected", "seq": after}
            if round_number:
                heard += await phone.take(20)  # said while it was away
            for number in range(10):
                journal.say(assistant_text={"text": f"here {round_number} {number}"})
            heard += await phone.take(10)
            after = heard[-1]["seq"]
        for number in range(20):
            journal.say(assistant_text={"text": f"away {round_number} {number}"})
    assert [frame["seq"] for frame in heard] == list(range(1, len(heard) + 1))


async def test_text_that_is_being_written_comes_in_pieces_where_it_is_asked_for(
    rig: Rig, journal: Journal
) -> None:
    async with rig.phone("/ws/sessions/quick-1?partial=true") as pieces, rig.phone() as whole:
        await pieces.next()
        await whole.next()
        journal.delta("Grüße 🚀", 0)
        journal.delta(" and", 7)
        frames = await pieces.take(1)
        while sum(len(frame["content"]) for frame in frames) < 11:
            frames += await pieces.take(1)
        assert {frame["seq"] for frame in frames} == {0}
        journal.say(assistant_text={"text": "Grüße 🚀 and on", "message_id": "m"})
        rest = await pieces.next()
        assert rest == {
            "type": "assistantText",
            "seq": 1,
            "content": " on",
            "data": {"offset": 11},
        }
        assert "".join(texts(frames)) == "Grüße 🚀 and"
        assert texts(await whole.take(1)) == ["Grüße 🚀 and on"]


async def test_a_block_that_was_sent_whole_in_pieces_has_no_frame(
    rig: Rig, journal: Journal
) -> None:
    async with rig.phone("/ws/sessions/quick-1?partial=true") as phone:
        await phone.next()
        journal.delta("all", 0)
        assert (await phone.next())["data"] == {"offset": 0}
        journal.say(assistant_text={"text": "all", "message_id": "m"})
        journal.say(status_change={"status": "idle"})
        assert await phone.next() == {"type": "statusChange", "seq": 2, "data": {"status": "idle"}}


async def test_one_that_joins_in_a_block_gets_what_there_is_of_it(
    rig: Rig, journal: Journal
) -> None:
    async with rig.phone("/ws/sessions/quick-1?partial=true") as first:
        await first.next()
        journal.delta("some", 0)
        await first.next()
        async with rig.phone("/ws/sessions/quick-1?partial=true") as second:
            assert texts(await second.take(2)) == ["some"]
            journal.delta(" more", 4)
            assert texts(await second.take(1)) == [" more"]


async def test_the_end_of_the_session_is_the_end_of_the_connection(
    rig: Rig, journal: Journal
) -> None:
    async with rig.phone() as phone:
        await phone.next()
        journal.end()
        frames, code, _ = await phone.rest()
    assert frames == [{"type": "statusChange", "seq": 1, "data": {"status": "expired"}}]
    assert code == 1000


async def test_a_session_that_is_over_is_shown_and_closed(rig: Rig, journal: Journal) -> None:
    journal.say(assistant_text={"text": "that was it"})
    journal.end()
    async with rig.phone("/ws/sessions/quick-1?after=0") as phone:
        frames, code, _ = await phone.rest()
    assert [frame["type"] for frame in frames] == ["connected", "assistantText", "statusChange"]
    assert code == 1000


# -- questions ------------------------------------------------------------------------------


def asked(journal: Journal) -> None:
    """Let a question be open."""
    journal.say(permission_request=QUESTION)
    fields = {name: value for name, value in QUESTION.items() if name != "permission_id"}
    journal.questions.append(PermissionPrompt(id="perm-1", **fields))  # pyright: ignore[reportArgumentType]


async def test_a_question_and_its_answer_are_shown(rig: Rig, journal: Journal) -> None:
    async with rig.phone() as phone:
        await phone.next()
        journal.say(permission_request=QUESTION)
        journal.say(permission_resolved={"permission_id": "perm-1", "outcome": "denied"})
        assert await phone.take(2) == [
            {"type": "permissionRequest", "seq": 1, "data": SHOWN},
            {
                "type": "permissionResolved",
                "seq": 2,
                "data": {"permission_id": "perm-1", "outcome": "denied"},
            },
        ]


async def test_a_question_that_is_open_is_shown_to_one_who_comes(
    rig: Rig, journal: Journal
) -> None:
    asked(journal)
    journal.say(assistant_text={"text": "meanwhile"})
    async with rig.phone() as phone:
        assert await phone.take(2) == [
            {"type": "connected", "seq": 2},
            {"type": "permissionRequest", "seq": 2, "data": SHOWN},
        ]


async def test_several_open_questions_are_shown_in_their_order(rig: Rig, journal: Journal) -> None:
    for number in range(3):
        journal.questions.append(PermissionPrompt(id=f"perm-{number}", expires_at=AT))
    async with rig.phone() as phone:
        _, *shown = await phone.take(4)
    assert [each["data"]["permission_id"] for each in shown] == ["perm-0", "perm-1", "perm-2"]


async def test_a_question_that_the_replay_shows_is_not_shown_twice(
    rig: Rig, journal: Journal
) -> None:
    journal.say(assistant_text={"text": "before"})
    asked(journal)
    async with rig.phone("/ws/sessions/quick-1?after=1") as phone:
        journal.say(assistant_text={"text": "after"})
        frames = await phone.take(3)
    assert [frame["type"] for frame in frames] == [
        "connected",
        "permissionRequest",
        "assistantText",
    ]


async def test_a_question_that_the_replay_closes_is_not_shown(rig: Rig, journal: Journal) -> None:
    asked(journal)
    journal.say(permission_resolved={"permission_id": "perm-1", "outcome": "expired"})
    async with rig.phone("/ws/sessions/quick-1?after=1") as phone:
        journal.say(assistant_text={"text": "after"})
        frames = await phone.take(3)
    assert [frame["type"] for frame in frames] == [
        *("connected", "permissionResolved", "assistantText"),
    ]


async def test_a_question_from_before_the_cursor_is_shown_after_the_replay(
    rig: Rig, journal: Journal
) -> None:
    asked(journal)
    journal.say(assistant_text={"text": "after"})
    async with rig.phone("/ws/sessions/quick-1?after=1") as phone:
        frames = await phone.take(3)
    assert [(frame["type"], frame["seq"]) for frame in frames] == [
        ("connected", 1),
        ("assistantText", 2),
        ("permissionRequest", 2),
    ]


# -- what a phone may say -------------------------------------------------------------------


async def settled(phone: Phone, sessions: Sessions, count: int = 1) -> Any:
    """Return the last command, when there were so many."""
    await until(lambda: len(sessions.commands) >= count)
    return sessions.commands[-1]


async def test_an_interrupt_reaches_the_server(
    rig: Rig, sessions: Sessions, journal: Journal
) -> None:
    async with rig.phone() as phone:
        await phone.say({"type": "interrupt"})
        request = await settled(phone, sessions)
    assert (type(request).__name__, request.id) == ("InterruptSessionRequest", "quick-1")
    assert not request.withdraw_waiting


ANSWER = {
    "permission_id": "perm-1",
    "allow": True,
    "message": "go on",
    "updated_input": {"command": "rm -i x"},
    "answers": {"Which?": "Blue"},
    "remember": True,
}


@pytest.mark.parametrize("wrapped", [True, False])
async def test_an_answer_to_a_question_reaches_the_server(
    rig: Rig, sessions: Sessions, journal: Journal, wrapped: bool
) -> None:
    async with rig.phone() as phone:
        await phone.say(
            {"type": "permission_response", **({"data": ANSWER} if wrapped else ANSWER)}
        )
        request = await settled(phone, sessions)
    assert (request.session_id, request.id) == ("quick-1", "perm-1")
    assert (request.allow, request.remember, request.message) == (True, True, "go on")
    assert request.updated_input == '{"command":"rm -i x"}'
    assert dict(request.answers) == {"Which?": "Blue"}


async def test_an_answer_may_say_no_and_nothing_more(
    rig: Rig, sessions: Sessions, journal: Journal
) -> None:
    async with rig.phone() as phone:
        data = {"permission_id": "perm-1", "allow": False, "updated_input": '{"a": 1}'}
        await phone.say({"type": "permission_response", "data": data})
        request = await settled(phone, sessions)
    assert (request.allow, request.updated_input) == (False, '{"a": 1}')
    assert not request.HasField("message")
    assert not request.answers


async def test_what_is_said_is_done_in_order_and_one_at_a_time(
    rig: Rig, sessions: Sessions, journal: Journal
) -> None:
    sessions.hold = None
    async with rig.phone() as phone:
        await phone.next()
        sessions.hold = asyncio.Event()
        for number in range(50):
            await phone.say({"type": "user_input", "content": str(number)})
        await until(lambda: sessions.waiting == 1)
        sessions.hold.set()
        await settled(phone, sessions, 50)
    assert [request.content for request in sessions.commands] == [str(n) for n in range(50)]


async def test_what_was_said_before_the_close_is_done(
    rig: Rig, sessions: Sessions, journal: Journal
) -> None:
    async with rig.phone() as phone:
        await phone.next()
        sessions.hold = asyncio.Event()
        for number in range(3):
            await phone.say({"type": "user_input", "content": str(number)})
        await until(lambda: sessions.waiting == 1)
    sessions.hold.set()
    await until(lambda: len(sessions.commands) == 3)


async def test_calls_are_made_in_the_name_of_the_caller(
    rig: Rig, sessions: Sessions, journal: Journal
) -> None:
    sessions.token = "t0"
    async with rig.phone(token="t0") as phone:
        await phone.say({"type": "user_input", "content": "Hi", "request_id": "once"})
        request = await settled(phone, sessions)
    assert request.request_id == "once"
    assert {data["authorization"] for data in sessions.metadata} == {"Bearer t0"}
    assert len({data["x-request-id"] for data in sessions.metadata}) == 1


async def test_a_browser_brings_its_token_as_a_subprotocol(
    rig: Rig, sessions: Sessions, journal: Journal
) -> None:
    sessions.token = "to.ken-0_"
    origin = f"http://{rig.gateway.target}"
    offers = ("opsdeck.v1", "bearer.to.ken-0_")
    async with rig.phone(offers=offers, origin=origin) as phone:
        assert phone.socket.subprotocol == "opsdeck.v1"
        assert (await phone.next())["type"] == "connected"
