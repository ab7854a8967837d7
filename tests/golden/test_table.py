"""The table itself: all of the contract is in it, and no door is left out in silence."""

from opsdeck.v1.error_reason_pb2 import ErrorReason
from tests.golden import mapping, table
from tests.golden.contract import METHODS
from tests.golden.mapping import HTTP_STATUS

CASES = table.load()

UNMET = {
    "NOT_READY": "the server starts or stops",
    "INTERNAL_ERROR": "the server has a fault",
    "CURSOR_EXPIRED": "the journal was pruned",
    "SESSION_EXPIRED": "the session was cleaned up, after a day",
}
"""What a server that is well does not say in the time that a case takes, and when it does."""

CARRIED = {*mapping.COMMANDS, "WatchSession"}
"""What a WebSocket has frames for."""


def refusals() -> list[dict[str, str]]:
    return [step["refuses"] for case in CASES for step in case.steps if "refuses" in step]


def test_every_method_of_the_contract_is_asked() -> None:
    assert {name for case in CASES for name in case.methods} == set(METHODS)


def test_every_reason_is_met_but_for_those_of_a_server_in_trouble() -> None:
    met = {refusal["reason"] for refusal in refusals()}

    assert met.isdisjoint(UNMET)
    assert met | UNMET.keys() == set(ErrorReason.keys()) - {"ERROR_REASON_UNSPECIFIED"}


def test_every_status_is_known_over_http() -> None:
    assert {refusal["status"] for refusal in refusals()} <= HTTP_STATUS.keys()


def test_a_door_that_is_left_out_has_its_reason() -> None:
    for case in CASES:
        assert case.without.keys() <= set(table.DOORS), case.name
        assert all(case.without.values()), case.name


def test_a_websocket_is_asked_where_it_has_a_frame() -> None:
    for case in CASES:
        if "websocket" in case.doors:
            assert CARRIED.intersection(case.methods), case.name


def test_a_watch_of_a_session_is_left_out_at_no_door_but_for_what_else_is_asked() -> None:
    for case in CASES:
        if set(case.methods) <= {*CARRIED, "StartSession"} and "WatchSession" in case.methods:
            assert not case.without, case.name


def test_names_are_not_given_twice() -> None:
    names = [(case.topic, case.name) for case in CASES]
    assert len(names) == len(set(names))
