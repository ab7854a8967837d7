"""Messages and enums as schemas, as the transcoder reads and prints them."""

from collections.abc import Callable, Collection
from typing import Any

from google.protobuf.descriptor_pb2 import FieldDescriptorProto

from tools.openapi import rules
from tools.openapi.contract import Contract, Enum, Field, Message
from tools.openapi.rules import Schema

_T = FieldDescriptorProto

_SCALARS: dict[int, tuple[Schema, Any]] = {
    _T.TYPE_STRING: ({"type": "string"}, ""),
    _T.TYPE_BOOL: ({"type": "boolean"}, False),
    _T.TYPE_DOUBLE: ({"type": "number", "format": "double"}, 0),
    _T.TYPE_BYTES: ({"type": "string", "contentEncoding": "base64"}, ""),
    _T.TYPE_INT32: (
        {"type": "integer", "format": "int32", "minimum": -(2**31), "maximum": 2**31 - 1},
        0,
    ),
    _T.TYPE_UINT32: (
        {"type": "integer", "format": "uint32", "minimum": 0, "maximum": 2**32 - 1},
        0,
    ),
}
"""Schema and zero of each type. No int64: JSON would print it as a string."""

_WELL_KNOWN: dict[str, Schema] = {
    "google.protobuf.Timestamp": {"type": "string", "format": "date-time"},
}

KEY_FIELD = "request_id"
"""The idempotency key: REST callers send it as a header."""


class Schemas:
    """Collects the schemas that operations refer to."""

    def __init__(self, contract: Contract, camel: Collection[str], snake: Collection[str]) -> None:
        """`camel` and `snake` are the messages that answers of that spelling hold, at any depth."""
        self._contract = contract
        self._camel = camel
        self._answers = {*camel, *snake}
        self.components: dict[str, Schema] = {}

    def answer(self, name: str, *, snake: bool) -> Schema:
        """Return a reference to a message that is answered."""
        message = self._contract.messages[name]
        component = _component(name)
        if snake and name in self._camel and spelled_twice(self._contract, name):
            component += "SnakeCase"
        return self._refer(component, lambda: self._answered(message, snake=snake))

    def body(self, name: str, fields: Collection[Field], *, snake: bool) -> Schema:
        """Return a reference to a message that is asked, with some of its fields."""
        message = self._contract.messages[name]
        component = _component(name) + ("Input" if name in self._answers else "")
        return self._refer(component, lambda: self._asked(message, fields, snake=snake))

    def field(self, field: Field, *, snake: bool, asked: bool) -> Schema:
        """Return the schema of one field, with its rules and its description."""
        own = rules.field(field.rules)
        if self._is_map(field):
            value = self._contract.messages[field.type_name].fields[1]
            values = self._one(value, snake=snake, asked=asked)
            schema = {"type": "object", "additionalProperties": values}
        elif field.repeated:
            items = self._one(field, snake=snake, asked=asked) | own.pop("items", {})
            schema = {"type": "array", "items": items}
        else:
            schema = self._one(field, snake=snake, asked=asked)
        schema = schema | own
        text = " ".join([*field.comment.split(), rules.told(field.rules)]).strip()
        return {**schema, "description": text} if text else schema

    def is_required(self, field: Field) -> bool:
        """Return whether a request must have a field: its rules refuse what it is without."""
        if field.rules.required:
            return True
        own = rules.field(field.rules)
        if field.repeated:
            return not rules.takes(own, [])
        if field.proto.proto3_optional or field.type_name:
            return False
        return not rules.takes(own, _SCALARS[field.proto.type][1])

    def _one(self, field: Field, *, snake: bool, asked: bool) -> Schema:
        name = field.type_name
        if name in _WELL_KNOWN:
            return dict(_WELL_KNOWN[name])
        if name in self._contract.enums:
            enum = self._contract.enums[name]
            return self._refer(_component(name), lambda: _words(enum))
        if name and asked:
            return self.body(name, self._contract.messages[name].fields, snake=snake)
        if name:
            return self.answer(name, snake=snake)
        if field.proto.type not in _SCALARS:
            raise ValueError(f"{field.proto.name}: JSON would not print this type as a number")
        return dict(_SCALARS[field.proto.type][0])

    def _answered(self, message: Message, *, snake: bool) -> Schema:
        schema = self._object(message, message.fields, snake=snake, asked=False)
        always = [field.name(snake=snake) for field in message.fields if self._is_always(field)]
        return {**schema, "required": always} if always else schema

    def _asked(self, message: Message, fields: Collection[Field], *, snake: bool) -> Schema:
        schema = self._object(message, fields, snake=snake, asked=True)
        must = [field.name(snake=snake) for field in fields if self.is_required(field)]
        schema = {**schema, "required": must} if must else schema
        return rules.both(schema, rules.message(message.rules))

    def _object(
        self, message: Message, fields: Collection[Field], *, snake: bool, asked: bool
    ) -> Schema:
        text = " ".join([*message.comment.split(), rules.told(message.rules)]).strip()
        arms = [
            [f"`{f.name(snake=snake)}`" for f in fields if _arm_of(f) == number]
            for number in range(len(message.proto.oneof_decl))
        ]
        for arm in filter(None, arms):
            text += f" One of {', '.join(arm)} is there."
        properties = {f.name(snake=snake): self.field(f, snake=snake, asked=asked) for f in fields}
        return {"type": "object", "description": text, "properties": properties}

    def _is_always(self, field: Field) -> bool:
        """Return whether an answer always has a field, a zero too."""
        if field.repeated:
            return True
        message = field.proto.type == _T.TYPE_MESSAGE
        return not (message or field.proto.HasField("oneof_index"))

    def _is_map(self, field: Field) -> bool:
        message = self._contract.messages.get(field.type_name)
        return message is not None and message.proto.options.map_entry

    def _refer(self, component: str, make: Callable[[], Schema]) -> Schema:
        if component not in self.components:
            self.components[component] = {}  # a message may hold itself
            self.components[component] = make()
        return {"$ref": f"#/components/schemas/{component}"}


def _component(name: str) -> str:
    return name.replace(".", "")


def _arm_of(field: Field) -> int | None:
    one = field.proto.HasField("oneof_index") and not field.proto.proto3_optional
    return field.proto.oneof_index if one else None


def _words(enum: Enum) -> Schema:
    lines = [f"- `{name}`: {' '.join(comment.split())}" for name, comment in enum.values]
    text = "\n".join([" ".join(enum.comment.split()), "", *lines])
    return {"type": "string", "description": text, "enum": [name for name, _ in enum.values]}


def held(contract: Contract, name: str) -> set[str]:
    """Return a message and all that it holds, at any depth."""
    found: set[str] = set()
    left = [name]
    while left:
        at = left.pop()
        if at in contract.messages and at not in found:
            found.add(at)
            left += [field.type_name for field in contract.messages[at].fields]
    return found


def spelled_twice(contract: Contract, name: str) -> bool:
    """Return whether a message looks different in snake_case and camelCase."""
    return any(
        field.proto.name != field.proto.json_name
        for each in held(contract, name)
        for field in contract.messages[each].fields
    )
