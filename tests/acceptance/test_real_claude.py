"""The real Claude Code CLI in whole jobs; only the model behind it is a stand-in."""

import json
import time
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from google.protobuf.json_format import ParseDict

from opsdeck.v1.event_pb2 import Event
from opsdeck_server.cli.events import EventLines
from tests.acceptance.stack import Stack
from tests.acceptance.watching import Recorder, eventually, replay
from tests.fakes.claude_process import real_claude
from tests.fakes.messages_api import MessagesApi, claude_env
from tests.fakes.replies import Failure, Gate, Reply, Text, ToolUse, Usage, text, tool

pytestmark = [
    pytest.mark.real_claude,
    pytest.mark.skipif(real_claude() is None, reason="no Claude Code CLI: run `make tools`"),
]


@pytest_asyncio.fixture
async def api() -> AsyncGenerator[MessagesApi]:
    async with MessagesApi() as api:
        yield api


@pytest_asyncio.fixture
async def stack(root: Path, api: MessagesApi) -> AsyncGenerator[Stack]:
    """A running server whose agents are the real CLI."""
    env = {
        name: value
        for name, value in claude_env(api.base_url, root / "home").items()
        if name not in ("PATH", "HOME")
    }
    stack = Stack.make(root, **{**env, "CLAUDE_CODE_PATH": str(real_claude())})
    try:
        yield await stack.start()
    finally:
        await stack.close()


async def test_a_job_ends_with_its_file_at_origin_a_pull_request_and_what_it_cost(
    stack: Stack, api: MessagesApi
) -> None:
    api.add(
        Reply(
            (
                Text("I write it."),
                ToolUse("Write", {"file_path": "hello.txt", "content": "Hello from the CLI.\n"}),
            ),
            Usage(1_000, 200, 30, 4_000),
        ),
        text("It is written.", input_tokens=2_000, output_tokens=100),
    )
    job_id = await stack.create_job(
        "Write hello.txt.", title="Say hello", osFeatureId="feature-7", model="sonnet"
    )

    job = await stack.finished(job_id)

    assert job["status"] == "completed", job
    assert stack.origin.read("feature/one", "hello.txt") == "Hello from the CLI.\n"
    assert stack.origin.commits("feature/one", since="main") == ["Say hello"]
    [words] = stack.pull_requests()
    assert words == [
        "pr",
        "create",
        "--repo=acme/app",
        "--head=feature/one",
        "--base=main",
        "--title=Say hello",
        f"--body=Automated by opsdeck (claude), job {job_id}\n\nFeature ID: feature-7",
    ]
    used = job["run"]["usage"]
    assert (used["inputTokens"], used["outputTokens"]) == (3_000, 300)
    assert (used["cacheReadTokens"], used["cacheWriteTokens"]) == (4_000, 30)
    assert used["costUsd"] == pytest.approx(spent(stack, job))
    assert stack.leftovers() == {}


async def test_a_login_that_is_refused_ends_the_job_at_once_and_says_so(
    stack: Stack, api: MessagesApi
) -> None:
    api.default = Failure(401, "invalid x-api-key")
    began = time.monotonic()

    job = await stack.finished(await stack.create_job("Do it."))

    assert time.monotonic() - began < 10
    assert job["status"] == "failed", job
    assert "claude auth login" in job["error"]
    assert stack.leftovers() == {}


async def test_a_watch_tells_of_a_refused_login_once_and_of_no_interrupt(
    stack: Stack, api: MessagesApi
) -> None:
    api.default = Failure(401, "invalid x-api-key")
    job_id = await stack.create_job("Do it.")
    job = await stack.finished(job_id)

    events = await replay(stack, job_id)

    [result] = [event["result"] for event in events if event["type"] == "result"]
    assert result["text"] == job["error"]
    lines = EventLines()
    said = [
        line.plain
        for event in events
        for line in lines.lines(ParseDict(event, Event(), ignore_unknown_fields=True))
    ]
    assert [line for line in said if "claude auth login" in line] == [f"✗ {job['error']}"]


