"""What a watch brings, piece by piece: events or frames, text that was split joined again."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Any, Final

from tests.golden.contract import Json
from tests.golden.doors.door import SECONDS

UNORDERED: Final = {"WatchSession": {"runState"}}
"""Events that have their place in the journal by chance: a session's agent starts by itself."""


class Stream:
    """One watch that is open. Every event is seen to be the next after the one before."""

    def __init__(self, answers: AsyncGenerator[Json], after: int | None) -> None:
        """`after` is where it begins; None is at the tail."""
        self.seq = after
        self._answers = answers
        self._items: list[Json] = []

    @property
    def cursor(self) -> str:
        """The position of the last item that was taken."""
        return str(self.seq)

    async def begin(self) -> None:
        """Wait for the first answer, which says that the watch has begun."""
        async with asyncio.timeout(SECONDS):
            self._take(await anext(self._answers))

    async def next(self, count: int) -> list[Json]:
        """Return so many items, or those that came in time."""
        with suppress(TimeoutError):
            async with asyncio.timeout(SECONDS):
                while len(self._items) < count and await self._read():
                    pass
        taken, self._items = self._items[:count], self._items[count:]
        for item in taken:
            self.seq = item["seq"]
        return taken

    async def rest(self) -> list[Json]:
        """Wait until the stream ends; return what nobody has taken yet."""
        async with asyncio.timeout(SECONDS):
            while await self._read():
                pass
        return self._items

    async def leave(self) -> None:
        """End the watch."""
        await self._answers.aclose()

    async def _read(self) -> bool:
        async for answer in self._answers:
            self._take(answer)
            return True
        return False

    def _add(self, item: Json) -> None:
        if self._items and (joined := self._joined(self._items[-1], item)) is not None:
            self._items[-1] = joined
        else:
            self._items.append(item)

    def _take(self, answer: Json) -> None:
        raise NotImplementedError

    def _joined(self, one: Json, other: Json) -> Json:
        raise NotImplementedError


class EventStream(Stream):
    """Answers with events, as gRPC and REST have them."""

    def __init__(self, answers: AsyncGenerator[Json], after: int | None, method: str) -> None:
        super().__init__(answers, after)
        self.answers: list[Json] = []
        self._unordered = UNORDERED.get(method, set[str]())
        self._last = after

    def _take(self, answer: Json) -> None:
        self.answers.append(answer)
        for event in answer["events"]:
            journaled = event["type"] != "textDelta"
            if self._last is not None:
                assert event["seq"] == self._last + journaled, f"{event} after {self._last}"
            self._last = event["seq"]
            if event["type"] not in self._unordered:
                self._add(event)
        if self._last is None:
            self._last = int(answer["cursor"])
        assert answer["cursor"] == str(self._last), answer

    def _joined(self, one: Json, other: Json) -> Json:
        if one["type"] != "textDelta" or other["type"] != "textDelta":
            return None
        first, second = one["textDelta"], other["textDelta"]
        block = ("messageId", "index", "thinking")
        if any(first[name] != second[name] for name in block):
            return None
        assert second["offset"] == first["offset"] + len(first["text"]), (first, second)
        return {**one, "textDelta": {**first, "text": first["text"] + second["text"]}}


class FrameStream(Stream):
    """Frames of a WebSocket."""

    def __init__(self, answers: AsyncGenerator[Json], after: int | None) -> None:
        super().__init__(answers, after)
        self.connected: Json = None
        self._last = 0

    def _take(self, answer: Json) -> None:
        if self.connected is None:
            self.connected = answer
        else:
            # Some events have no frame, and questions that are open have the number of another.
            assert answer["seq"] >= self._last, f"{answer} after {self._last}"
            self._add(answer)
        self._last = answer["seq"]

    def _joined(self, one: Json, other: Json) -> Json:
        first, second = self._piece(one), self._piece(other)
        if first is None or second != first + len(one["content"]):
            return None
        return {**one, "content": one["content"] + other["content"]}

    def _piece(self, frame: dict[str, Any]) -> int | None:
        """Return where in its block a piece of text belongs; None for what is none."""
        return frame.get("data", {}).get("offset") if frame["type"] == "assistantText" else None
