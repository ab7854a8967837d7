"""Follow a job or a session to its end, over every loss of the connection."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from opsdeck_server.cli.connection import Connection, NoServer
from opsdeck_server.cli.failures import ExitCode

if TYPE_CHECKING:
    import opsdeck_client
    from opsdeck.v1.job_pb2 import Job
    from opsdeck.v1.job_service_pb2 import WatchJobResponse
    from opsdeck.v1.quick_session_service_pb2 import WatchSessionResponse

_Answer = TypeVar("_Answer", "WatchJobResponse", "WatchSessionResponse")

USUAL: "opsdeck_client.Patience | None" = None
"""How long a watch waits where its caller does not say; None: as the client does."""


@dataclass(frozen=True, slots=True)
class Away:
    """The server is not there just now; the watch comes back by itself."""

    why: str
    pause: float
    """Seconds until the next try."""


def watch_job(
    connection: Connection, job_id: str, *, tail_only: bool = False, partial: bool = False
) -> AsyncGenerator["WatchJobResponse | Away", None]:
    """Yield the answers of a watch until the job is over, as `_watch` does."""
    answers = connection.deck.follow_job(
        job_id, tail_only=tail_only, partial=partial, over_a_gap=True, patience=USUAL
    )
    return _watch(connection, answers)


def watch_session(
    connection: Connection, session_id: str, *, tail_only: bool = False, partial: bool = False
) -> AsyncGenerator["WatchSessionResponse | Away", None]:
    """Yield the answers of a watch until the session is cleaned up, as `_watch` does."""
    answers = connection.deck.follow_session(
        session_id, tail_only=tail_only, partial=partial, over_a_gap=True, patience=USUAL
    )
    return _watch(connection, answers)


async def _watch(
    connection: Connection, answers: AsyncGenerator["_Answer | opsdeck_client.Away", None]
) -> AsyncGenerator[_Answer | Away, None]:
    """Yield the answers of a watch to the end of its stream, each event once and in order.

    When the server goes away it says so with an `Away`, tries again with growing pauses, and goes
    on after the last cursor. Where nobody listens at the beginning, it does not wait. Closing the
    iterator, or cancelling what waits on it, ends the watch and leaves what is watched as it is.

    Raises:
        CommandFailed: The server refused, or none answers, or it did not come back.
    """
    import opsdeck_client

    begun = False
    try:
        async with aclosing(answers):
            async for answer in answers:
                if isinstance(answer, opsdeck_client.Away):
                    failure = await connection.failure(answer.error)
                    if not begun and isinstance(failure, NoServer):
                        raise failure
                    yield Away(str(failure), answer.pause)
                else:
                    begun = True
                    yield answer
    except opsdeck_client.OpsdeckError as error:
        raise await connection.failure(error) from None


def exit_code(status: "Job.Status.ValueType") -> ExitCode:
    """Return what a watch answers to its shell for a job that ended like this."""
    from opsdeck.v1.job_pb2 import Job

    return {Job.completed: ExitCode.ok, Job.cancelled: ExitCode.cancelled}.get(
        status, ExitCode.failed
    )
