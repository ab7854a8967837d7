"""Where the agent of a session is let loose."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from opsdeck_server.domain.sessions import QuickSession
from opsdeck_server.ports.supervisor import LaunchFailed
from opsdeck_server.services.session_agent import SessionAgent

NOW = datetime(2026, 1, 2, tzinfo=UTC)


async def test_no_agent_is_started_for_a_session_without_a_worktree() -> None:
    session = QuickSession("quick-1", "client-1", "acme/app", "claude", "ask", NOW, NOW)
    nothing = cast("Any", SimpleNamespace(engine=None))
    books = cast("Any", SimpleNamespace(session=session))

    with pytest.raises(LaunchFailed, match="no worktree"):
        await SessionAgent(nothing, books, ()).launch()
