"""The commands of a session against a server that answers as the test says."""

import json
import os
import signal
import subprocess
import sys
import threading

import grpc
import pytest
from typer.testing import CliRunner, Result

from opsdeck.v1.event_pb2 import AssistantText, ToolResult, ToolUse
from opsdeck.v1.quick_session_pb2 import QuickMessage, QuickSession
from opsdeck.v1.quick_session_service_pb2 import DeleteSessionResponse
from opsdeck.v1.system_service_pb2 import GetHealthResponse
from opsdeck_server.cli.app import app
from tests.fakes.cli_server import CliServer, refuse
from tests.fakes.session import ID, FakeSession, at

MAIN = "from opsdeck_server.cli.app import main; main()"


def run(*words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, ["session", *words], input=stdin, catch_exceptions=False)


# -- start, list, show, delete ----------------------------------------------------------------


@pytest.mark.usefixtures("session")
def test_start_prints_the_id_alone_and_beside_it_what_to_do() -> None:
    result = run("start", "acme/site")
    assert result.stdout == f"{ID}\n"
    assert f"opsdeck session chat {ID}" in result.stderr


@pytest.mark.usefixtures("session")
def test_start_sends_what_was_said(server: CliServer) -> None:
    words = "start acme/site --agent codex --model m1 --effort high --permission-mode ask"
    assert run(*words.split(), "--idempotency-key", "k").exit_code == 0
    (request,) = server.asked("StartSession")
    assert (request.repo, request.agent, request.model) == ("acme/site", "codex", "m1")
    assert (request.effort, request.permission_mode, request.request_id) == ("high", "ask", "k")


def test_start_says_where_its_agent_cannot_answer(server: CliServer, session: FakeSession) -> None:
    server.answer(
        "GetHealth", GetHealthResponse(claude=GetHealthResponse.Agent(error="no login: run claude"))
    )
    assert "no login" not in run("start", "acme/site").stderr  # it is the simulator's
    started = session.session()
    started.agent = "claude"
    server.answer("StartSession", started)
    result = run("start", "acme/site")
    assert (result.exit_code, result.stdout) == (0, f"{ID}\n")
    assert "✗ Its agent cannot answer yet: no login: run claude\n" in result.stderr


@pytest.mark.usefixtures("session")
def test_start_leaves_out_what_was_not_said(server: CliServer) -> None:
    run("start", "acme/site")
    (request,) = server.asked("StartSession")
    assert not any(request.HasField(name) for name in ("agent", "model", "effort"))
    assert len(request.request_id) == 36


@pytest.mark.usefixtures("session")
def test_json_of_sessions_is_in_snake_case() -> None:
    document = json.loads(run("start", "acme/site", "--json").stdout)
    assert document["total_cost_usd"] == 0
    assert document["status"] == "idle"


@pytest.mark.parametrize("repo", ["site", "a/b/c", "/site"])
def test_start_wants_owner_and_repo(server: CliServer, repo: str) -> None:
    assert run("start", repo).exit_code == 2
    assert not server.asked("StartSession")


def test_sessions_are_a_table(session: FakeSession) -> None:
    session.line = [("msg-9", "later")]
    heading, row = run("list").stdout.splitlines()
    assert heading.split()[:4] == ["ID", "STATUS", "REPOSITORY", "AGENT"]
    assert row.split()[:6] == [ID, "idle", "acme/site", "simulator", "0", "(1"]


@pytest.mark.usefixtures("session")
def test_sessions_as_json_are_an_array_as_in_rest() -> None:
    assert [each["id"] for each in json.loads(run("list", "--json").stdout)] == [ID]


def test_no_sessions_say_how_to_begin(server: CliServer) -> None:
    server.handlers["ListSessions"] = lambda request, context: iter(())
    result = run("list")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "opsdeck session start" in result.stderr


def test_show_has_messages_and_open_questions(server: CliServer, session: FakeSession) -> None:
    session.ask(input="rm -rf build")
    details = session.details()
    for role, content in (("user", "Hi"), ("assistant", "Hello"), ("tool", "README.md")):
        tool = "Read" if role == "tool" else None
        details.messages.append(
            QuickMessage(role=role, content=content, tool_name=tool, timestamp=at())
        )
    details.messages.append(QuickMessage(id="m2", role="user", content="Then", waiting=True))
    server.answer("GetSession", details)
    result = run("show", ID)
    assert result.stdout.splitlines()[-5:] == [
        "❯ Hi",
        "Hello",
        "› Read README.md",
        "⋯ waiting (m2): Then",
        "? Bash: rm -rf build",
    ]
    assert f"opsdeck session answer {ID} q1" in result.stderr


def test_show_tells_an_error_from_the_agents_words(server: CliServer, session: FakeSession) -> None:
    details = session.details()
    details.messages.append(QuickMessage(role="system", content="no login", timestamp=at()))
    server.answer("GetSession", details)
    assert run("show", ID).stdout.splitlines()[-1] == "✗ no login"


