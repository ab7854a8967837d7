"""The command `opsdeck demo`: runs it, and leaves nothing behind, however it ends."""

import asyncio
import os
import shutil
import signal
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from opsdeck_server.cli.failures import CommandFailed, ExitCode, reported
from opsdeck_server.cli.output import Output
from opsdeck_server.cli.remote import JsonOption

_LONGEST_TMPDIR = 40
_AGENTS = ("simulator", "claude")


def demo(
    agent: Annotated[
        str,
        typer.Option(
            help="Who works: simulator, which needs no account, or claude: yours, at your cost."
        ),
    ] = "simulator",
    json: JsonOption = False,
    keep: Annotated[bool, typer.Option("--keep", help="Leave the folder for a look.")] = False,
) -> None:
    """Show one whole job on a sample repository, in a folder and on a port of its own.

    It makes a repository and its origin, starts a server, creates a job over REST, follows it,
    shows the pushed branch and the diff, verifies the signed callback, stops the server and
    checks that nothing is left running. Exit code: 0 all of it worked, 1 something did not, 2 there
    is no such agent.
    """
    with reported(as_json=json):
        out = Output(json=json)
        asyncio.run(_check_agent(agent))
        folder = _make_folder()
        try:
            document = asyncio.run(_demo(folder, agent, out, keep=keep))
        except asyncio.CancelledError:
            raise typer.Exit(128 + signal.SIGTERM) from None
        if json:
            out.document(document)


async def _check_agent(agent: str) -> None:
    """Raise CommandFailed where the agent is none, or is not there: before anything is made."""
    if agent not in _AGENTS:
        raise CommandFailed(
            f"{agent!r} is no agent of the demo: say {' or '.join(_AGENTS)}", ExitCode.usage
        )
    if agent == "simulator":
        return
    from opsdeck_server.adapters.claude.probe import probe

    claude = os.environ.get("CLAUDE_CODE_PATH") or "claude"
    if error := (await probe(claude, os.environ, Path("/"))).error:
        raise CommandFailed(error, ExitCode.usage)


def _make_folder() -> Path:
    # The path of a Unix socket ends after some hundred bytes, and macOS's TMPDIR takes half.
    base = Path(tempfile.gettempdir())
    short = Path("/tmp")  # noqa: S108  # mkdtemp makes a folder that is ours alone
    if len(os.fsencode(base)) > _LONGEST_TMPDIR and short.is_dir():
        base = short
    return Path(tempfile.mkdtemp(prefix="opsdeck-demo-", dir=base)).resolve()


async def _demo(folder: Path, agent: str, out: Output, *, keep: bool) -> dict[str, object]:
    from opsdeck_server.cli.demo.story import Demo

    task = asyncio.current_task()
    assert task  # noqa: S101  # asyncio.run made one
    # SIGTERM ends it as Ctrl-C does: with everything put away.
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    demo = Demo(folder, agent, out)
    done = False
    try:
        document = await demo.run(job_seconds=60 if agent == "simulator" else 900)
        done = True
    except CommandFailed as failure:
        raise CommandFailed(f"{failure}\nThe server's log: {demo.log}") from None
    finally:
        if demo.server and (left := demo.server.kill()):
            out.aside(f"Could not be ended: {sorted(pid for pid, _ in left)}")
        failed = demo.log.exists() and not done
        if keep or (failed and not task.cancelling()):
            out.aside(f"The folder stays: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    return document
