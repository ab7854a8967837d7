"""The queue: its limit, its order, its pages."""

import asyncio

from tests.acceptance.stack import Stack


async def test_the_limit_holds_and_priority_goes_first(installed: Stack) -> None:
    gate = installed.root / "gate"
    installed.env["MAX_CONCURRENT_JOBS"] = "1"
    stack = await installed.start()
    first = await stack.create_job(f"@gate {gate}", branchName="first")
    await _running(stack, first)
    low = await stack.create_job("@say x", branchName="low")
    also_low = await stack.create_job("@say x", branchName="also-low")
    high = await stack.create_job("@say x", branchName="high", priority=5)

    queue = await stack.get("/queue")
    assert [entry["id"] for entry in queue["queued"]] == [high, low, also_low]
    assert [entry["position"] for entry in queue["queued"]] == [1, 2, 3]
    assert queue["maxConcurrent"] == 1

    await stack.kill()
    await stack.start()
    gate.touch()
    order = [await stack.finished(job_id) for job_id in (first, high, low, also_low)]
    started = [job["startedAt"] for job in order]
    ended = [job["completedAt"] for job in order]
    assert started == sorted(started)
    assert all(end <= start for end, start in zip(ended, started[1:], strict=False))


async def test_a_queued_job_is_cancelled_without_having_run(installed: Stack) -> None:
    gate = installed.root / "gate"
    installed.env["MAX_CONCURRENT_JOBS"] = "1"
    stack = await installed.start()
    first = await stack.create_job(f"@gate {gate}", branchName="first")
    await _running(stack, first)
    second = await stack.create_job("@say x", branchName="second")

    answer = await stack.post(f"/jobs/{second}/cancel", expect=200)

    assert answer == {"id": second, "status": "cancelled", "wasRunning": False}
    gate.touch()
    await stack.finished(first)
    assert len(stack.agent_starts()) == 1


async def _running(stack: Stack, job_id: str) -> None:
    async with asyncio.timeout(20):
        while (await stack.get(f"/jobs/{job_id}"))["status"] != "running":
            await asyncio.sleep(0.02)
