"""The run engine: starts agents' processes, and takes over those of an earlier server."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from opsdeck_server.domain.events import NewEvent, RunStateChange
from opsdeck_server.domain.ids import new_id
from opsdeck_server.domain.runs import AgentProcess, ProcessState, Run, RunState
from opsdeck_server.ports.agent import Agent, AgentRequest
from opsdeck_server.ports.bus import Bus
from opsdeck_server.ports.clock import Clock
from opsdeck_server.ports.store import Commit, Store
from opsdeck_server.ports.supervisor import (
    ExitRecord,
    LaunchSpec,
    SupervisedProcess,
    Supervisor,
    SupervisorLost,
    SupervisorRef,
)
from opsdeck_server.services.journal import Journal
from opsdeck_server.services.live_process import LiveProcess, Parts
from opsdeck_server.services.turn import Turn


@dataclass(frozen=True, slots=True)
class Engine:
    """Starts agents' processes, and takes over those that an earlier server started."""

    store: Store
    journal: Journal
    bus: Bus
    supervisor: Supervisor
    clock: Clock
    silence_seconds: float

    async def start(
        self,
        agent: Agent,
        request: AgentRequest,
        env: Mapping[str, str],
        run: Run,
        generation: int,
        wall_seconds: float | None,
    ) -> LiveProcess:
        """Start a process for a run; return when it runs.

        The row of the process is committed before there is one, so that whatever
        happens, a later server knows where to look. Raises LaunchFailed.
        """
        command = agent.command(request)
        process = AgentProcess(
            id=new_id("proc"),
            stream_id=run.stream_id,
            agent=agent.name,
            created_at=self.clock.now(),
        )
        run = replace(run, process_id=process.id)
        await self.journal.commit(Commit(run.stream_id, generation, run=run, process=process))
        handle = await self.supervisor.launch(
            LaunchSpec(
                run_id=process.id,
                generation=generation,
                argv=command.argv,
                env={**env, **command.env},
                cwd=Path(request.cwd),
                wall_limit_seconds=wall_seconds,
                silence_limit_seconds=self.silence_seconds,
            )
        )
        return await self._running(agent, process, run, handle, generation)

    async def resume(
        self, agent: Agent, process: AgentProcess, run: Run, generation: int
    ) -> LiveProcess | None:
        """Take over a process; None if it never came to run, so that it may be started.

        Raises SupervisorLost when its supervisor is gone without an exit record; then
        what is left of its tree was ended.
        """
        if process.supervisor is None:
            ref = await self.supervisor.find(process.id)
            if ref is None:
                await self.supervisor.reap(process.id, None)
                return None
        else:
            ref = SupervisorRef.from_dict(process.supervisor)
        try:
            adopted = await self.supervisor.adopt(ref, generation)
        except SupervisorLost:
            await self.supervisor.reap(process.id, ref)
            return await self._over(agent, process, run, ref, None, generation)
        if isinstance(adopted, ExitRecord):
            return await self._over(agent, process, run, ref, adopted, generation)
        return await self._running(agent, process, run, adopted, generation)

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
        ref = None if process.supervisor is None else SupervisorRef.from_dict(process.supervisor)
        await self.supervisor.reap(process.id, ref)

    async def forget(self, process: AgentProcess) -> None:
        """Remove the spools of a process that is over and in the journal."""
        if process.supervisor is not None:
            await self.supervisor.remove(SupervisorRef.from_dict(process.supervisor))

    async def _running(
        self,
        agent: Agent,
        process: AgentProcess,
        run: Run,
        handle: SupervisedProcess,
        generation: int,
    ) -> LiveProcess:
        events: tuple[NewEvent, ...] = ()
        if process.state is ProcessState.starting:
            now = self.clock.now()
            process = replace(process, state=ProcessState.running, supervisor=handle.ref.to_dict())
            run = replace(run, state=RunState.running, started_at=now)
            events = (NewEvent(RunStateChange(RunState.running), now, run.id),)
        return await self._live(agent, process, run, handle, handle.ref, None, generation, events)

    async def _over(
        self,
        agent: Agent,
        process: AgentProcess,
        run: Run,
        ref: SupervisorRef,
        ended: ExitRecord | None,
        generation: int,
    ) -> LiveProcess:
        process = replace(process, supervisor=ref.to_dict())
        return await self._live(agent, process, run, None, ref, ended, generation, ())

    async def _live(
        self,
        agent: Agent,
        process: AgentProcess,
        run: Run,
        handle: SupervisedProcess | None,
        ref: SupervisorRef,
        ended: ExitRecord | None,
        generation: int,
        events: tuple[NewEvent, ...],
    ) -> LiveProcess:
        committed = await self.journal.commit(
            Commit(run.stream_id, generation, events, run=run, process=process)
        )
        position = (
            committed[-1].seq
            if committed
            else (await self.store.get_stream(run.stream_id)).last_seq
        )
        return LiveProcess(
            Parts(self.journal, self.bus, self.supervisor, self.clock),
            agent,
            process,
            handle,
            ref,
            ended,
            generation,
            Turn.restored(run, process.decoder.get("turn", {})),
            position,
        )
