"""What a command does with bytes that are no text, and where its own output goes nowhere."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from opsdeck.v1.client_pb2 import Client
from opsdeck.v1.client_service_pb2 import ListClientsResponse
from tests.fakes.cli_server import CliServer

OPSDECK = [sys.executable, "-m", "opsdeck_server.cli"]
NO_TEXT = b"bad \xff"


def run(*words: str | bytes, **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*OPSDECK, *words], env=os.environ | env, capture_output=True, timeout=30)


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("session", "send", "s", NO_TEXT), b"text"),
        (("session", "edit", "s", "m", NO_TEXT), b"text"),
        (("session", "start", NO_TEXT), b"repo"),
        (("session", "start", "a/b", "--model", NO_TEXT), b"model"),
        (("session", "answer", "s", "--deny", "--message", NO_TEXT), b"message"),
        (("session", "answer", "s", "--say", NO_TEXT), b"say"),
        (("session", "chat", "--repo", NO_TEXT), b"repo"),
        (("job", "create", "a/b", NO_TEXT), b"prompt"),
        (("job", "create", "a/b", "x", "--title", NO_TEXT), b"title"),
        (("job", "list", "--address", NO_TEXT), b"address"),
    ],
)
def test_an_argument_that_is_no_text_is_one_line_and_2(
    server: CliServer, words: tuple[str | bytes, ...], what: bytes
) -> None:
    done = run(*words)
    assert (done.returncode, done.stderr) == (2, b"opsdeck: the %s is not UTF-8\n" % what)
    assert server.requests == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    "words", [("--help",), ("--version",), ("job", "--help"), ("client", "list"),
              ("client", "list", "--json")]
)  # fmt: skip
def test_a_full_disk_is_one_line_and_1(server: CliServer, words: tuple[str, ...]) -> None:
    acme(server)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*OPSDECK, *words], stdout=full, stderr=subprocess.PIPE, timeout=30)
    said = b"opsdeck: cannot write: No space left on device\n"
    assert (done.returncode, done.stderr) == (1, said)


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("client", "list")])
def test_a_reader_that_has_gone_is_told_nothing(server: CliServer, words: tuple[str, ...]) -> None:
    acme(server)
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run([*OPSDECK, *words], stdout=theirs, stderr=subprocess.PIPE, timeout=30)
    os.close(theirs)
    assert (done.returncode, done.stderr) == (1, b"")


def test_what_the_output_has_no_letters_for_is_a_question_mark(server: CliServer) -> None:
    acme(server)
    done = run("client", "list", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Caf? ?" in done.stdout


def test_json_loses_no_letters(server: CliServer) -> None:
    acme(server)
    done = run("client", "list", "--json", PYTHONIOENCODING="ascii")
    assert json.loads(done.stdout)["clients"][0]["name"] == "Café ❯"


def test_a_closed_output_is_no_fault(server: CliServer) -> None:
    acme(server)
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" >&-', "sh", *OPSDECK, "client", "list"],
        stderr=subprocess.PIPE,
        timeout=30,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def acme(server: CliServer) -> None:
    client = Client(id="cl-1", name="Café ❯", created_at=Timestamp(seconds=1))
    server.answer("ListClients", ListClientsResponse(clients=[client]))
