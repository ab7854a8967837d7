"""Supervisors: each owns one agent process, so that the server may die and come back.

Times are seconds, sizes bytes, moments seconds since 1970 in UTC. `run_id` names the
supervised process; it is also the mark that every process below it carries in its
environment, by which the leftovers of a dead supervisor are found.
"""

from collections.abc import AsyncGenerator, Collection, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, Self


class SupervisorError(Exception):
    """Something went wrong between the server and a supervisor."""


class LaunchFailed(SupervisorError):
    """The agent could not be started; the text says why, fit for a person."""


class ProgramMissing(LaunchFailed):
    """The agent's program is not there: who knows the agent can say what to do."""


class SupervisorLost(SupervisorError):
    """The supervisor is gone or deaf and left no exit record.

    What became of its agent is not known. What it had spooled is still there; `reap`
    ends what may still run.
    """


class StaleGeneration(SupervisorError):
    """A later owner has taken the run over; this one may only watch."""


class StdinClosed(SupervisorError):
    """The agent takes no more input: it was closed, or the run is ending."""


class StdinFull(SupervisorError):
    """The agent does not read its input, and as much as is allowed waits for it already.

    Nothing of the refused write was taken.
    """


class OutputStream(StrEnum):
    """What an agent writes to."""

    stdout = "stdout"
    stderr = "stderr"


@dataclass(frozen=True, slots=True)
class StopTimes:
    """How long each step of a stop may take before the next one.

    `eof_seconds` after the end of its input, `term_seconds` after SIGTERM; SIGKILL is
    the last. The CLI wants five seconds between SIGTERM and SIGKILL: it ends its tools.
    """

    eof_seconds: float = 5.0
    term_seconds: float = 5.0


@dataclass(frozen=True, slots=True)
class LaunchSpec:
    """What to start, and when to end it even with the server away.

    `env` is the whole environment of the agent, not an addition. `wall_limit_seconds`
    counts from the start, `silence_limit_seconds` from the last byte that the agent
    wrote or was given. Past `max_spool_bytes` of stdout and stderr together the run is
    ended. `generation` is the owner's number: see `Supervisor.adopt`.
    """

    run_id: str
    generation: int
    argv: tuple[str, ...]
    env: Mapping[str, str]
    cwd: Path
    wall_limit_seconds: float | None = None
    silence_limit_seconds: float | None = None
    stop: StopTimes = StopTimes()
    max_spool_bytes: int = 2 * 1024**3


