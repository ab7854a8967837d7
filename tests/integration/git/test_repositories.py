"""Bare repositories: cloned whole or not at all, fetched once for all who wait."""

import asyncio
import contextlib
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from opsdeck_server.adapters.git import Limits
from opsdeck_server.ports.git import GitError, Repo
from tests.fakes.git_origin import make_origin
from tests.integration.git.workbench import Workbench, environment, server_git, sh, wait_until


async def test_a_clone_has_the_branches_of_origin_as_remote_branches_only(
    bench: Workbench,
) -> None:
    assert await bench.git.ensure_bare(bench.repo)
    refs = bench.bare("for-each-ref", "--format=%(refname)").split()
    assert refs == ["refs/remotes/origin/main"]


async def test_a_clone_that_is_there_is_not_made_again(bench: Workbench) -> None:
    await bench.git.ensure_bare(bench.repo)
    assert not await bench.git.ensure_bare(bench.repo)
    assert not await server_git(bench.root).ensure_bare(bench.repo)


async def test_the_default_branch_is_the_one_that_head_names_at_origin(tmp_path: Path) -> None:
    origin = make_origin(tmp_path / "origin", branch="trunk")
    repo = Repo(tmp_path / "app.git", origin.url)
    git = server_git(tmp_path)
    await git.ensure_bare(repo)
    assert await git.default_branch(repo) == "trunk"


async def test_an_empty_repository_has_no_default_branch(tmp_path: Path) -> None:
    sh(tmp_path, "init", "--bare", "--quiet", "empty.git")
    repo = Repo(tmp_path / "app.git", f"file://{tmp_path}/empty.git")
    git = server_git(tmp_path)
    await git.ensure_bare(repo)
    assert await git.default_branch(repo) is None


async def test_two_who_ask_for_one_clone_get_one(bench: Workbench) -> None:
    made = await asyncio.gather(*(bench.git.ensure_bare(bench.repo) for _ in range(3)))
    assert sorted(made) == [False, False, True]


async def test_a_clone_that_was_killed_is_not_taken_for_a_whole_one(bench: Workbench) -> None:
    half = bench.repo.bare_path.with_name(f".{bench.repo.bare_path.name}.cloning-00000000")
    half.mkdir(parents=True)
    sh(half, "init", "--bare", "--quiet")
    assert await bench.git.ensure_bare(bench.repo)
    assert [path.name for path in bench.repo.bare_path.parent.iterdir()] == ["app.git"]


async def test_a_cancelled_clone_leaves_nothing(bench: Workbench, tmp_path: Path) -> None:
    started = tmp_path / "started"
    program = _stalling_git(tmp_path, started, "fetch")
    git = server_git(bench.root, program=str(program))
    clone = asyncio.create_task(git.ensure_bare(bench.repo))
    await asyncio.to_thread(wait_until, started.exists)
    clone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await clone
    assert not list(bench.repo.bare_path.parent.iterdir())


async def test_a_failed_clone_says_why_and_leaves_nothing(bench: Workbench) -> None:
    repo = replace(bench.repo, remote_url=f"file://{bench.root}/nowhere.git")
    with pytest.raises(GitError, match=r"cloning acme/app failed: .*not.* a git repo.*check the"):
        await bench.git.ensure_bare(repo)
    assert not list(bench.repo.bare_path.parent.iterdir())


async def test_an_error_holds_no_credentials(bench: Workbench) -> None:
    repo = replace(bench.repo, remote_url="http://user:hunter2@127.0.0.1:1/acme/app.git")
    with pytest.raises(GitError, match="check the network") as caught:
        await bench.git.ensure_bare(repo)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("url", ["--upload-pack=touch {}", "ext::sh -c touch% {}"])
async def test_a_hostile_address_runs_nothing(bench: Workbench, url: str) -> None:
    pwned = bench.root / "pwned"
    with pytest.raises(GitError):
        await bench.git.ensure_bare(replace(bench.repo, remote_url=url.format(pwned)))
    assert not pwned.exists()


