"""Follow a journal to its end, over every loss of the connection."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar

from opsdeck.v1.job_pb2 import Job
from opsdeck.v1.job_service_pb2 import WatchJobResponse
from opsdeck.v1.quick_session_pb2 import QuickSession
from opsdeck.v1.quick_session_service_pb2 import WatchSessionResponse
from opsdeck_client.calls import Calls
from opsdeck_client.errors import OpsdeckError, StreamBroken
from opsdeck_client.patience import Patience, Pauses

Answer = TypeVar("Answer", WatchJobResponse, WatchSessionResponse)

_Answer_co = TypeVar("_Answer_co", covariant=True)

JOB_OVER = frozenset((Job.completed, Job.failed, Job.cancelled))
"""The statuses of a job that has come to its end."""


class Stream(Protocol[_Answer_co]):
    """A call of gRPC's that answers with a stream."""

    def __aiter__(self) -> AsyncIterator[_Answer_co]: ...
    def cancel(self) -> bool: ...


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
        events = answer.events
        # They are in order: where the first is new, all are.
        if events and events[0].seq <= self.last_seq:
            # A delta has the number of the event before it, and never comes twice.
            fresh = [e for e in events if e.seq > self.last_seq or e.HasField("text_delta")]
            if len(fresh) < len(events):
                del events[:]
                events.extend(fresh)
        for event in reversed(events):
            if not event.HasField("text_delta"):
                self.last_seq = event.seq
                self.terminal = event.HasField("status_change") and event.status_change.terminal
                break
        self.cursor = answer.cursor or self.cursor
        self.begun = True


async def follow(
    calls: Calls,
    start: Callable[[Place], Stream[Answer]],
    place: Place,
    patience: Patience,
    *,
    over_a_gap: bool = False,
    tell: Callable[[Away], object] | None = None,
) -> AsyncGenerator[Answer | Away]:
    """Yield the answers of a watch to its end, each event once and in order.

    `start` opens a stream at a place, which is where to begin. While the server is away, `tell`
    is called before each pause; without it, an `Away` is yielded. Closing the iterator, or
    cancelling what waits on it, ends the watch and leaves what is watched as it is.

    With `over_a_gap`, events that were pruned while we were away are passed over; without, they
    are an error.

    Raises:
        OpsdeckError: The server refused, or was away for longer than `patience` allows.
    """
    pauses = Pauses(patience)
    while True:
        over = caught_up = False
        try:
            with calls.telling(), Listening(start(place), patience.silence) as line:
                async for answer in line.stream:
                    line.heard()
                    pauses.reset()
                    place.pass_on(answer)
                    # A journal that ended before the cursor has no event left: its state says so.
                    over, caught_up = over or _is_over(answer), answer.caught_up
                    yield answer
                    if place.terminal:
                        return
                    line.waits()
            if over and caught_up:
                return
            error: OpsdeckError = StreamBroken("the server ended the stream before the last event")
        except OpsdeckError as caught:
            error = caught
        if error.reason == "CURSOR_EXPIRED" and place.begun and place.cursor and over_a_gap:
            place.cursor = ""
            continue
        pause = None
        if error.transient and not calls.closed:
            pause = pauses.take(patience.to_return if place.begun else patience.to_begin)
        if pause is None:
            raise error
        if tell:
            tell(Away(error, pause))
        else:
            yield Away(error, pause)
        await asyncio.sleep(pause)


class Listening(Generic[Answer]):
    """Ends a stream that says nothing for too long, and one that is left.

    Use it as a context manager. One timer for all answers: they may be many. Time that the reader
    of the answers takes is no silence of the server's.
    """

    def __init__(self, stream: Stream[Answer], seconds: float) -> None:
        self.stream = stream
        self._seconds = seconds
        self._silent = False
        self._loop = asyncio.get_running_loop()
        self._since: float | None = self._loop.time()
        self._timer = self._loop.call_later(seconds, self._look)

    def waits(self) -> None:
        """From now on the server is waited for."""
        self._since = self._loop.time()

    def heard(self) -> None:
        """The server has answered."""
        self._since = None

    def _look(self) -> None:
        left = self._seconds
        if self._since is not None:
            left += self._since - self._loop.time()
        if left <= 0:
            self._silent = True
            self.stream.cancel()
        else:
            self._timer = self._loop.call_later(left, self._look)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        self.stream.cancel()
        if self._silent and kind is asyncio.CancelledError:
            task = asyncio.current_task()
            if not (task and task.cancelling()):
                raise StreamBroken(f"the server fell silent for {self._seconds:g} s") from None


def _is_over(answer: WatchJobResponse | WatchSessionResponse) -> bool:
    if isinstance(answer, WatchJobResponse):
        # A newer server may know more ways to end; what is over has a time of its end.
        return answer.job.status in JOB_OVER or answer.job.HasField("completed_at")
    return answer.HasField("session") and answer.session.status == QuickSession.expired
