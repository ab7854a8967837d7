"""The command `opsdeck doctor`."""

import asyncio
import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from opsdeck_server.cli.failures import CommandFailed, ExitCode, reported
from opsdeck_server.cli.output import Output
from opsdeck_server.cli.remote import JsonOption

if TYPE_CHECKING:
    from opsdeck.v1.system_service_pb2 import GetHealthResponse
    from opsdeck_server.cli.doctor.check import Check
    from opsdeck_server.settings import Settings

_SIGNS = {"ok": ("✓", "green"), "warning": ("!", "yellow"), "failed": ("✗", "red")}


def doctor(
    repo: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ORG/REPO", help="Ask this repository's origin, too: over SSH or the network."
        ),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Check everything that the server needs, and say what to do where something is wrong.

    It changes nothing, and no server need run. It checks with the settings of this shell and of a
    file .env in this folder; a server that runs may have others. Exit code: 0 all can work, 1
    something cannot.
    """
    with reported(as_json=json):
        checks, settings = asyncio.run(_examine(repo or []))
        out = Output(json=json)
        well = all(check.status != "failed" for check in checks)
        if json:
            document: dict[str, Any] = {
                "ok": well,
                "checks": [check.document() for check in checks],
                "settings": settings.redacted() if settings else {},
            }
            out.document(document)
        else:
            _print(out, checks, settings)
    if not well:
        raise typer.Exit(ExitCode.failed)


async def _examine(repos: list[str]) -> "tuple[list[Check], Settings | None]":
    from opsdeck_server.cli.clients import split_repo
    from opsdeck_server.cli.doctor import host, programs
    from opsdeck_server.cli.doctor.check import failed, ok
    from opsdeck_server.cli.endpoint import read_settings

    for repo in repos:
        split_repo(repo)
    env = dict(os.environ)
    try:
        settings = read_settings()
    except CommandFailed as failure:
        advice = "put it right in the environment or in .env; the rest is checked then"
        wrong = failed("settings", str(failure), advice)
        return [wrong, programs.python(), await programs.git(env)], None
    env["HOME"] = str(settings.home)
    port, ours = await host.port(settings)
    git, claude, gh, envoy, database, *remotes = await asyncio.gather(
        programs.git(env),
        programs.claude(settings, env),
        programs.gh(settings, env),
        programs.envoy(env),
        host.database(settings),
        *(programs.remote(settings, repo, env) for repo in repos),
    )
    checks = [ok("settings", _secure(settings)), *_misspelled(), programs.python()]
    checks += [git, envoy, claude, gh]
    checks += [*host.folders(settings), host.disk(settings), database, port, *remotes]
    if ours:
        checks.append(await _server(settings))
    return checks, settings


def _secure(settings: "Settings") -> str:
    if settings.auth == "none":
        return "valid; AUTH=none lets every program on this host in"
    if settings.agent_api_secret:
        return "valid; the token is AGENT_API_SECRET"
    made = "is" if settings.token_file.exists() else "will be"
    return f"valid; the token {made} in {settings.token_file}"


def _misspelled() -> "list[Check]":
    """Look for names in `.env` that are no settings: they would be passed over in silence."""
    from opsdeck_server.cli.doctor.check import warning
    from opsdeck_server.settings import ENV_FILE, unknown_names

    unknown = unknown_names()
    if not unknown:
        return []
    said = [f"{name} (meant: {like}?)" if like else name for name, like in unknown.items()]
    advice = "correct it, or set it in the environment where it is for another program"
    return [warning(ENV_FILE, f"no setting of opsdeck: {', '.join(said)}", advice)]


async def _server(settings: "Settings") -> "Check":
    """Ask the server that runs how it is, and whether its settings are those of this shell."""
    from opsdeck.v1.system_service_pb2 import GetHealthRequest
    from opsdeck_server.cli.connection import Connection
    from opsdeck_server.cli.doctor.check import ok, warning
    from opsdeck_server.cli.endpoint import find_endpoint

    try:
        async with Connection(find_endpoint(None, None)) as connection:
            health = await connection.call(
                connection.system.GetHealth, GetHealthRequest(), again=False
            )
    except CommandFailed as failure:
        return warning("server", f"it runs, but does not tell how it is; {_OTHERS}", str(failure))
    if differ := _differences(settings, health):
        detail = f"{health.version}, {health.status}; {_OTHERS}: {', '.join(differ)}"
        return warning("server", detail, "run this with the settings of the server's service")
    if health.status == "ok":
        return ok("server", f"{health.version}, ok; {_OTHERS}")
    ill = [f"{name}: {said}" for name, said in health.services.items() if said not in ("ok", "off")]
    detail = "; ".join([*sorted(ill), *filter(None, [health.claude.error])])
    advice = f"see the checks above; {_OTHERS}"
    return warning("server", f"{health.version}, degraded: {detail}", advice)


_OTHERS = "checked with this shell's settings, the server may have others"


def _differences(settings: "Settings", health: "GetHealthResponse") -> list[str]:
    """Return the settings of which a server's health shows that they are others there."""
    here = {
        "MAX_CONCURRENT_JOBS": str(settings.max_concurrent_jobs),
        "ENABLE_SIMULATOR": str(int(settings.enable_simulator)),
        "GH_PATH": "set" if settings.gh_path else "empty",
    }
    there = {
        "MAX_CONCURRENT_JOBS": str(health.queue.max_concurrent),
        "ENABLE_SIMULATOR": str(int("simulator" in health.agents)),
        "GH_PATH": "empty" if health.services.get("forge") == "off" else "set",
    }
    return [f"{name} is {there[name]} there, {here[name]} here" for name in here
            if here[name] != there[name]]  # fmt: skip


def _print(out: Output, checks: "list[Check]", settings: "Settings | None") -> None:
    from rich.text import Text

    width = max(len(check.name) for check in checks) + 2
    for check in checks:
        sign, style = _SIGNS[check.status]
        out.say(
            Text(f"{sign} ", style=style)
            + Text(check.name.ljust(width), style="bold")
            + Text(check.detail)
        )
        if check.advice:
            out.say(Text(f"{' ' * (width + 2)}→ {check.advice}", style=style))
    if settings:
        out.say("\nSettings", style="bold")
        out.fields((f"  {name}", value or "(empty)") for name, value in settings.redacted().items())
    bad = sum(check.status == "failed" for check in checks)
    warned = sum(check.status == "warning" for check in checks)
    if bad:
        out.say(f"\n{bad} to put right, {warned} to look at.", style="bold red")
    elif warned:
        out.say(f"\nThe server can work; {warned} to look at.", style="bold yellow")
    else:
        out.say("\nAll is well.", style="bold green")
