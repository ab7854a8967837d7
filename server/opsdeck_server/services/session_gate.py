"""Taking turns at a session, with what is known of it read anew where that is owed."""

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType


class Gate:
    """Lets one in at a time. Who comes in first, or after a fault, reads the books before.

    Entering raises what `read` raises; then nobody is in, and the next one reads.
    """

    def __init__(self, read: Callable[[], Awaitable[None]]) -> None:
        self._read = read
        self._lock = asyncio.Lock()
        self.owed = True
        """Whether what is committed is not known, and is to be read."""

    async def __aenter__(self) -> None:
        await self._lock.acquire()
        try:
            if self.owed:
                await self._read()
                self.owed = False
        except BaseException:
            self._lock.release()
            raise

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._lock.release()
