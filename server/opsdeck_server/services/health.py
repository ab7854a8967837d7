"""How the server is, and what it depends on."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass

from opsdeck_server.domain.errors import NotReady
from opsdeck_server.domain.jobs import JobStatus
from opsdeck_server.ports.agent import Agent, AgentStatus
from opsdeck_server.ports.forge import Forge
from opsdeck_server.ports.store import Store
from opsdeck_server.services.lifecycle import Lifecycle

PROBE_SECONDS = 60.0
"""How long an answer of the CLIs is good for."""

DATABASE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Health:
    """What /health answers."""

    status: str
    running: int
    queued: int
    max_concurrent: int
    claude: AgentStatus
    services: Mapping[str, str]
    uptime_seconds: float


class HealthService:
    """Asks around; the CLIs once a minute at the most."""

    def __init__(
        self,
        store: Store,
        claude: Agent,
        forge: Forge,
        lifecycle: Lifecycle,
        max_running: int,
    ) -> None:
        self._store = store
        self._claude = claude
        self._forge = forge
        self._lifecycle = lifecycle
        self._max_running = max_running
        self._started = time.monotonic()
        self._probed: tuple[float, AgentStatus, str | None] | None = None
        self._probing = asyncio.Lock()

    async def health(self) -> Health:
        """Return how everything is; never raises for what is broken."""
        counts: Mapping[JobStatus, int] = {}
        database = "ok"
        try:
            async with asyncio.timeout(DATABASE_SECONDS):
                counts = await self._store.count_jobs()
        except Exception:  # noqa: BLE001 - whatever it is, the database does not work
            database = "does not answer"
        claude, forge = await self._probe()
        services = {"database": database, "forge": forge or "ok"}
        if not self._forge.enabled:
            services["forge"] = "off"
        well = database == "ok" and claude.error is None and forge is None
        return Health(
            "ok" if well else "degraded",
            counts.get(JobStatus.running, 0),
            counts.get(JobStatus.queued, 0),
            self._max_running,
            claude,
            services,
            time.monotonic() - self._started,
        )

    async def require_ready(self) -> None:
        """Raise NotReady unless the server takes requests and its database answers."""
        self._lifecycle.require_ready()
        database = await self._database()
        if database != "ok":
            raise NotReady("the database does not answer: try again in a moment")

    async def _database(self) -> str:
        try:
            async with asyncio.timeout(DATABASE_SECONDS):
                await self._store.ping()
        except Exception:  # noqa: BLE001 - whatever it is, the database does not work
            return "does not answer"
        return "ok"

    async def _probe(self) -> tuple[AgentStatus, str | None]:
        async with self._probing:
            now = time.monotonic()
            if self._probed is None or now - self._probed[0] > PROBE_SECONDS:
                claude, forge = await asyncio.gather(
                    self._claude.probe(),
                    self._forge.probe() if self._forge.enabled else _nothing(),
                )
                self._probed = (now, claude, forge)
            return self._probed[1], self._probed[2]


async def _nothing() -> None:
    return None
