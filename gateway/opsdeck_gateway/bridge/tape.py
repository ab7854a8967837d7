"""The latest of a session: how one watch of the server serves many readers."""

from bisect import bisect_right
from collections import deque
from dataclasses import dataclass

from opsdeck.v1.event_pb2 import Event
from opsdeck_gateway.bridge import frames
from opsdeck_gateway.bridge.position import Position

KEPT_EVENTS = 512
KEPT_BYTES = 1024 * 1024
"""How much a reader may fall behind, before it has to ask the server itself."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An event, and its frame, which is made once for all."""

    event: Event
    frame: bytes | None


class Tape:
    """The newest events of a session, and where those stand who have all of them.

    Bounded in number and in bytes: the oldest go first.
    """

    def __init__(self, seq: int) -> None:
        """`seq` is the position after which the first event will come."""
        self.position = Position(seq)
        self._oldest = seq  # the position before the oldest entry
        self._entries: deque[Entry] = deque()
        self._bytes = 0

    def take(self, event: Event) -> bytes | None:
        """Take what the watch says next; return what those get who had all before it."""
        if event.WhichOneof("payload") == "text_delta":
            return self.position.pass_delta(event.seq, event.text_delta)
        if event.seq <= self.position.seq:
            return None
        entry = Entry(event, frames.of(event))
        self._entries.append(entry)
        self._bytes += _size(entry)
        while len(self._entries) > KEPT_EVENTS or self._bytes > KEPT_BYTES:
            gone = self._entries.popleft()
            self._bytes -= _size(gone)
            self._oldest = gone.event.seq
        return self.position.pass_event(entry.event, entry.frame)

    def reaches(self, seq: int) -> bool:
        """Return whether all that came after a position is here."""
        return seq >= self._oldest

    def after(self, seq: int) -> Entry | None:
        """Return what came next after a position that the tape reaches; None where nothing did."""
        index = bisect_right(self._entries, seq, key=_seq)
        return self._entries[index] if index < len(self._entries) else None


def _seq(entry: Entry) -> int:
    return entry.event.seq


def _size(entry: Entry) -> int:
    # An event without a frame has its header at least.
    return len(entry.frame) if entry.frame is not None else 64
