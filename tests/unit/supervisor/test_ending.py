"""The steps of an end, with a clock of the test's own."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsdeck_server.supervisor.ending import EOF, KILL, RUNNING, TERM, Ending


def test_a_run_that_is_not_ending_has_no_next_step() -> None:
    assert Ending().advance(1e9) is None


def test_each_step_comes_after_its_time() -> None:
    ending = Ending()
    assert ending.begin("stopped:x", 5, 3, now=100)
    assert ending.step == EOF
    assert ending.advance(104.9) is None
    assert ending.advance(105) == TERM
    assert ending.advance(107.9) is None
    assert ending.advance(108) == KILL


def test_sigkill_comes_again_with_growing_pauses() -> None:
    ending = Ending()
    ending.begin("x", 0, 0, now=0)
    assert [ending.advance(0), ending.advance(0)] == [TERM, KILL]
    moments: list[float] = []
    for _ in range(9):
        assert ending.due is not None
        moments.append(ending.due)
        assert ending.advance(ending.due) == KILL
    pauses = [later - earlier for earlier, later in pairwise(moments)]
    assert pauses == pytest.approx([0.02, 0.04, 0.08, 0.16, 0.32, 0.5, 0.5, 0.5])


def test_a_second_stop_shortens_the_wait_for_the_end_of_input() -> None:
    ending = Ending()
    ending.begin("first", 100, 100, now=0)
    assert not ending.begin("second", 1, 2, now=10)
    assert (ending.reason, ending.due) == ("first", 11)
    assert ending.advance(11) == TERM
    assert ending.due == 13


def test_a_second_stop_shortens_the_wait_after_sigterm() -> None:
    ending = Ending()
    ending.begin("first", 0, 100, now=0)
    ending.advance(0)
    ending.begin("second", 50, 1, now=10)
    assert ending.due == 11


def test_a_second_stop_makes_nothing_longer() -> None:
    ending = Ending()
    ending.begin("first", 1, 1, now=0)
    ending.begin("second", 100, 100, now=0)
    assert ending.advance(1) == TERM
    assert ending.advance(2) == KILL


def test_an_agent_that_ended_by_itself_leaves_its_children_a_grace() -> None:
    ending = Ending()
    ending.agent_exited(2, now=0)
    assert ending.reason is None
    assert ending.advance(0) == TERM
    assert ending.due == 2


def test_an_agent_that_ended_during_a_stop_leaves_them_the_time_of_the_stop() -> None:
    ending = Ending()
    ending.begin("stopped:x", 100, 7, now=0)
    ending.agent_exited(2, now=1)
    assert ending.advance(1) == TERM
    assert ending.due == 8


def test_a_death_among_those_being_killed_means_looking_again_at_once() -> None:
    ending = Ending()
    ending.begin("x", 0, 0, now=0)
    ending.advance(0)
    ending.hurry(0)
    assert ending.advance(0) == KILL
    ending.hurry(0.001)
    assert ending.advance(0.001) == KILL


@given(st.lists(st.tuples(st.sampled_from("bax"), st.floats(0, 10), st.floats(0, 10)), max_size=30))
def test_it_only_goes_forward_and_never_sleeps_for_ever(
    events: list[tuple[str, float, float]],
) -> None:
    ending, now, step = Ending(), 0.0, RUNNING
    for kind, first, second in events:
        now += first
        if kind == "b":
            ending.begin("x", first, second, now)
        elif kind == "a":
            ending.agent_exited(second, now)
        ending.advance(now)
        assert ending.step >= step
        step = ending.step
        assert (ending.due is None) == (step == RUNNING)
