"""What is shown of an agent's questions, and what is taken for an answer."""

import json
from typing import Any

import pytest

from opsdeck.v1.quick_session_pb2 import PermissionPrompt
from opsdeck_server.cli.questions import Dialog, Unclear

COLOURS: dict[str, Any] = {
    "question": "Which colour?",
    "header": "Colour",
    "options": [{"label": "Red", "description": "warm"}, {"label": "Blue"}],
}


def bash(command: str = "rm -rf build") -> Dialog:
    return Dialog(PermissionPrompt(id="q", session_id="s", tool="Bash", input=command))


def choices(*questions: dict[str, Any]) -> Dialog:
    given = json.dumps({"questions": questions})
    return Dialog(
        PermissionPrompt(id="q", session_id="s", tool="AskUserQuestion", input_json=given)
    )


def shown(dialog: Dialog) -> str:
    return "\n".join(line.plain for line in dialog.lines())


@pytest.mark.parametrize(
    ("said", "allow", "remember", "message"),
    [
        ("y", True, False, None),
        (" YES ", True, False, None),
        ("a", True, True, None),
        ("always", True, True, None),
        ("n", False, False, None),
        ("no", False, False, None),
        ("n use the trash", False, False, "use the trash"),
        ("No, use\nthe trash", False, False, "use\nthe trash"),
    ],
)
def test_a_permission_is_answered_in_a_word(
    said: str, allow: bool, remember: bool, message: str | None
) -> None:
    request = bash().reply(said)
    assert request is not None
    assert (request.session_id, request.id) == ("s", "q")
    assert (request.allow, request.remember) == (allow, remember)
    assert (request.message if request.HasField("message") else None) == message


@pytest.mark.parametrize("said", ["now fix the tests", "yellow", "alas", "ok", "1"])
def test_a_message_that_was_being_typed_is_no_answer(said: str) -> None:
    with pytest.raises(Unclear):
        bash().reply(said)


def test_all_of_a_command_is_shown_before_it_is_allowed() -> None:
    said = shown(bash("echo one\necho two\nrm -rf ~"))
    assert "echo two" in said
    assert "rm -rf ~" in said


def test_lines_of_a_command_that_are_not_shown_are_counted() -> None:
    assert "and 60 lines more" in shown(bash("\n".join(f"line {n}" for n in range(101))))


def test_what_is_asked_cannot_hide_itself() -> None:
    dialog = bash("evil\x1b[2K\r\u202egood")
    assert "\x1b" not in shown(dialog)
    assert "evilgood" in shown(dialog)


def test_a_plan_is_shown_whole_and_is_not_remembered() -> None:
    plan = json.dumps({"plan": "1. Look\n2. Leap"})
    dialog = Dialog(PermissionPrompt(id="q", tool="ExitPlanMode", input_json=plan))
    assert "  1. Look\n  2. Leap" in shown(dialog)
    with pytest.raises(Unclear):
        dialog.reply("a")


def test_options_are_chosen_by_number_or_answered_in_words() -> None:
    dialog = choices(COLOURS, {**COLOURS, "question": "And the other?"})
    assert "Colour: Which colour?" in shown(dialog)
    assert "  2 Blue" in shown(dialog)
    assert dialog.reply("2") is None
    assert "And the other?" in shown(dialog)
    request = dialog.reply("a darker one")
    assert request is not None
    assert request.allow
    assert dict(request.answers) == {"Which colour?": "Blue", "And the other?": "a darker one"}


def test_several_options_are_chosen_where_that_is_offered() -> None:
    request = choices({**COLOURS, "multiSelect": True}).reply("2, 1")
    assert request is not None
    assert dict(request.answers) == {"Which colour?": "Blue, Red"}


@pytest.mark.parametrize("said", ["0", "3", "1 2", "99999999999999999999"])
def test_a_number_that_names_no_option_is_asked_again(said: str) -> None:
    dialog = choices(COLOURS)
    with pytest.raises(Unclear):
        dialog.reply(said)
    assert dialog.reply("1") is not None


@pytest.mark.parametrize(
    "given",
    ["", "[]", "{}", '{"questions": 1}', '{"questions": [1]}', '{"questions": [{"question": ""}]}'],
)
def test_questions_in_another_form_are_a_permission(given: str) -> None:
    dialog = Dialog(PermissionPrompt(id="q", tool="AskUserQuestion", input_json=given))
    assert "May it use AskUserQuestion" in shown(dialog)
    assert dialog.reply("y") is not None
