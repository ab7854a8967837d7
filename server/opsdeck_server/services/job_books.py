"""The row of a running job, and the one way in which its flow changes it."""

from dataclasses import replace

import structlog

from opsdeck_server.domain.events import ErrorEvent, NewEvent, Payload, Step
from opsdeck_server.domain.jobs import Job, JobStage, JobStatus
from opsdeck_server.domain.runs import Run
from opsdeck_server.ports.clock import Clock
from opsdeck_server.ports.store import Claim, Commit
from opsdeck_server.services.journal import Journal

log = structlog.get_logger(__name__)


class JobBooks:
    """A job as it was last committed. Every write raises Stale when another host has it."""

    def __init__(self, journal: Journal, clock: Clock, claim: Claim) -> None:
        self._journal = journal
        self._clock = clock
        self.job = claim.job
        self.generation = claim.generation

    async def say(self, name: str, message: str) -> None:
        """Say that a step was done."""
        await self.write((Step(name, message),), self.job, None)

    async def advance(
        self, stage: JobStage, event: Payload, *, run: Run | None = None, **changes: object
    ) -> None:
        """Commit that a stage is done, and which one is next."""
        job = replace(self.job, stage=stage, **changes)  # pyright: ignore[reportArgumentType] - names and types are Job's
        await self.write((event,), job, run)

    async def end(
        self,
        outcome: JobStatus,
        error: str | None,
        *events: Payload,
        run: Run | None = None,
        **changes: object,
    ) -> None:
        """Commit what the job will have come to; winding up is all that is left."""
        job = replace(
            self.job,
            stage=JobStage.wind_up,
            outcome=outcome,
            error=error,
            **changes,  # pyright: ignore[reportArgumentType] - names and types are Job's
        )
        said = events if error is None else (*events, ErrorEvent(error))
        await self.write(said, job, run)

    async def write(self, events: tuple[Payload, ...], job: Job, run: Run | None) -> None:
        """Commit the row as it is to be, with what is to be said of it."""
        now = self._clock.now()
        job = replace(job, updated_at=now)
        await self._journal.commit(
            Commit(
                job.id,
                self.generation,
                tuple(NewEvent(event, now, job.run_id) for event in events),
                job=job,
                runs=() if run is None else (run,),
            )
        )
        self.job = job


def log_end(job: Job) -> None:
    """Write to the log that a job is over.

    Why is in the job: its error may have words of its agent, of git or of an API, secrets too.
    """
    log.info(
        "job.ended",
        job=job.id,
        status=job.status.value,
        exit_code=job.exit_code,
        kept=job.kept_ref,
    )
