"""The slow, the large and the curious: what Envoy waits for, lets through and keeps to itself."""

import asyncio
import base64
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import grpc
import pytest
from google.rpc import error_details_pb2, status_pb2

from opsdeck.v1 import job_pb2, job_service_pb2, job_service_pb2_grpc, system_service_pb2
from opsdeck_gateway import render
from tests.integration.gateway import support
from tests.integration.gateway.bridge_rig import running_bridge
from tests.integration.gateway.support import Gateway, ask_admin, read_answer, running_gateway
from tests.integration.gateway.upstream import MESSAGE, STATUS_DETAILS, Jobs, Upstream, serve

SECONDS = 20
JSON = {"content-type": "application/json"}
WEB = {"content-type": "application/grpc-web+proto", "x-grpc-web": "1"}
GET_JOB = "/opsdeck.v1.JobService/GetJob"

Change = Callable[[str, str], None]


@pytest.fixture
def change(root: Path, monkeypatch: pytest.MonkeyPatch) -> Change:
    """Let the next Envoy have another envoy.yaml."""

    def change(old: str, new: str) -> None:
        text = render.template_path().read_text()
        assert text.count(old) == 1
        file = root / "template.yaml"
        file.write_text(text.replace(old, new))
        monkeypatch.setattr(support, "template_path", lambda: file)

    return change


def framed(message: bytes) -> bytes:
    return struct.pack(">BI", 0, len(message)) + message


async def faults_of_lua(gateway: Gateway) -> int:
    answer = await ask_admin(gateway.admin_socket, "GET", r"/stats?filter=lua\.errors$")
    return int(answer.body.decode().rpartition(":")[2])


# -- the slow ---------------------------------------------------------------------------


async def test_headers_that_do_not_end_are_408(root: Path, change: Change) -> None:
    change("request_headers_timeout: 15s", "request_headers_timeout: 0.2s")
    async with running_gateway(root) as gateway, asyncio.timeout(SECONDS):
        reader, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
        writer.write(b"GET /live HTTP/1.1\r\nhost: x\r\nx-slow: ")
        answer = await read_answer(reader)
        assert await reader.read() == b""
        writer.close()
    assert (answer.status, list(answer.json)) == (408, ["error"])
    assert answer.headers["x-request-id"]
    assert answer.headers["server"] == "opsdeck"


async def test_a_body_that_does_not_end_is_408(root: Path, change: Change) -> None:
    change("request_timeout: 120s", "request_timeout: 0.2s")
    async with running_gateway(root) as gateway, asyncio.timeout(SECONDS):
        reader, writer = await gateway.send("POST", "/clients", {**JSON, "content-length": "100"})
        writer.write(b'{"githubOrg":')
        answer = await read_answer(reader)
        writer.close()
    assert (answer.status, list(answer.json)) == (408, ["error"])
    assert answer.headers["x-request-id"]


async def test_only_what_a_caller_sends_is_hurried(root: Path, change: Change) -> None:
    """Cloning takes its minutes, and a watch its hours."""
    change("request_timeout: 120s", "request_timeout: 0.2s")
    served = Upstream()
    async with running_gateway(root) as gateway, asyncio.timeout(SECONDS):
        server = await serve(served, gateway.upstream_socket)
        async with grpc.aio.insecure_channel(gateway.target) as channel:
            stub = job_service_pb2_grpc.JobServiceStub(channel)
            call = stub.WatchJob(job_service_pb2.WatchJobRequest(id="held"))
            rest = asyncio.create_task(gateway.ask("GET", "/jobs/held/events"))
            await asyncio.sleep(0.5)  # longer than a request may take
            assert not rest.done()
            served.go_on.set()
            assert [answer.cursor async for answer in call] == ["1", "2"]
            assert b'"cursor":"2"' in (await rest).body
        await server.stop(0)


