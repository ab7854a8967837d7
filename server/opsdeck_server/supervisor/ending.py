"""The steps that end a run, and when each is due. It is told the time and does nothing."""

from __future__ import annotations

RUNNING, EOF, TERM, KILL = range(4)
KILL_FIRST_PAUSE = 0.01
KILL_LONGEST_PAUSE = 0.5


class Ending:
    """Where a run is between running and SIGKILL; it only goes forward.

    `step` is the step that was last begun, `reason` why the run ends (None while it does
    not, or ends by itself), `due` the moment of the next step, None while there is none.
    """

    def __init__(self) -> None:
        self.step = RUNNING
        self.reason: str | None = None
        self.due: float | None = None
        self._term_seconds = 0.0
        self._pause = KILL_FIRST_PAUSE

    def begin(self, reason: str, eof_seconds: float, term_seconds: float, now: float) -> bool:
        """Start to end the run, or shorten what is under way; True the first time.

        The caller closes the agent's input when it is the first time.
        """
        if self.step == RUNNING:
            self.step = EOF
            self.reason = reason
            self.due = now + eof_seconds
            self._term_seconds = term_seconds
            return True
        if self.step == EOF:
            self._shorten(now + eof_seconds)
            self._term_seconds = min(self._term_seconds, term_seconds)
        elif self.step == TERM:
            self._shorten(now + term_seconds)
        return False

    def agent_exited(self, grace: float, now: float) -> None:
        """What it left behind is ended: at once, with `grace` unless a stop says how long."""
        if self.step == RUNNING:
            self._term_seconds = grace
        if self.step in (RUNNING, EOF):
            self.step = EOF
            self.due = now

    def advance(self, now: float) -> int | None:
        """Return the step to take now, or None. SIGKILL comes again and again."""
        if self.due is None or now < self.due:
            return None
        if self.step == EOF:
            self.step = TERM
            self.due = now + self._term_seconds
        else:
            self.step = KILL
            self.due = now + self._pause
            self._pause = min(self._pause * 2, KILL_LONGEST_PAUSE)
        return self.step

    def hurry(self, now: float) -> None:
        """A process ended while others are being killed: look again at once."""
        if self.step == KILL:
            self.due = now

    def _shorten(self, due: float) -> None:
        if self.due is None or due < self.due:
            self.due = due
