"""Why Claude Code ended without a result, in words that say what to do."""

from signal import Signals

from opsdeck_server.adapters._text import shorten
from opsdeck_server.adapters.claude.result import LOGIN_HELP, is_login_problem

INSTALL = "install it with `npm install -g @anthropic-ai/claude-code`, or set CLAUDE_CODE_PATH"
NOT_FOUND = f"Claude Code not found at '{{path}}': {INSTALL}"
UPDATE = "update it with `npm install -g @anthropic-ai/claude-code@latest`"
_TAIL = 600

# What its standard error says, and what that means for who runs opsdeck. First match wins.
_KNOWN = (
    (
        "cannot be used with root",
        (
            "Claude Code does not bypass permissions as root: run opsdeck as another user, or set "
            "IS_SANDBOX=1 in its environment where the whole machine is a sandbox, or use "
            "permissionMode `ask`"
        ),
    ),
    ("unknown option", f"This Claude Code is too old for opsdeck: {UPDATE}"),
    (
        "argument missing",
        f"This Claude Code takes other options than opsdeck knows: {UPDATE}",
    ),
    (
        "--permission-mode",
        (
            "This Claude Code does not know that permission mode: choose another permissionMode, "
            f"or {UPDATE}"
        ),
    ),
    (
        "is already in use",
        "Another process of Claude Code has this conversation: it must end first",
    ),
    ("Invalid session ID", "Claude Code does not take that id of a conversation"),
    (
        "No conversation found",
        (
            "Claude Code has no such conversation any more: its history was deleted, or belongs to "
            "another HOME or folder; start a new session"
        ),
    ),
    (
        "Argument list too long",
        "Too much was given to Claude Code in arguments and environment: make agentEnv smaller",
    ),
    (
        "GLIBC",
        "This machine is too old for this Claude Code: install a version of it that fits",
    ),
    ("ENOSPC", "The disk is full: make room, then retry"),
    ("No space left", "The disk is full: make room, then retry"),
    ("ENOMEM", "The machine ran out of memory: run fewer jobs at once (MAX_CONCURRENT_JOBS)"),
    (
        "heap out of memory",
        "Claude Code ran out of memory: run fewer jobs at once (MAX_CONCURRENT_JOBS)",
    ),
    ("EACCES", "Claude Code may not read or write something that it needs"),
    ("Permission denied", "Claude Code may not read, write or run something that it needs"),
    (
        "No such file or directory",
        "Claude Code, or something that it runs, is missing: see `opsdeck doctor`",
    ),
)


def explain_exit(exit_code: int | None, signal: int | None, stderr_tail: str) -> str:
    """Return why a process ended without a result. `stderr_tail` is the end of its errors."""
    if is_login_problem(stderr_tail):
        return LOGIN_HELP
    said = _last_lines(stderr_tail)
    for words, meaning in _KNOWN:
        if words in stderr_tail:
            return f"{meaning}. Claude Code said: {said}"
    if signal is not None:
        how = f"was killed by {_signal_name(signal)}"
        if signal == Signals.SIGKILL:
            how += ", perhaps because memory ran out"
    elif exit_code == 127:
        text = f"Claude Code was not found, so it ended without a result: {INSTALL}"
        return f"{text} ({said})" if said else text
    elif exit_code == 143:
        how = "was told to end (SIGTERM)"
    elif exit_code:
        how = f"ended with exit code {exit_code}"
    else:
        how = "ended"
    return f"Claude Code {how}, without a result" + (f". It said: {said}" if said else "")


def _last_lines(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    said = " / ".join(lines[-4:])
    return said if len(said) <= _TAIL else "…" + said[-_TAIL:]


def _signal_name(number: int) -> str:
    try:
        return Signals(number).name
    except ValueError:
        return shorten(f"signal {number}", 20)
