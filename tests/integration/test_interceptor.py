"""The interceptor before the methods of a real gRPC server: streams, and callers that leave."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import grpc
import pytest
from google.protobuf import empty_pb2, wrappers_pb2
from grpc_health.v1 import health as grpc_health
from grpc_health.v1 import health_pb2, health_pb2_grpc

from opsdeck_server.rpc.interceptor import Interceptor

METADATA = (("authorization", "Bearer secret"),)
SECONDS = 20


class Endless(grpc.GenericRpcHandler):
    """One method, /test.Endless/Watch, whose answers are large and do not end."""

    def __init__(self) -> None:
        self.open = 0
        self.all_left = asyncio.Event()

    async def watch(self, request: Any, context: Any) -> AsyncGenerator[Any]:
        self.open += 1
        try:
            while True:
                yield wrappers_pb2.StringValue(value="x" * 100_000)
        finally:
            self.open -= 1
            if not self.open:
                self.all_left.set()

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> Any:
        if handler_call_details.method != "/test.Endless/Watch":
            return None
        return grpc.unary_stream_rpc_method_handler(
            self.watch,
            empty_pb2.Empty.FromString,
            wrappers_pb2.StringValue.SerializeToString,
        )


@asynccontextmanager
async def served(folder: Path, *handlers: grpc.GenericRpcHandler) -> AsyncGenerator[Any]:
    """Start a server with a health service and the handlers; yield a channel and the service."""
    server = grpc.aio.server(interceptors=[Interceptor("secret")])
    health = grpc_health.aio.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(health, server)
    server.add_generic_rpc_handlers(handlers)
    address = f"unix:{folder / 's.sock'}"
    server.add_insecure_port(address)
    await server.start()
    try:
        async with grpc.aio.insecure_channel(address) as channel:
            yield channel, health
    finally:
        await server.stop(0)


async def test_a_method_that_writes_its_answers_itself_is_served(tmp_path: Path) -> None:
    async with served(tmp_path) as (channel, health), asyncio.timeout(SECONDS):
        stub: Any = health_pb2_grpc.HealthStub(channel)
        watch = stub.Watch(health_pb2.HealthCheckRequest(), metadata=METADATA)
        assert (await watch.read()).status == health_pb2.HealthCheckResponse.SERVING
        await health.set("", health_pb2.HealthCheckResponse.NOT_SERVING)
        assert (await watch.read()).status == health_pb2.HealthCheckResponse.NOT_SERVING
        watch.cancel()


async def test_when_a_caller_leaves_its_stream_is_ended_and_nothing_is_printed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    endless = Endless()
    async with served(tmp_path, endless) as (channel, _), asyncio.timeout(SECONDS):
        watch = channel.unary_stream(
            "/test.Endless/Watch",
            empty_pb2.Empty.SerializeToString,
            wrappers_pb2.StringValue.FromString,
        )
        for _ in range(20):
            calls = [watch(empty_pb2.Empty(), metadata=METADATA) for _ in range(5)]
            for call in calls:
                await call.read()
            endless.all_left.clear()
            for call in calls:
                call.cancel()
            await endless.all_left.wait()
        assert capfd.readouterr().err == ""
    assert [record.getMessage() for record in caplog.records] == []


@pytest.mark.parametrize("method", ["/grpc.health.v1.Health/Check", "/test.Endless/Watch"])
async def test_who_has_no_token_is_refused_before_a_message_is_read(
    tmp_path: Path, method: str
) -> None:
    async with served(tmp_path, Endless()) as (channel, _), asyncio.timeout(SECONDS):
        call = channel.stream_stream(method)()  # and no message follows
        assert await call.code() == grpc.StatusCode.UNAUTHENTICATED
        assert (await call.details()).startswith("the bearer token is missing or wrong")


async def test_an_unknown_method_is_unknown_without_a_token_too(tmp_path: Path) -> None:
    async with served(tmp_path) as (channel, _), asyncio.timeout(SECONDS):
        call = channel.stream_stream("/test.Nobody/Knows")()
        assert await call.code() == grpc.StatusCode.UNIMPLEMENTED


class Broken:
    """The context of a call whose connection breaks in the middle of an answer."""

    def invocation_metadata(self) -> tuple[tuple[str, str], ...]:
        return METADATA

    async def write(self, answer: object) -> None:
        raise grpc.aio.InternalError("Failed grpc_call_start_batch")


async def test_an_answer_that_cannot_be_sent_is_no_fault_of_the_method() -> None:
    """Of any other exception grpc prints the traceback, past the log."""
    endless = Endless()
    interceptor = Interceptor("secret")
    details: Any = SimpleNamespace(method="/test.Endless/Watch", invocation_metadata=METADATA)

    async def found(_: object) -> Any:
        return endless.service(details)

    guarded = await interceptor.intercept_service(found, details)
    with pytest.raises(asyncio.CancelledError):
        await guarded.unary_stream(empty_pb2.Empty(), Broken())
    assert endless.open == 0
