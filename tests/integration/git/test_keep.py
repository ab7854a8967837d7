"""Nothing is thrown away: what a worktree has and origin has not is kept under a ref."""

import shutil
import subprocess
from pathlib import Path

import pytest

from opsdeck_server.adapters.git import layout
from opsdeck_server.ports.git import DiffStat, GitError
from tests.integration.git.workbench import KEPT, Workbench, environment, server_git, sh


def admin(bench: Workbench, path: Path) -> Path:
    found = layout.admin_of(bench.repo.bare_path, path)
    assert found is not None
    return found


async def keep(bench: Workbench, path: Path) -> str | None:
    return await bench.git.keep(bench.repo, path, KEPT)


async def test_a_clean_worktree_has_nothing_to_keep(bench: Workbench) -> None:
    path = await bench.worktree()
    assert await keep(bench, path) is None
    assert bench.bare("for-each-ref", "refs/opsdeck") == ""


async def test_changes_and_new_files_are_kept(bench: Workbench) -> None:
    path = await bench.worktree()
    (path / "README.md").write_text("changed")
    (path / "new file\twith tab").write_text("new")
    (path / "src" / "app.py").unlink()
    kept = await keep(bench, path)
    assert kept == bench.bare("rev-parse", KEPT)
    assert bench.bare("rev-parse", f"{KEPT}^") == bench.origin.git("rev-parse", "main")
    assert bench.bare("show", f"{KEPT}:README.md") == "changed"
    assert bench.bare("show", f"{KEPT}:new file\twith tab") == "new"
    assert "src/app.py" not in bench.bare("ls-tree", "-r", "--name-only", KEPT)


async def test_keeping_touches_neither_index_nor_files(bench: Workbench) -> None:
    path = await bench.worktree()
    (path / "staged").write_text("1")
    sh(path, "add", "staged")
    (path / "unstaged").write_text("2")
    before = sh(path, "status", "--porcelain")
    await keep(bench, path)
    assert sh(path, "status", "--porcelain") == before


async def test_ignored_files_are_not_kept(bench: Workbench) -> None:
    path = await bench.worktree()
    (path / ".gitignore").write_text("secret\n")
    (path / "secret").write_text("x")
    kept = await keep(bench, path)
    assert kept is not None
    assert "secret" not in bench.files(kept)


async def test_ignored_files_alone_are_nothing_to_keep(bench: Workbench) -> None:
    bench.origin.commit({".gitignore": "secret\n"}, "ignore")
    path = await bench.worktree()
    (path / "secret").write_text("x")
    assert await keep(bench, path) is None


async def test_unpushed_commits_are_kept_as_they_are(bench: Workbench) -> None:
    path = await bench.worktree()
    sh(path, "commit", "--allow-empty", "--message", "mine")
    assert await keep(bench, path) == sh(path, "rev-parse", "HEAD")


async def test_commits_on_a_detached_head_are_kept(bench: Workbench) -> None:
    path = await bench.worktree()
    sh(path, "switch", "--quiet", "--detach")
    sh(path, "commit", "--allow-empty", "--message", "mine")
    assert await keep(bench, path) == sh(path, "rev-parse", "HEAD")


async def test_what_was_pushed_needs_no_keeping(bench: Workbench) -> None:
    path = await bench.worktree()
    (path / "new").write_text("x")
    await bench.git.commit_all(path, "work")
    await bench.git.push_new_branch(path, "feature/x")
    assert await keep(bench, path) is None


async def test_keeping_twice_gives_one_commit(bench: Workbench) -> None:
    path = await bench.worktree()
    (path / "new").write_text("x")
    assert await keep(bench, path) == await keep(bench, path)


async def test_what_was_kept_before_stays_reachable(bench: Workbench) -> None:
    path = await bench.worktree()
    (path / "new").write_text("first")
    first = await keep(bench, path)
    assert first is not None
    (path / "new").unlink()
    (path / "other").write_text("second")
    second = await keep(bench, path)
    assert second is not None
    assert bench.bare("merge-base", first, second) == first
    assert bench.files(second)["other"] == "second"


