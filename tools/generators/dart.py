"""Dart: the generated part of the pub package in gen/dart, where its plugin is.

The plugin is not to be had from PyPI or npm: tools/dart.sh makes it, or
`dart pub global activate protoc_plugin` installs it. Without it gen/dart stays as it is.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from google.protobuf.descriptor_pb2 import FileDescriptorSet, MethodOptions

from generators.commands import ROOT, contract, protoc

PLUGIN_VERSION = "25.0.0"
TOOLS = ROOT / ".tools" / "dart"
_TREE = "dart/lib/src/gen"


def plugin() -> Path | None:
    """Return the plugin that gen/dart is made with, where there is one."""
    made = TOOLS / "bin" / "protoc-gen-dart"
    if made.exists():
        # Debian goes on; another version writes other code.
        version = (TOOLS / "plugin-version").read_text().strip()
        return made if version == PLUGIN_VERSION else None
    found = shutil.which("protoc-gen-dart")
    return Path(found) if found else None


TREES = (_TREE,) if plugin() else ()


def generate(out: Path) -> None:
    """Write TREES below `out`, or say that they are left out."""
    found = plugin()
    if found is None:
        print(
            f"gen/dart is left out: no protoc-gen-dart {PLUGIN_VERSION}; `make tools` makes it,"
            f" or `dart pub global activate protoc_plugin {PLUGIN_VERSION}`",
            file=sys.stderr,
        )
        return
    target = out / _TREE
    target.mkdir(parents=True)
    protoc(f"--plugin=protoc-gen-dart={found}", f"--dart_out=grpc:{target}", *contract())
    (target / "repeatable.dart").write_text(_repeatable(out / "descriptor" / "opsdeck.binpb"))


def _repeatable(image: Path) -> str:
    """Return a set of the methods that may be sent twice: Dart's messages know no options."""
    files = FileDescriptorSet.FromString(image.read_bytes()).file
    paths = sorted(
        f"/{file.package}.{service.name}/{method.name}"
        for file in files
        if file.package == "opsdeck.v1"
        for service in file.service
        for method in service.method
        if method.options.idempotency_level != MethodOptions.IDEMPOTENCY_UNKNOWN
    )
    lines = "".join(f"  '{path}',\n" for path in paths)
    return (
        "// This is a generated file - do not edit.\n\n"
        "/// The methods of which a second call does no more than the first.\n"
        f"const Set<String> repeatable = {{\n{lines}}};\n"
    )
