"""What an agent leaves behind becomes one commit and one branch on origin."""

import asyncio
from pathlib import Path

import pytest

from opsdeck_server.ports.git import BranchExists, GitError
from tests.integration.git.workbench import Workbench, environment, server_git, sh


async def work(bench: Workbench, path: Path, name: str = "new") -> str:
    (path / name).write_text("x")
    commit = await bench.git.commit_all(path, f"Add {name}")
    assert commit is not None
    return commit


async def test_no_changes_are_no_commit(bench: Workbench) -> None:
    path = await bench.worktree()
    before = await bench.git.head(path)
    assert await bench.git.commit_all(path, "work") is None
    assert await bench.git.head(path) == before


async def test_every_change_is_committed(bench: Workbench) -> None:
    path = await bench.worktree()
    (path / "README.md").unlink()
    (path / "src" / "app.py").write_text("changed")
    (path / "new").write_text("x")
    assert await bench.git.commit_all(path, "work") == await bench.git.head(path)
    assert sh(path, "show", "--name-status", "--format=", "HEAD").split() == [
        *("D", "README.md"),
        *("A", "new"),
        *("M", "src/app.py"),
    ]


@pytest.mark.parametrize("message", ["--amend", "#12 fix the login", "ünïcode\n\nbody"])
async def test_a_message_is_taken_as_it_is(bench: Workbench, message: str) -> None:
    path = await bench.worktree()
    (path / "new").write_text("x")
    await bench.git.commit_all(path, message)
    assert sh(path, "log", "-1", "--format=%B") == message


async def test_a_server_without_an_identity_commits_as_opsdeck(bench: Workbench) -> None:
    path = await bench.worktree()
    await work(bench, path)
    assert sh(path, "log", "-1", "--format=%an %ae %cn %ce") == (
        "opsdeck opsdeck@localhost opsdeck opsdeck@localhost"
    )


async def test_the_users_identity_is_used(bench: Workbench) -> None:
    (bench.root / "home" / ".gitconfig").write_text("[user]\n\tname = U\n\temail = u@e\n")
    path = await bench.worktree()
    await work(bench, path)
    assert sh(path, "log", "-1", "--format=%an %ce") == "U u@e"


async def test_an_identity_in_the_environment_is_used(bench: Workbench) -> None:
    path = await bench.worktree()
    (path / "new").write_text("x")
    person = {
        f"GIT_{role}_{key}": value
        for role in ("AUTHOR", "COMMITTER")
        for key, value in (("NAME", "E"), ("EMAIL", "e@e"))
    }
    git = server_git(bench.root, {**environment(bench.root), **person})
    await git.commit_all(path, "work")
    assert sh(path, "log", "-1", "--format=%an %ce") == "E e@e"


async def test_conflict_markers_are_not_committed(bench: Workbench) -> None:
    path = await bench.worktree()
    (path / "README.md").write_text("ours")
    sh(path, "commit", "--quiet", "--all", "--message", "ours")
    bench.origin.commit({"README.md": "theirs"}, "theirs")
    await bench.git.fetch(bench.repo)
    sh(path, "merge", "origin/main", check=False)
    with pytest.raises(GitError, match=r"left a merge unresolved, in README\.md"):
        await bench.git.commit_all(path, "work")
    (path / "README.md").write_text("both")
    sh(path, "add", "README.md")
    await bench.git.commit_all(path, "merged")
    assert len(sh(path, "log", "-1", "--format=%P").split()) == 2


async def test_a_scaffold_with_a_repository_of_its_own_is_committed_as_files(
    bench: Workbench,
) -> None:
    path = await bench.worktree()
    for name, committed in (("committed", True), ("fresh", False)):
        (path / name).mkdir()
        (path / name / "code").write_text("x")
        sh(path / name, "init", "--quiet")
        if committed:
            sh(path / name, "add", "code")
            sh(path / name, "commit", "--quiet", "--message", "begin")
    await bench.git.commit_all(path, "scaffold")
    assert sh(path, "show", "--name-only", "--format=", "HEAD").split() == [
        "committed/code",
        "fresh/code",
    ]


async def test_a_killed_gits_index_lock_is_removed(bench: Workbench) -> None:
    path = await bench.worktree()
    lock = next((bench.repo.bare_path / "worktrees").glob("*")) / "index.lock"
    lock.touch()
    await work(bench, path)
    assert not lock.exists()


async def test_a_new_branch_is_pushed(bench: Workbench) -> None:
    path = await bench.worktree()
    commit = await work(bench, path)
    await bench.git.push_new_branch(path, "feature/x")
    assert bench.origin.git("rev-parse", "feature/x") == commit
    assert await bench.git.has_remote_branch(bench.repo, "feature/x")


