"""Feeds: one watch of the server for all who follow a session live."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from typing import Protocol

import grpc
from websockets.asyncio.server import ServerConnection, broadcast

from opsdeck.v1.event_pb2 import Event
from opsdeck.v1.quick_session_service_pb2 import WatchSessionRequest, WatchSessionResponse
from opsdeck_gateway.bridge.position import Position
from opsdeck_gateway.bridge.tape import Tape
from opsdeck_gateway.bridge.upstream import (
    ANSWER_SECONDS,
    Caller,
    Upstream,
    UpstreamError,
    WatchCall,
)

log = logging.getLogger(__name__)

HIGH_WATER = 128 * 1024
"""Bytes that wait for one listener before it is left behind."""


class SessionOver(Exception):
    """The session's last event has been sent: nothing comes any more."""


class Listener(Protocol):
    """Who follows a feed."""

    position: Position

    @property
    def socket(self) -> ServerConnection:
        """Where frames go."""
        ...

    async def send(self, frame: bytes) -> None:
        """Send a frame, and wait while too much is on its way."""
        ...


def start_of(answer: WatchSessionResponse) -> int:
    """Return the position that the first answer of a watch begins at."""
    if not answer.events:
        return int(answer.cursor or 0)
    first = answer.events[0]
    return first.seq if first.WhichOneof("payload") == "text_delta" else first.seq - 1


class Feed:
    """A session's watch, and those who listen to it.

    A listener who does not keep up is let go: `follow` goes on with it at its own pace, from the
    tape. So nobody waits for anybody, and nobody costs more than a tape and a full buffer.
    """

    def __init__(self) -> None:
        self.users = 0
        self._tape: Tape | None = None
        self._end: SessionOver | UpstreamError | None = None
        self._begun = asyncio.Event()
        self._listening: dict[ServerConnection, tuple[Listener, asyncio.Future[None]]] = {}
        self._ahead: list[tuple[int, asyncio.Future[None]]] = []

    @property
    def over(self) -> bool:
        """Whether nothing comes any more."""
        return self._end is not None

    def reaches(self, seq: int) -> bool:
        """Return whether `follow` has something to say to a reader at this position."""
        return self.over or (self._tape is not None and self._tape.reaches(seq))

    async def begun(self) -> None:
        """Wait until the watch stands. What comes from then on is not missed."""
        await self._begun.wait()

    async def run(self, call: WatchCall) -> None:
        """Read the watch and pass it on, to its end. Cancelling ends the watch."""
        try:
            answer = await call.read(ANSWER_SECONDS)
            if answer is not None:
                tape = self._tape = Tape(start_of(answer))
                self._begun.set()
                while answer is not None:
                    await self._pass_on(tape, answer.events)
                    answer = await call.read()
            self._finish(SessionOver())
        except UpstreamError as error:
            if self._listening:
                log.warning("the watch of a session broke: %s", error.code.name)
            self._finish(error)
        except Exception:
            log.exception("a fault of the bridge")
            self._finish(UpstreamError(grpc.StatusCode.INTERNAL, "a fault of the bridge"))
        finally:
            call.cancel()

    async def follow(self, listener: Listener) -> None:
        """Send a listener all that comes after its position.

        Returns where the tape does not reach back to it any more: then it has to ask the server
        for what it misses. Raises SessionOver at the end, UpstreamError where the watch broke.
        Cancelling leaves the feed.
        """
        while True:
            tape, position = self._tape, listener.position
            if isinstance(self._end, UpstreamError):
                raise self._end
            if tape is None:
                raise SessionOver
            if not tape.reaches(position.seq):
                return
            # One at a time: who waits here holds on to nothing that the tape has let go.
            if (missed := tape.after(position.seq)) is not None:
                frame = position.pass_event(missed.event, missed.frame)
                if frame is not None:
                    await listener.send(frame)
            elif self._end is not None:
                raise SessionOver
            elif position.seq > tape.position.seq:
                await self._reached(position.seq)
            elif (frame := position.catch_up(tape.position)) is not None:
                await listener.send(frame)
            else:
                await self._listen(listener, tape)

    async def _listen(self, listener: Listener, tape: Tape) -> None:
        """Get all that comes, at once, until the listener does not keep up."""
        left = asyncio.get_running_loop().create_future()
        listener.position = tape.position
        self._listening[listener.socket] = (listener, left)
        try:
            await left
        finally:
            if self._listening.pop(listener.socket, None) is not None:
                listener.position = tape.position.copy()

    async def _reached(self, seq: int) -> None:
        """Wait until the feed is where somebody is already."""
        reached = asyncio.get_running_loop().create_future()
        self._ahead.append((seq, reached))
        await reached

    async def _pass_on(self, tape: Tape, events: Iterable[Event]) -> None:
        unsent = 0
        for event in events:
            unsent += self._publish(tape, event)
            if unsent > HIGH_WATER // 2:
                await asyncio.sleep(0)  # let it be written: nobody is behind yet
                unsent = 0

    def _publish(self, tape: Tape, event: Event) -> int:
        """Pass an event on; return how many bytes its frame has."""
        self._let_go(tape)
        frame = tape.take(event)
        if frame is not None:
            broadcast(self._listening, frame, text=True)
        if self._ahead:
            self._wake(tape.position.seq)
        return len(frame or b"")

    def _let_go(self, tape: Tape) -> None:
        """Leave behind who has too much on the way."""
        behind = [
            socket
            for socket in self._listening
            if socket.transport.get_write_buffer_size() > HIGH_WATER
        ]
        for socket in behind:
            listener, left = self._listening.pop(socket)
            listener.position = tape.position.copy()
            if not left.done():
                left.set_result(None)

    def _wake(self, seq: int) -> None:
        for wanted, reached in self._ahead:
            if wanted <= seq and not reached.done():
                reached.set_result(None)
        self._ahead = [(wanted, reached) for wanted, reached in self._ahead if not reached.done()]

    def _finish(self, end: SessionOver | UpstreamError) -> None:
        self._end = end
        self._begun.set()
        for listener, left in self._listening.values():
            if self._tape is not None:
                listener.position = self._tape.position.copy()
            if not left.done():
                left.set_result(None)
        self._listening.clear()
        for _, reached in self._ahead:
            if not reached.done():
                reached.set_result(None)
        self._ahead.clear()


class Feeds:
    """The feeds that somebody follows, by session and kind."""

    def __init__(self, upstream: Upstream) -> None:
        self._upstream = upstream
        self._feeds: dict[tuple[str, bool], Feed] = {}
        self._tasks: dict[Feed, asyncio.Task[None]] = {}

    @asynccontextmanager
    async def joined(self, session: str, partial: bool, caller: Caller) -> AsyncGenerator[Feed]:
        """Hold a session's feed: the first one begins it, in their name, the last one ends it."""
        key = (session, partial)
        feed = self._feeds.get(key)
        if feed is None or feed.over:
            feed = self._feeds[key] = Feed()
            request = WatchSessionRequest(id=session, tail_only=True, partial=partial)
            call = self._upstream.watch(request, caller)
            self._tasks[feed] = asyncio.create_task(feed.run(call))
        feed.users += 1
        try:
            yield feed
        finally:
            feed.users -= 1
            if feed.users == 0:
                if self._feeds.get(key) is feed:
                    del self._feeds[key]
                task = self._tasks.pop(feed)
                task.cancel()
                await asyncio.wait([task])
