"""The stand-in of the agent's CLI does what its directives say, in the real one's words."""

import asyncio
import json
import os
import signal
import subprocess
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.claude_process import FAKE_CLAUDE, ClaudeProcess, is_ask
from tests.fakes.git_origin import git_env
from tests.fakes.programs import install_claude, read_log

SESSION = "22222222-2222-4222-8222-222222222222"


@asynccontextmanager
async def claude(
    folder: Path, *words: str, scenario: str | list[str] = "", start: str = "", **env: str
) -> AsyncGenerator[ClaudeProcess]:
    program, _ = install_claude(folder / "bin", scenario, start=start, **env)
    cwd = folder / "repo"
    cwd.mkdir(exist_ok=True)
    async with ClaudeProcess(program, words, cwd, git_env(folder / "home")) as process:
        yield process


def texts(process: ClaudeProcess) -> list[str]:
    blocks: list[dict[str, Any]] = [
        block for line in process.of("assistant") for block in line["message"]["content"]
    ]
    return [block["text"] for block in blocks if block["type"] == "text"]


def tool_results(process: ClaudeProcess) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = [
        block for line in process.of("user") for block in line["message"]["content"]
    ]
    return [block for block in blocks if block["type"] == "tool_result"]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_turn_has_the_lines_of_the_real_one(tmp_path: Path) -> None:
    async with claude(tmp_path, "--session-id", SESSION) as process:
        process.say("hello")
        await process.result()
        assert await process.end() == 0
    kinds = [line["type"] for line in process.lines]
    assert kinds[:4] == ["command_lifecycle", "command_lifecycle", "system", "user"]
    assert kinds[-2:] == ["result", "command_lifecycle"]
    assert texts(process) == ["You said: hello"]


async def test_deltas_make_up_the_block(tmp_path: Path) -> None:
    async with claude(tmp_path) as process:
        process.say("@say one two three")
        await process.result()
    events = [line["event"] for line in process.of("stream_event")]
    pieces = [e["delta"]["text"] for e in events if e["type"] == "content_block_delta"]
    assert pieces == ["one ", "two ", "three"]


async def test_write_and_commit_really_happen(tmp_path: Path) -> None:
    async with claude(tmp_path) as process:
        process.say(
            "@bash git init -q\n@write a/b.txt one\\ntwo\n@commit Add b\n@bash git log -1 -p"
        )
        await process.result()
    assert (tmp_path / "repo/a/b.txt").read_text() == "one\ntwo"
    assert "Add b" in tool_results(process)[-1]["content"]


async def test_scenario_of_several_turns(tmp_path: Path) -> None:
    async with claude(tmp_path, scenario=["@say first", "@say second"]) as process:
        for turn in (1, 2, 3):
            process.say("go")
            await process.result(turn)
    assert texts(process) == ["first", "second", "second"]


async def test_cost_adds_up_over_turns_and_a_clean_resume(tmp_path: Path) -> None:
    async with claude(tmp_path, "--session-id", SESSION) as process:
        process.say("@usage 100 10\n@cost 0.25")
        await process.result()
        process.say("@usage 100 10\n@cost 0.25")
        assert (await process.result(2))["total_cost_usd"] == 0.5
        await process.end()
    async with claude(tmp_path, "--resume", SESSION) as process:
        process.say("@usage 1 2\n@cost 0.25")
        result = await process.result()
    assert result["total_cost_usd"] == 0.75
    assert result["usage"]["input_tokens"] == 1
    assert result["modelUsage"]["claude-opus-5-5"]["inputTokens"] == 201


async def test_cost_of_a_killed_process_is_forgotten(tmp_path: Path) -> None:
    async with claude(tmp_path, "--session-id", SESSION) as process:
        process.say("@cost 0.25")
        await process.result()
        process.process.kill()
        await process.end()
    async with claude(tmp_path, "--resume", SESSION) as process:
        process.say("@cost 0.5")
        assert (await process.result())["total_cost_usd"] == 0.5