async def test_pushing_twice_is_fine(bench: Workbench) -> None:
    path = await bench.worktree()
    await work(bench, path)
    await bench.git.push_new_branch(path, "feature/x")
    bench.bare("update-ref", "-d", "refs/remotes/origin/feature/x")  # killed before it was known
    await bench.git.push_new_branch(path, "feature/x")
    assert await bench.git.has_remote_branch(bench.repo, "feature/x")


async def test_a_branch_that_somebody_made_meanwhile_is_not_overwritten(bench: Workbench) -> None:
    path = await bench.worktree()
    theirs = bench.origin.commit({"a": "1"}, "theirs", branch="feature/x")
    await work(bench, path)
    with pytest.raises(BranchExists, match="feature/x exists on origin already"):
        await bench.git.push_new_branch(path, "feature/x")
    assert bench.origin.git("rev-parse", "feature/x") == theirs


async def test_an_empty_branch_that_somebody_made_is_not_taken(bench: Workbench) -> None:
    path = await bench.worktree()
    bench.origin.git("branch", "feature/x", "main")
    await work(bench, path)
    with pytest.raises(BranchExists):
        await bench.git.push_new_branch(path, "feature/x")


async def test_a_branch_that_the_agent_pushed_itself_is_moved_forward(bench: Workbench) -> None:
    path = await bench.worktree()
    await work(bench, path, "first")
    sh(path, "push", "--quiet", "origin", "HEAD:refs/heads/feature/x")
    second = await work(bench, path, "second")
    await bench.git.push_new_branch(path, "feature/x")
    assert bench.origin.git("rev-parse", "feature/x") == second


async def test_a_detached_head_is_pushed_too(bench: Workbench) -> None:
    path = await bench.worktree()
    sh(path, "switch", "--quiet", "--detach")
    commit = await work(bench, path)
    await bench.git.push_new_branch(path, "feature/x")
    assert bench.origin.git("rev-parse", "feature/x") == commit


async def test_origins_own_rules_are_told(bench: Workbench) -> None:
    path = await bench.worktree()
    await work(bench, path)
    hook = bench.origin.path / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'no pushes on Friday' >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(GitError, match=r"no pushes on Friday.*the rules of origin") as caught:
        await bench.git.push_new_branch(path, "feature/x")
    assert not isinstance(caught.value, BranchExists)
    assert str(bench.root / "worktrees") not in str(caught.value)


async def test_a_push_is_tried_again_when_the_network_fails(bench: Workbench) -> None:
    path = await bench.worktree()
    commit = await work(bench, path)
    once = bench.root / "failed-once"
    program = bench.root / "flaky-git"
    program.write_text(
        f'#!/bin/sh\ncase " $* " in *" push "*) [ -e "{once}" ] || {{ touch "{once}"; '
        'echo "fatal: the remote end hung up unexpectedly" >&2; exit 128; };; esac\n'
        'exec git "$@"\n'
    )
    program.chmod(0o755)
    await server_git(bench.root, program=str(program)).push_new_branch(path, "feature/x")
    assert bench.origin.git("rev-parse", "feature/x") == commit


async def test_tags_are_not_pushed(bench: Workbench) -> None:
    (bench.root / "home" / ".gitconfig").write_text("[push]\n\tfollowTags = true\n")
    path = await bench.worktree()
    await work(bench, path)
    sh(path, "tag", "--annotate", "v1", "--message", "x")
    await bench.git.push_new_branch(path, "feature/x")
    assert bench.origin.git("tag") == ""


async def test_large_files_are_uploaded_first(bench: Workbench) -> None:
    path = await bench.worktree()
    commit = await work(bench, path)
    (bench.repo.bare_path / "lfs" / "objects").mkdir(parents=True)
    lfs = bench.root / "lfs-bin" / "git-lfs"
    lfs.parent.mkdir()
    lfs.write_text(f'#!/bin/sh\necho "$@" > "{bench.root}/lfs"; cat >> "{bench.root}/lfs"\n')
    lfs.chmod(0o755)
    environ = environment(bench.root)
    environ["PATH"] = f"{lfs.parent}:{environ['PATH']}"
    await server_git(bench.root, environ).push_new_branch(path, "feature/x")
    said = (bench.root / "lfs").read_text()
    assert said == f"pre-push origin\nHEAD {commit} refs/heads/feature/x {'0' * 40}\n"


async def test_pushes_fetches_and_new_worktrees_do_not_disturb_each_other(
    bench: Workbench,
) -> None:
    await bench.git.ensure_bare(bench.repo)

    async def whole_job(number: int) -> None:
        await bench.git.fetch(bench.repo)
        path = await bench.worktree(f"job-{number}", f"f/{number}")
        await work(bench, path)
        await bench.git.push_new_branch(path, f"f/{number}")
        await bench.git.remove_worktree(bench.repo, path, f"f/{number}")

    await asyncio.gather(*(whole_job(number) for number in range(8)))
    assert len(bench.origin.branches()) == 9
    assert bench.bare("for-each-ref", "refs/heads", "refs/opsdeck") == ""
