"""What the tests of jobs' flows need: a queue at work over parts that can be told to fail."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from opsdeck_server.adapters.local_bus import LocalBus
from opsdeck_server.adapters.memory import MemoryStore
from opsdeck_server.domain.clients import Client
from opsdeck_server.domain.events import Event, StatusChange
from opsdeck_server.domain.jobs import Job, JobStage
from opsdeck_server.domain.runs import AgentProcess, ProcessState, Run
from opsdeck_server.ports.forge import PullRequest
from opsdeck_server.ports.git import DiffStat, Repo
from opsdeck_server.ports.store import Commit, StoreError
from opsdeck_server.ports.supervisor import ExitRecord
from opsdeck_server.services.job_flow import FlowDeps
from opsdeck_server.services.journal import Journal
from opsdeck_server.services.lifecycle import Lifecycle, Phase
from opsdeck_server.services.questions import Questions
from opsdeck_server.services.queue import Queue
from opsdeck_server.services.repos import Repos
from opsdeck_server.services.signals import Ended
from opsdeck_server.services.turn import Outcome, Turn

LIMIT = 5.0
"""Seconds that anything here may take."""


class FaultyStore(MemoryStore):
    """A store that does what a test says before, or after, each commit."""

    def __init__(self) -> None:
        super().__init__()
        self.before: Callable[[Sequence[Commit]], Awaitable[None]] = _nothing
        self.after: Callable[[Sequence[Commit]], Awaitable[None]] = _nothing

    async def commit(self, commits: Sequence[Commit]) -> Sequence[tuple[Event, ...] | StoreError]:
        await self.before(commits)
        done = await super().commit(commits)
        await self.after(commits)
        return done


class FakeGit:
    """Git without a repository: worktrees are folders."""

    def __init__(self) -> None:
        self.pushing = asyncio.Event()
        self.push_may_end = asyncio.Event()
        self.push_may_end.set()
        self.removed: list[Path] = []
        self.kept: list[Path] = []

    async def ensure_bare(self, repo: Repo) -> bool:
        return True

    async def default_branch(self, repo: Repo) -> str | None:
        return None

    async def has_remote_branch(self, repo: Repo, branch: str) -> bool:
        return False

    async def add_worktree(self, repo: Repo, path: Path, branch: str, base: str) -> str:
        await asyncio.to_thread(path.mkdir, parents=True)
        return "b" * 40

    async def commit_all(self, path: Path, message: str) -> str | None:
        return None

    async def head(self, path: Path) -> str:
        return "c" * 40

    async def diff_stat(self, repo: Repo, base: str, head: str) -> DiffStat:
        return DiffStat(1, 1, 0)

    async def push_new_branch(self, path: Path, branch: str) -> None:
        self.pushing.set()
        await self.push_may_end.wait()

    async def keep(self, repo: Repo, path: Path, ref: str) -> str | None:
        self.kept.append(path)
        return "d" * 40

    async def remove_worktree(self, repo: Repo, path: Path, branch: str | None) -> None:
        self.removed.append(path)
        if path.is_dir():
            path.rmdir()


class FakeForge:
    """Pull requests that are always there."""

    enabled = True

    async def ensure_pull_request(self, folder: Path, **what: str) -> PullRequest:
        return PullRequest("https://forge/pull/1", 1)


class DoneAgent:
    """An agent's process that did its work before anybody looked."""

    def __init__(self, process: AgentProcess, run: Run) -> None:
        self.process = replace(process, state=ProcessState.exited)
        self.turn = Turn(run, outcome=Outcome(is_error=False, subtype="success", text=""))
        self.questions = Questions(SystemTime(), 60)

    async def deliver_answers(self) -> None:
        return None

    async def signals(self) -> AsyncGenerator[Ended]:
        yield Ended(ExitRecord(self.process.id, 0, None, "exited", 0.0, 1.0, 0, 0, True))

    async def stop(self, reason: str) -> None:
        return None

    async def detach(self) -> None:
        return None


