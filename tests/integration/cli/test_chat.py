"""A chat through pipes and on a real pseudo-terminal, with an agent that the test plays."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc
import pytest

from opsdeck.v1.event_pb2 import AssistantText, ToolResult, ToolUse
from opsdeck.v1.quick_session_pb2 import QuickSession
from opsdeck.v1.quick_session_service_pb2 import InterruptSessionResponse
from tests.fakes.cli_server import CliServer, Context, refuse
from tests.fakes.session import ID, FakeSession

MAIN = [sys.executable, "-c", "from opsdeck_server.cli.app import main; main()", "session", "chat"]
SECONDS = 20


def by_and_by(*steps: Callable[[], object]) -> None:
    """Do things one after the other, beside what waits for them."""
    threading.Thread(target=lambda: [step() for step in steps], daemon=True).start()


# -- through pipes ----------------------------------------------------------------------------


def piped(*words: str, lines: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*MAIN, *words], input=lines, capture_output=True, text=True, timeout=SECONDS
    )
    assert done.returncode == code, done.stderr
    return done


@pytest.mark.usefixtures("session")
def test_lines_in_are_text_out() -> None:
    output = piped(ID, lines="one\ntwo\n").stdout
    assert output.splitlines() == [
        "❯ one",
        "You said one",
        "  $0.5000",
        "❯ two",
        "You said two",
        "  $0.5000",
    ]


@pytest.mark.usefixtures("session")
def test_a_slash_is_the_agents_and_two_colons_are_one(server: CliServer) -> None:
    piped(ID, lines="/help\n::wq\n-x\n\n  \n")
    said = [request.content for request in server.asked("SendMessage")]
    assert said == ["/help", ":wq", "-x"]


def test_a_question_is_answered_by_the_next_line(server: CliServer, session: FakeSession) -> None:
    def asks(text: str) -> None:
        session.ask(input="rm -rf build", description="Removes it")
        by_and_by(lambda: session.wait_for(lambda: not session.questions), session.end)

    session.agent = asks
    output = piped(ID, lines="clean up\nn use make clean\n").stdout
    assert "? May it use Bash: rm -rf build" in output
    assert "  Removes it" in output
    assert "denied: use make clean" in output
    (request,) = server.asked("AnswerPermission")
    assert (request.allow, request.message) == (False, "use make clean")


def test_a_question_that_nobody_can_answer_is_1(session: FakeSession) -> None:
    session.agent = lambda text: session.ask(input="rm -rf build")
    done = piped(ID, lines="clean up\n", code=1)
    assert f"opsdeck session answer {ID}" in done.stderr


@pytest.mark.parametrize(("error", "code"), [("it broke", 1), ("", 0)])
def test_the_exit_code_is_the_last_answers(session: FakeSession, error: str, code: int) -> None:
    session.agent = lambda text: session.end(error)
    assert piped(ID, lines="go\n", code=code).stdout.count("it broke") == code


@contextmanager
def chatting(line: str) -> Generator[tuple[subprocess.Popen[bytes], int]]:
    """Begin a chat of one line; yield it, and where what it says can be read."""
    with subprocess.Popen(
        [*MAIN, ID], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as chat:
        assert chat.stdin
        assert chat.stdout
        chat.stdin.write(f"{line}\n".encode())
        chat.stdin.flush()
        yield chat, chat.stdout.fileno()


def test_pieces_come_out_as_they_come_in(session: FakeSession) -> None:
    session.agent = lambda text: None
    with chatting("go") as (chat, output):
        seen = read_until(output, "❯ go\n")
        session.piece("Hel", 0)
        seen = read_until(output, "Hel", seen)
        session.piece("lo", 3)
        assert read_until(output, "lo", seen.partition("Hel")[2]) == "lo"
        session.say("Hello world")
        session.end()
        assert chat.communicate(timeout=SECONDS)[0].decode() == " world\n  $0.5000\n"
    assert chat.returncode == 0


def test_a_line_waits_for_the_answer_before_it(server: CliServer, session: FakeSession) -> None:
    session.agent = lambda text: None
    with chatting("one\ntwo") as (chat, output):
        seen = read_until(output, "❯ one\n")
        session.say("Thinking")
        read_until(output, "Thinking\n", seen)
        assert len(server.asked("SendMessage")) == 1
        session.agent = lambda text: session.end(text="Second")
        session.end(text="First")
        said, _ = chat.communicate(timeout=SECONDS)
    assert [line for line in said.decode().splitlines() if "$" not in line] == [
        "First",
        "❯ two",
        "Second",
    ]


def test_a_loss_in_the_middle_of_a_text_repeats_and_loses_nothing(
    server: CliServer, session: FakeSession
) -> None:
    session.agent = lambda text: None
    with chatting("count") as (chat, output):
        read_until(output, "❯ count\n")
        session.piece("One, ", 0)
        session.piece("two, ", 5)
        assert read_until(output, "two, ") == "One, two, "
        session.cut_off()
        session.wait_for(lambda: len(server.asked("WatchSession")) == 2)
        # "three, " was said while nobody listened.
        session.piece("four, ", 17)
        session.say("One, two, three, four, five.")
        session.end()
        said, errors = chat.communicate(timeout=SECONDS)
    assert said.decode() == "three, four, five.\n  $0.5000\n"
    assert "trying again" in errors.decode()
    assert server.asked("WatchSession")[1].after == "2"


def test_what_was_before_is_shown_and_the_rest_is_counted(session: FakeSession) -> None:
    for number in range(7):
        session.begin(f"question {number}")
        session.say(f"answer {number}")
        session.end()
    done = piped(ID, "--history", "2", lines="")
    assert [line for line in done.stdout.splitlines() if "$" not in line] == [
        "❯ question 5",
        "answer 5",
        "❯ question 6",
        "answer 6",
    ]
    assert "5 earlier messages" in done.stderr


def test_a_question_that_was_open_before_is_asked_at_once(
    server: CliServer, session: FakeSession
) -> None:
    session.begin("clean up")
    session.ask("old", input="ls")
    session.resolve("old", "expired")
    session.ask("q2", input="rm -rf build")
    by_and_by(lambda: session.wait_for(lambda: bool(server.asked("AnswerPermission"))), session.end)
    assert "? May it use Bash: rm -rf build\n  y yes" in piped(ID, lines="y\n").stdout
    assert [request.id for request in server.asked("AnswerPermission")] == ["q2"]


def test_tools_and_their_failures_are_lines(session: FakeSession) -> None:
    def works(text: str) -> None:
        session.emit(tool_use=ToolUse(tool_use_id="t", tool="Bash", input="make"))
        session.emit(tool_result=ToolResult(tool_use_id="t", content="exit 2", is_error=True))
        session.emit(assistant_text=AssistantText(text="a sub-agent", parent_tool_use_id="t"))
        session.end()

    session.agent = works
    assert piped(ID, lines="go\n").stdout.splitlines()[1:4] == [
        "› Bash  make",
        "✗ Bash  exit 2",
        "    a sub-agent",
    ]


def test_what_is_said_cannot_move_the_cursor(session: FakeSession) -> None:
    def evil(text: str) -> None:
        session.piece("a\x1b[", 0)
        session.piece("2Jb\x1b]0;ti", 3)
        session.say("a\x1b[2Jb\x1b]0;title\x07c\r\u202e")
        session.ask(input="ls\x1b[2J", description="\x1b]52;c;eA==\x07ok")
        by_and_by(lambda: session.wait_for(lambda: not session.questions), session.end)

    session.agent = evil
    done = piped(ID, lines="go\ny\n")
    assert "abc\n" in done.stdout
    assert not set(re.findall(r"[\x00-\x1f\x7f-\x9f\u202e]", done.stdout)) - {"\n"}


@pytest.mark.usefixtures("session")
def test_without_an_id_the_session_used_last_is_taken_up(server: CliServer) -> None:
    piped(lines="hi\n")
    assert server.asked("SendMessage")[0].id == ID


@pytest.mark.usefixtures("session")
def test_a_repository_starts_a_session(server: CliServer) -> None:
    piped("--repo", "acme/site", "--agent", "simulator", lines="hi\n")
    assert server.asked("StartSession")[0].agent == "simulator"
    assert not server.asked("ListSessions")


@pytest.mark.parametrize("words", [(ID, "--repo", "acme/site"), (ID, "--model", "m")])
def test_a_session_that_is_there_is_not_started(server: CliServer, words: tuple[str, ...]) -> None:
    piped(*words, lines="", code=2)
    assert not server.requests


def test_the_word_for_interrupt_does_it(server: CliServer, session: FakeSession) -> None:
    session.agent = lambda text: session.ask(input="ls")
    interrupt = server.handlers["InterruptSession"]

    def leaves_too_early() -> None:
        with session.news:
            session.news.wait_for(lambda: session.watchers == 0, 1)

    def answered_before_it_is_told(request: Any, context: Context) -> Any:
        by_and_by(leaves_too_early, lambda: interrupt(request, context))
        return InterruptSessionResponse(id=ID, was_running=True)

    server.handlers["InterruptSession"] = answered_before_it_is_told
    assert "■ interrupted" in piped(ID, lines="go\n:interrupt\n", code=3).stdout
    assert len(server.asked("InterruptSession")) == 1


def test_a_word_that_there_is_not_is_not_said_to_the_agent(server: CliServer) -> None:
    FakeSession(server)
    assert ":help lists them" in piped(ID, lines=":wq\n", code=2).stderr
    assert not server.asked("SendMessage")


def test_a_session_that_is_cleaned_up_ends_the_chat(session: FakeSession) -> None:
    session.agent = lambda text: session.expire()
    assert "opsdeck session start" in piped(ID, lines="go\n", code=1).stderr


@pytest.mark.usefixtures("session")
def test_lines_can_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "lines").write_text("one\ntwo")
    with (tmp_path / "lines").open() as lines:
        done = subprocess.run([*MAIN, ID], stdin=lines, capture_output=True, timeout=SECONDS)
    assert b"You said two" in done.stdout


@pytest.mark.usefixtures("session")
def test_a_chat_in_json_is_one_event_a_line() -> None:
    output = piped(ID, "--json", lines="hi\n").stdout
    kinds = [json.loads(line)["type"] for line in output.splitlines()]
    assert kinds[:3] == ["statusChange", "userMessage", "assistantText"]


# -- on a terminal ----------------------------------------------------------------------------


class Terminal:
    """A chat with a real pseudo-terminal of its own."""

    def __init__(self) -> None:
        self.master, slave = pty.openpty()
        termios.tcsetwinsize(slave, (24, 80))
        self.before = termios.tcgetattr(slave)
        self.slave = slave
        self.chat = subprocess.Popen(
            [*MAIN, ID],
            env=os.environ | {"TERM": "xterm"},
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        )
        self.seen = ""

    def type(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def until(self, text: str) -> str:
        """Wait until a text is on its way to the screen; return all that came until then."""
        self.seen = read_until(self.master, text, self.seen)
        before, _, self.seen = self.seen.partition(text)
        return before + text

    def left(self) -> str:
        """Wait for the end of the chat; return what came last."""
        self.chat.wait(SECONDS)
        while ready(self.master, 0):
            self.seen += os.read(self.master, 65536).decode(errors="replace")
        return self.seen

    def close(self) -> None:
        if self.chat.poll() is None:
            self.chat.kill()
            self.chat.wait()
        os.close(self.master)
        os.close(self.slave)


@pytest.fixture
def terminal(session: FakeSession) -> Iterator[Terminal]:
    session.agent = lambda text: None
    screen = Terminal()
    screen.until("idle · :help")
    yield screen
    screen.close()


def test_text_streams_above_the_line_that_is_typed(
    terminal: Terminal, session: FakeSession
) -> None:
    terminal.type("hello\r")
    terminal.until("❯ hello")
    terminal.until("working")
    terminal.type("and the")
    session.piece("Once upon", 0)
    terminal.until("Once upon")
    session.piece(" a time", 9)
    terminal.until(" a time")
    terminal.type("n\r")
    terminal.until("⋯ waiting: and then")
    session.say("Once upon a time.\nThe end.")
    assert "Once upon a time." in terminal.until("The end.")
    session.end()
    terminal.until("❯ and then")


def test_a_question_is_answered_in_place(
    terminal: Terminal, session: FakeSession, server: CliServer
) -> None:
    terminal.type("clean up\r")
    terminal.until("working")
    session.ask(input="rm -rf build")
    terminal.until("the agent waits for an answer")
    terminal.type("well\r")
    terminal.until("y, n, n WHY or a")
    assert not server.asked("AnswerPermission")
    terminal.type("\x15a\r")
    terminal.until("allowed")
    (request,) = server.asked("AnswerPermission")
    assert (request.allow, request.remember) == (True, True)


def test_a_question_whose_end_is_not_told_is_asked_no_more(
    terminal: Terminal, session: FakeSession
) -> None:
    terminal.type("go\r")
    terminal.until("working")
    session.ask(input="ls")
    terminal.until("the agent waits for an answer")
    with session.news:
        session.questions.clear()
        session.cut_off()
    terminal.until("working")


def test_a_question_that_is_answered_while_the_server_is_away_is_shown_once(
    terminal: Terminal, session: FakeSession, server: CliServer
) -> None:
    answer = server.handlers["AnswerPermission"]
    back = threading.Event()

    def comes_late(request: Any, context: Context) -> Any:
        session.cut_off()  # the watch begins anew, and the question is still open then
        assert back.wait(SECONDS)
        return answer(request, context)

    server.handlers["AnswerPermission"] = comes_late
    terminal.type("go\r")
    terminal.until("working")
    session.ask(input="rm -rf build")
    terminal.until("the agent waits for an answer")
    terminal.type("y\r")
    seen = terminal.until("The server is back.")
    by_and_by(back.set)
    seen += terminal.until("allowed")
    assert "trying again" in seen
    assert "May it use" not in seen


def test_a_question_whose_answer_is_refused_stays_as_it_stands(
    terminal: Terminal, session: FakeSession, server: CliServer
) -> None:
    def refuses(request: Any, context: Context) -> Any:
        refuse(context, grpc.StatusCode.INTERNAL, "INTERNAL", "no luck")

    answer = server.handlers["AnswerPermission"]
    server.handlers["AnswerPermission"] = refuses
    terminal.type("go\r")
    terminal.until("working")
    session.ask(input="ls")
    terminal.until("the agent waits for an answer")
    terminal.type("y\r")
    seen = terminal.until("✗ no luck")
    seen += terminal.until("y")  # it is given back
    server.handlers["AnswerPermission"] = answer
    terminal.type("\r")
    seen += terminal.until("allowed")
    assert "May it use" not in seen


def test_how_things_stand_is_not_cut_off(terminal: Terminal, session: FakeSession) -> None:
    terminal.type("go\r")
    terminal.until("working")
    tool = ToolUse(tool_use_id="t", tool="Bash", input="make " * 40)
    session.emit(tool_use=tool)
    terminal.until("working · Bash make make")
    assert "…" in terminal.until("Ctrl-C interrupts")


def test_ctrl_c_interrupts_and_the_chat_goes_on(terminal: Terminal, session: FakeSession) -> None:
    terminal.type("go\r")
    terminal.until("working")
    terminal.type("\x03")
    terminal.until("■ interrupted")
    terminal.until("idle")
    session.agent = lambda text: session.end(text="still here")
    terminal.type("there?\r")
    terminal.until("still here")


def test_ctrl_c_twice_leaves_and_cancels_nothing(
    terminal: Terminal, session: FakeSession, server: CliServer
) -> None:
    server.handlers["InterruptSession"] = lambda request, context: session.wait_for(
        lambda: session.watchers == 0
    )
    terminal.type("go\r")
    terminal.until("working")
    terminal.type("\x03")
    terminal.until("Interrupting")
    terminal.type("\x03")
    assert f"opsdeck session chat {ID}" in terminal.left()
    assert terminal.chat.returncode == 0
    assert session.status == QuickSession.running


@pytest.mark.parametrize("keys", ["\x04", ":quit\r", "\x03\x03"])
def test_leaving_gives_the_terminal_back_as_it_was(terminal: Terminal, keys: str) -> None:
    terminal.type(keys)
    assert f"opsdeck session chat {ID}" in terminal.left()
    assert terminal.chat.returncode == 0
    assert termios.tcgetattr(terminal.slave) == terminal.before


def test_a_signal_to_end_gives_the_terminal_back(terminal: Terminal) -> None:
    terminal.chat.send_signal(signal.SIGTERM)
    terminal.left()
    assert termios.tcgetattr(terminal.slave) == terminal.before


def test_what_waits_is_listed_changed_and_taken_back(
    terminal: Terminal, session: FakeSession
) -> None:
    terminal.type("one\r")
    terminal.until("working")
    terminal.type("two\r")
    terminal.until("waiting: two")
    terminal.type("three\r")
    terminal.until("waiting: three")
    terminal.type(":waiting\r")
    terminal.until("  2  three")
    terminal.type(":edit 2 drei\r")
    terminal.until("waiting, changed: drei")
    terminal.type(":withdraw 1\r")
    terminal.until("withdrawn: two")
    assert [text for _, text in session.line] == ["drei"]
    terminal.type(":withdraw 2\r")
    terminal.until("write a number from 1 to 1")


def test_a_message_that_is_refused_is_given_back(
    terminal: Terminal, session: FakeSession, server: CliServer
) -> None:
    send = server.handlers.pop("SendMessage")
    terminal.type("precious words\r")
    terminal.until("✗ ")
    terminal.until("precious words")
    server.handlers["SendMessage"] = send
    terminal.type("\r")
    terminal.until("working")
    assert server.asked("SendMessage")[-1].content == "precious words"


def test_a_line_that_is_no_text_is_not_sent(terminal: Terminal, server: CliServer) -> None:
    os.write(terminal.master, b"caf\xe9\r")
    terminal.until("✗ the line is not UTF-8")
    assert not server.asked("SendMessage")


def test_several_lines_are_one_message(terminal: Terminal, server: CliServer) -> None:
    terminal.type("one\x1b\rtwo")
    terminal.type("\x1b[200~\nthree\n\x1b[201~")
    terminal.type("\r")
    terminal.until("working")
    assert server.asked("SendMessage")[0].content == "one\ntwo\nthree\n"


def test_what_an_agent_says_cannot_reach_the_terminal(
    terminal: Terminal, session: FakeSession
) -> None:
    terminal.type("go\r")
    terminal.until("working")
    session.piece("\x1b]52;c;cHduZWQ=\x07\x1b[41mred", 0)
    seen = terminal.until("red")
    session.say("\x1b]52;c;cHduZWQ=\x07\x1b[41mred\x1b]0;title\x07.")
    session.end()
    seen += terminal.until("idle")
    assert "\x1b]" not in seen
    assert "\x1b[41m" not in seen


# -- waiting ----------------------------------------------------------------------------------


def ready(descriptor: int, seconds: float = SECONDS) -> bool:
    return bool(select.select([descriptor], [], [], seconds)[0])


def read_until(descriptor: int, text: str, seen: str = "") -> str:
    """Read until a text is there; return all that was read."""
    deadline = time.monotonic() + SECONDS
    while text not in seen:
        left = deadline - time.monotonic()
        assert left > 0, f"{text!r} did not come: {seen[-3000:]!r}"
        assert ready(descriptor, left), f"{text!r} did not come: {seen[-3000:]!r}"
        data = os.read(descriptor, 65536)
        assert data, f"{text!r} did not come before the end: {seen[-3000:]!r}"
        seen += data.decode(errors="replace")
    return seen
