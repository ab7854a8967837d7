"""Whether the server takes work: starting, ready, draining; and what it leaves behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from opsdeck_server.domain.errors import NotReady

NAMED = 10
"""Jobs, or sessions, that are named to who stops the server; the rest are counted."""


class Phase(StrEnum):
    """Where the server is in its life."""

    starting = "starting"
    ready = "ready"
    draining = "draining"


class Lifecycle:
    """Remembers the phase; services ask it before they take new work."""

    def __init__(self) -> None:
        self.phase = Phase.starting

    def require_ready(self) -> None:
        """Raise NotReady unless new work is taken."""
        if self.phase is not Phase.ready:
            doing = "shutting down" if self.phase is Phase.draining else "starting"
            raise NotReady(f"the server is {doing}: try again in a moment", state=self.phase.value)


@dataclass(frozen=True, slots=True)
class Left:
    """What is not over when the server ends: jobs with an agent, other jobs, sessions' turns."""

    jobs: Sequence[str] = ()
    steps: Sequence[str] = ()
    sessions: Sequence[str] = ()

    def told(self) -> Sequence[str]:
        """Return a line for each kind that there is: which ones, and what becomes of them."""
        told: list[str] = []
        if self.jobs:
            told.append(
                f"{_many(self.jobs, 'job goes', 'jobs go')} on without the server: "
                f"{_names(self.jobs)}; the next start takes {_it(self.jobs)} over, and "
                f"`opsdeck job cancel` ends {_it(self.jobs)} then"
            )
        if self.steps:
            told.append(
                f"{_many(self.steps, 'job waits', 'jobs wait')} for the next start, between two "
                f"steps: {_names(self.steps)}"
            )
        if self.sessions:
            told.append(
                f"{_many(self.sessions, 'session goes', 'sessions go')} on at work without "
                f"the server: {_names(self.sessions)}; the next start takes {_it(self.sessions)} "
                f"over, and `opsdeck session interrupt` stops the answer then"
            )
        return told


def _many(ids: Sequence[str], one: str, more: str) -> str:
    return f"{len(ids)} {one if len(ids) == 1 else more}"


def _it(ids: Sequence[str]) -> str:
    return "it" if len(ids) == 1 else "them"


def _names(ids: Sequence[str]) -> str:
    rest = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
    return ", ".join(ids[:NAMED]) + rest
