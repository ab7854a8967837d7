"""The contract's methods by name, and its messages as the JSON that the table is written in."""

from typing import Any, Final

from google.protobuf import json_format
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from opsdeck.v1 import (
    client_service_pb2,
    job_service_pb2,
    quick_session_service_pb2,
    system_service_pb2,
)

Json = Any

FILES: Final = (
    client_service_pb2,
    job_service_pb2,
    quick_session_service_pb2,
    system_service_pb2,
)
METHODS: Final[dict[str, MethodDescriptor]] = {
    method.name: method
    for file in FILES
    for service in file.DESCRIPTOR.services_by_name.values()
    for method in service.methods
}


def request(method: MethodDescriptor, fields: Json) -> Message:
    """Return the request that JSON means."""
    assert method.input_type is not None
    return json_format.ParseDict(fields, GetMessageClass(method.input_type)())


def answer(method: MethodDescriptor, data: bytes) -> Message:
    """Return the answer that bytes are."""
    assert method.output_type is not None
    return GetMessageClass(method.output_type).FromString(data)


def as_json(message: Message) -> Json:
    """Return a message as REST prints it: 0, "", false and [] are there, what is absent is not."""
    return json_format.MessageToDict(message, always_print_fields_with_no_presence=True)
