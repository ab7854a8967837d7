"""Receives the callback of a job, and verifies its signature as any receiver should."""

import hashlib
import hmac
import json
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

_MOST_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Callback:
    """A callback whose signature is right."""

    payload: dict[str, Any]
    delivery: str
    signature: str


def verify(secret: str, timestamp: str, body: bytes, signature: str) -> bool:
    """Whether the signature is that of the timestamp, a dot and the raw body."""
    mac = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256)
    return hmac.compare_digest(f"sha256={mac.hexdigest()}".encode(), signature.encode())


class Receiver:
    """An HTTP server on a free port of this host. Use it as a context manager."""

    def __init__(self, secret: str) -> None:
        self.callbacks: list[Callback] = []
        self.refused = 0
        self._arrived = threading.Event()
        self._lock = threading.Lock()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 10

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(min(length, _MOST_BYTES))
                self.send_response(200 if receiver.take(secret, self.headers, body) else 401)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # its name there
                """Say nothing: the demo does."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    @property
    def url(self) -> str:
        """Where it receives."""
        return f"http://127.0.0.1:{self._server.server_port}/callback"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._arrived.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def take(self, secret: str, headers: Any, body: bytes) -> bool:
        """Keep a callback if it is signed as it should be; return whether it was."""
        signature = str(headers.get("X-Agent-Signature", ""))
        timestamp = str(headers.get("X-Agent-Timestamp", ""))
        good = verify(secret, timestamp, body, signature)
        with self._lock:
            if good:
                delivery = str(headers.get("X-Agent-Delivery", ""))
                self.callbacks.append(Callback(json.loads(body), delivery, signature))
            else:
                self.refused += 1
        self._arrived.set()
        return good

    def wait(self, seconds: float) -> Callback | None:
        """Block until a callback has come, or for so many seconds; return the first good one."""
        self._arrived.wait(seconds)
        with self._lock:
            return self.callbacks[0] if self.callbacks else None
