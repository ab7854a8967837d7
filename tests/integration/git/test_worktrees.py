"""Worktrees: many at once, repaired after a crash, removed without losing commits."""

import asyncio
import shutil

import pytest

from opsdeck_server.adapters.git import layout
from opsdeck_server.ports.git import BranchExists, GitError
from tests.integration.git.workbench import KEPT, Workbench, server_git, sh, wait_until


async def test_a_worktree_is_on_a_new_branch_from_origin(bench: Workbench) -> None:
    await bench.git.ensure_bare(bench.repo)
    base = await bench.git.add_worktree(bench.repo, bench.path(), "feature/x", "main")
    assert base == bench.origin.git("rev-parse", "main")
    assert sh(bench.path(), "symbolic-ref", "HEAD") == "refs/heads/feature/x"
    assert (bench.path() / "README.md").read_text() == "# Sample\n"
    assert sh(bench.path(), "status", "--porcelain") == ""


async def test_the_branch_tracks_nothing(bench: Workbench) -> None:
    path = await bench.worktree()
    assert sh(path, "config", "--get-regexp", r"^branch\.", check=False) == ""


async def test_few_processes_stand_between_a_job_and_its_agent(bench: Workbench) -> None:
    await bench.worktree("first", "first")
    bench.calls.unlink()
    await bench.git.ensure_bare(bench.repo)
    await bench.git.fetch(bench.repo)
    await bench.git.has_remote_branch(bench.repo, "feature/x")
    await bench.git.add_worktree(bench.repo, bench.path(), "feature/x", "main")
    words = [line.split()[0] for line in bench.calls.read_text().splitlines()]
    assert words == ["fetch", "show-ref", "for-each-ref", "worktree", "reset"]


async def test_many_are_added_and_removed_at_once(bench: Workbench) -> None:
    await bench.git.ensure_bare(bench.repo)
    names = [f"job-{number}" for number in range(20)]
    bases = await asyncio.gather(
        *(bench.git.add_worktree(bench.repo, bench.path(n), f"f/{n}", "main") for n in names)
    )
    assert set(bases) == {bench.origin.git("rev-parse", "main")}
    assert all((bench.path(name) / "src" / "app.py").is_file() for name in names)
    assert len(await bench.git.worktrees(bench.repo)) == 20
    await asyncio.gather(
        *(bench.git.remove_worktree(bench.repo, bench.path(n), f"f/{n}") for n in names)
    )
    assert not await bench.git.worktrees(bench.repo)
    assert not list(bench.path().parent.iterdir())
    assert bench.bare("for-each-ref", "refs/heads") == ""


async def test_records_are_written_one_at_a_time(bench: Workbench) -> None:
    await bench.git.ensure_bare(bench.repo)
    busy, overlap = bench.root / "busy", bench.root / "overlap"
    program = bench.root / "exclusive-git"
    program.write_text(
        '#!/bin/sh\ncase " $* " in *" worktree "*)\n'
        f'mkdir "{busy}" || touch "{overlap}"; git "$@"; code=$?; rmdir "{busy}"; exit $code;;\n'
        'esac\nexec git "$@"\n'
    )
    program.chmod(0o755)
    git = server_git(bench.root, program=str(program))
    names = [f"job-{number}" for number in range(6)]
    await asyncio.gather(
        *(git.add_worktree(bench.repo, bench.path(n), f"f/{n}", "main") for n in names)
    )
    await asyncio.gather(*(git.remove_worktree(bench.repo, bench.path(n), f"f/{n}") for n in names))
    assert not overlap.exists()


@pytest.mark.parametrize("name", ["a\u2028b", "ünïcode/#1", "a\u3000", "a'b\"c$(d)"])
async def test_unusual_names_are_names_like_others(bench: Workbench, name: str) -> None:
    path = await bench.worktree("job-1", name)
    base = bench.origin.git("rev-parse", "main")
    assert await bench.git.add_worktree(bench.repo, path, name, "main") == base
    sh(path, "commit", "--allow-empty", "--message", "mine")
    await bench.git.push_new_branch(path, name)
    assert await bench.git.has_remote_branch(bench.repo, name)
    await bench.git.remove_worktree(bench.repo, path, name)
    assert bench.bare("for-each-ref", "refs/heads", "refs/opsdeck") == ""


