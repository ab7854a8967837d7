"""Worktrees: gone when a job is over, kept first where something would be lost."""

import os
import subprocess
import time
from pathlib import Path
from typing import Any

from tests.acceptance.stack import Stack
from tests.acceptance.watching import Recorder, eventually
from tests.fakes.programs import install_claude

DAY = 24 * 3_600


def git(stack: Stack, *words: str, check: bool = True) -> str:
    done = subprocess.run(
        ["git", "-C", str(stack.bare), *words],
        capture_output=True,
        text=True,
        check=check,
        timeout=20,
    )
    return done.stdout.strip()


def folder(stack: Stack, name: str) -> Path:
    return stack.root / "deck" / "worktrees" / "acme" / "app" / name


def folders(stack: Stack) -> list[str]:
    root = folder(stack, "x").parent
    return sorted(path.name for path in root.iterdir()) if root.is_dir() else []


def nothing_is_left(stack: Stack) -> None:
    """No folder, no record of one, and no local branch is there any more."""
    assert folders(stack) == []
    assert git(stack, "worktree", "list", "--porcelain").count("worktree ") == 1
    assert git(stack, "for-each-ref", "refs/heads") == ""


def age(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


def orphan(stack: Stack, name: str) -> Path:
    """Make a worktree that no job has, with work in it that is nowhere else."""
    path = folder(stack, name)
    git(stack, "worktree", "add", "--detach", str(path), "origin/main")
    (path / "precious.txt").write_text("work\n")
    return path


async def job_that(stack: Stack, **fields: Any) -> dict[str, Any]:
    return await stack.finished(await stack.create_job(**fields))


async def test_a_completed_job_leaves_no_worktree_and_keeps_nothing(stack: Stack) -> None:
    job = await job_that(stack, prompt="@write a.txt x")

    nothing_is_left(stack)
    assert "keptRef" not in job
    assert git(stack, "for-each-ref", "refs/opsdeck") == ""


async def test_a_failed_job_leaves_no_worktree_and_keeps_files_and_commits(stack: Stack) -> None:
    job = await job_that(
        stack, prompt="@write a.txt mine\n@commit Half\n@write b.txt open\n@error no"
    )

    nothing_is_left(stack)
    assert git(stack, "show", f"{job['keptRef']}:a.txt") == "mine"
    assert git(stack, "show", f"{job['keptRef']}:b.txt") == "open"
    assert "Half" in git(stack, "log", "--format=%s", job["keptRef"])
    assert stack.origin.branches() == ["main"]


async def test_a_cancelled_job_leaves_no_worktree_and_keeps_its_files(stack: Stack) -> None:
    job_id = await stack.create_job(
        f"@write a.txt mine\n@say Waiting.\n@gate {stack.root / 'never'}"
    )
    await Recorder(stack, job_id).texts(1)
    assert folders(stack) == [job_id]

    await stack.post(f"/jobs/{job_id}/cancel", expect=200)

    nothing_is_left(stack)
    job = await stack.get(f"/jobs/{job_id}")
    assert git(stack, "show", f"{job['keptRef']}:a.txt") == "mine"


async def test_at_a_start_old_orphans_are_kept_and_removed_and_nothing_else(
    stack: Stack,
) -> None:
    gate = stack.root / "gate"
    running = await stack.create_job(f"@write a.txt x\n@say Waiting.\n@gate {gate}")
    await Recorder(stack, running).texts(1)
    # Looked at in this order: when the second is gone, the first was spared.
    young, old = orphan(stack, "job-1-young"), orphan(stack, "job-2-old")
    await stack.kill()
    age(old, DAY + 60)
    age(young, DAY - 600)
    age(folder(stack, running), 2 * DAY)

    await stack.start()
    await eventually(lambda: folders(stack) == sorted([running, young.name]))

    assert git(stack, "show", "refs/opsdeck/kept/job-2-old:precious.txt") == "work"
    assert young.joinpath("precious.txt").read_text() == "work\n"
    gate.touch()
    job = await stack.finished(running)
    assert job["status"] == "completed", job
    assert stack.origin.read("feature/one", "a.txt") == "x"


async def test_a_session_that_never_came_to_be_leaves_no_branch(stack: Stack) -> None:
    await stack.finished(await stack.create_job("@say x"))  # so that there is a clone
    old = folder(stack, "quick-1")
    git(stack, "worktree", "add", "-b", "opsdeck/quick-1", str(old), "origin/main")
    await stack.kill()
    age(old, DAY + 60)

    await stack.start()
    await eventually(lambda: folders(stack) == [])

    await eventually(lambda: git(stack, "for-each-ref", "refs/heads/opsdeck") == "")


async def test_a_retry_on_the_same_branch_works_after_a_failure(stack: Stack) -> None:
    # The CLI writes something and dies, and then it is put right.
    install_claude(stack.root / "bin", start="@write a.txt first\n@commit Half\n@exit 3")
    failed = await job_that(stack, prompt="@write a.txt second")
    assert failed["status"] == "failed", failed
    install_claude(stack.root / "bin")

    retried = await stack.post(f"/jobs/{failed['id']}/retry")
    job = await stack.finished(retried["id"])

    assert (job["status"], job["branchName"]) == ("completed", "feature/one"), job
    assert stack.origin.read("feature/one", "a.txt") == "second"
    assert len(stack.origin.commits("feature/one", since="main")) == 1
    assert git(stack, "show", f"{failed['keptRef']}:a.txt") == "first"
    nothing_is_left(stack)


async def test_of_two_jobs_on_one_branch_at_once_the_second_fails_and_says_why(
    stack: Stack,
) -> None:
    gate = stack.root / "gate"
    first = await stack.create_job(f"@say Waiting.\n@gate {gate}\n@write a.txt first")
    await Recorder(stack, first).texts(1)

    second = await job_that(stack, prompt="@write a.txt second")

    assert second["status"] == "failed", second
    assert "feature/one" in second["error"]
    assert first in second["error"]
    gate.touch()
    assert (await stack.finished(first))["status"] == "completed"
    assert stack.origin.read("feature/one", "a.txt") == "first"
    assert len(stack.agent_starts()) == 1
    nothing_is_left(stack)


async def test_two_jobs_on_one_branch_at_the_very_same_time_make_one_pull_request(
    stack: Stack,
) -> None:
    gate = stack.root / "gate"
    made = [await stack.create_job(f"@gate {gate}\n@write a.txt {n}") for n in range(2)]
    gate.touch()

    jobs = [await stack.finished(job_id) for job_id in made]

    assert sorted(job["status"] for job in jobs) == ["completed", "failed"]
    assert len(stack.pull_requests()) == 1
    nothing_is_left(stack)
