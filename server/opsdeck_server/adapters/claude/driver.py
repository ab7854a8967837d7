"""Claude Code behind the port of agents: one long-lived process per conversation."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import msgspec

from opsdeck_server.adapters._text import items, record
from opsdeck_server.adapters.claude.decode import CONTROL, ClaudeDecoder
from opsdeck_server.adapters.claude.exits import explain_exit
from opsdeck_server.adapters.claude.parse import compact
from opsdeck_server.adapters.claude.probe import probe
from opsdeck_server.ports.agent import AgentCommand, AgentRequest, AgentStatus, Ask

_FLAGS = (
    "-p",
    "--input-format", "stream-json",
    "--output-format", "stream-json",
    "--verbose",  # stream-json is refused without it
    "--include-partial-messages",
    "--replay-user-messages",
    "--permission-prompt-tool", "stdio",
)  # fmt: skip
_MODES = {"ask": "default"}
NO_REASON = "The operator said no."


class ClaudeAgent:
    """The Claude Code CLI."""

    def __init__(self, path: str, probe_env: Mapping[str, str]) -> None:
        """Use the program at `path`, or of that name on PATH.

        `probe_env` is the environment that `probe` asks it in: that of an agent, so that it
        sees the same login.
        """
        self._path = path
        self._probe_env = dict(probe_env)

    @property
    def name(self) -> str:
        return "claude"

    @property
    def permission_modes(self) -> tuple[str, ...]:
        return ("bypassPermissions", "acceptEdits", "auto", "dontAsk", "plan", "ask")

    def command(self, request: AgentRequest) -> AgentCommand:
        """Return how to start it.

        Values stand behind `=`, so that one that begins with a dash is no flag. There is no
        `--allow-dangerously-skip-permissions`: `bypassPermissions` works without it, and the
        CLI refuses it to root even where questions are asked.
        """
        values = {
            "--permission-mode": _MODES.get(request.permission_mode, request.permission_mode),
            "--model": request.model,
            "--effort": request.effort,
            "--max-budget-usd": _dollars(request.max_cost_usd),
        }
        if request.resume_session_id is not None:
            values["--resume"] = request.resume_session_id
        else:
            values["--session-id"] = request.new_session_id
        flags = [f"{flag}={value}" for flag, value in values.items() if value]
        return AgentCommand((self._path, *_FLAGS, *flags))

    def decoder(self, snapshot: Mapping[str, Any]) -> ClaudeDecoder:
        return ClaudeDecoder(snapshot)

    def carried(self, snapshot: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the snapshot for a process that resumes the conversation of another one.

        With it the cost of the first turn is right for a CLI whose totals go on.
        """
        return {"totals": items(snapshot.get("totals"))}

    def user_message(self, message_id: str, text: str) -> bytes:
        return _line(
            {
                "type": "user",
                "uuid": message_id,
                "message": {"role": "user", "content": [{"type": "text", "text": text}]},
                "parent_tool_use_id": None,
                "session_id": "",
            }
        )

    def interrupt(self, request_id: str) -> bytes:
        return self.control(request_id, "interrupt")

    def initialize(self, request_id: str) -> bytes:
        """Ask for account, models and commands; works before any message, and costs nothing."""
        return self.control(request_id, "initialize")

    def get_session_cost(self, request_id: str) -> bytes:
        """Ask for the cost so far, which comes as text for a person."""
        return self.control(request_id, "get_session_cost")

    def end_session(self, request_id: str) -> bytes:
        """Ask it to end by itself, with exit code 0."""
        return self.control(request_id, "end_session")

    def control(self, request_id: str, subtype: str, **values: Any) -> bytes:
        """Return a control request; the answer comes as `Reply`."""
        request = {"subtype": subtype, **values}
        return _line({"type": "control_request", "request_id": request_id, "request": request})

    def answer(
        self,
        ask: Ask,
        *,
        allow: bool,
        message: str | None = None,
        updated_input: str | None = None,
        remember: bool = False,
    ) -> bytes:
        """Return the answer. Raises ValueError where `updated_input` is no JSON object.

        For AskUserQuestion `updated_input` may hold the answers alone. What the CLI suggests
        to remember is remembered for the session only: its other places are files in the
        repository.
        """
        if ask.tool.startswith(CONTROL):
            error = message or "opsdeck has no answer to this"
            return _response(ask, {"subtype": "error", "error": error})
        body: dict[str, Any]
        if allow:
            tool_input = _object(ask.input_json)
            if updated_input is not None:
                updated = _object(updated_input)
                merged = ask.tool == "AskUserQuestion"
                tool_input = {**tool_input, **updated} if merged else updated
            body = {"behavior": "allow", "updatedInput": tool_input}
            if remember and ask.suggestions_json:
                suggested = items(msgspec.json.decode(ask.suggestions_json))
                body["updatedPermissions"] = [
                    {**record(each), "destination": "session"} for each in suggested
                ]
        else:
            body = {"behavior": "deny", "message": message or NO_REASON}
        return _response(ask, {"subtype": "success", "response": body})

    def explain_exit(self, exit_code: int | None, signal: int | None, stderr_tail: str) -> str:
        return explain_exit(exit_code, signal, stderr_tail)

    async def probe(self) -> AgentStatus:
        return await probe(self._path, self._probe_env, Path("/"))


def _dollars(amount: float | None) -> str | None:
    return None if amount is None else f"{amount:.6f}".rstrip("0").rstrip(".")


def _response(ask: Ask, response: dict[str, Any]) -> bytes:
    return _line(
        {"type": "control_response", "response": {**response, "request_id": ask.request_id}}
    )


def _object(text: str) -> dict[str, Any]:
    try:
        value: object = msgspec.json.decode(text)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise ValueError("the tool's input must be JSON") from error
    if isinstance(value, dict):
        return cast("dict[str, Any]", value)
    raise ValueError("the tool's input must be a JSON object")


def _line(value: dict[str, Any]) -> bytes:
    # A line that is no JSON ends the CLI; text with half a surrogate pair would be one.
    return compact(value).encode("utf-8", "replace") + b"\n"
