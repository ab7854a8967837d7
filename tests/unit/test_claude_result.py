from collections.abc import Mapping
from typing import Any

import pytest

from opsdeck_server.adapters.claude.decode import ClaudeDecoder
from opsdeck_server.adapters.claude.driver import ClaudeAgent
from opsdeck_server.adapters.claude.result import INTERRUPTED, LOGIN_HELP
from opsdeck_server.domain.events import TurnResult
from opsdeck_server.domain.runs import Usage
from opsdeck_server.ports.agent import Emit
from tests.unit import claude_lines as cl

Tokens = tuple[int, int, int, int]


def turn(decoder: ClaudeDecoder, **fields: Any) -> TurnResult:
    (decoded,) = decoder.feed(cl.result(**fields))
    assert isinstance(decoded, Emit)
    assert isinstance(decoded.payload, TurnResult)
    return decoded.payload


def spent(
    decoder: ClaudeDecoder, this: Tokens, total: Tokens, cost: float, since: float | None = None
) -> Usage:
    """Return what a turn used, for a CLI that reports these totals."""
    more = {} if since is None else {"model_usage_since_last_result": cl.models(this, since)}
    return turn(
        decoder,
        usage=cl.usage(this),
        modelUsage=cl.models(total, cost),
        total_cost_usd=cost,
        **more,
    ).usage


def used(tokens: Tokens, cost: float) -> Usage:
    return Usage(*tokens, cost_usd=cost, turns=1)


def test_a_turn_is_what_was_added_in_its_process() -> None:
    decoder = ClaudeDecoder({})

    assert spent(decoder, (116, 30, 40, 30), (116, 30, 40, 30), 0.001222) == used(
        (116, 30, 40, 30), 0.001222
    )
    assert spent(decoder, (50, 30, 0, 0), (166, 60, 40, 30), 0.002022) == used(
        (50, 30, 0, 0), 0.0008
    )


def test_what_sub_agents_and_interrupted_replies_used_is_counted() -> None:
    # `usage` of such a turn is less than what was paid; the totals are not.
    assert spent(ClaudeDecoder({}), (20, 10, 0, 0), (40, 20, 0, 0), 0.00056) == used(
        (40, 20, 0, 0), 0.00056
    )


def test_every_model_is_counted() -> None:
    both = cl.models((10, 5, 0, 0), 0.1) | cl.models((1, 2, 3, 4), 0.02, "haiku")

    result = turn(ClaudeDecoder({}), modelUsage=both, total_cost_usd=0.12)

    assert result.usage == used((11, 7, 3, 4), 0.12)


def test_totals_that_go_on_in_a_resumed_process() -> None:
    first = ClaudeDecoder({})
    spent(first, (100, 10, 0, 0), (100, 10, 0, 0), 0.5)
    resumed = ClaudeDecoder(ClaudeAgent("claude", {}).carried(first.snapshot()))

    assert spent(resumed, (7, 9, 0, 0), (107, 19, 0, 0), 0.6) == used((7, 9, 0, 0), 0.1)


def test_totals_that_begin_anew_in_a_resumed_process() -> None:
    first = ClaudeDecoder({})
    spent(first, (100, 10, 0, 0), (100, 10, 0, 0), 0.5)
    snapshots: list[Mapping[str, Any]] = [{}, ClaudeAgent("claude", {}).carried(first.snapshot())]
    for snapshot in snapshots:
        resumed = ClaudeDecoder(snapshot)

        assert spent(resumed, (7, 9, 0, 0), (7, 9, 0, 0), 0.1) == used((7, 9, 0, 0), 0.1)
        assert spent(resumed, (1, 1, 0, 0), (8, 10, 0, 0), 0.3) == used((1, 1, 0, 0), 0.2)


def test_totals_that_begin_anew_and_are_soon_more_than_before() -> None:
    first = ClaudeDecoder({})
    spent(first, (100, 10, 0, 0), (100, 10, 0, 0), 0.5)
    resumed = ClaudeDecoder(ClaudeAgent("claude", {}).carried(first.snapshot()))

    # More than 100 and 0.5: only the turn's own usage tells that nothing was carried on.
    assert spent(resumed, (150, 12, 0, 0), (150, 12, 0, 0), 0.7) == used((150, 12, 0, 0), 0.7)


def test_totals_that_begin_anew_within_a_process() -> None:
    decoder = ClaudeDecoder({})
    spent(decoder, (40, 20, 0, 0), (40, 20, 0, 0), 0.56)

    assert turn(decoder, modelUsage={}, total_cost_usd=0).usage == used((0, 0, 0, 0), 0.0)
    assert spent(decoder, (10, 5, 0, 0), (10, 5, 0, 0), 0.14) == used((10, 5, 0, 0), 0.14)


