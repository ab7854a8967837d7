"""The Git port over the git CLI."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from types import CoroutineType
from typing import Any, Concatenate, ParamSpec, TypeVar

from opsdeck_server.adapters.git.command import Command, Limits
from opsdeck_server.adapters.git.keeping import Keeper
from opsdeck_server.adapters.git.publishing import Publisher
from opsdeck_server.adapters.git.repository import Repositories
from opsdeck_server.adapters.git.snapshot import Snapshots
from opsdeck_server.adapters.git.worktrees import Worktrees
from opsdeck_server.ports.git import DiffStat, GitError, Repo

P = ParamSpec("P")
T = TypeVar("T")


def _in_words(
    method: "Callable[Concatenate[GitCli, P], CoroutineType[Any, Any, T]]",
) -> "Callable[Concatenate[GitCli, P], CoroutineType[Any, Any, T]]":
    """Turn what the file system refuses (a full disk, no permission) into a GitError."""

    @wraps(method)
    async def told(self: "GitCli", *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return await method(self, *args, **kwargs)
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            raise GitError(f"{place}{error.strerror or error}") from error

    return told


class GitCli:
    """The Git port, by the git program.

    `environ` is what the server was started with: what git may have of it is chosen here.
    `limits` are in seconds. `retry_pauses` are the pauses, in seconds, before a command is
    tried again that failed on the network. A lock file that stands for longer than
    `stale_lock_seconds`, with no command of ours at work in that repository, is taken for
    the rest of a killed git and removed; git itself holds one for an instant.
    """

    def __init__(
        self,
        environ: Mapping[str, str],
        *,
        program: str = "git",
        limits: Limits | None = None,
        retry_pauses: Sequence[float] = (1.0, 4.0),
        stale_lock_seconds: float = 10.0,
    ) -> None:
        command = Command(
            environ,
            program=program,
            limits=limits or Limits(),
            retry_pauses=retry_pauses,
            stale_lock_seconds=stale_lock_seconds,
        )
        snapshots = Snapshots(command)
        self._repositories = Repositories(command)
        self._worktrees = Worktrees(command, self._repositories)
        self._publisher = Publisher(command, snapshots)
        self._keeper = Keeper(command, snapshots)

    @_in_words
    async def ensure_bare(self, repo: Repo) -> bool:
        return await self._repositories.ensure(repo)

    @_in_words
    async def fetch(self, repo: Repo) -> None:
        await self._repositories.fetch(repo)

    @_in_words
    async def default_branch(self, repo: Repo) -> str | None:
        return await self._repositories.default_branch(repo)

    @_in_words
    async def has_remote_branch(self, repo: Repo, branch: str) -> bool:
        return await self._repositories.has_remote_branch(repo, branch)

    @_in_words
    async def add_worktree(self, repo: Repo, path: Path, branch: str, base: str) -> str:
        return await self._worktrees.add(repo, path, branch, base)

    @_in_words
    async def commit_all(self, path: Path, message: str) -> str | None:
        return await self._publisher.commit_all(path, message)

    @_in_words
    async def head(self, path: Path) -> str:
        return await self._publisher.head(path)

    @_in_words
    async def push_new_branch(self, path: Path, branch: str) -> None:
        await self._publisher.push_new_branch(path, branch)

    @_in_words
    async def diff_stat(self, repo: Repo, base: str, head: str) -> DiffStat:
        return await self._keeper.diff_stat(repo, base, head)

    @_in_words
    async def diff(self, repo: Repo, base: str, head: str, limit: int) -> tuple[str, bool]:
        return await self._keeper.diff(repo, base, head, limit)

    @_in_words
    async def worktree_diff(self, path: Path, base: str, limit: int) -> tuple[str, bool, DiffStat]:
        return await self._keeper.worktree_diff(path, base, limit)

    @_in_words
    async def keep(self, repo: Repo, path: Path, ref: str) -> str | None:
        return await self._keeper.keep(repo, path, ref)

    @_in_words
    async def remove_worktree(self, repo: Repo, path: Path, branch: str | None) -> None:
        await self._worktrees.remove(repo, path, branch)

    @_in_words
    async def worktrees(self, repo: Repo) -> Sequence[Path]:
        return await self._worktrees.list(repo)

    @_in_words
    async def remove_bare(self, repo: Repo) -> bool:
        return await self._repositories.remove(repo)
