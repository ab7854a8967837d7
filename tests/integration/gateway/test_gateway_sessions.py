"""The manners of the /sessions family: snake_case, 201, 204 and a bare array.

A contract of its own stands in for the family, compiled here.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path
from typing import Any

import grpc
import pytest
import pytest_asyncio
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from grpc_tools import protoc

from tests.integration.gateway.support import Gateway, running_gateway

pytestmark = pytest.mark.asyncio(loop_scope="module")

ROOT = Path(__file__).resolve().parents[3]
PROTO = """
syntax = "proto3";
package stand.in;
import "google/api/annotations.proto";
service Sessions {
  rpc Start(Session) returns (Session) {
    option (google.api.http) = {post: "/sessions/start" body: "*"};
  }
  rpc Send(Session) returns (Session) {
    option (google.api.http) = {post: "/sessions/{id}/message" body: "*"};
  }
  rpc List(Empty) returns (stream Session) { option (google.api.http) = {get: "/sessions"}; }
  rpc Get(Session) returns (Session) { option (google.api.http) = {get: "/sessions/{id}"}; }
  rpc Watch(Session) returns (stream Session) {
    option (google.api.http) = {get: "/sessions/{id}/events"};
  }
  rpc Delete(Session) returns (Empty) { option (google.api.http) = {delete: "/sessions/{id}"}; }
}
message Empty {}
message Session { string id = 1; int32 message_count = 2; }
"""


def compiled(folder: Path) -> Path:
    """Write the descriptor of PROTO."""
    source, out = folder / "stand_in.proto", folder / "stand_in.binpb"
    source.write_text(PROTO)
    well_known = Path(protoc.__file__).parent / "_proto"
    paths = [f"-I{path}" for path in (folder, ROOT / "third_party" / "proto", well_known)]
    words = ["protoc", *paths, "--include_imports", f"--descriptor_set_out={out}", source.name]
    assert protoc.main(words) == 0  # pyright: ignore[reportUnknownMemberType]
    return out


def service(descriptor: Path, seen: list[Any]) -> grpc.GenericRpcHandler:
    """Answer each call with what it brought; the id `none` is NOT_FOUND, the list `empty` empty."""
    pool = descriptor_pool.DescriptorPool()
    for file in descriptor_pb2.FileDescriptorSet.FromString(descriptor.read_bytes()).file:
        pool.Add(file)  # pyright: ignore[reportUnknownMemberType]
    session: Any = message_factory.GetMessageClass(pool.FindMessageTypeByName("stand.in.Session"))
    empty: Any = message_factory.GetMessageClass(pool.FindMessageTypeByName("stand.in.Empty"))

    async def one(request: Any, context: Any) -> Any:
        seen.append(request)
        if request.id == "none":
            await context.abort(grpc.StatusCode.NOT_FOUND, "no such session")
        return request

    async def delete(request: Any, context: Any) -> Any:
        await one(request, context)
        return empty()

    async def several(request: Any, context: Any) -> AsyncIterator[Any]:
        if request.DESCRIPTOR.name == "Session":
            await one(request, context)
        for number in range(2):
            yield session(id=f"s{number}", message_count=number)

    def handler(make: Any, call: Any, request: Any, response: Any) -> Any:
        return make(
            call,
            request_deserializer=request.FromString,
            response_serializer=response.SerializeToString,
        )

    unary, stream = grpc.unary_unary_rpc_method_handler, grpc.unary_stream_rpc_method_handler
    return grpc.method_handlers_generic_handler(
        "stand.in.Sessions",
        {
            "Start": handler(unary, one, session, session),
            "Send": handler(unary, one, session, session),
            "Get": handler(unary, one, session, session),
            "Delete": handler(unary, delete, session, empty),
            "List": handler(stream, several, empty, session),
            "Watch": handler(stream, several, session, session),
        },
    )


@pytest.fixture(scope="module")
def seen() -> list[Any]:
    return []


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sessions(shared_root: Path, seen: list[Any]) -> AsyncGenerator[Gateway]:
    descriptor = await asyncio.to_thread(compiled, shared_root)
    server = grpc.aio.server()
    server.add_generic_rpc_handlers((service(descriptor, seen),))
    server.add_insecure_port(f"unix:{shared_root}/s.sock")
    await server.start()
    options = {"descriptor": descriptor, "services": ["stand.in.Sessions"]}
    async with running_gateway(shared_root, **options) as gateway:
        yield gateway
    await server.stop(0)


async def test_a_start_is_201_and_snake_case(sessions: Gateway) -> None:
    answer = await sessions.post("/sessions/start", {"id": "a", "message_count": 3})
    assert (answer.status, answer.json) == (201, {"id": "a", "message_count": 3})


async def test_camel_case_is_read_too(sessions: Gateway) -> None:
    answer = await sessions.post("/sessions/start", {"id": "a", "messageCount": 3})
    assert answer.json == {"id": "a", "message_count": 3}


async def test_what_is_zero_is_there(sessions: Gateway) -> None:
    answer = await sessions.ask("GET", "/sessions/a")
    assert (answer.status, answer.json) == (200, {"id": "a", "message_count": 0})


async def test_a_message_is_200(sessions: Gateway) -> None:
    answer = await sessions.post("/sessions/a/message", {})
    assert (answer.status, answer.json) == (200, {"id": "a", "message_count": 0})


async def test_the_list_is_a_bare_array(sessions: Gateway) -> None:
    answer = await sessions.ask("GET", "/sessions")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json == [{"id": "s0", "message_count": 0}, {"id": "s1", "message_count": 1}]


async def test_a_delete_is_204_without_a_body(sessions: Gateway, seen: list[Any]) -> None:
    """On a connection that goes on, so that a body too many would be seen."""
    async with asyncio.timeout(10):
        reader, writer = await sessions.send("DELETE", "/sessions/a", {"connection": "keep-alive"})
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        writer.write(b"GET /sessions/b HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        rest = await reader.read()
        writer.close()
    assert head.startswith("http/1.1 204")
    assert "content-type" not in head
    assert "content-length" not in head
    assert "transfer-encoding" not in head
    assert "x-request-id" in head
    assert rest.startswith(b"HTTP/1.1 200")
    assert [request.id for request in seen[-2:]] == ["a", "b"]


async def test_a_delete_that_is_refused_says_why(sessions: Gateway) -> None:
    answer = await sessions.ask("DELETE", "/sessions/none")
    assert (answer.status, answer.json) == (404, {"error": "no such session"})


async def test_events_are_snake_case_too(sessions: Gateway) -> None:
    answer = await sessions.ask("GET", "/sessions/a/events")
    assert answer.headers["content-type"] == "text/event-stream"
    assert answer.body == (
        b'data: {"id":"s0","message_count":0}\n\ndata: {"id":"s1","message_count":1}\n\n'
    )


async def test_events_of_an_unknown_session_are_404(sessions: Gateway) -> None:
    answer = await sessions.ask("GET", "/sessions/none/events")
    assert (answer.status, answer.json) == (404, {"error": "no such session"})
