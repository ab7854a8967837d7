"""REST by transcoding: statuses, the one shape of errors, names, headers, what is refused."""

import asyncio
import json
import re

import pytest

from tests.integration.gateway.support import Answer, Gateway, read_answer
from tests.integration.gateway.upstream import MESSAGE, Upstream

pytestmark = pytest.mark.asyncio(loop_scope="module")

JSON = {"content-type": "application/json"}
GENERATED = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def refused(answer: Answer, status: int) -> str:
    """Check an error's shape; return its text."""
    assert answer.status == status, answer
    assert answer.headers["content-type"] == "application/json", answer
    assert answer.headers["x-request-id"], answer
    assert answer.headers["server"] == "opsdeck", answer
    assert not [n for n in answer.headers if n.startswith(("grpc-", "x-envoy-"))], answer
    assert list(answer.json) == ["error"], answer
    assert answer.json["error"], answer
    return answer.json["error"]


# -- answers ---------------------------------------------------------------------------


async def test_names_are_camel_case_and_what_is_zero_is_there(gateway: Gateway) -> None:
    answer = await gateway.ask("GET", "/jobs/a")
    assert answer.status == 200
    assert answer.json == {
        "id": "a",
        "clientId": "",
        "status": "queued",
        "prompt": "",
        "branchName": "",
        "messages": [],
        "priority": 0,
        "permissionMode": "",
        "messagesOmitted": 0,
    }


async def test_an_answer_carries_nothing_of_grpc_or_envoy(gateway: Gateway) -> None:
    answer = await gateway.ask("GET", "/jobs/a")
    assert set(answer.headers) == {
        "content-type",
        "content-length",
        "date",
        "server",
        "x-request-id",
        "connection",
    }
    assert answer.headers["server"] == "opsdeck"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/clients", 201),
        ("POST", "/jobs", 201),
        ("POST", "/jobs/a/retry", 201),
        ("POST", "/jobs/a/cancel", 200),
        ("GET", "/clients", 200),
        ("GET", "/jobs", 200),
        ("PATCH", "/clients/a", 200),
        ("DELETE", "/clients/a?removeRepo=true", 200),
    ],
)
async def test_creates_are_201_and_all_else_200(
    gateway: Gateway, upstream: Upstream, method: str, path: str, status: int
) -> None:
    answer = await gateway.ask(method, path, JSON, b"{}" if method in ("POST", "PATCH") else None)
    assert answer.status == status
    assert isinstance(answer.json, dict)
    assert len(upstream.requests) == 1


async def test_a_create_that_is_refused_is_not_201(gateway: Gateway) -> None:
    answer = await gateway.post("/jobs", {"branchName": "code-ALREADY_EXISTS"})
    assert refused(answer, 409) == MESSAGE


async def test_an_empty_body_is_an_empty_message(gateway: Gateway) -> None:
    assert (await gateway.ask("POST", "/clients", JSON, b"")).status == 201


async def test_query_and_path_fill_the_request(gateway: Gateway, upstream: Upstream) -> None:
    path = "/jobs?status=queued,running&status=failed&clientId=c&limit=7&nobody=1"
    answer = await gateway.ask("GET", path)
    assert answer.json["limit"] == 7
    [request] = upstream.requests
    assert list(request.status) == ["queued,running", "failed"]
    assert request.client_id == "c"


async def test_unknown_fields_of_a_body_are_passed_over(gateway: Gateway) -> None:
    answer = await gateway.post("/clients", {"githubOrg": "acme", "nobody": {"x": 1}})
    assert (answer.status, answer.json["githubOrg"]) == (201, "acme")


async def test_a_large_answer_comes_whole(gateway: Gateway) -> None:
    answer = await gateway.ask("GET", "/jobs/big")
    assert len(answer.json["prompt"]) == 10 * 2**20


# -- errors of the server -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("INVALID_ARGUMENT", 400),
        ("FAILED_PRECONDITION", 400),
        ("OUT_OF_RANGE", 400),
        ("UNAUTHENTICATED", 401),
        ("PERMISSION_DENIED", 403),
        ("NOT_FOUND", 404),
        ("ALREADY_EXISTS", 409),
        ("ABORTED", 409),
        ("RESOURCE_EXHAUSTED", 429),
        ("CANCELLED", 499),
        ("UNAVAILABLE", 503),
        ("DEADLINE_EXCEEDED", 504),
    ],
)
async def test_each_status_of_grpc_has_its_own_in_http(
    gateway: Gateway, code: str, status: int
) -> None:
    assert refused(await gateway.ask("GET", f"/jobs/code-{code}"), status) == MESSAGE
    assert refused(await gateway.ask("GET", f"/jobs/late-{code}"), status) == MESSAGE
    assert refused(await gateway.ask("GET", f"/jobs/empty-{code}"), status) != MESSAGE
    assert refused(await gateway.ask("GET", f"/jobs/code-{code}/events"), status) == MESSAGE


