"""opsdeck demo as a person starts it: the real server, Envoy, git and supervisor."""

import asyncio
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from opsdeck_server.supervisor import tree
from tests.fakes.claude_process import real_claude
from tests.fakes.messages_api import MessagesApi, claude_env
from tests.fakes.replies import Reply, text, tool

SECONDS = 55
DEMO = [sys.executable, "-m", "opsdeck_server.cli", "demo"]


@pytest.fixture
def environment(root: Path) -> Mapping[str, str]:
    # A person with settings of their own, none of which may leak into the demo.
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(root),
        "TMPDIR": str(root),
        "PORT": "not-a-port",
        "AGENT_API_SECRET": "somebody-elses",
        "DATABASE_URL": "postgresql://nowhere.invalid/x",
        "OPSDECK_RUN_ID": "of-the-run-that-runs-the-demo",
    }


def folders(root: Path) -> list[str]:
    return [path.name for path in root.glob("opsdeck-demo-*")]


def processes_of(root: Path) -> list[str]:
    """Return the processes that have the folder as theirs, or in their environment or words."""
    if not tree.LINUX:
        lines = tree.output_of(["ps", "-axEww", "-o", "pid=,command="]).splitlines()
        return [line for line in lines if str(root) in line]
    found: list[str] = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            if os.fsencode(root) in words + os.fsencode((entry / "cwd").readlink()):
                found.append(f"{entry.name} {words[:200]!r}")
        except OSError:  # not ours, or gone
            continue
    return found


@pytest.fixture(autouse=True)
def nothing_stays(root: Path) -> Iterator[None]:
    yield
    assert folders(root) == []
    assert processes_of(root) == []


def test_the_demo_shows_a_whole_job(environment: Mapping[str, str]) -> None:
    done = subprocess.run(
        DEMO,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    shown = done.stdout
    steps = [line[3:] for line in shown.splitlines() if re.match(r"\d  [A-Z]", line)]
    assert steps == [
        "A sample repository and its bare origin",
        "The server",
        "A job, over REST",
        "What happens",
        "The branch at origin",
        "The diff",
        "The callback",
        "Stop",
    ]
    assert re.search(r"201  job-\w+, queued", shown)
    assert re.search(r"^› \w+  ", shown, re.MULTILINE), "a tool in one line"
    assert "✓ completed" in shown
    assert re.search(r"^[0-9a-f]{7,} .*: Say goodbye, too$", shown, re.MULTILINE)
    assert re.search(r"^\+[^+]", shown, re.MULTILINE), "an added line"
    assert "X-Agent-Signature sha256=" in shown
    assert "nothing that it started is left" in shown
    assert shown.splitlines()[-1].startswith("Shown in ")
    assert done.stderr == ""
    assert "\x1b" not in shown


def test_the_demo_as_json_is_one_document(environment: Mapping[str, str]) -> None:
    done = subprocess.run(
        [*DEMO, "--json"], env=environment, capture_output=True, text=True, timeout=SECONDS
    )
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["agent"] == "simulator"
    assert document["filesChanged"] >= 1
    assert document["leftRunning"] == 0
    assert document["seconds"] < 30


def failed_demo(environment: Mapping[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*DEMO, *words], env=environment, capture_output=True, text=True, timeout=SECONDS
    )
    assert done.returncode
    assert "Traceback" not in done.stderr
    return done


def test_a_demo_that_fails_says_what_and_where_the_log_is(
    root: Path, environment: Mapping[str, str]
) -> None:
    claude = root / "claude"
    claude.write_text(
        "#!/bin/sh\n"
        "case $1 in --version) echo '2.1.329 (Claude Code)';;"
        """ auth) echo '{"loggedIn":true}';; *) exit 7;; esac\n"""
    )
    claude.chmod(0o755)
    done = failed_demo({**environment, "CLAUDE_CODE_PATH": str(claude)}, "--agent", "claude")
    assert done.returncode == 1
    assert "opsdeck: the job failed: " in done.stderr
    log = re.search(r"The server's log: (\S+)", done.stderr)
    assert log
    path = Path(log[1])
    assert "opsdeck is ready" in path.read_text()
    assert processes_of(path.parent) == []
    shutil.rmtree(path.parent)


@pytest.mark.parametrize(
    ("agent", "said"),
    [("nobody", "'nobody' is no agent of the demo"), ("claude", "CLAUDE_CODE_PATH")],
)
def test_an_agent_that_is_not_there_is_refused_before_anything_is_made(
    environment: Mapping[str, str], agent: str, said: str
) -> None:
    environment = {**environment, "CLAUDE_CODE_PATH": "/nowhere/claude"}
    done = failed_demo(environment, "--agent", agent)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_demo_leaves_nothing(
    root: Path, environment: Mapping[str, str], number: signal.Signals
) -> None:
    demo = subprocess.Popen(
        DEMO,
        env=dict(environment) | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with demo:
        assert demo.stdout
        for line in demo.stdout:
            if "What happens" in line:
                break
        assert processes_of(root)
        demo.send_signal(number)
        _, errors = demo.communicate(timeout=SECONDS)
    assert demo.returncode == 128 + number
    assert "Traceback" not in errors


async def with_the_real_cli(
    environment: Mapping[str, str], *script: Reply
) -> tuple[int | None, str, str]:
    async with MessagesApi(list(script)) as api:
        env = dict(environment) | claude_env(api.base_url, Path(environment["HOME"]))
        demo = await asyncio.create_subprocess_exec(
            *DEMO,
            "--agent",
            "claude",
            env=env | {"CLAUDE_CODE_PATH": str(real_claude())},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            output, errors = await asyncio.wait_for(demo.communicate(), SECONDS)
        finally:
            if demo.returncode is None:
                demo.terminate()
                await demo.wait()
    return demo.returncode, output.decode(), errors.decode()


@pytest.mark.real_claude
@pytest.mark.skipif(real_claude() is None, reason="no Claude Code CLI: run `make tools`")
async def test_the_demo_with_the_real_cli(environment: Mapping[str, str]) -> None:
    code, shown, errors = await with_the_real_cli(
        environment,
        tool("Bash", command="printf '# Goodbye\\n' >> greeter.py", description="Say goodbye"),
        text("It says goodbye, too."),
    )
    assert code == 0, shown + errors
    assert "› Bash  printf" in shown
    assert "It says goodbye, too." in shown
    assert "+# Goodbye" in shown


@pytest.mark.real_claude
@pytest.mark.skipif(real_claude() is None, reason="no Claude Code CLI: run `make tools`")
async def test_an_agent_that_changed_nothing_is_said_to(environment: Mapping[str, str]) -> None:
    code, _, errors = await with_the_real_cli(environment, text("There is nothing to do."))
    assert code == 1
    assert "opsdeck: the agent changed nothing" in errors
    log = re.search(r"The server's log: (\S+)", errors)
    assert log
    shutil.rmtree(Path(log[1]).parent)
