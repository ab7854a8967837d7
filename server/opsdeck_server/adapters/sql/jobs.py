"""Jobs and the queue, in SQL."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam, exc

from opsdeck_server.adapters.sql import rows
from opsdeck_server.adapters.sql.clients import add_once, hold
from opsdeck_server.adapters.sql.journal import begin_stream, claim_stream
from opsdeck_server.adapters.sql.prepared import Prepared
from opsdeck_server.adapters.sql.tables import clients, jobs, runs, streams
from opsdeck_server.domain.deliveries import IdempotencyRecord
from opsdeck_server.domain.events import NewEvent
from opsdeck_server.domain.jobs import Job, JobDetails, JobFilter, JobRow, JobStatus
from opsdeck_server.domain.runs import Run
from opsdeck_server.ports.store import Claim, Duplicate, Missing

_CLAIM_LOCK = 7_126_381
"""Key of the advisory lock that claims take in turn, so that the limit is exact."""

_QUEUED = jobs.c.status == JobStatus.queued
_RUNNING = jobs.c.status == JobStatus.running
_NEXT = (jobs.c.priority.desc(), jobs.c.number)
_IT = jobs.c.id == bindparam("job")


def _ahead(mine: Any) -> sa.ScalarSelect[Any]:
    """Return the query of how many wait before a queued job, itself included."""
    waiting = jobs.alias("waiting")
    return (
        sa.select(sa.func.count())
        .select_from(waiting)
        .where(
            waiting.c.status == JobStatus.queued,
            sa.or_(
                waiting.c.priority > mine.c.priority,
                sa.and_(waiting.c.priority == mine.c.priority, waiting.c.number <= mine.c.number),
            ),
        )
        .correlate(mine)
        .scalar_subquery()
    )


_GET = Prepared(sa.select(*rows.JOB).where(_IT))
_POSITION = sa.select(_ahead(jobs)).where(_IT, _QUEUED)
_DETAILS = Prepared(
    sa.select(*rows.JOB, *rows.RUN, *rows.CLIENT, sa.case((_QUEUED, _ahead(jobs))))
    .join(clients, clients.c.id == jobs.c.client_id)
    .join(runs, runs.c.id == jobs.c.run_id)
    .where(_IT)
)
_RUN_AT = len(rows.JOB)
_CLIENT_AT = _RUN_AT + len(rows.RUN)
_ROWS = (
    sa.select(*rows.JOB, clients.c.name, runs.c.agent)
    .join(clients, clients.c.id == jobs.c.client_id)
    .join(runs, runs.c.id == jobs.c.run_id)
)
_QUEUE = _ROWS.where(_QUEUED).order_by(*_NEXT).limit(bindparam("most", type_=sa.Integer))
_COUNT_QUEUED = sa.select(sa.func.count()).select_from(jobs).where(_QUEUED)
_BUSY = _ROWS.where(_RUNNING).order_by(jobs.c.started_at, jobs.c.number)
_BUSY_OF = _BUSY.join(streams, streams.c.id == jobs.c.id).where(
    streams.c.owner == bindparam("its_owner")
)
_BY_STATUS = sa.select(jobs.c.status, sa.func.count()).group_by(jobs.c.status)
_CANCEL = sa.update(jobs).where(_IT).values(cancel_requested=True)
_CANCELLED = sa.select(jobs.c.cancel_requested).where(_IT)
_INSERT_RUN = sa.insert(runs)
_INSERT_JOB = sa.insert(jobs).returning(jobs.c.number)


def _claim() -> Any:
    waiting, busy = jobs.alias("waiting"), jobs.alias("busy")
    next_number = (
        sa.select(waiting.c.number)
        .where(waiting.c.status == JobStatus.queued)
        .order_by(waiting.c.priority.desc(), waiting.c.number)
        .limit(1)
        # One that is being cancelled right now is nobody's next.
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    count = (
        sa.select(sa.func.count())
        .select_from(busy)
        .where(busy.c.status == JobStatus.running)
        .scalar_subquery()
    )
    return (
        sa.update(jobs)
        .where(jobs.c.number == next_number, count < bindparam("most", type_=sa.BigInteger))
        .values(status=JobStatus.running, started_at=bindparam("at"), updated_at=bindparam("at"))
        .returning(*rows.JOB)
    )


_CLAIM = _claim()


def add(
    connection: Connection,
    job: Job,
    run: Run,
    events: tuple[NewEvent, ...],
    once: Callable[[int], IdempotencyRecord] | None,
) -> tuple[Job, int]:
    hold(connection, job.client_id)
    try:
        begin_stream(connection, job.id, "job", events)
        connection.execute(_INSERT_RUN, rows.run_values(run))
        connection.execute(_INSERT_JOB, rows.job_values(job))
    except exc.IntegrityError as error:
        raise Duplicate("id") from error
    place = position(connection, job.id)
    if place is None:
        raise RuntimeError("a job that was just queued is not queued")
    if once is not None:
        add_once(connection, once(place))
    return get(connection, job.id), place


def get(connection: Connection, job_id: str) -> Job:
    row = _GET.first(connection, {"job": job_id})
    if row is None:
        raise Missing(f"job {job_id}")
    return rows.job_of(row)


def details(connection: Connection, job_id: str) -> JobDetails:
    row = _DETAILS.first(connection, {"job": job_id})
    if row is None:
        raise Missing(f"job {job_id}")
    run, client = row[_RUN_AT:_CLIENT_AT], row[_CLIENT_AT:-1]
    return JobDetails(rows.job_of(row[:_RUN_AT]), rows.run_of(run), rows.client_of(client), row[-1])


def page(
    connection: Connection, wanted: JobFilter, limit: int, offset: int, before: int | None
) -> tuple[Sequence[JobRow], int]:
    statuses = tuple(dict.fromkeys(wanted.statuses))
    values: dict[str, Any] = {f"status_{place}": one for place, one in enumerate(statuses)}
    values |= {"client": wanted.client_id, "below": before}
    values |= {"most": limit, "skip": offset, "reach": limit + offset}
    shape = len(statuses), wanted.client_id is not None
    total = connection.execute(_count_query(*shape), values).scalar_one()
    return _rows(connection, _page_query(*shape, before is not None), values), total


@cache
def _conditions(statuses: int, by_client: bool) -> tuple[sa.ColumnElement[bool], ...]:
    conditions: list[sa.ColumnElement[bool]] = []
    if statuses:
        conditions.append(jobs.c.status.in_([bindparam(f"status_{n}") for n in range(statuses)]))
    if by_client:
        conditions.append(jobs.c.client_id == bindparam("client"))
    return tuple(conditions)


@cache
def _count_query(statuses: int, by_client: bool) -> sa.Select[Any]:
    count = sa.select(sa.func.count()).select_from(jobs)
    return count.where(*_conditions(statuses, by_client))


@cache
def _page_query(statuses: int, by_client: bool, keyset: bool) -> sa.Select[Any]:
    """Return the query of a page: numbers first, so that an offset passes over an index alone."""
    conditions = list(_conditions(statuses, by_client))
    if keyset:
        conditions.append(jobs.c.number < bindparam("below"))
    if statuses > 1 and not by_client:
        # An index has the numbers in order within one status: merge what each has to give.
        each = [
            sa.select(jobs.c.number)
            .where(jobs.c.status == bindparam(f"status_{n}"), *conditions[1:])
            .order_by(jobs.c.number.desc())
            .limit(bindparam("reach", type_=sa.Integer))
            .subquery()
            for n in range(statuses)
        ]
        merged = sa.union_all(*(sa.select(one.c.number) for one in each)).subquery()
        numbers = sa.select(merged.c.number).order_by(merged.c.number.desc())
    else:
        numbers = sa.select(jobs.c.number).where(*conditions).order_by(jobs.c.number.desc())
    numbers = numbers.limit(bindparam("most", type_=sa.Integer))
    chosen = numbers.offset(bindparam("skip", type_=sa.Integer)).subquery()
    return _ROWS.where(jobs.c.number.in_(sa.select(chosen.c.number))).order_by(jobs.c.number.desc())


def _rows(connection: Connection, query: Any, values: Mapping[str, Any]) -> Sequence[JobRow]:
    size = len(rows.JOB)
    found: Any = connection.execute(query, values)
    return [JobRow(rows.job_of(row[:size]), row[size], row[size + 1]) for row in found]


def queued(connection: Connection, limit: int) -> tuple[Sequence[JobRow], int]:
    total = connection.execute(_COUNT_QUEUED).scalar_one()
    return _rows(connection, _QUEUE, {"most": limit}), total


def running(connection: Connection, owner: str | None) -> Sequence[JobRow]:
    if owner is None:
        return _rows(connection, _BUSY, {})
    return _rows(connection, _BUSY_OF, {"its_owner": owner})


def position(connection: Connection, job_id: str) -> int | None:
    return connection.execute(_POSITION, {"job": job_id}).scalar()


def count_by_status(connection: Connection) -> Mapping[JobStatus, int]:
    return {row[0]: row[1] for row in connection.execute(_BY_STATUS)}


def claim_next(
    connection: Connection, owner: str, now: datetime, lease_until: datetime, max_running: int
) -> Claim | None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_CLAIM_LOCK)))
    row = connection.execute(_CLAIM, {"most": max_running, "at": now}).first()
    if row is None:
        return None
    job = rows.job_of(row)
    return Claim(job, claim_stream(connection, job.id, owner, lease_until))


def request_cancel(connection: Connection, job_id: str) -> None:
    if connection.execute(_CANCEL, {"job": job_id}).rowcount == 0:
        raise Missing(f"job {job_id}")


def cancel_requested(connection: Connection, job_id: str) -> bool:
    row = connection.execute(_CANCELLED, {"job": job_id}).first()
    if row is None:
        raise Missing(f"job {job_id}")
    return row[0]
