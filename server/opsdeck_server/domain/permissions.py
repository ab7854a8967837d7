"""Questions of an agent to a person, kept until they are answered."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PermissionOutcome(StrEnum):
    """What became of a question. The words are those of the contract."""

    pending = "pending"
    allowed = "allowed"
    denied = "denied"
    expired = "expired"
    withdrawn = "withdrawn"


@dataclass(frozen=True, slots=True)
class Permission:
    """One question: whether a tool may run, or what the agent's own question is answered with.

    `request_id` is the agent's id of it. `delivered` says that the agent's process was
    given the answer, or needs none: after a crash in between it is given again.
    `updated_input` is a JSON object as text.
    """

    id: str
    stream_id: str
    process_id: str
    run_id: str
    request_id: str
    tool: str
    input: str
    input_json: str
    created_at: datetime
    expires_at: datetime
    description: str = ""
    suggestions_json: str = ""
    requires_interaction: bool = False
    outcome: PermissionOutcome = PermissionOutcome.pending
    message: str | None = None
    updated_input: str | None = None
    remember: bool = False
    resolved_at: datetime | None = None
    delivered: bool = False

    @property
    def open(self) -> bool:
        """Whether nobody has answered yet."""
        return self.outcome is PermissionOutcome.pending
