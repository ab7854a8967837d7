"""The questions of a session's agent: answered by a person, or by time."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from opsdeck_server.domain.errors import PermissionResolved, RequestInvalid
from opsdeck_server.domain.permissions import Permission, PermissionOutcome
from opsdeck_server.ports.store import Missing, Stale
from opsdeck_server.services.again import until_done
from opsdeck_server.services.engine import Engine
from opsdeck_server.services.live_process import LiveProcess
from opsdeck_server.services.questions import Reply
from opsdeck_server.services.session_books import SessionBooks
from opsdeck_server.services.session_gate import Gate
from opsdeck_server.services.session_silence import Silence

NO_ANSWER = "Nobody answered in time, so the answer is no."


@dataclass(frozen=True, slots=True)
class SessionQuestions:
    """Answers the questions of the process that `live` returns; takes turns by `gate`."""

    engine: Engine
    books: SessionBooks
    gate: Gate
    silence: Silence
    live: Callable[[], LiveProcess | None]

    async def answer(self, permission_id: str, reply: Reply) -> Permission:
        """Answer a question of this session; the first answer counts.

        Raises PermissionResolved, RequestInvalid.
        """
        outcome = PermissionOutcome.allowed if reply.allow else PermissionOutcome.denied
        async with self.gate:
            if not await self._resolve(permission_id, outcome, reply):
                await self._refuse_other(permission_id, outcome, reply)
        return await self._known(permission_id)

    async def expire(self, permission: Permission) -> None:
        """Wait for its time, and deny it then, as soon as that is possible, unless answered."""
        wait = permission.expires_at - self.books.now()
        await asyncio.sleep(max(0.0, wait.total_seconds()))
        await until_done(
            lambda: self._expired(permission.id),
            "session.question_stays",
            permission=permission.id,
        )

    async def _expired(self, permission_id: str) -> bool:
        """Deny a question that is pending; return whether it is none any more."""
        reply = Reply(allow=False, message=NO_ANSWER)
        with contextlib.suppress(Stale, Missing):  # it is another host's, or was forgotten
            async with self.gate:
                if not await self._resolve(permission_id, PermissionOutcome.expired, reply):
                    return not (await self._known(permission_id)).open
        return True

    async def _resolve(self, permission_id: str, outcome: PermissionOutcome, reply: Reply) -> bool:
        """Answer a question that is pending; return whether it was."""
        live = self.live()
        known = None if live is None else live.questions.get(permission_id)
        if live is None or known is None or not known.open:
            return False
        try:
            await live.answer(known, outcome, reply, self.books.commit)
        except ValueError as error:
            raise RequestInvalid.field("updated_input", str(error)) from error
        await self.silence.limit(live)
        return True

    async def _refuse_other(
        self, permission_id: str, outcome: PermissionOutcome, reply: Reply
    ) -> None:
        """Return for a question that was answered alike already."""
        known = await self._known(permission_id)
        if known.open:  # its process is just being looked for
            raise PermissionResolved(
                "the agent is not there to be answered: try again in a moment", outcome="pending"
            )
        alike = (known.outcome, known.message, known.updated_input)
        if alike != (outcome, reply.message, reply.input):
            raise PermissionResolved(
                f"the question was {known.outcome} already", outcome=known.outcome.value
            )

    async def _known(self, permission_id: str) -> Permission:
        return await self.engine.store.get_permission(self.books.session.id, permission_id)
