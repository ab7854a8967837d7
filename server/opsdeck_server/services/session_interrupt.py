"""How an agent is brought to give up its turn: asked first, and ended where it does not."""

import asyncio
import contextlib

from opsdeck_server.services.kept_process import KeptProcess
from opsdeck_server.services.live_process import LiveProcess
from opsdeck_server.services.session_limits import INTERRUPT_SECONDS, OVER_SECONDS, TOOLS_SECONDS


async def gives_up(process: KeptProcess, line: bytes | None, over: asyncio.Event) -> bool:
    """Interrupt the agent by a line to it, if it has one; return whether its turn is over by that.

    Where it is not in time, its process is ended with all that it started.
    """
    live = process.live
    try:
        async with asyncio.timeout(INTERRUPT_SECONDS):
            if live is not None and line is not None:
                await live.write(line)
            await over.wait()
    except TimeoutError:
        await process.stop("interrupted")
        return False
    return True


async def seen_over(live: LiveProcess | None, over: asyncio.Event) -> None:
    """Wait until the turn of now is over and the tools that it used are gone; not for ever."""
    turn = None if live is None else live.turn
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(OVER_SECONDS):
            await over.wait()
            if live is not None and turn is not None:
                await live.tools_gone(turn, TOOLS_SECONDS)
