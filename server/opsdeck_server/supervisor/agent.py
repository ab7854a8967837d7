"""Starts the agent's process, and says in words why it did not start."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import sys

from opsdeck_server.supervisor.spec import LaunchError, ProgramMissing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from opsdeck_server.supervisor.spec import Spec

LINUX = sys.platform == "linux"
# One user's pipes may hold 64 MiB together (pipe-user-pages-soft); past that every new pipe
# of the user is one page small. So only what is written in bursts gets a large one.
_STDOUT_PIPE_BYTES = 1024 * 1024
_STDERR_PIPE_BYTES = 256 * 1024
# When memory runs out the kernel takes the agent or its tools, not this supervisor.
_AGENT_OOM_SCORE = b"300"
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


def _load_prctl() -> Callable[[int, int], int]:
    if not LINUX:
        return lambda option, value: 0
    import ctypes

    library = ctypes.CDLL(None)

    def prctl(option: int, value: int) -> int:
        return library.prctl(option, ctypes.c_ulong(value), 0, 0, 0)

    return prctl


_prctl = _load_prctl()


def become_subreaper() -> None:
    """Make this process the parent of every descendant that loses its own (Linux)."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


class Agent:
    """The process: its pid and our ends of its pipes, none of which block."""

    def __init__(self, spec: Spec, umask: int) -> None:
        """Start it. `umask` is what it gets. Raises LaunchError."""
        child_in, self.stdin = os.pipe()
        self.stdout, child_out = os.pipe()
        self.stderr, child_err = os.pipe()
        failed, failure = os.pipe()
        for descriptor, size in (
            (self.stdout, _STDOUT_PIPE_BYTES),
            (self.stderr, _STDERR_PIPE_BYTES),
        ):
            _enlarge(descriptor, size)
        for descriptor in (self.stdin, self.stdout, self.stderr):
            os.set_blocking(descriptor, False)
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            _become(spec, (child_in, child_out, child_err), failure, parent, umask)
        for descriptor in (child_in, child_out, child_err, failure):
            os.close(descriptor)
        report = os.read(failed, 64)  # nothing, when the program has taken over
        os.close(failed)
        if report:
            os.waitpid(self.pid, 0)
            for descriptor in (self.stdin, self.stdout, self.stderr):
                os.close(descriptor)
            step, _, number = report.decode().partition(" ")
            raise launch_error(step, int(number), spec)


def _enlarge(descriptor: int, size: int) -> None:
    if LINUX:
        try:
            fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, size)
        except OSError:  # past the user's share; it works with the usual size
            pass


def _become(spec: Spec, ends: tuple[int, int, int], failure: int, parent: int, umask: int) -> None:
    """In the child: turn into the agent. Never returns."""
    step = "start"
    try:
        os.setsid()
        if LINUX:
            _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent:  # it died before that line
                os._exit(127)
            _set_oom_score()
        for number in (
            signal.SIGHUP,
            signal.SIGINT,
            signal.SIGQUIT,
            signal.SIGTERM,
            signal.SIGPIPE,
            signal.SIGXFSZ,
            signal.SIGCHLD,
        ):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        os.umask(umask)
        for target, descriptor in enumerate(ends):
            os.dup2(descriptor, target)
        step = "cwd"
        os.chdir(spec.cwd)
        step = "exec"
        os.execvpe(spec.argv[0], spec.argv, spec.env)
    except OSError as error:
        os.write(failure, f"{step} {error.errno}".encode())
    except BaseException:  # noqa: BLE001 - a child must not run on as a second supervisor
        os.write(failure, f"{step} {errno.EINVAL}".encode())
    finally:
        os._exit(127)


def _set_oom_score() -> None:
    try:
        target = os.open("/proc/self/oom_score_adj", os.O_WRONLY | os.O_CLOEXEC)
    except OSError:
        return
    try:
        os.write(target, _AGENT_OOM_SCORE)
    except OSError:  # it was higher: lowering it needs rights
        pass
    finally:
        os.close(target)


def launch_error(step: str, number: int, spec: Spec) -> LaunchError:
    """Return why a step of the start failed."""
    program = spec.argv[0]
    if step == "exec" and number in (errno.ENOENT, errno.ENOTDIR):
        if "/" in program and os.path.exists(os.path.join(spec.cwd, program)):
            return LaunchError(
                f"program cannot run, the interpreter of its first line is missing: {program}"
            )
        return ProgramMissing(f"program not found: {program}")
    return LaunchError(_explain(step, number, spec))


def _explain(step: str, number: int, spec: Spec) -> str:
    program = spec.argv[0]
    if step == "cwd":
        if number == errno.ENOENT:
            return f"working folder does not exist: {spec.cwd}"
        if number == errno.ENOTDIR:
            return f"working folder is not a folder: {spec.cwd}"
        return f"working folder cannot be entered: {spec.cwd}: {os.strerror(number)}"
    if step != "exec":
        return f"process could not be set up: {os.strerror(number)}"
    if number == errno.EACCES:
        return f"program is not executable: {program}"
    if number == errno.ENOEXEC:
        return f"program has a format that this machine cannot run: {program}"
    if number == errno.E2BIG:
        return "arguments and environment together are longer than the system allows"
    return f"program could not be started: {program}: {os.strerror(number)}"
