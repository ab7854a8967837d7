"""The way to a server: its URL, and the token that opens it."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from grpc import aio, ssl_channel_credentials

OPTIONS: tuple[tuple[str, int], ...] = (
    # As much as the server sends at once.
    ("grpc.max_receive_message_length", 64 * 1024 * 1024),
    # The usual second to two minutes is long for a server that starts in one.
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 500),
    ("grpc.max_reconnect_backoff_ms", 2000),
    # A laptop that slept, a network that changed: the line is dead, and nobody says so; that is
    # noticed in little more than a minute. On a slow line the answer to a ping comes behind all
    # that the server has sent before it, however well that flows: to wait less is to cut it off.
    # The last of these is the wait for that answer, whatever the second says.
    ("grpc.keepalive_time_ms", 10_000),
    ("grpc.keepalive_timeout_ms", 60_000),
    ("grpc.http2.ping_timeout_ms", 60_000),
)


def open_channel(url: str, root_certificates: bytes | None = None) -> aio.Channel:
    """Return a channel that connects when it is used: TLS for https, plain HTTP/2 for http.

    Raises:
        ValueError: It is no such URL.
    """
    wrong = ValueError(f"{url!r} is no server's URL: write http://HOST:PORT or https://HOST")
    parts = urlsplit(url)
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        raise wrong from None
    extra = parts.username or parts.query or parts.fragment or parts.path not in ("", "/")
    if parts.scheme not in ("http", "https") or not host or extra:
        raise wrong
    options = list(OPTIONS)
    if _loopback(host):
        options.append(("grpc.enable_http_proxy", 0))
    named = f"[{host}]" if ":" in host else host
    if parts.scheme == "http":
        return aio.insecure_channel(f"{named}:{port or 80}", options)
    credentials = ssl_channel_credentials(root_certificates)
    return aio.secure_channel(f"{named}:{port or 443}", credentials, options)


def authorization(token: str | None) -> tuple[tuple[str, str], ...]:
    """Return the metadata that carries a token.

    Raises:
        ValueError: It cannot be sent: a line end, or a letter that is not ASCII.
    """
    if not token:
        return ()
    if not (token.isascii() and token.isprintable()):
        raise ValueError("the token holds what a header cannot: is there a line end in it?")
    return (("authorization", f"Bearer {token}"),)


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