async def test_a_second_call_takes_the_worktree_as_it_is(bench: Workbench) -> None:
    path = await bench.worktree()
    base = bench.origin.git("rev-parse", "main")
    (path / "work").write_text("done")
    bench.origin.commit({"a": "1"}, "x")
    await bench.git.fetch(bench.repo)
    assert await bench.git.add_worktree(bench.repo, path, "feature/x", "main") == base
    assert (path / "work").read_text() == "done"


async def test_a_checkout_that_was_killed_is_done_again(bench: Workbench) -> None:
    path = await bench.worktree()
    admin = layout.admin_of(bench.repo.bare_path, path)
    assert admin is not None
    (admin / layout.READY).unlink()
    (admin / "index").unlink()
    (admin / "index.lock").write_text("half")
    (path / "README.md").write_text("ha")
    await bench.git.add_worktree(bench.repo, path, "feature/x", "main")
    assert sh(path, "status", "--porcelain") == ""
    assert await bench.git.worktrees(bench.repo) == (path,)


async def test_an_add_that_was_killed_is_done_again(bench: Workbench) -> None:
    """Git leaves its record locked, with the folder made and nothing in it."""
    path = await bench.worktree()
    admin = layout.admin_of(bench.repo.bare_path, path)
    assert admin is not None
    (admin / layout.READY).unlink()
    (admin / "locked").write_text("initializing")
    (admin / "HEAD").write_text("0" * 40)
    (admin / "commondir").unlink()
    shutil.rmtree(path)
    await bench.git.add_worktree(bench.repo, path, "feature/x", "main")
    assert sh(path, "status", "--porcelain") == ""


async def test_a_killed_add_that_only_made_the_branch_is_done_again(bench: Workbench) -> None:
    await bench.git.ensure_bare(bench.repo)
    bench.bare("branch", "feature/x", "origin/main")
    await bench.worktree()
    assert bench.bare("for-each-ref", "refs/opsdeck") == ""


async def test_a_folder_that_was_deleted_by_hand_is_made_again(bench: Workbench) -> None:
    path = await bench.worktree()
    shutil.rmtree(path)
    await bench.git.add_worktree(bench.repo, path, "feature/x", "main")
    assert (path / "README.md").is_file()


async def test_a_branch_of_a_worktree_that_is_gone_is_free(bench: Workbench) -> None:
    shutil.rmtree(await bench.worktree("job-1", "feature/x"))
    path = await bench.worktree("job-2", "feature/x")
    assert await bench.git.worktrees(bench.repo) == (path,)


@pytest.mark.parametrize(("reason", "free"), [("initializing", True), ("on a stick", False)])
async def test_a_lock_on_a_worktree_that_is_gone_counts_if_a_person_set_it(
    bench: Workbench, reason: str, free: bool
) -> None:
    path = await bench.worktree("job-1", "feature/x")
    admin = layout.admin_of(bench.repo.bare_path, path)
    assert admin is not None
    (admin / "locked").write_text(reason)
    shutil.rmtree(path)
    if free:
        await bench.worktree("job-2", "feature/x")
        return
    with pytest.raises(BranchExists):
        await bench.worktree("job-2", "feature/x")


async def test_commits_of_a_left_over_branch_are_kept_before_it_moves(bench: Workbench) -> None:
    path = await bench.worktree()
    sh(path, "commit", "--allow-empty", "--message", "precious")
    precious = sh(path, "rev-parse", "HEAD")
    shutil.rmtree(path)
    await bench.git.add_worktree(bench.repo, path, "feature/x", "main")
    assert bench.bare("for-each-ref", "--format=%(objectname)", "refs/opsdeck/kept") == precious


