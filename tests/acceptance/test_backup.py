"""What the documentation says of looking into a running server's database holds."""

import asyncio
import sys

from tests.acceptance.stack import Stack

LOOK = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('SELECT * FROM jobs').fetchall()"


async def test_another_program_that_reads_the_database_costs_the_server_no_commit(
    stack: Stack,
) -> None:
    database = stack.root / "deck" / "opsdeck.db"
    await asyncio.gather(*(stack.get("/jobs") for _ in range(20)))  # all readers are there
    first = await stack.create_job("@say x")
    await stack.finished(first)

    # A closing connection that finds no lock of the server's takes the log with it.
    look = await asyncio.create_subprocess_exec(sys.executable, "-c", LOOK, str(database))
    assert await look.wait() == 0
    assert database.with_name("opsdeck.db-wal").exists()

    second = await stack.create_job("@say y", branchName="feature/two")
    await stack.finished(second)
    await stack.kill()
    await stack.start()
    jobs = (await stack.get("/jobs"))["jobs"]
    assert [job["id"] for job in jobs] == [second, first]
    assert {job["status"] for job in jobs} == {"completed"}
