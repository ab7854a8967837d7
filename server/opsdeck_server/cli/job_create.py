"""opsdeck job create."""

import hashlib
import re
import unicodedata
import uuid
from pathlib import Path
from typing import Annotated

import typer

from opsdeck_server.cli.clients import split_repo
from opsdeck_server.cli.failures import CommandFailed, ExitCode
from opsdeck_server.cli.following import ThinkingOption, follow
from opsdeck_server.cli.remote import Remote, remote
from opsdeck_server.cli.texts import read_text

_UNITS = {"": 1, "s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400}
_STOP_WORDS = {"a", "an", "and", "the", "to", "of", "in", "on", "for", "with", "please", "this"}


def read_seconds(text: str) -> int:
    """Read a time: `90`, `90s`, `30m`, `2h`, `1d`.

    Raises:
        typer.BadParameter: It is none of these.
    """
    match = re.fullmatch(r"(\d{1,9})\s*(s|m|min|h|d)?", text.strip())
    if not match or not int(match[1]):
        raise typer.BadParameter("write a time like 90s, 30m or 2h")
    return int(match[1]) * _UNITS[match[2] or ""]


def branch_for(text: str, key: str) -> str:
    """Return a branch name for a job: words of its title or prompt, and what tells it apart.

    The same text and key give the same name, so that a repeated create is the same request.
    """
    ascii_text = unicodedata.normalize("NFKD", text[:400]).encode("ascii", "ignore").decode()
    words = [word for word in re.findall(r"[a-z0-9]+", ascii_text.lower()) if len(word) <= 30]
    chosen = [word for word in words if word not in _STOP_WORDS][:5] or words[:5] or ["job"]
    mark = hashlib.sha256(key.encode()).hexdigest()[:6]
    return f"opsdeck/{'-'.join(chosen)}-{mark}"


@remote
async def create_job(
    to: Remote,
    repo: Annotated[
        str | None,
        typer.Argument(
            metavar="ORG/REPO",
            help="The repository; or give --client.",
            show_default=False,
        ),
    ] = None,
    prompt: Annotated[
        str | None,
        typer.Argument(
            metavar="PROMPT", help="What the agent is to do; - reads it.", show_default=False
        ),
    ] = None,
    client: Annotated[
        str | None,
        typer.Option(metavar="CLIENT", help="Client to work for: its id, in place of ORG/REPO."),
    ] = None,
    prompt_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Read the prompt from a file; - reads it.")
    ] = None,
    branch: Annotated[
        str | None,
        typer.Option(help="Branch to make. Usual: opsdeck/ and words of the title or prompt."),
    ] = None,
    title: Annotated[
        str | None, typer.Option(help="Title of the pull request and the commit.")
    ] = None,
    agent: Annotated[
        str | None, typer.Option(help="claude, or another that `opsdeck health` names.")
    ] = None,
    model: Annotated[str | None, typer.Option(help="The model, in the agent's words.")] = None,
    effort: Annotated[str | None, typer.Option(help="The effort, in the agent's words.")] = None,
    priority: Annotated[
        int | None, typer.Option(min=-1000, max=1000, help="Higher goes first; 0 is usual.")
    ] = None,
    timeout: Annotated[
        int | None,
        typer.Option(
            parser=read_seconds,
            metavar="TIME",
            help="Longest that it may take: 90s, 30m, 2h.",
        ),
    ] = None,
    max_cost: Annotated[
        float | None, typer.Option(metavar="USD", help="Most that the agent may spend.")
    ] = None,
    permission_mode: Annotated[
        str | None, typer.Option(help="How the agent handles permissions.")
    ] = None,
    callback_url: Annotated[
        str | None, typer.Option(metavar="URL", help="Where to report the end.")
    ] = None,
    feature_id: Annotated[str | None, typer.Option(help="Your own id of the feature.")] = None,
    key: Annotated[
        str | None,
        typer.Option(
            "--idempotency-key",
            help="The same key with the same job makes one job. Usual: a new one.",
        ),
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", "-w", help="Follow it to its end.")] = False,
    thinking: ThinkingOption = False,
) -> ExitCode | None:
    """Queue a job: an agent works on a new branch, and its work ends in a pull request.

    opsdeck job create acme/site "Fix the typo on the front page" --watch

    opsdeck job create --client cl-abc --prompt-file task.md --branch fix/typo

    git log -5 | opsdeck job create acme/site - --title "Release notes"

    With --watch the exit code is that of `opsdeck job watch`.
    """
    from opsdeck.v1.job_service_pb2 import CreateJobRequest

    if client and repo is not None and prompt is None:
        repo, prompt = None, repo  # with --client the one argument is the prompt
    if (client is None) == (repo is None):
        raise CommandFailed("name the repository: ORG/REPO, or --client CLIENT", ExitCode.usage)
    text = read_text("prompt", prompt, prompt_file)
    org, repo_name = split_repo(repo) if repo else (None, None)
    key = key or str(uuid.uuid4())
    request = CreateJobRequest(
        client_id=await to.client_id(client) if client else None,
        github_org=org,
        github_repo=repo_name,
        prompt=text,
        branch_name=branch or branch_for(title or text, key),
        title=title,
        os_feature_id=feature_id,
        os_callback_url=callback_url,
        agent=agent,
        model=model,
        effort=effort,
        priority=priority,
        timeout_seconds=timeout,
        max_cost_usd=max_cost,
        permission_mode=permission_mode,
        request_id=key,
    )
    answer = await to.call(to.jobs.CreateJob, request)
    if to.out.json:
        (to.out.line if watch else to.out.document)(answer)
    else:
        to.out.say(f"{answer.id}: queued, place {answer.position}, branch {answer.branch_name}")
        if not watch:
            to.out.aside(f"Follow it: opsdeck job watch {answer.id}")
    if watch:
        return await follow(to, answer.id, thinking=thinking)
    return None
