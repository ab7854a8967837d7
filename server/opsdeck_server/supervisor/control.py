"""The supervisor's socket, protocol version 1.

One JSON object a line each way. A connection says `hello` first, and has one request
under way at a time:

    {"op":"hello","version":1,"generation":G}  state and byte counts of the run
    {"op":"follow","stream":"stdout","offset":N}
        {"ok":true}, and from then on the stream's raw bytes from N, until the run is over
        and all are sent; then end of file
    {"op":"write","data":"<base64>","more":false}
        bytes for the agent's input. Pieces with "more":true are held back until the last
        one, and dropped with the connection: a write is taken whole or not at all
    {"op":"close_stdin"}
    {"op":"limit_silence","seconds":S}         null: none; counts from now on
    {"op":"stop","reason":R,"eof_seconds":S,"term_seconds":T}
        ends the run, whether or not the client stays; answered when no process is left
    {"op":"wait"}                              answered when the run is over

An answer is {"ok":true,...} or {"ok":false,"error":"<word>","detail":...}. Words:
bad_request, unsupported_version, hello_first, busy, stale_generation, stdin_closed,
stdin_full, offset_past_end, line_too_long.

Generations fence owners: the highest ever greeted is the owner, and `write`, `close_stdin`,
`limit_silence` and `stop` of a lower one are refused. A client that does not read costs
nothing but its socket: a follower's bytes stay in the spool, and one whose unread
answers pass 64 KiB is cut off.
"""

from __future__ import annotations

import binascii
import json
import selectors
import socket

from opsdeck_server.supervisor.feed import Refused
from opsdeck_server.supervisor.spec import BadRequest, parse_object, seconds, text, whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from opsdeck_server.supervisor.loop import Supervisor
    from opsdeck_server.supervisor.spool import Spool

PROTOCOL_VERSION = 1
MAX_LINE = 1024 * 1024
MAX_UNSENT = 64 * 1024
_READ_BYTES = 64 * 1024
_SENDS_A_TURN = 8


