"""Streams, runs, processes and events, in SQL. `commit` is the hot path."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from opsdeck_server.adapters.sql import rows
from opsdeck_server.adapters.sql.tables import (
    deliveries,
    events,
    jobs,
    processes,
    runs,
    streams,
    to_micros,
)
from opsdeck_server.domain.events import TYPE_NAMES, Event, NewEvent
from opsdeck_server.domain.runs import AgentProcess, Run, Stream
from opsdeck_server.ports.store import Commit, Missing, Stale, StoreError

_ADVANCE = (
    sa.update(streams)
    .where(streams.c.id == sa.bindparam("stream"))
    .values(last_seq=streams.c.last_seq + sa.bindparam("count"))
    .returning(streams.c.last_seq)
)
_ADVANCE_FENCED = _ADVANCE.where(streams.c.generation == sa.bindparam("fence"))
_INSERT_EVENTS = sa.insert(events)
_READ = (
    sa.select(events)
    .where(events.c.stream_id == sa.bindparam("stream"), events.c.seq > sa.bindparam("after"))
    .order_by(events.c.seq)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_SAVE_JOB = sa.update(jobs).where(jobs.c.id == sa.bindparam("job_id_"))


def _upsert(table: sa.Table, dialect: str) -> Any:
    insert = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    changed = {c.name: insert.excluded[c.name] for c in table.columns if c.name != "id"}
    return insert.on_conflict_do_update(index_elements=["id"], set_=changed)


_UPSERTS = {
    (dialect, table.name): _upsert(table, dialect)
    for dialect in ("sqlite", "postgresql")
    for table in (runs, processes, deliveries)
}


def save(connection: Connection, table: sa.Table, values: Mapping[str, Any]) -> None:
    """Insert a row, or replace the one with its id."""
    connection.execute(_UPSERTS[connection.dialect.name, table.name], values)


def insert_events(connection: Connection, numbered: Sequence[tuple[str, int, NewEvent]]) -> None:
    if numbered:
        connection.execute(
            _INSERT_EVENTS,
            [
                {
                    "stream_id": stream_id,
                    "seq": seq,
                    "run_id": event.run_id,
                    "time": to_micros(event.time),
                    "type": TYPE_NAMES[type(event.payload)],
                    "payload": rows.payload_text(event.payload),
                }
                for stream_id, seq, event in numbered
            ],
        )


def commit(
    connection: Connection, commits: Sequence[Commit]
) -> Sequence[tuple[Event, ...] | StoreError]:
    outcomes: list[tuple[Event, ...] | StoreError] = []
    numbered: list[tuple[str, int, NewEvent]] = []
    for one in commits:
        first = _admit(connection, one)
        if isinstance(first, StoreError):
            outcomes.append(first)
            continue
        placed = list(enumerate(one.events, first))
        numbered.extend((one.stream_id, seq, event) for seq, event in placed)
        outcomes.append(
            tuple(
                Event(one.stream_id, seq, event.run_id, event.time, event.payload)
                for seq, event in placed
            )
        )
        _save_rows(connection, one)
    insert_events(connection, numbered)
    return outcomes


def _admit(connection: Connection, one: Commit) -> int | StoreError:
    """Return the number of the commit's first event, or why the commit is refused."""
    if one.job is not None and one.when_status is not None:
        status = connection.execute(
            sa.select(jobs.c.status).where(jobs.c.id == one.job.id).with_for_update()
        ).scalar()
        if status != one.when_status.value:
            return Stale(f"the job is {status}")
    values: dict[str, Any] = {"stream": one.stream_id, "count": len(one.events)}
    if one.generation is None:
        last = connection.execute(_ADVANCE, values).scalar()
    else:
        fenced = {**values, "fence": one.generation}
        last = connection.execute(_ADVANCE_FENCED, fenced).scalar()
    if last is None:
        return Stale(f"stream {one.stream_id} has another owner")
    return last - len(one.events) + 1


def _save_rows(connection: Connection, one: Commit) -> None:
    if one.job is not None:
        values = rows.job_values(one.job)
        connection.execute(_SAVE_JOB.values(values), {"job_id_": one.job.id})
    if one.run is not None:
        save(connection, runs, rows.run_values(one.run))
    if one.process is not None:
        save(connection, processes, rows.process_values(one.process))
    if one.delivery is not None:
        save(connection, deliveries, rows.delivery_values(one.delivery))


def read(connection: Connection, stream_id: str, after: int, limit: int) -> Sequence[Event]:
    found = connection.execute(_READ, {"stream": stream_id, "after": after, "most": limit})
    return [rows.event_of(row) for row in found]


def get_stream(connection: Connection, stream_id: str) -> Stream:
    row = connection.execute(sa.select(streams).where(streams.c.id == stream_id)).mappings().first()
    if row is None:
        raise Missing(f"stream {stream_id}")
    return rows.stream_of(row)


def claim_stream(
    connection: Connection,
    stream_id: str,
    owner: str,
    lease_until: datetime,
    expected: int | None,
) -> int:
    change = sa.update(streams).where(streams.c.id == stream_id)
    if expected is not None:
        change = change.where(streams.c.generation == expected)
    generation = connection.execute(
        change.values(
            generation=streams.c.generation + 1, owner=owner, lease_until=lease_until
        ).returning(streams.c.generation)
    ).scalar()
    if generation is None:
        get_stream(connection, stream_id)
        raise Stale(f"stream {stream_id} has another owner")
    return generation


def renew(
    connection: Connection, owner: str, generations: Mapping[str, int], lease_until: datetime
) -> frozenset[str]:
    lost: set[str] = set()
    for stream_id, generation in generations.items():
        kept = connection.execute(
            sa.update(streams)
            .where(
                streams.c.id == stream_id,
                streams.c.generation == generation,
                streams.c.owner == owner,
            )
            .values(lease_until=lease_until)
        )
        if kept.rowcount == 0:
            lost.add(stream_id)
    return frozenset(lost)


def get_run(connection: Connection, run_id: str) -> Run:
    row = connection.execute(sa.select(runs).where(runs.c.id == run_id)).mappings().first()
    if row is None:
        raise Missing(f"run {run_id}")
    return rows.run_of(row)


def latest_process(connection: Connection, stream_id: str) -> AgentProcess | None:
    query = (
        sa.select(processes)
        .where(processes.c.stream_id == stream_id)
        .order_by(processes.c.created_at.desc())
        .limit(1)
    )
    row = connection.execute(query).mappings().first()
    return None if row is None else rows.process_of(row)


def live_processes(connection: Connection) -> Sequence[AgentProcess]:
    query = sa.select(processes).where(processes.c.state.in_(("starting", "running")))
    return [rows.process_of(row) for row in connection.execute(query).mappings()]
