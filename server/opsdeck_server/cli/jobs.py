"""opsdeck job: what agents are asked to do, and how it goes."""

import uuid
from typing import TYPE_CHECKING, Annotated

import typer

from opsdeck_server.cli.failures import CommandFailed, ExitCode
from opsdeck_server.cli.following import PartialOption, TailOption, ThinkingOption, follow
from opsdeck_server.cli.job_create import create_job
from opsdeck_server.cli.output import (
    ago,
    clean,
    dollars,
    duration,
    enum_word,
    local,
    moment,
    one_line,
    status_text,
)
from opsdeck_server.cli.remote import Remote, remote

if TYPE_CHECKING:
    from rich.text import Text

    from opsdeck.v1.job_pb2 import Job

app = typer.Typer(no_args_is_help=True, help="What agents are asked to do.")
app.command("create")(create_job)

JobArgument = Annotated[str, typer.Argument(metavar="JOB", help="Id of the job.")]


@app.command("list")
@remote
async def list_jobs(
    to: Remote,
    status: Annotated[
        list[str] | None,
        typer.Option(help="Only these: queued, running, completed, failed, cancelled."),
    ] = None,
    client: Annotated[
        str | None, typer.Option(metavar="CLIENT", help="Only this client's: id, or ORG/REPO.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=500, help="At most so many.")] = 50,
    offset: Annotated[int, typer.Option(min=0, help="Leave out so many of the newest.")] = 0,
    page_token: Annotated[
        str, typer.Option(help="Go on where the page that gave this token ended.")
    ] = "",
) -> None:
    """List jobs, newest first."""
    from opsdeck.v1.job_pb2 import Job
    from opsdeck.v1.job_service_pb2 import ListJobsRequest

    request = ListJobsRequest(
        status=status or (),
        client_id=await to.client_id(client) if client else "",
        limit=limit,
        offset=offset,
        page_token=page_token,
    )
    answer = await to.call(to.jobs.ListJobs, request)
    if to.out.json:
        to.out.document(answer)
        return
    if answer.jobs:
        to.out.table(
            ("ID", "STATUS", "CLIENT", "BRANCH", "TITLE", "QUEUED"),
            (
                (
                    job.id,
                    status_text(enum_word(Job.Status.Name, job.status)),
                    job.client_name,
                    job.branch_name,
                    one_line(job.title or job.branch_name, 60),
                    ago(job.created_at),
                )
                for job in answer.jobs
            ),
        )
    if answer.next_page_token:
        to.out.aside(
            f"{len(answer.jobs)} of {answer.total}; more: --page-token {answer.next_page_token}"
        )
    elif not answer.jobs:
        to.out.aside("No such jobs." if status or client or offset else "No jobs yet.")


@app.command("show")
@remote
async def show_job(
    to: Remote,
    job: JobArgument,
    messages: Annotated[bool, typer.Option("--messages", help="Its log too.")] = False,
) -> None:
    """Show one job, and with --messages the newest lines of its log.

    `opsdeck job watch` has the whole log.
    """
    from opsdeck.v1.job_service_pb2 import GetJobRequest

    answer = await to.call(to.jobs.GetJob, GetJobRequest(id=job, include_messages=messages))
    if to.out.json:
        to.out.document(answer)
        return
    to.out.fields(_fields(answer))
    if messages:
        to.out.say()
        if answer.messages_omitted:
            older = f"{answer.messages_omitted:,} older lines are left out"
            to.out.aside(f"{older}: opsdeck job watch {answer.id}")
        for message in answer.messages:
            style = {"stderr": "red", "system": "dim"}.get(message.type, "")
            to.out.say(clean(message.content), style=style)


@app.command("watch")
@remote
async def watch(
    to: Remote,
    job: JobArgument,
    tail: TailOption = False,
    thinking: ThinkingOption = False,
    partial: PartialOption = False,
) -> ExitCode:
    """Follow a job until it is over.

    What was before comes first. The watch comes back by itself when the server goes away for a
    while, and misses nothing. Ctrl-C ends the watch, never the job.

    Exit code: 0 the job completed, 1 it failed, 3 it was cancelled, 130 Ctrl-C.
    """
    return await follow(to, job, tail=tail, thinking=thinking, partial=partial)


@app.command("cancel")
@remote
async def cancel(to: Remote, job: JobArgument) -> None:
    """Stop a job. It returns when nothing of it runs any more; its work is kept."""
    from opsdeck.v1.job_pb2 import Job
    from opsdeck.v1.job_service_pb2 import CancelJobRequest

    with to.out.waiting(f"Stopping {job}"):
        # Not again: were the first try's answer lost, the second would find the job over.
        try:
            answer = await to.call(to.jobs.CancelJob, CancelJobRequest(id=job), again=False)
        except CommandFailed as failure:
            raise await _over_already(to, job, failure) from None
    if to.out.json:
        to.out.document(answer)
        return
    was = "it was running" if answer.was_running else "it had not begun"
    to.out.say(f"{answer.id}: {enum_word(Job.Status.Name, answer.status)}; {was}.")


async def _over_already(to: Remote, job_id: str, failure: CommandFailed) -> CommandFailed:
    """Return what to say of a cancel that was refused: how the job ended, where it is over."""
    from opsdeck.v1.job_pb2 import Job
    from opsdeck.v1.job_service_pb2 import GetJobRequest

    if failure.reason != "JOB_FINISHED":
        return failure
    job = await to.call(to.jobs.GetJob, GetJobRequest(id=job_id))
    how = {Job.cancelled: "was cancelled", Job.failed: "failed"}.get(job.status, "completed")
    return CommandFailed(f"{job_id} {how} already: there is nothing to stop", reason=failure.reason)


@app.command("retry")
@remote
async def retry(
    to: Remote,
    job: JobArgument,
    watch: Annotated[bool, typer.Option("--watch", "-w", help="Follow the new job.")] = False,
    key: Annotated[
        str | None,
        typer.Option("--idempotency-key", help="The same key does it once. Usual: a new one."),
    ] = None,
) -> ExitCode | None:
    """Queue a new job like one that is over."""
    from opsdeck.v1.job_service_pb2 import RetryJobRequest

    request = RetryJobRequest(id=job, request_id=key or str(uuid.uuid4()))
    answer = await to.call(to.jobs.RetryJob, request)
    if to.out.json:
        (to.out.line if watch else to.out.document)(answer)
    else:
        to.out.say(f"{answer.id}: queued, place {answer.position}; it repeats {job}.")
    if watch:
        return await follow(to, answer.id)
    return None


@app.command("diff")
@remote
async def diff(to: Remote, job: JobArgument) -> None:
    """Print what a job changed, as a unified diff."""
    from opsdeck.v1.job_service_pb2 import GetJobDiffRequest

    answer = await to.call(to.jobs.GetJobDiff, GetJobDiffRequest(id=job))
    if to.out.json:
        to.out.document(answer)
        return
    to.out.diff(answer.diff)
    if answer.truncated:
        to.out.aside("The diff is longer; this is its beginning.")
    if not answer.diff:
        to.out.aside("Nothing changed.")


@remote
async def queue(to: Remote) -> None:
    """Show what runs and what waits."""
    from opsdeck.v1.job_service_pb2 import GetQueueRequest

    answer = await to.call(to.jobs.GetQueue, GetQueueRequest())
    if to.out.json:
        to.out.document(answer)
        return
    to.out.say(f"{len(answer.running)} of {answer.max_concurrent} running")
    if answer.running:
        to.out.table(
            ("ID", "CLIENT", "BRANCH", "RUNNING FOR"),
            ((job.id, job.client_name, job.branch_name, job.running_for) for job in answer.running),
        )
    to.out.say(f"{answer.total_queued} waiting")
    if answer.queued:
        to.out.table(
            ("ID", "PLACE", "CLIENT", "BRANCH", "PRIORITY", "QUEUED"),
            (
                (
                    job.id,
                    str(job.position),
                    job.client_name,
                    job.branch_name,
                    str(job.priority),
                    ago(job.created_at),
                )
                for job in answer.queued
            ),
        )


def _fields(job: "Job") -> list[tuple[str, "str | Text | None"]]:
    from opsdeck.v1.job_pb2 import Job

    took = ""
    if job.HasField("completed_at") and job.HasField("started_at"):
        seconds = (moment(job.completed_at) - moment(job.started_at)).total_seconds()
        took = f" (took {duration(seconds)})"
    run = job.run
    agent = " ".join(part for part in (run.agent, run.model, run.effort) if part)
    usage = run.usage
    return [
        ("Job", job.id),
        ("Status", status_text(enum_word(Job.Status.Name, job.status))),
        ("Place", str(job.position) if job.HasField("position") else ""),
        ("Error", job.error),
        ("Client", f"{job.client.name} ({job.client.github_org}/{job.client.github_repo})"),
        ("Branch", job.branch_name),
        ("Title", job.title),
        ("Prompt", one_line(job.prompt, 300)),
        ("Agent", agent),
        ("Pull request", job.pr_url),
        ("Commit", job.commit),
        ("Files changed", str(job.files_changed) if job.HasField("files_changed") else ""),
        (
            "Tokens",
            f"{usage.input_tokens + usage.cache_read_tokens + usage.cache_write_tokens:,} in, "
            f"{usage.output_tokens:,} out"
            if usage.turns or usage.output_tokens
            else "",
        ),
        ("Cost", dollars(usage.cost_usd)),
        ("Exit code", str(job.exit_code) if job.HasField("exit_code") else ""),
        ("Kept work", job.kept_ref),
        ("Worktree", job.worktree_path if job.status == Job.running else ""),
        ("Repeats", job.original_job_id),
        ("Queued", local(job.created_at)),
        ("Started", local(job.started_at) if job.HasField("started_at") else ""),
        ("Over", local(job.completed_at) + took if job.HasField("completed_at") else ""),
    ]
