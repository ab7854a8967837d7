"""The three doors through which a session is watched: gRPC, Server-Sent Events, WebSocket.

What comes is brought to one form, so that what was seen through one is compared with another.
"""

import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, NamedTuple, cast

import grpc
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from opsdeck.v1 import quick_session_service_pb2 as pb
from opsdeck.v1 import quick_session_service_pb2_grpc as services
from opsdeck.v1.event_pb2 import Event
from tests.acceptance.stack import TOKEN, Stack
from tests.acceptance.watching import AWAY as HTTP_AWAY
from tests.acceptance.watching import Json, payload


class Seen(NamedTuple):
    """One event: its place, its type, and the words in it that every door shows."""

    seq: int
    type: str
    words: str


Door = Callable[[Stack, str, int], AbstractAsyncContextManager[AsyncIterator[Seen]]]
"""Opens a watch of a session after a position; nothing is read that nobody asks for."""

SHOWN = ("statusChange", "userMessage", "assistantText", "result")
"""The types of event that are frames of a WebSocket too, of those that come up in these tests."""


class Away(Exception):
    """The server is not there, or went away."""


def shown(events: Sequence[Seen]) -> list[Seen]:
    """Return what of a journal a WebSocket shows."""
    return [event for event in events if event.type in SHOWN]


def turn_is_over(events: Sequence[Seen]) -> bool:
    """Return whether the agent has answered, and rests."""
    if not events or events[-1][1:] != ("statusChange", "idle"):
        return False
    return any(event.type == "result" for event in events)


@asynccontextmanager
async def over_grpc(stack: Stack, session: str, after: int) -> AsyncGenerator[AsyncIterator[Seen]]:
    """Watch over gRPC."""
    async with stack.channel() as channel:
        stub = services.QuickSessionServiceStub(channel)
        request = pb.WatchSessionRequest(id=session, after=str(after) if after else "")
        call = cast("Any", stub.WatchSession(request, metadata=stack.metadata))
        try:
            yield _of_grpc(call)
        finally:
            call.cancel()


async def _of_grpc(call: Any) -> AsyncGenerator[Seen]:
    try:
        async for answer in call:
            for event in answer.events:
                yield Seen(event.seq, event.type, _words_of(event))
    except grpc.aio.AioRpcError as error:
        if error.code() not in _GRPC_AWAY:
            raise
        raise Away from None


_GRPC_AWAY = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED, grpc.StatusCode.INTERNAL)


def _words_of(event: Event) -> str:
    match event.WhichOneof("payload"):
        case "status_change":
            return event.status_change.status
        case "user_message":
            return event.user_message.text
        case "assistant_text":
            return event.assistant_text.text
        case "result":
            return event.result.text
        case _:
            return ""


@asynccontextmanager
async def over_sse(stack: Stack, session: str, after: int) -> AsyncGenerator[AsyncIterator[Seen]]:
    """Watch by Server-Sent Events."""
    try:
        async with stack.events(session, str(after) if after else "", "sessions") as answers:
            yield _of_sse(answers)
    except HTTP_AWAY:
        raise Away from None
    except AssertionError as error:
        if error.args not in ((502,), (503,)):
            raise
        raise Away from None


async def _of_sse(answers: AsyncIterator[Json]) -> AsyncGenerator[Seen]:
    async for answer in answers:
        for event in answer["events"]:
            said = payload(event) if event["type"] in SHOWN else {}
            yield Seen(event["seq"], event["type"], said.get("text", said.get("status", "")))


@asynccontextmanager
async def over_ws(stack: Stack, session: str, after: int) -> AsyncGenerator[AsyncIterator[Seen]]:
    """Watch over WebSocket."""
    try:
        async with connect(
            f"ws://127.0.0.1:{stack.port}/ws/sessions/{session}?after={after}",
            additional_headers={"authorization": f"Bearer {TOKEN}"},
            proxy=None,
            compression=None,
            max_size=None,
            close_timeout=1,
        ) as socket:
            yield _of_ws(socket)
            if socket.close_code is not None and socket.close_code >= 4000:
                raise AssertionError(f"sent away: {socket.close_code} {socket.close_reason}")
    except (OSError, EOFError, TimeoutError, InvalidHandshake, ConnectionClosed):
        raise Away from None


async def _of_ws(socket: ClientConnection) -> AsyncGenerator[Seen]:
    async for raw in socket:
        frame = json.loads(raw)
        if frame["type"] != "connected":
            words = frame.get("content", "") or _words_in(frame.get("data", {}))
            yield Seen(frame["seq"], frame["type"], words)


def _words_in(data: Json) -> str:
    return data.get("status", data.get("content", ""))


DOORS: dict[str, Door] = {"gRPC": over_grpc, "SSE": over_sse, "WebSocket": over_ws}
