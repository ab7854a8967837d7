"""Runs git: environment, time limits, locks that a killed git left, errors."""

import asyncio
import logging
import os
import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from opsdeck_server.adapters import _environment, _process
from opsdeck_server.adapters.git import messages
from opsdeck_server.ports.git import GitError

_log = logging.getLogger(__name__)

# What a person has set for git. GIT_DIR and its like are left out on purpose: they would
# send every command to another repository (a server started from a git hook has them).
_GIT_NAMES = (
    "SSH_AUTH_SOCK",
    "SSH_AGENT_PID",
    "GIT_SSH",
    "GIT_SSH_COMMAND",
    "GIT_SSH_VARIANT",
    "GIT_ASKPASS",
    "GIT_PROXY_COMMAND",
    "GIT_ALLOW_PROTOCOL",
    "GIT_EXEC_PATH",
    "GIT_HTTP_USER_AGENT",
    "GIT_AUTHOR_NAME",
    "GIT_AUTHOR_EMAIL",
    "GIT_COMMITTER_NAME",
    "GIT_COMMITTER_EMAIL",
    "GNUPGHOME",
    "KRB5CCNAME",
)
_GIT_PREFIXES = ("GIT_CONFIG_", "GIT_SSL_", "GIT_LFS_")
_FIXED = {
    "LC_ALL": "C",  # its words are parsed
    "GIT_TERMINAL_PROMPT": "0",
    "SSH_ASKPASS_REQUIRE": "never",
    "GIT_EDITOR": "true",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_LITERAL_PATHSPECS": "1",
}
_SETTINGS = (
    # A hook of the repository may ask, wait, or refuse what a person has to decide later;
    # an unattended commit or push runs none. The agent's own git commands do run them.
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.quotePath=false",
    "core.safecrlf=false",  # a mixed line ending is no reason to lose a commit
    "protocol.ext.allow=never",
    "submodule.recurse=false",
    "advice.addEmbeddedRepo=false",
    "worktree.useRelativePaths=false",
)
_LOCKED = re.compile(r"Unable to create '([^']+\.lock)': File exists")
_REF_RACE = re.compile(r"cannot lock ref|unable to update local ref|could not lock config file")
_RACE_PAUSES = (0.05, 0.2, 0.5, 1.0)
_LOCK_PAUSE = 0.2
_LOCK_WAITS = 5


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a command may take, in seconds."""

    clone: float = 30 * 60
    fetch: float = 10 * 60
    push: float = 10 * 60
    checkout: float = 10 * 60  # a partial clone fetches the files while it checks out
    other: float = 2 * 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where a command runs.

    `bare` is the repository that its locks and its activity are counted for; `git_dir` is
    given where git must not search for itself; `index` is another index than the folder's;
    `env` is what its commands have beside their usual environment.
    """

    folder: Path
    bare: Path
    git_dir: Path | None = None
    index: Path | None = None
    env: Mapping[str, str] = field(default_factory=dict[str, str])


