"""The simulator's lines in and out, and what an interrupt does to a turn that waits."""

import json
import os
import queue
import sys
import threading
from typing import Any


class Interrupted(Exception):
    """The turn is to end now."""


class Failed(Exception):
    """The turn ends as failed; the text says why."""


class Channel:
    """Standard input and output. A thread reads, so that a turn can be interrupted."""

    def __init__(self) -> None:
        self.messages: queue.Queue[tuple[str, str] | None] = queue.Queue()
        self.interrupted = threading.Event()
        self.changed = threading.Condition()
        self.answers: dict[str, dict[str, Any]] = {}
        self.closed = False
        self.busy = False
        self.seen: set[str] = set()
        self._waiting: list[str] = []
        self._writing = threading.Lock()

    def emit(self, kind: str, **fields: Any) -> None:
        """Write one event."""
        self.write([json.dumps({"type": kind, **fields}, separators=(",", ":"))])

    def write(self, lines: list[str]) -> None:
        """Write lines together. A reader that is gone ends the program."""
        data = "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
        try:
            with self._writing:
                while data:
                    data = data[os.write(1, data) :]
        except OSError:
            os._exit(1)

    def read(self) -> None:
        """Take lines until the input ends."""
        for line in sys.stdin.buffer:
            try:
                self._take(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                sys.stderr.write(f"simulator: not a line of its protocol: {error!r}\n")
                sys.stderr.flush()
                os._exit(1)
        with self.changed:
            self.closed = True
            self.changed.notify_all()
        self.messages.put(None)

    def _take(self, line: dict[str, Any]) -> None:
        if line["type"] == "user":
            message_id = str(line["id"])
            if message_id in self.seen:
                return
            self.seen.add(message_id)
            self.emit("lifecycle", id=message_id, state="queued")
            self._waiting.append(message_id)
            self.messages.put((message_id, str(line["text"])))
        elif line["type"] == "interrupt":
            body = {"still_queued": list(self._waiting)}
            self.emit("reply", id=line.get("id", ""), ok=True, body=body)
            with self.changed:
                if self.busy:
                    self.interrupted.set()
                    self.changed.notify_all()
        elif line["type"] == "answer":
            with self.changed:
                self.answers[str(line["id"])] = line
                self.changed.notify_all()

    def begin(self, message_id: str) -> None:
        """Begin a turn: from now on an interrupt is meant for it."""
        with self.changed:
            self.interrupted.clear()
            self.busy = True
            self._waiting.remove(message_id)

    def end(self) -> None:
        """End it."""
        with self.changed:
            self.busy = False

    def pause(self, seconds: float) -> None:
        """Wait; raises Interrupted at once when the turn is."""
        if self.interrupted.wait(seconds) if seconds > 0 else self.interrupted.is_set():
            raise Interrupted

    def answer(self, request_id: str) -> dict[str, Any] | None:
        """Wait for an answer; None when nobody can answer any more."""
        with self.changed:
            self.changed.wait_for(
                lambda: request_id in self.answers or self.interrupted.is_set() or self.closed
            )
            if self.interrupted.is_set():
                self.emit("ask_withdrawn", id=request_id)
                raise Interrupted
            return self.answers.pop(request_id, None)
