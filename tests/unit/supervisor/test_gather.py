"""When the supervisor reads at once, and when it waits for more."""

import pytest

from opsdeck_server.supervisor import gather


class Clock:
    """Time that passes where somebody sleeps, and where the test says so."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.slept = 0.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(gather, "time", clock)
    return clock


def read(gathering: gather.Gathering, clock: Clock, times: int, size: int = 300) -> float:
    """Read so often, 50 µs apart; return how long was waited for more."""
    before = clock.slept
    for _ in range(times):
        clock.now += 50e-6
        gathering.before_read()
        gathering.last_count = size
    return clock.slept - before


def test_a_few_lines_that_come_together_are_read_at_once(clock: Clock) -> None:
    assert read(gather.Gathering(), clock, 8) == 0


def test_a_burst_is_gathered(clock: Clock) -> None:
    gathering = gather.Gathering()
    read(gathering, clock, 20)

    assert read(gathering, clock, 1_000) > 1_000 * 0.002 * 0.75


def test_large_reads_do_not_wait(clock: Clock) -> None:
    gathering = gather.Gathering()
    read(gathering, clock, 20)
    gathering.last_count = 256 * 1024

    assert read(gathering, clock, 100, 256 * 1024) == 0


def test_after_a_pause_a_few_lines_are_read_at_once_again(clock: Clock) -> None:
    gathering = gather.Gathering()
    read(gathering, clock, 1_000)
    clock.now += 0.1

    assert read(gathering, clock, 8) == 0
