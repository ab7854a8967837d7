"""Notice that a stream has fallen silent."""

import asyncio
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar

from opsdeck_client.errors import StreamBroken

_Answer_co = TypeVar("_Answer_co", covariant=True)


class Stream(Protocol[_Answer_co]):
    """A call of gRPC's that answers with a stream."""

    def __aiter__(self) -> AsyncIterator[_Answer_co]: ...
    def cancel(self) -> bool: ...


class Listening(Generic[_Answer_co]):
    """Ends a stream that says nothing for too long, and one that is left.

    Use it as a context manager. One timer for all answers: they may be many. Time that the reader
    of the answers takes is no silence of the server's.
    """

    def __init__(self, stream: Stream[_Answer_co], seconds: float) -> None:
        self.stream = stream
        self._seconds = seconds
        self._silent = False
        self._loop = asyncio.get_running_loop()
        self._since: float | None = self._loop.time()
        self._timer = self._loop.call_later(seconds, self._look)

    def waits(self) -> None:
        """From now on the server is waited for."""
        self._since = self._loop.time()

    def heard(self) -> None:
        """The server has answered."""
        self._since = None

    def _look(self) -> None:
        left = self._seconds
        if self._since is not None:
            left += self._since - self._loop.time()
        if left <= 0:
            self._silent = True
            self.stream.cancel()
        else:
            self._timer = self._loop.call_later(left, self._look)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        self.stream.cancel()
        if self._silent and kind is asyncio.CancelledError:
            task = asyncio.current_task()
            if not (task and task.cancelling()):
                raise StreamBroken(f"the server fell silent for {self._seconds:g} s") from None
