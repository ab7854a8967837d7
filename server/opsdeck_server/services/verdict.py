"""How a process ended, in words for a person."""

from dataclasses import dataclass

from opsdeck_server.domain.runs import RunState
from opsdeck_server.ports.agent import Agent
from opsdeck_server.ports.supervisor import ExitRecord
from opsdeck_server.services.turn import Turn


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the agent's work ended. `error` is None only for a success."""

    state: RunState
    error: str | None
    exit_code: int | None


def verdict_of(
    agent: Agent, turn: Turn, record: ExitRecord | None, silence_seconds: float
) -> Verdict:
    """Return how the turn of a process that is over went; no record: its supervisor was lost."""
    code = None if record is None else record.exit_code
    if record is None:
        return Verdict(
            RunState.lost,
            "the agent's supervisor died, so its work was cut off. Try it again.",
            code,
        )
    if turn.fatal is not None:
        return Verdict(RunState.failed, turn.fatal, code)
    error = _ended_early(record, silence_seconds)
    if error is not None:
        return Verdict(RunState.failed, error, code)
    if record.reason.startswith("stopped:"):
        return Verdict(RunState.stopped, "the agent was stopped", code)
    if turn.outcome is None:
        said = agent.explain_exit(code, record.signal, turn.stderr_tail)
        return Verdict(RunState.failed, said, code)
    if turn.outcome.is_error:
        text = turn.outcome.text or f"the agent ended with {turn.outcome.subtype}"
        return Verdict(RunState.failed, text, code)
    return Verdict(RunState.succeeded, None, code)


def _ended_early(record: ExitRecord, silence_seconds: float) -> str | None:
    """Return why its supervisor ended the process, if it did so by itself."""
    match record.reason:
        case "wall_limit":
            return "the agent took longer than it may (timeoutSeconds) and was stopped"
        case "silence_limit":
            return f"the agent said nothing for {silence_seconds:.0f} s and was stopped"
        case "output_limit":
            return "the agent wrote more than a run may and was stopped"
        case "spool_error":
            return f"the agent's output could not be written: {record.detail}"
        case _:
            return None
