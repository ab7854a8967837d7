"""Records what the real CLI says: python -m tests.transcripts.record [NAME…].

Each scenario drives the real Claude Code CLI, in long-lived stream-json mode, against the
stand-in of the Messages API, and leaves NAME.jsonl (its standard output) and
NAME.stdin.jsonl (what was written to it). Only what differs from machine to machine and from
run to run is replaced: folders, ids, times; and long lists of the init line are cut short.
"""

import asyncio
import json
import re
import sys
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from tests.fakes.claude_process import ClaudeProcess, Line, is_ask, real_claude
from tests.fakes.messages_api import MessagesApi, claude_env
from tests.fakes.replies import (
    Entry,
    Failure,
    Gate,
    Reply,
    Text,
    Thinking,
    ToolUse,
    Usage,
    text,
    tool,
)

FOLDER = Path(__file__).resolve().parent
SESSION = "11111111-1111-4111-8111-111111111111"
UNKNOWN = "99999999-9999-4999-8999-999999999999"
BYPASS = ("--permission-mode", "bypassPermissions")
ASK = ("--permission-mode", "default")
QUESTIONS = {
    "questions": [
        {
            "question": "Which colour?",
            "header": "Colour",
            "multiSelect": False,
            "options": [
                {"label": "Red", "description": "Warm"},
                {"label": "Blue", "description": "Cold"},
            ],
        }
    ]
}


@dataclass(slots=True)
class Bench:
    """The folders and the API of one scenario."""

    program: Path
    root: Path
    api: MessagesApi
    env: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def repo(self) -> Path:
        return self.root / "repo"

    @asynccontextmanager
    async def claude(self, *words: str) -> AsyncGenerator[ClaudeProcess]:
        """Run the CLI; the end of its input comes when the block is left."""
        env = claude_env(self.api.base_url, self.root / "home", **self.env)
        async with ClaudeProcess(self.program, words, self.repo, env) as process:
            yield process
            await process.end()


Scenario = Callable[[Bench], Awaitable[ClaudeProcess]]
SCENARIOS: dict[str, Scenario] = {}


def scenario(function: Scenario) -> Scenario:
    """Record this under the function's name."""
    SCENARIOS[cast("Any", function).__name__] = function
    return function


async def _turns(bench: Bench, *entries: Entry, words: tuple[str, ...] = BYPASS) -> ClaudeProcess:
    """Take one turn with this script."""
    bench.api.add(*entries)
    async with bench.claude("--session-id", SESSION, *words) as claude:
        claude.say("Go on.")
        await claude.result()
    return claude


@scenario
async def text_turn(bench: Bench) -> ClaudeProcess:
    reply = Reply(
        (Thinking("A greeting."), Text("Hello there, how are you?", chunk=8)),
        Usage(1200, 34, cache_creation_input_tokens=500, cache_read_input_tokens=700),
    )
    return await _turns(bench, reply)


@scenario
async def write_file(bench: Bench) -> ClaudeProcess:
    path = str(bench.repo / "hello.txt")
    use = Reply((Text("I write."), ToolUse("Write", {"file_path": path, "content": "hi\n"})))
    return await _turns(bench, use, text("Written.", input_tokens=20, output_tokens=6))


@scenario
async def bash_fails(bench: Bench) -> ClaudeProcess:
    return await _turns(bench, tool("Bash", command="echo out; echo err >&2; exit 3"), text("No."))


@scenario
async def two_turns(bench: Bench) -> ClaudeProcess:
    bench.api.add(
        text("One.", input_tokens=100, output_tokens=10),
        text("Two.", input_tokens=200, output_tokens=20),
    )
    async with bench.claude("--session-id", SESSION, *BYPASS) as claude:
        for turn, words in enumerate(("First.", "Second."), 1):
            claude.say(words)
            await claude.result(turn)
    return claude


@scenario
async def resume(bench: Bench) -> ClaudeProcess:
    await _turns(bench, text("One.", input_tokens=100, output_tokens=10))
    bench.api.add(text("Two.", input_tokens=200, output_tokens=20))
    async with bench.claude("--resume", SESSION, *BYPASS) as claude:
        claude.say("Second.")
        await claude.result()
    return claude


@scenario
async def resume_after_kill(bench: Bench) -> ClaudeProcess:
    bench.api.add(text("One.", input_tokens=100, output_tokens=10))
    async with bench.claude("--session-id", SESSION, *BYPASS) as claude:
        claude.say("First.")
        await claude.result()
        claude.process.kill()
    bench.api.add(text("Two.", input_tokens=200, output_tokens=20))
    async with bench.claude("--resume", SESSION, *BYPASS) as claude:
        claude.say("Second.")
        await claude.result()
    return claude


