"""A chat through pipes: lines in, text out, and nothing that moves a cursor."""

import asyncio
import os
import sys
import threading
from typing import TYPE_CHECKING

from opsdeck_server.cli.chat.screen import Standing
from opsdeck_server.cli.failures import CommandFailed, ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import Console
    from rich.text import Text

_PIECE = 64 * 1024
_LONGEST = 4 * 1024 * 1024


class Piped:
    """Standard input and output as they are. Text goes out as it comes.

    A line is taken when the agent waits for one: so a script of lines is a conversation.
    """

    eager = False

    def __init__(self, console: "Console", errors: "Console") -> None:
        self._console = console
        self._errors = errors
        self._lines = _Lines(sys.stdin.fileno())
        self._within = False
        self.scripted = not sys.stdin.isatty()

    def on_stop(self, stop: "Callable[[], None]") -> None:
        pass  # the terminal, if there is one, makes a signal of Ctrl-C

    def remember(self, said: "Sequence[str]") -> None:
        pass

    def write(self, text: str) -> None:
        if text:
            self._console.file.write(text)
            self._console.file.flush()
            self._within = not text.endswith("\n")

    def end(self) -> None:
        if self._within:
            self.write("\n")

    def line(self, line: "Text") -> None:
        self.end()
        self._console.print(line)

    def aside(self, line: "Text") -> None:
        if self._errors.is_terminal:
            self.end()
        self._errors.print(line)

    def stand(self, standing: Standing) -> None:
        pass

    async def shown(self) -> None:
        pass

    async def read(self) -> str | None:
        return await self._lines.next()

    def give_back(self, text: str) -> None:
        pass


class _Lines:
    """Lines of a file descriptor, one each time that somebody waits for one.

    A thread reads: an event loop cannot wait for a file on disk. It is a daemon, and it reads the
    descriptor itself: nothing has to wait for it when the chat ends in the middle of a line.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._buffer = b""
        self._ended = False

    async def next(self) -> str | None:
        """Return the next line; None at the end. Cancelled, it may lose what comes then.

        Raises:
            CommandFailed: A line is longer than any message may be.
        """
        while b"\n" not in self._buffer and not self._ended:
            if len(self._buffer) > _LONGEST:
                raise CommandFailed("a line is longer than a message may be", ExitCode.usage)
            piece = await self._piece()
            self._buffer += piece
            self._ended = not piece
        line, _, self._buffer = self._buffer.partition(b"\n")
        if not line and self._ended and not self._buffer:
            return None
        return line.decode("utf-8", "replace").removesuffix("\r")

    async def _piece(self) -> bytes:
        loop = asyncio.get_running_loop()
        come: asyncio.Future[bytes] = loop.create_future()

        def read() -> None:
            try:
                piece = os.read(self._descriptor, _PIECE)
            except OSError:
                piece = b""
            try:
                loop.call_soon_threadsafe(_set, come, piece)
            except RuntimeError:  # the loop is closed: nobody waits any more
                pass

        threading.Thread(target=read, name="typed", daemon=True).start()
        return await come


def _set(come: "asyncio.Future[bytes]", piece: bytes) -> None:
    if not come.done():
        come.set_result(piece)
