"""A contract of another time, with a descriptor pool of its own, beside that of today."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any, Self

import grpc
from google.protobuf import json_format
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from tests.acceptance.stack import TOKEN

ROOT = Path(__file__).resolve().parents[2]
RELEASED = ROOT / "proto" / "baseline.binpb"
"""The contract as it was last released."""
TODAY = ROOT / "gen" / "descriptor" / "opsdeck.binpb"

Json = Any


class Contract:
    """Messages and methods, as a descriptor set has them."""

    def __init__(self, files: FileDescriptorSet) -> None:
        self._pool = DescriptorPool()
        for file in files.file:
            self._pool.Add(file)
        self.services = [
            f"{file.package}.{service.name}"
            for file in files.file
            if file.package == "opsdeck.v1"
            for service in file.service
        ]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the contract of a descriptor set in a file."""
        return cls(FileDescriptorSet.FromString(path.read_bytes()))

    def type(self, name: str) -> type[Message]:
        """Return the class of a message of opsdeck.v1."""
        return GetMessageClass(self._pool.FindMessageTypeByName(f"opsdeck.v1.{name}"))

    def make(self, name: str, fields: Json) -> Any:
        """Return a message of opsdeck.v1 that JSON means."""
        return json_format.ParseDict(fields, self.type(name)())

    def values(self, name: str) -> set[str]:
        """Return the names of an enum's values."""
        return set(self._pool.FindEnumTypeByName(f"opsdeck.v1.{name}").values_by_name)

    def methods(self) -> list[MethodDescriptor]:
        """Return all methods of all services."""
        return [
            method
            for name in self.services
            for method in self._pool.FindServiceByName(name).methods
        ]

    def method(self, name: str) -> MethodDescriptor:
        """Return a method by its own name."""
        return next(method for method in self.methods() if method.name == name)


class Caller:
    """A client of that time: its messages over a channel of today."""

    def __init__(self, contract: Contract, channel: grpc.aio.Channel) -> None:
        self._contract = contract
        self._channel: Any = channel

    async def call(self, name: str, **fields: Json) -> Any:
        """Ask once; raises AioRpcError."""
        path, request, words = self._asked(name, fields)
        return await self._channel.unary_unary(path, **words)(request, metadata=_METADATA)

    async def watch(self, name: str, **fields: Json) -> AsyncGenerator[Any]:
        """Yield the answers of a stream; raises AioRpcError."""
        path, request, words = self._asked(name, fields)
        async for answer in self._channel.unary_stream(path, **words)(request, metadata=_METADATA):
            yield answer

    def _asked(self, name: str, fields: Json) -> tuple[str, Message, dict[str, Any]]:
        method = self._contract.method(name)
        assert method.input_type is not None
        assert method.output_type is not None
        request = json_format.ParseDict(fields, GetMessageClass(method.input_type)())
        words = {
            "request_serializer": serialized,
            "response_deserializer": GetMessageClass(method.output_type).FromString,
        }
        return path_of(method), request, words


_METADATA = (("authorization", f"Bearer {TOKEN}"),)


def path_of(method: MethodDescriptor) -> str:
    """Return the path of a method in gRPC."""
    assert method.containing_service is not None
    return f"/{method.containing_service.full_name}/{method.name}"


def serialized(message: Message) -> bytes:
    """Return a message as bytes."""
    return message.SerializeToString()