async def test_a_folder_that_is_no_repository_is_left_alone(bench: Workbench) -> None:
    bench.repo.bare_path.mkdir(parents=True)
    (bench.repo.bare_path / "precious").write_text("x")
    with pytest.raises(GitError, match="not a bare git repository: move it away"):
        await bench.git.ensure_bare(bench.repo)
    assert (bench.repo.bare_path / "precious").exists()


@pytest.mark.parametrize("how", ["--bare", "--mirror"])
async def test_a_clone_made_by_hand_is_adopted(bench: Workbench, how: str) -> None:
    bench.repo.bare_path.parent.mkdir(parents=True)
    sh(bench.root, "clone", "--quiet", how, bench.origin.url, str(bench.repo.bare_path))
    bench.bare("update-ref", "refs/opsdeck/kept/old", "main")
    assert not await bench.git.ensure_bare(bench.repo)
    await bench.git.fetch(bench.repo)
    assert await bench.git.has_remote_branch(bench.repo, "main")
    assert bench.bare("rev-parse", "--verify", "refs/opsdeck/kept/old")


async def test_a_new_address_takes_effect(bench: Workbench) -> None:
    await bench.git.ensure_bare(bench.repo)
    other = make_origin(bench.root / "other", branch="trunk")
    await bench.git.fetch(replace(bench.repo, remote_url=other.url))
    assert await bench.git.has_remote_branch(bench.repo, "trunk")
    assert not await bench.git.has_remote_branch(bench.repo, "main")


async def test_a_partial_clone_leaves_the_files_at_origin(bench: Workbench) -> None:
    bench.origin.git("config", "uploadpack.allowFilter", "true")
    repo = replace(bench.repo, partial=True)
    await bench.git.ensure_bare(repo)
    missing = bench.bare("rev-list", "--objects", "--all", "--missing=print")
    assert any(line.startswith("?") for line in missing.splitlines())
    await bench.git.add_worktree(repo, bench.path(), "feature/x", "main")
    assert (bench.path() / "README.md").read_text() == "# Sample\n"


async def test_an_empty_origin_is_cloned(bench: Workbench) -> None:
    make_origin(bench.root / "empty", commits=1).git("update-ref", "-d", "refs/heads/main")
    repo = replace(bench.repo, remote_url=f"file://{bench.root}/empty/acme/app.git")
    await bench.git.ensure_bare(repo)
    with pytest.raises(GitError, match="no branch main, nor any other: push a first commit"):
        await bench.git.add_worktree(repo, bench.path(), "feature/x", "main")


async def test_a_fetch_brings_new_branches_and_prunes_gone_ones(bench: Workbench) -> None:
    bench.origin.commit({"a": "1"}, "x", branch="old")
    await bench.git.ensure_bare(bench.repo)
    bench.origin.git("branch", "-D", "old")
    bench.origin.commit({"a": "2"}, "x", branch="new")
    await bench.git.fetch(bench.repo)
    assert await bench.git.has_remote_branch(bench.repo, "new")
    assert not await bench.git.has_remote_branch(bench.repo, "old")


async def test_a_branch_of_another_name_is_not_the_branch(bench: Workbench) -> None:
    bench.origin.commit({"a": "1"}, "x", branch="feature/long")
    await bench.git.ensure_bare(bench.repo)
    assert not await bench.git.has_remote_branch(bench.repo, "feature")
    assert not await bench.git.has_remote_branch(bench.repo, "feature/lon")


async def test_fetches_that_wait_are_one(bench: Workbench) -> None:
    await bench.git.ensure_bare(bench.repo)
    before = bench.spawned("fetch")
    first = asyncio.create_task(bench.git.fetch(bench.repo))
    await asyncio.to_thread(wait_until, lambda: bench.spawned("fetch") > before)
    await asyncio.gather(first, *(bench.git.fetch(bench.repo) for _ in range(10)))
    # One was running, too late to be of use to the others; they share the next.
    assert bench.spawned("fetch") == before + 2


