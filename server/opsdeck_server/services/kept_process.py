"""A conversation's process: started when it is wanted, followed, ended, started again."""

import asyncio
import contextlib
from collections.abc import Coroutine
from contextlib import aclosing
from typing import Protocol

import structlog

from opsdeck_server.ports.store import Stale
from opsdeck_server.ports.supervisor import ExitRecord, SupervisorError
from opsdeck_server.services.background import Background
from opsdeck_server.services.live_process import LiveProcess
from opsdeck_server.services.signals import Ended, Signal

log = structlog.get_logger(__name__)

COOL_SECONDS = 10.0
"""How long a process that was asked to end may take before it is made to."""


class Owner(Protocol):
    """Who has the conversation. Each method is called by one task, one at a time."""

    @property
    def busy(self) -> bool:
        """Whether the agent works."""
        ...

    async def launch(self) -> LiveProcess:
        """Start a process. Raises SupervisorError."""
        ...

    async def ready(self, live: LiveProcess) -> None:
        """A process runs, new or taken over: give it what there is for it."""
        ...

    async def hear(self, live: LiveProcess, signal: Signal) -> None:
        """The process said something."""
        ...

    async def over(self, live: LiveProcess, ended: ExitRecord | None) -> None:
        """The process is over; None: its supervisor was lost."""
        ...

    async def not_started(self, error: str) -> None:
        """No process could be started; the text says why and what to do."""
        ...

    async def end_leftovers(self, reason: str) -> None:
        """See to it that nothing is left of a process that lives by the books."""
        ...

    async def taken_away(self) -> None:
        """Another host has the conversation by now."""
        ...

    async def lost_track(self) -> None:
        """What was committed is not known: look again, and then follow on."""
        ...


class KeptProcess:
    """The process of one conversation, if there is one. Owns the tasks that work on it."""

    def __init__(self, owner: Owner, session_id: str) -> None:
        self._owner = owner
        self._session_id = session_id
        self._live: LiveProcess | None = None
        self._work: asyncio.Task[None] | None = None
        self._tasks = Background(session=session_id)
        self._leaving = False

    @property
    def current(self) -> LiveProcess | None:
        """The process, as long as it writes to the journal."""
        return self._live

    @property
    def live(self) -> LiveProcess | None:
        """The process, unless there is none, or it is on its way out."""
        return None if self._leaving else self._live

    def ensure(self) -> None:
        """See to it that a process runs: `Owner.ready` follows, or `Owner.not_started`."""
        if self._work is None or self._leaving:
            self._live = None
            self._begin(self._start_after(self._work))

    def replace(self) -> None:
        """Start another process: the one that is there takes no input, and is on its way out."""
        self._leaving = True
        self.ensure()

    def adopt(self, live: LiveProcess) -> None:
        """Follow a process that an earlier server started."""
        self._live = live
        self._begin(self._follow(live))

    async def cool(self) -> None:
        """End the process in good order; return when it is over. Never raises."""
        live, work = self._live, self._work
        if live is None or work is None:
            return
        self._leaving = True
        try:
            await live.close_stdin()
            _, late = await asyncio.wait([work], timeout=COOL_SECONDS)
            if late and not self._owner.busy:  # else it began a turn unasked, and goes after that
                await live.stop("idle", interrupt_seconds=0.5)
                await asyncio.wait([work], timeout=COOL_SECONDS)
        except Exception:  # it may be gone, or be taken away
            log.exception("session.cool_failed", session=self._session_id)
            if self._live is live:
                self._leaving = False  # it stays, and takes what comes

    async def stop(self, reason: str) -> None:
        """End the process whatever it does; return when no process of its tree is left."""
        work = self._work
        if work is None:
            return
        if self._live is None:
            work.cancel()
            await asyncio.wait([work])
            await self._owner.end_leftovers(reason)  # it may have been started just now
        else:
            await self._live.stop(reason, interrupt_seconds=0.5)
            await asyncio.wait([work])

    async def abandon(self, error: Exception) -> None:
        """Let go of the process, which goes on by itself, after a commit failed.

        The owner hears whether to look again, or that another host has it all. The task that
        follows the process finds out by itself.
        """
        work = self._work
        if work is not None and work is asyncio.current_task():
            return
        if work is not None:
            work.cancel()
            await asyncio.wait([work])
        if isinstance(error, Stale):
            await self._owner.taken_away()
        else:
            await self._owner.lost_track()

    async def close(self) -> None:
        """Let go of the process; it goes on by itself."""
        await self._tasks.close()

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        self._leaving = False
        self._work = self._tasks.spawn(work)
        self._work.add_done_callback(self._done)

    def _done(self, task: "asyncio.Task[None]") -> None:
        if self._work is task:
            self._work = None

    async def _start_after(self, before: "asyncio.Task[None] | None") -> None:
        try:
            if before is not None:
                _, late = await asyncio.wait([before], timeout=2 * COOL_SECONDS)
                if late:
                    before.cancel()
                    await asyncio.wait([before])
                    await self._owner.end_leftovers("replaced")
            live = await self._owner.launch()
        except SupervisorError as error:
            self._work = None
            await self._tell(self._owner.not_started(str(error)))
        except Stale:
            await self._owner.taken_away()
        except Exception:
            log.exception("session.start_failed")
            self._work = None
            await self._owner.lost_track()
        else:
            await self._follow(live)

    async def _follow(self, live: LiveProcess) -> None:
        """Follow a process to its end; after a fault of ours the owner looks again."""
        self._live = live
        ended: Ended | None = None
        try:
            await self._owner.ready(live)
            async with aclosing(live.signals()) as signals:
                async for signal in signals:
                    if isinstance(signal, Ended):
                        ended = signal
                    else:
                        await self._owner.hear(live, signal)
        except Stale:
            await self._owner.taken_away()
        except Exception:
            log.exception("session.fault")
            self._let_go(live)
            await self._owner.lost_track()
        finally:
            self._let_go(live)
            with contextlib.suppress(Exception):
                await live.detach()
        if ended is not None:
            await self._tell(self._owner.over(live, ended.exit))

    async def _tell(self, told: Coroutine[None, None, None]) -> None:
        """Tell the owner of an end. One that cannot take it now looks again later."""
        try:
            await told
        except Exception as error:
            log.exception("session.fault")
            await self.abandon(error)

    def _let_go(self, live: LiveProcess) -> None:
        """Have no process any more, so that another one may be started or taken over."""
        if self._live is live:
            self._live, self._work, self._leaving = None, None, False
