"""Posts callbacks to addresses that somebody else chose.

The name is resolved here and the connection goes to the very address that was checked: a
name that resolves to another address a moment later (DNS rebinding) gains nothing.
"""

import asyncio
import contextlib
import ipaddress
import re
import socket
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast
from urllib.parse import quote, urlsplit

import httpcore

from opsdeck_server.ports.webhook import SendError

_CONNECT_SECONDS = 10.0
_ADDRESS_SECONDS = 3.0
_TOTAL_SECONDS = 30.0
_DRAIN_SECONDS = 5.0
_DRAIN_BYTES = 64 * 1024
_MAX_URL = 2048
_GONE = 410
_PORTS = {"http": 80, "https": 443}
_TARGET = "!$%&'()*+,-./:;=?@_~"  # what stands in a path or a query as it is
_HOST = re.compile(r"[A-Za-z0-9._:-]+")

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# IANA's special-purpose registries (RFC 6890 and later); `is_private` of ipaddress differs
# from one Python to the next.
_FORBIDDEN_4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",
        "100.64.0.0/10",  # carriers' shared addresses, and Tailscale's
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local: the metadata service of clouds
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_GLOBAL_6 = ipaddress.IPv6Network("2000::/3")
_FORBIDDEN_6 = tuple(
    ipaddress.IPv6Network(network)
    for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)
# An IPv4 address in IPv6's clothes: judged as what is inside.
_EMBEDDED_4 = tuple(ipaddress.IPv6Network(network) for network in ("::ffff:0:0/96", "64:ff9b::/96"))


class _Refused(Exception):
    """The name resolves to nothing but addresses that callbacks may not go to."""


@dataclass(frozen=True, slots=True)
class _Target:
    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """What the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


class HttpWebhookSender:
    """The WebhookSender port. No proxies, no redirects, one connection a callback.

    `allow_private` lets callbacks go to every address. `tls` is for tests; by default the
    system's and certifi's authorities are trusted. Cancellation closes the connection.
    """

    def __init__(self, *, allow_private: bool = False, tls: ssl.SSLContext | None = None) -> None:
        self._allow_private = allow_private
        self._tls = tls
        self._backend = _CheckedBackend(allow_private=allow_private)

    def check_url(self, url: str) -> str | None:
        try:
            target = _parse(url)
        except ValueError as error:
            return str(error)
        address = _literal(target.host)
        named_here = target.host == "localhost" or target.host.endswith(".localhost")
        forbidden = named_here if address is None else is_forbidden(address)
        return _refusal(target.host) if forbidden and not self._allow_private else None

    async def send(self, url: str, body: bytes, headers: dict[str, str]) -> None:
        if (problem := self.check_url(url)) is not None:
            raise SendError(problem, permanent=True)
        target = _parse(url)
        if target.scheme == "https" and self._tls is None:
            self._tls = await asyncio.to_thread(httpcore.default_ssl_context)
        try:
            async with asyncio.timeout(_TOTAL_SECONDS):
                status = await self._post(target, body, headers)
        except TimeoutError:
            raise SendError(f"{target.host} did not answer in {_TOTAL_SECONDS:g} s") from None
        except _Refused:
            raise SendError(_refusal(target.host), permanent=True) from None
        except httpcore.TimeoutException:
            raise SendError(f"{target.host} cannot be reached: it took too long") from None
        except httpcore.LocalProtocolError as error:
            raise SendError(f"the request cannot be sent: {error}", permanent=True) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            why = str(error) or type(error).__name__
            raise SendError(f"{target.host} cannot be reached: {why}") from error
        if not 200 <= status < 300:
            moved = " (redirects are not followed)" if 300 <= status < 400 else ""
            raise SendError(f"{target.host} answered {status}{moved}", permanent=status == _GONE)

    async def _post(self, target: _Target, body: bytes, headers: dict[str, str]) -> int:
        limits = {"connect": _CONNECT_SECONDS, "read": _TOTAL_SECONDS, "write": _TOTAL_SECONDS}
        async with (
            httpcore.AsyncConnectionPool(
                ssl_context=self._tls, max_connections=1, network_backend=self._backend
            ) as pool,
            pool.stream(
                "POST",
                httpcore.URL(
                    scheme=target.scheme.encode(),
                    host=target.host.encode(),
                    port=target.port,
                    target=target.path.encode(),
                ),
                headers={
                    "Host": target.authority,
                    "User-Agent": "opsdeck",
                    "Connection": "close",
                    "Content-Length": str(len(body)),
                    **headers,
                },
                content=body,
                extensions={"timeout": limits},
            ) as response,
        ):
            await _drain(response)
            return response.status


class _CheckedBackend(httpcore.AsyncNetworkBackend):
    """Connects to the first address of a name that is allowed and answers."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._inner = cast("httpcore.AsyncNetworkBackend", httpcore.AnyIOBackend())

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                addresses = await allowed_addresses(host, port, allow_private=self._allow_private)
                failure: Exception = _Refused(host)
                for address in addresses:
                    # One that swallows packets must not use up the time of the next.
                    limit = None if address == addresses[-1] else _ADDRESS_SECONDS
                    try:
                        return await self._inner.connect_tcp(
                            address, port, limit, local_address, socket_options
                        )
                    except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                        failure = error
                raise failure
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"no connection in {timeout:g} s") from error