@pytest.mark.parametrize("before", [0.0, 0.5])
def test_a_cli_that_says_what_the_turn_used_is_believed(before: float) -> None:
    decoder = ClaudeDecoder({"totals": [1000, 100, 0, 0, before]})

    assert spent(decoder, (7, 9, 0, 0), (173, 69, 40, 30), 0.00223, since=0.000208) == used(
        (7, 9, 0, 0), 0.000208
    )


def test_a_cli_without_usage_by_model() -> None:
    decoder = ClaudeDecoder({})
    costs = [0.25, 0.75]
    line = [
        cl.line(
            type="result",
            subtype="success",
            is_error=False,
            num_turns=1,
            usage=cl.usage((10, 5, 1, 2)),
            total_cost_usd=cost,
        )
        for cost in costs
    ]

    found = [decoder.feed(one)[0] for one in line]

    assert [
        d.payload.usage for d in found if isinstance(d, Emit) and isinstance(d.payload, TurnResult)
    ] == [
        used((10, 5, 1, 2), 0.25),
        used((10, 5, 1, 2), 0.5),
    ]


def test_a_turn_that_went_well() -> None:
    result = turn(ClaudeDecoder({}), num_turns=3, duration_ms=272)

    assert (result.is_error, result.subtype, result.text) == (False, "success", "Done.")
    assert (result.usage.turns, result.duration_ms) == (3, 272)
    assert result.api_error_status is None


def test_success_is_what_is_error_says() -> None:
    result = turn(
        ClaudeDecoder({}),
        is_error=True,
        terminal_reason="api_error",
        api_error_status=529,
        result="API Error: 529",
    )

    assert (result.is_error, result.subtype) == (True, "api_error")
    assert (result.text, result.api_error_status) == ("API Error: 529", 529)


def test_without_is_error_the_subtype_decides() -> None:
    assert turn(ClaudeDecoder({}), is_error=None, subtype="error_max_turns").is_error
    assert not turn(ClaudeDecoder({}), is_error=None).is_error


@pytest.mark.parametrize("reason", ["aborted_streaming", "aborted_tools"])
def test_an_interrupted_turn_says_so(reason: str) -> None:
    result = turn(
        ClaudeDecoder({}),
        is_error=True,
        subtype="error_during_execution",
        terminal_reason=reason,
        result=None,
        errors=["[ede_diagnostic] result_type=user"],
    )

    assert (result.subtype, result.text) == (reason, INTERRUPTED)


def test_a_turn_that_was_cut_off_for_its_login_says_that_and_of_no_interrupt() -> None:
    before = ClaudeDecoder({})
    before.feed(cl.line(type="system", subtype="api_retry", error="authentication_failed"))

    result = turn(
        ClaudeDecoder(before.snapshot()),
        is_error=True,
        subtype="error_during_execution",
        terminal_reason="aborted_streaming",
    )

    assert (result.subtype, result.text) == ("aborted_streaming", LOGIN_HELP)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"result": "Not logged in · Please run /login"}, LOGIN_HELP),
        ({"result": "Failed to authenticate.", "api_error_status": 401}, LOGIN_HELP),
        (
            {"subtype": "error_max_budget_usd", "result": None, "errors": ["Reached maximum"]},
            "Reached maximum: raise maxCostUsd",
        ),
        ({"subtype": "error_max_turns", "result": None}, "limit of turns"),
        (
            {"subtype": "error_during_execution", "result": None, "errors": ["a", "b"]},
            "a; b",
        ),
        ({"subtype": "error_odd", "result": None, "errors": []}, "error_odd"),
    ],
)
def test_a_failure_says_what_to_do(fields: dict[str, Any], words: str) -> None:
    assert words in turn(ClaudeDecoder({}), is_error=True, **fields).text


def test_denied_tools_are_named_once() -> None:
    denials = [{"tool_name": "Write"}, {"tool_name": "Bash"}, {"tool_name": "Write"}]

    assert turn(ClaudeDecoder({}), permission_denials=denials).denied_tools == ("Write", "Bash")


@pytest.mark.parametrize(
    ("value", "kept"), [(2**40, 2**32 - 1), (-3, 0), (2.9, 2), ("7", 0), (True, 1), (None, 0)]
)
def test_numbers_stay_within_what_the_contract_carries(value: Any, kept: int) -> None:
    result = turn(ClaudeDecoder({}), num_turns=value, duration_ms=value)

    assert (result.usage.turns, result.duration_ms) == (kept, kept)
