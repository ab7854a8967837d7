"""What a refused call raises: one error, told apart by a stable reason."""

from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias, cast

from google.protobuf.message import DecodeError
from google.rpc.error_details_pb2 import ErrorInfo
from google.rpc.status_pb2 import Status
from grpc import StatusCode
from grpc.aio import AioRpcError

DOMAIN: Final = "opsdeck.dev"
_DETAILS = "grpc-status-details-bin"

Reason: TypeAlias = Literal[
    "TOKEN_INVALID",
    "REQUEST_INVALID",
    "CLIENT_NOT_FOUND",
    "CLIENT_EXISTS",
    "CLIENT_BUSY",
    "CLONE_FAILED",
    "JOB_NOT_FOUND",
    "JOB_FINISHED",
    "JOB_ACTIVE",
    "AGENT_UNKNOWN",
    "CURSOR_INVALID",
    "CURSOR_EXPIRED",
    "IDEMPOTENCY_KEY_REUSED",
    "NOT_READY",
    "INTERNAL_ERROR",
    "DIFF_UNAVAILABLE",
    "SESSION_NOT_FOUND",
    "SESSION_EXPIRED",
    "LINE_FULL",
    "MESSAGE_NOT_FOUND",
    "MESSAGE_SENT",
    "PERMISSION_NOT_FOUND",
    "PERMISSION_RESOLVED",
    "WORKTREE_FAILED",
]
"""The names of `opsdeck.v1.ErrorReason`, where each has its text."""


class OpsdeckError(Exception):
    """A call failed; `str()` says why, and what to do about it.

    `reason` is the server's own word, which stays as it is from release to release: branch on
    that. A newer server may have a reason that is not among `Reason`. It is None where no
    opsdeck server answered: nobody is there, a proxy refused, a time ran out.
    """

    def __init__(
        self,
        reason: Reason | None,
        code: StatusCode,
        message: str,
        metadata: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.reason: Final = reason
        self.code: Final = code
        """The status of gRPC."""
        self.message: Final = message
        self.metadata: Final[Mapping[str, str]] = dict(metadata or {})
        """What belongs to the reason: the id that was not found, the limit that was reached."""

    def __reduce__(self) -> tuple[Any, ...]:
        # Of an error's arguments Python keeps the text alone, with which none can be made again.
        return _again, (type(self), self.args), self.__dict__

    def __str__(self) -> str:
        return f"{self.reason or self.code.name}: {self.message}"

    @property
    def transient(self) -> bool:
        """Whether the server, or the way to it, was not there, so that a read may be repeated.

        A connection that breaks under a call has many names, but never a reason of opsdeck's.
        """
        if self.code is StatusCode.UNAVAILABLE:
            return True
        broken = (StatusCode.INTERNAL, StatusCode.UNKNOWN, StatusCode.CANCELLED)
        return self.code in broken and self.reason is None


def _again(kind: type[OpsdeckError], args: tuple[Any, ...]) -> OpsdeckError:
    return kind.__new__(kind, *args)


class StreamBroken(OpsdeckError):
    """The server's answers stopped before the last one, with nobody saying why."""

    def __init__(self, message: str) -> None:
        super().__init__(None, StatusCode.UNAVAILABLE, message)


class Closed(OpsdeckError):
    """The client was closed under a call or a watch; nothing is worth another try after that."""

    def __init__(self) -> None:
        super().__init__(None, StatusCode.CANCELLED, "this OpsdeckClient was closed")

    @property
    def transient(self) -> bool:
        """Never."""
        return False


def error_of(error: AioRpcError) -> OpsdeckError:
    """Return what a failed call of gRPC's means."""
    info = _error_info(error)
    message = " ".join((error.details() or "").split()) or "the server gave no text"
    if info is None and error.code() is StatusCode.UNIMPLEMENTED:
        message = "the server does not know this call: it is older than this client"
    if info is None:
        return OpsdeckError(None, error.code(), message)
    return OpsdeckError(cast("Reason", info.reason), error.code(), message, info.metadata)


def _error_info(error: AioRpcError) -> ErrorInfo | None:
    for key, value in error.trailing_metadata() or ():
        if key != _DETAILS or not isinstance(value, bytes):
            continue
        try:
            for detail in Status.FromString(value).details:
                info = ErrorInfo()
                if detail.Unpack(info) and info.domain == DOMAIN and info.reason:
                    return info
        except DecodeError:  # of a proxy's making
            return None
    return None
