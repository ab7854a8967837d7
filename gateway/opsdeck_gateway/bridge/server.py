"""The WebSocket server: upgrades in, connections out."""

import asyncio
import logging
from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path

from websockets.asyncio.server import Server, ServerConnection, unix_serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.protocol import State
from websockets.typing import Subprotocol

from opsdeck_gateway.bridge import frames, handshake
from opsdeck_gateway.bridge.commands import BadFrame, Commands
from opsdeck_gateway.bridge.feed import Feeds
from opsdeck_gateway.bridge.handshake import Refused
from opsdeck_gateway.bridge.upstream import Upstream, UpstreamError
from opsdeck_gateway.bridge.watch import CLOSE_SECONDS, FAULT, RESTART, Watch, close

log = logging.getLogger(__name__)

MESSAGE_BYTES = 8 * 1024 * 1024
"""The largest message that is read, and answered with an error where it is too large: twice that
of 1,000,000 characters. One past it ends the connection with 1009."""

PING_SECONDS = 20.0
"""A phone that is gone is noticed after two of these at the latest."""

STOP_SECONDS = 1.5
"""For everybody to be sent away, and for upgrades that wait for the server."""

BACKLOG = 1024
"""Upgrades that wait to be accepted."""

UNTAKEN_BYTES = 64 * 1024
"""Answers to pings that wait for a client which takes nothing, before no more of it is read."""

NO_HANDSHAKE = "this is no WebSocket handshake"


class Connection(ServerConnection):
    """A connection that knows what the server said to its upgrade, and bounds what it answers."""

    admitted: Watch | Refused | None = None
    _untaken = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin; when it is read on is decided here."""
        super().connection_made(transport)
        self.recv_messages.resume = self._read_on

    def data_received(self, data: bytes) -> None:
        """Read no more of who sends pings and takes nothing: the library answers without an end.

        Only answers count. A large frame on its way does not keep our own pings from being heard.
        """
        if not self.paused:
            super().data_received(data)
            return
        waiting = self.transport.get_write_buffer_size()
        super().data_received(data)
        self._untaken += self.transport.get_write_buffer_size() - waiting
        if self._untaken > UNTAKEN_BYTES:
            self.transport.pause_reading()

    def resume_writing(self) -> None:
        """Go on where the client has taken what waited."""
        super().resume_writing()
        self._untaken = 0
        self._read_on()

    def _read_on(self) -> None:
        if self._untaken <= UNTAKEN_BYTES and not self.recv_messages.paused:
            self.transport.resume_reading()

    def send_data(self) -> None:
        """Give what cannot even be read as a request the one shape of errors.

        The library would answer with plain text, or with nothing.
        """
        unread = self.request is None and self.protocol.handshake_exc is not None
        if unread and self.protocol.data_to_send():
            answer = handshake.refusal(HTTPStatus.BAD_REQUEST, NO_HANDSHAKE)
            self.transport.write(answer.serialize())
            self.transport.write_eof()
        else:
            super().send_data()

    def connection_lost(self, exc: Exception | None) -> None:
        """Leave no watch behind, however early the caller goes."""
        super().connection_lost(exc)
        if isinstance(self.admitted, Watch):
            self.admitted.cancel()


class Bridge:
    """Serves a Unix socket, over a server on another one."""

    def __init__(self, upstream: Upstream) -> None:
        self._upstream = upstream
        self._feeds = Feeds(upstream)

    async def start(self, socket: Path) -> Server:
        """Listen; upgrades are taken from now on."""
        return await unix_serve(
            self._serve,
            str(socket),
            process_request=self._admit,
            process_response=_in_shape,
            select_subprotocol=_select,
            compression=None,  # costs more than it saves: frames are small, Envoy is next door
            server_header=None,
            open_timeout=handshake.ANSWER_SECONDS + 2,
            ping_interval=PING_SECONDS,
            ping_timeout=PING_SECONDS,
            close_timeout=CLOSE_SECONDS,
            max_size=MESSAGE_BYTES,
            max_queue=4,  # one is run and few wait: who floods is read no faster
            write_limit=64 * 1024,
            logger=logging.getLogger("websockets.server"),
            create_connection=Connection,
            backlog=BACKLOG,
        )

    async def _admit(self, connection: ServerConnection, request: Request) -> Response | None:
        answer = await handshake.admit(self._upstream, request)
        if isinstance(answer, Response):
            return answer
        if isinstance(connection, Connection):
            connection.admitted = answer
            if connection.state is State.CLOSED and isinstance(answer, Watch):
                answer.cancel()  # the caller did not wait
        return None

    async def _serve(self, connection: ServerConnection) -> None:
        admitted = connection.admitted if isinstance(connection, Connection) else None
        try:
            if isinstance(admitted, Refused):
                await _refuse(connection, admitted)
            elif admitted is not None:
                await self._both_ways(connection, admitted)
        except ConnectionClosed:
            pass

    async def _both_ways(self, connection: ServerConnection, watch: Watch) -> None:
        """Send and listen until the connection is closed."""
        sending = asyncio.create_task(watch.run(connection, self._feeds))
        listening = asyncio.create_task(self._listen(connection, watch))
        try:
            await connection.wait_closed()
            sending.cancel()
            # What was said before the close is done all the same.
            await asyncio.wait([listening])
        finally:
            for task in (sending, listening):
                task.cancel()
            await asyncio.wait([sending, listening])

    async def _listen(self, connection: ServerConnection, watch: Watch) -> None:
        """Run what a client says, one after the other, until it has gone."""
        commands = Commands(self._upstream, watch.session, watch.caller)
        await watch.begun()
        try:
            async for message in connection:
                try:
                    await commands.run(message)
                except BadFrame as error:
                    answer = str(error), "REQUEST_INVALID"
                except UpstreamError as error:
                    answer = str(error), error.reason
                else:
                    continue
                await watch.reply(frames.error(watch.position.seq, *answer))
        except ConnectionClosed:
            pass
        except Exception:
            log.exception("a fault of the bridge")
            await close(connection, FAULT, "a fault of the bridge; its log has the details")


async def stop(server: Server) -> None:
    """Send everybody away, who is to come back: within two seconds."""
    server.close(code=RESTART, reason="the server restarts: come back with after=<your last seq>")
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await server.wait_closed()
    except TimeoutError:
        log.warning("stopped with connections that did not close")


async def _refuse(connection: ServerConnection, refused: Refused) -> None:
    if refused.code == handshake.NOT_FOUND:
        await close(connection, refused.code, "no session has this id")
        return
    error = refused.error
    await connection.send(frames.error(0, str(error), error.reason), text=True)
    await close(connection, refused.code, "see the error")


def _select(connection: ServerConnection, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    del connection
    return handshake.select_subprotocol(offered)


def _in_shape(
    connection: ServerConnection, request: Request, response: Response
) -> Response | None:
    """Give what the library itself refuses the one shape of errors."""
    del connection, request
    if response.status_code < HTTPStatus.BAD_REQUEST:
        return None
    if response.headers.get("Content-Type") == "application/json":
        return None
    status = HTTPStatus(response.status_code)
    texts = {
        HTTPStatus.UPGRADE_REQUIRED: "this path is for WebSockets: ask for an upgrade",
        HTTPStatus.SERVICE_UNAVAILABLE: "the server is stopping: try again in a moment",
    }
    answer = handshake.refusal(status, texts.get(status, NO_HANDSHAKE))
    if status == HTTPStatus.UPGRADE_REQUIRED:
        answer.headers["Upgrade"] = "websocket"
    return answer
