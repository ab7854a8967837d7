"""The processes below a supervisor: who they are, and how to signal every one of them.

On Linux the supervisor is a child subreaper: what loses its parent becomes its child, in
whatever session it is, so "no children left" proves that nothing is left. Elsewhere
(macOS) an orphan goes to pid 1 and cannot be asked for any more. There the table is read
from `ps` and every process once seen is remembered; what started and lost its parent
between two looks is not found, and an empty tree is likely but not proved.
"""

from __future__ import annotations

import os
import signal
import sys
import time

LINUX = sys.platform == "linux"

Table = dict[int, tuple[int, str, str]]
"""By pid: the parent's pid, the start time (tells a pid's later user apart), the state."""


def output_of(argv: list[str]) -> str:
    """Return what a program prints; for `ps` and `sysctl`, which answer at once."""
    reader, writer = os.pipe()
    try:
        actions = [(os.POSIX_SPAWN_DUP2, writer, 1), (os.POSIX_SPAWN_CLOSE, reader)]
        pid = os.posix_spawnp(
            argv[0], argv, {"LC_ALL": "C", "PATH": os.defpath}, file_actions=actions
        )
        os.close(writer)
        writer = -1
        pieces: list[bytes] = []
        while piece := os.read(reader, 65536):
            pieces.append(piece)
        os.waitpid(pid, 0)
        return b"".join(pieces).decode("utf-8", "replace")
    except OSError:
        return ""
    finally:
        os.close(reader)
        if writer >= 0:
            os.close(writer)


def parse_stat(stat: bytes) -> tuple[int, str, str]:
    """Return parent, start time and state of a line of /proc/<pid>/stat."""
    # The name stands in parentheses and may hold spaces and parentheses itself.
    fields = stat[stat.rindex(b")") + 2 :].split()
    return int(fields[1]), fields[19].decode(), fields[0].decode()


def parse_ps(output: str) -> Table:
    """Return the table of `ps -axo pid=,ppid=,stat=,lstart=`."""
    table: Table = {}
    for line in output.splitlines():
        fields = line.split(maxsplit=3)
        if len(fields) == 4:
            table[int(fields[0])] = int(fields[1]), " ".join(fields[3].split()), fields[2][:1]
    return table


def look_up(pid: int) -> tuple[int, str, str] | None:
    """Return parent, start time and state of one process, or None."""
    if not LINUX:
        return parse_ps(output_of(["ps", "-o", "pid=,ppid=,stat=,lstart=", "-p", str(pid)])).get(
            pid
        )
    try:
        descriptor = os.open(f"/proc/{pid}/stat", os.O_RDONLY)
    except OSError:
        return None
    try:
        return parse_stat(os.read(descriptor, 4096))
    except (OSError, ValueError, IndexError):  # it went away while we looked
        return None
    finally:
        os.close(descriptor)


def processes() -> Table:
    """Return all processes that can be seen."""
    if not LINUX:
        return parse_ps(output_of(["ps", "-axo", "pid=,ppid=,stat=,lstart="]))
    table: Table = {}
    for name in os.listdir("/proc"):
        if name.isdigit() and (entry := look_up(int(name))) is not None:
            table[int(name)] = entry
    return table


def start_time(pid: int) -> str | None:
    """Return when a live process started, in the system's own words, or None."""
    entry = look_up(pid)
    return None if entry is None or entry[2] in "ZX" else entry[1]


def age(started: str) -> float:
    """Return how many seconds ago a process of this boot began; 0 where that is not told."""
    if not LINUX:
        return 0.0
    return time.clock_gettime(time.CLOCK_BOOTTIME) - int(started) / os.sysconf("SC_CLK_TCK")


def boot_id() -> str:
    """Return what names this boot of the machine."""
    if not LINUX:
        return output_of(["sysctl", "-n", "kern.bootsessionuuid"]).strip()
    descriptor = os.open("/proc/sys/kernel/random/boot_id", os.O_RDONLY)
    try:
        return os.read(descriptor, 64).decode().strip()
    finally:
        os.close(descriptor)


def descendants(roots: set[int], table: Table) -> list[int]:
    """Return the living below `roots`, parents before children."""
    children: dict[int, list[int]] = {}
    for pid, (parent, _, _) in table.items():
        children.setdefault(parent, []).append(pid)
    found: list[int] = []
    seen = set(roots)
    queue = list(roots)
    for pid in queue:
        for child in children.get(pid, ()):
            if child not in seen:
                seen.add(child)
                queue.append(child)
                if table[child][2] not in "ZX":
                    found.append(child)
    return found


def send(pid: int, started: str, number: int) -> bool:
    """Signal a process if it is still the one that started then; return whether it was."""
    descriptor = -1
    try:
        if LINUX:
            # Holding it makes the check below stay true until the signal is sent.
            try:
                descriptor = os.pidfd_open(pid)
            except ProcessLookupError:
                return False
            except OSError:  # a kernel before 5.3, or no descriptor left
                descriptor = -1
        entry = look_up(pid)
        if entry is None or entry[1] != started:
            return False
        if descriptor >= 0:
            signal.pidfd_send_signal(descriptor, number)
        else:
            os.kill(pid, number)
        return True
    except (ProcessLookupError, PermissionError):
        return False
    finally:
        if descriptor >= 0:
            os.close(descriptor)


class Tree:
    """All that lives below one process, remembered where the system forgets."""

    def __init__(self, root: int) -> None:
        self._root = root
        self._seen: dict[int, str] = {}

    def members(self) -> list[tuple[int, str]]:
        """Return pid and start time of each living descendant, parents first."""
        table = processes()
        roots = {self._root}
        if not LINUX:
            self._seen = {
                pid: started
                for pid, started in self._seen.items()
                if pid in table and table[pid][1] == started
            }
            roots.update(self._seen)
        found = descendants(roots, table)
        members = [(pid, table[pid][1]) for pid in found]
        if not LINUX:
            members += [item for item in self._seen.items() if item[0] not in set(found)]
            self._seen.update(members)
        return members

    def signal(self, number: int) -> int:
        """Signal every member; return how many there were."""
        members = self.members()
        for pid, started in members:
            send(pid, started, number)
        return len(members)
