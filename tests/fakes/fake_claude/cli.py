"""The command line of the stand-in: what it accepts, and what it refuses as the real one does."""

import json
import os
import sys
import uuid
from collections.abc import Sequence
from pathlib import Path

from tests.fakes.fake_claude.later import DIRECTIVES
from tests.fakes.fake_claude.session import Session
from tests.fakes.fake_claude.wire import VERSION, fail, log

FLAGS = frozenset(
    {
        "-p",
        "--print",
        "--verbose",
        "--include-partial-messages",
        "--replay-user-messages",
        "--fork-session",
        "--dangerously-skip-permissions",
        "--allow-dangerously-skip-permissions",
        "--strict-mcp-config",
        "--disable-slash-commands",
    }
)
OPTIONS = frozenset(
    {
        "--input-format",
        "--output-format",
        "--permission-prompt-tool",
        "--session-id",
        "--resume",
        "--permission-mode",
        "--model",
        "--fallback-model",
        "--effort",
        "--max-turns",
        "--max-budget-usd",
        "--append-system-prompt",
        "--system-prompt",
        "--allowedTools",
        "--disallowedTools",
        "--mcp-config",
        "--settings",
        "--setting-sources",
        "--add-dir",
        "--json-schema",
        "--agents",
        "--agent",
        "--tools",
    }
)
MODES = ("acceptEdits", "auto", "bypassPermissions", "manual", "dontAsk", "plan")


def main(words: Sequence[str]) -> None:
    """Do what the command line says. Exits by itself unless it was asked for its version."""
    log("start", argv=list(words), cwd=str(Path.cwd()), env=sorted(os.environ))
    if list(words) in (["--version"], ["-v"]):
        sys.stdout.write(f"{VERSION} (Claude Code)\n")
    elif list(words[:2]) == ["auth", "status"]:
        _auth_status()
    else:
        options, flags = _parse(words)
        _check(options, flags)
        Session(options, flags, DIRECTIVES).run()


def _auth_status() -> None:
    key = bool(os.environ.get("ANTHROPIC_API_KEY"))
    logged_in = os.environ.get("FAKE_CLAUDE_AUTH") != "0"
    method = ("api_key" if key else "claude.ai") if logged_in else "none"
    status = {"loggedIn": logged_in, "authMethod": method, "apiProvider": "firstParty"}
    if key and logged_in:
        status["apiKeySource"] = "ANTHROPIC_API_KEY"
    sys.stdout.write(json.dumps(status, indent=2) + "\n")
    sys.exit(0 if logged_in else 1)


def _parse(words: Sequence[str]) -> tuple[dict[str, str], set[str]]:
    options: dict[str, str] = {}
    flags: set[str] = set()
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if name in FLAGS:
            flags.add("-p" if name == "--print" else name)
        elif name not in OPTIONS:
            fail(f"error: unknown option '{word}'")
        elif equals:
            options[name] = value
        elif (following := next(rest, None)) is not None:
            options[name] = following
        else:
            fail(f"error: option '{name} <value>' argument missing")
    return options, flags


def _check(options: dict[str, str], flags: set[str]) -> None:
    if options.get("--input-format") != "stream-json" or "-p" not in flags:
        fail("this stand-in knows -p --input-format stream-json alone")
    if options.get("--output-format") != "stream-json":
        fail("Error: --input-format=stream-json requires output-format=stream-json.")
    if "--verbose" not in flags:
        fail("Error: When using --print, --output-format=stream-json requires --verbose")
    mode = options.get("--permission-mode", "default")
    if mode not in (*MODES, "default"):  # Not in the real one's list either, and accepted.
        choices = f"Allowed choices are {', '.join(MODES)}."
        fail(f"error: option '--permission-mode <mode>' argument '{mode}' is invalid. {choices}")
    bypass = mode == "bypassPermissions" or "--dangerously-skip-permissions" in flags
    if bypass and os.getuid() == 0 and os.environ.get("IS_SANDBOX") != "1":
        words = "cannot be used with root/sudo privileges for security reasons"
        fail(f"--dangerously-skip-permissions {words}")
    for name in ("--session-id", "--resume"):
        if name in options:
            try:
                uuid.UUID(options[name])
            except ValueError:
                fail("Error: Invalid session ID. Must be a valid UUID.")
