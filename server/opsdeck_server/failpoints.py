"""Places where a test may ask the server to die, as by a power cut.

`OPSDECK_FAILPOINT=name` kills the process with SIGKILL when it comes by that name. It is
how the chaos tests reach the instants between two steps of a job. Without the variable,
which is read once, coming by costs a comparison.
"""

import os
import signal

_ARMED = os.environ.get("OPSDECK_FAILPOINT", "")


def reach(name: str) -> None:
    """Die here if this is the place that was asked for."""
    if name == _ARMED:
        os.kill(os.getpid(), signal.SIGKILL)
