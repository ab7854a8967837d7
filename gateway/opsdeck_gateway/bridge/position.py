"""Where a reader of a session stands: after which event, and how far into a block of text.

Every piece of text is sent once, whatever comes how often and from where: a position takes what
comes next and says what of it is new.
"""

from dataclasses import dataclass, replace

from opsdeck.v1.event_pb2 import Event, TextDelta
from opsdeck_gateway.bridge import frames


@dataclass(slots=True)
class Block:
    """A block of text that is still being written."""

    message_id: str
    index: int
    text: str
    """What was sent of it and has no event yet, without a gap."""
    before: int = 0
    """How many characters of it have their event: a long block is several."""


@dataclass(slots=True)
class Position:
    """The last event that was passed, and the block that has been begun since."""

    seq: int
    block: Block | None = None

    def copy(self) -> "Position":
        """Return the same position for a reader that goes its own way."""
        return Position(self.seq, replace(self.block) if self.block is not None else None)

    def pass_event(self, event: Event, whole: bytes | None) -> bytes | None:
        """Go past an event of the journal; return the frame that is to be sent of it, if any.

        `whole` is the event's frame for those who have seen nothing of it. Of a block that was
        sent in pieces only the rest is sent.
        """
        if event.seq <= self.seq:
            return None
        self.seq = event.seq
        if self.block is None:
            return whole
        said = frames.said_aloud(event)
        if said is None or said.message_id != self.block.message_id:
            return whole
        block, self.block = self.block, None
        sent = block.text
        if len(said.text) < len(sent) and sent.startswith(said.text):
            before = block.before + len(said.text)
            self.block = replace(block, text=sent[len(said.text) :], before=before)
            return None
        if not said.text.startswith(sent):
            return whole  # another block of the message: better twice than not at all
        rest = said.text[len(sent) :]
        return frames.text(event.seq, rest, block.before + len(sent)) if rest else None

    def pass_delta(self, seq: int, delta: TextDelta) -> bytes | None:
        """Take a piece of a block, which comes after the event `seq`; return what to send of it.

        Nothing where a piece before it is missing: the block itself follows, as an event.
        """
        if delta.thinking or seq < self.seq:
            return None
        block = self.block
        if block is None or (block.message_id, block.index) != (delta.message_id, delta.index):
            # The beginning of another block. In one message the block before has to end first.
            if delta.offset > 0 or (block and block.message_id == delta.message_id):
                return None
            block = Block(delta.message_id, delta.index, "")
        sent = block.before + len(block.text)
        new = delta.text[sent - delta.offset :] if delta.offset <= sent else ""
        if not new:
            return None
        block.text += new
        self.block = block
        return frames.text(self.seq, new, sent)

    def catch_up(self, ahead: "Position") -> bytes | None:
        """Take what `ahead`, at the same event, has sent of its block; return what to send."""
        block = ahead.block
        if block is None:
            return None
        if self.block is None and ahead.seq == self.seq:
            self.block = replace(block)
            return frames.text(self.seq, block.text, block.before) if block.text else None
        whole = TextDelta(
            text=block.text, message_id=block.message_id, index=block.index, offset=block.before
        )
        return self.pass_delta(ahead.seq, whole)
