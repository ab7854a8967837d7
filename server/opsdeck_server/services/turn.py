"""What one run's lines add up to: pure bookkeeping, no waiting."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from opsdeck_server.domain.events import AgentStarted, Payload, Stderr, TurnResult
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
    """The run that a process works on at the moment, kept up with what it emits."""

    run: Run
    outcome: Outcome | None = None
    fatal: str | None = None
    stderr_tail: str = ""

    @classmethod
    def restored(cls, run: Run, snapshot: Mapping[str, Any]) -> Self:
        """Return the bookkeeping as an earlier server committed it."""
        outcome = snapshot.get("outcome")
        return cls(
            run,
            None if outcome is None else Outcome(**outcome),
            snapshot.get("fatal"),
            snapshot.get("stderr_tail", ""),
        )

    def snapshot(self) -> Mapping[str, Any]:
        """Return what a later server must know, fit for JSON."""
        kept: dict[str, Any] = {}
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

    def apply(self, payload: Payload) -> bool:
        """Take note of an event; return whether the run's row changed."""
        match payload:
            case AgentStarted(agent_session_id=session) if session != self.run.agent_session_id:
                self.run = replace(self.run, agent_session_id=session)
                return True
            case TurnResult(usage=usage):
                self.outcome = Outcome(payload.is_error, payload.subtype, payload.text)
                self.run = replace(self.run, usage=self.run.usage + usage)
                return True
            case Stderr(text=text):
                self.stderr_tail = (self.stderr_tail + text[-STDERR_TAIL:])[-STDERR_TAIL:]
                return False
            case _:
                return False
