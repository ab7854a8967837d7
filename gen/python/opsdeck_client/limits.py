"""How long one try of a call that answers once may take.

The clients in other languages have the same table; a test compares them.
"""

import math
from typing import Final, Literal

from grpc import StatusCode

from opsdeck_client.errors import OpsdeckError
from opsdeck_client.patience import Patience

LONG: Final[dict[str, Literal["each_long_try", "each_clone"]]] = {
    "CancelJob": "each_long_try",
    "CreateClient": "each_clone",
    "DeleteClient": "each_long_try",
    "DeleteSession": "each_long_try",
    "GetJob": "each_long_try",
    "GetJobDiff": "each_long_try",
    "GetSession": "each_long_try",
    "InterruptSession": "each_long_try",
    "StartSession": "each_clone",
    "SyncRepos": "each_clone",
}
"""The calls for which the server works before it answers, or whose answer may be megabytes."""

LARGE: Final = 64 * 1024
"""Bytes of a request that take their time on a slow line, and come back in the answer."""


def limit_of(method: str, size: int, patience: Patience) -> float | None:
    """Return the seconds for a try of `method` with a request of `size` bytes; None: for ever."""
    usual = "each_long_try" if size > LARGE else "each_try"
    seconds: float = getattr(patience, LONG.get(method, usual))
    return None if math.isinf(seconds) else seconds  # gRPC takes infinity for no time at all


def unheard(error: OpsdeckError, limit: float | None) -> OpsdeckError:
    """Return what an error of a try means that had a limit of ours: that nobody has answered."""
    if limit is None or error.code is not StatusCode.DEADLINE_EXCEEDED or error.reason:
        return error
    return OpsdeckError(None, StatusCode.UNAVAILABLE, f"no answer for {limit:g} s")
