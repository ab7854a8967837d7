"""What a tool is asked to do, in the one value that a person wants to see."""

from collections.abc import Mapping
from typing import Any

from opsdeck_server.adapters._text import items, record, shorten, string
from opsdeck_server.adapters.claude.parse import compact

INPUT_LIMIT = 2_000
"""Characters of that value; the whole input is in the event too."""

INPUT_JSON_LIMIT = 1024 * 1024
"""Characters of a whole input. Past that its long strings are shortened: clients of gRPC
take no message over 4 MiB, and a file of that size is in the worktree anyway."""

# The tools whose value is not the first of _KEYS that they have.
_BY_TOOL: Mapping[str, tuple[str, ...]] = {
    "Grep": ("pattern",),
    "Glob": ("pattern",),
    "Task": ("description", "prompt"),
    "Agent": ("description", "prompt"),
    "WebFetch": ("url",),
    "WebSearch": ("query",),
    "Skill": ("skill", "command"),
    "ExitPlanMode": ("plan",),
}
_KEYS = (
    "file_path",
    "notebook_path",
    "command",
    "pattern",
    "url",
    "query",
    "path",
    "description",
    "prompt",
    "skill",
    "plan",
    "message",
    "task_id",
)


def one_value(tool: str, tool_input: object) -> str:
    """Return a path, a command, a pattern, … or compact JSON; at most INPUT_LIMIT characters."""
    values = record(tool_input)
    for key in (*_BY_TOOL.get(tool, ()), *_KEYS):
        if value := string(values.get(key)):
            return shorten(value, INPUT_LIMIT)
    if questions := [string(record(q).get("question")) for q in items(values.get("questions"))]:
        return shorten("\n".join(questions), INPUT_LIMIT)
    return shorten(compact(tool_input if tool_input is not None else {}), INPUT_LIMIT)


def input_json(tool_input: object) -> str:
    """Return the whole input as JSON text, with long strings shortened where it is too large."""
    text = compact(tool_input if tool_input is not None else {})
    limit = INPUT_JSON_LIMIT // 2
    while len(text) > INPUT_JSON_LIMIT and limit:
        text = compact(_shortened(tool_input, limit))
        limit //= 64
    return text if len(text) <= INPUT_JSON_LIMIT else "{}"


def _shortened(value: Any, limit: int) -> Any:
    if isinstance(value, str):
        return shorten(value, limit)
    if fields := record(value):
        return {key: _shortened(inner, limit) for key, inner in fields.items()}
    if values := items(value):
        return [_shortened(inner, limit) for inner in values]
    return value
