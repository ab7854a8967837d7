"""What the opsdeck command talks to in these tests: a server that answers as the test says."""

from collections.abc import Iterator

import pytest

from tests.fakes.cli_server import CliServer
from tests.fakes.session import FakeSession


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[CliServer]:
    """A server that the command finds by its environment."""
    fake = CliServer()
    fake.start()
    monkeypatch.setenv("OPSDECK_ADDRESS", fake.address)
    monkeypatch.setenv("AGENT_API_SECRET", "s3cret")
    yield fake
    fake.stop()


@pytest.fixture
def session(server: CliServer) -> FakeSession:
    """A session whose agent repeats what it is told."""
    fake = FakeSession(server)

    def answers(text: str) -> None:
        fake.say(f"You said {text}")
        fake.end()

    fake.agent = answers
    return fake
