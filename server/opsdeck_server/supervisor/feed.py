"""What waits to be written to the agent's standard input."""

from __future__ import annotations

import os
import selectors
from collections import deque

MAX_WAITING = 64 * 1024 * 1024
_WRITES_A_TURN = 16
_WRITE_BYTES = 64 * 1024


class Refused(Exception):
    """A request is refused; the text is the protocol's word for why."""


class Feed:
    """The agent's input: bounded, in order, each write whole.

    `waiting` is what the agent has not taken yet, `taken` what was accepted in all.
    """

    def __init__(self, pipe: int, selector: selectors.BaseSelector) -> None:
        self.open = True
        self.waiting = 0
        self.taken = 0
        self._pipe = pipe
        self._selector = selector
        self._watched = False
        self._reserved = 0
        self._closing = False
        self._pieces: deque[memoryview] = deque()

    def reserve(self, count: int) -> None:
        """Set room aside for a write that comes in pieces; raises Refused."""
        if self._closing or not self.open:
            raise Refused("stdin_closed")
        if self.waiting + self._reserved + count > MAX_WAITING:
            raise Refused("stdin_full")
        self._reserved += count

    def release(self, count: int) -> None:
        """Give reserved room back."""
        self._reserved -= count

    def take(self, pieces: list[bytes]) -> None:
        """Queue a whole write whose room was reserved; raises Refused."""
        count = sum(map(len, pieces))
        self.release(count)
        if self._closing or not self.open:
            raise Refused("stdin_closed")
        self._pieces.extend(memoryview(piece) for piece in pieces if piece)
        self.waiting += count
        self.taken += count
        self.flush()

    def flush(self) -> None:
        """Write what the pipe takes now, and close it after the last piece if it must be."""
        for _ in range(_WRITES_A_TURN):
            if not self._pieces:
                break
            piece = self._pieces[0]
            try:
                written = os.write(self._pipe, piece[:_WRITE_BYTES])
            except BlockingIOError:
                break
            except OSError:  # the agent closed its end
                self.shut()
                return
            self.waiting -= written
            if written < len(piece):
                self._pieces[0] = piece[written:]
            else:
                self._pieces.popleft()
        if self._closing and not self._pieces:
            self.shut()
        else:
            self._watch(bool(self._pieces))

    def close_when_empty(self) -> None:
        """Take nothing more; end the input after what waits."""
        self._closing = True
        self.flush()

    def shut(self) -> None:
        """End the input now; what waits is dropped."""
        if self.open:
            self.open = False
            self.waiting = 0
            self._pieces.clear()
            self._watch(False)
            os.close(self._pipe)

    def _watch(self, wanted: bool) -> None:
        """Be woken by the pipe while, and only while, something waits for it."""
        if wanted and not self._watched:
            self._selector.register(self._pipe, selectors.EVENT_WRITE, self._ready)
        elif self._watched and not wanted:
            self._selector.unregister(self._pipe)
        self._watched = wanted

    def _ready(self, _: int) -> None:
        if self.open:
            self.flush()
