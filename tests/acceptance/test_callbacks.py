"""Callbacks: sent until they arrive, over restarts, each with one delivery id."""

import asyncio
from typing import Any

from tests.acceptance.stack import Stack
from tests.acceptance.watching import Recorder
from tests.fakes.http_server import HttpRequest
from tests.fakes.webhook_sink import Answer, WebhookSink


def deliveries(requests: list[HttpRequest]) -> set[str]:
    return {request.headers["x-agent-delivery"] for request in requests}


async def test_a_receiver_that_fails_is_asked_again_with_the_same_delivery_id(
    stack: Stack,
) -> None:
    async with WebhookSink([500]) as sink:
        await stack.create_job("@write a.txt x", osCallbackUrl=sink.url)
        requests = await sink.wait_for(2)

    assert len(deliveries(requests)) == 1
    assert requests[0].body == requests[1].body
    assert requests[0].headers["x-agent-timestamp"] < requests[1].headers["x-agent-timestamp"]


async def test_an_attempt_that_is_owed_is_made_by_the_next_server(stack: Stack) -> None:
    async with WebhookSink([500]) as sink:
        await stack.create_job("@write a.txt x", osCallbackUrl=sink.url)
        await sink.wait_for(1)
        await stack.stop()
        await stack.start()
        requests = await sink.wait_for(2)

    assert len(deliveries(requests)) == 1


async def test_an_attempt_that_was_cut_off_is_made_again(stack: Stack) -> None:
    async with WebhookSink([Answer(hang=True)]) as sink:
        await stack.create_job("@say x", osCallbackUrl=sink.url)
        await sink.wait_for(1)
        await stack.kill()
        await stack.start()
        requests = await sink.wait_for(2)

    assert len(deliveries(requests)) == 1


async def test_redirects_are_not_followed(stack: Stack) -> None:
    async with WebhookSink() as elsewhere:
        moved = Answer(307, {"Location": elsewhere.url})
        async with WebhookSink([moved]) as sink:
            await stack.create_job("@say x", osCallbackUrl=sink.url)
            await sink.wait_for(2)

    assert elsewhere.requests == []


async def test_whatever_a_job_comes_to_is_told(installed: Stack) -> None:
    installed.env["MAX_CONCURRENT_JOBS"] = "1"
    stack = await installed.start()
    async with WebhookSink() as sink:

        async def job(name: str, prompt: str) -> str:
            return await stack.create_job(
                prompt, branchName=name, osCallbackUrl=sink.url, osFeatureId=f"feature-{name}"
            )

        failed = await job("failed", "@error no more")
        await stack.finished(failed)
        running = await job("running", f"@say Waiting.\n@gate {stack.root / 'never'}")
        await Recorder(stack, running).texts(1)
        waiting = await job("waiting", "@say x")
        for job_id in (waiting, running):
            await stack.post(f"/jobs/{job_id}/cancel", expect=200)
        await sink.wait_for(3)

    told: dict[str, Any] = {body["jobId"]: body for body in sink.bodies}
    assert {job_id: body["status"] for job_id, body in told.items()} == {
        failed: "failed",
        running: "cancelled",
        waiting: "cancelled",
    }
    assert "no more" in told[failed]["error"]
    assert told[waiting]["osFeatureId"] == "feature-waiting"


async def test_a_receiver_that_is_stuck_keeps_no_other_back(installed: Stack) -> None:
    installed.env["MAX_CONCURRENT_JOBS"] = "1"
    stack = await installed.start()
    await stack.create_job(f"@gate {stack.root / 'never'}")
    async with WebhookSink([Answer(hang=True)] * 40) as stuck, WebhookSink([500]) as sink:

        async def cancelled(number: int, url: str) -> None:
            job_id = await stack.create_job("@say x", branchName=f"b{number}", osCallbackUrl=url)
            await stack.post(f"/jobs/{job_id}/cancel", expect=200)

        await asyncio.gather(*(cancelled(number, stuck.url) for number in range(40)))
        await stuck.wait_for(1)
        await cancelled(40, sink.url)
        # The first attempt fails, and the second is due 5 s later.
        await sink.wait_for(1, timeout=5)
        await sink.wait_for(2, timeout=12)
