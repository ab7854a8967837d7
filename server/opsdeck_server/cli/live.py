"""A job's events on the screen while they happen: lines that stay, and one that moves."""

import time
from collections.abc import AsyncIterator, Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Self

from opsdeck_server.cli.events import EventLines
from opsdeck_server.cli.output import clean, duration, enum_word, one_line
from opsdeck_server.cli.watch import Away

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

    from opsdeck.v1.event_pb2 import Event
    from opsdeck.v1.job_pb2 import JobSummary
    from opsdeck.v1.job_service_pb2 import WatchJobResponse

_TAIL_LINES = 6
"""Lines of a text in the making that are shown below; whole, it becomes lines that stay."""
_TAIL_CHARACTERS = 4000


class LiveEvents:
    """Prints events to a console. Use it as a context manager.

    On a terminal the last lines move: the text that is being written, and what the job is doing.
    Elsewhere there are the lines alone.
    """

    def __init__(self, console: "Console", *, thinking: bool = False) -> None:
        self._console = console
        self._lines = EventLines(thinking=thinking)
        self._moving = console.is_terminal and not console.is_dumb_terminal
        self._began = time.monotonic()
        self._activity = "waiting"
        self._away = ""
        self._writing = ""
        self._live = None

    @property
    def moving(self) -> bool:
        """Whether text in the making can be shown."""
        return self._moving

    def __enter__(self) -> Self:
        if self._moving:
            from rich.live import Live

            self._live = Live(
                console=self._console,
                transient=True,
                refresh_per_second=10,
                get_renderable=self._below,
            )
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._live:
            self._live.stop()

    def answer(self, answer: "WatchJobResponse | Away") -> None:
        """Show one answer of a watch."""
        if isinstance(answer, Away):
            if not self._away and not self._moving:
                self._print([_dim(f"  {answer.why}; trying again")])
            self._away = f"{one_line(answer.why, 120)}; again in {duration(answer.pause)}"
            return
        if self._away and not self._moving:
            self._print([_dim("  The server is back.")])
        self._away = ""
        if answer.HasField("job"):
            self._stand(answer.job)
        for event in answer.events:
            self.event(event)

    def event(self, event: "Event") -> None:
        """Show one event."""
        kind = event.WhichOneof("payload")
        if kind == "text_delta":
            if not event.text_delta.thinking:
                self._writing = (self._writing + event.text_delta.text)[-_TAIL_CHARACTERS:]
            return
        if kind == "assistant_text":
            self._writing = ""
            if self._live:
                # Or what was below is drawn once more below the whole text.
                self._live.refresh()
        elif kind == "tool_use":
            self._activity = one_line(f"{event.tool_use.tool} {event.tool_use.input}", 60)
        elif kind == "tool_result":
            self._activity = "working"
        elif kind == "step":
            self._activity = event.step.name.replace("_", " ")
        elif kind == "status_change":
            self._activity = event.status_change.status
        self._print(self._lines.lines(event))

    def _stand(self, job: "JobSummary") -> None:
        from opsdeck.v1.job_pb2 import Job

        if job.status in (Job.queued, Job.running):
            self._activity = enum_word(Job.Status.Name, job.status)

    def _print(self, lines: "Iterable[Text]") -> None:
        for line in lines:
            self._console.print(line)

    def _below(self) -> "RenderableType":
        from rich.console import Group
        from rich.spinner import Spinner
        from rich.text import Text

        # The spinner's own clock starts when it is made: one for the whole watch.
        if not hasattr(self, "_spinner"):
            self._spinner = Spinner("dots")
        waited = duration(int(time.monotonic() - self._began))
        said = self._away or f"{self._activity} · {waited}"
        self._spinner.update(text=Text(said, style="yellow" if self._away else "dim"))
        tail = "\n".join(clean(self._writing).splitlines()[-_TAIL_LINES:])
        return Group(Text(tail), self._spinner) if tail else self._spinner


def _dim(text: str) -> "Text":
    from rich.text import Text

    return Text(text, style="dim")


async def show_watch(
    answers: AsyncIterator["WatchJobResponse | Away"], live: LiveEvents
) -> "JobSummary | None":
    """Show a watch to its end; return how the job stood in its last answer."""
    last = None
    with live:
        async for answer in answers:
            live.answer(answer)
            if not isinstance(answer, Away) and answer.HasField("job"):
                last = answer.job
    return last
