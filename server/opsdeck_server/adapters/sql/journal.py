"""Streams, runs, processes and events, in SQL. `commit` is the hot path.

Statements are made once, here: making one costs more than running it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from opsdeck_server.adapters.sql import rows
from opsdeck_server.adapters.sql.columns import to_micros
from opsdeck_server.adapters.sql.prepared import Prepared
from opsdeck_server.adapters.sql.saving import save_all
from opsdeck_server.adapters.sql.tables import events, jobs, processes, runs, streams
from opsdeck_server.domain.events import TYPE_NAMES, Event, NewEvent
from opsdeck_server.domain.jobs import JobStatus
from opsdeck_server.domain.runs import AgentProcess, ProcessState, Run, Stream
from opsdeck_server.ports.store import Commit, Missing, Stale, StoreError

_advance = (
    sa.update(streams)
    .where(streams.c.id == bindparam("stream"))
    .values(last_seq=streams.c.last_seq + bindparam("count"))
    .returning(streams.c.last_seq)
)
_ADVANCE = Prepared(_advance)
_ADVANCE_FENCED = Prepared(_advance.where(streams.c.generation == bindparam("fence")))
_INSERT_EVENTS = Prepared(sa.insert(events), [column.name for column in rows.EVENT])
_READ = Prepared(
    sa.select(*rows.EVENT)
    .where(events.c.stream_id == bindparam("stream"), events.c.seq > bindparam("after"))
    .order_by(events.c.seq)
    .limit(bindparam("most", type_=sa.Integer))
)
_LOCK_JOBS = (
    sa.select(jobs.c.id, jobs.c.status)
    .where(jobs.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(jobs.c.id)
    .with_for_update()
)
_INSERT_STREAM = sa.insert(streams)
_STREAM = sa.select(*rows.STREAM).where(streams.c.id == bindparam("stream"))
_CLAIM = (
    sa.update(streams)
    .where(streams.c.id == bindparam("stream"))
    .values(
        generation=streams.c.generation + 1,
        owner=bindparam("new_owner"),
        lease_until=bindparam("until"),
    )
    .returning(streams.c.generation)
)
_CLAIM_EXPECTED = _CLAIM.where(streams.c.generation == bindparam("fence"))
_RENEW = (
    sa.update(streams)
    .where(
        streams.c.id == bindparam("stream"),
        streams.c.generation == bindparam("fence"),
        streams.c.owner == bindparam("its_owner"),
    )
    .values(lease_until=bindparam("until"))
)
_RUN = sa.select(*rows.RUN).where(runs.c.id == bindparam("run"))
_LATEST_PROCESS = (
    sa.select(*rows.PROCESS)
    .where(processes.c.stream_id == bindparam("stream"))
    .order_by(processes.c.created_at.desc(), processes.c.id.desc())
    .limit(1)
)
_LIVE_PROCESSES = (
    sa.select(*rows.PROCESS)
    .where(processes.c.state.in_((ProcessState.starting, ProcessState.running)))
    .order_by(processes.c.created_at, processes.c.id)
)


def insert_events(
    connection: Connection, numbered: Sequence[tuple[str, int, NewEvent]]
) -> Sequence[Event]:
    """Insert events under their streams and numbers; return them as they are kept."""
    kept: list[Event] = []
    values: list[dict[str, Any]] = []
    for stream_id, seq, event in numbered:
        payload, text = rows.encoded(event.payload)
        kept.append(Event(stream_id, seq, event.run_id, event.time, payload))
        values.append(
            {
                "stream_id": stream_id,
                "seq": seq,
                "run_id": event.run_id,
                "time": to_micros(event.time),
                "type": TYPE_NAMES[type(payload)],
                "payload": text,
            }
        )
    _INSERT_EVENTS.each(connection, values)
    return kept


def begin_stream(
    connection: Connection, stream_id: str, kind: str, events: Sequence[NewEvent]
) -> None:
    """Make a stream, and put its first events into it."""
    stream = {"id": stream_id, "kind": kind, "first_seq": 1, "last_seq": len(events)}
    connection.execute(_INSERT_STREAM, {**stream, "generation": 0})
    insert_events(connection, [(stream_id, seq, event) for seq, event in enumerate(events, 1)])


def commit(
    connection: Connection, commits: Sequence[Commit]
) -> Sequence[tuple[Event, ...] | StoreError]:
    # Locks are taken in one order, jobs before streams and each by its id, so that two
    # hosts cannot wait for each other.
    statuses = _lock_jobs(connection, {one.job.id for one in commits if one.job is not None})
    places: dict[int, tuple[int, int]] = {}
    outcomes: dict[int, tuple[Event, ...] | StoreError] = {}
    numbered: list[tuple[str, int, NewEvent]] = []
    admitted: list[Commit] = []
    for place, one in sorted(enumerate(commits), key=lambda pair: pair[1].stream_id):
        last = _admit(connection, one, statuses)
        if isinstance(last, StoreError):
            outcomes[place] = last
            continue
        admitted.append(one)
        places[place] = (len(numbered), len(numbered) + len(one.events))
        numbered.extend(
            (one.stream_id, seq, event)
            for seq, event in enumerate(one.events, last - len(one.events) + 1)
        )
    made = insert_events(connection, numbered)
    save_all(connection, admitted)
    for place, (start, end) in places.items():
        outcomes[place] = tuple(made[start:end])
    return [outcomes[place] for place in range(len(commits))]


def _lock_jobs(connection: Connection, ids: set[str]) -> dict[str, JobStatus]:
    if not ids:
        return {}
    found = connection.execute(_LOCK_JOBS, {"ids": sorted(ids)})
    return {row[0]: row[1] for row in found}


def _admit(connection: Connection, one: Commit, statuses: dict[str, JobStatus]) -> int | StoreError:
    """Return the number of the commit's last event, or why the commit is refused."""
    if one.job is not None:
        status = statuses.get(one.job.id)
        if status is None:
            return Missing(f"job {one.job.id}")
        if one.when_status not in (None, status):
            return Stale(f"the job is {status}")
    values: dict[str, Any] = {"stream": one.stream_id, "count": len(one.events)}
    if one.generation is None:
        row = _ADVANCE.first(connection, values)
    else:
        row = _ADVANCE_FENCED.first(connection, {**values, "fence": one.generation})
    if row is None:
        if connection.execute(_STREAM, {"stream": one.stream_id}).first() is None:
            return Missing(f"stream {one.stream_id}")
        return Stale(f"stream {one.stream_id} has another owner")
    if one.job is not None:
        statuses[one.job.id] = one.job.status
    return row[0]


