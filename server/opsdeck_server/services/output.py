"""The output of an agent's process, both streams of it, as it comes or from its spool."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from opsdeck_server.ports.supervisor import (
    OutputStream,
    SupervisedProcess,
    Supervisor,
    SupervisorLost,
    SupervisorRef,
)

CHUNKS_AHEAD = 8
"""Chunks of 256 KiB that are read from a process before the journal has them."""


async def batches(
    supervisor: Supervisor,
    handle: SupervisedProcess | None,
    ref: SupervisorRef,
    offsets: dict[OutputStream, int],
) -> AsyncGenerator[list[tuple[OutputStream | None, bytes]]]:
    """Yield what the streams have from their offsets on, all that is there at once.

    Without a handle the process is over, and its spools are read. A chunk of stream None
    says that the supervisor was lost. Ends when both streams do. Close it to stop early.
    """
    queue: asyncio.Queue[tuple[OutputStream | None, bytes] | Exception | None] = asyncio.Queue(
        CHUNKS_AHEAD
    )

    async def pump(stream: OutputStream, offset: int) -> None:
        source = (
            supervisor.read_spool(ref, stream, offset)
            if handle is None
            else handle.follow(stream, offset)
        )
        try:
            async with aclosing(source) as chunks:
                async for chunk in chunks:
                    await queue.put((stream, chunk))
        except SupervisorLost:
            await queue.put((None, b""))
        except Exception as error:  # noqa: BLE001 - raised where the queue is read
            await queue.put(error)
        await queue.put(None)

    pumps = [asyncio.create_task(pump(stream, offset)) for stream, offset in offsets.items()]
    try:
        ends = 0
        while ends < len(pumps):
            batch: list[tuple[OutputStream | None, bytes]] = []
            item = await queue.get()
            while True:
                if isinstance(item, Exception):
                    raise item
                if item is None:
                    ends += 1
                else:
                    batch.append(item)
                if queue.empty():
                    break
                item = queue.get_nowait()
            if batch:
                yield batch
    finally:
        for task in pumps:
            task.cancel()
        await asyncio.gather(*pumps, return_exceptions=True)
