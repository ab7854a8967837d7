"""Clients: the repositories that the server knows."""

from dataclasses import dataclass
from datetime import datetime

DEFAULT_BRANCH = "main"
"""Where work starts from, unless somebody named a branch, or origin has no such one."""


@dataclass(frozen=True, slots=True)
class Client:
    """A repository that agents work on."""

    id: str
    name: str
    github_org: str
    github_repo: str
    default_branch: str
    created_at: datetime
    updated_at: datetime
    os_client_id: str | None = None
    partial_clone: bool = False
    agent_env: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """`org/repo`."""
        return f"{self.github_org}/{self.github_repo}"


@dataclass(frozen=True, slots=True)
class JobCounts:
    """How many jobs a client has."""

    active: int
    total: int