@scenario
async def interrupt_text(bench: Bench) -> ClaudeProcess:
    gate = Gate()
    bench.api.add(Reply((Text("Half of it"), gate, Text("never"))), text("Here."))
    async with bench.claude("--session-id", SESSION, *BYPASS) as claude:
        claude.say("Go on.")
        await claude.until(lambda line: line["type"] == "assistant")
        claude.control("interrupt")
        await claude.result()
        claude.say("Still there?")
        await claude.result(2)
    return claude


@scenario
async def interrupt_tool(bench: Bench) -> ClaudeProcess:
    # The CLI refuses a bare sleep.
    bench.api.add(tool("Bash", command="touch started; while true; do sleep 1; done"))
    async with bench.claude("--session-id", SESSION, *BYPASS) as claude:
        claude.say("Go on.")
        started = bench.repo / "started"
        while not started.exists():
            await asyncio.sleep(0.02)
        claude.control("interrupt")
        await claude.result()
    return claude


@scenario
async def permission(bench: Bench) -> ClaudeProcess:
    bench.api.add(tool("Bash", command="touch yes"), tool("Bash", command="touch no"), text("So."))
    async with bench.claude("--session-id", SESSION, *ASK) as claude:
        claude.say("Go on.")
        claude.answer(await claude.until(is_ask), "allow")
        claude.answer(await claude.until(is_ask, 2), "deny", message="The operator said no.")
        await claude.result()
    return claude


@scenario
async def permission_interrupted(bench: Bench) -> ClaudeProcess:
    bench.api.add(tool("Bash", command="touch never"))
    async with bench.claude("--session-id", SESSION, *ASK) as claude:
        claude.say("Go on.")
        await claude.until(is_ask)
        claude.control("interrupt")
        await claude.result()
    return claude


@scenario
async def ask_user_question(bench: Bench) -> ClaudeProcess:
    bench.api.add(tool("AskUserQuestion", **QUESTIONS), text("Blue it is."))
    async with bench.claude("--session-id", SESSION, *ASK) as claude:
        claude.say("Ask me.")
        asked = await claude.until(is_ask)
        answered = asked["request"]["input"] | {"answers": {"Which colour?": "Blue"}}
        claude.answer(asked, "allow", updatedInput=answered)
        await claude.result()
    return claude


@scenario
async def exit_plan_mode(bench: Bench) -> ClaudeProcess:
    bench.api.add(tool("ExitPlanMode", plan="1. Do it."), text("Doing it."))
    async with bench.claude("--session-id", SESSION, "--permission-mode", "plan") as claude:
        claude.say("Plan it.")
        claude.answer(await claude.until(is_ask), "allow")
        await claude.result()
    return claude


@scenario
async def authentication_failed(bench: Bench) -> ClaudeProcess:
    bench.env["CLAUDE_CODE_MAX_RETRIES"] = "2"
    return await _turns(bench, Failure(401, "invalid x-api-key", repeat=True))


@scenario
async def overloaded(bench: Bench) -> ClaudeProcess:
    return await _turns(bench, Failure(529, "Overloaded"), text("At last."))


@scenario
async def unknown_model(bench: Bench) -> ClaudeProcess:
    failure = Failure(404, "model: no-such-model", repeat=True)
    return await _turns(bench, failure, words=(*BYPASS, "--model", "no-such-model"))


@scenario
async def max_turns(bench: Bench) -> ClaudeProcess:
    return await _turns(bench, tool("Bash", command="echo 1"), words=(*BYPASS, "--max-turns", "1"))


@scenario
async def max_budget(bench: Bench) -> ClaudeProcess:
    use = Reply((ToolUse("Bash", {"command": "echo 1"}),), Usage(500_000, 1_000))
    return await _turns(bench, use, words=(*BYPASS, "--max-budget-usd", "0.5"))


@scenario
async def background_task(bench: Bench) -> ClaudeProcess:
    # It ends after the turn that starts it: the turn waits for the gate, the command for a file.
    gate = Gate()
    bench.api.add(
        tool("Bash", command="until [ -e go ]; do sleep 0.05; done", run_in_background=True),
        Reply((gate, Text("It runs."))),
        text("It ended."),
    )
    async with bench.claude("--session-id", SESSION, *BYPASS) as claude:
        claude.say("Start it.")
        await gate.reached.wait()
        gate.open.set()
        await claude.result()
        (bench.repo / "go").touch()
        await claude.result(2)
    return claude


@scenario
async def unknown_session(bench: Bench) -> ClaudeProcess:
    async with bench.claude("--resume", UNKNOWN, *BYPASS) as claude:
        await claude.result()
    return claude


