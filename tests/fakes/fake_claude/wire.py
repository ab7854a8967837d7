"""Constants of the wire, what a turn is made of, and how bytes get out."""

import json
import os
import sys
import uuid
from dataclasses import dataclass, field
from typing import Any

VERSION = "2.1.329"
RATES = (10e-6, 50e-6, 1e-6, 12.5e-6)
"""USD a token: input, output, cache read, cache creation."""
TOOLS = ["Task", "AskUserQuestion", "Bash", "Edit", "ExitPlanMode", "Read", "Write"]
MODELS = [
    {"value": "default", "resolvedModel": "claude-opus-5-5", "displayName": "Default"},
    {"value": "haiku", "resolvedModel": "claude-haiku-5-5", "displayName": "Haiku"},
]
BEFORE_ANSWER = frozenset({"retry", "auth_fail", "hang", "gate", "sleep", "touch", "stderr"})
"""Directives that need no answer of a model."""
USAGE_NAMES = (
    "input_tokens",
    "output_tokens",
    "cache_read_input_tokens",
    "cache_creation_input_tokens",
)
TOTAL_NAMES = (
    "inputTokens",
    "outputTokens",
    "cacheReadInputTokens",
    "cacheCreationInputTokens",
)


def fail(message: str, code: int = 1) -> None:
    """Say what is wrong on standard error and exit at once."""
    sys.stderr.write(message + "\n")
    sys.stderr.flush()
    os._exit(code)


def log(event: str, **more: Any) -> None:
    """Append to FAKE_CLAUDE_LOG, where that is set."""
    if path := os.environ.get("FAKE_CLAUDE_LOG"):
        line = json.dumps({"event": event, "pid": os.getpid(), **more}) + "\n"
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(handle, line.encode())  # One write, so that processes do not mix their lines.
        os.close(handle)


def write_all(data: bytes, handle: int = 1) -> None:
    """Write all of it, however long the reader takes."""
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


def tag() -> str:
    """Return a new UUID."""
    return str(uuid.uuid4())


def account() -> dict[str, str]:
    """Return what `initialize` says of the login."""
    if os.environ.get("FAKE_CLAUDE_AUTH") == "0":
        return {}
    key = bool(os.environ.get("ANTHROPIC_API_KEY"))
    return {"apiKeySource": "ANTHROPIC_API_KEY"} if key else {"email": "fake@example.com"}


class Interrupted(Exception):
    """The turn was interrupted; `tool` says whether a tool was."""

    def __init__(self, *, tool: bool = False) -> None:
        super().__init__()
        self.tool = tool


@dataclass(slots=True)
class Outcome:
    """What the turn's result line will say."""

    usage: list[int] | None = None
    price: float | None = None
    denials: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    text: str = ""
    fields: dict[str, Any] | None = None
    """None: no result line at all."""


@dataclass(frozen=True, slots=True)
class Message:
    """A user's message that waits, or an unasked turn, which has an origin."""

    id: str | None
    text: str
    origin: str | None = None
