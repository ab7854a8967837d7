"""A message is sent → its first text is there: in a session that lives, and in a new one.

The agent is the real Claude Code CLI. Beside it the same CLI, driven by hand over its pipe.
"""

import asyncio
import time
from pathlib import Path
from statistics import median

from bench.bare_cli import BareCli, bare_cli
from bench.sessions import phone, say, start_session
from bench.side_by_side import side_by_side
from bench.table import Row
from tests.acceptance.stack import Stack
from tests.fakes.claude_process import real_claude

PROMPT = "deltas=1"
ROUNDS = 20
NEW = 5
MORE_MS = 5.0
SETTLE_SECONDS = 0.4
"""A CLI is busy for a while after its turn, and would be in the way of the next."""


async def run() -> list[Row]:
    if real_claude() is None:
        return []
    async with side_by_side() as pair:
        stack, [session], [cli] = pair.stack, pair.sessions, pair.clis
        live: list[float] = []
        theirs: list[float] = []
        for number in range(-2, ROUNDS):
            both = await _bare(cli), await _ours(stack, session)
            if number >= 0:  # the first ones warm up
                theirs.append(both[0])
                live.append(both[1])
        await stack.call("DELETE", f"/sessions/{session}")
        new: list[float] = []
        bare_new: list[float] = []
        for number in range(NEW):
            bare_new.append(await _bare_new(stack, stack.root / f"new{number}"))
            new.append(await _new(stack))
    ours, other, first = min(live), min(theirs), min(new)
    return [
        Row(
            "message → first text, live session",
            f"{ours:.1f} ms",
            "bare CLI over its pipe",
            f"{other:.1f} ms",
            f"{ours - other:+.1f} ms",
            f"≤ +{MORE_MS:.0f} ms",
            ours - other <= MORE_MS,
            [f"medians: opsdeck {median(live):.1f} ms, bare {median(theirs):.1f} ms"],
        ),
        Row(
            "first message, a second after the session's start → first text",
            f"{first:.1f} ms",
            "in a live session",
            f"{ours:.1f} ms",
            f"{first / ours:.2f}×",
            "≤ 2×",
            first <= 2 * ours,
            [
                f"each: {', '.join(f'{ms:.1f}' for ms in new)}",
                f"the bare CLI's own first message, as late: {min(bare_new):.1f} ms",
            ],
        ),
    ]


async def _bare(cli: BareCli) -> float:
    await asyncio.sleep(SETTLE_SECONDS)
    began = time.monotonic_ns()
    cli.say(PROMPT)
    seen = await cli.until(b"text_delta")
    await cli.turn()
    return (seen - began) / 1e6


async def _bare_new(stack: Stack, folder: Path) -> float:
    async with bare_cli(stack, folder) as cli:
        await asyncio.sleep(1 - SETTLE_SECONDS)
        return await _bare(cli)


async def _ours(stack: Stack, session: str) -> float:
    async with phone(stack, session) as client:
        await asyncio.sleep(SETTLE_SECONDS)
        began = time.monotonic_ns()
        saying = asyncio.create_task(say(stack, session, PROMPT))
        frames = await client.turn()
        await saying
    return (next(read for read, f in frames if f["type"] == "assistantText") - began) / 1e6


async def _new(stack: Stack) -> float:
    session = await start_session(stack)
    try:
        await asyncio.sleep(1 - SETTLE_SECONDS)
        return await _ours(stack, session)
    finally:
        await stack.call("DELETE", f"/sessions/{session}")