@pytest.mark.parametrize("alone", [False, True], ids=["ends_watched", "ends_alone"])
async def test_killed_in_mid_stream_the_answer_goes_on_and_is_counted_once(
    stack: Stack, api: MessagesApi, alone: bool
) -> None:
    gate = Gate()
    api.add(Reply((Text("First."), gate, Text("Second.", chunk=2)), Usage(1_000, 200)))
    job_id = await stack.create_job("Talk.")
    watcher = Recorder(stack, job_id)
    await watcher.texts(1)

    await stack.kill()
    if alone:
        gate.open.set()
        await eventually(lambda: api.sent[-1].text == ".")
    await stack.start()
    gate.open.set()

    await watcher.end()
    assert [text["text"] for text in watcher.seen("assistantText")] == ["First.", "Second."]
    job = await stack.get(f"/jobs/{job_id}")
    assert job["status"] == "completed", job
    used = job["run"]["usage"]
    assert (used["inputTokens"], used["outputTokens"]) == (1_000, 200)
    assert used["costUsd"] == pytest.approx(spent(stack, job))
    assert len(api.main_requests) == 1
    assert stack.leftovers() == {}


async def test_cancel_in_mid_stream_leaves_no_process(stack: Stack, api: MessagesApi) -> None:
    api.add(Reply((Text("Working."), Gate())))
    job_id = await stack.create_job("Work.")
    await Recorder(stack, job_id).texts(1)
    assert stack.leftovers() != {}

    answer = await stack.post(f"/jobs/{job_id}/cancel", expect=200)

    assert (answer["status"], answer["wasRunning"]) == ("cancelled", True)
    assert stack.leftovers() == {}


async def test_cancel_ends_what_a_tool_runs_in_a_session_of_its_own(
    stack: Stack, api: MessagesApi
) -> None:
    mark = stack.root / "began"
    command = f"touch {mark}; trap '' TERM; sleep 600; sleep 600"
    api.add(tool("Bash", command=command, description="sleep", timeout=600_000))
    job_id = await stack.create_job("Sleep.")
    await eventually(mark.exists)
    assert any("sleep 600" in words for words in stack.leftovers().values())

    answer = await stack.post(f"/jobs/{job_id}/cancel", expect=200)

    assert answer["status"] == "cancelled"
    assert stack.leftovers() == {}


async def test_a_question_is_declined_for_there_is_nobody_to_ask(
    stack: Stack, api: MessagesApi
) -> None:
    api.add(
        tool("Bash", command="touch made-by-bash", description="touch"),
        text("I could not."),
    )
    job_id = await stack.create_job("Try.", permissionMode="ask")

    watcher = Recorder(stack, job_id)
    await watcher.end()

    [asked] = watcher.seen("permissionRequest")
    assert (asked["tool"], asked["input"]) == ("Bash", "touch made-by-bash")
    [resolved] = watcher.seen("permissionResolved")
    assert resolved["outcome"] == "denied"
    assert "Nobody answers" in resolved["message"]
    [result] = watcher.seen("toolResult")
    assert result["isError"]
    assert "Nobody answers" in result["content"]
    job = await stack.get(f"/jobs/{job_id}")
    assert (job["status"], job["filesChanged"]) == ("completed", 0), job


async def test_a_budget_that_is_used_up_ends_the_job_and_says_what_to_raise(
    stack: Stack, api: MessagesApi
) -> None:
    api.add(
        Reply((ToolUse("Bash", {"command": "true", "description": "x"}),), Usage(1_000_000, 10)),
        text("Never said."),
    )

    job = await stack.finished(await stack.create_job("Spend.", maxCostUsd=0.01))

    assert job["status"] == "failed", job
    assert "maxCostUsd" in job["error"]
    assert len(api.main_requests) == 1


async def test_a_model_that_is_overloaded_is_asked_again(stack: Stack, api: MessagesApi) -> None:
    api.add(Failure(529, "Overloaded"), text("There."))
    job_id = await stack.create_job("Ask.")

    watcher = Recorder(stack, job_id)
    await watcher.end()

    assert [retry["attempt"] for retry in watcher.seen("apiRetry")] == [1]
    assert (await stack.get(f"/jobs/{job_id}"))["status"] == "completed"


@pytest.mark.parametrize("prompt", ["--help", "/nowhere is a path", "!touch made"])
async def test_a_prompt_is_no_flag_and_no_command(
    stack: Stack, api: MessagesApi, prompt: str
) -> None:
    job = await stack.finished(await stack.create_job(prompt))

    assert (job["status"], job["filesChanged"]) == ("completed", 0), job
    assert prompt in api.main_requests[0].last_text


def spent(stack: Stack, job: dict[str, Any]) -> float:
    """Return what the CLI itself wrote down as the price of a job's conversation."""
    session = job["run"]["agentSessionId"]
    [history] = (stack.root / "home" / ".claude" / "projects").glob(f"*/{session}.jsonl")
    records = [json.loads(line) for line in history.read_text().splitlines()]
    price = [record for record in records if record["type"] == "cost-state"][-1]["totalCostUSD"]
    assert price > 0
    return price
