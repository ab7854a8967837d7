"""The stand-in of the Messages API answers as its script says."""

import asyncio
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpcore
import pytest

from tests.fakes.claude_process import ROOT
from tests.fakes.git_origin import make_origin
from tests.fakes.messages_api import MessagesApi
from tests.fakes.replies import (
    Deltas,
    Entry,
    Failure,
    Gate,
    Hang,
    Reply,
    Text,
    Thinking,
    ToolUse,
    Usage,
    When,
    from_json,
    text,
    tool,
)
from tests.fakes.webhook_sink import Answer, WebhookSink

TOOLS = [{"name": "Bash"}]
Said = str | list[dict[str, Any]]


async def ask(
    api: MessagesApi, said: Said = "hello", *, stream: bool = True, **more: Any
) -> tuple[int, str]:
    body = {"model": "m", "stream": stream, "messages": [{"role": "user", "content": said}]}
    content = json.dumps({"tools": TOOLS} | body | more).encode()
    async with httpcore.AsyncConnectionPool() as pool:
        response = await pool.request("POST", f"{api.base_url}/v1/messages", content=content)
    return response.status, response.content.decode()


def events(body: str) -> list[dict[str, Any]]:
    return [json.loads(line[6:]) for line in body.splitlines() if line.startswith("data: ")]


def words(body: str) -> list[str]:
    deltas = [event.get("delta", {}) for event in events(body)]
    return [delta["text"] for delta in deltas if "text" in delta]


async def test_stream_has_the_events_of_the_api() -> None:
    async with MessagesApi([text("Hi", input_tokens=7, output_tokens=3)]) as api:
        _, body = await ask(api)
    assert [event["type"] for event in events(body)] == [
        "message_start",
        "content_block_start",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "message_stop",
    ]
    usage = events(body)[4]["usage"]
    assert (usage["input_tokens"], usage["output_tokens"]) == (7, 3)


async def test_whole_answer_without_streaming() -> None:
    async with MessagesApi([Reply((Thinking("hm"), Text("Hi"), Deltas(2)))]) as api:
        _, body = await ask(api, stream=False)
    content = json.loads(body)["content"]
    assert [block.get("text", block.get("thinking")) for block in content] == ["hm", "Hi", "0 1 "]


async def test_tool_use_stops_for_the_tool() -> None:
    async with MessagesApi([tool("Bash", command="ls")]) as api:
        _, body = await ask(api)
    assert events(body)[1]["content_block"]["name"] == "Bash"
    assert json.loads(events(body)[2]["delta"]["partial_json"]) == {"command": "ls"}
    assert events(body)[-2]["delta"]["stop_reason"] == "tool_use"


async def test_chunks() -> None:
    async with MessagesApi([Reply((Text("abcde", chunk=2),))]) as api:
        _, body = await ask(api)
    assert words(body) == ["ab", "cd", "e"]


async def test_deltas_at_a_rate_are_stamped_and_kept() -> None:
    async with MessagesApi([Reply((Deltas(5, rate=100, stamp=True),))]) as api:
        began = time.monotonic()
        _, body = await ask(api)
        took = time.monotonic() - began
        assert [sent.text for sent in api.sent] == words(body)
    stamps = [int(word.split(":")[1]) for word in words(body)]
    assert stamps == sorted(stamps)
    assert took >= 0.04


async def test_side_request_takes_nothing_from_the_script() -> None:
    async with MessagesApi([text("main")]) as api:
        await ask(api, tools=[])
        _, body = await ask(api)
        assert [request.side for request in api.requests] == [True, False]
    assert words(body) == ["main"]


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (When(contains="needle"), "a needle here"),
        (When(tool_result=True), [{"type": "tool_result", "content": "x"}]),
        (When(tool_result=False, contains="plain"), "plain"),
    ],
)
async def test_entry_is_for_some_requests_only(when: When, said: Said) -> None:
    async with MessagesApi([Reply((Text("chosen"),), when=when), text("next")]) as api:
        _, other = await ask(api, "other")
        _, chosen = await ask(api, said)
    assert (words(other), words(chosen)) == (["next"], ["chosen"])


async def test_function_chooses_before_the_script() -> None:
    async with MessagesApi(
        [text("script")], choose=lambda r: text("chosen") if r.last_text == "a" else None
    ) as api:
        _, first = await ask(api, "a")
        _, second = await ask(api, "b")
    assert (words(first), words(second)) == (["chosen"], ["script"])


