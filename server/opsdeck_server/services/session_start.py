"""How a session begins: an id, a worktree, a row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from opsdeck_server.domain.clients import Client
from opsdeck_server.domain.events import NewEvent, StatusChange, Step
from opsdeck_server.domain.sessions import QuickSession
from opsdeck_server.ports.agent import Agent
from opsdeck_server.ports.clock import Clock
from opsdeck_server.ports.store import Duplicate, Missing, Store
from opsdeck_server.services.agent_choice import chosen
from opsdeck_server.services.clients import Clients
from opsdeck_server.services.idempotency import Answer, Once, Ticket
from opsdeck_server.services.session_worktrees import SessionWorktrees

log = structlog.get_logger(__name__)

SECONDS_TRIED = 100
"""How many seconds are tried for an id that nobody has."""


@dataclass(frozen=True, slots=True)
class NewSession:
    """What a session is started from. `repo` is `owner/repo`."""

    repo: str
    agent: str | None = None
    model: str | None = None
    effort: str | None = None
    permission_mode: str | None = None


class SessionStart:
    """Makes sessions."""

    def __init__(
        self,
        store: Store,
        worktrees: SessionWorktrees,
        clients: Clients,
        once: Once,
        clock: Clock,
        agents: Mapping[str, Agent],
        permission_mode: str,
    ) -> None:
        self._store = store
        self._worktrees = worktrees
        self._clients = clients
        self._once = once
        self._clock = clock
        self._agents = agents
        self._permission_mode = permission_mode
        self._naming: set[str] = set()

    async def start(self, new: NewSession, key: str | None, request: Mapping[str, Any]) -> str:
        """Make a session with a worktree of its own; return its id.

        Raises AgentUnknown, RequestInvalid, CloneFailed, WorktreeFailed,
        IdempotencyKeyReused.
        """
        agent = chosen(self._agents, new.agent, new.permission_mode, "permission_mode")

        async def make(ticket: Ticket | None) -> Answer:
            org, _, name = new.repo.partition("/")
            client = await self._clients.ensure(org, name)
            client = await self._worktrees.fetch(client)
            return {"id": await self._add(new, agent, client, ticket)}

        return str((await self._once.do(key, "StartSession", request, make))["id"])

    async def _add(
        self, new: NewSession, agent: Agent, client: Client, ticket: Ticket | None
    ) -> str:
        """Make it under the id of this second, or of the next that nobody has."""
        first = int(self._clock.now().timestamp())
        for second in range(first, first + SECONDS_TRIED):
            session_id = f"quick-{second}"
            if session_id in self._naming:
                continue
            # Two at once would make their worktrees in one folder.
            self._naming.add(session_id)
            try:
                if await self._taken(session_id):
                    continue
                if await self._made(session_id, new, agent, client, ticket):
                    return session_id
            finally:
                self._naming.discard(session_id)
        raise RuntimeError("no second was free")

    async def _made(
        self,
        session_id: str,
        new: NewSession,
        agent: Agent,
        client: Client,
        ticket: Ticket | None,
    ) -> bool:
        """Make it, unless another host has the id by now: return whether it was made."""
        base = await self._worktrees.make(client, session_id)
        now = self._clock.now()
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
            worktree_path=str(self._worktrees.path(client, session_id)),
            base_commit=base,
        )
        where = f"Made a worktree of {client.slug} from {client.default_branch} ({base[:10]})."
        events = (NewEvent(Step("worktree", where), now), NewEvent(StatusChange("idle"), now))
        record = None if ticket is None else ticket.record({"id": session_id})
        try:
            await self._store.add_session(session, events, record)
        except Duplicate as error:
            await self._worktrees.remove(session)
            if error.field != "id":
                raise
            return False
        log.info("session.started", session=session_id, client=client.id)
        return True

    async def _taken(self, session_id: str) -> bool:
        try:
            await self._store.get_stream(session_id)
        except Missing:
            return False
        return True
