"""What passes between a process that is followed and its owner."""

from dataclasses import dataclass

from opsdeck_server.domain.deliveries import IdempotencyRecord
from opsdeck_server.domain.events import NewEvent
from opsdeck_server.domain.permissions import Permission
from opsdeck_server.domain.runs import Run, RunState
from opsdeck_server.domain.sessions import QuickSession, SessionMessage
from opsdeck_server.ports.agent import (
    AskWithdrawn,
    BackgroundTasks,
    Emit,
    Fatal,
    Forgotten,
    Lifecycle,
    Reply,
)
from opsdeck_server.ports.supervisor import ExitRecord
from opsdeck_server.services.questions import Asked
from opsdeck_server.services.turn import Turn

Signal = Emit | Asked | AskWithdrawn | Lifecycle | BackgroundTasks | Forgotten | Reply | Fatal
"""What the owner of a process hears: things that the journal has by then."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The process is over, and all that it wrote is in the journal.

    `exit` is None when its supervisor was lost.
    """

    exit: ExitRecord | None


@dataclass(frozen=True, slots=True)
class Change:
    """What the owner of a process wants to happen at once, or not at all.

    `ends` closes the run that the process works on, with its state and error; `begins` is
    the turn that it works on from then on.
    """

    events: tuple[NewEvent, ...] = ()
    ends: tuple[RunState, str | None] | None = None
    begins: Turn | None = None
    session: QuickSession | None = None
    messages: tuple[SessionMessage, ...] = ()
    runs: tuple[Run, ...] = ()
    permissions: tuple[Permission, ...] = ()
    once: IdempotencyRecord | None = None
