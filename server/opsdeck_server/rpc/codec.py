"""From the domain to the contract's messages."""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from opsdeck.v1 import client_pb2, event_pb2, job_pb2, run_pb2
from opsdeck_server.domain import events as domain
from opsdeck_server.domain.deltas import PlacedDelta
from opsdeck_server.domain.jobs import JobRow, JobStatus
from opsdeck_server.domain.readings import line_of
from opsdeck_server.domain.runs import Run, RunState, Usage
from opsdeck_server.services.clients import ClientView
from opsdeck_server.services.jobs import JobView

JOB_STATUS: dict[JobStatus, "job_pb2.Job.Status.ValueType"] = {
    status: job_pb2.Job.Status.Value(status.value) for status in JobStatus
}
RUN_STATE: dict[RunState, "run_pb2.Run.State.ValueType"] = {
    state: run_pb2.Run.State.Value(state.value) for state in RunState
}

UINT32_MAX = 2**32 - 1

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def timestamp(moment: datetime | None) -> Timestamp | None:
    """Return a moment as a Timestamp; None stays None, and leaves the field out."""
    if moment is None:
        return None
    since = moment - _EPOCH
    return Timestamp(seconds=since.days * 86_400 + since.seconds, nanos=since.microseconds * 1_000)


def usage(counted: Usage) -> run_pb2.Usage:
    """Return tokens and cost."""
    return run_pb2.Usage(
        input_tokens=min(counted.input_tokens, UINT32_MAX),
        output_tokens=min(counted.output_tokens, UINT32_MAX),
        cache_read_tokens=min(counted.cache_read_tokens, UINT32_MAX),
        cache_write_tokens=min(counted.cache_write_tokens, UINT32_MAX),
        cost_usd=counted.cost_usd,
        turns=counted.turns,
    )


def run(row: Run) -> run_pb2.Run:
    """Return a run."""
    return run_pb2.Run(
        id=row.id,
        state=RUN_STATE[row.state],
        agent=row.agent,
        model=row.model,
        effort=row.effort,
        agent_session_id=row.agent_session_id,
        usage=usage(row.usage),
        exit_code=row.exit_code,
        error=row.error,
        started_at=timestamp(row.started_at),
        ended_at=timestamp(row.ended_at),
    )


def client(view: ClientView) -> client_pb2.Client:
    """Return a client."""
    row = view.client
    return client_pb2.Client(
        id=row.id,
        os_client_id=row.os_client_id,
        name=row.name,
        github_org=row.github_org,
        github_repo=row.github_repo,
        default_branch=row.default_branch,
        repo_exists=view.repo_exists,
        active_jobs=None if view.counts is None else view.counts.active,
        total_jobs=None if view.counts is None else view.counts.total,
        created_at=timestamp(row.created_at),
        updated_at=timestamp(row.updated_at),
        bare_repo_path=view.bare_repo_path,
        partial_clone=row.partial_clone,
        agent_env=row.agent_env,
    )


def job_summary(row: JobRow) -> job_pb2.JobSummary:
    """Return a job as a list shows it."""
    job = row.job
    return job_pb2.JobSummary(
        id=job.id,
        client_id=job.client_id,
        client_name=row.client_name,
        status=JOB_STATUS[job.status],
        branch_name=job.branch_name,
        title=job.title,
        os_feature_id=job.os_feature_id,
        started_at=timestamp(job.started_at),
        completed_at=timestamp(job.completed_at),
        created_at=timestamp(job.created_at),
        error=job.error,
        pr_url=job.pr_url,
        agent=row.agent,
        priority=job.priority,
    )


