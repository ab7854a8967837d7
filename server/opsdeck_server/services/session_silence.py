"""How long the agent of a session may say nothing before it is ended."""

from dataclasses import dataclass

from opsdeck_server.services.live_process import LiveProcess
from opsdeck_server.services.session_agent import Parts
from opsdeck_server.services.session_limits import SLACK_SECONDS
from opsdeck_server.services.session_turns import Turns


@dataclass(frozen=True, slots=True)
class Silence:
    """The limit as things stand; its supervisor keeps it, also while the server is away."""

    parts: Parts
    turns: Turns

    async def limit(self, live: LiveProcess) -> None:
        """Set the limit anew: to be called after anything that it goes by has changed.

        A person may think about a question for as long as that is open. An agent at work, in
        a turn or in its background, is bounded as in a job; one that waits, by how long it may.
        """
        engine = self.parts.engine
        if live.questions.pending:
            seconds = engine.question_seconds + SLACK_SECONDS
        elif self.turns.busy or live.background:
            seconds = engine.silence_seconds
        else:
            seconds = self.parts.warm.seconds + SLACK_SECONDS
        await live.limit_silence(seconds)
