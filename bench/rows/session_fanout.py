"""An event is there → its watchers have it: one over WebSocket and gRPC, then 500 at once."""

import asyncio
import os
import time
from collections.abc import Callable
from pathlib import Path

from bench.rig import running
from bench.sessions import (
    follower,
    follower_delays,
    phone,
    phone_delays,
    say,
    start_session,
)
from bench.table import Row, percentile
from tests.acceptance.stack import TOKEN, Stack
from tests.support.crowd import Light, join
from tests.support.stamps import stamps

EVENTS = 200
PER_SECOND = 50
ROUNDS = 4

CROWD = 500
CROWD_SECONDS = 60
CROWD_PER_SECOND = 20
LATE_MS = 1000.0


async def run() -> list[Row]:
    async with running() as stack:
        return [*await _one(stack), *await _crowd(stack)]


async def _one(stack: Stack) -> list[Row]:
    session = await start_session(stack)
    prompt = f"@rate {EVENTS} {PER_SECOND}"
    ours: list[list[float]] = []
    theirs: list[list[float]] = []
    async with stack.channel() as channel:
        for number in range(-1, ROUNDS):
            async with follower(stack, channel, session, tail_only=True) as client:
                await say(stack, session, prompt)
                over_grpc = follower_delays(await client.turn())
            async with phone(stack, session, "") as client:
                await say(stack, session, prompt)
                over_ws = phone_delays(await client.turn())
            assert len(over_ws) == len(over_grpc) == EVENTS
            if number >= 0:  # the first one warms up
                ours.append(over_ws)
                theirs.append(over_grpc)
    rows: list[Row] = []
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        mine, other = (min(percentile(each, share) for each in all_) for all_ in (ours, theirs))
        rows.append(
            Row(
                f"event → WebSocket client, {PER_SECOND}/s, {name}",
                f"{mine:.2f} ms",
                "gRPC watcher through the same port",
                f"{other:.2f} ms",
                f"{mine / other:.2f}×",
                "≤ 1.5×",
                mine / other <= 1.5,
            )
        )
    return rows


async def _crowd(stack: Stack) -> list[Row]:
    session = await start_session(stack)
    events = CROWD_SECONDS * CROWD_PER_SECOND
    pool: dict[bytes, bytes] = {}
    crowd: list[Light] = []
    for _ in range(CROWD // 50):
        some = (join(stack.port, session, TOKEN, "after=0", pool) for _ in range(50))
        crowd += await asyncio.gather(*some)
    before = _cpu(stack)
    began = time.monotonic()
    await say(stack, session, f"@rate {events} {CROWD_PER_SECOND}")
    async with asyncio.timeout(CROWD_SECONDS * 2):
        await asyncio.gather(*(client.until(_ended) for client in crowd))
    seconds = time.monotonic() - began
    after = _cpu(stack)
    worst = [max(_delays(client)) for client in crowd]
    dropped = sum(client.ended.done() for client in crowd)
    whole = sum(len(_delays(client)) == events for client in crowd)
    await asyncio.gather(*(client.close() for client in crowd))
    spent = {name: after[name] - before[name] for name in after}
    each = sum(spent.values()) / events / CROWD * 1e6
    return [
        Row(
            f"{CROWD} WebSocket watchers, {CROWD_PER_SECOND} events/s, {CROWD_SECONDS} s: "
            "latest event of the median watcher",
            f"{percentile(worst, 0.5):.0f} ms",
            mark=f"≤ {LATE_MS:.0f} ms, none dropped",
            met=percentile(worst, 0.5) <= LATE_MS and not dropped and whole == CROWD,
            notes=[
                f"of the last watcher {max(worst):.0f} ms",
                f"{whole} have all events, {dropped} were dropped",
            ],
        ),
        Row(
            "CPU of the server, bridge and Envoy, per event and watcher",
            f"{each:.1f} µs",
            notes=[
                ", ".join(
                    f"{name} {used / seconds * 100:.0f} %" for name, used in sorted(spent.items())
                )
                + " of a core"
            ],
        ),
    ]


def _ended(frame: bytes) -> bool:
    return b'"result"' in frame


def _delays(client: Light) -> list[float]:
    return [
        (came * 1e9 - sent) / 1e6
        for came, frame in client.frames
        if b'"assistantText"' in frame
        for sent in stamps(frame.decode())
    ]


def _cpu(stack: Stack) -> dict[str, float]:
    """Return how many seconds of CPU each part of the installation has used."""
    parts: dict[str, Callable[[str], bool]] = {
        "server": lambda words: "opsdeck_server.cli serve" in words,
        "bridge": lambda words: "opsdeck_gateway.bridge" in words,
        "Envoy": lambda words: "envoy" in words.split(" ")[0],
    }
    processes = stack.processes().items()
    return {
        name: sum(_seconds(pid) for pid, words in processes if holds(words))
        for name, holds in parts.items()
    }


def _seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
