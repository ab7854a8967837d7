r"""One turn of the simulator: a prompt, and what is done for it.

Lines of a prompt that begin with one of these words tell it what to do; a prompt without
any gets the usual turn: think, say, read, write SIMULATED.md, run a command, say.

    @say TEXT            say it, word by word      @think TEXT      think it
    @write PATH TEXT     write a file (\n works)    @bash COMMAND    really run it
    @ask TOOL            ask for permission        @fail MESSAGE    end the turn as failed
    @sleep SECONDS       be silent                 @gate PATH       wait until that file exists
    @lines N             N texts at once           @rate N HZ       N texts, HZ a second
    @deltas N            one text in N pieces      @stderr TEXT     complain
    @exit CODE           end without a result      @pace FACTOR     slower or faster

OPSDECK_SIMULATOR_PACE is the pace to begin with: 1 is that of a person's reading, 0 is none.
"""

import contextlib
import json
import os
import re
import signal
import subprocess  # noqa: TID251 # a program of its own, which shares no code with the server
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from opsdeck_server.adapters.simulator.program.channel import Channel, Failed

NOTES = "SIMULATED.md"
WORD_SECONDS = 0.03
TOOL_SECONDS = 0.15
POLL_SECONDS = 0.01
BATCH = 500
OUTPUT_LIMIT = 1024 * 1024
DIRECTIVES = (
    "say", "think", "write", "bash", "ask", "fail", "sleep", "gate", "lines", "rate", "deltas",
    "stderr", "exit", "pace",
)  # fmt: skip
_DIRECTIVE = re.compile(rf"^\s*@({'|'.join(DIRECTIVES)})(?:\s+(.*))?$")


