"""Quick sessions, as those see them who chat: start, send, look, answer, delete."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from weakref import WeakValueDictionary

import structlog

from opsdeck_server.domain.errors import PermissionNotFound, RequestInvalid, SessionNotFound
from opsdeck_server.domain.ids import new_id
from opsdeck_server.domain.permissions import Permission
from opsdeck_server.domain.runs import Run
from opsdeck_server.domain.sessions import (
    QuickSession,
    SessionMessage,
    SessionStatus,
    SessionView,
)
from opsdeck_server.ports.store import Missing, Stale, Store
from opsdeck_server.services.again import until_done
from opsdeck_server.services.background import Background
from opsdeck_server.services.conversation import Conversation
from opsdeck_server.services.idempotency import Answer, Once, Ticket
from opsdeck_server.services.lifecycle import Lifecycle
from opsdeck_server.services.questions import Reply
from opsdeck_server.services.session_agent import Parts
from opsdeck_server.services.session_books import Due
from opsdeck_server.services.session_end import SessionEnd
from opsdeck_server.services.session_messages import (
    History,
    Said,
    answer_of,
    history,
    said_by,
)
from opsdeck_server.services.session_start import NewSession, SessionStart
from opsdeck_server.services.session_worktrees import SessionWorktrees

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=60)
CLOSE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class SessionDetails:
    """A session with what was said in it last, and what it asks."""

    view: SessionView
    history: History
    permissions: Sequence[Permission]


class QuickSessions:
    """Finds the conversation of each session, and lets it begin and end."""

    def __init__(
        self,
        store: Store,
        once: Once,
        lifecycle: Lifecycle,
        starting: SessionStart,
        worktrees: SessionWorktrees,
        parts: Parts,
    ) -> None:
        self._store = store
        self._once = once
        self._lifecycle = lifecycle
        self._starting = starting
        self._worktrees = worktrees
        self._parts = parts
        self._ends = SessionEnd(worktrees, parts.engine.clock)
        self._open: dict[str, Conversation] = {}
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._tasks = Background()

    # -- to begin ------------------------------------------------------------------

    async def start(self, new: NewSession, key: str | None, request: Mapping[str, Any]) -> str:
        """Make a session with a worktree of its own; return its id.

        The agent's process is started in the background. Raises what `SessionStart.start`
        raises, and NotReady.
        """
        self._lifecycle.require_ready()
        # A caller who goes away while a large repository is cloned finds it cloned later.
        session_id = await self._tasks.see_through(self._starting.start(new, key, request))
        (await self._conversation(session_id)).warm()
        return session_id

    async def recover(self) -> int:
        """Take over the sessions that an agent works for; return how many.

        Each goes on by itself: one that is broken keeps nobody back.
        """
        alive = {process.stream_id for process in await self._store.live_processes()}
        views = await self._store.list_sessions()
        wanted = [
            view.session.id
            for view in views
            if view.session.status is SessionStatus.running or view.session.id in alive
        ]
        for session_id in wanted:
            self._tasks.spawn(self._take_up(session_id), session=session_id)
        return len(wanted)

    async def drained(self, seconds: float) -> Sequence[str]:
        """Wait until no agent is in a turn, at most so long; return the ids of those at work."""
        busy = {each.session.id: each for each in self._open.values() if each.busy}
        if busy:
            waits = [asyncio.create_task(each.until_over()) for each in busy.values()]
            try:
                await asyncio.wait(waits, timeout=seconds)
            finally:
                for wait in waits:
                    wait.cancel()
        return sorted(each.session.id for each in self._open.values() if each.at_work)

    async def close(self) -> None:
        """End what waits idle, and let go of what works: the next server takes that over."""
        idle = [each for each in self._open.values() if not each.at_work]
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await asyncio.gather(*(each.cool() for each in idle))
        except TimeoutError:
            log.warning("session.processes_left", count=len(idle))
        await self._tasks.close()
        await asyncio.gather(*(each.close() for each in self._open.values()))

    # -- to look -------------------------------------------------------------------

    async def list(self) -> Sequence[SessionView]:
        """Return all sessions, the last activity first."""
        return await self._store.list_sessions()

    async def view(self, session_id: str) -> SessionView:
        """Return a session with what it adds up to. Raises SessionNotFound."""
        try:
            return await self._store.get_session(session_id)
        except Missing:
            raise _not_found(session_id) from None

    async def get(
        self, session_id: str, limit: int | None = None, before: str | None = None
    ) -> SessionDetails:
        """Return a session with its newest messages, with `before` those older than that one.

        Raises SessionNotFound, MessageNotFound.
        """
        view = await self.view(session_id)
        try:
            said = await history(self._store, session_id, limit, before)
        except Missing:  # it was forgotten meanwhile
            raise _not_found(session_id) from None
        return SessionDetails(view, said, await self.questions(session_id))

    async def questions(self, session_id: str) -> Sequence[Permission]:
        """Return the questions that nobody has answered yet."""
        return [each for each in await self._store.open_permissions(session_id) if each.open]

    # -- to talk -------------------------------------------------------------------

    async def send(
        self, session_id: str, content: str, key: str | None, request: Mapping[str, Any]
    ) -> Said:
        """Say something to the agent; return the message as it is kept.

        Raises SessionNotFound, SessionExpired, LineFull, IdempotencyKeyReused, NotReady.
        """
        self._lifecycle.require_ready()

        async def make(ticket: Ticket | None) -> Answer:
            conversation = await self._conversation(session_id)
            now = self._parts.engine.clock.now()
            run = Run(
                new_id("run"),
                session_id,
                conversation.session.agent,
                now,
                model=conversation.session.model,
                effort=conversation.session.effort,
                messages=1,
            )
            message = SessionMessage(str(uuid4()), session_id, run.id, content, now)
            # A caller who goes away leaves nothing half done.
            return answer_of(await self._tasks.see_through(conversation.send(message, run, ticket)))

        made = await self._once.do(key, "SendMessage", request, make)
        return Said(
            made["id"],
            "user",
            made["content"],
            datetime.fromisoformat(made["createdAt"]),
            waiting=made["waiting"],
        )

    async def edit(self, session_id: str, message_id: str, content: str) -> Said:
        """Change a message that waits. Raises SessionNotFound, MessageNotFound, MessageSent."""
        conversation = await self._conversation(session_id)
        edited = conversation.edit(message_id, content)
        return said_by(await self._tasks.see_through(edited))

    async def withdraw(self, session_id: str, message_id: str) -> Said:
        """Take a message out of the line.

        Raises SessionNotFound, MessageNotFound, MessageSent.
        """
        conversation = await self._conversation(session_id)
        return said_by(await self._tasks.see_through(conversation.withdraw(message_id)))

    async def interrupt(
        self, session_id: str, *, withdraw_waiting: bool
    ) -> tuple[SessionView, bool]:
        """Stop what the agent does; return the session, and whether it did something.

        Raises SessionNotFound.
        """
        conversation = await self._conversation(session_id)
        interrupt = conversation.interrupt(withdraw_waiting=withdraw_waiting)
        was_running = await self._tasks.see_through(interrupt)
        return await self.view(session_id), was_running

    async def answer(self, session_id: str, permission_id: str, reply: Reply) -> Permission:
        """Answer a question of the agent; the first answer counts.

        Raises SessionNotFound, PermissionNotFound, PermissionResolved, RequestInvalid.
        """
        conversation = await self._conversation(session_id)
        try:
            known = await self._store.get_permission(session_id, permission_id)
        except Missing:
            raise PermissionNotFound(
                f"the session has no question {permission_id}", id=permission_id
            ) from None
        if reply.answers and known.tool != "AskUserQuestion":
            raise RequestInvalid.field("answers", "are for AskUserQuestion alone")
        return await self._tasks.see_through(conversation.answer(permission_id, reply))

    # -- to end --------------------------------------------------------------------

    async def delete(self, session_id: str) -> str | None:
        """Stop the agent, keep its work, remove the session; return the ref of what was kept.

        Going away does not undo it. Raises SessionNotFound.
        """
        ended = await self._tasks.see_through(self._end(session_id, _deleted, deleted=True))
        return None if ended is None else ended.kept_ref

    async def expire(self, session_id: str, why: Callable[[], Awaitable[str | None]]) -> bool:
        """Clean a session up, unless its agent works; return whether it was.

        `why` is asked while nothing else can happen in it: None where it stays after all.
        """

        async def due(busy: bool) -> str | None:
            return None if busy else await why()

        return await self._end(session_id, due, deleted=False) is not None

    async def purge(self, session: QuickSession, *, forget: bool) -> None:
        """Remove what is left of a session that is over; with `forget` its rows too.

        Raises GitError.
        """
        await self._worktrees.remove(session)
        if forget:
            await self._store.purge_session(session.id)

    async def _end(self, session_id: str, due: Due, *, deleted: bool) -> QuickSession | None:
        """End a session if it is due; return it as it is then, None where it goes on."""
        async with self._lock(session_id):  # two may end it at once
            conversation = await self._opened(session_id)
            if not deleted and not conversation.session.open:
                return None
            over = True
            try:
                ended = await self._ends.end(conversation, due, deleted=deleted)
                over = ended is not None
            except Stale:
                raise  # it is another host's
            except Exception:
                # Its agent may have been stopped in the middle of something.
                self._tasks.spawn(self._take_up(session_id), session=session_id)
                raise
            finally:
                # Where it failed, too: who comes next finds the session as it stands then.
                if over:
                    self._open.pop(session_id, None)
                    await conversation.close()
        return ended

    # -- helpers -------------------------------------------------------------------

    def _lock(self, session_id: str) -> asyncio.Lock:
        """Return the lock of those who open or end a conversation."""
        return self._locks.setdefault(session_id, asyncio.Lock())

    async def _conversation(self, session_id: str) -> Conversation:
        """Return the conversation of a session that was not deleted; it is this host's then."""
        found = self._open.get(session_id)
        if found is not None and not found.gone:
            return found
        async with self._lock(session_id):
            return await self._opened(session_id)

    async def _opened(self, session_id: str) -> Conversation:
        """Do that for one who has the lock."""
        found = self._open.get(session_id)
        if found is not None and not found.gone:
            return found
        view = await self.view(session_id)
        client = await self._store.get_client(view.session.client_id)
        generation = await self._store.claim_stream(
            session_id, self._parts.owner, self._parts.engine.clock.now() + LEASE
        )
        made = Conversation(self._parts, view.session, generation, client.agent_env)
        await made.load()
        self._open[session_id] = made
        return made

    async def _take_up(self, session_id: str) -> None:
        """Have a session go on, as soon as that is possible."""

        async def taken() -> bool:
            with contextlib.suppress(SessionNotFound, Stale):  # it is over, or another host's
                await self._conversation(session_id)
                log.info("session.adopted", session=session_id)
            return True

        await until_done(taken, "session.recovery_failed", session=session_id)


async def _deleted(busy: bool) -> str:
    return "deleted"


def _not_found(session_id: str) -> SessionNotFound:
    return SessionNotFound(f"no session has the id {session_id}", id=session_id)
