"""Programs with the code that the last release generated, made anew from its contract."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from google.protobuf.descriptor_pb2 import FileDescriptorSet

from tests.acceptance.stack import TOKEN
from tests.clients import typescript
from tests.skew.contract import RELEASED, Json

PROGRAMS = Path(__file__).with_name("programs")


@dataclass(frozen=True, slots=True)
class Program:
    """How a program is started."""

    words: Sequence[str]
    env: dict[str, str]

    async def run(self, port: int, what: str, fields: Json) -> Json:
        """Run it; return what it printed."""
        process = await asyncio.create_subprocess_exec(
            *self.words,
            f"127.0.0.1:{port}",
            TOKEN,
            what,
            json.dumps(fields),
            env={"PATH": os.environ["PATH"], **self.env},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(40):
                output, errors = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        assert process.returncode == 0, errors.decode()
        return json.loads(output)


def python(folder: Path) -> Program:
    """Generate Python from the last release's contract; return the program that uses it."""
    ours = [name for name in _files() if name.startswith("opsdeck/")]
    services = [name for name in ours if name.endswith("_service.proto")]
    _protoc(f"--python_out={folder}", *ours)
    _protoc(f"--grpc_python_out={folder}", *services)
    # A package of today's would be found before a folder that is none.
    for package in ("opsdeck", "opsdeck/v1"):
        (folder / package / "__init__.py").touch()
    return Program([sys.executable, str(PROGRAMS / "older.py")], {"PYTHONPATH": str(folder)})


def node(folder: Path) -> Program:
    """Generate TypeScript from the last release's contract; return the program that uses it."""
    typescript.build()
    modules = typescript.PACKAGE / "node_modules"
    made = folder / "gen"
    made.mkdir()
    plugin = f"--plugin={modules / '.bin' / 'protoc-gen-es'}"
    _protoc(plugin, f"--es_out={made}", "--es_opt=target=ts", *_files())
    shutil.copy(PROGRAMS / "older.ts", folder)
    esbuild = typescript.PROGRAMS / "node_modules" / ".bin" / "esbuild"
    bundle = ["--bundle", "--platform=node", "--format=esm", "--log-level=warning"]
    _done([str(esbuild), "older.ts", *bundle, "--outfile=older.mjs"], folder, NODE_PATH=modules)
    return Program([str(typescript.NODE), str(folder / "older.mjs")], {})


def _files() -> list[str]:
    files = FileDescriptorSet.FromString(RELEASED.read_bytes()).file
    return [file.name for file in files if not file.name.startswith("google/protobuf/")]


def _protoc(*words: str) -> None:
    command = [sys.executable, "-m", "grpc_tools.protoc", f"--descriptor_set_in={RELEASED}"]
    _done([*command, *words], PROGRAMS)


def _done(command: list[str], folder: Path, **env: Path) -> None:
    path = f"{typescript.NODE.parent}{os.pathsep}{os.environ['PATH']}"
    words = {name: str(value) for name, value in env.items()}
    done = subprocess.run(
        command, cwd=folder, env={"PATH": path, **words}, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{' '.join(command)}:\n{done.stdout}{done.stderr}"
