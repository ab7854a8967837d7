"""A stand-in of the Anthropic Messages API, for the real Claude Code CLI to talk to.

In a test:

    async with MessagesApi([text("Hello.")]) as api:
        env = claude_env(api.base_url, tmp_path)

As a program, which prints `{"port": …, "base_url": …}` and serves until it is ended:

    python -m tests.fakes.messages_api --port 0 --script script.json

A script is a list; each request of the main conversation takes the first entry that is for it,
and gets `default` when there is none left. What the CLI asks on the side (titles, summaries,
quota probes, token counts) is answered harmlessly and takes nothing from the script.
"""

import argparse
import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self, cast

from tests.fakes import replies
from tests.fakes.http_server import HttpRequest, Writer, read_request
from tests.fakes.replies import Deltas, Entry, Failure, Gate, Hang, Reply, Text, Thinking, ToolUse

API_KEY = "sk-ant-api03-stand-in-for-tests-0000000000"
Choose = Callable[["ApiRequest"], Entry | None]


@dataclass(frozen=True, slots=True)
class ApiRequest:
    """A `POST /v1/messages` that came."""

    headers: Mapping[str, str]
    body: Mapping[str, Any]
    received_ns: int
    side: bool
    """Whether the CLI asks beside the conversation: no tools, so no turn of an agent."""

    @property
    def model(self) -> str:
        """The model that was asked for."""
        return str(self.body.get("model", ""))

    @property
    def session_id(self) -> str:
        """The CLI's session, or an empty string where it does not say."""
        return self.headers.get("x-claude-code-session-id", "")

    @property
    def last_blocks(self) -> list[dict[str, Any]]:
        """The blocks of the last message of a user or a tool."""
        messages = cast("list[dict[str, Any]]", self.body.get("messages", []))
        for message in reversed(messages):
            if message.get("role") == "user":
                content = cast("str | list[dict[str, Any]]", message.get("content", ""))
                return [{"type": "text", "text": content}] if isinstance(content, str) else content
        return []

    @property
    def last_is_tool_result(self) -> bool:
        """Whether the last message answers a tool use."""
        return any(block.get("type") == "tool_result" for block in self.last_blocks)

    @property
    def last_text(self) -> str:
        """All words of the last message, those of tool results among them."""
        return "\n".join(_words(block) for block in self.last_blocks)


def _words(block: Mapping[str, Any]) -> str:
    content: object = block.get("text", block.get("content", ""))
    if isinstance(content, list):
        return "\n".join(_words(inner) for inner in cast("list[dict[str, Any]]", content))
    return str(content)


@dataclass(frozen=True, slots=True)
class Sent:
    """A delta that was written to the socket."""

    monotonic_ns: int
    session_id: str
    text: str


