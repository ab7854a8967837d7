"""The transcripts are whole and tell of no machine, and the stand-in speaks as they do."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.claude_process import ClaudeProcess, is_ask
from tests.fakes.git_origin import git_env
from tests.fakes.programs import install_claude
from tests.transcripts.record import FOLDER, SCENARIOS, scrub

Line = dict[str, Any]
FILES = sorted(FOLDER.glob("*.jsonl"))


def read(name: str) -> list[Line]:
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text().splitlines()]


def shape(lines: list[Line]) -> list[str]:
    """Return the kinds of lines, a run of the same kind as one.

    Left out are status lines, which the stand-in does not have, and stream events, which the
    real one mixes with tools at will.
    """
    kinds: list[str] = []
    for line in lines:
        kind = line["type"]
        if kind in ("system", "result"):
            kind += ":" + line["subtype"]
        elif kind == "command_lifecycle":
            kind += ":" + line["state"]
        if kind not in ("system:status", "stream_event") and kinds[-1:] != [kind]:
            kinds.append(kind)
    return kinds


def test_every_scenario_is_recorded() -> None:
    names = {path.name.split(".")[0] for path in FILES}
    assert names == set(SCENARIOS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_machine_is_told_of(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"/tmp/tmp|/root\b|/Users/|\.tools|/home/(?!user/)", text)


def test_scrub_gives_an_id_the_same_name_everywhere() -> None:
    one, two = "a" * 8 + "-aaaa-aaaa-aaaa-" + "a" * 12, "b" * 8 + "-bbbb-bbbb-bbbb-" + "b" * 12
    ids: dict[str, str] = {}
    first = json.loads(scrub([{"a": one, "b": two}], Path("/x"), ids))
    assert json.loads(scrub([{"b": two, "a": one}], Path("/x"), ids)) == first
    assert first["a"] != first["b"]


async def play(folder: Path, prompt: str, *answers: str, permission: str = "default") -> list[str]:
    """Let the stand-in take a turn and return the shape of what it printed."""
    program, _ = install_claude(folder)
    words = ("--permission-mode", permission)
    async with ClaudeProcess(program, words, folder, git_env(folder / "home")) as claude:
        claude.say(prompt)
        for number, answer in enumerate(answers, 1):
            asked = await claude.until(is_ask, number)
            if answer == "interrupt":
                claude.control("interrupt")
            else:
                claude.answer(asked, answer)
        await claude.result()
        await claude.end()
    return shape(claude.lines)


@pytest.mark.parametrize(
    ("name", "prompt", "answers"),
    [
        ("write_file", "@say I write.\n@write hello.txt hi\n@say Written.", ()),
        ("bash_fails", "@bash exit 3\n@say No.", ()),
        ("permission", "@ask touch yes\n@ask touch no\n@say So.", ("allow", "deny")),
        ("permission_interrupted", "@ask touch never", ("interrupt",)),
        ("ask_user_question", "@question\n@say Blue it is.", ("allow",)),
        ("exit_plan_mode", "@plan\n@say Doing it.", ("allow",)),
        ("authentication_failed", "@auth_fail 0", ()),
        ("unknown_model", "@error", ()),
    ],
)
async def test_stand_in_has_the_shape_of_the_real_one(
    tmp_path: Path, name: str, prompt: str, answers: tuple[str, ...]
) -> None:
    assert await play(tmp_path, prompt, *answers) == shape(read(name))