async def test_unknown_session(tmp_path: Path) -> None:
    async with claude(tmp_path, "--resume", SESSION) as process:
        result = await process.result()
        assert await process.end() == 1
    assert result["errors"] == [f"No conversation found with session ID: {SESSION}"]
    assert not process.of("system", "init")


async def test_session_in_use(tmp_path: Path) -> None:
    async with claude(tmp_path, "--session-id", SESSION) as process:
        process.say("@say x")
        await process.result()
        await process.end()
    async with claude(tmp_path, "--session-id", SESSION) as process:
        assert await process.end() == 1
    assert b"already in use" in process.stderr


async def test_message_id_runs_once(tmp_path: Path) -> None:
    async with claude(tmp_path) as process:
        first = process.say("@say once")
        process.say("@say once", first)
        process.say("@say other")
        await process.result(2)
        await process.end()
    assert texts(process) == ["once", "other"]


async def test_interrupt_ends_a_hang_and_the_process_goes_on(tmp_path: Path) -> None:
    async with claude(tmp_path) as process:
        process.say("@say part\n@hang")
        await process.until(lambda line: line.get("type") == "assistant")
        process.control("interrupt")
        result = await process.result()
        process.say("@say more")
        await process.result(2)
    assert result["subtype"] == "error_during_execution"
    assert result["terminal_reason"] == "aborted_streaming"
    assert texts(process) == ["part", "more"]


async def test_interrupt_kills_the_command(tmp_path: Path) -> None:
    fifo = tmp_path / "pid"
    os.mkfifo(fifo)
    async with claude(tmp_path) as process:
        process.say(f"@bash echo $$ > {fifo}; exec sleep 100")
        pid = int(await asyncio.to_thread(fifo.read_text))
        process.control("interrupt")
        result = await process.result()
    assert result["terminal_reason"] == "aborted_tools"
    assert not alive(pid)


async def test_permission_allowed_then_denied(tmp_path: Path) -> None:
    async with claude(tmp_path) as process:
        process.say("@ask echo yes\n@ask echo no")
        process.answer(await process.until(is_ask), "allow")
        process.answer(await process.until(is_ask, 2), "deny", message="The operator said no.")
        result = await process.result()
    assert [block["content"] for block in tool_results(process)] == ["yes", "The operator said no."]
    assert len(result["permission_denials"]) == 1


async def test_interrupt_withdraws_a_question(tmp_path: Path) -> None:
    async with claude(tmp_path) as process:
        process.say("@question")
        asked = await process.until(is_ask)
        process.control("interrupt")
        await process.result()
    assert [line["request_id"] for line in process.of("control_cancel_request")] == [
        asked["request_id"]
    ]


