"""Clean-up: what is left over goes, and what would be lost with it is kept first."""

import asyncio
from datetime import timedelta
from pathlib import Path

import structlog

from opsdeck_server.domain.clients import Client
from opsdeck_server.domain.runs import AgentProcess
from opsdeck_server.ports.clock import Clock
from opsdeck_server.ports.git import Git, GitError
from opsdeck_server.ports.store import Missing, Store
from opsdeck_server.ports.supervisor import Supervisor
from opsdeck_server.services.background import every
from opsdeck_server.services.idempotency import Once
from opsdeck_server.services.repos import Repos
from opsdeck_server.services.session_worktrees import branch_of

log = structlog.get_logger(__name__)

EVERY_SECONDS = 3_600.0

ORPHANED_AFTER = timedelta(hours=24)
"""Age after which a worktree that no unfinished job has is removed."""


class Cleanup:
    """Looks for what crashes and faults left behind."""

    def __init__(
        self,
        store: Store,
        git: Git,
        repos: Repos,
        supervisor: Supervisor,
        once: Once,
        clock: Clock,
    ) -> None:
        self._store = store
        self._git = git
        self._repos = repos
        self._supervisor = supervisor
        self._once = once
        self._clock = clock

    async def run(self) -> None:
        """Clean up now and every hour, until cancelled."""
        await every(EVERY_SECONDS, self.once, "cleanup.failed")

    async def once(self) -> None:
        """Clean up once."""
        await self.end_strays()
        await self.remove_folders()
        for client in await self._store.list_clients():
            try:
                await self._remove_orphans(client)
            except Exception:  # one that is broken keeps no other back
                log.exception("cleanup.client_failed", client=client.id)
        await self._once.prune()

    async def remove_folders(self) -> None:
        """Remove the folders of processes that are over: a server killed at their end left them."""
        found = await self._supervisor.folders()  # before, as with strays
        live = {process.id for process in await self._store.live_processes()}
        for run_id in found - live:
            await self._supervisor.discard(run_id)

    async def end_strays(self) -> None:
        """End processes of runs that are over, or that nobody knows."""
        # Found first and looked up then: a process has its row before it runs, so one that
        # begins in between is not taken for a stray.
        found = await self._supervisor.find_strays(())
        if not found:
            return
        live = await self._store.live_processes()
        known = {process.id for process in live if await self._is_active(process)}
        for run_id in found - known:
            killed = await self._supervisor.reap(run_id, None)
            log.warning("cleanup.ended_stray", process=run_id, killed=killed)

    async def _is_active(self, process: AgentProcess) -> bool:
        stream_id = process.stream_id
        try:
            if (await self._store.get_stream(stream_id)).kind == "session":
                return await self._is_open(stream_id)
            return not (await self._store.get_job(stream_id)).status.terminal
        except Missing:
            return True

    async def _is_open(self, session_id: str) -> bool:
        """Return whether a session is there and takes messages."""
        try:
            return (await self._store.get_session(session_id)).session.open
        except Missing:
            return False

    def _old_folders(self, client: Client) -> list[Path]:
        root = self._repos.worktree_path(client, "x").parent
        limit = (self._clock.now() - ORPHANED_AFTER).timestamp()
        if not root.is_dir():
            return []
        return [
            path
            for path in sorted(root.iterdir())
            if not path.name.startswith(".")  # being removed by git's adapter
            and path.is_dir()
            and not path.is_symlink()
            and path.stat().st_mtime < limit
        ]

    async def _remove_orphans(self, client: Client) -> None:
        old = await asyncio.to_thread(self._old_folders, client)
        if not old:
            return
        known = set(await self._git.worktrees(self._repos.of(client)))
        for path in old:
            ours = await asyncio.to_thread(path.resolve) in known
            await self._remove_orphan(client, path, ours=ours)

    async def _remove_orphan(self, client: Client, path: Path, *, ours: bool) -> None:
        if await self._is_open(path.name):
            return
        branch = None
        try:
            job = await self._store.get_job(path.name)
            if not job.status.terminal:
                return
            branch = job.branch_name
        except Missing:
            if not ours:
                return  # a person's own folder, for all that is known
            branch = branch_of(path.name)  # of a session that was never there, if of any
        repo = self._repos.of(client)
        ref = f"refs/opsdeck/kept/{path.name}"
        try:
            kept = await self._git.keep(repo, path, ref)
            await self._git.remove_worktree(repo, path, branch)
        except GitError as error:
            log.warning("cleanup.worktree_stays", path=str(path), error=str(error))
            return
        log.info("cleanup.removed_worktree", path=str(path), kept=ref if kept else None)