class FakeEngine:
    """Ends and forgets processes, or fails to."""

    silence_seconds = 60.0

    def __init__(self) -> None:
        self.ended: list[str] = []
        self.forgotten: list[str] = []
        self.forget_fault: Exception | None = None
        self.store: MemoryStore

    async def resume(
        self, agent: object, process: AgentProcess, run: Run, generation: int
    ) -> DoneAgent:
        return DoneAgent(process, run)

    async def end(self, process: AgentProcess, generation: int, reason: str) -> None:
        self.ended.append(process.id)

    async def forget(self, process: AgentProcess) -> None:
        if self.forget_fault is not None:
            raise self.forget_fault
        self.forgotten.append(process.id)


class SystemTime:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class Works:
    """A queue and all that its flows touch."""

    folder: Path
    store: FaultyStore = field(default_factory=FaultyStore)
    git: FakeGit = field(default_factory=FakeGit)
    engine: FakeEngine = field(default_factory=FakeEngine)
    bus: LocalBus = field(default_factory=LocalBus)

    def __post_init__(self) -> None:
        self.journal = Journal(self.store, self.bus)
        self.engine.store = self.store
        self.lifecycle = Lifecycle()
        self.repos = Repos(self.folder / "repos", self.folder / "work", "file:///{org}/{repo}")
        parts: tuple[Any, ...] = (
            self.store,
            self.journal,
            self.engine,
            self.git,
            FakeForge(),
            self.repos,
            SystemTime(),
            {"claude": cast("Any", object())},
            _no_env,
        )
        self.queue = Queue(FlowDeps(*parts), self.lifecycle, "host-1", 2)

    async def job(
        self, job_id: str = "job-1", *, stage: JobStage = JobStage.push, callback: str | None = None
    ) -> Path:
        """Queue a job that stands at a stage, with its worktree if it has one by then."""
        now = datetime.now(UTC)
        client = await self.store.get_client("client-1")
        path = self.repos.worktree_path(client, job_id)
        if stage is not JobStage.prepare:
            await asyncio.to_thread(path.mkdir, parents=True)
        job = Job(
            job_id,
            client.id,
            f"run-{job_id}",
            "do",
            "b",
            "ask",
            now,
            now,
            stage=stage,
            os_callback_url=callback,
            worktree_path=None if stage is JobStage.prepare else str(path),
            base_commit=None if stage is JobStage.prepare else "b" * 40,
        )
        await self.store.add_job(job, Run(job.run_id, job_id, "claude", now))
        if stage is not JobStage.prepare:
            process = AgentProcess(f"proc-{job_id}", job_id, "claude", now)
            await MemoryStore.commit(self.store, [Commit(job_id, process=process)])
        self.queue.wake()
        return path

    async def over(self, job_id: str = "job-1") -> Job:
        """Wait until a job is over by the books, and nobody works on it; return it."""
        async with asyncio.timeout(LIMIT):
            while True:
                job = await self.store.get_job(job_id)
                if job.status.terminal and self.queue.flow(job_id) is None:
                    return job
                await asyncio.sleep(0.005)

    async def ends(self, job_id: str = "job-1") -> list[str]:
        """Return the statuses that the journal says a job ended with."""
        payloads = [event.payload for event in await self.store.read_events(job_id, 0, 1_000)]
        return [p.status for p in payloads if isinstance(p, StatusChange) and p.terminal]


@asynccontextmanager
async def works(folder: Path) -> AsyncGenerator[Works]:
    """Yield a queue that is ready for jobs."""
    made = Works(folder)
    now = datetime.now(UTC)
    await made.store.add_client(Client("client-1", "n", "acme", "app", "main", now, now))
    made.lifecycle.phase = Phase.ready
    writing = asyncio.create_task(made.journal.run())
    working = asyncio.create_task(made.queue.run())
    try:
        yield made
    finally:
        for task in (working, writing):
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def _nothing(commits: Sequence[Commit]) -> None:
    return None


def _no_env(names: tuple[str, ...]) -> Mapping[str, str]:
    return {}
