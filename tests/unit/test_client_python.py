"""The Python client's calls: token, retries, idempotency keys, errors."""

import asyncio
import pickle
import subprocess
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any, get_args

import grpc
import pytest
import pytest_asyncio
from google.protobuf import descriptor_pb2, descriptor_pool, empty_pb2

from opsdeck.v1.error_reason_pb2 import ErrorReason
from opsdeck.v1.job_pb2 import Job
from opsdeck.v1.job_service_pb2 import (
    CreateJobRequest,
    CreateJobResponse,
    GetJobRequest,
    RetryJobRequest,
)
from opsdeck.v1.quick_session_pb2 import QuickSession
from opsdeck.v1.quick_session_service_pb2 import ListSessionsRequest
from opsdeck.v1.system_service_pb2 import GetHealthRequest, GetHealthResponse
from opsdeck_client import OpsdeckClient, OpsdeckError, Patience, Reason
from opsdeck_client.calls import is_repeatable
from opsdeck_client.channel import open_channel
from opsdeck_client.errors import Closed, StreamBroken
from tests.fakes.deck_server import SERVICES, Context, DeckServer, refuse

QUICK = Patience(first_pause=0.01, longest_pause=0.05, to_answer=30)
JOB = GetJobRequest(id="job-1")


@pytest_asyncio.fixture
async def server() -> AsyncGenerator[DeckServer]:
    server = DeckServer()
    await server.start()
    yield server
    await server.stop()


@pytest_asyncio.fixture
async def deck(server: DeckServer) -> AsyncGenerator[OpsdeckClient]:
    async with OpsdeckClient(server.url, "s3cret", patience=QUICK) as deck:
        yield deck


def unavailable(server: DeckServer, method: str, times: int, answer: Any) -> None:
    """Let a method answer as a server that is not there yet, and then as one that is."""

    async def handler(request: Any, context: Context) -> Any:
        if len(server.asked(method)) <= times:
            await context.abort(grpc.StatusCode.UNAVAILABLE, "not there yet")
        return answer

    server.handlers[method] = handler


def refusing(server: DeckServer, method: str, *words: Any, **more: str) -> None:
    async def handler(request: Any, context: Context) -> Any:
        await refuse(context, *words, **more)

    server.handlers[method] = handler


async def test_a_call_is_answered_with_the_typed_message(
    server: DeckServer, deck: OpsdeckClient
) -> None:
    server.answer("GetJob", Job(id="job-1", status=Job.running))
    assert (await deck.jobs.GetJob(JOB)).status == Job.running


async def test_every_call_carries_the_token(server: DeckServer, deck: OpsdeckClient) -> None:
    async def none(request: Any, context: Context) -> AsyncGenerator[QuickSession]:
        return
        yield

    server.answer("GetHealth", GetHealthResponse())
    server.handlers["ListSessions"] = none
    await deck.system.GetHealth(GetHealthRequest())
    assert [s async for s in deck.sessions.ListSessions(ListSessionsRequest())] == []
    assert server.tokens == ["Bearer s3cret"] * 2


async def test_without_a_token_none_is_sent(server: DeckServer) -> None:
    server.answer("GetHealth", GetHealthResponse())
    async with OpsdeckClient(server.url) as deck:
        await deck.system.GetHealth(GetHealthRequest())
    assert server.tokens == [""]


async def test_a_read_is_tried_again_while_no_server_answers(
    server: DeckServer, deck: OpsdeckClient
) -> None:
    unavailable(server, "GetJob", 3, Job(id="job-1"))
    assert (await deck.jobs.GetJob(JOB)).id == "job-1"
    assert len(server.asked("GetJob")) == 4


async def test_a_create_is_one_however_often_it_is_sent(
    server: DeckServer, deck: OpsdeckClient
) -> None:
    unavailable(server, "CreateJob", 2, CreateJobResponse(id="job-1"))
    await deck.jobs.CreateJob(CreateJobRequest(prompt="x"))
    ids = [request.request_id for request in server.asked("CreateJob")]
    assert len(ids) == 3
    assert len(set(ids)) == 1
    assert ids[0]


async def test_two_creates_of_one_request_are_two(server: DeckServer, deck: OpsdeckClient) -> None:
    server.answer("CreateJob", CreateJobResponse(id="job-1"))
    request = CreateJobRequest(prompt="x")
    await deck.jobs.CreateJob(request)
    await deck.jobs.CreateJob(request)
    first, second = server.asked("CreateJob")
    assert first.request_id != second.request_id
    assert not request.HasField("request_id")


