"""A command that talks to a server: its common options, its connection, its failures."""

import asyncio
import functools
import inspect
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any, Concatenate, ParamSpec

import typer

from opsdeck_server.cli.connection import Connection
from opsdeck_server.cli.endpoint import find_endpoint
from opsdeck_server.cli.failures import CommandFailed, ExitCode, reported
from opsdeck_server.cli.output import Output
from opsdeck_server.cli.texts import check_texts

_P = ParamSpec("_P")

JsonOption = Annotated[
    bool, typer.Option("--json", help="Print JSON, which stays as it is from release to release.")
]
AddressOption = Annotated[
    str | None,
    typer.Option(
        envvar="OPSDECK_ADDRESS",
        metavar="HOST:PORT",
        help="The server; https://HOST works too. Usual: HOST and PORT of the settings.",
        rich_help_panel="Server",
        show_default=False,
    ),
]
TokenFileOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="File that holds the token. Usual: AGENT_API_SECRET, or the local server's own.",
        rich_help_panel="Server",
        show_default=False,
    ),
]


class Remote:
    """What a command has: the server, and where to print."""

    def __init__(self, connection: Connection, out: Output) -> None:
        self.connection = connection
        self.out = out
        self.call = connection.call
        self.clients = connection.clients
        self.jobs = connection.jobs
        self.sessions = connection.sessions
        self.system = connection.system

    async def client_id(self, name: str) -> str:
        """Return the id of a client that was named by its id or as `org/repo`.

        Raises:
            CommandFailed: No client has that repository.
        """
        if "/" not in name:
            return name
        from opsdeck.v1.client_service_pb2 import ListClientsRequest

        answer = await self.call(self.clients.ListClients, ListClientsRequest())
        for client in answer.clients:
            if f"{client.github_org}/{client.github_repo}".lower() == name.lower():
                return client.id
        raise CommandFailed(
            f"no client for {name}: `opsdeck client list` names them",
            reason="CLIENT_NOT_FOUND",
        )


def remote(
    command: Callable[Concatenate[Remote, _P], Awaitable[ExitCode | None]],
) -> Callable[..., None]:
    """Make a command of typer's of a coroutine that talks to a server.

    The command gets the options --address, --token-file and --json. What the coroutine returns is
    the exit code; Ctrl-C cancels it, and the exit code is 130.
    """

    @functools.wraps(command)
    def run(
        *args: Any, address: str | None, token_file: Path | None, json: bool, **kw: Any
    ) -> None:
        with reported(as_json=json):
            check_texts({"address": address, **kw})
            endpoint = find_endpoint(address, token_file)

            async def connected() -> ExitCode | None:
                async with Connection(endpoint) as connection:
                    return await command(Remote(connection, Output(json=json)), *args, **kw)

            code = asyncio.run(connected())
        if code:
            raise typer.Exit(code)

    own = list(inspect.signature(command).parameters.values())[1:]
    common = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)
        for name, default, kind in (
            ("json", False, JsonOption),
            ("address", None, AddressOption),
            ("token_file", None, TokenFileOption),
        )
    ]
    # typer reads the signature, and the annotations where a signature has none.
    run.__signature__ = inspect.Signature([*own, *common])  # pyright: ignore[reportAttributeAccessIssue]  # a function has room for it
    run.__annotations__ = {p.name: p.annotation for p in (*own, *common)}
    del run.__wrapped__  # pyright: ignore[reportAttributeAccessIssue]  # or inspect reads through it
    return run