class Slow(Jobs):
    """Jobs that are answered when the test says so."""

    async def GetJobDiff(self, request: Any, context: Any) -> Any:  # noqa: N802
        await self.upstream.go_on.wait()
        return await super().GetJobDiff(request, context)

    async def RetryJob(self, request: Any, context: Any) -> Any:  # noqa: N802
        await self.upstream.go_on.wait()
        return await super().RetryJob(request, context)

    async def CancelJob(self, request: Any, context: Any) -> Any:  # noqa: N802
        await self.upstream.go_on.wait()
        return await super().CancelJob(request, context)


async def test_who_waits_for_the_server_is_not_cut(root: Path, change: Change) -> None:
    """Not for saying nothing, and so not sooner where memory is short."""
    change("stream_idle_timeout: 1800s", "stream_idle_timeout: 0.2s")
    served = Upstream()
    server = grpc.aio.server()
    job_service_pb2_grpc.add_JobServiceServicer_to_server(Slow(served), server)
    server.add_insecure_port(f"unix:{root}/s.sock")
    await server.start()
    async with running_gateway(root) as gateway, asyncio.timeout(SECONDS):
        asked = {"/jobs/a/diff": "GET", "/jobs/a/cancel": "POST", "/jobs/a/retry": "POST"}
        waiting = [asyncio.create_task(gateway.ask(how, path)) for path, how in asked.items()]
        await asyncio.sleep(0.5)  # longer than a stream may say nothing
        assert not any(one.done() for one in waiting)
        served.go_on.set()
        assert [(await one).status for one in waiting] == [200, 200, 201]
    await server.stop(0)


async def test_a_connection_that_says_nothing_is_closed_and_a_stream_that_says_nothing_is_not(
    root: Path, change: Change
) -> None:
    change("idle_timeout: 300s", "idle_timeout: 0.2s")
    served = Upstream()
    journal = served.sessions.journal()
    async with running_gateway(root) as gateway, asyncio.timeout(SECONDS):
        server = await serve(served, gateway.upstream_socket)
        async with running_bridge(gateway) as rig, rig.phone() as phone:
            assert (await phone.next())["type"] == "connected"
            watch = asyncio.create_task(gateway.ask("GET", "/jobs/held/events"))
            await served.watching.wait()
            silent, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
            assert await silent.read() == b""
            writer.close()

            served.go_on.set()
            assert b'"cursor":"2"' in (await watch).body
            journal.say(assistant_text={"text": "still here"})
            assert (await phone.next())["content"] == "still here"
        await server.stop(0)


# -- the large --------------------------------------------------------------------------


class Large(Jobs):
    """Jobs whose prompt has as many MiB as their id says."""

    async def GetJob(self, request: Any, context: Any) -> Any:  # noqa: N802
        return job_pb2.Job(prompt="x" * (int(request.id) * 2**20))


async def test_an_answer_of_up_to_64_mib_passes_and_a_larger_one_is_an_error(root: Path) -> None:
    server = grpc.aio.server(options=[("grpc.max_send_message_length", -1)])
    job_service_pb2_grpc.add_JobServiceServicer_to_server(Large(Upstream()), server)
    server.add_insecure_port(f"unix:{root}/s.sock")
    await server.start()
    async with running_gateway(root) as gateway:
        fits = await gateway.ask("GET", "/jobs/63")
        assert (fits.status, len(fits.body) > 63 * 2**20) == (200, True)
        assert fits.body.endswith(b"}")

        exceeds = await gateway.ask("GET", "/jobs/65")
        assert (exceeds.status, list(exceeds.json)) == (500, ["error"])
        assert exceeds.headers["x-request-id"]
    await server.stop(0)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Envoy does not know its heap")
async def test_bodies_that_many_hold_back_do_not_fill_the_memory(
    root: Path, change: Change
) -> None:
    change("max_heap_size_bytes: 1073741824", "max_heap_size_bytes: 100000000")
    large = {"content-length": str(4 * 2**20)}
    async with running_gateway(root) as gateway, asyncio.timeout(SECONDS):
        server = await serve(Upstream(), gateway.upstream_socket)
        held: list[asyncio.StreamWriter] = []
        while (await gateway.ask("GET", "/live")).status == 200:
            held.append((await gateway.send("POST", "/clients", large))[1])
            held[-1].write(b"x" * (4 * 2**20 - 1))
            await held[-1].drain()
            assert len(held) < 60
        refused = await gateway.ask("GET", "/live")
        assert (refused.status, list(refused.json)) == (503, ["error"])
        assert len(held) > 10
        for writer in held:
            writer.close()
        while (await gateway.ask("GET", "/live")).status != 200:
            await asyncio.sleep(0.01)  # Envoy looks at its heap four times a second
        await server.stop(0)


