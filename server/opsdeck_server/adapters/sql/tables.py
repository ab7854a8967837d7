"""The tables. Every change of them is a migration too; a test compares the two."""

from enum import StrEnum

import sqlalchemy as sa

from opsdeck_server.adapters.sql.columns import BigInt, Json, Moment, Prose, Word
from opsdeck_server.domain.jobs import JobStage, JobStatus
from opsdeck_server.domain.permissions import PermissionOutcome
from opsdeck_server.domain.runs import ProcessState, RunState
from opsdeck_server.domain.sessions import MessageState, SessionStatus

metadata = sa.MetaData()


def _word(word: StrEnum) -> sa.ColumnElement[StrEnum]:
    """Return a word written out: the condition of an index is found in a query only so."""
    return sa.literal_column(f"'{word}'", Word(type(word)))


clients = sa.Table(
    "clients",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("os_client_id", sa.Text),
    sa.Column("name", Prose, nullable=False),
    sa.Column("github_org", sa.Text, nullable=False),
    sa.Column("github_repo", sa.Text, nullable=False),
    sa.Column("default_branch", sa.Text, nullable=False),
    sa.Column("partial_clone", sa.Boolean, nullable=False),
    sa.Column("agent_env", Json, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
    sa.Column("deleted_at", Moment),
)
_not_deleted = clients.c.deleted_at.is_(None)
sa.Index(
    "clients_repo",
    sa.func.lower(clients.c.github_org),
    sa.func.lower(clients.c.github_repo),
    unique=True,
    sqlite_where=_not_deleted,
    postgresql_where=_not_deleted,
)
sa.Index(
    "clients_os_client_id",
    clients.c.os_client_id,
    unique=True,
    sqlite_where=_not_deleted,
    postgresql_where=_not_deleted,
)

streams = sa.Table(
    "streams",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("first_seq", sa.BigInteger, nullable=False),
    sa.Column("last_seq", sa.BigInteger, nullable=False),
    sa.Column("generation", sa.BigInteger, nullable=False),
    sa.Column("owner", sa.Text),
    sa.Column("lease_until", Moment),
)

jobs = sa.Table(
    "jobs",
    metadata,
    sa.Column("number", BigInt, primary_key=True, autoincrement=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("client_id", sa.Text, sa.ForeignKey("clients.id"), nullable=False),
    sa.Column("run_id", sa.Text, nullable=False),
    sa.Column("prompt", Prose, nullable=False),
    sa.Column("branch_name", sa.Text, nullable=False),
    sa.Column("permission_mode", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
    sa.Column("status", Word(JobStatus), nullable=False),
    sa.Column("stage", Word(JobStage), nullable=False),
    sa.Column("outcome", Word(JobStatus)),
    sa.Column("priority", sa.Integer, nullable=False),
    sa.Column("title", Prose),
    sa.Column("os_feature_id", Prose),
    sa.Column("os_callback_url", Prose),
    sa.Column("timeout_seconds", sa.Integer),
    sa.Column("max_cost_usd", sa.Float),
    sa.Column("original_job_id", sa.Text),
    sa.Column("worktree_path", Prose),
    sa.Column("base_commit", sa.Text),
    sa.Column("commit", sa.Text),
    sa.Column("pr_url", Prose),
    sa.Column("pr_number", sa.Integer),
    sa.Column("files_changed", sa.Integer),
    sa.Column("exit_code", sa.Integer),
    sa.Column("error", Prose),
    sa.Column("kept_ref", sa.Text),
    sa.Column("started_at", Moment),
    sa.Column("completed_at", Moment),
    # Beside the job, never part of it: who cancels does not own the row.
    sa.Column("cancel_requested", sa.Boolean, nullable=False, server_default=sa.false()),
    sqlite_autoincrement=True,
)
sa.Index("jobs_queue", jobs.c.status, jobs.c.priority.desc(), jobs.c.number)
sa.Index("jobs_status", jobs.c.status, jobs.c.number)
# The status is in it so that counting and filtering a client's jobs reads no job.
sa.Index("jobs_client", jobs.c.client_id, jobs.c.number, jobs.c.status)

runs = sa.Table(
    "runs",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("stream_id", sa.Text, sa.ForeignKey("streams.id"), nullable=False),
    sa.Column("agent", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("state", Word(RunState), nullable=False),
    sa.Column("model", Prose),
    sa.Column("effort", Prose),
    sa.Column("process_id", sa.Text),
    sa.Column("agent_session_id", Prose),
    sa.Column("input_tokens", sa.BigInteger, nullable=False),
    sa.Column("output_tokens", sa.BigInteger, nullable=False),
    sa.Column("cache_read_tokens", sa.BigInteger, nullable=False),
    sa.Column("cache_write_tokens", sa.BigInteger, nullable=False),
    sa.Column("cost_usd", sa.Float, nullable=False),
    sa.Column("turns", sa.Integer, nullable=False),
    sa.Column("exit_code", sa.Integer),
    sa.Column("error", Prose),
    sa.Column("started_at", Moment),
    sa.Column("ended_at", Moment),
    sa.Column("messages", sa.Integer, nullable=False, server_default=sa.text("0")),
)
# In order of time, so that the latest is found without looking at all.
sa.Index("runs_stream", runs.c.stream_id, runs.c.created_at, runs.c.id)

processes = sa.Table(
    "processes",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("stream_id", sa.Text, sa.ForeignKey("streams.id"), nullable=False),
    sa.Column("agent", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("state", Word(ProcessState), nullable=False),
    sa.Column("supervisor", Json),
    sa.Column("stdout_offset", sa.BigInteger, nullable=False),
    sa.Column("stderr_offset", sa.BigInteger, nullable=False),
    sa.Column("decoder", Json, nullable=False),
    sa.Column("exit", Json),
    sa.Column("ended_at", Moment),
)
sa.Index("processes_stream", processes.c.stream_id, processes.c.created_at)
sa.Index("processes_state", processes.c.state)

events = sa.Table(
    "events",
    metadata,
    sa.Column("stream_id", sa.Text, sa.ForeignKey("streams.id"), primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True),
    sa.Column("run_id", sa.Text, nullable=False),
    sa.Column("time", sa.BigInteger, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("job_id", sa.Text, nullable=False),
    sa.Column("url", Prose, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("next_attempt_at", Moment),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("delivered_at", Moment),
    sa.Column("last_error", Prose),
)
_owed = deliveries.c.next_attempt_at.is_not(None)
sa.Index(
    "deliveries_due",
    deliveries.c.next_attempt_at,
    sqlite_where=_owed,
    postgresql_where=_owed,
)
sa.Index("deliveries_job", deliveries.c.job_id)

idempotency = sa.Table(
    "idempotency",
    metadata,
    sa.Column("method", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("request_hash", sa.Text, nullable=False),
    sa.Column("response", sa.LargeBinary, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
)
sa.Index("idempotency_age", idempotency.c.created_at)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("client_id", sa.Text, sa.ForeignKey("clients.id"), nullable=False),
    sa.Column("repo", sa.Text, nullable=False),
    sa.Column("agent", sa.Text, nullable=False),
    sa.Column("permission_mode", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("last_activity", Moment, nullable=False),
    sa.Column("status", Word(SessionStatus), nullable=False),
    sa.Column("model", Prose),
    sa.Column("effort", Prose),
    sa.Column("worktree_path", Prose),
    sa.Column("base_commit", sa.Text),
    sa.Column("error", Prose),
    sa.Column("kept_ref", sa.Text),
    sa.Column("ended_at", Moment),
    sa.Column("deleted_at", Moment),
)
SESSION_SHOWN = sessions.c.deleted_at.is_(None)
SESSION_OPEN = sa.and_(SESSION_SHOWN, sessions.c.status != _word(SessionStatus.expired))
SESSION_ENDED = sessions.c.ended_at.is_not(None)
# None for their order: who lists them reads them all.
sa.Index(
    "sessions_open", sessions.c.client_id, sqlite_where=SESSION_OPEN, postgresql_where=SESSION_OPEN
)
sa.Index(
    "sessions_ended",
    sessions.c.ended_at,
    sqlite_where=SESSION_ENDED,
    postgresql_where=SESSION_ENDED,
)

session_messages = sa.Table(
    "session_messages",
    metadata,
    sa.Column("number", BigInt, primary_key=True, autoincrement=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("session_id", sa.Text, sa.ForeignKey("sessions.id"), nullable=False),
    sa.Column("run_id", sa.Text, nullable=False),
    sa.Column("content", Prose, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("state", Word(MessageState), nullable=False),
    sqlite_autoincrement=True,
)
MESSAGE_WAITS = session_messages.c.state == _word(MessageState.waiting)
MESSAGE_IN_LINE = session_messages.c.state.in_(
    (_word(MessageState.waiting), _word(MessageState.running))
)
sa.Index("session_messages_session", session_messages.c.session_id, session_messages.c.number)
sa.Index(
    "session_messages_line",
    session_messages.c.session_id,
    session_messages.c.number,
    session_messages.c.state,
    sqlite_where=MESSAGE_IN_LINE,
    postgresql_where=MESSAGE_IN_LINE,
)

permissions = sa.Table(
    "permissions",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("stream_id", sa.Text, sa.ForeignKey("streams.id"), nullable=False),
    sa.Column("process_id", sa.Text, nullable=False),
    sa.Column("run_id", sa.Text, nullable=False),
    sa.Column("request_id", Prose, nullable=False),
    sa.Column("tool", Prose, nullable=False),
    sa.Column("input", Prose, nullable=False),
    sa.Column("input_json", Prose, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("description", Prose, nullable=False),
    sa.Column("suggestions_json", Prose, nullable=False),
    sa.Column("requires_interaction", sa.Boolean, nullable=False),
    sa.Column("outcome", Word(PermissionOutcome), nullable=False),
    sa.Column("message", Prose),
    sa.Column("updated_input", Prose),
    sa.Column("remember", sa.Boolean, nullable=False),
    sa.Column("resolved_at", Moment),
    sa.Column("delivered", sa.Boolean, nullable=False),
)
PERMISSION_OPEN = sa.or_(
    permissions.c.outcome == _word(PermissionOutcome.pending),
    permissions.c.delivered.is_(sa.false()),
)
sa.Index("permissions_stream", permissions.c.stream_id)
sa.Index(
    "permissions_open",
    permissions.c.stream_id,
    permissions.c.created_at,
    sqlite_where=PERMISSION_OPEN,
    postgresql_where=PERMISSION_OPEN,
)
