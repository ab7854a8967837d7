"""The threads that read for SQLite: every answer reaches who asked, and soon."""

import asyncio
import threading
from collections.abc import AsyncGenerator
from typing import Any

import pytest

from opsdeck_server.adapters.sql.readers import SPAN_QUERIES, Readers, ReadersClosed
from tests.support.stores import LIMIT


@pytest.fixture
async def readers() -> AsyncGenerator[Readers]:
    made = Readers(2, "test")
    yield made
    await asyncio.to_thread(made.close)


def fail(number: int) -> int:
    raise ZeroDivisionError(str(number))


async def all_of(*calls: Any) -> list[Any]:
    return await asyncio.wait_for(asyncio.gather(*calls, return_exceptions=True), LIMIT)


async def test_each_gets_his_own_answer(readers: Readers) -> None:
    count = SPAN_QUERIES * 3
    assert await all_of(*(readers.run(lambda n=n: n) for n in range(count))) == list(range(count))


async def test_an_error_is_his_alone_who_asked(readers: Readers) -> None:
    one, error, two = await all_of(
        readers.run(lambda: 1), readers.run(lambda: fail(7)), readers.run(lambda: 2)
    )
    assert (one, two) == (1, 2)
    assert repr(error) == "ZeroDivisionError('7')"


async def test_a_slow_query_keeps_no_other_back(readers: Readers) -> None:
    gate = threading.Event()
    slow = asyncio.create_task(readers.run(lambda: gate.wait(LIMIT)))
    assert await all_of(*(readers.run(lambda n=n: n) for n in range(20))) == list(range(20))
    gate.set()
    assert await slow


async def test_an_answer_does_not_wait_for_the_slow_query_after_it() -> None:
    readers = Readers(1, "test")
    gate = threading.Event()
    quick = asyncio.create_task(readers.run(lambda: threading.Event().wait(0.002)))
    slow = asyncio.create_task(readers.run(lambda: gate.wait(LIMIT)))
    # It took longer than answers wait for each other.
    await asyncio.wait_for(quick, LIMIT)
    assert not slow.done()
    gate.set()
    await slow
    await asyncio.to_thread(readers.close)


async def test_who_has_gone_is_not_asked_for() -> None:
    readers = Readers(1, "test")
    gate, begun = threading.Event(), threading.Event()

    def first() -> None:
        begun.set()
        gate.wait(LIMIT)

    asked: list[str] = []
    busy = asyncio.create_task(readers.run(first))
    gone = asyncio.create_task(readers.run(lambda: asked.append("gone")))
    stays = asyncio.create_task(readers.run(lambda: asked.append("stays")))
    await asyncio.to_thread(begun.wait, LIMIT)
    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    gate.set()
    await all_of(busy, stays)
    assert asked == ["stays"]
    await asyncio.to_thread(readers.close)


async def test_who_goes_in_the_middle_leaves_the_thread_at_work(readers: Readers) -> None:
    gate, begun = threading.Event(), threading.Event()

    def query() -> bool:
        begun.set()
        return gate.wait(LIMIT)

    going = asyncio.create_task(readers.run(query))
    await asyncio.to_thread(begun.wait, LIMIT)
    going.cancel()
    await asyncio.gather(going, return_exceptions=True)
    gate.set()
    assert await all_of(*(readers.run(lambda n=n: n) for n in range(9))) == list(range(9))


async def test_the_end_waits_for_what_was_asked_and_takes_no_more() -> None:
    readers = Readers(2, "test")
    asked = [asyncio.create_task(readers.run(lambda n=n: n)) for n in range(50)]
    await asyncio.sleep(0)
    await asyncio.to_thread(readers.close)
    assert await all_of(*asked) == list(range(50))
    with pytest.raises(ReadersClosed):
        await readers.run(lambda: 1)
    assert not any(thread.name.startswith("test-") for thread in threading.enumerate())


async def test_threads_that_were_never_needed_never_began() -> None:
    readers = Readers(2, "idle")
    assert not any(thread.name.startswith("idle-") for thread in threading.enumerate())
    readers.close()


async def test_the_loop_is_woken_once_for_several_answers(
    readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = asyncio.get_running_loop()
    woken: list[object] = []
    wake = loop.call_soon_threadsafe

    def counting(*arguments: Any, **named: Any) -> asyncio.Handle:
        woken.append(arguments)
        return wake(*arguments, **named)

    monkeypatch.setattr(loop, "call_soon_threadsafe", counting)
    await all_of(*(readers.run(lambda: None) for _ in range(SPAN_QUERIES * 4)))
    assert len(woken) < SPAN_QUERIES * 2
