"""What a journal holds. The names and meanings are those of event.proto."""

from dataclasses import dataclass, field
from datetime import datetime

from opsdeck_server.domain.runs import RunState, Usage

TEXT_LIMIT = 64 * 1024
"""Bytes of a tool's answer, or of an unknown line, that an event keeps."""


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A job or a session changed its status."""

    status: str
    terminal: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class RunStateChange:
    """A run changed its state."""

    state: RunState
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the work around the agent."""

    name: str
    message: str


@dataclass(frozen=True, slots=True)
class AgentStarted:
    """What the agent says of itself at the beginning of a turn."""

    agent_session_id: str = ""
    model: str = ""
    version: str = ""
    permission_mode: str = ""
    cwd: str = ""


@dataclass(frozen=True, slots=True)
class UserMessage:
    """What the agent was told."""

    message_id: str
    text: str


@dataclass(frozen=True, slots=True)
class WaitingMessage:
    """A message waits in line, was `edited`, or was `withdrawn`: the agent has it not yet."""

    message_id: str
    change: str
    text: str


@dataclass(frozen=True, slots=True)
class AssistantText:
    """One whole block of text."""

    text: str
    message_id: str = ""
    parent_tool_use_id: str | None = None


@dataclass(frozen=True, slots=True)
class Thinking:
    """One whole block of thinking."""

    text: str
    message_id: str = ""
    parent_tool_use_id: str | None = None


@dataclass(frozen=True, slots=True)
class ToolUse:
    """The agent uses a tool. `input` is the one value that a person wants to see."""

    tool_use_id: str
    tool: str
    input: str
    input_json: str
    parent_tool_use_id: str | None = None


@dataclass(frozen=True, slots=True)
class ToolResult:
    """A tool's answer, cut at TEXT_LIMIT bytes."""

    tool_use_id: str
    content: str
    is_error: bool = False
    truncated_bytes: int = 0
    parent_tool_use_id: str | None = None


@dataclass(frozen=True, slots=True)
class TurnResult:
    """The agent ended a turn; `usage` is what this turn alone cost."""

    is_error: bool
    subtype: str
    text: str = ""
    usage: Usage = field(default_factory=Usage)
    duration_ms: int = 0
    api_error_status: int | None = None
    denied_tools: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the agent reports beside the conversation."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class PermissionRequest:
    """A question of the agent to a person."""

    permission_id: str
    tool: str
    input: str
    input_json: str
    description: str = ""
    expires_at: datetime | None = None
    requires_interaction: bool = False


@dataclass(frozen=True, slots=True)
class PermissionResolved:
    """The question was `allowed`, `denied`, `expired` or `withdrawn`."""

    permission_id: str
    outcome: str
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Stderr:
    """Whole lines from the agent's standard error."""

    text: str
    truncated_bytes: int = 0


@dataclass(frozen=True, slots=True)
class ApiRetry:
    """The agent tries a call to its model again."""

    attempt: int
    max_attempts: int
    delay_ms: int
    error: str
    status: int | None = None


@dataclass(frozen=True, slots=True)
class ErrorEvent:
    """Something failed; the message says what to do."""

    message: str


@dataclass(frozen=True, slots=True)
class UnknownEvent:
    """What this version does not know, as it came, cut at TEXT_LIMIT bytes."""

    type: str
    raw: str
    truncated_bytes: int = 0


Payload = (
    StatusChange
    | RunStateChange
    | Step
    | AgentStarted
    | UserMessage
    | WaitingMessage
    | AssistantText
    | Thinking
    | ToolUse
    | ToolResult
    | TurnResult
    | Notice
    | PermissionRequest
    | PermissionResolved
    | Stderr
    | ApiRetry
    | ErrorEvent
    | UnknownEvent
)
"""Everything that is journaled."""


PAYLOAD_TYPES: dict[str, type[Payload]] = {
    "statusChange": StatusChange,
    "runState": RunStateChange,
    "step": Step,
    "agentStarted": AgentStarted,
    "userMessage": UserMessage,
    "waitingMessage": WaitingMessage,
    "assistantText": AssistantText,
    "thinking": Thinking,
    "toolUse": ToolUse,
    "toolResult": ToolResult,
    "result": TurnResult,
    "notice": Notice,
    "permissionRequest": PermissionRequest,
    "permissionResolved": PermissionResolved,
    "stderr": Stderr,
    "apiRetry": ApiRetry,
    "error": ErrorEvent,
    "unknown": UnknownEvent,
}
"""Event types by name, as in the contract's JSON and in the store."""

TYPE_NAMES: dict[type[Payload], str] = {cls: name for name, cls in PAYLOAD_TYPES.items()}
"""The names by class."""


@dataclass(frozen=True, slots=True)
class TextDelta:
    """A piece of a block that is still being written: live only, never journaled.

    `offset` counts the characters of the block that come before it.
    """

    text: str
    message_id: str = ""
    index: int = 0
    thinking: bool = False
    offset: int = 0


def role_of(payload: Payload) -> str | None:
    """Return whose message an event is, in a conversation as a person reads it.

    `user`, `assistant`, `tool`, `system`; None for what is no message: what sub-agents say
    among themselves, a tool's answer, a result that repeats what was said.
    """
    match payload:
        case UserMessage():
            return "user"
        case AssistantText(parent_tool_use_id=None):
            return "assistant"
        case ToolUse(parent_tool_use_id=None):
            return "tool"
        case ErrorEvent():
            return "system"
        case TurnResult(is_error=True, subtype=subtype) if not interrupted(subtype):
            return "system"
        case _:
            return None


def interrupted(subtype: str) -> bool:
    """Return whether a turn ended because a person interrupted it."""
    return subtype.startswith("aborted")


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event on its way into the journal, which gives it its number."""

    payload: Payload
    time: datetime
    run_id: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a journal: committed before anyone saw it, and never changed."""

    stream_id: str
    seq: int
    run_id: str
    time: datetime
    payload: Payload

    @property
    def type(self) -> str:
        """Name of the payload, as in the contract's JSON."""
        return TYPE_NAMES[type(self.payload)]

    @property
    def terminal(self) -> bool:
        """Whether this is the last event of its stream."""
        return isinstance(self.payload, StatusChange) and self.payload.terminal
