"""The one place where programs are started: bounded, ended with their group, reaped."""

import asyncio
import os
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from opsdeck_server.adapters import _process_tree

_TERM_SECONDS = 2.0
_KILL_SECONDS = 5.0
_GROUP_LOOKS = 100
_LOOK_SECONDS = 0.01
_READ_BYTES = 256 * 1024
_STDERR_BYTES = 64 * 1024
_MAX_FIRST_LINE = 64 * 1024

_detached: set[int] = set()


class ProgramNotStarted(Exception):
    """A program is missing or cannot be run; the text says which and why."""


class ProgramTimedOut(Exception):
    """A program took too long and was ended with its whole group."""


@dataclass(frozen=True, slots=True)
class Completed:
    """A program that ended.

    `returncode` is negative where a signal ended it. `stdout` is the beginning of what it
    wrote, and `truncated` tells that there was more; `stderr` is the end of it.
    """

    returncode: int
    stdout: bytes
    stderr: bytes
    truncated: bool = False


async def run(
    argv: Sequence[str],
    *,
    cwd: Path | None,
    env: Mapping[str, str],
    stdin: bytes | None = None,
    timeout: float,
    max_output: int = 16 * 1024 * 1024,
) -> Completed:
    """Run a program to its end, in a session of its own.

    It ends when the program itself does: what a background child of it writes later is not
    waited for. Raises ProgramNotStarted, and ProgramTimedOut after `timeout` seconds. Then,
    and on cancellation, the program's process group gets SIGTERM and two seconds later
    SIGKILL, and the group is gone before the exception is passed on.
    """
    process, stdout, stderr = _start(argv, cwd, env, stdin)
    ended = _when_ended(process.pid)
    output = _Kept(stdout, max_output, tail=False)
    errors = _Kept(stderr, _STDERR_BYTES, tail=True)
    try:
        async with asyncio.timeout(timeout):
            await asyncio.shield(ended)
    except TimeoutError:
        await _end_group(process.pid, ended)
        raise ProgramTimedOut(f"{argv[0]} took longer than {timeout:g} s") from None
    except asyncio.CancelledError:
        await _end_group(process.pid, ended)
        raise
    finally:
        output.finish()
        errors.finish()
        if ended.done():
            process.returncode = ended.result()
    return Completed(ended.result(), bytes(output.kept), bytes(errors.kept), output.truncated)


async def spawn_detached(
    argv: Sequence[str], *, env: Mapping[str, str], stdin: bytes, ready_timeout: float
) -> bytes:
    """Start a program that outlives this one; return the first line that it prints.

    Its standard input, output and errors are one socket. It is reaped when it ends while
    this process lives. Where it ends without a line, what it printed is returned. Raises
    ProgramNotStarted, and ProgramTimedOut after `ready_timeout` seconds without a line;
    then, and on cancellation, the program is killed.
    """
    _reap_detached()
    loop = asyncio.get_running_loop()
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        pid = _spawn(argv, env, theirs.fileno())
        theirs.close()
        _detached.add(pid)
        _when_ended(pid).add_done_callback(lambda _: _detached.discard(pid))
        try:
            async with asyncio.timeout(ready_timeout):
                return await _first_line(loop, ours, stdin)
        except TimeoutError:
            _kill_detached(pid)
            raise ProgramTimedOut(f"{argv[0]} was not ready in {ready_timeout:g} s") from None
        except BaseException:
            _kill_detached(pid)
            raise


def _spawn(argv: Sequence[str], env: Mapping[str, str], stdio: int) -> int:
    actions = [(os.POSIX_SPAWN_DUP2, stdio, number) for number in (0, 1, 2)]
    try:
        return os.posix_spawn(argv[0], list(argv), dict(env), file_actions=actions)
    except OSError as error:
        raise ProgramNotStarted(f"{argv[0]}: {error.strerror}") from error


async def _first_line(loop: asyncio.AbstractEventLoop, ours: socket.socket, stdin: bytes) -> bytes:
    try:
        await loop.sock_sendall(ours, stdin)
        ours.shutdown(socket.SHUT_WR)
    except OSError:  # it ended already; what it printed says why
        pass
    line = bytearray()
    while b"\n" not in line[:_MAX_FIRST_LINE] and len(line) < _MAX_FIRST_LINE:
        try:
            piece = await loop.sock_recv(ours, 4096)
        except ConnectionError:
            break
        if not piece:
            break
        line += piece
    return bytes(line)


def _start(
    argv: Sequence[str], cwd: Path | None, env: Mapping[str, str], stdin: bytes | None
) -> tuple[subprocess.Popen[bytes], int, int]:
    """Return the process and our ends of its output and errors."""
    stdout, their_stdout = os.pipe()
    stderr, their_stderr = os.pipe()
    try:
        return _popen(argv, cwd, env, stdin, their_stdout, their_stderr), stdout, stderr
    except BaseException:
        os.close(stdout)
        os.close(stderr)
        raise
    finally:
        os.close(their_stdout)
        os.close(their_stderr)


