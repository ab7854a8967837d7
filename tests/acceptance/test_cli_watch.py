"""The command line against a whole server: a watch lives through the server's death."""

import asyncio
import json
import sys
from typing import Any

from tests.acceptance.stack import Stack


async def start(stack: Stack, *words: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "opsdeck_server.cli",
        *words,
        env=stack.env | {"PORT": str(stack.port)},
        cwd=stack.root,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def test_a_watch_misses_nothing_while_the_server_is_killed_and_started(stack: Stack) -> None:
    gate = stack.root / "gate"
    repo = f"{stack.origin.org}/{stack.origin.repo}"
    prompt = f"@lines 50\n@gate {gate}\n@lines 50"
    command = await start(
        stack, "job", "create", repo, prompt, "--agent", "simulator", "--watch", "--json"
    )
    try:
        assert command.stdout
        async with asyncio.timeout(50):
            created = json.loads(await command.stdout.readline())
            events: list[dict[str, Any]] = []
            while sum(event["type"] == "assistantText" for event in events) < 50:
                events.append(json.loads(await command.stdout.readline()))
            await stack.kill()
            await stack.start()
            await asyncio.to_thread(gate.touch)
            rest, errors = await command.communicate()
        events += [json.loads(line) for line in rest.splitlines()]
        assert command.returncode == 0, errors.decode()
        assert "trying again" in errors.decode()
        assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
        assert sum(event["type"] == "assistantText" for event in events) == 100
        job = await stack.get(f"/jobs/{created['id']}")
        assert job["status"] == "completed"
    finally:
        if command.returncode is None:
            command.kill()
            await command.wait()


async def test_a_person_gets_along_with_it(stack: Stack) -> None:
    async def say(*words: str) -> tuple[int | None, str]:
        command = await start(stack, *words)
        output, errors = await asyncio.wait_for(command.communicate(), 50)
        return command.returncode, (output + errors).decode()

    repo = f"{stack.origin.org}/{stack.origin.repo}"
    assert (await say("client", "add", repo))[0] == 0
    code, said = await say("job", "create", repo, "@fail no luck", "--agent=simulator", "-w")
    assert (code, "✗ failed" in said, "no luck" in said) == (1, True, True)
    code, said = await say("job", "list", "--status", "failed")
    assert (code, repo in said) == (0, True)
    assert (await say("job", "show", "job-x"))[0] == 1
    assert (await say("queue"))[0] == 0
    assert (await say("client", "remove", repo, "--remove-repo", "--yes"))[0] == 0
