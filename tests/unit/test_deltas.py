"""Deltas that wait are joined, and bounded."""

from hypothesis import given
from hypothesis import strategies as st

from opsdeck_server.domain.deltas import DeltaBuffer, PlacedDelta
from opsdeck_server.domain.events import TextDelta

deltas = st.builds(
    PlacedDelta,
    after=st.integers(1, 3),
    delta=st.builds(TextDelta, text=st.text(max_size=8), index=st.integers(0, 2)),
)


def placed(text: str, *, after: int = 1, index: int = 0) -> PlacedDelta:
    return PlacedDelta(after, TextDelta(text, "m", index))


def test_neighbours_of_one_block_are_joined() -> None:
    buffer = DeltaBuffer()
    for text in "abc":
        buffer.add(placed(text))

    assert buffer.take() == [placed("abc")]


def test_another_block_or_another_place_is_apart() -> None:
    buffer = DeltaBuffer()
    for one in (placed("a"), placed("b", index=1), placed("c", index=1, after=2)):
        buffer.add(one)

    assert buffer.take() == [placed("a"), placed("b", index=1), placed("c", index=1, after=2)]


def test_what_was_taken_does_not_come_again() -> None:
    buffer = DeltaBuffer()
    buffer.add(placed("a"))
    buffer.take()

    assert buffer.take() == ()


@given(st.lists(deltas))
def test_joining_loses_no_character(given_deltas: list[PlacedDelta]) -> None:
    buffer = DeltaBuffer()
    for one in given_deltas:
        buffer.add(one)

    text = "".join(one.delta.text for one in buffer.take())
    assert text == "".join(one.delta.text for one in given_deltas)


@given(st.lists(deltas), st.integers(1, 20))
def test_past_its_bound_the_newest_characters_stay(
    given_deltas: list[PlacedDelta], limit: int
) -> None:
    buffer = DeltaBuffer(limit)
    for one in given_deltas:
        buffer.add(one)

    kept = "".join(one.delta.text for one in buffer.take())
    assert len(kept) <= limit
    assert "".join(one.delta.text for one in given_deltas).endswith(kept)