@pytest.mark.parametrize("word", ["rich-NOT_FOUND", "alien-NOT_FOUND"])
async def test_details_for_grpc_callers_do_not_hide_the_message(
    gateway: Gateway, word: str
) -> None:
    assert refused(await gateway.ask("GET", f"/jobs/{word}"), 404) == MESSAGE


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("raise", 500),
        ("code-UNKNOWN", 500),
        ("code-INTERNAL", 500),
        ("code-DATA_LOSS", 500),
        ("code-UNIMPLEMENTED", 501),
    ],
)
async def test_a_fault_says_nothing_of_the_servers_inside(
    gateway: Gateway, word: str, status: int
) -> None:
    answer = await gateway.ask("GET", f"/jobs/{word}")
    text = refused(answer, status)
    assert "secret" not in text
    assert "job" not in text
    assert b"RuntimeError" not in answer.body


# -- what Envoy refuses itself ------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "//", 404),
        ("PUT", "/jobs", 404),
        ("OPTIONS", "/jobs", 404),
        ("POST", "/jobs/a/events", 404),
        ("POST", "/opsdeck.v1.JobService/ListJobs", 404),
        ("GET", "/jobs/..", 404),
        ("GET", "/jobs/a%2Fb", 400),
        ("GET", "/jobs/a%5cb", 400),
        ("GET", "/jobs/%00", 400),
        ("GET", "/jobs/%FF", 400),
        ("GET", "/jobs/%c3", 400),
        ("GET", "/jobs/%ed%a0%80", 400),
        ("GET", "/jobs?status=%FF", 400),
        ("GET", b"/jobs/\xff", 400),
        ("GET", "*", 400),
        ("GET", "/jobs/\x01", 400),
        ("GET", "/jobs?limit=x", 400),
        ("GET", "/jobs?limit=-1", 400),
        ("CONNECT", "/jobs", 400),
    ],
)
async def test_a_path_that_is_none_is_refused_in_the_one_shape(
    gateway: Gateway, upstream: Upstream, method: str, path: str | bytes, status: int
) -> None:
    refused(await gateway.ask(method, path), status)
    assert not upstream.requests


async def test_text_that_is_utf8_passes(gateway: Gateway, upstream: Upstream) -> None:
    assert (await gateway.ask("GET", "/jobs?clientId=%C3%A9%F0%9F%9A%80")).status == 200
    assert upstream.requests[0].client_id == "é🚀"


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"githubOrg"',
        b"[1]",
        b"nonsense",
        b'{"githubOrg":1}',
        b'{"githubOrg":"\xff"}',
        b"\0\0\0",
        b'{"name":' + b"[" * 2000,
    ],
)
async def test_a_malformed_body_is_400(gateway: Gateway, upstream: Upstream, body: bytes) -> None:
    refused(await gateway.ask("POST", "/clients", JSON, body), 400)
    assert not upstream.requests


async def test_the_largest_body_passes(gateway: Gateway, upstream: Upstream) -> None:
    body = json.dumps({"name": ""}).encode()
    body = body[:-2] + b"x" * (4 * 2**20 - len(body)) + body[-2:]
    assert len(body) == 4 * 2**20
    # What is a whisker smaller than 4 MiB in JSON is so in gRPC, whose own limit is that.
    assert (await gateway.ask("POST", "/clients", JSON, body)).status == 201
    assert len(upstream.requests[0].name) > 4_190_000


@pytest.mark.parametrize("size", [4 * 2**20 + 1, 9_000_000])
async def test_a_body_over_4_mib_is_413(gateway: Gateway, upstream: Upstream, size: int) -> None:
    body = b'{"name":"' + b"x" * (size - 11) + b'"}'
    refused(await gateway.ask("POST", "/clients", JSON, body), 413)
    assert not upstream.requests


@pytest.mark.parametrize(
    "headers", [{"x-big": "y" * 40_000}, {f"x-{n}": "y" for n in range(120)}], ids=["big", "many"]
)
async def test_headers_beyond_measure_are_431(gateway: Gateway, headers: dict[str, str]) -> None:
    refused(await gateway.ask("GET", "/live", headers), 431)


