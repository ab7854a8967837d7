"""What a session waits for: answers to its questions, and the messages in its line."""

from typing import TYPE_CHECKING, Annotated

import typer

from opsdeck_server.cli.failures import CommandFailed, ExitCode
from opsdeck_server.cli.output import one_line, plain
from opsdeck_server.cli.questions import Dialog, Unclear
from opsdeck_server.cli.remote import Remote, remote
from opsdeck_server.cli.texts import read_text

if TYPE_CHECKING:
    from opsdeck.v1.quick_session_pb2 import PermissionPrompt
    from opsdeck.v1.quick_session_service_pb2 import AnswerPermissionRequest

SessionArgument = Annotated[str, typer.Argument(metavar="SESSION", help="Id of the session.")]
MessageArgument = Annotated[str, typer.Argument(metavar="MESSAGE", help="Id of the message.")]


@remote
async def answer(
    to: Remote,
    session: SessionArgument,
    question: Annotated[
        str | None,
        typer.Argument(
            metavar="QUESTION", help="Id of the question. Usual: the open one.", show_default=False
        ),
    ] = None,
    allow: Annotated[
        bool | None, typer.Option("--allow/--deny", help="Whether the agent may.")
    ] = None,
    message: Annotated[str | None, typer.Option(help="With --deny: what to tell it.")] = None,
    always: Annotated[
        bool, typer.Option("--always", help="Allow the like for the rest of the session.")
    ] = False,
    say: Annotated[
        list[str] | None,
        typer.Option(
            "--say",
            metavar="TEXT",
            help="Answer to a question in words or by the option's number; once for each in turn.",
        ),
    ] = None,
) -> None:
    """Answer a question of the agent. The first answer counts.

    opsdeck session answer quick-1700000000 --deny --message "Use the test database."

    opsdeck session answer quick-1700000000 --say 2

    `opsdeck session show` names the open questions.
    """
    from opsdeck.v1.quick_session_pb2 import PermissionPrompt

    if not say and allow is None and not always:
        raise CommandFailed("say --allow, --deny, or --say TEXT", ExitCode.usage)
    if always and allow is False:
        raise CommandFailed("--always does not go with --deny", ExitCode.usage)
    dialog = Dialog(await _open_question(to, session, question))
    request = (
        _words(dialog, say)
        if say
        else dialog.request(allow=allow is not False, message=message, remember=always)
    )
    done = await to.call(to.sessions.AnswerPermission, request)
    if to.out.json:
        to.out.document(plain(done, snake=True))
        return
    outcome = PermissionPrompt.Outcome.Name(done.outcome)
    to.out.say(f"{done.id}: {one_line(done.tool, 60)} {outcome}.")


async def _open_question(to: Remote, session: str, question: str | None) -> "PermissionPrompt":
    """Return an open question of a session; one that is not open by its bare id.

    Raises:
        CommandFailed: There is none, or more than one and no id says which.
    """
    from opsdeck.v1.quick_session_pb2 import PermissionPrompt
    from opsdeck.v1.quick_session_service_pb2 import GetSessionRequest

    # What was said may be long, and is not wanted.
    answer = await to.call(to.sessions.GetSession, GetSessionRequest(id=session, limit=1))
    known = {each.id: each for each in answer.permissions}
    if question is not None:
        # The server has the last word: the same answer again is answered alike.
        return known.get(question) or PermissionPrompt(id=question, session_id=session)
    if len(known) == 1:
        return next(iter(known.values()))
    if not known:
        raise CommandFailed(f"{session} asks nothing: `opsdeck session show {session}`")
    raise CommandFailed(f"name the question, one of {', '.join(known)}", ExitCode.usage)


def _words(dialog: Dialog, said: list[str]) -> "AnswerPermissionRequest":
    if not dialog.choices:
        raise CommandFailed("--say is for questions in words: --allow or --deny", ExitCode.usage)
    if len(said) != len(dialog.choices):
        asked = "; ".join(one_line(choice.text) for choice in dialog.choices)
        raise CommandFailed(
            f"say --say once for each of {len(dialog.choices)}: {asked}", ExitCode.usage
        )
    request = None
    for text in said:
        try:
            request = dialog.reply(text)
        except Unclear as unclear:
            raise CommandFailed(f"{text!r}: {unclear}", ExitCode.usage) from None
    assert request is not None  # noqa: S101  # the last of the questions was answered
    return request


@remote
async def withdraw(to: Remote, session: SessionArgument, message: MessageArgument) -> None:
    """Take a message that waits out of the line."""
    from opsdeck.v1.quick_session_service_pb2 import WithdrawMessageRequest

    request = WithdrawMessageRequest(session_id=session, id=message)
    done = await to.call(to.sessions.WithdrawMessage, request, again=False)
    if to.out.json:
        to.out.document(plain(done, snake=True))
        return
    to.out.say(f"{done.id}: withdrawn.")


@remote
async def edit(
    to: Remote,
    session: SessionArgument,
    message: MessageArgument,
    text: Annotated[
        str,
        typer.Argument(metavar="TEXT", help="The new text; - reads it. After -- it may begin so."),
    ],
) -> None:
    """Change the text of a message that waits."""
    from opsdeck.v1.quick_session_service_pb2 import EditMessageRequest

    content = read_text("text", text).strip("\n")
    request = EditMessageRequest(session_id=session, id=message, content=content)
    done = await to.call(to.sessions.EditMessage, request)
    if to.out.json:
        to.out.document(plain(done, snake=True))
        return
    to.out.say(f"{done.id}: changed.")
