"""What Claude Code reports beside the conversation."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from opsdeck_server.adapters._text import number, record, shorten, string, whole
from opsdeck_server.adapters.claude.content import NOTICE_LIMIT
from opsdeck_server.adapters.claude.tools import one_value
from opsdeck_server.domain.events import Notice

NOISE = frozenset({
    # Progress of what other events tell, and hints for the CLI's own screen and its SDKs.
    "bridge_state", "bridge_status", "checkpoint_done",
    "commands_changed", "control_request_progress", "elicitation_complete", "file_snapshot",
    "hook_progress", "hook_started", "memory_recall", "permission_check_status",
    "post_turn_summary", "session_metadata", "session_state_changed", "session_title_changed",
    "shell_cwd", "task_progress", "task_started", "task_summary", "task_updated",
    "thinking_tokens", "turn_began_before_init", "turn_duration", "turn_starting",
    "ui_focus", "ui_invalidate", "ui_log", "ui_notify_cancel", "ui_panes", "ui_placed",
    "ui_scroll", "ui_status",
})  # fmt: skip
"""Subtypes of `system` lines that say nothing that another line does not say."""


def of_system(subtype: str, line: dict[str, Any]) -> Notice | None:
    """Return what a `system` line says to a person; None where that is nothing.

    Only for subtypes that `known` knows, `init` and `api_retry` apart.
    """
    text = _SAYS[subtype](line).strip()
    return Notice(subtype, shorten(text, NOTICE_LIMIT)) if text else None


def known(subtype: str) -> bool:
    """Return whether `of_system` reads this subtype."""
    return subtype in _SAYS


def of_rate_limit(line: dict[str, Any]) -> Notice | None:
    """Return how a limit of the account stands."""
    info = record(line.get("rate_limit_info"))
    status = string(info.get("status"))
    if not status:
        return None
    name = string(info.get("rateLimitType")).replace("_", " ") or "account"
    text = f"{name} limit: {status.replace('_', ' ')}"
    if used := number(info.get("utilization")):
        text += f", {min(used, 1) * 100:.0f}% used"
    if moment := _moment(info.get("resetsAt")):
        text += f", resets {moment}"
    return Notice("rate_limit", text)


def of_reset(line: dict[str, Any]) -> Notice:
    """Return that the conversation began anew."""
    trigger = string(line.get("trigger")) or "unknown"
    return Notice("conversation_reset", f"The conversation was cleared ({trigger}).")


def _moment(seconds: object) -> str:
    try:
        moment = datetime.fromtimestamp(number(seconds), UTC)
    except (OverflowError, OSError, ValueError):
        return ""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if number(seconds) else ""


def _plain(line: dict[str, Any]) -> str:
    for key in ("message", "content", "text", "summary", "reason", "error"):
        if text := string(line.get(key)):
            return text
    return ""


def _status(line: dict[str, Any]) -> str:
    status = string(line.get("status"))
    return "The conversation is being compacted." if status == "compacting" else ""


def _compacted(line: dict[str, Any]) -> str:
    meta = record(line.get("compact_metadata"))
    return (
        f"The conversation was compacted ({string(meta.get('trigger')) or 'auto'}): "
        f"{whole(meta.get('pre_tokens'))} → {whole(meta.get('post_tokens'))} tokens."
    )


def _denied(line: dict[str, Any]) -> str:
    tool = string(line.get("tool_name"))
    value = one_value(tool, line["tool_input"]) if "tool_input" in line else ""
    # What follows the first sentence is for the model.
    reason = string(line.get("message")).split(" IMPORTANT:")[0]
    return f"{tool}{f' {value}' if value else ''} was denied. {reason}"


def _task(line: dict[str, Any]) -> str:
    status, summary = string(line.get("status")), string(line.get("summary"))
    return f"Task {status or 'ended'}: {summary or string(line.get('task_id'))}"


def _hook(line: dict[str, Any]) -> str:
    outcome = string(line.get("outcome"))
    if outcome in ("success", ""):
        return ""
    output = string(line.get("stderr")) or string(line.get("output")) or string(line.get("stdout"))
    return f"Hook {string(line.get('hook_name'))}: {outcome}. {output}"


def _model(line: dict[str, Any]) -> str:
    to = next(
        (
            string(line.get(key))
            for key in ("fallback_model", "to_model", "model")
            if string(line.get(key))
        ),
        "",
    )
    return _plain(line) or f"The agent goes on with another model{f': {to}' if to else ''}."


_SAYS: dict[str, Callable[[dict[str, Any]], str]] = {
    "status": _status,
    "compact_boundary": _compacted,
    "permission_denied": _denied,
    "task_notification": _task,
    "hook_response": _hook,
    "model_fallback": _model,
    "model_refusal_fallback": _model,
    "model_consent_fallback": _model,
    "model_refusal_no_fallback": _plain,
    "informational": _plain,
    "notification": _plain,
    "local_command": _plain,
    "local_command_output": _plain,
    "api_error": _plain,
    "memory_saved": _plain,
    "session_writes_lost": lambda line: _plain(line) or "The agent lost part of its own history.",
    "instruction_size_warning": _plain,
    "agents_killed": lambda line: _plain(line) or "The agent's sub-agents were ended.",
    "stop_hook_summary": _plain,
    "ui_toast": _plain,
    "ui_notify": _plain,
}
