"""What stands between the generated stubs and the channel: token, retries, errors.

The stubs ask a channel for their methods once, when they are made; `Calls` is such a channel.
"""

import asyncio
import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import contextmanager
from typing import Any, Final, TypeVar, cast

from google.protobuf import descriptor_pool
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.descriptor_pb2 import MethodOptions
from google.protobuf.message import Message
from grpc import StatusCode, aio

from opsdeck_client.errors import Closed, OpsdeckError, error_of
from opsdeck_client.limits import limit_of, unheard
from opsdeck_client.listening import Listening
from opsdeck_client.patience import Patience, Pauses, retrying

_Request = TypeVar("_Request", bound=Message)
Metadata = tuple[tuple[str, str], ...]

REQUEST_ID: Final = "request_id"


class Calls:
    """A channel, as far as generated stubs want one."""

    def __init__(self, channel: aio.Channel, metadata: Metadata, patience: Patience) -> None:
        self.channel: Final = channel
        self.metadata: Final = metadata
        self.closed = False
        self._patience = patience

    def for_stubs(self) -> aio.Channel:
        """Return this as what the stubs' types ask for."""
        return cast("aio.Channel", self)

    def unary_unary(self, path: str, **words: Any) -> Callable[..., Awaitable[Any]]:
        """Return a method that answers once."""
        method = cast("Any", self.channel.unary_unary(path, **words))
        contract = method_of(path)
        name, repeatable = contract.name, is_repeatable(contract)

        async def call(request: Message, *, metadata: Metadata = (), **options: Any) -> Any:
            request = with_request_id(request)
            limit = None
            if options.get("timeout") is None:
                limit = limit_of(name, request.ByteSize(), self._patience)
                options["timeout"] = limit

            async def once() -> Any:
                try:
                    with self.telling():
                        return await method(request, metadata=self.metadata + metadata, **options)
                except OpsdeckError as error:
                    raise unheard(error, limit) from None

            async def again(error: OpsdeckError) -> bool:
                return repeatable and error.code is StatusCode.UNAVAILABLE

            return await retrying(once, self._patience, again)

        return call

    def unary_stream(self, path: str, **words: Any) -> Callable[..., AsyncGenerator[Any]]:
        """Return a method that answers with a stream; tried again while nothing has come."""
        method = cast("Any", self.channel.unary_stream(path, **words))
        repeatable = is_repeatable(method_of(path))

        async def call(
            request: Message, *, metadata: Metadata = (), **options: Any
        ) -> AsyncGenerator[Any]:
            pauses = Pauses(self._patience)
            begun = False
            while True:
                try:
                    with self.telling():
                        stream = method(request, metadata=self.metadata + metadata, **options)
                        with Listening(stream, self._patience.silence) as line:
                            async for answer in line.stream:
                                line.heard()
                                begun = True
                                yield answer
                                line.waits()
                    return
                except OpsdeckError as error:
                    again = repeatable and not begun and error.code is StatusCode.UNAVAILABLE
                    pause = pauses.take(self._patience.to_answer) if again else None
                    if pause is None:
                        raise
                    await asyncio.sleep(pause)

        return call

    @contextmanager
    def telling(self) -> Generator[None]:
        """Turn what a failed call raises into an OpsdeckError."""
        if self.closed:
            raise Closed
        try:
            yield
        except aio.AioRpcError as error:
            told = error_of(error)
            raise (Closed() if self.closed and told.transient else told) from None
        except asyncio.CancelledError:
            # Closing a channel looks like a cancellation to those who wait for its calls.
            task = asyncio.current_task()
            if not self.closed or (task and task.cancelling()):
                raise
            raise Closed from None


def method_of(path: str) -> MethodDescriptor:
    """Return what the contract says of the method at `/package.Service/Method`."""
    service, _, name = path.lstrip("/").partition("/")
    pool = descriptor_pool.Default()
    return pool.FindServiceByName(service).methods_by_name[name]


def is_repeatable(method: MethodDescriptor) -> bool:
    """Whether a second call does no more than the first, as the contract says."""
    level = method.GetOptions().idempotency_level
    return level in (MethodOptions.NO_SIDE_EFFECTS, MethodOptions.IDEMPOTENT)


def with_request_id(request: _Request) -> _Request:
    """Return the request with an idempotency key, where it may have one and has none.

    A key of ours goes into a copy: who sends a request of theirs twice means two.
    """
    if REQUEST_ID not in request.DESCRIPTOR.fields_by_name or request.HasField(REQUEST_ID):
        return request
    copy = type(request)()
    copy.CopyFrom(request)
    setattr(copy, REQUEST_ID, str(uuid.uuid4()))
    return copy
