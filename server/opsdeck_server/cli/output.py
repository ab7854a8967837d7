"""What a command prints: for a person, or one stable document for a program."""

import json
import re
import sys
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import typer

from opsdeck_server.cli.failures import CommandFailed, ExitCode

if TYPE_CHECKING:
    from google.protobuf.message import Message
    from google.protobuf.timestamp_pb2 import Timestamp
    from rich.console import Console, RenderableType
    from rich.text import Text

_WIDE = 10_000
"""Columns of a "terminal" that is a pipe: nothing is folded for a program that reads lines."""

STATUS_STYLES = {
    "queued": "yellow",
    "idle": "green",
    "expired": "dim",
    "running": "blue",
    "completed": "green",
    "failed": "red",
    "cancelled": "magenta",
    "ok": "green",
    "degraded": "yellow",
    "warning": "yellow",
}
"""Colours of the words that say how something is."""

# Escape sequences, whole; then what is left of the control characters. What an agent, a tool or a
# repository says must not move the cursor, change the title or reach the clipboard.
_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]?"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """Return the text without anything that a terminal would obey; lines and tabs stay."""
    return _CONTROLS.sub("", _ESCAPES.sub("", text.replace("\r\n", "\n")))


def one_line(text: str, limit: int = 200) -> str:
    """Return the text on one line, cut where it is longer than `limit` characters."""
    line = " ".join(clean(text).split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def plain(message: "Message", *, snake: bool = False) -> dict[str, Any]:
    """Return a message as its JSON: the contract's names, and 0, "", false and [] always there.

    With `snake` the names are those of the family of sessions: snake_case.
    """
    from google.protobuf.json_format import MessageToDict

    return MessageToDict(
        message, always_print_fields_with_no_presence=True, preserving_proto_field_name=snake
    )


def duration(seconds: float) -> str:
    """Say how long, as a person would: `4 s`, `5 min 23 s`, `3 h 2 min`, `12 d 4 h`."""
    whole = max(0, int(seconds))
    for big, big_name, small, small_name in (
        (86400, "d", 3600, "h"),
        (3600, "h", 60, "min"),
        (60, "min", 1, "s"),
    ):
        if whole >= big:
            rest = whole % big // small
            return f"{whole // big} {big_name}" + (f" {rest} {small_name}" if rest else "")
    return f"{seconds:.1f} s" if 0 < seconds < 10 and seconds != whole else f"{whole} s"


def dollars(amount: float) -> str:
    """Return an amount of US dollars; empty for what is as good as nothing."""
    if amount < 0.00005:
        return ""
    return f"${amount:.4f}" if amount < 1 else f"${amount:,.2f}"


def moment(time: "Timestamp") -> datetime:
    """Return a time of the contract in UTC."""
    return time.ToDatetime(UTC)


def ago(time: "Timestamp") -> str:
    """Say how long ago, as a person would."""
    seconds = (datetime.now(UTC) - moment(time)).total_seconds()
    return "now" if seconds < 1 else f"{duration(round(seconds))} ago"


def local(time: "Timestamp") -> str:
    """Return a time on this host's clock, to the second."""
    return moment(time).astimezone().strftime("%Y-%m-%d %H:%M:%S")


