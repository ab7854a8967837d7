"""A server under measurement, and a direct line to it that leaves Envoy out."""

import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import grpc

from tests.acceptance.stack import Stack


@asynccontextmanager
async def running(**env: str) -> AsyncGenerator[Stack]:
    """Yield an installation with a running server that logs only what is wrong."""
    with tempfile.TemporaryDirectory(prefix="ob-", ignore_cleanup_errors=True) as name:
        stack = Stack.make(Path(name).resolve(), **{"LOG_LEVEL": "warn", **env})
        try:
            yield await stack.start()
        finally:
            await stack.stop()
            await stack.close()


def direct(stack: Stack) -> grpc.aio.Channel:
    """Return a channel to the server's own socket, as the bare stream has no Envoy either."""
    return grpc.aio.insecure_channel(f"unix:{stack.root}/deck/sockets/server.sock")