async def test_a_cleaned_worktree_still_answers_with_what_was_kept(bench: Workbench) -> None:
    path = await bench.worktree()
    (path / "new").write_text("first")
    first = await keep(bench, path)
    (path / "new").unlink()
    assert await keep(bench, path) == first


async def test_kept_work_survives_pruning_and_gc(bench: Workbench) -> None:
    path = await bench.worktree()
    (path / "new").write_text("x")
    kept = await keep(bench, path)
    assert kept is not None
    await bench.git.remove_worktree(bench.repo, path, "feature/x")
    await bench.git.fetch(bench.repo)
    bench.bare("gc", "--quiet", "--prune=now")
    assert bench.files(kept)["new"] == "x"


async def test_a_merge_conflict_is_kept_as_it_stands(bench: Workbench) -> None:
    path = await bench.worktree()
    await _conflict(bench, path)
    kept = await keep(bench, path)
    assert kept is not None
    assert "<<<<<<<" in bench.files(kept)["README.md"]


@pytest.mark.parametrize("state", ["missing", "corrupt", "truncated", "locked"])
async def test_a_broken_index_is_no_obstacle(bench: Workbench, state: str) -> None:
    path = await bench.worktree()
    (path / "new").write_text("x")
    index = admin(bench, path) / "index"
    if state == "missing":
        index.unlink()
    elif state == "corrupt":
        index.write_bytes(b"\0" * 200)
    elif state == "truncated":
        index.write_bytes(index.read_bytes()[:50])
    else:
        (index.parent / "index.lock").touch()
    kept = await keep(bench, path)
    assert kept is not None
    assert bench.files(kept).keys() == {"CHANGES", "README.md", "new", "src/app.py"}


async def test_a_branch_without_a_commit_is_no_obstacle(bench: Workbench) -> None:
    path = await bench.worktree()
    sh(path, "switch", "--quiet", "--orphan", "nothing")
    assert await keep(bench, path) is None
    (path / "new").write_text("x")
    kept = await keep(bench, path)
    assert kept is not None
    assert bench.files(kept) == {"new": "x"}


async def test_a_missing_dot_git_is_no_obstacle(bench: Workbench) -> None:
    path = await bench.worktree()
    (path / ".git").unlink()
    (path / "new").write_text("x")
    kept = await keep(bench, path)
    assert kept is not None
    assert bench.bare("diff", "--name-only", "origin/main", kept) == "new"


async def test_a_missing_record_is_no_obstacle(bench: Workbench) -> None:
    path = await bench.worktree()
    (path / "new").write_text("x")
    shutil.rmtree(admin(bench, path))
    kept = await keep(bench, path)
    assert kept is not None
    assert bench.files(kept)["new"] == "x"


async def test_the_repository_around_a_worktree_is_never_taken(bench: Workbench) -> None:
    path = await bench.worktree()
    sh(bench.root, "init", "--quiet")
    (path / ".git").unlink()
    for call in (
        bench.git.head(path),
        bench.git.commit_all(path, "x"),
        bench.git.push_new_branch(path, "feature/x"),
    ):
        with pytest.raises(GitError, match=r"\.git file no longer leads"):
            await call
    assert sh(bench.root, "status", "--porcelain", "--untracked-files=no") == ""


async def test_a_repository_put_in_the_place_of_the_worktree_is_kept(bench: Workbench) -> None:
    path = await bench.worktree()
    (path / ".git").unlink()
    sh(path, "init", "--quiet")
    (path / "new").write_text("x")
    kept = await keep(bench, path)
    assert kept is not None
    assert bench.bare("diff", "--name-only", "origin/main", kept) == "new"


