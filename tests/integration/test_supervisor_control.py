"""The supervisor's socket, spoken by hand: versions, fences, and clients that misbehave."""

import asyncio
import base64
import json
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Self

import pytest

from opsdeck_server.adapters.supervisor import LocalProcess
from tests.fakes.supervised import (
    SLEEPER,
    SupervisorHost,
    ended,
    hosting,
    output_of,
    peak_kilobytes,
    processes_of,
    read_until,
)

MIB = 1024 * 1024


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[SupervisorHost]:
    async for started in hosting(tmp_path):
        yield started


class Talk:
    """A client that says exactly what it is told to say."""

    def __init__(self, process: LocalProcess) -> None:
        self._path = process.ref.socket_path

    async def __aenter__(self) -> Self:
        self.reader, self.writer = await asyncio.open_unix_connection(self._path, limit=4 * MIB)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.writer.close()

    async def say(self, line: dict[str, Any] | bytes) -> dict[str, Any]:
        self.writer.write(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n")
        async with asyncio.timeout(10):
            return json.loads(await self.reader.readline())

    async def hello(self, generation: int = 1) -> dict[str, Any]:
        return await self.say({"op": "hello", "version": 1, "generation": generation})

    async def is_cut_off(self) -> bool:
        async with asyncio.timeout(10):
            try:
                while await self.reader.read(MIB):
                    pass
            except ConnectionError:
                pass
            return True


async def test_hello_tells_the_state(host: SupervisorHost) -> None:
    process = await host.launch("cat")
    async with Talk(process) as talk:
        answer = await talk.hello()
    del answer["started_at"]
    assert answer == {
        "ok": True,
        "version": 1,
        "run_id": process.ref.run_id,
        "pid": process.ref.pid,
        "agent_pid": process.ref.agent_pid,
        "state": "running",
        "generation": 1,
        "stdout_bytes": 0,
        "stderr_bytes": 0,
        "stdin_bytes": 0,
    }


async def test_another_version_is_refused_with_the_known_ones(host: SupervisorHost) -> None:
    process = await host.launch("cat")
    async with Talk(process) as talk:
        answer = await talk.say({"op": "hello", "version": 2, "generation": 1})
    assert answer == {"ok": False, "error": "unsupported_version", "versions": [1]}


@pytest.mark.parametrize(
    ("line", "detail"),
    [
        (b"nonsense\n", "not JSON"),
        (b"\xff\xfe\n", "not JSON"),
        (b"[1]\n", "a JSON object is expected"),
        (b"[" * 50_000 + b"\n", "nested too deeply"),
        (b"{}\n", "op must be a string"),
        (b'{"op":"explode"}\n', "no such op: explode"),
        (b'{"op":"follow","stream":"stdin","offset":0}\n', "stream must be stdout or stderr"),
        (b'{"op":"follow","stream":"stdout","offset":-1}\n', "offset must be a whole number"),
        (b'{"op":"follow","stream":"stdout","offset":true}\n', "offset must be a whole number"),
        (b'{"op":"write","data":"%%%"}\n', "data must be base64"),
        (b'{"op":"stop"}\n', "reason must be a string"),
        (b'{"op":"stop","reason":"x","eof_seconds":-1}\n', "eof_seconds must be a number"),
        (b'{"op":"stop","reason":"x","eof_seconds":NaN}\n', "eof_seconds must be a number"),
    ],
)
async def test_a_bad_request_is_answered_and_the_connection_stays(
    host: SupervisorHost, line: bytes, detail: str
) -> None:
    process = await host.launch("cat")
    async with Talk(process) as talk:
        await talk.hello()
        answer = await talk.say(line)
        assert (answer["ok"], answer["error"]) == (False, "bad_request")
        assert answer["detail"].startswith(detail)
        assert (await talk.hello())["state"] == "running"


async def test_hello_comes_first(host: SupervisorHost) -> None:
    process = await host.launch("cat")
    async with Talk(process) as talk:
        answer = await talk.say({"op": "stop", "reason": "x"})
    assert answer == {"ok": False, "error": "hello_first"}
    assert processes_of(process.ref.run_id)


@pytest.mark.parametrize(
    "request_",
    [
        {"op": "write", "data": ""},
        {"op": "close_stdin"},
        {"op": "limit_silence", "seconds": None},
        {"op": "stop", "reason": "x"},
    ],
)
async def test_an_older_owner_is_fenced_off(host: SupervisorHost, request_: dict[str, Any]) -> None:
    process = await host.launch("cat", generation=4)
    async with Talk(process) as old, Talk(process) as new:
        await old.hello(4)
        await new.hello(5)
        assert await old.say(request_) == {"ok": False, "error": "stale_generation"}
        assert (await old.hello(4))["generation"] == 5
        assert (await new.say({"op": "write", "data": ""}))["ok"]


async def test_one_request_at_a_time(host: SupervisorHost) -> None:
    process = await host.launch("cat")
    async with Talk(process) as talk:
        await talk.hello()
        talk.writer.write(b'{"op":"wait"}\n')
        assert (await talk.say({"op": "close_stdin"}))["error"] == "busy"
        await process.close_stdin()
        assert json.loads(await talk.reader.readline())["exit"]["exit_code"] == 0


async def test_requests_may_come_in_one_packet_or_byte_by_byte(host: SupervisorHost) -> None:
    process = await host.launch("cat")
    hello = b'{"op":"hello","version":1,"generation":1}\n'
    async with Talk(process) as talk:
        talk.writer.write(hello + hello)
        for number in hello:
            talk.writer.write(bytes([number]))
            await talk.writer.drain()
        for _ in range(3):
            assert json.loads(await talk.reader.readline())["ok"]


async def test_a_line_without_end_is_cut_off(host: SupervisorHost) -> None:
    process = await host.launch("cat")
    async with Talk(process) as talk:
        talk.writer.write(b"x" * (2 * MIB))
        assert await talk.is_cut_off()
    assert (await process.status()).state == "running"


async def test_a_client_that_asks_and_does_not_read_is_cut_off(host: SupervisorHost) -> None:
    process = await host.launch("cat")
    hello = b'{"op":"hello","version":1,"generation":1}\n'
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.setblocking(False)
        deaf.connect(str(process.ref.socket_path))
        async with asyncio.timeout(10):
            with pytest.raises(ConnectionError):
                await asyncio.get_running_loop().sock_sendall(deaf, hello * 1_000_000)
    assert (await process.status()).state == "running"
    assert peak_kilobytes(process.ref.pid) < 32 * 1024


async def test_input_is_bounded_and_a_refused_write_leaves_nothing(host: SupervisorHost) -> None:
    process = await host.python(SLEEPER)
    await read_until(process, b"ready")
    piece = {"op": "write", "data": base64.b64encode(b"x" * (MIB // 2)).decode(), "more": True}
    async with Talk(process) as talk:
        await talk.hello()
        for _ in range(128):
            assert (await talk.say(piece))["ok"]
        assert await talk.say(piece) == {"ok": False, "error": "stdin_full"}
        # All its room is free again.
        for _ in range(128):
            assert (await talk.say(piece))["ok"]
    async with Talk(process) as talk, asyncio.timeout(10):
        await talk.hello()
        while not (await talk.say(piece))["ok"]:
            pass  # the one before is noticed to be gone, and its room with it
    assert (await process.status()).stdin_bytes == 0


async def test_pieces_of_a_client_that_left_are_dropped(host: SupervisorHost) -> None:
    process = await host.launch("cat")
    async with Talk(process) as talk:
        await talk.hello()
        half = base64.b64encode(b"half a message").decode()
        assert (await talk.say({"op": "write", "data": half, "more": True}))["ok"]
    await process.write(b"a whole one")
    await process.close_stdin()
    assert await output_of(process) == b"a whole one"


async def test_too_many_clients_are_turned_away(host: SupervisorHost) -> None:
    process = await host.launch("cat")
    await process.status()
    talks = [Talk(process) for _ in range(64)]
    try:
        for talk in talks:
            await talk.__aenter__()
        assert await talks[-1].is_cut_off()
        assert (await talks[0].hello())["ok"]
    finally:
        for talk in talks:
            talk.writer.close()
    await process.close_stdin()
    assert (await ended(process)).exit_code == 0
