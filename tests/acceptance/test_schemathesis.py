"""A whole server against its own OpenAPI document: schemathesis asks what it allows, and more.

It asks for everything that the document describes, right and wrong in as many ways as it finds, and
compares each answer: status, content type, headers, and a body that has nothing which the document
does not name. It runs with a seed, so a failure comes again; the seed is in what it prints.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator

from tests.acceptance.stack import TOKEN, Stack

pytestmark = pytest.mark.slow

SEED = "3456"
EXAMPLES = "20"
"""For each operation in each phase, beside those that cover its bounds."""

LONG = 10_000

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "ignored_auth",
    "use_after_free",
)
"""Not among them: unsupported_method, for what is not there is 404 here, whatever the method;
positive_data_acceptance, for what is well formed may still not fit the state of things;
negative_data_rejection, for JSON of protobuf takes null for what is absent."""

Document = dict[str, Any]


async def document(stack: Stack) -> Document:
    """Return the document that is served, whose objects allow nothing that they do not name."""
    found = (await stack.call("GET", "/openapi.json", token=None)).json
    for schema in found["components"]["schemas"].values():
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
    return found


async def populate(stack: Stack) -> dict[str, list[str]]:
    """Make one of each; return the ids that a parameter of each path may have."""
    client = await stack.post("/clients", {"githubOrg": "acme", "githubRepo": "app"})
    finished = await stack.create_job("@say x", agent="simulator")
    await stack.finished(finished)
    held = await stack.create_job("@sleep 3600", agent="simulator", branchName="b")

    async def session(**more: str) -> str:
        new = {"repo": "acme/app", "agent": "simulator", **more}
        return (await stack.post("/sessions/start", new))["id"]

    async def send(session_id: str, content: str) -> str:
        path = f"/sessions/{session_id}/message"
        return (await stack.post(path, {"content": content}, expect=200))["id"]

    idle, asking, spare = await session(), await session(permission_mode="ask"), await session()
    await send(asking, "@ask Bash")
    waiting = await send(asking, "@say later")
    question = await asked(stack, asking)
    return {
        "/clients/{id}": [client["id"]],
        "/jobs/{id}": [finished, held],
        "/sessions/{id}": [idle, asking],
        "DELETE /sessions/{id}": [spare],
        "/sessions/{session_id}": [asking],
        "/sessions/{session_id}/messages/{id}": [waiting],
        "/sessions/{session_id}/permissions/{id}": [question],
    }


async def asked(stack: Stack, session_id: str) -> str:
    """Wait for a question of the agent; return its id."""
    async with asyncio.timeout(30):
        while not (open_ := (await stack.get(f"/sessions/{session_id}"))["permissions"]):
            await asyncio.sleep(0.05)
    return open_[0]["id"]


def acquaint(found: Document, ids: dict[str, list[str]]) -> None:
    """Tell the document of things that are there: by chance nobody would name one of them."""
    for path, item in found["paths"].items():
        for verb, operation in item.items():
            for parameter in operation["parameters"]:
                if parameter["in"] == "path":
                    name = f"{{{parameter['name']}}}"
                    key = path.partition(name)[0] + name
                    known = ids.get(f"{verb.upper()} {path}") or ids[key]
                    parameter["schema"] = {"anyOf": [{"enum": known}, parameter["schema"]]}
    for name, known in {
        "repo": "acme/app",
        "githubOrg": "acme",
        "githubRepo": "app",
        "agent": "simulator",
    }.items():
        for schema in found["components"]["schemas"].values():
            properties = schema.get("properties", {})
            if name in properties:
                properties[name] = {"anyOf": [{"const": known}, properties[name]]}
    for schema in found["components"]["schemas"].values():
        for field in schema.get("properties", {}).values():
            # Texts of a million characters take most of the time, and show no more than these.
            if field.get("maxLength", 0) > LONG:
                field["maxLength"] = LONG


@pytest.mark.timeout(240)
async def test_no_answer_is_a_fault_or_other_than_the_document_says(stack: Stack) -> None:
    found = await document(stack)
    acquaint(found, await populate(stack))
    path = stack.root / "openapi.json"
    path.write_text(json.dumps(found))

    process = await asyncio.create_subprocess_exec(
        str(Path(sys.executable).with_name("schemathesis")),
        *("run", str(path), "--url", f"http://127.0.0.1:{stack.port}"),
        *("--header", f"Authorization: Bearer {TOKEN}"),
        # A watch of what is not over does not end: the tests below read them.
        *("--exclude-operation-id-regex", "^watch"),
        *("--phases", "coverage,fuzzing,stateful", "--checks", ",".join(CHECKS)),
        *("--max-examples", EXAMPLES, "--seed", SEED, "--generation-database", "none"),
        *("--continue-on-failure", "--request-timeout", "30", "--no-color", "--warnings", "off"),
        cwd=stack.root,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        async with asyncio.timeout(200):
            said, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    text = "\n".join(line[:500] for line in said.decode(errors="replace").splitlines())
    print(text)
    assert process.returncode == 0, text
    log = stack.log.read_text()
    assert "rpc.fault" not in log


# -- streams ---------------------------------------------------------------------------

SCRIPT = "@think a\n@say b\n@write a.txt c\n@bash ls\n@stderr d\n@ask Bash\n@say e"


def problems(found: Document, path: str, answers: list[Any]) -> list[str]:
    """Return what of the answers of a watch the document does not say."""
    content = found["paths"][path]["get"]["responses"]["200"]["content"]
    schema = {**content["text/event-stream"]["x-itemSchema"], "components": found["components"]}
    validator = OAS31Validator(schema)
    return [
        f"{error.json_path}: {error.message}"
        for answer in answers
        for error in validator.iter_errors(answer)
    ]


def types(answers: list[Any]) -> set[str]:
    return {event["type"] for answer in answers for event in answer["events"]}


async def test_events_of_a_job_are_what_the_document_says(stack: Stack) -> None:
    found = await document(stack)
    job_id = await stack.create_job(SCRIPT, agent="simulator")
    async with stack.events(job_id) as watched:
        answers = [answer async for answer in watched]

    assert {"statusChange", "runState", "thinking", "toolUse", "toolResult"} <= types(answers)
    assert problems(found, "/jobs/{id}/events", answers) == []


async def test_events_of_a_session_are_what_the_document_says(stack: Stack) -> None:
    """It does not end by itself: read until the agent's turn is over, and its end is seen."""
    found = await document(stack)
    new = {"repo": "acme/app", "agent": "simulator", "permission_mode": "ask"}
    session_id = (await stack.post("/sessions/start", new))["id"]
    path = f"/sessions/{session_id}"
    await stack.post(f"{path}/message", {"content": SCRIPT}, expect=200)
    answers: list[Any] = []
    async with asyncio.timeout(30), stack.events(session_id, family="sessions") as watched:
        async for answer in watched:
            answers.append(answer)
            for event in answer["events"]:
                if event["type"] == "permissionRequest":
                    question = event["permission_request"]["permission_id"]
                    body = {"allow": True}
                    await stack.post(f"{path}/permissions/{question}", body, expect=200)
            if "result" in types(answers):
                await stack.call("DELETE", path)

    assert {"userMessage", "toolUse", "permissionResolved", "result"} <= types(answers)
    assert problems(found, "/sessions/{id}/events", answers) == []


async def test_a_watch_that_is_refused_is_what_the_document_says(stack: Stack) -> None:
    found = await document(stack)
    for path in ("/jobs/{id}/events", "/sessions/{id}/events"):
        responses = found["paths"][path]["get"]["responses"]
        for address, status in (
            (path.replace("{id}", "nobody"), 404),
            (path.replace("{id}", "-"), 400),
            (path.replace("{id}", "nobody") + "?after=x", 400),
        ):
            answer = await stack.call("GET", address)
            assert answer.status == status, (address, answer)
            assert str(status) in responses
            assert answer.headers["content-type"] == "application/json"
            assert list(answer.json) == ["error"]
