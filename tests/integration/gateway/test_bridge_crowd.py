"""Many who watch, some who do not read, and servers that go away."""

import asyncio
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from opsdeck_gateway.bridge.server import Bridge, stop
from opsdeck_gateway.bridge.upstream import Upstream as BridgeUpstream
from tests.integration.gateway.bridge_rig import UPGRADE, Phone, Rig, listens, running_rig, until
from tests.integration.gateway.quick_sessions import Sessions
from tests.integration.gateway.upstream import Upstream, serve

SECONDS = 30
MIB = 1024 * 1024

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows files in /proc")


@asynccontextmanager
async def served(root: Path) -> AsyncGenerator[tuple[Rig, Sessions]]:
    """Start a server, an Envoy and a bridge for one test."""
    upstream = Upstream()
    server = await serve(upstream, root / "s.sock")
    upstream.sessions.journal()
    async with running_rig(root) as rig:
        yield rig, upstream.sessions
    await server.stop(0)


async def crowd(stack: AsyncExitStack, rig: Rig, count: int, query: str = "") -> list[Phone]:
    """Connect so many phones; each has its first frame."""
    path = f"/ws/sessions/quick-1{query}"
    phones = [await stack.enter_async_context(rig.phone(path)) for _ in range(count)]
    for phone in phones:
        assert (await phone.next())["type"] == "connected"
    return phones


# -- one watch for all ----------------------------------------------------------------------


async def test_all_who_follow_a_session_share_one_watch(root: Path) -> None:
    async with served(root) as (rig, sessions), AsyncExitStack() as stack:
        phones = await crowd(stack, rig, 50)
        await until(lambda: sessions.watches == 1)
        for number in range(20):
            sessions.journal().say(assistant_text={"text": str(number)})
        for phone in phones:
            heard = await phone.take(20)
            assert [frame["content"] for frame in heard] == [str(n) for n in range(20)]
        assert sessions.watches == 1
        await stack.aclose()
        await until(lambda: sessions.watches == 0)


async def test_those_who_want_pieces_share_another(root: Path) -> None:
    async with served(root) as (rig, sessions), AsyncExitStack() as stack:
        pieces = await crowd(stack, rig, 10, "?partial=true")
        whole = await crowd(stack, rig, 10)
        await until(lambda: sessions.watches == 2)
        sessions.journal().delta("a", 0)
        sessions.journal().say(assistant_text={"text": "ab", "message_id": "m"})
        for phone in pieces:
            assert [frame["content"] for frame in await phone.take(2)] == ["a", "b"]
        for phone in whole:
            assert (await phone.next())["content"] == "ab"


async def test_the_watch_goes_on_when_the_one_who_began_it_leaves(root: Path) -> None:
    async with served(root) as (rig, sessions), AsyncExitStack() as stack:
        async with rig.phone() as first:
            await first.next()
            [second] = await crowd(stack, rig, 1)
        await until(lambda: sessions.watches == 1)
        sessions.journal().say(assistant_text={"text": "still"})
        assert (await second.next())["content"] == "still"


# -- slow readers ---------------------------------------------------------------------------

LINES, LINE_BYTES = 2000, 32 * 1024


async def test_a_slow_reader_costs_little_delays_nobody_and_misses_nothing(root: Path) -> None:
    async with served(root) as (rig, sessions), asyncio.timeout(SECONDS):
        journal = sessions.journal()
        async with rig.phone(max_queue=1) as slow, rig.phone() as quick:
            await slow.next()
            await quick.next()
            before = rig.memory()
            for number in range(LINES):
                journal.say(assistant_text={"text": f"{number} ".ljust(LINE_BYTES, ".")})
                # One at a time: the quick one has it before there is another.
                assert int((await quick.next())["content"].split()[0]) == number
            assert rig.memory() - before < LINES * LINE_BYTES / 4
            # While it does not read, nothing is asked for it; then it asks for what it missed.
            assert (sessions.watches, len(sessions.opened)) == (1, 3)
            heard = [int((await slow.next())["content"].split()[0]) for _ in range(LINES)]
            assert heard == list(range(LINES))
            assert len(sessions.opened) > 3
            await until(lambda: sessions.watches == 1)
        assert rig.log() == ""


