"""Where a chat is shown, and where what a person types comes from."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from rich.text import Text


@dataclass(frozen=True, slots=True)
class Standing:
    """What a screen that moves shows of how things are."""

    status: str = "idle"
    activity: str = ""
    """What the agent is at, while it works."""
    waiting: int = 0
    """Messages in line."""
    asks: bool = False
    """Whether the agent waits for an answer."""
    away: str = ""
    """Why the server is not there, and what is done about it."""


class Surface(Protocol):
    """What is written on: whole lines, and text that grows."""

    def write(self, text: str) -> None:
        """Show a piece of what the agent says; it may end within a line."""
        ...

    def end(self) -> None:
        """End the line that `write` is in."""
        ...

    def line(self, line: Text) -> None:
        """Show whole lines: not within the one that `write` is in."""
        ...


class Screen(Surface, Protocol):
    """A surface that a person looks at, and types at."""

    @property
    def eager(self) -> bool:
        """Whether a line is taken while the agent works. Else each waits for the agent."""
        ...

    @property
    def scripted(self) -> bool:
        """Whether a program types: nobody is there to try again."""
        ...

    def on_stop(self, stop: Callable[[], None]) -> None:
        """Say what Ctrl-C does, where the screen takes the keys."""
        ...

    def remember(self, said: Sequence[str]) -> None:
        """Offer again what was said before this chat."""
        ...

    def aside(self, line: Text) -> None:
        """Show what is said beside the conversation."""
        ...

    def stand(self, standing: Standing) -> None:
        """Show how things are, where there is room for that."""
        ...

    async def shown(self) -> None:
        """Wait until all is shown, so that a fast agent does not run ahead of the terminal."""
        ...

    async def read(self) -> str | None:
        """Return the next line that was typed; None where there will be no more."""
        ...

    def give_back(self, text: str) -> None:
        """Offer a line again that could not be used."""
        ...


class Nowhere:
    """A surface for those who read JSON."""

    def write(self, text: str) -> None:
        pass

    def end(self) -> None:
        pass

    def line(self, line: Text) -> None:
        pass


class Past:
    """What was before, kept until it is known how much of it there is: the last turns."""

    def __init__(self, turns: int, lines: int = 2000) -> None:
        self._turns: deque[deque[Text | str]] = deque(maxlen=turns)
        self._lines = lines
        self._count = 0

    @property
    def left_out(self) -> int:
        """How many turns there are before those that are kept."""
        return self._count - len(self._turns)

    def turn(self) -> None:
        """Begin a turn: a person speaks."""
        self._count += 1
        self._turns.append(deque(maxlen=self._lines))

    def write(self, text: str) -> None:
        if text:
            self._keep(text)

    def end(self) -> None:
        self._keep("")

    def line(self, line: Text) -> None:
        self._keep(line)

    def replay(self, surface: Surface) -> None:
        """Show what was kept."""
        for turn in self._turns:
            _replay(turn, surface)

    def _keep(self, item: Text | str) -> None:
        if self._turns:  # what was before the first message is about the agent's start
            self._turns[-1].append(item)


def _replay(items: Sequence[Text | str], surface: Surface) -> None:
    for item in items:
        if isinstance(item, Text):
            surface.line(item)
        elif item:
            surface.write(item)
        else:
            surface.end()