class Connection:
    """One client of the socket."""

    def __init__(self, peer: socket.socket, run: Supervisor) -> None:
        self._socket = peer
        self._run = run
        self._received = bytearray()
        self._scanned = 0
        self._unsent = b""
        self._staged: list[bytes] = []
        self._staged_bytes = 0
        self._generation: int | None = None
        self._waits = False
        self._spool: Spool | None = None
        self._offset = 0
        self._blocked = False
        self._interest = selectors.EVENT_READ
        self.closed = False
        peer.setblocking(False)
        run.selector.register(peer, self._interest, self.handle)

    @property
    def busy(self) -> bool:
        """Whether something is still on its way to this client."""
        return not self.closed and (bool(self._unsent) or self._spool is not None)

    def handle(self, events: int) -> None:
        """Do what the socket is ready for."""
        if self.closed:
            return
        try:
            if events & selectors.EVENT_READ:
                self._receive()
            if events & selectors.EVENT_WRITE:
                self.pump()
        except OSError:  # it went away
            self.close()

    def pump(self, spool: Spool | None = None) -> None:
        """Send what there is to send: always, or only where it follows `spool`."""
        if self.closed or (spool is not None and spool is not self._spool):
            return
        try:
            self._blocked = not self._send()
        except OSError:
            self.close()
            return
        if self._spool is not None and self._run.record is not None and not self._blocked:
            self.close()  # end of file: it has everything
            return
        self._set_interest()

    def tell_end(self) -> None:
        """The run is over: answer who waits, let a follower have the rest."""
        if self._waits:
            self._waits = False
            self._answer(exit=self._run.record)
        self.pump()

    def close(self) -> None:
        """Drop the client and what it has not finished saying."""
        if not self.closed:
            self.closed = True
            self._run.feed.release(self._staged_bytes)
            self._run.connections.discard(self)
            self._run.selector.unregister(self._socket)
            self._socket.close()

    def _send(self) -> bool:
        """Return whether everything is sent; False: go on when the socket is ready."""
        try:
            if self._unsent:
                sent = self._socket.send(self._unsent)
                self._unsent = self._unsent[sent:]
                if self._unsent:
                    return False
            if self._spool is not None:
                for _ in range(_SENDS_A_TURN):
                    if self._offset >= self._spool.size:
                        return True
                    self._offset += self._spool.send(self._socket, self._offset)
                return self._offset >= self._spool.size
        except BlockingIOError:
            return False
        return True

    def _set_interest(self) -> None:
        interest = selectors.EVENT_READ | (selectors.EVENT_WRITE if self._blocked else 0)
        if interest != self._interest:
            self._interest = interest
            self._run.selector.modify(self._socket, interest, self.handle)

    def _receive(self) -> None:
        try:
            piece = self._socket.recv(_READ_BYTES)
        except BlockingIOError:
            return
        if not piece:
            self.close()
            return
        if self._spool is not None:  # a follower has nothing more to say
            return
        self._received += piece
        while not self.closed and self._spool is None:
            end = self._received.find(b"\n", self._scanned)
            if end < 0:
                self._scanned = len(self._received)
                if self._scanned > MAX_LINE:
                    self._answer(error="line_too_long")
                    self.close()
                return
            line = bytes(self._received[:end])
            del self._received[: end + 1]
            self._scanned = 0
            self._request(line)

    def _request(self, line: bytes) -> None:
        try:
            fields = parse_object(line)
            op = text(fields, "op")
            if op == "hello":
                self._hello(fields)
            elif self._generation is None:
                raise Refused("hello_first")
            elif self._waits:
                raise Refused("busy")
            elif op == "follow":
                self._follow(fields)
            elif op == "wait":
                self._wait()
            elif op in ("write", "close_stdin", "limit_silence", "stop"):
                if self._generation < self._run.generation:
                    raise Refused("stale_generation")
                if op == "write":
                    self._write(fields)
                elif op == "close_stdin":
                    self._run.feed.close_when_empty()
                    self._answer()
                elif op == "limit_silence":
                    self._run.limit_silence(seconds(fields, "seconds"))
                    self._answer()
                else:
                    self._stop(fields)
            else:
                raise BadRequest(f"no such op: {op}")
        except BadRequest as error:
            self._answer(error="bad_request", detail=str(error))
        except Refused as error:
            self._answer(error=str(error))

    def _hello(self, fields: dict[str, object]) -> None:
        if fields.get("version") != PROTOCOL_VERSION:
            self._answer(error="unsupported_version", versions=[PROTOCOL_VERSION])
            return
        self._generation = whole(fields, "generation")
        self._run.generation = max(self._run.generation, self._generation)
        self._say({"ok": True, "version": PROTOCOL_VERSION, **self._run.status()})

    def _follow(self, fields: dict[str, object]) -> None:
        spool = self._run.spools.get(text(fields, "stream"))
        if spool is None:
            raise BadRequest("stream must be stdout or stderr")
        offset = whole(fields, "offset")
        if offset > spool.size:
            raise Refused("offset_past_end")
        self._answer()
        self._spool = spool
        self._offset = offset
        self.pump()

    def _write(self, fields: dict[str, object]) -> None:
        feed = self._run.feed
        try:
            piece = binascii.a2b_base64(text(fields, "data"), strict_mode=True)
        except ValueError as error:
            raise BadRequest("data must be base64") from error
        try:
            feed.reserve(len(piece))
        except Refused:
            feed.release(self._staged_bytes)
            self._staged, self._staged_bytes = [], 0
            raise
        self._staged.append(piece)
        self._staged_bytes += len(piece)
        if fields.get("more") is not True:
            pieces, self._staged, self._staged_bytes = self._staged, [], 0
            feed.take(pieces)
            self._run.note_activity()
        self._answer(stdin_bytes=feed.taken)

    def _stop(self, fields: dict[str, object]) -> None:
        self._run.end(
            f"stopped:{text(fields, 'reason')}",
            seconds(fields, "eof_seconds"),
            seconds(fields, "term_seconds"),
        )
        self._wait()

    def _wait(self) -> None:
        if self._run.record is None:
            self._waits = True
        else:
            self._answer(exit=self._run.record)

    def _answer(self, error: str | None = None, **fields: object) -> None:
        self._say(
            {"ok": True, **fields} if error is None else {"ok": False, "error": error, **fields}
        )

    def _say(self, answer: dict[str, object]) -> None:
        self._unsent += json.dumps(answer).encode() + b"\n"
        if len(self._unsent) > MAX_UNSENT:
            self.close()
        else:
            self.pump()
