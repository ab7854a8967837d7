"""Runs, the processes that carry them, and the streams that they write to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class RunState(StrEnum):
    """How far a run is. The words are those of the contract."""

    pending = "pending"
    running = "running"
    succeeded = "succeeded"
    failed = "failed"
    stopped = "stopped"
    lost = "lost"

    @property
    def terminal(self) -> bool:
        """Whether the run is over."""
        return self not in (RunState.pending, RunState.running)


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens and dollars, counted once."""

    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0
    cost_usd: float = 0.0
    turns: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cache_read_tokens + other.cache_read_tokens,
            self.cache_write_tokens + other.cache_write_tokens,
            self.cost_usd + other.cost_usd,
            self.turns + other.turns,
        )


@dataclass(frozen=True, slots=True)
class Run:
    """One piece of agent work with a beginning and an end.

    `messages` counts what a person would read of it: see `domain.events.role_of`.
    """

    id: str
    stream_id: str
    agent: str
    created_at: datetime
    state: RunState = RunState.pending
    model: str | None = None
    effort: str | None = None
    process_id: str | None = None
    agent_session_id: str | None = None
    usage: Usage = field(default_factory=Usage)
    exit_code: int | None = None
    error: str | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    messages: int = 0


class ProcessState(StrEnum):
    """How far an agent's process is."""

    starting = "starting"
    running = "running"
    exited = "exited"
    lost = "lost"


@dataclass(frozen=True, slots=True)
class AgentProcess:
    """One supervised process of an agent.

    It serves one run of a job, or one after another of a conversation. The offsets
    are bytes of its spools that the journal has; they are committed together with
    the events that came from those bytes, so that after a crash reading goes on
    with nothing lost and nothing doubled. `decoder` is what the agent's decoder
    wants to remember between two lines.
    """

    id: str
    stream_id: str
    agent: str
    created_at: datetime
    state: ProcessState = ProcessState.starting
    supervisor: Mapping[str, Any] | None = None
    stdout_offset: int = 0
    stderr_offset: int = 0
    decoder: Mapping[str, Any] = field(default_factory=dict[str, Any])
    exit: Mapping[str, Any] | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stream:
    """A journal of its own: that of one job or one session.

    `generation` is the fence: who claims the stream raises it, and a write that
    carries an older one is refused. `owner` is the host whose supervisors serve it.
    """

    id: str
    kind: str
    first_seq: int = 1
    last_seq: int = 0
    generation: int = 0
    owner: str | None = None
    lease_until: datetime | None = None
