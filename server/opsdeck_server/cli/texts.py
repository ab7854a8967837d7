"""Text that a person hands to an agent: as an argument, from a file, from standard input."""

import sys
from pathlib import Path

from opsdeck_server.cli.failures import CommandFailed, ExitCode


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
