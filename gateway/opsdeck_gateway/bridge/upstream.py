"""The server under the bridge: calls of QuickSessionService, and what its refusals mean."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import grpc
from google.rpc import error_details_pb2, status_pb2

from opsdeck.v1 import quick_session_service_pb2_grpc
from opsdeck.v1.quick_session_service_pb2 import WatchSessionRequest, WatchSessionResponse

SILENCE_SECONDS = 45.0
"""A watch has a heartbeat every 15 s: one that is silent for so long is broken."""

ANSWER_SECONDS = 8.0
"""For the first answer of a watch, which comes at once."""

COMMAND_SECONDS = 60.0
"""For what a client asks for; stopping an agent that does not want to takes the longest."""

Metadata = tuple[tuple[str, str], ...]
Answer = TypeVar("Answer")

_FALLBACK = {
    grpc.StatusCode.UNAUTHENTICATED: "the bearer token is missing or wrong",
    grpc.StatusCode.NOT_FOUND: "there is no such thing",
    grpc.StatusCode.RESOURCE_EXHAUSTED: "too much at once, or too large",
    grpc.StatusCode.UNAVAILABLE: (
        "the server is not answering: it is starting, stopping or down; try again in a moment"
    ),
    grpc.StatusCode.DEADLINE_EXCEEDED: (
        "the server took too long; it may be done all the same: look before you try again"
    ),
}
_FAULT = "a fault of the server; its log has the details"


class UpstreamError(Exception):
    """The server refused, or did not answer. The text is for whoever asked."""

    def __init__(self, code: grpc.StatusCode, text: str, reason: str | None = None) -> None:
        super().__init__(text)
        self.code = code
        self.reason = reason
        """The stable reason of a refusal; None where the server did not come to give one."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: what goes with every call in their name."""

    authorization: str | None
    request_id: str | None

    @property
    def metadata(self) -> Metadata:
        """What the server reads of the caller."""
        pairs = (("authorization", self.authorization), ("x-request-id", self.request_id))
        return tuple((name, value) for name, value in pairs if value is not None)

    def __repr__(self) -> str:
        # The token is for nobody's log.
        return f"Caller(request_id={self.request_id!r})"


class WatchCall:
    """One call of WatchSession."""

    def __init__(
        self, call: grpc.aio.UnaryStreamCall[WatchSessionRequest, WatchSessionResponse]
    ) -> None:
        self._call = call

    async def read(self, seconds: float = SILENCE_SECONDS) -> WatchSessionResponse | None:
        """Return the next answer; None at the end. Cancelling ends the call.

        Raises UpstreamError where the server refused, broke off, or was silent for so long.
        """
        try:
            async with asyncio.timeout(seconds):
                answer = await self._call.read()
        except TimeoutError:
            code = grpc.StatusCode.UNAVAILABLE
            raise UpstreamError(code, _FALLBACK[code]) from None
        except grpc.aio.AioRpcError as error:
            raise refusal_of(error) from None
        return answer if isinstance(answer, WatchSessionResponse) else None

    def cancel(self) -> None:
        """End the call; nothing of the session is touched."""
        self._call.cancel()


class Upstream:
    """The channel to the server. Close it with `close`."""

    def __init__(self, socket: Path) -> None:
        self._channel = grpc.aio.insecure_channel(
            f"unix:{socket}",
            options=[
                ("grpc.max_receive_message_length", -1),
                # A server that was restarted is found soon.
                ("grpc.initial_reconnect_backoff_ms", 100),
                ("grpc.min_reconnect_backoff_ms", 100),
                ("grpc.max_reconnect_backoff_ms", 1000),
            ],
        )
        self.sessions = quick_session_service_pb2_grpc.QuickSessionServiceStub(self._channel)

    def watch(self, request: WatchSessionRequest, caller: Caller) -> WatchCall:
        """Open a watch. It is to be cancelled in the end."""
        return WatchCall(self.sessions.WatchSession(request, metadata=caller.metadata))

    async def close(self) -> None:
        """Cut what is open."""
        await self._channel.close(0)


async def ask(call: Awaitable[Answer]) -> Answer:
    """Return the answer of a call. Raises UpstreamError."""
    try:
        return await call
    except grpc.aio.AioRpcError as error:
        raise refusal_of(error) from None


def refusal_of(error: grpc.aio.AioRpcError) -> UpstreamError:
    """Return what an error of gRPC says.

    Only what the server itself said is told: gRPC's own texts are about sockets and frames.
    """
    code = error.code()
    for key, value in error.trailing_metadata() or ():
        if key != "grpc-status-details-bin" or not isinstance(value, bytes):
            continue
        for detail in status_pb2.Status.FromString(value).details:
            info = error_details_pb2.ErrorInfo()
            if detail.Unpack(info):
                return UpstreamError(code, error.details() or _FAULT, info.reason)
    return UpstreamError(code, _FALLBACK.get(code, _FAULT))
