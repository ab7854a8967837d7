"""Keeps what would be lost with a worktree, and shows what is in it, without touching it."""

import asyncio
import codecs
import re
import shutil
import tempfile
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from opsdeck_server.adapters.git import layout
from opsdeck_server.adapters.git.command import Command, Place
from opsdeck_server.adapters.git.repository import KEPT, REMOTES, at_bare
from opsdeck_server.adapters.git.snapshot import Snapshots, Staged
from opsdeck_server.ports.git import DiffStat, GitError, Repo

IDENTITY = {"name": "opsdeck", "email": "opsdeck@localhost"}
# A kept commit is ours, not the user's: it never goes to origin by itself.
_AUTHOR = {
    f"GIT_{role}_{key.upper()}": value
    for role in ("AUTHOR", "COMMITTER")
    for key, value in IDENTITY.items()
}
# Not --textconv, not --ext-diff: a diff shows what is in the commit, and starts no program.
_DIFF = ("diff", "--no-color", "--no-ext-diff", "--no-textconv", "--find-renames")
_SHORTSTAT = re.compile(rb"(\d+) (file|insertion|deletion)")
_NAMED = 10


@dataclass(frozen=True, slots=True)
class _Head:
    """The commit that a worktree is on, and its tree; None where it has none yet."""

    commit: str | None
    tree: str | None


@dataclass(frozen=True, slots=True)
class _Beside:
    """A place with an index beside the worktree's own."""

    place: Place
    new: Path
    own: Path


