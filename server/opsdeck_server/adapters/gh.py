"""Pull requests by the GitHub CLI."""

import asyncio
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from opsdeck_server.adapters import _environment, _process
from opsdeck_server.ports.forge import ForgeError, PullRequest

_SECONDS = 60.0
_PROBE_SECONDS = 15.0
_PAUSES = (1.0, 3.0, 9.0)
_NAMES = (
    "GH_ENTERPRISE_TOKEN",
    "GITHUB_ENTERPRISE_TOKEN",
    "SSH_AUTH_SOCK",
)
_FIXED = {
    "GH_PROMPT_DISABLED": "1",
    "GH_NO_UPDATE_NOTIFIER": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "NO_COLOR": "1",
}
_URL = re.compile(r"https?://\S+/pull/(\d+)\s*$")
_TRANSIENT = re.compile(
    r"error connecting to|dial tcp|connection (refused|reset|timed out)|could not resolve"
    r"|no such host|i/o timeout|TLS handshake|timeout|unexpected EOF|network is unreachable"
    r"|HTTP 5\d\d|HTTP 429|rate limit|something went wrong",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"gh auth login|HTTP 401|bad credentials|authentication", re.IGNORECASE)
_LINES = 4
_LINE_LENGTH = 300


class GitHubCli:
    """The Forge port, by `gh`.

    `path` is GH_PATH; empty, no pull requests are made. `environ` is what the server was
    started with: what gh may have of it is chosen here. `pauses` are those, in seconds,
    before a call is made again that failed on the network. Cancellation ends gh.
    """

    def __init__(
        self, path: str, environ: Mapping[str, str], *, pauses: Sequence[float] = _PAUSES
    ) -> None:
        self._path = path
        self._env = {**_environment.build(environ, _NAMES), **_FIXED}
        self._pauses = tuple(pauses)

    @property
    def enabled(self) -> bool:
        return bool(self._path)

    async def ensure_pull_request(
        self, worktree: Path, *, repo: str, head: str, base: str, title: str, body: str
    ) -> PullRequest:
        # Asked for first: an earlier call may have got as far as making it. Values are
        # joined to their options, so that one that begins with - is still a value.
        listing = (
            "pr", "list", f"--repo={repo}", f"--head={head}", f"--base={base}",
            "--state=open", "--json=number,url", "--limit=1",
        )  # fmt: skip
        making = (
            "pr", "create", f"--repo={repo}", f"--head={head}", f"--base={base}",
            f"--title={title}", f"--body={body}",
        )  # fmt: skip
        pauses = iter(self._pauses)
        while True:
            listed = await self._run(listing, worktree)
            failed = listed
            if listed.returncode == 0:
                if (found := _first(listed.stdout)) is not None:
                    return found
                made = await self._run(making, worktree)
                # "already exists" names the address too, on the last line it prints.
                exists = b"already exists" in made.stderr
                if made.returncode == 0 or exists:
                    return _of_url(made.stderr if exists else made.stdout)
                failed = made
            said = _said(failed)
            pause = next(pauses, None) if _TRANSIENT.search(said) else None
            if pause is None:
                # It may have been made all the same, before the connection broke.
                if (found := await self._found_after_all(listing, worktree)) is not None:
                    return found
                raise ForgeError(_explained(said))
            await asyncio.sleep(pause)

    async def probe(self) -> str | None:
        if not self.enabled:
            return None
        try:
            done = await self._run(("auth", "status"), None, _PROBE_SECONDS)
        except ForgeError as error:
            return str(error)
        if done.returncode != 0:
            return "the GitHub CLI is not logged in: run gh auth login, or set GH_TOKEN"
        return None

    async def _found_after_all(self, listing: Sequence[str], worktree: Path) -> PullRequest | None:
        done = await self._run(listing, worktree)
        return _first(done.stdout) if done.returncode == 0 else None

    async def _run(
        self, words: Sequence[str], folder: Path | None, seconds: float = _SECONDS
    ) -> _process.Completed:
        try:
            return await _process.run(
                (self._path, *words), cwd=folder, env=self._env, timeout=seconds
            )
        except _process.ProgramTimedOut:
            raise ForgeError(
                f"the GitHub CLI did not answer within {seconds:g} s: check the network"
            ) from None
        except _process.ProgramNotStarted as error:
            if folder is not None and not await asyncio.to_thread(folder.is_dir):
                raise ForgeError("the worktree is gone, so no pull request is made") from error
            raise ForgeError(
                f"GitHub CLI not found at '{self._path}': install it (https://cli.github.com) "
                "or set GH_PATH (empty: no pull requests)"
            ) from error


def _first(stdout: bytes) -> PullRequest | None:
    try:
        found: list[dict[str, Any]] = json.loads(stdout or b"[]")
        return PullRequest(str(found[0]["url"]), int(found[0]["number"])) if found else None
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise ForgeError("the GitHub CLI listed pull requests in no form we know") from error


def _of_url(output: bytes) -> PullRequest:
    for line in reversed(output.decode(errors="replace").splitlines()):
        if (found := _URL.search(line)) is not None:
            return PullRequest(found[0].strip(), int(found[1]))
    raise ForgeError("the GitHub CLI made a pull request, but did not say where it is")


def _said(done: _process.Completed) -> str:
    text = (done.stderr or done.stdout).decode(errors="replace")
    lines = [line.strip()[:_LINE_LENGTH] for line in text.splitlines() if line.strip()]
    return "; ".join(lines[-_LINES:]) or f"gh ended with code {done.returncode}"


def _explained(said: str) -> str:
    text = f"the pull request could not be made: {said}"
    if _LOGIN.search(said):
        return f"{text}. What to do: run gh auth login, or set GH_TOKEN"
    if _TRANSIENT.search(said):
        return f"{text}. What to do: check the network and that GitHub is up, then retry"
    return text
