"""What the tests of the journal and of the watch need: a store with a gate, and a stream."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from opsdeck_server.adapters.local_bus import LocalBus
from opsdeck_server.adapters.memory import MemoryStore
from opsdeck_server.domain.clients import Client
from opsdeck_server.domain.events import Event, NewEvent, Payload, StatusChange, Step
from opsdeck_server.domain.jobs import Job
from opsdeck_server.domain.runs import Run
from opsdeck_server.ports.store import Commit, StoreError
from opsdeck_server.services.journal import Journal
from opsdeck_server.services.watch import Watcher

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
LIMIT = 5.0
"""Seconds that anything here may take."""


class GatedStore(MemoryStore):
    """A store whose commits wait at a gate, and that counts what it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()
        self.gate.set()
        self.batches: list[Sequence[Commit]] = []
        self.reads: list[tuple[int, int]] = []
        self.arrived = asyncio.Event()
        self.fault: Exception | None = None

    async def commit(self, commits: Sequence[Commit]) -> Sequence[tuple[Event, ...] | StoreError]:
        self.batches.append(commits)
        self.arrived.set()
        await self.gate.wait()
        if self.fault is not None:
            raise self.fault
        return await super().commit(commits)

    async def read_events(self, stream_id: str, after: int, limit: int) -> Sequence[Event]:
        self.reads.append((after, limit))
        return await super().read_events(stream_id, after, limit)


@dataclass
class Desk:
    """A journal at work over a store in memory."""

    store: GatedStore = field(default_factory=GatedStore)
    bus: LocalBus = field(default_factory=LocalBus)

    def __post_init__(self) -> None:
        self.journal = Journal(self.store, self.bus)
        self.watcher = Watcher(self.store, self.journal, self.bus)

    async def stream(self, name: str = "job-1") -> str:
        """Make a job and return the id of its stream, which is empty."""
        job = Job(name, "client-1", f"run-{name}", "do", "branch", "ask", NOW, NOW)
        await self.store.add_job(job, Run(job.run_id, name, "claude", NOW))
        return name

    async def say(self, stream_id: str, *names: str) -> tuple[Event, ...]:
        """Journal steps with these names, in one commit."""
        return await self.journal.commit(Commit(stream_id, events=tuple(map(step, names))))

    async def end(self, stream_id: str) -> tuple[Event, ...]:
        """Journal the last event of a stream."""
        last = StatusChange("completed", terminal=True)
        return await self.journal.commit(Commit(stream_id, events=(new(last),)))


def new(payload: Payload) -> NewEvent:
    return NewEvent(payload, NOW)


def step(name: str) -> NewEvent:
    return new(Step(name, ""))


def names(events: Sequence[object]) -> list[str]:
    """Return the names of the steps among events, in order."""
    payloads = [event.payload for event in events if isinstance(event, Event)]
    return [payload.name for payload in payloads if isinstance(payload, Step)]


@asynccontextmanager
async def working_desk() -> AsyncGenerator[Desk]:
    """Yield a desk whose journal writes, until the end."""
    desk = Desk()
    client = Client("client-1", "n", "acme", "app", "main", NOW, NOW)
    await desk.store.add_client(client)
    writing = asyncio.create_task(desk.journal.run())
    try:
        yield desk
    finally:
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
