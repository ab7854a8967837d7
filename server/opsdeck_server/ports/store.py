"""What is remembered: clients, jobs, sessions, runs, journals, deliveries.

Anything that two servers could do at once is decided here, in one transaction. An
adapter passes the tests in tests/integration/store, which SQLite, PostgreSQL and
memory do alike.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from opsdeck_server.domain.clients import Client, JobCounts
from opsdeck_server.domain.deliveries import Delivery, IdempotencyRecord
from opsdeck_server.domain.events import Event, NewEvent
from opsdeck_server.domain.jobs import Job, JobDetails, JobFilter, JobRow, JobStatus
from opsdeck_server.domain.permissions import Permission
from opsdeck_server.domain.readings import Bound, Conversation, Log
from opsdeck_server.domain.runs import AgentProcess, Run, Stream
from opsdeck_server.domain.sessions import QuickSession, SessionMessage, SessionView


class StoreError(Exception):
    """Base of what a store refuses."""


class StoreUnavailable(StoreError):
    """The database does not answer, or cannot be used; the text says why, for people.

    A write that ends so has been undone, or, where the connection broke while it was
    being committed, has happened.
    """


class Stale(StoreError):
    """The stream has another owner by now, or the row is not as it was expected."""


class Duplicate(StoreError):
    """A row with this unique value exists already: `field` says which."""

    def __init__(self, field: str) -> None:
        super().__init__(f"{field} exists already")
        self.field = field


class Missing(StoreError):
    """There is no such row."""


@dataclass(frozen=True, slots=True)
class Commit:
    """What happens at once, or not at all.

    With a `generation` it happens only while the stream has that one; with a
    `when_status` only while the stored job of `job.id` has that status; else the whole
    commit is refused with `Stale`; where the key of `once` is known, with Duplicate of
    `idempotency_key`. Rows are stored as they are given, whole: insert or replace; of a
    message the number stays the store's. Events get their numbers in order.
    """

    stream_id: str
    generation: int | None = None
    events: tuple[NewEvent, ...] = ()
    job: Job | None = None
    when_status: JobStatus | None = None
    runs: tuple[Run, ...] = ()
    process: AgentProcess | None = None
    delivery: Delivery | None = None
    session: QuickSession | None = None
    messages: tuple[SessionMessage, ...] = ()
    permissions: tuple[Permission, ...] = ()
    once: IdempotencyRecord | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that this host now works on, and the generation that its writes carry."""

    job: Job
    generation: int