async def test_a_branch_that_another_worktree_has_is_refused(bench: Workbench) -> None:
    await bench.worktree("job-1", "feature/x")
    with pytest.raises(BranchExists, match=r"feature/x is checked out in another .*\(job-1\)"):
        await bench.worktree("job-2", "feature/x")


async def test_a_branch_being_rebased_elsewhere_is_refused(bench: Workbench) -> None:
    path = await bench.worktree("job-1", "feature/x")
    (path / "README.md").write_text("ours")
    sh(path, "commit", "--all", "--message", "ours")
    bench.origin.commit({"README.md": "theirs"}, "theirs")
    await bench.git.fetch(bench.repo)
    sh(path, "rebase", "origin/main", check=False)
    with pytest.raises(BranchExists, match="in use in another worktree"):
        await bench.worktree("job-2", "feature/x")


@pytest.mark.parametrize("taken", ["feature", "feature/x/deep"])
async def test_a_branch_that_origin_cannot_have_is_refused(bench: Workbench, taken: str) -> None:
    bench.origin.commit({"a": "1"}, "x", branch=taken)
    with pytest.raises(BranchExists, match=f"origin has a branch {taken}, so feature/x cannot"):
        await bench.worktree("job-1", "feature/x")


async def test_a_missing_base_names_those_that_there_are(bench: Workbench) -> None:
    await bench.git.ensure_bare(bench.repo)
    with pytest.raises(GitError, match=r"origin has no branch master: .* \(main\)"):
        await bench.git.add_worktree(bench.repo, bench.path(), "feature/x", "master")


@pytest.mark.parametrize("name", ["--force", "-b", "a..b", "HEAD", "x y", "x.lock", "refs/x"])
async def test_a_hostile_name_reaches_no_command(bench: Workbench, name: str) -> None:
    await bench.git.ensure_bare(bench.repo)
    before = bench.calls.read_text()
    for branch, base in ((name, "main"), ("feature/x", name)):
        with pytest.raises(GitError, match="branch name"):
            await bench.git.add_worktree(bench.repo, bench.path(), branch, base)
    with pytest.raises(GitError, match="branch name"):
        await bench.git.has_remote_branch(bench.repo, name)
    assert bench.calls.read_text() == before


async def test_a_folder_of_somebody_else_is_left_alone(bench: Workbench) -> None:
    bench.path().mkdir(parents=True)
    (bench.path() / "precious").write_text("x")
    with pytest.raises(GitError, match="is no worktree: move it away"):
        await bench.worktree()
    assert (bench.path() / "precious").exists()


async def test_an_empty_folder_is_no_obstacle(bench: Workbench) -> None:
    bench.path().mkdir(parents=True)
    await bench.worktree()


async def test_a_cancelled_add_is_repaired_by_the_next(bench: Workbench) -> None:
    await bench.git.ensure_bare(bench.repo)
    add = asyncio.create_task(bench.git.add_worktree(bench.repo, bench.path(), "feature/x", "main"))
    await asyncio.to_thread(wait_until, bench.path().exists)
    add.cancel()
    await asyncio.wait([add])
    await bench.worktree()
    assert sh(bench.path(), "status", "--porcelain") == ""


async def test_hooks_of_the_repository_do_not_run(bench: Workbench) -> None:
    await bench.git.ensure_bare(bench.repo)
    for hook in ("post-checkout", "pre-commit", "commit-msg", "pre-push", "reference-transaction"):
        program = bench.repo.bare_path / "hooks" / hook
        program.parent.mkdir(exist_ok=True)
        program.write_text(f'#!/bin/sh\necho {hook} >> "{bench.root}/hooks"\nexit 1\n')
        program.chmod(0o755)
    path = await bench.worktree()
    (path / "new").write_text("x")
    await bench.git.commit_all(path, "work")
    await bench.git.push_new_branch(path, "feature/x")
    await bench.git.remove_worktree(bench.repo, path, "feature/x")
    assert not (bench.root / "hooks").exists()


