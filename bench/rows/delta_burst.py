"""20,000 deltas as fast as the agent can: when the end is seen, and what memory it takes.

The agent is the real Claude Code CLI before a stand-in of the model's API, where `make tools`
has installed it. The stand-in CLI, which writes its lines ten times as fast, shows what the
server itself needs for them.
"""

import asyncio
import json
import time
from pathlib import Path

from bench.model_api import model_api, real_cli_env
from bench.rig import direct, running
from bench.table import Row
from opsdeck.v1 import job_service_pb2, job_service_pb2_grpc
from tests.acceptance.stack import Stack
from tests.fakes.claude_process import real_claude

DELTAS = 20_000
ROUNDS = 3
FLAGS = "-p --input-format stream-json --output-format stream-json --verbose"


async def run() -> list[Row]:
    rows = [await _row("the stand-in agent", {}, f"@deltas {DELTAS}", promised=False)]
    if real_claude() is not None:
        async with model_api() as base_url:
            env = real_cli_env(base_url)
            rows.insert(0, await _row("Claude Code", env, f"deltas={DELTAS}", promised=True))
    return [row for pair in rows for row in pair]


async def _row(name: str, env: dict[str, str], prompt: str, *, promised: bool) -> list[Row]:
    async with running(**env) as stack:
        before = _rss(stack)
        ours: list[float] = []
        theirs: list[float] = []
        for attempt in range(ROUNDS):
            theirs.append(await _cat(stack, prompt))
            ours.append(await _opsdeck(stack, prompt, attempt))
        grown = _rss(stack) - before
    mine, other = min(ours), min(theirs)
    return [
        Row(
            f"{DELTAS:,} deltas of {name} → the end is seen",
            f"{mine:.2f} s",
            "cat of the same process",
            f"{other:.2f} s",
            f"{mine / other:.2f}×",
            "≤ 1.3×" if promised else "",
            mine / other <= 1.3 if promised else None,
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


def _stamp(text: str) -> int:
    """Return when the first delta of a text was sent: `<number>:<monotonic_ns> …`."""
    return int(text.partition(":")[2].split(" ")[0])


async def _opsdeck(stack: Stack, prompt: str, attempt: int) -> float:
    """Return seconds from the first delta's being sent to the turn's end at a watcher."""
    async with direct(stack) as channel:
        service = job_service_pb2_grpc.JobServiceStub(channel)
        job_id = await stack.create_job(prompt, branchName=f"d{attempt}")
        first = 0
        request = job_service_pb2.WatchJobRequest(id=job_id, partial=True)
        async for answer in service.WatchJob(request, metadata=stack.metadata):
            for event in answer.events:
                if event.type == "assistantText":
                    first = first or _stamp(event.assistant_text.text)
                if event.type == "result":
                    return (time.monotonic_ns() - first) / 1e9
    raise AssertionError("no result")


async def _cat(stack: Stack, prompt: str) -> float:
    message = {"type": "user", "message": {"role": "user", "content": prompt}}
    process = await asyncio.create_subprocess_shell(
        f"{stack.env['CLAUDE_CODE_PATH']} {FLAGS} --include-partial-messages | cat",
        cwd=stack.root,
        env=stack.env,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        limit=2**26,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write((json.dumps(message) + "\n").encode())
    process.stdin.close()
    ended, output = 0, b""
    while piece := await process.stdout.read(2**20):
        output += piece
        ended = time.monotonic_ns()
        if b"duration_ms" in piece:
            break
    await process.stdout.read()
    await process.wait()
    for line in output.splitlines():
        said = json.loads(line)
        if said["type"] == "assistant" and said["message"]["content"][0]["type"] == "text":
            return (ended - _stamp(said["message"]["content"][0]["text"])) / 1e9
    raise AssertionError("no text")
