"""The agents: CLIs that work on code, behind one port.

A driver turns requests into argument vectors and lines for the CLI's standard input,
and the lines that it prints into events of the product. It starts nothing and reads
nothing by itself: that is the run engine's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from opsdeck_server.domain.events import Payload, TextDelta


@dataclass(frozen=True, slots=True)
class AgentRequest:
    """What an agent's process is started for."""

    cwd: Path
    permission_mode: str
    model: str | None = None
    effort: str | None = None
    max_cost_usd: float | None = None
    resume_session_id: str | None = None
    new_session_id: str | None = None


@dataclass(frozen=True, slots=True)
class AgentCommand:
    """How to start the process: arguments, and what its environment needs more."""

    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class AgentStatus:
    """How the CLI is on this host. `error` says what is wrong and what to do."""

    version: str
    authenticated: bool
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Emit:
    """Something for the journal."""

    payload: Payload


@dataclass(frozen=True, slots=True)
class Live:
    """Something for those who watch right now."""

    delta: TextDelta


@dataclass(frozen=True, slots=True)
class Ask:
    """The agent asks a person; `request_id` is its own id of the question."""

    request_id: str
    tool: str
    input_json: str
    input: str
    description: str = ""
    suggestions_json: str = ""
    requires_interaction: bool = False


@dataclass(frozen=True, slots=True)
class AskWithdrawn:
    """The agent takes a question back."""

    request_id: str


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """What became of a message: `queued`, `started`, `completed` or `cancelled`."""

    message_id: str
    state: str


@dataclass(frozen=True, slots=True)
class BackgroundTasks:
    """How many tasks the agent has running in its background by now, beside its turn."""

    count: int


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The agent does not have the conversation any more that it was to go on with."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Answer to a control request that the server wrote."""

    request_id: str
    ok: bool
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fatal:
    """The run cannot succeed any more and is to be stopped now: say why, and what to do."""

    message: str


Decoded = Emit | Live | Ask | AskWithdrawn | Lifecycle | BackgroundTasks | Forgotten | Reply | Fatal


class Decoder(Protocol):
    """Reads one process's lines. Pure: what comes out depends on what went in alone."""

    def feed(self, line: bytes) -> Sequence[Decoded]:
        """Return what a line means. Never raises: what it does not know is UnknownEvent.

        `line` comes without its newline.
        """
        ...

    def snapshot(self) -> Mapping[str, Any]:
        """Return what a new decoder must know to go on after this line, fit for JSON."""
        ...


class Agent(Protocol):
    """One kind of agent."""

    @property
    def name(self) -> str:
        """Name in the contract: `claude`, `codex`, `simulator`."""
        ...

    @property
    def permission_modes(self) -> tuple[str, ...]:
        """The permission modes that a job may name; `ask` relays questions."""
        ...

    def command(self, request: AgentRequest) -> AgentCommand:
        """Return how to start the process."""
        ...

    def decoder(self, snapshot: Mapping[str, Any]) -> Decoder:
        """Return a decoder that goes on after a snapshot; `{}` for a new process."""
        ...

    def carried(self, snapshot: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the snapshot for a new process that resumes the conversation of another."""
        ...

    def user_message(self, message_id: str, text: str) -> bytes:
        """Return the line that says something to the agent.

        `message_id` is a UUID; a message with an id that the agent has seen is not run
        twice where the agent can tell.
        """
        ...

    def interrupt(self, request_id: str) -> bytes | None:
        """Return the line that interrupts the turn, or None where there is no such line."""
        ...

    def answer(
        self,
        ask: Ask,
        *,
        allow: bool,
        message: str | None = None,
        updated_input: str | None = None,
        remember: bool = False,
    ) -> bytes:
        """Return the line that answers a question; `updated_input` is JSON text.

        With `remember` the like is allowed for the rest of the conversation, as far as the
        agent offers it. Raises ValueError where `updated_input` is no JSON object.
        """
        ...

    def explain_exit(self, exit_code: int | None, signal: int | None, stderr_tail: str) -> str:
        """Return, for a person, why a process ended without a result, and what to do."""
        ...

    async def probe(self) -> AgentStatus:
        """Ask the CLI for its version and login; bounded to 10 s, never raises."""
        ...
