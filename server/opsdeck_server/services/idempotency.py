"""Requests that are done once, however often they come."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from opsdeck_server.domain.deliveries import IdempotencyRecord
from opsdeck_server.domain.errors import IdempotencyKeyReused, OpsdeckError
from opsdeck_server.ports.clock import Clock
from opsdeck_server.ports.store import Duplicate, Store

KEPT = timedelta(days=7)

Answer = Mapping[str, Any]
"""What a create answers with, fit for JSON."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A key's claim on one request; what is created with it is recorded with it."""

    key: str
    method: str
    request_hash: str
    clock: Clock

    def record(self, answer: Answer) -> IdempotencyRecord:
        """Return the record of the answer, to be stored in the creating transaction."""
        return IdempotencyRecord(
            self.key,
            self.method,
            self.request_hash,
            json.dumps(answer).encode(),
            self.clock.now(),
        )


class Once:
    """Answers a repeated create with its first answer."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def do(
        self,
        key: str | None,
        method: str,
        request: Mapping[str, Any],
        create: Callable[[Ticket | None], Awaitable[Answer]],
    ) -> Answer:
        """Call `create`, or return what it answered when the key was new.

        `create` stores the ticket's record in the transaction that creates. Where two
        requests with one key come at once, the second is refused, by its transaction or
        because what it wants is there by now, and is answered with what the first one
        made. Without a key `create` is just called. Raises IdempotencyKeyReused where the
        key belongs to another request.
        """
        if key is None:
            return await create(None)
        digest = hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()
        answer = await self._first(key, method, digest)
        if answer is not None:
            return answer
        try:
            return await create(Ticket(key, method, digest, self._clock))
        except (Duplicate, OpsdeckError):
            answer = await self._first(key, method, digest)
            if answer is None:
                raise
            return answer

    async def prune(self) -> int:
        """Forget the keys that are older than seven days; return how many."""
        return await self._store.prune_idempotent(self._clock.now() - KEPT)

    async def _first(self, key: str, method: str, digest: str) -> Answer | None:
        record = await self._store.find_idempotent(key, method)
        if record is None:
            return None
        if record.request_hash != digest:
            raise IdempotencyKeyReused(
                "this idempotency key was used for another request: use a new key"
            )
        return json.loads(record.response)
