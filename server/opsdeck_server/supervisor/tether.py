"""Becomes another program, one that ends when the process that started it ends.

`python -I -S tether.py PARENT_PID PROGRAM ARGUMENT …`, for what serves beside the server:
after a SIGKILL of the server nothing of it may go on holding the port. On Linux the kernel
sends the signal (prctl(2), PR_SET_PDEATHSIG); it survives execve(2). Elsewhere the next
server finds the program by its pid file and replaces it.
"""

import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Tie this process to its parent, then become the program."""
    parent, argv = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)  # it died before the tie was made
    os.execv(argv[0], argv)


if __name__ == "__main__":
    main()
