"""The Python client's watches: each event once and in order, whatever happens to the line."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import grpc
import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from opsdeck.v1.event_pb2 import Event, TextDelta
from opsdeck.v1.job_pb2 import Job, JobSummary
from opsdeck.v1.job_service_pb2 import WatchJobRequest, WatchJobResponse
from opsdeck.v1.quick_session_pb2 import QuickSession
from opsdeck.v1.quick_session_service_pb2 import WatchSessionResponse
from opsdeck_client import OpsdeckClient, OpsdeckError, Patience
from opsdeck_client.calls import Calls
from opsdeck_client.patience import Pauses
from opsdeck_client.watch import Place, follow
from tests.fakes.deck_server import Context, DeckServer
from tests.unit.deck_journal import QUICK, answers, cut_off, hang, journal, seqs, serve


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


async def test_a_watch_yields_each_event_and_ends(server: DeckServer, deck: OpsdeckClient) -> None:
    serve(server, journal(20))
    assert await seqs(deck.watch_job("job-1")) == list(range(1, 21))
    assert [request.id for request in server.asked("WatchJob")] == ["job-1"]
    assert server.tokens == ["Bearer s3cret"]


async def test_a_watch_ends_with_the_terminal_event(
    server: DeckServer, deck: OpsdeckClient
) -> None:
    serve(server, journal(2, "failed"), hang, cut=3)
    assert await seqs(deck.watch_job("job-1")) == [1, 2]


async def test_a_watch_goes_on_after_a_cursor(server: DeckServer, deck: OpsdeckClient) -> None:
    serve(server, journal(5))
    assert await seqs(deck.watch_job("job-1", "3")) == [4, 5]


async def test_a_watch_outlives_restarts_of_the_server(
    server: DeckServer, deck: OpsdeckClient
) -> None:
    events = journal(12)
    dying = [3, 4, 9]
    restarted = asyncio.Queue[None]()

    async def watch(request: WatchJobRequest, context: Context) -> AsyncGenerator[Any]:
        async for answer in answers(request, events):
            yield answer
            if dying and answer.cursor == str(dying[0]):
                dying.pop(0)
                restarted.put_nowait(None)
                await asyncio.Event().wait()

    async def restart() -> None:
        while True:
            await restarted.get()
            await server.stop()
            await server.start()

    server.handlers["WatchJob"] = watch
    restarting = asyncio.create_task(restart())
    assert await seqs(deck.watch_job("job-1")) == list(range(1, 13))
    assert [request.after for request in server.asked("WatchJob")] == ["", "3", "4", "9"]
    restarting.cancel()


@pytest.mark.parametrize("code", ["UNAVAILABLE", "INTERNAL", "UNKNOWN", "CANCELLED"])
async def test_a_stream_that_is_cut_off_is_opened_again(
    server: DeckServer, deck: OpsdeckClient, code: str
) -> None:
    async def cut(context: Context) -> None:
        await context.abort(grpc.StatusCode[code], "stream reset")

    serve(server, journal(5), cut)
    assert await seqs(deck.watch_job("job-1")) == [1, 2, 3, 4, 5]


async def test_a_stream_that_ends_too_soon_is_opened_again(
    server: DeckServer, deck: OpsdeckClient
) -> None:
    async def end(context: Context) -> None:
        return

    serve(server, journal(5), end)
    assert await seqs(deck.watch_job("job-1")) == [1, 2, 3, 4, 5]


async def test_silence_is_a_broken_line(server: DeckServer) -> None:
    serve(server, journal(5), hang)
    patience = Patience(first_pause=0.01, silence=0.2)
    async with OpsdeckClient(server.url, patience=patience) as deck:
        assert await seqs(deck.watch_job("job-1")) == [1, 2, 3, 4, 5]
    assert server.gone.is_set()


async def test_a_slow_reader_is_no_silence(server: DeckServer) -> None:
    serve(server, journal(3))
    patience = Patience(first_pause=0.01, silence=0.1)
    async with OpsdeckClient(server.url, patience=patience) as deck:
        watch = deck.watch_job("job-1")
        await anext(watch)
        await asyncio.sleep(0.3)  # the time is what is tested
        assert await seqs(watch) == [1, 2, 3]
    assert len(server.asked("WatchJob")) == 1


async def test_an_event_that_comes_twice_is_yielded_once(
    server: DeckServer, deck: OpsdeckClient
) -> None:
    async def stutter(request: WatchJobRequest, context: Context) -> AsyncGenerator[Any]:
        async for answer in answers(request, journal(4)):
            yield answer
            yield answer

    server.handlers["WatchJob"] = stutter
    assert await seqs(deck.watch_job("job-1")) == [1, 2, 3, 4]


async def test_text_in_the_making_is_passed_on(server: DeckServer, deck: OpsdeckClient) -> None:
    async def watch(request: WatchJobRequest, context: Context) -> AsyncGenerator[Any]:
        async for answer in answers(request, journal(2)):
            yield answer
            if answer.cursor == "1":
                delta = Event(seq=1, text_delta=TextDelta(text="Hel"))
                yield WatchJobResponse(events=[delta], cursor="1")

    server.handlers["WatchJob"] = watch
    assert await seqs(deck.watch_job("job-1", partial=True)) == [1, 1, 2]
    assert server.asked("WatchJob")[0].partial


async def test_a_tail_that_is_cut_off_goes_on_by_its_cursor(
    server: DeckServer, deck: OpsdeckClient
) -> None:
    async def watch(request: WatchJobRequest, context: Context) -> AsyncGenerator[Any]:
        yield WatchJobResponse(job=JobSummary(status=Job.running), cursor=request.after or "3")
        if not request.after:
            await cut_off(context)
        for event in journal(5)[3:]:
            yield WatchJobResponse(events=[event], cursor=str(event.seq))

    server.handlers["WatchJob"] = watch
    assert await seqs(deck.watch_job("job-1", tail_only=True)) == [4, 5]
    asked = [(request.after, request.tail_only) for request in server.asked("WatchJob")]
    assert asked == [("", True), ("3", False)]


async def test_a_watch_of_what_was_over_ends_without_an_event(
    server: DeckServer, deck: OpsdeckClient
) -> None:
    async def watch(request: WatchJobRequest, context: Context) -> AsyncGenerator[Any]:
        job = JobSummary(status=Job.failed)
        yield WatchJobResponse(job=job, cursor=request.after, caught_up=True)

    server.handlers["WatchJob"] = watch
    assert await seqs(deck.watch_job("job-1", "5")) == []
    assert len(server.asked("WatchJob")) == 1


async def test_a_job_that_is_over_in_a_newer_way_is_over(
    server: DeckServer, deck: OpsdeckClient
) -> None:
    async def watch(request: WatchJobRequest, context: Context) -> AsyncGenerator[Any]:
        job = JobSummary()
        job.completed_at.FromSeconds(1)
        yield WatchJobResponse(job=job, cursor=request.after, caught_up=True)

    server.handlers["WatchJob"] = watch
    assert await seqs(deck.watch_job("job-1", "5")) == []


async def test_a_session_is_watched_until_it_is_cleaned_up(
    server: DeckServer, deck: OpsdeckClient
) -> None:
    async def watch(request: Any, context: Context) -> AsyncGenerator[Any]:
        status = QuickSession.running
        after = int(request.after or 0)
        yield WatchSessionResponse(session=QuickSession(status=status), cursor=str(after))
        for event in journal(4, "expired")[after:]:
            yield WatchSessionResponse(events=[event], cursor=str(event.seq))
            if event.seq == 2 and not after:
                await cut_off(context)

    server.handlers["WatchSession"] = watch
    watching = deck.watch_session("quick-1")
    found = [event.seq async for answer in watching for event in answer.events]
    assert found == [1, 2, 3, 4]
    assert len(server.asked("WatchSession")) == 2


async def test_pauses_grow_are_jittered_and_have_a_limit() -> None:
    patience = Patience(first_pause=1, longest_pause=8)
    for _ in range(50):
        pauses = Pauses(patience)
        taken = [pauses.take(600) for _ in range(6)]
        for pause, whole in zip(taken, (1, 2, 4, 8, 8, 8), strict=True):
            assert pause is not None
            assert whole / 2 <= pause <= whole
    assert len({Pauses(patience).take(600) for _ in range(20)}) > 1
    assert Pauses(patience).take(0.1) is None


HOW = st.sampled_from(["go on", "go on", "end", "cut", "again"])
STEPS = st.lists(st.tuples(HOW, st.integers(0, 5), st.integers(0, 5)), max_size=30)


@given(st.integers(1, 20), STEPS)
async def test_whatever_happens_to_the_line_each_event_comes_once(
    length: int, steps: list[tuple[str, int, int]]
) -> None:
    script = iter(steps)

    async def stream(after: int) -> AsyncGenerator[WatchJobResponse]:
        at = after
        while at < length:
            how, back, many = next(script, ("go on", 0, length))
            if how == "end":
                return
            if how == "cut":
                raise OpsdeckError(None, grpc.StatusCode.UNAVAILABLE, "cut")
            if how == "again":
                at = max(0, at - back)
            batch = journal(length)[at : at + many]
            at += len(batch)
            yield WatchJobResponse(events=batch, cursor=str(at))

    def start(place: Place) -> Any:
        return Cancellable(stream(int(place.cursor or 0)))

    calls = Calls.__new__(Calls)  # no channel: `start` is the line
    calls.closed = False
    quick = Patience(first_pause=0, longest_pause=0)
    seen = [
        event.seq
        async for answer in follow(calls, start, Place(), quick)
        if isinstance(answer, WatchJobResponse)
        for event in answer.events
    ]
    assert seen == list(range(1, length + 1))


class Cancellable:
    """An asynchronous iterator that can be cancelled, as a call of gRPC's."""

    def __init__(self, answers: AsyncGenerator[WatchJobResponse]) -> None:
        self._answers = answers

    def __aiter__(self) -> AsyncGenerator[WatchJobResponse]:
        return self._answers

    def cancel(self) -> bool:
        return True
