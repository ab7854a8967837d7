"""Text that a person hands to an agent: as an argument, from a file, from standard input."""

import sys
from collections.abc import Mapping
from pathlib import Path

from opsdeck_server.cli.failures import CommandFailed, ExitCode


def check_texts(given: Mapping[str, object]) -> None:
    """See that what was given under these names is text: Python lets other bytes in as surrogates.

    Paths may hold any bytes, and are left alone.

    Raises:
        CommandFailed: One of them holds bytes that are not UTF-8.
    """
    for name, value in given.items():
        for text in value if isinstance(value, list) else [value]:  # pyright: ignore[reportUnknownVariableType]
            if isinstance(text, str) and any("\ud800" <= each <= "\udfff" for each in text):
                what = name.replace("_", " ")
                raise CommandFailed(f"the {what} is not UTF-8", ExitCode.usage)


def read_text(what: str, given: str | None, file: Path | None = None) -> str:
    """Return a text that was given as an argument or as a file; - is standard input.

    Raises:
        CommandFailed: There is none, or two, or it cannot be read, or it is empty.
    """
    if (given is None) == (file is None):
        how = "not both" if file else "or - to read it from standard input"
        raise CommandFailed(
            f"give the {what}: as an argument, or with --{what}-file, {how}", ExitCode.usage
        )
    if given is not None and given != "-":
        text = given
    else:
        source = None if file is None or str(file) == "-" else file
        try:
            data = source.read_bytes() if source else sys.stdin.buffer.read()
            text = data.decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            name = source or "standard input"
            raise CommandFailed(
                f"cannot read the {what} from {name}: {why}", ExitCode.usage
            ) from None
    if not text.strip():
        raise CommandFailed(f"the {what} is empty", ExitCode.usage)
    return text
