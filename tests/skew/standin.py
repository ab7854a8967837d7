"""A server of another time: serves a contract, and answers what a test has written down."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import grpc
from google.protobuf import any_pb2, json_format
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from google.rpc import error_details_pb2, status_pb2

from tests.integration.gateway.support import running_gateway
from tests.skew.contract import Contract, Json, serialized

Context = grpc.aio.ServicerContext[Any, Any]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal with a reason, as a server of opsdeck makes it."""

    code: grpc.StatusCode
    reason: str
    message: str


@dataclass(slots=True)
class Standin:
    """What is answered to each method, in the words of the contract, and what was asked."""

    contract: Contract
    port: int = 0
    answers: dict[str, Json] = field(default_factory=dict[str, Any])
    asked: list[Message] = field(default_factory=list[Message])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def answer(self, method: MethodDescriptor, request: Message, context: Context) -> Message:
        self.asked.append(request)
        assert method.output_type is not None
        answer: Any = self.answers[method.name]
        if isinstance(answer, Refusal):
            await _refuse(answer, context)
        return json_format.ParseDict(answer, GetMessageClass(method.output_type)())

    async def stream(
        self, method: MethodDescriptor, request: Message, context: Context
    ) -> AsyncGenerator[Message]:
        self.asked.append(request)
        assert method.output_type is not None
        for answer in self.answers[method.name]:
            yield json_format.ParseDict(answer, GetMessageClass(method.output_type)())

    def handlers(self) -> dict[str, dict[str, Any]]:
        """Return a handler for each method of each service."""
        found: dict[str, dict[str, Any]] = {name: {} for name in self.contract.services}
        for method in self.contract.methods():
            assert method.containing_service is not None
            handlers = found[method.containing_service.full_name]
            handlers[method.name] = self._handler(method)
        return found

    def _handler(self, method: MethodDescriptor) -> Any:
        assert method.input_type is not None
        read = GetMessageClass(method.input_type).FromString

        async def once(request: Message, context: Context) -> Message:
            return await self.answer(method, request, context)

        async def often(request: Message, context: Context) -> AsyncGenerator[Message]:
            async for answer in self.stream(method, request, context):
                yield answer

        if method.server_streaming:
            return grpc.unary_stream_rpc_method_handler(often, read, serialized)
        return grpc.unary_unary_rpc_method_handler(once, read, serialized)


async def _refuse(refusal: Refusal, context: Context) -> NoReturn:
    detail = any_pb2.Any()
    info = error_details_pb2.ErrorInfo(reason=refusal.reason, domain="opsdeck.dev")
    detail.Pack(info)
    status = status_pb2.Status(
        code=refusal.code.value[0], message=refusal.message, details=[detail]
    )
    trailers = (("grpc-status-details-bin", status.SerializeToString()),)
    await context.abort(refusal.code, refusal.message, trailers)


@asynccontextmanager
async def serving(root: Path, contract: Contract, descriptor: Path) -> AsyncGenerator[Standin]:
    """Serve a contract through a real Envoy, which transcodes by `descriptor`."""
    standin = Standin(contract)
    options = {"descriptor": descriptor, "services": contract.services}
    async with running_gateway(root, **options) as gateway:
        server = grpc.aio.server()
        for service, handlers in standin.handlers().items():
            handler = grpc.method_handlers_generic_handler(service, handlers)
            server.add_generic_rpc_handlers((handler,))
        server.add_insecure_port(f"unix:{gateway.upstream_socket}")
        await server.start()
        standin.port = gateway.port
        try:
            yield standin
        finally:
            await server.stop(0)
