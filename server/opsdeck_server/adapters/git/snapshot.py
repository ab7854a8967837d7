"""Everything that is in a worktree, as a tree of git: for commits, diffs and kept work.

A git repository inside the worktree is the trap here: `git add` writes down its commit
and none of its files, or refuses where it has no commit. Its files are taken one by one
instead, as if its .git were not there. Only a real submodule stays what it is.
"""

import asyncio
import hashlib
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from opsdeck_server.adapters.git.command import Command, Place
from opsdeck_server.ports.git import GitError

_GITLINK = "160000"
_PLACEHOLDER = ".opsdeck-placeholder"
_DEPTH = 8  # repositories inside repositories, and filters that fail, one more a round
_UNBORN = re.compile(r"error: '(.+?)/?' does not have a commit checked out")
_FILTER = re.compile(r"clean filter '([^']+)' failed")
_FAILED = re.compile(
    r"(?:error|fatal): (?:open\(\"(.+?)\"\)|unable to index file '(.+?)'|could not open directory"
    r" '(.+?)')|warning: (?:could not open directory|unable to access) '(.+?)'"
)
_LIST_BYTES = 512 * 1024 * 1024  # a million files


@dataclass(slots=True)
class Staged:
    """What came of adding everything to an index.

    `settings` are those that it took, and that the index is to be read with.
    """

    unreadable: list[str] = field(default_factory=list[str])
    flattened: list[str] = field(default_factory=list[str])
    settings: list[str] = field(default_factory=list[str])


class Snapshots:
    """Adds all that is in a worktree to an index, whatever state the worktree is in."""

    def __init__(self, command: Command) -> None:
        self._git = command

    async def seed(self, at: Place, index: Path, own: Path, head: str | None) -> None:
        """Make `index`, the one of `at`, from the worktree's own, or from HEAD without one.

        From its own, for that knows which files are unchanged. The time of the copy is
        that of the original, by which git tells a file that changed in the same instant.
        """
        if await asyncio.to_thread(_copied, own, index):
            return
        if head is not None:
            await self._git("read-tree", head, at=at, what="reading the last commit")

    async def stage(self, at: Place, *, thorough: bool) -> Staged:
        """Add everything but ignored files to the index of `at`.

        `thorough` saves what it can: a filter that fails is left out, submodules with
        work in them give their files, and what cannot be read is in the answer. Without
        it, that is a GitError.
        """
        staged = Staged()
        what = "adding the changes"
        for _ in range(_DEPTH):
            done = await self._git(
                "add",
                "--all",
                "--ignore-errors",
                "--",
                ".",
                at=at,
                what=what,
                ok=None,
                settings=staged.settings,
                timeout=self._git.limits.checkout,
            )
            text = done.stderr.decode(errors="surrogateescape")
            broken = _FILTER.search(text)
            if thorough and broken is not None:
                name = broken[1]
                values = (("clean", ""), ("process", ""), ("required", "false"))
                staged.settings += [f"filter.{name}.{key}={value}" for key, value in values]
                continue
            nested = set(_UNBORN.findall(text)) | await self._nested(at, thorough=thorough)
            nested.difference_update(staged.flattened)
            if nested:
                await self._make_plain(at, sorted(nested))
                staged.flattened += sorted(nested)
                continue
            staged.unreadable = sorted({"".join(found) for found in _FAILED.findall(text)})
            if done.returncode == 0 or (thorough and staged.unreadable):
                return staged
            raise self._git.error(what, done, at)
        raise GitError(f"{what} failed: there are too many repositories inside one another")

    async def _nested(self, at: Place, *, thorough: bool) -> set[str]:
        """Return the repositories in the index whose files are to be taken instead."""
        done = await self._git(
            "ls-files",
            "--stage",
            "-z",
            at=at,
            what="listing the files",
            max_output=_LIST_BYTES,
        )
        links = [
            entry.split(b"\t", 1)[1].decode(errors="surrogateescape")
            for entry in done.stdout.split(b"\0")
            if entry.startswith(_GITLINK.encode())
        ]
        if not links:
            return set()
        submodules = await self._submodules(at)
        found: set[str] = set()
        for link in links:
            folder = at.folder / link
            if not await asyncio.to_thread((folder / ".git").exists):
                continue  # not checked out: there is nothing in it
            if link in submodules and not thorough:
                continue
            if link not in submodules or not await self._is_safe_elsewhere(at, folder):
                found.add(link)
        return found

    async def _submodules(self, at: Place) -> set[str]:
        if not await asyncio.to_thread((at.folder / ".gitmodules").is_file):
            return set()
        done = await self._git(
            "config",
            "--null",
            "--file",
            str(at.folder / ".gitmodules"),
            "--get-regexp",
            r"^submodule\..*\.path$",
            at=at,
            what="reading .gitmodules",
            ok=None,
        )
        entries = done.stdout.decode(errors="surrogateescape").split("\0")
        return {entry.partition("\n")[2].rstrip("/") for entry in entries if entry}

    async def _is_safe_elsewhere(self, at: Place, folder: Path) -> bool:
        """Return whether a repository has no change, and no commit that its remotes have not."""
        inside = Place(folder=folder, bare=at.bare)
        what = "looking into a submodule"
        status = await self._git("status", "--porcelain", at=inside, what=what, ok=None)
        if status.returncode != 0 or status.stdout:
            return False
        unpushed = await self._git(
            "rev-list",
            "--max-count=1",
            "HEAD",
            "--not",
            "--remotes",
            at=inside,
            what=what,
            ok=None,
        )
        return unpushed.returncode == 0 and not unpushed.stdout

    async def _make_plain(self, at: Place, folders: list[str]) -> None:
        """Have git see folders where it saw repositories.

        A folder that the index has a file of is a folder to `git add`, .git or not; the
        file need not be there, and goes with the next add.
        """
        blob = await self._git(
            "hash-object",
            "-w",
            "-t",
            "blob",
            "--stdin",
            at=at,
            what="writing an empty file",
            stdin=b"",
        )
        empty = blob.stdout.decode().strip()
        gone = "0" * len(empty)
        entries: list[str] = []
        for folder in folders:
            entries += [f"0 {gone}\t{folder}", f"100644 {empty} 0\t{folder}/{_PLACEHOLDER}"]
        await self._git(
            "update-index",
            "-z",
            "--index-info",
            at=at,
            what="reading a repository inside the worktree",
            stdin="\0".join([*entries, ""]).encode(errors="surrogateescape"),
        )


def _copied(source: Path, target: Path) -> bool:
    """Copy an index that is whole; return whether it was.

    Git does not look at the checksum at its end, and reads half an index as it comes.
    """
    try:
        shutil.copy2(source, target)
        data = memoryview(target.read_bytes())
    except OSError:
        return False
    if bytes(data[:4]) == b"DIRC":
        for make in (hashlib.sha1, hashlib.sha256):  # by the repository's object format
            size = make().digest_size
            end = bytes(data[-size:])
            # All zeros: the person has set index.skipHash.
            if end == bytes(size) or end == make(data[:-size], usedforsecurity=False).digest():
                return True
    target.unlink()
    return False
