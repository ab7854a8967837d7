"""Every curl of the agent-server document, and every error, as the contract has them."""

import asyncio
from typing import Any

import pytest

from tests.acceptance.stack import Stack

CLIENT = {"name": "Sample", "githubOrg": "acme", "githubRepo": "app"}


async def client(stack: Stack, **more: object) -> dict[str, Any]:
    return await stack.post("/clients", {**CLIENT, **more})


async def test_a_created_client_is_answered_with_its_clone(stack: Stack) -> None:
    made = await client(stack, osClientId="os-1")

    assert made == {
        "id": made["id"],
        "osClientId": "os-1",
        "name": "Sample",
        "githubOrg": "acme",
        "githubRepo": "app",
        "defaultBranch": "main",
        "repoCloned": True,
        "bareRepoPath": str(stack.bare),
    }
    assert stack.bare.is_dir()


async def test_clients_are_listed_without_the_numbers_of_their_jobs(stack: Stack) -> None:
    made = await client(stack)

    [listed] = (await stack.get("/clients"))["clients"]
    assert listed["id"] == made["id"]
    assert listed["repoExists"] is True
    assert "activeJobs" not in listed


async def test_one_client_comes_with_the_numbers_of_its_jobs(stack: Stack) -> None:
    made = await client(stack)
    await stack.finished(await stack.create_job("@say x"))

    got = await stack.get(f"/clients/{made['id']}")
    assert (got["activeJobs"], got["totalJobs"]) == (0, 1)


async def test_a_client_is_changed_by_patch(stack: Stack) -> None:
    made = await client(stack)

    answer = await stack.call(
        "PATCH", f"/clients/{made['id']}", {"name": "New", "defaultBranch": "develop"}
    )
    assert answer.status == 200
    assert (answer.json["name"], answer.json["defaultBranch"]) == ("New", "develop")


async def test_a_client_is_deleted_with_its_repository_on_request(stack: Stack) -> None:
    made = await client(stack)

    answer = await stack.call("DELETE", f"/clients/{made['id']}?removeRepo=true")
    assert (answer.status, answer.json) == (200, {"deleted": True, "repoRemoved": True})
    assert not stack.bare.exists()
    assert (await stack.get("/clients")) == {"clients": []}


async def test_a_client_with_a_running_job_is_not_deleted(stack: Stack) -> None:
    made = await client(stack)
    gate = stack.root / "gate"
    job_id = await stack.create_job(f"@gate {gate}")

    answer = await stack.call("DELETE", f"/clients/{made['id']}")
    assert answer.status == 400
    assert "cancel" in answer.json["error"]
    gate.touch()
    await stack.finished(job_id)


async def test_two_organisations_may_own_a_repository_of_one_name(stack: Stack) -> None:
    from tests.fakes.git_origin import make_origin

    make_origin(stack.origin.root, "other", "app")
    first = await client(stack)
    second = await stack.post("/clients", {**CLIENT, "githubOrg": "other"})
    assert first["bareRepoPath"] != second["bareRepoPath"]


async def test_a_job_is_answered_with_its_place(stack: Stack) -> None:
    made = await client(stack)

    job = await stack.post(
        "/jobs", {"clientId": made["id"], "prompt": "@say x", "branchName": "feature/x"}
    )
    assert job == {
        "id": job["id"],
        "clientId": made["id"],
        "status": "queued",
        "position": 1,
        "branchName": "feature/x",
        "createdAt": job["createdAt"],
    }


async def test_jobs_are_listed_by_status_and_client(stack: Stack) -> None:
    job_id = await stack.create_job("@say x", title="A title")
    await stack.finished(job_id)

    page = await stack.get("/jobs?status=completed,failed&limit=10&unknown=1")
    assert (page["total"], page["limit"], page["offset"]) == (1, 10, 0)
    [row] = page["jobs"]
    assert row["clientName"] == "acme/app"
    assert row["title"] == "A title"
    assert (await stack.get("/jobs?status=queued"))["jobs"] == []


