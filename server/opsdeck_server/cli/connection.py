"""Where the server is, with which token, and what is said when it does not answer."""

import asyncio
import ipaddress
import os
from collections.abc import AsyncIterable, Awaitable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar
from urllib.parse import urlsplit

from opsdeck_server.cli.failures import CommandFailed, ExitCode

if TYPE_CHECKING:
    from google.protobuf.message import Message
    from grpc import aio

    from opsdeck_server.settings import Settings

_Request_contra = TypeVar("_Request_contra", bound="Message", contravariant=True)
_Answer_co = TypeVar("_Answer_co", covariant=True)

DEFAULT_PORT = 3456
_PAUSES = (0.2, 0.4, 0.8, 1.6, 3.2)
"""Seconds between tries while a server starts behind its open port."""


class UnaryMethod(Protocol[_Request_contra, _Answer_co]):
    """A method of a generated stub that answers once."""

    def __call__(  # grpc's own signature
        self,
        request: _Request_contra,
        /,
        *,
        timeout: float | None = None,
        metadata: tuple[tuple[str, str], ...] | None = None,
    ) -> Awaitable[_Answer_co]: ...


class StreamMethod(Protocol[_Request_contra, _Answer_co]):
    """A method of a generated stub that answers with a stream."""

    def __call__(
        self,
        request: _Request_contra,
        /,
        *,
        timeout: float | None = None,
        metadata: tuple[tuple[str, str], ...] | None = None,
    ) -> AsyncIterable[_Answer_co]: ...


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


class Connection:
    """A channel to one server. Use it as a context manager; leaving ends what is still open."""

    def __init__(self, endpoint: Endpoint) -> None:
        from grpc import aio, ssl_channel_credentials

        from opsdeck.v1.client_service_pb2_grpc import ClientServiceStub
        from opsdeck.v1.job_service_pb2_grpc import JobServiceStub
        from opsdeck.v1.quick_session_service_pb2_grpc import QuickSessionServiceStub
        from opsdeck.v1.system_service_pb2_grpc import SystemServiceStub

        self.endpoint = endpoint
        self.metadata: tuple[tuple[str, str], ...] = ()
        if endpoint.token:
            self.metadata = (("authorization", f"Bearer {endpoint.token}"),)
        options: list[tuple[str, int]] = [
            # The same as the server's limit for what it takes.
            ("grpc.max_receive_message_length", 64 * 1024 * 1024),
            # Its usual second to two minutes is long for a server that starts in one.
            ("grpc.initial_reconnect_backoff_ms", 100),
            ("grpc.min_reconnect_backoff_ms", 500),
            ("grpc.max_reconnect_backoff_ms", 2000),
        ]
        if endpoint.loopback:
            options.append(("grpc.enable_http_proxy", 0))
        self._channel = (
            aio.secure_channel(endpoint.target, ssl_channel_credentials(), options)
            if endpoint.tls
            else aio.insecure_channel(endpoint.target, options)
        )
        self.clients = ClientServiceStub(self._channel)
        self.jobs = JobServiceStub(self._channel)
        self.sessions = QuickSessionServiceStub(self._channel)
        self.system = SystemServiceStub(self._channel)

    async def __aenter__(self) -> "Connection":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._channel.close()

    async def call(
        self,
        method: UnaryMethod[_Request_contra, _Answer_co],
        request: _Request_contra,
        *,
        timeout: float = 30.0,
        again: bool = True,
    ) -> _Answer_co:
        """Call a method that answers once, within `timeout` seconds a try.

        While a server starts, or restarts, behind its open port the call is tried again for some
        seconds, unless `again` is false: every request of ours can be repeated, being a question
        or having a request id. Cancelling it cancels the call.

        Raises:
            CommandFailed: The server refused, or none answers.
        """
        from grpc import StatusCode
        from grpc.aio import AioRpcError

        for pause in (*_PAUSES, None):
            try:
                return await method(request, timeout=timeout, metadata=self.metadata)
            except AioRpcError as error:
                failure = await self.failure(error)
                retry = again and error.code() is StatusCode.UNAVAILABLE
                if pause is None or not retry or isinstance(failure, NoServer):
                    raise failure from None
                await asyncio.sleep(pause)
        raise AssertionError  # pragma: no cover  # the last pause is None

    async def call_all(
        self, method: StreamMethod[_Request_contra, _Answer_co], request: _Request_contra
    ) -> list[_Answer_co]:
        """Return all answers of a method whose stream ends by itself, as `call` does with one."""

        async def whole(
            request: _Request_contra,
            /,
            *,
            timeout: float | None = None,
            metadata: tuple[tuple[str, str], ...] | None = None,
        ) -> list[_Answer_co]:
            return [answer async for answer in method(request, timeout=timeout, metadata=metadata)]

        return await self.call(whole, request)

    async def failure(self, error: "aio.AioRpcError") -> CommandFailed:
        """Say what a failed call means to the person who made it."""
        from grpc import StatusCode

        reason = error_reason(error)
        details = " ".join((error.details() or "").split())
        code = error.code()
        if code is StatusCode.UNAUTHENTICATED:
            hint = "set AGENT_API_SECRET, or --token-file, to the token of that server"
            return CommandFailed(
                f"{self.endpoint.url} refuses the token: {hint}", ExitCode.usage, reason=reason
            )
        if code is StatusCode.UNAVAILABLE and not reason:
            if not await self._port_open():
                return NoServer(
                    f"no opsdeck server answers at {self.endpoint.url}: "
                    "start one with `opsdeck serve`, or name another with --address",
                )
            return CommandFailed(
                f"the opsdeck server at {self.endpoint.url} is not ready, or something else "
                f"uses that port: try again in a moment, or run `opsdeck doctor` ({details})",
                ExitCode.usage,
            )
        if code is StatusCode.UNAVAILABLE:
            return CommandFailed(details, ExitCode.usage, reason=reason)
        if code is StatusCode.DEADLINE_EXCEEDED:
            return CommandFailed(
                f"{self.endpoint.url} took too long to answer: "
                "try again, and look at the server's log",
                reason=reason,
            )
        if not reason and code in (StatusCode.UNIMPLEMENTED, StatusCode.UNKNOWN):
            return CommandFailed(
                f"what answers at {self.endpoint.url} is no opsdeck server of this version: "
                f"compare `opsdeck --version` here and there ({details})",
                ExitCode.usage,
            )
        return CommandFailed(details or f"the server refused: {code.name}", reason=reason)

    async def _port_open(self) -> bool:
        try:
            async with asyncio.timeout(2):
                _, writer = await asyncio.open_connection(self.endpoint.host, self.endpoint.port)
        except (OSError, TimeoutError):
            return False
        writer.close()
        return True


class NoServer(CommandFailed):
    """Nobody listens at the address."""

    def __init__(self, message: str) -> None:
        super().__init__(message, ExitCode.usage)


def error_reason(error: "aio.AioRpcError") -> str:
    """Return the stable reason that opsdeck gave for a failed call; empty where it gave none."""
    from google.rpc.error_details_pb2 import ErrorInfo
    from grpc_status import rpc_status

    try:
        status = rpc_status.from_call(error)
    except ValueError:  # a proxy has changed the status on its way
        return ""
    for detail in status.details if status else ():
        info = ErrorInfo()
        if detail.Unpack(info):
            return info.reason
    return ""
