"""What the process tables say, and who is below whom."""

import os
import signal

import pytest

from opsdeck_server.supervisor import tree

STAT = b"12 (a ) b) (c) S 7 12 12 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 4711 1 1 18446744073709\n"


def test_a_stat_line_is_read_past_a_name_with_parentheses() -> None:
    assert tree.parse_stat(STAT) == (7, "4711", "S")


def test_the_table_of_ps_is_read() -> None:
    output = (
        "    1     0 Ss   Mon Nov 20 20:49:01 2026\n"
        "  734     1 Z+   Tue Dec  1 09:00:00 2026\n"
        "junk\n"
    )
    assert tree.parse_ps(output) == {
        1: (0, "Mon Nov 20 20:49:01 2026", "S"),
        734: (1, "Tue Dec 1 09:00:00 2026", "Z"),
    }


def test_descendants_come_parents_first_and_without_the_dead() -> None:
    table: tree.Table = {
        5: (2, "", "S"),
        2: (1, "", "S"),
        3: (2, "", "Z"),
        4: (3, "", "R"),
        9: (8, "", "S"),
        1: (0, "", "S"),
    }
    assert tree.descendants({1}, table) == [2, 5, 4]


def test_a_table_with_a_circle_ends() -> None:
    assert tree.descendants({1}, {1: (2, "", "S"), 2: (1, "", "S")}) == [2]


@pytest.mark.parametrize("linux", [True, False])
def test_both_ways_know_this_process(monkeypatch: pytest.MonkeyPatch, linux: bool) -> None:
    monkeypatch.setattr(tree, "LINUX", linux)
    table = tree.processes()
    assert table[os.getpid()] == tree.look_up(os.getpid())
    assert table[os.getpid()][0] == os.getppid()
    assert tree.start_time(os.getpid()) == table[os.getpid()][1]


def test_a_signal_goes_to_nobody_else_with_the_same_pid() -> None:
    started = tree.start_time(os.getpid())
    assert started is not None
    assert tree.send(os.getpid(), started, signal.SIGCONT)
    assert not tree.send(os.getpid(), "another moment", signal.SIGKILL)


def test_a_pid_of_nobody_is_no_error() -> None:
    assert not tree.send(2**22 + 1, "1", signal.SIGKILL)
    assert tree.look_up(2**22 + 1) is None
    assert tree.start_time(2**22 + 1) is None


def test_where_orphans_are_lost_the_ones_seen_are_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table: tree.Table = {10: (1, "a", "S"), 11: (10, "b", "S"), 12: (11, "c", "S")}
    monkeypatch.setattr(tree, "LINUX", False)
    monkeypatch.setattr(tree, "processes", lambda: table)
    below = tree.Tree(10)
    assert below.members() == [(11, "b"), (12, "c")]
    del table[11]
    table[12] = (1, "c", "S")  # an orphan now
    table[13] = (12, "d", "S")
    assert sorted(below.members()) == [(12, "c"), (13, "d")]
    table[12] = (1, "later", "S")  # the pid has another owner
    table[13] = (1, "d", "S")
    assert below.members() == [(13, "d")]
