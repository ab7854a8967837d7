"""What can be asked of the stand-in; the list is in fake_claude/__init__.py."""

import json
import os
import shlex
import signal
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT, Popen, TimeoutExpired
from typing import Any

from tests.fakes.fake_claude.session import Directive, Session
from tests.fakes.fake_claude.wire import Interrupted, log, tag, write_all

DIRECTIVES: dict[str, Directive] = {}
BATCH = 64 * 1024
"""Bytes of a write where lines go out as fast as possible."""


def directive(function: Directive) -> Directive:
    """Make `@name` do this; an underscore at the end is not part of the name."""
    DIRECTIVES[function.__name__.rstrip("_")] = function
    return function


def numbers(rest: str, *defaults: float) -> list[float]:
    """Read numbers, with defaults for those left out."""
    given = [float(word) for word in rest.split()]
    return [*given, *defaults[len(given) :]]


# ---- What a good agent does ----


@directive
def say(session: Session, rest: str) -> None:
    session.say(rest)


@directive
def think(session: Session, rest: str) -> None:
    block = {"type": "thinking", "thinking": rest, "signature": "ZmFrZQ=="}
    session.message(block, [{"type": "thinking_delta", "thinking": rest}])


@directive
def write(session: Session, rest: str) -> None:
    name, _, text = rest.partition(" ")
    path = Path(name).absolute()
    call = session.tool("Write", {"file_path": str(path), "content": text})
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    detail = {"type": "create", "filePath": str(path), "content": text}
    session.tool_result(call, f"File created successfully at: {path}", detail=detail)


@directive
def bash(session: Session, rest: str) -> None:
    _run(session, session.tool("Bash", {"command": rest}), rest)


@directive
def commit(session: Session, rest: str) -> None:
    identity = "-c user.name=Agent -c user.email=agent@example.com"
    bash(session, f"git add -A && git {identity} commit -q -m {shlex.quote(rest)}")


@directive
def ask(session: Session, rest: str) -> None:
    command = rest or "echo allowed"
    call = session.tool("Bash", {"command": command})
    given: Any = {"command": command}
    if not session.allowed:
        rule = {"type": "addRules", "rules": [{"toolName": "Bash", "ruleContent": command}]}
        rule |= {"behavior": "allow", "destination": "localSettings"}
        more = {"description": command, "permission_suggestions": [rule]}
        given = session.ask(call, "Bash", given, **more)
    if given is not None:
        _run(session, call, given["command"])


@directive
def question(session: Session, rest: str) -> None:
    options = [{"label": "Red", "description": "Warm"}, {"label": "Blue", "description": "Cold"}]
    asked = {"question": rest or "Which colour?", "header": "Colour", "options": options}
    given = {"questions": [asked | {"multiSelect": False}]}
    call = session.tool("AskUserQuestion", given)
    answer = session.ask(call, "AskUserQuestion", given, requires_user_interaction=True)
    if answer is not None:
        session.tool_result(call, f"The user answered: {json.dumps(answer.get('answers'))}")


@directive
def plan(session: Session, rest: str) -> None:
    given = {"plan": rest or "1. Do it."}
    call = session.tool("ExitPlanMode", given)
    if session.ask(call, "ExitPlanMode", given, requires_user_interaction=True) is not None:
        session.tool_result(call, "User has approved your plan.")


@directive
def usage(session: Session, rest: str) -> None:
    session.outcome.usage = [int(number) for number in numbers(rest, 0, 0, 0, 0)]


@directive
def cost(session: Session, rest: str) -> None:
    session.outcome.price = float(rest)


def start(command: str, stdout: int) -> Popen[bytes]:
    words = ["/bin/bash", "-c", command]
    return Popen(words, stdin=DEVNULL, stdout=stdout, stderr=STDOUT, start_new_session=True)


