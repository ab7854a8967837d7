"""The WebSocket bridge beside the server: how it is started, when it serves."""

import asyncio
import os
import resource
import sys
from pathlib import Path

from opsdeck_server.adapters._files import limits, with_files
from opsdeck_server.adapters._helper import HelperSpec

ASK_SECONDS = 1.0


def bridge_helper(home: Path, sockets: Path, upstream: Path) -> HelperSpec:
    """Return how to start the bridge between Envoy and the server at the socket `upstream`.

    Envoy looks for it at `bridge.sock` in `sockets`. It does not need the server to be there.
    """
    listen = sockets / "bridge.sock"
    files, _ = limits(resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    # -I: neither PYTHONPATH nor the folder that the server was started in decides what it runs.
    program = [sys.executable, "-I", "-m", "opsdeck_gateway.bridge"]

    async def ready() -> bool:
        return await _listens(listen)

    return HelperSpec(
        name="bridge",
        argv=with_files(files, [*program, "--upstream", str(upstream), "--listen", str(listen)]),
        env={"PATH": os.environ.get("PATH", os.defpath), "HOME": str(home)},
        log_file=home / "bridge.log",
        pid_file=home / "bridge.pid",
        ready=ready,
    )


async def _listens(socket: Path) -> bool:
    try:
        async with asyncio.timeout(ASK_SECONDS):
            _, writer = await asyncio.open_unix_connection(str(socket))
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True