async def test_background_command_takes_an_unasked_turn(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    async with claude(tmp_path) as process:
        process.say(f"@background cat {fifo}")
        await process.result()
        ending = asyncio.create_task(process.end())
        await asyncio.to_thread(fifo.write_text, "go")
        assert await ending == 0
    assert process.of("result")[1]["origin"] == {"kind": "task-notification"}


async def test_gate_holds_the_turn(tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    async with claude(tmp_path) as process:
        process.say(f"@say before\n@gate {gate}\n@say after")
        await process.until(lambda line: line.get("type") == "assistant")
        process.control("initialize")
        await process.until(lambda line: line.get("type") == "control_response")
        assert texts(process) == ["before"]
        gate.touch()
        await process.result()
    assert texts(process) == ["before", "after"]


@pytest.mark.parametrize(("directive", "count"), [("@lines 5000", 5000), ("@rate 20 1000", 20)])
async def test_blocks_come_in_number(tmp_path: Path, directive: str, count: int) -> None:
    async with claude(tmp_path) as process:
        process.say(directive)
        await process.result()
    assert len(texts(process)) == count


async def test_deltas_come_in_number(tmp_path: Path) -> None:
    async with claude(tmp_path) as process:
        process.say("@deltas 20000")
        await process.result()
    events = [line["event"] for line in process.of("stream_event")]
    pieces = [e["delta"]["text"] for e in events if e["type"] == "content_block_delta"]
    assert len(pieces) == 20000
    assert texts(process) == ["".join(pieces)]


async def test_hostile_lines(tmp_path: Path) -> None:
    async with claude(tmp_path) as process:
        process.say("@bigline 5000000\n@badutf8\n@notjson\n@unknown\n@stderr 100000")
        await process.result()
        await process.end()
    assert max(len(text) for text in texts(process)) == 5_000_000
    assert sum("raw" in line for line in process.lines) == 2
    assert len(process.of("from_the_future")) == 1
    assert len(process.stderr) == 100_000


@pytest.mark.parametrize(
    ("directive", "code"),
    [("@halfline", 1), ("@exit 3", 3), ("@die", -signal.SIGKILL)],
)
async def test_endings_without_a_result(tmp_path: Path, directive: str, code: int) -> None:
    async with claude(tmp_path) as process:
        process.say(directive)
        assert await process.end() == code
    assert process.of("result") == []


async def test_ignores_sigterm_and_leaves_a_grandchild(tmp_path: Path) -> None:
    reached = tmp_path / "reached"
    async with claude(tmp_path) as process:
        process.say(f"@ignoreterm\n@deaf\n@grandchild\n@touch {reached}\n@say up\n@hang")
        await process.until(lambda line: line.get("type") == "assistant")
        (entry,) = read_log(tmp_path / "bin/claude.jsonl", "grandchild")
        try:
            process.process.terminate()
            process.control("interrupt")
            with pytest.raises(TimeoutError):
                await process.end(timeout=0.2)
            os.kill(entry["grandchild"], signal.SIGTERM)
            assert alive(entry["grandchild"])
        finally:
            os.kill(entry["grandchild"], signal.SIGKILL)


async def test_authentication_failure(tmp_path: Path) -> None:
    async with claude(tmp_path) as process:
        process.say("@auth_fail 0")
        result = await process.result()
        assert await process.end() == 1
    retries = process.of("system", "api_retry")
    assert {line["error"] for line in retries} == {"authentication_failed"}
    assert (result["subtype"], result["is_error"], result["api_error_status"]) == (
        "success",
        True,
        401,
    )


async def test_log_counts_starts_and_names_the_environment(tmp_path: Path) -> None:
    async with claude(tmp_path, "--model", "sonnet") as process:
        await process.end()
    (entry,) = read_log(tmp_path / "bin/claude.jsonl", "start")
    assert entry["argv"][-2:] == ["--model", "sonnet"]
    assert entry["cwd"] == str(tmp_path / "repo")
    assert "HOME" in entry["env"]


STREAMS = ["-p", "--input-format=stream-json", "--output-format=stream-json", "--verbose"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--bogus"], "unknown option '--bogus'"),
        (STREAMS[:2], "requires output-format=stream-json"),
        (STREAMS[:3], "requires --verbose"),
        ([*STREAMS, "--permission-mode", "ask"], "argument 'ask' is invalid"),
        ([*STREAMS, "--resume", "x"], "Must be a valid UUID"),
    ],
)
def test_command_lines_that_are_refused(words: list[str], said: str) -> None:
    done = subprocess.run([FAKE_CLAUDE, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert said in done.stderr


def test_version_and_login() -> None:
    version = subprocess.run([FAKE_CLAUDE, "--version"], capture_output=True, check=True)
    assert version.stdout == b"2.1.329 (Claude Code)\n"
    env = {**os.environ, "FAKE_CLAUDE_AUTH": "0"}
    status = subprocess.run([FAKE_CLAUDE, "auth", "status"], env=env, capture_output=True)
    assert (status.returncode, json.loads(status.stdout)["loggedIn"]) == (1, False)
