"""Questions of an agent to a person: what is shown of them, and what is read as an answer."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from rich.text import Text

from opsdeck_server.cli.output import clean, local, moment, one_line

if TYPE_CHECKING:
    from opsdeck.v1.quick_session_pb2 import PermissionPrompt
    from opsdeck.v1.quick_session_service_pb2 import AnswerPermissionRequest

_NO = re.compile(r"no?(?:[\s:,.]+(?P<why>.*))?", re.IGNORECASE | re.DOTALL)
_INPUT_LINES = 40


class Unclear(Exception):
    """What was said is no answer: `str()` says what is one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One question of `AskUserQuestion`."""

    text: str
    header: str
    options: tuple[tuple[str, str], ...]
    """Label and description of each."""
    several: bool

    def read(self, said: str) -> str:
        """Return the answer in the agent's words: labels for numbers, else what was said.

        Raises:
            Unclear: A number names no option, or there are too many.
        """
        said = said.strip()
        numbers = said.replace(",", " ").split()
        if not self.options or not numbers or not all(n.isascii() and n.isdigit() for n in numbers):
            return said
        if len(numbers) > 1 and not self.several:
            raise Unclear("only one can be chosen: write its number, or your own words")
        try:
            return ", ".join(self._label(int(number[:9])) for number in dict.fromkeys(numbers))
        except IndexError:
            raise Unclear(
                f"write a number from 1 to {len(self.options)}, or your own words"
            ) from None

    def _label(self, number: int) -> str:
        if number < 1:
            raise IndexError
        return self.options[number - 1][0]


class Dialog:
    """One question, on its way from being asked to being answered."""

    def __init__(self, prompt: "PermissionPrompt") -> None:
        self.prompt = prompt
        self._input = _record(prompt.input_json)
        self._choices = _choices(self._input) if prompt.tool == "AskUserQuestion" else ()
        self._answers: dict[str, str] = {}

    @property
    def choices(self) -> Sequence[Choice]:
        """The questions of `AskUserQuestion`; none where it is about a permission."""
        return self._choices

    def lines(self) -> list[Text]:
        """Return what to show of what is asked now."""
        if self._choices:
            return _choice_lines(self._choices[len(self._answers)])
        if self.prompt.tool == "ExitPlanMode" and (plan := self._input.get("plan")):
            return [
                Text("? The agent has a plan:", style="yellow"),
                Text("\n".join(f"  {line}" for line in clean(str(plan)).strip().splitlines())),
                Text("  y go ahead · n go on planning, n WHY says why", style="yellow"),
            ]
        return self._permission_lines()

    def reply(self, said: str) -> "AnswerPermissionRequest | None":
        """Read an answer; return what to send, or None where there is more to ask.

        Raises:
            Unclear: It is no answer.
        """
        if self._choices:
            choice = self._choices[len(self._answers)]
            self._answers[choice.text] = choice.read(said)
            if len(self._answers) < len(self._choices):
                return None
            return self.request(allow=True, answers=self._answers)
        said = said.strip()
        if said.lower() in ("y", "yes"):
            return self.request(allow=True)
        if said.lower() in ("a", "always") and self.prompt.tool != "ExitPlanMode":
            return self.request(allow=True, remember=True)
        if match := _NO.fullmatch(said):
            return self.request(allow=False, message=match["why"])
        raise Unclear("the agent waits for an answer: y, n, n WHY or a (:say TEXT says more to it)")

    def request(
        self,
        *,
        allow: bool,
        message: str | None = None,
        remember: bool = False,
        answers: Mapping[str, str] | None = None,
    ) -> "AnswerPermissionRequest":
        """Return the request that answers the question."""
        from opsdeck.v1.quick_session_service_pb2 import AnswerPermissionRequest

        return AnswerPermissionRequest(
            session_id=self.prompt.session_id,
            id=self.prompt.id,
            allow=allow,
            message=message or None,
            remember=remember,
            answers=answers or {},
        )

    def _permission_lines(self) -> list[Text]:
        prompt = self.prompt
        what = clean(prompt.input).strip() or clean(prompt.input_json)
        first, *rest = what.splitlines() or [""]
        head = Text("? May it use ", style="yellow") + Text(one_line(prompt.tool, 60), style="bold")
        lines = [head + Text(f": {first}", style="yellow")]
        # All of a command, not its beginning: what is allowed must have been seen.
        lines += [Text(f"    {line}", style="yellow") for line in rest[:_INPUT_LINES]]
        if len(rest) > _INPUT_LINES:
            lines.append(Text(f"    … and {len(rest) - _INPUT_LINES} lines more", style="red"))
        if prompt.description:
            lines.append(Text(f"  {one_line(prompt.description)}"))
        left = f" · until {local(prompt.expires_at)[11:16]}" if _expires(prompt) else ""
        lines.append(
            Text(
                f"  y yes · n no, n WHY tells it why · a always in this session{left}",
                style="yellow",
            )
        )
        return lines


def _choice_lines(choice: Choice) -> list[Text]:
    header = f"{one_line(choice.header, 40)}: " if choice.header else ""
    lines = [Text(f"? {header}{clean(choice.text).strip()}", style="yellow")]
    for number, (label, description) in enumerate(choice.options, 1):
        said = f"  {one_line(description)}" if description else ""
        lines.append(
            Text(f"  {number} ", style="yellow")
            + Text(one_line(label), style="bold")
            + Text(said, style="dim")
        )
    how = "numbers, with commas between" if choice.several else "a number"
    lines.append(Text(f"  {how}, or your own words · :no WHY declines", style="yellow"))
    return lines


def _expires(prompt: "PermissionPrompt") -> bool:
    return prompt.HasField("expires_at") and moment(prompt.expires_at).timestamp() > 0


def _record(text: str) -> Mapping[str, Any]:
    """Read a JSON object; what is none has no fields."""
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _choices(given: Mapping[str, Any]) -> tuple[Choice, ...]:
    """Return the questions of an input; none where it is not as we know it."""
    questions = given.get("questions")
    if not isinstance(questions, list):
        return ()
    read = [_choice(each) for each in cast("list[object]", questions)]
    whole = [each for each in read if each is not None]
    texts = {each.text for each in whole}
    return tuple(whole) if len(whole) == len(read) == len(texts) else ()


def _choice(value: object) -> Choice | None:
    if not isinstance(value, dict):
        return None
    question = cast("dict[str, Any]", value)
    text, options = question.get("question"), cast("object", question.get("options"))
    if not isinstance(text, str) or not text.strip():
        return None
    return Choice(
        text,
        str(question.get("header") or ""),
        tuple(_options(cast("list[object]", options) if isinstance(options, list) else [])),
        bool(question.get("multiSelect")),
    )


def _options(values: Sequence[object]) -> Iterator[tuple[str, str]]:
    for value in values:
        if isinstance(value, dict) and "label" in value:
            option = cast("dict[str, Any]", value)
            yield str(option["label"]), str(option.get("description") or "")