async def allowed_addresses(host: str, port: int, *, allow_private: bool) -> list[str]:
    """Resolve a name; return the addresses that callbacks may go to, in the resolver's order.

    Raises httpcore.ConnectError where it has none at all.
    """
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        raise httpcore.ConnectError(f"its name cannot be resolved ({error.strerror})") from error
    except UnicodeError as error:
        raise httpcore.ConnectError("its name is not valid") from error
    addresses = dict.fromkeys(str(info[4][0]) for info in found)
    return [
        address
        for address in addresses
        if allow_private or not is_forbidden(ipaddress.ip_address(address))
    ]


def is_forbidden(address: _Address) -> bool:
    """Return whether an address is one that only this host or its network should reach."""
    if isinstance(address, ipaddress.IPv6Address):
        if any(address in network for network in _EMBEDDED_4):
            return is_forbidden(ipaddress.IPv4Address(address.packed[-4:]))
        if address.scope_id is not None or address not in _GLOBAL_6:
            return True
        return any(address in network for network in _FORBIDDEN_6)
    return any(address in network for network in _FORBIDDEN_4)


def _parse(url: str) -> _Target:
    """Take a URL apart. Raises ValueError with what is wrong with it."""
    if len(url) > _MAX_URL:
        raise ValueError(f"a callback URL must not be longer than {_MAX_URL} characters")
    if any(character <= " " or character in "\x7f\\" for character in url):
        raise ValueError("a callback URL must not hold spaces, control characters or backslashes")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").rstrip(".").encode("idna").decode()
    except ValueError as error:
        raise ValueError("the callback URL is not valid") from error
    if parts.scheme not in _PORTS:
        raise ValueError("a callback URL must begin with http:// or https://")
    if parts.username is not None or parts.password is not None:
        raise ValueError("a callback URL must not hold a user name or password")
    if not _HOST.fullmatch(host) or port == 0:
        raise ValueError("the callback URL has no valid host and port")
    path = quote(parts.path or "/", safe=_TARGET) + (
        f"?{quote(parts.query, safe=_TARGET)}" if parts.query else ""
    )
    return _Target(parts.scheme, host, port or _PORTS[parts.scheme], path)


def _literal(host: str) -> _Address | None:
    """Return the address that a host is, in any form that a resolver takes for one."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    try:  # 127.1, 2130706433, 0x7f.0.0.1
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


def _refusal(host: str) -> str:
    return (
        f"callbacks to {host} are refused, for it is a loopback, private or reserved address: "
        "use a public one, or set WEBHOOK_ALLOW_PRIVATE=1"
    )


async def _drain(response: httpcore.Response) -> None:
    """Read some of the answer and drop it, so that the other side can finish writing."""
    left = _DRAIN_BYTES
    with contextlib.suppress(
        TimeoutError, httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError
    ):
        async with asyncio.timeout(_DRAIN_SECONDS):
            async for piece in response.aiter_stream():
                left -= len(piece)
                if left <= 0:
                    return
