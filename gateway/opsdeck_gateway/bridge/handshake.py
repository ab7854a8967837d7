"""Who is let in: what an upgrade asks for, and the server's word on it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qs, unquote, urlsplit

import grpc
from websockets.datastructures import Headers
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from opsdeck.v1.quick_session_service_pb2 import WatchSessionRequest
from opsdeck_gateway.bridge.upstream import (
    ANSWER_SECONDS,
    Caller,
    Upstream,
    UpstreamError,
)
from opsdeck_gateway.bridge.watch import Watch

SUBPROTOCOL = Subprotocol("opsdeck.v1")
BEARER = "bearer."
"""Begins the subprotocol in which a browser, which cannot set headers, offers its token."""

NOT_FOUND, BAD_REQUEST = 4404, 4400
"""Close codes: no such session, and a cursor or an id that is none."""

_HTTP_STATUS = {
    grpc.StatusCode.UNAUTHENTICATED: HTTPStatus.UNAUTHORIZED,
    grpc.StatusCode.PERMISSION_DENIED: HTTPStatus.FORBIDDEN,
    grpc.StatusCode.RESOURCE_EXHAUSTED: HTTPStatus.TOO_MANY_REQUESTS,
    grpc.StatusCode.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
    grpc.StatusCode.DEADLINE_EXCEEDED: HTTPStatus.GATEWAY_TIMEOUT,
}
_CLOSE_CODE = {
    grpc.StatusCode.NOT_FOUND: NOT_FOUND,
    grpc.StatusCode.INVALID_ARGUMENT: BAD_REQUEST,
    grpc.StatusCode.OUT_OF_RANGE: BAD_REQUEST,
}


@dataclass(frozen=True, slots=True)
class Refused:
    """The upgrade is done, and then the socket is closed: a browser sees no HTTP status."""

    code: int
    error: UpstreamError


async def admit(upstream: Upstream, request: Request) -> Watch | Refused | Response:
    """Ask the server for the watch that an upgrade wants; return it, or how it is refused.

    The server decides on the token, the session and the cursor. Cancelling ends the watch.
    """
    target = urlsplit(request.path)
    session = _session_of(target.path)
    if session is None:
        return refusal(HTTPStatus.NOT_FOUND, "no such path: there is /ws/sessions/{id}")
    query = parse_qs(target.query)
    after = query.get("after", [""])[-1]
    wanted = WatchSessionRequest(id=session, after=after, tail_only=not after)
    caller = caller_of(request.headers)
    call = upstream.watch(wanted, caller)
    try:
        first = await call.read(ANSWER_SECONDS)
    except UpstreamError as error:
        code = _CLOSE_CODE.get(error.code)
        if code is not None:
            return Refused(code, error)
        status = _HTTP_STATUS.get(error.code, HTTPStatus.INTERNAL_SERVER_ERROR)
        return refusal(status, str(error))
    except BaseException:
        call.cancel()
        raise
    if first is None:
        return refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "a fault of the server")
    partial = query.get("partial", [""])[-1] in ("true", "1")
    return Watch(upstream, caller, wanted, call, first, partial=partial)


def caller_of(headers: Headers) -> Caller:
    """Return who asks: by the header, or by the subprotocols that a browser offers."""
    given = headers.get_all("Authorization")
    tokens = [name for name in _offered(headers) if name.startswith(BEARER)]
    authorization = None
    if given:
        authorization = ", ".join(given)
    elif tokens:
        authorization = f"Bearer {tokens[0].removeprefix(BEARER)}"
    # A header of gRPC is ASCII. What is not is no token; that is for the server to say.
    if authorization is not None and not _is_printable(authorization):
        authorization = ""
    ids = headers.get_all("x-request-id")
    return Caller(authorization, ids[0] if ids and _is_printable(ids[0]) else None)


def select_subprotocol(offered: Sequence[Subprotocol]) -> Subprotocol | None:
    """Return the one of ours, where it was offered. The token is never sent back."""
    return SUBPROTOCOL if SUBPROTOCOL in offered else None


def refusal(status: HTTPStatus, text: str) -> Response:
    """Return an answer of HTTP in the one shape of errors."""
    body = json.dumps({"error": text}, ensure_ascii=False).encode()
    headers = Headers(
        [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Connection", "close"),
        ]
    )
    return Response(status.value, status.phrase, headers, body)


def _session_of(path: str) -> str | None:
    empty, ws, sessions, session, *rest = [*path.split("/"), "", "", ""][:5]
    known = (empty, ws, sessions) == ("", "ws", "sessions") and session and not any(rest)
    return unquote(session) if known and path.count("/") == 3 else None


def _offered(headers: Headers) -> list[str]:
    values = headers.get_all("Sec-WebSocket-Protocol")
    return [name.strip() for value in values for name in value.split(",")]


def _is_printable(text: str) -> bool:
    return text.isascii() and text.isprintable()
