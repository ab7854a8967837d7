"""Following a job, over servers that die and come back."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, cast

import grpc
import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from typer.testing import CliRunner, Result

from opsdeck.v1.event_pb2 import (
    AssistantText,
    Event,
    StatusChange,
    Step,
    TextDelta,
    ToolResult,
    ToolUse,
)
from opsdeck.v1.job_pb2 import Job, JobSummary
from opsdeck.v1.job_service_pb2 import CreateJobResponse, WatchJobResponse
from opsdeck_client import Patience
from opsdeck_server.cli import watch
from opsdeck_server.cli.app import app
from tests.fakes.cli_server import CliServer, Context, refuse

MAIN = "from opsdeck_server.cli.app import main; main()"


class Journal:
    """A job with a journal, served as the contract says; a cursor is the number of an event."""

    def __init__(self, *events: Event, status: "Job.Status.ValueType" = Job.completed) -> None:
        terminal = StatusChange(status=Job.Status.Name(status), terminal=True)
        self.events = [*events, Event(type="statusChange", status_change=terminal)]
        for seq, event in enumerate(self.events, 1):
            event.seq = seq
            event.time.CopyFrom(at())
        self.status = status
        self.deltas: list[Event] = []

    def summary(self, *, over: bool) -> JobSummary:
        return JobSummary(id="job-1", status=self.status if over else Job.running)

    def watch(self, request: Any, context: Context) -> Iterator[WatchJobResponse]:
        yield WatchJobResponse(job=self.summary(over=False), cursor=request.after)
        if self.deltas and request.partial:
            yield WatchJobResponse(events=self.deltas)
        for event in self.events[int(request.after or 0) :]:
            yield WatchJobResponse(events=[event], cursor=str(event.seq))
        yield WatchJobResponse(job=self.summary(over=True), caught_up=True)

    def serve(self, server: CliServer) -> None:
        server.handlers["WatchJob"] = self.watch
        job = Job(id="job-1", status=self.status, files_changed=2, completed_at=at())
        server.answer("GetJob", job)


def at() -> Timestamp:
    time = Timestamp()
    time.FromDatetime(datetime(2025, 1, 7, tzinfo=UTC))
    return time


def said(text: str) -> Event:
    return Event(type="assistantText", assistant_text=AssistantText(text=text))


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = Patience(first_pause=0.02, longest_pause=0.1, to_begin=1, to_return=1, silence=1)
    monkeypatch.setattr(watch, "USUAL", quick)


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words), catch_exceptions=False)


def seqs(result: Result) -> list[int]:
    return [json.loads(line)["seq"] for line in result.stdout.splitlines()]


def test_a_watch_shows_what_a_person_wants_to_see(server: CliServer) -> None:
    Journal(
        Event(step=Step(name="fetch", message="Fetched acme/site.")),
        said("I look at the page."),
        Event(tool_use=ToolUse(tool_use_id="t1", tool="Edit", input="index.html")),
        Event(tool_result=ToolResult(tool_use_id="t1", content="done")),
        Event(tool_use=ToolUse(tool_use_id="t2", tool="Bash", input="npm test\nmore")),
        Event(tool_result=ToolResult(tool_use_id="t2", content="exit 1", is_error=True)),
    ).serve(server)
    result = run("job", "watch", "job-1")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "  fetch         Fetched acme/site.",
        "I look at the page.",
        "› Edit  index.html",
        "› Bash  npm test more",
        "✗ Bash  exit 1",
        "✓ completed · 2 files changed",
    ]


def test_a_watch_in_json_is_one_event_a_line(server: CliServer) -> None:
    Journal(said("Hello")).serve(server)
    first, last = map(json.loads, run("job", "watch", "job-1", "--json").stdout.splitlines())
    assert first == {
        "runId": "",
        "seq": 1,
        "time": "2025-01-07T00:00:00Z",
        "type": "assistantText",
        "assistantText": {"text": "Hello", "messageId": ""},
    }
    assert last["statusChange"] == {"status": "completed", "terminal": True}


@pytest.mark.parametrize(
    ("status", "code"), [(Job.completed, 0), (Job.failed, 1), (Job.cancelled, 3)]
)
def test_the_exit_code_is_the_jobs(
    server: CliServer, status: "Job.Status.ValueType", code: int
) -> None:
    Journal(status=status).serve(server)
    assert run("job", "watch", "job-1").exit_code == code
    assert run("job", "watch", "job-1", "--json").exit_code == code


def test_create_with_watch_ends_as_the_job_does(server: CliServer) -> None:
    Journal(said("Hello"), status=Job.failed).serve(server)
    server.answer("CreateJob", CreateJobResponse(id="job-1", status=Job.queued, created_at=at()))
    result = run("job", "create", "acme/site", "x", "--watch", "--json")
    assert result.exit_code == 1
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert lines[0]["id"] == "job-1"
    assert [line["type"] for line in lines[1:]] == ["assistantText", "statusChange"]


def test_a_server_that_dies_and_returns_costs_no_event(server: CliServer) -> None:
    journal = Journal(*(said(f"Line {number}") for number in range(1, 10)))
    journal.serve(server)
    deaths = [2, 3, 7]

    def mortal(request: Any, context: Context) -> Iterator[WatchJobResponse]:
        for answer in journal.watch(request, context):
            yield answer
            if deaths and answer.cursor == str(deaths[0]):
                deaths.pop(0)
                server.die(then=server.start)
                threading.Event().wait(30)  # the call is cut off while it waits

    server.handlers["WatchJob"] = mortal
    result = run("job", "watch", "job-1", "--json")
    assert result.exit_code == 0
    assert seqs(result) == list(range(1, 11))
    assert [request.after for request in server.asked("WatchJob")] == ["", "2", "3", "7"]
    assert not deaths


def test_a_person_is_told_of_the_loss_and_of_the_return(server: CliServer) -> None:
    journal = Journal(said("Line 1"), said("Line 2"))
    journal.serve(server)
    calls: list[int] = []

    def broken_once(request: Any, context: Context) -> Iterator[WatchJobResponse]:
        calls.append(1)
        yield from list(journal.watch(request, context))[: 2 if len(calls) == 1 else None]
        if len(calls) == 1:
            context.abort(grpc.StatusCode.UNAVAILABLE, "upstream reset")

    server.handlers["WatchJob"] = broken_once
    lines = run("job", "watch", "job-1").stdout.splitlines()
    assert lines[0] == "Line 1"
    assert "trying again" in lines[1]
    assert lines[2:4] == ["  The server is back.", "Line 2"]


def test_an_event_that_comes_twice_is_shown_once(server: CliServer) -> None:
    journal = Journal(said("Line 1"), said("Line 2"))
    journal.serve(server)

    def stutters(request: Any, context: Context) -> Iterator[WatchJobResponse]:
        for answer in journal.watch(request, context):
            yield answer
            yield answer

    server.handlers["WatchJob"] = stutters
    assert seqs(run("job", "watch", "job-1", "--json")) == [1, 2, 3]


def test_a_stream_that_ends_before_the_job_is_opened_again(server: CliServer) -> None:
    journal = Journal(said("Line 1"), said("Line 2"))
    journal.serve(server)

    def drained(request: Any, context: Context) -> Iterator[WatchJobResponse]:
        answers = list(journal.watch(request, context))
        return iter(answers if request.after else answers[:2])

    server.handlers["WatchJob"] = drained
    assert seqs(run("job", "watch", "job-1", "--json")) == [1, 2, 3]


@pytest.mark.usefixtures("impatient")
def test_a_server_that_falls_silent_is_called_again(server: CliServer) -> None:
    journal = Journal(said("Line 1"), said("Line 2"))
    journal.serve(server)
    released = threading.Event()

    def silent(request: Any, context: Context) -> Iterator[WatchJobResponse]:
        answers = list(journal.watch(request, context))
        yield from answers if request.after else answers[:2]
        if not request.after:
            context.add_callback(released.set)
            released.wait(20)

    server.handlers["WatchJob"] = silent
    assert seqs(run("job", "watch", "job-1", "--json")) == [1, 2, 3]
    assert released.is_set()


def test_an_expired_cursor_starts_over_without_repeating(server: CliServer) -> None:
    journal = Journal(said("Line 1"), said("Line 2"))
    journal.serve(server)

    def pruned(request: Any, context: Context) -> Iterator[WatchJobResponse]:
        asked = len(server.asked("WatchJob"))
        if asked == 2:
            refuse(context, grpc.StatusCode.OUT_OF_RANGE, "CURSOR_EXPIRED", "pruned")
        yield from list(journal.watch(request, context))[: 2 if asked == 1 else None]
        if asked == 1:
            context.abort(grpc.StatusCode.UNAVAILABLE, "gone")

    server.handlers["WatchJob"] = pruned
    assert seqs(run("job", "watch", "job-1", "--json")) == [1, 2, 3]
    assert [request.after for request in server.asked("WatchJob")] == ["", "1", ""]


@pytest.mark.usefixtures("impatient")
def test_a_server_that_stays_away_is_2(server: CliServer) -> None:
    journal = Journal(said("Line 1"))
    journal.serve(server)

    def dies(request: Any, context: Context) -> Iterator[WatchJobResponse]:
        yield from list(journal.watch(request, context))[:2]
        server.die()
        threading.Event().wait(30)

    server.handlers["WatchJob"] = dies
    result = run("job", "watch", "job-1")
    assert result.exit_code == 2
    assert "no opsdeck server answers" in result.stderr


def test_an_unknown_job_is_refused_at_once(server: CliServer) -> None:
    server.handlers["WatchJob"] = lambda request, context: refuse(
        context, grpc.StatusCode.NOT_FOUND, "JOB_NOT_FOUND", "No job job-x."
    )
    result = run("job", "watch", "job-x")
    assert (result.exit_code, result.stderr) == (1, "opsdeck: No job job-x.\n")
    assert len(server.asked("WatchJob")) == 1


def test_a_tail_starts_now_and_goes_on_from_its_cursor(server: CliServer) -> None:
    journal = Journal(said("Line 1"), said("Line 2"))
    journal.serve(server)
    run("job", "watch", "job-1", "--tail")
    assert server.asked("WatchJob")[0].tail_only


def test_deltas_come_where_they_were_asked_for(server: CliServer) -> None:
    journal = Journal(said("Hello"))
    journal.deltas = [Event(seq=0, type="textDelta", text_delta=TextDelta(text="Hel"))]
    journal.serve(server)
    assert seqs(run("job", "watch", "job-1", "--json")) == [1, 2]
    assert seqs(run("job", "watch", "job-1", "--json", "--partial")) == [0, 1, 2]


def test_ctrl_c_leaves_the_job_and_says_so(server: CliServer) -> None:
    started, ended = threading.Event(), threading.Event()

    def endless(request: Any, context: Context) -> Iterator[WatchJobResponse]:
        context.add_callback(ended.set)
        yield WatchJobResponse(job=JobSummary(id="job-1", status=Job.running))
        yield WatchJobResponse(events=[Event(seq=1, assistant_text=AssistantText(text="Hi"))])
        started.set()
        ended.wait(30)

    server.handlers["WatchJob"] = endless
    command = subprocess.Popen(
        [sys.executable, "-c", MAIN, "job", "watch", "job-1"],
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with command:
        assert command.stdout
        assert command.stdout.readline() == "Hi\n"
        command.send_signal(signal.SIGINT)
        _, errors = command.communicate(timeout=20)
    assert command.returncode == 130
    assert "job-1 goes on" in errors
    assert "Traceback" not in errors
    assert ended.wait(10)
    assert not server.asked("CancelJob")


def test_a_job_that_ended_in_a_newer_way_is_over_and_shown(server: CliServer) -> None:
    journal = Journal(said("x"))
    journal.status = cast("Any", 99)
    journal.serve(server)

    result = run("job", "watch", "job-1")

    assert result.exit_code == 1
    assert "✗ 99" in result.stdout
