"""Lets a stream of small writes gather, so that a burst is not a wake-up for each."""

import time

_GATHER_SECONDS = 0.002  # between two reads, where they bring little
_SMALL_BYTES = 64 * 1024
_CLOSE_READS = 8.0  # as close as that, before they are a burst
_CLOSE_READS_A_SECOND = 100.0  # by which a burst is forgotten


class Gathering:
    """What comes alone, or with a few others as the first word of a reply does, is read at once.

    An agent that streams tens of thousands of deltas a second would keep four processes busy
    with passing them on one by one.
    """

    def __init__(self) -> None:
        self.last_count = 0
        """How many bytes the last read brought."""
        self._last_read = 0.0
        self._close_reads = _CLOSE_READS

    def before_read(self) -> None:
        """Wait for more where the reads before this one were many and small."""
        since = time.monotonic() - self._last_read
        left = min(_CLOSE_READS, self._close_reads + since * _CLOSE_READS_A_SECOND)
        if since < _GATHER_SECONDS and self.last_count < _SMALL_BYTES:
            if left >= 1.0:
                left -= 1.0
            else:
                time.sleep(_GATHER_SECONDS - since)
        self._close_reads = left
        self._last_read = time.monotonic()