def test_delete_names_what_was_kept(server: CliServer) -> None:
    server.answer("DeleteSession", DeleteSessionResponse(kept_ref="refs/opsdeck/kept/x"))
    assert "refs/opsdeck/kept/x" in run("delete", ID).stdout


def test_an_unknown_session_is_one_line_and_1(server: CliServer) -> None:
    server.handlers["GetSession"] = lambda request, context: refuse(
        context, grpc.StatusCode.NOT_FOUND, "SESSION_NOT_FOUND", "no session quick-1. List them."
    )
    result = run("show", "quick-1")
    assert result.exit_code == 1
    assert result.stderr == "opsdeck: no session quick-1. List them.\n"


# -- send -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("session")
def test_send_prints_the_answer(server: CliServer) -> None:
    result = run("send", ID, "Hi")
    assert (result.exit_code, result.stdout) == (0, "You said Hi\n")
    assert server.asked("WatchSession")[0].tail_only


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("text", ["--help", "-x", "/compact now", "@say hi", "❯ ü"])
def test_any_text_can_be_sent(server: CliServer, text: str) -> None:
    assert run("send", ID, "--", text).exit_code == 0
    assert run("send", ID, "-", stdin=f"{text}\n").exit_code == 0
    assert [request.content for request in server.asked("SendMessage")] == [text, text]


@pytest.mark.usefixtures("session")
def test_an_empty_text_is_not_sent(server: CliServer) -> None:
    assert run("send", ID, "  ").exit_code == 2
    assert not server.asked("SendMessage")


def test_send_prints_the_agents_words_alone(session: FakeSession) -> None:
    def works(text: str) -> None:
        session.emit(tool_use=ToolUse(tool_use_id="t", tool="Bash", input="make"))
        session.emit(tool_result=ToolResult(tool_use_id="t", content="exit 2", is_error=True))
        session.emit(assistant_text=AssistantText(text="within", parent_tool_use_id="t"))
        session.say("Done\x1b[2J")
        session.end()

    session.agent = works
    result = run("send", ID, "Hi")
    assert result.stdout == "Done\n"
    assert "› Bash  make" in result.stderr
    assert "✗ Bash  exit 2" in result.stderr


def test_an_answer_that_is_in_the_result_alone_is_printed(session: FakeSession) -> None:
    session.agent = lambda text: session.end(text="Compacted.")
    assert run("send", ID, "/compact").stdout == "Compacted.\n"


def test_a_turn_that_fails_is_1_and_says_why_once(session: FakeSession) -> None:
    session.agent = lambda text: session.end("the API is down")
    result = run("send", ID, "Hi")
    assert result.exit_code == 1
    assert result.stderr.count("the API is down") == 1


def test_a_turn_that_is_interrupted_is_3(session: FakeSession) -> None:
    session.agent = lambda text: session.end(stopped=True)
    result = run("send", ID, "Hi")
    assert result.exit_code == 3
    assert "interrupted" in result.stderr


def test_send_shows_its_own_turn_and_not_the_one_before_it(session: FakeSession) -> None:
    busy = threading.Thread(target=waits_in_line, args=(session,))
    session.agent = lambda text: busy.start()
    run("send", ID, "First", "--no-wait")
    result = run("send", ID, "Second")
    busy.join()
    assert result.stdout == "Second's answer\n"
    assert "waits in line" in result.stderr


def waits_in_line(session: FakeSession) -> None:
    session.wait_for(lambda: bool(session.line))
    session.say("First's answer")
    session.end()
    session.say("Second's answer")
    session.end()


def test_a_message_that_is_withdrawn_ends_the_wait_with_3(session: FakeSession) -> None:
    def takes_back() -> None:
        session.wait_for(lambda: bool(session.line))
        run_in_process("withdraw", ID, session.line[0][0])

    session.agent = lambda text: None
    run("send", ID, "First", "--no-wait")
    withdrawn = threading.Thread(target=takes_back)
    withdrawn.start()
    assert run("send", ID, "Second").exit_code == 3
    withdrawn.join()


def run_in_process(*words: str) -> None:
    subprocess.run([sys.executable, "-c", MAIN, "session", *words], check=True, timeout=30)


def test_send_in_json_is_the_message_and_its_events(session: FakeSession) -> None:
    lines = [json.loads(line) for line in run("send", ID, "Hi", "--json").stdout.splitlines()]
    assert lines[0]["session_id"] == ID
    assert [line["type"] for line in lines[1:]] == [
        "userMessage",
        "assistantText",
        "result",
        "runState",
    ]
    assert lines[2]["assistant_text"]["text"] == "You said Hi"


