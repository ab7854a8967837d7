"""Each piece of the agent's text is sent once, whatever is dropped, cut, doubled or joined late."""

import json
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from opsdeck.v1.event_pb2 import Event, TextDelta
from opsdeck_gateway.bridge import frames, tape
from opsdeck_gateway.bridge.position import Position
from opsdeck_gateway.bridge.tape import Entry, Tape


def content(frame: bytes | None) -> str:
    if frame is None:
        return ""
    read = json.loads(frame)
    return read["content"] if read["type"] == "assistantText" else ""


def event(seq: int, **payload: Any) -> Event:
    return Event(seq=seq, **payload)


def block(seq: int, text: str, message_id: str = "m") -> Event:
    return event(seq, assistant_text={"text": text, "message_id": message_id})


def delta(text: str, offset: int, index: int = 0, message_id: str = "m") -> TextDelta:
    return TextDelta(text=text, offset=offset, index=index, message_id=message_id)


# -- a position, by example -----------------------------------------------------------------


def test_a_piece_that_overlaps_is_cut() -> None:
    position = Position(1)
    assert content(position.pass_delta(1, delta("abc", 0))) == "abc"
    assert content(position.pass_delta(1, delta("bcde", 1))) == "de"
    assert position.pass_delta(1, delta("ab", 0)) is None


def test_pieces_after_a_gap_wait_for_the_block() -> None:
    position = Position(1)
    position.pass_delta(1, delta("ab", 0))
    assert position.pass_delta(1, delta("ef", 4)) is None
    assert position.pass_delta(1, delta("gh", 6)) is None
    whole = block(2, "abcdefgh")
    assert content(position.pass_event(whole, frames.of(whole))) == "cdefgh"


def test_a_block_that_becomes_two_events_is_sent_once() -> None:
    position = Position(1)
    position.pass_delta(1, delta("abcdef", 0))
    first, second = block(2, "abcd"), block(3, "efgh")
    assert position.pass_event(first, frames.of(first)) is None
    assert content(position.pass_event(second, frames.of(second))) == "gh"


def test_a_block_whose_beginning_was_missed_comes_whole() -> None:
    position = Position(1)
    assert position.pass_delta(1, delta("cd", 2)) is None
    whole = block(2, "abcd")
    assert position.pass_event(whole, frames.of(whole)) == frames.of(whole)


def test_offsets_count_characters_and_not_bytes() -> None:
    position = Position(1)
    assert content(position.pass_delta(1, delta("🚀é", 0))) == "🚀é"
    assert content(position.pass_delta(1, delta("x", 2))) == "x"


def test_thinking_is_not_shown() -> None:
    thought = TextDelta(text="hm", message_id="m", thinking=True)
    assert Position(1).pass_delta(1, thought) is None


def test_a_piece_of_a_block_that_has_ended_is_late() -> None:
    position = Position(1)
    whole = block(2, "ab")
    position.pass_event(whole, frames.of(whole))
    assert position.pass_delta(1, delta("ab", 0)) is None


def test_an_event_that_was_passed_is_not_sent_again() -> None:
    position = Position(2)
    whole = block(2, "ab")
    assert position.pass_event(whole, frames.of(whole)) is None


def test_a_block_that_was_given_up_makes_room_for_that_of_another_message() -> None:
    position = Position(1)
    position.pass_delta(1, delta("never ended", 0, message_id="m1"))
    assert content(position.pass_delta(1, delta("new", 0, message_id="m2"))) == "new"
    whole = block(2, "new one", "m2")
    assert content(position.pass_event(whole, frames.of(whole))) == " one"


def test_a_block_waits_for_the_one_before_it_in_its_message() -> None:
    position = Position(1)
    position.pass_delta(1, delta("fir", 0, index=0))
    assert position.pass_delta(1, delta("second", 0, index=2)) is None
    first, second = block(2, "first"), block(3, "second")
    assert content(position.pass_event(first, frames.of(first))) == "st"
    assert content(position.pass_event(second, frames.of(second))) == "second"


def test_text_that_is_not_what_was_announced_comes_whole() -> None:
    position = Position(1)
    position.pass_delta(1, delta("abc", 0))
    other = block(2, "xyz")
    assert content(position.pass_event(other, frames.of(other))) == "xyz"


# -- readers of a tape, by any way ----------------------------------------------------------


@dataclass
class Reader:
    """One who listens, falls behind, and comes back; the way that a feed leads its listeners."""

    position: Position
    since: int
    heard: list[str] = field(default_factory=list[str])
    in_step: bool = False

    def follow(self, line: Tape, journal: list[Event]) -> None:
        """Come as near to the tape as can be now."""
        if not line.reaches(self.position.seq):
            for each in journal[self.position.seq :]:  # a watch of its own
                self.hear(self.position.pass_event(each, frames.of(each)))
        while (entry := line.after(self.position.seq)) is not None:
            self.hear(self.position.pass_event(entry.event, entry.frame))
        if self.position.seq == line.position.seq:
            self.hear(self.position.catch_up(line.position))
            self.position, self.in_step = line.position, True

    def hear(self, frame: bytes | None) -> None:
        self.heard.append(content(frame))

    def fall_behind(self, line: Tape) -> None:
        self.position, self.in_step = line.position.copy(), False


