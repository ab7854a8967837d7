"""One conversation with the simulator: its turns, one after another, and its end."""

import argparse
import json
import os
import re
import signal
import threading
import time
import uuid
from pathlib import Path
from typing import Any

from opsdeck_server.adapters.simulator.program.channel import Channel, Failed, Interrupted
from opsdeck_server.adapters.simulator.program.turn import Turn

VERSION = "1"
REMEMBERED = 200
_SESSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}")


class Conversation:
    """What outlives a process: how many turns there were, and which messages."""

    def __init__(self, session_id: str) -> None:
        self.session_id = session_id
        self.turns = 0
        self.messages: list[str] = []
        self._file = Path.home() / ".opsdeck-simulator" / f"{session_id}.json"

    @property
    def exists(self) -> bool:
        """Whether an earlier process knew it."""
        return self._file.is_file()

    def load(self) -> None:
        """Read what an earlier process wrote."""
        state: dict[str, Any] = json.loads(self._file.read_text())
        self.turns, self.messages = int(state["turns"]), list(state["messages"])

    def save(self) -> None:
        """Write it, whole or not at all."""
        state = {"turns": self.turns, "messages": self.messages[-REMEMBERED:]}
        self._file.parent.mkdir(parents=True, exist_ok=True)
        half = self._file.with_suffix(f".{os.getpid()}")
        half.write_text(json.dumps(state))
        half.replace(self._file)


def _take_turn(
    channel: Channel, options: argparse.Namespace, conversation: Conversation, prompt: str
) -> bool:
    """Do one turn; return whether it came to its own end."""
    began = time.monotonic()
    name = f"{conversation.session_id[:8]}-{conversation.turns}"
    turn = Turn(channel, options.permission_mode, options.pace, name)
    error, subtype = "", "success"
    try:
        turn.run(prompt)
    except Interrupted:
        error, subtype = "The turn was interrupted.", "aborted"
    except Failed as failed:
        error, subtype = str(failed), "error"
    used: dict[str, float] = {
        "input_tokens": len(prompt) // 4 + 1,
        "output_tokens": turn.written // 4 + 1,
        "turns": turn.rounds,
    }
    used["cost_usd"] = round((used["input_tokens"] * 3 + used["output_tokens"] * 15) / 1e6, 6)
    if not error and options.max_cost_usd is not None and used["cost_usd"] > options.max_cost_usd:
        error, subtype = "The turn cost more than it may.", "error_max_budget_usd"
    channel.emit(
        "result",
        is_error=bool(error),
        subtype=subtype,
        text=error or turn.said,
        usage=used,
        duration_ms=int((time.monotonic() - began) * 1000),
        denied_tools=list(dict.fromkeys(turn.denied)),
    )
    return subtype != "aborted"


def main() -> int:
    """Serve one conversation until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--session-id", default=str(uuid.uuid4()))
    parser.add_argument("--resume")
    parser.add_argument("--permission-mode", default="bypassPermissions")
    parser.add_argument("--model", default="simulator")
    parser.add_argument("--effort")
    parser.add_argument("--max-cost-usd", type=float)
    pace = os.environ.get("OPSDECK_SIMULATOR_PACE") or "1"
    parser.add_argument("--pace", type=float, default=pace, help="0: no pauses")
    options = parser.parse_args()
    session_id = options.resume or options.session_id
    if not _SESSION.fullmatch(session_id):
        parser.error("the id of a session is letters, digits and dashes")
    conversation = Conversation(session_id)
    channel = Channel()
    if options.resume and not conversation.exists:
        text = f"No conversation found with session ID: {session_id}"
        channel.emit("result", is_error=True, subtype="error", text=text, usage={})
        return 1
    if options.resume:
        conversation.load()
    elif conversation.exists:
        parser.error(f"session {session_id} is there already: resume it")
    channel.seen.update(conversation.messages)
    threading.Thread(target=channel.read, daemon=True).start()
    started = False
    while (message := channel.messages.get()) is not None:
        message_id, prompt = message
        channel.begin(message_id)
        channel.emit("lifecycle", id=message_id, state="started")
        if not started:
            channel.emit(
                "started",
                session_id=session_id,
                model=options.model,
                version=VERSION,
                permission_mode=options.permission_mode,
                cwd=str(Path.cwd()),
            )
            started = True
        conversation.turns += 1
        conversation.save()
        completed = _take_turn(channel, options, conversation, prompt)
        conversation.messages.append(message_id)
        conversation.save()
        channel.end()
        state = "completed" if completed else "cancelled"
        channel.emit("lifecycle", id=message_id, state=state)
    return 0
