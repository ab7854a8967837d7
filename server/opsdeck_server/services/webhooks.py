"""Callbacks: sent from the table until they arrive, over restarts."""

import asyncio
import hashlib
import hmac
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import structlog

from opsdeck_server.domain.deliveries import Delivery
from opsdeck_server.ports.clock import Clock
from opsdeck_server.ports.store import Store
from opsdeck_server.ports.webhook import SendError, WebhookSender

log = structlog.get_logger(__name__)

PAUSES = (5, 15, 60, 300, 900, 3_600, 7_200, 14_400, 21_600, 38_520)
"""Seconds between two attempts; they add up to 24 h, and then nobody is sent for again."""

AT_ONCE = 32
"""Callbacks that are sent at the same time. A receiver that is stuck holds each for 30 s."""

AT_ONCE_EACH = 2
"""Callbacks that one receiver gets at the same time: with many owed to one that is stuck,
the others still get theirs."""

DUE_PAGE = 1_000
"""Callbacks that are looked through for some that may be sent now."""

POLL_SECONDS = 30.0

SAVE_SECONDS = 5.0
"""Pause before an attempt that could not be written down is tried to be again."""

BUSY_POLL_SECONDS = 1.0
"""How late an attempt can be while another that is due hangs, and hides when it is due."""


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return the value of X-Agent-Signature: HMAC-SHA256 of `timestamp.body`, in hex."""
    message = timestamp.encode() + b"." + body
    return "sha256=" + hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


class Webhooks:
    """Delivers what is owed."""

    def __init__(
        self,
        store: Store,
        sender: WebhookSender,
        clock: Clock,
        secret: str,
        owed: asyncio.Event,
    ) -> None:
        self._store = store
        self._sender = sender
        self._clock = clock
        self._secret = secret
        self._owed = owed
        self._sending: dict[str, asyncio.Task[None]] = {}
        self._busy: Counter[str] = Counter()

    async def run(self) -> None:
        """Deliver until cancelled. What is cut off is sent again by the next server."""
        try:
            while True:
                self._owed.clear()
                try:
                    # One moment for both: what falls due between them is not overlooked.
                    now = self._clock.now()
                    await self._send_due(now)
                    wait = await self._until_next(now)
                except Exception:
                    log.exception("webhooks.store_failed")
                    wait = POLL_SECONDS
                try:
                    async with asyncio.timeout(wait):
                        await self._owed.wait()
                except TimeoutError:
                    continue
        finally:
            for task in self._sending.values():
                task.cancel()
            await asyncio.gather(*self._sending.values(), return_exceptions=True)

    async def _send_due(self, now: datetime) -> None:
        due = await self._store.due_deliveries(now, DUE_PAGE)
        for delivery in due:
            if len(self._sending) >= AT_ONCE:
                return
            receiver = urlsplit(delivery.url).netloc
            if delivery.id not in self._sending and self._busy[receiver] < AT_ONCE_EACH:
                self._busy[receiver] += 1
                task = asyncio.create_task(self._attempt(delivery, receiver))
                self._sending[delivery.id] = task

    async def _until_next(self, now: datetime) -> float:
        at = await self._store.next_delivery_at()
        if at is None:
            return POLL_SECONDS
        wait = (at - now).total_seconds()
        # What is due is being sent, or waits for a place.
        return min(POLL_SECONDS, wait) if wait > 0 else BUSY_POLL_SECONDS

    async def _attempt(self, delivery: Delivery, receiver: str) -> None:
        try:
            now = self._clock.now()
            timestamp = str(int(now.timestamp()))
            headers = {
                "Content-Type": "application/json",
                "User-Agent": "opsdeck",
                "X-Agent-Signature": signature(self._secret, timestamp, delivery.body),
                "X-Agent-Timestamp": timestamp,
                "X-Agent-Delivery": delivery.id,
            }
            try:
                await self._send(delivery, headers)
            except SendError as error:
                after = self._after(delivery, error)
                log.warning(
                    "webhook.failed",
                    job=delivery.job_id,
                    delivery=delivery.id,
                    attempt=after.attempts,
                    error=str(error),
                    gave_up=after.next_attempt_at is None,
                )
            else:
                after = replace(
                    delivery,
                    attempts=delivery.attempts + 1,
                    delivered_at=self._clock.now(),
                    next_attempt_at=None,
                    last_error=None,
                )
                log.info("webhook.delivered", job=delivery.job_id, delivery=delivery.id)
            await self._save(after)
        finally:
            self._sending.pop(delivery.id, None)
            self._busy[receiver] -= 1
            if not self._busy[receiver]:
                del self._busy[receiver]
            self._owed.set()

    async def _send(self, delivery: Delivery, headers: dict[str, str]) -> None:
        try:
            await self._sender.send(delivery.url, delivery.body, headers)
        except SendError:
            raise
        except Exception as error:
            # It has its pauses and its end like one that did not arrive.
            log.exception("webhook.fault", delivery=delivery.id)
            raise SendError("a fault of the server; its log has the details") from error

    async def _save(self, delivery: Delivery) -> None:
        """Write an attempt down, however long that takes: until then there is no other."""
        while True:
            try:
                await self._store.save_delivery(delivery)
            except Exception:
                log.exception("webhook.not_written_down", delivery=delivery.id)
                await asyncio.sleep(SAVE_SECONDS)
            else:
                return

    def _after(self, delivery: Delivery, error: SendError) -> Delivery:
        pause = None
        if not error.permanent and delivery.attempts < len(PAUSES):
            pause = timedelta(seconds=PAUSES[delivery.attempts])
        return replace(
            delivery,
            attempts=delivery.attempts + 1,
            last_error=str(error),
            next_attempt_at=None if pause is None else self._clock.now() + pause,
        )
