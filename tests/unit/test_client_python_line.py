"""The Python client on lines that are dead, and nobody says so."""

import asyncio
import math
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Any

import grpc
import pytest
import pytest_asyncio
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from opsdeck.v1.client_service_pb2 import CreateClientRequest, CreateClientResponse
from opsdeck.v1.job_pb2 import Job, JobSummary
from opsdeck.v1.job_service_pb2 import (
    CreateJobRequest,
    GetJobDiffRequest,
    GetJobRequest,
    GetQueueRequest,
    GetQueueResponse,
    WatchJobRequest,
    WatchJobResponse,
)
from opsdeck.v1.quick_session_pb2 import QuickSession
from opsdeck.v1.quick_session_service_pb2 import ListSessionsRequest
from opsdeck_client import Away, OpsdeckClient, OpsdeckError, Patience, channel
from tests.fakes.deck_server import SERVICES, Context, DeckServer

JOB = GetJobRequest(id="job-1")


@pytest_asyncio.fixture
async def server() -> AsyncGenerator[DeckServer]:
    server = DeckServer()
    await server.start()
    yield server
    await server.stop()


class Hole:
    """The way to a server. After `swallow`, nothing passes on the connections that there are."""

    def __init__(self, server: DeckServer) -> None:
        self._server = server
        self._open = asyncio.Event()
        self._open.set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._listening: asyncio.Server | None = None

    async def start(self) -> str:
        """Listen, and return the URL."""
        self._listening = await asyncio.start_server(self._connected, "127.0.0.1")
        return f"http://127.0.0.1:{self._listening.sockets[0].getsockname()[1]}"

    def swallow(self) -> None:
        self._open.clear()
        self._open = asyncio.Event()
        self._open.set()

    async def close(self) -> None:
        assert self._listening
        self._listening.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._carry(reader, writer, self._open))
        self._tasks.add(task)

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, passing: asyncio.Event
    ) -> None:
        there = await asyncio.open_connection("localhost", self._server.port)

        async def pipe(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
            with suppress(OSError):
                while data := await source.read(65536):
                    await passing.wait()
                    sink.write(data)

        try:
            await asyncio.gather(pipe(reader, there[1]), pipe(there[0], writer))
        finally:
            writer.close()
            there[1].close()


@pytest_asyncio.fixture
async def hole(server: DeckServer) -> AsyncGenerator[Hole]:
    hole = Hole(server)
    yield hole
    await hole.close()


async def test_a_line_that_is_dead_is_noticed_and_left(
    server: DeckServer, hole: Hole, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Seconds of the client's own, each a hundredth of one.
    quick = [(n, v // 100 if "keepalive" in n or "ping" in n else v) for n, v in channel.OPTIONS]
    monkeypatch.setattr(channel, "OPTIONS", tuple(quick))

    async def watch(request: WatchJobRequest, context: Context) -> AsyncGenerator[Any]:
        over = len(server.asked("WatchJob")) > 1
        status = Job.completed if over else Job.running
        yield WatchJobResponse(job=JobSummary(status=status), cursor="1", caught_up=over)
        if not over:
            await asyncio.Event().wait()

    server.handlers["WatchJob"] = watch
    server.answer("GetJob", Job(id="job-1"))
    told: list[Away] = []
    patience = Patience(silence=3600, each_long_try=3600)
    async with (
        asyncio.timeout(30),
        OpsdeckClient(await hole.start(), patience=patience) as deck,
    ):
        watching = deck.watch_job("job-1", on_away=told.append)
        await anext(watching)
        hole.swallow()
        asking = asyncio.ensure_future(deck.jobs.GetJob(JOB))
        assert [answer.job.status async for answer in watching] == [Job.completed]
        assert (await asking).id == "job-1"
    assert [away.error.code for away in told] == [grpc.StatusCode.UNAVAILABLE]


def test_a_slow_line_has_time_for_the_answer_to_a_ping() -> None:
    # It comes behind megabytes of an answer. A test with a line so slow would take as long.
    options = dict(channel.OPTIONS)
    assert options["grpc.http2.ping_timeout_ms"] >= 45_000
    assert options["grpc.keepalive_timeout_ms"] >= 45_000


def test_a_dead_line_is_noticed_in_little_more_than_a_minute() -> None:
    options = dict(channel.OPTIONS)
    noticed = options["grpc.keepalive_time_ms"] + options["grpc.http2.ping_timeout_ms"]
    assert noticed <= 75_000


async def test_a_call_has_a_limit_for_each_try(server: DeckServer) -> None:
    async def queue(request: GetQueueRequest, context: Context) -> GetQueueResponse:
        if len(server.asked("GetQueue")) == 1:
            await asyncio.Event().wait()
        return GetQueueResponse()

    server.handlers["GetQueue"] = queue
    patience = Patience(first_pause=0.01, each_try=0.3, to_answer=30)
    async with asyncio.timeout(30), OpsdeckClient(server.url, patience=patience) as deck:
        await deck.jobs.GetQueue(GetQueueRequest())
    assert len(server.asked("GetQueue")) == 2


async def test_who_had_no_answer_in_time_is_told_that_nobody_answered(server: DeckServer) -> None:
    async def queue(request: GetQueueRequest, context: Context) -> None:
        await asyncio.Event().wait()

    server.handlers["GetQueue"] = queue
    patience = Patience(each_try=0.2, to_answer=0)
    async with asyncio.timeout(30), OpsdeckClient(server.url, patience=patience) as deck:
        with pytest.raises(OpsdeckError) as caught:
            await deck.jobs.GetQueue(GetQueueRequest())
    assert str(caught.value) == "UNAVAILABLE: no answer for 0.2 s"
    assert caught.value.transient


async def test_a_limit_of_the_callers_is_the_last_word(server: DeckServer) -> None:
    async def get(request: GetJobRequest, context: Context) -> None:
        await asyncio.Event().wait()

    server.handlers["GetJob"] = get
    method: Any
    async with asyncio.timeout(30), OpsdeckClient(server.url) as deck:
        method = deck.jobs.GetJob
        with pytest.raises(OpsdeckError) as caught:
            await method(JOB, timeout=0.1)
    assert caught.value.code is grpc.StatusCode.DEADLINE_EXCEEDED
    assert len(server.asked("GetJob")) == 1


def limits_of(server: DeckServer, method: str, answer: Message) -> list[float | None]:
    """Return the list of what is left of their time to the calls of a method as they come."""
    limits: list[float | None] = []

    async def note(request: Any, context: Context) -> Message:
        limits.append(context.time_remaining())
        return answer

    server.handlers[method] = note
    return limits


@pytest.mark.parametrize(
    ("method", "request_of", "at_most"),
    [
        ("GetQueue", GetQueueRequest(), 30),
        ("CreateJob", CreateJobRequest(prompt="x"), 30),
        ("CreateJob", CreateJobRequest(prompt="x" * 100_000), 300),
        ("GetJob", JOB, 300),
        ("GetJobDiff", GetJobDiffRequest(id="job-1"), 300),
    ],
)
async def test_a_call_has_the_time_that_its_kind_takes(
    server: DeckServer, method: str, request_of: Message, at_most: float
) -> None:
    (found,) = (m for s in SERVICES for m in s.methods if m.name == method)
    limits = limits_of(server, method, GetMessageClass(found.output_type)())
    async with OpsdeckClient(server.url) as deck:
        await getattr(deck.jobs, method)(request_of)
    (left,) = limits
    assert left is not None
    assert at_most / 2 < left < at_most * 2


async def test_a_clone_has_more_time_than_the_server_gives_it(server: DeckServer) -> None:
    limits = limits_of(server, "CreateClient", CreateClientResponse())
    async with OpsdeckClient(server.url) as deck:
        await deck.clients.CreateClient(CreateClientRequest())
    assert limits[0] is not None
    assert limits[0] > 30 * 60


async def test_patience_without_an_end_is_no_limit(server: DeckServer) -> None:
    limits = limits_of(server, "GetQueue", GetQueueResponse())
    async with OpsdeckClient(server.url, patience=Patience(each_try=math.inf)) as deck:
        await deck.jobs.GetQueue(GetQueueRequest())
    assert limits == [None]


async def test_a_stream_that_says_nothing_is_opened_again(server: DeckServer) -> None:
    async def sessions(request: Any, context: Context) -> AsyncGenerator[QuickSession]:
        if len(server.asked("ListSessions")) == 1:
            await asyncio.Event().wait()
        yield QuickSession(id="quick-1")

    server.handlers["ListSessions"] = sessions
    patience = Patience(first_pause=0.01, silence=0.3, to_answer=30)
    async with asyncio.timeout(30), OpsdeckClient(server.url, patience=patience) as deck:
        found = [s.id async for s in deck.sessions.ListSessions(ListSessionsRequest())]
    assert found == ["quick-1"]


async def test_other_calls_outlive_a_watch_that_falls_silent(server: DeckServer) -> None:
    answer = asyncio.Event()

    async def get(request: GetJobRequest, context: Context) -> Job:
        await answer.wait()
        return Job(id="job-1")

    async def watch(request: WatchJobRequest, context: Context) -> AsyncGenerator[Any]:
        if len(server.asked("WatchJob")) == 1:
            await asyncio.Event().wait()
        yield WatchJobResponse(job=JobSummary(status=Job.completed), cursor="1", caught_up=True)

    server.handlers |= {"GetJob": get, "WatchJob": watch}
    patience = Patience(first_pause=0.01, silence=0.3, to_answer=0)
    async with asyncio.timeout(30), OpsdeckClient(server.url, patience=patience) as deck:
        asking = asyncio.ensure_future(deck.jobs.GetJob(JOB))
        assert [a.job.status async for a in deck.watch_job("job-1")] == [Job.completed]
        answer.set()
        assert (await asking).id == "job-1"
