"""What the server does about its work before it ends: it waits, and says what is not over."""

import asyncio
import contextlib
import os
import sys

import structlog

from opsdeck_server.services.lifecycle import Left
from opsdeck_server.services.queue import Queue
from opsdeck_server.services.quick_sessions import QuickSessions

log = structlog.get_logger("opsdeck")

SIGN_SECONDS = 0.5
"""After how long a person who stops the server is told what it waits for."""


async def drain(queue: Queue, sessions: QuickSessions, stop: asyncio.Event, seconds: float) -> None:
    """Wait for what runs, unless a second signal comes; the rest goes on by itself."""
    stop.clear()
    waiting = asyncio.gather(queue.drained(seconds), sessions.drained(seconds))
    hurried = asyncio.create_task(stop.wait())
    try:
        first = asyncio.FIRST_COMPLETED
        done, _ = await asyncio.wait([waiting, hurried], timeout=SIGN_SECONDS, return_when=first)
        if not done:
            _say(
                f"opsdeck is stopping: it waits {seconds:g} s for what agents are at. Stop it again"
                " to leave at once; agents go on, and the next start takes them over"
            )
            await asyncio.wait([waiting, hurried], return_when=first)
    finally:
        for task in (waiting, hurried):
            task.cancel()
        await asyncio.gather(waiting, hurried, return_exceptions=True)


async def tell_what_is_left(queue: Queue, sessions: QuickSessions) -> None:
    """Say what is not over now, and what becomes of it, on the terminal and in the log."""
    jobs, steps = queue.left()
    left = Left(jobs, steps, await sessions.drained(0))
    told = left.told()
    if told:
        log.info(
            "opsdeck.left_running", jobs=left.jobs, between_steps=left.steps, sessions=left.sessions
        )
    for line in told:
        _say(f"opsdeck: {line}")


def _say(text: str) -> None:
    """Tell who stops the server, whose terminal may be gone: that breaks nothing off."""
    try:
        print(text, flush=True)  # noqa: T201 - a person at a terminal waits for it
    except Exception:  # noqa: BLE001 - of what kind is for the one who wrapped the output to say
        with contextlib.suppress(Exception):  # it may be no file
            # What is left in the buffer would fail once more at the very end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
