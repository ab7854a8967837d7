"""How long a start takes and on what, and how much memory the idle server takes."""

import asyncio
import json
import time
from pathlib import Path

from bench.rig import running
from bench.table import Row
from tests.acceptance.stack import Stack


async def run() -> list[Row]:
    started = time.perf_counter()
    async with running(LOG_LEVEL="info") as stack:
        ready = time.perf_counter() - started
        spent = _spent(stack)
        rss = _memory(stack)
        gate = stack.root / "gate"
        jobs = [await stack.create_job(f"@gate {gate}", branchName=f"m{n}") for n in range(2)]
        supervisors: list[float] = []
        async with asyncio.timeout(20):
            while len(supervisors) < len(jobs):
                await asyncio.sleep(0.05)
                supervisors = [_rss(pid) for pid in stack.supervisors()]
        gate.touch()
        for job in jobs:
            await stack.finished(job)
    return [
        Row("server ready after `opsdeck serve`", f"{ready * 1000:.0f} ms", notes=[spent]),
        Row("memory of the idle server", f"{rss['server']:.0f} MB"),
        Row("memory of its Envoy", f"{rss['envoy']:.0f} MB"),
        Row("memory of a running supervisor", f"{max(supervisors):.1f} MB"),
    ]


def _spent(stack: Stack) -> str:
    for line in stack.log.read_text().splitlines():
        if line.startswith("{") and (said := json.loads(line)).get("event") == "opsdeck.ready":
            laps = {k: v for k, v in said.items() if isinstance(v, int | float)}
            return "spent on, in ms: " + ", ".join(f"{name} {ms}" for name, ms in laps.items())
    return "the log does not say on what"


def _memory(stack: Stack) -> dict[str, float]:
    assert stack.server is not None
    envoy = [pid for pid, words in stack.processes().items() if "envoy" in words.split(" ")[0]]
    return {"server": _rss(stack.server.pid), "envoy": sum(map(_rss, envoy))}


def _rss(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0
