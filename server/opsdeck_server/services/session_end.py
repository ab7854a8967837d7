"""How a session ends: its agent stopped, its work kept, its row closed, its worktree gone."""

from dataclasses import dataclass, replace

import structlog

from opsdeck_server.domain.events import StatusChange
from opsdeck_server.domain.sessions import QuickSession, SessionStatus
from opsdeck_server.ports.clock import Clock
from opsdeck_server.ports.git import GitError
from opsdeck_server.services.conversation import Conversation
from opsdeck_server.services.session_books import Due
from opsdeck_server.services.session_worktrees import SessionWorktrees

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SessionEnd:
    """Ends sessions."""

    worktrees: SessionWorktrees
    clock: Clock

    async def end(
        self, conversation: Conversation, due: Due, *, deleted: bool
    ) -> QuickSession | None:
        """End a session if it is due; return it as it is then, None where it goes on.

        Where it fails the session is open still, but the conversation is of no use any more.
        """
        why = await conversation.end(due)
        if why is None:
            return None
        session = conversation.session
        kept = session.kept_ref
        try:
            kept = await self.worktrees.keep(session) or kept
        except GitError as error:
            # Its worktree stays; the next clean-up tries again.
            log.warning("session.worktree_stays", session=session.id, error=str(error))
        now = self.clock.now()
        reason = why if kept is None else f"{why}; what was not pushed is kept under {kept}"
        last = StatusChange(SessionStatus.expired.value, terminal=True, reason=reason)
        ended = replace(
            session,
            status=SessionStatus.expired,
            worktree_path=None,
            kept_ref=kept,
            ended_at=session.ended_at or now,
            deleted_at=now if deleted else None,
        )
        await conversation.save(ended, *([last] if session.open else []))
        log.info("session.ended", session=session.id, why=why, kept=kept)
        try:
            await self.worktrees.remove(session)
        except GitError as error:
            log.warning("session.worktree_stays", session=session.id, error=str(error))
        return ended
