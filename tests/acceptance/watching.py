"""Watchers for the acceptance tests: what a client sees of a job or a session, over restarts."""

import asyncio
import re
from collections.abc import Callable
from typing import Any, TypeVar

import httpcore

from tests.acceptance.stack import Stack

Json = dict[str, Any]
T = TypeVar("T")

AWAY = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException)
"""What a client meets while a server is killed and started again."""

_CAPITAL = re.compile("[A-Z]")


class Recorder:
    """A watcher that comes back with its cursor until the job, or the session, is over."""

    def __init__(self, stack: Stack, stream_id: str, family: str = "jobs") -> None:
        self.events: list[Json] = []
        self._stack = stack
        self._stream_id = stream_id
        self._family = family
        self._news = asyncio.Event()
        self.task = asyncio.create_task(self._watch())
        stack.watching.append(self.task)

    @property
    def over(self) -> bool:
        """Whether the last event was seen."""
        return bool(self.events) and is_last(self.events[-1])

    def seen(self, kind: str) -> list[Json]:
        """Return the payloads of one type, in order."""
        return [payload(event) for event in self.events if event["type"] == kind]

    async def until(self, wanted: Callable[["Recorder"], object], seconds: float = 30) -> None:
        """Wait until what was seen is what is wanted; raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not wanted(self):
                self._news.clear()
                await self._news.wait()

    async def texts(self, count: int, seconds: float = 30) -> None:
        """Wait until so many blocks of text were seen."""
        await self.until(lambda seen: len(seen.seen("assistantText")) >= count, seconds)

    async def end(self, seconds: float = 45) -> list[Json]:
        """Wait until it is over; return all events, whose numbers are without a gap."""
        async with asyncio.timeout(seconds):
            await self.task
        return self.whole()

    def whole(self) -> list[Json]:
        """Return what was seen so far: no event is missing, none is there twice."""
        assert [event["seq"] for event in self.events] == list(range(1, len(self.events) + 1))
        return self.events

    async def _watch(self) -> None:
        cursor = ""
        while not self.over:
            try:
                async with self._stack.events(self._stream_id, cursor, self._family) as answers:
                    async for answer in answers:
                        cursor = answer["cursor"]
                        self.events.extend(answer["events"])
                        self._news.set()
            except (*AWAY, AssertionError):
                await asyncio.sleep(0.02)  # The server is away: nothing tells when it is back.


def payload(event: Json) -> Json:
    """Return what an event says. Those of sessions are snake_case, as their family is."""
    kind = event["type"]
    return event[kind] if kind in event else event[_CAPITAL.sub(r"_\g<0>", kind).lower()]


def is_last(event: Json) -> bool:
    """Return whether an event is the last of its job or session."""
    return event["type"] == "statusChange" and bool(payload(event)["terminal"])


async def replay(stack: Stack, job_id: str) -> list[Json]:
    """Return the whole journal of a job that is over."""
    return await Recorder(stack, job_id).end()


async def eventually(probe: Callable[[], T], seconds: float = 20) -> T:
    """Look until there is something and return it, for what no event tells of."""
    async with asyncio.timeout(seconds):
        while True:
            if found := probe():
                return found
            await asyncio.sleep(0.01)
