"""Follow a journal to its end, over every loss of the connection."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, TypeVar

from opsdeck.v1.job_pb2 import Job
from opsdeck.v1.job_service_pb2 import WatchJobResponse
from opsdeck.v1.quick_session_pb2 import QuickSession
from opsdeck.v1.quick_session_service_pb2 import WatchSessionResponse
from opsdeck_client.calls import Calls
from opsdeck_client.errors import OpsdeckError, StreamBroken
from opsdeck_client.patience import Patience, Pauses

Answer = TypeVar("Answer", WatchJobResponse, WatchSessionResponse)

JOB_OVER = frozenset((Job.completed, Job.failed, Job.cancelled))
"""The statuses of a job that has come to its end."""


@dataclass(frozen=True, slots=True)
class Away:
    """The server is not there just now; the watch comes back by itself."""

    error: OpsdeckError
    pause: float
    """Seconds until the next try."""


@dataclass(slots=True)
class Place:
    """How far a watch is."""

    cursor: str = ""
    last_seq: int = 0
    terminal: bool = False
    """Whether the last event of all was seen."""
    begun: bool = False
    """Whether the server has answered at all."""

    def pass_on(self, answer: WatchJobResponse | WatchSessionResponse) -> None:
        """Note what an answer brings, and take out of it what was seen before."""
        fresh = [
            event
            for event in answer.events
            # A delta has the number of the event before it, and never comes twice.
            if event.seq > self.last_seq or event.HasField("text_delta")
        ]
        if len(fresh) < len(answer.events):
            del answer.events[:]
            answer.events.extend(fresh)
        for event in reversed(fresh):
            if not event.HasField("text_delta"):
                self.last_seq = event.seq
                self.terminal = event.HasField("status_change") and event.status_change.terminal
                break
        self.cursor = answer.cursor or self.cursor
        self.begun = True


async def follow(
    calls: Calls,
    start: Callable[[Place], AsyncIterable[Answer]],
    place: Place,
    patience: Patience,
    *,
    over_a_gap: bool = False,
) -> AsyncGenerator[Answer | Away]:
    """Yield the answers of a watch to its end, each event once and in order.

    `start` opens a stream at a place, which is where to begin. While the server is away there is
    an `Away` before each pause. Closing the iterator, or cancelling what waits on it, ends the
    watch and leaves what is watched as it is.

    With `over_a_gap`, events that were pruned while we were away are passed over; without, they
    are an error.

    Raises:
        OpsdeckError: The server refused, or was away for longer than `patience` allows.
    """
    pauses = Pauses(patience)
    while True:
        try:
            async with aclosing(_one_stream(calls, start, place, patience.silence)) as answers:
                async for answer in answers:
                    pauses.reset()
                    yield answer
            return
        except OpsdeckError as caught:
            error = caught
        if place.terminal:
            return
        if error.reason == "CURSOR_EXPIRED" and place.begun and place.cursor and over_a_gap:
            place.cursor = ""
            continue
        pause = None
        if error.passing and not calls.closed:
            pause = pauses.take(patience.to_return if place.begun else patience.to_begin)
        if pause is None:
            raise error
        yield Away(error, pause)
        await asyncio.sleep(pause)


async def _one_stream(
    calls: Calls,
    start: Callable[[Place], AsyncIterable[Answer]],
    place: Place,
    silence: float,
) -> AsyncGenerator[Answer]:
    """Yield the answers of one stream; return when it has come to the end of the journal."""
    over = caught_up = False
    with calls.telling():
        stream: Any = start(place)
        try:
            answers: AsyncIterator[Answer] = aiter(stream)
            while True:
                try:
                    async with asyncio.timeout(silence):
                        answer = await anext(answers)
                except StopAsyncIteration:
                    break
                place.pass_on(answer)
                caught_up = answer.caught_up
                # A journal that ended before the cursor has no event left: its state says so.
                over = over or _is_over(answer)
                yield answer
                if place.terminal:
                    return
        except TimeoutError:
            raise StreamBroken(f"the server fell silent for {silence:g} s") from None
        finally:
            stream.cancel()
    if not (over and caught_up):
        raise StreamBroken("the server ended the stream before the last event")


def _is_over(answer: WatchJobResponse | WatchSessionResponse) -> bool:
    if isinstance(answer, WatchJobResponse):
        return answer.HasField("job") and answer.job.status in JOB_OVER
    return answer.HasField("session") and answer.session.status == QuickSession.expired
