"""Fills the addresses and paths of this installation into envoy.yaml."""

import hashlib
import ipaddress
import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from string import Template

SERVICES = (
    "opsdeck.v1.ClientService",
    "opsdeck.v1.JobService",
    "opsdeck.v1.QuickSessionService",
    "opsdeck.v1.SystemService",
)
"""The services that REST reaches: those with google.api.http annotations."""

LOOPBACK_ORIGINS = tuple(
    f"{scheme}://{host}:*"
    for scheme in ("http", "https")
    for host in ("localhost", "127.0.0.1", "[::1]")
)
"""Pages served by this host, on any port: a console or a Flutter app while it is developed."""

LOOPBACK_HOSTS = tuple(
    name for host in ("localhost", "127.0.0.1", "[::1]") for name in (host, f"{host}:*")
)
"""The names that a caller on this host uses, for `Places.allowed_hosts`."""

SOCKET_PATH_BYTES = 103
"""The longest path of a Unix socket everywhere: sun_path is 104 bytes on macOS, 108 on Linux."""

MAX_CONNECTIONS = 10_000
"""Far more than people and scripts open to one server, and 20,000 file descriptors at most."""

_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://(\[[0-9a-f:.]+\]|[A-Za-z0-9._-]+)(:([0-9]+|\*))?")
_HOST = re.compile(r"\*|(\[[0-9a-f:.]+\]|[A-Za-z0-9._-]+)(:([0-9]+|\*))?")


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything is, and who may call."""

    host: str
    """Address to listen at: an IP address, or `localhost`."""
    port: int
    """Port to listen on."""
    upstream_socket: Path
    """Unix socket of the gRPC server. It need not exist yet; until then callers get 503."""
    bridge_socket: Path
    """Unix socket of the WebSocket bridge; as above."""
    admin_socket: Path
    """Unix socket that Envoy makes for its admin interface, which is never on TCP."""
    descriptor: Path
    """The contract as a FileDescriptorSet with all imports."""
    services: Sequence[str] = SERVICES
    """Services of the descriptor that REST reaches. Envoy does not start with one it lacks."""
    allowed_origins: Sequence[str] = LOOPBACK_ORIGINS
    """Origins beside the port's own whose pages may call: `https://deck.example.com`, or with any
    port `http://localhost:*`."""
    allowed_hosts: Sequence[str] = ("*",)
    """Values of the Host header that are served; others get 404. With AUTH=none give
    LOOPBACK_HOSTS, or a page whose name was made to point at this host could call (DNS
    rebinding)."""
    token: str | None = field(default=None, repr=False)
    """Without it REST is refused before its body is read. The server looks too, and decides. None
    asks for none: AUTH=none."""
    max_connections: int = MAX_CONNECTIONS
    """Connections from outside at once; one more is closed. Each takes a file descriptor, and a
    WebSocket's a second one to the bridge."""


def template_path() -> Path:
    """Return envoy.yaml: that of the checkout, or the copy that a wheel carries."""
    return _shipped("envoy.yaml", "envoy.yaml")


def descriptor_path() -> Path:
    """Return the contract's descriptor: that of the checkout, or the copy in a wheel."""
    return _shipped("opsdeck.binpb", "gen/descriptor/opsdeck.binpb")


def lua() -> str:
    """Return the program of Envoy's Lua filter: files that use what those before them define."""
    names = ("text.lua", "sha256.lua", "requests.lua", "rest.lua")
    return "\n".join((_package() / name).read_text("utf-8") for name in names)


def _package() -> Path:
    return Path(str(files("opsdeck_gateway")))


def _shipped(name: str, in_checkout: str) -> Path:
    inside = _package() / name
    return inside if inside.exists() else _package().parents[1] / in_checkout


