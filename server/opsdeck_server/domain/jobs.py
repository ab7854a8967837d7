"""Jobs: a queued run with git before and after it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from opsdeck_server.domain.clients import Client
from opsdeck_server.domain.runs import Run


class JobStatus(StrEnum):
    """Where a job stands. The words are those of the contract."""

    queued = "queued"
    running = "running"
    completed = "completed"
    failed = "failed"
    cancelled = "cancelled"

    @property
    def terminal(self) -> bool:
        """Whether the job is over."""
        return self not in (JobStatus.queued, JobStatus.running)


class JobStage(StrEnum):
    """What a running job does next.

    The stage is committed before its step begins, and every step can be done twice,
    so that a server that starts after a crash goes on where the last one stopped.
    """

    prepare = "prepare"
    agent = "agent"
    commit = "commit"
    push = "push"
    pull_request = "pull_request"
    wind_up = "wind_up"


@dataclass(frozen=True, slots=True)
class Job:
    """One job. `number` orders jobs by creation; the store gives it.

    `outcome` is the status that a job which winds up will have in the end.
    """

    id: str
    client_id: str
    run_id: str
    prompt: str
    branch_name: str
    permission_mode: str
    created_at: datetime
    updated_at: datetime
    number: int = 0
    status: JobStatus = JobStatus.queued
    stage: JobStage = JobStage.prepare
    outcome: JobStatus | None = None
    priority: int = 0
    title: str | None = None
    os_feature_id: str | None = None
    os_callback_url: str | None = None
    timeout_seconds: int | None = None
    max_cost_usd: float | None = None
    original_job_id: str | None = None
    worktree_path: str | None = None
    base_commit: str | None = None
    commit: str | None = None
    pr_url: str | None = None
    pr_number: int | None = None
    files_changed: int | None = None
    exit_code: int | None = None
    error: str | None = None
    kept_ref: str | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job as a list shows it, with what it takes from its client and its run."""

    job: Job
    client_name: str
    agent: str


@dataclass(frozen=True, slots=True)
class JobDetails:
    """A job with its run and its client, as they were at one moment.

    `position` is its place in the queue, from 1, while it is queued.
    """

    job: Job
    run: Run
    client: Client
    position: int | None = None


@dataclass(frozen=True, slots=True)
class JobFilter:
    """Which jobs a list wants. Empty means all."""

    statuses: tuple[JobStatus, ...] = ()
    client_id: str | None = None