async def test_a_request_id_of_the_callers_is_kept(server: DeckServer, deck: OpsdeckClient) -> None:
    server.answer("RetryJob", CreateJobResponse())
    await deck.jobs.RetryJob(RetryJobRequest(id="job-1", request_id="mine"))
    assert server.asked("RetryJob")[0].request_id == "mine"


async def test_a_refusal_is_not_tried_again(server: DeckServer, deck: OpsdeckClient) -> None:
    refusing(server, "GetJob", grpc.StatusCode.NOT_FOUND, "JOB_NOT_FOUND")
    with pytest.raises(OpsdeckError):
        await deck.jobs.GetJob(JOB)
    assert len(server.asked("GetJob")) == 1


async def test_an_error_has_its_reason_code_message_and_metadata(
    server: DeckServer, deck: OpsdeckClient
) -> None:
    code = grpc.StatusCode.NOT_FOUND
    refusing(server, "GetJob", code, "JOB_NOT_FOUND", "no job has this id", id="job-1")
    with pytest.raises(OpsdeckError) as caught:
        await deck.jobs.GetJob(JOB)
    error = caught.value
    assert (error.reason, error.code, error.message) == (
        "JOB_NOT_FOUND",
        code,
        "no job has this id",
    )
    assert error.metadata == {"id": "job-1"}
    assert str(error) == "JOB_NOT_FOUND: no job has this id"


async def test_a_reason_of_somebody_else_is_none_of_ours(
    server: DeckServer, deck: OpsdeckClient
) -> None:
    code = grpc.StatusCode.NOT_FOUND
    refusing(server, "GetJob", code, "JOB_NOT_FOUND", domain="googleapis.com")
    with pytest.raises(OpsdeckError) as caught:
        await deck.jobs.GetJob(JOB)
    assert caught.value.reason is None


@pytest.mark.parametrize(
    "error",
    [
        OpsdeckError("JOB_NOT_FOUND", grpc.StatusCode.NOT_FOUND, "no such job", {"id": "job-1"}),
        StreamBroken("silent"),
        Closed(),
    ],
)
def test_an_error_may_be_pickled(error: OpsdeckError) -> None:
    found = pickle.loads(pickle.dumps(error))
    assert type(found) is type(error)
    assert vars(found) == vars(error)
    assert (str(found), found.args) == (str(error), error.args)


async def test_details_that_cannot_be_read_are_passed_over(
    server: DeckServer, deck: OpsdeckClient
) -> None:
    async def broken(request: Any, context: Context) -> None:
        trailing = (("grpc-status-details-bin", b"\xff\xff"),)
        await context.abort(grpc.StatusCode.NOT_FOUND, "no such job", trailing)

    server.handlers["GetJob"] = broken
    with pytest.raises(OpsdeckError, match="no such job") as caught:
        await deck.jobs.GetJob(JOB)
    assert caught.value.reason is None


@pytest.mark.parametrize("to_answer", [0.0, 0.3])
async def test_patience_has_an_end(to_answer: float) -> None:
    patience = Patience(first_pause=0.01, longest_pause=0.02, to_answer=to_answer)
    async with OpsdeckClient("http://127.0.0.1:1", patience=patience) as deck:
        with pytest.raises(OpsdeckError) as caught:
            await deck.jobs.GetJob(JOB)
    assert (caught.value.code, caught.value.reason) == (grpc.StatusCode.UNAVAILABLE, None)


async def test_what_may_not_be_repeated_is_tried_once() -> None:
    file = descriptor_pb2.FileDescriptorProto(
        name="test/once.proto", package="test", dependency=["google/protobuf/empty.proto"]
    )
    empty = f".{empty_pb2.Empty.DESCRIPTOR.full_name}"
    methods = file.service.add(name="Once").method
    for name, level in (("Plain", 0), ("Read", 1), ("Write", 2)):
        method = methods.add(name=name, input_type=empty, output_type=empty)
        method.options.idempotency_level = level  # pyright: ignore[reportAttributeAccessIssue]  # a number is one, too
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(empty_pb2.DESCRIPTOR.serialized_pb)
    pool.AddSerializedFile(file.SerializeToString())
    service = pool.FindServiceByName("test.Once")
    found = {method.name: is_repeatable(method) for method in service.methods}
    assert found == {"Plain": False, "Read": True, "Write": True}


