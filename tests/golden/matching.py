"""Placeholders: what differs from run to run, and how it is compared.

`<time>`, `<number>`, `<text>` and `<any>` stand for a value of that kind, `<id:NAME>` for a text
that is the same wherever its name stands. In a longer text each stands for some characters.
`<more>` in a list stands for any number of elements, as a key for any other fields. Every other
`<NAME>` is a value that the runner gives.
"""

import re
from collections.abc import Mapping
from typing import Any, cast

from tests.golden.contract import Json

MORE = "<more>"
_PLACEHOLDER = re.compile(r"<(time|number|text|any|id:[\w.-]+)>")
_GIVEN = re.compile(r"<([a-z]+(?::[\w.-]+)?)>")
_KINDS = {
    "time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z",
    "number": r"-?\d+(?:\.\d+)?(?:e-?\d+)?",
    "text": r"[\s\S]+?",
    "any": r"[\s\S]*?",
}


class Matcher:
    """Compares what the table says with what came, and remembers the names that it meets."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self.names: dict[str, str] = {}
        self._given = dict(given)

    def give(self, name: str, value: str) -> None:
        """Give a value for `<name>`."""
        self._given[name] = value

    def fill(self, value: Json) -> Json:
        """Return a request with the values of its placeholders."""
        if isinstance(value, str):
            return _GIVEN.sub(lambda found: self._value(found[1]), value)
        if isinstance(value, list):
            return [self.fill(item) for item in cast("list[Any]", value)]
        if isinstance(value, dict):
            return {key: self.fill(item) for key, item in cast("dict[str, Any]", value).items()}
        return value

    def differences(self, expected: Json, actual: Json, at: str = "") -> list[str]:
        """Return one line for each place where the two are not alike."""
        if isinstance(expected, dict) and isinstance(actual, dict):
            return self._fields(
                cast("dict[str, Any]", expected), cast("dict[str, Any]", actual), at
            )
        if isinstance(expected, list) and isinstance(actual, list):
            return self._items(cast("list[Any]", expected), cast("list[Any]", actual), at)
        same = (
            self._same_text(expected, actual)
            if isinstance(expected, str)
            # True is 1 in Python, and nowhere else.
            else isinstance(expected, bool) == isinstance(actual, bool) and expected == actual
        )
        return [] if same else [f"{at or 'all'}: {expected!r} is {actual!r}"]

    def _value(self, name: str) -> str:
        if name.startswith("id:"):
            return self.names[name.removeprefix("id:")]
        return self._given[name]

    def _fields(self, expected: dict[str, Any], actual: dict[str, Any], at: str) -> list[str]:
        lines: list[str] = []
        for key in (expected.keys() | actual.keys()) - {MORE}:
            place = f"{at}.{key}" if at else key
            if key not in actual:
                lines.append(f"{place}: {expected[key]!r} is missing")
            elif key in expected:
                lines += self.differences(expected[key], actual[key], place)
            elif MORE not in expected:
                lines.append(f"{place}: {actual[key]!r} is too much")
        return sorted(lines)

    def _items(self, expected: list[Any], actual: list[Any], at: str) -> list[str]:
        if MORE in expected:
            return self._some_items(expected, actual, at)
        lines: list[str] = []
        for number, (one, other) in enumerate(zip(expected, actual, strict=False)):
            lines += self.differences(one, other, f"{at}[{number}]")
        lines += [f"{at}: {one!r} is missing" for one in expected[len(actual) :]]
        lines += [f"{at}: {other!r} is too much" for other in actual[len(expected) :]]
        return lines

    def _some_items(self, expected: list[Any], actual: list[Any], at: str) -> list[str]:
        """Look for what is expected, in its order, among others."""
        rest = list(actual)
        for one in (item for item in expected if item != MORE):
            while rest:
                names = dict(self.names)
                if not self.differences(one, rest.pop(0), at):
                    break
                self.names = names
            else:
                return [f"{at}: {one!r} is nowhere in {actual!r}"]
        return []

    def _same_text(self, expected: str, actual: Json) -> bool:
        expected = _GIVEN.sub(lambda found: self._given.get(found[1], found[0]), expected)
        whole = _PLACEHOLDER.fullmatch(expected)
        if whole is not None and whole[1] == "any":
            return True
        if whole is not None and whole[1] == "number":
            return isinstance(actual, int | float) and not isinstance(actual, bool)
        if not isinstance(actual, str):
            return False
        parts: list[str] = []
        groups: dict[str, str] = {}
        last = 0
        for found in _PLACEHOLDER.finditer(expected):
            parts.append(re.escape(expected[last : found.start()]))
            last = found.end()
            name = found[1].removeprefix("id:")
            if name == found[1]:
                parts.append(_KINDS[name])
            elif name in self.names:
                parts.append(re.escape(self.names[name]))
            elif name in groups.values():
                group = next(group for group, other in groups.items() if other == name)
                parts.append(f"(?P={group})")
            else:
                group = f"g{len(groups)}"
                groups[group] = name
                parts.append(rf"(?P<{group}>\S+?)")
        match = re.fullmatch("".join([*parts, re.escape(expected[last:])]), actual)
        if match is None:
            return False
        self.names |= {name: match[group] for group, name in groups.items()}
        return True
