"""What the protos say of REST: methods with a path, their messages, and all comments."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from google.api import annotations_pb2
from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    EnumDescriptorProto,
    FieldDescriptorProto,
    MethodDescriptorProto,
    MethodOptions,
)

from buf.validate import validate_pb2
from tools.grpc_reference import PACKAGE, File, protos

_SERVICE, _MESSAGE, _ENUM, _METHOD, _FIELD, _NESTED, _NESTED_ENUM, _VALUE = 6, 4, 5, 2, 2, 3, 4, 2
"""Numbers of fields in the descriptors, which is how source info names places."""

At = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a message."""

    comment: str
    proto: FieldDescriptorProto

    @property
    def rules(self) -> Any:  # extensions have no types
        """Its rules of buf.validate, as a FieldRules."""
        return self.proto.options.Extensions[validate_pb2.field]

    @property
    def repeated(self) -> bool:
        return self.proto.label == FieldDescriptorProto.LABEL_REPEATED

    @property
    def type_name(self) -> str:
        """Short name of its message or enum: `Job.Status`; empty for a scalar."""
        return short(self.proto.type_name)

    def name(self, *, snake: bool) -> str:
        """Return its name in JSON."""
        return self.proto.name if snake else self.proto.json_name


@dataclass(frozen=True, slots=True)
class Message:
    """A message, by its short name: `Job.ClientRef`."""

    name: str
    comment: str
    proto: DescriptorProto
    fields: tuple[Field, ...]

    @property
    def rules(self) -> Any:
        """Its own rules of buf.validate, as a MessageRules."""
        options: Any = self.proto.options
        return options.Extensions[validate_pb2.message]


@dataclass(frozen=True, slots=True)
class Enum:
    """An enum with its values, without the one that is never sent."""

    name: str
    comment: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Method:
    """One way to call a method over REST."""

    service: str
    name: str
    comment: str
    verb: str
    path: str
    body: str
    request: str
    response: str
    streaming: bool
    reads: bool
    """Whether it changes nothing."""


@dataclass(frozen=True, slots=True)
class Contract:
    """All of it; `services` are names with their comments."""

    services: dict[str, str]
    methods: tuple[Method, ...]
    messages: dict[str, Message]
    enums: dict[str, Enum]


def read() -> Contract:
    """Return what proto/ says."""
    services: dict[str, str] = {}
    methods: list[Method] = []
    messages: dict[str, Message] = {}
    enums: dict[str, Enum] = {}
    for file in map(File, protos()):
        for number, service in enumerate(file.proto.service):
            found = [
                way
                for index, method in enumerate(service.method)
                for way in _ways(
                    service.name, method, file.comment(_SERVICE, number, _METHOD, index)
                )
            ]
            if found:
                services[service.name] = file.comment(_SERVICE, number)
            methods += found
        for number, enum in enumerate(file.proto.enum_type):
            enums[enum.name] = _enum(file, (_ENUM, number), enum, enum.name)
        for number, message in enumerate(file.proto.message_type):
            _collect(file, (_MESSAGE, number), message, message.name, messages, enums)
    return Contract(services, tuple(methods), messages, enums)


def short(full: str) -> str:
    """Return a name without our package; others keep theirs."""
    return full.removeprefix(".").removeprefix(f"{PACKAGE}.")


def _ways(service: str, method: MethodDescriptorProto, comment: str) -> Iterator[Method]:
    options: Any = method.options  # extensions have no types
    first = options.Extensions[annotations_pb2.http]
    for rule in (first, *first.additional_bindings):
        verb = rule.WhichOneof("pattern")
        if verb is None:
            continue
        yield Method(
            service=service,
            name=method.name,
            comment=comment,
            verb=verb.upper(),
            path=getattr(rule, verb),
            body=rule.body,
            request=short(method.input_type),
            response=short(method.output_type),
            streaming=method.server_streaming,
            reads=method.options.idempotency_level == MethodOptions.NO_SIDE_EFFECTS,
        )


def _collect(
    file: File,
    at: At,
    proto: DescriptorProto,
    name: str,
    messages: dict[str, Message],
    enums: dict[str, Enum],
) -> None:
    fields = tuple(
        Field(file.comment(*at, _FIELD, index), field) for index, field in enumerate(proto.field)
    )
    messages[name] = Message(name, file.comment(*at), proto, fields)
    for index, enum in enumerate(proto.enum_type):
        full = f"{name}.{enum.name}"
        enums[full] = _enum(file, (*at, _NESTED_ENUM, index), enum, full)
    for index, nested in enumerate(proto.nested_type):
        _collect(file, (*at, _NESTED, index), nested, f"{name}.{nested.name}", messages, enums)


def _enum(file: File, at: At, proto: EnumDescriptorProto, name: str) -> Enum:
    values = tuple(
        (value.name, file.comment(*at, _VALUE, index))
        for index, value in enumerate(proto.value)
        if not value.name.lower().endswith("_unspecified")
    )
    return Enum(name, file.comment(*at), values)
