"""The opsdeck command: what it can do, and nothing of how."""

import os
from typing import Annotated

import typer

from opsdeck_server.cli import clients, jobs, sessions, system
from opsdeck_server.cli.demo.command import demo
from opsdeck_server.cli.doctor.command import doctor
from opsdeck_server.cli.streams import run_with_streams

app = typer.Typer(
    name="opsdeck",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Runs coding agents on git repositories: jobs in, pull requests out.",
    epilog=(
        "Exit codes: 0 done; 1 refused, or the job or the answer failed; 2 wrong usage or setting,"
        " or no server answers; 3 cancelled or interrupted; 130 Ctrl-C. Every command has --json"
        " but serve. Shell completion: opsdeck --install-completion"
    ),
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"opsdeck {version('opsdeck')}")
        raise typer.Exit


@app.callback()
def opsdeck(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it.")
    ] = False,
) -> None:
    """Runs coding agents on git repositories: jobs in, pull requests out."""


app.command(rich_help_panel="Server")(system.serve)
app.command(rich_help_panel="Server")(demo)
app.command(rich_help_panel="Server")(doctor)
app.add_typer(jobs.app, name="job", rich_help_panel="Work")
app.add_typer(sessions.app, name="session", rich_help_panel="Work")
app.add_typer(clients.app, name="client", rich_help_panel="Work")
app.command("queue", rich_help_panel="Work")(jobs.queue)
app.command("sync", rich_help_panel="Work")(clients.sync)
app.command("health", rich_help_panel="Server")(system.health)


def main() -> None:
    """Run the command of this process's arguments, and exit with its code."""
    # Else its core, when a server goes away, writes lines of its own between ours and the log's.
    # It reads this when it is imported, which is later.
    os.environ.setdefault("GRPC_VERBOSITY", "ERROR")
    run_with_streams(lambda: app(prog_name="opsdeck"))
