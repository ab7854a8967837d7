"""The chat itself: a watch that is shown, and lines that are acted upon."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import aclosing

from opsdeck_server.cli.chat.acts import Acts, note
from opsdeck_server.cli.chat.conversation import Conversation
from opsdeck_server.cli.chat.screen import Screen
from opsdeck_server.cli.failures import CommandFailed, ExitCode
from opsdeck_server.cli.output import plain
from opsdeck_server.cli.remote import Remote
from opsdeck_server.cli.watch import Away, watch_session

TWICE_SECONDS = 2.0
"""A second Ctrl-C within this time leaves."""


class Chat:
    """One chat, from its first line to its leaving. Cancelled, it leaves; that cancels nothing."""

    def __init__(
        self, to: Remote, session_id: str, screen: Screen, conversation: Conversation
    ) -> None:
        self._to = to
        self._id = session_id
        self._screen = screen
        self._conversation = conversation
        self._news = asyncio.Condition()
        self._left = asyncio.Event()
        self._acts = Acts(to, session_id, screen, conversation, leave=self._left.set)
        self._last_stop = -TWICE_SECONDS
        self._stopping: asyncio.Task[None] | None = None

    async def run(self) -> ExitCode:
        """Chat until the person leaves or the session is over; return what a shell is told.

        Raises:
            CommandFailed: The server refused, or none answers, or it did not come back.
        """
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGINT, self.stop)
        for ending in (signal.SIGTERM, signal.SIGHUP):  # the terminal is to be left as it was
            loop.add_signal_handler(ending, self._left.set)
        self._screen.on_stop(self.stop)
        tasks: list[asyncio.Task[ExitCode]] = [
            asyncio.create_task(self._watch()),
            asyncio.create_task(self._talk()),
            asyncio.create_task(self._leave()),
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                loop.remove_signal_handler(each)
            for task in (*tasks, *([self._stopping] if self._stopping else [])):
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        return max(task.result() for task in done)

    def stop(self) -> None:
        """Interrupt the agent, as Ctrl-C does; the second time within two seconds, leave."""
        now = asyncio.get_running_loop().time()
        if now - self._last_stop < TWICE_SECONDS:
            self._left.set()
            return
        self._last_stop = now
        if not self._conversation.working:
            note(self._screen, "Nothing to interrupt. Ctrl-C again, or Ctrl-D, leaves.")
        elif self._stopping is None or self._stopping.done():
            self._stopping = asyncio.create_task(self._reported(self._acts.interrupt()))

    # -- three things at once ------------------------------------------------------

    async def _leave(self) -> ExitCode:
        await self._left.wait()
        return ExitCode.ok

    async def _watch(self) -> ExitCode:
        watch = watch_session(self._to.connection, self._id, partial=not self._to.out.json)
        async with aclosing(watch) as answers:
            async for answer in answers:
                if self._to.out.json and not isinstance(answer, Away):
                    for event in answer.events:
                        self._to.out.line(plain(event, snake=True))
                self._conversation.take(answer)
                await self._screen.shown()
                async with self._news:
                    self._news.notify_all()
        over = f"{self._id} is over: `opsdeck session start` begins another"
        if self._screen.scripted:
            raise CommandFailed(over)
        note(self._screen, over)
        return ExitCode.ok

    async def _talk(self) -> ExitCode:
        while True:
            if not self._screen.eager:
                await self._until(self._wants_a_line)
            line = await self._screen.read()
            if line is None:
                return await self._finish() if self._screen.scripted else ExitCode.ok
            if line.strip():
                await self._reported(self._acts.hear(line), line)

    async def _finish(self) -> ExitCode:
        """See the last answer to its end: there are no more lines, and nobody is here."""
        await self._until(self._wants_a_line)
        if self._conversation.question:
            raise CommandFailed(
                "the agent asks, and there are no more lines to answer it: "
                f"`opsdeck session answer {self._id} --allow`, or --deny"
            )
        return self._conversation.turns.of(self._acts.last_sent).ended or ExitCode.ok

    async def _until(self, true: Callable[[], bool]) -> None:
        async with self._news:
            await self._news.wait_for(true)

    def _wants_a_line(self) -> bool:
        """Whether the agent waits for the person: for an answer, or for what to do next."""
        talk = self._conversation
        answered = not self._acts.last_sent or talk.turns.of(self._acts.last_sent).ended is not None
        return talk.caught_up and (
            talk.question is not None or (answered and not talk.working and not talk.waiting)
        )

    async def _reported(self, act: Awaitable[None], line: str = "") -> None:
        """Do something; where it fails, say so and offer its line again.

        Raises:
            CommandFailed: A program typed the line: it is not there to see what failed.
        """
        try:
            await act
        except CommandFailed as failure:
            if self._screen.scripted:
                raise
            note(self._screen, f"✗ {failure}", "red")
            self._screen.give_back(line)
