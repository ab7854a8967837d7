"""An origin, a clone of it and git as the server runs it, each in a folder of the test."""

import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from opsdeck_server.adapters.git import GitCli
from opsdeck_server.ports.git import Repo
from tests.fakes.git_origin import Origin

KEPT = "refs/opsdeck/kept/job-1"
_PERSON = {
    "PATH": os.environ["PATH"],
    "HOME": "/nowhere",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ann Agent",
    "GIT_AUTHOR_EMAIL": "ann@example.com",
    "GIT_COMMITTER_NAME": "Ann Agent",
    "GIT_COMMITTER_EMAIL": "ann@example.com",
}


def sh(folder: Path, *words: str, check: bool = True) -> str:
    """Run git as an agent or a person would, and return what it printed."""
    done = subprocess.run(
        ["git", *words], cwd=folder, env=_PERSON, capture_output=True, text=True, timeout=30
    )
    if check and done.returncode != 0:
        raise AssertionError(f"git {words}: {done.stderr}")
    return done.stdout.strip()


@dataclass(frozen=True, slots=True)
class Workbench:
    """What a test works with."""

    root: Path
    origin: Origin
    git: GitCli
    repo: Repo
    calls: Path

    def path(self, name: str = "job-1") -> Path:
        return self.root / "worktrees" / "acme" / "app" / name

    async def worktree(self, name: str = "job-1", branch: str = "feature/x") -> Path:
        """Clone where that is not done yet, and add a worktree."""
        await self.git.ensure_bare(self.repo)
        await self.git.add_worktree(self.repo, self.path(name), branch, "main")
        return self.path(name)

    def bare(self, *words: str, check: bool = True) -> str:
        return sh(self.repo.bare_path, *words, check=check)

    def files(self, commit: str) -> dict[str, str]:
        """Return what every file of a commit holds."""
        names = self.bare("ls-tree", "-r", "--name-only", commit).splitlines()
        return {name: self.bare("show", f"{commit}:{name}") for name in names}

    def spawned(self, word: str) -> int:
        """Return how many git commands with this first word the server has started."""
        lines = self.calls.read_text().splitlines() if self.calls.exists() else []
        return sum(line.split(" ", 1)[0] == word for line in lines)


def environment(root: Path) -> dict[str, str]:
    """Return the environment of a server whose user has configured nothing."""
    home = root / "home"
    home.mkdir(parents=True, exist_ok=True)
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "GIT_CONFIG_NOSYSTEM": "1",
        "AGENT_API_SECRET": "not for git",
    }


def logging_git(root: Path) -> tuple[Path, Path]:
    """Make a `git` that writes down each command before it runs it; return it and its log."""
    calls = root / "calls"
    program = root / "bin" / "git"
    program.parent.mkdir(parents=True, exist_ok=True)
    # The settings before the command are skipped, to find its first word.
    program.write_text(
        "#!/bin/sh\n"
        "n=0; skip=0; line=\n"
        "for word; do\n"
        '  if [ -n "$line" ]; then line="$line $word"; continue; fi\n'
        "  if [ $skip = 1 ]; then skip=0; continue; fi\n"
        '  case "$word" in -c) skip=1;; --git-dir=*|--work-tree=*) ;; *) line="$word";; esac\n'
        "done\n"
        f'echo "$line" >> "{calls}"\n'
        'exec git "$@"\n'
    )
    program.chmod(0o755)
    return program, calls


def wait_until(true: Callable[[], bool]) -> None:
    """Wait until something is so; run it in a thread. Raises TimeoutError after 10 s."""
    deadline = time.monotonic() + 10
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.005)


def server_git(root: Path, environ: dict[str, str] | None = None, **options: Any) -> GitCli:
    """Return git as the server has it, with short pauses."""
    options = {"retry_pauses": (0.01,), "stale_lock_seconds": 0.2, **options}
    return GitCli(environ or environment(root), **options)
