"""JobService: work for agents."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Any

import grpc

from opsdeck.v1 import job_pb2, job_service_pb2_grpc
from opsdeck.v1 import job_service_pb2 as pb
from opsdeck_server.domain.errors import CursorInvalid, RequestInvalid
from opsdeck_server.domain.events import Event
from opsdeck_server.domain.jobs import JobFilter, JobStatus
from opsdeck_server.rpc import codec
from opsdeck_server.rpc.requests import fingerprint, idempotency_key, optional
from opsdeck_server.services.jobs import Jobs, NewJob
from opsdeck_server.services.watch import Watcher, parse_cursor

Context = grpc.aio.ServicerContext[Any, Any]

DEFAULT_LIMIT = 50


class JobServicer(job_service_pb2_grpc.JobServiceServicer):
    """Decodes, calls Jobs, encodes."""

    def __init__(self, jobs: Jobs, watcher: Watcher, events: codec.EventCodec) -> None:
        self._jobs = jobs
        self._watcher = watcher
        self._events = events

    async def ListJobs(  # noqa: N802 - gRPC's name
        self, request: pb.ListJobsRequest, context: Context
    ) -> pb.ListJobsResponse:
        limit = optional(request, "limit") or DEFAULT_LIMIT
        wanted = JobFilter(_statuses(request.status), request.client_id or None)
        page = await self._jobs.list(wanted, limit, request.offset, _before(request.page_token))
        return pb.ListJobsResponse(
            jobs=[codec.job_summary(row) for row in page.rows],
            total=page.total,
            limit=limit,
            offset=request.offset,
            next_page_token=None if page.next_before is None else str(page.next_before),
        )

    async def GetJob(  # noqa: N802 - gRPC's name
        self, request: pb.GetJobRequest, context: Context
    ) -> job_pb2.Job:
        view = await self._jobs.get(request.id, with_log=request.include_messages)
        return codec.job(view)

    async def CreateJob(  # noqa: N802 - gRPC's name
        self, request: pb.CreateJobRequest, context: Context
    ) -> pb.CreateJobResponse:
        new = NewJob(
            prompt=request.prompt,
            branch_name=request.branch_name,
            client_id=optional(request, "client_id"),
            github_org=optional(request, "github_org"),
            github_repo=optional(request, "github_repo"),
            title=optional(request, "title"),
            os_feature_id=optional(request, "os_feature_id"),
            os_callback_url=optional(request, "os_callback_url"),
            agent=optional(request, "agent"),
            model=optional(request, "model"),
            effort=optional(request, "effort"),
            priority=optional(request, "priority") or 0,
            timeout_seconds=optional(request, "timeout_seconds"),
            max_cost_usd=optional(request, "max_cost_usd"),
            permission_mode=optional(request, "permission_mode"),
        )
        made = await self._jobs.create(new, idempotency_key(request, context), fingerprint(request))
        return pb.CreateJobResponse(
            id=made["id"],
            client_id=made["clientId"],
            status=job_pb2.Job.queued,
            position=made["position"],
            branch_name=made["branchName"],
            created_at=codec.timestamp(datetime.fromisoformat(made["createdAt"])),
        )

    async def CancelJob(  # noqa: N802 - gRPC's name
        self, request: pb.CancelJobRequest, context: Context
    ) -> pb.CancelJobResponse:
        job, was_running = await self._jobs.cancel(request.id)
        return pb.CancelJobResponse(
            id=job.id, status=codec.JOB_STATUS[job.status], was_running=was_running
        )

    async def RetryJob(  # noqa: N802 - gRPC's name
        self, request: pb.RetryJobRequest, context: Context
    ) -> pb.RetryJobResponse:
        made = await self._jobs.retry(request.id, idempotency_key(request, context))
        return pb.RetryJobResponse(
            id=made["id"],
            original_job_id=request.id,
            status=job_pb2.Job.queued,
            position=made["position"],
        )

    async def WatchJob(  # noqa: N802 - gRPC's name
        self, request: pb.WatchJobRequest, context: Context
    ) -> AsyncIterator[pb.WatchJobResponse]:
        after = parse_cursor(request.after)
        if request.tail_only and request.after:
            raise RequestInvalid.field("tailOnly", "is not for a request with a cursor")
        row = await self._jobs.row(request.id)
        first: job_pb2.JobSummary | None = codec.job_summary(row)
        batches = self._watcher.watch(
            request.id, after=after, tail_only=request.tail_only, partial=request.partial
        )
        async with aclosing(batches):
            async for batch in batches:
                last = batch.items[-1] if batch.items else None
                if isinstance(last, Event) and last.terminal:
                    first = codec.job_summary(await self._jobs.row(request.id))
                yield pb.WatchJobResponse(
                    job=first,
                    events=self._events.items(batch.items),
                    cursor=str(batch.cursor),
                    caught_up=batch.caught_up,
                )
                first = None

    async def GetJobDiff(  # noqa: N802 - gRPC's name
        self, request: pb.GetJobDiffRequest, context: Context
    ) -> pb.GetJobDiffResponse:
        diff = await self._jobs.diff(request.id)
        return pb.GetJobDiffResponse(
            diff=diff.text,
            truncated=diff.truncated,
            files_changed=diff.stat.files,
            insertions=diff.stat.insertions,
            deletions=diff.stat.deletions,
        )

    async def GetQueue(  # noqa: N802 - gRPC's name
        self, request: pb.GetQueueRequest, context: Context
    ) -> pb.GetQueueResponse:
        view = await self._jobs.queue()
        now = datetime.now(UTC)
        return pb.GetQueueResponse(
            running=[
                pb.GetQueueResponse.Running(
                    id=row.job.id,
                    client_name=row.client_name,
                    branch_name=row.job.branch_name,
                    started_at=codec.timestamp(row.job.started_at),
                    running_for=duration_text((now - (row.job.started_at or now)).total_seconds()),
                )
                for row in view.running
            ],
            queued=[
                pb.GetQueueResponse.Queued(
                    id=row.job.id,
                    client_name=row.client_name,
                    branch_name=row.job.branch_name,
                    position=place,
                    created_at=codec.timestamp(row.job.created_at),
                    priority=row.job.priority,
                )
                for place, row in enumerate(view.queued, 1)
            ],
            max_concurrent=view.max_concurrent,
            total_queued=view.total_queued,
        )


def duration_text(seconds: float) -> str:
    """Return a duration as a person would say it: `42s`, `5m 23s`, `2h 5m`."""
    whole = max(0, int(seconds))
    if whole < 60:
        return f"{whole}s"
    if whole < 3600:
        return f"{whole // 60}m {whole % 60}s"
    return f"{whole // 3600}h {whole % 3600 // 60}m"


def _statuses(given: Any) -> tuple[JobStatus, ...]:
    words = [word.strip() for text in given for word in text.split(",") if word.strip()]
    try:
        return tuple(dict.fromkeys(JobStatus(word) for word in words))
    except ValueError:
        known = ", ".join(status.value for status in JobStatus)
        raise RequestInvalid.field("status", f"must be of {known}") from None


def _before(token: str) -> int | None:
    if not token:
        return None
    if not (token.isascii() and token.isdigit()) or len(token) > 18:
        raise CursorInvalid("pageToken: is not one of this server's; list again without it")
    return int(token)
