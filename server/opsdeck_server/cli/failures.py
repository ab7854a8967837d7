"""What a command answers to its shell, and how it says what went wrong."""

import json
import sys
from collections.abc import Generator
from contextlib import contextmanager
from enum import IntEnum

import typer


class ExitCode(IntEnum):
    """What a command answers to its shell. These numbers never change their meaning."""

    ok = 0
    failed = 1
    """The server refused the request, or the job or the answer that was waited for failed."""
    usage = 2
    """The command, a setting or the token is wrong, or no server answers."""
    cancelled = 3
    """The job that was watched was cancelled, or what was waited for was interrupted."""
    interrupted = 130
    """Ctrl-C."""


class CommandFailed(Exception):
    """A command cannot do what it was asked: `str()` says why, and what to do about it."""

    def __init__(self, message: str, code: ExitCode = ExitCode.failed, *, reason: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.reason = reason


@contextmanager
def reported(*, as_json: bool = False) -> Generator[None]:
    """Turn a failure inside into one line on standard error and an exit code.

    With `as_json` the line is a document, `{"error": …, "reason": …}`, and standard output stays
    as it is: what is there is valid.

    Raises:
        typer.Exit: In place of `CommandFailed` and of Ctrl-C.
    """
    try:
        yield
    except CommandFailed as failure:
        if as_json:
            document = {"error": str(failure)}
            if failure.reason:
                document["reason"] = failure.reason
            print(json.dumps(document, ensure_ascii=False), file=sys.stderr)
        else:
            print(f"opsdeck: {failure}", file=sys.stderr)
        raise typer.Exit(failure.code) from None
    except KeyboardInterrupt:
        raise typer.Exit(ExitCode.interrupted) from None
