"""The stand-in of the GitHub CLI behaves as the real one where the product depends on it."""

import fcntl
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.programs import install_gh, read_log

CREATE = ("pr", "create", "--repo", "acme/app", "--title", "T", "--body", "B")


class Gh:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state = folder / "state"
        self.program = install_gh(folder / "bin", self.state)

    def __call__(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.program, *words], cwd=self.folder, capture_output=True, text=True, timeout=20
        )

    def tell(self, name: str, text: str = "") -> None:
        self.state.mkdir(exist_ok=True)
        (self.state / name).write_text(text)


@pytest.fixture
def gh(tmp_path: Path) -> Gh:
    return Gh(tmp_path)


def test_create_prints_the_address(gh: Gh) -> None:
    assert gh(*CREATE, "--head", "x").stdout == "https://github.com/acme/app/pull/42\n"
    assert gh(*CREATE, "--head", "y").stdout == "https://github.com/acme/app/pull/43\n"


def test_second_open_pull_request_of_a_branch_is_refused(gh: Gh) -> None:
    gh(*CREATE, "--head", "x")
    again = gh(*CREATE, "--head", "x")
    assert again.returncode == 1
    assert 'a pull request for branch "x" into branch "main" already exists' in again.stderr
    assert "https://github.com/acme/app/pull/42" in again.stderr


def test_list_finds_by_head(gh: Gh) -> None:
    gh(*CREATE, "--head", "x")
    listed = gh("pr", "list", "-R", "acme/app", "--head", "x", "--json", "number,url")
    url = "https://github.com/acme/app/pull/42"
    assert json.loads(listed.stdout) == [{"number": 42, "url": url}]
    assert (
        json.loads(gh("pr", "list", "-R", "acme/app", "--head", "z", "--json", "url").stdout) == []
    )


def test_repositories_are_apart(gh: Gh) -> None:
    gh(*CREATE, "--head", "x")
    assert gh("pr", "list", "-R", "other/app", "--json", "url").stdout == "[]\n"


def test_view_of_an_unknown_branch(gh: Gh) -> None:
    assert gh("pr", "view", "z", "-R", "acme/app").returncode == 1


def test_needs_repo_where_no_remote_is_at_github(gh: Gh) -> None:
    done = gh("pr", "create", "--title", "T", "--body", "B", "--head", "x")
    assert "none of the git remotes" in done.stderr


def test_calls_wait_for_each_other(gh: Gh) -> None:
    gh.tell("lock")
    with (gh.state / "lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with subprocess.Popen([gh.program, *CREATE, "--head", "x"]) as call:
            with pytest.raises(subprocess.TimeoutExpired):
                call.wait(0.3)
            fcntl.flock(lock, fcntl.LOCK_UN)
            assert call.wait(10) == 0


def test_fails_as_told(gh: Gh) -> None:
    gh.tell("fail", "HTTP 502: Bad Gateway")
    done = gh(*CREATE, "--head", "x")
    assert (done.returncode, done.stderr) == (1, "HTTP 502: Bad Gateway\n")


def test_fails_after_it_made_the_pull_request(gh: Gh) -> None:
    gh.tell("fail_after", "read: connection reset by peer")
    assert gh(*CREATE, "--head", "x").returncode == 1
    assert "42" in gh("pr", "list", "-R", "acme/app", "--json", "number").stdout


@pytest.mark.parametrize("name", ["kill_before", "kill_after"])
def test_kills_once(gh: Gh, name: str) -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as victim:
        gh.tell(name, str(victim.pid))
        assert gh(*CREATE, "--head", "x").returncode == 0
        assert victim.wait(10) == -9
    assert gh(*CREATE, "--head", "y").returncode == 0


def test_login(gh: Gh) -> None:
    assert gh("auth", "status").returncode == 0
    gh.tell("logged_out")
    assert "gh auth login" in gh("auth", "status").stderr
    assert gh(*CREATE, "--head", "x").returncode == 4


def test_calls_are_logged(gh: Gh) -> None:
    gh("--version")
    assert read_log(gh.state / "calls.jsonl")[0]["argv"] == ["--version"]