async def test_a_method_that_may_not_be_repeated_fails_at_once(
    server: DeckServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opsdeck_client.calls.is_repeatable", lambda method: False)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]  # stands in for a method of the future
    unavailable(server, "GetJob", 1, Job())
    async with OpsdeckClient(server.url, patience=QUICK) as deck:
        with pytest.raises(OpsdeckError, match="not there yet"):
            await deck.jobs.GetJob(JOB)


async def test_a_stream_is_tried_again_while_nothing_has_come(
    server: DeckServer, deck: OpsdeckClient
) -> None:
    async def sessions(request: Any, context: Context) -> AsyncGenerator[QuickSession]:
        if len(server.asked("ListSessions")) < 3:
            await context.abort(grpc.StatusCode.UNAVAILABLE, "not there yet")
        yield QuickSession(id="quick-1")

    server.handlers["ListSessions"] = sessions
    found = [s.id async for s in deck.sessions.ListSessions(ListSessionsRequest())]
    assert found == ["quick-1"]


async def test_a_stream_that_has_begun_is_not_repeated(
    server: DeckServer, deck: OpsdeckClient
) -> None:
    async def sessions(request: Any, context: Context) -> AsyncGenerator[QuickSession]:
        yield QuickSession(id="quick-1")
        await context.abort(grpc.StatusCode.UNAVAILABLE, "gone")

    server.handlers["ListSessions"] = sessions
    sessions_seen = deck.sessions.ListSessions(ListSessionsRequest())
    assert (await anext(aiter(sessions_seen))).id == "quick-1"
    with pytest.raises(OpsdeckError, match="gone"):
        await anext(aiter(sessions_seen))


async def test_who_waits_when_the_client_is_closed_gets_an_error(server: DeckServer) -> None:
    asked = asyncio.Event()

    async def forever(request: Any, context: Context) -> None:
        asked.set()
        await asyncio.Event().wait()

    server.handlers["GetJob"] = forever
    deck = OpsdeckClient(server.url)
    waiting = asyncio.ensure_future(deck.jobs.GetJob(JOB))
    async with asyncio.timeout(10):
        await asked.wait()
        await deck.close()
        with pytest.raises(OpsdeckError, match="closed") as caught:
            await waiting
    assert not caught.value.transient
    with pytest.raises(OpsdeckError, match="closed"):
        await deck.jobs.GetJob(JOB)


async def test_a_caller_that_is_cancelled_is_just_that(
    server: DeckServer, deck: OpsdeckClient
) -> None:
    asked = asyncio.Event()

    async def forever(request: Any, context: Context) -> None:
        asked.set()
        await asyncio.Event().wait()

    server.handlers["GetJob"] = forever
    waiting = asyncio.ensure_future(deck.jobs.GetJob(JOB))
    async with asyncio.timeout(10):
        await asked.wait()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[bytes, bytes]:
    """A key, and a certificate of its own for localhost."""
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    try:
        subprocess.run(["openssl", *words.split(), *names, *files], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("no openssl, which makes the certificate")
    return key.read_bytes(), certificate.read_bytes()


async def test_https_is_tls(certificate: tuple[bytes, bytes]) -> None:
    secure = DeckServer()
    secure.answer("GetHealth", GetHealthResponse(status="ok"))
    secure.credentials = grpc.ssl_server_credentials([certificate])
    await secure.start()
    try:
        async with OpsdeckClient(secure.url, "s3cret", root_certificates=certificate[1]) as deck:
            assert (await deck.system.GetHealth(GetHealthRequest())).status == "ok"
        once = Patience(to_answer=0)
        async with OpsdeckClient(secure.url, "s3cret", patience=once) as stranger:
            with pytest.raises(OpsdeckError):
                await stranger.system.GetHealth(GetHealthRequest())
    finally:
        await secure.stop()
    assert secure.tokens == ["Bearer s3cret"]


@pytest.mark.parametrize(
    "url",
    ["", "x:1", "ftp://x", "http://", "http://x:y", "http://x/path", "http://u@x", "https://x?q"],
)
async def test_what_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="write http"):
        open_channel(url)


@pytest.mark.parametrize("token", ["a\nb", "tökn"])
async def test_a_token_that_cannot_be_sent_is_refused(token: str) -> None:
    with pytest.raises(ValueError, match="token"):
        OpsdeckClient("http://x", token)


def test_every_reason_of_the_contract_is_typed() -> None:
    assert [*get_args(Reason)] == [*ErrorReason.keys()][1:]


async def test_every_service_of_the_contract_has_its_stub(deck: OpsdeckClient) -> None:
    stubs = [deck.clients, deck.jobs, deck.sessions, deck.system]
    missing = [
        f"{service.name}.{method.name}"
        for service in SERVICES
        for method in service.methods
        if not any(hasattr(stub, method.name) for stub in stubs)
    ]
    assert missing == []