def _popen(
    argv: Sequence[str],
    cwd: Path | None,
    env: Mapping[str, str],
    stdin: bytes | None,
    stdout: int,
    stderr: int,
) -> subprocess.Popen[bytes]:
    # A file, not a pipe: a program that does not read its input cannot hold us up.
    with tempfile.TemporaryFile() if stdin else Path(os.devnull).open("rb") as source:
        if stdin:
            source.write(stdin)
            source.seek(0)
        try:
            return subprocess.Popen(
                argv,
                cwd=cwd,
                env=env,
                stdin=source,
                stdout=stdout,
                stderr=stderr,
                start_new_session=True,
            )
        except FileNotFoundError as error:
            missing = "folder" if cwd is not None and not cwd.is_dir() else "program"
            name = cwd if missing == "folder" else argv[0]
            raise ProgramNotStarted(f"{missing} not found: {name}") from error
        except (OSError, ValueError) as error:
            raise ProgramNotStarted(f"{argv[0]} cannot be started: {error}") from error


class _Kept:
    """What a pipe brings, as far as it is kept; the rest is read and dropped."""

    def __init__(self, pipe: int, limit: int, *, tail: bool) -> None:
        self.kept = bytearray()
        self.truncated = False
        self._pipe = pipe
        self._limit = limit
        self._tail = tail
        self._loop = asyncio.get_running_loop()
        self._open = True
        os.set_blocking(pipe, False)
        self._loop.add_reader(pipe, self._read)

    def finish(self) -> None:
        """Take what the ended program left in the pipe, and stop."""
        left = 4 * _READ_BYTES  # a pipe's most; a background child could write for ever
        while self._open and left > 0:
            count = self._read()
            if count <= 0:
                break
            left -= count
        self._stop()

    def _read(self) -> int:
        try:
            piece = os.read(self._pipe, _READ_BYTES)
        except BlockingIOError:
            return 0
        except OSError:
            piece = b""
        if not piece:
            self._stop()
            return 0
        self.kept += piece
        if len(self.kept) > self._limit:
            self.truncated = True
            if self._tail:
                del self.kept[: -self._limit]
            else:
                del self.kept[self._limit :]
        return len(piece)

    def _stop(self) -> None:
        if self._open:
            self._open = False
            self._loop.remove_reader(self._pipe)
            os.close(self._pipe)


def _when_ended(pid: int) -> "asyncio.Future[int]":
    """Return a future of a child's exit code; the child is reaped whether or not it is awaited."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[int] = loop.create_future()

    def tell(code: int) -> None:
        if not future.done():
            future.set_result(code)

    try:
        descriptor = os.pidfd_open(pid)
    except (AttributeError, OSError):  # not Linux, or an old kernel
        threading.Thread(target=_wait_in_thread, args=(pid, loop, tell), daemon=True).start()
        return future

    def reap() -> None:
        loop.remove_reader(descriptor)
        os.close(descriptor)
        tell(_reap(pid, 0))

    loop.add_reader(descriptor, reap)
    return future


def _wait_in_thread(pid: int, loop: asyncio.AbstractEventLoop, tell: Callable[[int], None]) -> None:
    code = _reap(pid, 0)
    try:
        loop.call_soon_threadsafe(tell, code)
    except RuntimeError:  # the loop has ended before the program
        pass


def _reap(pid: int, options: int) -> int:
    try:
        return os.waitstatus_to_exitcode(os.waitpid(pid, options)[1])
    except ChildProcessError:  # somebody else has
        return 0


def _reap_detached() -> None:
    """Reap those whose event loop ended before them."""
    for pid in tuple(_detached):
        try:
            ended, _ = os.waitpid(pid, os.WNOHANG)
        except ChildProcessError:
            ended = pid
        if ended:
            _detached.discard(pid)


def _kill_detached(pid: int) -> None:
    if pid in _detached:  # it is our child and not reaped: the pid is its own
        os.kill(pid, signal.SIGKILL)


async def _end_group(pid: int, ended: "asyncio.Future[int]") -> None:
    try:
        _signal_group(pid, signal.SIGTERM)  # git removes its lock files on this one
        await asyncio.wait([ended], timeout=_TERM_SECONDS)
    finally:
        _signal_group(pid, signal.SIGKILL)
        await asyncio.wait([ended], timeout=_KILL_SECONDS)
        for _ in range(_GROUP_LOOKS):  # its children die a little later
            if not await asyncio.to_thread(_process_tree.group_is_alive, pid):
                break
            await asyncio.sleep(_LOOK_SECONDS)


def _signal_group(pid: int, number: int) -> None:
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):  # macOS: EPERM when only zombies are left
        pass


def spawn_beside(
    argv: Sequence[str], *, env: Mapping[str, str], output: int
) -> tuple[int, "asyncio.Future[int]"]:
    """Start a program that serves beside this one; return its pid and the future of its end.

    It has a session of its own, so that Ctrl-C reaches it through us alone; its output and
    errors go to the descriptor `output`. It is reaped when it ends. Raises
    ProgramNotStarted.
    """
    with Path(os.devnull).open("rb") as nothing:
        actions = [
            (os.POSIX_SPAWN_DUP2, nothing.fileno(), 0),
            (os.POSIX_SPAWN_DUP2, output, 1),
            (os.POSIX_SPAWN_DUP2, output, 2),
        ]
        try:
            pid = os.posix_spawn(argv[0], list(argv), dict(env), file_actions=actions, setsid=True)
        except OSError as error:
            raise ProgramNotStarted(f"{argv[0]}: {error.strerror}") from error
    return pid, _when_ended(pid)
