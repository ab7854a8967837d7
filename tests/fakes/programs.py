"""Puts the stand-ins of programs where a server under test finds them."""

import json
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

_HERE = Path(__file__).resolve().parent


def install(
    folder: Path, name: Literal["claude", "gh"], env: Mapping[str, str | Path] | None = None
) -> Path:
    """Make an executable `folder/name` that has `env` built in, and return its path.

    Built in, because a server that builds its agents' environment passes on nothing of ours.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"export {key}={shlex.quote(str(value))}" for key, value in (env or {}).items()]
    # Neither site nor PYTHON*: the stand-ins need the standard library alone, and start faster.
    words = shlex.join([sys.executable, "-S", "-E", str(_HERE / name)])
    path = folder / name
    # A new file moved into place: one that is being run cannot be written to.
    new = folder / f".{name}.new"
    new.write_text("\n".join(["#!/bin/sh", *lines, f'exec {words} "$@"', ""]))
    new.chmod(0o755)
    new.replace(path)
    return path


def install_claude(
    folder: Path, scenario: str | list[str] = "", *, start: str = "", **env: str | Path
) -> tuple[Path, Path]:
    """Make a `claude` for a scenario, and return its path and that of its log.

    `scenario` is what every turn does that has no directives in its prompt, or a list of what
    each turn does; `start` is done before any message. See tests.fakes.fake_claude.
    """
    log = folder / "claude.jsonl"
    text = scenario if isinstance(scenario, str) else json.dumps(scenario)
    settings = {"FAKE_CLAUDE_LOG": log, "FAKE_CLAUDE_SCENARIO": text, "FAKE_CLAUDE_START": start}
    return install(folder, "claude", settings | env), log


def install_gh(folder: Path, state: Path) -> Path:
    """Make a `gh` that keeps its pull requests in `state`, and return its path."""
    return install(folder, "gh", {"FAKE_GH_STATE": state})


def read_log(path: Path, event: str | None = None) -> list[dict[str, Any]]:
    """Return the entries of a stand-in's log, those of one event where it is given.

    `claude` logs with `event`; the calls of `gh` have none.
    """
    if not path.exists():
        return []
    entries: list[dict[str, Any]] = [json.loads(line) for line in path.read_text().splitlines()]
    return [entry for entry in entries if event in (None, entry.get("event"))]
