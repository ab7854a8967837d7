"""What Envoy really answers is what the OpenAPI document says; and it serves that document."""

import json
import re
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import grpc
import pytest
import pytest_asyncio
from jsonschema import FormatChecker
from openapi_schema_validator import OAS31Validator

from opsdeck_gateway.render import descriptor_path
from tests.integration.gateway.answering import Answering
from tests.integration.gateway.support import Answer, Gateway, running_gateway
from tools.openapi import contract

pytestmark = pytest.mark.asyncio(loop_scope="module")

GEN = descriptor_path().parents[1] / "openapi"
DOCUMENT: dict[str, Any] = json.loads((GEN / "opsdeck.json").read_text())
OPERATIONS: dict[str, tuple[str, str, dict[str, Any]]] = {
    operation["operationId"]: (verb.upper(), path, operation)
    for path, item in DOCUMENT["paths"].items()
    for verb, operation in item.items()
}
SAMPLES = {"string": "x", "integer": "7", "boolean": "true", "array": "x,y", "number": "0.5"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def everything(shared_root: Path) -> AsyncGenerator[tuple[Gateway, Answering]]:
    """A gateway for all services of the contract, and the server under it."""
    answering = Answering()
    server = grpc.aio.server()
    server.add_generic_rpc_handlers((answering,))
    server.add_insecure_port(f"unix:{shared_root}/s.sock")
    await server.start()
    services = [f"opsdeck.v1.{name}" for name in contract.read().services]
    async with running_gateway(shared_root, services=services) as gateway:
        yield gateway, answering
    await server.stop(0)


async def ask(gateway: Gateway, operation_id: str, query: str = "") -> Answer:
    verb, path, _ = OPERATIONS[operation_id]
    filled = re.sub(r"\{\w+\}", "x", path)
    body = b"{}" if verb in ("POST", "PATCH", "PUT") else None
    return await gateway.ask(verb, filled + query, body=body)


def closed(schemas: dict[str, Any]) -> dict[str, Any]:
    """Return objects that allow nothing which they do not name."""
    return {
        name: {"additionalProperties": False, **schema} if "properties" in schema else schema
        for name, schema in schemas.items()
    }


def problems(schema: dict[str, Any], value: Any) -> list[str]:
    """Return what of an answer the document does not say."""
    components = {"schemas": closed(DOCUMENT["components"]["schemas"])}
    whole = {**schema, "components": components}
    validator = OAS31Validator(whole, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


@pytest.mark.parametrize("full", [True, False], ids=["full", "bare"])
@pytest.mark.parametrize("operation_id", OPERATIONS)
async def test_an_answer_is_what_the_document_says(
    everything: tuple[Gateway, Answering], operation_id: str, full: bool
) -> None:
    """Status, content type, and every name, type, enum and absence in the body."""
    gateway, answering = everything
    answering.full = full
    answer = await ask(gateway, operation_id)

    responses = OPERATIONS[operation_id][2]["responses"]
    [status] = [status for status in responses if status.startswith("2")]
    assert str(answer.status) == status, answer
    assert answer.headers["x-request-id"]
    content = responses[status].get("content", {})
    if not content:
        assert answer.body == b""
        return
    [(kind, media)] = content.items()
    assert answer.headers["content-type"] == kind
    if kind == "text/event-stream":
        line = answer.body.decode().removesuffix("\n\n")
        assert line.startswith("data: ")
        assert "\n" not in line
        assert problems(media["x-itemSchema"], json.loads(line[6:])) == []
    else:
        assert problems(media["schema"], answer.json) == []


@pytest.mark.parametrize("operation_id", OPERATIONS)
async def test_every_parameter_arrives(
    everything: tuple[Gateway, Answering], operation_id: str
) -> None:
    """One that the contract does not know would be ignored in silence."""
    gateway, answering = everything
    parameters = [p for p in OPERATIONS[operation_id][2]["parameters"] if p["in"] != "header"]
    asked = [p for p in parameters if p["in"] == "query"]
    query = "&".join(f"{p['name']}={SAMPLES[p['schema']['type']]}" for p in asked)
    answer = await ask(gateway, operation_id, f"?{query}" if query else "")

    assert answer.status < 300, answer
    arrived = {name for field, _ in answering.asked[-1].ListFields() for name in names(field)}
    assert {p["name"] for p in parameters} - arrived == set()


def names(field: Any) -> tuple[str, str]:
    return field.name, field.json_name


@pytest.mark.parametrize(
    "operation_id", [o for o in OPERATIONS if "requestBody" in OPERATIONS[o][2]]
)
async def test_every_field_of_a_body_arrives(
    everything: tuple[Gateway, Answering], operation_id: str
) -> None:
    gateway, answering = everything
    verb, path, operation = OPERATIONS[operation_id]
    reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    schema = DOCUMENT["components"]["schemas"][reference.rpartition("/")[2]]
    body = {name: sample(field) for name, field in schema["properties"].items()}
    filled = re.sub(r"\{\w+\}", "x", path)
    answer = await gateway.ask(verb, filled, body=json.dumps(body).encode())

    assert answer.status < 300, answer
    arrived = {name for field, _ in answering.asked[-1].ListFields() for name in names(field)}
    assert body.keys() - arrived == set()


def sample(schema: dict[str, Any]) -> Any:
    kinds = {"string": "x", "integer": 7, "boolean": True, "number": 0.5, "array": ["x"]}
    return {"x": "y"} if schema["type"] == "object" else kinds[schema["type"]]


# -- the document and its page ---------------------------------------------------------


async def test_the_document_is_served_to_everybody(gateway: Gateway) -> None:
    answer = await gateway.ask("GET", "/openapi.json")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.body == (GEN / "opsdeck.json").read_bytes()


async def test_the_page_is_served_to_everybody_and_may_ask_for_nothing(gateway: Gateway) -> None:
    answer = await gateway.ask("GET", "/docs")
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"].startswith("default-src 'none';")
    assert answer.body == (GEN / "index.html").read_bytes()


async def test_the_document_is_there_while_the_server_is_not(root: Path) -> None:
    async with running_gateway(root) as alone:
        assert (await alone.ask("GET", "/live")).status == 503
        assert (await alone.ask("GET", "/openapi.json")).status == 200


@pytest.mark.parametrize(
    ("verb", "path"),
    [("POST", "/openapi.json"), ("DELETE", "/docs"), ("GET", "/docs/x"), ("GET", "/openapi")],
)
async def test_what_is_no_static_file_is_404(gateway: Gateway, verb: str, path: str) -> None:
    answer = await gateway.ask(verb, path)
    assert answer.status == 404
    assert list(answer.json) == ["error"]
