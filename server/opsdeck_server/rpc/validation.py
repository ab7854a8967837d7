"""What is wrong with a request, in words: the rules of the contract, kept by protovalidate."""

from typing import Any

import protovalidate
from google.protobuf.message import Message

from opsdeck_server.domain.errors import RequestInvalid

_PATTERN_RULE = "string.pattern"

PATTERN_WORDS = {
    "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$": (
        "must be 1 to 64 letters, digits, `_` and `-`, the first a letter or digit"
    ),
    "^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$": (
        "must be 1 to 100 letters, digits, `_` and `-`, the first a letter or digit"
    ),
    "^[A-Za-z0-9_.][A-Za-z0-9_.-]{0,99}$": (
        "must be 1 to 100 letters, digits, `_`, `.` and `-`, the first no `-`"
    ),
    "^[A-Za-z_][A-Za-z0-9_]{0,99}$": (
        "must be 1 to 100 letters, digits and `_`, the first no digit"
    ),
    "^[A-Za-z0-9][A-Za-z0-9._:/@\\[\\]-]{0,99}$": (
        "must be 1 to 100 letters, digits and `._:/@[]-`, the first a letter or digit"
    ),
    "^[a-z][a-z0-9_-]{0,29}$": (
        "must be 1 to 30 small letters, digits, `_` and `-`, the first a letter"
    ),
}
"""What each pattern of the contract asks for: a regular expression tells a person little."""


class Validation:
    """The rules of the contract."""

    def __init__(self) -> None:
        self._validator = protovalidate.Validator()

    def check(self, request: Message) -> None:
        """Raise RequestInvalid, with what is wrong by field, where a request breaks a rule."""
        try:
            self._validator.validate(request)
        except protovalidate.ValidationError as error:
            problems = {
                _json_path(request, violation.proto.field): _words(violation)
                for violation in error.violations
            }
            text = "; ".join(f"{name}: {why}" if name else why for name, why in problems.items())
            raise RequestInvalid(text, **{n or "request": w for n, w in problems.items()}) from None


def _words(violation: Any) -> str:
    message: str = violation.proto.message
    if violation.proto.rule_id != _PATTERN_RULE:
        return message
    return PATTERN_WORDS.get(violation.rule_value, message)


def _json_path(request: Message, path: Any) -> str:
    """Return the path of a field as the caller wrote it in JSON."""
    names: list[str] = []
    for element in path.elements if path is not None else ():
        field = request.DESCRIPTOR.fields_by_name.get(element.field_name)
        names.append(field.json_name if field is not None else element.field_name)
    return ".".join(names)
