"""opsdeck doctor: each thing that can be wrong, found and advised on."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner

from opsdeck.v1.system_service_pb2 import GetHealthResponse
from opsdeck_server.cli.app import app
from opsdeck_server.cli.demo.processes import free_port
from opsdeck_server.cli.doctor import host
from opsdeck_server.cli.doctor.check import Check, ok
from opsdeck_server.settings import Settings, load_settings
from tests.fakes.cli_server import CliServer


class Machine:
    """A host whose programs and settings are the test's."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.bin = folder / "bin"
        self.bin.mkdir()
        for name in Settings.model_fields:
            monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.chdir(folder)  # no .env
        monkeypatch.setenv("PATH", f"{self.bin}{os.pathsep}{os.environ['PATH']}")
        self.set = monkeypatch.setenv
        self.set("OPSDECK_HOME", str(folder / "home"))
        self.set("PORT", str(free_port()))
        self.set("IS_SANDBOX", "1")
        self.program(
            "claude",
            'case $1 in --version) echo "2.1.329 (Claude Code)";; auth)'
            """ echo '{"loggedIn":true}';; esac""",
        )
        self.program("gh", "echo 'gh version 2.60.0'")

    def program(self, name: str, script: str) -> None:
        path = self.bin / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def examine(self, *words: str) -> tuple[int, dict[str, Any], dict[str, Any]]:
        result = CliRunner().invoke(app, ["doctor", "--json", *words], catch_exceptions=False)
        document = json.loads(result.stdout)
        assert document["ok"] == (result.exit_code == 0)
        checks = {check["name"]: check for check in document["checks"]}
        return result.exit_code, checks, document["settings"]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


def test_a_good_machine_is_0(machine: Machine) -> None:
    code, checks, _ = machine.examine()
    assert {name: check["status"] for name, check in checks.items()} == dict.fromkeys(checks, "ok")
    assert code == 0
    expected = "settings python git envoy claude gh state repos worktrees disk database port"
    assert list(checks) == expected.split()
    assert not (machine.folder / "home").exists()


def test_a_person_reads_what_to_do(machine: Machine) -> None:
    machine.program("gh", "[ $1 = auth ] && exit 1; echo 'gh version 2.60.0'")
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 1
    assert "✗ gh" in result.stdout
    assert "→ run gh auth login" in result.stdout
    assert "1 to put right" in result.stdout


def test_a_wrong_setting_is_named(machine: Machine) -> None:
    machine.set("PORT", "eighty")
    code, checks, settings = machine.examine()
    assert code == 1
    assert checks["settings"]["detail"].startswith("PORT: ")
    assert settings == {}


def test_a_misspelled_setting_in_the_file_is_named_and_what_was_meant(machine: Machine) -> None:
    (machine.folder / ".env").write_text("MAX_CONCURENT_JOBS=4\nFOO=1\nport=4000\n")
    code, checks, _ = machine.examine()
    assert (code, checks[".env"]["status"]) == (0, "warning")
    said = "MAX_CONCURENT_JOBS (meant: MAX_CONCURRENT_JOBS?), FOO"
    assert checks[".env"]["detail"] == f"no setting of opsdeck: {said}"


