"""The queue: claims jobs as long as there is room, and owns the flows that work on them."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from opsdeck_server.domain.events import ErrorEvent, NewEvent, StatusChange
from opsdeck_server.domain.ids import new_id
from opsdeck_server.domain.jobs import Job, JobStatus
from opsdeck_server.ports.store import Claim, Commit, Stale, StoreUnavailable
from opsdeck_server.services.callbacks import callback_of
from opsdeck_server.services.job_books import log_end
from opsdeck_server.services.job_flow import FlowDeps, JobFlow
from opsdeck_server.services.lifecycle import Lifecycle, Phase

log = structlog.get_logger(__name__)

POLL_SECONDS = 5.0
"""How late a job can start when the wake-up was lost, or another host queued it."""

LEASE_SECONDS = 60.0
RENEW_SECONDS = 15.0

TRIES = 3
"""How often a flow is tried again after a fault of the server's own."""

RETRY_SECONDS = 1.0
"""Pause before the second try; before the third it is twice as long."""


class Queue:
    """Runs at most `max_running` jobs; the database decides which."""

    def __init__(self, deps: FlowDeps, lifecycle: Lifecycle, owner: str, max_running: int) -> None:
        self._deps = deps
        self._lifecycle = lifecycle
        self._owner = owner
        self.max_running = max_running
        self._flows: dict[str, JobFlow] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._cancels: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._astray = False
        """Whether there may be jobs that are ours by the books, and that nobody works on."""
        self.delivered = asyncio.Event()
        """Set whenever a job is over and may owe a callback."""

    def wake(self) -> None:
        """Look for work now."""
        self._wake.set()

    def flow(self, job_id: str) -> JobFlow | None:
        """Return the flow of a job that runs here."""
        return self._flows.get(job_id)

    async def cancel(self, job_id: str) -> None:
        """Stop a running job; return when its flow, if it is here, is over.

        Cancelling the call does not undo it.
        """
        cancel = asyncio.create_task(self._cancel(job_id))
        self._cancels.add(cancel)
        cancel.add_done_callback(partial(self._cancelled, job_id))
        await asyncio.shield(cancel)

    async def _cancel(self, job_id: str) -> None:
        await self._deps.store.request_cancel(job_id)
        flow = self._flows.get(job_id)
        if flow is not None:
            await flow.cancel()

    def _cancelled(self, job_id: str, cancel: asyncio.Task[None]) -> None:
        self._cancels.discard(cancel)
        if not cancel.cancelled() and cancel.exception() is not None:
            log.error("job.cancel_failed", job=job_id, exc_info=cancel.exception())

    async def run(self) -> None:
        """Claim and start jobs until cancelled; then leave the agents running.

        Flows that this server had when it is cancelled are let go of: the next server
        takes them over.
        """
        renewing = asyncio.create_task(self._renew())
        try:
            while True:
                self._wake.clear()
                if self._lifecycle.phase is Phase.ready:
                    await self._retake()
                    await self._claim_all()
                try:
                    async with asyncio.timeout(POLL_SECONDS):
                        await self._wake.wait()
                except TimeoutError:
                    continue
        finally:
            ours = (renewing, *self._tasks, *self._cancels)
            for task in ours:
                task.cancel()
            await asyncio.gather(*ours, return_exceptions=True)

    async def recover(self) -> int:
        """Take over the jobs that this host was working on; return how many.

        Each goes on by itself: one that is broken keeps nobody back.
        """
        self._astray = False
        rows = await self._deps.store.running_jobs(self._owner)
        left = [row.job for row in rows if row.job.id not in self._flows]
        for job in left:
            try:
                generation = await self._deps.store.claim_stream(job.id, self._owner, self._lease())
            except Exception:
                log.exception("recovery.claim_failed", job=job.id)
                self._astray = True
                continue
            self._begin(Claim(job, generation), recovered=True)
        return len(left)

    async def drained(self, seconds: float) -> Sequence[str]:
        """Wait until no job runs here, at most so long; return the ids of those that do."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        return sorted(self._flows)

    def left(self) -> tuple[Sequence[str], Sequence[str]]:
        """Return the ids of the jobs that run here: those with an agent, and the others."""
        agents = {job_id for job_id, flow in self._flows.items() if flow.has_agent}
        return sorted(agents), sorted(self._flows.keys() - agents)

    async def _retake(self) -> None:
        """Take up again what was let go of while the database was away."""
        if not self._astray:
            return
        try:
            await self.recover()
        except Exception:  # it is away still
            self._astray = True
            log.exception("queue.retake_failed")

    async def _claim_all(self) -> None:
        while self._lifecycle.phase is Phase.ready:
            try:
                claim = await self._deps.store.claim_next_job(
                    self._owner, self._deps.clock.now(), self._lease(), self.max_running
                )
            except Exception:  # the database is away: poll on, it may come back
                log.exception("queue.claim_failed")
                self._astray = True  # the claim may have happened all the same
                return
            if claim is None:
                return
            self._begin(claim, recovered=False)

    def _begin(self, claim: Claim, *, recovered: bool) -> None:
        flow = JobFlow(self._deps, claim)
        self._flows[claim.job.id] = flow
        task = asyncio.create_task(self._drive(flow, recovered=recovered))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _drive(self, flow: JobFlow, *, recovered: bool) -> None:
        """Run a flow to its end. A fault of ours is tried again, then reported on the job."""
        job_id = flow.job.id
        with structlog.contextvars.bound_contextvars(job=job_id):
            try:
                if recovered:
                    log.info("job.adopted", run=flow.job.run_id, stage=flow.job.stage.value)
                else:
                    await self._announce(flow)
                    log.info("job.started", run=flow.job.run_id, client=flow.job.client_id)
                log_end(await self._finished(flow, recovered=recovered))
            except Stale:
                log.warning("job.taken_over_elsewhere")
            except Exception as error:
                # It says "running" in the database, so it is taken up again from there.
                away = isinstance(error, StoreUnavailable)
                log.error("job.let_go", error=str(error), exc_info=None if away else error)
                self._astray = True
            finally:
                self._flows.pop(job_id, None)
                flow.done.set()
                self.delivered.set()
                if not self._astray:  # else at the next poll: the database wants time
                    self.wake()

    async def _finished(self, flow: JobFlow, *, recovered: bool) -> Job:
        """Return the job as it ended. A fault of ours is tried again, then is its end."""
        for attempt in range(1, TRIES + 1):
            try:
                await flow.run(recovered=recovered or attempt > 1)
                break
            except (Stale, StoreUnavailable):
                raise
            except Exception:
                fault = new_id("fault")
                log.exception("job.fault", fault=fault, attempt=attempt)
                if attempt == TRIES:
                    return await self._give_up(flow, fault)
                await asyncio.sleep(attempt * RETRY_SECONDS)
        return flow.job

    async def _announce(self, flow: JobFlow) -> None:
        now = self._deps.clock.now()
        await self._deps.journal.commit(
            Commit(
                flow.job.id,
                flow.generation,
                (NewEvent(StatusChange(JobStatus.running.value), now),),
            )
        )

    async def _give_up(self, flow: JobFlow, fault: str) -> Job:
        error = f"a fault of the server; its log has the details under {fault}"
        try:
            await flow.fail(error)
            return flow.job
        except (Stale, StoreUnavailable):
            raise
        except Exception:
            # Clean-up ends what is left of its agent, and keeps its work.
            log.exception("job.wind_up_failed", fault=fault)
        now = self._deps.clock.now()
        job = replace(
            flow.job,
            status=JobStatus.failed,
            error=error,
            completed_at=now,
            updated_at=now,
        )
        await self._deps.journal.commit(
            Commit(
                job.id,
                flow.generation,
                (
                    NewEvent(ErrorEvent(error), now),
                    NewEvent(StatusChange(JobStatus.failed.value, True, error), now),
                ),
                job=job,
                when_status=JobStatus.running,
                delivery=callback_of(job),
            )
        )
        return job

    async def _renew(self) -> None:
        """Keep the leases of the jobs that run here, and let go of those that were lost."""
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            held = {job_id: flow.generation for job_id, flow in self._flows.items()}
            if not held:
                continue
            try:
                lost = await self._deps.store.renew_leases(self._owner, held, self._lease())
            except Exception:
                log.exception("queue.renew_failed")
                continue
            for job_id in lost & self._flows.keys():
                # Its next write is refused; nothing to do but to say so.
                log.warning("job.lease_lost", job=job_id)

    def _lease(self) -> datetime:
        return self._deps.clock.now() + timedelta(seconds=LEASE_SECONDS)
