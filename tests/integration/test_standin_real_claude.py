"""The real CLI against the stand-in of the Messages API."""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.fakes.claude_process import ClaudeProcess, real_claude
from tests.fakes.messages_api import MessagesApi, claude_env
from tests.fakes.replies import Deltas, Gate, Reply, Text, Usage, text, tool
from tests.transcripts import record

pytestmark = [
    pytest.mark.real_claude,
    pytest.mark.skipif(real_claude() is None, reason="no Claude Code CLI: run `make tools`"),
]
BYPASS = ("--permission-mode", "bypassPermissions")


@asynccontextmanager
async def claude(api: MessagesApi, folder: Path, *words: str) -> AsyncGenerator[ClaudeProcess]:
    program = real_claude()
    assert program is not None
    cwd = folder / "repo"
    cwd.mkdir(exist_ok=True)
    env = claude_env(api.base_url, folder / "home")
    async with ClaudeProcess(program, words, cwd, env) as process:
        yield process


async def test_tokens_are_those_dealt_out(tmp_path: Path) -> None:
    usage = Usage(123, 45, cache_creation_input_tokens=6, cache_read_input_tokens=7)
    async with (
        MessagesApi([Reply((Text("Hello."),), usage)]) as api,
        claude(api, tmp_path, *BYPASS) as process,
    ):
        process.say("Hello?")
        result = await process.result()
        assert await process.end() == 0
    assert (result["subtype"], result["is_error"], result["result"]) == ("success", False, "Hello.")
    told = result["usage"]
    assert (told["input_tokens"], told["output_tokens"]) == (123, 45)
    assert (told["cache_creation_input_tokens"], told["cache_read_input_tokens"]) == (6, 7)


async def test_tool_really_writes(tmp_path: Path) -> None:
    path = tmp_path / "repo" / "a.txt"
    script = [tool("Write", file_path=str(path), content="written"), text("Done.")]
    async with MessagesApi(script) as api, claude(api, tmp_path, *BYPASS) as process:
        process.say("Write it.")
        await process.result()
        assert [request.last_is_tool_result for request in api.main_requests] == [False, True]
    assert path.read_text() == "written"


async def test_titles_take_nothing_from_the_script(tmp_path: Path) -> None:
    async with MessagesApi([text("One."), text("Two.")]) as api, claude(api, tmp_path) as process:
        process.control("generate_session_title", description="Fix the login", persist=False)
        await process.until(lambda line: line["type"] == "control_response")
        assert [request.side for request in api.requests] == [True]
        process.say("Hello?")
        assert (await process.result())["result"] == "One."


async def test_deltas_arrive_as_they_are_sent(tmp_path: Path) -> None:
    gate = Gate()
    script = [Reply((Deltas(3, stamp=True), gate, Text("end")))]
    async with MessagesApi(script) as api, claude(api, tmp_path) as process:
        process.say("Go on.")
        await process.until(
            lambda line: line.get("event", {}).get("type") == "content_block_delta", 3
        )
        assert not process.of("result")
        gate.open.set()
        await process.result()
        sent = [delta.text for delta in api.sent]
    events = [line["event"] for line in process.of("stream_event")]
    assert [e["delta"]["text"] for e in events if e["type"] == "content_block_delta"] == sent


@pytest.mark.parametrize("name", ["text_turn", "permission", "resume_after_kill", "initialize"])
async def test_transcripts_are_what_it_says_today(tmp_path: Path, name: str) -> None:
    program = real_claude()
    assert program is not None
    await record.record(name, program, tmp_path)
    for file in (f"{name}.jsonl", f"{name}.stdin.jsonl"):
        now = [json.loads(line) for line in (tmp_path / file).read_text().splitlines()]
        then = [json.loads(line) for line in (record.FOLDER / file).read_text().splitlines()]
        assert now == then
