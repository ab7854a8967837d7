"""Killed anywhere, started again: nothing is lost, doubled or left running."""

import asyncio
import os
import signal
from pathlib import Path
from typing import Any

import httpcore
import pytest

from tests.acceptance.stack import Stack
from tests.fakes.webhook_sink import WebhookSink

FAILPOINTS = [
    "after_claim",
    "after_commit",
    "after_push",
    "after_pull_request",
    "before_callback",
]


class Recorder:
    """A watcher that comes back with its cursor until the job is over."""

    def __init__(self, stack: Stack, job_id: str) -> None:
        self.seqs: list[int] = []
        self.events: list[dict[str, Any]] = []
        self.task = asyncio.create_task(self._watch(stack, job_id))

    async def _watch(self, stack: Stack, job_id: str) -> None:
        cursor = ""
        while not (self.events and self.events[-1].get("statusChange", {}).get("terminal")):
            try:
                async with stack.events(job_id, cursor) as answers:
                    async for answer in answers:
                        cursor = answer["cursor"]
                        self.events.extend(answer["events"])
            except (httpcore.NetworkError, httpcore.ProtocolError, AssertionError):
                await asyncio.sleep(0.02)
        self.seqs = [event["seq"] for event in self.events]


async def everything_happened_once(stack: Stack, job_id: str, sink: WebhookSink) -> None:
    job = await stack.finished(job_id)
    assert job["status"] == "completed", job
    assert stack.origin.branches() == ["feature/one", "main"]
    assert len(stack.origin.commits("feature/one", since="main")) == 1
    assert len(stack.pull_requests()) == 1
    await sink.wait_for(1)
    deliveries = {
        value
        for request in sink.requests
        for name, value in request.headers.items()
        if name.lower() == "x-agent-delivery"
    }
    assert len(deliveries) == 1
    assert len(stack.agent_starts()) == 1


@pytest.mark.parametrize("failpoint", FAILPOINTS)
async def test_killed_at_a_named_point_the_job_completes_and_all_happens_once(
    installed: Stack, failpoint: str
) -> None:
    async with WebhookSink() as sink:
        stack = await installed.start(failpoint)
        job_id = await stack.create_job("@write a.txt x\n@say Done.", osCallbackUrl=sink.url)
        watcher = Recorder(stack, job_id)
        await stack.died()
        await stack.start()

        await everything_happened_once(stack, job_id, sink)
        async with asyncio.timeout(20):
            await watcher.task
    assert watcher.seqs == list(range(1, len(watcher.seqs) + 1))
    texts = [e["assistantText"]["text"] for e in watcher.events if e["type"] == "assistantText"]
    assert texts == ["Done."]
    assert stack.leftovers() == {}


async def test_killed_in_mid_stream_the_agent_goes_on_and_no_event_is_lost(
    installed: Stack,
) -> None:
    gate = installed.root / "gate"
    async with WebhookSink() as sink:
        stack = await installed.start()
        job_id = await stack.create_job(
            f"@lines 50\n@gate {gate}\n@lines 50\n@write a.txt x", osCallbackUrl=sink.url
        )
        watcher = Recorder(stack, job_id)
        await _seen(watcher, 50)
        await stack.kill()
        gate.touch()
        await stack.start()

        await everything_happened_once(stack, job_id, sink)
        async with asyncio.timeout(20):
            await watcher.task
    assert watcher.seqs == list(range(1, len(watcher.seqs) + 1))
    assert sum(event["type"] == "assistantText" for event in watcher.events) == 100
    assert stack.leftovers() == {}


async def test_a_killed_supervisor_makes_the_run_lost_and_its_work_kept(stack: Stack) -> None:
    gate = stack.root / "never"
    job_id = await stack.create_job(
        f"@write precious.txt data\n@grandchild\n@say Waiting.\n@gate {gate}"
    )
    watcher = Recorder(stack, job_id)
    await _seen(watcher, 1)
    [supervisor] = stack.supervisors()
    os.kill(supervisor, signal.SIGKILL)

    job = await stack.finished(job_id)
    watcher.task.cancel()
    assert job["status"] == "failed"
    assert job["run"]["state"] == "lost"
    assert stack.leftovers() == {}
    kept = await _git(stack.bare, "show", f"{job['keptRef']}:precious.txt")
    assert kept.strip() == "data"


async def test_cancel_leaves_no_process_of_an_agent_that_ignores_everything(stack: Stack) -> None:
    job_id = await stack.create_job("@ignoreterm\n@deaf\n@grandchild\n@say Waiting.\n@hang")
    watcher = Recorder(stack, job_id)
    await _seen(watcher, 1)
    assert stack.leftovers() != {}

    async with asyncio.timeout(20):
        answer = await stack.post(f"/jobs/{job_id}/cancel", expect=200)

    assert answer == {"id": job_id, "status": "cancelled", "wasRunning": True}
    assert stack.leftovers() == {}
    await watcher.task


async def test_a_graceful_stop_leaves_a_long_job_to_the_next_server(installed: Stack) -> None:
    gate = installed.root / "gate"
    installed.env["SHUTDOWN_GRACE_SECONDS"] = "0.2"
    stack = await installed.start()
    job_id = await stack.create_job(f"@say Waiting.\n@gate {gate}\n@write a.txt x")
    await _seen(Recorder(stack, job_id), 1)

    assert await stack.stop() == 0
    assert stack.leftovers() != {}
    gate.touch()
    await stack.start()

    assert (await stack.finished(job_id))["status"] == "completed"
    assert len(stack.agent_starts()) == 1


async def _seen(watcher: Recorder, texts: int) -> None:
    """Wait until a watcher has seen so many blocks of text."""
    async with asyncio.timeout(30):
        while sum(event["type"] == "assistantText" for event in watcher.events) < texts:
            await asyncio.sleep(0.01)


async def _git(repo: Path, *words: str) -> str:
    process = await asyncio.create_subprocess_exec(
        "git", "-C", str(repo), *words, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    return out.decode()