@dataclass(frozen=True, slots=True)
class SupervisorRef:
    """Where a supervisor is, and which process of which boot: enough to find it again.

    `start_time` tells it from a later process with the same pid.
    """

    run_id: str
    run_dir: Path
    socket_path: Path
    pid: int
    start_time: str
    boot_id: str
    agent_pid: int

    def to_dict(self) -> dict[str, Any]:
        """Return it as a JSON object, for the store."""
        return {
            **asdict(self),
            "run_dir": str(self.run_dir),
            "socket_path": str(self.socket_path),
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Return what `to_dict` had; raises KeyError or ValueError for anything else."""
        return cls(
            run_id=str(stored["run_id"]),
            run_dir=Path(stored["run_dir"]),
            socket_path=Path(stored["socket_path"]),
            pid=int(stored["pid"]),
            start_time=str(stored["start_time"]),
            boot_id=str(stored["boot_id"]),
            agent_pid=int(stored["agent_pid"]),
        )


@dataclass(frozen=True, slots=True)
class ExitRecord:
    """How a run ended. It is written after the last process below the supervisor is gone.

    `exit_code` is None where a signal ended the agent, and the other way round.
    `reason` is `exited`, `stopped:<reason of the stop>`, `wall_limit`, `silence_limit`,
    `output_limit`, `spool_error` (its output could not be written) or `supervisor_error`
    (a fault of ours); `detail` says more of the last three.
    The byte counts are those of the spools.
    """

    run_id: str
    exit_code: int | None
    signal: int | None
    reason: str
    started_at: float
    ended_at: float
    stdout_bytes: int
    stderr_bytes: int
    tree_empty: bool
    detail: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return it as a JSON object, for the store."""
        return asdict(self)

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Return the record of a JSON object; fields of later versions are passed over.

        Raises KeyError or ValueError where one is missing or no number.
        """
        code, signal, detail = stored["exit_code"], stored["signal"], stored.get("detail")
        return cls(
            run_id=str(stored["run_id"]),
            exit_code=None if code is None else int(code),
            signal=None if signal is None else int(signal),
            reason=str(stored["reason"]),
            started_at=float(stored["started_at"]),
            ended_at=float(stored["ended_at"]),
            stdout_bytes=int(stored["stdout_bytes"]),
            stderr_bytes=int(stored["stderr_bytes"]),
            tree_empty=bool(stored["tree_empty"]),
            detail=None if detail is None else str(detail),
        )


@dataclass(frozen=True, slots=True)
class ProcessStatus:
    """What a supervisor says of its run right now.

    `state` is `running`, `stopping` or `exited`. `stdin_bytes` counts what was taken for
    the agent's input since the start, written to it or not yet.
    """

    state: str
    generation: int
    stdout_bytes: int
    stderr_bytes: int
    stdin_bytes: int
    started_at: float


class SupervisedProcess(Protocol):
    """An agent process that runs under a supervisor, as one owner sees it.

    Every method may be called from several tasks at once. Cancelling any of them leaves
    the run as it is, except that a stop goes on by itself once it was asked for. All
    raise SupervisorLost where the supervisor died without an exit record.
    """

    @property
    def ref(self) -> SupervisorRef:
        """Where it is; what a later owner needs to adopt it."""
        ...

    async def status(self) -> ProcessStatus:
        """Ask the supervisor how the run is: the proof that it is running.

        Where the supervisor has ended in good order the state is `exited`. Raises
        SupervisorLost where no answer comes within a bounded time.
        """
        ...

    def follow(self, stream: OutputStream, offset: int) -> AsyncGenerator[bytes]:
        """Yield the bytes of a stream from `offset` on, in pieces of up to 256 KiB.

        It ends when the run is over and every byte was yielded. A reader that does not
        come back is waited for, and nothing piles up: the bytes stay in the spool.
        Where the supervisor dies, what is in the spool is yielded before SupervisorLost
        is raised. Close the generator to stop following early. Raises ValueError for
        an offset past the end of the spool.
        """
        ...

    async def write(self, data: bytes) -> None:
        """Hand bytes to the agent's input: all of them or, where it raises, none.

        It returns when they are taken, not when the agent has read them. Cancelled or
        cut off in the middle, they may have been taken. Raises StdinClosed, StdinFull,
        StaleGeneration.
        """
        ...

    async def close_stdin(self) -> None:
        """End the agent's input after what was written. Raises StaleGeneration.

        Closing it a second time does nothing.
        """
        ...

    async def limit_silence(self, seconds: float | None) -> None:
        """Change the silence limit, counting from now; None takes it away.

        For a conversation: it may be silent between two turns and while a person is
        asked, not in the middle of a turn. Of a run that is over it does nothing.
        Raises StaleGeneration.
        """
        ...

    async def tools(self, seconds: float) -> frozenset[tuple[int, str]]:
        """Return the processes below the agent that began in the last `seconds`.

        Each is a pid and a start time. Where a system does not tell when, they are all.
        """
        ...

    async def stop(
        self, reason: str, eof_seconds: float | None = None, term_seconds: float | None = None
    ) -> ExitRecord:
        """End the run: end of input, SIGTERM, SIGKILL; return when no process is left.

        Times that are None are those of the launch. The first stop's reason stays; a
        later one joins it and can make it shorter, never longer. Raises StaleGeneration.
        """
        ...

    async def wait(self) -> ExitRecord:
        """Return how the run ended, when it has."""
        ...

    async def detach(self) -> None:
        """Let go of the supervisor's socket; the run goes on.

        What waits or follows at the moment ends by itself, or when its task is cancelled.
        """
        ...


class Supervisor(Protocol):
    """Starts supervisors and finds those again that an earlier server started."""

    async def launch(self, spec: LaunchSpec) -> SupervisedProcess:
        """Start an agent; return when it runs.

        Raises LaunchFailed, also where the run id was launched before: see `find`.
        Cancelled, it leaves no process and no folder behind.
        """
        ...

    async def find(self, run_id: str) -> SupervisorRef | None:
        """Return the reference of a launched run from its folder, or None.

        It closes the gap between a launch and the reference's being stored.
        """
        ...

    async def adopt(self, ref: SupervisorRef, generation: int) -> SupervisedProcess | ExitRecord:
        """Take over a run that an earlier server started, or learn how it ended.

        From then on owners with a lower generation can no longer write or stop. Raises
        SupervisorLost where nobody answers within a bounded time and there is no exit
        record, and StaleGeneration where a higher generation has it already.
        """
        ...

    def read_spool(
        self, ref: SupervisorRef, stream: OutputStream, offset: int
    ) -> AsyncGenerator[bytes]:
        """Yield what the spool of an ended or lost run holds from `offset` on.

        In pieces of up to 256 KiB. A spool that is gone counts as empty.
        """
        ...

    async def reap(self, run_id: str, ref: SupervisorRef | None) -> int:
        """End all that is left of a lost run, its supervisor too if that is deaf.

        Every process that carries the run's mark is killed with all its descendants.
        Returns the number killed when none is left; raises TimeoutError after ten
        seconds. A descendant that dropped the mark from its environment and lost its
        parent is not found.
        """
        ...

    async def remove(self, ref: SupervisorRef) -> None:
        """Delete the folder and socket of a run that is over and read."""
        ...

    async def folders(self) -> frozenset[str]:
        """Return the ids of runs that have a folder here."""
        ...

    async def discard(self, run_id: str) -> None:
        """End what is left of a run that is over and read, and delete its folder and socket."""
        ...

    async def find_strays(self, known: Collection[str]) -> frozenset[str]:
        """Return the ids of runs that have live processes here and are not `known`."""
        ...
