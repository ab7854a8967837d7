"""Starts `bench.bare` and gives a channel to it."""

import asyncio
import sys
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import grpc


@asynccontextmanager
async def bare() -> AsyncGenerator[grpc.aio.Channel]:
    """Yield a channel to a bare server in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="ob-") as folder:
        path = f"{folder}/bare.sock"
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bench.bare", path, stdout=asyncio.subprocess.PIPE
        )
        try:
            assert process.stdout is not None
            await process.stdout.readline()
            async with grpc.aio.insecure_channel(f"unix:{path}") as channel:
                yield channel
        finally:
            process.kill()
            await process.wait()
