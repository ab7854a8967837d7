"""Whether the server takes work: starting, ready, draining."""

from enum import StrEnum

from opsdeck_server.domain.errors import NotReady


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
