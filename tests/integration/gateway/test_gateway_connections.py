"""More callers than there are file descriptors: some are refused, and none spoils it for others."""

import asyncio
import resource
import sys
from pathlib import Path

import pytest

from opsdeck_gateway.render import envoy_argv
from opsdeck_server.adapters._files import OWN_FILES, limits, with_files
from opsdeck_server.adapters.envoy import envoy_helper
from tests.integration.gateway import support
from tests.integration.gateway.support import Gateway, running_gateway
from tests.integration.gateway.upstream import Upstream, serve

SECONDS = 20
LIVE = b"GET /live HTTP/1.1\r\nhost: x\r\n\r\n"


@pytest.mark.parametrize(
    ("hard", "files", "connections"),
    [
        (resource.RLIM_INFINITY, 20_128, 10_000),
        (1_000_000, 20_128, 10_000),
        (20_128, 20_128, 10_000),
        (1024, 1024, 448),
        (256, 256, 64),
        (64, 64, 1),
    ],
)
def test_there_are_two_files_for_each_connection(hard: int, files: int, connections: int) -> None:
    assert limits(hard) == (files, connections)


async def connected(gateway: Gateway) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
    """Connect, and ask once; None where the connection is refused."""
    reader, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
    try:
        writer.write(LIVE)
        await reader.readuntil(b'{"status":"ok"}')
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()
        return None
    return reader, writer


async def test_those_who_are_connected_are_served_while_more_are_refused(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, most = limits(OWN_FILES + 60)

    def frugal(envoy: Path, config: Path) -> list[str]:
        return with_files(files, envoy_argv(envoy, config))

    monkeypatch.setattr(support, "envoy_argv", frugal)
    async with running_gateway(root, max_connections=most) as gateway, asyncio.timeout(SECONDS):
        server = await serve(Upstream(), gateway.upstream_socket)
        tried = [await connected(gateway) for _ in range(most + 70)]
        kept = [connection for connection in tried if connection is not None]
        assert len(kept) == most

        for reader, writer in kept:
            writer.write(LIVE)
            assert (await reader.readline()).startswith(b"HTTP/1.1 200"), gateway.log()
            await reader.readuntil(b'{"status":"ok"}')
        kept[0][1].close()
        while (successor := await connected(gateway)) is None:
            await asyncio.sleep(0.01)  # Envoy has not seen the end yet
        kept.append(successor)
        for _, writer in kept:
            writer.close()
        await server.stop(0)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows them in /proc")
async def test_envoy_itself_opens_fewer_files_than_are_set_aside(root: Path) -> None:
    async with running_gateway(root) as gateway:
        server = await serve(Upstream(), gateway.upstream_socket)
        assert (await gateway.ask("GET", "/live")).status == 200
        opened = len(list(Path(f"/proc/{gateway.process.pid}/fd").iterdir()))
        await server.stop(0)
    assert opened < OWN_FILES / 2


def test_the_server_starts_envoy_so(root: Path) -> None:
    spec = envoy_helper(root, root, "127.0.0.1", 1, root / "s", token="t")
    files, connections = limits(resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    assert spec.argv[2].startswith(f"ulimit -S -n {files};")
    assert (
        f"max_active_downstream_connections: {connections}\n" in (root / "envoy.yaml").read_text()
    )
