"""A chat on a terminal: what is said streams above the line that is being typed."""

import asyncio
import os
import sys
import time
from collections import deque
from typing import TYPE_CHECKING

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.data_structures import Size
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import (
    BufferControl,
    ConditionalContainer,
    Dimension,
    FormattedTextControl,
    HSplit,
    Layout,
    VSplit,
    Window,
)
from prompt_toolkit.output.vt100 import Vt100_Output
from rich.cells import cell_len, set_cell_size

from opsdeck_server.cli.chat.screen import Standing
from opsdeck_server.cli.output import clean, duration

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import Console
    from rich.text import Text

_TYPED = 100
"""Lines that may be ahead of the chat, as while a server restarts."""
_TAIL_ROWS = 6
"""Rows of an unfinished line that are shown; finished, all of it stays on the screen."""
_TICK_SECONDS = 1.0
_LEAST_ROOM = 8


class Terminal:
    """The screen of a person. Use it as an asynchronous context manager.

    Finished lines are printed, and scroll as any output does. Below them, redrawn in place, are
    the line that is still being said, how things stand, and what is being typed.
    """

    eager = True
    scripted = False

    def __init__(self, console: "Console") -> None:
        self._console = console
        self._lines: deque[Text | str] = deque()
        self._due = False
        self._tail = ""
        self._standing = Standing()
        self._since = time.monotonic()
        self._typed: asyncio.Queue[str | None] = asyncio.Queue(_TYPED)
        self._running: asyncio.Task[None] | None = None
        self._history = InMemoryHistory()
        self._buffer = Buffer(multiline=True, history=self._history)
        self._stop: Callable[[], None] = lambda: None
        self._app: Application[None] = Application(
            layout=Layout(self._layout()),
            key_bindings=self._keys(),
            # Where the cursor is need not be asked: nothing here depends on the answer.
            output=Vt100_Output(sys.stdout, _size, term=os.environ.get("TERM"), enable_cpr=False),
            min_redraw_interval=0.03,
            erase_when_done=True,
        )

    async def __aenter__(self) -> "Terminal":
        self._running = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *_: object) -> None:
        self.end()
        if self._app.is_running:
            self._app.exit()
        if self._running:
            await asyncio.gather(self._running, return_exceptions=True)
        self._print()

    def on_stop(self, stop: "Callable[[], None]") -> None:
        self._stop = stop

    def remember(self, said: "Sequence[str]") -> None:
        for text in said:
            self._history.append_string(text)

    # -- a screen ------------------------------------------------------------------

    def write(self, text: str) -> None:
        *whole, self._tail = (self._tail + text).split("\n")
        self._lines.extend(whole)
        self._draw_soon()

    def end(self) -> None:
        if self._tail:
            self.write("\n")

    def line(self, line: "Text") -> None:
        # Above what is still being said, which is not cut in two by it.
        self._lines.append(line)
        self._draw_soon()

    def aside(self, line: "Text") -> None:
        self.line(line)

    def stand(self, standing: Standing) -> None:
        if standing.status != self._standing.status:
            self._since = time.monotonic()
        self._standing = standing
        self._app.invalidate()

    async def shown(self) -> None:
        self._print()
        await asyncio.sleep(0)

    async def read(self) -> str | None:
        return await self._typed.get()

    def give_back(self, text: str) -> None:
        if not self._buffer.text:
            self._buffer.text = text
            self._buffer.cursor_position = len(text)

    # -- drawing -------------------------------------------------------------------

    async def _run(self) -> None:
        clock = asyncio.create_task(self._tick())
        try:
            await self._app.run_async(handle_sigint=False)
        finally:
            clock.cancel()
            self._hand_over(None)

    async def _tick(self) -> None:
        """Show how the time goes by, while there is something to wait for."""
        while True:
            await asyncio.sleep(_TICK_SECONDS)
            if self._standing.status == "running":
                self._app.invalidate()

    def _draw_soon(self) -> None:
        if self._lines and not self._due:
            self._due = True
            asyncio.get_running_loop().call_soon(self._print)
        self._app.invalidate()

    def _print(self) -> None:
        """Print the lines that are finished, above what is redrawn."""
        self._due = False
        if not self._lines:
            return
        drawn = self._app.is_running
        if drawn:
            self._app.renderer.erase()
        while self._lines:
            self._console.print(self._lines.popleft())
        self._console.file.flush()
        if drawn:
            self._app.invalidate()

    def _layout(self) -> HSplit:
        tail = Window(
            FormattedTextControl(self._unfinished),
            height=Dimension(max=_TAIL_ROWS),
            wrap_lines=True,
            dont_extend_height=True,
        )
        return HSplit(
            [
                ConditionalContainer(tail, Condition(lambda: bool(self._tail))),
                Window(FormattedTextControl(self._stands), height=1, style="class:standing"),
                VSplit(
                    [
                        Window(
                            FormattedTextControl(self._prompt),
                            dont_extend_width=True,
                            dont_extend_height=True,
                        ),
                        Window(
                            BufferControl(self._buffer),
                            height=Dimension(min=1, max=10),
                            wrap_lines=True,
                            dont_extend_height=True,
                        ),
                    ]
                ),
            ]
        )

    def _unfinished(self) -> str:
        columns = self._app.output.get_size().columns
        return self._tail[-columns * _TAIL_ROWS + columns :]

    def _prompt(self) -> StyleAndTextTuples:
        return [("bold fg:ansiyellow", "? ")] if self._standing.asks else [("bold", "❯ ")]

    def _stands(self) -> StyleAndTextTuples:
        now = self._standing
        if now.away:
            return [("fg:ansiyellow", clean(now.away))]
        if now.asks:
            return [("fg:ansiyellow", "the agent waits for an answer")]
        if now.status != "running":
            return [("fg:ansibrightblack", f"{now.status} · :help")]
        took = duration(int(time.monotonic() - self._since))
        waiting = f"{now.waiting} waiting" if now.waiting else ""
        rest = [part for part in (took, waiting, "Ctrl-C interrupts") if part]
        # What the agent is at gives way: how to stop it is not cut off.
        taken = cell_len(" · ".join(["working", "", *rest]))
        room = self._app.output.get_size().columns - 1 - taken
        parts = ["working", _cut(now.activity, room), *rest]
        return [("fg:ansibrightblack", " · ".join(part for part in parts if part))]

    # -- typing --------------------------------------------------------------------

    def _keys(self) -> KeyBindings:
        keys = KeyBindings()

        @keys.add("enter")
        def _(event: KeyPressEvent) -> None:
            text = event.current_buffer.text
            if text.strip() and self._hand_over(text):
                event.current_buffer.append_to_history()
                event.current_buffer.reset()

        @keys.add("escape", "enter")
        def _(event: KeyPressEvent) -> None:
            event.current_buffer.newline(copy_margin=False)

        @keys.add("c-c")
        @keys.add("<sigint>")
        def _(event: KeyPressEvent) -> None:
            if event.current_buffer.text and self._standing.status != "running":
                event.current_buffer.reset()
            else:
                self._stop()

        @keys.add("c-d", filter=Condition(lambda: not self._buffer.text))
        def _(event: KeyPressEvent) -> None:
            self._hand_over(None)

        @keys.add("c-z")
        def _(event: KeyPressEvent) -> None:
            event.app.suspend_to_background()

        return keys

    def _hand_over(self, text: str | None) -> bool:
        """Hand a line to the chat, None for the end; return whether there was room."""
        try:
            self._typed.put_nowait(text)
        except asyncio.QueueFull:
            return False
        return True


def _cut(text: str, room: int) -> str:
    """Return what of a text fits into so many columns; nothing where that would say nothing."""
    if cell_len(text) <= room:
        return text
    return f"{set_cell_size(text, room - 1).rstrip()}…" if room >= _LEAST_ROOM else ""


def _size() -> Size:
    size = os.get_terminal_size(sys.stdout.fileno())
    return Size(rows=size.lines or 24, columns=size.columns or 80)