async def test_nothing_is_held_for_one_that_stops_reading_what_it_missed(root: Path) -> None:
    async with served(root) as (rig, sessions), asyncio.timeout(2 * SECONDS):
        journal = sessions.journal()
        for number in range(LINES):
            journal.say(assistant_text={"text": f"{number} ".ljust(LINE_BYTES, ".")})
        async with rig.phone("/ws/sessions/quick-1?after=0", max_queue=1) as slow:
            await slow.next()
            await until(lambda: sessions.watches == 2)
            # After some seconds its own watch is given up, with what the server had answered.
            await until(lambda: sessions.watches == 1)
            heard = [int((await slow.next())["content"].split()[0]) for _ in range(LINES)]
            assert heard == list(range(LINES))


async def test_a_slow_reader_of_pieces_gets_every_block_once(root: Path) -> None:
    async with served(root) as (rig, sessions), asyncio.timeout(SECONDS):
        journal = sessions.journal()
        path = "/ws/sessions/quick-1?partial=true"
        async with rig.phone(path, max_queue=1) as slow, rig.phone(path) as quick:
            await slow.next()
            await quick.next()
            blocks = [f"{number} ".ljust(64 * 1024, ".") for number in range(400)]
            for number, block in enumerate(blocks):
                for offset in range(0, len(block), 16 * 1024):
                    journal.delta(block[offset : offset + 16 * 1024], offset, f"m{number}")
                journal.say(assistant_text={"text": block, "message_id": f"m{number}"})
                await heard_until(quick, journal.seq, block)
            journal.say(status_change={"status": "idle"})
            heard = ""
            while (frame := await slow.next())["type"] == "assistantText":
                heard += frame["content"]
            assert heard == "".join(blocks)


async def heard_until(phone: Phone, seq: int, block: str) -> None:
    """Read the pieces of one block."""
    heard = ""
    while len(heard) < len(block):
        heard += (await phone.next())["content"]
    assert heard == block, seq


# -- pings ----------------------------------------------------------------------------------

PING = b"\x89\xfd" + bytes(4) + b"x" * 125
PONG = b"\x8a\x7d"
INTERRUPT = b"\x81\x95" + bytes(4) + b'{"type": "interrupt"}'
PINGS = 4 * MIB // len(PING)


