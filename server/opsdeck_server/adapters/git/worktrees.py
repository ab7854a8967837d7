"""Worktrees: added under the repository's lock, checked out beside it, never lost."""

import asyncio
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from opsdeck_server.adapters.git import layout
from opsdeck_server.adapters.git.command import Command, Place
from opsdeck_server.adapters.git.repository import (
    KEPT,
    REMOTES,
    Repositories,
    at_bare,
    checked_branch,
)
from opsdeck_server.ports.git import BranchExists, GitError, Repo

_log = logging.getLogger(__name__)

_IN_USE = re.compile(r"already (checked out|used by worktree)|being (rebased|bisected)")
_NAMED = 10


@dataclass(frozen=True, slots=True)
class _Refs:
    """The refs that decide whether a branch can be made."""

    base: str | None
    local: str | None
    in_the_way: str | None


class Worktrees:
    """Adds, lists and removes worktrees."""

    def __init__(self, command: Command, repositories: Repositories) -> None:
        self._git = command
        self._repositories = repositories

    async def add(self, repo: Repo, path: Path, branch: str, base: str) -> str:
        """Check a new branch out at `path` from `origin/<base>`; return the base commit."""
        checked_branch(branch)
        checked_branch(base)
        what = f"making a worktree on branch {branch}"
        bare = repo.bare_path
        async with self._repositories.lock(bare):
            # One process for all refs that matter, so that a job starts soon.
            refs = await self._refs(repo, branch, base)
            look = await asyncio.to_thread(layout.look, bare, path)
            if look.base is not None and look.ours is not None and look.ours.branch == branch:
                return look.base
            await self._clear_the_way(repo, path, look)
            for record in look.others:
                if record.branch == branch:
                    await self._take_from(repo, record, branch)
            if refs.in_the_way is not None:
                raise BranchExists(
                    f"origin has a branch {refs.in_the_way}, so {branch} cannot be made beside "
                    "it: choose another branch name"
                )
            commit = refs.base or await self._no_base(repo, base)
            if refs.local is not None:
                await self._keep_branch(repo, branch)
            await self._register(repo, path, branch, commit, new=refs.local is None, what=what)
        at = Place(folder=path, bare=bare)
        await self._git(
            "reset",
            "--hard",
            "--quiet",
            at=at,
            what=what,
            timeout=self._git.limits.checkout,
            network=repo.partial,
        )
        await asyncio.to_thread(layout.mark_ready, path, commit)
        return commit

    async def remove(self, repo: Repo, path: Path, branch: str | None) -> None:
        """Remove a worktree and its local branch. What is gone already is fine."""
        if not await asyncio.to_thread(repo.bare_path.is_dir):
            return
        async with self._repositories.lock(repo.bare_path):
            await self._forget(repo, path)
            if branch is not None:
                await self._keep_branch(repo, branch)
                # Git refuses where another worktree has it, and rightly.
                await self._git(
                    "branch",
                    "-D",
                    "--quiet",
                    "--",
                    branch,
                    at=at_bare(repo.bare_path),
                    what=f"deleting branch {branch}",
                    ok=None,
                )
        await asyncio.to_thread(layout.delete_aside, path.parent)

    async def list(self, repo: Repo) -> Sequence[Path]:
        """Return the folders of all worktrees, symlinks resolved."""
        if not await asyncio.to_thread(repo.bare_path.is_dir):
            return ()
        return tuple(
            record.path for record in await asyncio.to_thread(layout.records, repo.bare_path)
        )

    async def _refs(self, repo: Repo, branch: str, base: str) -> _Refs:
        parts = branch.split("/")
        above = {f"{REMOTES}/{'/'.join(parts[:count])}" for count in range(1, len(parts))}
        done = await self._git(
            "for-each-ref",
            "--format=%(refname) %(objectname)",
            f"{REMOTES}/{base}",
            f"refs/heads/{branch}",
            f"{REMOTES}/{branch}",
            *sorted(above),
            at=at_bare(repo.bare_path),
            what=f"looking for branch {base}",
        )
        found: dict[str, str] = {}
        for line in done.stdout.decode(errors="surrogateescape").split("\n"):
            name, _, commit = line.partition(" ")
            found[name] = commit
        below = f"{REMOTES}/{branch}/"
        conflict = next((name for name in found if name in above or name.startswith(below)), None)
        return _Refs(
            base=found.get(f"{REMOTES}/{base}"),
            local=found.get(f"refs/heads/{branch}"),
            in_the_way=conflict and conflict.removeprefix(f"{REMOTES}/"),
        )

    async def _no_base(self, repo: Repo, base: str) -> str:
        done = await self._git(
            "for-each-ref",
            f"--count={_NAMED}",
            "--format=%(refname)",
            f"{REMOTES}/",
            at=at_bare(repo.bare_path),
            what="listing the branches of origin",
        )
        names = [
            name.removeprefix(f"{REMOTES}/")
            for name in done.stdout.decode(errors="replace").split("\n")
            if name and name != f"{REMOTES}/HEAD"
        ]
        raise GitError(
            f"origin has no branch {base}: set the client's default branch to one that it has "
            f"({', '.join(names)})"
            if names
            else f"origin has no branch {base}, nor any other: push a first commit to it"
        )

    async def _clear_the_way(self, repo: Repo, path: Path, look: layout.Look) -> None:
        """Remove what a crashed call left at `path`. Nobody has worked in it yet."""
        if look.base is not None:
            branch = look.ours and look.ours.branch
            raise GitError(
                f"the folder {path.name} is a worktree already, on {branch or 'no branch'}"
            )
        if look.foreign:
            raise GitError(f"the folder {path} is there and is no worktree: move it away")
        if look.ours is not None or look.there:
            await self._forget(repo, path)

    async def _take_from(self, repo: Repo, record: layout.Record, branch: str) -> None:
        """Free a branch of a worktree whose folder is gone; one that is there keeps it."""
        if record.locked or await asyncio.to_thread(record.path.exists):
            raise BranchExists(
                f"branch {branch} is checked out in another worktree "
                f"({record.path.name}): choose another branch name, or wait until that is done"
            )
        await self._forget(repo, record.path)

    async def _register(
        self, repo: Repo, path: Path, branch: str, commit: str, *, new: bool, what: str
    ) -> None:
        await asyncio.to_thread(lambda: path.parent.mkdir(parents=True, exist_ok=True))
        done = await self._git(
            "worktree",
            "add",
            "--no-track",
            "--no-checkout",
            "-b" if new else "-B",
            branch,
            "--",
            str(path),
            commit,
            at=at_bare(repo.bare_path),
            what=what,
            ok=None,
        )
        if done.returncode == 0:
            return
        error = self._git.error(what, done, at_bare(repo.bare_path))
        if _IN_USE.search(str(error)):
            raise BranchExists(
                f"branch {branch} is in use in another worktree: choose another branch name"
            )
        raise error

    async def _forget(self, repo: Repo, path: Path) -> None:
        """Move a worktree out of the way and have its record removed.

        By its own path and not by `worktree prune`, which would forget every worktree
        whose disk is not mounted at this moment. --force twice: one that crashed while it
        was added is locked.
        """
        await asyncio.to_thread(layout.move_aside, path)
        record = (await asyncio.to_thread(layout.look, repo.bare_path, path)).ours
        if record is None:
            return
        what = "removing a worktree"
        done = await self._git(
            "worktree",
            "remove",
            "--force",
            "--force",
            "--",
            str(record.path),
            at=at_bare(repo.bare_path),
            what=what,
            ok=None,
        )
        if done.returncode != 0:
            # Half a record, from a crash, is nothing that git would work on.
            _log.warning("%s", self._git.error(what, done, at_bare(repo.bare_path)))
            await asyncio.to_thread(layout.delete_tree, record.admin)

    async def _keep_branch(self, repo: Repo, branch: str) -> None:
        """Put commits that are nowhere else under a kept ref, before the branch moves or goes."""
        at = at_bare(repo.bare_path)
        done = await self._git(
            "rev-list",
            "--max-count=1",
            f"refs/heads/{branch}",
            "--not",
            f"--glob={REMOTES}",
            f"--glob={KEPT}",
            at=at,
            what=f"looking for unpushed commits of {branch}",
            ok=None,
        )
        if done.returncode != 0 or not done.stdout.strip():
            return
        tip = done.stdout.decode().strip()
        ref = f"{KEPT}/branches/{branch}/{tip[:12]}"
        await self._git("update-ref", ref, tip, at=at, what=f"keeping branch {branch}")
        _log.warning("kept unpushed commits of branch %s under %s", branch, ref)
