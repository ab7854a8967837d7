"""The agent of a session: started, resumed and taken over with what the session knows of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from opsdeck_server import failpoints
from opsdeck_server.domain.ids import new_id
from opsdeck_server.domain.runs import AgentProcess, ProcessState, RunState
from opsdeck_server.ports.agent import Agent, AgentRequest
from opsdeck_server.ports.store import Commit
from opsdeck_server.ports.supervisor import (
    ExitRecord,
    LaunchFailed,
    StdinClosed,
    StdinFull,
    SupervisorLost,
)
from opsdeck_server.services.agent_stage import AgentEnv
from opsdeck_server.services.engine import Engine, Limits, Place
from opsdeck_server.services.live_process import LiveProcess
from opsdeck_server.services.questions import Questions, resolved_event
from opsdeck_server.services.session_books import SessionBooks
from opsdeck_server.services.turn import Turn
from opsdeck_server.services.verdict import Verdict, verdict_of
from opsdeck_server.services.warm import WarmPool

ALIVE = (ProcessState.starting, ProcessState.running)


@dataclass(frozen=True, slots=True)
class Parts:
    """What every conversation works with; `owner` is this host."""

    engine: Engine
    agents: Mapping[str, Agent]
    agent_env: AgentEnv
    warm: WarmPool
    owner: str


@dataclass(frozen=True, slots=True)
class SessionAgent:
    """Starts processes for one session. `env_names` are the variables of its client."""

    parts: Parts
    books: SessionBooks
    env_names: tuple[str, ...]

    @property
    def agent(self) -> Agent:
        """The driver. Raises LaunchFailed where this server does not have it any more."""
        name = self.books.session.agent
        agent = self.parts.agents.get(name)
        if agent is None:
            raise LaunchFailed(f"agent {name} is not available on this server")
        return agent

    def verdict(self, turn: Turn, record: ExitRecord | None) -> Verdict:
        """Return how the turn of a process that is over went, whoever the agent was."""
        try:
            return verdict_of(self.agent, turn, record, self.parts.engine.silence_seconds)
        except LaunchFailed as error:
            return Verdict(RunState.failed, str(error), None)

    def interrupt(self) -> bytes | None:
        """Return the line that interrupts the turn, where there is such a line."""
        return self.agent.interrupt(new_id("interrupt"))

    async def launch(self, *, anew: bool = False) -> LiveProcess:
        """Start a process, which goes on with the conversation where there is one.

        With `anew` it begins another, which knows nothing of that. Raises LaunchFailed.
        """
        engine, session = self.parts.engine, self.books.session
        if session.worktree_path is None:  # an agent is let loose in its worktree, or nowhere
            raise LaunchFailed("the session was cleaned up and has no worktree: start another")
        view = await engine.store.get_session(session.id)
        known = None if anew else view.agent_session_id
        before = None if known is None else await engine.store.latest_process(session.id)
        request = AgentRequest(
            cwd=Path(session.worktree_path),
            permission_mode=session.permission_mode,
            model=session.model,
            effort=session.effort,
            resume_session_id=known,
            # A fresh one each time: the CLI refuses an id that another process was given.
            new_session_id=str(uuid4()) if known is None else None,
        )
        return await engine.start(
            self.agent,
            request,
            self.parts.agent_env(self.env_names),
            Place(session.id, self.books.generation),
            Turn(None),
            Limits(silence_seconds=engine.silence_seconds),
            before,
        )

    async def prompt(self, live: LiveProcess, text: str) -> bool:
        """Give a process its message; return whether it takes any. One that is ending does not."""
        try:
            await live.prompt(text)
            failpoints.reach("after_prompt")
        except StdinFull:
            await live.stop("deaf")
        except (StdinClosed, SupervisorLost):
            return False
        return True

    async def turn_of(self, process: AgentProcess) -> Turn:
        """Return the turn that a process works on, or worked on last."""
        noted = process.decoder.get("turn", {})
        run_id = noted.get("run_id")
        run = await self.parts.engine.store.get_run(run_id) if run_id else None
        return Turn.restored(run, noted)

    async def resume(self, process: AgentProcess) -> LiveProcess | None:
        """Take a process over; None for one that never came to run."""
        engine, generation = self.parts.engine, self.books.generation
        turn = await self.turn_of(process)
        live = await engine.resume(self.agent, process, turn.run, generation)
        if live is None:
            gone = replace(process, state=ProcessState.lost, ended_at=self.books.now())
            await engine.journal.commit(Commit(process.stream_id, generation, process=gone))
        return live

    async def end(self, reason: str) -> None:
        """Make sure that nothing is left of a process that lives by the books."""
        engine, books = self.parts.engine, self.books
        process = await engine.store.latest_process(books.session.id)
        if process is None or process.state not in ALIVE:
            return
        await engine.end(process, books.generation, reason)
        asked = await engine.store.open_permissions(books.session.id)
        questions = Questions(engine.clock, engine.question_seconds, asked).withdrawn()
        events = tuple(
            event for each in questions for event in books.events(each.run_id, resolved_event(each))
        )
        gone = replace(process, state=ProcessState.lost, ended_at=books.now())
        await engine.journal.commit(
            Commit(gone.stream_id, books.generation, events, process=gone, permissions=questions)
        )
        await engine.forget(gone)
