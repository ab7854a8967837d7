"""The life of one run: read what the agent writes, serve who asks, prove the end."""

from __future__ import annotations

import os
import selectors
import signal
import socket
import time

from opsdeck_server.supervisor.agent import Agent
from opsdeck_server.supervisor.control import Connection
from opsdeck_server.supervisor.ending import KILL, RUNNING, TERM, Ending
from opsdeck_server.supervisor.feed import Feed
from opsdeck_server.supervisor.gather import Gathering
from opsdeck_server.supervisor.spec import LaunchError
from opsdeck_server.supervisor.spool import (
    EXIT_RECORD,
    SUPERVISOR_RECORD,
    Spool,
    write_json,
)
from opsdeck_server.supervisor.tree import LINUX, Tree, boot_id, start_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from opsdeck_server.supervisor.spec import Spec

RECORD_VERSION = 1
LEFT_BEHIND_GRACE = 2.0  # for what a finished agent left running
LINGER_SECONDS = 10.0  # for clients to take the rest
MAX_CONNECTIONS = 64
_READ_BYTES = 256 * 1024
_REAPED_A_TURN = 256
_PIPE_LEFT_BYTES = 1024 * 1024  # no pipe holds more when its last writer is gone
_LOOK_SECONDS = 2.0  # between two looks at the process table where orphans are lost (macOS)


def _wake(_number: int, _frame: object) -> None:
    """Take a signal: the loop is woken by the number that Python writes to its pipe."""


