"""The store over SQL: each method is one transaction of the modules beside this one."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy import exc

from opsdeck_server.adapters.sql import (
    clients,
    deliveries,
    jobs,
    journal,
    readings,
    rows,
    saving,
    sessions,
)
from opsdeck_server.adapters.sql import tables as t
from opsdeck_server.adapters.sql.engine import Database
from opsdeck_server.domain.clients import Client, JobCounts
from opsdeck_server.domain.deliveries import Delivery, IdempotencyRecord
from opsdeck_server.domain.events import Event, NewEvent
from opsdeck_server.domain.jobs import Job, JobDetails, JobFilter, JobRow, JobStatus
from opsdeck_server.domain.permissions import Permission
from opsdeck_server.domain.readings import Bound, Conversation, Log
from opsdeck_server.domain.runs import AgentProcess, Run, Stream
from opsdeck_server.domain.sessions import QuickSession, SessionMessage, SessionView
from opsdeck_server.ports.store import Claim, Commit, Duplicate, StoreError

_PING = sa.select(1)


class SqlStore:
    """Remembers on SQLite or PostgreSQL. See the port for what each method promises."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def ping(self) -> None:
        await self._db.read(lambda c: c.execute(_PING).scalar())

    async def close(self) -> None:
        await self._db.close()

    # -- clients -------------------------------------------------------------------

    async def add_client(self, client: Client, once: IdempotencyRecord | None = None) -> None:
        await self._db.write(lambda c: clients.add(c, client, once))

    async def get_client(self, client_id: str) -> Client:
        return await self._db.read(lambda c: clients.get(c, client_id))

    async def find_client(self, github_org: str, github_repo: str) -> Client | None:
        return await self._db.read(lambda c: clients.find(c, github_org, github_repo))

    async def list_clients(self) -> Sequence[Client]:
        return await self._db.read(clients.list_all)

    async def is_deleted(self, client_id: str) -> bool:
        return await self._db.read(lambda c: clients.is_deleted(c, client_id))

    async def save_client(self, client: Client) -> None:
        await self._db.write(lambda c: clients.save(c, client))

    async def delete_client(self, client_id: str) -> None:
        await self._db.write(lambda c: clients.delete(c, client_id, datetime.now(UTC)))

    async def job_counts(self, client_id: str) -> JobCounts:
        return await self._db.read(lambda c: clients.counts(c, client_id))

    # -- jobs ----------------------------------------------------------------------

    async def add_job(
        self,
        job: Job,
        run: Run,
        events: tuple[NewEvent, ...] = (),
        once: Callable[[int], IdempotencyRecord] | None = None,
    ) -> tuple[Job, int]:
        return await self._db.write(lambda c: jobs.add(c, job, run, events, once))

    async def get_job(self, job_id: str) -> Job:
        return await self._db.read(lambda c: jobs.get(c, job_id))

    async def get_job_details(self, job_id: str) -> JobDetails:
        return await self._db.read(lambda c: jobs.details(c, job_id))

    async def list_jobs(
        self, wanted: JobFilter, limit: int, offset: int = 0, before: int | None = None
    ) -> tuple[Sequence[JobRow], int]:
        return await self._db.snapshot(lambda c: jobs.page(c, wanted, limit, offset, before))

    async def queued_jobs(self, limit: int) -> tuple[Sequence[JobRow], int]:
        return await self._db.snapshot(lambda c: jobs.queued(c, limit))

    async def running_jobs(self, owner: str | None = None) -> Sequence[JobRow]:
        return await self._db.read(lambda c: jobs.running(c, owner))

    async def queue_position(self, job_id: str) -> int | None:
        return await self._db.read(lambda c: jobs.position(c, job_id))

    async def count_jobs(self) -> Mapping[JobStatus, int]:
        return await self._db.read(jobs.count_by_status)

    async def claim_next_job(
        self, owner: str, now: datetime, lease_until: datetime, max_running: int
    ) -> Claim | None:
        return await self._db.write(
            lambda c: jobs.claim_next(c, owner, now, lease_until, max_running)
        )

    async def request_cancel(self, job_id: str) -> None:
        await self._db.write(lambda c: jobs.request_cancel(c, job_id))

    async def cancel_requested(self, job_id: str) -> bool:
        return await self._db.read(lambda c: jobs.cancel_requested(c, job_id))

    # -- sessions ------------------------------------------------------------------

    async def add_session(
        self,
        session: QuickSession,
        events: tuple[NewEvent, ...] = (),
        once: IdempotencyRecord | None = None,
    ) -> None:
        await self._db.write(lambda c: sessions.add(c, session, events, once))

    async def get_session(self, session_id: str) -> SessionView:
        return await self._db.read(lambda c: sessions.get(c, session_id))

    async def list_sessions(self) -> Sequence[SessionView]:
        return await self._db.read(sessions.list_all)

    async def ended_sessions(self, before: datetime) -> Sequence[QuickSession]:
        return await self._db.read(lambda c: sessions.ended(c, before))

    async def purge_session(self, session_id: str) -> None:
        await self._db.write(lambda c: sessions.purge(c, session_id))

    async def session_messages(
        self, session_id: str, *, waiting: bool = False
    ) -> Sequence[SessionMessage]:
        return await self._db.read(lambda c: sessions.messages(c, session_id, waiting))

    async def get_message(self, session_id: str, message_id: str) -> SessionMessage:
        return await self._db.read(lambda c: sessions.get_message(c, session_id, message_id))

    async def read_conversation(
        self, session_id: str, bound: Bound, before: str | int | None = None
    ) -> Conversation:
        return await self._db.snapshot(
            lambda c: readings.conversation(c, session_id, bound, before)
        )

    async def open_permissions(self, stream_id: str) -> Sequence[Permission]:
        return await self._db.read(lambda c: sessions.open_permissions(c, stream_id))

    async def get_permission(self, stream_id: str, permission_id: str) -> Permission:
        return await self._db.read(lambda c: sessions.get_permission(c, stream_id, permission_id))

    # -- streams, runs, processes --------------------------------------------------

    async def get_stream(self, stream_id: str) -> Stream:
        return await self._db.read(lambda c: journal.get_stream(c, stream_id))

    async def claim_stream(
        self, stream_id: str, owner: str, lease_until: datetime, expected: int | None = None
    ) -> int:
        return await self._db.write(
            lambda c: journal.claim_stream(c, stream_id, owner, lease_until, expected)
        )

    async def renew_leases(
        self, owner: str, generations: Mapping[str, int], lease_until: datetime
    ) -> frozenset[str]:
        return await self._db.write(lambda c: journal.renew(c, owner, generations, lease_until))

    async def get_run(self, run_id: str) -> Run:
        return await self._db.read(lambda c: journal.get_run(c, run_id))

    async def latest_process(self, stream_id: str) -> AgentProcess | None:
        return await self._db.read(lambda c: journal.latest_process(c, stream_id))

    async def live_processes(self) -> Sequence[AgentProcess]:
        return await self._db.read(journal.live_processes)

    # -- the journal ---------------------------------------------------------------

    async def commit(self, commits: Sequence[Commit]) -> Sequence[tuple[Event, ...] | StoreError]:
        try:
            return await self._db.write(lambda c: journal.commit(c, commits))
        except (exc.StatementError, ArithmeticError, TypeError, ValueError) as error:
            # A value that no row can hold, a row that names one which is not there, or a key
            # that is known: an INSERT alone is sure of that, whatever other hosts do.
            if len(commits) == 1:
                return [await self._refusal(commits[0], error)]
        # Nothing of it has happened. One at a time, so that it keeps no other back.
        return [(await self.commit([one]))[0] for one in commits]

    async def _refusal(self, one: Commit, error: Exception) -> StoreError:
        """Return why a commit, tried alone, was not stored."""
        once = one.once if isinstance(error, exc.IntegrityError) else None
        if once is not None and await self.find_idempotent(once.key, once.method) is not None:
            return Duplicate("idempotency_key")
        refusal = StoreError(f"it cannot be stored: {error}")
        refusal.__cause__ = error
        return refusal

    async def read_events(self, stream_id: str, after: int, limit: int) -> Sequence[Event]:
        return await self._db.read(lambda c: journal.read(c, stream_id, after, limit))

    async def read_log(self, stream_id: str, bound: Bound) -> Log:
        return await self._db.snapshot(lambda c: readings.log(c, stream_id, bound))

    # -- deliveries, idempotency ---------------------------------------------------

    async def due_deliveries(self, now: datetime, limit: int) -> Sequence[Delivery]:
        return await self._db.read(lambda c: deliveries.due(c, now, limit))

    async def next_delivery_at(self) -> datetime | None:
        return await self._db.read(deliveries.next_at)

    async def save_delivery(self, delivery: Delivery) -> None:
        values = [rows.delivery_values(delivery)]
        await self._db.write(lambda c: saving.save(c, t.deliveries, values))

    async def deliveries_of(self, job_id: str) -> Sequence[Delivery]:
        return await self._db.read(lambda c: deliveries.of_job(c, job_id))

    async def find_idempotent(self, key: str, method: str) -> IdempotencyRecord | None:
        return await self._db.read(lambda c: deliveries.find_once(c, key, method))

    async def prune_idempotent(self, before: datetime) -> int:
        return await self._db.write(lambda c: deliveries.prune_once(c, before))
