"""The stand-in of the model's API in a process of its own: `python -m bench.model_api DELTAS`.

Every reply is one block of so many stamped deltas, as fast as it can send them. Prints its
base URL when it serves.
"""

import asyncio
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from tests.fakes.messages_api import MessagesApi
from tests.fakes.replies import Deltas, Reply


@asynccontextmanager
async def model_api(deltas: int) -> AsyncGenerator[str]:
    """Yield the base URL of a stand-in that is not in the way of who measures."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.model_api", str(deltas)), stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.kill()
        await process.wait()


async def main() -> None:
    reply = Reply((Deltas(int(sys.argv[1]), stamp=True),))
    async with MessagesApi(default=reply, log_deltas=False) as api:
        print(api.base_url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
