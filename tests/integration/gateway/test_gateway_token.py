"""Without the token REST is refused before the body is read, in the server's own words."""

import asyncio
import hashlib
import stat
import tempfile
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import pytest_asyncio

from opsdeck_gateway import render
from opsdeck_gateway.render import Places
from opsdeck_server.adapters.envoy import envoy_helper
from tests.acceptance.stack import Stack
from tests.integration.gateway import support
from tests.integration.gateway.support import Gateway, ask_admin, read_head, running_gateway
from tests.integration.gateway.upstream import Upstream, serve

pytestmark = pytest.mark.asyncio(loop_scope="module")

TOKEN = "the-token-ö-of-this-test"
BEARER = f"Bearer {TOKEN}"

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
        async with running_gateway(Path(name), token=TOKEN) as gateway:
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


WRONG = [
    *("x", "Bearer", "Bearer ", TOKEN, f"bearer {TOKEN}", f"Basic {TOKEN}", f"{BEARER}x"),
    *(BEARER[:-1], f"{BEARER[:-1]}x", f"x{BEARER[1:]}", f"{BEARER},{BEARER}", "y" * len(BEARER)),
]


@pytest.mark.parametrize("given", WRONG)
async def test_with_a_wrong_token_it_is_the_same(
    served: tuple[Gateway, Upstream], given: str
) -> None:
    gateway, upstream = served
    upstream.forget()
    answer = await gateway.ask("POST", "/jobs", {"authorization": given}, b"{}")
    assert (answer.status, answer.json) == (401, {"error": WORDS})
    assert not upstream.requests


@pytest.mark.parametrize("given", [{}, {"authorization": "x"}], ids=["none", "wrong"])
async def test_the_refusal_does_not_wait_for_the_body(
    served: tuple[Gateway, Upstream], given: dict[str, str]
) -> None:
    async with asyncio.timeout(10):
        headers = {"content-length": str(4 * 2**20), **given}
        reader, writer = await served[0].send("POST", "/jobs", headers)
        assert (await read_head(reader))[0] == 401
        writer.close()


async def test_with_the_token_the_server_is_asked(served: tuple[Gateway, Upstream]) -> None:
    answer = await served[0].ask("POST", "/jobs", {"authorization": BEARER}, b"{}")
    assert answer.status == 201


async def test_a_digest_is_that_of_python(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SHA-256 works on blocks of 64 bytes, whose last one ends with nine of its own."""
    script = (render.template_path().parent / "gateway/opsdeck_gateway/sha256.lua").read_text()
    (root / "digest.lua").write_text(
        script
        + """
        function envoy_on_request(handle)
          local digest = sha256(handle:headers():get("x-text") or "")
          handle:respond({ [":status"] = "200", ["x-digest"] = digest }, "")
        end
        """
    )
    text = render.template_path().read_text()
    name = f'filename: "{root}/digest.lua"'
    (root / "template.yaml").write_text(text.replace("inline_string: ${lua}", name))
    monkeypatch.setattr(support, "template_path", lambda: root / "template.yaml")
    async with running_gateway(root) as gateway:
        for length in (*range(1, 140), 5000):
            sent = "".join(chr(33 + (at * 7 + length) % 94) for at in range(length - 1)) + "ö"
            answer = await gateway.ask("GET", "/live", {"x-text": sent})
            assert answer.headers["x-digest"] == hashlib.sha256(sent.encode()).hexdigest(), length


async def test_envoy_does_not_know_the_token_itself(served: tuple[Gateway, Upstream]) -> None:
    gateway, _ = served
    shown = (await ask_admin(gateway.admin_socket, "GET", "/config_dump")).body.decode()
    assert "sha256" in shown
    for text in (shown, (gateway.root / "envoy.yaml").read_text(), gateway.log()):
        assert "the-token" not in text


async def test_nobody_else_reaches_the_admin_interface(served: tuple[Gateway, Upstream]) -> None:
    assert stat.S_IMODE(served[0].admin_socket.stat().st_mode) == 0o600


async def test_where_it_is_said_what_envoy_knows_the_token_is_not() -> None:
    places = Places("127.0.0.1", 1, Path("/s"), Path("/b"), Path("/a"), Path("/d"), token=TOKEN)
    assert TOKEN not in repr(places)


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


async def test_with_auth_none_nobody_is_asked(root: Path) -> None:
    envoy_helper(root, root, "127.0.0.1", 1, root / "s", token=None)
    assert "token: null }" in (root / "envoy.yaml").read_text()


async def test_the_configuration_is_for_its_user_alone(root: Path) -> None:
    config = root / "envoy.yaml"
    config.write_text("of an older server")
    config.chmod(0o644)
    envoy_helper(root, root, "127.0.0.1", 1, root / "s", token=TOKEN)
    assert stat.S_IMODE(config.stat().st_mode) == 0o600
    assert "sha256" in config.read_text()
    assert TOKEN not in config.read_text()
