"""What docs/how-to/write-a-phone-client.md says of frames is so, and its client comes back."""

import asyncio
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from websockets.frames import CloseCode

from opsdeck.v1.event_pb2 import Event
from opsdeck_gateway.bridge import commands, frames, handshake, server, watch
from tests.acceptance.docs_shell import same_shape
from tests.acceptance.markdown import ROOT, read_page
from tests.integration.gateway.bridge_rig import running_rig
from tests.integration.gateway.upstream import Upstream, serve

PAGE = read_page(ROOT / "docs" / "how-to" / "write-a-phone-client.md")
SHOWN = [json.loads(block.text) for block in PAGE.blocks if block.language == "json"]
QUESTION = {"permission_id": "p", "expires_at": Timestamp(seconds=1)}


def of(**payload: Any) -> bytes:
    made = frames.of(Event(seq=1, **payload))
    assert made is not None
    return made


MADE = [
    frames.connected(1),
    of(status_change={"status": "idle"}),
    of(user_message={"message_id": "u", "text": "t"}),
    of(assistant_text={"text": "t"}),
    frames.text(1, "t", 0),
    of(tool_use={"tool": "Read"}),
    of(tool_result={"content": "t"}),
    of(result={"text": "t"}),
    frames.error(1, "t", "LINE_FULL"),
    of(waiting_message={"message_id": "u"}),
    of(permission_request=QUESTION),
    of(permission_resolved={"permission_id": "p"}),
]
SENT = {
    "user_input": commands.UserInput,
    "interrupt": None,
    "permission_response": commands.PermissionResponse,
}


def test_each_frame_that_comes_is_shown_in_the_shape_that_it_has() -> None:
    made = [json.loads(frame) for frame in MADE]
    shown = [frame for frame in SHOWN if "seq" in frame]
    assert {frame["type"] for frame in shown} == {frame["type"] for frame in made}
    for frame in shown:
        alike = [each for each in made if same_shape(frame, each) == []]
        assert [each["type"] for each in alike] == [frame["type"]], frame


def test_each_frame_that_may_be_sent_is_shown_as_it_is_read() -> None:
    sent = {frame["type"]: frame for frame in SHOWN if "seq" not in frame}
    assert set(sent) == set(SENT)
    for name, kind in SENT.items():
        if kind is not None:
            msgspec.convert(sent[name].get("data", sent[name]), kind)


def test_the_table_of_an_answer_has_every_field() -> None:
    told = {row[0].strip("`") for row in PAGE.rows("field")}
    fields = {field.name for field in msgspec.structs.fields(commands.PermissionResponse)}
    assert told == fields - {"permission_id", "allow"}


def test_the_table_of_closes_has_every_code() -> None:
    ours = {watch.OVER, watch.FAULT, watch.RESTART, handshake.NOT_FOUND, handshake.BAD_REQUEST}
    told = {int(row[0]) for row in PAGE.rows("code")}
    of_library = {CloseCode.PROTOCOL_ERROR, CloseCode.INVALID_DATA, CloseCode.MESSAGE_TOO_BIG}
    assert told == ours | of_library


def test_the_bounds_that_are_told_are_those_of_the_bridge() -> None:
    text = " ".join(PAGE.path.read_text().split())
    assert f"a frame of more than {server.MESSAGE_BYTES // 2**20} MiB" in text
    assert f"ping every {server.PING_SECONDS:g} seconds" in text
    assert watch.PATIENT_SECONDS + watch.STALLED_SECONDS < 140
    assert "for two minutes is cut off" in text


@pytest.mark.timeout(60)
async def test_the_client_of_the_page_comes_back_and_misses_nothing(root: Path) -> None:
    [program] = [block.text for block in PAGE.blocks if block.mark == "test: verify"]
    names: dict[str, Any] = {}
    exec(program, names)
    upstream = Upstream()
    journal = upstream.sessions.journal()
    server = await serve(upstream, root / "s.sock")
    heard: list[int] = []
    news = asyncio.Event()

    async def show(frame: dict[str, Any]) -> None:
        if frame["type"] == "assistantText":
            heard.append(int(frame["content"]))
        news.set()

    async def until_heard(count: int) -> None:
        while len(heard) < count:
            news.clear()
            await news.wait()

    async with running_rig(root) as rig, asyncio.timeout(50):
        url = f"ws://{rig.gateway.target}/ws/sessions/quick-1"
        following = asyncio.create_task(names["follow"](url, "t0", 0, show))
        for turn in range(3):
            for number in range(10):
                journal.say(assistant_text={"text": str(20 * turn + number)})
            await until_heard(20 * turn + 10)
            await server.stop(0)
            for number in range(10, 20):
                journal.say(assistant_text={"text": str(20 * turn + number)})
            server = await serve(upstream, root / "s.sock")
            await until_heard(20 * turn + 20)
        journal.end()
        await following
        await server.stop(0)
    assert heard == list(range(60))
