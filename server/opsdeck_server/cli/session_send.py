"""opsdeck session send: say one thing to an agent, and print what it answers."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from opsdeck_server.cli.failures import CommandFailed, ExitCode
from opsdeck_server.cli.output import Output, plain
from opsdeck_server.cli.remote import Remote, remote
from opsdeck_server.cli.session_events import SessionLines
from opsdeck_server.cli.texts import read_text
from opsdeck_server.cli.turns import Turns
from opsdeck_server.cli.watch import Away, watch_session

if TYPE_CHECKING:
    from opsdeck.v1.event_pb2 import Event
    from opsdeck.v1.quick_session_pb2 import QuickMessage
    from opsdeck.v1.quick_session_service_pb2 import WatchSessionResponse


@remote
async def send(
    to: Remote,
    session: Annotated[str, typer.Argument(metavar="SESSION", help="Id of the session.")],
    text: Annotated[
        str,
        typer.Argument(
            metavar="TEXT", help="What to say; - reads it. One that begins with - goes after --."
        ),
    ],
    wait: Annotated[
        bool, typer.Option("--wait/--no-wait", help="Wait for the answer. Usual: --wait.")
    ] = True,
    key: Annotated[
        str | None,
        typer.Option("--idempotency-key", help="The same key does it once. Usual: a new one."),
    ] = None,
) -> ExitCode | None:
    """Say something to the agent, wait for its answer, and print it.

    Standard output is what the agent says; which tools it uses, and what it asks, is on standard
    error. While the agent works on something else, the message waits in line. With --json the
    message and then each event of its turn is one line.

    opsdeck session send quick-1700000000 -- "--help says nothing of --fast: add it"

    git diff | opsdeck session send quick-1700000000 -

    Exit code: 0 it answered, 1 it failed, 3 it was interrupted or the message withdrawn, 130
    Ctrl-C, which ends the wait alone.
    """
    content = read_text("text", text).strip("\n")
    if not wait:
        message = await say(to, session, content, key)
        if to.out.json:
            to.out.document(plain(message, snake=True))
        else:
            what = "waits in line" if message.waiting else "the agent has it"
            to.out.say(f"{message.id}: {what}.")
            to.out.aside(f"See what becomes of it: opsdeck session chat {session}")
        return None
    try:
        # From before the message is sent: nothing of its turn is missed.
        async with aclosing(watch_session(to.connection, session, tail_only=True)) as answers:
            async for _ in _begun(to.out, answers):
                break
            message = await say(to, session, content, key)
            if to.out.json:
                to.out.line(plain(message, snake=True))
            elif message.waiting:
                to.out.aside("The agent works on something else; the message waits in line.")
            return await _follow(to.out, answers, message)
    except asyncio.CancelledError:
        to.out.aside(
            "No longer waiting. What was sent goes on: "
            f"`opsdeck session chat {session}`, or `opsdeck session interrupt {session}`"
        )
        raise


async def say(to: Remote, session_id: str, content: str, key: str | None = None) -> "QuickMessage":
    """Send a message; return it as it was saved. Repeated under one key, it is sent once.

    Raises:
        CommandFailed: The server refused, or none answers.
    """
    from opsdeck.v1.quick_session_service_pb2 import SendMessageRequest

    request = SendMessageRequest(
        id=session_id, content=content, request_id=key or str(uuid.uuid4())
    )
    return await to.call(to.sessions.SendMessage, request)


async def _begun(
    out: Output, answers: AsyncIterator["WatchSessionResponse | Away"]
) -> AsyncIterator["WatchSessionResponse"]:
    async for answer in answers:
        if isinstance(answer, Away):
            out.aside(f"{answer.why}; trying again")
        else:
            yield answer


async def _follow(
    out: Output, answers: AsyncIterator["WatchSessionResponse | Away"], message: "QuickMessage"
) -> ExitCode:
    """Show the turn of a message to its end; return what that means to a shell."""
    turns = Turns()
    lines = SessionLines()
    async for answer in _begun(out, answers):
        for event in answer.events:
            turns.note(event)
            turn = turns.of(message.id)
            if turn.run_id and event.run_id == turn.run_id:
                _show(out, lines, event, message.session_id)
            if turn.ended is not None:
                return turn.ended
    raise CommandFailed(f"{message.session_id} was cleaned up before the agent had answered")


def _show(out: Output, lines: SessionLines, event: "Event", session_id: str) -> None:
    if out.json:
        out.line(plain(event, snake=True))
        return
    if words := lines.words(event):
        out.say(Text(words))
    for line in lines.lines(event):
        if not event.HasField("user_message"):
            out.aside(line)
    if event.HasField("permission_request"):
        asked = event.permission_request.permission_id
        out.aside(f"Answer it: opsdeck session answer {session_id} {asked} --allow, or --deny")
