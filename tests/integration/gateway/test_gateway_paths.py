"""What a path names is what is meant: neither query, body, slashes nor methods say otherwise."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest
from google.api import annotations_pb2
from google.protobuf import descriptor_pb2

from opsdeck_gateway.render import descriptor_path
from tests.integration.gateway.support import Answer, Gateway, read_head
from tests.integration.gateway.upstream import Upstream

pytestmark = pytest.mark.asyncio(loop_scope="module")

JSON = {"content-type": "application/json"}


def bindings() -> list[tuple[str, str, list[str]]]:
    """Return method, path and the fields in it, of each method that has fields in its path."""
    files = descriptor_pb2.FileDescriptorSet.FromString(descriptor_path().read_bytes())
    http: Any = annotations_pb2.http
    rules = [
        method.options.Extensions[http]
        for file in files.file
        for service in file.service
        for method in service.method
        if method.options.HasExtension(http)
    ]
    verbs = [(str(rule.WhichOneof("pattern")), rule) for rule in rules]
    paths = [(verb.upper(), str(getattr(rule, verb))) for verb, rule in verbs]
    found = [(verb, path, re.findall(r"\{(\w+)\}", path)) for verb, path in paths]
    return [each for each in found if each[2]]


def camel(name: str) -> str:
    return re.sub(r"_(\w)", lambda match: match[1].upper(), name)


def refused(answer: Answer, word: str) -> None:
    assert answer.status == 400, answer
    assert list(answer.json) == ["error"]
    assert word in answer.json["error"]


async def test_no_parameter_says_otherwise(gateway: Gateway, upstream: Upstream) -> None:
    assert len(bindings()) > 10
    for verb, path, fields in bindings():
        for field in {spelt for name in fields for spelt in (name, camel(name))}:
            asked = re.sub(r"\{\w+\}", "a", path) + f"?{field}=b"
            answer = await gateway.ask(verb, asked, JSON)
            refused(answer, f"`{field}` is in the path: leave the parameter out")
    assert upstream.requests == upstream.sessions.commands == upstream.sessions.opened == []


@pytest.mark.parametrize("query", ["%69d=b", "i%64=b", "limit=1&id=b", "id.=b", ".id=b", "id"])
async def test_no_spelling_of_a_parameter_does(
    gateway: Gateway, upstream: Upstream, query: str
) -> None:
    refused(await gateway.ask("GET", f"/jobs/a?{query}"), "`id` is in the path")
    assert not upstream.requests


async def test_no_body_says_otherwise(gateway: Gateway, upstream: Upstream) -> None:
    written = [each for each in bindings() if each[0] in ("POST", "PATCH")]
    assert len(written) > 5
    for verb, path, fields in written:
        for field in fields:
            body = json.dumps({field: "b"}).encode()
            asked = re.sub(r"\{\w+\}", "a", path)
            refused(await gateway.ask(verb, asked, JSON, body), f"the field {field} is conflicting")
    assert upstream.requests == upstream.sessions.commands == []


async def test_a_body_that_says_the_same_passes(gateway: Gateway, upstream: Upstream) -> None:
    answer = await gateway.ask("PATCH", "/clients/a", JSON, b'{"id": "a", "name": "n"}')
    assert (answer.status, upstream.requests[0].id) == (200, "a")


async def test_the_other_spelling_in_a_body_means_nothing(
    gateway: Gateway, upstream: Upstream
) -> None:
    upstream.sessions.journal("s")
    body = b'{"sessionId": "t", "content": "x"}'
    assert (await gateway.ask("PATCH", "/sessions/s/messages/m", JSON, body)).status == 200
    assert [command.session_id for command in upstream.sessions.commands] == ["s"]


async def test_where_the_path_names_nothing_such_a_parameter_is_an_unknown_one(
    gateway: Gateway, upstream: Upstream
) -> None:
    assert (await gateway.ask("GET", "/jobs?id=b&clientId=c")).status == 200
    assert upstream.requests[0].client_id == "c"


@pytest.mark.parametrize("name", ["session_id", "sessionId"])
@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/jobs/a"), ("POST", "/jobs/a/cancel"), ("GET", "/clients/a"), ("GET", "/sessions/s")],
)
async def test_a_field_of_another_path_is_an_unknown_one(
    gateway: Gateway, upstream: Upstream, method: str, path: str, name: str
) -> None:
    upstream.sessions.journal("s")
    assert (await gateway.ask(method, f"{path}?{name}=1")).status == 200


@pytest.mark.parametrize("name", ["id", "session_id"])
async def test_a_start_of_a_session_has_no_id_in_its_path(
    gateway: Gateway, upstream: Upstream, name: str
) -> None:
    body = b'{"repo": "acme/app"}'
    assert (await gateway.ask("POST", f"/sessions/start?{name}=3", JSON, body)).status == 201


async def test_a_path_that_is_none_is_not_said_to_hold_an_id(gateway: Gateway) -> None:
    assert (await gateway.ask("GET", "/nothing/a?id=3")).status == 404


async def test_a_session_that_is_called_start_has_its_id_in_its_path(gateway: Gateway) -> None:
    refused(await gateway.ask("GET", "/sessions/start?id=3"), "`id` is in the path")


async def test_what_only_ends_like_one_is_another(gateway: Gateway, upstream: Upstream) -> None:
    assert (await gateway.ask("GET", "/jobs/a?clientId=c&job_id=b&i%2564=b")).status == 200
    assert upstream.requests[0].id == "a"


# -- slashes at the end ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        *("/live/", "/jobs/", "/jobs//", "/jobs/a/", "/jobs/a/events/", "/jobs/a/events/?after=1"),
        *("/sessions/", "/sessions/s/", "/sessions/s/events/", "/sessions/s/events/./", "/docs/"),
    ],
)
async def test_a_slash_at_the_end_is_another_path(
    gateway: Gateway, upstream: Upstream, path: str
) -> None:
    answer = await gateway.ask("GET", path)
    assert (answer.status, list(answer.json)) == (404, ["error"])
    assert upstream.requests == upstream.sessions.commands == upstream.sessions.opened == []


async def test_nothing_is_deleted_by_a_path_with_a_slash_at_the_end(
    gateway: Gateway, upstream: Upstream
) -> None:
    upstream.sessions.journal("s")
    assert (await gateway.ask("DELETE", "/sessions/s/")).status == 404
    assert upstream.sessions.commands == []


async def test_a_slash_at_the_end_of_the_query_is_text(
    gateway: Gateway, upstream: Upstream
) -> None:
    assert (await gateway.ask("GET", "/jobs?clientId=a/")).status == 200
    assert upstream.requests[0].client_id == "a/"


# -- HEAD -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/live", "/ready", "/health", "/docs", "/openapi.json"])
async def test_head_is_answered_like_get_without_the_body(gateway: Gateway, path: str) -> None:
    got = await gateway.ask("GET", path)
    async with asyncio.timeout(10):
        reader, writer = await gateway.send("HEAD", path)
        status, headers = await read_head(reader)
        assert await reader.read() == b""
        writer.close()
    assert status == got.status == 200
    assert headers["content-type"] == got.headers["content-type"]
    assert headers["x-request-id"]
    # That of GET or none (RFC 9110, 8.6).
    assert headers.get("content-length") in (got.headers["content-length"], None)


@pytest.mark.parametrize("path", ["/docs", "/openapi.json"])
async def test_head_tells_how_long_a_file_is(gateway: Gateway, path: str) -> None:
    got = await gateway.ask("GET", path)
    reader, writer = await gateway.send("HEAD", path)
    assert (await read_head(reader))[1]["content-length"] == str(len(got.body))
    writer.close()


async def test_a_connection_goes_on_after_head(gateway: Gateway) -> None:
    keep = {"connection": "keep-alive"}
    reader, writer = await gateway.send("HEAD", "/live", keep)
    async with asyncio.timeout(10):
        for path in ("/docs", "/health", "/openapi.json", "/live"):
            # It begins where the one before ended.
            assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200 ")
            writer.write(f"HEAD {path} HTTP/1.1\r\nhost: x\r\n\r\n".encode())
        writer.close()


async def test_head_of_anything_else_is_405(gateway: Gateway, upstream: Upstream) -> None:
    for path in ("/jobs", "/jobs/a/events", "/nothing"):
        reader, writer = await gateway.send("HEAD", path)
        assert (await read_head(reader))[0] == 405
        writer.close()
    assert not upstream.requests


async def test_over_http_2_head_has_no_body_either(gateway: Gateway, tmp_path: Path) -> None:
    out, head = tmp_path / "body", tmp_path / "head"
    words = ["--http2-prior-knowledge", "-sS", "-X", "HEAD", "-o", str(out), "-D", str(head)]
    for path in ("/live", "/openapi.json", "/jobs"):
        url = f"http://{gateway.target}{path}"
        curl = await asyncio.create_subprocess_exec("curl", *words, "--max-time", "10", url)
        await curl.wait()
        assert head.read_text().startswith("HTTP/2 ")
        assert not out.exists() or out.read_bytes() == b""
