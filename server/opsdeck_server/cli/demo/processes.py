"""The one server that the demo starts, and the proof that nothing of it stays."""

import os
import signal
import socket
import subprocess  # noqa: TID251  # a server outlives the call that starts it: the demo's own
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from opsdeck_server.adapters import _process_tree
from opsdeck_server.supervisor import tree
from opsdeck_server.supervisor.spec import MARK

_LOG_TAIL = 2000

Process = tuple[int, str]
"""A pid and when it started, which tells it from a later user of the pid."""


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A server in a process of its own, whose output goes to a file."""

    def __init__(
        self, argv: Sequence[str], *, env: Mapping[str, str], folder: Path, log: Path
    ) -> None:
        """Start it, in a session of its own: a Ctrl-C is for the demo, which then stops it."""
        self.log = log
        self._seen: set[Process] = set()
        self._marks: set[str] = set()
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                argv,
                cwd=folder,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.look()

    @property
    def exit_code(self) -> int | None:
        """How it ended; None while it runs."""
        return self._process.poll()

    def log_tail(self) -> str:
        """Return the end of what it wrote."""
        return self.log.read_bytes()[-_LOG_TAIL:].decode("utf-8", "replace").strip()

    def look(self) -> None:
        """Note the server and all that is below it now, for `leftovers`."""
        table = tree.processes()
        roots = {self._process.pid} & table.keys()
        below = tree.descendants(roots, table)
        self._seen |= {(pid, table[pid][1]) for pid in (*roots, *below)}
        marks = _process_tree.marks()
        self._marks |= {marks[pid] for pid in below if pid in marks} - {os.environ.get(MARK, "")}

    def stop(self, seconds: float) -> int | None:
        """Ask it to stop; block until it has, or for so many seconds. Return its exit code."""
        self.look()
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def leftovers(self) -> set[Process]:
        """Return what still runs of all that it started, whoever is its parent now.

        That is what was ever seen below it, what carries the mark of a run that was seen below
        it, and all below those.
        """
        table = tree.processes()
        roots = {pid for pid, started in self._seen if pid in table and table[pid][1] == started}
        roots |= {pid for pid, mark in _process_tree.marks().items() if mark in self._marks}
        roots &= table.keys() - {os.getpid()}
        found = roots | set(tree.descendants(roots, table))
        return {(pid, table[pid][1]) for pid in found if table[pid][2] not in "ZX"}

    def kill(self, seconds: float = 10.0) -> set[Process]:
        """End it and all that it started; return what could not be ended in so many seconds."""
        deadline = time.monotonic() + seconds
        self._freeze(deadline)
        while True:
            left = self.leftovers()
            for pid, started in left:
                tree.send(pid, started, signal.SIGKILL)
            self._process.poll()
            if not left or time.monotonic() > deadline:
                return left
            time.sleep(0.02)

    def _freeze(self, deadline: float) -> None:
        """Stop all that it started where it stands, until a look finds nobody new.

        Killed at once, one of them may be starting another just then, a supervisor say, which
        would never have been seen below the server and would go on.
        """
        frozen: set[Process] = set()
        while time.monotonic() < deadline:
            self.look()
            moving = self.leftovers() - frozen
            if not moving:
                return
            for pid, started in moving:
                tree.send(pid, started, signal.SIGSTOP)
            frozen |= moving
