"""Fills the addresses and paths of this installation into envoy.yaml."""

import json
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template

SERVICES = (
    "opsdeck.v1.ClientService",
    "opsdeck.v1.JobService",
    "opsdeck.v1.SystemService",
)
"""The services that REST reaches: those with google.api.http annotations."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything is. Paths of sockets end near 100 bytes."""

    host: str
    port: int
    upstream_socket: Path
    bridge_socket: Path
    admin_socket: Path
    descriptor: Path


def template_path() -> Path:
    """Return envoy.yaml: that of the checkout, or the copy that a wheel carries."""
    inside = Path(str(files("opsdeck_gateway"))) / "envoy.yaml"
    return inside if inside.exists() else Path(__file__).resolve().parents[2] / "envoy.yaml"


def descriptor_path() -> Path:
    """Return the contract's descriptor: that of the checkout, or the copy in a wheel."""
    inside = Path(str(files("opsdeck_gateway"))) / "opsdeck.binpb"
    if inside.exists():
        return inside
    return Path(__file__).resolve().parents[2] / "gen" / "descriptor" / "opsdeck.binpb"


def render(template: str, places: Places) -> str:
    """Return Envoy's configuration. Raises KeyError for a placeholder that it does not know."""
    values: dict[str, object] = {
        "host": places.host,
        "port": places.port,
        "upstream_socket": places.upstream_socket,
        "bridge_socket": places.bridge_socket,
        "admin_socket": places.admin_socket,
        "descriptor": places.descriptor,
        "rest_lua": Path(str(files("opsdeck_gateway"))) / "rest.lua",
    }
    # They stand between double quotes in YAML, where JSON's escapes are YAML's.
    quoted = {name: json.dumps(str(value))[1:-1] for name, value in values.items()}
    return Template(template).substitute(quoted, services=json.dumps(SERVICES))


def envoy_argv(envoy: Path, config: Path, concurrency: int = 1) -> list[str]:
    """Return how to start Envoy with a rendered configuration.

    One worker: it does tens of thousands of requests a second, which is far more than the
    server behind it. No hot restart: a second Envoy must not share memory with the first.
    """
    return [
        str(envoy),
        "--config-path",
        str(config),
        "--concurrency",
        str(concurrency),
        "--disable-hot-restart",
        "--log-level",
        "warn",
    ]