def test_the_log_of_a_server_names_a_misspelled_setting(machine: Machine) -> None:
    (machine.folder / ".env").write_text("MAX_CONCURENT_JOBS=4\n")
    machine.set("HOST", "192.0.2.1")  # no machine has it: the start ends there
    done = subprocess.run(
        [sys.executable, "-m", "opsdeck_server.cli", "serve"],
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert (
        json.loads(done.stderr.splitlines()[0]).items()
        >= {
            "event": "opsdeck.unknown_setting",
            "level": "warning",
            "name": "MAX_CONCURENT_JOBS",
            "meant": "MAX_CONCURRENT_JOBS",
        }.items()
    )


def test_a_file_of_settings_that_is_no_text_is_named(machine: Machine) -> None:
    (machine.folder / ".env").write_bytes(b"PORT=\xff\n")
    code, checks, _ = machine.examine()
    assert (code, checks["settings"]["detail"]) == (1, "cannot read .env: it is not UTF-8")


def test_all_settings_are_printed_as_one_would_write_them(machine: Machine) -> None:
    machine.set("WEBHOOK_ALLOW_PRIVATE", "true")
    settings = machine.examine()[2]
    assert set(settings) == {name.upper() for name in Settings.model_fields}
    home = machine.folder / "home"
    assert {name: settings[name] for name in _SHOWN} == {
        "WEBHOOK_ALLOW_PRIVATE": "1",
        "ENABLE_SIMULATOR": "0",
        "SESSION_IDLE_SECONDS": "600",
        "REPOS_DIR": str(home / "repos"),
        "DATABASE_URL": f"sqlite:///{home}/opsdeck.db",
        "AGENT_API_SECRET": "not set",
        "ALLOWED_ROOTS": "not set",
    }


_SHOWN = (
    *("WEBHOOK_ALLOW_PRIVATE", "ENABLE_SIMULATOR", "SESSION_IDLE_SECONDS", "REPOS_DIR"),
    *("DATABASE_URL", "AGENT_API_SECRET", "ALLOWED_ROOTS"),
)


def test_secrets_are_not_printed(machine: Machine) -> None:
    machine.set("AGENT_API_SECRET", "hush-hush-hush")
    machine.set("WEBHOOK_SECRET", "hush-hush-hush")
    for words in (["doctor"], ["doctor", "--json"]):
        assert "hush" not in CliRunner().invoke(app, words).output


def test_an_old_git_is_found(machine: Machine) -> None:
    machine.program("git", "echo 'git version 2.30.2'")
    code, checks, _ = machine.examine()
    assert (code, checks["git"]["status"]) == (1, "failed")


def test_a_git_of_apple_is_understood(machine: Machine) -> None:
    machine.program("git", "echo 'git version 2.39.5 (Apple Git-154)'")
    assert machine.examine()[1]["git"] == {"name": "git", "status": "ok", "detail": "2.39.5"}


def test_a_missing_claude_is_found(machine: Machine) -> None:
    machine.set("CLAUDE_CODE_PATH", "/nowhere/claude")
    code, checks, _ = machine.examine()
    assert (code, checks["claude"]["status"]) == (1, "failed")
    assert "CLAUDE_CODE_PATH" in checks["claude"]["advice"]


def test_a_claude_without_login_is_found(machine: Machine) -> None:
    machine.program("claude", """[ $1 = auth ] && { echo '{"loggedIn":false}'; exit 1; }
        echo '2.1.329 (Claude Code)'""")  # fmt: skip
    assert machine.examine()[1]["claude"]["status"] == "failed"


@pytest.mark.skipif(os.geteuid() != 0, reason="it is root that Claude Code refuses")
@pytest.mark.parametrize(("value", "status"), [("1", "ok"), ("true", "warning"), ("", "warning")])
def test_a_sandbox_is_said_by_1_alone(machine: Machine, value: str, status: str) -> None:
    machine.set("IS_SANDBOX", value)
    assert machine.examine()[1]["claude"]["status"] == status


def test_the_simulator_makes_claude_a_warning(machine: Machine) -> None:
    machine.set("CLAUDE_CODE_PATH", "/nowhere/claude")
    machine.set("ENABLE_SIMULATOR", "1")
    code, checks, _ = machine.examine()
    assert (code, checks["claude"]["status"]) == (0, "warning")


def test_an_empty_gh_path_is_no_fault(machine: Machine) -> None:
    machine.set("GH_PATH", "")
    assert machine.examine()[1]["gh"]["status"] == "ok"


def test_a_port_of_somebody_else_is_found(machine: Machine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        machine.set("PORT", str(other.getsockname()[1]))
        other.settimeout(10)

        def hang_up() -> None:
            for _ in range(2):
                other.accept()[0].close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        code, checks, _ = machine.examine()
        thread.join(10)
    assert code == 1
    assert "set PORT" in checks["port"]["advice"]


@pytest.fixture
def live() -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"status":"ok"}')

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


async def test_a_server_of_ours_on_the_port_is_no_fault(live: int) -> None:
    check, ours = await host.port(load_settings(port=live))
    assert (check.status, ours) == ("ok", True)


@pytest.fixture
def running(
    machine: Machine, server: CliServer, monkeypatch: pytest.MonkeyPatch
) -> GetHealthResponse:
    """How a server is that answers on the port."""

    async def answers(_: object) -> tuple[Check, bool]:
        return ok("port", "opsdeck answers"), True

    monkeypatch.setattr(host, "port", answers)
    machine.set("PORT", str(server.port))
    machine.set("AGENT_API_SECRET", "long-enough")
    health = GetHealthResponse(status="ok", version="0.1.0", agents=["claude"])
    health.queue.max_concurrent = 2
    server.answer("GetHealth", health)
    return health


@pytest.mark.usefixtures("running")
def test_where_a_server_runs_it_is_said_whose_settings_were_checked(machine: Machine) -> None:
    check = machine.examine()[1]["server"]
    assert check["status"] == "ok"
    assert "this shell's settings, the server may have others" in check["detail"]


def test_settings_that_the_server_has_otherwise_are_named(
    machine: Machine, running: GetHealthResponse
) -> None:
    running.queue.max_concurrent = 8
    running.services["forge"] = "off"
    machine.set("ENABLE_SIMULATOR", "1")
    code, checks, _ = machine.examine()
    assert (code, checks["server"]["status"]) == (0, "warning")
    said = checks["server"]["detail"].partition("others: ")[2]
    assert said == (
        "MAX_CONCURRENT_JOBS is 8 there, 2 here, "
        "ENABLE_SIMULATOR is 0 there, 1 here, GH_PATH is empty there, set here"
    )


def test_a_state_folder_that_others_may_read_is_a_warning(machine: Machine) -> None:
    home = machine.folder / "home"
    home.mkdir(mode=0o755)
    code, checks, _ = machine.examine()
    assert (code, checks["state"]["status"]) == (0, "warning")
    assert "chmod 700" in checks["state"]["advice"]


def test_a_token_that_others_may_read_is_a_warning(machine: Machine) -> None:
    home = machine.folder / "home"
    home.mkdir(mode=0o700)
    (home / "token").write_text("t")
    (home / "token").chmod(0o644)
    assert "chmod 600" in machine.examine()[1]["state"]["advice"]


def test_a_state_folder_that_is_a_file_is_found(machine: Machine) -> None:
    (machine.folder / "home").write_text("")
    code, checks, _ = machine.examine()
    assert code == 1
    assert {checks[name]["status"] for name in ("state", "repos", "worktrees")} == {"failed"}


def test_a_full_disk_is_found(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: object) -> Any:
        return SimpleNamespace(free=100)

    monkeypatch.setattr(host.shutil, "disk_usage", full)
    assert machine.examine()[1]["disk"]["status"] == "failed"


def test_the_revision_of_the_database_is_read(machine: Machine) -> None:
    home = machine.folder / "home"
    home.mkdir(mode=0o700)
    connection = sqlite3.connect(home / "opsdeck.db")
    connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
    connection.execute("INSERT INTO alembic_version VALUES ('0001')")
    connection.commit()
    connection.close()
    assert machine.examine()[1]["database"]["detail"].endswith("revision 0001")


def test_a_broken_database_is_found(machine: Machine) -> None:
    home = machine.folder / "home"
    home.mkdir(mode=0o700)
    (home / "opsdeck.db").write_bytes(b"x" * 5000)
    code, checks, _ = machine.examine()
    assert (code, checks["database"]["status"]) == (1, "failed")


def test_an_absent_postgresql_is_found_and_its_password_kept(machine: Machine) -> None:
    machine.set("DATABASE_URL", f"postgresql://u:hush@127.0.0.1:{free_port()}/deck")
    code, checks, settings = machine.examine()
    assert (code, checks["database"]["status"]) == (1, "failed")
    assert "127.0.0.1/deck" in checks["database"]["detail"]
    assert "hush" not in str((checks, settings))


def test_a_database_of_another_kind_is_refused(machine: Machine) -> None:
    machine.set("DATABASE_URL", "mysql://u:hush@h/d")
    code, checks, _ = machine.examine()
    assert code == 1
    assert "hush" not in str(checks)


def test_an_origin_is_asked_on_request(machine: Machine) -> None:
    origin = machine.folder / "acme" / "site.git"
    subprocess.run(["git", "init", "--quiet", "--bare", origin], check=True)
    machine.set("GIT_REMOTE_TEMPLATE", f"file://{machine.folder}/{{org}}/{{repo}}.git")
    assert machine.examine("--repo", "acme/site")[1]["remote"]["status"] == "ok"
    code, checks, _ = machine.examine("--repo", "acme/other")
    assert (code, checks["remote"]["status"]) == (1, "failed")