async def test_a_job_shows_the_newest_lines_of_its_log_and_counts_the_others(stack: Stack) -> None:
    made = await stack.create_job("@lines 5100\n@say Done.", agent="simulator")
    job = await stack.finished(made)

    said = [line["content"] for line in job["messages"]]
    assert len(said) == 5_000
    assert "Done." in said
    assert said[-1] == "The job is completed."
    # The lines, what was said, and what the server did around them.
    assert 100 < job["messagesOmitted"] < 120
    assert (await stack.get(f"/jobs/{job['id']}"))["messagesOmitted"] == 0


async def test_a_finished_job_is_not_cancelled(stack: Stack) -> None:
    job_id = await stack.create_job("@say x")
    await stack.finished(job_id)

    answer = await stack.call("POST", f"/jobs/{job_id}/cancel", {})
    assert (answer.status, answer.json) == (400, {"error": "Job already completed"})


async def test_a_retry_is_a_new_job_that_names_the_old(stack: Stack) -> None:
    job_id = await stack.create_job("@write a.txt x\n@error no")
    await stack.finished(job_id)

    retried = await stack.post(f"/jobs/{job_id}/retry")
    assert retried["originalJobId"] == job_id
    assert (retried["status"], retried["position"]) == ("queued", 1)
    assert (await stack.finished(retried["id"]))["status"] == "failed"


async def test_the_queue_is_empty_at_first(stack: Stack) -> None:
    assert await stack.get("/queue") == {
        "running": [],
        "queued": [],
        "maxConcurrent": 2,
        "totalQueued": 0,
    }


async def test_sync_says_how_each_fetch_went(stack: Stack) -> None:
    await client(stack)
    good = await stack.post("/sync", expect=200)
    assert good == {"synced": [{"repo": "app", "success": True}]}

    stack.origin.path.rename(stack.origin.path.with_name("gone.git"))
    [bad] = (await stack.post("/sync", expect=200))["synced"]
    assert bad["success"] is False
    assert bad["error"]


async def test_health_has_the_fields_of_the_contract(stack: Stack) -> None:
    health = await stack.get("/health")

    assert health["status"] == "ok", health
    assert health["queue"] == {"running": 0, "queued": 0, "maxConcurrent": 2}
    assert health["claude"] == {"authenticated": True, "version": "2.1.329"}
    assert health["services"]["database"] == "ok"
    assert health["uptime"] > 0


async def test_a_missing_claude_is_said_by_health_and_on_the_job(installed: Stack) -> None:
    installed.env["CLAUDE_CODE_PATH"] = "/nowhere/claude"
    stack = await installed.start()

    health = await stack.get("/health")
    assert health["status"] == "degraded"
    assert "CLAUDE_CODE_PATH" in health["claude"]["error"]
    job = await stack.finished(await stack.create_job("@say x"))
    assert job["status"] == "failed"
    assert "/nowhere/claude" in job["error"]


async def test_the_diff_shows_what_the_job_changed(stack: Stack) -> None:
    job_id = await stack.create_job("@write a.txt hello")
    await stack.finished(job_id)

    diff = await stack.get(f"/jobs/{job_id}/diff")
    assert "+hello" in diff["diff"]
    assert (diff["filesChanged"], diff["insertions"], diff["deletions"]) == (1, 1, 0)


async def test_live_and_ready_need_no_token(stack: Stack) -> None:
    live = await stack.call("GET", "/live", token=None)
    ready = await stack.call("GET", "/ready", token=None)
    assert (live.status, live.json) == (200, {"status": "ok"})
    assert (ready.status, ready.json) == (200, {"status": "ready"})


JOB = {"githubOrg": "acme", "githubRepo": "app", "branchName": "b", "prompt": "x"}

