"""The one interceptor: who asks, is it well formed, what is said to the log, what goes wrong."""

import asyncio
import hmac
import time
import uuid
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing
from typing import Any, NoReturn

import grpc
import structlog
from google.protobuf.message import Message

from opsdeck_server.domain.errors import NotReady, OpsdeckError, RequestInvalid, TokenInvalid
from opsdeck_server.ports.store import StoreUnavailable
from opsdeck_server.rpc.errors import internal, refusal
from opsdeck_server.rpc.validation import Validation

log = structlog.get_logger("opsdeck.rpc")

OPEN_METHODS = frozenset(
    {"/opsdeck.v1.SystemService/GetLive", "/opsdeck.v1.SystemService/GetReady"}
)
"""What is answered without a token."""

Context = grpc.aio.ServicerContext[Any, Any]


class Undecodable:
    """In the place of a request whose bytes are no message of the method."""


def _lenient(deserialize: Any) -> Any:
    """Return a deserializer that does not raise.

    grpc would answer with the exception's text.
    """

    def decode(data: bytes) -> Any:
        try:
            return deserialize(data)
        except Exception:  # noqa: BLE001 - whatever is wrong with the bytes, it is the caller's
            return Undecodable()

    return decode


class Interceptor(grpc.aio.ServerInterceptor):
    """Stands before every method of every service, reflection and health included."""

    def __init__(self, token: str | None) -> None:
        """`token` None lets everybody in (AUTH=none)."""
        self._token = None if token is None else f"Bearer {token}".encode()
        self._validation = Validation()

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Any]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Any:
        handler = await continuation(handler_call_details)
        if handler is None:
            return None
        method = handler_call_details.method
        metadata = dict(handler_call_details.invocation_metadata or ())
        request_id = _begin(metadata)
        if not self._admits(method, metadata):
            # Before there is a message: gRPC reads none by itself for a method that streams
            # requests, and to the caller this is an answer like that of any method.
            return grpc.stream_stream_rpc_method_handler(
                self._streaming(method, request_id, _turn_away, validate=False),
                handler.request_deserializer,
                handler.response_serializer,
            )
        if handler.unary_unary is not None:
            return grpc.unary_unary_rpc_method_handler(
                self._unary(method, request_id, handler.unary_unary),
                _lenient(handler.request_deserializer),
                handler.response_serializer,
            )
        if handler.unary_stream is not None:
            return grpc.unary_stream_rpc_method_handler(
                self._streaming(method, request_id, handler.unary_stream, validate=True),
                _lenient(handler.request_deserializer),
                handler.response_serializer,
            )
        if handler.stream_stream is not None:
            return grpc.stream_stream_rpc_method_handler(
                self._streaming(
                    method, request_id, _of_messages(handler.stream_stream), validate=False
                ),
                _lenient(handler.request_deserializer),
                handler.response_serializer,
            )
        return None  # no method streams requests alone: one that did would be unguarded

    def _admits(self, method: str, metadata: Mapping[str, str | bytes]) -> bool:
        if self._token is None or method in OPEN_METHODS:
            return True
        given = metadata.get("authorization", "")
        given = given.encode() if isinstance(given, str) else given
        return hmac.compare_digest(given, self._token)

    def _unary(self, method: str, request_id: str, call: Any) -> Any:
        async def intercepted(request: Message | Undecodable, context: Context) -> Any:
            started = time.perf_counter()
            try:
                self._check(request)
                answer = await call(request, context)
            except Exception as error:  # noqa: BLE001 - mapped, or logged and answered bare
                await self._fail(method, request_id, error, context, started)
            _said(method, "OK", started)
            return answer

        return intercepted

    def _streaming(self, method: str, request_id: str, call: Any, *, validate: bool) -> Any:
        async def intercepted(request: Any, context: Context) -> None:
            started = time.perf_counter()
            try:
                if validate:
                    self._check(request)
                answers = call(request, context)
                if not hasattr(answers, "__aiter__"):  # it writes them itself, as health does
                    await answers
                else:
                    async with aclosing(answers):
                        async for answer in answers:
                            await _write(context, answer)
            except Exception as error:  # noqa: BLE001 - mapped, or logged and answered bare
                await self._fail(method, request_id, error, context, started)
            _said(method, "OK", started)

        return intercepted

    def _check(self, request: Message | Undecodable) -> None:
        self._validation.check(_message(request))

    async def _fail(
        self,
        method: str,
        request_id: str,
        error: Exception,
        context: Context,
        started: float,
    ) -> NoReturn:
        """Answer with what went wrong. A call that was aborted already stays so."""
        if isinstance(error, StoreUnavailable):
            log.error("rpc.database_away", method=method, error=str(error))
            error = NotReady("the database does not answer: try again in a moment")
        if isinstance(error, OpsdeckError):
            code, text, trailing = refusal(error)
            _said(method, code.name, started, reason=error.reason)
        elif not isinstance(error, grpc.aio.AbortError):
            code, text, trailing = internal(request_id)
            log.error("rpc.fault", method=method, exc_info=error)
        else:
            raise error
        await context.abort(code, text, trailing)
        raise AssertionError("abort raises")


def _message(request: Message | Undecodable) -> Message:
    if isinstance(request, Undecodable):
        raise RequestInvalid("the request is not a message of this method")
    return request


def _of_messages(call: Any) -> Any:
    """Return a method that streams requests, which is given messages alone."""

    async def messages(requests: AsyncIterable[Message | Undecodable]) -> AsyncIterator[Message]:
        async for request in requests:
            yield _message(request)

    def of_messages(requests: AsyncIterable[Message | Undecodable], context: Context) -> Any:
        return call(messages(requests), context)

    return of_messages


def _begin(metadata: Mapping[str, str | bytes]) -> str:
    """Name the request, in the log's lines too: a call is one task, from here to its end."""
    request_id = str(metadata.get("x-request-id") or uuid.uuid4())[:100]
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=request_id)
    return request_id


async def _turn_away(requests: object, context: Context) -> NoReturn:
    raise TokenInvalid(
        "the bearer token is missing or wrong: send `Authorization: Bearer <token>` "
        "with the server's AGENT_API_SECRET"
    )


async def _write(context: Context, answer: Any) -> None:
    try:
        await context.write(answer)
    except grpc.aio.InternalError:
        # The caller left in the middle of it, and the cancellation of this call is on its way.
        # grpc would print a traceback for that.
        raise asyncio.CancelledError from None


def _said(method: str, status: str, started: float, **more: str) -> None:
    elapsed = round((time.perf_counter() - started) * 1000, 1)
    log.debug("rpc", method=method, status=status, ms=elapsed, **more)
