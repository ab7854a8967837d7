"""The end of a turn: how it went, in words that say what to do, and what it cost.

What a turn cost, measured on Claude Code 2.1.197 and 2.1.329 against a stand-in API:

- `usage` is this turn's, but has neither what sub-agents used nor an interrupted reply.
  `modelUsage` has both, and so has `total_cost_usd`; so these two are what counts.
- Both add up over a process. In 2.1.329 they go on after `--resume` if the last process
  ended by itself, and begin at zero if it was killed and after `/clear`; in 2.1.197 they
  begin at zero in each process.
- 2.1.329 also has `model_usage_since_last_result`, which is this turn's in all those cases.

So that last one is taken where it is there. Else it is the difference to the totals before,
if that is at least this turn's `usage`; if it is less, the totals began anew, and they are
this turn's. A decoder of a new process knows no totals before unless `carried` gave it
those of the process that it resumes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from opsdeck_server.adapters._text import (
    UINT32_MAX,
    cut,
    items,
    number,
    record,
    string,
    whole,
)
from opsdeck_server.domain.events import TurnResult
from opsdeck_server.domain.runs import Usage

LOGIN_HELP = (
    "Claude Code is not logged in on this host: run `claude auth login` as the user that runs "
    "opsdeck (or set a valid ANTHROPIC_API_KEY or CLAUDE_CODE_OAUTH_TOKEN for it), then retry"
)
INTERRUPTED = "The turn was interrupted."
FORGOTTEN = (
    "Claude Code has no such conversation any more: it was ended before it had written it down, or "
    "its history was deleted, or belongs to another HOME. The agent begins anew and remembers "
    "nothing of what was said before."
)

_MODEL_KEYS = ("inputTokens", "outputTokens", "cacheReadInputTokens", "cacheCreationInputTokens")
_USAGE_KEYS = (
    "input_tokens",
    "output_tokens",
    "cache_read_input_tokens",
    "cache_creation_input_tokens",
)
_NOISE = "[ede_diagnostic]"
_MICRO = 1e-9


@dataclass(frozen=True, slots=True)
class Totals:
    """Tokens (input, output, cache read, cache written) and dollars, added up."""

    tokens: tuple[int, int, int, int] = (0, 0, 0, 0)
    cost: float = 0.0

    @classmethod
    def of_models(cls, models: object) -> Self:
        """Return the sum of a `modelUsage`; model names differ from process to process."""
        entries = [record(entry) for entry in record(models).values()]
        return cls(
            _four(sum(whole(entry.get(key)) for entry in entries) for key in _MODEL_KEYS),
            sum((number(entry.get("costUSD")) for entry in entries), 0.0),
        )

    @classmethod
    def restored(cls, stored: object) -> Self:
        """Return what `to_json` had; zero for anything else."""
        values = items(stored)
        if len(values) != 5:
            return cls()
        return cls(_four(whole(value) for value in values[:4]), number(values[4]))

    def to_json(self) -> list[float]:
        """Return it as a JSON list."""
        return [*self.tokens, self.cost]

    def since(self, before: "Totals", at_least: Sequence[int]) -> "Totals":
        """Return what was added after `before`, or all of it where the count began anew."""
        added = _four(now - then for now, then in zip(self.tokens, before.tokens, strict=True))
        cost = self.cost - before.cost
        if cost < -_MICRO or any(a < least for a, least in zip(added, at_least, strict=True)):
            return self
        return Totals(added, max(cost, 0.0))


def _four(values: Any) -> tuple[int, int, int, int]:
    first, second, third, fourth = (min(int(value), UINT32_MAX) for value in values)
    return first, second, third, fourth


def turn_result(
    line: dict[str, Any], before: Totals, given_up: str = ""
) -> tuple[TurnResult, Totals]:
    """Return the end of a turn, and the totals after it.

    `given_up` is why the turn was cut off, where nobody interrupted it.
    """
    this_turn = _four(whole(record(line.get("usage")).get(key)) for key in _USAGE_KEYS)
    models = record(line.get("modelUsage"))
    now = Totals(
        # A CLI that has no modelUsage adds up nothing but the cost.
        Totals.of_models(models).tokens if models else this_turn,
        number(line.get("total_cost_usd")),
    )
    if isinstance(line.get("model_usage_since_last_result"), dict):
        turn = Totals.of_models(line["model_usage_since_last_result"])
    elif "modelUsage" in line:
        turn = now.since(before, this_turn)
    else:
        turn = Totals(this_turn, now.since(Totals(cost=before.cost), this_turn).cost)
    text, _ = cut(_text(line, given_up))
    status = whole(line.get("api_error_status"))
    result = TurnResult(
        is_error=_is_error(line),
        subtype=_subtype(line),
        text=text,
        usage=Usage(*turn.tokens, round(turn.cost, 10), whole(line.get("num_turns"))),
        duration_ms=whole(line.get("duration_ms")),
        api_error_status=status or None,
        denied_tools=_denied(line),
    )
    return result, now


def _is_error(line: dict[str, Any]) -> bool:
    flag = line.get("is_error")
    return flag if isinstance(flag, bool) else line.get("subtype") != "success"


def _subtype(line: dict[str, Any]) -> str:
    """Return how the turn ended; of the CLI's two names the one that tells more.

    Failures of the API are `success`, and an interrupt is `error_during_execution`.
    """
    subtype, reason = string(line.get("subtype")), string(line.get("terminal_reason"))
    vague = subtype in ("", "success", "error_during_execution")
    return reason if _is_error(line) and vague and reason else subtype


def _text(line: dict[str, Any], given_up: str) -> str:
    result = string(line.get("result"))
    if not _is_error(line):
        return result
    errors = [string(error) for error in items(line.get("errors"))]
    said = result or "; ".join(e for e in errors if e and not e.startswith(_NOISE))
    subtype = _subtype(line)
    if is_login_problem(said) or line.get("api_error_status") == 401:
        return f"{LOGIN_HELP}. Claude Code said: {said}" if said else LOGIN_HELP
    if subtype.startswith("aborted"):
        return given_up or said or INTERRUPTED
    if subtype == "error_max_budget_usd":
        return f"{said or 'The budget was used up'}: raise maxCostUsd to let it go on"
    if subtype == "error_max_turns":
        return f"{said or 'The limit of turns was reached'}: send another message to go on"
    return said or f"Claude Code ended the turn with {subtype or 'an error'}"


def is_login_problem(text: str) -> bool:
    """Return whether the CLI says that it has no valid login."""
    return any(
        words in text
        for words in ("Not logged in", "Please run /login", "Invalid API key", "OAuth token has ")
    )


def is_forgotten(line: dict[str, Any]) -> bool:
    """Return whether a result says that there is nothing to resume. It begins no turn."""
    errors = items(line.get("errors"))
    return whole(line.get("num_turns")) == 0 and any(
        string(error).startswith("No conversation found with session ID") for error in errors
    )


def _denied(line: dict[str, Any]) -> tuple[str, ...]:
    names = (string(record(d).get("tool_name")) for d in items(line.get("permission_denials")))
    return tuple(dict.fromkeys(name for name in names if name))
