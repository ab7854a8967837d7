"""1,000 journaled events to a new watcher, against 1,000 messages one by one."""

import time
from typing import Any, cast

from bench.bare_server import bare
from bench.rig import direct, running
from bench.table import Row
from opsdeck.v1 import job_service_pb2, job_service_pb2_grpc

EVENTS = 1_000
ROUNDS = 5


async def run() -> list[Row]:
    ours: list[float] = []
    theirs: list[float] = []
    async with running() as stack, direct(stack) as channel, bare() as plain:
        service = job_service_pb2_grpc.JobServiceStub(channel)
        job_id = await stack.create_job(f"@lines {EVENTS}")
        job = await stack.finished(job_id)
        assert job["status"] == "completed", job
        payload = b""
        for _ in range(ROUNDS):
            started, count = time.perf_counter(), 0
            request = job_service_pb2.WatchJobRequest(id=job_id)
            async for answer in service.WatchJob(request, metadata=stack.metadata):
                count += len(answer.events)
                if not payload and len(answer.events) > 20:
                    payload = answer.events[20].SerializeToString()
            ours.append((time.perf_counter() - started) * EVENTS / count)
            started, count = time.perf_counter(), 0
            repeat = cast("Any", plain.unary_stream("/bench.Bare/Repeat"))
            async for _ in repeat(EVENTS.to_bytes(4, "big") + payload):
                count += 1
            theirs.append(time.perf_counter() - started)
    mine, other = min(ours), min(theirs)
    return [
        Row(
            f"replay of {EVENTS:,} events",
            f"{mine * 1000:.1f} ms",
            f"{EVENTS:,} messages over bare grpc.aio",
            f"{other * 1000:.1f} ms",
            f"{mine / other:.2f}×",
            "≤ 0.5×",
            mine / other <= 0.5,
        )
    ]
