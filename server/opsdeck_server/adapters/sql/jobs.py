"""Jobs and the queue, in SQL."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from opsdeck_server.adapters.sql import rows
from opsdeck_server.adapters.sql.clients import add_once
from opsdeck_server.adapters.sql.journal import insert_events
from opsdeck_server.adapters.sql.tables import clients, jobs, runs, streams
from opsdeck_server.domain.deliveries import IdempotencyRecord
from opsdeck_server.domain.events import NewEvent
from opsdeck_server.domain.jobs import Job, JobFilter, JobRow, JobStatus
from opsdeck_server.domain.runs import Run
from opsdeck_server.ports.store import Claim, Missing

_CLAIM_LOCK = 7_126_381
"""Key of the advisory lock that claims take in turn, so that the limit is exact."""

_ROWS = (
    sa.select(jobs, clients.c.name.label("client_name"), runs.c.agent)
    .join(clients, clients.c.id == jobs.c.client_id)
    .join(runs, runs.c.id == jobs.c.run_id)
)
_NEXT = (jobs.c.priority.desc(), jobs.c.number)


def _rows(connection: Connection, query: sa.Select[tuple[object, ...]]) -> Sequence[JobRow]:
    return [
        JobRow(rows.job_of(row), row["client_name"], row["agent"])
        for row in connection.execute(query).mappings()
    ]


def add(
    connection: Connection,
    job: Job,
    run: Run,
    events: tuple[NewEvent, ...],
    once: Callable[[int], IdempotencyRecord] | None,
) -> tuple[Job, int]:
    client = connection.execute(
        sa.select(clients.c.id)
        .where(clients.c.id == job.client_id, clients.c.deleted_at.is_(None))
        .with_for_update(read=True)
    ).first()
    if client is None:
        raise Missing(f"client {job.client_id}")
    stream = {"id": job.id, "kind": "job", "first_seq": 1, "last_seq": len(events)}
    connection.execute(sa.insert(streams), {**stream, "generation": 0})
    connection.execute(sa.insert(runs), rows.run_values(run))
    connection.execute(sa.insert(jobs), rows.job_values(job))
    insert_events(connection, [(job.id, seq, event) for seq, event in enumerate(events, 1)])
    place = position(connection, job.id)
    if place is None:
        raise RuntimeError("a job that was just queued is not queued")
    if once is not None:
        add_once(connection, once(place))
    return get(connection, job.id), place


def get(connection: Connection, job_id: str) -> Job:
    row = connection.execute(sa.select(jobs).where(jobs.c.id == job_id)).mappings().first()
    if row is None:
        raise Missing(f"job {job_id}")
    return rows.job_of(row)


def page(
    connection: Connection, wanted: JobFilter, limit: int, offset: int, before: int | None
) -> tuple[Sequence[JobRow], int]:
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.statuses:
        conditions.append(jobs.c.status.in_([status.value for status in wanted.statuses]))
    if wanted.client_id is not None:
        conditions.append(jobs.c.client_id == wanted.client_id)
    total = connection.execute(
        sa.select(sa.func.count()).select_from(jobs).where(*conditions)
    ).scalar_one()
    if before is not None:
        conditions.append(jobs.c.number < before)
    # Numbers first: what an offset leaves out is then read from an index alone.
    numbers = (
        sa.select(jobs.c.number)
        .where(*conditions)
        .order_by(jobs.c.number.desc())
        .limit(limit)
        .offset(offset)
        .subquery()
    )
    query = _ROWS.where(jobs.c.number.in_(sa.select(numbers.c.number)))
    return _rows(connection, query.order_by(jobs.c.number.desc())), total


def queued(connection: Connection, limit: int) -> tuple[Sequence[JobRow], int]:
    waiting = jobs.c.status == JobStatus.queued.value
    total = connection.execute(
        sa.select(sa.func.count()).select_from(jobs).where(waiting)
    ).scalar_one()
    return _rows(connection, _ROWS.where(waiting).order_by(*_NEXT).limit(limit)), total


def running(connection: Connection, owner: str | None) -> Sequence[JobRow]:
    query = _ROWS.where(jobs.c.status == JobStatus.running.value)
    if owner is not None:
        query = query.join(streams, streams.c.id == jobs.c.id).where(streams.c.owner == owner)
    return _rows(connection, query.order_by(jobs.c.started_at, jobs.c.number))


def position(connection: Connection, job_id: str) -> int | None:
    mine = jobs.alias("mine")
    before = sa.or_(
        jobs.c.priority > mine.c.priority,
        sa.and_(jobs.c.priority == mine.c.priority, jobs.c.number <= mine.c.number),
    )
    ahead = (
        sa.select(sa.func.count())
        .select_from(jobs)
        .where(jobs.c.status == JobStatus.queued.value, before)
        .correlate(mine)
        .scalar_subquery()
    )
    query = sa.select(ahead).where(mine.c.id == job_id, mine.c.status == JobStatus.queued.value)
    return connection.execute(query).scalar()


def count_by_status(connection: Connection) -> Mapping[JobStatus, int]:
    query = sa.select(jobs.c.status, sa.func.count()).group_by(jobs.c.status)
    return {JobStatus(status): count for status, count in connection.execute(query)}


def claim_next(
    connection: Connection, owner: str, now: datetime, lease_until: datetime, max_running: int
) -> Claim | None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_CLAIM_LOCK)))
    inner = jobs.alias("inner_jobs")
    next_number = (
        sa.select(inner.c.number)
        .where(inner.c.status == JobStatus.queued.value)
        .order_by(inner.c.priority.desc(), inner.c.number)
        .limit(1)
        .scalar_subquery()
    )
    busy = jobs.alias("busy")
    count = (
        sa.select(sa.func.count())
        .select_from(busy)
        .where(busy.c.status == JobStatus.running.value)
        .scalar_subquery()
    )
    claimed = connection.execute(
        sa.update(jobs)
        .where(
            jobs.c.number == next_number,
            jobs.c.status == JobStatus.queued.value,
            count < max_running,
        )
        .values(status=JobStatus.running.value, started_at=now, updated_at=now)
        .returning(jobs.c.id)
    ).scalar()
    if claimed is None:
        return None
    generation = connection.execute(
        sa.update(streams)
        .where(streams.c.id == claimed)
        .values(generation=streams.c.generation + 1, owner=owner, lease_until=lease_until)
        .returning(streams.c.generation)
    ).scalar_one()
    return Claim(get(connection, claimed), generation)


def request_cancel(connection: Connection, job_id: str) -> None:
    connection.execute(sa.update(jobs).where(jobs.c.id == job_id).values(cancel_requested=True))


def cancel_requested(connection: Connection, job_id: str) -> bool:
    query = sa.select(jobs.c.cancel_requested).where(jobs.c.id == job_id)
    return bool(connection.execute(query).scalar())