class Command:
    """Runs git commands.

    Cancellation ends git and its children first. After SIGTERM git removes its locks.
    """

    def __init__(
        self,
        environ: Mapping[str, str],
        *,
        program: str,
        limits: Limits,
        retry_pauses: Sequence[float],
        stale_lock_seconds: float,
    ) -> None:
        self.limits = limits
        self._program = program
        self._env = {**_environment.build(environ, _GIT_NAMES, _GIT_PREFIXES), **_FIXED}
        self._retry_pauses = tuple(retry_pauses)
        self._stale_lock_seconds = stale_lock_seconds
        self._active: Counter[Path] = Counter()
        self._own_ssh = {"GIT_SSH", "GIT_SSH_COMMAND"} & self._env.keys()
        self._ssh_configured: set[Path] = set()

    @property
    def identity_from_environment(self) -> bool:
        """Whether the person who started the server named an author in the environment."""
        return "GIT_AUTHOR_EMAIL" in self._env

    def leave_ssh_alone(self, bare: Path) -> None:
        """Remember that core.sshCommand is set for a repository: BatchMode is then its own."""
        self._ssh_configured.add(bare)

    async def __call__(
        self,
        *args: str,
        at: Place,
        what: str,
        ok: Sequence[int] | None = (0,),
        settings: Sequence[str] = (),
        env: Mapping[str, str] | None = None,
        stdin: bytes | None = None,
        timeout: float | None = None,
        network: bool = False,
        max_output: int = 16 * 1024 * 1024,
    ) -> _process.Completed:
        """Run one command; raise GitError where it ends with another code than `ok`.

        `ok` None accepts all codes. `what` begins the error: "fetching acme/app". A lock
        that is held is waited for, and removed where a killed git left it. A race for a
        ref is tried again, and so is a `network` command on a network failure.
        """
        argv = [self._program]
        for setting in (*_SETTINGS, *settings):
            argv += ["-c", setting]
        if at.git_dir is not None:
            argv.append(f"--git-dir={at.git_dir}")
            if at.folder != at.git_dir:
                argv.append(f"--work-tree={at.folder}")
        argv += args
        environment = self._environment(at, env)
        locks = iter(range(_LOCK_WAITS))
        races = iter(_RACE_PAUSES)
        pauses = iter(self._retry_pauses if network else ())
        started = time.time()
        while True:
            done = await self._once(argv, at, what, environment, stdin, timeout, max_output)
            if done.returncode == 0:
                return done
            text = done.stderr.decode(errors="replace")
            if (lock := _LOCKED.search(text)) is not None and next(locks, None) is not None:
                await self._lock_released(at.folder / lock[1], at.bare, started, what)
                continue
            if ok is None or done.returncode in ok:
                return done
            pause = None
            if _REF_RACE.search(text):
                pause = next(races, None)
            elif messages.NETWORK.search(text):
                pause = next(pauses, None)
            if pause is None:
                raise self.error(what, done, at)
            _log.info("%s is tried again in %g s", what, pause)
            await asyncio.sleep(pause)

    async def output(self, *args: str, at: Place, what: str) -> str:
        """Run a command that answers in one line, and return that."""
        done = await self(*args, at=at, what=what)
        return done.stdout.decode(errors="surrogateescape").strip()

    def error(self, what: str, done: _process.Completed, at: Place) -> GitError:
        """Return the error that a failed command is."""
        hide = {f"{at.bare}/": "", str(at.bare): at.bare.name}
        if not at.bare.is_relative_to(at.folder):
            hide |= {f"{at.folder}/": "", str(at.folder): "the worktree"}
        said = messages.last_lines(done.stderr, hide)
        return GitError(messages.explain(what, said, done.returncode))

    def _environment(self, at: Place, extra: Mapping[str, str] | None) -> dict[str, str]:
        env = dict(self._env)
        # Where the .git of a worktree is gone, the repository around it must not be taken.
        env["GIT_CEILING_DIRECTORIES"] = str(at.folder.parent)
        if at.index is not None:
            env["GIT_INDEX_FILE"] = str(at.index)
        if not self._own_ssh and at.bare not in self._ssh_configured:
            env["GIT_SSH_COMMAND"] = "ssh -o BatchMode=yes"
        return {**env, **at.env, **(extra or {})}

    async def _once(
        self,
        argv: list[str],
        at: Place,
        what: str,
        env: dict[str, str],
        stdin: bytes | None,
        timeout: float | None,
        max_output: int,
    ) -> _process.Completed:
        limit = self.limits.other if timeout is None else timeout
        self._active[at.bare] += 1
        try:
            return await _process.run(
                argv, cwd=at.folder, env=env, stdin=stdin, timeout=limit, max_output=max_output
            )
        except _process.ProgramTimedOut:
            raise GitError(f"{what} failed: git took longer than {limit:g} s") from None
        except _process.ProgramNotStarted as error:
            if not await asyncio.to_thread(at.folder.is_dir):
                raise GitError(f"{what} failed: its folder is gone") from error
            raise GitError(
                f"{what} failed: git could not be started; install it, and have it on PATH"
            ) from error
        finally:
            self._active[at.bare] -= 1

    async def _lock_released(self, lock: Path, bare: Path, started: float, what: str) -> None:
        """Wait until a lock file is gone; remove it where nobody can be holding it.

        That is: it is in our repository, no command of ours runs there, it is older than
        our command, and it has stood there longer than git holds one for.
        """
        deadline = time.time() + self._stale_lock_seconds + 5
        while True:
            made = await asyncio.to_thread(_modified, lock)
            if made is None:
                return
            old = made < started and time.time() - made >= self._stale_lock_seconds
            if old and self._active[bare] == 0 and await asyncio.to_thread(_within, lock, bare):
                _log.warning("removing %s, which a killed git left behind", lock)
                await asyncio.to_thread(lock.unlink, missing_ok=True)
                return
            if time.time() > deadline:
                raise GitError(
                    f"{what} failed: another git process holds {lock.name} in {bare.name}. "
                    "What to do: wait for it to end; if none is running, delete that file"
                )
            await asyncio.sleep(_LOCK_PAUSE)


def _modified(path: Path) -> float | None:
    try:
        return path.stat().st_mtime
    except OSError:
        return None


def _within(path: Path, folder: Path) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
