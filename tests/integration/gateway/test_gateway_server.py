"""gRPC with the real server behind the port: reflection, health, tokens, reasons, names."""

import asyncio
import tempfile
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any, cast

import grpc
import pytest
import pytest_asyncio
from google.rpc import error_details_pb2, status_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from opsdeck.v1 import job_service_pb2, job_service_pb2_grpc, system_service_pb2_grpc
from opsdeck.v1.system_service_pb2 import GetLiveRequest
from tests.acceptance.stack import TOKEN, Stack
from tests.integration.gateway.raw_http2 import SECONDS, call_raw
from tests.integration.gateway.support import read_head
from tests.integration.gateway.upstream import STATUS_DETAILS

LIST = reflection_pb2.ServerReflectionRequest(list_services="")
DESCRIBE = reflection_pb2.ServerReflectionRequest(file_containing_symbol="opsdeck.v1.JobService")

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stack() -> AsyncGenerator[Stack]:
    with tempfile.TemporaryDirectory(prefix="gs-", ignore_cleanup_errors=True) as name:
        made = Stack.make(Path(name).resolve())
        try:
            yield await made.start()
            await made.stop()
        finally:
            await made.close()


@pytest_asyncio.fixture(loop_scope="module")
async def channel(stack: Stack) -> AsyncGenerator[grpc.aio.Channel]:
    async with stack.channel() as channel:
        yield channel


async def reflected(
    channel: grpc.aio.Channel, request: reflection_pb2.ServerReflectionRequest
) -> Any:
    """Ask reflection one question."""
    stub = cast("Any", reflection_pb2_grpc.ServerReflectionStub)
    stream = stub(channel).ServerReflectionInfo(
        iter([request]), metadata=(("authorization", f"Bearer {TOKEN}"),)
    )
    return await stream.read()


async def test_reflection_lists_every_service(channel: grpc.aio.Channel) -> None:
    answer = await reflected(channel, LIST)
    assert {service.name for service in answer.list_services_response.service} == {
        "opsdeck.v1.ClientService",
        "opsdeck.v1.JobService",
        "opsdeck.v1.QuickSessionService",
        "opsdeck.v1.SystemService",
        "grpc.health.v1.Health",
        "grpc.reflection.v1alpha.ServerReflection",
    }


async def test_reflection_describes_a_method(channel: grpc.aio.Channel) -> None:
    answer = await reflected(channel, DESCRIBE)
    [file] = [
        text
        for text in answer.file_descriptor_response.file_descriptor_proto
        if b"opsdeck/v1/job_service.proto" in text
    ]
    assert b"WatchJob" in file


async def test_health_says_that_it_serves(stack: Stack, channel: grpc.aio.Channel) -> None:
    stub = cast("Any", health_pb2_grpc.HealthStub(channel))
    answer = await stub.Check(health_pb2.HealthCheckRequest(), metadata=stack.metadata)
    assert answer.status == health_pb2.HealthCheckResponse.SERVING


async def test_life_needs_no_token(channel: grpc.aio.Channel) -> None:
    live = await system_service_pb2_grpc.SystemServiceStub(channel).GetLive(GetLiveRequest())
    assert live.status == "ok"


@pytest.mark.parametrize("metadata", [(), (("authorization", "Bearer wrong"),)])
async def test_a_call_without_the_token_is_unauthenticated(
    channel: grpc.aio.Channel, metadata: tuple[tuple[str, str], ...]
) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as raised:
        await job_service_pb2_grpc.JobServiceStub(channel).ListJobs(
            job_service_pb2.ListJobsRequest(), metadata=metadata
        )
    assert raised.value.code() == grpc.StatusCode.UNAUTHENTICATED


async def test_a_refusal_has_its_reason(stack: Stack, channel: grpc.aio.Channel) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as raised:
        await job_service_pb2_grpc.JobServiceStub(channel).GetJob(
            job_service_pb2.GetJobRequest(id="nobody"), metadata=stack.metadata
        )
    trailing = cast("dict[str, bytes]", dict(raised.value.trailing_metadata()))
    info = error_details_pb2.ErrorInfo()
    assert status_pb2.Status.FromString(trailing[STATUS_DETAILS]).details[0].Unpack(info)
    assert (raised.value.code(), info.reason) == (grpc.StatusCode.NOT_FOUND, "JOB_NOT_FOUND")


async def test_the_log_knows_a_request_by_the_name_in_its_answer(stack: Stack) -> None:
    given = await stack.call("GET", "/jobs/nobody", headers={"x-request-id": "mine-1"})
    made = await stack.call("GET", "/jobs/nobody")
    lines = stack.log.read_text().splitlines()
    for answer in (given, made):
        name = answer.headers["x-request-id"]
        assert any(f'"request": "{name}"' in line for line in lines), name


async def test_headers_and_a_url_are_taken_up_to_what_the_gateway_allows(stack: Stack) -> None:
    large = "a" * 31_000
    assert (await stack.call("GET", "/jobs", headers={"cookie": large})).status == 200
    assert (await stack.call("GET", f"/jobs?x={large}")).status == 200


async def rest_status(stack: Stack, path: bytes, authorization: bytes) -> int:
    """Ask over REST with a header that clients would not send."""
    reader, writer = await asyncio.open_connection("127.0.0.1", stack.port)
    try:
        writer.write(b"GET " + path + b" HTTP/1.1\r\nhost: localhost\r\n")
        writer.write(b"authorization: " + authorization + b"\r\n\r\n")
        async with asyncio.timeout(SECONDS):
            return (await read_head(reader))[0]
    finally:
        writer.close()


async def test_no_token_is_in_a_log(stack: Stack, channel: grpc.aio.Channel) -> None:
    await stack.get("/jobs")
    await reflected(channel, LIST)
    # A header of HTTP may be no UTF-8.
    odd = f"Bearer {TOKEN}\xa0".encode("latin-1")
    socket = stack.root / "deck" / "sockets" / "server.sock"
    status = await call_raw(
        socket, b"/opsdeck.v1.JobService/ListJobs", [(b"authorization", odd), (b"x-mine", odd)]
    )
    assert status == grpc.StatusCode.UNAUTHENTICATED.value[0]
    assert await rest_status(stack, b"/jobs", odd) in (400, 401)
    for file in (stack.log, stack.root / "deck" / "envoy.log", stack.root / "deck" / "envoy.yaml"):
        assert TOKEN not in file.read_text()
