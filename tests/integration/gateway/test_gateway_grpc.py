"""gRPC and gRPC-Web through the same port."""

import asyncio
import base64
import re
import struct
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.rpc import error_details_pb2, status_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from opsdeck.v1 import client_service_pb2, job_pb2, job_service_pb2, job_service_pb2_grpc
from tests.integration.gateway import raw_http2
from tests.integration.gateway.support import Gateway, running_gateway
from tests.integration.gateway.upstream import MESSAGE, STATUS_DETAILS, Upstream

pytestmark = pytest.mark.asyncio(loop_scope="module")

GET_JOB = "/opsdeck.v1.JobService/GetJob"
WATCH_JOB = "/opsdeck.v1.JobService/WatchJob"


def job_stub(channel: grpc.aio.Channel) -> job_service_pb2_grpc.JobServiceStub:
    return job_service_pb2_grpc.JobServiceStub(channel)


async def test_a_call_and_its_metadata_pass(gateway: Gateway, upstream: Upstream) -> None:
    async with grpc.aio.insecure_channel(gateway.target) as channel:
        call = job_stub(channel).GetJob(
            job_service_pb2.GetJobRequest(id="a"), metadata=(("idempotency-key", "k"),)
        )
        job = await call
        named = dict(await call.initial_metadata())["x-request-id"]
    assert (job.id, job.status) == ("a", job_pb2.Job.queued)
    assert upstream.metadata[0]["idempotency-key"] == "k"
    assert upstream.metadata[0]["x-request-id"] == named


@pytest.mark.parametrize("code", ["NOT_FOUND", "INTERNAL", "UNIMPLEMENTED", "UNAVAILABLE"])
async def test_an_error_passes_untouched(gateway: Gateway, code: str) -> None:
    async with grpc.aio.insecure_channel(gateway.target) as channel:
        with pytest.raises(grpc.aio.AioRpcError) as raised:
            await job_stub(channel).GetJob(job_service_pb2.GetJobRequest(id=f"rich-{code}"))
    assert raised.value.code() == grpc.StatusCode[code]
    assert raised.value.details() == MESSAGE
    details = dict(raised.value.trailing_metadata())[STATUS_DETAILS]
    info = error_details_pb2.ErrorInfo()
    assert isinstance(details, bytes)
    assert status_pb2.Status.FromString(details).details[0].Unpack(info)
    assert info.reason == "SOME_REASON"


async def test_a_deadline_holds(gateway: Gateway) -> None:
    async with grpc.aio.insecure_channel(gateway.target) as channel:
        stream = job_stub(channel).WatchJob(job_service_pb2.WatchJobRequest(id="held"), timeout=0.2)
        with pytest.raises(grpc.aio.AioRpcError) as raised:
            assert [answer.cursor async for answer in stream] == ["1"]
    assert raised.value.code() == grpc.StatusCode.DEADLINE_EXCEEDED


async def test_an_unknown_method_is_unimplemented(gateway: Gateway) -> None:
    async with grpc.aio.insecure_channel(gateway.target) as channel:
        with pytest.raises(grpc.aio.AioRpcError) as raised:
            await channel.unary_unary("/opsdeck.v1.Nobody/Knows")(b"")
    assert raised.value.code() == grpc.StatusCode.UNIMPLEMENTED


async def test_reflection_answers(gateway: Gateway) -> None:
    async with grpc.aio.insecure_channel(gateway.target) as channel:
        stub: Any = reflection_pb2_grpc.ServerReflectionStub
        stream = stub(channel).ServerReflectionInfo()
        await stream.write(reflection_pb2.ServerReflectionRequest(list_services=""))
        answer = await stream.read()
        await stream.done_writing()
    assert isinstance(answer, reflection_pb2.ServerReflectionResponse)
    names = {service.name for service in answer.list_services_response.service}
    assert "opsdeck.v1.JobService" in names


async def test_health_answers(gateway: Gateway) -> None:
    async with grpc.aio.insecure_channel(gateway.target) as channel:
        stub: Any = health_pb2_grpc.HealthStub(channel)
        answer = await stub.Check(health_pb2.HealthCheckRequest())
    assert answer.status == health_pb2.HealthCheckResponse.SERVING


