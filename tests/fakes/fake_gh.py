"""A stand-in of the GitHub CLI: `gh pr create|list|view`, `gh auth status`, `gh --version`.

Its pull requests are in `pulls.json` of the folder that FAKE_GH_STATE names, numbered from 42
in each repository, and every call is a line in `calls.jsonl` there: argv, cwd, names in the
environment. What it is told to do wrong stands in files of that folder, so that a test can
change its mind:

  fail           `pr create` makes nothing and fails with this text
  fail_after     `pr create` makes the pull request, and fails with this text all the same
  fail_list      `pr list` and `pr view` fail with this text
  kill_before    pid, or a file that holds one: SIGKILL it before the pull request is made
  kill_after     the same, when it is made and before its address is printed
  hang           `pr create` never returns
  logged_out     `auth status` says so, and everything else fails as it then does

The kill files are removed when they have done their work, so that the next call goes well.
Like the real one it needs --repo where no remote is at github.com, and --title and --body.
"""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

VERSION = "gh version 2.83.0 (2025-11-04)\nhttps://github.com/cli/cli/releases/tag/v2.83.0\n"
FIRST_NUMBER = 42
LOGGED_OUT = "You are not logged into any GitHub hosts. To log in, run: gh auth login"
NEEDS_LOGIN = "To get started with GitHub CLI, please run:  gh auth login"
NO_REMOTE = (
    "none of the git remotes configured for this repository point to a known GitHub host."
    " To tell gh about a new GitHub host, please use `gh auth login`"
)
SHORT = {
    "-t": "--title",
    "-b": "--body",
    "-F": "--body-file",
    "-H": "--head",
    "-B": "--base",
    "-R": "--repo",
    "-s": "--state",
    "-L": "--limit",
    "-d": "--draft",
}
VALUES = {*SHORT.values(), "--json", "--hostname", "--label"} - {"--draft"}
FLAGS = {"--draft", "--fill", "--active"}
FIELDS = ("number", "url", "state", "title", "body", "headRefName", "baseRefName", "isDraft")


