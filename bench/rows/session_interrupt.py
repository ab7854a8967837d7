"""An interrupt → no process of the agent's tool is left.

The agent is the real Claude Code CLI, in mid-Bash. Beside it the same CLI, interrupted by hand.
"""

import asyncio
import os
import time
from pathlib import Path
from statistics import median

from bench.bare_cli import BareCli
from bench.sessions import phone, say
from bench.side_by_side import side_by_side
from bench.table import Row
from tests.acceptance.stack import Stack
from tests.acceptance.watching import eventually
from tests.fakes.claude_process import real_claude

ROUNDS = 10
MORE_MS = 25.0


async def run() -> list[Row]:
    if real_claude() is None:
        return []
    async with side_by_side() as pair:
        stack, [session], [cli] = pair.stack, pair.sessions, pair.clis
        ours: list[float] = []
        theirs: list[float] = []
        for number in range(ROUNDS):
            theirs.append(await _bare(cli, stack.root / f"them{number}"))
            ours.append(await _ours(stack, session, stack.root / f"us{number}"))
    mine, other = median(ours), median(theirs)
    return [
        Row(
            "interrupt → no process of the tool is left",
            f"{mine:.1f} ms",
            "bare CLI over its pipe",
            f"{other:.1f} ms",
            f"{mine - other:+.1f} ms",
            f"≤ +{MORE_MS:.0f} ms",
            mine - other <= MORE_MS,
        )
    ]


async def _bare(cli: BareCli, said: Path) -> float:
    cli.say(_prompt(said))
    gone = await _tool(said)
    began = time.monotonic()
    cli.interrupt()
    ended = await gone
    await cli.turn()
    return (ended - began) * 1000


async def _ours(stack: Stack, session: str, said: Path) -> float:
    async with phone(stack, session) as client:
        await say(stack, session, _prompt(said))
        gone = await _tool(said)
        began = time.monotonic()
        await stack.post(f"/sessions/{session}/interrupt", expect=200)
        ended = await gone
        await client.turn()
    return (ended - began) * 1000


def _prompt(said: Path) -> str:
    """Return a prompt for two processes, one below the other, that say when both are there.

    Not `sleep`: the CLI refuses a long one.
    """
    return f"bash=tail -f /dev/null & echo $$ $! > {said}.new; mv {said}.new {said}; wait"


async def _tool(said: Path) -> "asyncio.Future[float]":
    """Wait for the tool's processes; return what tells when the last of them has ended."""
    await eventually(said.exists)
    ends = [_end_of(int(pid)) for pid in said.read_text().split()]

    async def last() -> float:
        return max(await asyncio.gather(*ends))

    return asyncio.ensure_future(last())


def _end_of(pid: int) -> "asyncio.Future[float]":
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[float] = loop.create_future()
    watched = os.pidfd_open(pid)

    def over() -> None:
        loop.remove_reader(watched)
        os.close(watched)
        ended.set_result(time.monotonic())

    loop.add_reader(watched, over)
    return ended
