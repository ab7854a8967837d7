"""A session as its journal tells it: what is shown of it, what waits, what it asks."""

from collections import deque
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from opsdeck_server.cli.chat.screen import Past, Screen, Standing, Surface
from opsdeck_server.cli.chat.speech import Speech
from opsdeck_server.cli.output import clean, duration, enum_word, one_line
from opsdeck_server.cli.questions import Dialog
from opsdeck_server.cli.session_events import SessionLines
from opsdeck_server.cli.session_start import described
from opsdeck_server.cli.turns import Turns
from opsdeck_server.cli.watch import Away

if TYPE_CHECKING:
    from opsdeck.v1.event_pb2 import Event
    from opsdeck.v1.quick_session_pb2 import PermissionPrompt
    from opsdeck.v1.quick_session_service_pb2 import WatchSessionResponse


class Conversation:
    """Keeps up with a watch, and shows it. What was before is shown at once, when it is all there.

    `status`, `waiting`, `questions` and `turns` are as the last event left them.
    """

    def __init__(
        self, session_id: str, screen: Screen, surface: Surface, *, history: int, thinking: bool
    ) -> None:
        self._session_id = session_id
        self._screen = screen
        self._live = surface
        self._past: Past | None = Past(history)
        self._lines = SessionLines(thinking=thinking)
        self._speech = Speech()
        self._activity = ""
        self._away = ""
        self._greeted = False
        self._said: deque[str] = deque(maxlen=200)
        self.status = "idle"
        self.waiting: dict[str, str] = {}
        """Texts of the messages in line, by id, in order."""
        self.questions: dict[str, Dialog] = {}
        """Open questions by id, oldest first."""
        self._answered: set[str] = set()
        """Questions whose answers are on their way, or there."""
        self.turns = Turns()

    @property
    def caught_up(self) -> bool:
        """Whether all that was before is known."""
        return self._past is None

    @property
    def question(self) -> Dialog | None:
        """The question that is to be answered now."""
        return next(iter(self.questions.values()), None) if self.caught_up else None

    @property
    def working(self) -> bool:
        """Whether the agent works."""
        return self.status == "running"

    def take(self, answer: "WatchSessionResponse | Away") -> None:
        """Take one answer of a watch, and show it."""
        if isinstance(answer, Away):
            if not self._away:
                self._screen.aside(Text(f"  {answer.why}; trying again", style="dim"))
            self._away = f"the server is away, trying again in {duration(answer.pause)}"
            self.stand()
            return
        if self._away:
            self._screen.aside(Text("  The server is back.", style="dim"))
        self._away = ""
        if answer.HasField("session"):
            self._begin_anew(answer)
        for event in answer.events:
            self._event(event)
        if answer.caught_up and self._past is not None:
            self._show_past(self._past)
        self.stand()

    def ask(self) -> None:
        """Show the question that is to be answered now, if there is one."""
        if self.question:
            for line in self.question.lines():
                self._surface.line(line)
        self.stand()

    def answered(self, dialog: Dialog) -> None:
        """Take a question for answered, and show the next one."""
        self.questions.pop(dialog.prompt.id, None)
        # A watch that begins anew may not know yet that it is.
        self._answered.add(dialog.prompt.id)
        self.ask()

    def unanswered(self, dialog: Dialog) -> None:
        """Take a question for open again: the answer did not arrive.

        It is on the screen already, unless it is the last one of several.
        """
        self._answered.discard(dialog.prompt.id)
        shown = len(dialog.choices) < 2 and not self.questions
        self.questions = {dialog.prompt.id: Dialog(dialog.prompt)} | self.questions
        if shown:
            self.stand()
        else:
            self.ask()

    def withdrawn(self, questions: Iterable[str]) -> None:
        """Take questions for withdrawn, as an interrupt does with those that were open."""
        for question in questions:
            self.questions.pop(question, None)
        self.stand()

    def stand(self) -> None:
        """Show how things are."""
        self._screen.stand(
            Standing(
                self.status,
                self._activity if self.working else "",
                len(self.waiting),
                self.question is not None,
                self._away,
            )
        )

    @property
    def _surface(self) -> Surface:
        return self._past or self._live

    def _begin_anew(self, answer: "WatchSessionResponse") -> None:
        """Take over how things stood when a watch began; its events lead there."""
        from opsdeck.v1.quick_session_pb2 import QuickSession

        session = answer.session
        self.status = enum_word(QuickSession.Status.Name, session.status)
        if not self._greeted:
            self._greeted = True
            facts = [session.id, session.repo, described(session)]
            self._screen.aside(Text(" · ".join(one_line(fact) for fact in facts), style="bold"))
        still_open = {prompt.id for prompt in answer.permissions}
        for known in [known for known in self.questions if known not in still_open]:
            del self.questions[known]
        for prompt in answer.permissions:
            self._asked(prompt)

    def _show_past(self, past: Past) -> None:
        self._past = None
        if past.left_out:
            many = f"{past.left_out} earlier message{'' if past.left_out == 1 else 's'}"
            self._screen.aside(Text(f"… {many}: opsdeck session show has all", style="dim"))
        past.replay(self._live)
        self._screen.remember(self._said)
        self.ask()

    def _event(self, event: "Event") -> None:
        kind = event.WhichOneof("payload")
        if kind == "text_delta":
            if not event.text_delta.thinking:
                self._surface.write(self._speech.piece(event.text_delta))
            return
        self.turns.note(event)
        if kind == "user_message":
            self._begins(event)
        elif kind == "waiting_message":
            self._waits(event)
            return
        elif kind == "permission_request":
            self._asked(_prompt_of(event, self._session_id))
            if self.caught_up:
                return  # it is shown when its turn comes, and whole
        elif kind == "permission_resolved":
            self._resolved(event)
        elif kind == "status_change":
            self.status = event.status_change.status
        elif kind == "tool_use":
            self._activity = one_line(f"{event.tool_use.tool} {event.tool_use.input}", 60)
        elif kind == "tool_result":
            self._activity = ""
        if kind == "assistant_text" and not event.assistant_text.HasField("parent_tool_use_id"):
            self._text(event)
        else:
            self._other(event, self._lines.lines(event))

    def _begins(self, event: "Event") -> None:
        message = event.user_message
        self.waiting.pop(message.message_id, None)
        self._activity = ""
        if self._past is not None:
            self._past.turn()
            self._said.append(clean(message.text))

    def _waits(self, event: "Event") -> None:
        message = event.waiting_message
        if message.change == "withdrawn":
            self.waiting.pop(message.message_id, None)
        else:
            self.waiting[message.message_id] = message.text
        for line in self._lines.lines(event):
            self._surface.line(line)

    def _asked(self, prompt: "PermissionPrompt") -> None:
        if prompt.id in self.questions or prompt.id in self._answered:
            return
        first = not self.questions
        self.questions[prompt.id] = Dialog(prompt)
        if first and self.caught_up:
            self.ask()

    def _resolved(self, event: "Event") -> None:
        current = self.question
        gone = self.questions.pop(event.permission_resolved.permission_id, None)
        if gone is not None and gone is current and self.question:
            self.ask()

    def _text(self, event: "Event") -> None:
        text = event.assistant_text
        words = self._lines.words(event)
        rest = self._speech.rest(text)
        if rest is None:
            self._surface.end()
            if self._speech.open:
                self._speech.cut()
            rest = words
        self._surface.write(rest)
        self._surface.end()

    def _other(self, event: "Event", lines: Sequence[Text]) -> None:
        if event.WhichOneof("payload") in _ENDS_A_BLOCK:
            self._speech.cut()
            self._surface.end()
        if words := self._lines.words(event):
            self._surface.line(Text(words))
        for line in lines:
            self._surface.line(line)


_ENDS_A_BLOCK = (
    *("user_message", "agent_started", "result", "error", "api_retry"),
    *("run_state", "status_change"),
)


def _prompt_of(event: "Event", session_id: str) -> "PermissionPrompt":
    """Return a question as an event tells it, in the form in which a watch begins with it."""
    from opsdeck.v1.quick_session_pb2 import PermissionPrompt

    asked = event.permission_request
    return PermissionPrompt(
        id=asked.permission_id,
        session_id=session_id,
        tool=asked.tool,
        input=asked.input,
        input_json=asked.input_json,
        description=asked.description,
        requires_interaction=asked.requires_interaction,
        expires_at=asked.expires_at,
    )
