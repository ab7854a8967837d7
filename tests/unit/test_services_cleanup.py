"""What clean-up takes away: worktrees that are opsdeck's own, and nobody else's folders."""

import os
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from opsdeck_server.adapters.memory import MemoryStore
from opsdeck_server.domain.clients import Client
from opsdeck_server.ports.git import Repo
from opsdeck_server.services.cleanup import Cleanup
from opsdeck_server.services.idempotency import Once
from opsdeck_server.services.repos import Repos
from tests.fakes.git_origin import make_origin
from tests.integration.git.workbench import server_git, sh
from tests.support.flows import FakeGit, SystemTime

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


class NoStrays:
    async def find_strays(self, known: Collection[str]) -> frozenset[str]:
        return frozenset()

    async def folders(self) -> frozenset[str]:
        return frozenset()


async def cleanup(git: object, root: Path, *repos: str) -> Cleanup:
    store, clock = MemoryStore(), SystemTime()
    for repo in repos:
        client = Client(f"client-{repo}", repo, "acme", repo, "main", NOW, NOW)
        await store.add_client(client)
    layout = Repos(root / "repos", root / "work", "file:///{org}/{repo}")
    parts: tuple[Any, ...] = git, layout, NoStrays(), Once(store, clock), clock
    return Cleanup(store, *parts)


async def test_a_folder_that_is_no_worktree_stays_however_old(tmp_path: Path) -> None:
    """Somebody keeps a clone of his own where the worktrees are."""
    root = tmp_path.resolve()
    origin = make_origin(root / "origins")
    git = server_git(root)
    repo = Repo(root / "repos" / "acme" / "app.git", origin.url)
    await git.ensure_bare(repo)
    own = root / "work" / "acme" / "app" / "my-clone"
    sh(root, "clone", "--quiet", origin.url, str(own))
    os.utime(own, (0, 0))

    await (await cleanup(git, root, "app")).once()

    assert (own / ".git").is_dir()


class BrokenForOne(FakeGit):
    """A git that may not read one repository's worktree."""

    async def worktrees(self, repo: Repo) -> Sequence[Path]:
        return tuple(self.there.glob(f"{repo.bare_path.stem}/*"))

    def __init__(self, there: Path) -> None:
        super().__init__()
        self.there = there

    async def keep(self, repo: Repo, path: Path, ref: str) -> str | None:
        if repo.bare_path.stem == "a":
            raise PermissionError("may not be read")
        return await super().keep(repo, path, ref)


async def test_a_client_that_cannot_be_cleaned_up_keeps_no_other_back(tmp_path: Path) -> None:
    for repo in ("a", "b"):
        path = tmp_path / "work" / "acme" / repo / "job-x"
        path.mkdir(parents=True)
        os.utime(path, (0, 0))
    git = BrokenForOne(tmp_path / "work" / "acme")

    await (await cleanup(git, tmp_path, "a", "b")).once()

    assert [path.parent.name for path in git.removed] == ["b"]