async def test_a_path_that_is_no_text_does_not_reach_the_server(gateway: Gateway) -> None:
    """The loop of Python's gRPC server would end on it, and nobody be answered any more."""
    reader, writer = await asyncio.open_connection(*gateway.target.split(":"))
    writer.write(raw_http2.call(b"/opsdeck.v1.SystemService/GetLive?x=\xff", ()))
    await raw_http2.end_of(reader)
    writer.close()
    async with grpc.aio.insecure_channel(gateway.target) as channel:
        stub: Any = health_pb2_grpc.HealthStub(channel)
        answer = await stub.Check(health_pb2.HealthCheckRequest(), timeout=raw_http2.SECONDS)
    assert answer.status == health_pb2.HealthCheckResponse.SERVING


async def test_a_body_of_grpc_has_the_servers_limit_not_rests(gateway: Gateway) -> None:
    async with grpc.aio.insecure_channel(gateway.target) as channel:
        create = job_stub(channel).CreateJob
        with pytest.raises(grpc.aio.AioRpcError) as raised:
            await create(job_service_pb2.CreateJobRequest(prompt="x" * 5_000_000))
    assert raised.value.code() == grpc.StatusCode.RESOURCE_EXHAUSTED


# -- gRPC-Web ---------------------------------------------------------------------------


def frame(message: bytes, flags: int = 0) -> bytes:
    return struct.pack(">BI", flags, len(message)) + message


def frames(body: bytes) -> list[tuple[int, bytes]]:
    found: list[tuple[int, bytes]] = []
    while body:
        flags, length = struct.unpack(">BI", body[:5])
        found.append((flags, body[5 : 5 + length]))
        body = body[5 + length :]
    return found


TEXT = "application/grpc-web-text"
WEB = {"content-type": "application/grpc-web+proto", "x-grpc-web": "1"}


async def test_a_call_of_grpc_web_has_its_trailers_in_the_body(gateway: Gateway) -> None:
    sent = frame(job_service_pb2.GetJobRequest(id="a").SerializeToString())
    answer = await gateway.ask("POST", GET_JOB, {**WEB, "origin": "http://localhost:9"}, sent)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/grpc-web+proto"
    assert answer.headers["access-control-allow-origin"] == "http://localhost:9"
    (flags, message), (trailer_flags, trailers) = frames(answer.body)
    assert (flags, trailer_flags) == (0, 0x80)
    assert job_pb2.Job.FromString(message).id == "a"
    assert b"grpc-status:0" in trailers


async def test_a_call_of_grpc_web_may_be_text(gateway: Gateway) -> None:
    sent = base64.b64encode(frame(job_service_pb2.GetJobRequest(id="a").SerializeToString()))
    headers = {**WEB, "content-type": TEXT, "accept": TEXT}
    answer = await gateway.ask("POST", GET_JOB, headers, sent)
    assert answer.headers["content-type"] == "application/grpc-web-text+proto"
    # Each piece is encoded for itself, with its own padding.
    pieces = re.findall(rb"[^=]+=*", answer.body)
    (_, message), (_, trailers) = frames(b"".join(map(base64.b64decode, pieces)))
    assert job_pb2.Job.FromString(message).id == "a"
    assert b"grpc-status:0" in trailers


async def test_an_error_of_grpc_web_stays_grpc(gateway: Gateway) -> None:
    sent = frame(job_service_pb2.GetJobRequest(id="code-NOT_FOUND").SerializeToString())
    answer = await gateway.ask("POST", GET_JOB, WEB, sent)
    assert answer.status == 200
    said = dict(answer.headers)
    assert said["grpc-status"] == str(grpc.StatusCode.NOT_FOUND.value[0])
    assert b"error" not in answer.body


async def test_a_stream_of_grpc_web_comes_message_by_message(
    gateway: Gateway, upstream: Upstream
) -> None:
    sent = frame(job_service_pb2.WatchJobRequest(id="held").SerializeToString())
    upstream.go_on.set()
    answer = await gateway.ask("POST", WATCH_JOB, WEB, sent)
    *messages, (flags, _) = frames(answer.body)
    assert flags == 0x80
    cursors = [job_service_pb2.WatchJobResponse.FromString(body).cursor for _, body in messages]
    assert cursors == ["1", "2"]


async def test_a_body_over_4_mib_of_grpc_web_is_no_rest_error(gateway: Gateway) -> None:
    request = client_service_pb2.CreateClientRequest(name="x" * 5_000_000)
    answer = await gateway.ask(
        "POST",
        "/opsdeck.v1.ClientService/CreateClient",
        WEB,
        frame(request.SerializeToString()),
    )
    assert answer.headers["grpc-status"] == str(grpc.StatusCode.RESOURCE_EXHAUSTED.value[0])


