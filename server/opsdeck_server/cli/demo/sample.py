"""A small repository with something to do in it, and its bare origin."""

from collections.abc import Mapping
from pathlib import Path

from opsdeck_server.adapters import _process
from opsdeck_server.cli.failures import CommandFailed

ORG, REPO = "acme", "greeter"

_FILES = {
    "README.md": "# greeter\n\nSays hello.\n\n    python greeter.py Ada\n",
    "greeter.py": '''\
"""Says hello."""

import sys


def greet(name: str) -> str:
    """Return a greeting."""
    return f"Hello, {name}."


if __name__ == "__main__":
    print(greet(sys.argv[1]))
''',
}

_CONFIG = """\
[user]
    name = opsdeck demo
    email = demo@opsdeck.invalid
[init]
    defaultBranch = main
"""


class Sample:
    """The repository `acme/greeter`, and git as it is set up for it alone."""

    def __init__(self, folder: Path, base_env: Mapping[str, str]) -> None:
        self._folder = folder
        config = folder / "gitconfig"
        # The person's own git settings (signing, hooks, templates) have no part in this.
        self.git_env = {"GIT_CONFIG_GLOBAL": str(config), "GIT_CONFIG_NOSYSTEM": "1"}
        self._env = dict(base_env) | self.git_env
        config.write_text(_CONFIG)

    @property
    def remote_template(self) -> str:
        """What GIT_REMOTE_TEMPLATE is to be."""
        return f"{(self._folder / 'origin').as_uri()}/{{org}}/{{repo}}.git"

    @property
    def origin(self) -> Path:
        """The bare repository that the server clones and pushes to."""
        return self._folder / "origin" / ORG / f"{REPO}.git"

    async def make(self) -> None:
        """Make both. Raises CommandFailed where git cannot."""
        work = self._folder / "sample"
        work.mkdir()
        self.origin.mkdir(parents=True)
        for name, content in _FILES.items():
            (work / name).write_text(content)
        await self.git(work, "init", "--quiet")
        await self.git(work, "add", "--all")
        await self.git(work, "commit", "--quiet", "-m", "Say hello")
        await self.git(self.origin, "init", "--quiet", "--bare")
        await self.git(work, "push", "--quiet", str(self.origin), "main")

    async def git(self, folder: Path, *words: str) -> str:
        """Run git in a folder and return what it prints. Raises CommandFailed."""
        try:
            done = await _process.run(["git", *words], cwd=folder, env=self._env, timeout=30)
        except (_process.ProgramNotStarted, _process.ProgramTimedOut) as error:
            raise CommandFailed(f"git {words[0]}: {error}") from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip()
            raise CommandFailed(f"git {words[0]} failed: {said}")
        return done.stdout.decode("utf-8", "replace")
