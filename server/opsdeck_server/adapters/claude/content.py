"""What the agent says and what its tools answer: content blocks to events."""

import re
from collections.abc import Iterator
from typing import Any, cast

from opsdeck_server.adapters._text import cut, items, record, shorten, string, unknown
from opsdeck_server.adapters.claude.parse import compact
from opsdeck_server.adapters.claude.tools import input_json, one_value
from opsdeck_server.domain.events import (
    AssistantText,
    Notice,
    Payload,
    Thinking,
    ToolResult,
    ToolUse,
)

BLOCK_LIMIT = 512 * 1024
"""Bytes of text in one event; a longer block becomes several. Clients of gRPC take no
message over 4 MiB, and nothing that the agent said is to be lost."""

NOTICE_LIMIT = 4_000
"""Characters of a notice."""

_COMMAND_OUTPUT = re.compile(r"<local-command-(?:stdout|stderr)>(.*?)</local-command-", re.DOTALL)
_INTERRUPTED = "[Request interrupted by user"
_OWN_FRAMES = ("<task-notification>", "<command-name>", "<local-command-caveat>")


def of_assistant(line: dict[str, Any]) -> Iterator[Payload]:
    """Yield an event for each block of an `assistant` line."""
    message = record(line.get("message"))
    message_id = string(message.get("id"))
    parent = string(line.get("parent_tool_use_id")) or None
    error = string(line.get("error"))
    for block in items(message.get("content")):
        block = record(block)
        kind = string(block.get("type"))
        if kind == "text" and error:
            # The CLI's own words, put into the model's mouth; the turn's result repeats them.
            yield Notice(error, shorten(string(block.get("text")), NOTICE_LIMIT))
        elif kind == "text":
            for piece in _pieces(string(block.get("text"))):
                yield AssistantText(piece, message_id, parent)
        elif kind == "thinking":
            # An empty one says that the model keeps its thoughts to itself.
            for piece in _pieces(string(block.get("thinking"))) or [""]:
                yield Thinking(piece, message_id, parent)
        elif kind == "redacted_thinking":
            yield Thinking("", message_id, parent)
        elif kind in ("tool_use", "server_tool_use", "mcp_tool_use"):
            yield _tool_use(block, parent)
        elif kind.endswith("_tool_result"):
            yield _tool_result(block, parent)
        else:
            yield unknown(f"assistant/{kind}", compact(block).encode())


def of_user(line: dict[str, Any]) -> Iterator[Payload]:
    """Yield what a `user` line brings: tools' answers, and what the CLI says in its own name.

    What the user said comes from who said it, not from the CLI's echo.
    """
    content = record(line.get("message")).get("content")
    parent = string(line.get("parent_tool_use_id")) or None
    own = parent is not None or any(
        line.get(mark) is True for mark in ("isReplay", "isSynthetic", "isMeta")
    )
    if isinstance(content, str):
        content = [{"type": "text", "text": content}]
    for block in items(content):
        block = record(block)
        kind = string(block.get("type"))
        if kind == "tool_result":
            yield _tool_result(block, parent)
        elif kind == "text":
            yield from _user_text(string(block.get("text")), own=own)
        elif not own:
            yield Notice("user", f"[{kind or 'unknown'}]")


def _user_text(text: str, *, own: bool) -> Iterator[Payload]:
    if outputs := [found.strip() for found in _COMMAND_OUTPUT.findall(text)]:
        for output in outputs:
            if output:
                yield Notice("command_output", shorten(output, NOTICE_LIMIT))
    elif not own and text.strip() and not text.startswith((_INTERRUPTED, *_OWN_FRAMES)):
        yield Notice("user", shorten(text, NOTICE_LIMIT))


def _tool_use(block: dict[str, Any], parent: str | None) -> ToolUse:
    tool, tool_input = string(block.get("name")), block.get("input")
    return ToolUse(
        string(block.get("id")), tool, one_value(tool, tool_input), input_json(tool_input), parent
    )


def _tool_result(block: dict[str, Any], parent: str | None) -> ToolResult:
    text, left_out = cut(_words(block.get("content")))
    return ToolResult(
        string(block.get("tool_use_id")), text, block.get("is_error") is True, left_out, parent
    )


def _words(content: object) -> str:
    """Return a tool's answer as text; what is no text is named."""
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    if isinstance(content, dict):
        return _part(record(cast("object", content)))
    return "\n".join(_part(record(part)) for part in items(content))


def _part(part: dict[str, Any]) -> str:
    kind = string(part.get("type"))
    if kind == "text":
        return string(part.get("text"))
    if kind in ("image", "document"):
        source = record(part.get("source"))
        media = string(source.get("media_type")) or "unknown type"
        size = len(string(source.get("data"))) * 3 // 4
        return f"[{kind}: {media}, about {size} bytes]" if size else f"[{kind}: {media}]"
    if kind == "tool_reference":
        return f"[tool: {string(part.get('tool_name'))}]"
    return compact(part)


def _pieces(text: str) -> list[str]:
    """Return the text whole or, where it is too large for one event, in pieces."""
    pieces: list[str] = []
    while text:
        piece, left_out = cut(text, BLOCK_LIMIT)
        pieces.append(piece)
        text = text[len(piece) :] if left_out else ""
    return pieces