def test_send_without_waiting_prints_the_message(session: FakeSession) -> None:
    session.agent = lambda text: None
    assert run("send", ID, "One", "--no-wait").stdout == "msg-1: the agent has it.\n"
    assert run("send", ID, "Two", "--no-wait").stdout == "msg-2: waits in line.\n"


def test_a_send_outlives_the_loss_of_the_connection(
    server: CliServer, session: FakeSession
) -> None:
    def over_a_loss(text: str) -> None:
        session.say("One")
        session.cut_off()
        threading.Thread(target=comes_back).start()

    def comes_back() -> None:
        session.wait_for(lambda: len(server.asked("WatchSession")) == 2)
        session.say("Two")
        session.end()

    session.agent = over_a_loss
    assert run("send", ID, "Hi").stdout == "One\nTwo\n"
    assert not server.asked("WatchSession")[1].tail_only


def test_a_question_says_how_to_answer_it(session: FakeSession) -> None:
    def asks(text: str) -> None:
        session.ask(input="rm -rf build")
        threading.Thread(target=goes_on).start()

    def goes_on() -> None:
        session.wait_for(lambda: not session.questions)
        session.end(text="thanks")

    session.agent = asks
    send = subprocess.Popen(
        [sys.executable, "-c", MAIN, "session", "send", ID, "Hi"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with send:
        assert send.stderr
        said = ""
        while "opsdeck session answer" not in said:
            said = send.stderr.readline()
        assert f"opsdeck session answer {ID} q1 --allow" in said
        assert run("answer", ID, "--allow").exit_code == 0
        output, _ = send.communicate(timeout=20)
    assert output == "thanks\n"


def test_ctrl_c_leaves_the_agent_at_work(server: CliServer, session: FakeSession) -> None:
    session.agent = lambda text: session.say("Working")
    send = subprocess.Popen(
        [sys.executable, "-c", MAIN, "session", "send", ID, "Hi"],
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with send:
        assert send.stdout
        assert send.stdout.readline() == "Working\n"
        send.send_signal(signal.SIGINT)
        _, errors = send.communicate(timeout=20)
    assert send.returncode == 130
    assert f"opsdeck session interrupt {ID}" in errors
    assert "Traceback" not in errors
    assert not server.asked("InterruptSession")


# -- what waits for a person ------------------------------------------------------------------


def test_interrupt_says_what_became_of_it(session: FakeSession) -> None:
    session.status = QuickSession.running
    assert run("interrupt", ID).stdout == f"{ID}: interrupted; idle now.\n"
    assert "nothing to interrupt" in run("interrupt", ID).stdout


def test_the_open_question_needs_no_name(server: CliServer, session: FakeSession) -> None:
    session.ask("perm-1", input="ls")
    assert run("answer", ID, "--deny", "--message", "not now").stdout == "perm-1: Bash denied.\n"
    (request,) = server.asked("AnswerPermission")
    assert (request.id, request.allow, request.message) == ("perm-1", False, "not now")


def test_one_of_several_questions_is_named(server: CliServer, session: FakeSession) -> None:
    session.ask("perm-1", input="ls")
    session.ask("perm-2", input="rm")
    assert run("answer", ID, "--allow").exit_code == 2
    assert run("answer", ID, "perm-2", "--always").exit_code == 0
    (request,) = server.asked("AnswerPermission")
    assert (request.id, request.allow, request.remember) == ("perm-2", True, True)


def test_a_question_in_words_is_answered_in_words(server: CliServer, session: FakeSession) -> None:
    question = {"question": "Which?", "options": [{"label": "Red"}, {"label": "Blue"}]}
    session.ask(tool="AskUserQuestion", input_json=json.dumps({"questions": [question]}))
    assert run("answer", ID, "--say", "7").exit_code == 2
    assert run("answer", ID, "--say", "2").exit_code == 0
    assert dict(server.asked("AnswerPermission")[0].answers) == {"Which?": "Blue"}


@pytest.mark.usefixtures("session")
def test_where_nothing_is_asked_nothing_is_answered(server: CliServer) -> None:
    assert run("answer", ID, "--allow").exit_code == 1
    assert not server.asked("AnswerPermission")


def test_an_answer_without_a_yes_or_no_is_refused(session: FakeSession) -> None:
    session.ask(input="ls")
    assert run("answer", ID).exit_code == 2
    assert run("answer", ID, "--always", "--deny").exit_code == 2


def test_what_waits_is_edited_and_withdrawn(session: FakeSession) -> None:
    session.agent = lambda text: None
    run("send", ID, "One", "--no-wait")
    run("send", ID, "Two", "--no-wait")
    assert run("edit", ID, "msg-2", "--", "-two").exit_code == 0
    assert session.line == [("msg-2", "-two")]
    assert run("withdraw", ID, "msg-2").stdout == "msg-2: withdrawn.\n"
    assert session.line == []
