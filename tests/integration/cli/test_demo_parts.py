"""The demo's parts: a receiver that verifies, and a server of which nothing stays."""

import hashlib
import hmac
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from opsdeck_server.cli import rest
from opsdeck_server.cli.demo.processes import Server, free_port
from opsdeck_server.cli.demo.receiver import Receiver, verify
from opsdeck_server.cli.demo.sample import Sample
from opsdeck_server.supervisor import tree


def signed(secret: str, timestamp: str, body: bytes) -> str:
    mac = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256)
    return f"sha256={mac.hexdigest()}"


def test_a_signature_is_that_of_timestamp_and_body() -> None:
    good = signed("s", "1", b"{}")
    assert verify("s", "1", b"{}", good)
    assert not verify("s", "2", b"{}", good)
    assert not verify("s", "1", b"{ }", good)
    assert not verify("t", "1", b"{}", good)
    assert not verify("s", "1", b"{}", "sha256=ü")


def post(receiver: Receiver, body: bytes, signature: str) -> int:
    port = int(receiver.url.split(":")[2].split("/")[0])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {"X-Agent-Timestamp": "7", "X-Agent-Signature": signature, "X-Agent-Delivery": "d1"}
    connection.request("POST", "/callback", body, headers)
    status = connection.getresponse().status
    connection.close()
    return status


def test_a_callback_is_kept_when_its_signature_is_right() -> None:
    body = b'{"jobId":"job-1"}'
    with Receiver("s") as receiver:
        assert post(receiver, body, signed("wrong", "7", body)) == 401
        assert post(receiver, body, signed("s", "7", body)) == 200
        callback = receiver.wait(10)
    assert callback
    assert (callback.payload, callback.delivery) == ({"jobId": "job-1"}, "d1")
    assert receiver.refused == 1


def test_rest_says_when_nobody_answers() -> None:
    with pytest.raises(OSError, match="refused"):
        rest.ask(free_port(), "GET", "/ready", timeout=2)


async def test_the_sample_is_a_repository_with_an_origin(tmp_path: Path) -> None:
    sample = Sample(tmp_path, os.environ)
    await sample.make()
    assert (await sample.git(sample.origin, "log", "--format=%an %s", "main")).split("\n")[0] == (
        "opsdeck demo Say hello"
    )
    url = sample.remote_template.format(org="acme", repo="greeter")
    assert "refs/heads/main" in await sample.git(tmp_path, "ls-remote", url)


MARKED = "demo-test-mark"

# A server with a child in a session of its own, which carries a run's mark and has a child too.
FAMILY = f"""
import os, signal, subprocess, sys, time
grandchild = "import subprocess, sys, time; subprocess.Popen(['sleep', '60']); time.sleep(60)"
child = subprocess.Popen(
    [sys.executable, "-c", grandchild],
    env={{**os.environ, "OPSDECK_RUN_ID": "{MARKED}"}}, start_new_session=True,
)
print("ready", flush=True)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(int(sys.argv[1])))
while True:
    time.sleep(60)
"""


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Server]:
    server = Server(
        [sys.executable, "-c", FAMILY, "7"],
        env=dict(os.environ),
        folder=tmp_path,
        log=tmp_path / "log",
    )
    deadline = time.monotonic() + 20
    while "ready" not in server.log_tail() or len(server.leftovers()) < 3:
        assert time.monotonic() < deadline, server.log_tail()
        server.look()
        time.sleep(0.01)
    server.look()
    yield server
    server.kill()


def test_what_a_stopped_server_leaves_is_found(family: Server) -> None:
    assert family.stop(10) == 7
    assert len(family.leftovers()) == 2


def test_what_was_never_seen_is_found_by_its_mark(family: Server) -> None:
    stray = subprocess.Popen(
        ["sleep", "60"], env={**os.environ, "OPSDECK_RUN_ID": MARKED}, start_new_session=True
    )
    with stray:
        assert stray.pid in {pid for pid, _ in family.leftovers()}
        family.kill()
        assert stray.wait(10) == -signal.SIGKILL


def test_kill_leaves_nothing(family: Server) -> None:
    before = family.leftovers()
    assert family.kill() == set()
    assert {pid for pid, started in before if tree.start_time(pid) == started} == set()
    assert family.exit_code == -signal.SIGKILL


# Never without one that it is just starting. Bounded, should it be left to itself.
BREEDER = """
import os, sys, time
for _ in range(2000):
    os.posix_spawn("/bin/sleep", ["sleep", "30"], {"FOLDER": sys.argv[1]}, setsid=True)
    time.sleep(0.001)
"""


@pytest.mark.skipif(not tree.LINUX, reason="looks in /proc")
def test_kill_leaves_nothing_of_what_was_just_being_started(tmp_path: Path) -> None:
    server = Server(
        [sys.executable, "-c", BREEDER, str(tmp_path)],
        env=dict(os.environ),
        folder=tmp_path,
        log=tmp_path / "log",
    )
    deadline = time.monotonic() + 20
    while len(server.leftovers()) < 3:
        assert time.monotonic() < deadline, server.log_tail()
        server.look()

    assert server.kill() == set()

    mark = f"FOLDER={tmp_path}".encode()
    environments = [path for path in Path("/proc").glob("[0-9]*/environ") if path.exists()]
    assert [path for path in environments if mark in read(path)] == []


def read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # not ours, or gone
        return b""