# -- what is gRPC, and whose pages may call -------------------------------------------------

CONTENT = [
    *("application/grpc", "application/grpc+proto", "application/grpc+json"),
    *("application/grpc-web", "application/grpc-web+proto", TEXT, f"{TEXT}+proto"),
]


@pytest.mark.parametrize("content", CONTENT)
@pytest.mark.parametrize("path", [GET_JOB, "/clients"])
async def test_a_foreign_page_may_not_call_over_grpc_either(
    gateway: Gateway, upstream: Upstream, path: str, content: str
) -> None:
    sent = frame(job_service_pb2.GetJobRequest(id="a").SerializeToString())
    headers = {"content-type": content, "origin": "http://evil.example"}
    answer = await gateway.ask("POST", path, headers, sent)
    refused = {answer.headers.get("grpc-status"), str(answer.status)}
    assert refused & {"403", str(grpc.StatusCode.PERMISSION_DENIED.value[0])}, answer
    assert not upstream.requests


@pytest.mark.parametrize("content", CONTENT[3:])
async def test_a_near_page_may(gateway: Gateway, upstream: Upstream, content: str) -> None:
    sent = frame(job_service_pb2.GetJobRequest(id="a").SerializeToString())
    body = base64.b64encode(sent) if content.startswith(TEXT) else sent
    headers = {"content-type": content, "origin": "http://localhost:5173"}
    answer = await gateway.ask("POST", GET_JOB, headers, body)
    assert (answer.status, len(upstream.requests)) == (200, 1)
    assert answer.headers["access-control-allow-origin"] == "http://localhost:5173"


@pytest.mark.parametrize(
    "content",
    [
        *("application/grpcx", "application/grpc-web+json", "application/grpc-"),
        *("application/grpc;x=y", "application/grpc ;x", "application/grpc-web ; x=y"),
        f"{TEXT}; charset=utf-8",
    ],
)
async def test_what_only_begins_like_grpc_is_refused_as_rest_is(
    gateway: Gateway, upstream: Upstream, content: str
) -> None:
    near = await gateway.ask("POST", "/clients", {"content-type": content}, b"{}")
    foreign = {"content-type": content, "origin": "http://evil.example"}
    far = await gateway.ask("POST", "/clients", foreign, b"{}")
    assert (near.status, far.status) == (415, 403)
    for answer in (near, far):
        assert list(answer.json) == ["error"]
        assert answer.json["error"]
    assert not upstream.requests


@pytest.mark.parametrize("content", [*CONTENT[3:], f"{TEXT};x", "application/grpc;x"])
async def test_under_a_name_that_is_not_served_there_is_no_grpc_web(
    root: Path, content: str
) -> None:
    async with running_gateway(root, allowed_hosts=("elsewhere",)) as gateway:
        answer = await gateway.ask("POST", GET_JOB, {"content-type": content}, b"")
        assert answer.status == 404


async def test_under_a_name_that_is_not_served_there_is_no_grpc(root: Path) -> None:
    async with running_gateway(root, allowed_hosts=("elsewhere",)) as gateway:
        async with grpc.aio.insecure_channel(gateway.target) as channel:
            with pytest.raises(grpc.aio.AioRpcError) as raised:
                await job_stub(channel).GetJob(job_service_pb2.GetJobRequest(id="a"))
        assert raised.value.code() == grpc.StatusCode.UNIMPLEMENTED


async def test_under_a_name_that_is_not_served_there_is_no_rest(root: Path) -> None:
    """And no body is awaited."""
    async with running_gateway(root, allowed_hosts=("elsewhere",)) as gateway:
        headers = {"content-type": "application/json", "content-length": "4000000"}
        answer = await gateway.ask("POST", "/jobs", headers)
    assert (answer.status, list(answer.json)) == (404, ["error"])


@pytest.mark.parametrize("content", CONTENT)
async def test_rest_is_not_served_as_grpc(
    gateway: Gateway, upstream: Upstream, content: str
) -> None:
    """By that road nobody would look at its path, its headers and its size."""
    answer = await gateway.ask("POST", "/clients", {"content-type": content}, b"{}")
    assert b"c1" not in answer.body
    assert not upstream.requests
