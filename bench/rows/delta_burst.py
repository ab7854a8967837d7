"""20,000 deltas as fast as the agent can: when the end is seen, and what memory it takes."""

import asyncio
import json
import time
from pathlib import Path

from bench.rig import direct, running
from bench.table import Row
from opsdeck.v1 import job_service_pb2, job_service_pb2_grpc
from tests.acceptance.stack import Stack

DELTAS = 20_000
ROUNDS = 3


async def run() -> list[Row]:
    async with running() as stack:
        before = _rss(stack)
        ours: list[float] = []
        theirs: list[float] = []
        for attempt in range(ROUNDS):
            theirs.append(await _cat(stack))
            ours.append(await _opsdeck(stack, attempt))
        grown = _rss(stack) - before
    mine, other = min(ours), min(theirs)
    return [
        Row(
            f"{DELTAS:,} deltas → the end is seen",
            f"{mine:.2f} s",
            "cat of the same process",
            f"{other:.2f} s",
            f"{mine / other:.2f}×",
            "≤ 1.3×",
            mine / other <= 1.3,
        ),
        Row(
            "memory that the server grows by meanwhile",
            f"{grown:.0f} MB",
            mark="≤ 50 MB",
            met=grown <= 50,
        ),
    ]


def _rss(stack: Stack) -> float:
    assert stack.server is not None
    for line in Path(f"/proc/{stack.server.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no VmRSS")


async def _opsdeck(stack: Stack, attempt: int) -> float:
    """Return seconds from the first delta's being written to the turn's end at a watcher."""
    async with direct(stack) as channel:
        service = job_service_pb2_grpc.JobServiceStub(channel)
        job_id = await stack.create_job(f"@deltas {DELTAS}", branchName=f"d{attempt}")
        first = 0
        request = job_service_pb2.WatchJobRequest(id=job_id, partial=True)
        async for answer in service.WatchJob(request, metadata=stack.metadata):
            for event in answer.events:
                if event.type == "textDelta" and not first:
                    first = int(event.text_delta.text.partition(":")[2].split()[0])
                if event.type == "assistantText":
                    text = event.assistant_text.text
                    first = first or int(text.partition(":")[2].split()[0])
                if event.type == "result":
                    return (time.monotonic_ns() - first) / 1e9
    raise AssertionError("no result")


async def _cat(stack: Stack) -> float:
    message = {"type": "user", "message": {"role": "user", "content": f"@deltas {DELTAS}"}}
    flags = "-p --input-format stream-json --output-format stream-json --verbose"
    process = await asyncio.create_subprocess_shell(
        f"{stack.env['CLAUDE_CODE_PATH']} {flags} --include-partial-messages | cat",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=2**26,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write((json.dumps(message) + "\n").encode())
    process.stdin.close()
    output = await process.stdout.read()
    ended = time.monotonic_ns()
    await process.wait()
    mark = output.index(b'"text_delta"')
    stamp = output[mark : mark + 400].split(b'"text"', 1)[1].split(b":", 2)[2]
    first = int(bytes(stamp.split(b" ")[0].split(b'"')[0]))
    return (ended - first) / 1e9
