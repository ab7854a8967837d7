"""How a session stands, and the one way in which that is changed."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from opsdeck_server.domain.deliveries import IdempotencyRecord
from opsdeck_server.domain.events import NewEvent, Payload
from opsdeck_server.domain.sessions import QuickSession, SessionMessage, SessionStatus
from opsdeck_server.ports.store import Commit, Duplicate
from opsdeck_server.services.engine import Engine
from opsdeck_server.services.idempotency import Ticket
from opsdeck_server.services.kept_process import KeptProcess
from opsdeck_server.services.session_messages import answer_of
from opsdeck_server.services.signals import Change

Due = Callable[[bool], Awaitable[str | None]]
"""Says why a session is to end now, None where it goes on; told whether its agent works."""


class SessionBooks:
    """The row of a session as it was last committed. Its callers take turns."""

    def __init__(
        self,
        engine: Engine,
        session: QuickSession,
        generation: int,
        process: KeptProcess,
    ) -> None:
        self._engine = engine
        self._process = process
        self.session = session
        self.generation = generation

    def now(self) -> datetime:
        """Return the time."""
        return self._engine.clock.now()

    def events(self, run_id: str, *payloads: Payload) -> tuple[NewEvent, ...]:
        """Return events of a run, or with an empty id of the session itself."""
        now = self.now()
        return tuple(NewEvent(payload, now, run_id) for payload in payloads)

    def at_rest(self, error: str | None = None) -> QuickSession:
        """Return the session as it is when the agent has come to rest."""
        return replace(
            self.session,
            status=SessionStatus.idle if error is None else SessionStatus.failed,
            error=error,
            last_activity=self.now(),
        )

    async def once(
        self, ticket: Ticket | None, message: SessionMessage
    ) -> IdempotencyRecord | None:
        """Return what is to be kept of the key that a message came with.

        Raises Duplicate where another with that key came first, while this one waited.
        """
        if ticket is None:
            return None
        if await self._engine.store.find_idempotent(ticket.key, ticket.method) is not None:
            raise Duplicate("idempotency_key")
        return ticket.record(answer_of(message))

    async def commit(self, change: Change) -> None:
        """Commit a change: where a process writes to the journal too, in turn with that.

        Raises what the journal raises; Stale where another host has the session by now.
        Then what is known of it is read anew before anything else is done; but Duplicate
        changes nothing.
        """
        try:
            await self._commit(change)
        except Duplicate:
            raise
        except Exception as error:
            await self._process.abandon(error)
            raise
        if change.session is not None:
            self.session = change.session

    async def _commit(self, change: Change) -> None:
        live = self._process.current
        if live is None:
            await self._engine.journal.commit(
                Commit(
                    self.session.id,
                    self.generation,
                    change.events,
                    runs=change.runs,
                    session=change.session,
                    messages=change.messages,
                    permissions=change.permissions,
                    once=change.once,
                )
            )
        else:
            await live.commit(change)
