"""One running job: from the claim to the callback that is owed.

Each stage is committed before it begins and can be done twice, so a job goes on where
the last server stopped. Whatever happens on the way, it winds up: the agent's tree is
gone, its unpushed work is kept under a ref, the worktree is removed, and the end is
committed together with the callback.
"""

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path

from opsdeck_server import failpoints
from opsdeck_server.domain.clients import Client
from opsdeck_server.domain.events import (
    NewEvent,
    RunStateChange,
    StatusChange,
    Step,
)
from opsdeck_server.domain.jobs import Job, JobStage, JobStatus
from opsdeck_server.domain.runs import Run, RunState
from opsdeck_server.ports.agent import Agent
from opsdeck_server.ports.clock import Clock
from opsdeck_server.ports.forge import Forge, ForgeError
from opsdeck_server.ports.git import BranchExists, Git, GitError, Repo
from opsdeck_server.ports.store import Claim, Commit, Store
from opsdeck_server.ports.supervisor import SupervisorError
from opsdeck_server.services.agent_stage import AgentEnv, AgentStage
from opsdeck_server.services.callbacks import callback_of
from opsdeck_server.services.default_branch import with_its_branch
from opsdeck_server.services.engine import Engine
from opsdeck_server.services.job_books import JobBooks
from opsdeck_server.services.journal import Journal
from opsdeck_server.services.repos import Repos
from opsdeck_server.services.verdict import Verdict


class JobFailed(Exception):
    """The job cannot go on; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class FlowDeps:
    """What every job's flow works with."""

    store: Store
    journal: Journal
    engine: Engine
    git: Git
    forge: Forge
    repos: Repos
    clock: Clock
    agents: dict[str, Agent]
    agent_env: AgentEnv


