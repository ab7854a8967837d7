"""Any order of creating, cancelling, retrying, killing and restarting: the promises hold.

What is done is chosen by Hypothesis. `OPSDECK_TEST_SEED` repeats a run whose seed was printed.
"""

import asyncio
import json
import os
import random
import shutil
import signal
import tempfile
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.acceptance.stack import Answer, Stack
from tests.acceptance.test_crashes import FAILPOINTS
from tests.acceptance.watching import AWAY, Recorder, eventually, replay
from tests.fakes.webhook_sink import WebhookSink

T = TypeVar("T")

EXAMPLES, STEPS = 6, 8

KINDS = {
    "writes": ("completed", "@say Said.\n@write {name}.txt x"),
    "commits": ("completed", "@say Said.\n@write {name}.txt x\n@commit Mine"),
    "waits": ("completed", "@say Said.\n@gate {gate}\n@write {name}.txt x"),
    "talks": ("completed", "@lines 300\n@gate {gate}\n@say Said."),
    "fails": ("failed", "@say Said.\n@write {name}.txt x\n@error no more"),
}
"""What agents do, and what a job comes to that nobody disturbs."""


@dataclass
class Made:
    """A job, and what it may come to."""

    id: str
    branch: str
    kind: str
    gate: Path
    watcher: Recorder
    disturbed: bool = False
    """Cancelled, retried from another, or its supervisor was killed: any end is right."""
    cancelled: bool = False


