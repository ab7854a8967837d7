"""A watch of the Python client against the bare generated stub: processor time an event."""

import asyncio
import sys
import time
from collections.abc import AsyncIterable

import grpc

from bench.rig import running
from bench.table import Row
from opsdeck.v1.job_service_pb2 import WatchJobRequest, WatchJobResponse
from opsdeck.v1.job_service_pb2_grpc import JobServiceStub
from opsdeck_client import OpsdeckClient
from tests.acceptance.stack import TOKEN

EVENTS = 5_000
ROUNDS = 7


async def run() -> list[Row]:
    return [
        _row("watch in Python, an event of a replay", *await _replay()),
        _row("watch in Python, one event an answer", *await _live()),
    ]


async def _replay() -> tuple[float, float]:
    async with running() as stack:
        job_id = await stack.create_job(f"@lines {EVENTS}")
        job = await stack.finished(job_id)
        assert job["status"] == "completed", job
        return await _measure(f"127.0.0.1:{stack.port}", job_id)


async def _live() -> tuple[float, float]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.one_by_one", str(EVENTS)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        port = int(await process.stdout.readline())
        return await _measure(f"127.0.0.1:{port}", "any")
    finally:
        process.stdin.close()
        await process.wait()


async def _measure(target: str, job_id: str) -> tuple[float, float]:
    """Return µs of processor time an event: of the client, and of the bare stub."""
    metadata = (("authorization", f"Bearer {TOKEN}"),)
    async with (
        OpsdeckClient(f"http://{target}", TOKEN) as deck,
        grpc.aio.insecure_channel(target) as channel,
    ):
        stub = JobServiceStub(channel)
        ours: list[float] = []
        theirs: list[float] = []
        for _ in range(ROUNDS):
            ours.append(await _cost(deck.watch_job(job_id)))
            request = WatchJobRequest(id=job_id)
            theirs.append(await _cost(stub.WatchJob(request, metadata=metadata)))
    return min(ours), min(theirs)


async def _cost(watch: AsyncIterable[WatchJobResponse]) -> float:
    started, count = time.process_time(), 0
    async for answer in watch:
        for event in answer.events:
            count += event.seq > 0
    return (time.process_time() - started) * 1e6 / count


def _row(name: str, mine: float, other: float) -> Row:
    return Row(
        name,
        f"{mine:.2f} µs of CPU",
        "the generated stub, bare",
        f"{other:.2f} µs",
        f"{mine / other:.2f}×",
        "≤ 1.2×",
        mine / other <= 1.2,
    )
