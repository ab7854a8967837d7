"""What is said of a process that ended, and of one whose end nobody saw."""

from typing import Any, cast

from opsdeck_server.domain.runs import RunState
from opsdeck_server.services.turn import Turn
from opsdeck_server.services.verdict import verdict_of


def test_a_lost_supervisor_says_nothing_of_work_that_may_not_be_there() -> None:
    verdict = verdict_of(cast("Any", object()), Turn(None), None, 60)

    assert verdict.state is RunState.lost
    assert verdict.error is not None
    assert "kept" not in verdict.error
    assert verdict.error.endswith("Try it again.")