@pytest.mark.parametrize("between", [b"", INTERRUPT], ids=["pings", "with commands"])
async def test_one_that_pings_and_reads_nothing_is_read_no_more_until_it_does(
    root: Path, between: bytes
) -> None:
    upstream = Upstream()
    server = await serve(upstream, root / "s.sock")
    upstream.sessions.journal()
    calls = BridgeUpstream(root / "s.sock")
    bridge = await Bridge(calls).start(root / "b.sock")
    try:
        async with asyncio.timeout(SECONDS):
            reader, writer = await asyncio.open_unix_connection(str(root / "b.sock"), limit=1024)
            head = "".join(f"{name}: {value}\r\n" for name, value in UPGRADE.items())
            writer.write(f"GET /ws/sessions/quick-1 HTTP/1.1\r\nhost: x\r\n{head}\r\n".encode())
            await reader.readuntil(b"\r\n\r\n")
            [connection] = bridge.connections
            writer.write((PING * 50 + between) * (PINGS // 50))
            # What it says between its pings is heard, and does not make it be read either.
            said = connection.recv_messages.frames
            await until(lambda: not connection.transport.is_reading() and not len(said))
            assert connection.transport.get_write_buffer_size() < MIB
            answers = b""
            while answers.count(PONG) < PINGS // 50 * 50:
                answers += await reader.read(MIB)
            writer.close()
            await writer.wait_closed()
    finally:
        await stop(bridge)
        await calls.close()
        await server.stop(0)


# -- coming and going -----------------------------------------------------------------------


async def test_those_who_come_and_go_leave_nothing_behind(root: Path) -> None:
    async with served(root) as (rig, sessions):
        async with rig.phone() as phone:  # what is opened once and kept is open then
            await phone.next()
        await until(lambda: sessions.watches == 0)
        files, memory = rig.files(), rig.memory()
        for number in range(200):
            query = "?partial=true" if number % 3 else "?after=0"
            session = "quick-1" if number % 5 else "nobody"
            async with rig.phone(f"/ws/sessions/{session}{query}") as phone:
                if number % 2 and session == "quick-1":
                    await phone.next()
        await until(lambda: sessions.watches == 0 and rig.files() == files)
        assert rig.memory() - memory < 16 * MIB
        assert rig.log() == ""


async def test_upgrades_that_are_given_up_leave_nothing_behind(root: Path) -> None:
    async with served(root) as (rig, sessions):
        async with rig.phone() as phone:
            await phone.next()
        await until(lambda: sessions.watches == 0)
        files = rig.files()
        sessions.hold = asyncio.Event()
        writers = [
            (await rig.gateway.send("GET", "/ws/sessions/quick-1", UPGRADE))[1] for _ in range(20)
        ]
        await until(lambda: sessions.waiting == 20)
        for writer in writers:
            writer.close()
        sessions.hold.set()
        await until(lambda: sessions.watches == 0 and rig.files() == files)
        assert rig.log() == ""


async def test_who_says_nothing_after_connecting_is_given_up(root: Path) -> None:
    """Only the bridge's own neighbours can do that; it is bounded all the same."""
    async with served(root) as (rig, _), asyncio.timeout(SECONDS):
        reader, writer = await asyncio.open_unix_connection(str(rig.gateway.bridge_socket))
        writer.write(b"GET /ws/sessions/quick-1 HTTP/1.1\r\nhost:")
        assert await reader.read() == b""
        writer.close()


# -- ends -----------------------------------------------------------------------------------


async def test_a_server_that_goes_away_closes_with_1012_and_where_to_come_back(root: Path) -> None:
    upstream = Upstream()
    journal = upstream.sessions.journal()
    journal.say(assistant_text={"text": "before"})
    server = await serve(upstream, root / "s.sock")
    async with running_rig(root) as rig, AsyncExitStack() as stack:
        phones = await crowd(stack, rig, 3)
        journal.say(assistant_text={"text": "now"})
        for phone in phones:
            await phone.next()
        await server.stop(0)
        for phone in phones:
            assert await phone.rest() == ([], 1012, "come back with after=2")

        journal.say(assistant_text={"text": "away"})
        server = await serve(upstream, root / "s.sock")
        async with asyncio.timeout(SECONDS), rig.phone("/ws/sessions/quick-1?after=2") as phone:
            assert [frame["seq"] for frame in await phone.take(2)] == [2, 3]
        assert rig.log().count("the watch of a session broke") == 1
        assert rig.log().count("\n") == 1
        await server.stop(0)


async def test_a_bridge_that_is_stopped_sends_all_away_and_ends(root: Path) -> None:
    async with served(root) as (rig, sessions), AsyncExitStack() as stack:
        phones = await crowd(stack, rig, 5)
        slow = await stack.enter_async_context(rig.phone(max_queue=1))
        for _ in range(500):
            sessions.journal().say(assistant_text={"text": "x" * LINE_BYTES})
        for phone in phones:
            await phone.take(500)
        started = asyncio.get_running_loop().time()
        rig.process.send_signal(signal.SIGTERM)
        for phone in phones:
            frames, code, reason = await phone.rest()
            assert (frames, code) == ([], 1012)
            assert "come back with after=" in reason
        async with asyncio.timeout(SECONDS):
            assert await rig.process.wait() == 0
        assert asyncio.get_running_loop().time() - started < 10
        assert not listens(rig.gateway.bridge_socket)
        _, code, _ = await slow.rest()
        assert code == 1006  # it was not there to be told