@scenario
async def initialize(bench: Bench) -> ClaudeProcess:
    async with bench.claude("--session-id", SESSION, *BYPASS) as claude:
        claude.control("initialize", "init-1")
        await claude.until(lambda line: line["type"] == "control_response")
        claude.control("no_such_request", "unknown-1")
        await claude.until(lambda line: line["type"] == "control_response", 2)
    return claude


@scenario
async def queued_message(bench: Bench) -> ClaudeProcess:
    gate = Gate()
    bench.api.add(Reply((Text("One."), gate)), text("Two."))
    async with bench.claude("--session-id", SESSION, *BYPASS) as claude:
        claude.say("First.")
        await claude.until(lambda line: line["type"] == "assistant")
        claude.say("Second.")
        await claude.until(lambda line: line.get("state") == "queued", 2)
        gate.open.set()
        await claude.result(2)
    return claude


# ---- What is replaced ----

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OTHER_IDS = re.compile(r"\b(msg_|toolu_)[0-9a-f]{18}\b")
TASK_IDS = re.compile(r'"(task_id|run_id)":"([a-z0-9-]+)"')
TIMES = re.compile(r"\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
LISTS = ("tools", "slash_commands", "terminal_slash_commands", "skills", "agents", "plugins")
DURATIONS = re.compile(r'"([a-z_]+_ms|end_time|pid)":[0-9.]+')
PLAN_FILES = re.compile(r"/plans/[a-z-]+\.md")


def _trim(line: Line) -> Line:
    """Cut the long lists of an init line, and of the answer to initialize."""
    if line.get("subtype") == "init":
        for name in LISTS:
            line[name] = line[name][:3]
        line["capabilities"] = line["capabilities"][:3]
    answer = line.get("response", {}).get("response")
    if isinstance(answer, dict) and "models" in answer:
        for name in ("commands", "agents", "capabilities"):
            answer[name] = cast("dict[str, Any]", answer)[name][:2]
    return line


def scrub(lines: list[Line], root: Path, ids: dict[str, str]) -> str:
    """Return lines as text in which nothing tells of this machine or this run.

    `ids` remembers what became of which id, so that both files of a scenario agree.
    """
    # As the CLI writes it: no spaces, and no escapes that JSON does not need.
    whole = "".join(
        json.dumps(_trim(line), separators=(",", ":"), ensure_ascii=False) + "\n" for line in lines
    )
    encoded = re.sub(r"[^A-Za-z0-9]", "-", str(root))
    for old, new in ((str(root / "repo"), "/repo"), (str(root / "home"), "/home/user")):
        whole = whole.replace(old, new)
    whole = whole.replace(encoded, "").replace(str(root), "/tmp")

    def known(match: re.Match[str], make: Callable[[int], str]) -> str:
        return ids.setdefault(match[0], make(len(ids) + 1))

    def new_uuid(match: re.Match[str]) -> str:
        if match[0] in (SESSION, UNKNOWN):
            return match[0]
        return known(match, lambda n: f"00000000-0000-4000-8000-{n:012d}")

    whole = UUID.sub(new_uuid, whole)
    whole = OTHER_IDS.sub(lambda m: known(m, lambda n: f"{m[1]}{n:018d}"), whole)
    for found in TASK_IDS.finditer(whole):
        whole = whole.replace(found[2], ids.setdefault(found[2], f"task{len(ids) + 1:05d}"))
    whole = TIMES.sub("2026-01-01T00:00:00.000Z", whole)
    whole = DURATIONS.sub(r'"\1":10', whole)
    whole = PLAN_FILES.sub("/plans/plan.md", whole)
    whole = re.sub(r"/tmp/cc-socks/\d+\.sock", "/tmp/cc-socks/1.sock", whole)
    return re.sub(r"/tmp/claude-\d+/", "/tmp/claude-1000/", whole)


async def record(name: str, program: Path, folder: Path = FOLDER) -> None:
    """Record one scenario into `folder`."""
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        (root / "repo").mkdir()
        (root / "home").mkdir()
        async with MessagesApi() as api:
            claude = await SCENARIOS[name](Bench(program, root, api))
        ids: dict[str, str] = {}
        written = scrub(claude.written, root, ids)
        (folder / f"{name}.jsonl").write_text(scrub(claude.lines, root, ids))
        (folder / f"{name}.stdin.jsonl").write_text(written)


async def _main(names: list[str]) -> None:
    program = real_claude()
    if program is None:
        sys.exit("no Claude Code CLI: run `make tools`")
    for name in names or SCENARIOS:
        async with asyncio.timeout(60):
            await record(name, program)
        print(name)


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1:]))
