"""The worktrees of sessions: made from origin, and not removed before their work is kept."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from opsdeck_server.domain.clients import Client
from opsdeck_server.domain.errors import CloneFailed, WorktreeFailed
from opsdeck_server.domain.sessions import QuickSession
from opsdeck_server.ports.clock import Clock
from opsdeck_server.ports.git import Git, GitError
from opsdeck_server.ports.store import Store
from opsdeck_server.services.default_branch import with_its_branch
from opsdeck_server.services.repos import Repos


@dataclass(frozen=True, slots=True)
class SessionWorktrees:
    """Makes, keeps and removes them."""

    store: Store
    git: Git
    repos: Repos
    clock: Clock

    def path(self, client: Client, session_id: str) -> Path:
        """Return where the worktree of a session is."""
        return self.repos.worktree_path(client, session_id)

    async def fetch(self, client: Client) -> Client:
        """Have what origin has, cloning it where need be; return the client as it is then.

        Raises CloneFailed.
        """
        repo = self.repos.of(client)
        try:
            if not await self.git.ensure_bare(repo):
                await self.git.fetch(repo)
            return await with_its_branch(self.store, self.git, self.repos, self.clock, client)
        except GitError as error:
            raise CloneFailed(str(error), repo=client.slug) from error

    async def make(self, client: Client, session_id: str) -> str:
        """Check a new branch out; return its base commit. Raises WorktreeFailed."""
        path, branch = self.path(client, session_id), branch_of(session_id)
        try:
            return await self.git.add_worktree(
                self.repos.of(client), path, branch, client.default_branch
            )
        except GitError as error:
            raise WorktreeFailed(str(error), repo=client.slug) from error

    async def keep(self, session: QuickSession) -> str | None:
        """Store what would be lost under a ref; return the ref. Raises GitError."""
        client = await self.store.get_client(session.client_id)
        path, ref = self.path(client, session.id), f"refs/opsdeck/kept/{session.id}"
        if not await asyncio.to_thread(path.exists):
            return None
        kept = await self.git.keep(self.repos.of(client), path, ref)
        return None if kept is None else ref

    async def remove(self, session: QuickSession) -> None:
        """Remove a worktree, what would be lost with it kept. Raises GitError."""
        client = await self.store.get_client(session.client_id)
        path = self.path(client, session.id)
        if await asyncio.to_thread(path.exists):
            await self.keep(session)
            await self.git.remove_worktree(self.repos.of(client), path, branch_of(session.id))


def branch_of(session_id: str) -> str:
    """Return the branch of a session's worktree."""
    return f"opsdeck/{session_id}"
