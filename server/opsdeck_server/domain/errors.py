"""Everything that opsdeck refuses, each with a stable reason and a text for people.

The class says what happened, `kind` says what sort of refusal it is; rpc/ maps the
kind to a gRPC status in one table. The reasons are those of error_reason.proto.
"""

from collections.abc import Mapping
from enum import Enum, auto
from typing import ClassVar


class Kind(Enum):
    """The sort of a refusal."""

    unauthenticated = auto()
    invalid = auto()
    not_found = auto()
    conflict = auto()
    precondition = auto()
    out_of_range = auto()
    exhausted = auto()
    unavailable = auto()


class OpsdeckError(Exception):
    """Base of all refusals: `str(error)` is for the person who asked."""

    reason: ClassVar[str]
    kind: ClassVar[Kind]

    # Positional alone: a field that is refused may be called `message`.
    def __init__(self, message: str, /, **metadata: str) -> None:
        super().__init__(message)
        self.metadata: Mapping[str, str] = metadata


class TokenInvalid(OpsdeckError):
    """The request carries no bearer token, or a wrong one."""

    reason = "TOKEN_INVALID"
    kind = Kind.unauthenticated


class RequestInvalid(OpsdeckError):
    """A field of the request breaks a rule; the metadata names the fields."""

    reason = "REQUEST_INVALID"
    kind = Kind.invalid

    @classmethod
    def field(cls, name: str, problem: str) -> "RequestInvalid":
        """Return the error for one field, named as in JSON."""
        return cls(f"{name}: {problem}", **{name: problem})


class ClientNotFound(OpsdeckError):
    """No client has this id."""

    reason = "CLIENT_NOT_FOUND"
    kind = Kind.not_found


class ClientExists(OpsdeckError):
    """The repository has a client already."""

    reason = "CLIENT_EXISTS"
    kind = Kind.conflict


class ClientBusy(OpsdeckError):
    """The client has queued or running jobs, or open sessions."""

    reason = "CLIENT_BUSY"
    kind = Kind.precondition


class CloneFailed(OpsdeckError):
    """Git could not clone the repository."""

    reason = "CLONE_FAILED"
    kind = Kind.precondition


class JobNotFound(OpsdeckError):
    """No job has this id."""

    reason = "JOB_NOT_FOUND"
    kind = Kind.not_found


class JobFinished(OpsdeckError):
    """The job is over."""

    reason = "JOB_FINISHED"
    kind = Kind.precondition


class JobActive(OpsdeckError):
    """The job is not over."""

    reason = "JOB_ACTIVE"
    kind = Kind.precondition


class AgentUnknown(OpsdeckError):
    """The agent is unknown, or switched off."""

    reason = "AGENT_UNKNOWN"
    kind = Kind.invalid


class CursorInvalid(OpsdeckError):
    """The cursor was not made by this server for this stream."""

    reason = "CURSOR_INVALID"
    kind = Kind.invalid


class CursorExpired(OpsdeckError):
    """The cursor points before the oldest event that is kept."""

    reason = "CURSOR_EXPIRED"
    kind = Kind.out_of_range


class IdempotencyKeyReused(OpsdeckError):
    """The idempotency key belongs to another request."""

    reason = "IDEMPOTENCY_KEY_REUSED"
    kind = Kind.conflict


class NotReady(OpsdeckError):
    """The server is starting or shutting down."""

    reason = "NOT_READY"
    kind = Kind.unavailable


class DiffUnavailable(OpsdeckError):
    """There is nothing to compare."""

    reason = "DIFF_UNAVAILABLE"
    kind = Kind.precondition


class SessionNotFound(OpsdeckError):
    """No session has this id."""

    reason = "SESSION_NOT_FOUND"
    kind = Kind.not_found


class SessionExpired(OpsdeckError):
    """The session was cleaned up."""

    reason = "SESSION_EXPIRED"
    kind = Kind.precondition


class LineFull(OpsdeckError):
    """As many messages wait as may."""

    reason = "LINE_FULL"
    kind = Kind.exhausted


class MessageNotFound(OpsdeckError):
    """The session has no such message."""

    reason = "MESSAGE_NOT_FOUND"
    kind = Kind.not_found


class MessageSent(OpsdeckError):
    """The message does not wait any more."""

    reason = "MESSAGE_SENT"
    kind = Kind.precondition


class PermissionNotFound(OpsdeckError):
    """The session has no such question."""

    reason = "PERMISSION_NOT_FOUND"
    kind = Kind.not_found


class PermissionResolved(OpsdeckError):
    """The question has its answer already."""

    reason = "PERMISSION_RESOLVED"
    kind = Kind.conflict


class WorktreeFailed(OpsdeckError):
    """Git could not make a worktree for a session."""

    reason = "WORKTREE_FAILED"
    kind = Kind.precondition
