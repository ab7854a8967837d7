"""Agents that write what no agent should: nothing wedges, and every event is there once."""

import tempfile
from collections.abc import AsyncGenerator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.acceptance.stack import Stack
from tests.acceptance.watching import Recorder, replay

pytestmark = pytest.mark.asyncio(loop_scope="module")

BRANCHES = (f"branch-{number}" for number in count())
MEGABYTE = 1_000_000

ALMOST_RIGHT = [
    '{"type":"assistant","message":null}',
    '{"type":"assistant","message":{"content":[null,1,"x",{"type":"text","text":null}]}}',
    '{"type":"assistant","message":{"content":[{"type":"tool_use","id":5,"name":7,"input":[1]}]}}',
    r'{"type":"assistant","message":{"content":[{"type":"text","text":"\ud83d \u0000 \udc00"}]}}',
    r'{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"\u0000"}]}}',
    '{"type":["x"]}',
    '{"type":null}',
    "[]",
    "12",
    '{"type":"system","subtype":"init","session_id":5,"model":null,"cwd":[]}',
    '{"type":"system","subtype":"api_retry","attempt":1e400,"retry_delay_ms":99999999999999999999}',
    '{"type":"system","subtype":"api_retry","attempt":-1,"error_status":-7,"max_retries":1.5}',
    '{"type":"rate_limit_event","rate_limit_info":{"status":"x","resetsAt":1e300}}',
    '{"type":"control_request","request_id":null,"request":{"subtype":"can_use_tool","input":"x"}}',
    '{"type":"control_cancel_request"}',
    '{"type":"control_response"}',
    '{"type":"command_lifecycle"}',
    '{"type":"stream_event","event":{"type":"content_block_delta","index":-1,"delta":1}}',
    r'{"type":"stream_event","event":{"type":"content_block_delta","delta":{"text":"\ud800"}}}',
    '{"a":' * 3_000 + "1" + "}" * 3_000,
    "[" * 100_000,
    '{"type":"' + "y" * 200_000 + '"}',
    "\x00\x01\x02",
]
"""Lines of the CLI's protocol with something in them that has no business there."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stack() -> AsyncGenerator[Stack]:
    """One server, which takes all of it, one after the other."""
    with tempfile.TemporaryDirectory(prefix="od-", ignore_cleanup_errors=True) as name:
        stack = Stack.make(Path(name).resolve())
        try:
            yield await stack.start()
        finally:
            await stack.close()


async def run(stack: Stack, prompt: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Run a job; return it, and its journal as somebody saw it who watched all along."""
    job_id = await stack.create_job(prompt, branchName=next(BRANCHES))
    watcher = Recorder(stack, job_id)
    events = await watcher.end()
    assert events == await replay(stack, job_id)
    return await stack.get(f"/jobs/{job_id}"), events


