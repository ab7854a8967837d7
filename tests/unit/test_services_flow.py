"""What becomes of a job when what it stands on gives way: told once, truly, and to the end."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path

import pytest
import pytest_asyncio
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from opsdeck_server.domain.jobs import JobStage, JobStatus
from opsdeck_server.ports.git import GitError
from opsdeck_server.ports.store import Commit, StoreUnavailable
from opsdeck_server.services import queue as queues
from tests.support.flows import LIMIT, Works, works

CALLBACK = "https://receiver/"


@pytest_asyncio.fixture
async def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Works]:
    monkeypatch.setattr(queues, "POLL_SECONDS", 0.02)
    monkeypatch.setattr(queues, "RETRY_SECONDS", 0.001, raising=False)
    async with works(tmp_path) as made:
        yield made


# -- a database that goes away ----------------------------------------------------


async def test_a_job_goes_on_when_the_database_comes_back(at: Works) -> None:
    refused = 0

    async def away(commits: Sequence[Commit]) -> None:
        nonlocal refused
        refused += 1
        if refused <= 12:
            raise StoreUnavailable("the database is away")

    at.store.before = away
    await at.job()

    assert (await at.over()).status is JobStatus.completed


async def test_an_outage_is_not_told_as_a_fault_of_the_job(at: Works) -> None:
    refused = 0

    async def away(commits: Sequence[Commit]) -> None:
        nonlocal refused
        refused += 1
        if 2 <= refused <= 4:
            raise StoreUnavailable("the database is away")

    at.store.before = away
    await at.job()

    assert (await at.over()).error is None


async def test_an_end_whose_answer_was_lost_is_not_written_twice(at: Works) -> None:
    lost = False

    async def lose_the_answer(commits: Sequence[Commit]) -> None:
        nonlocal lost
        if not lost and commits[0].delivery is not None:
            lost = True
            raise StoreUnavailable("the connection broke while it was committed")

    at.store.after = lose_the_answer
    await at.job(callback=CALLBACK)
    await at.over()
    async with asyncio.timeout(LIMIT):
        while not lost or at.queue.flow("job-1") is not None:
            await asyncio.sleep(0.005)
    await asyncio.sleep(0.1)  # what must not happen has had its time

    assert len(await at.store.deliveries_of("job-1")) == 1
    assert await at.ends() == ["completed"]


# -- faults of the server's own ---------------------------------------------------


async def test_a_fault_after_the_end_changes_nothing_of_it(at: Works) -> None:
    at.engine.forget_fault = OSError("the folder cannot be removed")
    await at.job(callback=CALLBACK)

    job = await at.over()

    assert job.status is JobStatus.completed
    assert await at.ends() == ["completed"]
    assert len(await at.store.deliveries_of("job-1")) == 1


async def test_a_job_that_is_given_up_leaves_no_agent_and_no_worktree(
    at: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(path: Path, branch: str) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(at.git, "push_new_branch", broken)
    path = await at.job()

    job = await at.over()

    assert job.status is JobStatus.failed
    assert job.error is not None
    assert "a fault of the server" in job.error
    assert at.engine.ended == ["proc-job-1"]
    assert at.git.kept == [path]
    assert not path.exists()


# -- cancel -----------------------------------------------------------------------


async def test_a_cancel_does_not_wait_for_a_push_that_hangs(at: Works) -> None:
    at.git.push_may_end.clear()
    await at.job(stage=JobStage.agent)
    await asyncio.wait_for(at.git.pushing.wait(), LIMIT)
    flow = at.queue.flow("job-1")
    assert flow is not None

    async with asyncio.timeout(LIMIT):
        await flow.cancel()

    assert (await at.over()).status is JobStatus.cancelled


async def test_a_cancel_while_the_worktree_is_written_down_leaves_none(at: Works) -> None:
    written, go_on = asyncio.Event(), asyncio.Event()

    async def hold(commits: Sequence[Commit]) -> None:
        job = commits[0].job
        if job is not None and job.stage is JobStage.agent:
            written.set()
            await go_on.wait()

    at.store.before = hold
    path = await at.job(stage=JobStage.prepare)
    await asyncio.wait_for(written.wait(), LIMIT)
    flow = at.queue.flow("job-1")
    assert flow is not None
    cancel = asyncio.create_task(flow.cancel())
    await asyncio.sleep(0)
    go_on.set()
    async with asyncio.timeout(LIMIT):
        await cancel

    assert (await at.over()).status is JobStatus.cancelled
    assert not path.exists()


# -- the end of a server ----------------------------------------------------------


async def test_a_job_between_two_steps_is_not_said_to_go_on_without_the_server(at: Works) -> None:
    at.git.push_may_end.clear()
    await at.job()
    await asyncio.wait_for(at.git.pushing.wait(), LIMIT)

    assert at.queue.left() == ([], ["job-1"])


# -- the log ----------------------------------------------------------------------


async def test_the_log_has_the_start_and_the_end_of_a_job_and_not_its_prompt(at: Works) -> None:
    with capture_logs([merge_contextvars]) as lines:
        await at.job()
        await at.over()

    told = [line for line in lines if line["event"].startswith("job.")]
    assert [(line["event"], line["job"]) for line in told] == [
        ("job.started", "job-1"),
        ("job.ended", "job-1"),
    ]
    assert told[-1]["status"] == "completed"
    assert told[-1]["kept"] == "refs/opsdeck/kept/job-1"
    assert not any("prompt" in line for line in lines)


async def test_the_log_says_once_how_a_job_ended_that_was_given_up(
    at: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(path: Path, branch: str) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(at.git, "push_new_branch", broken)
    with capture_logs([merge_contextvars]) as lines:
        await at.job()
        job = await at.over()

    [end] = [line for line in lines if line["event"] == "job.ended"]
    assert (end["status"], job.status) == ("failed", JobStatus.failed)


async def test_the_log_has_no_words_of_what_a_job_failed_over(at: Works) -> None:
    async def broken(path: Path, branch: str) -> None:
        raise GitError("said by somebody")

    at.git.push_new_branch = broken
    with capture_logs([merge_contextvars]) as lines:
        await at.job()
        job = await at.over()

    assert job.error == "said by somebody"
    [end] = [line for line in lines if line["event"] == "job.ended"]
    assert not {"error"} & end.keys()
    assert "said by somebody" not in str(lines)
