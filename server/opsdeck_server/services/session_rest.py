"""What an agent's process does while no message is at work: it waits, or works on by itself."""

from opsdeck_server.domain.events import Notice
from opsdeck_server.domain.runs import AgentProcess, RunState
from opsdeck_server.ports.supervisor import ExitRecord
from opsdeck_server.services.background import Background
from opsdeck_server.services.live_process import LiveProcess
from opsdeck_server.services.session_agent import SessionAgent
from opsdeck_server.services.session_books import SessionBooks
from opsdeck_server.services.session_silence import Silence
from opsdeck_server.services.signals import Change
from opsdeck_server.services.turn import Turn
from opsdeck_server.services.warm import Cool


class Rest:
    """Its callers take turns. `cool` ends a process that has waited for long enough."""

    def __init__(
        self,
        books: SessionBooks,
        agent: SessionAgent,
        silence: Silence,
        tasks: Background,
        cool: Cool,
    ) -> None:
        self._warm = silence.parts.warm
        self._books = books
        self._agent = agent
        self._turns = silence.turns
        self._silence = silence
        self._tasks = tasks
        self._cool = cool

    def begin(self, live: LiveProcess) -> None:
        """Let a process wait for a message, unless it is at work.

        One that has tasks in its background is not ended for having waited long: only the
        agent's silence bounds it, as in a turn.
        """
        if self._turns.busy:
            return
        if live.background:
            self._warm.busy(self._books.session.id)
        else:
            self._warm.idle(self._books.session.id, self._cool)
        self._tasks.spawn(self._silence.limit(live))

    async def work(self, live: LiveProcess) -> None:
        """Take note that the agent works without having been told to."""
        self._warm.busy(self._books.session.id)
        await self._turns.work_unasked()
        await self._silence.limit(live)

    async def over(
        self, process: AgentProcess, turn: Turn, record: ExitRecord | None, *, stopped: bool
    ) -> None:
        """Say what the end of a process cut off; what was `stopped` was meant to be."""
        if self._turns.unasked:
            verdict = self._agent.verdict(turn, record)
            cut_off = turn.outcome is None and verdict.state is not RunState.stopped
            if verdict.error is not None and cut_off and not stopped:
                await self._turns.break_off_unasked(verdict.error, turn.run)
            else:
                await self._turns.rest_unasked()
        elif (tasks := process.decoder.get("background", 0)) and not stopped:
            count = "a task" if tasks == 1 else f"{tasks} tasks"
            text = f"The agent's process is gone, and with it {count} in its background."
            notice = Notice("background_tasks_ended", text)
            await self._books.commit(Change(self._books.events("", notice)))
