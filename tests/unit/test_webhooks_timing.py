"""When callbacks are sent again: on time, however the clock falls."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from opsdeck_server.adapters.memory import MemoryStore
from opsdeck_server.domain.deliveries import Delivery
from opsdeck_server.services.webhooks import Webhooks

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


class HandClock:
    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> datetime:
        return self.time


class LateStore(MemoryStore):
    """A store in which a delivery falls due while the store is asked for the next one."""

    def __init__(self, clock: HandClock) -> None:
        super().__init__()
        self._clock = clock
        self.delivery = Delivery("d", "job", "http://x/", b"{}", NOW, next_attempt_at=NOW)

    async def due_deliveries(self, now: datetime, limit: int) -> Sequence[Delivery]:
        return [self.delivery] if self.delivery.next_attempt_at == NOW and now >= NOW else []

    async def next_delivery_at(self) -> datetime | None:
        self._clock.time = NOW
        return self.delivery.next_attempt_at

    async def save_delivery(self, delivery: Delivery) -> None:
        self.delivery = delivery


class Sender:
    def __init__(self) -> None:
        self.sent = asyncio.Event()

    def check_url(self, url: str) -> str | None:
        return None

    async def send(self, url: str, body: bytes, headers: dict[str, str]) -> None:
        self.sent.set()


async def test_what_falls_due_between_two_looks_is_sent_at_once() -> None:
    clock, sender = HandClock(), Sender()
    clock.time = NOW - timedelta(milliseconds=1)
    webhooks = Webhooks(LateStore(clock), sender, clock, "secret", asyncio.Event())
    running = asyncio.create_task(webhooks.run())

    async with asyncio.timeout(0.5):
        await sender.sent.wait()

    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
