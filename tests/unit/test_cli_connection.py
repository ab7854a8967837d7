"""Where the server is and which token opens it; branch names and times of `job create`."""

from pathlib import Path

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from opsdeck_server.cli.endpoint import Endpoint, find_endpoint, parse_address
from opsdeck_server.cli.failures import CommandFailed
from opsdeck_server.cli.job_create import branch_for, read_seconds


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("localhost", "http://localhost:3456"),
        ("10.0.0.7:99", "http://10.0.0.7:99"),
        ("http://mac.tailnet:3456", "http://mac.tailnet:3456"),
        ("https://deck.example.com", "https://deck.example.com:443"),
        ("https://deck.example.com:8443/", "https://deck.example.com:8443"),
        ("[::1]:80", "http://[::1]:80"),
    ],
)
def test_addresses(text: str, url: str) -> None:
    assert parse_address(text).url == url


@pytest.mark.parametrize(
    "text", ["", ":80", "ftp://x", "x:notaport", "x:99999", "http://x/path", "user@x", "x?y"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(CommandFailed, match="is no address"):
        parse_address(text)


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("10.0.0.1", False), ("x.y", False)],
)
def test_loopback(host: str, loopback: bool) -> None:
    assert Endpoint(host, 1).loopback is loopback


def test_the_token_file_goes_before_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "t").write_text("from-file")
    monkeypatch.setenv("AGENT_API_SECRET", "from-environment")
    assert find_endpoint("x:1", tmp_path / "t").token == "from-file"
    assert find_endpoint("x:1", None).token == "from-environment"


@pytest.mark.parametrize("content", [b"", b"  \n", b"two words", b"\xff\xfe", b"a\nb"])
def test_a_file_without_a_token_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "t").write_bytes(content)
    with pytest.raises(CommandFailed, match="token"):
        find_endpoint("x:1", tmp_path / "t")


def test_a_missing_token_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="missing: No such file"):
        find_endpoint("x:1", tmp_path / "missing")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("AGENT_API_SECRET", "HOST", "PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)  # no .env
    monkeypatch.setenv("OPSDECK_HOME", str(tmp_path))
    (tmp_path / "token").write_text("local-token\n")
    return tmp_path


@pytest.mark.parametrize(
    ("setting", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:3456"),
        ("0.0.0.0", "http://127.0.0.1:3456"),
        ("::", "http://[::1]:3456"),
    ],
)
def test_without_an_address_it_is_the_server_of_the_settings(
    home: Path, monkeypatch: pytest.MonkeyPatch, setting: str, url: str
) -> None:
    monkeypatch.setenv("HOST", setting)
    endpoint = find_endpoint(None, None)
    assert (endpoint.url, endpoint.token) == (url, "local-token")


@pytest.mark.usefixtures("home")
def test_a_local_servers_token_goes_to_no_other_host() -> None:
    assert find_endpoint("127.0.0.1:99", None).token == "local-token"
    assert find_endpoint("10.0.0.7:99", None).token is None
    assert find_endpoint("https://deck.example.com", None).token is None


def test_without_a_token_none_is_sent(home: Path) -> None:
    (home / "token").unlink()
    assert find_endpoint(None, None).token is None


@pytest.mark.usefixtures("home")
def test_a_wrong_setting_is_2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "x")
    with pytest.raises(CommandFailed, match="PORT") as caught:
        find_endpoint(None, None)
    assert caught.value.code == 2


@pytest.mark.parametrize(
    ("text", "seconds"), [("90", 90), ("90s", 90), ("30m", 1800), ("2h", 7200), ("1d", 86400)]
)
def test_times(text: str, seconds: int) -> None:
    assert read_seconds(text) == seconds


@pytest.mark.parametrize("text", ["", "0", "-1", "1.5", "1w", "h"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(typer.BadParameter):
        read_seconds(text)


def test_a_branch_name_says_what_it_is_for() -> None:
    assert branch_for("Fix the typo on the Früh page, please", "k").startswith(
        "opsdeck/fix-typo-fruh-page-"
    )


@given(st.text(), st.text())
def test_a_branch_name_is_one_that_git_takes_and_the_same_again(text: str, key: str) -> None:
    name = branch_for(text, key)
    assert name == branch_for(text, key)
    assert name.removeprefix("opsdeck/").replace("-", "").isalnum()
    assert name.isascii()
    assert len(name) < 200
    assert not name.endswith(".lock")