def render(template: str, places: Places) -> str:
    """Return Envoy's configuration.

    Raises ValueError for a host that is no IP address, an origin or a host name that is none, and
    a path that a Unix socket cannot have; KeyError for a placeholder that it does not know.
    """
    sockets = (places.upstream_socket, places.bridge_socket, places.admin_socket)
    for socket in sockets:
        if len(str(socket).encode()) > SOCKET_PATH_BYTES:
            raise ValueError(
                f"the path of a Unix socket has at most {SOCKET_PATH_BYTES} bytes, "
                f"set OPSDECK_HOME to a shorter folder: {socket}"
            )
    for origin in places.allowed_origins:
        if not _ORIGIN.fullmatch(origin):
            raise ValueError(f"not an origin like https://deck.example.com: {origin}")
    for host in places.allowed_hosts:
        if not _HOST.fullmatch(host):
            raise ValueError(f"not a host name: {host}")
    values: dict[str, object] = {
        "host": _address(places.host),
        "port": places.port,
        "max_connections": places.max_connections,
        "upstream_socket": places.upstream_socket,
        "bridge_socket": places.bridge_socket,
        "admin_socket": places.admin_socket,
        "descriptor": places.descriptor,
        "openapi": _shipped("openapi.json", "gen/openapi/opsdeck.json"),
        "docs": _shipped("docs.html", "gen/openapi/index.html"),
    }
    # These stand between double quotes in YAML, where JSON's escapes are YAML's; the lists are
    # YAML as JSON is.
    return Template(template).substitute(
        {name: _json(str(value))[1:-1] for name, value in values.items()},
        lua=_json(lua()),
        token=_json(_digest(places.token)),
        services=_json(list(places.services)),
        allowed_origins=_json(list(places.allowed_origins)),
        cors_origins=_json([_matcher(origin) for origin in places.allowed_origins]),
        allowed_hosts=_json(list(places.allowed_hosts)),
    )


def _json(value: object) -> str:
    # Not \ud83d\ude00 for a character of the upper planes: YAML reads two broken ones there.
    return json.dumps(value, ensure_ascii=False)


def _digest(token: str | None) -> dict[str, object] | None:
    """Return by what Envoy knows who has the token. Nobody learns the token from that.

    The salt keeps callers from knowing what their guesses are compared as, so that the time it
    takes tells them nothing.
    """
    if token is None:
        return None
    header, salt = f"Bearer {token}".encode(), secrets.token_hex(16)
    digest = hashlib.sha256(salt.encode() + header).hexdigest()
    return {"length": len(header), "salt": salt, "sha256": digest}


def _address(host: str) -> str:
    """Return the IP address to bind; Envoy resolves no names."""
    return "127.0.0.1" if host == "localhost" else str(ipaddress.ip_address(host))


def _matcher(origin: str) -> dict[str, object]:
    """Return Envoy's StringMatcher for an origin."""
    if origin.endswith(":*"):
        return {"safe_regex": {"regex": re.escape(origin[:-2]) + "(:[0-9]+)?"}}
    return {"exact": origin}


def envoy_argv(
    envoy: Path, config: Path, concurrency: int = 1, log_level: str = "warning"
) -> list[str]:
    """Return how to start Envoy with a rendered configuration.

    One worker: over 15 turns of 2 s on two busy cores, GET /jobs/{id} on 32 connections gave 860
    to 1,630 answers a second with one (median 1,340), and 960 to 1,770 with two (median 1,280).
    Envoy took a third of a core for that; the server behind it is the limit. No hot restart: a
    second Envoy must not share memory with the first.

    Envoy is ready when `GET /ready` on the admin socket answers 200. It exits with 1 when the port
    is taken or the configuration is wrong. `POST /drain_listeners?graceful&skip_exit` on the
    admin socket sends clients away within the drain time and leaves streams alone; SIGTERM cuts
    them.
    """
    return [
        str(envoy),
        "--config-path",
        str(config),
        "--concurrency",
        str(concurrency),
        "--disable-hot-restart",
        "--log-level",
        log_level,
    ]
