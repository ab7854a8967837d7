"""Commits what an agent left behind, and pushes it as a branch of its own."""

import asyncio
import re
from dataclasses import replace
from pathlib import Path

from opsdeck_server.adapters.git import layout
from opsdeck_server.adapters.git.command import Command, Place
from opsdeck_server.adapters.git.keeping import IDENTITY
from opsdeck_server.adapters.git.repository import REMOTES, checked_branch
from opsdeck_server.adapters.git.snapshot import Snapshots
from opsdeck_server.ports.git import BranchExists, GitError

_REJECTED = re.compile(r"^!\t.*\[rejected\]", re.MULTILINE)
_NAMED = 5


class Publisher:
    """Commits and pushes."""

    def __init__(self, command: Command, snapshots: Snapshots) -> None:
        self._git = command
        self._snapshots = snapshots

    async def head(self, path: Path) -> str:
        """Return the commit that the worktree is on."""
        at = await self._at(path)
        return await self._git.output(
            "rev-parse", "--verify", "HEAD^{commit}", at=at, what="reading the last commit"
        )

    async def commit_all(self, path: Path, message: str) -> str | None:
        """Commit every change; return the commit, or None with no changes.

        Raises GitError where a merge was left unresolved: its markers are not for origin.
        The user's own commit.gpgsign stands: origin may refuse what is not signed.
        """
        at = await self._at(path)
        await self._no_conflicts(at)
        await self._snapshots.stage(at, thorough=False)
        what = "committing the changes"
        changed = await self._git(
            "diff",
            "--cached",
            "--quiet",
            "--no-ext-diff",
            "--ignore-submodules=none",
            at=at,
            what=what,
            ok=(0, 1),
        )
        if changed.returncode == 0 and not await asyncio.to_thread(_merging, path):
            return None
        await self._git(
            "commit",
            "--quiet",
            "--no-verify",
            "--cleanup=whitespace",
            "--file=-",
            at=at,
            what=what,
            settings=await self._identity(at),
            stdin=message.encode(),
        )
        return await self.head(path)

    async def push_new_branch(self, path: Path, branch: str) -> None:
        """Push HEAD as a branch that origin does not have yet.

        A branch that this very worktree pushed before (an agent may do so by itself) is
        moved forward; that loses nothing.
        """
        at = await self._at(path)
        checked_branch(branch)
        commit = await self.head(path)
        await self._push_large_files(at, branch, commit)
        if await self._pushed(at, branch, commit, expected=""):
            return
        there = await self._on_origin(at, branch)
        if there == commit:
            await self._git(
                "update-ref", f"{REMOTES}/{branch}", commit, at=at, what=f"pushing {branch}"
            )
            return
        if (
            there is not None
            and await self._is_own(at, branch, there, commit)
            and await self._pushed(at, branch, commit, expected=there)
        ):
            return
        raise BranchExists(f"branch {branch} exists on origin already, with other commits")

    async def _pushed(self, at: Place, branch: str, commit: str, *, expected: str) -> bool:
        what = f"pushing {branch}"
        done = await self._git(
            "push",
            "--porcelain",
            "--no-verify",
            "--no-follow-tags",
            "--no-recurse-submodules",
            f"--force-with-lease=refs/heads/{branch}:{expected}",
            "origin",
            f"{commit}:refs/heads/{branch}",
            at=at,
            what=what,
            ok=(0, 1),
            timeout=self._git.limits.push,
            network=True,
        )
        if done.returncode == 0:
            return True
        if _REJECTED.search(done.stdout.decode(errors="replace")):
            return False
        # With --porcelain git gives the reason on its standard output.
        refused = b"\n".join(line for line in done.stdout.splitlines() if line.startswith(b"!"))
        raise self._git.error(what, replace(done, stderr=done.stderr + b"\n" + refused), at)

    async def _on_origin(self, at: Place, branch: str) -> str | None:
        done = await self._git(
            "ls-remote",
            "--quiet",
            "origin",
            f"refs/heads/{branch}",
            at=at,
            what=f"asking origin for {branch}",
            timeout=self._git.limits.push,
            network=True,
        )
        for line in done.stdout.decode(errors="replace").split("\n"):
            commit, _, name = line.partition("\t")
            if name == f"refs/heads/{branch}":
                return commit
        return None

    async def _is_own(self, at: Place, branch: str, there: str, commit: str) -> bool:
        """Return whether origin's commit is below ours, and on no other branch of origin."""
        below = await self._git(
            "merge-base",
            "--is-ancestor",
            there,
            commit,
            at=at,
            what="comparing with origin",
            ok=None,
        )
        if below.returncode != 0:
            return False
        only = await self._git(
            "rev-list",
            "--max-count=1",
            there,
            "--not",
            f"--exclude={REMOTES}/{branch}",
            f"--glob={REMOTES}",
            at=at,
            what="comparing with origin",
        )
        return bool(only.stdout.strip())

    async def _push_large_files(self, at: Place, branch: str, commit: str) -> None:
        """Upload what Git LFS holds, which its pre-push hook would do if hooks ran."""
        if not await asyncio.to_thread((at.bare / "lfs" / "objects").is_dir):
            return
        line = f"HEAD {commit} refs/heads/{branch} {'0' * len(commit)}\n"
        await self._git(
            "lfs",
            "pre-push",
            "origin",
            at=at,
            what="pushing large files (Git LFS)",
            stdin=line.encode(),
            timeout=self._git.limits.push,
            network=True,
        )

    async def _no_conflicts(self, at: Place) -> None:
        done = await self._git(
            "diff", "--name-only", "--diff-filter=U", "-z", at=at, what="looking for conflicts"
        )
        names = [name for name in done.stdout.decode(errors="replace").split("\0") if name]
        if names:
            more = ", …" if len(names) > _NAMED else ""
            raise GitError(
                f"the agent left a merge unresolved, in {', '.join(names[:_NAMED])}{more}: "
                "nothing is committed"
            )

    async def _identity(self, at: Place) -> list[str]:
        """Return what of an author the user's configuration does not say."""
        if self._git.identity_from_environment:
            return []
        done = await self._git(
            "config",
            "--null",
            "--name-only",
            "--get-regexp",
            r"^user\.(name|email)$",
            at=at,
            what="reading who commits",
            ok=(0, 1),
        )
        known = done.stdout.decode(errors="replace").split("\0")
        return [
            f"user.{key}={value}" for key, value in IDENTITY.items() if f"user.{key}" not in known
        ]

    async def _at(self, path: Path) -> Place:
        return Place(folder=path, bare=await asyncio.to_thread(layout.bare_of, path))


def _merging(path: Path) -> bool:
    admin = layout.admin_of(layout.bare_of(path), path)
    return admin is not None and (admin / "MERGE_HEAD").exists()
