"""What the log shows of a fault to a person on a terminal."""

import io
import logging
import sys
from collections.abc import Generator

import pytest
import structlog

from opsdeck_server import logs

WORDS = "words-of-an-agent"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Generator[Terminal]:
    """Send the log to a terminal for a while."""
    root, before = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers[:], root.level
    made = Terminal()
    monkeypatch.setattr(sys, "stderr", made)
    logs.configure("info")
    yield made
    structlog.configure(**before)
    root.handlers[:] = handlers
    root.setLevel(level)


def fail(prompt: str) -> None:
    raise ValueError(f"a fault over {len(prompt)} letters")


def test_a_fault_is_shown_with_its_way_and_without_what_was_worked_on(terminal: Terminal) -> None:
    try:
        fail(WORDS)
    except ValueError:
        structlog.get_logger("a test").exception("a.fault")

    shown = terminal.getvalue()
    assert WORDS not in shown
    assert "in fail" in shown
    assert "a fault over 17 letters" in shown
