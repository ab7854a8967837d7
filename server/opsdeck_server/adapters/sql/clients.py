"""Clients, in SQL."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import Connection

from opsdeck_server.adapters.sql import rows
from opsdeck_server.adapters.sql.tables import clients, idempotency, jobs
from opsdeck_server.domain.clients import Client, JobCounts
from opsdeck_server.domain.deliveries import IdempotencyRecord
from opsdeck_server.ports.store import Duplicate, Missing, Stale

_ACTIVE = jobs.c.status.in_(("queued", "running"))


def add(connection: Connection, client: Client, once: IdempotencyRecord | None) -> None:
    if once is not None:
        add_once(connection, once)
    try:
        connection.execute(sa.insert(clients), rows.client_values(client))
    except sa.exc.IntegrityError as error:
        raise _duplicate(error) from error


def add_once(connection: Connection, record: IdempotencyRecord) -> None:
    """Store the record of a key that is new. Raises Duplicate of `idempotency_key`."""
    try:
        connection.execute(sa.insert(idempotency), rows.idempotency_values(record))
    except sa.exc.IntegrityError as error:
        raise Duplicate("idempotency_key") from error


def _duplicate(error: sa.exc.IntegrityError) -> Duplicate:
    return Duplicate("os_client_id" if "os_client_id" in str(error.orig) else "repo")


def get(connection: Connection, client_id: str) -> Client:
    row = connection.execute(sa.select(clients).where(clients.c.id == client_id)).mappings().first()
    if row is None:
        raise Missing(f"client {client_id}")
    return rows.client_of(row)


def is_deleted(connection: Connection, client_id: str) -> bool:
    query = sa.select(clients.c.deleted_at).where(clients.c.id == client_id)
    row = connection.execute(query).first()
    if row is None:
        raise Missing(f"client {client_id}")
    return row[0] is not None


def find(connection: Connection, github_org: str, github_repo: str) -> Client | None:
    query = sa.select(clients).where(
        sa.func.lower(clients.c.github_org) == github_org.lower(),
        sa.func.lower(clients.c.github_repo) == github_repo.lower(),
        clients.c.deleted_at.is_(None),
    )
    row = connection.execute(query).mappings().first()
    return None if row is None else rows.client_of(row)


def list_all(connection: Connection) -> Sequence[Client]:
    query = (
        sa.select(clients)
        .where(clients.c.deleted_at.is_(None))
        .order_by(clients.c.name, clients.c.id)
    )
    return [rows.client_of(row) for row in connection.execute(query).mappings()]


def save(connection: Connection, client: Client) -> None:
    change = sa.update(clients).where(clients.c.id == client.id, clients.c.deleted_at.is_(None))
    try:
        changed = connection.execute(change.values(rows.client_values(client)))
    except sa.exc.IntegrityError as error:
        raise _duplicate(error) from error
    if changed.rowcount == 0:
        raise Missing(f"client {client.id}")


def delete(connection: Connection, client_id: str, now: object) -> None:
    row = connection.execute(
        sa.select(clients.c.id)
        .where(clients.c.id == client_id, clients.c.deleted_at.is_(None))
        .with_for_update()
    ).first()
    if row is None:
        raise Missing(f"client {client_id}")
    if counts(connection, client_id).active:
        raise Stale("the client has queued or running jobs")
    connection.execute(sa.update(clients).where(clients.c.id == client_id).values(deleted_at=now))


def counts(connection: Connection, client_id: str) -> JobCounts:
    query = sa.select(
        sa.func.count().filter(_ACTIVE),
        sa.func.count(),
    ).where(jobs.c.client_id == client_id)
    active, total = connection.execute(query).one()
    return JobCounts(active, total)
