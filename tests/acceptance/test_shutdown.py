"""The end of a server: it takes nothing new, waits for what runs, and leaves nothing behind."""

import asyncio
import json
import os
import pty
import signal
import sys
import time
from typing import Any

import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from tests.acceptance.chatting import Chat
from tests.acceptance.stack import Stack
from tests.acceptance.watching import AWAY, Json, Recorder, eventually

JOB = {"githubOrg": "acme", "githubRepo": "app", "branchName": "late", "prompt": "@say x"}


async def draining(stack: Stack, number: int = signal.SIGTERM) -> None:
    """Send the signal, and wait until the server says that it is not ready any more."""
    assert stack.server is not None
    stack.server.send_signal(number)
    async with asyncio.timeout(10):
        while (await stack.call("GET", "/ready", token=None)).status == 200:
            await asyncio.sleep(0.01)


async def ended(stack: Stack, seconds: float = 20) -> int:
    """Wait for the server's end; return its exit code."""
    assert stack.server is not None
    async with asyncio.timeout(seconds):
        return await stack.server.wait()


async def waiting_job(stack: Stack, then: str = "@write a.txt x") -> tuple[str, Recorder]:
    """Return a job that waits for the file `gate`, and somebody who watches it."""
    job_id = await stack.create_job(f"@say Waiting.\n@gate {stack.root / 'gate'}\n{then}")
    watcher = Recorder(stack, job_id)
    await watcher.texts(1)
    return job_id, watcher


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_an_idle_server_ends_at_once_with_0_and_leaves_no_process(
    stack: Stack, number: int
) -> None:
    assert stack.server is not None
    assert any("envoy" in words for words in stack.processes().values())
    began = time.monotonic()
    stack.server.send_signal(number)

    assert await ended(stack) == 0
    assert time.monotonic() - began < 5
    assert stack.processes() == {}


async def test_while_it_drains_nothing_new_is_taken_and_what_runs_goes_on(stack: Stack) -> None:
    job_id, watcher = await waiting_job(stack)
    await draining(stack)

    refused = [
        await stack.call("GET", "/ready", token=None),
        await stack.call("POST", "/jobs", JOB),
        await stack.call("POST", "/clients", {"githubOrg": "acme", "githubRepo": "app"}),
        await stack.call("POST", f"/jobs/{job_id}/retry", {}),
    ]
    for answer in refused:
        assert answer.status == 503
        assert list(answer.json) == ["error"]
        assert "shutting down" in answer.json["error"]
    assert (await stack.call("GET", "/live", token=None)).status == 200
    assert (await stack.get(f"/jobs/{job_id}"))["status"] == "running"
    async with stack.channel() as channel:
        stub: Any = health_pb2_grpc.HealthStub(channel)
        health = await stub.Check(health_pb2.HealthCheckRequest(), metadata=stack.metadata)
    assert health.status == health_pb2.HealthCheckResponse.NOT_SERVING

    (stack.root / "gate").touch()
    assert await ended(stack) == 0
    await watcher.end(seconds=5)
    assert watcher.seen("statusChange")[-1]["status"] == "completed"
    assert stack.origin.read("feature/one", "a.txt") == "x"
    assert stack.processes() == {}


async def test_a_person_who_stops_it_is_told_what_it_waits_for(stack: Stack) -> None:
    await waiting_job(stack)
    assert stack.server is not None
    assert stack.server.stdout is not None

    stack.server.send_signal(signal.SIGINT)

    async with asyncio.timeout(20):
        said = (await stack.server.stdout.readline()).decode()
    assert "waits 30 s" in said
    assert said.endswith(
        "Stop it again to leave at once; agents go on, and the next start takes them over\n"
    )
    stack.server.send_signal(signal.SIGINT)
    assert await ended(stack) == 0


async def last_words(stack: Stack) -> str:
    """Wait for the server's end; return what it said until then."""
    assert stack.server is not None
    assert stack.server.stdout is not None
    async with asyncio.timeout(20):
        said = await stack.server.stdout.read()
    assert await ended(stack) == 0
    return said.decode()