def of(events: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [event[kind] for event in events if event["type"] == kind]


def resident(stack: Stack) -> int:
    """Return the memory of the server, in bytes."""
    assert stack.server is not None
    text = Path(f"/proc/{stack.server.pid}/status").read_text()
    [line] = [line for line in text.splitlines() if line.startswith("VmRSS:")]
    return int(line.split()[1]) * 1024


async def test_a_line_of_5_mb_arrives_whole(stack: Stack) -> None:
    job, events = await run(stack, f"@bigline {5 * MEGABYTE}\n@write a.txt x")

    assert job["status"] == "completed", job
    pieces = [text["text"] for text in of(events, "assistantText")]
    assert "".join(pieces) == "x" * 5 * MEGABYTE
    messages = (await stack.get(f"/jobs/{job['id']}?includeMessages=true"))["messages"]
    said = [message["content"] for message in messages if message["type"] == "stdout"]
    assert sum(map(len, said)) > 5 * MEGABYTE


async def test_a_tool_s_answer_of_5_mb_is_cut_and_says_how_much(stack: Stack) -> None:
    job, events = await run(stack, f"@bigresult {5 * MEGABYTE}\n@write a.txt x")

    assert job["status"] == "completed", job
    big = of(events, "toolResult")[0]
    assert big["truncatedBytes"] > 0
    assert len(big["content"]) + big["truncatedBytes"] == 5 * MEGABYTE


async def test_bytes_that_are_not_utf_8_are_replaced(stack: Stack) -> None:
    job, events = await run(stack, "@badutf8\n@say Still here.\n@write a.txt x")

    assert job["status"] == "completed", job
    bad, good = [text["text"] for text in of(events, "assistantText")]
    assert bad.startswith("bad ")
    assert "\N{REPLACEMENT CHARACTER}" in bad
    assert good == "Still here."


async def test_100_000_lines_arrive_in_order_in_bounded_memory(stack: Stack) -> None:
    await stack.finished(await stack.create_job("@say Warm.", branchName=next(BRANCHES)))
    before = resident(stack)

    job_id = await stack.create_job("@lines 100000\n@write a.txt x", branchName=next(BRANCHES))
    events = await Recorder(stack, job_id).end()

    assert (await stack.get(f"/jobs/{job_id}"))["status"] == "completed"
    numbers = [int(text["text"].split()[0]) for text in of(events, "assistantText")]
    assert numbers == list(range(100_000))
    assert resident(stack) - before < 150 * MEGABYTE


async def test_killed_in_the_middle_of_a_flood_every_line_is_there_once(stack: Stack) -> None:
    job_id = await stack.create_job("@lines 60000\n@write a.txt x", branchName=next(BRANCHES))
    watcher = Recorder(stack, job_id)
    await watcher.texts(5_000)
    await stack.kill()
    await stack.start()

    events = await watcher.end()

    assert (await stack.get(f"/jobs/{job_id}"))["status"] == "completed"
    numbers = [int(text["text"].split()[0]) for text in of(events, "assistantText")]
    assert numbers == list(range(60_000))
    assert events == await replay(stack, job_id)


async def test_half_a_line_at_the_end_fails_the_job_and_loses_nothing(stack: Stack) -> None:
    job, events = await run(stack, "@say Before.\n@halfline")

    assert job["status"] == "failed", job
    assert "exit code 1" in job["error"]
    assert [text["text"] for text in of(events, "assistantText")] == ["Before."]
    [half] = of(events, "unknown")
    assert half["raw"].endswith("half a li")


async def test_json_of_an_unknown_type_is_handed_on_as_it_came(stack: Stack) -> None:
    job, events = await run(stack, "@unknown\n@write a.txt x")

    assert job["status"] == "completed", job
    first, second = of(events, "unknown")
    assert (first["type"], second["type"]) == ("from_the_future", "system/from_the_future")
    assert '"deep"' in first["raw"]


async def test_what_is_not_json_is_handed_on_as_it_came(stack: Stack) -> None:
    job, events = await run(stack, "@notjson Warning: the moon is full\n@write a.txt x")

    assert job["status"] == "completed", job
    assert [line["raw"] for line in of(events, "unknown")] == ["Warning: the moon is full"]


async def test_a_flood_on_standard_error_is_shown_in_part(stack: Stack) -> None:
    job, events = await run(stack, f"@stderr {20 * MEGABYTE}\n@say Alive.\n@write a.txt x")

    assert job["status"] == "completed", job
    assert [text["text"] for text in of(events, "assistantText")] == ["Alive."]
    said = of(events, "stderr")
    shown = sum(len(part["text"]) for part in said)
    assert MEGABYTE / 2 < shown < 2 * MEGABYTE
    assert sum(part.get("truncatedBytes", 0) for part in said) > 0


async def test_the_end_of_a_flood_explains_a_failure(stack: Stack) -> None:
    job, _ = await run(stack, "@stderr 3000000\n@bash true\n@exit 3")

    assert job["status"] == "failed", job
    assert "exit code 3" in job["error"]
    assert "eeee" in job["error"]


async def test_a_result_that_never_comes_is_a_failure(stack: Stack) -> None:
    job, _ = await run(stack, "@say Almost.\n@exit 0")

    assert job["status"] == "failed", job
    assert "without a result" in job["error"]


async def test_an_agent_that_dies_in_mid_message_is_a_failure_that_says_so(stack: Stack) -> None:
    job, events = await run(stack, "@write a.txt precious\n@die")

    assert job["status"] == "failed", job
    assert "SIGKILL" in job["error"]
    assert job["keptRef"]
    assert of(events, "assistantText") == []


async def test_lines_that_are_almost_right_are_no_fault_of_the_server(stack: Stack) -> None:
    lines = [f"@notjson {line}" for line in ALMOST_RIGHT]

    job, events = await run(stack, "\n".join([*lines, "@say Alive.", "@write a.txt x"]))

    assert job["status"] == "completed", job
    assert of(events, "assistantText")[-1]["text"] == "Alive."
    assert "job.fault" not in stack.log.read_text()
