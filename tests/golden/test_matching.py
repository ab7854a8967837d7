"""What the table's placeholders stand for, and what they do not."""

import pytest

from tests.golden.contract import Json
from tests.golden.matching import Matcher

ALIKE: list[tuple[Json, Json]] = [
    ("<time>", "2026-01-26T10:00:00.5Z"),
    ("<number>", 0.25),
    ("<text>", "anything\nat all"),
    ("<any>", {"a": [1]}),
    ("<org>/<id:x> and <id:x>", "acme/7 and 7"),
    (["<more>", 2, "<more>"], [1, 2, 3]),
    ({"a": 1, "<more>": True}, {"a": 1, "b": 2}),
    (0, 0.0),
]
DIFFERENT: list[tuple[Json, Json]] = [
    ("<time>", "2026-01-26 10:00"),
    ("<time>", "2026-01-26T10:00:00+01:00"),
    ("<number>", "0.25"),
    ("<number>", True),
    ("<text>", ""),
    ("<text>", None),
    ("<id:x> and <id:x>", "7 and 8"),
    ("<org>", "other"),
    (["<more>", 2], [1, 3]),
    ([1, 2], [1]),
    ([1], [1, 2]),
    ({"a": 1}, {"a": 1, "b": 2}),
    ({"a": 1, "<more>": True}, {"b": 2}),
    (1, True),
    (False, 0),
    (1, "1"),
    ({}, []),
    ("a.c", "abc"),
]


def differences(expected: Json, actual: Json) -> list[str]:
    return Matcher({"org": "acme"}).differences(expected, actual)


@pytest.mark.parametrize(("expected", "actual"), ALIKE)
def test_what_is_alike(expected: Json, actual: Json) -> None:
    assert differences(expected, actual) == []


@pytest.mark.parametrize(("expected", "actual"), DIFFERENT)
def test_what_is_different(expected: Json, actual: Json) -> None:
    assert differences(expected, actual) != []


def test_a_name_means_the_same_from_then_on() -> None:
    matcher = Matcher({})
    assert matcher.differences({"id": "<id:job>"}, {"id": "job-1"}) == []
    assert matcher.fill({"id": "<id:job>"}) == {"id": "job-1"}
    assert matcher.differences("<id:job>", "job-2") == ["all: '<id:job>' is 'job-2'"]
