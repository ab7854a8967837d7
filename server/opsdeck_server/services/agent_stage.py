"""The agent's part of a job: start or take over, follow to the end, say how it went."""

import uuid
from collections.abc import Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

from opsdeck_server.domain.events import NewEvent, PermissionRequest, PermissionResolved, TurnResult
from opsdeck_server.domain.jobs import Job
from opsdeck_server.domain.runs import ProcessState, Run, RunState
from opsdeck_server.ports.agent import Agent, AgentRequest, Ask, Emit, Fatal
from opsdeck_server.ports.store import Commit
from opsdeck_server.ports.supervisor import ExitRecord, StdinClosed, SupervisorLost
from opsdeck_server.services.engine import Engine
from opsdeck_server.services.live_process import Ended, LiveProcess

AgentEnv = Callable[[tuple[str, ...]], Mapping[str, str]]
"""Builds an agent's environment, given the names that its client adds."""

NOBODY_TO_ASK = "Nobody answers questions in this job: go on without, or by other means."


@dataclass(frozen=True, slots=True)
class AgentVerdict:
    """How the agent's work ended. `error` is None only for a success."""

    state: RunState
    error: str | None
    exit_code: int | None


class AgentStage:
    """One job's agent."""

    def __init__(self, engine: Engine, agent: Agent, env: AgentEnv) -> None:
        self._engine = engine
        self._agent = agent
        self._env = env
        self._live: LiveProcess | None = None

    async def run(
        self, job: Job, run: Run, generation: int, cwd: Path, env_names: tuple[str, ...]
    ) -> AgentVerdict:
        """Work until the agent's process tree is gone; return how it went.

        A process that an earlier server started is taken over where it is. Cancelled,
        it leaves the agent running for the next server. Raises LaunchFailed.
        """
        live = await self._begin(job, run, generation, cwd, env_names)
        self._live = live
        try:
            await self._prompt(live, job, run)
            ended = await self._follow(live, run, generation)
        finally:
            self._live = None
            await live.detach()
        if ended is None:
            await self._engine.reap(live.process)
        return self._verdict(live, ended)

    async def _follow(self, live: LiveProcess, run: Run, generation: int) -> ExitRecord | None:
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
                    case Ask():
                        await self._decline(live, run, generation, signal)
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
            self._agent, request, self._env(env_names), run, generation, job.timeout_seconds
        )

    async def _prompt(self, live: LiveProcess, job: Job, run: Run) -> None:
        if live.process.state is not ProcessState.running:
            return
        try:
            if live.turn.outcome is not None:
                await live.close_stdin()
            else:
                await live.prompt(run_message_id(run.id), job.prompt)
        except (StdinClosed, SupervisorLost):
            # It is ending already: what it wrote says why.
            return

    async def _decline(self, live: LiveProcess, run: Run, generation: int, ask: Ask) -> None:
        """Answer a question that nobody is there for, and say so in the journal."""
        now = self._engine.clock.now()
        request = PermissionRequest(
            ask.request_id, ask.tool, ask.input, ask.input_json, ask.description
        )
        resolved = PermissionResolved(ask.request_id, "denied", NOBODY_TO_ASK)
        await self._engine.journal.commit(
            Commit(
                run.stream_id,
                generation,
                (NewEvent(request, now, run.id), NewEvent(resolved, now, run.id)),
            )
        )
        await live.write(self._agent.answer(ask, allow=False, message=NOBODY_TO_ASK))

    def _verdict(self, live: LiveProcess, record: ExitRecord | None) -> AgentVerdict:
        turn = live.turn
        code = None if record is None else record.exit_code
        if record is None:
            return AgentVerdict(
                RunState.lost,
                "the agent's supervisor died, so its work was cut off; "
                "what it had done is kept. Retry the job.",
                code,
            )
        if turn.fatal is not None:
            return AgentVerdict(RunState.failed, turn.fatal, code)
        match record.reason:
            case "wall_limit":
                return AgentVerdict(
                    RunState.failed,
                    "the agent took longer than the job allows (timeoutSeconds) and was stopped",
                    code,
                )
            case "silence_limit":
                return AgentVerdict(
                    RunState.failed,
                    f"the agent said nothing for {self._engine.silence_seconds:.0f} s "
                    "and was stopped",
                    code,
                )
            case "output_limit":
                return AgentVerdict(
                    RunState.failed, "the agent wrote more than a run may and was stopped", code
                )
            case "spool_error":
                return AgentVerdict(
                    RunState.failed,
                    f"the agent's output could not be written: {record.detail}",
                    code,
                )
            case reason if reason.startswith("stopped:"):
                return AgentVerdict(RunState.stopped, "the agent was stopped", code)
            case _:
                pass
        if turn.outcome is None:
            return AgentVerdict(
                RunState.failed,
                self._agent.explain_exit(code, record.signal, turn.stderr_tail),
                code,
            )
        if turn.outcome.is_error:
            text = turn.outcome.text or f"the agent ended with {turn.outcome.subtype}"
            return AgentVerdict(RunState.failed, text, code)
        return AgentVerdict(RunState.succeeded, None, code)


def run_message_id(run_id: str) -> str:
    """Return the UUID of a run's one message: the same after every restart."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"opsdeck:{run_id}"))