@pytest.mark.parametrize("hurried", [True, False], ids=["second_signal", "grace_over"])
async def test_who_stops_it_is_told_which_jobs_and_turns_go_on_without_it(
    installed: Stack, *, hurried: bool
) -> None:
    installed.env["SHUTDOWN_GRACE_SECONDS"] = "60" if hurried else "1"
    stack = await installed.start()
    job_id, _ = await waiting_job(stack)
    chat = await Chat.start(stack)
    await chat.working("@say Done.")
    assert stack.server is not None

    if hurried:
        await draining(stack)
    stack.server.send_signal(signal.SIGTERM)

    said = await last_words(stack)
    assert (
        f"opsdeck: 1 job goes on without the server: {job_id}; the next start takes it over, "
        "and `opsdeck job cancel` ends it then\n"
    ) in said
    assert f"opsdeck: 1 session goes on at work without the server: {chat.id}; " in said
    [left] = logged(stack, "opsdeck.left_running")
    assert (left["jobs"], left["between_steps"]) == ([job_id], [])
    assert left["sessions"] == [chat.id]
    assert len(stack.supervisors()) == 2


async def on_a_terminal(stack: Stack) -> int:
    """Start the server on a terminal; return the other end of that."""
    master, terminal = pty.openpty()
    with stack.log.open("ab") as log:
        stack.server = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "opsdeck_server.cli", "serve"),
            cwd=stack.root,
            env={**stack.env, "PORT": str(stack.port)},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=terminal,
            stderr=log,
            start_new_session=True,
        )
    os.close(terminal)
    said = b""
    async with asyncio.timeout(20):
        while b"is ready on" not in said:
            said += await asyncio.to_thread(os.read, master, 4096)
    return master


async def test_a_server_whose_terminal_is_gone_ends_as_with_one(installed: Stack) -> None:
    installed.env["SHUTDOWN_GRACE_SECONDS"] = "1"
    master = await on_a_terminal(installed)
    job_id, _ = await waiting_job(installed)
    os.close(master)

    await draining(installed)

    assert await ended(installed) == 0
    [left] = logged(installed, "opsdeck.left_running")
    assert left["jobs"] == [job_id]
    assert len(logged(installed, "opsdeck.stopped")) == 1
    assert "cannot write" not in installed.log.read_text()


async def test_an_idle_server_leaves_nothing_and_says_so_to_the_log_alone(stack: Stack) -> None:
    chat = await Chat.start(stack)
    await chat.turn("@say Done.")
    assert stack.server is not None
    stack.server.send_signal(signal.SIGTERM)

    assert await last_words(stack) == ""
    assert len(logged(stack, "opsdeck.stopped")) == 1
    assert logged(stack, "opsdeck.left_running") == []


async def test_the_log_tells_of_a_job_from_its_start_to_its_end(stack: Stack) -> None:
    job_id, watcher = await waiting_job(stack, "@write a.txt x\n@error no luck")
    await stack.kill()
    await stack.start()
    (stack.root / "gate").touch()
    await watcher.end()
    job = await stack.get(f"/jobs/{job_id}")
    await stack.stop()

    told = [line for line in logged(stack) if line.get("job") == job_id]
    assert [(line["level"], line["event"]) for line in told] == [
        ("info", "job.started"),
        ("info", "job.adopted"),
        ("info", "job.ended"),
    ]
    ending = told[-1]
    assert (ending["status"], ending["exit_code"]) == ("failed", job.get("exitCode"))
    assert ending["kept"] == job["keptRef"]


async def test_the_log_has_no_words_of_an_agent(stack: Stack) -> None:
    job_id = await stack.create_job("@say Waiting.\n@error no luck")
    job = await stack.finished(job_id)
    await stack.stop()

    assert "no luck" in job["error"]
    assert {line["event"] for line in logged(stack) if line.get("job") == job_id} == {
        "job.started",
        "job.ended",
    }
    said = stack.log.read_text()
    assert "no luck" not in said
    assert "Waiting." not in said


