"""What one run's lines add up to: pure bookkeeping, no waiting."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from opsdeck_server.domain.events import (
    AgentStarted,
    Payload,
    Stderr,
    TurnResult,
    interrupted,
    role_of,
)
from opsdeck_server.domain.runs import Run

STDERR_TAIL = 2 * 1024
"""Characters of standard error that are kept to explain a failure with."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the agent says that its last turn ended."""

    is_error: bool
    subtype: str
    text: str


@dataclass(slots=True)
class Turn:
    """The run that a process works on at the moment, kept up with what it emits.

    A process that waits for its first message has no run. `message_id` is the message that
    the agent is given for the run; it is owed while the agent's input is where it was when
    the turn began, at `stdin_before` bytes, and `started` once the agent says so.
    """

    run: Run | None
    message_id: str = ""
    stdin_before: int = 0
    started: bool = False
    outcome: Outcome | None = None
    fatal: str | None = None
    stderr_tail: str = ""

    @classmethod
    def restored(cls, run: Run | None, snapshot: Mapping[str, Any]) -> Self:
        """Return the bookkeeping as an earlier server committed it."""
        outcome = snapshot.get("outcome")
        return cls(
            run,
            snapshot.get("message_id", ""),
            snapshot.get("stdin_before", 0),
            snapshot.get("started", False),
            None if outcome is None else Outcome(**outcome),
            snapshot.get("fatal"),
            snapshot.get("stderr_tail", ""),
        )

    def snapshot(self) -> Mapping[str, Any]:
        """Return what a later server must know, fit for JSON."""
        kept: dict[str, Any] = {}
        if self.run is not None:
            kept["run_id"] = self.run.id
        if self.message_id:
            kept["message_id"] = self.message_id
            kept["stdin_before"] = self.stdin_before
            kept["started"] = self.started
        if self.outcome is not None:
            kept["outcome"] = {
                "is_error": self.outcome.is_error,
                "subtype": self.outcome.subtype,
                "text": self.outcome.text if self.outcome.is_error else "",
            }
        if self.fatal is not None:
            kept["fatal"] = self.fatal
        if self.stderr_tail:
            kept["stderr_tail"] = self.stderr_tail
        return kept

    @property
    def failure_told(self) -> bool:
        """Whether the agent said itself what went wrong, so that an event tells it."""
        outcome = self.outcome
        told = outcome is not None and outcome.is_error and not interrupted(outcome.subtype)
        return told and self.fatal is None

    def start(self, message_id: str) -> None:
        """Take note that the agent begins with a message: no turn before it counts now."""
        if message_id == self.message_id and not self.started:
            self.started, self.outcome = True, None

    def count_messages(self, count: int) -> None:
        """Count messages of the run that the agent did not say itself."""
        if self.run is not None:
            self.run = replace(self.run, messages=self.run.messages + count)

    def apply(self, payload: Payload) -> bool:
        """Take note of an event; return whether the run's row changed."""
        changed = False
        if role_of(payload) is not None:
            if self.run is None or self.run.state.terminal:
                self.outcome = None  # it works again, unasked
            if self.run is not None:
                self.count_messages(1)
                changed = True
        match payload:
            case AgentStarted(agent_session_id=session) if self.run is not None:
                if session != self.run.agent_session_id:
                    self.run = replace(self.run, agent_session_id=session)
                    changed = True
            case TurnResult(usage=usage):
                self.outcome = Outcome(payload.is_error, payload.subtype, payload.text)
                if self.run is not None:
                    self.run = replace(self.run, usage=self.run.usage + usage)
                    changed = True
            case Stderr(text=text):
                self.stderr_tail = (self.stderr_tail + text[-STDERR_TAIL:])[-STDERR_TAIL:]
            case _:
                pass
        return changed
