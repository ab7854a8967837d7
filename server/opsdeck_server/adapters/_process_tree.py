"""Finds and ends the processes that carry a run's mark, whoever their parent is now."""

import os
import signal
import time
from pathlib import Path

from opsdeck_server.ports.supervisor import SupervisorRef
from opsdeck_server.supervisor import tree
from opsdeck_server.supervisor.spec import MARK

_PAUSE_SECONDS = 0.01
_CLEAN_LOOKS = 2  # a process may be born behind the back of one look


def marks() -> dict[int, str]:
    """Return the run id that each process of this user carries in its environment."""
    found: dict[int, str] = {}
    if not tree.LINUX:
        for line in tree.output_of(["ps", "-axEww", "-o", "pid=,command="]).splitlines():
            pid, _, words = line.strip().partition(" ")
            _, mark, rest = words.partition(f" {MARK}=")
            if mark and pid.isdigit():
                found[int(pid)] = rest.split(" ", 1)[0]
        return found
    wanted = f"{MARK}=".encode()
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            environment = (folder / "environ").read_bytes()
        except OSError:  # not ours, or gone
            continue
        if wanted not in environment:
            continue
        for variable in environment.split(b"\0"):
            if variable.startswith(wanted):
                found[int(folder.name)] = os.fsdecode(variable[len(wanted) :])
    return found


def kill_marked(run_id: str, supervisor: tuple[int, str] | None, seconds: float) -> int:
    """Kill what carries the mark, all that is below it, and the supervisor; return how many.

    `supervisor` is a pid and start time. It blocks until none is left; raises TimeoutError
    where one is after `seconds`.
    """
    killed: set[tuple[int, str]] = set()
    if supervisor is not None and tree.send(*supervisor, signal.SIGKILL):
        killed.add(supervisor)
    deadline = time.monotonic() + seconds
    clean = 0
    while clean < _CLEAN_LOOKS:
        left = _alive(run_id, supervisor)
        for pid, started in left:
            if tree.send(pid, started, signal.SIGKILL):
                killed.add((pid, started))
        clean = 0 if left else clean + 1
        if left and time.monotonic() > deadline:
            raise TimeoutError(f"processes cannot be killed: {sorted(pid for pid, _ in left)}")
        if clean < _CLEAN_LOOKS:
            time.sleep(_PAUSE_SECONDS)
    return len(killed)


def below(ref: SupervisorRef, seconds: float) -> frozenset[tuple[int, str]]:
    """Return what runs below an agent and is no older than that. It blocks."""
    table = tree.processes()
    found = {pid: table[pid] for pid in tree.descendants({ref.pid}, table) if pid != ref.agent_pid}
    return frozenset(
        (pid, started)
        for pid, (_, started, state) in found.items()
        if state not in "ZX" and tree.age(started) <= seconds
    )


def group_is_alive(group: int) -> bool:
    """Return whether a process group has a member that is not dead. It blocks.

    A signal of number 0 does not tell: it finds those too that pid 1 has yet to reap.
    """
    if not tree.LINUX:
        try:
            os.killpg(group, 0)
            return True
        except (ProcessLookupError, PermissionError):
            return False
    wanted = str(group).encode()
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                state, _parent, its_group = (
                    (folder / "stat").read_bytes().rpartition(b")")[2].split()[:3]
                )
            except (OSError, ValueError):  # it is gone
                continue
            if its_group == wanted and state not in b"ZX":
                return True
    return False


def _alive(run_id: str, supervisor: tuple[int, str] | None) -> list[tuple[int, str]]:
    table = tree.processes()
    marked = {pid for pid, mark in marks().items() if mark == run_id and pid in table}
    marked.discard(os.getpid())
    found = [*marked, *tree.descendants(marked, table)]
    left = [(pid, table[pid][1]) for pid in found if table[pid][2] not in "ZX"]
    if supervisor is not None and tree.start_time(supervisor[0]) == supervisor[1]:
        left.append(supervisor)
    return left
