"""Writes docs/reference/grpc.md from the protos and their comments: python tools/grpc_reference.py.

A test compares, so that the page and the contract cannot drift apart.
"""

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from google.api import annotations_pb2
from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    EnumDescriptorProto,
    FieldDescriptorProto,
    FileDescriptorProto,
    FileDescriptorSet,
    MethodDescriptorProto,
)

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "grpc.md"
PACKAGE = "opsdeck.v1"

HEAD = """\
# gRPC

<!-- Written by tools/grpc_reference.py; change the comments of the protos, not this page. -->

Package `opsdeck.v1`, on the same port as [REST](rest.md), in the clear (h2c). Reflection is on, so
`grpcurl` and `buf curl` need no protos; `grpc.health.v1` says how the server is. Browsers use
gRPC-Web, on the same port too.

Every call needs the metadata `authorization: Bearer <token>`, but for `SystemService.GetLive` and
`GetReady`. Creates take an idempotency key as `request_id`, or as the metadata `idempotency-key`.
Errors carry a `google.rpc.ErrorInfo`: [Errors](errors.md). The bounds of fields are in
[the protos](../../proto/opsdeck/v1), and are checked before anything else happens.

A stream that you leave cancels nothing. Set deadlines on calls that answer once; a cancel may take
some 10 seconds, a create of a client as long as its clone.
"""

_SERVICE, _MESSAGE, _ENUM = 6, 4, 5
"""Numbers of fields in FileDescriptorProto, which is how source info names places."""

_FIELD, _NESTED, _NESTED_ENUM, _METHOD, _VALUE = 2, 3, 4, 2, 2

_KINDS = {
    value: name.removeprefix("TYPE_").lower() for name, value in FieldDescriptorProto.Type.items()
}

Path_ = tuple[int, ...]


class File:
    """A proto file with its comments."""

    def __init__(self, proto: FileDescriptorProto) -> None:
        self.proto = proto
        self._comments = {
            tuple(place.path): place.leading_comments for place in proto.source_code_info.location
        }

    def comment(self, *path: int) -> str:
        """Return the comment of what is at a path, without its layout."""
        return "\n".join(
            line.removeprefix(" ") for line in self._comments.get(path, "").strip("\n").split("\n")
        )

    def line(self, *path: int) -> str:
        """Return a comment as one line, fit for a cell of a table."""
        return " ".join(self.comment(*path).split()).replace("|", "\\|")


def page() -> str:
    """Return the whole page."""
    files = [File(proto) for proto in protos()]
    services = [part for file in files for part in _services(file)]
    messages = [part for file in files for part in _messages(file)]
    return "\n".join([HEAD, *services, "## Messages\n", *messages])


def protos() -> Sequence[FileDescriptorProto]:
    """Return our files, with their comments, by name."""
    buf = str(Path(sys.executable).with_name("buf"))
    form = ["--as-file-descriptor-set", "--output", "-"]
    built = subprocess.run(
        [buf, "build", "proto", *form], cwd=ROOT, capture_output=True, check=True, timeout=60
    )
    image = FileDescriptorSet.FromString(built.stdout)
    return sorted((f for f in image.file if f.package == PACKAGE), key=lambda f: f.name)


def _services(file: File) -> Iterator[str]:
    for number, service in enumerate(file.proto.service):
        lines = [f"## {service.name}", "", file.comment(_SERVICE, number), ""]
        for index, method in enumerate(service.method):
            comment = file.comment(_SERVICE, number, _METHOD, index)
            lines += [f"### {service.name}.{method.name}", "", _call(method), ""]
            lines += [_errors_as_list(comment), ""]
        yield "\n".join(lines)


def _call(method: MethodDescriptorProto) -> str:
    answer = f"{'stream of ' if method.server_streaming else ''}{_linked(method.output_type)}"
    return f"{_linked(method.input_type)} → {answer}{_rest(method.options)}"


def _rest(options: Any) -> str:  # extensions have no types
    rule = options.Extensions[annotations_pb2.http]
    verb = rule.WhichOneof("pattern")
    return f" · REST: `{verb.upper()} {getattr(rule, verb)}`" if verb else ""


def _errors_as_list(comment: str) -> str:
    return re.sub(r"^(?=[A-Z_]{5,} `)", "- ", comment, flags=re.MULTILINE)


def _messages(file: File) -> Iterator[str]:
    for number, enum in enumerate(file.proto.enum_type):
        if enum.name != "ErrorReason":  # it has a page of its own
            yield _enum(file, (_ENUM, number), enum, enum.name)
    for number, message in enumerate(file.proto.message_type):
        yield from _message(file, (_MESSAGE, number), message, message.name)


def _message(file: File, at: Path_, message: DescriptorProto, name: str) -> Iterator[str]:
    lines = [f"### {name}", "", file.comment(*at), ""]
    if message.field:
        lines += ["| field | type | |", "| --- | --- | --- |"]
    for index, field in enumerate(message.field):
        lines.append(f"| `{field.name}` | {_type(field)} | {file.line(*at, _FIELD, index)} |")
    yield "\n".join([*lines, ""] if message.field else lines)
    for index, enum in enumerate(message.enum_type):
        yield _enum(file, (*at, _NESTED_ENUM, index), enum, f"{name}.{enum.name}")
    for index, nested in enumerate(message.nested_type):
        if not nested.options.map_entry:
            yield from _message(file, (*at, _NESTED, index), nested, f"{name}.{nested.name}")


def _enum(file: File, at: Path_, enum: EnumDescriptorProto, name: str) -> str:
    lines = [f"### {name}", "", file.comment(*at), "", "| value | |", "| --- | --- |"]
    for index, value in enumerate(enum.value):
        lines.append(f"| `{value.name}` | {file.line(*at, _VALUE, index)} |")
    return "\n".join([*lines, ""])


def _type(field: FieldDescriptorProto) -> str:
    if field.type_name.endswith("Entry"):
        return "map of string to string"
    kind = _linked(field.type_name) if field.type_name else _KINDS[field.type]
    if field.label == FieldDescriptorProto.LABEL_REPEATED:
        return f"repeated {kind}"
    return f"optional {kind}" if field.proto3_optional else kind


def _linked(full: str) -> str:
    name = full.removeprefix(".")
    if not name.startswith(f"{PACKAGE}."):
        return name
    short = name.removeprefix(f"{PACKAGE}.")
    return f"[{short}](#{short.lower().replace('.', '')})"


if __name__ == "__main__":
    PAGE.write_text(page())
    print(f"wrote {PAGE.name}")
