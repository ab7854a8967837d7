"""Quick sessions: a conversation with an agent in a worktree of its own."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from opsdeck_server.domain.runs import Usage


class SessionStatus(StrEnum):
    """Where a session stands. The words are those of the contract."""

    idle = "idle"
    running = "running"
    failed = "failed"
    expired = "expired"


@dataclass(frozen=True, slots=True)
class QuickSession:
    """One session. What it cost and what was said are its runs' and its journal's.

    `deleted_at` hides it from everybody; its rows go at the next clean-up. `ended_at` is
    when it expired or was deleted.
    """

    id: str
    client_id: str
    repo: str
    agent: str
    permission_mode: str
    created_at: datetime
    last_activity: datetime
    status: SessionStatus = SessionStatus.idle
    model: str | None = None
    effort: str | None = None
    worktree_path: str | None = None
    base_commit: str | None = None
    error: str | None = None
    kept_ref: str | None = None
    ended_at: datetime | None = None
    deleted_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether it takes messages."""
        return self.status is not SessionStatus.expired and self.deleted_at is None


class MessageState(StrEnum):
    """What became of a message of a person."""

    waiting = "waiting"
    running = "running"
    done = "done"
    withdrawn = "withdrawn"


@dataclass(frozen=True, slots=True)
class SessionMessage:
    """What a person says to the agent: each makes one run.

    `id` is a UUID, which the agent is given too, so that it runs a message once. `number`
    orders the messages of all sessions as they came; the store gives it.
    """

    id: str
    session_id: str
    run_id: str
    content: str
    created_at: datetime
    state: MessageState = MessageState.waiting
    number: int = 0


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session with what its runs add up to, as it was at one moment.

    `agent_session_id` is that of the latest run which has one.
    """

    session: QuickSession
    usage: Usage = field(default_factory=Usage)
    message_count: int = 0
    waiting_count: int = 0
    agent_session_id: str | None = None
