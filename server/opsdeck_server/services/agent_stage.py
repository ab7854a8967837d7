"""The agent's part of a job: start or take over, follow to the end, say how it went."""

import uuid
from collections.abc import Callable, Mapping
from contextlib import aclosing
from pathlib import Path

from opsdeck_server.domain.events import TurnResult
from opsdeck_server.domain.jobs import Job
from opsdeck_server.domain.permissions import Permission, PermissionOutcome
from opsdeck_server.domain.runs import ProcessState, Run
from opsdeck_server.ports.agent import Agent, AgentRequest, Emit, Fatal
from opsdeck_server.ports.supervisor import ExitRecord, StdinClosed, SupervisorLost
from opsdeck_server.services.engine import Engine, Limits, Place
from opsdeck_server.services.live_process import LiveProcess
from opsdeck_server.services.questions import Asked, Reply
from opsdeck_server.services.signals import Ended
from opsdeck_server.services.turn import Turn
from opsdeck_server.services.verdict import Verdict, verdict_of

AgentEnv = Callable[[tuple[str, ...]], Mapping[str, str]]
"""Builds an agent's environment, given the names that its client adds."""

NOBODY_TO_ASK = "Nobody answers questions in this job: go on without, or by other means."


class AgentStage:
    """One job's agent."""

    def __init__(self, engine: Engine, agent: Agent, env: AgentEnv) -> None:
        self._engine = engine
        self._agent = agent
        self._env = env
        self._live: LiveProcess | None = None

    async def run(
        self, job: Job, run: Run, generation: int, cwd: Path, env_names: tuple[str, ...]
    ) -> Verdict:
        """Work until the agent's process tree is gone; return how it went.

        A process that an earlier server started is taken over where it is. Cancelled,
        it leaves the agent running for the next server. Raises LaunchFailed.
        """
        live = await self._begin(job, run, generation, cwd, env_names)
        self._live = live
        try:
            await self._prompt(live, job, run)
            for permission in live.questions.pending:
                await self._decline(live, permission)
            await live.deliver_answers()
            ended = await self._follow(live)
        finally:
            self._live = None
            await live.detach()
        if ended is None:
            await self._engine.reap(live.process)
        return verdict_of(self._agent, live.turn, ended, self._engine.silence_seconds)

    async def _follow(self, live: LiveProcess) -> ExitRecord | None:
        """Follow the agent to its end; return how it ended, or None where that was lost."""
        ended: Ended | None = None
        async with aclosing(live.signals()) as signals:
            async for signal in signals:
                match signal:
                    case Ended():
                        ended = signal
                    case Emit(payload=TurnResult()):
                        await live.close_stdin()
                    case Fatal():
                        await live.stop("fatal", interrupt_seconds=0.5)
                    case Asked(permission=permission):
                        await self._decline(live, permission)
                    case _:
                        pass
        return None if ended is None else ended.exit

    async def stop(self, reason: str) -> None:
        """Stop the agent; return when no process of its tree is left."""
        if self._live is not None:
            await self._live.stop(reason)

    @property
    def started(self) -> bool:
        """Whether there is a process to stop, and not yet followed to its end."""
        return self._live is not None

    async def _begin(
        self, job: Job, run: Run, generation: int, cwd: Path, env_names: tuple[str, ...]
    ) -> LiveProcess:
        process = await self._engine.store.latest_process(run.stream_id)
        if process is not None:
            live = await self._engine.resume(self._agent, process, run, generation)
            if live is not None:
                return live
        request = AgentRequest(
            cwd=cwd,
            permission_mode=job.permission_mode,
            model=run.model,
            effort=run.effort,
            max_cost_usd=job.max_cost_usd,
        )
        return await self._engine.start(
            self._agent,
            request,
            self._env(env_names),
            Place(run.stream_id, generation),
            Turn(run, run_message_id(run.id)),
            Limits(job.timeout_seconds, self._engine.silence_seconds),
        )

    async def _prompt(self, live: LiveProcess, job: Job, run: Run) -> None:
        if live.process.state is not ProcessState.running:
            return
        try:
            if live.turn.outcome is not None:
                await live.close_stdin()
            else:
                # A process that an older version started has no id of its message noted.
                live.turn.message_id = live.turn.message_id or run_message_id(run.id)
                await live.prompt(job.prompt)
        except (StdinClosed, SupervisorLost):
            # It is ending already: what it wrote says why.
            return

    async def _decline(self, live: LiveProcess, permission: Permission) -> None:
        """Answer a question that nobody is there for."""
        reply = Reply(allow=False, message=NOBODY_TO_ASK)
        await live.answer(permission, PermissionOutcome.denied, reply)


def run_message_id(run_id: str) -> str:
    """Return the UUID of a run's one message: the same after every restart."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"opsdeck:{run_id}"))
