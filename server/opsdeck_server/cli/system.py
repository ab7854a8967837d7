"""opsdeck health and opsdeck serve."""

from typing import TYPE_CHECKING

import typer

from opsdeck_server.cli.endpoint import read_settings
from opsdeck_server.cli.failures import ExitCode, reported
from opsdeck_server.cli.output import duration, status_text
from opsdeck_server.cli.remote import Remote, remote

if TYPE_CHECKING:
    from opsdeck_server.settings import Settings


@remote
async def health(to: Remote) -> ExitCode:
    """Show how the server is. Exit code: 0 ok, 1 degraded, 2 it does not answer."""
    from opsdeck.v1.system_service_pb2 import GetHealthRequest

    answer = await to.call(to.system.GetHealth, GetHealthRequest())
    if to.out.json:
        to.out.document(answer)
    else:
        queue, claude = answer.queue, answer.claude
        parts = [claude.version or "missing", "" if claude.authenticated else "not logged in"]
        to.out.fields(
            (
                ("Server", status_text(answer.status)),
                ("Address", to.connection.endpoint.url),
                ("Version", f"{answer.version}, up for {duration(answer.uptime)}"),
                (
                    "Queue",
                    f"{queue.running} of {queue.max_concurrent} running, {queue.queued} waiting",
                ),
                ("Claude Code", ", ".join(part for part in parts if part)),
                ("", claude.error),
                ("Agents", ", ".join(answer.agents)),
                *((name, answer.services[name]) for name in sorted(answer.services)),
            )
        )
    return ExitCode.ok if answer.status == "ok" else ExitCode.failed


def serve() -> None:
    """Serve everything on one port, until SIGTERM or Ctrl-C.

    Settings are environment variables, or lines of a file .env in this folder: PORT, HOST,
    OPSDECK_HOME, AGENT_API_SECRET and more. `opsdeck doctor` prints them all, and what is wrong
    with them.
    """
    with reported():
        settings = read_settings()
        from opsdeck_server.main import serve as run

        _warn_of_misspelled(settings)
        code = run(settings)
    if code:
        raise typer.Exit(code)


def _warn_of_misspelled(settings: "Settings") -> None:
    """Say in the log what in `.env` is no setting, and so has no effect."""
    import structlog

    from opsdeck_server import logs
    from opsdeck_server.settings import ENV_FILE, unknown_names

    if unknown := unknown_names():
        logs.configure(settings.log_level)
        for name, like in unknown.items():
            meant = {"meant": like} if like else {}
            structlog.get_logger("opsdeck").warning(
                "opsdeck.unknown_setting", name=name, file=ENV_FILE, **meant
            )