# -- HTTP/2 without asking first ----------------------------------------------------------


def h2_frame(kind: int, flags: int, stream: int, payload: bytes = b"") -> bytes:
    return len(payload).to_bytes(3, "big") + struct.pack(">BBI", kind, flags, stream) + payload


def h2_header(name: bytes, value: bytes) -> bytes:
    """Return a header that is neither indexed nor compressed (RFC 7541, 6.2.2)."""
    return b"\0" + bytes([len(name)]) + name + bytes([len(value)]) + value


async def test_rest_is_served_over_http_2_with_prior_knowledge(root: Path) -> None:
    data, settings, headers = 0, 4, 1
    asked = {b":method": b"GET", b":scheme": b"http", b":path": b"/live", b":authority": b"x"}
    block = b"".join(h2_header(name, value) for name, value in asked.items())
    async with running_gateway(root) as gateway, asyncio.timeout(SECONDS):
        server = await serve(Upstream(), gateway.upstream_socket)
        reader, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
        writer.write(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + h2_frame(settings, 0, 0))
        writer.write(h2_frame(headers, 0x5, 1, block))  # the whole of it, and its end
        body, ended = b"", False
        while not ended:
            length = int.from_bytes(await reader.readexactly(3), "big")
            kind, flags, stream = struct.unpack(">BBI", await reader.readexactly(6))
            payload = await reader.readexactly(length)
            body += payload if kind == data else b""
            ended = stream == 1 and bool(flags & 1)
        writer.close()
        await server.stop(0)
    assert body == b'{"status":"ok"}'


@pytest.mark.parametrize(
    "request_line_and_headers",
    [
        b"GET /live HTTP/1.0\r\nhost: x\r\n",
        b"GET /live HTTP/1.1\r\n",
        b"POST /jobs HTTP/1.1\r\nhost: x\r\ntransfer-encoding: strange\r\n",
        b"POST /jobs HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n",
        b"POST /jobs HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n",
        b"GET /live HTTP/1.1\r\nhost: x\r\nbad header\r\n",
    ],
)
async def test_http_that_is_not_ours_is_refused_in_the_one_shape(
    root: Path, request_line_and_headers: bytes
) -> None:
    async with running_gateway(root) as gateway, asyncio.timeout(SECONDS):
        reader, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
        writer.write(request_line_and_headers + b"\r\n")
        answer = await read_answer(reader)
        writer.close()
    assert answer.status in (400, 426, 501)
    assert list(answer.json) == ["error"]
    assert answer.json["error"]
    assert answer.headers["x-request-id"]


# -- what is kept back, and what is not -----------------------------------------------------


async def test_neither_token_nor_body_is_in_envoys_log(root: Path) -> None:
    secret = "a-secret-that-nobody-logs"
    bearer = {**JSON, "authorization": f"Bearer {secret}"}
    body = f'{{"githubOrg":"{secret}"'
    async with running_gateway(root) as gateway:
        for _ in ("the server is down", "the server is up"):
            await gateway.ask("POST", "/clients", bearer, (body + "}").encode())
            await gateway.ask("POST", "/clients", bearer, body.encode())
            await gateway.ask("GET", "/jobs?status=%FF", bearer)
            await gateway.ask("GET", "/jobs", {**bearer, "x-big": "y" * 40_000})
            await gateway.ask("GET", "/ws/sessions/a", {"sec-websocket-protocol": secret, **bearer})
            await gateway.ask("POST", GET_JOB, {**WEB, **bearer}, body.encode())
            await gateway.ask(f"not http {secret}", "/", bearer)
            server = await serve(Upstream(), gateway.upstream_socket)
        await server.stop(0)
        gateway.process.terminate()
        await gateway.process.wait()  # it writes what it has not written yet
        assert secret not in gateway.log()


