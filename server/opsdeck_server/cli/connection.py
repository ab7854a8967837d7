"""The way to the server: its methods, tries again, and what is said when it does not answer."""

import asyncio
from collections.abc import AsyncIterable, Awaitable
from typing import TYPE_CHECKING, Protocol, TypeVar

from opsdeck_server.cli.endpoint import Endpoint
from opsdeck_server.cli.failures import CommandFailed, ExitCode

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from opsdeck_client import OpsdeckError

_Request_contra = TypeVar("_Request_contra", bound="Message", contravariant=True)
_Answer_co = TypeVar("_Answer_co", covariant=True)


class UnaryMethod(Protocol[_Request_contra, _Answer_co]):
    """A method of a generated stub that answers once."""

    def __call__(  # grpc's own signature
        self,
        request: _Request_contra,
        /,
        *,
        timeout: float | None = None,
    ) -> Awaitable[_Answer_co]: ...


class StreamMethod(Protocol[_Request_contra, _Answer_co]):
    """A method of a generated stub that answers with a stream."""

    def __call__(
        self,
        request: _Request_contra,
        /,
        *,
        timeout: float | None = None,
    ) -> AsyncIterable[_Answer_co]: ...


class Connection:
    """A channel to one server. Use it as a context manager; leaving ends what is still open."""

    def __init__(self, endpoint: Endpoint) -> None:
        from opsdeck_client import OpsdeckClient, Patience

        self.endpoint = endpoint
        try:
            # Tried once: `call` knows when it is worth another try.
            once = Patience(to_answer=0)
            self.deck = OpsdeckClient(endpoint.url, endpoint.token, patience=once)
        except ValueError as error:
            raise CommandFailed(str(error), ExitCode.usage) from None
        self.clients = self.deck.clients
        self.jobs = self.deck.jobs
        self.sessions = self.deck.sessions
        self.system = self.deck.system

    async def __aenter__(self) -> "Connection":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.deck.close()

    async def call(
        self,
        method: UnaryMethod[_Request_contra, _Answer_co],
        request: _Request_contra,
        *,
        timeout: float | None = None,
        again: bool = True,
    ) -> _Answer_co:
        """Call a method that answers once, within `timeout` seconds a try, or the client's own.

        While a server starts, or restarts, behind its open port the call is tried again for some
        seconds, unless `again` is false: every request of ours can be repeated, being a question
        or having a request id. Cancelling it cancels the call.

        Raises:
            CommandFailed: The server refused, or none answers.
        """
        from grpc import StatusCode

        from opsdeck_client import OpsdeckError, Patience
        from opsdeck_client.patience import retrying

        async def worth_it(error: OpsdeckError) -> bool:
            # Where nobody listens there is nothing to wait for.
            gone = error.code is StatusCode.UNAVAILABLE
            return again and gone and not isinstance(await self.failure(error), NoServer)

        async def once() -> _Answer_co:
            return await method(request, timeout=timeout)

        try:
            return await retrying(once, Patience(), worth_it)
        except OpsdeckError as error:
            raise await self.failure(error) from None

    async def call_all(
        self, method: StreamMethod[_Request_contra, _Answer_co], request: _Request_contra
    ) -> list[_Answer_co]:
        """Return all answers of a method whose stream ends by itself, as `call` does with one."""

        async def whole(
            request: _Request_contra,
            /,
            *,
            timeout: float | None = None,
        ) -> list[_Answer_co]:
            return [answer async for answer in method(request, timeout=timeout)]

        return await self.call(whole, request)

    async def failure(self, error: "OpsdeckError") -> CommandFailed:
        """Say what a failed call means to the person who made it."""
        from grpc import StatusCode

        from opsdeck_client.errors import StreamBroken

        reason, details, code = error.reason or "", error.message, error.code
        if isinstance(error, StreamBroken):
            return CommandFailed(details, ExitCode.usage)
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
