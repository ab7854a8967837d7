"""How the Python client's watches end, and how not."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import grpc
import pytest
import pytest_asyncio

from opsdeck.v1.job_pb2 import Job, JobSummary
from opsdeck.v1.job_service_pb2 import WatchJobRequest, WatchJobResponse
from opsdeck_client import Away, OpsdeckClient, OpsdeckError, Patience
from tests.fakes.deck_server import Context, DeckServer, refuse
from tests.unit.deck_journal import QUICK, cut_off, hang, journal, seqs, serve


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


async def test_a_server_that_only_hangs_up_uses_patience_up(server: DeckServer) -> None:
    async def watch(request: WatchJobRequest, context: Context) -> AsyncGenerator[Any]:
        yield WatchJobResponse(job=JobSummary(status=Job.running), caught_up=True)

    server.handlers["WatchJob"] = watch
    patience = Patience(first_pause=0.01, longest_pause=0.02, to_return=0.3)
    async with OpsdeckClient(server.url, patience=patience) as deck:
        with pytest.raises(OpsdeckError, match="before the last event"):
            await seqs(deck.watch_job("job-1"))


async def test_a_watch_goes_on_after_a_wait_that_was_too_long(
    server: DeckServer, deck: OpsdeckClient
) -> None:
    serve(server, journal(5), hang)
    async with asyncio.timeout(40):
        watch = deck.watch_job("job-1")
        found = [await anext(watch) for _ in range(3)]
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(watch), 0.1)
        await server.gone.wait()
        assert [event.seq for answer in found for event in answer.events] == [1, 2]
        assert await seqs(watch) == [3, 4, 5]
        with pytest.raises(StopAsyncIteration):
            await anext(watch)
    assert [request.after for request in server.asked("WatchJob")] == ["", "2"]


async def test_a_watch_that_was_closed_after_such_a_wait_is_over(
    server: DeckServer, deck: OpsdeckClient
) -> None:
    serve(server, journal(5), hang, cut=1)
    async with asyncio.timeout(40):
        watch = deck.watch_job("job-1")
        await anext(watch)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(watch), 0.1)
        await watch.aclose()
        with pytest.raises(StopAsyncIteration):
            await anext(watch)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("UNAUTHENTICATED", "TOKEN_INVALID"),
        ("NOT_FOUND", "JOB_NOT_FOUND"),
        ("INVALID_ARGUMENT", "CURSOR_INVALID"),
        ("OUT_OF_RANGE", "CURSOR_EXPIRED"),
        ("INTERNAL", "INTERNAL_ERROR"),
    ],
)
async def test_a_refusal_ends_a_watch(
    server: DeckServer, deck: OpsdeckClient, code: str, reason: str
) -> None:
    async def watch(request: Any, context: Context) -> AsyncGenerator[Any]:
        await refuse(context, grpc.StatusCode[code], reason)
        yield

    server.handlers["WatchJob"] = watch
    with pytest.raises(OpsdeckError) as caught:
        await seqs(deck.watch_job("job-1", "7"))
    assert caught.value.reason == reason
    assert len(server.asked("WatchJob")) == 1


def pruned(server: DeckServer) -> None:
    """Serve a journal that is cut off after event 2, and pruned up to 4 before the next call."""

    async def watch(request: WatchJobRequest, context: Context) -> AsyncGenerator[Any]:
        if request.after:
            await refuse(context, grpc.StatusCode.OUT_OF_RANGE, "CURSOR_EXPIRED")
        first = len(server.asked("WatchJob")) == 1
        for event in journal(6)[:2] if first else journal(6)[4:]:
            yield WatchJobResponse(events=[event], cursor=str(event.seq))
        await cut_off(context)

    server.handlers["WatchJob"] = watch


async def test_a_gap_is_an_error(server: DeckServer, deck: OpsdeckClient) -> None:
    pruned(server)
    with pytest.raises(OpsdeckError) as caught:
        await seqs(deck.watch_job("job-1"))
    assert caught.value.code is grpc.StatusCode.OUT_OF_RANGE


async def test_a_gap_is_passed_over_where_that_was_asked_for(
    server: DeckServer, deck: OpsdeckClient
) -> None:
    pruned(server)
    assert await seqs(deck.watch_job("job-1", over_a_gap=True)) == [1, 2, 5, 6]


async def test_who_watches_is_told_that_the_server_is_away(
    server: DeckServer, deck: OpsdeckClient
) -> None:
    serve(server, journal(5), cut_off)
    told: list[Away] = []
    await seqs(deck.watch_job("job-1", on_away=told.append))
    assert [away.error.message for away in told] == ["upstream reset"]


async def test_who_watches_is_told_only_where_there_is_a_next_try() -> None:
    told: list[Away] = []
    async with OpsdeckClient("http://127.0.0.1:1", patience=Patience(to_begin=0)) as deck:
        with pytest.raises(OpsdeckError):
            await seqs(deck.watch_job("job-1", on_away=told.append))
    assert told == []


async def test_a_server_that_stays_away_is_an_error_in_the_end() -> None:
    patience = Patience(first_pause=0.01, longest_pause=0.02, to_begin=0.3)
    async with OpsdeckClient("http://127.0.0.1:1", patience=patience) as deck:
        with pytest.raises(OpsdeckError) as caught:
            await seqs(deck.watch_job("job-1"))
    assert caught.value.code is grpc.StatusCode.UNAVAILABLE


async def test_a_closed_watch_leaves_nothing_behind(
    server: DeckServer, deck: OpsdeckClient
) -> None:
    serve(server, journal(5), hang)
    async with asyncio.timeout(10):
        async with aclosing(deck.watch_job("job-1")) as watch:
            await anext(watch)
            await anext(watch)
            before = own_tasks()
        await server.gone.wait()
        while own_tasks() & before:
            await asyncio.sleep(0)


async def test_a_cancelled_watch_leaves_nothing_behind(
    server: DeckServer, deck: OpsdeckClient
) -> None:
    serve(server, journal(5), hang)
    begun = asyncio.Event()

    async def watching() -> None:
        async for answer in deck.watch_job("job-1"):
            if answer.cursor == "2":  # the last before the server hangs
                begun.set()

    task = asyncio.create_task(watching())
    async with asyncio.timeout(10):
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await server.gone.wait()


async def test_closing_the_client_ends_its_watches(server: DeckServer) -> None:
    serve(server, journal(5), hang)
    deck = OpsdeckClient(server.url, patience=QUICK)
    begun = asyncio.Event()

    async def watching() -> None:
        async for answer in deck.watch_job("job-1"):
            if answer.cursor == "2":  # the last before the server hangs
                begun.set()

    task = asyncio.create_task(watching())
    async with asyncio.timeout(10):
        await begun.wait()
        await deck.close()
        with pytest.raises(OpsdeckError, match="closed") as caught:
            await task
        await server.gone.wait()
    assert not caught.value.transient


def own_tasks() -> set[Any]:
    """Return the tasks of this loop but that of the test and the server's."""
    current = asyncio.current_task()
    return {
        task
        for task in asyncio.all_tasks()
        if task is not current and "server" not in repr(task).lower()
    }
