"""Questions of one agent's process: kept as rows, answered once, told to the agent."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from opsdeck_server.domain.events import PermissionRequest, PermissionResolved
from opsdeck_server.domain.ids import new_id
from opsdeck_server.domain.permissions import Permission, PermissionOutcome
from opsdeck_server.domain.runs import AgentProcess
from opsdeck_server.ports.agent import Agent, Ask
from opsdeck_server.ports.clock import Clock


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person says to a question. `answers` are those to AskUserQuestion, by its text."""

    allow: bool
    message: str | None = None
    updated_input: str | None = None
    answers: Mapping[str, str] | None = None
    remember: bool = False

    @property
    def input(self) -> str | None:
        """The tool's input as it is to be, as JSON text; None for the one asked for."""
        return json.dumps({"answers": dict(self.answers)}) if self.answers else self.updated_input


@dataclass(frozen=True, slots=True)
class Asked:
    """The agent asks a person; the journal has it by now."""

    permission: Permission


class Questions:
    """The questions of one process that are pending, or whose answers it was not given yet.

    Bookkeeping alone: who calls it commits what it returns.
    """

    def __init__(self, clock: Clock, wait_seconds: float, known: Iterable[Permission] = ()) -> None:
        self._clock = clock
        self._wait = timedelta(seconds=wait_seconds)
        self._known = {each.id: each for each in known}

    @property
    def pending(self) -> tuple[Permission, ...]:
        """Those that nobody has answered yet, oldest first."""
        return tuple(each for each in self._known.values() if each.open)

    @property
    def undelivered(self) -> tuple[Permission, ...]:
        """Those with an answer that the agent may not have."""
        return tuple(e for e in self._known.values() if not e.open and not e.delivered)

    def get(self, permission_id: str) -> Permission | None:
        """Return one of them."""
        return self._known.get(permission_id)

    def asked(self, process: AgentProcess, run_id: str, ask: Ask) -> Permission:
        """Take a question of the agent."""
        now = self._clock.now()
        permission = Permission(
            id=new_id("perm"),
            stream_id=process.stream_id,
            process_id=process.id,
            run_id=run_id,
            request_id=ask.request_id,
            tool=ask.tool,
            input=ask.input,
            input_json=ask.input_json,
            created_at=now,
            expires_at=now + self._wait,
            description=ask.description,
            suggestions_json=ask.suggestions_json,
            requires_interaction=ask.requires_interaction,
        )
        self._known[permission.id] = permission
        return permission

    def withdrawn(self, request_id: str | None = None) -> tuple[Permission, ...]:
        """Close the question that the agent took back; without an id all that are pending."""
        gone = tuple(
            self.closed(each, PermissionOutcome.withdrawn)
            for each in self.pending
            if request_id in (None, each.request_id)
        )
        for each in gone:
            del self._known[each.id]
        return gone

    def closed(
        self, permission: Permission, outcome: PermissionOutcome, reply: Reply | None = None
    ) -> Permission:
        """Return a question with its answer; one that is withdrawn needs no delivery."""
        return replace(
            permission,
            outcome=outcome,
            message=None if reply is None else reply.message,
            updated_input=None if reply is None else reply.input,
            remember=reply is not None and reply.remember,
            resolved_at=self._clock.now(),
            delivered=outcome is PermissionOutcome.withdrawn,
        )

    def keep(self, permission: Permission) -> None:
        """Remember how a question stands now; one that is done with is forgotten."""
        if permission.delivered:
            self._known.pop(permission.id, None)
        else:
            self._known[permission.id] = permission


def answer_line(agent: Agent, permission: Permission) -> bytes:
    """Return what tells the agent the answer. Raises ValueError for a bad `updated_input`."""
    ask = Ask(
        permission.request_id,
        permission.tool,
        permission.input_json,
        permission.input,
        permission.description,
        permission.suggestions_json,
        permission.requires_interaction,
    )
    return agent.answer(
        ask,
        allow=permission.outcome is PermissionOutcome.allowed,
        message=permission.message,
        updated_input=permission.updated_input,
        remember=permission.remember,
    )


def request_event(permission: Permission) -> PermissionRequest:
    """Return the event of a question."""
    return PermissionRequest(
        permission.id,
        permission.tool,
        permission.input,
        permission.input_json,
        permission.description,
        permission.expires_at,
        permission.requires_interaction,
    )


def resolved_event(permission: Permission) -> PermissionResolved:
    """Return the event of what became of a question."""
    return PermissionResolved(permission.id, permission.outcome.value, permission.message)
