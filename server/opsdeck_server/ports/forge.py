"""Where pull requests are made."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


class ForgeError(Exception):
    """The pull request could not be made; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A pull request."""

    url: str
    number: int


class Forge(Protocol):
    """Makes pull requests, by the GitHub CLI today."""

    @property
    def enabled(self) -> bool:
        """Whether pull requests are made at all: not with an empty GH_PATH."""
        ...

    async def ensure_pull_request(
        self, worktree: Path, *, repo: str, head: str, base: str, title: str, body: str
    ) -> PullRequest:
        """Return the open pull request of a branch, made now if there is none.

        `repo` is `org/repo`. Raises ForgeError.
        """
        ...

    async def probe(self) -> str | None:
        """Return what is wrong with the forge (missing, not logged in), or None."""
        ...
