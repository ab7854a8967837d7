"""A gRPC server that answers as a test says; what the command line is tested against.

It is the synchronous kind, with threads: the command under test runs an event loop of its own.
"""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NoReturn

import grpc
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from google.rpc.error_details_pb2 import ErrorInfo
from google.rpc.status_pb2 import Status
from grpc_status import rpc_status

from opsdeck.v1 import (
    client_service_pb2,
    job_service_pb2,
    quick_session_service_pb2,
    system_service_pb2,
)

Context = Any  # grpc.ServicerContext is generic in the stubs and not at run time
Handler = Callable[[Any, Context], Any]

_SERVICES = [
    file.DESCRIPTOR.services_by_name[name]
    for file, name in (
        (client_service_pb2, "ClientService"),
        (job_service_pb2, "JobService"),
        (quick_session_service_pb2, "QuickSessionService"),
        (system_service_pb2, "SystemService"),
    )
]


def refuse(context: Context, code: grpc.StatusCode, reason: str, message: str) -> NoReturn:
    """End a call as opsdeck does: a status, a text, and a reason in an ErrorInfo."""
    detail = AnyMessage()
    detail.Pack(ErrorInfo(reason=reason, domain="opsdeck.dev"))
    status = Status(code=code.value[0], message=message, details=[detail])
    context.abort_with_status(rpc_status.to_status(status))
    raise AssertionError


class CliServer(grpc.GenericRpcHandler):
    """Answers the methods that it was given a handler for; the others are unimplemented."""

    def __init__(self) -> None:
        self.handlers: dict[str, Handler] = {}
        self.requests: list[tuple[str, Any]] = []
        self.tokens: list[str] = []
        self.port = 0
        self._server: grpc.Server | None = None
        self._methods = {
            f"/{service.full_name}/{method.name}": method
            for service in _SERVICES
            for method in service.methods
        }

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def answer(self, method: str, *answers: Message) -> None:
        """Give each call the next of these, and the last to all after it."""
        left = list(answers)
        self.handlers[method] = lambda request, context: left.pop(0) if len(left) > 1 else left[0]

    def asked(self, method: str) -> list[Any]:
        """Return the requests of one method."""
        return [request for name, request in self.requests if name == method]

    def start(self) -> None:
        """Listen; on the port of before where there was one."""
        server = grpc.server(
            ThreadPoolExecutor(8, "fake-server"), [self], options=[("grpc.so_reuseport", 0)]
        )
        self.port = server.add_insecure_port(f"127.0.0.1:{self.port}")
        server.start()
        self._server = server

    def stop(self) -> None:
        """Cut every call off, and the port."""
        if self._server:
            self._server.stop(0).wait(10)
            self._server = None

    def die(self, then: Callable[[], None] | None = None) -> None:
        """Stop from within a handler, and do something when it has happened."""

        def run() -> None:
            self.stop()
            if then:
                then()

        threading.Thread(target=run).start()

    def service(self, handler_call_details: Any) -> "grpc.RpcMethodHandler[Any, Any] | None":
        method = self._methods.get(handler_call_details.method)
        if method is None or method.name not in self.handlers:
            return None
        metadata = dict(handler_call_details.invocation_metadata)
        self.tokens.append(str(metadata.get("authorization", "")))

        def unary(request: Any, context: Context) -> Any:
            self.requests.append((method.name, request))
            return self.handlers[method.name](request, context)

        def stream(request: Any, context: Context) -> Iterator[Any]:
            self.requests.append((method.name, request))
            yield from self.handlers[method.name](request, context)

        make = (
            grpc.unary_stream_rpc_method_handler
            if method.server_streaming
            else (grpc.unary_unary_rpc_method_handler)
        )
        return make(
            stream if method.server_streaming else unary,
            request_deserializer=GetMessageClass(method.input_type).FromString,
            response_serializer=GetMessageClass(method.output_type).SerializeToString,
        )
