"""The journal: commits are grouped, and what was committed is read without a gap."""

# Here what waits and what is kept in memory is seen from inside alone.
# pyright: reportPrivateUsage=false

import asyncio
from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio

from opsdeck_server.domain.events import Event
from opsdeck_server.ports.store import Commit, Stale
from opsdeck_server.services import journal as journals
from tests.support.journals import LIMIT, Desk, names, step, working_desk


@pytest_asyncio.fixture
async def desk() -> AsyncGenerator[Desk]:
    async with working_desk() as made:
        yield made


async def busy(desk: Desk, stream: str) -> "asyncio.Task[tuple[Event, ...]]":
    """Return a commit that is being written, and stays so until the gate opens."""
    desk.store.gate.clear()
    desk.store.arrived.clear()
    task = asyncio.create_task(desk.say(stream, "first"))
    await asyncio.wait_for(desk.store.arrived.wait(), LIMIT)
    return task


async def queued(desk: Desk, *commits: Commit) -> list["asyncio.Task[tuple[Event, ...]]"]:
    """Return tasks of commits that wait behind the one that is being written."""
    tasks = [asyncio.create_task(desk.journal.commit(commit)) for commit in commits]
    while len(desk.journal._pending) < len(tasks):
        await asyncio.sleep(0)
    return tasks


async def finish(*tasks: "asyncio.Task[tuple[Event, ...]]") -> None:
    await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), LIMIT)


async def test_an_event_alone_is_written_at_once(desk: Desk) -> None:
    stream = await desk.stream()
    (event,) = await asyncio.wait_for(desk.say(stream, "alone"), LIMIT)
    assert (event.stream_id, event.seq) == (stream, 1)


async def test_commits_that_arrive_in_a_write_share_the_next_one(desk: Desk) -> None:
    streams = [await desk.stream(f"job-{i}") for i in range(5)]
    first = await busy(desk, streams[0])
    rest = await queued(desk, *(Commit(stream, events=(step("x"),)) for stream in streams))
    desk.store.gate.set()
    await finish(first, *rest)
    assert [len(batch) for batch in desk.store.batches] == [1, 5]


async def test_a_transaction_takes_a_bounded_number_of_events(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journals, "BATCH_EVENTS", 4)
    stream = await desk.stream()
    first = await busy(desk, stream)
    two = (step("a"), step("b"))
    rest = await queued(desk, *(Commit(stream, events=two) for _ in range(5)))
    desk.store.gate.set()
    await finish(first, *rest)
    assert [len(batch) for batch in desk.store.batches] == [1, 2, 2, 1]


async def test_nobody_is_woken_before_the_event_is_committed(desk: Desk) -> None:
    stream = await desk.stream()
    ear = desk.bus.subscribe(stream)
    first = await busy(desk, stream)
    assert not await ear.wait(0)
    desk.store.gate.set()
    await finish(first)
    assert await ear.wait(0)


async def test_a_commit_without_events_wakes_nobody(desk: Desk) -> None:
    stream = await desk.stream()
    ear = desk.bus.subscribe(stream)
    await desk.journal.commit(Commit(stream))
    assert not await ear.wait(0)


async def test_a_refused_commit_is_refused_to_its_owner_alone(desk: Desk) -> None:
    stream = await desk.stream()
    first = await busy(desk, stream)
    stale, good = await queued(
        desk, Commit(stream, 7, (step("stale"),)), Commit(stream, 0, (step("good"),))
    )
    desk.store.gate.set()
    await finish(first, stale, good)
    assert isinstance(stale.exception(), Stale)
    assert names(await desk.journal.read(stream, 0, 9)) == ["first", "good"]
    assert good.result()[0].seq == 2


async def test_a_fault_of_the_database_reaches_each_who_waits_and_the_journal_works_on(
    desk: Desk,
) -> None:
    stream = await desk.stream()
    desk.store.fault = OSError("no space left on device")
    first = await busy(desk, stream)
    desk.store.gate.set()
    await finish(first)
    assert first.exception() is desk.store.fault

    desk.store.fault = None
    assert (await asyncio.wait_for(desk.say(stream, "after"), LIMIT))[0].seq == 1


