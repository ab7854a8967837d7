"""opsdeck demo as a person starts it: the real server, Envoy, git and supervisor."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from opsdeck_server.supervisor import tree

SECONDS = 55
DEMO = [sys.executable, "-m", "opsdeck_server.cli", "demo"]


@pytest.fixture
def environment(tmp_path: Path) -> Mapping[str, str]:
    # A person with settings of their own, none of which may leak into the demo.
    kept = {
        name: os.environ[name] for name in ("PATH", "LANG", "VIRTUAL_ENV") if name in os.environ
    }
    return kept | {
        "HOME": str(tmp_path),
        "PORT": "not-a-port",
        "AGENT_API_SECRET": "somebody-elses",
        "DATABASE_URL": "postgresql://nowhere.invalid/x",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "commit.gpgsign",
        "GIT_CONFIG_VALUE_0": "false",
    }


@pytest.fixture(autouse=True)
def nothing_stays() -> Iterator[None]:
    before = set(folders())
    yield
    assert set(folders()) == before
    mine = {os.getpid()}
    left = [pid for pid in tree.descendants(mine, tree.processes()) if "opsdeck" in command_of(pid)]
    assert left == []


def folders() -> list[Path]:
    return list(Path("/tmp").glob("opsdeck-demo-*"))


def command_of(pid: int) -> str:
    return tree.output_of(["ps", "-o", "command=", "-p", str(pid)])


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


def test_a_demo_that_fails_says_what_and_where_the_log_is(environment: Mapping[str, str]) -> None:
    done = subprocess.run(
        [*DEMO, "--agent", "nobody"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode == 1
    assert "POST /jobs answered 400" in done.stderr
    assert "Traceback" not in done.stderr
    log = re.search(r"The server's log: (\S+)", done.stderr)
    assert log
    path = Path(log[1])
    assert "opsdeck is ready" in path.read_text()
    subprocess.run(["rm", "-rf", str(path.parent)], check=True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_demo_leaves_nothing(
    environment: Mapping[str, str], number: signal.Signals
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
        below = [
            (pid, entry[1])
            for pid, entry in tree.processes().items()
            if pid in tree.descendants({demo.pid}, tree.processes())
        ]
        demo.send_signal(number)
        _, errors = demo.communicate(timeout=SECONDS)
    assert demo.returncode == 128 + number
    assert "Traceback" not in errors
    assert below
    deadline = time.monotonic() + 10
    while any(tree.start_time(pid) == started for pid, started in below):
        assert time.monotonic() < deadline
        time.sleep(0.02)
