"""Follow a job in a command: every event as it comes, then how the job ended."""

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from opsdeck_server.cli.failures import CommandFailed, ExitCode
from opsdeck_server.cli.live import LiveEvents, show_watch
from opsdeck_server.cli.output import Output, clean, dollars, duration, enum_word, moment
from opsdeck_server.cli.remote import Remote
from opsdeck_server.cli.watch import Away, exit_code, watch_job

if TYPE_CHECKING:
    from opsdeck.v1.job_pb2 import Job

TailOption = Annotated[bool, typer.Option("--tail", help="Leave out what was before.")]
ThinkingOption = Annotated[bool, typer.Option("--thinking", help="Show what the agent thinks.")]
PartialOption = Annotated[
    bool, typer.Option("--partial", help="With --json: text while it is being written, too.")
]


async def follow(
    to: Remote, job_id: str, *, tail: bool = False, thinking: bool = False, partial: bool = False
) -> ExitCode:
    """Show a job's events until it is over; return what that means to a shell.

    With --json each event is one line. Cancelled, as by Ctrl-C, it says that the job goes on.

    Raises:
        CommandFailed: The server refused, or none answers, or it did not come back.
    """
    live = LiveEvents(to.out.console, thinking=thinking)
    answers = watch_job(
        to.connection,
        job_id,
        tail_only=tail,
        partial=partial if to.out.json else live.moving,
    )
    try:
        async with aclosing(answers):
            if to.out.json:
                async for answer in answers:
                    if isinstance(answer, Away):
                        to.out.aside(f"{answer.why}; trying again")
                        continue
                    for event in answer.events:
                        to.out.line(event)
            else:
                await show_watch(answers, live)
    except asyncio.CancelledError:
        to.out.aside(
            f"No longer watching. Unless it is over, {job_id} goes on: "
            f"`opsdeck job watch {job_id}`, or `opsdeck job cancel {job_id}`"
        )
        raise
    return await _how_it_ended(to, job_id)


async def _how_it_ended(to: Remote, job_id: str) -> ExitCode:
    from opsdeck.v1.job_service_pb2 import GetJobRequest

    job = await to.call(to.jobs.GetJob, GetJobRequest(id=job_id))
    if not job.HasField("completed_at"):  # a newer server may have ends that we do not know
        raise CommandFailed(f"the watch ended, but {job_id} is not over: watch it again")
    if not to.out.json:
        show_end(to.out, job)
    return exit_code(job.status)


def show_end(out: Output, job: "Job") -> None:
    """Say how a job ended."""
    from opsdeck.v1.job_pb2 import Job

    status = enum_word(Job.Status.Name, job.status)
    sign, style = {
        Job.completed: ("✓", "green"),
        Job.cancelled: ("■", "magenta"),
    }.get(job.status, ("✗", "red"))
    facts = [f"{sign} {status}"]
    if job.HasField("started_at") and job.HasField("completed_at"):
        seconds = (moment(job.completed_at) - moment(job.started_at)).total_seconds()
        facts[0] += f" in {duration(seconds)}"
    if job.HasField("files_changed"):
        facts.append(f"{job.files_changed} file{'' if job.files_changed == 1 else 's'} changed")
    if cost := dollars(job.run.usage.cost_usd):
        facts.append(cost)
    if job.pr_url:
        facts.append(job.pr_url)
    first, *rest = facts
    out.say(Text(first, style=f"bold {style}") + Text("".join(f" · {fact}" for fact in rest)))
    if job.error:
        out.say(Text(f"  {clean(job.error)}", style=style))
    if job.kept_ref:
        out.say(f"  Work that was not pushed is kept: {job.kept_ref}")
