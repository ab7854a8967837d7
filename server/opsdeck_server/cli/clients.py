"""opsdeck client: the repositories that the server knows."""

import uuid
from typing import TYPE_CHECKING, Annotated

import typer

from opsdeck_server.cli.failures import CommandFailed, ExitCode
from opsdeck_server.cli.output import ago, local, one_line
from opsdeck_server.cli.remote import Remote, remote

if TYPE_CHECKING:
    from opsdeck.v1.client_pb2 import Client

app = typer.Typer(no_args_is_help=True, help="The repositories that agents work on.")

ClientArgument = Annotated[
    str, typer.Argument(metavar="CLIENT", help="Id of the client, or its ORG/REPO.")
]


def split_repo(text: str) -> tuple[str, str]:
    """Return organisation and name of `org/repo`.

    Raises:
        CommandFailed: It is written otherwise.
    """
    org, slash, repo = text.partition("/")
    if not slash or not org or not repo or "/" in repo:
        raise CommandFailed(f"{text!r} is no repository: write ORG/REPO", ExitCode.usage)
    return org, repo


@app.command("list")
@remote
async def list_clients(to: Remote) -> None:
    """List all clients."""
    from opsdeck.v1.client_service_pb2 import ListClientsRequest

    answer = await to.call(to.clients.ListClients, ListClientsRequest())
    if to.out.json:
        to.out.document(answer)
        return
    if not answer.clients:
        to.out.aside("No clients yet: `opsdeck client add ORG/REPO` makes one.")
        return
    to.out.table(
        ("ID", "NAME", "REPOSITORY", "BRANCH", "CLONED", "ADDED"),
        (
            (
                client.id,
                client.name,
                f"{client.github_org}/{client.github_repo}",
                client.default_branch,
                "yes" if client.repo_exists else "no",
                ago(client.created_at),
            )
            for client in answer.clients
        ),
    )


@app.command("show")
@remote
async def show_client(to: Remote, client: ClientArgument) -> None:
    """Show one client and the numbers of its jobs."""
    from opsdeck.v1.client_service_pb2 import GetClientRequest

    request = GetClientRequest(id=await to.client_id(client))
    _show(to, await to.call(to.clients.GetClient, request))


@app.command("add")
@remote
async def add_client(
    to: Remote,
    repo: Annotated[str, typer.Argument(metavar="ORG/REPO", help="The repository.")],
    name: Annotated[str | None, typer.Option(help="Name for people. Usual: ORG/REPO.")] = None,
    branch: Annotated[
        str | None,
        typer.Option("--default-branch", "--branch", help="Branch to start from. Usual: main."),
    ] = None,
    os_client_id: Annotated[str | None, typer.Option(help="Your own id of it.")] = None,
    partial: Annotated[
        bool, typer.Option("--partial-clone", help="Clone without file contents: large ones.")
    ] = False,
    agent_env: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Variable of the server that its agents may see."),
    ] = None,
    key: Annotated[
        str | None,
        typer.Option("--idempotency-key", help="The same key does it once. Usual: a new one."),
    ] = None,
) -> None:
    """Add a repository, and clone it where it is missing."""
    from opsdeck.v1.client_service_pb2 import CreateClientRequest

    org, repo_name = split_repo(repo)
    request = CreateClientRequest(
        os_client_id=os_client_id,
        name=name,
        github_org=org,
        github_repo=repo_name,
        default_branch=branch,
        partial_clone=partial,
        agent_env=agent_env or (),
        request_id=key or str(uuid.uuid4()),
    )
    with to.out.waiting(f"Cloning {repo}"):
        answer = await to.call(to.clients.CreateClient, request)
    if to.out.json:
        to.out.document(answer)
        return
    to.out.say(f"Added {answer.name} as {answer.id}, cloned to {answer.bare_repo_path}")
    to.out.aside(f'Next: opsdeck job create {repo} "what to do" --watch')


