"""Limits: of jobs at once, of time, of silence, of money."""

from pathlib import Path
from typing import Any

from tests.acceptance.stack import Stack
from tests.acceptance.watching import Recorder, eventually

AT_ONCE = 3


class Turnstile:
    """What the agents of many jobs noted: `+name` when they came, `-name` when they went."""

    def __init__(self, root: Path) -> None:
        self._log = root / "turnstile"
        self._root = root
        self._log.touch()

    def prompt(self, name: str) -> str:
        """Return the prompt of an agent that comes, stays until it is let go, and goes."""
        gate = self._root / f"go-{name}"
        return f"@bash echo +{name} >> {self._log}\n@gate {gate}\n@bash echo -{name} >> {self._log}"

    def let_go(self, *names: str) -> None:
        for name in names:
            (self._root / f"go-{name}").touch()

    @property
    def came(self) -> list[str]:
        return [line[1:] for line in self._lines if line.startswith("+")]

    @property
    def crowd(self) -> int:
        """How many were there at once, at the most."""
        here = most = 0
        for line in self._lines:
            here += 1 if line.startswith("+") else -1
            most = max(most, here)
        return most

    @property
    def _lines(self) -> list[str]:
        return self._log.read_text().splitlines()


def overlap(jobs: list[dict[str, Any]]) -> int:
    """Return how many jobs ran at once at the most, by their own times."""
    moments = [(job["startedAt"], 1) for job in jobs] + [(job["completedAt"], -1) for job in jobs]
    here = most = 0
    for _, step in sorted(moments):
        here += step
        most = max(most, here)
    return most


async def test_no_more_run_at_once_than_allowed_and_the_order_holds_over_kills(
    installed: Stack,
) -> None:
    installed.env["MAX_CONCURRENT_JOBS"] = str(AT_ONCE)
    turnstile = Turnstile(installed.root)
    stack = await installed.start()
    ids: dict[str, str] = {}

    async def queue(name: str, priority: int = 0) -> None:
        ids[name] = await stack.create_job(
            turnstile.prompt(name), branchName=name, priority=priority
        )

    async def arrived(count: int) -> None:
        await eventually(lambda: len(turnstile.came) >= count)

    first = ["a", "b", "c"]
    for name in first:
        await queue(name)
    await arrived(3)
    waiting = {"d": 0, "e": 5, "f": -5, "g": 5, "h": 0, "i": 1, "j": -5, "k": 9, "l": 0}
    for name, priority in waiting.items():
        await queue(name, priority)

    await stack.kill()
    await stack.start()
    turnstile.let_go("b")
    await arrived(4)
    await stack.kill()
    # This one ends while no server runs: nobody may take its place before one has seen that.
    turnstile.let_go("a")
    await stack.start()
    await arrived(5)
    assert len((await stack.get("/queue"))["running"]) == AT_ONCE

    turnstile.let_go(*ids)
    jobs = {name: await stack.finished(job_id) for name, job_id in ids.items()}

    assert {job["status"] for job in jobs.values()} == {"completed"}
    assert turnstile.crowd == AT_ONCE
    assert overlap(list(jobs.values())) == AT_ONCE
    order = sorted(jobs, key=lambda name: jobs[name]["startedAt"])
    assert order == [*first, *sorted(waiting, key=lambda name: -waiting[name])]
    assert sorted(turnstile.came) == sorted(ids)


async def test_an_agent_that_takes_too_long_or_falls_silent_is_ended(installed: Stack) -> None:
    installed.env["AGENT_SILENCE_SECONDS"] = "2"
    stack = await installed.start()
    long = await stack.create_job(
        "@write a.txt x\n@rate 1000 10", branchName="long", timeoutSeconds=1
    )
    silent = await stack.create_job("@write a.txt x\n@hang", branchName="silent")

    long, silent = await stack.finished(long), await stack.finished(silent)

    assert (long["status"], silent["status"]) == ("failed", "failed")
    assert "timeoutSeconds" in long["error"]
    assert "said nothing for 2 s" in silent["error"]
    assert long["keptRef"]
    assert silent["keptRef"]
    assert stack.leftovers() == {}


async def test_a_job_s_time_runs_out_while_no_server_runs_too(stack: Stack) -> None:
    job_id = await stack.create_job("@say Waiting.\n@hang", timeoutSeconds=1)
    await Recorder(stack, job_id).texts(1)
    await stack.kill()
    await eventually(lambda: stack.leftovers() == {})
    await stack.start()

    job = await stack.finished(job_id)
    assert job["status"] == "failed", job
    assert "timeoutSeconds" in job["error"]


async def test_what_a_job_asks_for_reaches_the_agent_and_its_retry(stack: Stack) -> None:
    job_id = await stack.create_job(
        "@error no",
        model="opus",
        effort="high",
        maxCostUsd=0.5,
        permissionMode="acceptEdits",
    )
    await stack.finished(job_id)
    await stack.finished((await stack.post(f"/jobs/{job_id}/retry"))["id"])

    starts = stack.agent_starts()
    assert len(starts) == 2
    for start in starts:
        wanted = {
            "--model=opus",
            "--effort=high",
            "--max-budget-usd=0.5",
            "--permission-mode=acceptEdits",
        }
        assert wanted <= set(start["argv"])


async def test_the_server_s_secrets_do_not_reach_an_agent(installed: Stack) -> None:
    installed.env["UNHEARD_OF"] = "1"
    stack = await installed.start()

    await stack.finished(await stack.create_job("@say x"))

    [start] = stack.agent_starts()
    assert {"AGENT_API_SECRET", "WEBHOOK_SECRET", "UNHEARD_OF"}.isdisjoint(start["env"])
    assert "HOME" in start["env"]