async def test_who_goes_away_takes_nobody_elses_commit_along(desk: Desk) -> None:
    stream = await desk.stream()
    first = await busy(desk, stream)
    leaving, staying = await queued(
        desk, Commit(stream, events=(step("leaving"),)), Commit(stream, events=(step("staying"),))
    )
    first.cancel()
    leaving.cancel()
    await finish(first, leaving)
    desk.store.gate.set()
    await finish(staying)
    # It cannot be known what became of theirs; here all of it happened, in order.
    assert names(await desk.journal.read(stream, 0, 9)) == ["first", "leaving", "staying"]


async def test_who_waits_for_a_write_when_the_journal_ends_waits_no_longer() -> None:
    desk = Desk()
    desk.store.gate.clear()
    writing = asyncio.create_task(desk.journal.run())
    waiting = asyncio.create_task(desk.say("job-1", "x"))
    await asyncio.wait_for(desk.store.arrived.wait(), LIMIT)
    writing.cancel()
    await finish(waiting)
    assert waiting.cancelled()


async def test_who_waits_for_his_turn_when_the_journal_ends_waits_no_longer() -> None:
    desk = Desk()
    desk.store.gate.clear()
    writing = asyncio.create_task(desk.journal.run())
    first = asyncio.create_task(desk.say("job-1", "x"))
    await asyncio.wait_for(desk.store.arrived.wait(), LIMIT)
    second = asyncio.create_task(desk.say("job-1", "y"))
    await asyncio.sleep(0)
    writing.cancel()
    await finish(first, second)
    assert first.cancelled()
    assert second.cancelled()


# -- the recent events in memory ---------------------------------------------------


async def test_recent_events_come_from_memory(desk: Desk) -> None:
    stream = await desk.stream()
    await desk.say(stream, "a", "b", "c")
    assert names(await desk.journal.read(stream, 1, 9)) == ["b", "c"]
    assert names(await desk.journal.read(stream, 0, 2)) == ["a", "b"]
    assert await desk.journal.read(stream, 3, 9) == ()
    assert desk.store.reads == []


async def test_many_recent_events_come_in_pages_that_join(desk: Desk) -> None:
    stream = await desk.stream()
    said = [str(number) for number in range(30)]
    await desk.say(stream, *said)
    got: list[str] = []
    while page := await desk.journal.read(stream, len(got), 7):
        got += names(page)
    assert got == said
    assert desk.store.reads == []


async def test_what_memory_does_not_reach_back_to_comes_from_the_store(desk: Desk) -> None:
    stream = await desk.stream()
    await desk.store.commit([Commit(stream, events=(step("early"),))])
    await desk.say(stream, "late")
    assert names(await desk.journal.read(stream, 0, 9)) == ["early", "late"]
    assert desk.store.reads == [(0, 9)]


async def test_events_of_another_writer_leave_no_gap(desk: Desk) -> None:
    stream = await desk.stream()
    await desk.say(stream, "ours")
    await desk.store.commit([Commit(stream, events=(step("theirs"),))])
    await desk.say(stream, "ours again")
    assert names(await desk.journal.read(stream, 0, 9)) == ["ours", "theirs", "ours again"]
    assert names(await desk.journal.read(stream, 2, 9)) == ["ours again"]


async def test_memory_is_bounded_in_characters_and_nothing_is_lost(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journals, "TAIL_WEIGHT", 1_000)
    stream = await desk.stream()
    said = [f"{number:0100}" for number in range(20)]
    for name in said:
        await desk.say(stream, name)
    kept = desk.journal._tails[stream]
    assert kept.weight <= 1_000
    assert len(kept.events) < 10
    assert names(await desk.journal.read(stream, 0, 99)) == said


async def test_one_event_past_the_bound_is_still_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journals, "TAIL_WEIGHT", 1_000)
    stream = await desk.stream()
    await desk.say(stream, "small", "x" * 5_000)
    assert names(await desk.journal.read(stream, 0, 9)) == ["small", "x" * 5_000]


async def test_the_stream_unused_for_longest_leaves_memory_first(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journals, "TAIL_STREAMS", 2)
    old, used, fresh = [await desk.stream(f"job-{name}") for name in ("old", "used", "fresh")]
    await desk.say(used, "a")
    await desk.say(old, "b")
    await desk.journal.read(used, 0, 9)
    await desk.say(fresh, "c")
    assert set(desk.journal._tails) == {used, fresh}
    assert names(await desk.journal.read(old, 0, 9)) == ["b"]
