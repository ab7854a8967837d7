"""The run engine: starts agents' processes, and takes over those of an earlier server."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import structlog

from opsdeck_server.domain.events import NewEvent, RunStateChange
from opsdeck_server.domain.ids import new_id
from opsdeck_server.domain.runs import AgentProcess, ProcessState, Run, RunState
from opsdeck_server.ports.agent import Agent, AgentRequest
from opsdeck_server.ports.bus import Bus
from opsdeck_server.ports.clock import Clock
from opsdeck_server.ports.store import Commit, Store
from opsdeck_server.ports.supervisor import (
    ExitRecord,
    LaunchFailed,
    LaunchSpec,
    ProgramMissing,
    Supervisor,
    SupervisorLost,
    SupervisorRef,
)
from opsdeck_server.services.journal import Journal
from opsdeck_server.services.live_process import Hold, LiveProcess
from opsdeck_server.services.transcript import Parts
from opsdeck_server.services.turn import Turn

log = structlog.get_logger(__name__)

MISSING = 127
"""Exit code of a program that is not there, as every shell has it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Whose a process is: the stream that it writes to, and the owner's generation."""

    stream_id: str
    generation: int


@dataclass(frozen=True, slots=True)
class Limits:
    """When a process is ended even with the server away, in seconds; None: never."""

    wall_seconds: float | None = None
    silence_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Engine:
    """Starts agents' processes, and takes over those that an earlier server started.

    `silence_seconds` is how long an agent may say nothing in a turn, `question_seconds`
    how long a person may think about its question.
    """

    store: Store
    journal: Journal
    bus: Bus
    supervisor: Supervisor
    clock: Clock
    silence_seconds: float
    question_seconds: float

    async def start(
        self,
        agent: Agent,
        request: AgentRequest,
        env: Mapping[str, str],
        place: Place,
        turn: Turn,
        limits: Limits,
        resumes: AgentProcess | None = None,
    ) -> LiveProcess:
        """Start a process for a turn; return when it runs.

        The row of the process is committed before there is one, so that whatever
        happens, a later server knows where to look. `resumes` is the process whose
        conversation it goes on with. Raises LaunchFailed.
        """
        command = agent.command(request)
        lines: Mapping[str, Any] = {}
        if resumes is not None:
            lines = agent.carried(resumes.decoder.get("lines", {}))
        process = AgentProcess(
            id=new_id("proc"),
            stream_id=place.stream_id,
            agent=agent.name,
            created_at=self.clock.now(),
            decoder={"lines": lines, "turn": turn.snapshot()},
        )
        if turn.run is not None:
            turn.run = replace(turn.run, process_id=process.id)
        await self.journal.commit(
            Commit(place.stream_id, place.generation, runs=_runs(turn), process=process)
        )
        spec = LaunchSpec(
            run_id=process.id,
            generation=place.generation,
            argv=command.argv,
            env={**env, **command.env},
            cwd=Path(request.cwd),
            wall_limit_seconds=limits.wall_seconds,
            silence_limit_seconds=limits.silence_seconds,
        )
        try:
            handle = await self.supervisor.launch(spec)
        except LaunchFailed as error:
            gone = replace(process, state=ProcessState.lost, ended_at=self.clock.now())
            await self.journal.commit(Commit(place.stream_id, place.generation, process=gone))
            if isinstance(error, ProgramMissing):
                raise LaunchFailed(agent.explain_exit(MISSING, None, str(error))) from error
            raise
        return await self._live(agent, process, turn, Hold(handle, handle.ref), place)

    async def resume(
        self, agent: Agent, process: AgentProcess, run: Run | None, generation: int
    ) -> LiveProcess | None:
        """Take over a process; None if it never came to run, so that it may be started.

        `run` is the one that it works on. What is left of the tree of a process whose
        supervisor is gone without an exit record is ended; it ends with no record then.
        """
        place = Place(process.stream_id, generation)
        turn = Turn.restored(run, process.decoder.get("turn", {}))
        if process.supervisor is None:
            ref = await self.supervisor.find(process.id)
            if ref is None:
                await self.supervisor.discard(process.id)
                return None
        else:
            ref = SupervisorRef.from_dict(process.supervisor)
        try:
            adopted = await self.supervisor.adopt(ref, generation)
            if isinstance(adopted, ExitRecord):
                return await self._live(agent, process, turn, Hold(None, ref, adopted), place)
            taken = (await adopted.status()).stdin_bytes
        except SupervisorLost:
            await self.supervisor.reap(process.id, ref)
            return await self._live(agent, process, turn, Hold(None, ref), place)
        return await self._live(agent, process, turn, Hold(adopted, ref, None, taken), place)

    async def end(self, process: AgentProcess, generation: int, reason: str) -> None:
        """Make sure that nothing of a process is left."""
        ref = (
            await self.supervisor.find(process.id)
            if process.supervisor is None
            else SupervisorRef.from_dict(process.supervisor)
        )
        if ref is not None:
            try:
                adopted = await self.supervisor.adopt(ref, generation)
                if not isinstance(adopted, ExitRecord):
                    await adopted.stop(reason)
            except SupervisorLost:
                pass
            else:
                return
        await self.supervisor.reap(process.id, ref)

    async def reap(self, process: AgentProcess) -> None:
        """End what is left of a process whose supervisor was lost."""
        run_id = process.decoder.get("turn", {}).get("run_id")
        log.warning("run.lost", run=run_id, stream=process.stream_id, process=process.id)
        ref = None if process.supervisor is None else SupervisorRef.from_dict(process.supervisor)
        await self.supervisor.reap(process.id, ref)

    async def forget(self, process: AgentProcess) -> None:
        """Remove the spools of a process that is over and in the journal."""
        if process.supervisor is None:
            await self.supervisor.discard(process.id)
        else:
            await self.supervisor.remove(SupervisorRef.from_dict(process.supervisor))

    async def _live(
        self, agent: Agent, process: AgentProcess, turn: Turn, hold: Hold, place: Place
    ) -> LiveProcess:
        """Commit that the process runs, and return it; its first start begins its run."""
        events: tuple[NewEvent, ...] = ()
        process = replace(process, supervisor=hold.ref.to_dict())
        if hold.handle is not None and process.state is ProcessState.starting:
            process = replace(process, state=ProcessState.running)
            now = self.clock.now()
            if turn.run is not None and turn.run.state is RunState.pending:
                turn.run = replace(turn.run, state=RunState.running, started_at=now)
                events = (NewEvent(RunStateChange(RunState.running), now, turn.run.id),)
        committed = await self.journal.commit(
            Commit(place.stream_id, place.generation, events, runs=_runs(turn), process=process)
        )
        position = (
            committed[-1].seq
            if committed
            else (await self.store.get_stream(place.stream_id)).last_seq
        )
        questions = [
            each
            for each in await self.store.open_permissions(place.stream_id)
            if each.process_id == process.id
        ]
        parts = Parts(self.journal, self.bus, self.supervisor, self.clock, self.question_seconds)
        return LiveProcess(parts, agent, process, hold, place.generation, turn, questions, position)


def _runs(turn: Turn) -> tuple[Run, ...]:
    return () if turn.run is None else (turn.run,)
