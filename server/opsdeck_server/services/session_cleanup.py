"""Clean-up of quick sessions, by the rules of their age and number."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

import structlog

from opsdeck_server.domain.sessions import SessionView
from opsdeck_server.ports.clock import Clock
from opsdeck_server.ports.store import Store
from opsdeck_server.services.background import every
from opsdeck_server.services.quick_sessions import QuickSessions

log = structlog.get_logger(__name__)

EVERY_SECONDS = 6 * 3_600.0

OLD = timedelta(hours=24)
"""Age at which a session goes."""

IN_USE = timedelta(hours=1)
"""Whatever its age, a session stays in which something happened so lately."""

MOST_PER_REPO = 10
"""Sessions of one repository that stay: those used last."""

REMEMBERED = timedelta(days=7)
"""How long an expired session can still be looked at."""


class SessionCleanup:
    """Expires sessions, and forgets those that are over."""

    def __init__(self, store: Store, sessions: QuickSessions, clock: Clock) -> None:
        self._store = store
        self._sessions = sessions
        self._clock = clock

    async def run(self) -> None:
        """Clean up now and every six hours, until cancelled."""
        await every(EVERY_SECONDS, self.once, "session_cleanup.failed")

    async def once(self) -> None:
        """Clean up once; one that is broken keeps no other back."""
        now = self._clock.now()
        for session_id in due(await self._store.list_sessions(), now):
            try:
                await self._sessions.expire(session_id, partial(self._why, session_id))
            except Exception:
                log.exception("session_cleanup.session_failed", session=session_id)
        for session in await self._store.ended_sessions(now):
            ended = session.ended_at or now
            forget = session.deleted_at is not None or ended < now - REMEMBERED
            try:
                await self._sessions.purge(session, forget=forget)
            except Exception:
                log.exception("session_cleanup.session_failed", session=session.id)

    async def _why(self, session_id: str) -> str | None:
        """Return why a session goes: while others were cleaned up somebody may have used it."""
        return due(await self._store.list_sessions(), self._clock.now()).get(session_id)


def due(views: Sequence[SessionView], now: datetime) -> Mapping[str, str]:
    """Return which sessions go, and why: the old ones, and those too many of a repository.

    `views` are in the order of their last activity, the latest first.
    """
    gone: dict[str, str] = {}
    kept: defaultdict[str, int] = defaultdict(int)
    for view in views:
        session = view.session
        if not session.open:
            continue
        repo = session.repo.lower()
        if session.created_at < now - OLD and session.last_activity < now - IN_USE:
            gone[session.id] = f"older than {OLD // timedelta(hours=1)} hours"
        elif kept[repo] >= MOST_PER_REPO:
            gone[session.id] = f"{MOST_PER_REPO} sessions of {session.repo} were used later"
        else:
            kept[repo] += 1
    return gone