class Supervisor:
    """One agent, its spools, and the clients of its socket. Single-threaded."""

    def __init__(self, spec: Spec, umask: int) -> None:
        """Start the agent and listen. Raises LaunchError, and leaves nothing then."""
        self.spec = spec
        self.generation = spec.generation
        self.record: dict[str, object] | None = None
        self.connections: set[Connection] = set()
        self.selector = selectors.DefaultSelector()
        self._silence_limit = spec.silence_limit
        self._ending = Ending()
        self._tree = Tree(os.getpid())
        self._status: int | None = None
        self._childless = False
        self._spooling = True
        self._terminated = False
        self._fault: str | None = None
        self._detail: str | None = None
        self._reap_again = False
        self._linger_until = 0.0
        self._next_look = 0.0
        self._gathering = Gathering()
        self._piece = memoryview(bytearray(_READ_BYTES))
        self.spools = self._make_spools()
        try:
            self._listener = self._listen()
            self._agent = Agent(spec, umask)
        except BaseException:
            self._remove_files()
            raise
        self.feed = Feed(self._agent.stdin, self.selector)
        self.started_at = time.time()
        self._started = self._last_byte = time.monotonic()
        self._outputs = {"stdout": self._agent.stdout, "stderr": self._agent.stderr}
        self.identity: dict[str, object] = {
            "run_id": spec.run_id,
            "run_dir": spec.run_dir,
            "socket_path": spec.socket_path,
            "pid": os.getpid(),
            "start_time": start_time(os.getpid()) or "",
            "boot_id": boot_id(),
            "agent_pid": self._agent.pid,
        }
        try:
            write_json(spec.run_dir, SUPERVISOR_RECORD, self.identity, durable=False)
        except OSError as error:
            self.log(f"{SUPERVISOR_RECORD} could not be written: {error}")

    def run(self) -> None:
        """Serve until the run is over and its clients have it all."""
        self._watch()
        while not self._served():
            for key, events in self.selector.select(self._timeout()):
                key.data(events)
            self._turn(time.monotonic())
        self._listener.close()
        self._unlink(self.spec.socket_path)

    def log(self, line: str) -> None:
        """Write a line to supervisor.log."""
        try:
            os.write(2, f"{time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime())} {line}\n".encode())
        except OSError:  # the disk is full; there is nobody to tell
            pass

    def status(self) -> dict[str, object]:
        """Return what a client is told on its hello."""
        if self.record is not None:
            state = "exited"
        else:
            state = "running" if self._ending.step == RUNNING else "stopping"
        return {
            "run_id": self.spec.run_id,
            "pid": self.identity["pid"],
            "agent_pid": self._agent.pid,
            "state": state,
            "generation": self.generation,
            "stdout_bytes": self.spools["stdout"].size,
            "stderr_bytes": self.spools["stderr"].size,
            "stdin_bytes": self.feed.taken,
            "started_at": self.started_at,
        }

    def note_activity(self) -> None:
        """Count the silence from now on."""
        self._last_byte = time.monotonic()

    def limit_silence(self, limit: float | None) -> None:
        """Set how long the agent may be silent from now on; None: for ever."""
        self._silence_limit = limit
        self.note_activity()

    def end(
        self, reason: str, eof_seconds: float | None = None, term_seconds: float | None = None
    ) -> None:
        """Begin to end the run, or shorten its end; times are the launch's unless given."""
        eof = self.spec.eof_seconds if eof_seconds is None else eof_seconds
        term = self.spec.term_seconds if term_seconds is None else term_seconds
        if self.record is None and self._ending.begin(reason, eof, term, time.monotonic()):
            self.log(f"ending: {reason}")
            self.feed.shut()

    def abandon(self, detail: str) -> None:
        """Kill everything and write the record, after a fault of our own."""
        self._detail = detail
        self.end("supervisor_error", 0, 0)
        while not self._childless:
            self._tree.signal(signal.SIGKILL)
            self._reap()
            time.sleep(0.01)
        if self.record is None:
            self._finish()
        self._unlink(self.spec.socket_path)

    # -- start

    def _make_spools(self) -> dict[str, Spool]:
        run_dir = self.spec.run_dir
        try:
            os.makedirs(run_dir, mode=0o700, exist_ok=True)
            os.chmod(run_dir, 0o700)
            # The first file decides who starts the run, should two try.
            return {"stdout": Spool(run_dir, "stdout"), "stderr": Spool(run_dir, "stderr")}
        except FileExistsError as error:
            raise LaunchError(f"this run was started before: {run_dir}") from error
        except OSError as error:
            raise LaunchError(f"run folder cannot be used: {run_dir}: {error.strerror}") from error

    def _listen(self) -> socket.socket:
        path = self.spec.socket_path
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._unlink(path)
            listener.bind(path)  # 0600: the umask is 077
            listener.listen(MAX_CONNECTIONS)
        except OSError as error:
            listener.close()
            why = error.strerror or "the path is too long for a socket"
            raise LaunchError(f"socket cannot be made: {path}: {why}") from error
        listener.setblocking(False)
        return listener

    def _remove_files(self) -> None:
        for spool in self.spools.values():
            self._unlink(spool.path)
        self._unlink(self.spec.socket_path)

    @staticmethod
    def _unlink(path: str) -> None:
        try:
            os.unlink(path)
        except OSError:
            pass

    def _watch(self) -> None:
        woken, waker = os.pipe()
        os.set_blocking(woken, False)
        os.set_blocking(waker, False)
        signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, _wake)
        signal.signal(signal.SIGTERM, self._note_sigterm)
        read = selectors.EVENT_READ
        self._woken = woken
        self.selector.register(woken, read, self._clear_wakeups)
        self.selector.register(self._listener, read, self._accept)
        for stream, pipe in self._outputs.items():
            self.selector.register(pipe, read, self._reader(stream))
        self._reap_again = True  # what ended before the handler was there

    def _reader(self, stream: str) -> Callable[[int], object]:
        return lambda _: self._read(stream)

    def _clear_wakeups(self, _: int) -> None:
        os.read(self._woken, 4096)

    def _note_sigterm(self, _number: int, _frame: object) -> None:
        self._terminated = True  # acted on in the next turn: this may be in the middle of one

    # -- turns of the loop

    def _timeout(self) -> float | None:
        if self._reap_again:
            return 0
        moments: list[float] = []
        if self.record is not None:
            moments.append(self._linger_until)
        else:
            if self._ending.due is not None:
                moments.append(self._ending.due)
            if self._ending.step == RUNNING:
                if self.spec.wall_limit is not None:
                    moments.append(self._started + self.spec.wall_limit)
                if self._silence_limit is not None:
                    moments.append(self._last_byte + self._silence_limit)
            if not LINUX:
                moments.append(self._next_look)
        return max(0.0, min(moments) - time.monotonic()) if moments else None

    def _turn(self, now: float) -> None:
        if self.record is not None:
            return
        self._reap()
        if self._terminated:
            self.end("stopped:sigterm")
        elif self._ending.step == RUNNING:
            self._check_limits(now)
        step = self._ending.advance(now)
        if step == TERM:
            self._tree.signal(signal.SIGTERM)
            self._tree.signal(signal.SIGCONT)  # one that is stopped could not obey
        elif step == KILL:
            self._tree.signal(signal.SIGKILL)
        if not LINUX and now >= self._next_look:
            self._next_look = now + _LOOK_SECONDS
            self._tree.members()
        if self._childless and self._status is not None and (LINUX or not self._tree.members()):
            self._finish()
            return

    def _check_limits(self, now: float) -> None:
        wall, silence = self.spec.wall_limit, self._silence_limit
        if wall is not None and now >= self._started + wall:
            self.end("wall_limit")
        elif silence is not None and now >= self._last_byte + silence:
            self.end("silence_limit")

    def _accept(self, _: int) -> None:
        try:
            peer, _address = self._listener.accept()
        except OSError:  # it left again, or no descriptor is free
            return
        if len(self.connections) >= MAX_CONNECTIONS:
            peer.close()
        else:
            self.connections.add(Connection(peer, self))

    def _read(self, stream: str) -> int:
        """Move what is in a pipe to its spool and its followers; return how much."""
        pipe = self._outputs.get(stream)
        if pipe is None:
            return 0
        self._gathering.before_read()
        try:
            count = os.readv(pipe, [self._piece])
        except BlockingIOError:
            return 0
        self._gathering.last_count = count
        if count == 0:  # the agent may live on without it
            self._close_output(stream)
            return 0
        self._last_byte = time.monotonic()
        if self._spooling:
            self._spool(stream, count)
            for connection in tuple(self.connections):
                connection.pump(self.spools[stream])
        return count

    def _spool(self, stream: str, count: int) -> None:
        """Append a piece.

        Past a limit or an error the pipes are still emptied, so that the agent can end in
        good order, but nothing is kept.
        """
        room = self.spec.max_spool_bytes - sum(spool.size for spool in self.spools.values())
        try:
            self.spools[stream].append(self._piece[: min(count, room)])
            if count > room:
                self._stop_spooling(
                    "output_limit", f"output passed {self.spec.max_spool_bytes} bytes"
                )
        except OSError as error:
            self._stop_spooling("spool_error", f"output could not be written: {error.strerror}")

    def _stop_spooling(self, reason: str, detail: str) -> None:
        self._spooling = False
        self._fault, self._detail = reason, detail
        self.end(reason, 0)

    def _close_output(self, stream: str) -> None:
        pipe = self._outputs.pop(stream)
        self.selector.unregister(pipe)
        os.close(pipe)

    def _reap(self) -> None:
        self._reap_again = False
        for _ in range(_REAPED_A_TURN):
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                self._childless = True
                return
            if pid == 0:
                return
            now = time.monotonic()
            self._ending.hurry(now)
            if pid == self._agent.pid:
                self._status = status
                self._ending.agent_exited(LEFT_BEHIND_GRACE, now)
        self._reap_again = True  # a storm of them; the output has its turn first

    # -- the end

    def _finish(self) -> None:
        """No process is left: keep the rest of the output, and say how it ended."""
        for stream in tuple(self._outputs):
            left = _PIPE_LEFT_BYTES
            while left > 0 and (count := self._read(stream)):
                left -= count
            if stream in self._outputs:  # somebody outside the tree holds the other end
                self._close_output(stream)
        self.feed.shut()
        status = self._status
        code = None if status is None else os.waitstatus_to_exitcode(status)
        self.record = {
            "version": RECORD_VERSION,
            "run_id": self.spec.run_id,
            "exit_code": code if code is not None and code >= 0 else None,
            "signal": -code if code is not None and code < 0 else None,
            "reason": self._ending.reason or self._fault or "exited",
            "started_at": self.started_at,
            "ended_at": time.time(),
            "stdout_bytes": self.spools["stdout"].size,
            "stderr_bytes": self.spools["stderr"].size,
            "tree_empty": True,
            "detail": self._detail,
        }
        try:
            for spool in self.spools.values():
                spool.sync()
            write_json(self.spec.run_dir, EXIT_RECORD, self.record, durable=True)
        except OSError as error:
            self.log(f"{EXIT_RECORD} could not be written: {error}")
        self._linger_until = time.monotonic() + LINGER_SECONDS
        for connection in tuple(self.connections):
            connection.tell_end()

    def _served(self) -> bool:
        if self.record is None:
            return False
        waited = time.monotonic() >= self._linger_until
        return waited or not any(connection.busy for connection in self.connections)
