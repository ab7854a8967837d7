"""Watching: every event once and in order, whatever the pace of who watches."""

# Here who listens, and what is pruned, is seen from inside alone.
# pyright: reportPrivateUsage=false

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from opsdeck_server.domain.deltas import PlacedDelta
from opsdeck_server.domain.errors import CursorExpired, CursorInvalid
from opsdeck_server.domain.events import Event, TextDelta
from opsdeck_server.ports.store import Commit, Missing
from opsdeck_server.services import watch as watches
from opsdeck_server.services.watch import Batch, parse_cursor
from tests.support.journals import LIMIT, NOW, Desk, names, step, working_desk


@pytest_asyncio.fixture
async def desk() -> AsyncGenerator[Desk]:
    async with working_desk() as made:
        yield made


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Polls and heartbeats that a test can wait for."""
    monkeypatch.setattr(watches, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(watches, "HEARTBEAT_SECONDS", 0.03)


async def following(watch: AsyncGenerator[Batch]) -> Batch:
    return await asyncio.wait_for(anext(watch), LIMIT)


async def all_of(watch: AsyncGenerator[Batch]) -> list[Batch]:
    async with asyncio.timeout(LIMIT):
        return [batch async for batch in watch]


def delta(after: int, text: str) -> PlacedDelta:
    return PlacedDelta(after, TextDelta(text, "msg-1"))


def order(items: Sequence[Event | PlacedDelta]) -> list[str]:
    """Return steps by name and deltas by text, in order."""
    return [names([item])[0] if isinstance(item, Event) else item.delta.text for item in items]


# -- where a watch begins and ends -------------------------------------------------


async def test_a_watch_replays_all_then_follows_and_ends_after_the_last_event(desk: Desk) -> None:
    stream = await desk.stream()
    await desk.say(stream, "a", "b")
    watch = desk.watcher.watch(stream)
    first = await following(watch)
    assert (names(first.items), first.cursor, first.caught_up) == (["a", "b"], 2, True)
    await desk.say(stream, "c")
    assert names((await following(watch)).items) == ["c"]
    await desk.end(stream)
    rest = await all_of(watch)
    assert [batch.cursor for batch in rest] == [4]
    assert isinstance(rest[0].items[-1], Event)
    assert rest[0].items[-1].terminal


async def test_a_cursor_goes_on_after_the_event_that_it_names(desk: Desk) -> None:
    stream = await desk.stream()
    await desk.say(stream, "a", "b", "c")
    watch = desk.watcher.watch(stream, after=2)
    assert names((await following(watch)).items) == ["c"]


async def test_a_page_that_is_just_full_is_followed_by_the_word_that_it_was_the_last(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watches, "PAGE_EVENTS", 2)
    stream = await desk.stream()
    await desk.say(stream, "a", "b")
    watch = desk.watcher.watch(stream)
    assert not (await following(watch)).caught_up
    last = await following(watch)
    assert (list(last.items), last.cursor, last.caught_up) == ([], 2, True)


async def test_an_answer_is_bounded_in_what_it_carries_and_nothing_is_left_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watches, "PAGE_CHARACTERS", 1_000)
    stream = await desk.stream()
    texts = ["a", "b" * 2_000, "c", "d" * 500, "e" * 500]
    await desk.say(stream, *texts)
    watch = desk.watcher.watch(stream)
    got = [await following(watch)]
    while not got[-1].caught_up:
        got.append(await following(watch))
    assert [len(batch.items) for batch in got] == [1, 1, 2, 1]
    assert [name for batch in got for name in names(batch.items)] == texts


async def test_tail_only_begins_now(desk: Desk) -> None:
    stream = await desk.stream()
    await desk.say(stream, "before")
    watch = desk.watcher.watch(stream, tail_only=True)
    assert await following(watch) == Batch((), 1, True)
    await desk.say(stream, "after")
    assert names((await following(watch)).items) == ["after"]


async def test_a_watch_from_the_end_of_what_is_over_ends_at_once(desk: Desk) -> None:
    stream = await desk.stream()
    await desk.say(stream, "a")
    await desk.end(stream)
    assert await all_of(desk.watcher.watch(stream, after=2)) == [Batch((), 2, True)]
    assert await all_of(desk.watcher.watch(stream, tail_only=True)) == [Batch((), 2, True)]


async def test_a_watch_of_no_stream_is_refused() -> None:
    with pytest.raises(Missing):
        await following(Desk().watcher.watch("job-none"))


async def test_leaving_a_watch_leaves_no_ear_behind(desk: Desk) -> None:
    stream = await desk.stream()
    await desk.say(stream, "a")
    watch = desk.watcher.watch(stream)
    await following(watch)
    waiting = asyncio.create_task(following(watch))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await watch.aclose()
    assert not desk.bus._listeners.get(stream)


# -- cursors -----------------------------------------------------------------------


async def test_a_cursor_ahead_of_the_stream_is_invalid(desk: Desk) -> None:
    stream = await desk.stream()
    await desk.say(stream, "a")
    with pytest.raises(CursorInvalid):
        await following(desk.watcher.watch(stream, after=2))


async def prune(desk: Desk, stream: str, first: int) -> None:
    streams = desk.store._t.streams
    streams[stream] = replace(streams[stream], first_seq=first)


async def test_a_cursor_whose_successors_are_pruned_has_expired(desk: Desk) -> None:
    stream = await desk.stream()
    await desk.say(stream, "a", "b", "c", "d")
    await prune(desk, stream, 3)
    with pytest.raises(CursorExpired) as caught:
        await following(desk.watcher.watch(stream, after=1))
    assert caught.value.metadata == {"oldest": "3"}


async def test_the_last_cursor_before_what_is_kept_is_good(desk: Desk) -> None:
    stream = await desk.stream()
    await desk.say(stream, "a", "b", "c", "d")
    await prune(desk, stream, 3)
    assert names((await following(desk.watcher.watch(stream, after=2))).items) == ["c", "d"]


@given(st.integers(min_value=0, max_value=10**18 - 1))
def test_a_cursor_is_the_number_in_decimal(seq: int) -> None:
    assert parse_cursor(str(seq)) == seq


def test_no_cursor_is_the_beginning() -> None:
    assert parse_cursor("") == 0


@given(
    st.text(min_size=1, max_size=20).filter(lambda text: not (text.isascii() and text.isdigit()))
)
def test_a_cursor_that_was_tampered_with_is_invalid(text: str) -> None:
    with pytest.raises(CursorInvalid):
        parse_cursor(text)


@pytest.mark.parametrize("text", ["-1", "+1", " 1", "1_0", "٣", "1.0", "1" * 19])
def test_what_python_alone_takes_for_a_number_is_invalid(text: str) -> None:
    with pytest.raises(CursorInvalid):
        parse_cursor(text)


# -- pace --------------------------------------------------------------------------


async def test_a_lost_wake_up_costs_a_poll_and_no_event(desk: Desk, quick: None) -> None:
    stream = await desk.stream()
    watch = desk.watcher.watch(stream)
    got = asyncio.create_task(following(watch))
    while stream not in desk.bus._listeners:
        await asyncio.sleep(0)
    # Past the journal, so nobody is woken.
    await desk.store.commit([Commit(stream, events=(step("silent"),))])
    batch = await got
    while not batch.items:
        batch = await following(watch)
    assert names(batch.items) == ["silent"]


async def test_what_another_host_writes_costs_a_poll_and_is_not_hidden(
    desk: Desk, quick: None
) -> None:
    stream = await desk.stream()
    other = Desk(store=desk.store)
    writing = asyncio.create_task(other.journal.run())
    # Both hosts remember recent events of this stream, each its own.
    await desk.say(stream, "ours")
    watch = desk.watcher.watch(stream)
    assert names((await following(watch)).items) == ["ours"]
    for name in ("theirs", "theirs too"):
        await other.say(stream, name)
        batch = await following(watch)
        while not batch.items:
            batch = await following(watch)
        assert names(batch.items) == [name]
    await other.end(stream)
    assert [len(batch.items) for batch in await all_of(watch) if batch.items] == [1]
    # And who watches from the end of it ends at once.
    assert len(await all_of(desk.watcher.watch(stream, after=4))) == 1
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)


async def test_silence_is_broken_by_heartbeats_with_the_cursor(desk: Desk, quick: None) -> None:
    stream = await desk.stream()
    await desk.say(stream, "a")
    watch = desk.watcher.watch(stream)
    await following(watch)
    assert await following(watch) == Batch((), 1, True)
    assert await following(watch) == Batch((), 1, True)


async def test_a_slow_reader_gets_pages_from_the_journal_and_misses_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watches, "PAGE_EVENTS", 3)
    stream = await desk.stream()
    await desk.say(stream, "0")
    watch = desk.watcher.watch(stream)
    got = [await following(watch)]
    for number in range(1, 8):
        await desk.say(stream, str(number))
    got += [await following(watch) for _ in range(3)]
    assert [len(batch.items) for batch in got] == [1, 3, 3, 1]
    assert [batch.caught_up for batch in got] == [True, False, False, True]
    assert [name for batch in got for name in names(batch.items)] == [str(n) for n in range(8)]


async def test_an_event_between_a_read_and_the_wait_is_not_waited_for(desk: Desk) -> None:
    stream = await desk.stream()
    await desk.say(stream, "a")
    watch = desk.watcher.watch(stream)
    await following(watch)
    # The watch stands at its yield: the wake-up comes before it listens.
    await desk.say(stream, "b")
    async with asyncio.timeout(watches.POLL_SECONDS / 2):
        assert names((await anext(watch)).items) == ["b"]


async def test_many_watchers_all_see_all(desk: Desk) -> None:
    stream = await desk.stream()
    watching = [asyncio.create_task(all_of(desk.watcher.watch(stream))) for _ in range(10)]
    for number in range(20):
        await desk.say(stream, str(number))
    await desk.end(stream)
    for batches in await asyncio.wait_for(asyncio.gather(*watching), LIMIT):
        said = [name for batch in batches for name in names(batch.items)]
        assert said == [str(number) for number in range(20)]


# -- deltas ------------------------------------------------------------------------


async def test_deltas_come_to_who_wants_them_alone(desk: Desk) -> None:
    stream = await desk.stream()
    await desk.say(stream, "a")
    wanting, plain = desk.watcher.watch(stream, partial=True), desk.watcher.watch(stream)
    for watch in (wanting, plain):
        await following(watch)
    desk.bus.delta(stream, delta(1, "live"))
    await desk.say(stream, "b")
    assert order((await following(wanting)).items) == ["live", "b"]
    assert order((await following(plain)).items) == ["b"]


async def test_a_delta_comes_before_the_event_that_follows_it(desk: Desk) -> None:
    stream = await desk.stream()
    watch = desk.watcher.watch(stream, partial=True)
    assert not (await following(watch)).items
    desk.bus.delta(stream, delta(0, "live"))
    assert order((await following(watch)).items) == ["live"]
    await desk.say(stream, "block")
    assert order((await following(watch)).items) == ["block"]


def event(seq: int) -> Event:
    return Event("job-1", seq, "", NOW, step(f"e{seq}").payload)


def merged(cursor: int, seqs: list[int], afters: list[int]) -> tuple[list[str], list[int]]:
    deltas = [delta(after, f"d{after}") for after in afters]
    items, held = watches._merge(cursor, [event(seq) for seq in seqs], deltas)
    return order(items), [placed.after for placed in held]


@pytest.mark.parametrize(
    ("cursor", "seqs", "afters", "items", "held"),
    [
        (0, [1, 2], [], ["e1", "e2"], []),
        (0, [1, 2], [0], ["d0", "e1", "e2"], []),
        (0, [1, 2], [1], ["e1", "d1", "e2"], []),
        (0, [1, 2], [2, 2], ["e1", "e2", "d2", "d2"], []),
        (0, [1, 2], [0, 1, 3], ["d0", "e1", "d1", "e2"], [3]),
        (5, [], [5, 6], ["d5"], [6]),
        (5, [6], [3, 4, 5], ["d5", "e6"], []),
    ],
)
def test_deltas_are_put_where_they_belong(
    cursor: int, seqs: list[int], afters: list[int], items: list[str], held: list[int]
) -> None:
    assert merged(cursor, seqs, afters) == (items, held)


@given(st.integers(0, 9), st.integers(0, 9), st.lists(st.integers(0, 20)).map(sorted))
def test_no_delta_comes_early_or_late_or_twice(cursor: int, count: int, afters: list[int]) -> None:
    items, held = merged(cursor, list(range(cursor + 1, cursor + count + 1)), afters)
    seen = cursor
    for item in items:
        number = int(item[1:])
        if item[0] == "e":
            assert number == seen + 1
            seen = number
        else:
            assert number == seen
    shown = [int(item[1:]) for item in items if item[0] == "d"]
    assert sorted(shown + held) == [after for after in afters if after >= cursor]
