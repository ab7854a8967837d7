"""Wake-ups inside one process. For one event loop; it has no locks."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import replace

from opsdeck_server.ports.bus import PlacedDelta

DELTA_LIMIT = 1024 * 1024
"""Characters of deltas that wait for one subscriber; the oldest go first past it."""


class LocalSubscription:
    """An ear on one stream of a `LocalBus`."""

    def __init__(self, listeners: set["LocalSubscription"], *, deltas: bool) -> None:
        self.wants_deltas = deltas
        self._listeners = listeners
        self._woken = asyncio.Event()
        self._deltas: deque[PlacedDelta] = deque()
        self._characters = 0
        listeners.add(self)

    def wake(self) -> None:
        self._woken.set()

    def push(self, placed: PlacedDelta) -> None:
        self._deltas.append(placed)
        self._characters += len(placed.delta.text)
        while self._characters > DELTA_LIMIT and len(self._deltas) > 1:
            self._characters -= len(self._deltas.popleft().delta.text)
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
        if not self._deltas:
            return ()
        taken, self._deltas, self._characters = self._deltas, deque(), 0
        return join_deltas(taken)

    def close(self) -> None:
        self._listeners.discard(self)


def join_deltas(deltas: Sequence[PlacedDelta]) -> Sequence[PlacedDelta]:
    """Join neighbours that belong to one block and one place in the journal."""
    joined: list[PlacedDelta] = []
    texts: list[str] = []

    def seal() -> None:
        if len(texts) > 1:
            last = joined[-1]
            joined[-1] = replace(last, delta=replace(last.delta, text="".join(texts)))

    for placed in deltas:
        if joined and _same_block(joined[-1], placed):
            texts.append(placed.delta.text)
        else:
            seal()
            joined.append(placed)
            texts = [placed.delta.text]
    seal()
    return joined


def _same_block(a: PlacedDelta, b: PlacedDelta) -> bool:
    return (
        a.after == b.after
        and a.delta.index == b.delta.index
        and a.delta.thinking == b.delta.thinking
        and a.delta.message_id == b.delta.message_id
    )


class LocalBus:
    """Wakes watchers in this process."""

    def __init__(self) -> None:
        self._listeners: defaultdict[str, set[LocalSubscription]] = defaultdict(set)

    def subscribe(self, stream_id: str, *, deltas: bool = False) -> LocalSubscription:
        self._forget_empty(stream_id)
        return LocalSubscription(self._listeners[stream_id], deltas=deltas)

    def wake(self, stream_id: str) -> None:
        listeners = self._listeners.get(stream_id)
        if listeners:
            for listener in listeners:
                listener.wake()

    def delta(self, stream_id: str, delta: PlacedDelta) -> None:
        listeners = self._listeners.get(stream_id)
        if listeners:
            for listener in listeners:
                if listener.wants_deltas:
                    listener.push(delta)

    def _forget_empty(self, but: str) -> None:
        """Drop the sets of streams that nobody listens to any more."""
        for stream_id in [s for s, ears in self._listeners.items() if not ears and s != but]:
            del self._listeners[stream_id]
