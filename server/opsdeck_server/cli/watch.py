"""Follow a job or a session to its end, over every loss of the connection."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from opsdeck_server.cli.connection import Connection, NoServer, error_reason
from opsdeck_server.cli.failures import CommandFailed, ExitCode

if TYPE_CHECKING:
    from grpc.aio import AioRpcError

    from opsdeck.v1.job_pb2 import Job
    from opsdeck.v1.job_service_pb2 import WatchJobResponse
    from opsdeck.v1.quick_session_service_pb2 import WatchSessionResponse

_Answer = TypeVar("_Answer", "WatchJobResponse", "WatchSessionResponse")
_Answer_co = TypeVar("_Answer_co", covariant=True)


class Stream(Protocol[_Answer_co]):
    """A call that answers with a stream."""

    def __aiter__(self) -> AsyncIterator[_Answer_co]: ...
    def cancel(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a watch waits, in seconds."""

    first_pause: float = 0.2
    """Before the first try to come back; each further pause is twice as long."""
    longest_pause: float = 5.0
    """No pause is longer, so that a server that is back is noticed soon."""
    to_begin: float = 10.0
    """For the first answer, while the port is open: a server that starts takes a moment."""
    to_return: float = 600.0
    """For a server that went away: an upgrade takes minutes, not hours."""
    silence: float = 45.0
    """Without a word; the server sends a heartbeat every 15, so the connection is dead."""


USUAL = Patience()


@dataclass(frozen=True, slots=True)
class Away:
    """The server is not there just now; the watch comes back by itself."""

    why: str
    pause: float
    """Seconds until the next try."""


def watch_job(
    connection: Connection,
    job_id: str,
    *,
    tail_only: bool = False,
    partial: bool = False,
    patience: Patience | None = None,
) -> AsyncGenerator["WatchJobResponse | Away", None]:
    """Yield the answers of a watch until the job is over, as `_watch` does."""
    from opsdeck.v1.job_service_pb2 import WatchJobRequest

    def ask(cursor: str) -> "Stream[WatchJobResponse]":
        request = WatchJobRequest(
            id=job_id, after=cursor, tail_only=tail_only and not cursor, partial=partial
        )
        return connection.jobs.WatchJob(request, metadata=connection.metadata)

    def over(answer: "WatchJobResponse") -> bool:
        return answer.HasField("job") and is_over(answer.job.status)

    return _watch(connection, _Place(ask, over), patience or USUAL)


def watch_session(
    connection: Connection,
    session_id: str,
    *,
    tail_only: bool = False,
    partial: bool = False,
    patience: Patience | None = None,
) -> AsyncGenerator["WatchSessionResponse | Away", None]:
    """Yield the answers of a watch until the session is cleaned up, as `_watch` does."""
    from opsdeck.v1.quick_session_pb2 import QuickSession
    from opsdeck.v1.quick_session_service_pb2 import WatchSessionRequest

    def ask(cursor: str) -> "Stream[WatchSessionResponse]":
        request = WatchSessionRequest(
            id=session_id, after=cursor, tail_only=tail_only and not cursor, partial=partial
        )
        return connection.sessions.WatchSession(request, metadata=connection.metadata)

    def over(answer: "WatchSessionResponse") -> bool:
        return answer.HasField("session") and answer.session.status == QuickSession.expired

    return _watch(connection, _Place(ask, over), patience or USUAL)


async def _watch(
    connection: Connection, place: "_Place[_Answer]", patience: Patience
) -> AsyncGenerator[_Answer | Away, None]:
    """Yield the answers of a watch to the end of its stream, each event once and in order.

    When the server goes away it says so with an `Away`, tries again with growing pauses, and goes
    on after the last cursor. Closing the iterator, or cancelling what waits on it, ends the watch
    and leaves what is watched as it is.

    Raises:
        CommandFailed: The server refused, or none answers, or it did not come back.
    """
    from grpc.aio import AioRpcError

    loop = asyncio.get_running_loop()
    pause, away_since, begun = patience.first_pause, loop.time(), False
    while True:
        try:
            async with aclosing(_one_stream(place, patience.silence)) as answers:
                async for answer in answers:
                    pause, away_since, begun = patience.first_pause, None, True
                    yield answer
            if place.over:
                return
            failure: CommandFailed = CommandFailed("the server ended the stream", ExitCode.usage)
        except TimeoutError:
            failure = CommandFailed("the server fell silent", ExitCode.usage)
        except AioRpcError as error:
            failure = await connection.failure(error)
            if error_reason(error) == "CURSOR_EXPIRED" and place.cursor:
                # Older events were pruned while we were away: all that is left, from the start.
                place.cursor = ""
                continue
            if not _worth_another_try(error) or (not begun and isinstance(failure, NoServer)):
                raise failure from None
        now = loop.time()
        away_since = now if away_since is None else away_since
        limit = patience.to_return if begun else patience.to_begin
        if now + pause - away_since > limit:
            raise failure
        yield Away(str(failure), pause)
        await asyncio.sleep(pause)
        pause = min(pause * 2, patience.longest_pause)


class _Place(Generic[_Answer]):
    """How far a watch is. `ask` opens a stream after a cursor; `ended` knows the last answer."""

    def __init__(
        self, ask: Callable[[str], Stream[_Answer]], ended: Callable[[_Answer], bool]
    ) -> None:
        self._ask = ask
        self._ended = ended
        self.cursor = ""
        self.last_seq = 0
        self.over = False

    def open(self) -> Stream[_Answer]:
        """Open a stream that goes on from here."""
        return self._ask(self.cursor)

    def pass_on(self, answer: _Answer) -> None:
        """Note what the answer brings, and take out of it what was seen before."""
        fresh = [
            event
            for event in answer.events
            if event.HasField("text_delta") or event.seq > self.last_seq
        ]
        if len(fresh) < len(answer.events):
            del answer.events[:]
            answer.events.extend(fresh)
        for event in fresh:
            if not event.HasField("text_delta"):
                self.last_seq = event.seq
            if event.HasField("status_change") and event.status_change.terminal:
                self.over = True
        self.cursor = answer.cursor or self.cursor
        if self._ended(answer):
            self.over = True


async def _one_stream(place: _Place[_Answer], silence: float) -> AsyncGenerator[_Answer, None]:
    stream = place.open()
    answers = aiter(stream)
    try:
        while True:
            try:
                async with asyncio.timeout(silence):
                    answer = await anext(answers)
            except StopAsyncIteration:
                return
            place.pass_on(answer)
            yield answer
    finally:
        stream.cancel()


def is_over(status: "Job.Status.ValueType") -> bool:
    """Whether a job of this status is over."""
    from opsdeck.v1.job_pb2 import Job

    return status in (Job.completed, Job.failed, Job.cancelled)


def exit_code(status: "Job.Status.ValueType") -> ExitCode:
    """Return what a watch answers to its shell for a job that ended like this."""
    from opsdeck.v1.job_pb2 import Job

    return {Job.completed: ExitCode.ok, Job.cancelled: ExitCode.cancelled}.get(
        status, ExitCode.failed
    )


def _worth_another_try(error: "AioRpcError") -> bool:
    from grpc import StatusCode

    if error.code() is StatusCode.UNAVAILABLE:
        return True
    # A connection that breaks under a stream has many names; opsdeck's own refusals have a reason.
    broken = (StatusCode.INTERNAL, StatusCode.UNKNOWN, StatusCode.CANCELLED)
    return error.code() in broken and not error_reason(error)
