"""The store in memory, for tests. It keeps the port's promises, and forgets with its process.

No method waits for anything, so each is one transaction on its event loop, and a
cancelled call has either happened or never begun.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from opsdeck_server.adapters.memory import readings, sessions
from opsdeck_server.adapters.memory.tables import Tables, found
from opsdeck_server.domain.clients import Client, JobCounts
from opsdeck_server.domain.deliveries import Delivery, IdempotencyRecord
from opsdeck_server.domain.events import Event, NewEvent
from opsdeck_server.domain.jobs import Job, JobDetails, JobFilter, JobRow, JobStatus
from opsdeck_server.domain.permissions import Permission
from opsdeck_server.domain.readings import Bound, Conversation, Log
from opsdeck_server.domain.runs import AgentProcess, ProcessState, Run, Stream
from opsdeck_server.domain.sessions import QuickSession, SessionMessage, SessionView
from opsdeck_server.ports.store import (
    Claim,
    Commit,
    Duplicate,
    Missing,
    Stale,
    StoreError,
)


class MemoryStore:
    """Remembers in dictionaries. See the port for what each method promises."""

    def __init__(self) -> None:
        self._open: Tables | None = Tables()

    @property
    def _t(self) -> Tables:
        if self._open is None:
            raise StoreError("the store is closed")
        return self._open

    async def ping(self) -> None:
        _ = self._t

    async def close(self) -> None:
        self._open = None

    # -- clients -------------------------------------------------------------------

    async def add_client(self, client: Client, once: IdempotencyRecord | None = None) -> None:
        self._check_once(once)
        if client.id in self._t.clients:
            raise Duplicate("id")
        self._check_unique(client)
        self._t.clients[client.id] = client
        self._keep_once(once)

    async def get_client(self, client_id: str) -> Client:
        return found(self._t.clients, "client", client_id)

    async def find_client(self, github_org: str, github_repo: str) -> Client | None:
        wanted = f"{github_org}/{github_repo}".lower()
        return next((c for c in self._known() if c.slug.lower() == wanted), None)

    async def list_clients(self) -> Sequence[Client]:
        return sorted(self._known(), key=lambda one: (one.name.casefold(), one.name, one.id))

    async def is_deleted(self, client_id: str) -> bool:
        found(self._t.clients, "client", client_id)
        return client_id in self._t.deleted

    async def save_client(self, client: Client) -> None:
        self._known_client(client.id)
        self._check_unique(client)
        self._t.clients[client.id] = client

    async def delete_client(self, client_id: str) -> None:
        self._known_client(client_id)
        if (await self.job_counts(client_id)).active:
            raise Stale("the client has queued or running jobs")
        if sessions.has_open(self._t, client_id):
            raise Stale("the client has open sessions")
        self._t.deleted[client_id] = datetime.now(UTC)

    async def job_counts(self, client_id: str) -> JobCounts:
        theirs = [job for job in self._t.jobs.values() if job.client_id == client_id]
        return JobCounts(sum(not job.status.terminal for job in theirs), len(theirs))

    def _known(self) -> Sequence[Client]:
        return [c for c in self._t.clients.values() if c.id not in self._t.deleted]

    def _known_client(self, client_id: str) -> None:
        if client_id not in self._t.clients or client_id in self._t.deleted:
            raise Missing(f"client {client_id}")

    def _check_unique(self, client: Client) -> None:
        for other in self._known():
            if other.id == client.id:
                continue
            if other.slug.lower() == client.slug.lower():
                raise Duplicate("repo")
            if client.os_client_id is not None and other.os_client_id == client.os_client_id:
                raise Duplicate("os_client_id")

    # -- jobs ----------------------------------------------------------------------

    async def add_job(
        self,
        job: Job,
        run: Run,
        events: tuple[NewEvent, ...] = (),
        once: Callable[[int], IdempotencyRecord] | None = None,
    ) -> tuple[Job, int]:
        self._known_client(job.client_id)
        if job.id in self._t.jobs:
            raise Duplicate("id")
        self._t.last_number += 1
        numbered = replace(job, number=self._t.last_number)
        place = 1 + sum(_rank(other) < _rank(numbered) for other in self._in_status("queued"))
        record = None if once is None else once(place)
        self._check_once(record)
        self._begin_stream(job.id, "job", events)
        self._t.runs[run.id] = run
        self._t.jobs[job.id] = numbered
        self._keep_once(record)
        return numbered, place

    async def get_job(self, job_id: str) -> Job:
        return found(self._t.jobs, "job", job_id)

    async def get_job_details(self, job_id: str) -> JobDetails:
        job = await self.get_job(job_id)
        place = await self.queue_position(job_id)
        return JobDetails(job, self._t.runs[job.run_id], self._t.clients[job.client_id], place)

    async def list_jobs(
        self, wanted: JobFilter, limit: int, offset: int = 0, before: int | None = None
    ) -> tuple[Sequence[JobRow], int]:
        matching = [
            job
            for job in self._t.jobs.values()
            if (not wanted.statuses or job.status in wanted.statuses)
            and wanted.client_id in (None, job.client_id)
        ]
        page = [job for job in matching if before is None or job.number < before]
        page.sort(key=lambda job: job.number, reverse=True)
        return self._rows(page[offset : offset + limit]), len(matching)

    async def queued_jobs(self, limit: int) -> tuple[Sequence[JobRow], int]:
        waiting = sorted(self._in_status("queued"), key=_rank)
        return self._rows(waiting[:limit]), len(waiting)

    async def running_jobs(self, owner: str | None = None) -> Sequence[JobRow]:
        ours = [
            job
            for job in self._in_status("running")
            if owner in (None, self._t.streams[job.id].owner)
        ]
        return self._rows(sorted(ours, key=lambda job: (job.started_at or _NEVER, job.number)))

    async def queue_position(self, job_id: str) -> int | None:
        waiting = sorted(self._in_status("queued"), key=_rank)
        return next((place for place, job in enumerate(waiting, 1) if job.id == job_id), None)

    async def count_jobs(self) -> Mapping[JobStatus, int]:
        return {status: len(self._in_status(status)) for status in JobStatus}

    async def claim_next_job(
        self, owner: str, now: datetime, lease_until: datetime, max_running: int
    ) -> Claim | None:
        waiting = self._in_status("queued")
        if not waiting or len(self._in_status("running")) >= max_running:
            return None
        job = min(waiting, key=_rank)
        claimed = replace(job, status=JobStatus.running, started_at=now, updated_at=now)
        self._t.jobs[job.id] = claimed
        return Claim(claimed, await self.claim_stream(job.id, owner, lease_until))

    async def request_cancel(self, job_id: str) -> None:
        found(self._t.jobs, "job", job_id)
        self._t.cancels.add(job_id)

    async def cancel_requested(self, job_id: str) -> bool:
        found(self._t.jobs, "job", job_id)
        return job_id in self._t.cancels

    def _in_status(self, status: str) -> Sequence[Job]:
        return [job for job in self._t.jobs.values() if job.status == status]

    def _rows(self, jobs: Sequence[Job]) -> Sequence[JobRow]:
        t = self._t
        return [JobRow(j, t.clients[j.client_id].name, t.runs[j.run_id].agent) for j in jobs]

    # -- sessions ------------------------------------------------------------------

    async def add_session(
        self,
        session: QuickSession,
        events: tuple[NewEvent, ...] = (),
        once: IdempotencyRecord | None = None,
    ) -> None:
        self._known_client(session.client_id)
        self._check_once(once)
        if session.id in self._t.streams:
            raise Duplicate("id")
        self._begin_stream(session.id, "session", events)
        self._t.sessions[session.id] = session
        self._keep_once(once)

    async def get_session(self, session_id: str) -> SessionView:
        return sessions.get(self._t, session_id)

    async def list_sessions(self) -> Sequence[SessionView]:
        return sessions.list_all(self._t)

    async def ended_sessions(self, before: datetime) -> Sequence[QuickSession]:
        return sessions.ended(self._t, before)

    async def purge_session(self, session_id: str) -> None:
        sessions.purge(self._t, session_id)

    async def session_messages(
        self, session_id: str, *, waiting: bool = False
    ) -> Sequence[SessionMessage]:
        return sessions.messages(self._t, session_id, waiting=waiting)

    async def get_message(self, session_id: str, message_id: str) -> SessionMessage:
        return sessions.get_message(self._t, session_id, message_id)

    async def read_conversation(
        self, session_id: str, bound: Bound, before: str | int | None = None
    ) -> Conversation:
        return readings.conversation(self._t, session_id, bound, before)

    async def open_permissions(self, stream_id: str) -> Sequence[Permission]:
        return sessions.open_permissions(self._t, stream_id)

    async def get_permission(self, stream_id: str, permission_id: str) -> Permission:
        return sessions.get_permission(self._t, stream_id, permission_id)

    # -- streams, runs, processes --------------------------------------------------

    async def get_stream(self, stream_id: str) -> Stream:
        return found(self._t.streams, "stream", stream_id)

    async def claim_stream(
        self, stream_id: str, owner: str, lease_until: datetime, expected: int | None = None
    ) -> int:
        stream = found(self._t.streams, "stream", stream_id)
        if expected not in (None, stream.generation):
            raise Stale(f"stream {stream_id} has another owner")
        self._t.streams[stream_id] = replace(
            stream, generation=stream.generation + 1, owner=owner, lease_until=lease_until
        )
        return stream.generation + 1

    async def renew_leases(
        self, owner: str, generations: Mapping[str, int], lease_until: datetime
    ) -> frozenset[str]:
        lost: set[str] = set()
        for stream_id, generation in generations.items():
            stream = self._t.streams.get(stream_id)
            if stream is None or (stream.owner, stream.generation) != (owner, generation):
                lost.add(stream_id)
            else:
                self._t.streams[stream_id] = replace(stream, lease_until=lease_until)
        return frozenset(lost)

    async def get_run(self, run_id: str) -> Run:
        return found(self._t.runs, "run", run_id)

    async def latest_process(self, stream_id: str) -> AgentProcess | None:
        theirs = [p for p in self._t.processes.values() if p.stream_id == stream_id]
        return max(theirs, key=lambda process: (process.created_at, process.id), default=None)

    async def live_processes(self) -> Sequence[AgentProcess]:
        live = (ProcessState.starting, ProcessState.running)
        return [process for process in self._t.processes.values() if process.state in live]

    # -- the journal ---------------------------------------------------------------

    async def commit(self, commits: Sequence[Commit]) -> Sequence[tuple[Event, ...] | StoreError]:
        return [self._commit(one) for one in commits]

    def _commit(self, one: Commit) -> tuple[Event, ...] | StoreError:
        refusal = self._refusal(one)
        if refusal is not None:
            return refusal
        t = self._t
        if one.job is not None:
            # The number is the store's, as is the wish to cancel.
            t.jobs[one.job.id] = replace(one.job, number=t.jobs[one.job.id].number)
        t.runs.update((run.id, run) for run in one.runs)
        if one.process is not None:
            t.processes[one.process.id] = one.process
        if one.delivery is not None:
            t.deliveries[one.delivery.id] = one.delivery
        if one.session is not None:
            t.sessions[one.session.id] = one.session
        for message in one.messages:
            sessions.save_message(t, message)
        t.permissions.update((permission.id, permission) for permission in one.permissions)
        self._keep_once(one.once)
        return self._append(one.stream_id, one.events)

    def _refusal(self, one: Commit) -> StoreError | None:
        t = self._t
        stream = t.streams.get(one.stream_id)
        if stream is None:
            return Missing(f"stream {one.stream_id}")
        if one.job is not None:
            stored = t.jobs.get(one.job.id)
            if stored is None:
                return Missing(f"job {one.job.id}")
            if one.when_status not in (None, stored.status):
                return Stale(f"the job is {stored.status}")
        if one.generation not in (None, stream.generation):
            return Stale(f"stream {one.stream_id} has another owner")
        if one.once is not None and (one.once.method, one.once.key) in t.once:
            return Duplicate("idempotency_key")
        for row in (*one.runs, one.process, *one.permissions):
            if row is not None and row.stream_id not in t.streams:
                return StoreError(f"stream {row.stream_id} of {row.id} is not there")
        if one.session is not None and one.session.client_id not in t.clients:
            return StoreError(f"client {one.session.client_id} of {one.session.id} is not there")
        known = {*t.sessions, *(() if one.session is None else (one.session.id,))}
        for message in one.messages:
            if message.session_id not in known:
                return StoreError(f"session {message.session_id} of {message.id} is not there")
        return None

    def _begin_stream(self, stream_id: str, kind: str, events: Sequence[NewEvent]) -> None:
        self._t.streams[stream_id] = Stream(stream_id, kind)
        self._t.events[stream_id] = []
        self._append(stream_id, events)

    def _append(self, stream_id: str, events: Sequence[NewEvent]) -> tuple[Event, ...]:
        stream = self._t.streams[stream_id]
        made = tuple(
            Event(stream_id, seq, event.run_id, event.time, event.payload)
            for seq, event in enumerate(events, stream.last_seq + 1)
        )
        self._t.events[stream_id].extend(made)
        self._t.streams[stream_id] = replace(stream, last_seq=stream.last_seq + len(made))
        return made

    async def read_events(self, stream_id: str, after: int, limit: int) -> Sequence[Event]:
        start = max(after, 0)
        return self._t.events.get(stream_id, [])[start : start + limit]

    async def read_log(self, stream_id: str, bound: Bound) -> Log:
        return readings.log(self._t, stream_id, bound)

    # -- deliveries, idempotency ---------------------------------------------------

    async def due_deliveries(self, now: datetime, limit: int) -> Sequence[Delivery]:
        owed = [(d.next_attempt_at, d) for d in self._t.deliveries.values()]
        due = [(at, d) for at, d in owed if at is not None and at <= now]
        due.sort(key=lambda pair: (pair[0], pair[1].created_at, pair[1].id))
        return [delivery for _, delivery in due[:limit]]

    async def next_delivery_at(self) -> datetime | None:
        times = [d.next_attempt_at for d in self._t.deliveries.values()]
        return min((at for at in times if at is not None), default=None)

    async def save_delivery(self, delivery: Delivery) -> None:
        self._t.deliveries[delivery.id] = delivery

    async def deliveries_of(self, job_id: str) -> Sequence[Delivery]:
        theirs = [d for d in self._t.deliveries.values() if d.job_id == job_id]
        return sorted(theirs, key=lambda delivery: (delivery.created_at, delivery.id))

    async def find_idempotent(self, key: str, method: str) -> IdempotencyRecord | None:
        return self._t.once.get((method, key))

    async def prune_idempotent(self, before: datetime) -> int:
        old = [k for k, record in self._t.once.items() if record.created_at < before]
        for key in old:
            del self._t.once[key]
        return len(old)

    def _check_once(self, record: IdempotencyRecord | None) -> None:
        if record is not None and (record.method, record.key) in self._t.once:
            raise Duplicate("idempotency_key")

    def _keep_once(self, record: IdempotencyRecord | None) -> None:
        if record is not None:
            self._t.once[record.method, record.key] = record


_NEVER = datetime.max.replace(tzinfo=UTC)


def _rank(job: Job) -> tuple[int, int]:
    """Return the place in the queue: the highest priority first, the oldest among equals."""
    return (-job.priority, job.number)
