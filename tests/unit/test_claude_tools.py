import json
from typing import Any

import pytest

from opsdeck_server.adapters.claude.tools import (
    INPUT_JSON_LIMIT,
    INPUT_LIMIT,
    input_json,
    one_value,
)


@pytest.mark.parametrize(
    ("tool", "tool_input", "value"),
    [
        ("Read", {"file_path": "/a", "limit": 3}, "/a"),
        ("Write", {"content": "x", "file_path": "/a"}, "/a"),
        ("NotebookEdit", {"notebook_path": "/n.ipynb", "new_source": "x"}, "/n.ipynb"),
        ("Bash", {"command": "ls", "description": "list"}, "ls"),
        ("Grep", {"path": "src", "pattern": "def "}, "def "),
        ("Glob", {"pattern": "*.py", "path": "src"}, "*.py"),
        ("WebFetch", {"url": "https://x", "prompt": "read"}, "https://x"),
        ("WebSearch", {"query": "q"}, "q"),
        ("Agent", {"prompt": "do it all", "description": "do"}, "do"),
        ("LS", {"path": "/tree"}, "/tree"),
        (
            "AskUserQuestion",
            {"questions": [{"question": "Which?"}, {"question": "Why?"}]},
            "Which?\nWhy?",
        ),
        ("TodoWrite", {"todos": [{"content": "a"}]}, '{"todos":[{"content":"a"}]}'),
        ("mcp__x__y", {"n": 1, "s": "é"}, '{"n":1,"s":"é"}'),
        ("Odd", None, "{}"),
        ("Odd", ["a"], '["a"]'),
        ("Bash", {"command": ""}, '{"command":""}'),
    ],
)
def test_the_one_value_that_a_person_wants(tool: str, tool_input: Any, value: str) -> None:
    assert one_value(tool, tool_input) == value


def test_it_is_bounded() -> None:
    assert len(one_value("Bash", {"command": "x" * 10_000})) == INPUT_LIMIT
    assert len(one_value("Odd", {"x": ["y" * 10_000]})) == INPUT_LIMIT


def test_a_whole_input_is_kept_as_it_is() -> None:
    assert json.loads(input_json({"content": "é\n" * 1000})) == {"content": "é\n" * 1000}


def test_a_huge_input_is_shortened_and_stays_json() -> None:
    text = input_json({"file_path": "/a", "content": "x" * 5_000_000, "list": ["y" * 5_000_000]})

    assert len(text) <= INPUT_JSON_LIMIT
    shortened = json.loads(text)
    assert shortened["file_path"] == "/a"
    assert shortened["content"].endswith("x…")


def test_an_input_that_cannot_be_shortened_is_left_out() -> None:
    assert input_json({"list": [1] * 600_000}) == "{}"
