"""Text from agents, made fit for an event: cut on a character, numbers within bounds."""

import math
from typing import Any, cast

from opsdeck_server.domain.events import TEXT_LIMIT, UnknownEvent

UINT32_MAX = 2**32 - 1
"""The largest whole number that an event carries."""


def cut(text: str, limit: int = TEXT_LIMIT) -> tuple[str, int]:
    """Return text of at most `limit` bytes of UTF-8, and how many bytes were left out."""
    if len(text) * 4 <= limit:
        return text, 0
    encoded = text.encode("utf-8", "replace")
    if len(encoded) <= limit:
        return text, 0
    kept = encoded[:limit].decode("utf-8", "ignore")
    return kept, len(encoded) - len(kept.encode())


def shorten(text: str, limit: int) -> str:
    """Return at most `limit` characters, the last an ellipsis where there were more."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def unknown(kind: str, line: bytes) -> UnknownEvent:
    """Return a line as it came, for those who know what it means."""
    # A byte can become three when it is replaced, so the cut comes after that.
    text, beyond = cut(line[:TEXT_LIMIT].decode("utf-8", "replace"))
    return UnknownEvent(kind, text, max(0, len(line) - TEXT_LIMIT) + beyond)


def record(value: object) -> dict[str, Any]:
    """Return a JSON object, or an empty one for anything else."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def items(value: object) -> list[Any]:
    """Return a JSON list, or an empty one for anything else."""
    return cast("list[Any]", value) if isinstance(value, list) else []


def string(value: object) -> str:
    """Return a string, or an empty one for anything else."""
    return value if isinstance(value, str) else ""


def number(value: object) -> float:
    """Return a number from 0 on, or 0 for anything else."""
    if isinstance(value, int | float) and math.isfinite(value) and value > 0:
        return float(value)
    return 0.0


def whole(value: object) -> int:
    """Return a whole number from 0 to UINT32_MAX, or the nearest one; 0 for no number."""
    return min(int(number(value)), UINT32_MAX)