def job(view: JobView) -> job_pb2.Job:
    """Return a job with all that is shown of it."""
    row, client_row = view.details.job, view.details.client
    return job_pb2.Job(
        id=row.id,
        client_id=row.client_id,
        client=job_pb2.Job.ClientRef(
            name=client_row.name,
            github_org=client_row.github_org,
            github_repo=client_row.github_repo,
        ),
        status=JOB_STATUS[row.status],
        prompt=row.prompt,
        branch_name=row.branch_name,
        title=row.title,
        os_feature_id=row.os_feature_id,
        os_callback_url=row.os_callback_url,
        worktree_path=row.worktree_path,
        started_at=timestamp(row.started_at),
        completed_at=timestamp(row.completed_at),
        exit_code=row.exit_code,
        error=row.error,
        pr_url=row.pr_url,
        pr_number=row.pr_number,
        files_changed=row.files_changed,
        messages=[
            job_pb2.Job.Message(type=said[0], content=said[1], created_at=timestamp(entry.time))
            for entry in view.log.events
            if (said := line_of(entry)) is not None
        ],
        created_at=timestamp(row.created_at),
        updated_at=timestamp(row.updated_at),
        priority=row.priority,
        timeout_seconds=row.timeout_seconds,
        max_cost_usd=row.max_cost_usd,
        permission_mode=row.permission_mode,
        run=run(view.details.run),
        position=view.details.position,
        original_job_id=row.original_job_id,
        commit=row.commit,
        kept_ref=row.kept_ref,
        messages_omitted=view.log.omitted,
    )


class EventCodec:
    """Encodes events, each once however many watch: the newest are remembered."""

    def __init__(self, remembered: int = 4_096) -> None:
        self._remembered = remembered
        self._messages: OrderedDict[tuple[str, int], event_pb2.Event] = OrderedDict()

    def items(self, items: Sequence[domain.Event | PlacedDelta]) -> list[event_pb2.Event]:
        """Return events and deltas in their order."""
        return [
            self._delta(item) if isinstance(item, PlacedDelta) else self.event(item)
            for item in items
        ]

    def event(self, entry: domain.Event) -> event_pb2.Event:
        """Return one event. The message is shared: nobody changes it."""
        key = (entry.stream_id, entry.seq)
        message = self._messages.get(key)
        if message is None:
            message = encode_event(entry)
            self._messages[key] = message
            if len(self._messages) > self._remembered:
                self._messages.popitem(last=False)
        return message

    def _delta(self, placed: PlacedDelta) -> event_pb2.Event:
        delta = placed.delta
        return event_pb2.Event(
            seq=placed.after,
            type="textDelta",
            text_delta=event_pb2.TextDelta(
                text=delta.text,
                message_id=delta.message_id,
                index=delta.index,
                thinking=delta.thinking,
                offset=delta.offset,
            ),
        )


_FIELDS: dict[type[domain.Payload], tuple[str, type[Message]]] = {
    domain.StatusChange: ("status_change", event_pb2.StatusChange),
    domain.RunStateChange: ("run_state", event_pb2.RunStateChange),
    domain.Step: ("step", event_pb2.Step),
    domain.AgentStarted: ("agent_started", event_pb2.AgentStarted),
    domain.UserMessage: ("user_message", event_pb2.UserMessage),
    domain.WaitingMessage: ("waiting_message", event_pb2.WaitingMessage),
    domain.AssistantText: ("assistant_text", event_pb2.AssistantText),
    domain.Thinking: ("thinking", event_pb2.Thinking),
    domain.ToolUse: ("tool_use", event_pb2.ToolUse),
    domain.ToolResult: ("tool_result", event_pb2.ToolResult),
    domain.TurnResult: ("result", event_pb2.TurnResult),
    domain.Notice: ("notice", event_pb2.Notice),
    domain.PermissionRequest: ("permission_request", event_pb2.PermissionRequest),
    domain.PermissionResolved: ("permission_resolved", event_pb2.PermissionResolved),
    domain.Stderr: ("stderr", event_pb2.Stderr),
    domain.ApiRetry: ("api_retry", event_pb2.ApiRetry),
    domain.ErrorEvent: ("error", event_pb2.ErrorEvent),
    domain.UnknownEvent: ("unknown", event_pb2.UnknownEvent),
}
"""The arm of the oneof, and its message, for each payload: their fields have the same names."""


def encode_event(entry: domain.Event) -> event_pb2.Event:
    """Return one event of a journal."""
    field, message = _FIELDS[type(entry.payload)]
    arguments: dict[str, Any] = {
        "run_id": entry.run_id,
        "seq": entry.seq,
        "time": timestamp(entry.time),
        "type": entry.type,
        field: message(**_values(entry.payload)),
    }
    return event_pb2.Event(**arguments)


def _values(payload: domain.Payload) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in payload.__slots__:
        value = getattr(payload, name)
        if isinstance(value, RunState):
            value = RUN_STATE[value]
        elif isinstance(value, Usage):
            value = usage(value)
        elif isinstance(value, datetime):
            value = timestamp(value)
        values[name] = value
    return values
