"""What an agent wrote, byte for byte, on disk; and the record of how its run ended."""

from __future__ import annotations

import errno
import json
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket

EXIT_RECORD = "exit.json"
SUPERVISOR_RECORD = "supervisor.json"
MAX_PIECE = 1024 * 1024
_NO_SENDFILE = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.ENOTSOCK)


class Spool:
    """The file of one output stream. It only grows, and only by `append`."""

    def __init__(self, run_dir: str, stream: str) -> None:
        """Make the file; FileExistsError says that the run was started before."""
        self.path = f"{run_dir}/{stream}.spool"
        self.size = 0
        self._sendfile = True
        self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)

    def append(self, piece: memoryview) -> None:
        """Write a piece at the end. OSError says why the disk did not take it all."""
        while piece:
            written = os.write(self._file, piece)
            self.size += written
            piece = piece[written:]

    def send(self, target: socket.socket, offset: int) -> int:
        """Send bytes from `offset` on, as many as the socket takes now; return how many.

        The kernel copies them: a reader that lags costs no memory here. Raises
        BlockingIOError where the socket is full.
        """
        count = min(self.size - offset, MAX_PIECE)
        if self._sendfile:
            try:
                return os.sendfile(target.fileno(), self._file, offset, count)
            except OSError as error:
                if error.errno not in _NO_SENDFILE:
                    raise
                self._sendfile = False  # macOS has it for TCP only
        return target.send(os.pread(self._file, min(count, 65536), offset))

    def sync(self) -> None:
        """Have the disk hold what was written."""
        os.fsync(self._file)


def write_json(run_dir: str, name: str, content: dict[str, object], *, durable: bool) -> None:
    """Put a JSON file in place: whole or not at all, over a crash too where `durable`."""
    temporary = f"{run_dir}/.{name}.tmp"
    target = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        os.write(target, json.dumps(content).encode() + b"\n")
        if durable:
            os.fsync(target)
    finally:
        os.close(target)
    os.replace(temporary, f"{run_dir}/{name}")
    if durable:
        folder = os.open(run_dir, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
