"""A gRPC server on the test's own event loop that answers as a test says; for client packages."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from typing import Any, NoReturn

import grpc
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from google.rpc.error_details_pb2 import ErrorInfo
from google.rpc.status_pb2 import Status

from opsdeck.v1 import (
    client_service_pb2,
    job_service_pb2,
    quick_session_service_pb2,
    system_service_pb2,
)

Context = Any  # grpc.aio.ServicerContext is generic in the stubs and not at run time
Handler = Callable[[Any, Context], Any]

SERVICES = [
    service
    for file in (client_service_pb2, job_service_pb2, quick_session_service_pb2, system_service_pb2)
    for service in file.DESCRIPTOR.services_by_name.values()
]


async def refuse(
    context: Context,
    code: grpc.StatusCode,
    reason: str,
    message: str = "refused",
    *,
    domain: str = "opsdeck.dev",
    **metadata: str,
) -> NoReturn:
    """End a call as opsdeck does: a status, a text, and a reason in an ErrorInfo."""
    detail = AnyMessage()
    detail.Pack(ErrorInfo(reason=reason, domain=domain, metadata=metadata))
    status = Status(code=code.value[0], message=message, details=[detail])
    trailing = (("grpc-status-details-bin", status.SerializeToString()),)
    await context.abort(code, message, trailing)
    raise AssertionError


class DeckServer(grpc.GenericRpcHandler):
    """Answers methods with the coroutines, or the asynchronous generators, that it was given."""

    def __init__(self) -> None:
        self.handlers: dict[str, Handler] = {}
        self.requests: list[tuple[str, Any]] = []
        self.tokens: list[str] = []
        self.gone = asyncio.Event()
        """Set when a caller has gone away from a stream."""
        self.port = 0
        self.credentials: grpc.ServerCredentials | None = None
        self._server: grpc.aio.Server | None = None
        self._methods = {
            f"/{service.full_name}/{method.name}": method
            for service in SERVICES
            for method in service.methods
        }

    @property
    def url(self) -> str:
        return f"{'https' if self.credentials else 'http'}://localhost:{self.port}"

    def answer(self, method: str, *answers: Message) -> None:
        """Give each call the next of these, and the last to all after it."""
        left = list(answers)

        async def handler(request: Any, context: Context) -> Message:
            return left.pop(0) if len(left) > 1 else left[0]

        self.handlers[method] = handler

    def asked(self, method: str) -> list[Any]:
        """Return the requests of one method."""
        return [request for name, request in self.requests if name == method]

    async def start(self) -> None:
        """Listen; on the port of before where there was one."""
        server = grpc.aio.server(options=[("grpc.so_reuseport", 0)])
        server.add_generic_rpc_handlers((self,))
        where = f"localhost:{self.port}"
        self.port = (
            server.add_secure_port(where, self.credentials)
            if self.credentials
            else server.add_insecure_port(where)
        )
        await server.start()
        self._server = server

    async def stop(self) -> None:
        """Cut every call off, and the port."""
        if self._server:
            await self._server.stop(0)
            self._server = None

    def service(self, handler_call_details: Any) -> "grpc.RpcMethodHandler[Any, Any] | None":
        method = self._methods.get(handler_call_details.method)
        if method is None or method.name not in self.handlers:
            return None
        metadata = dict(handler_call_details.invocation_metadata)

        async def unary(request: Any, context: Context) -> Any:
            self.requests.append((method.name, request))
            self.tokens.append(str(metadata.get("authorization", "")))
            return await self.handlers[method.name](request, context)

        async def stream(request: Any, context: Context) -> AsyncGenerator[Any]:
            self.requests.append((method.name, request))
            self.tokens.append(str(metadata.get("authorization", "")))
            try:
                async for answer in self.handlers[method.name](request, context):
                    yield answer
            except asyncio.CancelledError:
                self.gone.set()
                raise

        make: Any = (
            grpc.unary_stream_rpc_method_handler
            if method.server_streaming
            else grpc.unary_unary_rpc_method_handler
        )
        return make(
            stream if method.server_streaming else unary,
            request_deserializer=GetMessageClass(method.input_type).FromString,
            response_serializer=GetMessageClass(method.output_type).SerializeToString,
        )
