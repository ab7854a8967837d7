"""How the generators run their tools."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import resources
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = Path(sys.executable).parent


def protoc(*words: str, path: Path | None = None) -> None:
    """Run the protoc of grpcio-tools on words, with every folder that has protos.

    Programs that a plugin needs are looked for in `path` first.
    """
    well_known = resources.files("grpc_tools") / "_proto"
    folders = ["--proto_path=proto", "--proto_path=third_party/proto", f"--proto_path={well_known}"]
    run(sys.executable, "-m", "grpc_tools.protoc", *folders, *words, path=path)


def run(*command: str, path: Path | None = None) -> None:
    """Run a command in the checkout; its failure ends this program with its exit code."""
    env = dict(os.environ)
    if path is not None:
        env["PATH"] = f"{path}{os.pathsep}{env.get('PATH', '')}"
    done = subprocess.run(
        command, cwd=ROOT, env=env, check=False, stderr=subprocess.PIPE, text=True
    )
    # mypy-protobuf reports each file that it writes; that is of interest only when it fails.
    told = [line for line in done.stderr.splitlines() if not line.startswith("Writing mypy to ")]
    if told:
        print("\n".join(told), file=sys.stderr)
    if done.returncode != 0:
        sys.exit(done.returncode)


def contract() -> list[str]:
    """Return the protos of the contract, as they import each other."""
    folder = ROOT / "proto"
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*.proto"))
