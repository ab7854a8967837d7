"""A shell for the examples of the documentation, with a server of its own behind them."""

import asyncio
import json
import os
import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.acceptance.markdown import ROOT, Block
from tests.acceptance.stack import Stack

SECONDS = 100
NEEDED = ("bash", "curl")
"""What pip cannot bring."""

_BUF = Path(sys.executable).with_name("buf")
# Where grpcurl is not installed, buf asks the same: by reflection, over the same port.
_GRPCURL = f"""#!{sys.executable}
import os, sys
words, options, rest = sys.argv[1:], [], []
while words:
    word = words.pop(0)
    if word == "-H":
        options += ["-H", words[0], "--reflect-header", words.pop(0)]
    elif word == "-d":
        options += ["-d", words.pop(0)]
    elif word != "-plaintext":
        rest.append(word)
host, *what = rest
listing = what == ["list"]
target = f"http://{{host}}" if listing else f"http://{{host}}/{{what[0]}}"
kind = ["--list-services"] if listing else []
common = ["--protocol", "grpc", "--http2-prior-knowledge", *kind, *options, target]
os.execv({str(_BUF)!r}, ["buf", "curl", *common])
"""
# `jq [-r] .name[0].name`, which is all that the examples need of it.
_JQ = f"""#!{sys.executable}
import json, re, sys
value = json.load(sys.stdin)
for name, index in re.findall(r"([a-zA-Z_]+)|\\[(\\d+)\\]", sys.argv[-1]):
    value = value[name] if name else value[int(index)]
plain = "r" in "".join(sys.argv[1:-1]) and isinstance(value, str)
print(value if plain else json.dumps(value, indent=2))
"""


def _path() -> str:
    """Return PATH, with what the environment and `make tools` have installed."""
    ours = [str(Path(sys.executable).parent), str(ROOT / ".tools" / "grpcurl")]
    return os.pathsep.join([*ours, os.environ["PATH"]])


class Shell:
    """Runs the blocks of one page, in order and in one folder, against one server."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.home = Path(stack.env["HOME"])
        self.folder = stack.root / "checkout"
        self._out = stack.root / "out"
        self._asked = stack.root / "serve.env"
        for folder in (self.folder, self._out):
            folder.mkdir()
        (self.folder / ".venv").symlink_to(ROOT / ".venv")
        # curl says by its exit code that an example was refused; its reader sees it anyway.
        (self.home / ".curlrc").write_text("fail-with-body\nmax-time = 60\n")
        # The token is the server's own, where the examples read it.
        del stack.env["AGENT_API_SECRET"]
        stack.env["OPSDECK_HOME"] = str(self.home / ".opsdeck")
        self._install("make", '#!/bin/sh\n[ "$1" = run ] && env -0 > "$DOCS_SERVE_ENV"\n')
        for name, text in (("grpcurl", _GRPCURL), ("jq", _JQ)):
            if self.find(name) is None:
                self._install(name, text)

    @staticmethod
    def find(name: str) -> str | None:
        """Return where a program is, as it is known elsewhere; None where it is not."""
        return shutil.which(name, path=_path())

    async def start(self, block: Block | None = None) -> None:
        """Start the server, with the variables of a block."""
        if block is not None:
            await self._bash(block.text)
            asked = dict(
                entry.split("=", 1) for entry in self._asked.read_text().split("\0") if entry
            )
            ours = self._environment()
            own = ("_", "SHLVL", "PWD", "OLDPWD")
            changed = {
                name: value
                for name, value in asked.items()
                if ours.get(name) != value and name not in own
            }
            self.stack.env.update(changed)
        await self.stack.start()

    async def run(self, blocks: Sequence[Block]) -> list[str]:
        """Run blocks in one shell, so that variables go on; return what each printed."""
        lines = ["set -euo pipefail"]
        for number, block in enumerate(blocks):
            out = shlex.quote(str(self._out / str(number)))
            text = block.text
            if block.mark == "test: fails":
                text = f"if {{\n{text}}}; then echo 'this should have failed' >&2; exit 99; fi\n"
            lines.append(f"echo 'line {block.line}' >&2\n{{\n{text}}} > {out}")
        await self._bash("\n".join(lines) + "\n")
        return [(self._out / str(number)).read_text() for number in range(len(blocks))]

    async def _bash(self, script: str) -> None:
        port = str(self.stack.port)
        for host in ("localhost", "127.0.0.1"):
            script = script.replace(f"{host}:3456", f"{host}:{port}")
        process = await asyncio.create_subprocess_exec(
            "bash",
            "-c",
            script,
            cwd=self.folder,
            env=self._environment(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        try:
            async with asyncio.timeout(SECONDS):
                said, _ = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        printed = "".join(path.read_text() for path in sorted(self._out.iterdir()))
        log = self.stack.log.read_text()[-2000:] if self.stack.log.exists() else ""
        assert process.returncode == 0, f"{said.decode()}\n{printed[-3000:]}\n{log}"

    def _environment(self) -> dict[str, str]:
        return {
            **self.stack.env,
            "PATH": os.pathsep.join([str(self.stack.root / "shims"), _path()]),
            "PORT": str(self.stack.port),
            "DOCS_SERVE_ENV": str(self._asked),
        }

    def _install(self, name: str, text: str) -> None:
        path = self.stack.root / "shims" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)


def same_shape(shown: Any, printed: Any, where: str = "") -> list[str]:
    """Return where an answer that is shown differs from the one that came, values aside."""
    kinds: set[str] = {type(shown).__name__, type(printed).__name__}
    if kinds == {"dict"}:
        wrong = [f"{where}.{name} is not in both" for name in {*shown} ^ {*printed}]
        for name in {*shown} & {*printed}:
            wrong += same_shape(shown[name], printed[name], f"{where}.{name}")
        return wrong
    if kinds == {"list"} and bool(shown) == bool(printed):
        return same_shape(shown[0], printed[0], f"{where}[0]") if shown else []
    if kinds == {"list"} or (len(kinds) > 1 and kinds != {"int", "float"}):
        return [f"{where}: {shown!r}, but {printed!r}"]
    return []


def parse(text: str) -> Any:
    """Return the JSON of an answer."""
    return json.loads(text)
