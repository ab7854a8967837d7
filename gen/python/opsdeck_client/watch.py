"""Follow a journal to its end, over every loss of the connection."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from opsdeck.v1.job_pb2 import Job
from opsdeck.v1.job_service_pb2 import WatchJobResponse
from opsdeck.v1.quick_session_pb2 import QuickSession
from opsdeck.v1.quick_session_service_pb2 import WatchSessionResponse
from opsdeck_client.calls import Calls
from opsdeck_client.errors import OpsdeckError, StreamBroken
from opsdeck_client.listening import Listening, Stream
from opsdeck_client.patience import Patience, Pauses

Answer = TypeVar("Answer", WatchJobResponse, WatchSessionResponse)
_Yielded = TypeVar("_Yielded")

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

    def pass_on(self, answer: WatchJobResponse | WatchSessionResponse) -> bool:
        """Note what an answer brings, and take out what was seen before; return if it is more."""
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
        return bool(events)


def follow(
    calls: Calls,
    start: Callable[[Place], Stream[Answer]],
    place: Place,
    patience: Patience,
    *,
    over_a_gap: bool = False,
    tell: Callable[[Away], object] | None = None,
) -> AsyncGenerator[Answer | Away]:
    """Return the answers of a watch to its end, each event once and in order.

    `start` opens a stream at a place, which is where to begin. While the server is away, `tell`
    is called before each pause; without it, an `Away` is yielded. Closing the iterator ends the
    watch and leaves what is watched as it is. Cancelling what waits on it ends the stream; who
    asks for the next answer after that opens another, which goes on at the place.

    With `over_a_gap`, events that were pruned while we were away are passed over; without, they
    are an error.

    Raises:
        OpsdeckError: The server refused, or was away for longer than `patience` allows.
    """
    pauses = Pauses(patience)

    async def on() -> AsyncGenerator[Answer | Away]:
        while True:
            over = caught_up = False
            try:
                with calls.telling(), Listening(start(place), patience.silence) as line:
                    async for answer in line.stream:
                        line.heard()
                        # A server that says how it stands and hangs up again brings nothing.
                        if place.pass_on(answer) or caught_up:
                            pauses.reset()
                        # A journal that ended before the cursor has no event left: its state
                        # says so.
                        over, caught_up = over or _is_over(answer), answer.caught_up
                        yield answer
                        if place.terminal:
                            return
                        line.waits()
                if over and caught_up:
                    return
                error: OpsdeckError = StreamBroken(
                    "the server ended the stream before the last event"
                )
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

    return Resuming(on)


class Resuming(AsyncGenerator[_Yielded]):
    """A generator that is begun again where the wait for its next value was cancelled.

    One of Python's own is over then, and looks as if it had come to its end: whoever limits the
    wait for one answer (`asyncio.wait_for`) would take a job that goes on for one that is over.
    """

    def __init__(self, begin: Callable[[], AsyncGenerator[_Yielded]]) -> None:
        self._begin = begin
        self._values = begin()
        self._cut = False

    async def asend(self, value: None, /) -> _Yielded:
        """Return the next value."""
        if self._cut:
            self._cut = False
            self._values = self._begin()
        try:
            return await self._values.asend(value)
        except asyncio.CancelledError:
            self._cut = True
            raise

    async def athrow(self, *words: Any) -> _Yielded:
        """Raise something where the generator stands."""
        return await self._values.athrow(*words)

    async def aclose(self) -> None:
        """End it."""
        self._cut = False
        await self._values.aclose()


def _is_over(answer: WatchJobResponse | WatchSessionResponse) -> bool:
    if isinstance(answer, WatchJobResponse):
        # A newer server may know more ways to end; what is over has a time of its end.
        return answer.job.status in JOB_OVER or answer.job.HasField("completed_at")
    return answer.HasField("session") and answer.session.status == QuickSession.expired
