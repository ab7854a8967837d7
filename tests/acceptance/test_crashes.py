"""Killed anywhere, started again: nothing is lost, doubled or left running."""

import asyncio
import json
import os
import signal
from pathlib import Path

import pytest

from tests.acceptance.stack import Stack
from tests.acceptance.watching import AWAY, Recorder
from tests.fakes.webhook_sink import WebhookSink

FAILPOINTS = [
    "after_claim",
    "after_commit",
    "after_push",
    "after_pull_request",
    "before_callback",
]


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
        watcher = None
        try:
            job_id = await stack.create_job("@write a.txt x\n@say Done.", osCallbackUrl=sink.url)
            watcher = Recorder(stack, job_id)
        except (*AWAY, AssertionError):
            job_id = ""  # It died before it could answer.
        await stack.died()
        await stack.start()
        if watcher is None:
            [job] = (await stack.get("/jobs"))["jobs"]
            job_id, watcher = job["id"], Recorder(stack, job["id"])

        await everything_happened_once(stack, job_id, sink)
        await watcher.end()
    assert [said["text"] for said in watcher.seen("assistantText")] == ["Done."]
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
        await watcher.texts(50)
        await stack.kill()
        gate.touch()
        await stack.start()

        await everything_happened_once(stack, job_id, sink)
        await watcher.end()
    assert len(watcher.seen("assistantText")) == 100
    assert stack.leftovers() == {}


async def test_a_killed_supervisor_makes_the_run_lost_and_its_work_kept(stack: Stack) -> None:
    gate = stack.root / "never"
    job_id = await stack.create_job(
        f"@write precious.txt data\n@grandchild\n@say Waiting.\n@gate {gate}"
    )
    await Recorder(stack, job_id).texts(1)
    [supervisor] = stack.supervisors()
    os.kill(supervisor, signal.SIGKILL)

    job = await stack.finished(job_id)
    assert job["status"] == "failed"
    assert job["run"]["state"] == "lost"
    [told] = [line for line in stack.log.read_text().splitlines() if "run.lost" in line]
    told = json.loads(told)
    assert (told["level"], told["job"], told["run"]) == ("warning", job_id, job["run"]["id"])
    assert stack.leftovers() == {}
    kept = await _git(stack.bare, "show", f"{job['keptRef']}:precious.txt")
    assert kept.strip() == "data"


async def test_cancel_leaves_no_process_of_an_agent_that_ignores_everything(stack: Stack) -> None:
    job_id = await stack.create_job("@ignoreterm\n@deaf\n@grandchild\n@say Waiting.\n@hang")
    watcher = Recorder(stack, job_id)
    await watcher.texts(1)
    assert stack.leftovers() != {}

    async with asyncio.timeout(20):
        answer = await stack.post(f"/jobs/{job_id}/cancel", expect=200)

    assert answer == {"id": job_id, "status": "cancelled", "wasRunning": True}
    assert stack.leftovers() == {}
    await watcher.end()


async def test_a_graceful_stop_leaves_a_long_job_to_the_next_server(installed: Stack) -> None:
    gate = installed.root / "gate"
    installed.env["SHUTDOWN_GRACE_SECONDS"] = "0.2"
    stack = await installed.start()
    job_id = await stack.create_job(f"@say Waiting.\n@gate {gate}\n@write a.txt x")
    await Recorder(stack, job_id).texts(1)

    assert await stack.stop() == 0
    assert stack.leftovers() != {}
    gate.touch()
    await stack.start()

    assert (await stack.finished(job_id))["status"] == "completed"
    assert len(stack.agent_starts()) == 1


async def _git(repo: Path, *words: str) -> str:
    process = await asyncio.create_subprocess_exec(
        "git", "-C", str(repo), *words, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    return out.decode()
