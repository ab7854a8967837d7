"""Ask an agent for a change, and read along until it is over.

    AGENT_API_SECRET=… python follow_job.py http://127.0.0.1:3456 acme/site "Fix the typo"

Exit code: 0 the job completed, 1 it did not, 2 the server refused.
"""

import asyncio
import os
import sys
import time

from opsdeck.v1.event_pb2 import Event
from opsdeck.v1.job_service_pb2 import CreateJobRequest
from opsdeck_client import Away, OpsdeckClient, OpsdeckError


async def main(url: str, repo: str, prompt: str) -> int:
    """Queue the job, follow it, and return the exit code."""
    org, _, name = repo.partition("/")
    asked = CreateJobRequest(
        github_org=org,
        github_repo=name,
        prompt=prompt,
        branch_name=f"opsdeck/{int(time.time())}",
        agent=os.environ.get("AGENT", "claude"),
    )
    status = ""
    async with OpsdeckClient(url, os.environ.get("AGENT_API_SECRET")) as deck:
        job = await deck.jobs.CreateJob(asked)
        print(f"{job.id} is number {job.position} in the queue")
        async for answer in deck.watch_job(job.id, on_away=say_away):
            for event in answer.events:
                if line := text_of(event):
                    print(line)
                if event.status_change.terminal:
                    status = event.status_change.status
    print(f"It {status or 'is over'}.")
    return 0 if status == "completed" else 1


def text_of(event: Event) -> str:
    """Return what a person wants to see of an event."""
    match event.WhichOneof("payload"):
        case "step":
            return f"· {event.step.message}"
        case "assistant_text":
            return event.assistant_text.text
        case "tool_use":
            return f"> {event.tool_use.tool} {event.tool_use.input}"
        case "error":
            return f"! {event.error.message}"
        case _:
            return ""


def say_away(away: Away) -> None:
    """Say that the watch waits for the server."""
    print(f"(away: {away.error.message}; again in {away.pause:.1f} s)", file=sys.stderr)


if __name__ == "__main__":
    try:
        sys.exit(asyncio.run(main(*sys.argv[1:4])))
    except OpsdeckError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