async def test_a_fetch_sees_what_was_pushed_before_it_was_asked_for(bench: Workbench) -> None:
    await bench.git.ensure_bare(bench.repo)

    async def push_then_fetch(number: int) -> bool:
        for _ in range(number):
            await asyncio.sleep(0)
        await asyncio.to_thread(bench.origin.git, "branch", f"b{number}", "main")
        await bench.git.fetch(bench.repo)
        return await bench.git.has_remote_branch(bench.repo, f"b{number}")

    assert all(await asyncio.gather(*(push_then_fetch(number) for number in range(8))))


async def test_one_who_leaves_does_not_end_the_others_fetch(bench: Workbench) -> None:
    await bench.git.ensure_bare(bench.repo)
    leaving = asyncio.create_task(bench.git.fetch(bench.repo))
    staying = asyncio.create_task(bench.git.fetch(bench.repo))
    await asyncio.sleep(0)
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    await staying


async def test_a_fetch_that_nobody_waits_for_is_ended(bench: Workbench, tmp_path: Path) -> None:
    await bench.git.ensure_bare(bench.repo)
    started = tmp_path / "started"
    git = server_git(bench.root, program=str(_stalling_git(tmp_path, started, "fetch")))
    fetch = asyncio.create_task(git.fetch(bench.repo))
    await asyncio.to_thread(wait_until, started.exists)
    fetch.cancel()
    with pytest.raises(asyncio.CancelledError):
        await fetch
    with pytest.raises(ProcessLookupError):
        os.kill(int(started.read_text()), 0)


async def test_a_failed_fetch_fails_for_all_who_wait(bench: Workbench) -> None:
    await bench.git.ensure_bare(bench.repo)
    shutil.rmtree(bench.origin.path)
    results = await asyncio.gather(
        *(bench.git.fetch(bench.repo) for _ in range(3)), return_exceptions=True
    )
    assert [type(result) for result in results] == [GitError] * 3


async def test_a_command_that_takes_too_long_is_ended(bench: Workbench, tmp_path: Path) -> None:
    await bench.git.ensure_bare(bench.repo)
    program = _stalling_git(tmp_path, tmp_path / "started", "fetch")
    git = server_git(bench.root, program=str(program), limits=Limits(fetch=0.3))
    with pytest.raises(GitError, match=r"fetching acme/app failed: git took longer than 0.3 s"):
        await git.fetch(bench.repo)


async def test_nobody_is_asked_for_a_password(bench: Workbench) -> None:
    """An origin that asks for one ends the command at once, with a hint."""

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(
            b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=x\r\n"
            b"Content-Length: 0\r\nConnection: close\r\n\r\n"
        )
        await writer.drain()
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        repo = replace(bench.repo, remote_url=f"http://127.0.0.1:{port}/acme/app.git")
        with pytest.raises(GitError, match="origin refused the credentials"):
            await asyncio.wait_for(bench.git.ensure_bare(repo), 20)


async def test_git_missing_says_to_install_it(bench: Workbench) -> None:
    git = server_git(bench.root, program="no-such-git")
    with pytest.raises(GitError, match="install it, and have it on PATH"):
        await git.ensure_bare(bench.repo)


async def test_ssh_asks_nothing_unless_the_user_says_how(bench: Workbench) -> None:
    seen = await _ssh_command(bench, environment(bench.root))
    assert seen == "ssh -o BatchMode=yes"
    seen = await _ssh_command(bench, {**environment(bench.root), "GIT_SSH_COMMAND": "mine"})
    assert seen == "mine"
    (bench.root / "home" / ".gitconfig").write_text("[core]\n\tsshCommand = theirs\n")
    assert await _ssh_command(bench, environment(bench.root)) == ""


