"""Sample repositories: a bare origin that has a few commits, and settings that hide the user's."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_FILES = {"README.md": "# Sample\n", "src/app.py": 'print("hello")\n'}


def git_env(home: Path) -> dict[str, str]:
    """Return an environment in which git reads no settings but those it is given here.

    What a commit needs is there: an identity, and a fixed time, so that ids are the same in
    every run.
    """
    home.mkdir(parents=True, exist_ok=True)
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_AUTHOR_NAME": "Sample",
        "GIT_AUTHOR_EMAIL": "sample@example.com",
        "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z",
        "GIT_COMMITTER_NAME": "Sample",
        "GIT_COMMITTER_EMAIL": "sample@example.com",
        "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z",
    }


@dataclass(frozen=True, slots=True)
class Origin:
    """A bare repository that plays the one at GitHub."""

    root: Path
    org: str
    repo: str

    @property
    def path(self) -> Path:
        """The bare repository."""
        return self.root / self.org / f"{self.repo}.git"

    @property
    def template(self) -> str:
        """What GIT_REMOTE_TEMPLATE is to be."""
        return f"file://{self.root}/{{org}}/{{repo}}.git"

    @property
    def url(self) -> str:
        """The address of this repository."""
        return f"file://{self.path}"

    def git(self, *words: str, stdin: str | None = None) -> str:
        """Run git in the repository and return its output, without the last newline.

        Raises subprocess.CalledProcessError, subprocess.TimeoutExpired.
        """
        done = subprocess.run(
            ["git", "-C", str(self.path), *words],
            env=git_env(self.root),
            input=stdin,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return done.stdout.removesuffix("\n")

    def branches(self) -> list[str]:
        """Return the names of all branches, sorted."""
        return self.git("for-each-ref", "--format=%(refname:short)", "refs/heads").splitlines()

    def read(self, branch: str, path: str) -> str:
        """Return what a file holds on a branch."""
        done = subprocess.run(
            ["git", "-C", str(self.path), "show", f"{branch}:{path}"],
            env=git_env(self.root),
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return done.stdout

    def commits(self, branch: str, since: str | None = None) -> list[str]:
        """Return the subjects of a branch's commits, newest first, those after `since` alone."""
        span = f"{since}..{branch}" if since else branch
        return self.git("log", "--format=%s", span, "--").splitlines()

    def commit(self, files: Mapping[str, str], message: str, branch: str = "main") -> str:
        """Add a commit on top of a branch, which it makes where it is missing; return its id."""
        exists = branch in self.branches()
        lines = [f"commit refs/heads/{branch}", "mark :1"]
        lines += ["committer Sample <sample@example.com> 1767225600 +0000"]
        lines += [f"data {len(message.encode())}", message]
        lines += [f"from refs/heads/{branch}^0"] if exists else []
        for path, text in files.items():
            lines += [f"M 100644 inline {path}", f"data {len(text.encode())}", text]
        self.git("fast-import", "--quiet", stdin="\n".join([*lines, ""]))
        return self.git("rev-parse", f"refs/heads/{branch}")


def make_origin(
    root: Path,
    org: str = "acme",
    repo: str = "app",
    *,
    files: Mapping[str, str] = DEFAULT_FILES,
    branch: str = "main",
    commits: int = 3,
) -> Origin:
    """Make a bare repository `root/org/repo.git` with so many commits on `branch`."""
    origin = Origin(root.resolve(), org, repo)
    origin.path.mkdir(parents=True)
    origin.git("init", "--quiet", "--bare", f"--initial-branch={branch}")
    origin.commit(files, "Begin", branch)
    for number in range(2, commits + 1):
        origin.commit({"CHANGES": f"{number}\n"}, f"Change {number}", branch)
    return origin
