"""Taking turns at a session, with what is known of it read anew where that is owed."""

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType

from opsdeck_server.services.again import Pause, until_done


class Gate:
    """Lets one in at a time. Who comes in first, or after a fault, reads the books before.

    Entering raises what `read` raises; then nobody is in, and the next one reads.
    """

    def __init__(self, read: Callable[[], Awaitable[None]]) -> None:
        self._read = read
        self._lock = asyncio.Lock()
        self.owed = True
        """Whether what is committed is not known, and is to be read."""
        self._pause = Pause()

    def goes_well(self) -> None:
        """Say that what follows the books goes on, so that the next fault is a first one."""
        self._pause = Pause()

    async def read_again(self, gone: Callable[[], bool], **about: str) -> None:
        """Read the books after a fault, as soon as that is possible; not where all is `gone`.

        What is read may be what it fails over: then each time comes later than the one before.
        """

        async def done() -> bool:
            if not gone():
                async with self:
                    pass
            return gone() or not self.owed

        await asyncio.sleep(self._pause.next())
        await until_done(done, "session.retake_failed", **about)

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
