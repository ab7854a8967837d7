"""20,000 deltas as fast as the agent can: when the end is seen, and what one who was away gets.

The agent is the real Claude Code CLI. Beside it the same CLI, driven by hand over its pipe.
"""

import json
import time

from bench.bare_cli import BareCli
from bench.sessions import phone, say
from bench.side_by_side import side_by_side
from bench.table import Row
from tests.acceptance.stack import Stack
from tests.fakes.claude_process import real_claude
from tests.support.stamps import stamps

DELTAS = 20_000
PROMPT = f"deltas={DELTAS}"
ROUNDS = 4


async def run() -> list[Row]:
    if real_claude() is None:
        return []
    async with side_by_side() as pair:
        stack, [session], [cli] = pair.stack, pair.sessions, pair.clis
        ours: list[float] = []
        theirs: list[float] = []
        away: list[float] = []
        for _ in range(ROUNDS):
            theirs.append(await _bare(cli))
            seconds, began_at = await _ours(stack, session)
            ours.append(seconds)
            away.append(await _away(stack, session, began_at))
    mine, other = min(ours), min(theirs)
    return [
        Row(
            f"{DELTAS:,} deltas → the end is seen over WebSocket",
            f"{mine:.2f} s",
            "bare CLI over its pipe",
            f"{other:.2f} s",
            f"{mine / other:.2f}×",
            "≤ 1.15×",
            mine / other <= 1.15,
            [f"each round: opsdeck {_each(ours)}, bare {_each(theirs)}"],
        ),
        Row(
            "who was away meanwhile has the whole text",
            f"{min(away) * 1000:.0f} ms",
            notes=[f"all {DELTAS:,} pieces, checked in each round"],
        ),
    ]


def _each(seconds: list[float]) -> str:
    return ", ".join(f"{value:.2f}" for value in seconds)


async def _bare(cli: BareCli) -> float:
    cli.say(PROMPT)
    lines = await cli.turn()
    first = next(line for _, line in lines if b"text_delta" in line)
    sent = stamps(json.loads(first)["event"]["delta"]["text"])[0]
    return (lines[-1][0] - sent) / 1e9


async def _ours(stack: Stack, session: str) -> tuple[float, int]:
    """Return how long it took, and the position before the message."""
    async with phone(stack, session) as client:
        await say(stack, session, PROMPT)
        frames = await client.turn()
    text = "".join(f["content"] for _, f in frames if f["type"] == "assistantText")
    sent = stamps(text)
    assert len(sent) == DELTAS, len(sent)
    ended = next(read for read, f in frames if f["type"] == "result")
    return (ended - sent[0]) / 1e9, frames[0][1]["seq"] - 1


async def _away(stack: Stack, session: str, after: int) -> float:
    """Come back with the position of before; return in how many seconds all is there."""
    began = time.monotonic()
    async with phone(stack, session, f"after={after}") as client:
        frames = await client.turn()
        seconds = time.monotonic() - began
    text = "".join(f["content"] for _, f in frames if f["type"] == "assistantText")
    assert len(stamps(text)) == DELTAS, len(stamps(text))
    return seconds
