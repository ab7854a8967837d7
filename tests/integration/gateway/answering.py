"""A server under the gateway that answers every method of the contract, in full or barely."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import grpc
from google.protobuf import descriptor_pool, message_factory
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

import opsdeck.v1

DEPTH = 4
"""Deep enough for all that the contract nests."""

for path in Path(opsdeck.v1.__path__[0]).glob("*_service_pb2.py"):
    import_module(f"opsdeck.v1.{path.stem}")


@dataclass(slots=True)
class Answering(grpc.GenericRpcHandler):
    """Answers each call with an example of its message; remembers what it was asked."""

    full: bool = True
    """Whether every field is set; else only what is always there."""
    asked: list[Message] = field(default_factory=list)

    def service(self, handler_call_details: Any) -> Any:
        service, _, name = handler_call_details.method.lstrip("/").rpartition("/")
        method = descriptor_pool.Default().FindServiceByName(service).FindMethodByName(name)
        request = message_factory.GetMessageClass(method.input_type)
        response = message_factory.GetMessageClass(method.output_type)

        def answer(request: Any) -> Message:
            self.asked.append(request)
            return example(response(), full=self.full)

        async def once(request: Any, _: Any) -> Message:
            return answer(request)

        async def streamed(request: Any, _: Any) -> AsyncIterator[Message]:
            yield answer(request)

        make: Any = grpc.unary_unary_rpc_method_handler
        if method.server_streaming:
            make = grpc.unary_stream_rpc_method_handler
        return make(
            streamed if method.server_streaming else once,
            request_deserializer=request.FromString,
            response_serializer=response.SerializeToString,
        )


def example(message: Any, *, full: bool, depth: int = DEPTH) -> Any:
    """Set the enums of a message, which have no zero that is sent; where `full`, every field."""
    for described in message.DESCRIPTOR.fields:
        if described.enum_type is not None and not described.is_repeated:
            if full or not described.has_presence:
                setattr(message, described.name, 1)
        elif full and depth:
            _set(message, described, depth)
    return message


def _set(message: Any, described: FieldDescriptor, depth: int) -> None:
    kind = described.message_type
    if kind is not None and kind.GetOptions().map_entry:
        getattr(message, described.name)["key"] = "value"
    elif kind is not None and described.is_repeated:
        # One for each arm of a oneof, so that all are seen.
        for arm in _arms(kind) or [None]:
            one = example(getattr(message, described.name).add(), full=True, depth=depth - 1)
            if arm is not None:
                example(getattr(one, arm.name), full=True, depth=depth - 1)
                getattr(one, arm.name).SetInParent()
    elif kind is not None:
        example(getattr(message, described.name), full=True, depth=depth - 1)
        getattr(message, described.name).SetInParent()
    elif described.is_repeated:
        getattr(message, described.name).append("x")
    else:
        value = True if described.type == FieldDescriptor.TYPE_BOOL else 1
        text = described.type == FieldDescriptor.TYPE_STRING
        setattr(message, described.name, "x" if text else value)


def _arms(kind: Descriptor) -> list[FieldDescriptor]:
    return [
        described
        for described in kind.fields
        if described.containing_oneof is not None
        and not described.containing_oneof.name.startswith("_")
    ]
