"""Jobs, as those see them who ask for work: create, look, cancel, retry."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from opsdeck_server.domain.clients import Client
from opsdeck_server.domain.deliveries import IdempotencyRecord
from opsdeck_server.domain.errors import (
    ClientNotFound,
    DiffUnavailable,
    JobActive,
    JobFinished,
    JobNotFound,
    RequestInvalid,
)
from opsdeck_server.domain.events import NewEvent, RunStateChange, StatusChange, Step
from opsdeck_server.domain.ids import new_id
from opsdeck_server.domain.jobs import Job, JobDetails, JobFilter, JobRow, JobStatus
from opsdeck_server.domain.readings import Bound, Log
from opsdeck_server.domain.refnames import branch_name_problem
from opsdeck_server.domain.runs import Run, RunState
from opsdeck_server.ports.agent import Agent
from opsdeck_server.ports.clock import Clock
from opsdeck_server.ports.git import DiffStat, Git, GitError
from opsdeck_server.ports.store import Commit, Missing, Stale, Store
from opsdeck_server.ports.webhook import WebhookSender
from opsdeck_server.services.agent_choice import DEFAULT, chosen
from opsdeck_server.services.callbacks import callback_of
from opsdeck_server.services.clients import Clients
from opsdeck_server.services.idempotency import Answer, Once, Ticket
from opsdeck_server.services.job_books import log_end
from opsdeck_server.services.journal import Journal
from opsdeck_server.services.lifecycle import Lifecycle
from opsdeck_server.services.queue import Queue
from opsdeck_server.services.repos import Repos

DIFF_LIMIT = 2 * 1024 * 1024
"""Bytes of a diff that are answered."""

QUEUE_PAGE = 1_000

OVER_SECONDS = 60.0
"""How long a cancel waits for a job that another flow has; then it says how the job stands."""

OVER_POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class NewJob:
    """What a job is made from: for a client, or for a repository."""

    prompt: str
    branch_name: str
    client_id: str | None = None
    github_org: str | None = None
    github_repo: str | None = None
    title: str | None = None
    os_feature_id: str | None = None
    os_callback_url: str | None = None
    agent: str | None = None
    model: str | None = None
    effort: str | None = None
    priority: int = 0
    timeout_seconds: int | None = None
    max_cost_usd: float | None = None
    permission_mode: str | None = None


@dataclass(frozen=True, slots=True)
class JobView:
    """A job with all that is shown of it."""

    details: JobDetails
    log: Log = field(default_factory=Log)


@dataclass(frozen=True, slots=True)
class JobPage:
    """A page of jobs; `next_before` is where the next one goes on."""

    rows: Sequence[JobRow]
    total: int
    next_before: int | None


@dataclass(frozen=True, slots=True)
class QueueView:
    """What runs and what waits."""

    running: Sequence[JobRow]
    queued: Sequence[JobRow]
    total_queued: int
    max_concurrent: int


@dataclass(frozen=True, slots=True)
class Diff:
    """What a job changed."""

    text: str
    truncated: bool
    stat: DiffStat


class Jobs:
    """Takes jobs and answers questions about them."""

    def __init__(
        self,
        store: Store,
        journal: Journal,
        git: Git,
        repos: Repos,
        clock: Clock,
        once: Once,
        lifecycle: Lifecycle,
        clients: Clients,
        queue: Queue,
        sender: WebhookSender,
        agents: Mapping[str, Agent],
        permission_mode: str,
    ) -> None:
        self._store = store
        self._journal = journal
        self._git = git
        self._repos = repos
        self._clock = clock
        self._once = once
        self._lifecycle = lifecycle
        self._clients = clients
        self._queue = queue
        self._sender = sender
        self._agents = agents
        self._permission_mode = permission_mode

    async def create(self, new: NewJob, key: str | None, request: Mapping[str, Any]) -> Answer:
        """Queue a job; return id, clientId, position, branchName and createdAt.

        Raises ClientNotFound, AgentUnknown, RequestInvalid, IdempotencyKeyReused, NotReady.
        """
        self._lifecycle.require_ready()
        self._check(new)

        async def make(ticket: Ticket | None) -> Answer:
            if new.client_id is not None:
                client = await self._clients.require(new.client_id)
            else:
                client = await self._clients.ensure(new.github_org or "", new.github_repo or "")
            return await self._add(self._job(new, client, None), new, ticket)

        return await self._once.do(key, "CreateJob", request, make)

    async def retry(self, job_id: str, key: str | None) -> Answer:
        """Queue a new job like one that is over; return what `create` returns.

        Raises JobNotFound, JobActive, ClientNotFound, AgentUnknown, IdempotencyKeyReused,
        NotReady.
        """
        self._lifecycle.require_ready()
        old = await self._require(job_id)
        if not old.status.terminal:
            raise JobActive(
                f"the job is {old.status}: cancel it, or wait for its end, then retry",
                status=old.status.value,
            )
        run = await self._store.get_run(old.run_id)
        new = NewJob(
            prompt=old.prompt,
            branch_name=old.branch_name,
            client_id=old.client_id,
            title=old.title,
            os_feature_id=old.os_feature_id,
            os_callback_url=old.os_callback_url,
            agent=run.agent,
            model=run.model,
            effort=run.effort,
            priority=old.priority,
            timeout_seconds=old.timeout_seconds,
            max_cost_usd=old.max_cost_usd,
            permission_mode=old.permission_mode,
        )
        self._check(new)

        async def make(ticket: Ticket | None) -> Answer:
            client = await self._clients.require(old.client_id)
            return await self._add(self._job(new, client, old.id), new, ticket)

        return await self._once.do(key, "RetryJob", {"id": job_id}, make)

    async def get(self, job_id: str, *, with_log: bool = False) -> JobView:
        """Return a job, on request with the newest lines of its log. Raises JobNotFound."""
        details = await self._details(job_id)
        if not with_log:
            return JobView(details)
        return JobView(details, await self._store.read_log(job_id, Bound()))

    async def row(self, job_id: str) -> JobRow:
        """Return a job as a list shows it. Raises JobNotFound."""
        details = await self._details(job_id)
        return JobRow(details.job, details.client.name, details.run.agent)

    async def list(self, wanted: JobFilter, limit: int, offset: int, before: int | None) -> JobPage:
        """Return a page of jobs, newest first."""
        rows, total = await self._store.list_jobs(wanted, limit + 1, offset, before)
        more = len(rows) > limit
        rows = rows[:limit]
        return JobPage(rows, total, rows[-1].job.number if more else None)

    async def cancel(self, job_id: str) -> tuple[Job, bool]:
        """Stop a job; return it, and whether it was running.

        For a running job it returns when the agent's process tree is gone and its work
        is kept. Cancelling the call does not undo it. Raises JobNotFound, JobFinished.
        """
        job = await self._require(job_id)
        if job.status is JobStatus.queued:
            cancelled = await self._cancel_queued(job)
            if cancelled is not None:
                return cancelled, False
            job = await self._require(job_id)
        if job.status.terminal:
            raise JobFinished("Job already completed", status=job.status.value)
        await self._queue.cancel(job_id)
        return await self._over(job_id), True

    async def diff(self, job_id: str) -> Diff:
        """Return what a job changed so far, against its base.

        Raises JobNotFound, DiffUnavailable.
        """
        job = await self._require(job_id)
        if job.base_commit is None:
            raise DiffUnavailable("the job has not begun to work, so there is nothing to compare")
        repo = self._repos.of(await self._store.get_client(job.client_id))
        head = job.commit or job.kept_ref
        try:
            if head is not None:
                text, cut = await self._git.diff(repo, job.base_commit, head, DIFF_LIMIT)
                return Diff(text, cut, await self._git.diff_stat(repo, job.base_commit, head))
            if job.worktree_path is not None and not job.status.terminal:
                path = Path(job.worktree_path)
                text, cut, stat = await self._git.worktree_diff(path, job.base_commit, DIFF_LIMIT)
                return Diff(text, cut, stat)
        except GitError as error:
            raise DiffUnavailable(f"git could not compare: {error}") from error
        return Diff("", False, DiffStat(0, 0, 0))

    async def queue(self) -> QueueView:
        """Return what runs and what waits."""
        running = await self._store.running_jobs()
        queued, total = await self._store.queued_jobs(QUEUE_PAGE)
        return QueueView(running, queued, total, self._queue.max_running)

    async def _over(self, job_id: str) -> Job:
        """Wait until a job is over whose flow is not ours, or not yet: bounded."""
        deadline = asyncio.get_running_loop().time() + OVER_SECONDS
        while True:
            job = await self._require(job_id)
            if job.status.terminal or asyncio.get_running_loop().time() > deadline:
                return job
            await asyncio.sleep(OVER_POLL_SECONDS)

    # -- helpers -------------------------------------------------------------------

    async def _details(self, job_id: str) -> JobDetails:
        try:
            return await self._store.get_job_details(job_id)
        except Missing:
            raise _not_found(job_id) from None

    async def _require(self, job_id: str) -> Job:
        try:
            return await self._store.get_job(job_id)
        except Missing:
            raise _not_found(job_id) from None

    def _check(self, new: NewJob) -> None:
        problem = branch_name_problem(new.branch_name)
        if problem is not None:
            raise RequestInvalid.field("branchName", problem)
        chosen(self._agents, new.agent, new.permission_mode, "permissionMode")
        if new.os_callback_url is not None:
            problem = self._sender.check_url(new.os_callback_url)
            if problem is not None:
                raise RequestInvalid.field("osCallbackUrl", problem)

    def _job(self, new: NewJob, client: Client, original: str | None) -> Job:
        now = self._clock.now()
        return Job(
            id=new_id("job"),
            client_id=client.id,
            run_id=new_id("run"),
            prompt=new.prompt,
            branch_name=new.branch_name,
            permission_mode=new.permission_mode or self._permission_mode,
            created_at=now,
            updated_at=now,
            priority=new.priority,
            title=new.title,
            os_feature_id=new.os_feature_id,
            os_callback_url=new.os_callback_url,
            timeout_seconds=new.timeout_seconds,
            max_cost_usd=new.max_cost_usd,
            original_job_id=original,
        )

    async def _add(self, job: Job, new: NewJob, ticket: Ticket | None) -> Answer:
        run = Run(
            id=job.run_id,
            stream_id=job.id,
            agent=new.agent or DEFAULT,
            created_at=job.created_at,
            model=new.model,
            effort=new.effort,
        )

        def answer(position: int) -> Answer:
            return {
                "id": job.id,
                "clientId": job.client_id,
                "position": position,
                "branchName": job.branch_name,
                "createdAt": job.created_at.isoformat(),
            }

        def record(position: int) -> IdempotencyRecord:
            assert ticket is not None  # noqa: S101 - it is called for with one alone
            return ticket.record(answer(position))

        event = NewEvent(StatusChange(JobStatus.queued.value), job.created_at)
        try:
            _, position = await self._store.add_job(
                job, run, (event,), None if ticket is None else record
            )
        except Missing:
            raise ClientNotFound(
                f"client {job.client_id} was deleted meanwhile", id=job.client_id
            ) from None
        self._queue.wake()
        return answer(position)

    async def _cancel_queued(self, job: Job) -> Job | None:
        """Cancel a job that waits; None where it was claimed in the meantime."""
        now = self._clock.now()
        cancelled = replace(job, status=JobStatus.cancelled, completed_at=now, updated_at=now)
        run = await self._store.get_run(job.run_id)
        run = replace(run, state=RunState.stopped, ended_at=now)
        try:
            await self._journal.commit(
                Commit(
                    job.id,
                    events=(
                        NewEvent(Step("cancel", "Cancelled before it began."), now),
                        NewEvent(RunStateChange(RunState.stopped), now, run.id),
                        NewEvent(StatusChange(JobStatus.cancelled.value, True), now),
                    ),
                    job=cancelled,
                    when_status=JobStatus.queued,
                    runs=(run,),
                    delivery=callback_of(cancelled),
                )
            )
        except Stale:
            return None
        self._queue.delivered.set()
        log_end(cancelled)
        return cancelled


def _not_found(job_id: str) -> JobNotFound:
    return JobNotFound(f"no job has the id {job_id}", id=job_id)
