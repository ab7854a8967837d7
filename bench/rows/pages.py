"""The first page of 10,000 jobs and the last, against the first page of ten."""

import asyncio
import time

from bench.rig import running
from bench.table import Row
from tests.acceptance.stack import Stack

MANY = 10_000
ROUNDS = 30


async def run() -> list[Row]:
    async with running(MAX_CONCURRENT_JOBS="1") as stack:
        gate = stack.root / "gate"
        await _queue(stack, 10, f"@gate {gate}")
        few = await _page(stack, 0)
        await _queue(stack, MANY - 10, "@say x")
        first = await _page(stack, 0)
        last = await _page(stack, MANY - 10)
    return [
        Row(
            f"{name} page of {MANY:,} jobs",
            f"{mine * 1000:.2f} ms",
            "first page of 10",
            f"{few * 1000:.2f} ms",
            f"{mine / few:.2f}×",
            "≤ 2×",
            mine / few <= 2,
        )
        for name, mine in (("first", first), ("last", last))
    ]


async def _queue(stack: Stack, count: int, prompt: str) -> None:
    gate = asyncio.Semaphore(32)

    async def one(number: int) -> None:
        async with gate:
            await stack.create_job(prompt, branchName=f"b{number}")

    await asyncio.gather(*map(one, range(count)))


async def _page(stack: Stack, offset: int) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.perf_counter()
        page = await stack.get(f"/jobs?limit=10&offset={offset}")
        best = min(best, time.perf_counter() - started)
        assert len(page["jobs"]) == 10
    return best
