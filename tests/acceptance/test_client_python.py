"""The Python client against a whole server: jobs, chats, restarts, refusals, its README."""

import asyncio
import os
import re
import sys
from contextlib import aclosing
from pathlib import Path

import grpc
import pytest

from opsdeck.v1.event_pb2 import Event
from opsdeck.v1.job_service_pb2 import CreateJobRequest, GetJobRequest
from opsdeck.v1.quick_session_pb2 import QuickSession
from opsdeck.v1.quick_session_service_pb2 import (
    DeleteSessionRequest,
    GetSessionRequest,
    ListSessionsRequest,
    SendMessageRequest,
    StartSessionRequest,
)
from opsdeck_client import Away, OpsdeckClient, OpsdeckError, Patience
from tests.acceptance.stack import READY_SECONDS, TOKEN, Stack

PACKAGE = Path(__file__).resolve().parents[2] / "gen/python"


def client(stack: Stack, token: str | None = TOKEN) -> OpsdeckClient:
    # As long as a server may take to start on a busy machine.
    patience = Patience(to_answer=READY_SECONDS)
    return OpsdeckClient(f"http://127.0.0.1:{stack.port}", token, patience=patience)


def job(stack: Stack, prompt: str) -> CreateJobRequest:
    return CreateJobRequest(
        github_org=stack.origin.org,
        github_repo=stack.origin.repo,
        branch_name="feature/one",
        prompt=prompt,
        agent="simulator",
    )


def texts(events: list[Event]) -> list[str]:
    return [event.assistant_text.text for event in events if event.HasField("assistant_text")]


async def test_a_job_is_followed_over_the_servers_death(stack: Stack) -> None:
    gate = stack.root / "gate"
    events: list[Event] = []
    told: list[Away] = []
    async with asyncio.timeout(50), client(stack) as deck:
        made = await deck.jobs.CreateJob(job(stack, f"@lines 50\n@gate {gate}\n@lines 50"))
        killed = False
        async for answer in deck.watch_job(made.id, on_away=told.append):
            events += answer.events
            if not killed and len(texts(events)) >= 50:
                killed = True
                await stack.kill()
                await stack.start()
                await asyncio.to_thread(gate.touch)
    assert told
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert len(texts(events)) == 100
    assert events[-1].status_change.status == "completed"


async def test_a_call_waits_for_a_server_that_starts(installed: Stack) -> None:
    async with asyncio.timeout(50), client(installed) as deck:
        starting = asyncio.create_task(installed.start())
        with pytest.raises(OpsdeckError) as caught:
            await deck.jobs.GetJob(GetJobRequest(id="job-none"))
        await starting
    assert caught.value.reason == "JOB_NOT_FOUND"


async def test_refusals_have_their_reason(stack: Stack) -> None:
    async with client(stack) as deck:
        with pytest.raises(OpsdeckError) as missing:
            await deck.jobs.GetJob(GetJobRequest(id="job-none"))
        with pytest.raises(OpsdeckError) as unwatched:
            await anext(deck.watch_job("job-none"))
        with pytest.raises(OpsdeckError) as wrong:
            await deck.jobs.CreateJob(CreateJobRequest(prompt="x"))
    async with client(stack, "wrong") as stranger:
        with pytest.raises(OpsdeckError) as refused:
            await stranger.jobs.GetJob(GetJobRequest(id="job-none"))
    assert [error.value.reason for error in (missing, unwatched, wrong, refused)] == [
        "JOB_NOT_FOUND",
        "JOB_NOT_FOUND",
        "REQUEST_INVALID",
        "TOKEN_INVALID",
    ]
    assert missing.value.metadata == {"id": "job-none"}
    assert refused.value.code is grpc.StatusCode.UNAUTHENTICATED


async def test_a_chat(stack: Stack) -> None:
    async with asyncio.timeout(50), client(stack) as deck:
        start = StartSessionRequest(
            repo=f"{stack.origin.org}/{stack.origin.repo}", agent="simulator"
        )
        session = await deck.sessions.StartSession(start)
        await deck.sessions.SendMessage(SendMessageRequest(id=session.id, content="@lines 3"))
        events: list[Event] = []
        cursor = ""
        async with aclosing(deck.watch_session(session.id)) as watch:
            async for answer in watch:
                events += answer.events
                cursor = answer.cursor
                if any(event.HasField("result") for event in events):
                    break
        details = await deck.sessions.GetSession(GetSessionRequest(id=session.id))
        listed = [each async for each in deck.sessions.ListSessions(ListSessionsRequest())]
        rest = asyncio.create_task(drain(deck, session.id, cursor))
        await deck.sessions.DeleteSession(DeleteSessionRequest(id=session.id))
        events += await rest
    assert len(texts(events)) >= 3
    assert details.messages[0].content == "@lines 3"
    assert [(each.id, each.status != QuickSession.expired) for each in listed] == [
        (session.id, True)
    ]
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert events[-1].status_change.terminal


async def drain(deck: OpsdeckClient, session_id: str, after: str) -> list[Event]:
    """Watch a session from a cursor until it is over."""
    watch = deck.watch_session(session_id, after)
    return [event async for answer in watch for event in answer.events]


async def python(stack: Stack, *words: str) -> tuple[int | None, str]:
    """Run a program that has the client package and nothing else of the repository's."""
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        *words,
        cwd=stack.root,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(PACKAGE), "AGENT_API_SECRET": TOKEN}
        | {"AGENT": "simulator"},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await asyncio.wait_for(program.communicate(), 50)
    return program.returncode, output.decode()


async def test_the_lines_of_the_readme_run_as_they_are_written(stack: Stack) -> None:
    first = re.search(r"```python\n(.*?)```", (PACKAGE / "README.md").read_text(), re.DOTALL)
    assert first
    # What is written there is where a reader's own server and repository are.
    lines = first[1].replace("3456", str(stack.port))
    lines = lines.replace('"acme"', f'"{stack.origin.org}"')
    lines = lines.replace('"site"', f'"{stack.origin.repo}"')
    code, output = await python(stack, "-c", lines)
    assert code == 0, output
    last = output.splitlines()[-1].split()
    assert last[1] == "statusChange"


async def test_the_example_runs(stack: Stack) -> None:
    example = str(PACKAGE / "examples/follow_job.py")
    repo = f"{stack.origin.org}/{stack.origin.repo}"
    code, output = await python(stack, example, f"http://127.0.0.1:{stack.port}", repo, "@lines 2")
    assert (code, output.splitlines()[-1]) == (0, "It completed."), output
    code, output = await python(
        stack, example, f"http://127.0.0.1:{stack.port}", "acme/..", "@lines 2"
    )
    assert (code, output.split(":")[0]) == (2, "REQUEST_INVALID"), output
