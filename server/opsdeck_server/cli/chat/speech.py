"""What the agent says, as it comes: pieces first, then the whole block, each character once."""

import re
from typing import TYPE_CHECKING

from opsdeck_server.cli.output import clean

if TYPE_CHECKING:
    from opsdeck.v1.event_pb2 import AssistantText, TextDelta

# The beginning of what `clean` takes out, at the end of a piece: the next one may go on with it.
_UNFINISHED = re.compile(r"(?:\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x07\x1b]*\x1b?|[ -/]*)|\r)\Z")


class Cleaner:
    """Cleans a text that comes in pieces: together they are as the text cleaned at once.

    Empty lines at its beginning and its end are left out.
    """

    def __init__(self) -> None:
        self._held = ""
        self._begun = False
        self._ends = ""

    def feed(self, piece: str, *, last: bool = False) -> str:
        """Return what can be shown by now."""
        text = self._held + piece
        match = None if last else _UNFINISHED.search(text)
        cut = match.start() if match else len(text)
        text, self._held = text[:cut], text[cut:]
        text = clean(text)
        if not self._begun:
            text = text.lstrip("\n")
            self._begun = bool(text)
        text = self._ends + text
        shown = text.rstrip("\n")
        self._ends = text[len(shown) :]
        return shown


class Speech:
    """Puts pieces of blocks and whole blocks together. One block is on the screen at a time.

    A piece that does not go on where the last one ended shows nothing: its block follows whole.
    """

    def __init__(self) -> None:
        self._block: tuple[str, int] | None = None
        self._raw = ""
        self._cleaner = Cleaner()

    @property
    def open(self) -> bool:
        """Whether a block is on the screen that is not whole yet."""
        return self._block is not None

    def piece(self, delta: "TextDelta") -> str:
        """Return what to show of a piece."""
        block = (delta.message_id, delta.index)
        if self._block is None and delta.offset == 0:
            self._block = block
        seen = len(self._raw) - delta.offset
        if block != self._block or seen < 0 or seen >= len(delta.text):
            return ""
        fresh = delta.text[seen:]
        self._raw += fresh
        return self._cleaner.feed(fresh)

    def rest(self, text: "AssistantText") -> str | None:
        """Return what is missing of the block on the screen, and close it.

        None where the text is another block's: it is to be shown whole.
        """
        if self._block is None or self._block[0] != text.message_id:
            return None
        if not text.text.startswith(self._raw):
            return None
        missing = self._cleaner.feed(text.text[len(self._raw) :], last=True)
        self.cut()
        return missing

    def cut(self) -> None:
        """Forget the block on the screen: it will not be finished."""
        self._block, self._raw, self._cleaner = None, "", Cleaner()
