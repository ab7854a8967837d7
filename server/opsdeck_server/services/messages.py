"""A job's journal as a log that a person reads."""

from opsdeck_server.domain.events import (
    ApiRetry,
    AssistantText,
    ErrorEvent,
    Event,
    Notice,
    PermissionRequest,
    PermissionResolved,
    StatusChange,
    Stderr,
    Step,
    ToolResult,
    ToolUse,
    TurnResult,
)


def message_of(event: Event) -> tuple[str, str] | None:
    """Return the type (`stdout`, `stderr`, `system`) and the text of an event.

    None for what a person would not want to read again: a tool's whole answer, a result
    that repeats what was said.
    """
    match event.payload:
        case AssistantText(text=text):
            return "stdout", text
        case ToolUse(tool=tool, input=shown):
            return "stdout", f"{tool}: {shown}" if shown else tool
        case ToolResult(is_error=True, content=content):
            return "stdout", f"The tool failed: {content[:2000]}"
        case Stderr(text=text):
            return "stderr", text
        case TurnResult(is_error=True, text=text, subtype=subtype):
            return "system", f"The agent ended with an error: {text or subtype}"
        case TurnResult(is_error=False, usage=usage):
            tokens = f"{usage.input_tokens} tokens in, {usage.output_tokens} out"
            return "system", f"The agent is done: {tokens}, ${usage.cost_usd:.4f}"
        case Step(message=text) | ErrorEvent(message=text) | Notice(text=text) if text:
            return "system", text
        case StatusChange(status=status, reason=reason):
            return (
                "system",
                f"The job is {status}." if reason is None else f"The job is {status}: {reason}",
            )
        case ApiRetry(attempt=attempt, max_attempts=most, error=error):
            return "system", f"The agent tries its model again ({attempt} of {most}): {error}"
        case PermissionRequest(tool=tool, input=shown):
            return "system", f"The agent asks whether it may use {tool}: {shown}"
        case PermissionResolved(outcome=outcome):
            return "system", f"The question was {outcome}."
        case _:
            return None