class JobFlow:
    """Drives one claimed job to its end. `run` may be called again after it raised."""

    def __init__(self, deps: FlowDeps, claim: Claim) -> None:
        self._deps = deps
        self._books = JobBooks(deps.journal, deps.clock, claim)
        self._agent: AgentStage | None = None
        self._step: asyncio.Task[None] | None = None
        self._cancelled = False
        self._client: Client
        self._repo: Repo
        self._run: Run
        self.done = asyncio.Event()

    @property
    def job(self) -> Job:
        """The job as it was last committed."""
        return self._books.job

    @property
    def generation(self) -> int:
        """The generation that this flow's writes carry."""
        return self._books.generation

    @property
    def has_agent(self) -> bool:
        """Whether an agent works for the job, which goes on when nobody follows it."""
        return self._agent is not None and self._agent.started

    async def run(self, *, recovered: bool = False) -> None:
        """Go from the job's stage to its end.

        Cancelled, it stops where it is, and leaves the agent running for the next
        server. Raises Stale when another host has the job by now.
        """
        # Read anew: a commit that raised may have happened, the one of the end too.
        self._books.job = await self._deps.store.get_job(self._books.job.id)
        if self._books.job.status.terminal:
            return
        self._client = await self._deps.store.get_client(self._books.job.client_id)
        self._repo = self._deps.repos.of(self._client)
        self._run = await self._deps.store.get_run(self._books.job.run_id)
        failpoints.reach("after_claim")
        if recovered:
            await self._books.say("recovery", "The server takes this job up again where it stood.")
        if await self._deps.store.cancel_requested(self._books.job.id):
            self._cancelled = True
        while self._books.job.stage is not JobStage.wind_up:
            await self._next_stage()
        await self._wind_up()
        self.done.set()

    async def fail(self, error: str) -> None:
        """End the job as failed wherever it stands: its agent gone, its work kept.

        Raises what `run` raises.
        """
        if self._books.job.stage is not JobStage.wind_up:
            await self._books.end(JobStatus.failed, error)
        await self._wind_up()

    async def cancel(self) -> None:
        """Stop the job; return when it is over and its process tree is gone.

        A pull request that is being made is waited for: it may be there already, and then
        the job says so.
        """
        self._cancelled = True
        if self._agent is not None and self._agent.started:
            await self._agent.stop("cancelled")
        elif self._step is not None and self._books.job.stage is not JobStage.pull_request:
            self._step.cancel()
        await self.done.wait()

    # -- stages --------------------------------------------------------------------

    async def _next_stage(self) -> None:
        if self._cancelled:
            await self._books.end(JobStatus.cancelled, None)
            return
        stages = {
            JobStage.prepare: self._prepare,
            JobStage.agent: self._work,
            JobStage.commit: self._commit,
            JobStage.push: self._push,
            JobStage.pull_request: self._pull_request,
        }
        self._step = asyncio.create_task(stages[self._books.job.stage]())
        try:
            await asyncio.shield(self._step)
        except asyncio.CancelledError:
            if not self._cancelled or not self._step.cancelled():
                self._step.cancel()
                await asyncio.wait([self._step])
                raise
            await self._books.end(JobStatus.cancelled, None)
        except (GitError, SupervisorError, JobFailed) as error:
            if self._cancelled:
                await self._books.end(JobStatus.cancelled, None)
            else:
                await self._books.end(JobStatus.failed, str(error))
        finally:
            self._step = None

    async def _prepare(self) -> None:
        git, job, client = self._deps.git, self._books.job, self._client
        if await git.ensure_bare(self._repo):
            await self._books.say("clone", f"Cloned {client.slug}.")
        else:
            await git.fetch(self._repo)
            await self._books.say("fetch", f"Fetched {client.slug} from origin.")
        deps = self._deps
        client = self._client = await with_its_branch(
            deps.store, git, deps.repos, deps.clock, client
        )
        if await git.has_remote_branch(self._repo, job.branch_name):
            raise JobFailed(
                f"branch {job.branch_name} exists on origin already: choose another branchName, "
                "or delete that branch, then retry"
            )
        path = self._deps.repos.worktree_path(client, job.id)
        try:
            base = await git.add_worktree(self._repo, path, job.branch_name, client.default_branch)
        except BranchExists as error:
            raise JobFailed(str(error)) from error
        await self._books.advance(
            JobStage.agent,
            Step(
                "worktree",
                f"Made a worktree on new branch {job.branch_name} from "
                f"{client.default_branch} ({base[:10]}).",
            ),
            worktree_path=str(path),
            base_commit=base,
        )

    async def _work(self) -> None:
        agent = self._deps.agents.get(self._run.agent)
        if agent is None:
            raise JobFailed(
                f"agent {self._run.agent} is not available on this server; it has: "
                + ", ".join(sorted(self._deps.agents))
            )
        self._agent = AgentStage(self._deps.engine, agent, self._deps.agent_env)
        verdict = await self._agent.run(
            self._books.job,
            self._run,
            self._books.generation,
            self._worktree,
            self._client.agent_env,
        )
        await self._settle(verdict)

    async def _settle(self, verdict: Verdict) -> None:
        run = await self._deps.store.get_run(self._run.id)
        self._run = replace(
            run,
            state=verdict.state,
            error=verdict.error,
            exit_code=verdict.exit_code,
            ended_at=self._deps.clock.now(),
        )
        change = RunStateChange(verdict.state, verdict.error)
        if verdict.state is RunState.succeeded:
            await self._books.advance(
                JobStage.commit, change, run=self._run, exit_code=verdict.exit_code
            )
        else:
            outcome = (
                JobStatus.cancelled
                if verdict.state is RunState.stopped and self._cancelled
                else JobStatus.failed
            )
            await self._books.end(
                outcome,
                None if outcome is JobStatus.cancelled else verdict.error,
                change,
                run=self._run,
                exit_code=verdict.exit_code,
            )

    async def _commit(self) -> None:
        git, job = self._deps.git, self._books.job
        made = await git.commit_all(self._worktree, job.title or f"feat: {job.branch_name}")
        head = await git.head(self._worktree)
        base = job.base_commit or ""
        if head == base:
            await self._books.end(
                JobStatus.completed,
                None,
                Step("commit", "The agent changed nothing, so there is nothing to push."),
                files_changed=0,
            )
            return
        stat = await git.diff_stat(self._repo, base, head)
        files = "1 file" if stat.files == 1 else f"{stat.files} files"
        what = f"{files}, +{stat.insertions} −{stat.deletions}"
        await self._books.advance(
            JobStage.push,
            Step(
                "commit",
                f"Committed {what} ({head[:10]})."
                if made
                else f"The agent committed its changes itself: {what} ({head[:10]}).",
            ),
            commit=head,
            files_changed=stat.files,
        )
        failpoints.reach("after_commit")

    async def _push(self) -> None:
        branch = self._books.job.branch_name
        try:
            await self._deps.git.push_new_branch(self._worktree, branch)
        except BranchExists as error:
            raise JobFailed(
                f"{error}; the work is kept. Choose another branchName and retry"
            ) from error
        failpoints.reach("after_push")
        step = Step("push", f"Pushed branch {branch} to origin.")
        if self._deps.forge.enabled:
            await self._books.advance(JobStage.pull_request, step)
        else:
            await self._books.say(step.name, step.message)
            await self._books.end(
                JobStatus.completed,
                None,
                Step("pull_request", "No pull request: GH_PATH is empty."),
            )

    async def _pull_request(self) -> None:
        job, client = self._books.job, self._client
        try:
            made = await self._deps.forge.ensure_pull_request(
                self._worktree,
                repo=client.slug,
                head=job.branch_name,
                base=client.default_branch,
                title=job.title or job.branch_name,
                body=f"Automated by opsdeck ({self._run.agent}), job {job.id}\n\n"
                f"Feature ID: {job.os_feature_id or 'N/A'}",
            )
        except ForgeError as error:
            raise JobFailed(
                f"{error}. The work is on branch {job.branch_name} at origin: open the pull "
                "request by hand, or delete the branch and retry"
            ) from error
        failpoints.reach("after_pull_request")
        await self._books.end(
            JobStatus.completed,
            None,
            Step("pull_request", f"Opened pull request {made.url}"),
            pr_url=made.url,
            pr_number=made.number,
        )

    # -- the end -------------------------------------------------------------------

    async def _wind_up(self) -> None:
        """Leave nothing behind but what is worth keeping, then commit the end."""
        kept = self._books.job.kept_ref
        process = await self._deps.store.latest_process(self._books.job.id)
        if process is not None:
            await self._deps.engine.end(process, self._books.generation, "winding_up")
        kept = await self._keep_and_remove(self._worktree)
        now = self._deps.clock.now()
        status = self._books.job.outcome or JobStatus.failed
        job = replace(
            self._books.job,
            status=status,
            completed_at=now,
            updated_at=now,
            kept_ref=kept,
        )
        events = [NewEvent(StatusChange(status.value, True, job.error), now)]
        runs: tuple[Run, ...] = ()
        if not self._run.state.terminal:
            state = RunState.stopped if status is JobStatus.cancelled else RunState.failed
            runs = (replace(self._run, state=state, error=job.error, ended_at=now),)
            events.insert(0, NewEvent(RunStateChange(state, job.error), now, self._run.id))
        delivery = callback_of(job)
        await self._deps.journal.commit(
            Commit(
                job.id, self._books.generation, tuple(events), job=job, runs=runs, delivery=delivery
            )
        )
        self._books.job = job
        failpoints.reach("before_callback")
        if process is not None:
            await self._deps.engine.forget(process)

    async def _keep_and_remove(self, path: Path) -> str | None:
        git, job = self._deps.git, self._books.job
        ref = f"refs/opsdeck/kept/{job.id}"
        kept = job.kept_ref
        try:
            if await asyncio.to_thread(path.exists):
                # Without a base no agent has been in it; it may be half made.
                worked_in = job.base_commit is not None
                if worked_in and await git.keep(self._repo, path, ref) is not None:
                    kept = ref
                    step = Step(
                        "keep", f"Kept what was not pushed under {ref} of the bare repository."
                    )
                    await self._books.write((step,), replace(job, kept_ref=ref), None)
                await git.remove_worktree(self._repo, path, job.branch_name)
                await self._books.say("cleanup", "Removed the worktree.")
        except GitError as error:
            # The worktree stays where it is: clean-up tries again, and loses nothing.
            await self._books.say("cleanup", f"The worktree stays at {path}: {error}")
        return kept

    @property
    def _worktree(self) -> Path:
        return self._deps.repos.worktree_path(self._client, self._books.job.id)
