"""What a line does that a person types into a chat."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.text import Text

from opsdeck_server.cli.chat.conversation import Conversation
from opsdeck_server.cli.chat.screen import Screen
from opsdeck_server.cli.chat.words import HELP, Unknown, Word, parse
from opsdeck_server.cli.failures import CommandFailed, ExitCode
from opsdeck_server.cli.output import clean, one_line
from opsdeck_server.cli.questions import Dialog, Unclear
from opsdeck_server.cli.remote import Remote
from opsdeck_server.cli.session_send import say
from opsdeck_server.cli.texts import check_texts

if TYPE_CHECKING:
    from opsdeck.v1.quick_session_service_pb2 import AnswerPermissionRequest

_DECIDED = ("PERMISSION_RESOLVED", "PERMISSION_NOT_FOUND")
"""Reasons for which another answer to the question makes no sense."""


def note(screen: Screen, text: str, style: str = "dim") -> None:
    """Say something beside the conversation."""
    screen.aside(Text(clean(text), style=style))


class Acts:
    """Acts upon lines, in a session. `last_sent` is the message that was sent last."""

    def __init__(
        self,
        to: Remote,
        session_id: str,
        screen: Screen,
        conversation: Conversation,
        *,
        leave: Callable[[], None],
    ) -> None:
        self._to = to
        self._id = session_id
        self._screen = screen
        self._conversation = conversation
        self._leave = leave
        self.last_sent = ""

    async def hear(self, line: str) -> None:
        """Do what a line says: one of the chat's own words, an answer, or a message.

        Raises:
            CommandFailed: It makes no sense, or the server refused, or none answers.
        """
        check_texts({"line": line})
        try:
            said = parse(line)
            if isinstance(said, Word):
                await self._word(said)
            elif dialog := self._conversation.question:
                await self._reply(dialog, said)
            else:
                await self._say(said)
        except (Unknown, Unclear) as error:
            raise CommandFailed(str(error), ExitCode.usage) from None

    async def interrupt(self) -> None:
        """Stop what the agent does; return when its tools are gone.

        Raises:
            CommandFailed: The server refused, or none answers.
        """
        from opsdeck.v1.quick_session_service_pb2 import InterruptSessionRequest

        note(self._screen, "Interrupting…")
        asked = list(self._conversation.questions)
        answer = await self._to.call(
            self._to.sessions.InterruptSession,
            InterruptSessionRequest(id=self._id),
            again=False,
        )
        if answer.was_running:
            self._conversation.withdrawn(asked)
        else:
            note(self._screen, "There was nothing to interrupt.")
        if waiting := len(self._conversation.waiting):
            note(self._screen, f"Next in line: {waiting}. `:withdraw all` takes back what waits.")

    async def _say(self, text: str) -> None:
        if not text.strip():
            raise Unclear("there is nothing to say")
        self.last_sent = (await say(self._to, self._id, text)).id

    # -- questions -----------------------------------------------------------------

    async def _reply(self, dialog: Dialog, said: str) -> None:
        request = dialog.reply(said)
        if request is None:
            self._conversation.ask()
        else:
            await self._answer(dialog, request)

    async def _answer(self, dialog: Dialog, request: "AnswerPermissionRequest") -> None:
        self._conversation.answered(dialog)
        try:
            await self._to.call(self._to.sessions.AnswerPermission, request)
        except CommandFailed as failure:
            if failure.reason not in _DECIDED:
                self._conversation.unanswered(dialog)
            raise

    async def _decide(self, word: Word) -> None:
        dialog = self._conversation.question
        if dialog is None:
            raise Unclear("the agent asks nothing")
        if word.name == "no":
            request = dialog.request(allow=False, message=word.rest)
        elif dialog.choices:
            raise Unclear("the agent wants to know which: write a number, or your own words")
        else:
            request = dialog.request(allow=True, remember=word.name == "always")
        await self._answer(dialog, request)

    # -- the chat's own words ------------------------------------------------------

    async def _word(self, word: Word) -> None:
        match word.name:
            case "help":
                note(self._screen, HELP)
            case "quit":
                self._leave()
            case "interrupt":
                await self.interrupt()
            case "say":
                await self._say(word.rest)
            case "waiting":
                self._list()
            case "withdraw":
                await self._withdraw(word.rest)
            case "edit":
                await self._edit(word.rest)
            case _:
                await self._decide(word)

    def _list(self) -> None:
        if not self._conversation.waiting:
            note(self._screen, "Nothing waits.")
        for number, text in enumerate(self._conversation.waiting.values(), 1):
            note(self._screen, f"  {number}  {one_line(text)}")

    async def _withdraw(self, which: str) -> None:
        from opsdeck.v1.quick_session_service_pb2 import WithdrawMessageRequest

        waiting = list(self._conversation.waiting)
        # The last one first: what is in front may begin meanwhile.
        for message in reversed(waiting) if which == "all" else [self._waiting(which)]:
            request = WithdrawMessageRequest(session_id=self._id, id=message)
            await self._to.call(self._to.sessions.WithdrawMessage, request, again=False)
        if which == "all" and not waiting:
            note(self._screen, "Nothing waits.")

    async def _edit(self, rest: str) -> None:
        from opsdeck.v1.quick_session_service_pb2 import EditMessageRequest

        which, _, text = rest.partition(" ")
        if not text.strip():
            raise Unclear("write :edit N TEXT")
        request = EditMessageRequest(
            session_id=self._id, id=self._waiting(which), content=text.strip()
        )
        await self._to.call(self._to.sessions.EditMessage, request)

    def _waiting(self, which: str) -> str:
        """Return the id of the message of a number."""
        waiting = list(self._conversation.waiting)
        if which.isascii() and which.isdigit() and 1 <= int(which[:9]) <= len(waiting):
            return waiting[int(which) - 1]
        if not waiting:
            raise Unclear("nothing waits")
        raise Unclear(f"write a number from 1 to {len(waiting)}: :waiting lists them")
