"""How many files the helpers beside the server may open, and how many connections that makes."""

from collections.abc import Sequence
from resource import RLIM_INFINITY

from opsdeck_gateway.render import MAX_CONNECTIONS

OWN_FILES = 128
"""File descriptors that a helper needs for itself: logs, timers, connections to the server."""


def limits(hard: int) -> tuple[int, int]:
    """Return how many files a helper may open, and how many connections Envoy takes with those.

    `hard` is the most that the system allows this user. An Envoy that runs out of file
    descriptors cannot reach the server for those who are connected already, and spins: so it
    refuses connections first. Each may need two, for a WebSocket goes on to the bridge.
    """
    most = 2 * MAX_CONNECTIONS + OWN_FILES
    files = most if hard == RLIM_INFINITY else min(hard, most)
    return files, max(1, (files - OWN_FILES) // 2)


def with_files(files: int, argv: Sequence[str]) -> list[str]:
    """Return a command line that starts a program with so many files allowed.

    The usual soft limit is 1024, on macOS 256. It is raised for helpers alone: agents keep what
    the user gave them, for programs that use select(2) break with descriptors past 1023.
    """
    return ["/bin/sh", "-c", f'ulimit -S -n {files}; exec "$0" "$@"', *argv]