async def test_grpc_web_behind_a_server_that_is_down_is_unavailable(root: Path) -> None:
    async with running_gateway(root) as gateway:
        live = system_service_pb2.GetLiveRequest().SerializeToString()
        path = "/opsdeck.v1.SystemService/GetLive"
        answer = await gateway.ask("POST", path, WEB, framed(live))
    assert answer.headers["grpc-status"] == str(grpc.StatusCode.UNAVAILABLE.value[0])
    assert "not answering" in answer.headers["grpc-message"]
    assert b"{" not in answer.body


async def test_the_reason_of_an_error_reaches_a_caller_of_grpc_web(root: Path) -> None:
    async with running_gateway(root) as gateway:
        server = await serve(Upstream(), gateway.upstream_socket)
        request = job_service_pb2.GetJobRequest(id="rich-NOT_FOUND").SerializeToString()
        origin = {"origin": "http://localhost:5173"}
        answer = await gateway.ask("POST", GET_JOB, {**WEB, **origin}, framed(request))
        await server.stop(0)
    details = answer.headers[STATUS_DETAILS]
    status = status_pb2.Status.FromString(base64.b64decode(details + "=" * (-len(details) % 4)))
    info = error_details_pb2.ErrorInfo()
    assert status.details[0].Unpack(info)
    assert (status.message, info.reason) == (MESSAGE, "SOME_REASON")
    assert STATUS_DETAILS in answer.headers["access-control-expose-headers"]


@pytest.mark.parametrize(
    ("origin", "allowed"), [("http://localhost:5173", True), ("https://evil.example", False)]
)
async def test_a_preflight_is_granted_to_near_pages_alone(
    root: Path, origin: str, allowed: bool
) -> None:
    headers = {"origin": origin, "access-control-request-method": "POST"}
    async with running_gateway(root) as gateway:
        answer = await gateway.ask("OPTIONS", "/jobs", headers)
    granted = {name for name in answer.headers if name.startswith("access-control-")}
    assert bool(granted) is allowed
    assert (answer.status == 200) is allowed


NEAR = {"x-forwarded-for": "10.0.0.1"}
"""What makes a caller one whom Envoy may trust."""


@pytest.mark.parametrize(
    ("method", "name", "value"),
    [
        ("POST", "x-envoy-retry-on", "5xx,connect-failure"),
        ("POST", "x-envoy-retry-grpc-on", "unavailable"),
        ("GET", "x-envoy-max-retries", "9"),
    ],
)
async def test_a_caller_has_no_say_in_what_is_asked_again(
    root: Path, method: str, name: str, value: str
) -> None:
    async with running_gateway(root) as gateway:
        assert (await gateway.ask(method, "/jobs", {name: value, **NEAR})).status == 503
        stats = "/stats?filter=cluster.server.upstream_rq_retry$"
        retried = (await ask_admin(gateway.admin_socket, "GET", stats)).body
    assert retried.rpartition(b": ")[2].strip() == (b"0" if method == "POST" else b"3")


async def test_a_caller_of_grpc_cannot_pass_for_one_of_rest(root: Path) -> None:
    """By the header in which the transcoder keeps the path that a caller of REST asked for."""
    path = "/opsdeck.v1.SystemService/GetLive"
    async with running_gateway(root) as gateway:
        answer = await gateway.ask("POST", path, {**WEB, "x-envoy-original-path": "/live"}, b"")
    assert "not answering" in answer.headers["grpc-message"]
    assert "{" not in answer.headers["grpc-message"]


async def test_a_caller_has_no_say_in_how_long_envoy_waits(root: Path) -> None:
    served = Upstream()
    async with running_gateway(root) as gateway, asyncio.timeout(SECONDS):
        server = await serve(served, gateway.upstream_socket)
        hurry = {"x-envoy-upstream-rq-timeout-ms": "50", **NEAR}
        watch = asyncio.create_task(gateway.ask("GET", "/jobs/held/events", hurry))
        await served.watching.wait()
        await asyncio.sleep(0.3)  # longer than the caller says
        served.go_on.set()
        assert b'"cursor":"2"' in (await watch).body
        await server.stop(0)


