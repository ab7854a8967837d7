"""The real CLI as the agent of a whole server; only the model behind it is a stand-in."""

import json
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.acceptance.stack import Stack
from tests.fakes.claude_process import real_claude
from tests.fakes.messages_api import MessagesApi, claude_env

World = tuple[Stack, MessagesApi]


@asynccontextmanager
async def real_world(**settings: str) -> AsyncGenerator[World]:
    """A running server whose agents are the real CLI, and the model that they talk to."""
    with tempfile.TemporaryDirectory(prefix="od-", ignore_cleanup_errors=True) as name:
        root = Path(name).resolve()
        async with MessagesApi() as api:
            env = {
                name: value
                for name, value in claude_env(api.base_url, root / "home").items()
                if name not in ("PATH", "HOME")
            }
            stack = Stack.make(root, **{**env, "CLAUDE_CODE_PATH": str(real_claude()), **settings})
            try:
                yield await stack.start(), api
            finally:
                await stack.close()


def spent(stack: Stack, session_id: str) -> float:
    """Return what the CLI itself wrote down as the price of a conversation, at its end."""
    [history] = (stack.root / "home" / ".claude" / "projects").glob(f"*/{session_id}.jsonl")
    records = [json.loads(line) for line in history.read_text().splitlines()]
    return [each["totalCostUSD"] for each in records if each["type"] == "cost-state"][-1]
