"""An agent writes a line → a gRPC watcher has it: 8 runs at 50 lines a second."""

import asyncio
import json
import time
from typing import Any, cast

from bench.bare_server import bare
from bench.rig import direct, running
from bench.table import Row, percentile
from opsdeck.v1 import job_service_pb2, job_service_pb2_grpc
from tests.acceptance.stack import Stack

RUNS = 8

TRIED = (
    "An event crosses two more processes' wake-ups than the bare stream (agent → supervisor → "
    "server) and a synchronous commit before it is seen, and those are most of the figure. "
    "Tried: one transaction for all commits that wait (group commit), whole transactions in "
    "one thread instead of one change of threads per statement, statements compiled once, "
    "recent events from memory, each event encoded once for all watchers, a shorter switch "
    "interval between threads. Not tried: to show events before they are on disk."
)
LINES = 200
PER_SECOND = 50
ROUNDS = 2


async def run() -> list[Row]:
    ours: list[tuple[float, float]] = []
    theirs: list[tuple[float, float]] = []
    async with running(MAX_CONCURRENT_JOBS=str(RUNS)) as stack:
        for attempt in range(ROUNDS):
            theirs.append(_both(await _bare(stack)))
            ours.append(_both(await _opsdeck(stack, attempt)))
    (p50, p99), (bare50, bare99) = min(ours), min(theirs)
    return [
        Row(
            f"line → watcher, {RUNS} runs × {PER_SECOND}/s, {name}",
            f"{mine:.2f} ms",
            "pipe + bare grpc.aio stream, no journal",
            f"{other:.2f} ms",
            f"{mine / other:.2f}×",
            "≤ 3×",
            mine / other <= 3,
            [] if mine / other <= 3 else [TRIED],
        )
        for name, mine, other in (("p50", p50, bare50), ("p99", p99, bare99))
    ]


def _both(delays: list[float]) -> tuple[float, float]:
    return percentile(delays, 0.5), percentile(delays, 0.99)


def _delay(text: str) -> float:
    return (time.monotonic_ns() - int(text.partition(":")[2])) / 1e6


async def _opsdeck(stack: Stack, attempt: int) -> list[float]:
    async with direct(stack) as channel:
        service = job_service_pb2_grpc.JobServiceStub(channel)

        async def watch(number: int) -> list[float]:
            job_id = await stack.create_job(
                f"@rate {LINES} {PER_SECOND}", branchName=f"r{attempt}-{number}"
            )
            delays: list[float] = []
            request = job_service_pb2.WatchJobRequest(id=job_id)
            async for answer in service.WatchJob(request, metadata=stack.metadata):
                for event in answer.events:
                    if event.type == "assistantText":
                        delays.append(_delay(event.assistant_text.text))
            return delays

        seen = await asyncio.gather(*map(watch, range(RUNS)))
        return [delay for delays in seen for delay in delays]


async def _bare(stack: Stack) -> list[float]:
    message = {
        "type": "user",
        "message": {"role": "user", "content": f"@rate {LINES} {PER_SECOND}"},
    }
    argv = [
        stack.env["CLAUDE_CODE_PATH"],
        *("-p", "--input-format", "stream-json", "--output-format", "stream-json", "--verbose"),
    ]
    request = json.dumps([argv, json.dumps(message) + "\n"]).encode()
    async with bare() as channel:
        stream = cast("Any", channel.unary_stream("/bench.Bare/Stream"))

        async def watch(_: int) -> list[float]:
            delays: list[float] = []
            async for line in stream(request):
                event = json.loads(line)
                if event["type"] == "assistant":
                    delays.append(_delay(event["message"]["content"][0]["text"]))
            return delays

        seen = await asyncio.gather(*map(watch, range(RUNS)))
        return [delay for delays in seen for delay in delays]
