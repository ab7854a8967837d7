"""Deliveries and idempotency keys, in SQL."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from opsdeck_server.adapters.sql import rows
from opsdeck_server.adapters.sql.prepared import Prepared
from opsdeck_server.adapters.sql.tables import deliveries, idempotency
from opsdeck_server.domain.deliveries import Delivery, IdempotencyRecord

# Said as the index says it, or the index is not used.
_OWED = deliveries.c.next_attempt_at.is_not(None)

_DUE = (
    sa.select(*rows.DELIVERY)
    .where(_OWED, deliveries.c.next_attempt_at <= bindparam("now"))
    .order_by(deliveries.c.next_attempt_at, deliveries.c.created_at, deliveries.c.id)
    .limit(bindparam("most", type_=sa.Integer))
)
_NEXT_AT = sa.select(sa.func.min(deliveries.c.next_attempt_at)).where(_OWED)
_OF_JOB = (
    sa.select(*rows.DELIVERY)
    .where(deliveries.c.job_id == bindparam("job"))
    .order_by(deliveries.c.created_at, deliveries.c.id)
)
_FIND_ONCE = Prepared(
    sa.select(*rows.IDEMPOTENCY).where(
        idempotency.c.method == bindparam("its_method"), idempotency.c.key == bindparam("its_key")
    )
)
_PRUNE_ONCE = sa.delete(idempotency).where(idempotency.c.created_at < bindparam("before"))


def due(connection: Connection, now: datetime, limit: int) -> Sequence[Delivery]:
    found = connection.execute(_DUE, {"now": now, "most": limit})
    return [rows.delivery_of(row) for row in found]


def next_at(connection: Connection) -> datetime | None:
    return connection.execute(_NEXT_AT).scalar()


def of_job(connection: Connection, job_id: str) -> Sequence[Delivery]:
    return [rows.delivery_of(row) for row in connection.execute(_OF_JOB, {"job": job_id})]


def find_once(connection: Connection, key: str, method: str) -> IdempotencyRecord | None:
    row = _FIND_ONCE.first(connection, {"its_key": key, "its_method": method})
    return None if row is None else rows.idempotency_of(row)


def prune_once(connection: Connection, before: datetime) -> int:
    return connection.execute(_PRUNE_ONCE, {"before": before}).rowcount
