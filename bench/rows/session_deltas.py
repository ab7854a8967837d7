"""A delta leaves the model's API → a client of the session has it: live text, 50 deltas a second.

The agent is the real Claude Code CLI. Beside it the same CLI, driven by hand over its pipe.
"""

import asyncio
from collections.abc import Sequence

from bench.bare_cli import BareCli, delta_delays
from bench.sessions import (
    follower,
    follower_delays,
    phone,
    phone_delays,
    say,
)
from bench.side_by_side import side_by_side
from bench.table import Row, percentile
from tests.acceptance.stack import Stack
from tests.fakes.claude_process import real_claude

DELTAS = 200
PER_SECOND = 50
PROMPT = f"deltas={DELTAS} rate={PER_SECOND}"
ROUNDS = 4
SETTLE_SECONDS = 0.5
"""A CLI is busy for a while after its turn, and would be in the way of the next."""

MORE_MS = {"p50": 0.6, "p99": 2.5}

Figures = list[tuple[float, float]]


async def run() -> list[Row]:
    if real_claude() is None:
        return []
    async with side_by_side(4) as pair:
        rows: list[Row] = []
        for count in (1, 4):
            rows += await _measure(pair.stack, pair.sessions[:count], pair.clis[:count])
        return rows


async def _measure(stack: Stack, sessions: Sequence[str], clis: Sequence[BareCli]) -> list[Row]:
    bare: Figures = []
    sockets: Figures = []
    streams: Figures = []
    for number in range(-1, ROUNDS):
        await asyncio.sleep(SETTLE_SECONDS)
        them = await _bare(clis)
        await asyncio.sleep(SETTLE_SECONDS)
        over_ws = await _phones(stack, sessions)
        await asyncio.sleep(SETTLE_SECONDS)
        over_grpc = await _followers(stack, sessions)
        if number >= 0:  # the first one warms up
            bare.append(_both(them))
            sockets.append(_both(over_ws))
            streams.append(_both(over_grpc))
    name = "1 session" if len(sessions) == 1 else f"{len(sessions)} sessions"
    rows: list[Row] = []
    for place, share in enumerate(("p50", "p99")):
        ours, grpc, theirs = (
            min(each[place] for each in figures) for figures in (sockets, streams, bare)
        )
        promised = len(sessions) == 1
        rows.append(
            Row(
                f"delta → WebSocket, {name} × {PER_SECOND}/s, {share}",
                f"{ours:.2f} ms (gRPC {grpc:.2f})",
                "bare CLI over its pipe",
                f"{theirs:.2f} ms",
                f"{ours - theirs:+.2f} ms",
                f"≤ +{MORE_MS[share]} ms" if promised else "",
                ours - theirs <= MORE_MS[share] if promised else None,
                [f"each round: opsdeck {_each(sockets, place)}, bare {_each(bare, place)}"],
            )
        )
    return rows


def _both(delays: list[float]) -> tuple[float, float]:
    return percentile(delays, 0.5), percentile(delays, 0.99)


def _each(figures: Figures, place: int) -> str:
    return ", ".join(f"{figure[place]:.2f}" for figure in figures)


async def _bare(clis: Sequence[BareCli]) -> list[float]:
    async def one(cli: BareCli) -> list[float]:
        cli.say(PROMPT)
        return _whole(delta_delays(await cli.turn()))

    return _flat(await asyncio.gather(*map(one, clis)))


async def _phones(stack: Stack, sessions: Sequence[str]) -> list[float]:
    async def one(session_id: str) -> list[float]:
        async with phone(stack, session_id) as client:
            await say(stack, session_id, PROMPT)
            return _whole(phone_delays(await client.turn()))

    return _flat(await asyncio.gather(*map(one, sessions)))


async def _followers(stack: Stack, sessions: Sequence[str]) -> list[float]:
    async def one(session_id: str) -> list[float]:
        async with follower(stack, channel, session_id) as client:
            await say(stack, session_id, PROMPT)
            # The block itself follows its deltas.
            return _whole(follower_delays(await client.turn())[:DELTAS])

    async with stack.channel() as channel:
        return _flat(await asyncio.gather(*map(one, sessions)))


def _whole(delays: list[float]) -> list[float]:
    assert len(delays) == DELTAS, len(delays)
    return delays


def _flat(lists: Sequence[list[float]]) -> list[float]:
    return [value for values in lists for value in values]