async def test_default_when_the_script_is_over() -> None:
    async with MessagesApi() as api:
        _, body = await ask(api)
    assert words(body) == ["Done."]


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, "authentication_error"), (429, "rate_limit_error"), (529, "overloaded_error")],
)
async def test_failure_has_the_body_of_the_api(status: int, kind: str) -> None:
    async with MessagesApi([Failure(status, "no")]) as api:
        got, body = await ask(api)
    assert got == status
    assert json.loads(body)["error"] == {"type": kind, "message": "no"}


async def test_cut_ends_in_mid_stream() -> None:
    async with MessagesApi([Reply((Text("half"),), cut=True)]) as api:
        with pytest.raises(httpcore.RemoteProtocolError):
            await ask(api)


async def test_hang_ends_with_the_stand_in() -> None:
    async with MessagesApi([Hang()]) as api:
        asking = asyncio.create_task(ask(api))
        await api.wait_for_requests(1)
    with pytest.raises(httpcore.RemoteProtocolError):
        await asking


async def test_gate_holds_the_stream() -> None:
    gate = Gate()
    async with MessagesApi([Reply((Text("a"), gate, Text("b")))]) as api:
        asking = asyncio.create_task(ask(api))
        await asyncio.wait_for(gate.reached.wait(), 10)
        assert [sent.text for sent in api.sent] == ["a"]
        gate.open.set()
        await asking
        assert [sent.text for sent in api.sent] == ["a", "b"]


async def test_everything_else_is_harmless() -> None:
    async with MessagesApi() as api, httpcore.AsyncConnectionPool() as pool:
        count = await pool.request(
            "POST", f"{api.base_url}/v1/messages/count_tokens", content=b"{}"
        )
        hello = await pool.request("HEAD", f"{api.base_url}/api/hello")
    assert "input_tokens" in json.loads(count.content)
    assert hello.status == 200


ENTRIES: list[tuple[str, Entry]] = [
    ('{"blocks": ["a"], "usage": {"input_tokens": 1}}', Reply([Text("a")], Usage(1))),
    ('{"blocks": [{"deltas": 3, "rate": 5}]}', Reply([Deltas(3, 5)])),
    ('{"blocks": [{"tool": "Bash", "input": {}}]}', Reply([ToolUse("Bash", {})])),
    ('{"status": 429, "when": {"contains": "x"}}', Failure(429, when=When("x"))),
    ('{"hang": true, "repeat": true}', Hang(repeat=True)),
]


@pytest.mark.parametrize(("entry", "expected"), ENTRIES)
def test_entries_in_json(entry: str, expected: Entry) -> None:
    assert from_json(json.loads(entry)) == expected


async def test_as_a_program(tmp_path: Path) -> None:
    script = tmp_path / "script.json"
    script.write_text('[{"blocks": ["from a file"]}]')
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.fakes.messages_api", "--script", str(script)),
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        address = json.loads(await asyncio.wait_for(process.stdout.readline(), 20))
        _, body = await ask(MessagesApi(port=address["port"]))
    finally:
        process.terminate()
        code = await asyncio.wait_for(process.wait(), 10)
    assert (words(body), code) == (["from a file"], 0)


async def post(sink: WebhookSink, body: bytes) -> int:
    async with httpcore.AsyncConnectionPool() as pool:
        response = await pool.request("POST", sink.url, content=body, headers={"X-Id": "1"})
    return response.status


async def test_sink_keeps_what_came_and_answers_as_told() -> None:
    async with WebhookSink([500, Answer(204)]) as sink:
        statuses = [await post(sink, b'{"n": %d}' % number) for number in range(3)]
        requests = await sink.wait_for(3)
    assert statuses == [500, 204, 200]
    assert sink.bodies == [{"n": 0}, {"n": 1}, {"n": 2}]
    assert requests[0].headers["x-id"] == "1"


def test_origin_has_its_commits(tmp_path: Path) -> None:
    origin = make_origin(tmp_path, commits=2)
    assert origin.branches() == ["main"]
    assert origin.commits("main") == ["Change 2", "Begin"]
    assert origin.read("main", "README.md") == "# Sample\n"


def test_origin_takes_more_commits(tmp_path: Path) -> None:
    origin = make_origin(tmp_path, commits=1)
    origin.commit({"x.txt": "é\n"}, "Add x", "other")
    origin.commit({"y.txt": "y\n"}, "Add y")
    assert (origin.commits("other"), origin.read("other", "x.txt")) == (["Add x"], "é\n")
    assert origin.commits("main") == ["Add y", "Begin"]
