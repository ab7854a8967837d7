"""Callbacks go where they may, over real sockets, and nowhere else."""

import asyncio
import contextlib
import socket
import ssl
import subprocess
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from opsdeck_server.adapters import webhook
from opsdeck_server.adapters.webhook import HttpWebhookSender
from opsdeck_server.ports.webhook import SendError
from tests.fakes.webhook_sink import Answer, WebhookSink

ANYWHERE = HttpWebhookSender(allow_private=True)
PUBLIC = "93.184.216.34"
HEADERS = {"Content-Type": "application/json", "X-Agent-Delivery": "d-1"}

FORBIDDEN = [
    "127.0.0.1",
    "127.9.9.9",
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "172.31.255.255",
    "192.168.1.1",
    "198.18.0.1",
    "203.0.113.7",
    "224.0.0.1",
    "255.255.255.255",
    "[::]",
    "[::1]",
    "[::127.0.0.1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:169.254.169.254]",
    "[64:ff9b::10.0.0.1]",
    "[64:ff9b:1::1]",
    "[2001::1]",
    "[2001:db8::1]",
    "[2002:7f00:1::]",
    "[fc00::1]",
    "[fe80::1]",
    "[fec0::1]",
    "[ff02::1]",
    "127.1",
    "2130706433",
    "0x7f000001",
    "017700000001",
    "localhost",
    "LocalHost.",
    "app.localhost",
]


@contextlib.contextmanager
def resolving(*answers: list[str] | OSError) -> Any:
    """Have every name resolve to these addresses, one answer after the other."""
    loop = asyncio.get_running_loop()
    asked: list[str] = []
    left = list(answers)

    async def getaddrinfo(host: str, port: int, **_: object) -> list[Any]:
        asked.append(host)
        answer = left.pop(0)
        if isinstance(answer, OSError):
            raise answer
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in answer]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loop, "getaddrinfo", getaddrinfo)
        yield asked


@pytest.fixture
async def sink() -> AsyncGenerator[WebhookSink]:
    async with WebhookSink() as sink:
        yield sink


async def test_the_body_arrives_as_it_is(sink: WebhookSink) -> None:
    await ANYWHERE.send(f"{sink.url}?a=1&b=%20", b'{"a": 1}', HEADERS)
    (request,) = sink.requests
    assert (request.method, request.path, request.query) == ("POST", "/callback", "a=1&b=%20")
    assert request.body == b'{"a": 1}'
    assert request.headers["host"] == f"127.0.0.1:{sink.port}"
    assert request.headers["content-type"] == "application/json"
    assert request.headers["x-agent-delivery"] == "d-1"


@pytest.mark.parametrize("status", [200, 201, 202, 204, 206])
async def test_every_2xx_is_success(status: int) -> None:
    async with WebhookSink([status]) as sink:
        await ANYWHERE.send(sink.url, b"{}", HEADERS)


@pytest.mark.parametrize("status", [400, 401, 404, 408, 429, 500, 503])
async def test_other_answers_are_worth_another_try(status: int) -> None:
    async with WebhookSink([status]) as sink:
        with pytest.raises(SendError, match=f"answered {status}$") as caught:
            await ANYWHERE.send(sink.url, b"{}", HEADERS)
    assert not caught.value.permanent


async def test_gone_is_for_good() -> None:
    async with WebhookSink([410]) as sink:
        with pytest.raises(SendError) as caught:
            await ANYWHERE.send(sink.url, b"{}", HEADERS)
    assert caught.value.permanent


async def test_redirects_are_not_followed(sink: WebhookSink) -> None:
    async with WebhookSink([Answer(307, {"Location": sink.url})]) as first:
        with pytest.raises(SendError, match=r"answered 307 \(redirects are not followed\)"):
            await ANYWHERE.send(first.url, b"{}", HEADERS)
    assert not sink.requests


async def test_proxies_are_not_used(sink: WebhookSink, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    await ANYWHERE.send(sink.url, b"{}", HEADERS)


@pytest.mark.parametrize("host", FORBIDDEN)
def test_addresses_that_are_not_public_are_refused_at_once(host: str) -> None:
    url = f"https://{host}/x"
    assert "set WEBHOOK_ALLOW_PRIVATE=1" in str(HttpWebhookSender().check_url(url))
    assert ANYWHERE.check_url(url) is None


@pytest.mark.parametrize(
    "host", [PUBLIC, "8.8.8.8", "[2606:4700::1111]", "[::ffff:8.8.8.8]", "[64:ff9b::8.8.8.8]",
             "example.com", "hooks.example.co.uk:8443", "bücher.example", "my_host.example.com"]
)  # fmt: skip
def test_public_ones_pass(host: str) -> None:
    assert HttpWebhookSender().check_url(f"https://{host}/x?y=z") is None


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("", "begin with http"),
        ("example.com/x", "begin with http"),
        ("ftp://example.com", "begin with http"),
        ("file:///etc/passwd", "begin with http"),
        ("http://", "no valid host"),
        ("http:///x", "no valid host"),
        ("http://exa mple.com", "spaces"),
        ("http://example.com/\r\nX: y", "control"),
        ("http://example.com\\@127.0.0.1", "backslashes"),
        ("http://user:secret@example.com", "user name"),
        ("http://example.com@127.0.0.1", "user name"),
        ("http://example.com:0/", "host and port"),
        ("http://example.com:99999/", "not valid"),
        ("http://[::1/", "not valid"),
        ("http://a..b/", "not valid"),
        ("http://exa$mple.com/", "host and port"),
        ("http://[fe80::1%25eth0]/", "host and port"),
        ("http://example.com/" + "x" * 2048, "longer"),
    ],
)
def test_a_bad_url_is_refused_with_its_reason(url: str, problem: str) -> None:
    said = HttpWebhookSender().check_url(url)
    assert said is not None
    assert problem in said
    assert "secret" not in said


