"""A watch of the TypeScript client against the bare generated stub: processor time an event."""

import asyncio
import json

from bench.rig import running
from bench.table import Row
from tests.acceptance.stack import TOKEN
from tests.clients.typescript import NODE, PACKAGE, npm

EVENTS = 5_000
ROWS = {
    "replay": "watch in TypeScript, an event of a replay",
    "live": "watch in TypeScript, one event an answer",
}


async def run() -> list[Row]:
    await asyncio.to_thread(npm, PACKAGE, "exec", "--", "tsc", "-p", "tsconfig.test.json")
    async with running() as stack:
        job_id = await stack.create_job(f"@lines {EVENTS}")
        job = await stack.finished(job_id)
        assert job["status"] == "completed", job
        program = PACKAGE / "build" / "test" / "overhead.js"
        process = await asyncio.create_subprocess_exec(
            *(str(NODE), str(program), f"http://127.0.0.1:{stack.port}", TOKEN, job_id),
            stdout=asyncio.subprocess.PIPE,
        )
        output, _ = await process.communicate()
        assert process.returncode == 0
    measured = json.loads(output)
    assert measured["events"] > EVENTS, measured
    return [_row(name, measured[key]["watch"], measured[key]["bare"]) for key, name in ROWS.items()]


def _row(name: str, mine: float, other: float) -> Row:
    return Row(
        name,
        f"{mine:.2f} µs of CPU",
        "the generated stub, bare",
        f"{other:.2f} µs",
        f"{mine / other:.2f}×",
        "≤ 1.2×",
        mine / other <= 1.2,
    )
