"""What is printed: times, escapes, names of things, and nothing heavy loaded for it."""

import io
import subprocess
import sys

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from typer.testing import CliRunner

from opsdeck.v1.event_pb2 import (
    AgentStarted,
    ApiRetry,
    AssistantText,
    ErrorEvent,
    Event,
    RunStateChange,
    Stderr,
    TextDelta,
    Thinking,
    TurnResult,
    UnknownEvent,
)
from opsdeck.v1.job_service_pb2 import WatchJobResponse
from opsdeck_server.cli.app import app
from opsdeck_server.cli.events import EventLines
from opsdeck_server.cli.live import LiveEvents
from opsdeck_server.cli.output import clean, duration, one_line, plain
from opsdeck_server.cli.watch import Away


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (0.25, "0.2 s"),
        (3, "3 s"),
        (59, "59 s"),
        (60, "1 min"),
        (323, "5 min 23 s"),
        (7260, "2 h 1 min"),
        (90000, "1 d 1 h"),
        (-3, "0 s"),
    ],
)
def test_durations_are_said_as_a_person_would(seconds: float, said: str) -> None:
    assert duration(seconds) == said


@pytest.mark.parametrize(
    "text",
    [
        "a\x1b[31mb",
        "a\x1b]0;title\x07b",
        "a\x1b]8;;https://x\x1b\\b",
        "a\x1bPq...\x1b\\b",
        "a\x1b(Bb",
        "a\x08\x7f\x00b",
        "a\u202eb",
        "a\x9bb",
        "a\rb",
    ],
)
def test_nothing_that_a_terminal_obeys_gets_through(text: str) -> None:
    assert clean(text) == "ab"


@given(st.text())
def test_clean_leaves_no_control_character(text: str) -> None:
    left = clean(text)
    assert not {c for c in left if ord(c) < 32 or 127 <= ord(c) < 160} - {"\n", "\t"}
    assert clean(left) == left


def test_lines_and_tabs_stay() -> None:
    assert clean("a\r\n\tb\n") == "a\n\tb\n"


def test_one_line_is_one_line_and_cut() -> None:
    assert one_line("a\n b\tc") == "a b c"
    assert one_line("x" * 300) == "x" * 199 + "…"


def test_json_has_what_is_zero_and_leaves_out_what_is_absent() -> None:
    assert plain(WatchJobResponse()) == {"events": [], "cursor": "", "caughtUp": False}


# -- events -----------------------------------------------------------------------------------


def lines(*events: Event, thinking: bool = False) -> list[str]:
    reader = EventLines(thinking=thinking)
    return [line.plain for event in events for line in reader.lines(event)]


def test_an_agent_says_hello_once() -> None:
    hello = Event(agent_started=AgentStarted(version="2.1.329", model="opus"))
    assert lines(hello, hello) == ["  agent         Started (2.1.329, opus)."]


def test_a_result_does_not_repeat_what_was_said() -> None:
    said = Event(assistant_text=AssistantText(text="All done.\n"))
    assert lines(said, Event(result=TurnResult(text="All done."))) == ["All done."]


def test_a_failed_turn_is_shown() -> None:
    assert lines(Event(result=TurnResult(is_error=True, text="no credit"))) == ["✗ no credit"]


def test_one_error_is_shown_once() -> None:
    failed = Event(result=TurnResult(is_error=True, text="no credit"))
    state = Event(run_state=RunStateChange(reason="no credit"))
    error = Event(error=ErrorEvent(message="no credit"))
    assert lines(failed, state, error) == ["✗ no credit"]
    assert lines(state) == ["  agent         no credit"]


def test_thinking_is_for_those_who_ask() -> None:
    event = Event(thinking=Thinking(text="hm"))
    assert lines(event) == []
    assert lines(event, thinking=True) == ["hm"]


def test_a_flood_on_stderr_is_cut() -> None:
    shown = lines(Event(stderr=Stderr(text="x\n" * 100)))
    assert len(shown) == 21
    assert "80 lines more" in shown[-1]


def test_a_retry_says_when() -> None:
    event = Event(
        api_retry=ApiRetry(
            attempt=2, max_attempts=10, delay_ms=3000, error="overloaded", status=529
        )
    )
    assert lines(event) == ["  The model's API: overloaded (status 529); try 2 of 10 in 3 s"]


def test_an_event_of_a_newer_version_is_passed_over() -> None:
    assert lines(Event(unknown=UnknownEvent(type="new", raw="{}")), Event()) == []


# -- a terminal -------------------------------------------------------------------------------


def on_a_terminal(*answers: WatchJobResponse | Away) -> str:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=80, color_system=None)
    with LiveEvents(console) as live:
        for answer in answers:
            live.answer(answer)
            moving = live._live  # pyright: ignore[reportPrivateUsage]  # draws when told to
            assert moving
            moving.refresh()
    return screen.getvalue()


def test_text_in_the_making_is_shown_and_then_stays_whole() -> None:
    delta = WatchJobResponse(events=[Event(text_delta=TextDelta(text="Hel\x1b[2Jlo"))])
    whole = WatchJobResponse(events=[Event(assistant_text=AssistantText(text="Hello, world"))])
    before, shown, after = on_a_terminal(delta, whole).partition("Hello, world")
    assert shown
    assert "Hello" in before
    assert "Hello" not in after
    assert "\x1b[2J" not in before


def test_a_lost_server_is_shown_while_it_is_away() -> None:
    assert "no server; again in 0.2 s" in on_a_terminal(Away("no server", 0.2))


# -- the command itself -----------------------------------------------------------------------


def commands() -> list[list[str]]:
    found: list[list[str]] = []

    def walk(command: object, path: list[str]) -> None:
        below: dict[str, object] | None = getattr(command, "commands", None)
        if below is None:
            found.append(path)
        else:
            for name, each in below.items():
                walk(each, [*path, name])

    walk(typer.main.get_command(app), [])
    return found


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_has_help_and_json(words: list[str]) -> None:
    result = CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": "200"})
    assert result.exit_code == 0
    assert ("--json" in result.stdout) == (words != ["serve"])


def test_wrong_usage_is_2() -> None:
    assert CliRunner().invoke(app, ["job", "show"]).exit_code == 2
    assert CliRunner().invoke(app, ["nonsense"]).exit_code == 2


def test_the_version_is_printed() -> None:
    assert CliRunner().invoke(app, ["--version"]).stdout.startswith("opsdeck 0.")


def test_help_loads_nothing_heavy() -> None:
    heavy = ["grpc", "google.protobuf", "opsdeck.v1", "sqlalchemy", "pydantic", "structlog"]
    code = (
        "import sys\n"
        "from opsdeck_server.cli.app import app\n"
        "app(['--help'], standalone_mode=False)\n"
        f"print('LOADED', *(name for name in {heavy!r} if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30)
    assert done.stdout.splitlines()[-1] == "LOADED", done.stderr


def test_a_client_command_loads_no_store() -> None:
    code = (
        "import sys\n"
        "from opsdeck_server.cli.app import app\n"
        "try: app(['queue', '--address', '127.0.0.1:9'])\n"
        "except SystemExit as end: assert end.code == 2, end.code\n"
        "print('LOADED', *(n for n in ('sqlalchemy', 'alembic', 'structlog') if n in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=30,
        env={"AGENT_API_SECRET": "x"},
    )
    assert done.stdout.splitlines()[-1:] == ["LOADED"], done.stderr
