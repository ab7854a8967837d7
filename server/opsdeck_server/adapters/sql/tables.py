"""The tables. Every change of them is a migration too; a test compares the two."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

from opsdeck_server.domain.jobs import JobStage, JobStatus
from opsdeck_server.domain.runs import ProcessState, RunState

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_micros(moment: datetime) -> int:
    """Return microseconds since 1970."""
    return (moment - EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """Return the moment, in UTC."""
    return EPOCH + timedelta(microseconds=micros)


class Moment(TypeDecorator[datetime]):
    """A moment as microseconds since 1970: the same on every database, and it sorts."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> int | None:
        return None if value is None else to_micros(value)

    def process_result_value(self, value: int | None, dialect: Any) -> datetime | None:
        return None if value is None else from_micros(value)


class Json(TypeDecorator[Any]):
    """Any JSON value, as text."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else msgspec.json.encode(value).decode()

    def process_result_value(self, value: str | None, dialect: Any) -> Any:
        return None if value is None else msgspec.json.decode(value)


def storable(text: str) -> str:
    """Return a text that every database takes, and UTF-8 can say: what neither can is `�`.

    PostgreSQL has no NUL in a text, and half a surrogate pair is no character.
    """
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text


class Prose(TypeDecorator[str]):
    """A text from outside, which may hold anything."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        return None if value is None else storable(value)


class Word(TypeDecorator[StrEnum]):
    """One word of a closed list, as text that people can read."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | None, dialect: Any) -> str | None:
        return None if value is None else value.value

    def process_result_value(self, value: str | None, dialect: Any) -> StrEnum | None:
        return None if value is None else self.words(value)


_BigInt = sa.BigInteger().with_variant(sa.Integer, "sqlite")

metadata = sa.MetaData()

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
    sa.Column("number", _BigInt, primary_key=True, autoincrement=True),
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
)
sa.Index("runs_stream", runs.c.stream_id)

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