async def test_a_question_about_the_port_as_a_whole_is_404_with_a_name(gateway: Gateway) -> None:
    refused(await gateway.ask("OPTIONS", "*"), 404)


async def ask_with_a_header(gateway: Gateway, method: str, path: str, header: str) -> Answer:
    """Send a header in Latin-1."""
    async with asyncio.timeout(10):
        reader, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
        head = f"{method} {path} HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n{header}\r\n\r\n"
        writer.write(head.encode("latin-1"))
        answer = await read_answer(reader)
        writer.close()
    return answer


@pytest.mark.parametrize("name", ["cookie", "user-agent", "x-other", "accept-language"])
@pytest.mark.parametrize(("method", "path"), [("GET", "/jobs"), ("POST", "/jobs/a/cancel")])
async def test_a_header_that_nobody_reads_may_be_no_utf8_and_goes_no_further(
    gateway: Gateway, upstream: Upstream, method: str, path: str, name: str
) -> None:
    """As a cookie that another program of this host has set."""
    header = f"{name}: caf\xe9=secret"
    assert (await ask_with_a_header(gateway, method, path, header)).status == 200
    assert name == "user-agent" or name not in upstream.metadata[0]
    assert "secret" not in str(upstream.metadata)
    assert "secret" not in gateway.log()


@pytest.mark.parametrize("name", ["cookie", "authorization", "content-type"])
@pytest.mark.parametrize("path", ["/docs", "/openapi.json", "/docs?%E9"])
async def test_a_file_is_for_whoever_asks(gateway: Gateway, path: str, name: str) -> None:
    assert (await ask_with_a_header(gateway, "GET", path, f"{name}: caf\xe9")).status == 200


@pytest.mark.parametrize("name", ["authorization", "content-type", "origin", "idempotency-key"])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_header_that_is_not_utf8_is_400_and_its_value_not_told(
    gateway: Gateway, upstream: Upstream, method: str, name: str
) -> None:
    """gRPC's own library would write the value into the log."""
    said = refused(
        await ask_with_a_header(gateway, method, "/jobs", f"{name}: Bearer secret\xa0"), 400
    )
    assert f"The header {name} is not UTF-8" in said
    assert "secret" not in said
    assert not upstream.requests


async def test_a_header_that_is_utf8_passes(gateway: Gateway, upstream: Upstream) -> None:
    assert (await gateway.ask("GET", "/jobs", {"user-agent": "café 🚀"})).status == 200
    assert len(upstream.requests) == 1


async def test_what_takes_the_port_for_a_proxy_is_405_at_once(gateway: Gateway) -> None:
    refused(await gateway.ask("CONNECT", "example.com:443"), 405)


async def test_an_unknown_transfer_coding_is_told_which_is_known(gateway: Gateway) -> None:
    answer = await gateway.ask("POST", "/jobs", {"transfer-encoding": "gzip, chunked"})
    assert "chunked" in refused(answer, 501)


async def test_http_1_0_is_told_what_to_do(gateway: Gateway) -> None:
    async with asyncio.timeout(10):
        reader, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
        writer.write(b"GET /live HTTP/1.0\r\nhost: x\r\n\r\n")
        assert "HTTP/1.1" in refused(await read_answer(reader), 426)
        writer.close()


async def test_what_is_not_http_is_400(gateway: Gateway) -> None:
    refused(await gateway.ask("no method", "/"), 400)


# -- headers ----------------------------------------------------------------------------


async def test_the_idempotency_key_reaches_the_server(gateway: Gateway, upstream: Upstream) -> None:
    await gateway.post("/clients", {}, {"Idempotency-Key": "Key 1"})
    assert upstream.metadata[0]["idempotency-key"] == "Key 1"


async def test_the_token_reaches_the_server(gateway: Gateway, upstream: Upstream) -> None:
    await gateway.ask("GET", "/jobs", {"Authorization": "Bearer x"})
    assert upstream.metadata[0]["authorization"] == "Bearer x"


async def test_a_request_gets_a_name_that_the_server_knows(
    gateway: Gateway, upstream: Upstream
) -> None:
    first = await gateway.ask("GET", "/jobs")
    second = await gateway.ask("GET", "/jobs")
    names = [answer.headers["x-request-id"] for answer in (first, second)]
    assert all(GENERATED.fullmatch(name) for name in names)
    assert names[0] != names[1]
    assert [metadata["x-request-id"] for metadata in upstream.metadata] == names


