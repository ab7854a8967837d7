"""A whole opsdeck, as a user starts it: the server's process, its Envoy, real git, real SQLite."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import grpc
import httpcore

from opsdeck_server.supervisor import tree
from tests.fakes.git_origin import Origin, make_origin
from tests.fakes.programs import install_claude, install_gh, read_log

TOKEN = "test-token-0123456789"
READY_SECONDS = 40


def free_port() -> int:
    """Return a port of loopback that nobody has right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass(frozen=True, slots=True)
class Answer:
    """What REST answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(slots=True)
class Stack:
    """One installation: its folders, its fakes, and the server while it runs."""

    root: Path
    env: dict[str, str]
    origin: Origin
    port: int = field(default_factory=free_port)
    scenario: str = ""
    server: asyncio.subprocess.Process | None = None
    log: Path = field(init=False)
    watching: list["asyncio.Task[None]"] = field(default_factory=list["asyncio.Task[None]"])
    """Those who come back as long as there is a server, and are ended with it."""
    _http: httpcore.AsyncConnectionPool | None = None

    def __post_init__(self) -> None:
        self.log = self.root / "server.log"

    @classmethod
    def make(cls, root: Path, **env: str) -> Self:
        """Lay an installation out under `root`, which should have a short name."""
        origin = make_origin(root / "origin")
        home = root / "home"
        home.mkdir()
        claude, _ = install_claude(root / "bin")
        gh = install_gh(root / "bin", root / "gh")
        (root / "gh").mkdir()
        settings = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "IS_SANDBOX": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "AGENT_API_SECRET": TOKEN,
            "OPSDECK_HOME": str(root / "deck"),
            "GIT_REMOTE_TEMPLATE": origin.template,
            "CLAUDE_CODE_PATH": str(claude),
            "GH_PATH": str(gh),
            "ENABLE_SIMULATOR": "1",
            "OPSDECK_SIMULATOR_PACE": "0",
            "WEBHOOK_ALLOW_PRIVATE": "1",
            "WEBHOOK_SECRET": "hook-secret",
            "LOG_LEVEL": "debug",
            **env,
        }
        return cls(root, settings, origin)

    # -- life ----------------------------------------------------------------------

    async def start(self, failpoint: str = "") -> Self:
        """Start the server and wait until it says that it is ready."""
        env = {**self.env, "PORT": str(self.port)}
        if failpoint:
            env["OPSDECK_FAILPOINT"] = failpoint
        with self.log.open("ab") as log:
            self.server = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "opsdeck_server.cli",
                "serve",
                cwd=self.root,
                env=env,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        assert self.server.stdout is not None
        async with asyncio.timeout(READY_SECONDS):
            while line := await self.server.stdout.readline():
                if b"is ready on" in line:
                    return self
        raise AssertionError(f"the server did not start:\n{self.log.read_text()[-3000:]}")

    async def died(self, seconds: float = 30) -> None:
        """Wait until the server is dead by itself."""
        assert self.server is not None
        async with asyncio.timeout(seconds):
            await self.server.wait()

    async def kill(self) -> None:
        """SIGKILL the server."""
        assert self.server is not None
        self.server.kill()
        await self.server.wait()

    async def stop(self) -> int:
        """SIGTERM the server and wait for its end; return its exit code."""
        assert self.server is not None
        if self.server.returncode is None:
            self.server.send_signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(40):
                    await self.server.wait()
            except TimeoutError:
                await self.kill()
                raise
        assert self.server.returncode is not None
        return self.server.returncode

    async def close(self) -> None:
        """End everything that is left of this installation."""
        for task in self.watching:
            task.cancel()
        await asyncio.gather(*self.watching, return_exceptions=True)
        if self._http is not None:
            await self._http.aclose()
        started: set[int] = set()
        if self.server is not None and self.server.returncode is None:
            # Stopped first: a supervisor that it was just starting would be nobody's child.
            self.server.send_signal(signal.SIGSTOP)
            started = set(tree.descendants({self.server.pid}, tree.processes()))
            await self.kill()
        while left := started | self.processes().keys():
            started = set()
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            await asyncio.sleep(0.01)  # what they were starting is seen in the next look

    # -- asking --------------------------------------------------------------------

    async def call(
        self,
        method: str,
        path: str,
        body: object = None,
        headers: Mapping[str, str] | None = None,
        *,
        token: str | None = TOKEN,
        raw: bytes | None = None,
    ) -> Answer:
        """Ask over REST."""
        if self._http is None:
            self._http = httpcore.AsyncConnectionPool(max_connections=64)
        content = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        sent: dict[str, str] = {
            "Host": f"127.0.0.1:{self.port}",
            "Content-Length": str(len(content)),
        }
        if content:
            sent["Content-Type"] = "application/json"
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        answer = await self._http.request(
            method,
            f"http://127.0.0.1:{self.port}{path}",
            headers={**sent, **dict(headers or {})},
            content=content,
            extensions={"timeout": {"connect": 5, "read": 60, "write": 10, "pool": 60}},
        )
        seen = {name.decode().lower(): value.decode() for name, value in answer.headers}
        return Answer(answer.status, seen, answer.content)

    async def get(self, path: str) -> Any:
        answer = await self.call("GET", path)
        assert answer.status == 200, (answer.status, answer.body)
        return answer.json

    async def post(self, path: str, body: object = None, expect: int = 201) -> Any:
        answer = await self.call("POST", path, {} if body is None else body)
        assert answer.status == expect, (answer.status, answer.body)
        return answer.json

    async def create_job(self, prompt: str, **fields: object) -> str:
        """Queue a job on the sample repository; return its id."""
        body = {
            "githubOrg": self.origin.org,
            "githubRepo": self.origin.repo,
            "branchName": "feature/one",
            "prompt": prompt,
            **fields,
        }
        return (await self.post("/jobs", body))["id"]

    def channel(self) -> grpc.aio.Channel:
        """Return a channel through Envoy's port."""
        return grpc.aio.insecure_channel(f"127.0.0.1:{self.port}")

    @property
    def metadata(self) -> tuple[tuple[str, str], ...]:
        return (("authorization", f"Bearer {TOKEN}"),)

    @asynccontextmanager
    async def events(
        self, stream_id: str, after: str = "", family: str = "jobs"
    ) -> AsyncGenerator[AsyncGenerator[dict[str, Any]]]:
        """Watch a job, or one of `sessions`, by Server-Sent Events; yields each decoded `data:`."""
        pool = httpcore.AsyncConnectionPool()
        query = f"?after={after}" if after else ""
        async with (
            pool,
            pool.stream(
                "GET",
                f"http://127.0.0.1:{self.port}/{family}/{stream_id}/events{query}",
                headers={"Host": "opsdeck", "Authorization": f"Bearer {TOKEN}"},
                extensions={"timeout": {"connect": 5, "read": 60, "write": 10, "pool": 5}},
            ) as answer,
        ):
            assert answer.status == 200, answer.status

            async def decoded() -> AsyncGenerator[dict[str, Any]]:
                rest = b""
                async for chunk in answer.aiter_stream():
                    *lines, rest = (rest + chunk).split(b"\n")
                    for line in lines:
                        if line.startswith(b"data:"):
                            yield json.loads(line[5:])

            yield decoded()

    async def finished(self, job_id: str, seconds: float = 45) -> dict[str, Any]:
        """Wait for the last event of a job, over restarts of the server; return the job."""
        deadline = time.monotonic() + seconds
        cursor = ""
        while time.monotonic() < deadline:
            try:
                async with asyncio.timeout(deadline - time.monotonic()):
                    async with self.events(job_id, cursor) as answers:
                        async for answer in answers:
                            cursor = answer["cursor"]
                return await self.get(f"/jobs/{job_id}?includeMessages=true")
            except (httpcore.NetworkError, httpcore.RemoteProtocolError):
                await asyncio.sleep(0.05)
        raise AssertionError(f"job {job_id} does not end:\n{self.log.read_text()[-4000:]}")

    # -- looking -------------------------------------------------------------------

    @property
    def bare(self) -> Path:
        """The bare repository that the server keeps."""
        return self.root / "deck" / "repos" / self.origin.org / f"{self.origin.repo}.git"

    def pull_requests(self) -> list[list[str]]:
        """Return the words of each `gh pr create`."""
        calls = read_log(self.root / "gh" / "calls.jsonl")
        return [call["argv"] for call in calls if call["argv"][:2] == ["pr", "create"]]

    def agent_starts(self) -> list[dict[str, Any]]:
        """Return what the agent's stand-in noted at each of its starts."""
        return read_log(self.root / "bin" / "claude.jsonl", "start")

    def processes(self) -> dict[int, str]:
        """Return all processes of this installation: those that carry its folder about."""
        found: dict[int, str] = {}
        mark = str(self.root).encode()
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            try:
                argv = (entry / "cmdline").read_bytes()
                about = (entry / "environ").read_bytes() + argv
                state = (entry / "stat").read_bytes().rsplit(b")", 1)[1].split()[0].decode()
            except OSError:
                continue
            if mark in about and state not in "ZX":
                found[int(entry.name)] = argv.replace(b"\0", b" ").decode("utf-8", "replace")
        return found

    def supervisors(self) -> set[int]:
        """Return the supervisors of the agents that run: their parents."""
        return {
            int((Path("/proc") / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()[1])
            for pid, words in self.leftovers().items()
            if "fakes/claude" in words
        }

    def leftovers(self) -> dict[int, str]:
        """Return the processes that are there beside the server and its helpers."""
        return {
            pid: words
            for pid, words in self.processes().items()
            if "opsdeck_server.cli serve" not in words
            and "envoy" not in words.split(" ")[0]
            and "opsdeck_gateway" not in words
        }
