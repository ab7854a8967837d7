import itertools
import time

from hypothesis import given
from hypothesis import strategies as st

from opsdeck_server.domain.lines import LineFramer


def feed_all(framer: LineFramer, chunks: list[bytes]) -> list[tuple[bytes, int]]:
    return [line for chunk in chunks for line in framer.feed(chunk)] + framer.rest()


def cut_at(data: bytes, places: list[int]) -> list[bytes]:
    edges = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    return [data[a:b] for a, b in itertools.pairwise(edges)]


DATA = st.lists(st.sampled_from([b"a", b"bc", b"\n", b"\r", b"\xff"])).map(b"".join)


@given(DATA, st.lists(st.integers(0, 200)), st.integers(1, 5))
def test_lines_and_ends_do_not_depend_on_the_chunks(
    data: bytes, places: list[int], limit: int
) -> None:
    whole = LineFramer(100, max_line=limit)
    pieces = LineFramer(100, max_line=limit)

    assert feed_all(pieces, cut_at(data, places)) == feed_all(whole, [data])
    assert pieces.dropped_bytes == whole.dropped_bytes
    assert pieces.offset == 100 + len(data)


@given(DATA)
def test_lines_are_those_of_the_data(data: bytes) -> None:
    lines = [line for line, _ in feed_all(LineFramer(), [data])]

    expected = data.split(b"\n")
    assert lines == (expected if expected[-1] else expected[:-1])


@given(DATA, st.integers(0, 50))
def test_reading_goes_on_at_any_end_with_nothing_lost_or_doubled(data: bytes, stop: int) -> None:
    lines = feed_all(LineFramer(), [data])
    stop = min(stop, len(lines))
    end = lines[stop - 1][1] if stop else 0

    assert lines[:stop] + feed_all(LineFramer(end), [data[end:]]) == lines


def test_half_a_line_comes_only_at_the_end_of_the_stream() -> None:
    framer = LineFramer()

    assert framer.feed(b"one\ntw") == [(b"one", 4)]
    assert framer.offset == 4
    assert framer.rest() == [(b"tw", 6)]
    assert framer.rest() == []


def test_a_line_past_the_limit_keeps_its_beginning_and_counts_the_rest() -> None:
    framer = LineFramer(max_line=3)

    assert framer.feed(b"abcd") == []
    assert framer.feed(b"efg\nxy\n") == [(b"abc", 8), (b"xy", 11)]
    assert framer.dropped_bytes == 4


def test_a_long_line_in_many_pieces_costs_one_pass() -> None:
    piece, count = b"x" * 1000, 20_000
    framer = LineFramer()

    began = time.process_time()
    for _ in range(count):
        framer.feed(piece)
    lines = framer.feed(b"\n")
    spent = time.process_time() - began

    assert [(len(line), end) for line, end in lines] == [(20_000_000, 20_000_001)]
    # Putting it together with every piece would copy 200 GB.
    assert spent < 2
