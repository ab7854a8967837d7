"""What is on the disk around a bare repository: worktrees, their records, what is thrown away.

Everything here blocks; it is called in a thread.
"""

import os
import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path

from opsdeck_server.ports.git import GitError

# In the record of a worktree: the commit it was made from, written when it is whole.
READY = "opsdeck-base"
_ASIDE = ".*.removing-????????"


@dataclass(frozen=True, slots=True)
class Record:
    """What a bare repository has written down about one worktree (its `worktrees/<name>`).

    `base` is None while the worktree is being made, or where that crashed.
    """

    admin: Path
    path: Path
    branch: str | None
    base: str | None
    locked: bool


def records(bare: Path) -> list[Record]:
    """Return the records of all worktrees; one that cannot be read is left out."""
    found: list[Record] = []
    try:
        admins = sorted((bare / "worktrees").iterdir())
    except OSError:
        return found
    for admin in admins:
        dot_git = _read(admin / "gitdir")
        if not dot_git:
            continue
        head = _read(admin / "HEAD") or ""
        reason = _read(admin / "locked")
        found.append(
            Record(
                admin=admin,
                path=(admin / dot_git).parent,
                branch=head.removeprefix("ref: refs/heads/") if head.startswith("ref: ") else None,
                base=_read(admin / READY),
                # Git writes this reason itself while it adds one, and it stays after a crash.
                locked=reason is not None and reason != "initializing",
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of the folder of a worktree, and of the others of its repository.

    `base` is the commit it was made from, where it was made to its end and is there.
    `foreign`: something is there that was never a worktree of this repository.
    """

    ours: Record | None
    others: tuple[Record, ...]
    there: bool
    base: str | None
    foreign: bool


def look(bare: Path, path: Path) -> Look:
    """Look at a folder, and at what its repository has written down."""
    wanted = os.path.realpath(path)
    ours: Record | None = None
    others: list[Record] = []
    for record in records(bare):
        if os.path.realpath(record.path) == wanted:
            ours = record
        else:
            others.append(record)
    there = path.exists()
    return Look(
        ours=ours,
        others=tuple(others),
        there=there,
        base=ours.base if there and ours is not None else None,
        foreign=there and ours is None and not _is_empty(path) and not _leads_into(bare, path),
    )


def admin_of(bare: Path, path: Path) -> Path | None:
    """Return the record folder of a worktree, even where its .git file is gone."""
    admin = _pointed_at(path)
    if admin is not None and admin.is_dir() and _leads_into(bare, path):
        return admin
    found = look(bare, path).ours
    return found.admin if found is not None else None


def bare_of(path: Path) -> Path:
    """Return the bare repository of a worktree. Raises GitError where it is none any more."""
    admin = _pointed_at(path)
    if admin is None or admin.parent.name != "worktrees":
        raise GitError(
            "the worktree is gone, or its .git file no longer leads to its repository"
            if not path.is_dir() or admin is None
            else "the folder is not a worktree"
        )
    return admin.parent.parent


def mark_ready(path: Path, base: str) -> None:
    """Write down that a worktree is whole. Raises GitError where it is gone."""
    admin = _pointed_at(path)
    try:
        if admin is None:
            raise FileNotFoundError(path)
        half = admin / f"{READY}.new"
        half.write_text(base)
        half.replace(admin / READY)
    except OSError as error:
        raise GitError("the worktree went away while it was checked out") from error


def move_aside(path: Path) -> Path | None:
    """Rename a folder out of the way, so that a crash finds all of it or nothing.

    Returns where it is now, or None where there was none. Raises GitError.
    """
    aside = path.with_name(f".{path.name}.removing-{uuid.uuid4().hex[:8]}")
    try:
        path.rename(aside)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise GitError(f"{path.name} cannot be removed: {error.strerror}") from error
    return aside


def is_aside(path: Path) -> bool:
    """Return whether a folder is one that was moved aside to be deleted."""
    return path.match(_ASIDE)


def delete_aside(parent: Path) -> None:
    """Delete what was moved aside in a folder, by this call or by one that crashed."""
    for aside in parent.glob(_ASIDE):
        delete_tree(aside)


def delete_tree(path: Path) -> None:
    """Delete a folder as far as it goes. Folders without write permission are no obstacle."""
    if path.is_symlink() or path.is_file():
        path.unlink(missing_ok=True)
        return
    shutil.rmtree(path, ignore_errors=True)
    if path.exists():  # Go's module cache, for one, makes its folders read-only
        for folder, _, _ in os.walk(path):
            try:
                os.chmod(folder, 0o700)  # noqa: PTH101 - os.walk speaks in strings
            except OSError:
                pass
        shutil.rmtree(path, ignore_errors=True)


def _leads_into(bare: Path, path: Path) -> bool:
    admin = _pointed_at(path)
    return admin is not None and admin.parent.parent == Path(os.path.realpath(bare))


def _is_empty(path: Path) -> bool:
    try:
        return not any(path.iterdir())
    except OSError:
        return False


def _pointed_at(path: Path) -> Path | None:
    """Return the record that the .git file of a worktree leads to, whether or not it is there."""
    said = _read(path / ".git")
    if said is None or not said.startswith("gitdir: "):
        return None
    return Path(os.path.realpath(path / said.removeprefix("gitdir: ")))


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8", errors="surrogateescape").rstrip("\n")
    except OSError:
        return None
