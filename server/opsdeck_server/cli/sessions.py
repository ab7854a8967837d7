"""opsdeck session: conversations with agents, each in a worktree of its own."""

from typing import TYPE_CHECKING, Annotated

import typer

from opsdeck_server.cli import session_line
from opsdeck_server.cli.chat.command import chat
from opsdeck_server.cli.output import (
    Output,
    ago,
    clean,
    dollars,
    enum_word,
    local,
    one_line,
    plain,
    status_text,
)
from opsdeck_server.cli.remote import Remote, remote
from opsdeck_server.cli.session_send import send
from opsdeck_server.cli.session_start import described, start

if TYPE_CHECKING:
    from rich.text import Text

    from opsdeck.v1.quick_session_pb2 import (
        PermissionPrompt,
        QuickMessage,
        QuickSessionDetails,
    )

app = typer.Typer(no_args_is_help=True, help="Conversations with agents.")
app.command("start")(start)
app.command("chat")(chat)
app.command("send")(send)

SessionArgument = Annotated[str, typer.Argument(metavar="SESSION", help="Id of the session.")]


@app.command("list")
@remote
async def list_sessions(to: Remote) -> None:
    """List all sessions, the one that was used last first."""
    from opsdeck.v1.quick_session_pb2 import QuickSession
    from opsdeck.v1.quick_session_service_pb2 import ListSessionsRequest

    sessions = await to.connection.call_all(to.sessions.ListSessions, ListSessionsRequest())
    if to.out.json:
        to.out.document([plain(session, snake=True) for session in sessions])
        return
    if not sessions:
        to.out.aside("No sessions yet: `opsdeck session start OWNER/REPO` makes one.")
        return
    to.out.table(
        ("ID", "STATUS", "REPOSITORY", "AGENT", "MESSAGES", "COST", "USED"),
        (
            (
                session.id,
                status_text(enum_word(QuickSession.Status.Name, session.status)),
                session.repo,
                session.agent,
                str(session.message_count)
                + (f" ({session.waiting_count} waiting)" if session.waiting_count else ""),
                dollars(session.total_cost_usd),
                ago(session.last_activity),
            )
            for session in sessions
        ),
    )


@app.command("show")
@remote
async def show(
    to: Remote,
    session: SessionArgument,
    limit: Annotated[
        int | None,
        typer.Option(
            min=1, max=1000, help="At most so many messages, the newest.", show_default=False
        ),
    ] = None,
    before: Annotated[
        str | None,
        typer.Option(metavar="MESSAGE", help="Only messages that are older than this one."),
    ] = None,
) -> None:
    """Show one session: how it stands, what was said last, what it asks.

    Where older messages are left out it says so, and how to see them.
    """
    from opsdeck.v1.quick_session_service_pb2 import GetSessionRequest

    request = GetSessionRequest(id=session, limit=limit, before=before)
    answer = await to.call(to.sessions.GetSession, request)
    if to.out.json:
        to.out.document(plain(answer, snake=True))
        return
    to.out.fields(_fields(answer))
    if answer.messages:
        to.out.say()
    if answer.messages_omitted:
        oldest = f"; see them: --before {answer.messages[0].id}" if answer.messages else ""
        to.out.aside(f"{answer.messages_omitted:,} older messages are left out{oldest}")
    for message in answer.messages:
        _show_message(to.out, message)
    for question in answer.permissions:
        _show_question(to.out, answer.id, question)


@app.command("interrupt")
@remote
async def interrupt(
    to: Remote,
    session: SessionArgument,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Take back the messages that wait, too.")
    ] = False,
) -> None:
    """Stop what the agent does right now. The conversation goes on.

    It returns when the agent's tools are gone. Messages that wait run next, unless they are
    withdrawn too.
    """
    from opsdeck.v1.quick_session_pb2 import QuickSession
    from opsdeck.v1.quick_session_service_pb2 import InterruptSessionRequest

    with to.out.waiting(f"Interrupting {session}"):
        # Not again: were the first try's answer lost, the second would find nothing to stop.
        answer = await to.call(
            to.sessions.InterruptSession,
            InterruptSessionRequest(id=session, withdraw_waiting=withdraw),
            again=False,
        )
    if to.out.json:
        to.out.document(plain(answer, snake=True))
        return
    was = "interrupted" if answer.was_running else "there was nothing to interrupt"
    to.out.say(f"{answer.id}: {was}; {enum_word(QuickSession.Status.Name, answer.status)} now.")


@app.command("delete")
@remote
async def delete(to: Remote, session: SessionArgument) -> None:
    """Stop the agent, and remove the session and its worktree.

    Work that was not pushed is kept under a ref of the bare repository.
    """
    from opsdeck.v1.quick_session_service_pb2 import DeleteSessionRequest

    with to.out.waiting(f"Deleting {session}"):
        # Not again: were the first try's answer lost, so would be the name of what was kept.
        answer = await to.call(
            to.sessions.DeleteSession, DeleteSessionRequest(id=session), again=False
        )
    if to.out.json:
        to.out.document(plain(answer, snake=True))
        return
    kept = f"; work that was not pushed is kept: {answer.kept_ref}" if answer.kept_ref else ""
    to.out.say(f"{session}: deleted{kept}.")


app.command("answer")(session_line.answer)
app.command("withdraw")(session_line.withdraw)
app.command("edit")(session_line.edit)


def _fields(session: "QuickSessionDetails") -> list[tuple[str, "str | Text | None"]]:
    from opsdeck.v1.quick_session_pb2 import QuickSession

    usage = session.usage
    into = usage.input_tokens + usage.cache_read_tokens + usage.cache_write_tokens
    return [
        ("Session", session.id),
        ("Status", status_text(enum_word(QuickSession.Status.Name, session.status))),
        ("Error", session.error),
        ("Repository", session.repo),
        ("Agent", described(session)),
        ("Worktree", session.worktree_path),
        ("Kept work", session.kept_ref),
        ("Conversation", session.claude_session_id),
        ("Tokens", f"{into:,} in, {usage.output_tokens:,} out" if usage.output_tokens else ""),
        ("Cost", dollars(session.total_cost_usd)),
        ("Started", local(session.created_at)),
        ("Last used", local(session.last_activity)),
    ]


def _show_message(out: Output, message: "QuickMessage") -> None:
    from rich.text import Text

    if message.role == "tool":
        used = one_line(f"{message.tool_name} {message.content or message.tool_input}")
        out.say(Text("› ", style="cyan") + Text(used, style="dim"))
    elif message.role == "user":
        mark = f"⋯ waiting ({message.id}): " if message.waiting else "❯ "
        style = "dim" if message.waiting else "bold"
        out.say(Text(mark + clean(message.content), style=style))
    elif message.role == "system":
        # A sign, too: through a pipe a colour does not tell it from the agent's words.
        out.say(Text(f"✗ {clean(message.content)}", style="red"))
    else:
        out.say(Text(clean(message.content)))


def _show_question(out: Output, session_id: str, question: "PermissionPrompt") -> None:
    from rich.text import Text

    asked = f"? {one_line(question.tool, 60)}: {one_line(question.input or question.input_json)}"
    out.say(Text(asked, style="yellow"))
    if question.description:
        out.say(Text(f"  {one_line(question.description)}"))
    out.aside(f"Answer it: opsdeck session answer {session_id} {question.id} --allow, or --deny")