async def test_removing_leaves_no_trace(bench: Workbench) -> None:
    path = await bench.worktree()
    await bench.git.remove_worktree(bench.repo, path, "feature/x")
    assert not list(path.parent.iterdir())
    assert bench.bare("for-each-ref", "refs/heads") == ""
    assert not list((bench.repo.bare_path / "worktrees").glob("*"))


async def test_removing_twice_is_fine(bench: Workbench) -> None:
    path = await bench.worktree()
    for _ in range(2):
        await bench.git.remove_worktree(bench.repo, path, "feature/x")
    await bench.git.remove_bare(bench.repo)
    await bench.git.remove_worktree(bench.repo, path, "feature/x")


async def test_removing_goes_on_where_a_crash_left_it(bench: Workbench) -> None:
    path = await bench.worktree()
    path.rename(path.with_name(f".{path.name}.removing-00000000"))
    await bench.git.remove_worktree(bench.repo, path, "feature/x")
    assert not list(path.parent.iterdir())
    assert not await bench.git.worktrees(bench.repo)


async def test_folders_without_write_permission_are_removed(bench: Workbench) -> None:
    path = await bench.worktree()
    (path / "mod" / "cache").mkdir(parents=True)
    (path / "mod" / "cache" / "file").touch()
    (path / "mod" / "cache").chmod(0o500)
    await bench.git.remove_worktree(bench.repo, path, "feature/x")
    assert not list(path.parent.iterdir())


async def test_commits_that_are_nowhere_else_survive_the_branch(bench: Workbench) -> None:
    path = await bench.worktree()
    sh(path, "commit", "--allow-empty", "--message", "precious")
    precious = sh(path, "rev-parse", "HEAD")
    sh(path, "switch", "--quiet", "--detach", "origin/main")
    await bench.git.remove_worktree(bench.repo, path, "feature/x")
    assert bench.bare("for-each-ref", "--format=%(objectname)", "refs/opsdeck/kept") == precious


async def test_work_that_is_kept_already_is_not_kept_twice(bench: Workbench) -> None:
    path = await bench.worktree()
    sh(path, "commit", "--allow-empty", "--message", "precious")
    await bench.git.keep(bench.repo, path, KEPT)
    await bench.git.remove_worktree(bench.repo, path, "feature/x")
    assert bench.bare("for-each-ref", "--format=%(refname)", "refs/opsdeck") == KEPT


async def test_a_branch_that_another_worktree_has_is_not_deleted(bench: Workbench) -> None:
    first = await bench.worktree("job-1", "one")
    second = await bench.worktree("job-2", "two")
    sh(second, "switch", "--quiet", "--detach")
    sh(first, "switch", "--quiet", "two")
    await bench.git.remove_worktree(bench.repo, second, "two")
    assert bench.bare("for-each-ref", "--format=%(refname:short)", "refs/heads").split() == [
        "one",
        "two",
    ]


async def test_a_linked_folder_is_one_worktree_by_both_names(bench: Workbench) -> None:
    real = bench.root / "elsewhere"
    real.mkdir()
    link = bench.root / "worktrees"
    link.symlink_to(real)
    path = await bench.worktree()
    again = server_git(bench.root)
    base = await again.add_worktree(bench.repo, path, "feature/x", "main")
    assert base == bench.origin.git("rev-parse", "main")
    await again.remove_worktree(bench.repo, path, "feature/x")
    assert not await again.worktrees(bench.repo)


async def test_a_folder_that_cannot_be_made_is_named(bench: Workbench) -> None:
    await bench.git.ensure_bare(bench.repo)
    path = bench.path()
    path.parent.parent.mkdir(parents=True, exist_ok=True)
    path.parent.write_text("in the way")
    with pytest.raises(GitError, match=f"^{path.parent}: File exists$"):
        await bench.git.add_worktree(bench.repo, path, "feature/x", "main")
