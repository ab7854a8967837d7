"""Which processes clean-up ends: strays, and never one that has just begun."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, cast

from opsdeck_server.adapters.memory import MemoryStore
from opsdeck_server.domain.clients import Client
from opsdeck_server.domain.jobs import Job
from opsdeck_server.domain.runs import AgentProcess, Run
from opsdeck_server.ports.store import Commit
from opsdeck_server.services.cleanup import Cleanup

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


class Host:
    """The processes of a host, on which one begins at the moment when somebody looks."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self.running = {"proc-stray"}
        self.reaped: list[str] = []
        self.discarded: list[str] = []

    async def folders(self) -> frozenset[str]:
        return await self.find_strays(())

    async def discard(self, run_id: str) -> None:
        self.discarded.append(run_id)

    async def find_strays(self, known: Collection[str]) -> frozenset[str]:
        process = AgentProcess("proc-new", "job-1", "claude", NOW)
        await self._store.commit([Commit("job-1", process=process)])
        self.running.add("proc-new")
        return frozenset(self.running - set(known))

    async def reap(self, run_id: str, ref: object) -> int:
        self.reaped.append(run_id)
        return 1


async def cleanup() -> tuple[Cleanup, Host]:
    store = MemoryStore()
    await store.add_client(Client("client-1", "x", "acme", "app", "main", NOW, NOW))
    job = Job("job-1", "client-1", "run-1", "do", "branch", "ask", NOW, NOW)
    await store.add_job(job, Run("run-1", "job-1", "claude", NOW))
    host = Host(store)
    nothing = cast("Any", None)
    return Cleanup(store, nothing, nothing, cast("Any", host), nothing, nothing), host


async def test_a_process_that_begins_while_clean_up_looks_is_left_alone() -> None:
    cleaner, host = await cleanup()

    await cleaner.end_strays()

    assert host.reaped == ["proc-stray"]


async def test_a_folder_of_a_process_that_is_over_goes_and_of_no_other() -> None:
    cleaner, host = await cleanup()

    await cleaner.remove_folders()

    assert host.discarded == ["proc-stray"]