@app.command("update")
@remote
async def update_client(
    to: Remote,
    client: ClientArgument,
    name: Annotated[str | None, typer.Option(help="New name for people.")] = None,
    branch: Annotated[
        str | None, typer.Option("--default-branch", "--branch", help="New branch to start from.")
    ] = None,
    os_client_id: Annotated[str | None, typer.Option(help="Your own id of it.")] = None,
) -> None:
    """Change what is given, and leave the rest."""
    from opsdeck.v1.client_service_pb2 import UpdateClientRequest

    if name is None and branch is None and os_client_id is None:
        raise CommandFailed(
            "nothing to change: give --name, --default-branch or --os-client-id", ExitCode.usage
        )
    request = UpdateClientRequest(
        id=await to.client_id(client), name=name, default_branch=branch, os_client_id=os_client_id
    )
    _show(to, await to.call(to.clients.UpdateClient, request))


@app.command("remove")
@remote
async def remove_client(
    to: Remote,
    client: ClientArgument,
    repo: Annotated[
        bool,
        typer.Option("--remove-repo", help="Remove its bare repository too, and work kept there."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Forget a client. Its jobs stay, and so does its repository unless --remove-repo is given."""
    from opsdeck.v1.client_service_pb2 import DeleteClientRequest

    client_id = await to.client_id(client)
    if repo and not yes:
        to.out.confirm(f"Remove {client} with its bare repository and all work kept in it?")
    # Not again: were the first try's answer lost, the second would find no such client.
    answer = await to.call(
        to.clients.DeleteClient, DeleteClientRequest(id=client_id, remove_repo=repo), again=False
    )
    if to.out.json:
        to.out.document(answer)
        return
    rest = "removed its bare repository" if answer.repo_removed else "its bare repository stays"
    to.out.say(f"Removed {client}; {rest}.")


@remote
async def sync(to: Remote) -> ExitCode:
    """Fetch all bare repositories from their origins."""
    from rich.text import Text

    from opsdeck.v1.client_service_pb2 import SyncReposRequest

    with to.out.waiting("Fetching all repositories"):
        answer = await to.call(to.clients.SyncRepos, SyncReposRequest())
    if to.out.json:
        to.out.document(answer)
    elif answer.synced:
        names = await _whole_names(to)
        to.out.table(
            ("REPOSITORY", "FETCHED"),
            (
                (
                    names.get(repo.repo, repo.repo),
                    Text("yes", style="green") if repo.success else Text("no", style="red"),
                )
                for repo in answer.synced
            ),
        )
        for repo in answer.synced:
            if not repo.success:
                # Not in the table: what git says is longer than any column.
                name = names.get(repo.repo, repo.repo)
                to.out.say(Text(f"✗ {name}: {one_line(repo.error, 1000)}", style="red"))
    else:
        to.out.aside("No client has a repository here yet.")
    return ExitCode.ok if all(repo.success for repo in answer.synced) else ExitCode.failed


async def _whole_names(to: Remote) -> dict[str, str]:
    """Return the repositories as `org/repo` by their names alone, as a sync has them."""
    from opsdeck.v1.client_service_pb2 import ListClientsRequest

    answer = await to.call(to.clients.ListClients, ListClientsRequest())
    return {
        client.github_repo: f"{client.github_org}/{client.github_repo}"
        for client in answer.clients
        if client.repo_exists
    }


def _show(to: Remote, client: "Client") -> None:
    if to.out.json:
        to.out.document(client)
        return
    jobs = ""
    if client.HasField("total_jobs"):
        jobs = f"{client.total_jobs} in all, {client.active_jobs} queued or running"
    to.out.fields(
        (
            ("Client", client.id),
            ("Name", client.name),
            ("Repository", f"{client.github_org}/{client.github_repo}"),
            ("Default branch", client.default_branch),
            ("Bare clone", client.bare_repo_path if client.repo_exists else "not cloned yet"),
            ("Partial clone", "yes" if client.partial_clone else ""),
            ("Agents may see", ", ".join(client.agent_env)),
            ("Your id", client.os_client_id),
            ("Jobs", jobs),
            ("Added", local(client.created_at)),
            ("Changed", local(client.updated_at)),
        )
    )
