"""What a supervisor is to start: one JSON document, which comes on its standard input.

It holds secrets (the agent's environment), so it is never on a disk or in an argument.
"""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:  # the real module would cost a tenth of the start
    from typing import Any

SPEC_VERSION = 1
MARK = "OPSDECK_RUN_ID"


class BadRequest(Exception):
    """A document or a request is not what it should be; the text says where."""


class LaunchError(Exception):
    """The agent cannot be started; the text is for a person."""


class ProgramMissing(LaunchError):
    """The agent's program is not there."""


def _is(value: object, kind: type) -> bool:
    return isinstance(value, kind)


def object_of(value: Any) -> dict[str, object]:
    """Return a parsed JSON value that must be an object."""
    if not _is(value, dict):
        raise BadRequest("a JSON object is expected")
    fields: dict[str, object] = value
    return fields


def parse_object(line: bytes) -> dict[str, object]:
    """Return the JSON object of a line; raises BadRequest."""
    try:
        return object_of(json.loads(line))
    except ValueError as error:
        raise BadRequest("not JSON") from error
    except RecursionError as error:
        raise BadRequest("nested too deeply") from error


def text(fields: dict[str, object], key: str) -> str:
    """Return a field that must be a string."""
    value = fields.get(key)
    if not isinstance(value, str):
        raise BadRequest(f"{key} must be a string")
    return value


def whole(fields: dict[str, object], key: str) -> int:
    """Return a field that must be a whole number from 0 on."""
    value = fields.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadRequest(f"{key} must be a whole number from 0 on")
    return value


def seconds(fields: dict[str, object], key: str) -> float | None:
    """Return a field that may be a number of seconds from 0 on, or missing or null."""
    value = fields.get(key)
    if value is None:
        return None
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not value >= 0:
        raise BadRequest(f"{key} must be a number of seconds from 0 on")
    return float(value)


class Spec:
    """A launch document, checked. Its fields are those of the document."""

    def __init__(self, document: bytes) -> None:
        fields = parse_object(document)
        if fields.get("version") != SPEC_VERSION:
            raise BadRequest(f"version must be {SPEC_VERSION}")
        self.run_id = text(fields, "run_id")
        self.generation = whole(fields, "generation")
        self.cwd = text(fields, "cwd")
        self.run_dir = text(fields, "run_dir")
        self.socket_path = text(fields, "socket_path")
        self.wall_limit = seconds(fields, "wall_limit_seconds")
        self.silence_limit = seconds(fields, "silence_limit_seconds")
        self.max_spool_bytes = whole(fields, "max_spool_bytes")
        stop = object_of(fields.get("stop"))
        self.eof_seconds = seconds(stop, "eof_seconds") or 0.0
        self.term_seconds = seconds(stop, "term_seconds") or 0.0
        self.argv = self._argv(fields.get("argv"))
        self.env = self._env(fields.get("env"))
        for path in (self.cwd, self.run_dir, self.socket_path):
            if not path.startswith("/") or "\0" in path:
                raise BadRequest("paths must be absolute")

    @staticmethod
    def _argv(value: Any) -> list[str]:
        if not _is(value, list) or not value:
            raise BadRequest("argv must be a list of strings, the program first")
        words: list[object] = value
        argv = [word for word in words if isinstance(word, str) and "\0" not in word]
        if len(argv) != len(words) or not argv[0]:
            raise BadRequest("argv must be a list of strings, the program first")
        return argv

    def _env(self, value: Any) -> dict[str, str]:
        checked: dict[str, str] = {}
        for name, content in object_of(value).items():
            if not isinstance(content, str) or "\0" in name + content or not name or "=" in name:
                raise BadRequest("env must map names to strings")
            checked[name] = content
        checked[MARK] = self.run_id
        return checked
