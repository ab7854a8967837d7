"""The OpenAPI document is a valid one, and says what the contract and Envoy's routes say."""

import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from google.api import annotations_pb2
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from jsonschema_rs import is_valid
from openapi_spec_validator import OpenAPIV31SpecValidator

from opsdeck.v1 import error_reason_pb2
from opsdeck_server.rpc.interceptor import OPEN_METHODS
from tools.openapi import contract as contracts
from tools.openapi import document as documents
from tools.openapi import refusals
from tools.openapi.contract import Contract
from tools.openapi.routes import Routes

ROOT = Path(__file__).resolve().parents[2]
GEN = ROOT / "gen"
CONTENT = "application/json"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return json.loads((GEN / "openapi" / "opsdeck.json").read_text())


@pytest.fixture(scope="module")
def contract() -> Contract:
    return contracts.read()


def operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{verb.upper()} {path}": operation
        for path, item in document["paths"].items()
        for verb, operation in item.items()
    }


def schema(document: dict[str, Any], name: str) -> dict[str, Any]:
    return document["components"]["schemas"][name]


def answered(document: dict[str, Any], operation: str, status: str) -> dict[str, Any]:
    return operations(document)[operation]["responses"][status]["content"]


def test_the_document_is_valid_openapi(document: dict[str, Any]) -> None:
    errors = [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()]
    assert errors == []


def test_it_has_every_rpc_that_rest_reaches(document: dict[str, Any]) -> None:
    """By the descriptor that Envoy itself reads."""
    image = FileDescriptorSet.FromString((GEN / "descriptor" / "opsdeck.binpb").read_bytes())
    expected: set[str] = set()
    for file in image.file:
        for service in file.service:
            for method in service.method:
                options: Any = method.options
                first = options.Extensions[annotations_pb2.http]
                for rule in (first, *first.additional_bindings):
                    if verb := rule.WhichOneof("pattern"):
                        expected.add(f"{verb.upper()} {getattr(rule, verb)}")

    # A parameter has its name in JSON, which differs in spelling alone.
    def plain(name: str) -> str:
        return re.sub(r"\{\w+\}", "{}", name)

    assert {plain(name) for name in operations(document)} == {plain(name) for name in expected}


def test_statuses_of_success_are_those_of_the_routes_of_envoy(document: dict[str, Any]) -> None:
    """Of the contract, word for word; test_gateway_openapi asks Envoy itself."""
    special = {
        name: status
        for name, operation in operations(document).items()
        for status in operation["responses"]
        if status.startswith("2") and status != "200"
    }
    assert {
        "POST /clients": "201",
        "POST /jobs": "201",
        "POST /jobs/{id}/retry": "201",
        "POST /sessions/start": "201",
        "DELETE /sessions/{id}": "204",
    }.items() <= special.items()
    template = (ROOT / "envoy.yaml").read_text()
    assert set(special.values()) == set(re.findall(r'success_status: "(\d+)"', template))


def test_every_operation_has_one_success(document: dict[str, Any]) -> None:
    for name, operation in operations(document).items():
        successes = [status for status in operation["responses"] if status.startswith("2")]
        assert len(successes) == 1, name


def test_every_error_has_the_one_shape(document: dict[str, Any]) -> None:
    for name, operation in operations(document).items():
        for status, response in operation["responses"].items():
            if status.startswith("2"):
                continue
            if "$ref" in response:
                key = response["$ref"].rpartition("/")[2]
                response = document["components"]["responses"][key]
            assert response["content"] == {
                CONTENT: {"schema": {"$ref": "#/components/schemas/Error"}}
            }, (name, status)


def test_every_answer_names_its_request(document: dict[str, Any]) -> None:
    answers = [r for o in operations(document).values() for r in o["responses"].values()]
    answers = [r for r in answers if "$ref" not in r]
    answers += document["components"]["responses"].values()
    assert all("x-request-id" in answer["headers"] for answer in answers)


def test_what_needs_no_token_is_what_the_server_lets_in(document: dict[str, Any]) -> None:
    names = {method.rpartition("/")[2] for method in OPEN_METHODS}
    assert names == refusals.OPEN
    ids = {name[0].lower() + name[1:] for name in names}
    for name, operation in operations(document).items():
        is_open = operation["operationId"] in ids
        assert (operation.get("security") == []) == is_open, name
        assert ("401" not in operation["responses"]) == is_open, name


def test_each_refusal_of_a_method_is_told_with_its_status(document: dict[str, Any]) -> None:
    cancel = operations(document)["POST /jobs/{id}/cancel"]["responses"]
    assert "`JOB_FINISHED`" in cancel["400"]["description"]
    assert cancel["404"]["description"] == "`JOB_NOT_FOUND`: no job has this id."
    message = operations(document)["POST /sessions/{id}/message"]["responses"]
    assert "`LINE_FULL`" in message["429"]["description"]


def test_reasons_that_methods_name_exist(contract: Contract) -> None:
    named = {
        reason
        for method in contract.methods
        for lines in refusals.named(method.comment).values()
        for line in lines
        for reason in re.findall(r"`([A-Z_]+)`", line.partition(":")[0])
    }
    assert named
    assert named - set(error_reason_pb2.ErrorReason.keys()) == set()


def test_no_comment_of_a_method_keeps_a_refusal_in_its_prose(contract: Contract) -> None:
    """A line that is not read as one would be told nowhere."""
    for method in contract.methods:
        assert not re.search(r"[A-Z]+_[A-Z]+", refusals.prose(method.comment)), method.name


