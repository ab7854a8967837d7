"""Git, as far as jobs and sessions need it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


class GitError(Exception):
    """A git command failed; the text is what git said, fit for a person.

    Credentials in URLs are left out of it.
    """


class BranchExists(GitError):
    """The branch is on origin already, or another worktree has it."""


@dataclass(frozen=True, slots=True)
class Repo:
    """A bare clone and where it comes from."""

    bare_path: Path
    remote_url: str
    partial: bool = False


@dataclass(frozen=True, slots=True)
class DiffStat:
    """How much a diff is."""

    files: int
    insertions: int
    deletions: int


class Git(Protocol):
    """The git commands of the product.

    Metadata of one repository (clone, fetch, worktree list, refs) is changed by one
    command at a time; checkouts run in parallel; fetches that wait for the same lock
    coalesce. Each command has a time limit. Each method can be done twice: after a
    crash it finds what is there and goes on. Cancellation ends the command and its
    children before it is passed on; a half-made clone or worktree is cleared away by
    the next call.
    """

    async def ensure_bare(self, repo: Repo) -> bool:
        """Clone the bare repository if it is missing; return whether it was cloned now."""
        ...

    async def fetch(self, repo: Repo) -> None:
        """Fetch all branches from origin, pruning, into refs/remotes/origin/*."""
        ...

    async def default_branch(self, repo: Repo) -> str | None:
        """Ask origin which branch its HEAD names; None where it names none. Raises GitError."""
        ...

    async def has_remote_branch(self, repo: Repo, branch: str) -> bool:
        """Return whether origin had the branch at the last fetch."""
        ...

    async def add_worktree(self, repo: Repo, path: Path, branch: str, base: str) -> str:
        """Check a new branch out at `path` from `origin/<base>`; return the base commit.

        Where a crashed call of the same arguments left its worktree, it is taken as it
        is. Raises BranchExists where the branch is checked out elsewhere.
        """
        ...

    async def commit_all(self, path: Path, message: str) -> str | None:
        """Commit every change of a worktree; return the commit, or None with no changes."""
        ...

    async def head(self, path: Path) -> str:
        """Return the commit that the worktree is on."""
        ...

    async def push_new_branch(self, path: Path, branch: str) -> None:
        """Push the worktree's HEAD as a branch that origin does not have yet.

        The same commit under that name on origin is success: an earlier call got that
        far. Raises BranchExists for another commit.
        """
        ...

    async def diff_stat(self, repo: Repo, base: str, head: str) -> DiffStat:
        """Return how much two commits differ."""
        ...

    async def diff(self, repo: Repo, base: str, head: str, limit: int) -> tuple[str, bool]:
        """Return the unified diff of two commits, cut at `limit` bytes, and whether it was."""
        ...

    async def worktree_diff(self, path: Path, base: str, limit: int) -> tuple[str, bool, DiffStat]:
        """Return what a worktree differs from a commit, with files that are not added yet.

        Neither the index nor the files are touched.
        """
        ...

    async def keep(self, repo: Repo, path: Path, ref: str) -> str | None:
        """Store under `ref` what would be lost with the worktree; return the commit.

        That is: changes and files that are not committed (ignored ones excepted), and
        commits that no branch of origin has. None where there is nothing to lose.
        """
        ...

    async def remove_worktree(self, repo: Repo, path: Path, branch: str | None) -> None:
        """Remove a worktree and its local branch. What is gone already is fine."""
        ...

    async def worktrees(self, repo: Repo) -> Sequence[Path]:
        """Return the folders of the worktrees that the bare repository knows."""
        ...

    async def remove_bare(self, repo: Repo) -> bool:
        """Remove the bare repository; return whether there was one."""
        ...
