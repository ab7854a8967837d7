"""Pieces of text and the whole block that ends them: each character once, none that obeys."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from opsdeck.v1.event_pb2 import AssistantText, TextDelta
from opsdeck_server.cli.chat.speech import Cleaner, Speech
from opsdeck_server.cli.output import clean

HOSTILE = st.text(alphabet="ab \n\r\t\x07\x1b[]0;?m\\(Pé\u202e", max_size=40)


def whole(text: str, message_id: str = "m") -> AssistantText:
    return AssistantText(text=text, message_id=message_id)


def delta(text: str, offset: int, message_id: str = "m") -> TextDelta:
    return TextDelta(text=text, offset=offset, message_id=message_id)


def pieces_of(text: str, cuts: list[int]) -> list[tuple[int, str]]:
    places = sorted({0, len(text), *(cut % (len(text) + 1) for cut in cuts)})
    return [(begin, text[begin:end]) for begin, end in pairwise(places)]


@given(HOSTILE, st.lists(st.integers(0, 100)))
def test_a_text_in_pieces_is_cleaned_as_the_text_at_once(text: str, cuts: list[int]) -> None:
    cleaner = Cleaner()
    shown = "".join(cleaner.feed(piece) for _, piece in pieces_of(text, cuts))
    assert shown + cleaner.feed("", last=True) == clean(text).strip("\n")


@given(HOSTILE, st.lists(st.integers(0, 100)), st.sets(st.integers(0, 20)))
def test_pieces_that_are_lost_or_come_twice_change_nothing(
    text: str, cuts: list[int], odd: set[int]
) -> None:
    speech, shown = Speech(), ""
    for number, (offset, piece) in enumerate(pieces_of(text, cuts)):
        if number not in odd:
            shown += speech.piece(delta(piece, offset))
            shown += speech.piece(delta(piece, offset))
    rest = speech.rest(whole(text))
    if rest is None:  # it is shown whole, so none of it was before
        assert shown == ""
    else:
        assert shown + rest == clean(text).strip("\n")


def test_a_piece_that_overlaps_shows_what_is_new() -> None:
    speech = Speech()
    assert speech.piece(delta("Hel", 0)) == "Hel"
    assert speech.piece(delta("ello w", 1)) == "lo w"


def test_a_piece_from_the_middle_shows_nothing_until_the_block_is_whole() -> None:
    speech = Speech()
    assert speech.piece(delta("world", 6)) == ""
    assert speech.rest(whole("Hello world")) is None


def test_another_blocks_text_is_not_taken_for_the_rest() -> None:
    speech = Speech()
    speech.piece(delta("Hel", 0))
    assert speech.rest(whole("Help", "other")) is None
    assert speech.rest(whole("Bye")) is None
    assert speech.rest(whole("Hello")) == "lo"


def test_a_block_that_will_not_end_makes_room_for_the_next() -> None:
    speech = Speech()
    speech.piece(delta("Hel", 0, "gone"))
    speech.cut()
    assert speech.piece(delta("Hello", 0, "new")) == "Hello"