@dataclass(slots=True)
class MessagesApi:
    """The stand-in; an async context manager that listens on loopback.

    Leaving it closes every connection and waits for the handlers, replies in mid-stream too.
    """

    script: Sequence[Entry] = ()
    choose: Choose | None = None
    """Asked before the script; None means that the script decides."""
    default: Entry = field(default_factory=lambda: replies.text("Done."))
    port: int = 0
    log_deltas: bool = True
    requests: list[ApiRequest] = field(default_factory=list[ApiRequest])
    """Every `POST /v1/messages`, those on the side too, in the order they came."""
    calls: list[HttpRequest] = field(default_factory=list[HttpRequest])
    """Every HTTP request, bodies left out."""
    sent: list[Sent] = field(default_factory=list[Sent])
    """Every delta with the time it was sent, unless `log_deltas` is False."""
    _left: list[Entry] = field(default_factory=list[Entry], init=False)
    _server: asyncio.Server | None = field(default=None, init=False)
    _handlers: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]], init=False)
    _arrived: asyncio.Event = field(default_factory=asyncio.Event, init=False)

    @property
    def base_url(self) -> str:
        """What ANTHROPIC_BASE_URL is to be."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def main_requests(self) -> list[ApiRequest]:
        """The requests of conversations, without those on the side."""
        return [request for request in self.requests if not request.side]

    def add(self, *entries: Entry) -> None:
        """Add to the end of the script."""
        self._left.extend(entries)

    async def wait_for_requests(self, count: int, timeout: float = 20) -> None:
        """Wait until so many requests of conversations came. Raises TimeoutError."""
        async with asyncio.timeout(timeout):
            while len(self.main_requests) < count:
                self._arrived.clear()
                await self._arrived.wait()

    async def __aenter__(self) -> Self:
        self._left = list(self.script)
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port, limit=2**20)
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
                self.calls.append(request.without_body())
                await self._answer(request, reader, Writer(stream))
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # The client went away, or we are closing: nobody is left to be told.
        finally:
            self._handlers.discard(handler)
            stream.close()
            with contextlib.suppress(ConnectionError, asyncio.CancelledError):
                await stream.wait_closed()

    async def _answer(
        self, request: HttpRequest, reader: asyncio.StreamReader, writer: Writer
    ) -> None:
        if request.path == "/v1/messages/count_tokens":
            await writer.json(200, {"input_tokens": max(1, len(request.body) // 4)})
        elif request.method == "POST" and request.path == "/v1/messages":
            await self._messages(request, reader, writer)
        elif request.method == "HEAD":
            await writer.json(200, None)
        else:
            await writer.json(200, {})

    async def _messages(
        self, request: HttpRequest, reader: asyncio.StreamReader, writer: Writer
    ) -> None:
        body = cast("dict[str, Any]", json.loads(request.body))
        side = not body.get("tools")
        asked = ApiRequest(request.headers, body, time.monotonic_ns(), side)
        self.requests.append(asked)
        entry = SIDE_REPLY if side else self._next(asked)
        self._arrived.set()
        match entry:
            case Hang():
                # Only the client can end this: its end of the connection, seen as EOF.
                await reader.read(1)
                raise ConnectionResetError
            case Failure():
                error = {"type": entry.error_type, "message": entry.message}
                answer = {"type": "error", "error": error, "request_id": "req_stand_in"}
                await writer.json(entry.status, answer, entry.headers)
            case Reply() if body.get("stream"):
                await _Stream(self, asked, entry, writer).run()
            case Reply():
                await writer.json(200, _whole(asked, entry))

    def _next(self, request: ApiRequest) -> Entry:
        if self.choose is not None and (chosen := self.choose(request)) is not None:
            return chosen
        for number, entry in enumerate(self._left):
            if _is_for(entry, request):
                return entry if entry.repeat else self._left.pop(number)
        return self.default


SIDE_REPLY = replies.text('{"title": "Stand-in"}', input_tokens=0, output_tokens=0)


def _is_for(entry: Entry, request: ApiRequest) -> bool:
    when = entry.when
    if when is None:
        return True
    return (
        (when.contains is None or when.contains in request.last_text)
        and (when.tool_result is None or when.tool_result == request.last_is_tool_result)
        and (when.session is None or when.session == request.session_id)
    )


def _usage(reply: Reply) -> dict[str, Any]:
    usage = reply.usage
    return {
        "input_tokens": usage.input_tokens,
        "cache_creation_input_tokens": usage.cache_creation_input_tokens,
        "cache_read_input_tokens": usage.cache_read_input_tokens,
        "output_tokens": usage.output_tokens,
        "service_tier": "standard",
    }


def _message(request: ApiRequest) -> dict[str, Any]:
    return {
        "id": f"msg_{os.urandom(9).hex()}",
        "type": "message",
        "role": "assistant",
        "model": request.model,
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
    }


def _tool_block(block: ToolUse) -> dict[str, Any]:
    return {
        "type": "tool_use",
        "id": block.id or f"toolu_{os.urandom(9).hex()}",
        "name": block.name,
    }


def _whole(request: ApiRequest, reply: Reply) -> dict[str, Any]:
    content: list[dict[str, Any]] = []
    for block in reply.blocks:
        match block:
            case Text() | Deltas():
                words = [replies.delta_text(block, n) for n in range(replies.delta_count(block))]
                content.append({"type": "text", "text": "".join(words)})
            case Thinking():
                content.append(
                    {"type": "thinking", "thinking": block.text, "signature": block.signature}
                )
            case ToolUse():
                content.append({**_tool_block(block), "input": dict(block.input)})
            case Gate():
                pass
    end = {"content": content, "stop_reason": reply.final_stop_reason, "usage": _usage(reply)}
    return _message(request) | end


@dataclass(slots=True)
class _Stream:
    """One reply on its way as server-sent events."""

    api: MessagesApi
    request: ApiRequest
    reply: Reply
    writer: Writer
    _index: int = 0

    async def run(self) -> None:
        reply = self.reply
        # A gate before everything else holds the headers too, as a slow model does.
        for block in reply.blocks:
            if not isinstance(block, Gate):
                break
            await block.wait()
        await self.writer.start_events()
        message = _message(self.request) | {"usage": _usage(reply) | {"output_tokens": 1}}
        await self._event("message_start", message=message)
        for block in reply.blocks:
            if isinstance(block, Gate):
                await block.wait()
            else:
                await self._block(block)
        if reply.cut:
            raise ConnectionAbortedError
        delta = {"stop_reason": reply.final_stop_reason, "stop_sequence": None}
        await self._event("message_delta", delta=delta, usage=_usage(reply))
        await self._event("message_stop")
        await self.writer.end_events()

    async def _block(self, block: Text | Deltas | Thinking | ToolUse) -> None:
        match block:
            case Text() | Deltas():
                await self._start({"type": "text", "text": ""})
                await self._deltas(block)
            case Thinking():
                await self._start({"type": "thinking", "thinking": "", "signature": ""})
                await self._delta({"type": "thinking_delta", "thinking": block.text})
                await self._delta({"type": "signature_delta", "signature": block.signature})
            case ToolUse():
                await self._start({**_tool_block(block), "input": {}})
                partial = json.dumps(dict(block.input))
                await self._delta({"type": "input_json_delta", "partial_json": partial})
        await self._event("content_block_stop", index=self._index)
        self._index += 1

    async def _deltas(self, block: Text | Deltas) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        for number in range(replies.delta_count(block)):
            if block.rate is not None:
                await asyncio.sleep(max(0.0, began + number / block.rate - loop.time()))
            words = replies.delta_text(block, number)
            if self.api.log_deltas:
                sent = Sent(time.monotonic_ns(), self.request.session_id, words)
                self.api.sent.append(sent)
            await self._delta({"type": "text_delta", "text": words})

    async def _start(self, content_block: dict[str, Any]) -> None:
        await self._event("content_block_start", index=self._index, content_block=content_block)

    async def _delta(self, delta: dict[str, Any]) -> None:
        await self._event("content_block_delta", index=self._index, delta=delta)

    async def _event(self, name: str, **data: Any) -> None:
        await self.writer.event(name, json.dumps({"type": name, **data}))


def claude_env(base_url: str, home: Path, **more: str) -> dict[str, str]:
    """Return an environment in which the real CLI talks to `base_url` and to nothing else.

    It names all that the CLI needs and inherits nothing but PATH. IS_SANDBOX lets root bypass
    permissions, which the CLI else refuses.
    """
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "CLAUDE_CONFIG_DIR": str(home / ".claude"),
        "ANTHROPIC_BASE_URL": base_url,
        "ANTHROPIC_API_KEY": API_KEY,
        "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
        "DISABLE_TELEMETRY": "1",
        "DISABLE_AUTOUPDATER": "1",
        "IS_SANDBOX": "1",
        **more,
    }


async def _serve(port: int, script: Sequence[Entry]) -> None:
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    async with MessagesApi(script, port=port, log_deltas=False) as api:
        sys.stdout.write(json.dumps({"port": api.port, "base_url": api.base_url}) + "\n")
        sys.stdout.flush()
        await ended.wait()


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(description="A stand-in of the Anthropic Messages API")
    parser.add_argument("--port", type=int, default=0, help="0: a free one")
    parser.add_argument("--script", type=Path, help="a JSON list of entries")
    options = parser.parse_args()
    entries: list[dict[str, Any]] = json.loads(options.script.read_text()) if options.script else []
    asyncio.run(_serve(options.port, [replies.from_json(entry) for entry in entries]))


if __name__ == "__main__":
    main()