def _run(session: Session, call: str, command: str) -> None:
    child = session.child = start(command, stdout=PIPE)
    while True:
        try:
            output = child.communicate(timeout=0.02)[0].decode(errors="replace").strip()
            break
        except TimeoutExpired:
            if session.interrupted.is_set() and not session.deaf:
                session.stop_child()
                child.communicate()
                session.tool_result(call, "The user doesn't want to proceed.", error=True)
                raise Interrupted(tool=True) from None
    session.child = None
    failed = child.returncode != 0
    content = f"Exit code {child.returncode}\n{output}".strip() if failed else output
    session.tool_result(call, content or "(Bash completed with no output)", error=failed)


# ---- How fast it does it ----


def _paced(count: float, rate: float) -> Iterator[str]:
    began = time.monotonic()
    for number in range(int(count)):
        if rate:
            time.sleep(max(0.0, began + number / rate - time.monotonic()))
        yield f"{number}:{time.monotonic_ns()}"


def _flood(session: Session, line: dict[str, Any], texts: Iterator[str], *, paced: bool) -> None:
    """Write a line for each text, in large writes unless they are paced.

    `line` holds the word TEXT where the text goes, and NUMBER where its number goes. The
    texts need no escaping.
    """
    template = json.dumps(line | {"session_id": session.id, "uuid": tag()}) + "\n"
    batch: list[str] = []
    size = 0
    for number, text in enumerate(texts):
        batch.append(template.replace("NUMBER", str(number)).replace("TEXT", text))
        size += len(batch[-1])
        if paced or size > BATCH:
            session.raw("".join(batch).encode())
            batch.clear()
            size = 0
            if session.interrupted.is_set() and not session.deaf:
                raise Interrupted
    session.raw("".join(batch).encode())


def _block_line(session: Session) -> dict[str, Any]:
    message = {"id": "msg_NUMBER", "type": "message", "role": "assistant", "model": session.model}
    message["content"] = [{"type": "text", "text": "TEXT"}]
    return {"type": "assistant", "message": message, "parent_tool_use_id": None}


@directive
def lines(session: Session, rest: str) -> None:
    count, size = numbers(rest, 1, 0)
    filler = "x" * int(size)
    texts = (f"{number} {filler}" for number in range(int(count)))
    _flood(session, _block_line(session), texts, paced=False)


@directive
def rate(session: Session, rest: str) -> None:
    _flood(session, _block_line(session), _paced(*numbers(rest, 1, 0)), paced=True)


@directive
def deltas(session: Session, rest: str) -> None:
    count, per_second = numbers(rest, 1, 0)
    pieces: list[str] = []

    def texts() -> Iterator[str]:
        for stamp in _paced(count, per_second):
            pieces.append(stamp + " ")
            yield pieces[-1]

    block = {"type": "text", "text": ""}

    def flood() -> Iterator[dict[str, Any]]:
        delta = {"type": "text_delta", "text": "TEXT"}
        event = {"type": "content_block_delta", "index": 0, "delta": delta}
        line = {"type": "stream_event", "event": event, "parent_tool_use_id": None}
        if session.partial:
            _flood(session, line, texts(), paced=per_second > 0)
        block["text"] = "".join(pieces or texts())
        yield from ()

    session.message(block, flood())


@directive
def sleep(session: Session, rest: str) -> None:
    session.pause(float(rest))


# ---- How tests hold it ----


@directive
def gate(session: Session, rest: str) -> None:
    path = Path(rest)
    log("gate", path=rest)
    while not path.exists():
        session.pause(0.005)
    if stat.S_ISFIFO(path.stat().st_mode):
        path.read_bytes()


@directive
def touch(session: Session, rest: str) -> None:
    del session
    Path(rest).touch()


# ---- What is hostile ----


@directive
def bigline(session: Session, rest: str) -> None:
    session.say("x" * int(rest))


@directive
def bigresult(session: Session, rest: str) -> None:
    session.tool_result(session.tool("Bash", {"command": "cat big"}), "x" * int(rest))


@directive
def badutf8(session: Session, rest: str) -> None:
    del rest
    head = b'{"type":"assistant","parent_tool_use_id":null,"message":{"id":"msg_bad","role":'
    text = b'"assistant","content":[{"type":"text","text":"bad \xff\xfe\xc3( bytes"}]}}\n'
    session.raw(head + text)


