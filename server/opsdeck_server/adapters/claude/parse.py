"""One line of Claude Code to a JSON object, whatever is wrong with its characters."""

import json
from typing import Any, cast

import msgspec

from opsdeck_server.adapters._text import UINT32_MAX

_decode = msgspec.json.Decoder().decode
_encode = msgspec.json.encode

DELTA_PREFIX = b'{"type":"stream_event","event":{"type":"content_block_delta"'
"""How the CLI begins a line that brings a piece of text. Only a short cut: a line that
begins otherwise means the same, read the long way."""


class Delta(msgspec.Struct):
    """The piece."""

    type: str
    text: str = ""
    thinking: str = ""


class DeltaEvent(msgspec.Struct):
    """The API's own event around it."""

    delta: Delta
    index: int = 0


class DeltaLine(msgspec.Struct):
    """The CLI's line around that; other fields are passed over without being read."""

    event: DeltaEvent
    api_message_id: str | None = None
    parent_tool_use_id: str | None = None


_decode_delta = msgspec.json.Decoder(DeltaLine).decode


def parse_delta(line: bytes) -> DeltaLine | None:
    """Return a line that begins with DELTA_PREFIX; None where it takes the long way."""
    try:
        parsed = _decode_delta(line)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None
    return parsed if 0 <= parsed.event.index <= UINT32_MAX else None


def parse_line(line: bytes) -> dict[str, Any] | None:
    """Return the JSON object of a line, or None where there is none.

    Bytes that are not UTF-8, and halves of surrogate pairs, which JavaScript writes where
    it cuts a string in the middle of an emoji, are replaced.
    """
    try:
        value = _decode(line)
    except (msgspec.DecodeError, ValueError, RecursionError):
        value = _mended(line)
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def _mended(line: bytes) -> object:
    text = line.decode("utf-8", "replace")
    if not text.lstrip().startswith("{"):
        return None
    try:
        whole = json.dumps(json.loads(text), ensure_ascii=False)
        return _decode(whole.encode("utf-8", "replace"))
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None


def compact(value: object) -> str:
    """Return a parsed value as JSON text on one line, not escaped without need."""
    try:
        return _encode(value).decode()
    except (TypeError, ValueError, RecursionError, msgspec.EncodeError):
        return json.dumps(value)
