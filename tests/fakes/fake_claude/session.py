"""The protocol: lines in, lines out, turns, and what a session remembers."""

import json
import os
import queue
import re
import signal
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from subprocess import Popen
from typing import Any

from tests.fakes.fake_claude.wire import (
    BEFORE_ANSWER,
    MODELS,
    RATES,
    TOOLS,
    TOTAL_NAMES,
    USAGE_NAMES,
    VERSION,
    Interrupted,
    Message,
    Outcome,
    account,
    fail,
    log,
    tag,
    write_all,
)

Directive = Callable[["Session", str], None]
_RESTARTING = bool(os.environ.get("FAKE_CLAUDE_RESTARTING_COST"))


class Session:
    """One process of the CLI."""

    def __init__(
        self, options: Mapping[str, str], flags: Iterable[str], directives: Mapping[str, Directive]
    ) -> None:
        self._options = options
        self._directives = directives
        self.partial = "--include-partial-messages" in flags
        self._replay = "--replay-user-messages" in flags
        self.model = options.get("--model", "claude-opus-5-5")
        self._mode = options.get("--permission-mode", "default")
        self.id = options.get("--resume") or options.get("--session-id") or tag()
        config = Path(os.environ.get("CLAUDE_CONFIG_DIR") or Path.home() / ".claude")
        folder = re.sub(r"[^A-Za-z0-9]", "-", str(Path.cwd().resolve()))
        self._file = config / "projects" / folder / f"{self.id}.jsonl"
        self._cost, self._tokens, self._turns = 0.0, [0, 0, 0, 0], 0
        self._kept: dict[str, Any] = {"cost": self._cost, "tokens": self._tokens}
        self._lock = threading.Lock()
        self._inbox: queue.Queue[Message | None] = queue.Queue()
        self._withdrawn: set[str] = set()
        self._seen: set[str] = set()
        self._answers: dict[str, dict[str, Any]] = {}
        self._tasks = 0
        self._asking: str | None = None
        self._unreplayed: Message | None = None
        self.allowed: list[Any] = []
        """What a person said is to be remembered."""
        self.interrupted = threading.Event()
        self.deaf = False
        self.reading = True
        self.child: Popen[bytes] | None = None
        self.outcome = Outcome()

    # ---- Lines out ----

    def raw(self, data: bytes) -> None:
        """Write bytes, whole lines or not."""
        with self._lock:
            write_all(data)

    def line(self, value: Mapping[str, Any]) -> None:
        """Write a line."""
        self.raw(json.dumps(value).encode() + b"\n")

    def out(self, kind: str, **fields: Any) -> None:
        """Write a line that has a session and a uuid, as most have."""
        self.line({"type": kind, "session_id": self.id, "uuid": tag(), **fields})

    def event(self, kind: str, **fields: Any) -> None:
        """Write a stream event, where partial messages were asked for."""
        if self.partial:
            self.out("stream_event", event={"type": kind, **fields}, parent_tool_use_id=None)

    def message(self, block: dict[str, Any], deltas: Iterable[Mapping[str, Any]] = ()) -> None:
        """Write an assistant's message of one block, streamed first.

        `deltas` is used up before `block` is written, so it may still fill it.
        """
        kind = block["type"]
        head: dict[str, Any] = {"id": "msg_" + uuid.uuid4().hex[:18], "type": "message"}
        head |= {"role": "assistant", "model": self.model, "content": [], "stop_reason": None}
        head |= {"stop_sequence": None, "usage": {"input_tokens": 10, "output_tokens": 1}}
        self.event("message_start", message=head)
        empty: dict[str, Any] = {"type": kind, kind: ""}
        if kind == "tool_use":
            empty = {**block, "input": {}}
        self.event("content_block_start", index=0, content_block=empty)
        for delta in deltas:
            self.event("content_block_delta", index=0, delta=delta)
        self.out("assistant", message=head | {"content": [block]}, parent_tool_use_id=None)
        self.event("content_block_stop", index=0)
        stop = "tool_use" if kind == "tool_use" else "end_turn"
        self.event("message_delta", delta={"stop_reason": stop}, usage={"output_tokens": 5})
        self.event("message_stop")

    def say(self, text: str) -> None:
        """Say something, a word a delta."""
        self.outcome.text = text
        pieces = re.findall(r"\S+\s*|\s+", text) if len(text) < 65536 else [text]
        self.message(
            {"type": "text", "text": text},
            [{"type": "text_delta", "text": piece} for piece in pieces],
        )

    def tool(self, name: str, given: Mapping[str, Any]) -> str:
        """Use a tool and return the id of the use."""
        call = "toolu_" + uuid.uuid4().hex[:18]
        delta = {"type": "input_json_delta", "partial_json": json.dumps(given)}
        self.message({"type": "tool_use", "id": call, "name": name, "input": given}, [delta])
        return call

    def tool_result(
        self, call: str, content: str, *, error: bool = False, detail: object = None
    ) -> None:
        """Answer the use of a tool."""
        block = {"tool_use_id": call, "type": "tool_result", "content": content, "is_error": error}
        detail = f"Error: {content}" if error else detail or {"stdout": content, "stderr": ""}
        self._user([block], tool_use_result=detail)

    def _user(self, content: list[dict[str, Any]], **fields: Any) -> None:
        message = {"role": "user", "content": content}
        self.out("user", message=message, parent_tool_use_id=None, **fields)

    def _life(self, message: str | None, state: str) -> None:
        if message:
            self.out("command_lifecycle", command_uuid=message, state=state)

    # ---- Lines in ----

    def _read(self) -> None:
        for line in sys.stdin.buffer:
            while not self.reading:
                time.sleep(3600)
            if not line.strip():
                continue
            try:
                self._take(json.loads(line))
            except ValueError:
                words = line[:200].decode(errors="replace")
                fail(f"Error parsing streaming input line: {words}")
        if not self.deaf:
            self._inbox.put(None)

    def _take(self, line: dict[str, Any]) -> None:
        kind = line.get("type")
        if kind == "user":
            message: str | None = line.get("uuid")
            if message in self._seen:
                log("duplicate", uuid=message)
                return
            if message:
                self._seen.add(message)
            content = line["message"]["content"]
            text = content if isinstance(content, str) else "".join(b["text"] for b in content)
            log("message", text=text, uuid=message)
            self._life(message, "queued")
            self._inbox.put(Message(message, text))
        elif kind == "control_request" and not self.deaf:
            self._control(line["request_id"], line["request"])
        elif kind == "control_response":
            self._answers[line["response"]["request_id"]] = line["response"].get("response") or {}
            if self._replay:
                self.line(line)

    def _control(self, name: str, request: Mapping[str, Any]) -> None:
        subtype: str = request["subtype"]
        body: dict[str, Any] = {}
        waiting = [m.id for m in list(self._inbox.queue) if m is not None and m.id]
        if subtype == "interrupt":
            if self._asking and self._asking not in self._answers:
                self.line({"type": "control_cancel_request", "request_id": self._asking})
            self.interrupted.set()
            body = {"still_queued": waiting}
        elif subtype == "initialize":
            body = {"commands": [], "models": MODELS, "pid": os.getpid()}
            body |= {"account": account(), "claude_code_version": VERSION}
        elif subtype == "cancel_async_message":
            known = request["message_uuid"] in waiting
            self._withdrawn.add(request["message_uuid"])
            body = {"cancelled": known}
        elif subtype == "set_model":
            self.model = request.get("model") or self.model
        elif subtype == "set_permission_mode":
            self._mode = request["mode"]
            body = {"mode": self._mode}
        elif subtype != "end_session":
            error = f"Unsupported control request subtype: {subtype}"
            answer = {"subtype": "error", "request_id": name, "error": error}
            answer["error_code"] = "unsupported_request"
            self.line({"type": "control_response", "response": answer})
            return
        answer = {"subtype": "success", "request_id": name, "response": body}
        self.line({"type": "control_response", "response": answer})
        if subtype == "end_session":
            self._exit(0)

    # ---- Turns ----

    def run(self) -> None:
        """Serve until the end of input, or a signal. Never returns."""
        if "--resume" in self._options:
            self._load()
        elif self._file.exists():
            fail(f"Error: Session ID {self.id} is already in use.")
        signal.signal(signal.SIGTERM, self._sigterm)
        signal.signal(signal.SIGINT, self._sigint)
        threading.Thread(target=self._read, daemon=True).start()
        self._obey(os.environ.get("FAKE_CLAUDE_START", "").splitlines())
        failed = ended = False
        while not (ended and self._tasks == 0 and self._inbox.empty()):
            message = self._inbox.get()
            if message is None:
                ended = True
            elif message.id in self._withdrawn:
                self._life(message.id, "cancelled")
            else:
                self._tasks -= message.origin is not None
                failed = self._turn(message)
        self._exit(1 if failed else 0)

    def _sigint(self, *_: object) -> None:
        self.interrupted.set()
        self._inbox.put(None)

    def _sigterm(self, *_: object) -> None:
        self._exit(143)

    def _exit(self, code: int) -> None:
        self.stop_child()
        # What was spent is kept at an orderly end alone: after SIGKILL the total is an old one.
        self._kept = {"cost": self._cost, "tokens": self._tokens}
        if self._turns:
            self._save()
        os._exit(code)

    def _load(self) -> None:
        if not self._file.exists():
            text = f"No conversation found with session ID: {self.id}"
            fields: dict[str, Any] = {"is_error": True, "num_turns": 0, "duration_ms": 0}
            fields |= {"total_cost_usd": 0, "usage": {}, "modelUsage": {}, "errors": [text]}
            self.out("result", subtype="error_during_execution", **fields)
            fail(text)
        state = json.loads(self._file.read_text().splitlines()[-1])
        self._seen = set(state["seen"])
        if not _RESTARTING:
            self._cost, self._tokens = state["cost"], state["tokens"]
            self._kept = {"cost": self._cost, "tokens": self._tokens}

    def _save(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        state: dict[str, Any] = {"type": "cost-state", "sessionId": self.id, "cwd": str(Path.cwd())}
        state |= self._kept | {"seen": sorted(self._seen)}
        with self._file.open("a") as file:
            file.write(json.dumps(state) + "\n")

    def _script(self, text: str) -> list[str]:
        if re.search(r"^@\w", text, re.MULTILINE):
            return text.splitlines()
        scenario = os.environ.get("FAKE_CLAUDE_SCENARIO", "")
        if scenario.startswith("["):
            turns: list[str] = json.loads(scenario)
            scenario = turns[min(self._turns, len(turns)) - 1]
        return scenario.splitlines() or ["@say You said: " + text.replace("\n", "\\n")]

    def _turn(self, message: Message) -> bool:
        self.outcome = Outcome(fields={"subtype": "success", "is_error": False})
        self.interrupted.clear()
        self._turns += 1
        began = time.monotonic()
        self._save()
        self._life(message.id, "started")
        init: dict[str, Any] = {"cwd": str(Path.cwd()), "model": self.model, "tools": TOOLS}
        init |= {"permissionMode": self._mode, "apiKeySource": "none", "mcp_servers": []}
        self.out("system", subtype="init", claude_code_version=VERSION, slash_commands=[], **init)
        self._unreplayed = message if self._replay and message.id else None
        try:
            self._obey(self._script(message.text))
            self.replay()
        except Interrupted as interrupted:
            words = " for tool use" if interrupted.tool else ""
            self._user([{"type": "text", "text": f"[Request interrupted by user{words}]"}])
            reason = "aborted_tools" if interrupted.tool else "aborted_streaming"
            self.outcome.fields = {"subtype": "error_during_execution", "is_error": True}
            self.outcome.fields |= {"terminal_reason": reason, "errors": []}
        failed = self.outcome.fields is None or bool(self.outcome.fields["is_error"])
        if self.outcome.fields is not None:
            self._result(self.outcome.fields, time.monotonic() - began, message)
        self._life(message.id, "cancelled" if failed else "completed")
        self._save()
        return failed

    def _result(self, outcome: dict[str, Any], seconds: float, message: Message) -> None:
        default = [0, 0, 0, 0] if outcome["is_error"] else [10, 5, 0, 0]
        used = default if self.outcome.usage is None else self.outcome.usage
        price = sum(count * rate for count, rate in zip(used, RATES, strict=True))
        price = price if self.outcome.price is None else self.outcome.price
        self._cost += price
        self._tokens = [old + new for old, new in zip(self._tokens, used, strict=True)]
        total = dict(zip(TOTAL_NAMES, self._tokens, strict=True))
        line: dict[str, Any] = {"duration_ms": int(seconds * 1000), "num_turns": 1}
        line |= {"total_cost_usd": self._cost, "usage": dict(zip(USAGE_NAMES, used, strict=True))}
        line |= {"modelUsage": {self.model: total | {"costUSD": self._cost}}}
        if not _RESTARTING:  # 2.1.197 has no such key
            turn = dict(zip(TOTAL_NAMES, used, strict=True)) | {"costUSD": price}
            line["model_usage_since_last_result"] = {self.model: turn}
        line |= {"permission_denials": self.outcome.denials, "result_index": self._turns - 1}
        line |= {"stop_reason": "end_turn", "terminal_reason": "completed", **outcome}
        if outcome["subtype"] == "success":
            line["result"] = self.outcome.text
        if message.origin is not None:
            line["origin"] = {"kind": message.origin}
        # As in the real one, `type` is not the first key of this line.
        self.line(line | {"type": "result", "session_id": self.id, "uuid": tag()})

    def _obey(self, lines: Iterable[str]) -> None:
        for line in lines:
            if line.startswith("@"):
                name, _, rest = line[1:].partition(" ")
                if name not in BEFORE_ANSWER:
                    self.replay()
                self._directives[name](self, rest.replace("\\n", "\n"))
                if self.interrupted.is_set() and not self.deaf:
                    raise Interrupted

    def replay(self) -> None:
        """Repeat the user's message, as the real one does when its model begins to answer."""
        message, self._unreplayed = self._unreplayed, None
        if message is not None:
            self._user([{"type": "text", "text": message.text}], uuid=message.id, isReplay=True)

    def pause(self, seconds: float) -> None:
        """Sleep; an interrupt ends that. Raises Interrupted."""
        if self.deaf:
            time.sleep(seconds)
        elif self.interrupted.wait(seconds):
            raise Interrupted

    def background(self, wait: Callable[[], object], text: str) -> None:
        """Take an unasked turn with `text` when `wait` has returned."""
        self._tasks += 1

        def later() -> None:
            wait()
            self._inbox.put(Message(None, text, origin="task-notification"))

        threading.Thread(target=later, daemon=True).start()

    def stop_child(self) -> None:
        """Kill the running command, as the real one does when it is stopped."""
        if self.child is not None:
            try:
                os.killpg(self.child.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def ask(self, call: str, tool: str, given: Mapping[str, Any], **more: Any) -> Any:
        """Ask over stdio whether a tool may be used.

        Returns the input to use it with, or None where the answer was no and the tool's result
        says so. Raises Interrupted.
        """
        name = tag()
        request: dict[str, Any] = {"subtype": "can_use_tool", "tool_name": tool, "input": given}
        request |= {"display_name": tool, "tool_use_id": call, "permission_suggestions": [], **more}
        self._asking = name
        self.line({"type": "control_request", "request_id": name, "request": request})
        while name not in self._answers and not self.interrupted.wait(0.005):
            pass
        self._asking = None
        answer = self._answers.get(name, {"message": "The user rejected the tool use."})
        if answer.get("behavior") == "allow":
            if remembered := answer.get("updatedPermissions"):
                log("remembered", permissions=remembered)
                self.allowed += remembered
            return answer.get("updatedInput", given)
        self.outcome.denials.append({"tool_name": tool, "tool_use_id": call, "tool_input": given})
        self.tool_result(call, answer.get("message", ""), error=True)
        if answer.get("interrupt") or self.interrupted.is_set():
            raise Interrupted(tool=True)
        return None
