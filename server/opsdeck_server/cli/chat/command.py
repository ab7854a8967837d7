"""opsdeck session chat."""

import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Annotated

import typer

from opsdeck_server.cli.chat.chat import Chat
from opsdeck_server.cli.chat.conversation import Conversation
from opsdeck_server.cli.chat.piped import Piped
from opsdeck_server.cli.chat.screen import Nowhere, Screen
from opsdeck_server.cli.failures import CommandFailed, ExitCode
from opsdeck_server.cli.following import ThinkingOption
from opsdeck_server.cli.output import Output
from opsdeck_server.cli.remote import Remote, remote
from opsdeck_server.cli.session_start import (
    AgentOption,
    EffortOption,
    ModelOption,
    PermissionOption,
    start_session,
)


@remote
async def chat(
    to: Remote,
    session: Annotated[
        str | None,
        typer.Argument(
            metavar="SESSION",
            help="Id of the session. Usual: the one used last.",
            show_default=False,
        ),
    ] = None,
    repo: Annotated[
        str | None,
        typer.Option(metavar="OWNER/REPO", help="Start a session on this repository."),
    ] = None,
    agent: AgentOption = None,
    model: ModelOption = None,
    effort: EffortOption = None,
    permission_mode: PermissionOption = None,
    history: Annotated[
        int, typer.Option(min=0, max=1000, help="Show so many of the messages before.")
    ] = 5,
    thinking: ThinkingOption = False,
) -> ExitCode:
    """Talk to an agent.

    What you type goes to the agent, its slash commands too. While it works, messages wait in line.
    It asks, and you answer in place. :help names the chat's own words, which begin with a colon.
    Ctrl-C interrupts the agent; Ctrl-D, or Ctrl-C twice, leaves. Leaving cancels nothing.

    Without a terminal it reads a line whenever the agent waits for one, and ends after the answer
    to the last:

    echo "Which tests are there?" | opsdeck session chat --repo acme/site

    With --json each event is one line, from the session's beginning on.

    Exit code: 0 left, or the last line was answered, 1 its answer failed, 3 it was interrupted.
    """
    session = await _session(to, session, repo, agent, model, effort, permission_mode)
    async with _screen(to.out) as screen:
        surface = Nowhere() if to.out.json else screen
        talk = Conversation(session, screen, surface, history=history, thinking=thinking)
        code = await Chat(to, session, screen, talk).run()
    if talk.status != "expired" and (talk.working or not screen.scripted):
        what = "The agent goes on" if talk.working else "Nothing is lost"
        to.out.aside(f"{what}; come back with `opsdeck session chat {session}`.")
    return code


async def _session(
    to: Remote,
    session: str | None,
    repo: str | None,
    agent: str | None,
    model: str | None,
    effort: str | None,
    permission_mode: str | None,
) -> str:
    """Return the id of the session to talk in: the given one, a new one, the one used last.

    Raises:
        CommandFailed: Both are given, or there is none, or the server refused.
    """
    from opsdeck.v1.quick_session_pb2 import QuickSession
    from opsdeck.v1.quick_session_service_pb2 import ListSessionsRequest

    if repo is not None:
        if session is not None:
            raise CommandFailed("name a session or a repository, not both", ExitCode.usage)
        started = await start_session(
            to, repo, agent=agent, model=model, effort=effort, permission_mode=permission_mode
        )
        return started.id
    if any((agent, model, effort, permission_mode)):
        raise CommandFailed("these options start a session: say --repo OWNER/REPO", ExitCode.usage)
    if session is not None:
        return session
    known = await to.connection.call_all(to.sessions.ListSessions, ListSessionsRequest())
    for each in known:
        if each.status != QuickSession.expired:
            return each.id
    raise CommandFailed("no session to talk in: --repo OWNER/REPO starts one", ExitCode.usage)


@asynccontextmanager
async def _screen(out: Output) -> AsyncGenerator[Screen]:
    typed = sys.stdin.isatty() and out.console.is_terminal and not out.console.is_dumb_terminal
    if not typed or out.json:
        yield Piped(out.console, out.errors)
        return
    from opsdeck_server.cli.chat.terminal import Terminal

    async with Terminal(out.console) as screen:
        yield screen