class Failed(Exception):
    """The call fails: the text goes to standard error."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


def main(words: Sequence[str]) -> int:
    """Do what the command line says and return the exit code."""
    state = Path(os.environ["FAKE_GH_STATE"])
    state.mkdir(parents=True, exist_ok=True)
    call = {"argv": list(words), "cwd": str(Path.cwd()), "env": sorted(os.environ)}
    with (state / "calls.jsonl").open("a") as file:
        file.write(json.dumps(call) + "\n")
    try:
        sys.stdout.write(_run(state, words))
    except Failed as failed:
        sys.stderr.write(f"{failed}\n")
        return failed.code
    return 0


def _run(state: Path, words: Sequence[str]) -> str:
    if list(words) == ["--version"]:
        return VERSION
    logged_out = (state / "logged_out").exists()
    if list(words[:2]) == ["auth", "status"]:
        if logged_out:
            raise Failed(LOGGED_OUT)
        return "github.com\n  ✓ Logged in to github.com account octocat (keyring)\n"
    if logged_out:
        raise Failed(NEEDS_LOGIN, 4)
    command = " ".join(words[:2])
    options, names = _parse(words[2:])
    if command == "pr create":
        return _create(state, options)
    if command in ("pr list", "pr view"):
        _fail_if_told(state, "fail_list")
        repo = _repository(options)
        with _pulls(state) as pulls:
            of_repo = [pull for pull in pulls if pull["repo"] == repo]
        return (_list if command == "pr list" else _view)(of_repo, options, names)
    raise Failed(f'unknown command "{command}" for "gh"')


def _parse(words: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    options: dict[str, str] = {}
    names: list[str] = []
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        name = SHORT.get(name, name)
        if name in FLAGS:
            options[name] = "true"
        elif name in VALUES:
            options[name] = value if equals else next(rest, "")
        elif word.startswith("-"):
            raise Failed(f"unknown flag: {word}")
        else:
            names.append(word)
    return options, names


def _repository(options: dict[str, str]) -> str:
    if "--repo" in options:
        return options["--repo"].removeprefix("github.com/")
    found = subprocess.run(
        ["git", "remote", "get-url", "origin"], capture_output=True, text=True, check=False
    )
    _, github, path = found.stdout.strip().partition("github.com")
    if not github:
        raise Failed(NO_REMOTE)
    return path[1:].removesuffix(".git")


def _create(state: Path, options: dict[str, str]) -> str:
    if "--body-file" in options:
        name = options["--body-file"]
        options["--body"] = sys.stdin.read() if name == "-" else Path(name).read_text()
    if not {"--title", "--body"} <= options.keys():
        raise Failed("must provide `--title` and `--body` when not running interactively")
    repo = _repository(options)
    head = options.get("--head")
    if head is None:
        raise Failed("must first push the current branch to a remote, or use the --head flag")
    while (state / "hang").exists():
        time.sleep(0.01)
    _fail_if_told(state, "fail")
    _kill_if_told(state / "kill_before")
    with _pulls(state) as pulls:
        base = options.get("--base", "main")
        for pull in pulls:
            same = (pull["repo"], pull["headRefName"], pull["state"]) == (repo, head, "OPEN")
            if same and pull["baseRefName"] == base:
                text = f'a pull request for branch "{head}" into branch "{base}" already exists:'
                raise Failed(f"{text}\n{pull['url']}")
        number = FIRST_NUMBER + sum(pull["repo"] == repo for pull in pulls)
        url = f"https://github.com/{repo}/pull/{number}"
        pull = {"repo": repo, "number": number, "url": url, "state": "OPEN"}
        pull |= {"title": options["--title"], "body": options["--body"]}
        pull |= {"headRefName": head, "baseRefName": base, "isDraft": "--draft" in options}
        pulls.append(pull)
    _kill_if_told(state / "kill_after")
    _fail_if_told(state, "fail_after")
    return url + "\n"


def _list(pulls: list[dict[str, Any]], options: dict[str, str], names: list[str]) -> str:
    del names
    wanted = options.get("--state", "open").upper()
    found = [
        pull
        for pull in pulls
        if wanted in ("ALL", pull["state"])
        and options.get("--head", pull["headRefName"]) == pull["headRefName"]
        and options.get("--base", pull["baseRefName"]) == pull["baseRefName"]
    ]
    found = found[::-1][: int(options.get("--limit", "30"))]  # Newest first, as the real one.
    if "--json" not in options:
        return "".join(f"{p['number']}\t{p['title']}\t{p['headRefName']}\n" for p in found)
    return json.dumps([_picked(pull, options) for pull in found]) + "\n"


def _view(pulls: list[dict[str, Any]], options: dict[str, str], names: list[str]) -> str:
    wanted = names[0] if names else ""
    for pull in reversed(pulls):
        if wanted in (str(pull["number"]), pull["url"], pull["headRefName"]):
            if "--json" in options:
                return json.dumps(_picked(pull, options)) + "\n"
            return f"title:\t{pull['title']}\nstate:\t{pull['state']}\nurl:\t{pull['url']}\n"
    raise Failed(f'no pull requests found for branch "{wanted}"')


def _picked(pull: dict[str, Any], options: dict[str, str]) -> dict[str, Any]:
    wanted = options["--json"].split(",")
    for name in wanted:
        if name not in FIELDS:
            raise Failed(
                f'Unknown JSON field: "{name}"\nAvailable fields:\n  ' + "\n  ".join(FIELDS)
            )
    return {name: pull[name] for name in wanted}


@contextmanager
def _pulls(state: Path) -> Generator[list[dict[str, Any]]]:
    """Give the pull requests under a lock; what is done to the list is kept."""
    path = state / "pulls.json"
    with (state / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        before = path.read_text() if path.exists() else "[]"
        pulls: list[dict[str, Any]] = json.loads(before)
        yield pulls
        after = json.dumps(pulls, indent=1)
        if json.loads(before) != pulls:
            new = path.with_suffix(".new")
            new.write_text(after)
            new.replace(path)


def _fail_if_told(state: Path, name: str) -> None:
    path = state / name
    if path.exists():
        raise Failed(
            path.read_text().strip() or "GraphQL: Something went wrong (createPullRequest)"
        )


def _kill_if_told(path: Path) -> None:
    if not path.exists():
        return
    word = path.read_text().strip()
    path.unlink()
    os.kill(int(word if word.isdigit() else Path(word).read_text()), signal.SIGKILL)
