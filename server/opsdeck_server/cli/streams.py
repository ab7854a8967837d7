"""Standard output and error as a command wants them: any text goes out, and a full disk is told."""

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from opsdeck_server.cli.failures import ExitCode


class CannotWrite(Exception):
    """Standard output takes no more: `str()` says why.

    It is no OSError: nobody takes it for one of the network's.
    """


class _Standard(io.TextIOWrapper):
    """Standard output that says which failures are its own.

    A reader that has gone is none of these: those who print know it, and end in silence.
    """

    def write(self, text: str, /) -> int:
        return _told(super().write, text)

    def flush(self) -> None:
        _told(super().flush)


def _told(act: Callable[..., Any], *args: str) -> Any:
    try:
        return act(*args)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CannotWrite(error.strerror or str(error)) from None


def run_with_streams(command: Callable[[], None]) -> None:
    """Run a command and exit with its code; where its output cannot be written, say so in a line.

    What the terminal or the pipe has no letters for becomes a question mark.
    """
    out = sys.stdout
    if out is None:  # pyright: ignore[reportUnnecessaryComparison]  # it was closed
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # to the end
    elif type(out) is io.TextIOWrapper:
        lines, encoding = out.line_buffering, out.encoding
        sys.stdout = _Standard(out.detach(), encoding, "replace", line_buffering=lines)
    try:
        try:
            command()
        finally:
            sys.stdout.flush()
    except (CannotWrite, BrokenPipeError) as failure:
        # What is left in the buffer would fail once more at the very end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        if isinstance(failure, CannotWrite):
            print(f"opsdeck: cannot write: {failure}", file=sys.stderr)
        sys.exit(ExitCode.failed)