class Life(RuleBasedStateMachine):
    """One installation, and what is done to it."""

    jobs: Bundle[Made] = Bundle("jobs")

    @initialize(target=jobs)
    def install(self) -> Made:
        """Begin with an agent at work, so that whatever comes first finds one."""
        self.runner = asyncio.Runner()
        self.root = Path(tempfile.mkdtemp(prefix="od-")).resolve()
        self.stack = Stack.make(self.root, SHUTDOWN_GRACE_SECONDS="0.1")
        self.made: list[Made] = []
        self.sink = WebhookSink()
        self.run(self.sink.__aenter__())
        self.run(self.stack.start())
        first = self.made_of("waits", 0)
        self.run(first.watcher.texts(1))
        return first

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    @property
    def is_up(self) -> bool:
        return self.stack.server is not None and self.stack.server.returncode is None

    async def up(self) -> None:
        """Start the server, if it is not there."""
        if not self.is_up:
            await self.stack.start()

    async def down(self) -> None:
        """Kill the server, if it did not die by itself."""
        try:
            await self.stack.kill()
        except ProcessLookupError:
            pass

    async def ask(self, method: str, path: str, body: object, key: str = "") -> Answer:
        """Ask until there is an answer, as a client does whose server dies now and then."""
        headers = {"Idempotency-Key": key} if key else {}
        async with asyncio.timeout(60):
            while True:
                await self.up()
                try:
                    answer = await self.stack.call(method, path, body, headers)
                    if answer.status != 503:
                        return answer
                except AWAY:
                    pass
                await asyncio.sleep(0.02)

    def note(self, answer: Answer, branch: str, kind: str, gate: Path, disturbed: bool) -> Made:
        made = Made(
            answer.json["id"],
            branch,
            kind,
            gate,
            Recorder(self.stack, answer.json["id"]),
            disturbed,
        )
        self.made.append(made)
        return made

    # -- what clients do -----------------------------------------------------------

    def made_of(self, kind: str, priority: int) -> Made:
        name = f"job{len(self.made)}"
        gate = self.root / f"gate-{name}"
        body = {
            "githubOrg": "acme",
            "githubRepo": "app",
            "branchName": name,
            "prompt": KINDS[kind][1].format(name=name, gate=gate),
            "priority": priority,
            "osCallbackUrl": self.sink.url,
        }

        async def make() -> Made:
            answer = await self.ask("POST", "/jobs", body, key=name)
            assert answer.status == 201, answer
            return self.note(answer, name, kind, gate, disturbed=False)

        return self.run(make())

    @rule(target=jobs, kind=st.sampled_from(sorted(KINDS)), priority=st.integers(-1, 1))
    def create(self, kind: str, priority: int) -> Made:
        return self.made_of(kind, priority)

    @rule(job=jobs)
    def cancel(self, job: Made) -> None:
        job.disturbed = job.cancelled = True
        answer = self.run(self.ask("POST", f"/jobs/{job.id}/cancel", {}))
        assert answer.status in (200, 400), answer

    @rule(target=jobs, job=consumes(jobs))
    def retry(self, job: Made) -> Made:
        async def again() -> Made:
            answer = await self.ask("POST", f"/jobs/{job.id}/retry", {}, key=f"retry-{job.id}")
            if answer.status != 201:
                assert answer.status == 400, answer
                return job
            return self.note(answer, job.branch, job.kind, job.gate, disturbed=True)

        return self.run(again())

    @rule(job=jobs)
    def let_go(self, job: Made) -> None:
        job.gate.touch()

    @rule(job=jobs)
    def wait_for_words(self, job: Made) -> None:
        """Get on, so that what comes next meets an agent at work; not for ever, for it may wait."""

        async def wait() -> None:
            await self.up()
            try:
                await job.watcher.texts(1, seconds=0.5)
            except TimeoutError:
                pass

        self.run(wait())

    # -- what goes wrong -----------------------------------------------------------

    @precondition(lambda self: self.is_up)
    @rule()
    def kill(self) -> None:
        self.run(self.down())

    @rule(failpoint=st.sampled_from(FAILPOINTS))
    def start_one_that_will_die(self, failpoint: str) -> None:
        async def restart() -> None:
            await self.down()
            try:
                await self.stack.start(failpoint)
            except AssertionError:
                # It came by that place before it was ready.
                await self.stack.died()

        self.run(restart())

    @precondition(lambda self: self.is_up)
    @rule()
    def stop(self) -> None:
        assert self.run(self.stack.stop()) in (0, -signal.SIGKILL)

    @precondition(lambda self: bool(self.stack.supervisors()))
    @rule()
    def kill_a_supervisor(self) -> None:
        for job in self.made:
            job.disturbed = True
        for supervisor in sorted(self.stack.supervisors())[:1]:
            os.kill(supervisor, signal.SIGKILL)

    # -- what must hold ------------------------------------------------------------

    def teardown(self) -> None:
        if not hasattr(self, "runner"):
            return
        try:
            self.run(self.settle())
        finally:
            self.run(self.stack.close())
            self.run(self.sink.__aexit__())
            self.runner.close()
            shutil.rmtree(self.root, ignore_errors=True)

    async def settle(self) -> None:
        """Let everything come to its end, and look."""
        # A last time while agents wait; one that is armed would die again later.
        await self.down()
        for job in self.made:
            job.gate.touch()
        await self.stack.start()
        for job in self.made:
            await self.holds(job)
        pulls = self.root / "gh" / "pulls.json"
        made: list[dict[str, Any]] = json.loads(pulls.read_text()) if pulls.exists() else []
        heads = Counter(pull["headRefName"] for pull in made)
        assert all(count == 1 for count in heads.values()), heads
        starts = Counter(start["cwd"] for start in self.stack.agent_starts())
        assert all(count == 1 for count in starts.values()), starts
        assert self.stack.leftovers() == {}
        worktrees = self.root / "deck" / "worktrees" / "acme" / "app"
        assert not worktrees.is_dir() or not list(worktrees.iterdir())
        await self.sink_has_all()

    async def holds(self, job: Made) -> None:
        events = await job.watcher.end(seconds=60)
        assert await replay(self.stack, job.id) == events
        shown = await self.stack.get(f"/jobs/{job.id}")
        ends = [change for change in job.watcher.seen("statusChange") if change["terminal"]]
        assert [end["status"] for end in ends] == [shown["status"]]
        said = [text["text"] for text in job.watcher.seen("assistantText")]
        assert said.count("Said.") <= 1
        if not job.disturbed:
            assert shown["status"] == KINDS[job.kind][0], shown
            assert said.count("Said.") == 1
            if job.kind in ("writes", "commits", "waits"):
                assert len(self.stack.origin.commits(job.branch, since="main")) == 1
        if shown["status"] == "cancelled":
            assert job.cancelled

    async def sink_has_all(self) -> None:
        def told() -> dict[str, set[str]]:
            ids: dict[str, set[str]] = {}
            for request, body in zip(self.sink.requests, self.sink.bodies, strict=True):
                ids.setdefault(body["jobId"], set()).add(request.headers["x-agent-delivery"])
            return ids

        wanted = {job.id for job in self.made}
        await eventually(lambda: told().keys() >= wanted)
        assert all(len(ids) == 1 for ids in told().values()), told()


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_whatever_is_done_every_job_ends_once_and_leaves_nothing() -> None:
    chosen = int(os.environ.get("OPSDECK_TEST_SEED") or random.getrandbits(32))
    print(f"OPSDECK_TEST_SEED={chosen}")
    run_state_machine_as_test(
        seed(chosen)(Life),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            print_blob=True,
            # What eight steps do needs no shrinking, which would do them hundreds of times.
            phases=(Phase.generate,),
            suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much),
        ),
    )
