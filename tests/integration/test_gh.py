"""Pull requests by the GitHub CLI, which stands in as a program of its own."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from opsdeck_server.adapters.gh import GitHubCli
from opsdeck_server.ports.forge import ForgeError, PullRequest
from tests.fakes.programs import install

ENVIRON = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/nowhere",
    "GH_TOKEN": "t",
    "AGENT_API_SECRET": "not for gh",
    "DATABASE_URL": "nor this",
}
MADE = PullRequest("https://github.com/acme/app/pull/42", 42)


@dataclass(frozen=True, slots=True)
class Hub:
    cli: GitHubCli
    state: Path

    def calls(self, *words: str) -> list[dict[str, Any]]:
        lines = (self.state / "calls.jsonl").read_text().splitlines()
        calls = [json.loads(line) for line in lines]
        return [call for call in calls if call["argv"][: len(words)] == list(words)]

    def pulls(self) -> list[dict[str, Any]]:
        path = self.state / "pulls.json"
        return json.loads(path.read_text()) if path.exists() else []

    async def ensure(self, **changes: str) -> PullRequest:
        values = {"repo": "acme/app", "head": "f/x", "base": "main", "title": "T", "body": "B"}
        return await self.cli.ensure_pull_request(self.state, **{**values, **changes})


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    state = tmp_path / "state"
    state.mkdir()
    program = install(tmp_path / "bin", "gh", {"FAKE_GH_STATE": state})
    return Hub(GitHubCli(str(program), ENVIRON, pauses=(0.01, 0.01)), state)


async def test_a_pull_request_is_made(hub: Hub) -> None:
    assert await hub.ensure() == MADE
    (pull,) = hub.pulls()
    values = ("repo", "headRefName", "baseRefName", "title", "body")
    assert [pull[key] for key in values] == ["acme/app", "f/x", "main", "T", "B"]


async def test_gh_runs_in_the_worktree(hub: Hub) -> None:
    await hub.ensure()
    assert {call["cwd"] for call in hub.calls()} == {str(hub.state)}


async def test_one_that_is_there_is_taken(hub: Hub) -> None:
    assert await hub.ensure() == await hub.ensure()
    assert len(hub.calls("pr", "create")) == 1


async def test_one_to_another_base_is_not_it(hub: Hub) -> None:
    await hub.ensure(base="develop")
    assert (await hub.ensure()).number == 43


async def test_one_that_appears_meanwhile_is_taken(hub: Hub) -> None:
    await hub.ensure()
    assert await _blind(hub).ensure() == MADE
    assert len(hub.pulls()) == 1


async def test_one_that_was_made_before_the_connection_broke_is_found(hub: Hub) -> None:
    (hub.state / "fail_after").write_text("unexpected EOF")
    assert await hub.ensure() == MADE
    (hub.state / "fail_after").write_text("exit status 1")
    assert (await hub.ensure(head="f/y")).number == 43
    assert len(hub.pulls()) == 2


@pytest.mark.parametrize("value", ["--web", "-t", "", 'a "b"\n$(c)'])
async def test_values_are_never_options(hub: Hub, value: str) -> None:
    await hub.ensure(title=value, body=value)
    (pull,) = hub.pulls()
    assert (pull["title"], pull["body"]) == (value, value)


async def test_a_network_failure_is_tried_again_so_many_times(hub: Hub) -> None:
    (hub.state / "fail").write_text("error connecting to api.github.com")
    with pytest.raises(ForgeError, match=r"error connecting to .* check the network"):
        await hub.ensure()
    assert len(hub.calls("pr", "create")) == 3


async def test_a_refusal_is_not_tried_again(hub: Hub) -> None:
    (hub.state / "fail").write_text("pull request create failed: No commits between a and b")
    with pytest.raises(ForgeError, match="No commits between a and b"):
        await hub.ensure()
    assert len(hub.calls("pr", "create")) == 1


async def test_a_lost_login_says_what_to_do(hub: Hub) -> None:
    (hub.state / "logged_out").touch()
    with pytest.raises(ForgeError, match="run gh auth login, or set GH_TOKEN"):
        await hub.ensure()


async def test_a_missing_program_says_what_to_do(tmp_path: Path) -> None:
    cli = GitHubCli("no-such-gh", ENVIRON)
    with pytest.raises(ForgeError, match=r"not found at 'no-such-gh': install it \(https://cli"):
        await cli.ensure_pull_request(tmp_path, repo="a/b", head="h", base="m", title="t", body="b")


async def test_a_missing_worktree_says_so(hub: Hub, tmp_path: Path) -> None:
    with pytest.raises(ForgeError, match="the worktree is gone"):
        await hub.cli.ensure_pull_request(
            tmp_path / "gone", repo="a/b", head="h", base="m", title="t", body="b"
        )


async def test_gh_gets_its_token_and_no_secret_of_ours(hub: Hub) -> None:
    await hub.ensure()
    names = set(hub.calls()[0]["env"])
    assert {"GH_TOKEN", "HOME", "PATH", "GH_PROMPT_DISABLED"} <= names
    assert not names & {"AGENT_API_SECRET", "DATABASE_URL"}


async def test_an_empty_path_makes_none() -> None:
    cli = GitHubCli("", ENVIRON)
    assert not cli.enabled
    assert await cli.probe() is None


async def test_a_probe_tells_what_is_wrong(hub: Hub) -> None:
    assert hub.cli.enabled
    assert await hub.cli.probe() is None
    (hub.state / "logged_out").touch()
    assert "not logged in: run gh auth login" in str(await hub.cli.probe())
    assert "GitHub CLI not found" in str(await GitHubCli("no-such-gh", ENVIRON).probe())


def _blind(hub: Hub) -> Hub:
    """Return a gh that lists nothing, as it is before somebody else makes the pull request."""
    program = hub.state / "blind-gh"
    real = hub.state.parent / "bin" / "gh"
    program.write_text(f'#!/bin/sh\n[ "$2" = list ] && exec echo "[]"\nexec "{real}" "$@"\n')
    program.chmod(0o755)
    return Hub(GitHubCli(str(program), ENVIRON), hub.state)
