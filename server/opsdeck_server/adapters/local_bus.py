"""Wake-ups inside one process. For one event loop; it has no locks."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence

from opsdeck_server.domain.deltas import DeltaBuffer, PlacedDelta

DELTA_LIMIT = 1024 * 1024
"""Characters of deltas that wait for one subscriber; the oldest go first past it."""


class LocalSubscription:
    """An ear on one stream of a `LocalBus`."""

    def __init__(self, listeners: set["LocalSubscription"], *, deltas: bool) -> None:
        self.wants_deltas = deltas
        self._listeners = listeners
        self._woken = asyncio.Event()
        self._deltas = DeltaBuffer(DELTA_LIMIT)
        listeners.add(self)

    def wake(self) -> None:
        self._woken.set()

    def push(self, placed: PlacedDelta) -> None:
        self._deltas.add(placed)
        self._woken.set()

    async def wait(self, timeout: float) -> bool:
        try:
            async with asyncio.timeout(timeout):
                await self._woken.wait()
        except TimeoutError:
            return False
        self._woken.clear()
        return True

    def take(self) -> Sequence[PlacedDelta]:
        return self._deltas.take()

    def close(self) -> None:
        self._listeners.discard(self)


class LocalBus:
    """Wakes watchers in this process."""

    def __init__(self) -> None:
        self._listeners: defaultdict[str, set[LocalSubscription]] = defaultdict(set)

    def subscribe(self, stream_id: str, *, deltas: bool = False) -> LocalSubscription:
        self._forget_empty(stream_id)
        return LocalSubscription(self._listeners[stream_id], deltas=deltas)

    def wake(self, stream_id: str) -> None:
        for listener in self._listeners.get(stream_id, ()):
            listener.wake()

    def delta(self, stream_id: str, delta: PlacedDelta) -> None:
        for listener in self._listeners.get(stream_id, ()):
            if listener.wants_deltas:
                listener.push(delta)

    def _forget_empty(self, but: str) -> None:
        """Drop the sets of streams that nobody listens to any more."""
        for stream_id in [s for s, ears in self._listeners.items() if not ears and s != but]:
            del self._listeners[stream_id]
