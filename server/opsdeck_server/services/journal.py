"""The journal: events are committed here, many in one transaction, before anyone sees them."""

import asyncio
import dataclasses
from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from opsdeck_server.domain.events import Event
from opsdeck_server.ports.bus import Bus
from opsdeck_server.ports.store import Commit, Store, StoreError

BATCH_EVENTS = 4_000
"""Events that one transaction takes at the most: a flood of one run delays the others
by one such transaction."""

TAIL_WEIGHT = 8 * 1024 * 1024
"""Characters of recent events that are kept in memory for one stream."""

TAIL_STREAMS = 64
"""Streams whose recent events are kept in memory; those unused for longest go first."""


@dataclass(slots=True)
class _Tail:
    """The newest events of a stream, without a gap. A cache: the store has them all."""

    events: deque[Event] = field(default_factory=deque[Event])
    weight: int = 0

    def extend(self, events: Sequence[Event]) -> None:
        if self.events and self.events[-1].seq + 1 != events[0].seq:
            self.events.clear()
            self.weight = 0
        self.events.extend(events)
        self.weight += sum(map(weigh, events))
        while self.weight > TAIL_WEIGHT and len(self.events) > 1:
            self.weight -= weigh(self.events.popleft())

    def after(self, seq: int, limit: int) -> Sequence[Event] | None:
        """Return the events after a position, or None where the cache does not reach back."""
        if not self.events or self.events[0].seq > seq + 1:
            return None
        start = seq + 1 - self.events[0].seq
        if start > len(self.events):
            return None  # another host wrote on, and somebody has read that
        if start == len(self.events):
            return ()
        if start >= len(self.events) - 8:
            # The usual case, a few from the end: a deque is quick at its ends alone.
            return [self.events[i] for i in range(start, len(self.events))][:limit]
        return list(self.events)[start : start + limit]


def weigh(event: Event) -> int:
    """Return about how many characters an event takes."""
    payload = event.payload
    size = 200
    for slot in dataclasses.fields(payload):
        value = getattr(payload, slot.name)
        if isinstance(value, str):
            size += len(value)
    return size


class Journal:
    """Commits, and reads what was committed.

    Commits that arrive while another is being written share the next transaction
    (group commit), so that a synchronous disk costs a crowd no more than one.
    """

    def __init__(self, store: Store, bus: Bus) -> None:
        self._store = store
        self._bus = bus
        self._pending: deque[tuple[Commit, asyncio.Future[tuple[Event, ...]]]] = deque()
        self._arrived = asyncio.Event()
        self._tails: OrderedDict[str, _Tail] = OrderedDict()

    async def run(self) -> None:
        """Write what arrives, until cancelled; then who waits still is cancelled too.

        Owned by who made the journal.
        """
        try:
            while True:
                await self._arrived.wait()
                self._arrived.clear()
                while self._pending:
                    await self._write_batch()
        finally:
            for _, done in self._pending:
                done.cancel()
            self._pending.clear()

    async def commit(self, commit: Commit) -> tuple[Event, ...]:
        """Commit, and return the events with their numbers.

        Raises Stale (see Commit), or what the database raised. Who is cancelled while
        it waits does not know whether it happened.
        """
        done: asyncio.Future[tuple[Event, ...]] = asyncio.get_running_loop().create_future()
        self._pending.append((commit, done))
        self._arrived.set()
        return await done

    async def read(
        self, stream_id: str, after: int, limit: int, *, fresh: bool = False
    ) -> Sequence[Event]:
        """Return the events after a position, in order; recent ones from memory.

        Memory knows what this host wrote: with `fresh` the store is asked, which has what
        other hosts wrote too.
        """
        tail = None if fresh else self._tails.get(stream_id)
        if tail is not None:
            events = tail.after(after, limit)
            if events is not None:
                self._tails.move_to_end(stream_id)
                return events
        return await self._store.read_events(stream_id, after, limit)

    async def _write_batch(self) -> None:
        batch: list[tuple[Commit, asyncio.Future[tuple[Event, ...]]]] = []
        events = 0
        while self._pending and (not batch or events < BATCH_EVENTS):
            batch.append(self._pending.popleft())
            events += len(batch[-1][0].events)
        try:
            outcomes = await self._store.commit([commit for commit, _ in batch])
        except asyncio.CancelledError:
            for _, done in batch:
                done.cancel()
            raise
        except Exception as error:  # noqa: BLE001 - each who waits gets it, and decides
            for commit, done in batch:
                # It may have happened: what is remembered must not hide it.
                self._tails.pop(commit.stream_id, None)
                self._bus.wake(commit.stream_id)
                if not done.done():
                    done.set_exception(error)
            return
        for (commit, done), outcome in zip(batch, outcomes, strict=True):
            if isinstance(outcome, StoreError):
                if not done.done():
                    done.set_exception(outcome)
                continue
            if outcome:
                self._remember(commit.stream_id, outcome)
                self._bus.wake(commit.stream_id)
            if not done.done():
                done.set_result(outcome)

    def _remember(self, stream_id: str, events: Sequence[Event]) -> None:
        tail = self._tails.get(stream_id)
        if tail is None:
            tail = self._tails[stream_id] = _Tail()
            while len(self._tails) > TAIL_STREAMS:
                self._tails.popitem(last=False)
        else:
            self._tails.move_to_end(stream_id)
        tail.extend(events)
