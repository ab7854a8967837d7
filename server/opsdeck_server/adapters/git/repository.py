"""Bare repositories: made whole or not at all, fetched once for all who wait."""

import asyncio
import re
import uuid
from pathlib import Path

from opsdeck_server.adapters.git import layout
from opsdeck_server.adapters.git.command import Command, Place
from opsdeck_server.domain.refnames import branch_name_problem
from opsdeck_server.ports.git import GitError, Repo

REMOTES = "refs/remotes/origin"
KEPT = "refs/opsdeck/kept"
_REFSPEC = f"+refs/heads/*:{REMOTES}/*"
_FETCH = (
    "fetch",
    "--quiet",
    "--prune",
    "--no-recurse-submodules",
    "--no-write-fetch-head",  # one line a branch, which nobody reads
)


class _Fetch:
    """A fetch that has not begun: whoever asks meanwhile is served by it."""

    def __init__(self, task: asyncio.Task[None]) -> None:
        self.task = task
        self.waiters = 0


class _State:
    """What this process knows of one bare repository."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.waiting: _Fetch | None = None
        self.set_up_for: str | None = None


def at_bare(bare: Path) -> Place:
    """Return the place of commands on the repository itself."""
    return Place(folder=bare, bare=bare, git_dir=bare)


def checked_branch(name: str) -> str:
    """Return the name. Raises GitError where it is none for a branch."""
    if problem := branch_name_problem(name):
        raise GitError(f"branch name {name!r} {problem}")
    return name


class Repositories:
    """Clones and fetches, and holds the one lock of each repository's metadata."""

    def __init__(self, command: Command) -> None:
        self._git = command
        self._states: dict[Path, _State] = {}

    def lock(self, bare: Path) -> asyncio.Lock:
        """Return the lock under which worktrees and refs of a repository change."""
        return self._state(bare).lock

    async def ensure(self, repo: Repo) -> bool:
        """Clone the repository if it is missing; return whether it was cloned now."""
        state = self._state(repo.bare_path)
        if state.set_up_for == repo.remote_url and await asyncio.to_thread(repo.bare_path.is_dir):
            return False
        if repo.remote_url.startswith("-"):
            raise GitError(f"{repo.remote_url!r} is no address of a repository")
        async with state.lock:
            if await asyncio.to_thread(repo.bare_path.is_dir):
                await self._set_up(repo, state)
                return False
            await self._clone(repo, state)
            return True

    async def fetch(self, repo: Repo) -> None:
        """Fetch all branches; a fetch that began after this was called serves it."""
        state = self._state(repo.bare_path)
        shared = state.waiting
        if shared is None:
            shared = _Fetch(asyncio.create_task(self._fetch(repo, state)))
            state.waiting = shared
        shared.waiters += 1
        try:
            await asyncio.shield(shared.task)
        finally:
            shared.waiters -= 1
            if shared.waiters == 0 and not shared.task.done():
                # All who asked have been cancelled; git ends before they are told.
                if state.waiting is shared:
                    state.waiting = None
                shared.task.cancel()
                await asyncio.wait([shared.task])

    async def default_branch(self, repo: Repo) -> str | None:
        """Ask origin which branch its HEAD names; None where it names none."""
        done = await self._git(
            "ls-remote",
            "--symref",
            "--",
            "origin",
            "HEAD",
            at=at_bare(repo.bare_path),
            what=f"asking origin of {_name(repo)} for its default branch",
            timeout=self._git.limits.fetch,
            network=True,
        )
        found = re.match(r"ref: refs/heads/(\S+)\tHEAD\n", done.stdout.decode(errors="replace"))
        return None if found is None else checked_branch(found[1])

    async def has_remote_branch(self, repo: Repo, branch: str) -> bool:
        """Return whether origin had the branch at the last fetch."""
        done = await self._git(
            "show-ref",
            "--verify",
            "--quiet",
            f"{REMOTES}/{checked_branch(branch)}",
            at=at_bare(repo.bare_path),
            what=f"looking for branch {branch}",
            ok=(0, 1),
        )
        return done.returncode == 0

    async def remove(self, repo: Repo) -> bool:
        """Remove the repository; return whether there was one."""
        state = self._state(repo.bare_path)
        async with state.lock:
            state.set_up_for = None
            aside = await asyncio.to_thread(layout.move_aside, repo.bare_path)
        if aside is not None:
            await asyncio.to_thread(layout.delete_aside, repo.bare_path.parent)
        return aside is not None

    def _state(self, bare: Path) -> _State:
        return self._states.setdefault(bare, _State())

    async def _fetch(self, repo: Repo, state: _State) -> None:
        async with state.lock:
            # From here on it is too late to be served by this one.
            if state.waiting is not None and state.waiting.task is asyncio.current_task():
                state.waiting = None
            await self._set_up(repo, state)
            await self._git(
                *_FETCH,
                "origin",
                at=at_bare(repo.bare_path),
                what=f"fetching {_name(repo)}",
                timeout=self._git.limits.fetch,
                network=True,
            )

    async def _set_up(self, repo: Repo, state: _State) -> None:
        """Look once at a repository that was there before us, and put its origin right.

        `git clone --bare` writes no fetch refspec, and the address may have changed.
        """
        if state.set_up_for == repo.remote_url:
            return
        at = at_bare(repo.bare_path)
        done = await self._git(
            "config",
            "--null",
            "--get-regexp",
            r"^(core\.(bare|sshcommand)|remote\.origin\.(url|fetch|mirror))$",
            at=at,
            what="reading the repository's settings",
            ok=None,
        )
        found: dict[str, list[str]] = {}
        for entry in done.stdout.decode(errors="replace").split("\0"):
            key, _, value = entry.partition("\n")
            found.setdefault(key.lower(), []).append(value)
        if done.returncode != 0 or found.get("core.bare", ["false"])[-1] != "true":
            raise GitError(
                f"{repo.bare_path} exists and is not a bare git repository: move it away"
            )
        if "core.sshcommand" in found:
            self._git.leave_ssh_alone(repo.bare_path)
        wrong: dict[str, str] = {}
        if found.get("remote.origin.url") != [repo.remote_url]:
            wrong["remote.origin.url"] = repo.remote_url
        refspecs = found.get("remote.origin.fetch", [])
        # One that writes elsewhere, as a mirror's does, would prune our branches and kept work.
        if _REFSPEC not in refspecs or any(f":{REMOTES}/" not in spec for spec in refspecs):
            wrong["remote.origin.fetch"] = _REFSPEC
        if "remote.origin.mirror" in found:
            wrong["remote.origin.mirror"] = "false"
        for key, value in wrong.items():
            await self._git(
                "config", "--replace-all", key, value, at=at, what="setting origin's address"
            )
        state.set_up_for = repo.remote_url

    async def _clone(self, repo: Repo, state: _State) -> None:
        """Clone beside the place, then rename: what is there by its name is whole."""
        bare = repo.bare_path
        half = bare.with_name(f".{bare.name}.cloning-{uuid.uuid4().hex[:8]}")
        what = f"cloning {_name(repo)}"
        try:
            await asyncio.to_thread(_begin, bare)
            at = Place(folder=bare.parent, bare=half)
            await self._git("init", "--quiet", "--bare", "--", str(half), at=at, what=what)
            at = at_bare(half)
            await self._git("remote", "add", "origin", repo.remote_url, at=at, what=what)
            unfinished = _State()
            # Not in `state`: what is learnt of the half repository goes with it.
            await self._set_up(Repo(half, repo.remote_url), unfinished)
            await self._git(
                *_FETCH,
                *(("--filter=blob:none",) if repo.partial else ()),
                "origin",
                at=at,
                what=what,
                timeout=self._git.limits.clone,
                network=True,
            )
            await asyncio.to_thread(half.rename, bare)
            await self._set_up(repo, state)
        except OSError as error:
            raise GitError(f"{what} failed: {error.strerror} ({bare.parent})") from error
        finally:
            await asyncio.to_thread(layout.delete_tree, half)


def _begin(bare: Path) -> None:
    """Make the folder, and clear away what crashed clones left in it."""
    bare.parent.mkdir(parents=True, exist_ok=True)
    for half in bare.parent.glob(f".{bare.name}.cloning-????????"):
        layout.delete_tree(half)


def _name(repo: Repo) -> str:
    return f"{repo.bare_path.parent.name}/{repo.bare_path.stem}"
