"""Clients, and the idempotency keys of their making, in SQL."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam, exc

from opsdeck_server.adapters.sql import rows
from opsdeck_server.adapters.sql.tables import SESSION_OPEN, clients, idempotency, jobs, sessions
from opsdeck_server.domain.clients import Client, JobCounts
from opsdeck_server.domain.deliveries import IdempotencyRecord
from opsdeck_server.domain.jobs import JobStatus
from opsdeck_server.ports.store import Duplicate, Missing, Stale

_IT = clients.c.id == bindparam("client")
_KNOWN = clients.c.deleted_at.is_(None)

_INSERT = sa.insert(clients)
_INSERT_ONCE = sa.insert(idempotency)
_GET = sa.select(*rows.CLIENT).where(_IT)
_DELETED_AT = sa.select(clients.c.deleted_at).where(_IT)
_FIND = sa.select(*rows.CLIENT).where(
    sa.func.lower(clients.c.github_org) == bindparam("org"),
    sa.func.lower(clients.c.github_repo) == bindparam("repo"),
    _KNOWN,
)
_LIST = sa.select(*rows.CLIENT).where(_KNOWN)
_SAVE = sa.update(clients).where(_IT, _KNOWN)
_LOCK = sa.select(clients.c.id).where(_IT, _KNOWN).with_for_update()
_DELETE = sa.update(clients).where(_IT).values(deleted_at=bindparam("at"))
_COUNTS = sa.select(
    sa.func.count().filter(jobs.c.status.in_((JobStatus.queued, JobStatus.running))),
    sa.func.count(),
).where(jobs.c.client_id == bindparam("client"))
_HAS_SESSIONS = sa.select(
    sa.exists().where(sessions.c.client_id == bindparam("client"), SESSION_OPEN)
)
_LOCK_SHARED = sa.select(clients.c.id).where(_IT, _KNOWN).with_for_update(read=True)


def add(connection: Connection, client: Client, once: IdempotencyRecord | None) -> None:
    if once is not None:
        add_once(connection, once)
    try:
        connection.execute(_INSERT, rows.client_values(client))
    except exc.IntegrityError as error:
        raise _duplicate(error) from error


def add_once(connection: Connection, record: IdempotencyRecord) -> None:
    """Store the record of a key that is new. Raises Duplicate of `idempotency_key`."""
    try:
        connection.execute(_INSERT_ONCE, rows.idempotency_values(record))
    except exc.IntegrityError as error:
        raise Duplicate("idempotency_key") from error


def _duplicate(error: exc.IntegrityError) -> Duplicate:
    # The first line names the index, or the column; PostgreSQL's second the value.
    text = str(error.orig).splitlines()[0]
    if "os_client_id" in text:
        return Duplicate("os_client_id")
    return Duplicate("repo" if "clients_repo" in text else "id")


def hold(connection: Connection, client_id: str) -> None:
    """Keep a client from being deleted until the transaction ends. Raises Missing."""
    if connection.execute(_LOCK_SHARED, {"client": client_id}).first() is None:
        raise Missing(f"client {client_id}")


def get(connection: Connection, client_id: str) -> Client:
    row = connection.execute(_GET, {"client": client_id}).first()
    if row is None:
        raise Missing(f"client {client_id}")
    return rows.client_of(row)


def is_deleted(connection: Connection, client_id: str) -> bool:
    row = connection.execute(_DELETED_AT, {"client": client_id}).first()
    if row is None:
        raise Missing(f"client {client_id}")
    return row[0] is not None


def find(connection: Connection, github_org: str, github_repo: str) -> Client | None:
    wanted = {"org": github_org.lower(), "repo": github_repo.lower()}
    row = connection.execute(_FIND, wanted).first()
    return None if row is None else rows.client_of(row)


def list_all(connection: Connection) -> Sequence[Client]:
    known = [rows.client_of(row) for row in connection.execute(_LIST)]
    # Not by the database: each sorts letters in its own way.
    return sorted(known, key=lambda client: (client.name.casefold(), client.name, client.id))


def save(connection: Connection, client: Client) -> None:
    try:
        values = {**rows.client_values(client), "client": client.id}
        changed = connection.execute(_SAVE, values)
    except exc.IntegrityError as error:
        raise _duplicate(error) from error
    if changed.rowcount == 0:
        raise Missing(f"client {client.id}")


def delete(connection: Connection, client_id: str, now: datetime) -> None:
    if connection.execute(_LOCK, {"client": client_id}).first() is None:
        raise Missing(f"client {client_id}")
    if counts(connection, client_id).active:
        raise Stale("the client has queued or running jobs")
    if connection.execute(_HAS_SESSIONS, {"client": client_id}).scalar():
        raise Stale("the client has open sessions")
    connection.execute(_DELETE, {"client": client_id, "at": now})


def counts(connection: Connection, client_id: str) -> JobCounts:
    active, total = connection.execute(_COUNTS, {"client": client_id}).one()
    return JobCounts(active, total)