@directive
def notjson(session: Session, rest: str) -> None:
    session.raw(f"{rest or 'Warning: this is not JSON'}\n".encode())


@directive
def unknown(session: Session, rest: str) -> None:
    del rest
    session.out("from_the_future", payload={"deep": [1, 2, {"x": None}]})
    session.out("system", subtype="from_the_future", note="new")


@directive
def stderr(session: Session, rest: str) -> None:
    del session
    size = int(rest or 100_000)
    write_all((b"e" * 79 + b"\n") * (size // 80) + b"e" * (size % 80), 2)


@directive
def halfline(session: Session, rest: str) -> None:
    del rest
    session.raw(b'{"type":"assistant","message":{"content":[{"type":"text","text":"half a li')
    os._exit(1)


@directive
def die(session: Session, rest: str) -> None:
    del rest
    head: dict[str, Any] = {"id": "msg_dead", "type": "message", "role": "assistant"}
    session.event("message_start", message=head | {"model": session.model, "content": []})
    session.event("content_block_start", index=0, content_block={"type": "text", "text": ""})
    delta = {"type": "text_delta", "text": "half a mess"}
    session.event("content_block_delta", index=0, delta=delta)
    os.kill(os.getpid(), signal.SIGKILL)


@directive
def exit_(session: Session, rest: str) -> None:
    del session
    os._exit(int(rest or 0))


@directive
def noresult(session: Session, rest: str) -> None:
    del rest
    session.outcome.fields = None


@directive
def hang(session: Session, rest: str) -> None:
    del rest
    while True:
        session.pause(3600)


@directive
def ignoreterm(session: Session, rest: str) -> None:
    del session, rest
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@directive
def deaf(session: Session, rest: str) -> None:
    del rest
    session.deaf = True


@directive
def noread(session: Session, rest: str) -> None:
    del rest
    session.reading = False


@directive
def grandchild(session: Session, rest: str) -> None:
    del session
    # It says that it is there only after it ignores SIGTERM: who reads the log may then stop it.
    code = "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True)"
    words = [sys.executable, "-S", "-c", f"{code}; time.sleep({float(rest or 600)})"]
    child = Popen(words, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL, start_new_session=True)
    assert child.stdout is not None
    child.stdout.readline()
    log("grandchild", grandchild=child.pid)


# ---- What goes wrong ----


def _retry(session: Session, attempt: int, status: int, kind: str) -> None:
    fields = {"attempt": attempt, "max_retries": 10, "retry_delay_ms": 500, "error": kind}
    session.out("system", subtype="api_retry", error_status=status, **fields)


@directive
def retry(session: Session, rest: str) -> None:
    count, status = numbers(rest, 1, 529)
    kind = {401: "authentication_failed", 429: "rate_limit"}.get(int(status), "overloaded")
    for attempt in range(1, int(count) + 1):
        _retry(session, attempt, int(status), kind)


@directive
def auth_fail(session: Session, rest: str) -> None:
    for attempt in range(1, 11):
        _retry(session, attempt, 401, "authentication_failed")
        session.pause(float(rest or 0.5))
    _fail(session, "Invalid API key · Fix external API key", 401, "authentication_failed")


@directive
def error(session: Session, rest: str) -> None:
    _fail(session, rest or "API Error: 500 Internal server error", 500, "server_error")


def _fail(session: Session, text: str, status: int, kind: str) -> None:
    block = {"type": "text", "text": text}
    message = {"id": tag(), "role": "assistant", "model": "<synthetic>", "content": [block]}
    session.replay()
    fields = {"error": kind, "is_api_error_message": True, "api_error_status": status}
    session.out("assistant", message=message, parent_tool_use_id=None, **fields)
    session.outcome.text = text
    session.outcome.fields = {"subtype": "success", "is_error": True, "api_error_status": status}
    session.outcome.fields["terminal_reason"] = "api_error"
