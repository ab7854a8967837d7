"""opsdeck session start, and the options that it shares with a chat."""

import asyncio
import uuid
from typing import TYPE_CHECKING, Annotated

import typer

from opsdeck_server.cli.clients import split_repo
from opsdeck_server.cli.failures import CommandFailed
from opsdeck_server.cli.output import one_line, plain
from opsdeck_server.cli.remote import Remote, remote

if TYPE_CHECKING:
    from opsdeck.v1.quick_session_pb2 import QuickSession, QuickSessionDetails

_HEALTH_SECONDS = 5.0

AgentOption = Annotated[
    str | None, typer.Option(help="claude, or another that `opsdeck health` names.")
]
ModelOption = Annotated[str | None, typer.Option(help="The model, in the agent's words.")]
EffortOption = Annotated[str | None, typer.Option(help="The effort, in the agent's words.")]
PermissionOption = Annotated[
    str | None, typer.Option(help="How the agent handles permissions; ask relays its questions.")
]


@remote
async def start(
    to: Remote,
    repo: Annotated[str, typer.Argument(metavar="OWNER/REPO", help="The repository.")],
    agent: AgentOption = None,
    model: ModelOption = None,
    effort: EffortOption = None,
    permission_mode: PermissionOption = None,
    key: Annotated[
        str | None,
        typer.Option("--idempotency-key", help="The same key does it once. Usual: a new one."),
    ] = None,
) -> None:
    """Start a session: a worktree of a repository, and an agent to talk to.

    A repository that is not known yet is cloned. Standard output is the session's id alone:

    opsdeck session send "$(opsdeck session start acme/site)" "Which tests are there?"
    """
    # Beside the start: an agent's process begins with the first message, and would fail only then.
    look = asyncio.create_task(_trouble_of_claude(to))
    try:
        session = await start_session(
            to,
            repo,
            agent=agent,
            model=model,
            effort=effort,
            permission_mode=permission_mode,
            key=key,
        )
        if to.out.json:
            to.out.document(plain(session, snake=True))
            return
        to.out.say(session.id)
        to.out.aside(f"{session.repo}, {described(session)}")
        if session.agent == "claude" and (trouble := await look):
            to.out.aside(f"✗ Its agent cannot answer yet: {one_line(trouble, 500)}")
        to.out.aside(f"Talk to it: opsdeck session chat {session.id}")
        to.out.aside(f'Or say one thing: opsdeck session send {session.id} "…"')
    finally:
        look.cancel()


async def _trouble_of_claude(to: Remote) -> str:
    """Return what the server finds wrong with its Claude Code; nothing where it does not tell."""
    from opsdeck.v1.system_service_pb2 import GetHealthRequest

    try:
        health = await to.call(
            to.system.GetHealth, GetHealthRequest(), timeout=_HEALTH_SECONDS, again=False
        )
    except CommandFailed:
        return ""
    return health.claude.error


async def start_session(
    to: Remote,
    repo: str,
    *,
    agent: str | None,
    model: str | None,
    effort: str | None,
    permission_mode: str | None,
    key: str | None = None,
) -> "QuickSession":
    """Start a session and return it.

    Raises:
        CommandFailed: The name is no repository, or the server refused, or none answers.
    """
    from opsdeck.v1.quick_session_service_pb2 import StartSessionRequest

    split_repo(repo)
    request = StartSessionRequest(
        repo=repo,
        agent=agent,
        model=model,
        effort=effort,
        permission_mode=permission_mode,
        request_id=key or str(uuid.uuid4()),
    )
    with to.out.waiting(f"Making a worktree of {repo}"):
        return await to.call(to.sessions.StartSession, request)


def described(session: "QuickSession | QuickSessionDetails") -> str:
    """Say who works in a session, and how."""
    parts = (session.agent, session.model, session.effort, session.permission_mode)
    return " ".join(one_line(part, 100) for part in parts if part)