@pytest.mark.parametrize("committed", [True, False])
async def test_repositories_inside_give_their_files(bench: Workbench, committed: bool) -> None:
    path = await bench.worktree()
    (path / ".gitignore").write_text("node_modules/\n")
    for folder in (path / "app", path / "app" / "deeper"):
        (folder / "node_modules").mkdir(parents=True)
        (folder / "node_modules" / "big").touch()
        (folder / "code").write_text(folder.name)
        sh(folder, "init", "--quiet")
        if committed:
            sh(folder, "add", ".gitignore" if (folder / ".gitignore").exists() else "code")
            sh(folder, "commit", "--quiet", "--message", "inside")
        (folder / "uncommitted").write_text("x")
    kept = await keep(bench, path)
    assert kept is not None
    assert {name for name in bench.files(kept) if name.startswith("app")} == {
        "app/code",
        "app/uncommitted",
        "app/deeper/code",
        "app/deeper/uncommitted",
    }


async def test_a_repository_inside_that_the_agent_committed_gives_its_files(
    bench: Workbench,
) -> None:
    path = await bench.worktree()
    _nested(path / "app")
    sh(path, "add", "--all")
    sh(path, "commit", "--quiet", "--message", "a link to nowhere")
    await bench.git.push_new_branch(path, "feature/x")
    kept = await keep(bench, path)
    assert kept is not None
    assert bench.files(kept)["app/code"] == "x"


async def test_a_submodule_stays_one_unless_there_is_work_in_it(bench: Workbench) -> None:
    path = await bench.worktree()
    sh(path, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add",
       bench.origin.url, "sub")  # fmt: skip
    await bench.git.commit_all(path, "a submodule")
    await bench.git.push_new_branch(path, "feature/x")
    assert await keep(bench, path) is None
    (path / "sub" / "new").write_text("x")
    kept = await keep(bench, path)
    assert kept is not None
    assert bench.files(kept)["sub/new"] == "x"


async def test_a_filter_that_fails_is_left_out(bench: Workbench) -> None:
    path = await bench.worktree()
    bench.bare("config", "filter.broken.clean", "false")
    bench.bare("config", "filter.broken.required", "true")
    (path / ".gitattributes").write_text("*.big filter=broken\n")
    (path / "a.big").write_text("x")
    (path / "b").write_text("y")
    kept = await keep(bench, path)
    assert kept is not None
    assert {"a.big": "x", "b": "y"}.items() <= bench.files(kept).items()


async def test_what_cannot_be_read_is_named_and_the_rest_is_kept(bench: Workbench) -> None:
    path = await bench.worktree()
    (path / "readable").write_text("x")
    (path / "forbidden").write_text("y")
    (path / "forbidden").chmod(0)
    git = server_git(bench.root, program=str(_unprivileged(bench)))
    with pytest.raises(GitError, match=rf"are not kept: forbidden; the rest is .* {KEPT}"):
        await git.keep(bench.repo, path, KEPT)
    assert bench.files(KEPT)["readable"] == "x"


async def test_kept_work_is_not_the_users(bench: Workbench) -> None:
    path = await bench.worktree()
    (path / "new").write_text("x")
    environ = {**environment(bench.root), "GIT_AUTHOR_NAME": "U", "GIT_AUTHOR_EMAIL": "u@e"}
    await server_git(bench.root, environ).keep(bench.repo, path, KEPT)
    assert bench.bare("log", "-1", "--format=%an %ce", KEPT) == "opsdeck opsdeck@localhost"


async def test_what_a_crash_left_half_deleted_is_not_kept_again(bench: Workbench) -> None:
    path = await bench.worktree()
    aside = path.with_name(f".{path.name}.removing-0a1b2c3d")
    path.rename(aside)
    (aside / "README.md").unlink()
    assert await bench.git.keep(bench.repo, aside, f"refs/opsdeck/kept/{aside.name}") is None
    await bench.git.remove_worktree(bench.repo, aside, None)
    assert not list(path.parent.iterdir())


