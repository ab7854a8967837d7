"""Who brings no token over REST is refused before the body is read, in the server's own words."""

import asyncio
import re
import tempfile
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import pytest_asyncio

from opsdeck_server.adapters.envoy import envoy_helper
from tests.acceptance.stack import Stack
from tests.integration.gateway.support import Gateway, read_head, running_gateway
from tests.integration.gateway.upstream import Upstream, serve

pytestmark = pytest.mark.asyncio(loop_scope="module")

WORDS = (
    "the bearer token is missing or wrong: send `Authorization: Bearer <token>` "
    "with the server's AGENT_API_SECRET"
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served() -> AsyncGenerator[tuple[Gateway, Upstream]]:
    """An Envoy that asks for a token, over a server that asks for none."""
    with tempfile.TemporaryDirectory(prefix="gt-", ignore_cleanup_errors=True) as name:
        upstream = Upstream()
        server = await serve(upstream, Path(name) / "s.sock")
        async with running_gateway(Path(name), asks_for_token=True) as gateway:
            yield gateway, upstream
        await server.stop(0)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        *(("GET", "/jobs"), ("POST", "/jobs"), ("DELETE", "/jobs/a"), ("OPTIONS", "/jobs")),
        *(("GET", "/health"), ("GET", "/nothing"), ("POST", "/live")),
    ],
)
async def test_without_a_token_it_is_401_and_the_server_is_not_asked(
    served: tuple[Gateway, Upstream], method: str, path: str
) -> None:
    gateway, upstream = served
    upstream.forget()
    answer = await gateway.ask(method, path)
    assert (answer.status, answer.json) == (401, {"error": WORDS})
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-request-id"]
    assert not upstream.requests


async def test_the_refusal_does_not_wait_for_the_body(served: tuple[Gateway, Upstream]) -> None:
    async with asyncio.timeout(10):
        headers = {"content-length": str(4 * 2**20)}
        reader, writer = await served[0].send("POST", "/jobs", headers)
        assert (await read_head(reader))[0] == 401
        writer.close()


async def test_with_any_token_the_server_is_asked(served: tuple[Gateway, Upstream]) -> None:
    answer = await served[0].ask("POST", "/jobs", {"authorization": "Bearer any"}, b"{}")
    assert answer.status == 201


@pytest.mark.parametrize("path", ["/live", "/ready", "/docs", "/openapi.json"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_what_needs_no_token_is_told_without(
    served: tuple[Gateway, Upstream], method: str, path: str
) -> None:
    async with asyncio.timeout(10):
        reader, writer = await served[0].send(method, path)
        assert (await read_head(reader))[0] == 200
        writer.close()


@pytest.mark.parametrize("path", ["/live", "/ready", "/docs", "/openapi.json"])
async def test_what_needs_no_token_takes_no_large_body(
    served: tuple[Gateway, Upstream], path: str
) -> None:
    answer = await served[0].ask("GET", path, body=b"x" * 5000)
    assert (answer.status, list(answer.json)) == (413, ["error"])


async def test_a_page_may_ask_whether_it_may_call(served: tuple[Gateway, Upstream]) -> None:
    headers = {"origin": "http://localhost:9", "access-control-request-method": "POST"}
    assert (await served[0].ask("OPTIONS", "/jobs", headers)).status == 200


async def test_the_words_are_those_of_the_server() -> None:
    with tempfile.TemporaryDirectory(prefix="gt-", ignore_cleanup_errors=True) as name:
        stack = Stack.make(Path(name).resolve())
        try:
            await stack.start()
            none = await stack.call("GET", "/jobs", token=None)
            wrong = await stack.call("GET", "/jobs", token="wrong")
            await stack.stop()
        finally:
            await stack.close()
    assert (none.status, none.json) == (wrong.status, wrong.json) == (401, {"error": WORDS})


@pytest.mark.parametrize("loopback_only", [True, False])
async def test_with_auth_none_nobody_is_asked(tmp_path: Path, *, loopback_only: bool) -> None:
    envoy_helper(tmp_path, tmp_path, "127.0.0.1", 1, tmp_path / "s", loopback_only=loopback_only)
    [asked] = re.findall(r"\btoken: (\w+)", (tmp_path / "envoy.yaml").read_text())
    assert asked == ("false" if loopback_only else "true")
