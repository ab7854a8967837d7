"""What /health answers while something that it asks is broken."""

import asyncio
from collections.abc import Mapping
from typing import Any, cast

import pytest

from opsdeck_server.adapters.memory import MemoryStore
from opsdeck_server.domain.jobs import JobStatus
from opsdeck_server.ports.agent import AgentStatus
from opsdeck_server.services import health as health_module
from opsdeck_server.services.health import HealthService
from opsdeck_server.services.lifecycle import Lifecycle


class LateStore(MemoryStore):
    """A store that answers a ping, and nothing that has to look at a table."""

    async def count_jobs(self) -> Mapping[JobStatus, int]:
        await asyncio.Event().wait()
        raise AssertionError


class FineAgent:
    async def probe(self) -> AgentStatus:
        return AgentStatus(authenticated=True, version="1", error=None)


class NoForge:
    enabled = False


async def test_a_database_that_hangs_is_told_and_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(health_module, "DATABASE_SECONDS", 0.02)
    agent, forge = cast("Any", FineAgent()), cast("Any", NoForge())
    service = HealthService(LateStore(), agent, forge, Lifecycle(), 2)

    async with asyncio.timeout(2.0):
        health = await service.health()

    assert health.status == "degraded"
    assert health.services["database"] == "does not answer"
