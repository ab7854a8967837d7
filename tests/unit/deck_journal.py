"""A journal of a job as a server of the tests' own serves it to the Python client."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Any

import grpc

from opsdeck.v1.event_pb2 import AssistantText, Event, StatusChange
from opsdeck.v1.job_pb2 import Job, JobSummary
from opsdeck.v1.job_service_pb2 import WatchJobRequest, WatchJobResponse
from opsdeck_client import Patience
from tests.fakes.deck_server import Context, DeckServer

QUICK = Patience(first_pause=0.01, longest_pause=0.05, to_begin=30, to_return=30, silence=30)


def journal(length: int, status: str = "completed") -> list[Event]:
    """Return the events of a job that is over."""
    texts = [Event(type="assistantText", assistant_text=AssistantText()) for _ in range(length - 1)]
    last = Event(type="statusChange", status_change=StatusChange(status=status, terminal=True))
    events = [*texts, last]
    for seq, event in enumerate(events, 1):
        event.seq = seq
    return events


async def answers(request: WatchJobRequest, events: list[Event]) -> AsyncGenerator[Any]:
    """Answer as the contract says; a cursor is the number of an event."""
    yield WatchJobResponse(job=JobSummary(status=Job.running), cursor=request.after or "0")
    for event in events[int(request.after or 0) :]:
        yield WatchJobResponse(events=[event], cursor=str(event.seq))


def serve(
    server: DeckServer,
    events: list[Event],
    after_first: Callable[[Context], Any] | None = None,
    cut: int = 3,
) -> None:
    """Serve a journal; the first call ends after `cut` answers in the way that is given."""

    async def watch(request: WatchJobRequest, context: Context) -> AsyncGenerator[Any]:
        first = len(server.asked("WatchJob")) == 1
        left = cut
        async for answer in answers(request, events):
            yield answer
            left -= 1
            if first and after_first and not left:
                await after_first(context)
                return

    server.handlers["WatchJob"] = watch


async def hang(context: Context) -> None:
    await asyncio.Event().wait()


async def cut_off(context: Context) -> None:
    await context.abort(grpc.StatusCode.UNAVAILABLE, "upstream reset")


async def seqs(watch: AsyncGenerator[WatchJobResponse]) -> list[int]:
    async with asyncio.timeout(40), aclosing(watch):
        return [event.seq async for answer in watch for event in answer.events]
