"""Threads that read: many small queries for one change of threads."""

import asyncio
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")

SPAN_SECONDS = 0.001
"""How long answers wait for those of the next queries, to be handed over together."""

SPAN_QUERIES = 32


class ReadersClosed(Exception):
    """Something was asked after the end."""


@dataclass(slots=True, eq=False)
class _Query:
    work: Callable[[], Any]
    answer: "asyncio.Future[Any]"


@dataclass(slots=True, eq=False)
class _Answer:
    answer: "asyncio.Future[Any]"
    value: Any = None
    error: BaseException | None = None


class Readers:
    """Runs functions in threads, for one event loop, which is woken once for several of them.

    Waking the loop and waiting for its lock cost more than a query does. A thread that finds
    more to do when it is done goes on, for a millisecond, before it hands over what it has;
    an answer alone is handed over at once.
    """

    def __init__(self, threads: int, name: str) -> None:
        self._queries: SimpleQueue[_Query | None] = SimpleQueue()
        self._threads = [
            threading.Thread(target=self._serve, name=f"{name}-{number}", daemon=True)
            for number in range(threads)
        ]
        self._begun = False
        self._closed = False

    async def run(self, work: Callable[[], T]) -> T:
        """Run a function in one of the threads. Raises ReadersClosed after the end.

        Cancelled, it is not begun where it waits still; else its answer is dropped.
        """
        if self._closed:
            raise ReadersClosed
        if not self._begun:
            self._begun = True
            for thread in self._threads:
                thread.start()
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queries.put(_Query(work, answer))
        return await answer

    def close(self) -> None:
        """Wait until all that was asked is answered, and end the threads. It blocks."""
        self._closed = True
        if self._begun:
            for _ in self._threads:
                self._queries.put(None)
            for thread in self._threads:
                thread.join()

    def _serve(self) -> None:
        ended = False
        while not ended:
            query = self._queries.get()
            answers: list[_Answer] = []
            until = time.perf_counter() + SPAN_SECONDS
            while query is not None:
                answers.append(_run(query))
                if len(answers) >= SPAN_QUERIES or time.perf_counter() >= until:
                    break
                try:
                    query = self._queries.get_nowait()
                except Empty:
                    break
            else:
                ended = True
            if answers:
                _hand_over(answers)


def _run(query: _Query) -> _Answer:
    if query.answer.cancelled():
        return _Answer(query.answer)
    try:
        return _Answer(query.answer, query.work())
    except BaseException as error:  # noqa: BLE001 - it is raised where it was asked for
        return _Answer(query.answer, error=error)


def _hand_over(answers: list[_Answer]) -> None:
    try:
        answers[0].answer.get_loop().call_soon_threadsafe(_deliver, answers)
    except RuntimeError:
        pass  # the loop is closed, and nobody waits any more


def _deliver(answers: list[_Answer]) -> None:
    for one in answers:
        if one.answer.done():
            continue
        if one.error is None:
            one.answer.set_result(one.value)
        else:
            one.answer.set_exception(one.error)
