"""Quick sessions, as those see them who chat: start, send, look, answer, delete."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import structlog

from opsdeck_server.domain.clients import Client
from opsdeck_server.domain.errors import (
    AgentUnknown,
    CloneFailed,
    PermissionNotFound,
    RequestInvalid,
    SessionNotFound,
    WorktreeFailed,
)
from opsdeck_server.domain.events import NewEvent, StatusChange, Step
from opsdeck_server.domain.ids import new_id
from opsdeck_server.domain.permissions import Permission
from opsdeck_server.domain.runs import Run
from opsdeck_server.domain.sessions import (
    QuickSession,
    SessionMessage,
    SessionStatus,
    SessionView,
)
from opsdeck_server.ports.agent import Agent
from opsdeck_server.ports.git import Git, GitError
from opsdeck_server.ports.store import Duplicate, Missing, Store
from opsdeck_server.services.clients import Clients
from opsdeck_server.services.conversation import Conversation, Parts, answer_of
from opsdeck_server.services.idempotency import Answer, Once, Ticket
from opsdeck_server.services.lifecycle import Lifecycle
from opsdeck_server.services.questions import Reply
from opsdeck_server.services.repos import Repos
from opsdeck_server.services.session_messages import Reader, Said, said_by

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=60)
PAGE = 1_000
SECONDS_TRIED = 100
"""How many seconds are tried for an id that nobody has."""

CLOSE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class NewSession:
    """What a session is started from. `repo` is `owner/repo`."""

    repo: str
    agent: str | None = None
    model: str | None = None
    effort: str | None = None
    permission_mode: str | None = None


@dataclass(frozen=True, slots=True)
class SessionDetails:
    """A session with what was said in it, and what it asks."""

    view: SessionView
    said: Sequence[Said]
    permissions: Sequence[Permission]


class QuickSessions:
    """Starts sessions, and finds the conversation of each."""

    def __init__(
        self,
        store: Store,
        git: Git,
        repos: Repos,
        once: Once,
        lifecycle: Lifecycle,
        clients: Clients,
        parts: Parts,
        permission_mode: str,
    ) -> None:
        self._store = store
        self._git = git
        self._repos = repos
        self._once = once
        self._lifecycle = lifecycle
        self._clients = clients
        self._parts = parts
        self._permission_mode = permission_mode
        self._open: dict[str, Conversation] = {}
        self._opening: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._ending: set[asyncio.Task[Any]] = set()

    # -- to begin ------------------------------------------------------------------

    async def start(self, new: NewSession, key: str | None, request: Mapping[str, Any]) -> str:
        """Make a session with a worktree of its own; return its id.

        The agent's process is started in the background. Raises AgentUnknown,
        RequestInvalid, CloneFailed, WorktreeFailed, IdempotencyKeyReused, NotReady.
        """
        self._lifecycle.require_ready()
        agent = self._check(new)

        async def make(ticket: Ticket | None) -> Answer:
            org, _, name = new.repo.partition("/")
            client = await self._clients.ensure(org, name)
            await self._fetch(client)
            session = await self._add(new, agent, client, ticket)
            return {"id": session.id}

        answer = await self._once.do(key, "StartSession", request, make)
        session_id = str(answer["id"])
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
            self._in_background(self._take_up(session_id))
        return len(wanted)

    async def drained(self, seconds: float) -> Sequence[str]:
        """Wait until no agent works, at most so long; return the ids of those that do."""
        busy = {each.session.id: each for each in self._open.values() if each.busy}
        if busy:
            waits = [asyncio.create_task(each.until_over()) for each in busy.values()]
            try:
                await asyncio.wait(waits, timeout=seconds)
            finally:
                for wait in waits:
                    wait.cancel()
        return sorted(name for name, each in busy.items() if each.busy)

    async def close(self) -> None:
        """End what waits idle, and let go of what works: the next server takes that over."""
        idle = [each for each in self._open.values() if not each.busy]
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await asyncio.gather(*(each.cool() for each in idle))
        except TimeoutError:
            log.warning("session.processes_left", count=len(idle))
        for task in self._ending:
            task.cancel()
        await asyncio.gather(*self._ending, return_exceptions=True)
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

    async def get(self, session_id: str) -> SessionDetails:
        """Return a session with what was said in it. Raises SessionNotFound."""
        view = await self.view(session_id)
        reader, after = Reader(), 0
        while page := await self._store.read_events(session_id, after, PAGE):
            reader.read(page)
            after = page[-1].seq
        waiting = [
            each
            for each in await self._store.session_messages(session_id, waiting=True)
            if said_by(each).waiting
        ]
        return SessionDetails(view, reader.all(waiting), await self.questions(session_id))

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
            # In a task of its own: a caller who goes away leaves nothing half done.
            sending = self._in_background(conversation.send(message, run, ticket))
            return answer_of(await asyncio.shield(sending))

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
        return said_by(await conversation.edit(message_id, content))

    async def withdraw(self, session_id: str, message_id: str) -> Said:
        """Take a message out of the line.

        Raises SessionNotFound, MessageNotFound, MessageSent.
        """
        conversation = await self._conversation(session_id)
        return said_by(await conversation.withdraw(message_id))

    async def interrupt(
        self, session_id: str, *, withdraw_waiting: bool
    ) -> tuple[SessionView, bool]:
        """Stop what the agent does; return the session, and whether it did something.

        Raises SessionNotFound.
        """
        conversation = await self._conversation(session_id)
        was_running = await conversation.interrupt(withdraw_waiting=withdraw_waiting)
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
        answering = self._in_background(conversation.answer(permission_id, reply))
        return await asyncio.shield(answering)

    # -- to end --------------------------------------------------------------------

    async def delete(self, session_id: str) -> str | None:
        """Stop the agent, keep its work, remove the session; return the ref of what was kept.

        Going away does not undo it. Raises SessionNotFound.
        """
        conversation = await self._conversation(session_id)
        return await asyncio.shield(
            self._in_background(self._end(conversation, "deleted", deleted=True))
        )

    async def expire(self, session_id: str, why: str) -> bool:
        """Clean a session up unless its agent works; return whether it was."""
        conversation = await self._conversation(session_id)
        if conversation.busy or not conversation.session.open:
            return False
        await self._end(conversation, why, deleted=False)
        return True

    async def remove_worktree(self, session: QuickSession) -> None:
        """Remove the worktree of a session that is over, its work kept. Raises GitError."""
        client = await self._store.get_client(session.client_id)
        path = self._repos.worktree_path(client, session.id)
        if await asyncio.to_thread(path.exists):
            repo = self._repos.of(client)
            await self._git.keep(repo, path, _kept(session.id))
            await self._git.remove_worktree(repo, path, _branch(session.id))

    async def _end(self, conversation: Conversation, why: str, *, deleted: bool) -> str | None:
        session_id = conversation.session.id
        await conversation.end(why)
        session = conversation.session
        if not session.open:
            raise _not_found(session_id)
        client = await self._store.get_client(session.client_id)
        path, repo = self._repos.worktree_path(client, session_id), self._repos.of(client)
        kept = None
        try:
            if await asyncio.to_thread(path.exists):
                kept = await self._git.keep(repo, path, _kept(session_id))
        except GitError as error:
            # Its worktree stays; the next clean-up tries again.
            log.warning("session.worktree_stays", session=session_id, error=str(error))
        ref = None if kept is None else _kept(session_id)
        log.info("session.ended", session=session_id, why=why, kept=ref)
        now = self._parts.engine.clock.now()
        reason = f"{why}; work that was not pushed is kept under {ref}" if ref else why
        await conversation.save(
            replace(
                session,
                status=SessionStatus.expired,
                worktree_path=None,
                kept_ref=ref,
                ended_at=now,
                deleted_at=now if deleted else None,
            ),
            StatusChange(SessionStatus.expired.value, terminal=True, reason=reason),
        )
        try:
            await self.remove_worktree(session)
        except GitError as error:
            log.warning("session.worktree_stays", session=session_id, error=str(error))
        self._open.pop(session_id, None)
        await conversation.close()
        return ref

    # -- helpers -------------------------------------------------------------------

    def _check(self, new: NewSession) -> Agent:
        name = new.agent or "claude"
        agent = self._parts.agents.get(name)
        if agent is None:
            known = ", ".join(sorted(self._parts.agents))
            hint = " (set ENABLE_SIMULATOR=1 to allow it)" if name == "simulator" else ""
            raise AgentUnknown(
                f"agent: {name} is not available here{hint}; known: {known}", known=known
            )
        mode = new.permission_mode
        if mode is not None and mode not in agent.permission_modes:
            raise RequestInvalid.field(
                "permission_mode", f"must be one of {', '.join(agent.permission_modes)}"
            )
        return agent

    async def _fetch(self, client: Client) -> None:
        repo = self._repos.of(client)
        try:
            if not await self._git.ensure_bare(repo):
                await self._git.fetch(repo)
        except GitError as error:
            raise CloneFailed(str(error), repo=client.slug) from error

    async def _add(
        self, new: NewSession, agent: Agent, client: Client, ticket: Ticket | None
    ) -> QuickSession:
        now = self._parts.engine.clock.now()
        for second in range(SECONDS_TRIED):
            session_id = f"quick-{int(now.timestamp()) + second}"
            async with self._opening[session_id]:
                path = self._repos.worktree_path(client, session_id)
                session = QuickSession(
                    id=session_id,
                    client_id=client.id,
                    repo=new.repo,
                    agent=agent.name,
                    permission_mode=new.permission_mode or self._permission_mode,
                    created_at=now,
                    last_activity=now,
                    model=new.model,
                    effort=new.effort,
                    worktree_path=str(path),
                )
                if await self._taken(session_id):
                    continue
                try:
                    base = await self._git.add_worktree(
                        self._repos.of(client), path, _branch(session_id), client.default_branch
                    )
                except GitError as error:
                    raise WorktreeFailed(str(error), repo=client.slug) from error
                made = Step(
                    "worktree",
                    f"Made a worktree of {client.slug} from {client.default_branch} ({base[:10]}).",
                )
                try:
                    await self._store.add_session(
                        replace(session, base_commit=base),
                        (NewEvent(made, now), NewEvent(StatusChange("idle"), now)),
                        None if ticket is None else ticket.record({"id": session_id}),
                    )
                except Duplicate as error:
                    await self._git.remove_worktree(
                        self._repos.of(client), path, _branch(session_id)
                    )
                    if error.field != "id":
                        raise
                    continue
                return session
        raise RuntimeError("no second was free")

    async def _taken(self, session_id: str) -> bool:
        try:
            await self._store.get_stream(session_id)
        except Missing:
            return False
        return True

    async def _conversation(self, session_id: str) -> Conversation:
        """Return the conversation of a session that was not deleted; it is this host's then."""
        found = self._open.get(session_id)
        if found is not None and not found.gone:
            return found
        async with self._opening[session_id]:
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
        try:
            await self._conversation(session_id)
        except Exception:
            log.exception("session.recovery_failed", session=session_id)

    def _in_background(self, work: Any) -> "asyncio.Task[Any]":
        task = asyncio.create_task(work)
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
        return task


def _branch(session_id: str) -> str:
    return f"opsdeck/{session_id}"


def _kept(session_id: str) -> str:
    return f"refs/opsdeck/kept/{session_id}"


def _not_found(session_id: str) -> SessionNotFound:
    return SessionNotFound(f"no session has the id {session_id}", id=session_id)