async def test_the_servers_secrets_do_not_reach_git(bench: Workbench, tmp_path: Path) -> None:
    environ = {
        **environment(bench.root),
        "WEBHOOK_SECRET": "s",
        "DATABASE_URL": "d",
        "GIT_DIR": "/nowhere",
        "SSH_AUTH_SOCK": "/agent",
    }
    program = tmp_path / "env-git"
    program.write_text(f'#!/bin/sh\nenv > "{tmp_path}/env"\nexec git "$@"\n')
    program.chmod(0o755)
    await server_git(bench.root, environ, program=str(program)).ensure_bare(bench.repo)
    names = {line.partition("=")[0] for line in (tmp_path / "env").read_text().splitlines()}
    assert not names & {"AGENT_API_SECRET", "WEBHOOK_SECRET", "DATABASE_URL", "GIT_DIR"}
    assert {"HOME", "PATH", "SSH_AUTH_SOCK", "GIT_TERMINAL_PROMPT"} <= names


async def test_a_lock_that_a_killed_git_left_is_removed(bench: Workbench) -> None:
    await bench.git.ensure_bare(bench.repo)
    lock = bench.repo.bare_path / "refs" / "remotes" / "origin" / "main.lock"
    bench.origin.commit({"a": "1"}, "x")
    lock.touch()
    await bench.git.fetch(bench.repo)
    assert not lock.exists()
    assert bench.bare("rev-parse", "origin/main") == bench.origin.git("rev-parse", "main")


async def test_a_lock_that_somebody_holds_is_waited_for(bench: Workbench) -> None:
    await bench.git.ensure_bare(bench.repo)
    git = server_git(bench.root, stale_lock_seconds=60)
    lock = bench.repo.bare_path / "refs" / "remotes" / "origin" / "main.lock"
    bench.origin.commit({"a": "1"}, "x")
    lock.touch()
    fetch = asyncio.create_task(git.fetch(bench.repo))
    done, _ = await asyncio.wait([fetch], timeout=0.5)
    assert not done
    assert lock.exists()
    lock.unlink()
    await fetch


async def test_a_repository_is_removed_with_all_that_is_in_it(bench: Workbench) -> None:
    await bench.git.ensure_bare(bench.repo)
    assert await bench.git.remove_bare(bench.repo)
    assert not list(bench.repo.bare_path.parent.iterdir())
    assert not await bench.git.remove_bare(bench.repo)
    assert await bench.git.ensure_bare(bench.repo)


async def test_two_organisations_with_one_name_are_two_repositories(bench: Workbench) -> None:
    other = make_origin(bench.root / "origins", org="other", branch="trunk")
    theirs = Repo(bench.root / "repos" / "other" / "app.git", other.url)
    await bench.git.ensure_bare(bench.repo)
    await bench.git.ensure_bare(theirs)
    assert await bench.git.has_remote_branch(theirs, "trunk")
    assert not await bench.git.has_remote_branch(bench.repo, "trunk")


async def _ssh_command(bench: Workbench, environ: dict[str, str]) -> str:
    program = bench.root / "ssh-git"
    program.write_text(
        "#!/bin/sh\n"
        'case "$*" in *" fetch "*) '
        f'printf %s "$GIT_SSH_COMMAND" > "{bench.root}/ssh-command";; esac\n'
        'exec git "$@"\n'
    )
    program.chmod(0o755)
    git = server_git(bench.root, environ, program=str(program))
    await git.ensure_bare(bench.repo)
    await git.fetch(bench.repo)
    return (bench.root / "ssh-command").read_text()


def _stalling_git(folder: Path, started: Path, command: str) -> Path:
    """Make a git that says its pid and hangs in one command."""
    program = folder / "stalling-git"
    program.write_text(
        "#!/bin/sh\n"
        f'case " $* " in *" {command} "*) echo $$ > "{started}.new"; '
        f'mv "{started}.new" "{started}"; exec sleep 1000;; esac\n'
        'exec git "$@"\n'
    )
    program.chmod(0o755)
    return program


def test_the_installed_git_is_new_enough() -> None:
    said = subprocess.run(["git", "version"], capture_output=True, text=True, check=True).stdout
    assert tuple(int(part) for part in said.split()[2].split(".")[:2]) >= (2, 30)
