"""GET /jobs/{id} over REST through Envoy at 32 connections, against FastAPI and aiosqlite."""

import asyncio
import shutil
import sys
import time
from pathlib import Path

from bench.rig import running
from bench.table import Row
from tests.acceptance.stack import TOKEN, free_port

CONNECTIONS = 32

TRIED = (
    "A bare unary echo over grpc.aio takes about 230 µs of this process's time per call where "
    "the peer's whole answer takes about 290, and Envoy has its share of the same cores. "
    "Tried: the job, its run and its client in one query and one transaction instead of three "
    "(1,320 → 575 µs a call), a connection for each thread, statements compiled once, "
    "timestamps from whole numbers, a second worker of Envoy (no gain), asyncio's own loop "
    "(7 % dearer than uvloop). Not tried: a cache of answers, because a status from a cache "
    "can lie."
)
SECONDS = 3.0
ROUNDS = 3


async def run() -> list[Row]:
    async with running() as stack:
        job_id = await stack.create_job("@write a.txt x")
        await stack.finished(job_id)
        copy = stack.root / "copy.db"
        for suffix in ("", "-wal"):
            source = stack.root / "deck" / f"opsdeck.db{suffix}"
            if source.exists():
                shutil.copy(source, f"{copy}{suffix}")
        port = free_port()
        peer = await _peer(copy, port)
        try:
            ours: list[float] = []
            theirs: list[float] = []
            for _ in range(ROUNDS):
                theirs.append(await _load(port, f"/jobs/{job_id}"))
                ours.append(await _load(stack.port, f"/jobs/{job_id}"))
        finally:
            peer.kill()
            await peer.wait()
    mine, other = max(ours), max(theirs)
    return [
        Row(
            f"GET /jobs/{{id}}, {CONNECTIONS} connections",
            f"{mine:.0f}/s",
            "FastAPI + uvicorn + aiosqlite, the same row",
            f"{other:.0f}/s",
            f"{mine / other:.2f}×",
            "≥ 1×",
            mine >= other,
            [] if mine >= other else [TRIED],
        )
    ]


async def _peer(database: Path, port: int) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.fastapi_peer", str(database), str(port)),
        stdout=asyncio.subprocess.DEVNULL,
    )
    async with asyncio.timeout(15):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
                continue
            writer.close()
            return process


async def _load(port: int, path: str) -> float:
    """Return answers a second over so many connections that ask again as they are answered."""
    request = (
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TOKEN}\r\n\r\n"
    ).encode()
    deadline = time.perf_counter() + SECONDS
    count = 0

    async def ask() -> None:
        nonlocal count
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < deadline:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200"), head
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            await reader.readexactly(length)
            count += 1
        writer.close()

    started = time.perf_counter()
    await asyncio.gather(*(ask() for _ in range(CONNECTIONS)))
    return count / (time.perf_counter() - started)
