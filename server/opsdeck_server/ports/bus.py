"""Wake-ups between who writes a journal and who watches it."""

from collections.abc import Sequence
from typing import Protocol

from opsdeck_server.domain.deltas import PlacedDelta


class Subscription(Protocol):
    """One watcher's ear on a stream. Always closed by who opened it."""

    async def wait(self, timeout: float) -> bool:
        """Wait for a wake-up, at most `timeout` seconds; return whether there was one.

        A wake-up that came before the call counts, so that none is missed between two
        calls. Cancellation loses no wake-up.
        """
        ...

    def take(self) -> Sequence[PlacedDelta]:
        """Return the deltas since the last call, neighbours of one block joined.

        They are kept up to a bound of bytes; past it the oldest are dropped, for the
        block that they belong to follows as an event.
        """
        ...

    def close(self) -> None:
        """Stop listening."""
        ...


class Bus(Protocol):
    """Wakes watchers. It carries no events: a lost wake-up costs a poll interval."""

    def subscribe(self, stream_id: str, *, deltas: bool = False) -> Subscription:
        """Return an ear on one stream, with its deltas only where they are wanted."""
        ...

    def wake(self, stream_id: str) -> None:
        """Wake all who listen to this stream."""
        ...

    def delta(self, stream_id: str, delta: PlacedDelta) -> None:
        """Hand a delta to all who want deltas of this stream."""
        ...
