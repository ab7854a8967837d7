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


async def test_whatever_a_job_comes_to_is_told(stack: Stack) -> None:
    async with WebhookSink() as sink:
        gate = stack.root / "never"

        async def job(name: str, prompt: str) -> str:
            url = f"{sink.url}/{name}"
            return await stack.create_job(
                prompt, branchName=name, osCallbackUrl=url, osFeatureId=f"feature-{name}"
            )

        failed = await job("failed", "@error no more")
        running = await job("cancelled", f"@say Waiting.\n@gate {gate}")
        waiting = await job("cancelled-early", "@say x")
        await Recorder(stack, running).texts(1)
        await stack.finished(failed)
        await stack.call("POST", f"/jobs/{waiting}/cancel", {})
        await stack.call("POST", f"/jobs/{running}/cancel", {})
        await sink.wait_for(3)

    told: dict[str, Any] = {body["jobId"]: body for body in sink.bodies}
    assert told[failed]["status"] == "failed"
    assert "no more" in told[failed]["error"]
    assert told[running]["status"] == "cancelled"
    assert {body["osFeatureId"] for body in told.values()} == {
        "feature-failed",
        "feature-cancelled",
        "feature-cancelled-early",
    }
    assert told.keys() == {failed, running, waiting}


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