TEXT = st.text(st.sampled_from("ab é🚀\n"), min_size=1, max_size=12)


@st.composite
def streams(draw: st.DrawFn) -> list[Event]:
    """What a watch says: blocks in pieces, of which some are lost, doubled or cut anew."""
    said: list[Event] = []
    seq = 0
    for number in range(draw(st.integers(1, 4))):
        for index, text in enumerate(draw(st.lists(TEXT, min_size=1, max_size=3))):
            at = 0
            while at < len(text):
                if draw(st.integers(0, 4)) == 0:  # something else meanwhile
                    seq += 1
                    said.append(event(seq, notice={"kind": "status"}))
                begin = max(0, at - draw(st.integers(0, 2)))
                end = draw(st.integers(at + 1, len(text)))
                if draw(st.integers(0, 3)):
                    piece = delta(text[begin:end], begin, index, f"m{number}")
                    said.append(Event(seq=seq, text_delta=piece))
                at = end
            seq += 1
            said.append(block(seq, text, f"m{number}"))
    return said


@given(stream=streams(), data=st.data())
def test_all_that_a_reader_hears_is_what_was_said(stream: list[Event], data: st.DataObject) -> None:
    """Whoever comes when they like, and is as slow as they like, hears every block once."""
    journal = [each for each in stream if each.WhichOneof("payload") != "text_delta"]
    kept = data.draw(st.integers(0, 6), label="kept")
    begin = data.draw(st.integers(0, len(stream)), label="the watch begins")
    before = [each for each in stream[:begin] if each in journal]
    line = Tape(before[-1].seq if before else 0)
    readers: list[Reader] = []
    with patch.object(tape, "KEPT_EVENTS", kept):
        for at in range(begin, len(stream) + 1):
            # The readers' own watches are ahead of the tape's by a few events, or not.
            ahead = min(len(stream), at + data.draw(st.integers(0, 3)))
            known = [each for each in stream[:ahead] if each in journal]
            if data.draw(st.booleans(), label="one comes"):
                since = data.draw(st.integers(0, len(known)))
                readers.append(Reader(Position(since), since))
            for reader in readers:
                moved = data.draw(st.integers(0, 3), label="moves")
                if reader.in_step and moved == 0:
                    reader.fall_behind(line)
                elif not reader.in_step and moved:
                    reader.follow(line, known)
            if at < len(stream):
                frame = line.take(stream[at])
                for reader in readers:
                    if reader.in_step:
                        reader.hear(frame)
        for reader in readers:
            if not reader.in_step:
                reader.follow(line, journal)
            said = [each.assistant_text.text for each in journal[reader.since :]]
            assert "".join(reader.heard) == "".join(said)


@given(stream=streams(), count=st.integers(0, 5), size=st.integers(0, 300))
def test_a_tape_is_bounded(stream: list[Event], count: int, size: int) -> None:
    line = Tape(0)
    with patch.multiple(tape, KEPT_EVENTS=count, KEPT_BYTES=size):
        for each in stream:
            line.take(each)
        reached = next(seq for seq in range(1000) if line.reaches(seq))
    kept: list[Entry] = []
    while (entry := line.after(reached + len(kept))) is not None:
        kept.append(entry)
    assert len(kept) <= count
    assert sum(len(entry.frame or b"") for entry in kept) <= size
    assert reached + len(kept) == line.position.seq


@given(stream=streams(), data=st.data())
def test_who_comes_back_by_the_rule_for_pieces_has_every_block_once(
    stream: list[Event], data: st.DataObject
) -> None:
    """The rule of docs/how-to/write-a-phone-client.md: cut at the last block, come back there."""
    journal = [each for each in stream if each.WhichOneof("payload") != "text_delta"]
    line, position = Tape(0), Position(0)
    list_of_frames: list[dict[str, Any]] = []
    for at in range(len(stream) + 1):
        if data.draw(st.integers(0, 3), label="breaks") == 0 or at == len(stream):
            firsts = [n for n, each in enumerate(list_of_frames) if offset_of(each) == 0]
            seq = max([0, *(each["seq"] for each in list_of_frames)])
            if firsts:
                seq = list_of_frames[firsts[-1]]["seq"]
                del list_of_frames[firsts[-1] :]
            position = Position(seq)
            for each in journal[seq : line.position.seq]:
                keep(list_of_frames, position.pass_event(each, frames.of(each)))
            keep(list_of_frames, position.catch_up(line.position))
        if at < len(stream):
            keep(list_of_frames, line.take(stream[at]))
    said = "".join(each.assistant_text.text for each in journal)
    assert "".join(each["content"] for each in list_of_frames) == said


def offset_of(frame: dict[str, Any]) -> int | None:
    return frame.get("data", {}).get("offset")


def keep(kept: list[dict[str, Any]], frame: bytes | None) -> None:
    if frame is not None:
        kept.append(json.loads(frame))
