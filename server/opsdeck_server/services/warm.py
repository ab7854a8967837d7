"""Which agents' processes may wait idle for a message, and for how long."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine

Cool = Callable[[], Coroutine[None, None, None]]
"""Ends a process that waits, unless it has something to do by now; never raises."""


class WarmPool:
    """Lets at most `most` processes wait, each at most `seconds`: the longest idle goes first."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most = most
        self.seconds = seconds
        self._idle: OrderedDict[str, tuple[float, Cool]] = OrderedDict()
        self._changed = asyncio.Event()

    def idle(self, session_id: str, cool: Cool) -> None:
        """Say that the process of a session waits from now on."""
        self._idle.pop(session_id, None)
        self._idle[session_id] = (asyncio.get_running_loop().time() + self.seconds, cool)
        self._changed.set()

    def busy(self, session_id: str) -> None:
        """Say that it has something to do, or is gone."""
        self._idle.pop(session_id, None)

    async def run(self) -> None:
        """End those that are too many or waited for too long, until cancelled."""
        async with asyncio.TaskGroup() as cooling:
            while True:
                self._changed.clear()
                now = asyncio.get_running_loop().time()
                while self._idle:
                    deadline, cool = next(iter(self._idle.values()))
                    if len(self._idle) <= self.most and deadline > now:
                        break
                    self._idle.popitem(last=False)
                    cooling.create_task(cool())
                await self._next_change(now)

    async def _next_change(self, now: float) -> None:
        first = next(iter(self._idle.values()), None)
        try:
            async with asyncio.timeout(None if first is None else max(0.0, first[0] - now)):
                await self._changed.wait()
        except TimeoutError:
            return
