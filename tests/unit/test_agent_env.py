import pytest

from opsdeck_server.adapters.agent_env import DENIED, build_agent_env


def test_an_agent_gets_what_it_needs_to_run_and_to_log_in() -> None:
    source = {
        "PATH": "/bin",
        "HOME": "/home/x",
        "LC_ALL": "C",
        "https_proxy": "http://p",
        "ANTHROPIC_API_KEY": "k",
        "CLAUDE_CONFIG_DIR": "/c",
        "IS_SANDBOX": "1",
    }

    assert build_agent_env(source).items() >= source.items()


def test_nothing_else_is_inherited() -> None:
    source = {"PGPASSWORD": "p", "GH_TOKEN": "t", "OPSDECK_HOME": "/o", "PYTHONPATH": "/evil"}

    assert not build_agent_env(source).keys() & source.keys()


def test_a_client_may_add_names_of_its_own_secrets_too() -> None:
    source = {"APP_SECRET": "s", "GH_TOKEN": "t"}

    env = build_agent_env(source, allow=["APP_SECRET", "GH_TOKEN", "NOT_SET"])

    assert env.items() >= source.items()
    assert "NOT_SET" not in env


@pytest.mark.parametrize("name", sorted(DENIED))
def test_the_servers_own_secrets_are_refused_even_when_listed(name: str) -> None:
    env = build_agent_env({name: "secret"}, allow=[name], extra={name: "secret"})

    assert name not in env


def test_a_secret_with_a_known_prefix_must_be_listed() -> None:
    source = {"ANTHROPIC_SIGNING_SECRET": "s"}

    assert "ANTHROPIC_SIGNING_SECRET" not in build_agent_env(source)
    assert "ANTHROPIC_SIGNING_SECRET" in build_agent_env(source, allow=source)


@pytest.mark.parametrize(
    ("switch", "key"),
    [
        ("CLAUDE_CODE_USE_BEDROCK", "AWS_SECRET_ACCESS_KEY"),
        ("CLAUDE_CODE_USE_VERTEX", "GOOGLE_APPLICATION_CREDENTIALS"),
        ("CLAUDE_CODE_USE_FOUNDRY", "AZURE_CLIENT_ID"),
    ],
)
def test_keys_of_a_cloud_go_to_an_agent_whose_model_runs_there(switch: str, key: str) -> None:
    assert key not in build_agent_env({key: "k"})
    assert key not in build_agent_env({key: "k", switch: "0"})
    assert key in build_agent_env({key: "k", switch: "1"})


def test_marks_of_a_session_that_started_the_server_are_left_behind() -> None:
    source = {
        "CLAUDECODE": "1",
        "CLAUDE_CODE_ENTRYPOINT": "cli",
        "CLAUDE_CODE_SESSION_ID": "s",
        "CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR": "5",
    }

    assert not build_agent_env(source).keys() & source.keys()


def test_nobody_is_asked_and_nothing_updates_itself() -> None:
    env = build_agent_env({"GIT_TERMINAL_PROMPT": "1", "PAGER": "less"}, allow=["PAGER"])

    assert (env["GIT_TERMINAL_PROMPT"], env["PAGER"], env["DISABLE_AUTOUPDATER"]) == (
        "0",
        "cat",
        "1",
    )


def test_what_is_set_for_one_run_comes_last() -> None:
    assert build_agent_env({"PATH": "/bin"}, extra={"PATH": "/x", "A": "b"}).items() >= {
        ("PATH", "/x"),
        ("A", "b"),
    }
