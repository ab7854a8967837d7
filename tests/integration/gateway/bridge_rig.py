"""A real bridge behind a real Envoy, as the server starts them, and a phone that speaks to it."""

import asyncio
import json
import socket
import sys
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin, Subprotocol

from tests.integration.gateway.support import READY_SECONDS, Gateway, running_gateway, started

SECONDS = 15

UPGRADE = {
    "connection": "upgrade",
    "upgrade": "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
}
"""The headers of an upgrade, for what is said byte for byte."""


@dataclass(slots=True)
class Phone:
    """One WebSocket client."""

    socket: ClientConnection

    async def next(self) -> dict[str, Any]:
        """Return the next frame."""
        async with asyncio.timeout(SECONDS):
            return json.loads(await self.socket.recv())

    async def take(self, count: int) -> list[dict[str, Any]]:
        """Return so many frames."""
        return [await self.next() for _ in range(count)]

    async def say(self, frame: Mapping[str, Any] | str | bytes) -> None:
        """Send a frame."""
        await self.socket.send(frame if isinstance(frame, str | bytes) else json.dumps(frame))

    async def rest(self) -> tuple[list[dict[str, Any]], int, str]:
        """Return all frames that come, and the code and the reason of the close."""
        frames: list[dict[str, Any]] = []
        async with asyncio.timeout(SECONDS):
            try:
                while True:
                    frames.append(json.loads(await self.socket.recv()))
            except ConnectionClosed:
                pass
        return frames, self.socket.close_code or 0, self.socket.close_reason or ""


@dataclass(slots=True)
class Rig:
    """Envoy, and the bridge behind it."""

    gateway: Gateway
    process: asyncio.subprocess.Process

    def log(self) -> str:
        return (self.gateway.root / "bridge" / "envoy.log").read_text()

    def files(self) -> int:
        """Return how many file descriptors the bridge has open."""
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def memory(self) -> int:
        """Return the bytes of the bridge that are in memory."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * 4096

    @asynccontextmanager
    async def phone(
        self,
        path: str = "/ws/sessions/quick-1",
        *,
        token: str | None = None,
        offers: tuple[str, ...] = (),
        origin: str | None = None,
        headers: Sequence[tuple[str, str]] = (),
        max_queue: int | None = None,
    ) -> AsyncGenerator[Phone]:
        """Connect; the connection is closed at the end."""
        authorization = [("authorization", f"Bearer {token}")] if token else []
        async with connect(
            f"ws://{self.gateway.target}{path}",
            additional_headers=[*authorization, *headers],
            subprotocols=[Subprotocol(name) for name in offers] or None,
            origin=Origin(origin) if origin else None,
            proxy=None,
            compression=None,
            open_timeout=SECONDS,
            # Envoy leaves a client a second to close the connection first; this one does not wait.
            close_timeout=0.01,
            ping_interval=None,
            max_size=None,
            max_queue=max_queue,
        ) as connection:
            yield Phone(connection)

    async def refused(self, **options: Any) -> tuple[int, Any]:
        """Try to connect; return the status and the JSON of the refusal."""
        with pytest.raises(InvalidStatus) as raised:
            async with self.phone(**options):
                pass
        answer = raised.value.response
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-request-id"]
        return answer.status_code, json.loads(answer.body or b"")


def argv(upstream: Path, listen: Path) -> list[str]:
    words = ["--upstream", str(upstream), "--listen", str(listen)]
    return [sys.executable, "-I", "-m", "opsdeck_gateway.bridge", *words]


@asynccontextmanager
async def running_bridge(gateway: Gateway) -> AsyncGenerator[Rig]:
    """Start a bridge behind an Envoy and yield when it listens."""
    folder = gateway.root / "bridge"
    folder.mkdir(exist_ok=True)
    command = argv(gateway.upstream_socket, gateway.bridge_socket)
    async with started(command, folder) as process:
        rig = Rig(gateway, process)
        async with asyncio.timeout(READY_SECONDS):
            while not listens(gateway.bridge_socket):
                assert process.returncode is None, rig.log()
                await asyncio.sleep(0.01)  # there is no signal to wait for: ask again
        yield rig


def listens(path: Path) -> bool:
    """Return whether somebody listens at a Unix socket."""
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0


@asynccontextmanager
async def running_rig(root: Path) -> AsyncGenerator[Rig]:
    """Start Envoy and a bridge, over a server of the test's own."""
    async with running_gateway(root) as gateway, running_bridge(gateway) as rig:
        yield rig


async def until(holds: Any) -> None:
    """Wait until something holds that another process does."""
    async with asyncio.timeout(SECONDS):
        while not holds():
            await asyncio.sleep(0.01)  # there is no signal to wait for: look again
