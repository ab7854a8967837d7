"""A journal that is sent one event an answer, as it is live: `python -m bench.one_by_one EVENTS`.

Serves WatchJob over TCP, prints its port, and ends with its input.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from typing import Any

import grpc
import uvloop

from opsdeck.v1.event_pb2 import AssistantText, Event, StatusChange
from opsdeck.v1.job_service_pb2 import WatchJobRequest, WatchJobResponse

TEXT = "A line of some eighty characters, which is what an agent says when it does little."


async def main(count: int) -> None:
    answers = [
        WatchJobResponse(
            events=[Event(seq=seq, assistant_text=AssistantText(text=TEXT))], cursor=str(seq)
        ).SerializeToString()
        for seq in range(1, count)
    ]
    last = Event(seq=count, status_change=StatusChange(terminal=True))
    answers.append(WatchJobResponse(events=[last], cursor=str(count)).SerializeToString())

    async def watch(request: WatchJobRequest, context: Any) -> AsyncIterator[bytes]:
        for answer in answers:
            yield answer

    handlers: dict[str, Any] = {
        "WatchJob": grpc.unary_stream_rpc_method_handler(watch, WatchJobRequest.FromString)
    }
    server = grpc.aio.server()
    generic = grpc.method_handlers_generic_handler("opsdeck.v1.JobService", handlers)
    server.add_generic_rpc_handlers((generic,))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    print(port, flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await server.stop(0)


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))
