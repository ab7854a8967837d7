"""How long is waited for a server that is away, and how often it is tried."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from opsdeck_client.errors import OpsdeckError

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Patience:
    """Limits in seconds; `math.inf` is one, too."""

    first_pause: float = 0.2
    """Before the first try to come back; each further pause is twice as long."""
    longest_pause: float = 5.0
    """No pause is longer, so that a server that is back is noticed soon."""
    to_answer: float = 6.0
    """For a call that answers once. 0: it is tried once."""
    to_begin: float = 10.0
    """For the first answer of a watch: a server that starts takes a moment."""
    to_return: float = 600.0
    """For a server that went away under a watch: an upgrade takes minutes, not hours."""
    each_try: float = 30.0
    """For one try of a call that answers once, where the call itself has no `timeout`."""
    each_long_try: float = 300.0
    """The same where the server works before it answers, or where request or answer is large."""
    each_clone: float = 2400.0
    """The same where the server may clone a repository, for which it has half an hour."""
    silence: float = 45.0
    """Without a word on a watch; the server sends a heartbeat every 15, so the line is dead."""


class Pauses:
    """The pauses between tries: growing, jittered, and only so many."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._next = patience.first_pause
        self._since: float | None = None

    def reset(self) -> None:
        """Begin anew: it goes on."""
        self._next = self._patience.first_pause
        self._since = None

    def take(self, limit: float) -> float | None:
        """Return how long to wait now; None where that ends later than `limit` after the first.

        Half of a pause is chance: clients that lost one server do not come back all at once.
        """
        now = asyncio.get_running_loop().time()
        self._since = now if self._since is None else self._since
        pause = self._next * random.uniform(0.5, 1.0)  # noqa: S311 - chance, no secret
        self._next = min(self._next * 2, self._patience.longest_pause)
        return None if now + pause - self._since > limit else pause


async def retrying(
    once: Callable[[], Awaitable[_Answer]],
    patience: Patience,
    again: Callable[[OpsdeckError], Awaitable[bool]],
) -> _Answer:
    """Return what `once` answers; try it again while `again` says so and patience lasts.

    Cancelling it cancels the try, or the pause.

    Raises:
        OpsdeckError: The last try's.
    """
    pauses = Pauses(patience)
    while True:
        try:
            return await once()
        except OpsdeckError as error:
            pause = pauses.take(patience.to_answer)
            if pause is None or not await again(error):
                raise
            await asyncio.sleep(pause)
