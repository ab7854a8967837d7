"""Deltas on their way to who watches."""

from collections.abc import Sequence

from opsdeck_server.domain.events import TextDelta


class Pieces:
    """Collects deltas, and joins neighbours that belong to one block of one message."""

    def __init__(self) -> None:
        self._blocks: list[tuple[TextDelta, list[str]]] = []

    def add(self, delta: TextDelta) -> None:
        """Take a delta."""
        if self._blocks:
            first, texts = self._blocks[-1]
            if (
                first.index == delta.index
                and first.thinking == delta.thinking
                and first.message_id == delta.message_id
            ):
                texts.append(delta.text)
                return
        self._blocks.append((delta, [delta.text]))

    def take(self) -> Sequence[TextDelta]:
        """Return what was added since the last call."""
        if not self._blocks:
            return ()
        blocks, self._blocks = self._blocks, []
        return [
            first
            if len(texts) == 1
            else TextDelta("".join(texts), first.message_id, first.index, first.thinking)
            for first, texts in blocks
        ]
