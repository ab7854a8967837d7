"""Deltas on their way to those who watch: live only, joined where they wait."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

from opsdeck_server.domain.events import TextDelta


@dataclass(frozen=True, slots=True)
class PlacedDelta:
    """A delta, and the number of the last event that was journaled before it."""

    after: int
    delta: TextDelta


class DeltaBuffer:
    """Collects deltas, and joins neighbours of one block and one place in the journal.

    Past `limit` characters the oldest are dropped: the block that they belong to follows
    as an event.
    """

    def __init__(self, limit: int | None = None) -> None:
        self._limit = limit
        self._blocks: deque[tuple[PlacedDelta, list[str]]] = deque()
        self._characters = 0

    def add(self, placed: PlacedDelta) -> None:
        """Take a delta."""
        if self._blocks and _same_block(self._blocks[-1][0], placed):
            self._blocks[-1][1].append(placed.delta.text)
        else:
            self._blocks.append((placed, [placed.delta.text]))
        if self._limit is not None:
            self._characters += len(placed.delta.text)
            while self._characters > self._limit:
                self._drop_oldest()

    def take(self) -> Sequence[PlacedDelta]:
        """Return what was added since the last call, joined."""
        if not self._blocks:
            return ()
        blocks, self._blocks, self._characters = self._blocks, deque(), 0
        return [_joined(first, texts) for first, texts in blocks]

    def _drop_oldest(self) -> None:
        texts = self._blocks[0][1]
        self._characters -= len(texts[0])
        if len(texts) > 1:
            # Rare enough to be simple: a reader that is a megabyte behind.
            first, gone = self._blocks[0][0], texts.pop(0)
            rest = replace(first, delta=replace(first.delta, offset=first.delta.offset + len(gone)))
            self._blocks[0] = (rest, texts)
        else:
            self._blocks.popleft()


def _same_block(a: PlacedDelta, b: PlacedDelta) -> bool:
    return (
        a.after == b.after
        and a.delta.index == b.delta.index
        and a.delta.thinking == b.delta.thinking
        and a.delta.message_id == b.delta.message_id
    )


def _joined(first: PlacedDelta, texts: list[str]) -> PlacedDelta:
    delta = first.delta
    text = texts[0] if len(texts) == 1 else "".join(texts)
    return PlacedDelta(first.after, replace(delta, text=text))