def read(connection: Connection, stream_id: str, after: int, limit: int) -> Sequence[Event]:
    found = _READ.all(connection, {"stream": stream_id, "after": after, "most": limit})
    return [rows.event_of(row) for row in found]


def get_stream(connection: Connection, stream_id: str) -> Stream:
    row = connection.execute(_STREAM, {"stream": stream_id}).first()
    if row is None:
        raise Missing(f"stream {stream_id}")
    return rows.stream_of(row)


def claim_stream(
    connection: Connection,
    stream_id: str,
    owner: str,
    lease_until: datetime,
    expected: int | None = None,
) -> int:
    values: dict[str, Any] = {"stream": stream_id, "new_owner": owner, "until": lease_until}
    if expected is None:
        generation = connection.execute(_CLAIM, values).scalar()
    else:
        generation = connection.execute(_CLAIM_EXPECTED, {**values, "fence": expected}).scalar()
    if generation is None:
        get_stream(connection, stream_id)
        raise Stale(f"stream {stream_id} has another owner")
    return generation


def renew(
    connection: Connection, owner: str, generations: Mapping[str, int], lease_until: datetime
) -> frozenset[str]:
    lost: set[str] = set()
    for stream_id, generation in sorted(generations.items()):
        kept = connection.execute(
            _RENEW,
            {
                "stream": stream_id,
                "fence": generation,
                "its_owner": owner,
                "until": lease_until,
            },
        )
        if kept.rowcount == 0:
            lost.add(stream_id)
    return frozenset(lost)


def get_run(connection: Connection, run_id: str) -> Run:
    row = connection.execute(_RUN, {"run": run_id}).first()
    if row is None:
        raise Missing(f"run {run_id}")
    return rows.run_of(row)


def latest_process(connection: Connection, stream_id: str) -> AgentProcess | None:
    row = connection.execute(_LATEST_PROCESS, {"stream": stream_id}).first()
    return None if row is None else rows.process_of(row)


def live_processes(connection: Connection) -> Sequence[AgentProcess]:
    return [rows.process_of(row) for row in connection.execute(_LIVE_PROCESSES)]