class Store(Protocol):
    """All that opsdeck remembers. Every method is one transaction.

    A cancelled call has either happened or not, never halfway.
    """

    async def ping(self) -> None:
        """Return if the database answers, else raise."""
        ...

    async def close(self) -> None:
        """Give everything back. Calls after this raise."""
        ...

    # -- clients ---------------------------------------------------------------

    async def add_client(self, client: Client, once: IdempotencyRecord | None = None) -> None:
        """Store a new client.

        Raises Duplicate of `repo` (organisation and repository, compared without case,
        as GitHub does), `os_client_id`, or `idempotency_key`.
        """
        ...

    async def get_client(self, client_id: str) -> Client:
        """Return a client, also one that was deleted while jobs still name it; or Missing."""
        ...

    async def find_client(self, github_org: str, github_repo: str) -> Client | None:
        """Return the client of a repository, compared without case."""
        ...

    async def list_clients(self) -> Sequence[Client]:
        """Return all clients that are not deleted, by name."""
        ...

    async def is_deleted(self, client_id: str) -> bool:
        """Return whether the client was deleted; Missing if there never was one."""
        ...

    async def save_client(self, client: Client) -> None:
        """Replace a client. Raises Missing, or Duplicate of `os_client_id`."""
        ...

    async def delete_client(self, client_id: str) -> None:
        """Forget a client; its jobs and sessions stay and still name it.

        Raises Missing, or Stale when it has queued or running jobs or open sessions: their
        worktrees are its repository's.
        """
        ...

    async def job_counts(self, client_id: str) -> JobCounts:
        """Return how many jobs a client has."""
        ...

    # -- jobs ------------------------------------------------------------------

    async def add_job(
        self,
        job: Job,
        run: Run,
        events: tuple[NewEvent, ...] = (),
        once: Callable[[int], IdempotencyRecord] | None = None,
    ) -> tuple[Job, int]:
        """Store a new job with its run and its stream; return it numbered, and its place.

        `once` makes the record of an idempotency key from that place, and must not wait.
        Raises Duplicate of `idempotency_key`, Missing where the client is not there or
        was deleted.
        """
        ...

    async def get_job(self, job_id: str) -> Job:
        """Return a job, or raise Missing."""
        ...

    async def get_job_details(self, job_id: str) -> JobDetails:
        """Return a job with its run, its client and its place, or raise Missing."""
        ...

    async def list_jobs(
        self, wanted: JobFilter, limit: int, offset: int = 0, before: int | None = None
    ) -> tuple[Sequence[JobRow], int]:
        """Return a page, newest first, and how many there are in all.

        `before` leaves out the jobs with this number or a higher one (keyset paging).
        """
        ...

    async def queued_jobs(self, limit: int) -> tuple[Sequence[JobRow], int]:
        """Return the jobs that wait, next first, and how many there are."""
        ...

    async def running_jobs(self, owner: str | None = None) -> Sequence[JobRow]:
        """Return the jobs that run, oldest start first; with `owner`, that host's alone."""
        ...

    async def queue_position(self, job_id: str) -> int | None:
        """Return the place of a queued job, from 1; None where it is not queued."""
        ...

    async def count_jobs(self) -> Mapping[JobStatus, int]:
        """Return how many jobs have each status; a status without jobs may be left out."""
        ...

    async def claim_next_job(
        self, owner: str, now: datetime, lease_until: datetime, max_running: int
    ) -> Claim | None:
        """Make the next queued job running and this host's, or return None.

        The next is the one of the highest priority, the oldest among equals. None too
        when `max_running` jobs run already. Sets `started_at` and `updated_at` to now.
        """
        ...

    async def request_cancel(self, job_id: str) -> None:
        """Remember that a job is to be cancelled, so that it is even after a crash."""
        ...

    async def cancel_requested(self, job_id: str) -> bool:
        """Return whether a job is to be cancelled."""
        ...

    # -- sessions --------------------------------------------------------------

    async def add_session(
        self,
        session: QuickSession,
        events: tuple[NewEvent, ...] = (),
        once: IdempotencyRecord | None = None,
    ) -> None:
        """Store a new session with its stream, whose kind is `session`.

        Raises Duplicate of `id`, which a deleted session too has until it is purged, or of
        `idempotency_key`; Missing where the client is not there or was deleted.
        """
        ...

    async def get_session(self, session_id: str) -> SessionView:
        """Return a session that was not deleted, or raise Missing."""
        ...

    async def list_sessions(self) -> Sequence[SessionView]:
        """Return all sessions that were not deleted, the last activity first."""
        ...

    async def ended_sessions(self, before: datetime) -> Sequence[QuickSession]:
        """Return the sessions that expired or were deleted before a moment."""
        ...

    async def purge_session(self, session_id: str) -> None:
        """Forget a session with its stream: messages, questions, runs, processes, events.

        Whatever its status; where there is none, nothing happens.
        """
        ...

    async def session_messages(
        self, session_id: str, *, waiting: bool = False
    ) -> Sequence[SessionMessage]:
        """Return what a person said, in order; with `waiting` only what waits or runs."""
        ...

    async def get_message(self, session_id: str, message_id: str) -> SessionMessage:
        """Return one message of a session, or raise Missing."""
        ...

    async def read_conversation(
        self, session_id: str, bound: Bound, before: str | int | None = None
    ) -> Conversation:
        """Return the newest messages of a session; no more is read than the bound says.

        `before` leaves out a message and what is newer: one of a person, by its id, or one
        in the journal, by its number there. Raises Missing where a person never sent the
        message, or withdrew it.
        """
        ...

    async def open_permissions(self, stream_id: str) -> Sequence[Permission]:
        """Return the questions that are pending or not delivered, oldest first."""
        ...

    async def get_permission(self, stream_id: str, permission_id: str) -> Permission:
        """Return one question of a stream, or raise Missing."""
        ...

    # -- streams, runs, processes ----------------------------------------------

    async def get_stream(self, stream_id: str) -> Stream:
        """Return a stream, or raise Missing."""
        ...

    async def claim_stream(
        self, stream_id: str, owner: str, lease_until: datetime, expected: int | None = None
    ) -> int:
        """Make a stream this host's and return its new generation.

        With `expected` only while its generation is that one, else Stale.
        """
        ...

    async def renew_leases(
        self, owner: str, generations: Mapping[str, int], lease_until: datetime
    ) -> frozenset[str]:
        """Renew the leases on these streams; return those that are not this host's any more."""
        ...

    async def get_run(self, run_id: str) -> Run:
        """Return a run, or raise Missing."""
        ...

    async def latest_process(self, stream_id: str) -> AgentProcess | None:
        """Return the newest process of a stream."""
        ...

    async def live_processes(self) -> Sequence[AgentProcess]:
        """Return all processes that are starting or running by the books."""
        ...

    # -- the journal -----------------------------------------------------------

    async def commit(self, commits: Sequence[Commit]) -> Sequence[tuple[Event, ...] | StoreError]:
        """Do several commits in one transaction; return for each its events or its refusal.

        A commit that is refused leaves no trace, and does not keep the others back.
        """
        ...

    async def read_events(self, stream_id: str, after: int, limit: int) -> Sequence[Event]:
        """Return the events after a position, in order, at most `limit`."""
        ...

    async def read_log(self, stream_id: str, bound: Bound) -> Log:
        """Return the newest lines of a job's log; no more is read than the bound says."""
        ...

    # -- deliveries, idempotency -----------------------------------------------

    async def due_deliveries(self, now: datetime, limit: int) -> Sequence[Delivery]:
        """Return the deliveries whose next attempt is due, oldest first."""
        ...

    async def next_delivery_at(self) -> datetime | None:
        """Return when the next attempt of any delivery is due."""
        ...

    async def save_delivery(self, delivery: Delivery) -> None:
        """Replace a delivery."""
        ...

    async def deliveries_of(self, job_id: str) -> Sequence[Delivery]:
        """Return the deliveries of a job."""
        ...

    async def find_idempotent(self, key: str, method: str) -> IdempotencyRecord | None:
        """Return the first answer to the request with this key."""
        ...

    async def prune_idempotent(self, before: datetime) -> int:
        """Forget the keys that are older; return how many."""
        ...
