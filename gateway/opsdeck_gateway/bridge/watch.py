"""One connection: what it is sent, from its first frame to its close code."""

import asyncio
import logging

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from opsdeck.v1.event_pb2 import Event
from opsdeck.v1.quick_session_service_pb2 import WatchSessionRequest, WatchSessionResponse
from opsdeck_gateway.bridge import frames
from opsdeck_gateway.bridge.feed import Feed, Feeds, SessionOver, start_of
from opsdeck_gateway.bridge.position import Position
from opsdeck_gateway.bridge.upstream import (
    Caller,
    Upstream,
    UpstreamError,
    WatchCall,
)

log = logging.getLogger(__name__)

PATIENT_SECONDS = 10.0
"""How long an answer of the server is held for a client that takes nothing."""

STALLED_SECONDS = 120.0
"""A client that takes nothing for so long is cut off; it comes back with its last `seq`."""

CLOSE_SECONDS = 1.0
"""For the other side to answer a close."""

OVER, FAULT, RESTART = 1000, 1011, 1012
"""Close codes: the session is over, a fault of the bridge, the server went away."""


async def close(socket: ServerConnection, code: int, reason: str) -> None:
    """Close a connection: politely, or at once where the other side takes nothing."""
    try:
        async with asyncio.timeout(2 * CLOSE_SECONDS):
            await socket.close(code, reason)
    except TimeoutError:
        socket.transport.abort()


class Stalled(Exception):
    """The client takes nothing just now. What was sent last is on its way all the same."""


class Watch:
    """What a client watches: a session, from a position on.

    It begins with a watch of its own, which let it in and brings it what it missed. It goes on
    with the feed that all share, and comes back to a watch of its own where it is too slow.
    """

    def __init__(
        self,
        upstream: Upstream,
        caller: Caller,
        request: WatchSessionRequest,
        call: WatchCall,
        first: WatchSessionResponse,
        *,
        partial: bool,
    ) -> None:
        """`call` is the watch that `request` began, and `first` its first answer."""
        self.caller = caller
        self.session = request.id
        self.position = Position(start_of(first))
        self._upstream = upstream
        self._call: WatchCall | None = call
        self._first: WatchSessionResponse | None = first
        self._partial = partial
        # The last one first: they are taken from the end.
        self._questions = {prompt.id: prompt for prompt in reversed(first.permissions)}
        self._socket: ServerConnection | None = None
        self._begun = asyncio.Event()

    @property
    def socket(self) -> ServerConnection:
        """Where frames go."""
        if self._socket is None:
            raise RuntimeError("the watch is not running")
        return self._socket

    def cancel(self) -> None:
        """End the watch of its own, where there is one."""
        if self._call is not None:
            self._call.cancel()
            self._call = None

    async def begun(self) -> None:
        """Wait until the first frame is sent, or none will be."""
        await self._begun.wait()

    async def run(self, socket: ServerConnection, feeds: Feeds) -> None:
        """Send all there is to send, then close. Cancelling ends it without a close."""
        self._socket = socket
        try:
            code, reason = await self._send_all(feeds)
        except ConnectionClosed:
            return
        except Exception:
            log.exception("a fault of the bridge")
            code, reason = FAULT, self._come_back()
        finally:
            self._begun.set()
            self.cancel()
        await close(socket, code, reason)

    async def send(self, frame: bytes) -> None:
        """Send a frame, and wait while too much is on its way. Raises Stalled."""
        try:
            async with asyncio.timeout(PATIENT_SECONDS):
                await self.socket.send(frame, text=True)
        except TimeoutError:
            raise Stalled from None

    async def reply(self, frame: bytes) -> None:
        """Send a frame to a client that is waited for."""
        try:
            await self.send(frame)
        except Stalled:
            await self._taken()

    async def _taken(self) -> None:
        """Wait until the client takes what was sent; cut it off where it does not."""
        try:
            async with asyncio.timeout(STALLED_SECONDS):
                await self.socket.drain()
        except TimeoutError:
            log.warning("a client that takes nothing is cut off")
            self.socket.transport.abort()
            await self.socket.wait_closed()

    async def _send_all(self, feeds: Feeds) -> tuple[int, str]:
        """Send to the end of the session; return the code and the reason to close with."""
        try:
            async with feeds.joined(self.session, self._partial, self.caller) as feed:
                # Only then: what is said from now on comes, text that is being written too.
                await feed.begun()
                await self.reply(frames.connected(self.position.seq))
                self._begun.set()
                while True:
                    await self._go_on(feed)
                    await self._taken()
        except SessionOver:
            return OVER, "the session is over"
        except UpstreamError:
            return RESTART, self._come_back()

    async def _go_on(self, feed: Feed) -> None:
        """Send until the client takes nothing; then nothing is held for it but its position."""
        try:
            while True:
                await self._catch_up(feed)
                await feed.follow(self)
        except Stalled:
            pass

    async def _catch_up(self, feed: Feed) -> None:
        """Send what a watch of its own says, until the feed has what comes next."""
        answer, self._first = self._first, None
        try:
            while answer is not None or self._questions or not feed.reaches(self.position.seq):
                answer = answer or await self._read()
                for event in answer.events if answer is not None else ():
                    await self._send_event(event)
                if answer is None or answer.caught_up:
                    await self._ask_again()
                if answer is None:
                    raise SessionOver
                answer = None
        finally:
            self.cancel()

    async def _read(self) -> WatchSessionResponse | None:
        if self._call is None:
            request = WatchSessionRequest(id=self.session, after=str(self.position.seq))
            self._call = self._upstream.watch(request, self.caller)
        return await self._call.read()

    async def _send_event(self, event: Event) -> None:
        match event.WhichOneof("payload"):
            case "permission_request":
                self._questions.pop(event.permission_request.permission_id, None)
            case "permission_resolved":
                self._questions.pop(event.permission_resolved.permission_id, None)
            case _:
                pass
        frame = self.position.pass_event(event, frames.of(event))
        if frame is not None:
            await self.send(frame)

    async def _ask_again(self) -> None:
        """Show the questions that were open at the beginning and that no event showed since."""
        while self._questions:
            _, prompt = self._questions.popitem()
            await self.send(frames.open_question(self.position.seq, prompt))

    def _come_back(self) -> str:
        return f"come back with after={self.position.seq}"
