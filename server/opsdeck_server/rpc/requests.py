"""What every servicer reads from a request in the same way."""

from collections.abc import Mapping
from typing import Any

import grpc
from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message

from opsdeck_server.domain.errors import RequestInvalid

KEY_LIMIT = 200


def idempotency_key(request: Message, context: grpc.aio.ServicerContext[Any, Any]) -> str | None:
    """Return the `request_id` of a create, or else the header Idempotency-Key."""
    if request.HasField("request_id"):
        return getattr(request, "request_id")  # noqa: B009 - every create has the field
    key = dict(context.invocation_metadata() or ()).get("idempotency-key")
    if key is None:
        return None
    text = key.decode("ascii", "replace") if isinstance(key, bytes) else key
    if not 1 <= len(text) <= KEY_LIMIT:
        raise RequestInvalid.field("Idempotency-Key", f"must have 1 to {KEY_LIMIT} characters")
    return text


def fingerprint(request: Message) -> Mapping[str, Any]:
    """Return what makes two requests the same: everything but the key."""
    fields = MessageToDict(request, preserving_proto_field_name=True)
    fields.pop("request_id", None)
    return fields


def optional(request: Message, name: str) -> Any:
    """Return a field that may be absent, or None."""
    return getattr(request, name) if request.HasField(name) else None
