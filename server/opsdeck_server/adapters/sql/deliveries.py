"""Deliveries and idempotency keys, in SQL."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from opsdeck_server.adapters.sql import rows
from opsdeck_server.adapters.sql.tables import deliveries, idempotency
from opsdeck_server.domain.deliveries import Delivery, IdempotencyRecord


def due(connection: Connection, now: datetime, limit: int) -> Sequence[Delivery]:
    query = (
        sa.select(deliveries)
        .where(deliveries.c.next_attempt_at.is_not(None), deliveries.c.next_attempt_at <= now)
        .order_by(deliveries.c.next_attempt_at)
        .limit(limit)
    )
    return [rows.delivery_of(row) for row in connection.execute(query).mappings()]


def next_at(connection: Connection) -> datetime | None:
    query = (
        sa.select(deliveries.c.next_attempt_at)
        .where(deliveries.c.next_attempt_at.is_not(None))
        .order_by(deliveries.c.next_attempt_at)
        .limit(1)
    )
    return connection.execute(query).scalar()


def of_job(connection: Connection, job_id: str) -> Sequence[Delivery]:
    query = (
        sa.select(deliveries).where(deliveries.c.job_id == job_id).order_by(deliveries.c.created_at)
    )
    return [rows.delivery_of(row) for row in connection.execute(query).mappings()]


def find_once(connection: Connection, key: str, method: str) -> IdempotencyRecord | None:
    query = sa.select(idempotency).where(idempotency.c.method == method, idempotency.c.key == key)
    row = connection.execute(query).mappings().first()
    return None if row is None else rows.idempotency_of(row)


def prune_once(connection: Connection, before: datetime) -> int:
    return connection.execute(
        sa.delete(idempotency).where(idempotency.c.created_at < before)
    ).rowcount
