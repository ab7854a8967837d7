"""Quick sessions under measurement: started, spoken to, and followed in three ways."""

import json
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, cast

import grpc
from websockets.asyncio.client import ClientConnection, connect

from opsdeck.v1 import quick_session_service_pb2 as pb
from opsdeck.v1 import quick_session_service_pb2_grpc as services
from tests.acceptance.stack import TOKEN, Stack
from tests.support.stamps import stamps

Frame = dict[str, Any]
Frames = list[tuple[int, Frame]]
"""The frames of a turn, each with the monotonic time in ns at which it was read."""


async def start_session(stack: Stack) -> str:
    """Start a session on the sample repository; return its id."""
    repo = f"{stack.origin.org}/{stack.origin.repo}"
    return (await stack.post("/sessions/start", {"repo": repo}))["id"]


async def say(stack: Stack, session_id: str, text: str) -> None:
    """Send a message."""
    await stack.post(f"/sessions/{session_id}/message", {"content": text}, expect=200)


class Phone:
    """A WebSocket client of one session, text in pieces."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    async def next(self) -> tuple[int, Frame]:
        """Return the next frame, and when it was read."""
        raw = await self._socket.recv()
        return time.monotonic_ns(), json.loads(raw)

    async def turn(self) -> Frames:
        """Read to the end of the turn, which is when the session is idle again."""
        frames: Frames = []
        while True:
            frames.append(await self.next())
            frame = frames[-1][1]
            if frame["type"] == "statusChange" and frame["data"]["status"] != "running":
                return frames


@asynccontextmanager
async def phone(
    stack: Stack, session_id: str, query: str = "partial=true"
) -> AsyncGenerator[Phone]:
    """Connect through the one port, and yield when everything that follows is seen."""
    async with connect(
        f"ws://127.0.0.1:{stack.port}/ws/sessions/{session_id}?{query}",
        additional_headers={"authorization": f"Bearer {TOKEN}"},
        proxy=None,
        compression=None,
        max_size=None,
    ) as socket:
        client = Phone(socket)
        assert (await client.next())[1]["type"] == "connected"
        yield client


def phone_delays(frames: Frames) -> list[float]:
    """Return how long each stamped piece of text took, in ms."""
    return [
        (read - sent) / 1e6
        for read, frame in frames
        if frame["type"] == "assistantText"
        for sent in stamps(frame["content"])
    ]


class Follower:
    """A gRPC watcher of one session, text in pieces."""

    def __init__(self, call: Any) -> None:
        self._call = call

    async def turn(self) -> list[tuple[int, Any]]:
        """Read to the end of the turn; return the events, each with when it was read."""
        seen: list[tuple[int, Any]] = []
        while True:
            answer = await self._call.read()
            now = time.monotonic_ns()
            seen.extend((now, event) for event in answer.events)
            for event in answer.events:
                if event.type == "statusChange" and event.status_change.status != "running":
                    return seen


@asynccontextmanager
async def follower(
    stack: Stack, channel: grpc.aio.Channel, session_id: str, **request: Any
) -> AsyncGenerator[Follower]:
    """Watch over gRPC, and yield when everything that follows is seen."""
    asked = pb.WatchSessionRequest(
        id=session_id, **(request or {"tail_only": True, "partial": True})
    )
    stub = services.QuickSessionServiceStub(channel)
    call = cast("Any", stub.WatchSession(asked, metadata=stack.metadata))
    try:
        if asked.tail_only:
            await call.read()
        yield Follower(call)
    finally:
        call.cancel()


def follower_delays(seen: list[tuple[int, Any]]) -> list[float]:
    """Return how long each stamped piece of text took, in ms."""
    texts = ((read, e.text_delta.text or e.assistant_text.text) for read, e in seen)
    return [(read - sent) / 1e6 for read, text in texts for sent in stamps(text)]