async def test_a_name_that_a_request_brings_is_kept(gateway: Gateway, upstream: Upstream) -> None:
    answer = await gateway.ask("GET", "/jobs", {"x-request-id": "Mine_1.a-b"})
    assert answer.headers["x-request-id"] == "Mine_1.a-b"
    assert upstream.metadata[0]["x-request-id"] == "Mine_1.a-b"


async def test_a_refusal_by_envoy_keeps_the_name_too(gateway: Gateway) -> None:
    answer = await gateway.ask("POST", "/clients", {**JSON, "x-request-id": "mine"}, b"{")
    assert answer.headers["x-request-id"] == "mine"


@pytest.mark.parametrize("name", ["", "two words", 'a"b', "<b>", "é", "x" * 101, "a;b"])
async def test_a_name_that_is_none_is_replaced(
    gateway: Gateway, upstream: Upstream, name: str
) -> None:
    answer = await gateway.ask("GET", "/jobs", {"x-request-id": name})
    assert GENERATED.fullmatch(answer.headers["x-request-id"])
    assert upstream.metadata[0]["x-request-id"] == answer.headers["x-request-id"]


async def test_callers_do_not_steer_envoy(gateway: Gateway, upstream: Upstream) -> None:
    """`x-envoy-upstream-rq-timeout-ms: 1` would end the watch, a path not be the one asked for."""
    headers = {
        "x-envoy-upstream-rq-timeout-ms": "1",
        "x-envoy-original-path": "/secret",
        "x-envoy-retry-on": "5xx",
    }
    upstream.go_on.set()
    answer = await gateway.ask("GET", "/jobs/held/events", headers)
    assert answer.status == 200
    assert upstream.metadata[0]["x-envoy-original-path"] == "/jobs/held/events"
    assert "x-envoy-retry-on" not in upstream.metadata[0]


@pytest.mark.parametrize("name", ["9~u", "it's", "x|y", "x-bin", "grpc-timeout", "grpc-encoding"])
async def test_a_header_that_grpc_cannot_carry_does_no_harm(
    gateway: Gateway, upstream: Upstream, name: str
) -> None:
    """The server would take the whole call for broken."""
    answer = await gateway.ask("GET", "/jobs/a", {name: "no value of gRPC", "x-other": "kept"})
    assert answer.status == 200, answer
    assert name not in upstream.metadata[0]
    assert upstream.metadata[0]["x-other"] == "kept"


# -- pages of other origins ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://localhost:5173", 201),
        ("https://127.0.0.1", 201),
        ("http://[::1]:1", 201),
        ("http://evil.example", 403),
        ("http://localhost.evil.example:80", 403),
        ("http://evil.example/localhost:1", 403),
        ("null", 403),
    ],
)
async def test_a_page_of_another_origin_changes_nothing(
    gateway: Gateway, upstream: Upstream, origin: str, status: int
) -> None:
    """A form or plain text is sent without asking first, and the transcoder would read it."""
    headers = {"origin": origin, "content-type": "text/plain"}
    answer = await gateway.ask("POST", "/clients", headers, b"{}")
    assert answer.status == status
    if status == 403:
        refused(answer, 403)
    assert len(upstream.requests) == (status == 201)


async def test_a_page_of_the_ports_own_origin_may_call(gateway: Gateway) -> None:
    headers = {"host": "deck.example.com", "origin": "https://deck.example.com"}
    assert (await gateway.ask("POST", "/clients", headers, b"{}")).status == 201


async def test_only_pages_that_may_read_an_answer_are_told_so(gateway: Gateway) -> None:
    near = await gateway.ask("GET", "/jobs/code-NOT_FOUND", {"origin": "http://localhost:9"})
    far = await gateway.ask("GET", "/jobs/code-NOT_FOUND", {"origin": "http://evil.example"})
    assert near.headers["access-control-allow-origin"] == "http://localhost:9"
    assert "x-request-id" in near.headers["access-control-expose-headers"]
    assert "access-control-allow-origin" not in far.headers


async def test_a_preflight_of_a_near_page_is_granted(gateway: Gateway, upstream: Upstream) -> None:
    answer = await gateway.ask(
        "OPTIONS",
        "/opsdeck.v1.JobService/ListJobs",
        {
            "origin": "http://localhost:9",
            "access-control-request-method": "POST",
            "access-control-request-headers": "authorization,x-grpc-web",
        },
    )
    assert answer.status == 200
    assert answer.headers["access-control-allow-origin"] == "http://localhost:9"
    assert "authorization" in answer.headers["access-control-allow-headers"]
    assert not upstream.requests