# -- the filter ---------------------------------------------------------------------------

ODD_MESSAGES = [
    "%",
    "%%41%zz%4",
    '"}',
    '","details":[',
    '\\","details":[]}',
    "\0\x01\x7f\x85",
    "\u2028\ud7ff\ue000\U0010ffff",
    "x" * 7000,
    '{"code":1,"message":"y","details":[]}',
]


WELL_FORMED = [
    *("\x7f", "\x80", "\u07ff", "\u0800", "\u0fff", "\u1000", "\ucfff", "\ud000", "\ud7ff"),
    *("\ue000", "\uffff", "\U00010000", "\U0003ffff", "\U00040000", "\U000fffff", "\U0010ffff"),
]
"""Each bound of what UTF-8 may be (Unicode, table 3-7)."""

MALFORMED = [
    *("80", "bf", "c0.af", "c1.bf", "c2", "c2.7f", "c2.c0", "e0.80.80", "e0.9f.bf", "e0.a0"),
    *("ed.a0.80", "ed.bf.bf", "ef.bf", "ef.bf.c0", "f0.8f.bf.bf", "f0.90.80", "f4.90.80.80"),
    *("f5.80.80.80", "ff", "fe.ff", "61.e2.28.a1", "c3.a9.80"),
]


async def test_text_in_a_query_is_utf8_or_400(root: Path) -> None:
    served = Upstream()
    async with running_gateway(root) as gateway:
        server = await serve(served, gateway.upstream_socket)
        for text in WELL_FORMED:
            answer = await gateway.ask("GET", f"/jobs?clientId={quote(text)}")
            assert (answer.status, served.requests[-1].client_id) == (200, text)
        served.forget()
        for hexes in MALFORMED:
            escaped = "%" + hexes.replace(".", "%")
            answer = await gateway.ask("GET", f"/jobs?clientId={escaped}")
            assert (answer.status, list(answer.json)) == (400, ["error"]), hexes
        assert served.requests == []
        assert await faults_of_lua(gateway) == 0
        await server.stop(0)


class Odd(Jobs):
    async def GetJob(self, request: Any, context: Any) -> Any:  # noqa: N802
        await context.abort(grpc.StatusCode.NOT_FOUND, ODD_MESSAGES[int(request.id)])


async def test_the_filter_carries_any_message_without_a_fault(root: Path) -> None:
    server = grpc.aio.server()
    job_service_pb2_grpc.add_JobServiceServicer_to_server(Odd(Upstream()), server)
    server.add_insecure_port(f"unix:{root}/s.sock")
    await server.start()
    async with running_gateway(root) as gateway:
        for number, message in enumerate(ODD_MESSAGES):
            answer = await gateway.ask("GET", f"/jobs/{number}")
            assert (answer.status, answer.json) == (404, {"error": message})
        assert await faults_of_lua(gateway) == 0
        assert gateway.log() == ""
    await server.stop(0)


@pytest.mark.parametrize("function", ["envoy_on_request", "envoy_on_response"])
async def test_a_fault_of_the_filter_neither_breaks_answers_nor_leaks(
    root: Path, change: Change, function: str
) -> None:
    script = render.lua()
    broken = script.replace(f"function {function}(handle)\n", f"function {function}(handle)\nx()\n")
    assert broken != script
    (root / "broken.lua").write_text(broken)
    change("inline_string: ${lua}", f'filename: "{root}/broken.lua"')
    async with running_gateway(root) as gateway:
        server = await serve(Upstream(), gateway.upstream_socket)
        good = await gateway.ask("GET", "/jobs/a")
        bad = await gateway.ask("GET", "/jobs/code-NOT_FOUND")
        assert await faults_of_lua(gateway) == 2
        await server.stop(0)
    assert (good.status, good.json["id"]) == (200, "a")
    assert bad.status == 404
    for answer in (good, bad):
        assert b"lua" not in answer.body.lower()
        assert b"traceback" not in answer.body
