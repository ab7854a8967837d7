"""How Claude Code is on this host: is it there, which version, is it logged in."""

from collections.abc import Mapping
from pathlib import Path

from opsdeck_server.adapters._process import (
    Completed,
    ProgramNotStarted,
    ProgramTimedOut,
    run,
)
from opsdeck_server.adapters._text import shorten
from opsdeck_server.adapters.claude.exits import NOT_FOUND
from opsdeck_server.adapters.claude.parse import parse_line
from opsdeck_server.adapters.claude.result import LOGIN_HELP
from opsdeck_server.ports.agent import AgentStatus

# Together with the two seconds that a program gets to end, under the port's ten.
_VERSION_SECONDS = 3.0
_LOGIN_SECONDS = 4.0
_MAX_OUTPUT = 64 * 1024


async def probe(path: str, env: Mapping[str, str], cwd: Path) -> AgentStatus:
    """Ask for version and login. Never raises; cancelled, it ends what it started.

    A login that is there may still be refused by the API; only a turn shows that.
    """
    try:
        completed = await _ask([path, "--version"], env, cwd, _VERSION_SECONDS)
    except ProgramTimedOut:
        return AgentStatus("", False, f"Claude Code at '{path}' did not answer `--version`")
    except ProgramNotStarted as error:
        return AgentStatus("", False, not_started(path, str(error)))
    version = parse_version(completed.stdout)
    if completed.returncode != 0 or not version:
        said = shorten(_text(completed.stderr or completed.stdout), 300) or "nothing"
        return AgentStatus(
            "", False, f"'{path} --version' failed ({completed.returncode}) and said: {said}"
        )
    try:
        login = await _ask([path, "auth", "status"], env, cwd, _LOGIN_SECONDS)
    except (ProgramTimedOut, ProgramNotStarted) as error:
        return AgentStatus(version, False, f"'{path} auth status': {error}")
    return login_status(version, login)


def not_started(path: str, reason: str) -> str:
    """Return what to do about a program that could not be started."""
    if "not found" in reason:
        return NOT_FOUND.format(path=path)
    return f"{reason}: set CLAUDE_CODE_PATH to a Claude Code that runs"


def parse_version(output: bytes) -> str:
    """Return the version of `2.1.329 (Claude Code)`, or an empty string."""
    words = _text(output).split()
    return words[0] if words and words[0][:1].isdigit() else ""


def login_status(version: str, completed: Completed) -> AgentStatus:
    """Return what `claude auth status` says."""
    status = parse_line(completed.stdout.strip())
    if status is not None and isinstance(status.get("loggedIn"), bool):
        logged_in = status["loggedIn"]
    elif b"unknown command" in completed.stderr:
        # Too old to tell; a turn will show it.
        logged_in = True
    else:
        logged_in = completed.returncode == 0
    return AgentStatus(version, logged_in, None if logged_in else LOGIN_HELP)


async def _ask(argv: list[str], env: Mapping[str, str], cwd: Path, timeout: float) -> Completed:
    return await run(argv, cwd=cwd, env=env, timeout=timeout, max_output=_MAX_OUTPUT)


def _text(output: bytes) -> str:
    return output.decode("utf-8", "replace").strip()