async def test_a_refused_address_is_for_good_and_gets_nothing(sink: WebhookSink) -> None:
    with pytest.raises(SendError) as caught:
        await HttpWebhookSender().send(sink.url, b"{}", HEADERS)
    assert caught.value.permanent
    assert not sink.requests


async def test_a_name_that_resolves_to_a_private_address_is_refused(sink: WebhookSink) -> None:
    with resolving(["127.0.0.1", "10.0.0.1"]), pytest.raises(SendError) as caught:
        await HttpWebhookSender().send(f"http://evil.example:{sink.port}/", b"{}", HEADERS)
    assert caught.value.permanent
    assert "127.0.0.1" not in str(caught.value)
    assert not sink.requests


async def test_the_connection_goes_to_the_address_that_was_checked(sink: WebhookSink) -> None:
    with resolving(["127.0.0.1"]) as asked:
        await ANYWHERE.send(f"http://rebind.example:{sink.port}/", b"{}", HEADERS)
    assert asked == ["rebind.example"]
    assert sink.requests[0].headers["host"] == f"rebind.example:{sink.port}"


async def test_forbidden_addresses_of_a_name_are_left_out() -> None:
    with resolving(["127.0.0.1", PUBLIC, "10.1.1.1"]):
        found = await webhook.allowed_addresses("mixed.example", 443, allow_private=False)
    assert found == [PUBLIC]


async def test_the_next_address_is_tried_where_one_does_not_answer(sink: WebhookSink) -> None:
    with resolving(["127.0.0.2", "127.0.0.1"]):
        await ANYWHERE.send(f"http://two.example:{sink.port}/", b"{}", HEADERS)
    assert len(sink.requests) == 1


async def test_a_name_that_does_not_resolve_is_worth_another_try() -> None:
    failure = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    with resolving(failure), pytest.raises(SendError, match="cannot be resolved") as caught:
        await HttpWebhookSender().send("http://nowhere.example/", b"{}", HEADERS)
    assert not caught.value.permanent


async def test_nobody_listening_is_worth_another_try() -> None:
    async with WebhookSink() as sink:
        url = sink.url
    with pytest.raises(SendError, match="cannot be reached") as caught:
        await ANYWHERE.send(url, b"{}", HEADERS)
    assert not caught.value.permanent


async def test_an_answer_that_does_not_come_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(webhook, "_TOTAL_SECONDS", 0.2)
    async with WebhookSink([Answer(hang=True)]) as sink:
        with pytest.raises(SendError, match=r"did not answer in 0.2 s") as caught:
            await ANYWHERE.send(sink.url, b"{}", HEADERS)
    assert not caught.value.permanent


async def test_one_that_speaks_no_http_is_worth_another_try() -> None:
    async def gibberish(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"SSH-2.0-OpenSSH\r\n")
        writer.close()

    async with await asyncio.start_server(gibberish, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(SendError, match="cannot be reached") as caught:
            await ANYWHERE.send(f"http://127.0.0.1:{port}/", b"{}", HEADERS)
    assert not caught.value.permanent


async def test_an_endless_answer_is_read_no_further_than_needed() -> None:
    written = 0

    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal written
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            while True:
                writer.write(b"400\r\n" + b"x" * 1024 + b"\r\n")
                written += 1024
                await writer.drain()
        writer.close()

    async with await asyncio.start_server(endless, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        await asyncio.wait_for(ANYWHERE.send(f"http://127.0.0.1:{port}/", b"{}", {}), 10)
    # What was on its way in sockets and buffers is some megabytes at most.
    assert written < 16 * 1024 * 1024


async def test_a_header_cannot_smuggle_another(sink: WebhookSink) -> None:
    with pytest.raises(SendError) as caught:
        await ANYWHERE.send(sink.url, b"{}", {"X-Agent-Delivery": "a\r\nX-Other: b"})
    assert caught.value.permanent
    assert not sink.requests


async def test_a_cancelled_callback_closes_its_connection() -> None:
    async with WebhookSink([Answer(hang=True)]) as sink:
        sending = asyncio.create_task(ANYWHERE.send(sink.url, b"{}", HEADERS))
        await sink.wait_for(1)
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Make a certificate for good.example and return it and its key."""
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", "/CN=good.example", "-addext", "subjectAltName=DNS:good.example",
         "-keyout", str(key), "-out", str(cert)],
        check=True, capture_output=True, timeout=30,
    )  # fmt: skip
    return cert, key


@pytest.mark.parametrize(("name", "delivered"), [("good.example", True), ("evil.example", False)])
async def test_tls_holds_the_other_side_to_its_name(
    certificate: tuple[Path, Path], name: str, delivered: bool
) -> None:
    cert, key = certificate
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(cert, key)
    trusting = ssl.create_default_context(cafile=str(cert))
    sender = HttpWebhookSender(allow_private=True, tls=trusting)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0, ssl=serving) as server:
        url = f"https://{name}:{server.sockets[0].getsockname()[1]}/"
        with resolving(["127.0.0.1"]):
            if delivered:
                await sender.send(url, b"{}", HEADERS)
                return
            with pytest.raises(SendError, match="CERTIFICATE_VERIFY_FAILED") as caught:
                await sender.send(url, b"{}", HEADERS)
    assert not caught.value.permanent
