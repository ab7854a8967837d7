"""What must be done in the end is tried again, ever more rarely."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from opsdeck_server.ports.store import StoreError

log = structlog.get_logger(__name__)

FIRST_SECONDS = 1.0
"""Pause after the first time; each further one is twice as long."""

MOST_SECONDS = 30.0


async def until_done(work: Callable[[], Awaitable[bool]], failed: str, **about: str) -> None:
    """Do something until it returns that it is done, or this is cancelled.

    Whatever it raises may pass: that is logged as the event `failed`.
    """
    pause = FIRST_SECONDS
    while True:
        try:
            if await work():
                return
        except StoreError as error:
            log.warning(failed, error=str(error), **about)
        except Exception:
            log.exception(failed, **about)
        await asyncio.sleep(pause)
        pause = min(2 * pause, MOST_SECONDS)
