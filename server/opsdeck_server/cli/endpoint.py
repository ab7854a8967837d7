"""Which server to talk to, and with which token."""

import ipaddress
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from opsdeck_server.cli.failures import CommandFailed, ExitCode

if TYPE_CHECKING:
    from opsdeck_server.settings import Settings

DEFAULT_PORT = 3456


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a server answers, and the token that opens it."""

    host: str
    port: int
    tls: bool = False
    token: str | None = None

    @property
    def target(self) -> str:
        """Host and port, as gRPC wants them."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """As a person would write it."""
        return f"{'https' if self.tls else 'http'}://{self.target}"

    @property
    def loopback(self) -> bool:
        """Whether the server is on this host."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def parse_address(text: str) -> Endpoint:
    """Read `HOST`, `HOST:PORT`, `http://HOST:PORT` or `https://HOST`.

    Raises:
        CommandFailed: It is none of these.
    """
    wrong = CommandFailed(
        f"{text!r} is no address: write HOST:PORT, or https://HOST[:PORT]", ExitCode.usage
    )
    schema, parted, rest = text.partition("://")
    if parted and schema not in ("http", "https"):
        raise wrong
    parts = urlsplit(f"//{rest if parted else text}")
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        raise wrong from None
    if not host or parts.path not in ("", "/") or parts.username or parts.query:
        raise wrong
    usual = {"": DEFAULT_PORT, "http": 80, "https": 443}[schema if parted else ""]
    return Endpoint(host, usual if port is None else port, tls=parted != "" and schema == "https")


def find_endpoint(address: str | None, token_file: Path | None) -> Endpoint:
    """Decide which server to talk to, and with which token.

    The address is the one that was given, else HOST and PORT of the settings. The token is that
    of the given file, else AGENT_API_SECRET, else, for a server on this host alone, the one that
    it keeps in OPSDECK_HOME: a local server's token is not for others.

    Raises:
        CommandFailed: An address, a setting or a token file cannot be read.
    """
    endpoint = parse_address(address) if address else None
    token = _read_token(token_file) if token_file else os.environ.get("AGENT_API_SECRET") or None
    if endpoint and token:
        return Endpoint(endpoint.host, endpoint.port, endpoint.tls, token)
    settings = read_settings()
    if endpoint is None:
        endpoint = Endpoint(_reachable(settings.host), settings.port)
    token = token or _secret(settings)
    if not token and endpoint.loopback and settings.token_file.exists():
        token = _read_token(settings.token_file)
    return Endpoint(endpoint.host, endpoint.port, endpoint.tls, token)


def read_settings() -> "Settings":
    """Return the settings of this environment.

    Raises:
        CommandFailed: One of them is wrong; the message names it.
    """
    from opsdeck_server.settings import SettingsError, load_settings

    try:
        return load_settings()
    except SettingsError as error:
        raise CommandFailed(str(error), ExitCode.usage) from None


def _reachable(host: str) -> str:
    """Return an address to connect to for one that a server binds."""
    return {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)


def _secret(settings: "Settings") -> str | None:
    secret = settings.agent_api_secret
    return secret.get_secret_value() if secret else None


def _read_token(path: Path) -> str:
    try:
        token = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text"
        raise CommandFailed(f"cannot read the token file {path}: {why}", ExitCode.usage) from None
    if not token or not token.isprintable() or " " in token:
        raise CommandFailed(f"{path} does not hold a token", ExitCode.usage)
    return token
