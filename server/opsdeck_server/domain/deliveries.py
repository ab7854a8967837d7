"""Callbacks that are owed to somebody's system."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """One callback: its body is fixed when it is owed, and sent until it arrives.

    `id` is the same on each attempt, so that a receiver can tell a repeat.
    """

    id: str
    job_id: str
    url: str
    body: bytes
    created_at: datetime
    next_attempt_at: datetime | None
    attempts: int = 0
    delivered_at: datetime | None = None
    last_error: str | None = None


@dataclass(frozen=True, slots=True)
class IdempotencyRecord:
    """The first answer to a request that carried an idempotency key."""

    key: str
    method: str
    request_hash: str
    response: bytes
    created_at: datetime
