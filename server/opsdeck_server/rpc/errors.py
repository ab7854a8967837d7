"""One table: what a refusal of the domain is in gRPC."""

import grpc
from google.protobuf import any_pb2
from google.rpc import error_details_pb2, status_pb2

from opsdeck_server.domain.errors import Kind, OpsdeckError

DOMAIN = "opsdeck.dev"

STATUS_OF: dict[Kind, grpc.StatusCode] = {
    Kind.unauthenticated: grpc.StatusCode.UNAUTHENTICATED,
    Kind.invalid: grpc.StatusCode.INVALID_ARGUMENT,
    Kind.not_found: grpc.StatusCode.NOT_FOUND,
    Kind.conflict: grpc.StatusCode.ALREADY_EXISTS,
    Kind.precondition: grpc.StatusCode.FAILED_PRECONDITION,
    Kind.out_of_range: grpc.StatusCode.OUT_OF_RANGE,
    Kind.exhausted: grpc.StatusCode.RESOURCE_EXHAUSTED,
    Kind.unavailable: grpc.StatusCode.UNAVAILABLE,
}

STATUS_DETAILS = "grpc-status-details-bin"


def rich_status(
    code: grpc.StatusCode, message: str, reason: str, metadata: dict[str, str]
) -> tuple[tuple[str, bytes], ...]:
    """Return the trailing metadata that carries a google.rpc.ErrorInfo."""
    detail = any_pb2.Any()
    detail.Pack(error_details_pb2.ErrorInfo(reason=reason, domain=DOMAIN, metadata=metadata))
    status = status_pb2.Status(code=code.value[0], message=message, details=[detail])
    return ((STATUS_DETAILS, status.SerializeToString()),)


def refusal(error: OpsdeckError) -> tuple[grpc.StatusCode, str, tuple[tuple[str, bytes], ...]]:
    """Return status, text and trailing metadata of a refusal."""
    code = STATUS_OF[error.kind]
    return code, str(error), rich_status(code, str(error), error.reason, dict(error.metadata))


def internal(request_id: str) -> tuple[grpc.StatusCode, str, tuple[tuple[str, bytes], ...]]:
    """Return the bare answer to a fault: what went wrong is in the log, under this id."""
    code = grpc.StatusCode.INTERNAL
    text = f"a fault of the server; its log has the details under request {request_id}"
    return code, text, rich_status(code, text, "INTERNAL_ERROR", {"requestId": request_id})
