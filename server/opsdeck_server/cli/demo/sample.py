"""A small repository with something to do in it, its bare origin, and what is to be done."""

from collections.abc import Mapping
from pathlib import Path

from opsdeck_server.adapters import _process
from opsdeck_server.cli.failures import CommandFailed

ORG, REPO = "acme", "greeter"

_README = """\
# greeter

Says hello.

    python3 greeter.py Ada
"""
_GREETER = '''\
"""Says hello."""

import sys


def greet(name: str) -> str:
    """Return a greeting."""
    return f"Hello, {name}."


if __name__ == "__main__":
    print(greet(sys.argv[1]))
'''
_FILES = {"README.md": _README, "greeter.py": _GREETER}

BRANCH = "opsdeck/say-goodbye"
TITLE = "Say goodbye, too"
PROMPT = (
    "Add a function farewell(name) to greeter.py that returns 'Goodbye, <name>.', with a docstring"
    " like that of greet. Let the program say goodbye after it has said hello, and say so in"
    " README.md. Run it to see that it works."
)


def prompt_for(agent: str) -> str:
    """Return the prompt. For the simulator, which does not think, with lines of what to do."""
    if agent != "simulator":
        return PROMPT
    greeter = _GREETER.replace('Says hello."""', 'Says hello and goodbye."""')
    greeter = greeter.replace(
        "\n\nif __name__",
        '''

def farewell(name: str) -> str:
    """Return a goodbye."""
    return f"Goodbye, {name}."


if __name__''',
    )
    greeter += "    print(farewell(sys.argv[1]))\n"
    readme = _README.replace("Says hello.", "Says hello and goodbye.")
    script = (
        "@say I look at what is there.",
        "@bash cat greeter.py",
        "@say The greeting is one function; its farewell goes beside it, and both are printed.",
        f"@write greeter.py {_escaped(greeter)}",
        f"@write README.md {_escaped(readme)}",
        "@bash python3 -B greeter.py Ada",
        "@say It says hello, and then goodbye. The README says so, too.",
    )
    return "\n".join((PROMPT, *script))


def _escaped(text: str) -> str:
    return text.replace("\n", "\\n")


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