class Turn:
    """One prompt and what is done for it."""

    def __init__(self, channel: Channel, mode: str, pace: float, name: str) -> None:
        self.channel = channel
        self.cwd = Path.cwd().resolve()
        self.denied: list[str] = []
        self.said = ""
        self.written = 0
        self.rounds = 1
        self._mode = mode
        self._pace = pace
        self._name = name
        self._count = 0

    def run(self, prompt: str) -> None:
        """Do what the prompt says. Raises Interrupted and Failed."""
        found = [match for line in prompt.splitlines() if (match := _DIRECTIVE.match(line))]
        steps = [(match[1], match[2] or "") for match in found]
        for name, words in steps:
            self.channel.pause(0)
            try:
                getattr(self, f"do_{name}")(words)
            except (ValueError, OSError) as error:
                raise Failed(f"@{name} {words}: {error}") from error
        if all(name == "pace" for name, _ in steps):
            self.usual(prompt)

    def usual(self, prompt: str) -> None:
        """Do what a prompt without directives gets."""
        lines = [line.strip() for line in prompt.splitlines() if not _DIRECTIVE.match(line)]
        asked = next((line for line in lines if line), "nothing")[:200]
        self.do_think("A simulator needs no thought, but this is where it would be.")
        self.do_say(f"I will note “{asked}” in {NOTES} and count the lines.")
        notes = self.cwd / NOTES
        old = notes.read_text("utf-8", "replace") if notes.is_file() else ""
        if old:
            self.tool("Read", {"file_path": NOTES}, NOTES, lambda: (old, False))
        number = sum(1 for line in old.splitlines() if re.match(r"\d+\. ", line)) + 1
        new = f"{old or '# What the simulator was asked' + chr(10) * 2}{number}. {asked}\n"
        self.do_write(f"{NOTES} {json.dumps(new)[1:-1]}")
        self.do_bash(f"wc -l {NOTES}")
        self.do_say(f"Done: {NOTES} has {number} {'entry' if number == 1 else 'entries'} now.")

    def do_pace(self, words: str) -> None:
        self._pace = max(0.0, float(words))

    def do_say(self, words: str) -> None:
        self._stream("text", _unescaped(words))

    def do_think(self, words: str) -> None:
        self._stream("thinking", _unescaped(words))

    def do_sleep(self, words: str) -> None:
        self.channel.pause(float(words))

    def do_gate(self, words: str) -> None:
        gate = self.cwd / words.strip()
        while not gate.exists():
            self.channel.pause(POLL_SECONDS)

    def do_stderr(self, words: str) -> None:
        sys.stderr.write(f"{words}\n")
        sys.stderr.flush()

    def do_fail(self, words: str) -> None:
        raise Failed(words or "as the prompt said")

    def do_exit(self, words: str) -> None:
        os._exit(int(words or "0"))

    def do_lines(self, words: str) -> None:
        count = int(words)
        for start in range(0, count, BATCH):
            self.channel.pause(0)
            numbers = range(start, min(start + BATCH, count))
            self.channel.write([self._event("text", f"line {number}") for number in numbers])

    def do_rate(self, words: str) -> None:
        count, rate = words.split()
        began = time.monotonic()
        for number in range(int(count)):
            # An absolute schedule: a late one does not delay those after it.
            self.channel.pause(began + number / float(rate) - time.monotonic())
            self.channel.write([self._event("text", f"{number}:{time.monotonic_ns()}")])

    def do_deltas(self, words: str) -> None:
        message_id = self._message_id()
        pieces = [f"{number} " for number in range(int(words))]
        for start in range(0, len(pieces), BATCH):
            self.channel.pause(0)
            batch = pieces[start : start + BATCH]
            self.channel.write([_delta(piece, message_id) for piece in batch])
        self._whole("text", "".join(pieces), message_id)

    def do_ask(self, words: str) -> None:
        tool = words.strip() or "Bash"
        self.tool(tool, {"description": "as the prompt said"}, tool, lambda: ("Done.", False), True)

    def do_write(self, words: str) -> None:
        name, _, text = words.strip().partition(" ")
        content = _unescaped(text)
        asks = self._mode == "ask"
        tool_input = {"file_path": name, "content": content}
        self.tool("Write", tool_input, name, lambda: self._write(name, content), asks)

    def do_bash(self, words: str) -> None:
        self.tool("Bash", {"command": words}, words, lambda: self._bash(words))

    def tool(
        self,
        tool: str,
        tool_input: dict[str, Any],
        value: str,
        action: Callable[[], tuple[str, bool]],
        asks: bool = False,
    ) -> None:
        """Use a tool for all to see, asking first where it must."""
        self.rounds += 1
        use = f"tool_{uuid.uuid4().hex[:16]}"
        self.channel.emit("tool_use", id=use, tool=tool, value=value[:2000], input=tool_input)
        refusal = self._refusal(tool, tool_input, value) if asks else None
        self.channel.pause(TOOL_SECONDS * self._pace)
        text, failed = action() if refusal is None else (refusal, True)
        if refusal is not None:
            self.denied.append(tool)
        self.channel.emit("tool_result", id=use, text=text, is_error=failed)

    def _refusal(self, tool: str, tool_input: dict[str, Any], value: str) -> str | None:
        request = uuid.uuid4().hex
        self.channel.emit(
            "ask",
            id=request,
            tool=tool,
            input=tool_input,
            value=value[:2000],
            description=f"The simulator wants to use {tool}.",
        )
        answer = self.channel.answer(request)
        if answer is None:
            return "Nobody is there to answer."
        return None if answer.get("allow") is True else str(answer.get("message") or "Denied.")

    def _write(self, name: str, content: str) -> tuple[str, bool]:
        target = (self.cwd / name).resolve()
        if not name or not target.is_relative_to(self.cwd) or target == self.cwd:
            return f"{name} is not inside the folder of this conversation", True
        if ".git" in target.relative_to(self.cwd).parts:
            return f"{name} belongs to git", True
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, "utf-8", "replace")
        return f"Wrote {len(content)} characters to {name}.", False

    def _bash(self, command: str) -> tuple[str, bool]:
        with tempfile.TemporaryFile() as output:
            process = subprocess.Popen(
                ["/bin/sh", "-c", command],
                cwd=self.cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                while process.poll() is None:
                    self.channel.pause(POLL_SECONDS)
            finally:
                if process.poll() is None:
                    with contextlib.suppress(OSError):  # it ended by itself after all
                        os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
            output.seek(0)
            text = output.read(OUTPUT_LIMIT).decode("utf-8", "replace")
        code = process.returncode
        return (f"Exit code {code}\n{text}" if code else text), code != 0

    def _stream(self, kind: str, text: str) -> None:
        message_id, said = self._message_id(), ""
        try:
            for word in re.findall(r"\S+\s*|\s+", text):
                self.channel.pause(WORD_SECONDS * self._pace)
                self.channel.write([_delta(word, message_id, kind == "thinking")])
                said += word
        finally:
            # What was said before an interrupt was said.
            if said or not text:
                self._whole(kind, said, message_id)

    def _whole(self, kind: str, text: str, message_id: str) -> None:
        if kind == "text":
            self.said = text
        self.written += len(text)
        self.channel.emit(kind, text=text, message_id=message_id)

    def _event(self, kind: str, text: str) -> str:
        self.said = text
        self.written += len(text)
        event = {"type": kind, "text": text, "message_id": self._message_id()}
        return json.dumps(event, separators=(",", ":"))

    def _message_id(self) -> str:
        self._count += 1
        return f"{self._name}-{self._count}"


def _delta(text: str, message_id: str, thinking: bool = False) -> str:
    event = {"type": "delta", "text": text, "message_id": message_id, "thinking": thinking}
    return json.dumps(event, separators=(",", ":"))


def _unescaped(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"'))
    except ValueError:
        return text.replace("\\n", "\n")
