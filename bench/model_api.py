"""The stand-in of the model's API in a process of its own: `python -m bench.model_api`.

The prompt says what it replies: `deltas=N` one block of so many stamped deltas as fast as it
can send them, `deltas=N rate=R` R of them a second, `bash=COMMAND` a use of that tool. Prints
its base URL when it serves.
"""

import asyncio
import re
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.fakes.claude_process import real_claude
from tests.fakes.messages_api import ApiRequest, MessagesApi, claude_env
from tests.fakes.replies import Deltas, Entry, Reply, tool

DELTAS = re.compile(r"deltas=(\d+)(?: rate=(\d+))?")
BASH = re.compile(r"bash=(.*)")


@asynccontextmanager
async def model_api() -> AsyncGenerator[str]:
    """Yield the base URL of a stand-in that is not in the way of who measures."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.model_api"), stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.kill()
        await process.wait()


def real_cli_env(base_url: str) -> dict[str, str]:
    """Return the settings of a server whose agent is the real CLI before this stand-in."""
    prefixes = ("ANTHROPIC_", "CLAUDE_CODE_", "DISABLE_")
    env = claude_env(base_url, Path("/"))
    said = {name: value for name, value in env.items() if name.startswith(prefixes)}
    return {**said, "CLAUDE_CODE_PATH": str(real_claude())}


def choose(request: ApiRequest) -> Entry | None:
    """Return what the prompt asks for; None once a tool has answered."""
    words = ""
    for block in request.last_blocks:
        # After an interrupt the tool's answer and the next prompt are in one message.
        words = "" if block.get("type") == "tool_result" else f"{words}\n{block.get('text', '')}"
    if asked := DELTAS.search(words):
        count, rate = asked.groups()
        return Reply((Deltas(int(count), float(rate) if rate else None, stamp=True),))
    if asked := BASH.search(words):
        return tool("Bash", command=asked[1])
    return None


async def main() -> None:
    async with MessagesApi(choose=choose, log_deltas=False) as api:
        print(api.base_url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