async def test_work_is_kept_nowhere_else(bench: Workbench) -> None:
    path = await bench.worktree()
    with pytest.raises(GitError, match="work is kept under refs/opsdeck/kept/"):
        await bench.git.keep(bench.repo, path, "refs/heads/main")


async def test_a_diff_of_commits_is_cut_where_asked(bench: Workbench) -> None:
    path = await bench.worktree()
    base = await bench.git.head(path)
    (path / "new").write_text("ä" * 1000 + "\n")
    (path / "README.md").unlink()
    head = await bench.git.commit_all(path, "work")
    assert head is not None
    text, cut = await bench.git.diff(bench.repo, base, head, 100_000)
    assert not cut
    assert "deleted file mode 100644" in text
    text, cut = await bench.git.diff(bench.repo, base, head, 500)
    assert cut
    assert "�" not in text
    assert 490 < len(text.encode()) <= 500
    assert await bench.git.diff_stat(bench.repo, base, head) == DiffStat(2, 1, 1)


async def test_equal_commits_do_not_differ(bench: Workbench) -> None:
    path = await bench.worktree()
    head = await bench.git.head(path)
    assert await bench.git.diff(bench.repo, head, head, 1000) == ("", False)
    assert await bench.git.diff_stat(bench.repo, head, head) == DiffStat(0, 0, 0)


async def test_a_hostile_commit_is_no_option(bench: Workbench) -> None:
    await bench.git.ensure_bare(bench.repo)
    option = f"--output={bench.root}/pwned"
    with pytest.raises(GitError):
        await bench.git.diff(bench.repo, option, "origin/main", 1000)
    assert not (bench.root / "pwned").exists()


async def test_a_worktrees_diff_has_files_that_are_not_added(bench: Workbench) -> None:
    path = await bench.worktree()
    base = await bench.git.head(path)
    (path / "new").write_text("fresh\n")
    (path / "README.md").write_text("# Sample\nmore\n")
    before = sh(path, "status", "--porcelain")
    text, cut, stat = await bench.git.worktree_diff(path, base, 100_000)
    assert "+fresh" in text
    assert "+more" in text
    assert (cut, stat) == (False, DiffStat(2, 2, 0))
    assert sh(path, "status", "--porcelain") == before


async def test_looking_at_a_worktree_leaves_nothing_in_the_repository(bench: Workbench) -> None:
    path = await bench.worktree()
    base = await bench.git.head(path)
    (path / "new").write_text("fresh\n")
    before = sorted(bench.repo.bare_path.rglob("*"))
    await bench.git.worktree_diff(path, base, 1000)
    assert sorted(bench.repo.bare_path.rglob("*")) == before


def _nested(folder: Path) -> None:
    folder.mkdir()
    (folder / "code").write_text("x")
    sh(folder, "init", "--quiet")
    sh(folder, "add", "--all")
    sh(folder, "commit", "--quiet", "--message", "inside")


async def _conflict(bench: Workbench, path: Path) -> None:
    (path / "README.md").write_text("ours")
    sh(path, "commit", "--quiet", "--all", "--message", "ours")
    bench.origin.commit({"README.md": "theirs"}, "theirs")
    await bench.git.fetch(bench.repo)
    sh(path, "merge", "origin/main", check=False)
    assert "UU README.md" in sh(path, "status", "--porcelain")


def _unprivileged(bench: Workbench) -> Path:
    """Make a git that is not root, for whom no file is forbidden; for others it is git."""
    program = bench.root / "unprivileged-git"
    capable = subprocess.run(["id", "-u"], capture_output=True, text=True, check=True)
    prefix = ""
    if capable.stdout.strip() == "0":  # root without the right to read what it may not
        drop = "-dac_override,-dac_read_search"
        prefix = f"setpriv --bounding-set {drop} --inh-caps {drop} "
    program.write_text(f'#!/bin/sh\nexec {prefix}git "$@"\n')
    program.chmod(0o755)
    return program
