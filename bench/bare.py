"""The least that could be in the server's place: a pipe and a bare grpc.aio stream.

`python -m bench.bare SOCKET` serves one method, `/bench.Bare/Stream`: its request is a JSON
list of arguments; the process is started, the string "go" is written to it, and each line of
its output is one answer. `/bench.Bare/Repeat` answers the bytes of its request as many times
as the first four bytes say.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from typing import Any

import grpc
import uvloop


async def stream(request: bytes, context: Any) -> AsyncIterator[bytes]:
    argv, first = json.loads(request)
    process = await asyncio.create_subprocess_exec(
        *argv, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=2**24
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(first.encode())
    await process.stdin.drain()
    async for line in process.stdout:
        yield line
        if b'"type": "result"' in line:
            break
    process.kill()
    await process.wait()


async def repeat(request: bytes, context: Any) -> AsyncIterator[bytes]:
    payload = request[4:]
    for _ in range(int.from_bytes(request[:4], "big")):
        yield payload


async def main() -> None:
    server = grpc.aio.server()
    handlers: dict[str, Any] = {
        "Stream": grpc.unary_stream_rpc_method_handler(stream),
        "Repeat": grpc.unary_stream_rpc_method_handler(repeat),
    }
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("bench.Bare", handlers),))
    server.add_insecure_port(f"unix:{sys.argv[1]}")
    await server.start()
    print("ready", flush=True)
    await server.wait_for_termination()


if __name__ == "__main__":
    uvloop.run(main())