async def test_the_log_tells_of_a_job_that_was_cancelled_before_it_began(installed: Stack) -> None:
    installed.env["MAX_CONCURRENT_JOBS"] = "1"
    stack = await installed.start()
    await waiting_job(stack)
    queued = await stack.create_job("@say x", branchName="queued")

    await stack.post(f"/jobs/{queued}/cancel", expect=200)

    [line] = [line for line in logged(stack) if line.get("job") == queued]
    assert (line["event"], line["status"]) == ("job.ended", "cancelled")


async def test_the_log_tells_of_a_session_from_its_start_to_its_end(stack: Stack) -> None:
    chat = await Chat.start(stack)
    gate = await chat.working("@say Done.")
    await stack.kill()
    await stack.start()
    gate.touch()
    await chat.status("idle")
    await chat.delete()

    told = [line["event"] for line in logged(stack) if line.get("session") == chat.id]
    assert told == ["session.started", "session.adopted", "session.ended"]


def logged(stack: Stack, event: str = "") -> list[Json]:
    """Return the lines of the log, or those of one event."""
    lines = [json.loads(line) for line in stack.log.read_text().splitlines()]
    return [line for line in lines if not event or line["event"] == event]


async def test_what_waits_in_the_queue_is_left_to_the_next_server(installed: Stack) -> None:
    installed.env["MAX_CONCURRENT_JOBS"] = "1"
    stack = await installed.start()
    await waiting_job(stack)
    queued = await stack.create_job("@say x", branchName="queued")
    await draining(stack)
    (stack.root / "gate").touch()
    assert await ended(stack) == 0
    assert len(stack.agent_starts()) == 1

    await stack.start()

    assert (await stack.finished(queued))["status"] == "completed"


async def test_the_last_job_is_cancelled_while_the_server_drains_and_it_says_so_before_it_ends(
    stack: Stack,
) -> None:
    job_id, watcher = await waiting_job(stack)
    await draining(stack)

    answer = await stack.post(f"/jobs/{job_id}/cancel", expect=200)

    assert answer["status"] == "cancelled"
    assert await ended(stack) == 0
    await watcher.end(seconds=5)
    assert stack.processes() == {}


async def test_a_second_signal_ends_the_wait_and_the_next_server_takes_over(
    stack: Stack,
) -> None:
    job_id, watcher = await waiting_job(stack, "@say Going on.\n@write a.txt x")
    await draining(stack)
    assert stack.server is not None
    began = time.monotonic()
    stack.server.send_signal(signal.SIGTERM)

    assert await ended(stack) == 0
    assert time.monotonic() - began < 5
    assert all("serve" not in words for words in stack.processes().values())
    assert stack.leftovers() != {}

    await stack.start()
    (stack.root / "gate").touch()
    await watcher.end()
    assert [text["text"] for text in watcher.seen("assistantText")] == ["Waiting.", "Going on."]
    assert (await stack.get(f"/jobs/{job_id}"))["status"] == "completed"


async def test_a_killed_server_takes_its_envoy_along(stack: Stack) -> None:
    await stack.kill()

    await eventually(lambda: stack.processes() == {})


async def test_an_envoy_that_dies_is_started_again(stack: Stack) -> None:
    job_id, watcher = await waiting_job(stack)
    [envoy] = [pid for pid, words in stack.processes().items() if "envoy" in words.split(" ")[0]]
    os.kill(envoy, signal.SIGKILL)
    async with asyncio.timeout(10):
        while True:
            try:
                assert (await stack.call("GET", "/live", token=None)).status == 200
                break
            except AWAY:
                await asyncio.sleep(0.02)

    (stack.root / "gate").touch()
    await watcher.end()
    assert (await stack.get(f"/jobs/{job_id}"))["status"] == "completed"
