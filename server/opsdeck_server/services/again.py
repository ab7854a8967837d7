"""What must be done in the end is tried again, ever more rarely."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from opsdeck_server.ports.store import StoreError

log = structlog.get_logger(__name__)

FIRST_SECONDS = 1.0
"""Pause after the first time; each further one is twice as long."""

MOST_SECONDS = 30.0


class Pause:
    """How long to wait before something is tried again: twice as long each time."""

    def __init__(self) -> None:
        self._seconds = FIRST_SECONDS

    def next(self) -> float:
        """Return the pause before the next try, in seconds."""
        seconds, self._seconds = self._seconds, min(2 * self._seconds, MOST_SECONDS)
        return seconds


async def until_done(work: Callable[[], Awaitable[bool]], failed: str, **about: str) -> None:
    """Do something until it returns that it is done, or this is cancelled.

    Whatever it raises may pass: that is logged as the event `failed`.
    """
    pause = Pause()
    while True:
        try:
            if await work():
                return
        except StoreError as error:
            log.warning(failed, error=str(error), **about)
        except Exception:
            log.exception(failed, **about)
        await asyncio.sleep(pause.next())