class Keeper:
    """Stores what is in a worktree beside its own index."""

    def __init__(self, command: Command, snapshots: Snapshots) -> None:
        self._git = command
        self._snapshots = snapshots

    async def keep(self, repo: Repo, path: Path, ref: str) -> str | None:
        """Store under `ref` what would be lost with the worktree; return the commit."""
        if layout.is_aside(path):  # left half deleted by a crash, and kept before that
            return None
        if not ref.startswith(f"{KEPT}/"):
            raise GitError(f"work is kept under {KEPT}/, not under {ref}")
        if not await asyncio.to_thread(path.is_dir):
            raise GitError("there is no worktree to keep anything of")
        async with self._beside(repo.bare_path, path, lasting=True) as beside:
            at = beside.place
            head, tree, staged = await self._tree(beside)
            kept = await self._store(repo, at, head, tree, ref, staged.flattened)
        if staged.unreadable:
            names = ", ".join(staged.unreadable[:_NAMED])
            where = f"; the rest is kept under {ref}" if kept else ""
            raise GitError(f"these files cannot be read, and are not kept: {names}{where}")
        return kept

    async def diff(self, repo: Repo, base: str, head: str, limit: int) -> tuple[str, bool]:
        """Return the unified diff of two commits, cut at `limit` bytes, and whether it was."""
        return await self._diff(at_bare(repo.bare_path), base, head, limit)

    async def diff_stat(self, repo: Repo, base: str, head: str) -> DiffStat:
        """Return how much two commits differ."""
        return await self._stat(at_bare(repo.bare_path), base, head)

    async def worktree_diff(self, path: Path, base: str, limit: int) -> tuple[str, bool, DiffStat]:
        """Return what a worktree differs from a commit, with files that are not added yet."""
        bare = await asyncio.to_thread(layout.bare_of, path)
        async with self._beside(bare, path, lasting=False) as beside:
            at = beside.place
            _, tree, _ = await self._tree(beside)
            text, cut = await self._diff(at, base, tree, limit)
            return text, cut, await self._stat(at, base, tree)

    @asynccontextmanager
    async def _beside(self, bare: Path, path: Path, *, lasting: bool) -> AsyncGenerator[_Beside]:
        """Give a place with an index of its own, outside the worktree.

        The worktree's record is named outright: its .git may be gone, or another's. What is
        not `lasting` goes to a store of its own, so that looking does not fill the repository.
        """
        admin = await asyncio.to_thread(layout.admin_of, bare, path) or bare
        folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="opsdeck-", dir=bare))
        env: dict[str, str] = {}
        try:
            if not lasting:
                await asyncio.to_thread((folder / "objects").mkdir)
                env["GIT_OBJECT_DIRECTORY"] = str(folder / "objects")
                env["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = str(bare / "objects")
            index = folder / "index"
            yield _Beside(Place(path, bare, admin, index, env), index, admin / "index")
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def _tree(self, beside: _Beside) -> tuple[_Head, str, Staged]:
        at = beside.place
        head = await self._head(at)
        await self._snapshots.seed(at, beside.new, beside.own, head.commit)
        staged = await self._snapshots.stage(at, thorough=True)
        done = await self._git(
            "write-tree", at=at, what="writing the files down", settings=staged.settings
        )
        return head, done.stdout.decode().strip(), staged

    async def _head(self, at: Place) -> _Head:
        if at.git_dir == at.bare:  # its record is gone, and with it what it was on
            return _Head(None, None)
        done = await self._git(
            "rev-parse",
            "--verify",
            "--quiet",
            "HEAD^{commit}",
            at=at,
            what="reading the last commit",
            ok=None,
        )
        if done.returncode != 0:
            return _Head(None, None)
        commit = done.stdout.decode().strip()
        tree = await self._git.output(
            "rev-parse", "--verify", f"{commit}^{{tree}}", at=at, what="reading the last commit"
        )
        return _Head(commit, tree)

    async def _store(
        self, repo: Repo, at: Place, head: _Head, tree: str, ref: str, flattened: list[str]
    ) -> str | None:
        bare = at_bare(repo.bare_path)
        what = "keeping the work"
        before = await self._git(
            "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}", at=bare, what=what, ok=None
        )
        earlier = before.stdout.decode().strip() or None
        if tree == head.tree or (head.commit is None and await self._is_empty(at, tree)):
            if head.commit is None or await self._is_on_origin(bare, head.commit, earlier):
                return earlier
            kept = head.commit
            if earlier is None:
                await self._git("update-ref", ref, kept, "", at=bare, what=what)
                return kept
        elif earlier is not None and await self._same(bare, earlier, tree, head.commit):
            return earlier
        # What an earlier call kept stays reachable: the worktree may be half gone by now.
        parents = [commit for commit in (head.commit, earlier) if commit is not None]
        done = await self._git(
            "commit-tree",
            tree,
            *(word for parent in parents for word in ("-p", parent)),
            at=bare,
            what=what,
            stdin=_message(at.folder, flattened).encode(),
            env=_AUTHOR,
        )
        kept = done.stdout.decode().strip()
        await self._git("update-ref", ref, kept, earlier or "", at=bare, what=what)
        return kept

    async def _is_empty(self, at: Place, tree: str) -> bool:
        done = await self._git("ls-tree", tree, at=at, what="reading the files")
        return not done.stdout

    async def _is_on_origin(self, bare: Place, commit: str, earlier: str | None) -> bool:
        done = await self._git(
            "rev-list",
            "--max-count=1",
            commit,
            "--not",
            f"--glob={REMOTES}",
            *((earlier,) if earlier is not None else ()),
            at=bare,
            what="looking for unpushed commits",
        )
        return not done.stdout.strip()

    async def _same(self, bare: Place, earlier: str, tree: str, head: str | None) -> bool:
        done = await self._git(
            "rev-list",
            "--no-walk",
            "--format=%T %P",
            earlier,
            at=bare,
            what="reading what was kept",
        )
        words = done.stdout.decode().splitlines()[-1].split()
        return words[0] == tree and (head is None or head in words[1:])

    async def _diff(self, at: Place, base: str, head: str, limit: int) -> tuple[str, bool]:
        done = await self._git(
            *_DIFF,
            "--end-of-options",
            base,
            head,
            "--",
            at=at,
            what="comparing two commits",
            max_output=limit,
        )
        decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        return decoder.decode(done.stdout, final=not done.truncated), done.truncated

    async def _stat(self, at: Place, base: str, head: str) -> DiffStat:
        done = await self._git(
            *_DIFF,
            "--shortstat",
            "--end-of-options",
            base,
            head,
            "--",
            at=at,
            what="comparing two commits",
        )
        counts: Mapping[bytes, int] = {
            kind: int(count) for count, kind in _SHORTSTAT.findall(done.stdout)
        }
        return DiffStat(
            counts.get(b"file", 0), counts.get(b"insertion", 0), counts.get(b"deletion", 0)
        )


def _message(path: Path, flattened: list[str]) -> str:
    text = f"Kept by opsdeck: what was not committed in {path.name}\n"
    if flattened:
        names = "\n".join(f"- {name}" for name in flattened)
        text += f"\nThe files of git repositories inside the worktree are in it:\n{names}\n"
    return text
