"""A place that webhooks are sent to: keeps what came, answers as it is told."""

import asyncio
import contextlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self, cast

from tests.fakes.http_server import HttpRequest, Writer, read_request


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request gets. `hang` answers nothing, ever."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    hang: bool = False


@dataclass(slots=True)
class WebhookSink:
    """An HTTP server on loopback; an async context manager.

    Requests get `answers` one after the other, and 200 when there are none left.
    """

    answers: Sequence[int | Answer] = ()
    port: int = 0
    requests: list[HttpRequest] = field(default_factory=list[HttpRequest])
    _left: list[int | Answer] = field(default_factory=list[int | Answer], init=False)
    _server: asyncio.Server | None = field(default=None, init=False)
    _handlers: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]], init=False)
    _arrived: asyncio.Event = field(default_factory=asyncio.Event, init=False)

    @property
    def url(self) -> str:
        """Where to send to."""
        return f"http://127.0.0.1:{self.port}/callback"

    @property
    def bodies(self) -> list[dict[str, Any]]:
        """The bodies of all requests, as JSON."""
        return [json.loads(request.body) for request in self.requests]

    async def wait_for(self, count: int, timeout: float = 20) -> list[HttpRequest]:
        """Wait until so many requests came, and return all. Raises TimeoutError."""
        async with asyncio.timeout(timeout):
            while len(self.requests) < count:
                self._arrived.clear()
                await self._arrived.wait()
        return self.requests

    async def __aenter__(self) -> Self:
        self._left = list(self.answers)
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for handler in self._handlers:
            handler.cancel()
        await asyncio.gather(*self._handlers, return_exceptions=True)
        await self._server.wait_closed()

    async def _accept(self, reader: asyncio.StreamReader, stream: asyncio.StreamWriter) -> None:
        handler = cast("asyncio.Task[None]", asyncio.current_task())
        self._handlers.add(handler)
        try:
            while (request := await read_request(reader)) is not None:
                self.requests.append(request)
                self._arrived.set()
                answer = self._left.pop(0) if self._left else Answer()
                if isinstance(answer, int):
                    answer = Answer(answer)
                if answer.hang:
                    await reader.read(1)
                    return
                await Writer(stream).json(answer.status, {}, answer.headers)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # The sender went away, or we are closing.
        finally:
            self._handlers.discard(handler)
            stream.close()
            with contextlib.suppress(ConnectionError, asyncio.CancelledError):
                await stream.wait_closed()
