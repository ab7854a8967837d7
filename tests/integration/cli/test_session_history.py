"""What `opsdeck session show` shows of a session that has more messages than one answer holds."""

import json

import pytest
from typer.testing import CliRunner, Result

from opsdeck.v1.quick_session_pb2 import QuickMessage
from opsdeck_server.cli.app import app
from tests.fakes.cli_server import CliServer
from tests.fakes.session import ID, FakeSession, at


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["session", *words], catch_exceptions=False)


@pytest.fixture(autouse=True)
def _long(server: CliServer, session: FakeSession) -> None:
    details = session.details()
    details.messages.append(QuickMessage(id="m-7", role="user", content="Hi", timestamp=at()))
    details.messages_omitted = 1200
    server.answer("GetSession", details)


def test_show_says_how_many_older_messages_there_are_and_how_to_see_them() -> None:
    result = run("show", ID)
    assert result.stdout.splitlines()[-1] == "❯ Hi"
    assert "1,200 older messages are left out; see them: --before m-7" in result.stderr


def test_show_says_nothing_where_there_are_none(server: CliServer, session: FakeSession) -> None:
    server.answer("GetSession", session.details())
    assert "older" not in run("show", ID).stderr


def test_show_asks_for_so_many_before_a_message(server: CliServer) -> None:
    assert run("show", ID, "--limit", "5", "--before", "m-9").exit_code == 0
    (request,) = server.asked("GetSession")
    assert (request.limit, request.before) == (5, "m-9")


def test_show_asks_for_what_one_answer_holds_where_nothing_is_said(server: CliServer) -> None:
    run("show", ID)
    (request,) = server.asked("GetSession")
    assert not request.HasField("limit")
    assert not request.HasField("before")


@pytest.mark.parametrize("limit", ["0", "1001"])
def test_a_limit_has_limits(server: CliServer, limit: str) -> None:
    assert run("show", ID, "--limit", limit).exit_code == 2
    assert not server.asked("GetSession")


def test_the_json_says_how_many_are_left_out() -> None:
    assert json.loads(run("show", ID, "--json").stdout)["messages_omitted"] == 1200


def test_to_answer_a_question_no_more_than_one_message_is_asked_for(server: CliServer) -> None:
    run("answer", ID, "--allow")
    assert server.asked("GetSession")[0].limit == 1