class Output:
    """Standard output and error of one command.

    With `json` a command prints documents alone; without, it prints for a person. Colours and
    progress are for a terminal, and NO_COLOR is obeyed.
    """

    def __init__(self, *, json: bool = False) -> None:
        self.json = json

    @cached_property
    def console(self) -> "Console":
        """Standard output, for a person."""
        return self._console(stderr=False)

    @cached_property
    def errors(self) -> "Console":
        """Standard error, for a person: what is said beside the answer."""
        return self._console(stderr=True)

    def _console(self, *, stderr: bool) -> "Console":
        from rich.console import Console

        stream = sys.stderr if stderr else sys.stdout
        width = None if stream.isatty() else _WIDE
        return Console(
            stderr=stderr, width=width, highlight=False, markup=False, emoji=False, soft_wrap=True
        )

    def document(self, value: "Message | Mapping[str, Any] | Sequence[Mapping[str, Any]]") -> None:
        """Print one document."""
        data = value if isinstance(value, Mapping | Sequence) else plain(value)
        print(json.dumps(data, indent=2, ensure_ascii=_ascii()), flush=True)

    def line(self, value: "Message | Mapping[str, Any]") -> None:
        """Print one document on one line, at once: one of many."""
        data = value if isinstance(value, Mapping) else plain(value)
        print(json.dumps(data, ensure_ascii=_ascii(), separators=(",", ":")), flush=True)

    def say(self, *parts: "RenderableType", style: str = "") -> None:
        """Print a line for a person."""
        self.console.print(*parts, style=style)

    def aside(self, *parts: "RenderableType") -> None:
        """Print a line for a person beside the answer, on standard error."""
        self.errors.print(*parts, style="dim")

    def table(self, columns: Sequence[str], rows: Iterable[Sequence["str | Text"]]) -> None:
        """Print a table, as wide as it needs where it does not go to a terminal."""
        from rich.table import Table

        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
        for index, column in enumerate(columns):
            # The first column names the thing: half a name is of no use.
            table.add_column(column, no_wrap=index == 0, overflow="fold")
        for row in rows:
            table.add_row(*(clean(cell) if isinstance(cell, str) else cell for cell in row))
        if self.console.is_terminal:
            self.console.print(table, soft_wrap=False)
            return
        with self.console.capture() as drawn:
            self.console.print(table, soft_wrap=False)
        # What fills the last column up is for nobody.
        for line in drawn.get().splitlines():
            self.console.file.write(f"{line.rstrip()}\n")
        self.console.file.flush()

    def diff(self, text: str) -> None:
        """Print a unified diff: as it is, or in colours on a terminal."""
        from rich.text import Text

        if not self.console.is_terminal:
            sys.stdout.write(text)
            sys.stdout.flush()
            return
        in_hunk = False
        for line in text.splitlines():
            if line.startswith("@@"):
                in_hunk, style = True, "cyan"
            elif line.startswith("diff --git "):
                in_hunk, style = False, "bold"
            elif not in_hunk:
                style = "bold"
            else:
                style = {"+": "green", "-": "red"}.get(line[:1], "")
            self.console.print(Text(clean(line), style=style))

    def fields(self, pairs: Iterable[tuple[str, "str | Text | None"]]) -> None:
        """Print names and values below each other, leaving out what there is not."""
        from rich.text import Text

        shown = [(name, value) for name, value in pairs if value]
        width = max((len(name) for name, _ in shown), default=0) + 2
        for name, value in shown:
            text = Text(clean(value)) if isinstance(value, str) else value
            self.console.print(Text(name.ljust(width), style="bold") + text)

    @contextmanager
    def waiting(self, text: str) -> Generator[None]:
        """Show on a terminal that something takes its time."""
        if self.json or not self.errors.is_terminal:
            yield
            return
        with self.errors.status(text):
            yield

    def confirm(self, question: str) -> None:
        """Ask before something is gone for good.

        Raises:
            CommandFailed: The answer was no, or there is nobody to ask.
        """
        if not sys.stdin.isatty() or self.json:
            raise CommandFailed("nobody to ask here: say --yes", ExitCode.usage)
        if not typer.confirm(question, err=True):
            raise CommandFailed("left as it is")


def _ascii() -> bool:
    """Whether JSON must do with ASCII: standard output cannot say all else."""
    return not (sys.stdout.encoding or "utf-8").lower().replace("-", "").startswith("utf")


def enum_word(name: Callable[[Any], str], number: int) -> str:
    """Return the contract's word for a value; one of a newer server is shown as it is.

    `name` is that of the enum, which raises ValueError for what it does not know.
    """
    try:
        return name(number)
    except ValueError:
        return str(number)


def status_text(status: str) -> "Text":
    """Return a status in its colour."""
    from rich.text import Text

    return Text(status, style=STATUS_STYLES.get(status, ""))
