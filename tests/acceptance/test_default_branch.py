"""Repositories whose default branch is not called main, and for which nobody named one."""

from tests.acceptance.stack import Stack
from tests.fakes.git_origin import make_origin


async def test_work_on_an_unknown_repository_starts_from_its_own_default_branch(
    stack: Stack,
) -> None:
    make_origin(stack.root / "origin", "acme", "old", branch="master")

    job_id = await stack.create_job("@write a.txt x", githubRepo="old", agent="simulator")
    assert (await stack.finished(job_id))["status"] == "completed"
    await stack.post("/sessions/start", {"repo": "acme/old", "agent": "simulator"})

    [client] = (await stack.get("/clients"))["clients"]
    assert client["defaultBranch"] == "master"


async def test_a_client_that_is_made_has_it_from_the_beginning(stack: Stack) -> None:
    make_origin(stack.root / "origin", "acme", "old", branch="master")

    made = await stack.post("/clients", {"githubOrg": "acme", "githubRepo": "old"})

    assert (await stack.get(f"/clients/{made['id']}"))["defaultBranch"] == "master"


async def test_a_branch_that_somebody_named_stays(stack: Stack) -> None:
    make_origin(stack.root / "origin", "acme", "old", branch="master")
    wanted = {"githubOrg": "acme", "githubRepo": "old", "defaultBranch": "release"}

    made = await stack.post("/clients", wanted)
    answer = await stack.call("POST", "/sessions/start", {"repo": "acme/old", "agent": "simulator"})

    assert (await stack.get(f"/clients/{made['id']}"))["defaultBranch"] == "release"
    assert answer.status == 400
    assert "release" in answer.json["error"]
