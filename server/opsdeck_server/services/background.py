"""Tasks that go on by themselves, each with an owner that ends it."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextvars import Context, copy_context
from typing import Any, TypeVar

import structlog

log = structlog.get_logger(__name__)

T = TypeVar("T")


async def every(seconds: float, work: Callable[[], Awaitable[None]], failed: str) -> None:
    """Do something now and every so many seconds, until cancelled.

    Where it fails the event `failed` is logged, and the next time comes as it would have.
    """
    while True:
        try:
            await work()
        except Exception:
            log.exception(failed)
        await asyncio.sleep(seconds)


class Background:
    """Owns tasks: one that fails is logged, and the end cancels them all.

    `about` is what the log's lines of those tasks say of their owner.
    """

    def __init__(self, **about: str) -> None:
        self._about = about
        self._tasks: set[asyncio.Task[Any]] = set()

    def spawn(self, work: Coroutine[Any, Any, T], **about: str) -> "asyncio.Task[T]":
        """Begin a task that goes on by itself; if it fails, that is logged.

        Its lines in the log name the owner, and what else it is `about`: not the request that
        began it, which may be over long before.
        """
        context = copy_context()
        context.run(_bind, {**self._about, **about})
        task = self._begin(work, context)
        task.add_done_callback(_log, context=context)
        return task

    async def see_through(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something to its end, also where the caller goes away; raises what it raises.

        Its lines in the log are those of the caller.
        """
        return await asyncio.shield(self._begin(work, copy_context()))

    async def close(self) -> None:
        """Cancel what still goes on, and wait for its end."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, work: Coroutine[Any, Any, T], context: Context) -> "asyncio.Task[T]":
        task = asyncio.create_task(work, context=context)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _bind(about: Mapping[str, str]) -> None:
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(**about)


def _log(task: "asyncio.Task[Any]") -> None:
    if not task.cancelled() and task.exception() is not None:
        log.error("background.fault", exc_info=task.exception())
