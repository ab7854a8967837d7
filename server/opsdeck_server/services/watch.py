"""The watch loop: the one way in which anybody follows a stream."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass

from opsdeck_server.domain.deltas import PlacedDelta
from opsdeck_server.domain.errors import CursorExpired, CursorInvalid
from opsdeck_server.domain.events import Event
from opsdeck_server.ports.bus import Bus
from opsdeck_server.ports.store import Store
from opsdeck_server.services.journal import Journal, weigh

PAGE_EVENTS = 500
"""Events that one answer carries at the most."""

PAGE_CHARACTERS = 768 * 1024
"""Characters that one answer carries at the most, unless one event has more: a client of gRPC
takes no message over 4 MiB, and a reader that stalls costs as much as it was sent."""

HEARTBEAT_SECONDS = 15.0

POLL_SECONDS = 5.0
"""How late an event can be when its wake-up was lost."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a watcher gets at once; empty in a heartbeat.

    `items` holds events in order, and between them the deltas where they belong.
    """

    items: Sequence[Event | PlacedDelta]
    cursor: int
    caught_up: bool


def parse_cursor(text: str) -> int:
    """Return the position that a cursor names; 0 for an empty one.

    A cursor is the number of the last event that was seen, in decimal. Raises
    CursorInvalid.
    """
    if not text:
        return 0
    if not (text.isascii() and text.isdigit()) or len(text) > 18:
        raise CursorInvalid("the cursor is not one of this server's; watch again without it")
    return int(text)


class Watcher:
    """Opens watches on streams."""

    def __init__(self, store: Store, journal: Journal, bus: Bus) -> None:
        self._store = store
        self._journal = journal
        self._bus = bus

    async def watch(
        self, stream_id: str, *, after: int = 0, tail_only: bool = False, partial: bool = False
    ) -> AsyncGenerator[Batch]:
        """Yield a stream's events after a position, then new ones as they are committed.

        The first batch comes at once, empty where there is nothing after the position: who
        has it misses nothing from then on. A heartbeat comes every 15 s without news. Ends
        after the terminal event, and at once where the position is after that. A slow
        reader is read to from the journal at its own pace: nothing is kept for it but a
        position. Cancelling ends the watch and nothing else.

        Raises CursorInvalid for a position that the stream has not reached, and
        CursorExpired for one whose successors are pruned.
        """
        stream = await self._store.get_stream(stream_id)
        cursor = stream.last_seq if tail_only else after
        if cursor > stream.last_seq:
            raise CursorInvalid("the cursor is ahead of the stream; watch again without it")
        if cursor and cursor + 1 < stream.first_seq:
            raise CursorExpired(
                "the events after this cursor are gone; watch again without it",
                oldest=str(stream.first_seq),
            )
        over = cursor == stream.last_seq and await self._is_last(stream_id, cursor)
        subscription = self._bus.subscribe(stream_id, deltas=partial)
        try:
            first, woken, behind = True, True, False
            held: list[PlacedDelta] = []
            silent = 0.0
            while True:
                # Nobody here wakes for what another host wrote: the store is asked for that.
                read = await self._journal.read(stream_id, cursor, PAGE_EVENTS, fresh=not woken)
                events = _page(read)
                held.extend(subscription.take())
                caught_up = len(events) == len(read) < PAGE_EVENTS
                items, held = _merge(cursor, events, held)
                if events:
                    cursor = events[-1].seq
                # Who was told that there is more is told when there is not, events or none.
                if items or first or (behind and caught_up):
                    silent, first, behind = 0.0, False, not caught_up
                    yield Batch(items, cursor, caught_up)
                    if over or (events and events[-1].terminal):
                        return
                if not caught_up:
                    continue
                woken = await subscription.wait(POLL_SECONDS)
                if not woken:
                    silent += POLL_SECONDS
                    if silent >= HEARTBEAT_SECONDS:
                        silent = 0.0
                        yield Batch((), cursor, True)
        finally:
            subscription.close()

    async def _is_last(self, stream_id: str, seq: int) -> bool:
        """Return whether an event is the one after which nothing comes any more."""
        events = await self._journal.read(stream_id, seq - 1, 1, fresh=True) if seq else ()
        return bool(events) and events[0].terminal


def _page(events: Sequence[Event]) -> Sequence[Event]:
    """Return as many of the first events as go into one answer, one at the least."""
    weight = 0
    for place, event in enumerate(events):
        weight += weigh(event)
        if weight > PAGE_CHARACTERS and place:
            return events[:place]
    return events


def _merge(
    cursor: int, events: Sequence[Event], deltas: list[PlacedDelta]
) -> tuple[Sequence[Event | PlacedDelta], list[PlacedDelta]]:
    """Put deltas between the events where they belong; return those that are too early.

    A delta from before the cursor belongs to a block that may have ended since, and is
    dropped: the block is an event.
    """
    if not deltas:
        return events, deltas
    last = events[-1].seq if events else cursor
    items: list[Event | PlacedDelta] = []
    waiting = iter([d for d in deltas if cursor <= d.after <= last])
    delta = next(waiting, None)
    while delta is not None and delta.after <= cursor:
        items.append(delta)
        delta = next(waiting, None)
    for event in events:
        items.append(event)
        while delta is not None and delta.after <= event.seq:
            items.append(delta)
            delta = next(waiting, None)
    return items, [d for d in deltas if d.after > last]
