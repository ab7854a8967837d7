"""Writes docs/reference/cli.md from the commands themselves: python tools/cli_reference.py.

A test compares, so that the page and the program cannot drift apart.
"""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from opsdeck_server.cli.app import app

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "cli.md"

HEAD = """\
# Command line

<!-- Written by tools/cli_reference.py; change the commands, not this page. -->

`opsdeck` is in `.venv/bin` of the checkout. It talks gRPC to the server, as any other client.

Which server: `--address`, else `OPSDECK_ADDRESS`, else `HOST` and `PORT` of the
[settings](settings.md). With which token: that of `--token-file`, else `AGENT_API_SECRET`, else,
for a server on this host, the one that it keeps in `OPSDECK_HOME`.

While a server restarts, commands try again for some seconds, and a watch goes on with its cursor.

## Exit codes

| code | means |
| --- | --- |
| 0 | done |
| 1 | the server refused, or the job that was watched, or the answer that was waited for, failed |
| 2 | the command, a setting or the token is wrong, or no server answers |
| 3 | the job that was watched was cancelled, or what was waited for was interrupted |
| 130 | Ctrl-C |

## JSON

With `--json` a command prints one document, in the words of [REST](rest.md), and a watch one event
a line. Errors are `{"error": …, "reason": …}` on standard error. Without it, output is for people,
and may change; colours and live drawing are for terminals alone.

## Shell completion

`opsdeck --install-completion` installs it for your shell, `opsdeck --show-completion` prints it.
"""

SKIPPED = {"--help", "--install-completion", "--show-completion", "--version"}
COMMON = ("--json", "--address", "--token-file")


def page() -> str:
    """Return the whole page."""
    return "\n".join([HEAD, *(_section(name, command) for name, command in commands())])


def commands() -> Iterator[tuple[str, Any]]:
    """Yield each command with its whole name."""
    yield from _below(typer.main.get_command(app), "opsdeck")


# typer's classes are its own, and without a promise: they are taken for what they have.
def _below(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    children: dict[str, Any] = getattr(command, "commands", {})
    if not children:
        yield name, command
    for child, below in children.items():
        yield from _below(below, f"{name} {child}")


def _section(name: str, command: Any) -> str:
    options = [p for p in command.params if p.opts[0].startswith("-")]
    arguments = [p for p in command.params if p not in options]
    shown = [o for o in options if o.opts[0] not in SKIPPED and not set(o.opts) & set(COMMON)]
    usage = [_bracketed(argument) for argument in arguments]
    lines = [f"## {name}", "", "```", " ".join([name, *usage, "[OPTIONS]"]), "```", ""]
    lines += [_prose(inspect.cleandoc(command.help or "")), ""]
    rows = [(f"`{_metavar(a)}`", a.help or "") for a in arguments]
    rows += [(f"`{_option(option)}`", option.help or "") for option in shown]
    if rows:
        lines += ["| | |", "| --- | --- |", *(f"| {left} | {right} |" for left, right in rows), ""]
    common = [word for word in COMMON if any(word in option.opts for option in options)]
    if common:
        lines += [f"Also {_and([f'`{word}`' for word in common])}.", ""]
    return "\n".join(lines)


def _prose(text: str) -> str:
    """Keep paragraphs, and show lines that are commands as commands."""
    paragraphs = (part.strip() for part in re.split(r"\n\s*\n", text))
    return "\n\n".join(f"    {p}" if p.startswith(("opsdeck ", "git ")) else p for p in paragraphs)


def _metavar(parameter: Any) -> str:
    return str(parameter.metavar or (parameter.name or "").upper())


def _bracketed(argument: Any) -> str:
    return _metavar(argument) if argument.required else f"[{_metavar(argument)}]"


def _option(option: Any) -> str:
    both = [*sorted(option.opts, key=len, reverse=True), *option.secondary_opts]
    names = ", ".join(both)
    if option.is_flag:
        return names
    kind = option.type_descriptor.annotation
    return f"{names} {option.metavar or {int: 'NUMBER'}.get(kind, 'TEXT')}"


def _and(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


if __name__ == "__main__":
    PAGE.write_text(page())
    print(f"wrote {PAGE.name}")
