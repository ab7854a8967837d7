"""POST /jobs → the agent's process is started, against the git commands alone."""

import asyncio
import time
from pathlib import Path

from bench.rig import running
from bench.table import Row
from tests.acceptance.stack import Stack
from tests.fakes.git_origin import git_env

ROUNDS = 8


async def run() -> list[Row]:
    async with running() as stack:
        agent = stack.root / "bin" / "stamp"
        claude = Path(stack.env["CLAUDE_CODE_PATH"])
        claude.rename(agent)
        started_at = stack.root / "started"
        claude.write_text(f'#!/bin/sh\ndate +%s%N > {started_at}\nexec {agent} "$@"\n')
        claude.chmod(0o755)
        await stack.finished(await stack.create_job("@say warm", branchName="warm"))
        ours: list[float] = []
        theirs: list[float] = []
        for number in range(ROUNDS):
            theirs.append(await _git(stack, number))
            asked = time.time_ns()
            await stack.finished(await stack.create_job("@say x", branchName=f"j{number}"))
            ours.append((int(started_at.read_text()) - asked) / 1e6)
    mine, other = min(ours), min(theirs)
    return [
        Row(
            "POST /jobs → agent started",
            f"{mine:.0f} ms",
            "git fetch + git worktree add",
            f"{other:.0f} ms",
            f"{mine / other:.2f}×",
            "≤ 1.5× + 150 ms",
            mine <= other * 1.5 + 150,
        )
    ]


async def _git(stack: Stack, number: int) -> float:
    env = git_env(stack.root / "bare-home")
    started = time.perf_counter()
    for words in (
        ["fetch", "--prune", "origin"],
        [
            *("worktree", "add", "--no-track", "-b", f"bare{number}"),
            *(str(stack.root / f"bare{number}"), "refs/remotes/origin/main"),
        ],
    ):
        process = await asyncio.create_subprocess_exec(
            *("git", "-C", str(stack.bare), *words),
            env=env,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        assert await process.wait() == 0
    return (time.perf_counter() - started) * 1000
