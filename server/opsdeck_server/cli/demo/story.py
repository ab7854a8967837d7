"""What the demo does, one step after the other."""

import asyncio
import os
import secrets
import sys
import time
from collections.abc import Mapping
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from opsdeck_server.cli import rest
from opsdeck_server.cli.connection import Connection
from opsdeck_server.cli.demo.processes import Server, free_port
from opsdeck_server.cli.demo.receiver import Callback, Receiver
from opsdeck_server.cli.demo.sample import (
    BRANCH,
    ORG,
    PROMPT,
    REPO,
    TITLE,
    Sample,
    prompt_for,
)
from opsdeck_server.cli.endpoint import Endpoint
from opsdeck_server.cli.failures import CommandFailed
from opsdeck_server.cli.following import show_end
from opsdeck_server.cli.live import LiveEvents
from opsdeck_server.cli.output import Output, duration, enum_word
from opsdeck_server.cli.watch import Away, watch_job
from opsdeck_server.supervisor.spec import MARK

if TYPE_CHECKING:
    from opsdeck.v1.job_pb2 import Job

_READY_SECONDS = 30.0
_CALLBACK_SECONDS = 20.0
_STOP_SECONDS = 20.0
_PORT_TRIES = 3


class Demo:
    """One run of the demo in a folder that is its own."""

    def __init__(self, folder: Path, agent: str, out: Output) -> None:
        self._folder = folder
        self._agent = agent
        self._out = out
        self._step = 0
        self._token = secrets.token_urlsafe(24)
        self._webhook_secret = secrets.token_urlsafe(24)
        self._port = 0
        self.log = folder / "server.log"
        self.server: Server | None = None

    async def run(self, job_seconds: float) -> dict[str, Any]:
        """Show everything; return what was shown.

        Cancelled or failed, the server may still run: `server.kill()` is for the caller.

        Raises:
            CommandFailed: Something is not as it should be; the message says what.
        """
        began = time.monotonic()
        self._head("A sample repository and its bare origin")
        sample = Sample(self._folder, os.environ)
        await sample.make()
        self._say(f"{ORG}/{REPO}  {sample.origin}")
        with Receiver(self._webhook_secret) as receiver:
            self._head("The server")
            await self._start(sample)
            self._head("A job, over REST")
            job_id = await self._create(receiver.url)
            self._head("What happens")
            job = await self._follow(job_id, job_seconds)
            self._head("The branch at origin")
            commit = await self._show_branch(sample)
            self._head("The diff")
            changed = await self._show_diff(job_id)
            self._head("The callback")
            callback = await self._show_callback(receiver, job)
        self._head("Stop")
        await self._stop()
        took = time.monotonic() - began
        if not self._out.json:
            self._out.say(
                f"\nShown in {duration(took)}: a job over REST, its live events over gRPC, a"
                f" pushed branch with {changed} changed files, a signed callback, a clean stop.",
                style="bold green",
            )
        return {
            "jobId": job_id,
            "agent": self._agent,
            "branch": BRANCH,
            "commit": commit,
            "filesChanged": changed,
            "callbackDelivery": callback.delivery,
            "leftRunning": 0,
            "seconds": round(took, 2),
        }

    def _head(self, text: str) -> None:
        self._step += 1
        if not self._out.json:
            self._out.say(f"\n{self._step}  {text}", style="bold")

    def _say(self, text: str, style: str = "dim") -> None:
        if not self._out.json:
            self._out.say(f"   {text}", style=style)

    async def _ask(
        self, method: str, path: str, body: dict[str, Any] | None = None
    ) -> tuple[int, dict[str, Any]]:
        try:
            return await asyncio.to_thread(
                rest.ask, self._port, method, path, token=self._token, body=body
            )
        except OSError as error:
            raise CommandFailed(f"{method} {path}: {error}") from None

    # -- the steps -----------------------------------------------------------------------------

    async def _start(self, sample: Sample) -> None:
        began = time.monotonic()
        for left in reversed(range(_PORT_TRIES)):
            self._port = free_port()
            self.server = Server(
                [sys.executable, "-m", "opsdeck_server.cli", "serve"],
                env=self._server_env(sample),
                folder=self._folder,
                log=self.log,
            )
            if await self._ready(self.server, last=not left):
                break
        self._say(f"http://127.0.0.1:{self._port}, ready in {time.monotonic() - began:.1f} s")

    async def _ready(self, server: Server, *, last: bool) -> bool:
        deadline = time.monotonic() + _READY_SECONDS
        while time.monotonic() < deadline:
            if (code := server.exit_code) is not None:
                said = server.log_tail()
                if not last and "in use" in said:  # somebody was quicker: another port
                    return False
                words = said.splitlines()[-1:] or ["it said nothing"]
                raise CommandFailed(f"the server ended with exit code {code}: {words[0]}")
            try:
                status, _ = await asyncio.to_thread(
                    rest.ask, self._port, "GET", "/ready", timeout=2
                )
            except OSError:
                status = 0
            if status == 200:
                return True
            await asyncio.sleep(0.05)
        raise CommandFailed(f"the server was not ready in {_READY_SECONDS:g} s")

    async def _create(self, callback_url: str) -> str:
        body = {
            "githubOrg": ORG,
            "githubRepo": REPO,
            "branchName": BRANCH,
            "title": TITLE,
            "prompt": prompt_for(self._agent),
            "agent": self._agent,
            "osFeatureId": "demo",
            "osCallbackUrl": callback_url,
        }
        self._say(f"POST /jobs  {ORG}/{REPO}  {BRANCH}")
        self._say(PROMPT, style="")
        if self._agent == "simulator":
            self._say("(The simulator follows a script for it: it edits, runs and commits really.)")
        status, answer = await self._ask("POST", "/jobs", body)
        if status != 201 or not isinstance(answer.get("id"), str):
            raise CommandFailed(f"POST /jobs answered {status}: {answer.get('error', answer)}")
        job_id: str = answer["id"]
        self._say(f"201  {job_id}, {answer.get('status')}")
        return job_id

    async def _follow(self, job_id: str, seconds: float) -> "Job":
        from opsdeck.v1.job_pb2 import Job
        from opsdeck.v1.job_service_pb2 import GetJobRequest

        server = self.server
        assert server  # noqa: S101  # _start made it
        endpoint = Endpoint("127.0.0.1", self._port, token=self._token)
        try:
            async with asyncio.timeout(seconds), Connection(endpoint) as connection:
                with LiveEvents(self._out.console) as live:
                    answers = watch_job(connection, job_id, partial=live.moving)
                    async with aclosing(answers):
                        async for answer in answers:
                            if isinstance(answer, Away) and server.exit_code is not None:
                                raise CommandFailed("the server ended while the job ran")
                            if not self._out.json:
                                live.answer(answer)
                            await asyncio.to_thread(server.look)
                job = await connection.call(connection.jobs.GetJob, GetJobRequest(id=job_id))
        except TimeoutError:
            raise CommandFailed(f"the job was not over in {duration(seconds)}") from None
        if not self._out.json:
            show_end(self._out, job)
        if job.status != Job.completed:
            raise CommandFailed(
                f"the job {enum_word(Job.Status.Name, job.status)}: "
                f"{job.error or 'it does not say why'}"
            )
        return job

    async def _show_branch(self, sample: Sample) -> str:
        branch = f"refs/heads/{BRANCH}"
        if not await sample.git(sample.origin, "for-each-ref", "--format=%(refname)", branch):
            raise CommandFailed(
                "the agent changed nothing, so nothing was pushed, and there is no branch to show:"
                " try once more"
            )
        log = await sample.git(
            sample.origin, "log", "--format=%h %an: %s", "--stat", f"main..{BRANCH}", "--"
        )
        commit = (await sample.git(sample.origin, "rev-parse", BRANCH, "--")).split()[0]
        if not log.strip():
            raise CommandFailed(f"branch {BRANCH} at origin has nothing new")
        self._say(f"git log --stat main..{BRANCH}")
        if not self._out.json:
            self._out.say(log.rstrip())
        return commit

    async def _show_diff(self, job_id: str) -> int:
        status, answer = await self._ask("GET", f"/jobs/{job_id}/diff")
        if status != 200 or not answer.get("diff"):
            raise CommandFailed(f"GET /jobs/{job_id}/diff answered {status}: {answer}")
        if not self._out.json:
            self._out.diff(answer["diff"])
        return int(answer["filesChanged"])

    async def _show_callback(self, receiver: Receiver, job: "Job") -> Callback:
        callback = await asyncio.to_thread(receiver.wait, _CALLBACK_SECONDS)
        if callback is None:
            what = "came with a wrong signature" if receiver.refused else "did not come"
            raise CommandFailed(f"the callback {what} in {_CALLBACK_SECONDS:g} s")
        payload = callback.payload
        if (payload.get("jobId"), payload.get("status")) != (job.id, "completed"):
            raise CommandFailed(f"the callback says something else: {payload}")
        self._say(f"{payload['jobId']} {payload['status']}, delivery {callback.delivery}")
        self._say(f"X-Agent-Signature {callback.signature[:23]}… is right")
        return callback

    async def _stop(self) -> None:
        server = self.server
        assert server  # noqa: S101  # _start made it
        code = await asyncio.to_thread(server.stop, _STOP_SECONDS)
        if code is None:
            raise CommandFailed(f"the server did not stop in {_STOP_SECONDS:g} s")
        if code:
            raise CommandFailed(f"the server stopped with exit code {code}")
        if left := await asyncio.to_thread(server.leftovers):
            pids = ", ".join(str(pid) for pid, _ in sorted(left))
            raise CommandFailed(f"the server stopped, but processes are left: {pids}")
        self._say("The server stopped, and nothing that it started is left.")

    def _server_env(self, sample: Sample) -> Mapping[str, str]:
        dropped = {*_own_settings(), MARK}
        env = {name: value for name, value in os.environ.items() if name not in dropped}
        env |= sample.git_env
        if self._agent == "simulator":
            env["HOME"] = str(self._folder)  # nothing of the person's is needed, or touched
        env |= {
            "HOST": "127.0.0.1",
            "PORT": str(self._port),
            "OPSDECK_HOME": str(self._folder / "home"),
            "AGENT_API_SECRET": self._token,
            "WEBHOOK_SECRET": self._webhook_secret,
            "WEBHOOK_ALLOW_PRIVATE": "1",
            "GIT_REMOTE_TEMPLATE": sample.remote_template,
            "GH_PATH": "",
            "ENABLE_SIMULATOR": "1",
            "SHUTDOWN_GRACE_SECONDS": "5",
        }
        return env


def _own_settings() -> set[str]:
    """Return the settings that the demo decides, or leaves at what is usual."""
    from opsdeck_server.settings import Settings

    persons = {"HOME", "CLAUDE_CODE_PATH", "CODEX_PATH", "AGENT_PERMISSION_MODE"}
    return {name.upper() for name in Settings.model_fields} - persons
