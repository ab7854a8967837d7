"""Jobs from POST to pull request, through the one port."""

import asyncio
import hashlib
import hmac
import json

from tests.acceptance.stack import Stack
from tests.fakes.webhook_sink import WebhookSink


async def test_a_job_ends_with_its_file_on_the_branch_and_a_pull_request(stack: Stack) -> None:
    job_id = await stack.create_job("@write hello.txt hi\n@say Done.", title="Say hi")

    job = await stack.finished(job_id)

    assert job["status"] == "completed", job
    assert stack.origin.read("feature/one", "hello.txt").strip() == "hi"
    assert stack.origin.commits("feature/one", since="main") == ["Say hi"]
    assert job["prNumber"] == 42
    assert job["filesChanged"] == 1
    [words] = stack.pull_requests()
    assert "--title=Say hi" in words or "Say hi" in words


async def test_what_the_agent_said_is_in_the_messages(stack: Stack) -> None:
    job_id = await stack.create_job("@say Looking around.\n@write a.txt x")

    job = await stack.finished(job_id)

    said = [m["content"] for m in job["messages"] if m["type"] == "stdout"]
    assert "Looking around." in said
    assert any(text.startswith("Write: ") for text in said)


async def test_a_job_that_changes_nothing_makes_no_pull_request(stack: Stack) -> None:
    job = await stack.finished(await stack.create_job("@say Nothing to do."))

    assert (job["status"], job["filesChanged"]) == ("completed", 0)
    assert stack.pull_requests() == []
    assert stack.origin.branches() == ["main"]


async def test_the_callback_is_signed_and_has_the_payload_of_the_contract(stack: Stack) -> None:
    async with WebhookSink() as sink:
        job_id = await stack.create_job("@write a.txt x", osCallbackUrl=sink.url)
        [request] = await sink.wait_for(1)
        job = await stack.get(f"/jobs/{job_id}")

    headers = {name.lower(): value for name, value in request.headers.items()}
    signed = headers["x-agent-timestamp"].encode() + b"." + request.body
    digest = hmac.new(b"hook-secret", signed, hashlib.sha256).hexdigest()
    assert headers["x-agent-signature"] == f"sha256={digest}"
    assert headers["x-agent-delivery"]
    assert json.loads(request.body) == {
        "jobId": job_id,
        "osFeatureId": None,
        "status": "completed",
        "prUrl": job["prUrl"],
        "prNumber": 42,
        "filesChanged": 1,
        "error": None,
        "completedAt": job["completedAt"],
    }


async def test_a_branch_that_origin_has_is_an_error_before_any_agent_runs(stack: Stack) -> None:
    stack.origin.commit({"x": "y"}, "Theirs", "feature/one")

    job = await stack.finished(await stack.create_job("@write a.txt x"))

    assert job["status"] == "failed"
    assert "feature/one exists on origin" in job["error"]
    assert stack.agent_starts() == []


async def test_a_failed_job_keeps_its_work_under_a_ref(stack: Stack) -> None:
    job = await stack.finished(await stack.create_job("@write a.txt precious\n@error no more"))

    assert job["status"] == "failed"
    assert "no more" in job["error"]
    ref = job["keptRef"]
    kept = await asyncio.create_subprocess_exec(
        "git", "-C", str(stack.bare), "show", f"{ref}:a.txt", stdout=asyncio.subprocess.PIPE
    )
    out, _ = await kept.communicate()
    assert out.strip() == b"precious"


async def test_one_key_makes_one_job_of_fifty(stack: Stack) -> None:
    body = {
        "githubOrg": "acme",
        "githubRepo": "app",
        "branchName": "b",
        "prompt": "@say once",
    }
    answers = await asyncio.gather(
        *(stack.call("POST", "/jobs", body, {"Idempotency-Key": "the-key"}) for _ in range(50))
    )

    assert {answer.status for answer in answers} == {201}
    assert len({answer.body for answer in answers}) == 1
    assert (await stack.get("/jobs"))["total"] == 1
