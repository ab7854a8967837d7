"""Where repositories and worktrees are."""

from dataclasses import dataclass
from pathlib import Path

from opsdeck_server.domain.clients import Client
from opsdeck_server.ports.git import Repo


@dataclass(frozen=True, slots=True)
class Repos:
    """Lays out the folders: `REPOS_DIR/<org>/<repo>.git`, `WORKTREES_DIR/<org>/<repo>/<id>`.

    Both carry the organisation, so that two may own repositories of one name.
    """

    repos_dir: Path
    worktrees_dir: Path
    remote_template: str

    def of(self, client: Client) -> Repo:
        """Return the bare repository of a client."""
        return Repo(
            bare_path=self.repos_dir / client.github_org / f"{client.github_repo}.git",
            remote_url=self.remote_template.format(org=client.github_org, repo=client.github_repo),
            partial=client.partial_clone,
        )

    def worktree_path(self, client: Client, work_id: str) -> Path:
        """Return the folder of one piece of work."""
        return self.worktrees_dir / client.github_org / client.github_repo / work_id