REFUSED: list[tuple[str, str, object, int]] = [
    ("GET", "/nothing/here", None, 404),
    ("GET", "/clients/unknown", None, 404),
    ("GET", "/jobs/unknown", None, 404),
    ("GET", "/jobs/unknown/events", None, 404),
    ("GET", "/jobs/unknown/diff", None, 404),
    ("POST", "/jobs/unknown/cancel", {}, 404),
    ("POST", "/jobs/unknown/retry", {}, 404),
    ("DELETE", "/clients/unknown", None, 404),
    ("GET", "/jobs/-x", None, 400),
    ("GET", "/jobs/..%2fx", None, 400),
    ("GET", "/jobs?status=nonsense", None, 400),
    ("GET", "/jobs?limit=0", None, 400),
    ("GET", "/jobs?limit=x", None, 400),
    ("POST", "/jobs", {}, 400),
    ("POST", "/jobs", {**JOB, "prompt": " "}, 400),
    ("POST", "/jobs", {**JOB, "branchName": "-x"}, 400),
    ("POST", "/jobs", {**JOB, "branchName": "a..b"}, 400),
    ("POST", "/jobs", {**JOB, "branchName": "a b"}, 400),
    ("POST", "/jobs", {**JOB, "githubRepo": "--upload-pack=touch"}, 400),
    ("POST", "/jobs", {**JOB, "githubOrg": "../x"}, 400),
    ("POST", "/jobs", {**JOB, "clientId": "c"}, 400),
    ("POST", "/jobs", {**JOB, "agent": "nobody"}, 400),
    ("POST", "/jobs", {**JOB, "permissionMode": "nonsense"}, 400),
    ("POST", "/jobs", {**JOB, "osCallbackUrl": "ftp://x/y"}, 400),
    ("POST", "/jobs", {**JOB, "model": "--bad"}, 400),
    ("POST", "/jobs", {**JOB, "priority": "high"}, 400),
    ("POST", "/jobs", {"clientId": "unknown", "branchName": "b", "prompt": "x"}, 404),
    ("POST", "/clients", {"githubOrg": "acme", "githubRepo": "missing"}, 400),
    ("POST", "/clients", {**CLIENT, "defaultBranch": "-x"}, 400),
]


@pytest.fixture
async def shared(installed: Stack) -> Stack:
    return await installed.start()


async def test_what_is_refused_has_its_status_and_the_one_shape(shared: Stack) -> None:
    answers = await asyncio.gather(
        *(shared.call(method, path, body) for method, path, body, _ in REFUSED)
    )

    for (method, path, body, status), answer in zip(REFUSED, answers, strict=True):
        about = (method, path, body, answer.status, answer.body)
        assert answer.status == status, about
        assert list(answer.json) == ["error"], about
        assert answer.json["error"], about
        assert answer.headers["content-type"].startswith("application/json"), about
        assert answer.headers["x-request-id"], about
        assert "Traceback" not in answer.json["error"], about


@pytest.mark.parametrize("token", [None, "wrong"])
async def test_a_missing_or_wrong_token_is_401(stack: Stack, token: str | None) -> None:
    answer = await stack.call("GET", "/jobs", token=token)
    assert answer.status == 401
    assert "Authorization: Bearer" in answer.json["error"]


async def test_a_malformed_body_is_400(stack: Stack) -> None:
    answer = await stack.call("POST", "/jobs", raw=b"{not json")
    assert answer.status == 400
    assert list(answer.json) == ["error"]


async def test_an_oversized_body_is_413(stack: Stack) -> None:
    answer = await stack.call("POST", "/jobs", raw=b'{"prompt":"' + b"x" * 5_000_000 + b'"}')
    assert answer.status == 413
    assert list(answer.json) == ["error"]


async def test_an_existing_client_is_a_conflict_that_names_it(stack: Stack) -> None:
    made = await client(stack)

    answer = await stack.call("POST", "/clients", CLIENT)
    assert answer.status == 409
    assert made["id"] in answer.json["error"]


async def test_a_key_that_was_used_for_another_request_is_a_conflict(stack: Stack) -> None:
    key = {"Idempotency-Key": "k"}
    first = await stack.call("POST", "/jobs", {**JOB, "prompt": "@say x"}, key)
    second = await stack.call("POST", "/jobs", {**JOB, "prompt": "@say y"}, key)
    assert (first.status, second.status) == (201, 409)


async def test_a_callback_to_loopback_is_refused(installed: Stack) -> None:
    installed.env["WEBHOOK_ALLOW_PRIVATE"] = "0"
    stack = await installed.start()

    answer = await stack.call("POST", "/jobs", {**JOB, "osCallbackUrl": "http://127.0.0.1:9/x"})
    assert answer.status == 400
    assert "osCallbackUrl" in answer.json["error"]


async def test_a_kept_request_id_comes_back(stack: Stack) -> None:
    given = "3f0d1f6e-6a53-4d3c-9b1a-2f4f0c6b8e11"
    answer = await stack.call("GET", "/jobs", headers={"x-request-id": given})
    assert answer.headers["x-request-id"] == given