def test_the_sessions_family_is_snake_case_and_all_else_camel_case(
    document: dict[str, Any],
) -> None:
    assert "claude_session_id" in schema(document, "QuickSession")["properties"]
    assert "message_id" in schema(document, "AssistantTextSnakeCase")["properties"]
    assert "messageId" in schema(document, "AssistantText")["properties"]
    assert "/sessions/{session_id}/messages/{id}" in document["paths"]


def test_what_is_always_there_is_required_and_what_may_be_absent_is_not(
    document: dict[str, Any],
) -> None:
    job = schema(document, "Job")
    always = {
        "id",
        "clientId",
        "status",
        "prompt",
        "branchName",
        "messages",
        "messagesOmitted",
        "priority",
        "permissionMode",
    }
    assert set(job["required"]) == always  # optional fields, timestamps and messages are not


def test_no_type_is_null(document: dict[str, Any]) -> None:
    assert '"null"' not in json.dumps(document)


def test_a_request_needs_what_its_rules_ask(document: dict[str, Any]) -> None:
    create = schema(document, "CreateJobRequest")
    assert create["required"] == ["prompt", "branchName"]
    assert create["properties"]["priority"]["minimum"] == -1000
    assert create["properties"]["timeoutSeconds"]["maximum"] == 604800
    assert create["properties"]["prompt"]["maxLength"] == 1_000_000
    assert create["properties"]["maxCostUsd"]["exclusiveMinimum"] == 0


def test_a_job_is_for_a_client_or_for_a_repository(document: dict[str, Any]) -> None:
    create = schema(document, "CreateJobRequest")
    rules = {word: create[word] for word in ("if", "then", "else", "dependentRequired")}
    allowed = [
        words
        for count in range(4)
        for words in combinations(["clientId", "githubOrg", "githubRepo"], count)
        if is_valid(rules, dict.fromkeys(words, "x"))
    ]
    assert allowed == [("clientId",), ("githubOrg", "githubRepo")]


def test_no_request_is_a_choice_that_generators_have_no_type_for(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert [name for name in schemas if {"oneOf", "anyOf", "allOf"} & set(schemas[name])] == []


def test_the_key_of_a_create_is_a_header_and_no_field(document: dict[str, Any]) -> None:
    for name, operation in operations(document).items():
        headers = [p["name"] for p in operation["parameters"] if p["in"] == "header"]
        if "201" in operation["responses"]:
            assert headers == ["Idempotency-Key"], name
    assert "requestId" not in json.dumps(document)


def test_an_id_in_a_path_has_its_pattern(document: dict[str, Any]) -> None:
    for name, operation in operations(document).items():
        for parameter in operation["parameters"]:
            if parameter["in"] == "path":
                assert "pattern" in parameter["schema"], name


def test_words_of_an_enum_are_lower_case_and_sent(document: dict[str, Any]) -> None:
    for name, found in document["components"]["schemas"].items():
        for word in found.get("enum", ()):
            assert re.fullmatch(r"[a-z_]+", word), name
            assert not word.endswith("_unspecified"), name


def test_status_in_a_list_of_jobs_is_parted_by_commas(document: dict[str, Any]) -> None:
    [status] = [p for p in operations(document)["GET /jobs"]["parameters"] if p["name"] == "status"]
    assert (status["style"], status["explode"]) == ("form", False)
    assert status["schema"]["items"] == {"$ref": "#/components/schemas/JobStatus"}


def test_a_watch_is_a_stream_of_events(document: dict[str, Any]) -> None:
    job = answered(document, "GET /jobs/{id}/events", "200")
    session = answered(document, "GET /sessions/{id}/events", "200")
    assert [*job, *session] == ["text/event-stream"] * 2
    assert job["text/event-stream"]["x-itemSchema"] == {
        "$ref": "#/components/schemas/WatchJobResponse"
    }


def test_the_list_of_sessions_is_a_bare_array(document: dict[str, Any]) -> None:
    assert answered(document, "GET /sessions", "200")[CONTENT]["schema"] == {
        "type": "array",
        "items": {"$ref": "#/components/schemas/QuickSession"},
    }


def test_everything_that_is_referred_to_is_there_and_used(document: dict[str, Any]) -> None:
    """The validator resolves references; what nothing refers to is a leftover."""
    used = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document)))
    assert used == set(document["components"]["schemas"])


def test_it_is_the_same_each_time(contract: Contract) -> None:
    first = json.dumps(documents.document(contract, Routes()))
    second = json.dumps(documents.document(contracts.read(), Routes()))
    assert first == second


def test_a_route_without_transcoding_is_no_operation() -> None:
    with pytest.raises(ValueError, match="does not transcode"):
        Routes().manners("GET", "/ws/sessions/{id}")


def test_the_page_has_every_operation_and_schema(document: dict[str, Any]) -> None:
    page = (GEN / "openapi" / "index.html").read_text()
    anchors = set(re.findall(r'<details id="([\w-]+)"', page))
    expected = {operation["operationId"] for operation in operations(document).values()}
    expected |= {f"schema-{name}" for name in document["components"]["schemas"]}
    assert anchors == expected
    links = set(re.findall(r'href="#([\w-]+)"', page))
    assert links <= anchors


def test_the_page_asks_for_nothing_else() -> None:
    page = (GEN / "openapi" / "index.html").read_text()
    asked = re.findall(r'(?:src|href)="([^"#]*)', page) + re.findall(r"url\(|@import", page)
    assert {link for link in asked if link} == {"data:,", "openapi.json"}
