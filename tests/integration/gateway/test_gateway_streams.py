"""Streams through the gateway: Server-Sent Events, who goes away, who does not read, WebSocket."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import grpc
import pytest

from opsdeck.v1 import job_service_pb2, job_service_pb2_grpc
from tests.integration.gateway.support import Gateway, read_answer, read_chunk, read_head
from tests.integration.gateway.upstream import FLOOD, FLOOD_BYTES, Upstream

pytestmark = pytest.mark.asyncio(loop_scope="module")

SECONDS = 10
FIRST = b'data: {"events":[],"cursor":"1","caughtUp":true}\n\n'


@asynccontextmanager
async def watching(gateway: Gateway, job_id: str) -> AsyncGenerator[asyncio.StreamReader]:
    """Open a watch over REST; yields it after its first event."""
    async with asyncio.timeout(SECONDS):
        reader, writer = await gateway.send("GET", f"/jobs/{job_id}/events")
        try:
            status, headers = await read_head(reader)
            assert (status, headers["content-type"]) == (200, "text/event-stream")
            assert headers["cache-control"] == "no-cache"
            assert await read_chunk(reader) == FIRST
            yield reader
        finally:
            writer.close()


async def test_each_event_comes_at_once_and_the_end_is_clean(
    gateway: Gateway, upstream: Upstream
) -> None:
    async with watching(gateway, "held") as reader:
        assert not upstream.go_on.is_set()
        upstream.go_on.set()
        assert json.loads((await read_chunk(reader))[5:])["cursor"] == "2"
        assert await read_chunk(reader) == b""


async def test_the_cursor_and_the_wishes_reach_the_server(
    gateway: Gateway, upstream: Upstream
) -> None:
    await gateway.ask("GET", "/jobs/a/events?after=c%2B%3D&tailOnly=true&partial=true")
    [request] = upstream.requests
    assert (request.after, request.tail_only, request.partial) == ("c+=", True, True)


async def test_a_rest_watcher_that_goes_away_ends_the_call(
    gateway: Gateway, upstream: Upstream
) -> None:
    async with watching(gateway, "held"):
        assert not upstream.cancelled.is_set()
    async with asyncio.timeout(SECONDS):
        await upstream.cancelled.wait()


async def test_a_grpc_watcher_that_goes_away_ends_the_call(
    gateway: Gateway, upstream: Upstream
) -> None:
    async with grpc.aio.insecure_channel(gateway.target) as channel, asyncio.timeout(SECONDS):
        stub = job_service_pb2_grpc.JobServiceStub(channel)
        call = stub.WatchJob(job_service_pb2.WatchJobRequest(id="held"))
        async for _ in call:
            break
        call.cancel()
        await upstream.cancelled.wait()


async def test_an_error_in_mid_stream_ends_it_without_a_word(
    gateway: Gateway, upstream: Upstream
) -> None:
    """The status went out with the first event: what is to be said then has to be an event."""
    async with watching(gateway, "broken") as reader:
        upstream.go_on.set()
        assert await read_chunk(reader) == b""


async def test_a_watcher_that_does_not_read_holds_back_its_own_stream_only(
    gateway: Gateway, upstream: Upstream
) -> None:
    async with asyncio.timeout(30):
        # A small buffer of our own, so that what is counted is what Envoy takes.
        reader, writer = await gateway.send("GET", "/jobs/flood/events", limit=1024)
        await read_head(reader)
        seen = -1
        while upstream.flooded != seen:
            seen = upstream.flooded
            await asyncio.sleep(0.2)  # that nothing comes has no signal
        assert 0 < seen * FLOOD_BYTES < 8 * 2**20

        assert (await gateway.ask("GET", "/jobs/a")).status == 200

        total = 0
        while piece := await reader.read(2**20):
            total += len(piece)
        writer.close()
    assert upstream.flooded == FLOOD
    assert total > FLOOD * FLOOD_BYTES


# -- WebSocket ----------------------------------------------------------------------------

UPGRADE = {"connection": "upgrade", "upgrade": "websocket", "sec-websocket-version": "13"}
SWITCH = b"HTTP/1.1 101 Switching\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n"
SOCKETS = ["/ws/sessions/a?after=3", "/ws/claude/a", "/api/tasks/a/terminal"]


@asynccontextmanager
async def bridge(gateway: Gateway, answer: bytes) -> AsyncGenerator[list[bytes]]:
    """Stand in for the bridge: note the request's head, answer, and echo what follows."""
    heads: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer)
        while piece := await reader.read(100):
            writer.write(piece)
        writer.close()

    server = await asyncio.start_unix_server(serve, gateway.bridge_socket)
    try:
        yield heads
    finally:
        server.close()
        gateway.bridge_socket.unlink()


@pytest.mark.parametrize("path", SOCKETS)
async def test_an_upgrade_reaches_the_bridge(gateway: Gateway, path: str) -> None:
    headers = {**UPGRADE, "origin": "http://localhost:9", "sec-websocket-protocol": "a, b"}
    async with bridge(gateway, SWITCH) as heads, asyncio.timeout(SECONDS):
        reader, writer = await gateway.send("GET", path, headers)
        assert (await read_head(reader))[0] == 101
        writer.write(b"\x81\x05hello")
        assert await reader.readexactly(7) == b"\x81\x05hello"
        writer.close()
    first, *lines = heads[0].decode().lower().split("\r\n")
    assert first == f"get {path} http/1.1"
    assert "sec-websocket-protocol: a, b" in lines  # one of them may be the token


@pytest.mark.parametrize("path", SOCKETS)
@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1.evil.example"])
async def test_a_foreign_page_does_not_reach_the_bridge(
    gateway: Gateway, path: str, origin: str
) -> None:
    async with bridge(gateway, SWITCH) as heads:
        answer = await gateway.ask("GET", path, {**UPGRADE, "origin": origin})
    assert (answer.status, heads) == (403, [])
    assert answer.json == {"error": f"pages of {origin} may not call this server"}


async def test_the_ports_own_page_reaches_the_bridge(gateway: Gateway) -> None:
    headers = {**UPGRADE, "host": "deck.example", "origin": "https://deck.example"}
    async with bridge(gateway, SWITCH) as heads, asyncio.timeout(SECONDS):
        reader, writer = await gateway.send("GET", "/ws/sessions/a", headers)
        assert (await read_head(reader))[0] == 101
        writer.close()
    assert len(heads) == 1


async def test_a_refusal_by_the_bridge_passes_as_it_is(gateway: Gateway) -> None:
    said = b'{"error":"no"}'
    head = f"HTTP/1.1 401 No\r\ncontent-type: application/json\r\ncontent-length: {len(said)}\r\n"
    async with bridge(gateway, head.encode() + b"\r\n" + said), asyncio.timeout(SECONDS):
        reader, writer = await gateway.send("GET", "/ws/sessions/a", UPGRADE)
        answer = await read_answer(reader)
        writer.close()
    assert (answer.status, answer.json) == (401, {"error": "no"})
    assert answer.headers["x-request-id"]


@pytest.mark.parametrize("path", SOCKETS)
async def test_without_a_bridge_an_upgrade_is_503(gateway: Gateway, path: str) -> None:
    answer = await gateway.ask("GET", path, UPGRADE)
    assert answer.status == 503
    assert "not answering" in answer.json["error"]


async def test_what_is_no_websocket_is_not_upgraded(gateway: Gateway) -> None:
    answer = await gateway.ask("GET", "/jobs", UPGRADE)
    assert answer.status == 404
    assert answer.json == {"error": "nothing to upgrade here: WebSockets are at /ws/sessions/{id}"}
