"""The document itself: paths, parameters, answers."""

import re
from collections.abc import Sequence
from typing import Any

from tools.openapi import refusals
from tools.openapi.contract import Contract, Field, Method
from tools.openapi.routes import Manners, Routes
from tools.openapi.rules import Schema
from tools.openapi.schemas import KEY_FIELD, Schemas, held

ABOUT = """\
The REST surface of opsdeck. The same port serves the same calls over gRPC and gRPC-Web.

- Names are camelCase, those of the `/sessions` family snake_case; on the way in, both are
  understood.
- A field without a value is left out, never `null`. What is listed as required in an answer is
  always there: `0`, `""`, `false` and `[]` too. New fields may come.
- A field or a parameter that is not known is ignored. Bodies have at most 4 MiB.
- Times are RFC 3339 in UTC.
- Every error is `{"error": "…"}` with a fitting status. A path that does not exist, or not with
  this method, is 404.
- Every answer has `x-request-id`, and the server's log lines of that request carry the same. Send
  one of your own, of up to 100 letters, digits and `._-`, to choose it.
- WebSockets cannot be described here: see the reference.
"""

EVENTS = """\
Server-Sent Events. The data of each is one JSON object, as `x-itemSchema` says (OpenAPI 3.2 calls
it itemSchema). Without events it is a heartbeat. There are no names and no ids of events: come back
with `after`, the `cursor` of the last one."""

_ITEMS = {("ListJobsRequest", "status"): {"$ref": "#/components/schemas/JobStatus"}}
"""Words that a list of strings takes, which the protos say in prose."""


def document(contract: Contract, routes: Routes) -> dict[str, Any]:
    """Return the whole document."""
    ways = [(method, routes.manners(method.verb, method.path)) for method in contract.methods]
    answers: dict[bool, set[str]] = {True: set(), False: set()}
    for method, manners in ways:
        answers[manners.snake] |= held(contract, method.response)
    schemas = Schemas(contract, camel=answers[False], snake=answers[True])
    paths: dict[str, dict[str, Any]] = {}
    taken: set[str] = set()
    for method, manners in ways:
        operation = _Operation(contract, schemas, method, manners)
        made = operation.made(_operation_id(method, taken))
        paths.setdefault(operation.path, {})[method.verb.lower()] = made
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "opsdeck",
            "version": "v1",
            "description": ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/", "description": "The port that served this document."}],
        "security": [{"bearer": []}],
        "tags": [
            {"name": _tag(name), "description": _sentence(name, comment)}
            for name, comment in contract.services.items()
        ],
        "paths": paths,
        "components": {
            "schemas": dict(sorted([*schemas.components.items(), ("Error", ERROR)])),
            "responses": refusals.components(),
            "headers": {"RequestId": REQUEST_ID},
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The server's AGENT_API_SECRET.",
                }
            },
        },
    }


ERROR: Schema = {
    "type": "object",
    "description": "What every error looks like.",
    "properties": {
        "error": {
            "type": "string",
            "minLength": 1,
            "description": "What is wrong and, where that helps, what to do. For people; it may "
            "change.",
        }
    },
    "required": ["error"],
    "additionalProperties": False,
}

REQUEST_ID = {
    "description": "The name of this request in the server's log.",
    "required": True,
    "schema": {"type": "string", "pattern": r"^[A-Za-z0-9._-]{1,100}$"},
}


class _Operation:
    """One method at one path."""

    def __init__(
        self, contract: Contract, schemas: Schemas, method: Method, manners: Manners
    ) -> None:
        self._schemas = schemas
        self._method = method
        self._manners = manners
        fields = contract.messages[method.request].fields
        names = re.findall(r"\{(\w+)\}", method.path)
        self._in_path = [field for field in fields if field.proto.name in names]
        rest = [field for field in fields if field.proto.name not in [*names, KEY_FIELD]]
        if len(self._in_path) != len(names) or method.body not in ("", "*"):
            raise ValueError(
                f"{method.name}: say in tools/openapi/document.py what this path means"
            )
        self._in_body: list[Field] = rest if method.body else []
        self._in_query: list[Field] = [] if method.body else rest
        self._has_key = any(field.proto.name == KEY_FIELD for field in fields)

    @property
    def path(self) -> str:
        """The path, with its parameters named as in JSON."""
        spelled = {field.proto.name: self._name(field) for field in self._in_path}
        return re.sub(r"\{(\w+)\}", lambda m: f"{{{spelled[m[1]]}}}", self._method.path)

    def made(self, operation_id: str) -> dict[str, Any]:
        """Return the operation."""
        method = self._method
        text = _sentence(method.name, refusals.prose(method.comment))
        operation: dict[str, Any] = {
            "tags": [_tag(method.service)],
            "operationId": operation_id,
            "summary": re.split(r"(?<=\.) ", text)[0],
            "description": text,
            "parameters": self._parameters(),
        }
        if method.name in refusals.OPEN:
            operation["security"] = []
        # A body that has nothing to say may be left out, so it is.
        if self._in_body:
            schema = self._schemas.body(method.request, self._in_body, snake=self._manners.snake)
            operation["requestBody"] = {
                "required": any(self._schemas.is_required(field) for field in self._in_body),
                "content": {"application/json": {"schema": schema}},
            }
        errors = refusals.responses(method, idempotent=self._has_key)
        operation["responses"] = {self._manners.status: self._answer(), **errors}
        return operation

    def _parameters(self) -> list[dict[str, Any]]:
        found = [self._parameter(field, "path", required=True) for field in self._in_path]
        found += [
            self._parameter(field, "query", required=self._schemas.is_required(field))
            for field in self._in_query
        ]
        return [*found, KEY] if self._has_key else found

    def _parameter(self, field: Field, place: str, *, required: bool) -> dict[str, Any]:
        schema = self._schemas.field(field, snake=self._manners.snake, asked=True)
        text = schema.pop("description", "")
        parameter = {"name": self._name(field), "in": place, "required": required}
        if field.repeated:
            # Parted by commas; several parameters of one name are understood too.
            parameter |= {"style": "form", "explode": False}
            schema["items"] = _ITEMS.get((self._method.request, field.proto.name), schema["items"])
        return {**parameter, "description": text, "schema": schema}

    def _answer(self) -> dict[str, Any]:
        if self._manners.status == "204":
            return {"description": "Done.", "headers": refusals.REQUEST_ID}
        schema = self._schemas.answer(self._method.response, snake=self._manners.snake)
        description = "Created." if self._manners.status == "201" else "Done."
        answer: dict[str, Any] = {"description": description, "headers": refusals.REQUEST_ID}
        if self._method.streaming and self._manners.events:
            events = {"schema": {"type": "string"}, "x-itemSchema": schema}
            return {
                **answer,
                "description": " ".join(EVENTS.split()),
                "content": {"text/event-stream": events},
            }
        if self._method.streaming:
            schema = {"type": "array", "items": schema}
        return {**answer, "content": {"application/json": {"schema": schema}}}

    def _name(self, field: Field) -> str:
        return field.name(snake=self._manners.snake)


KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key with the same request answers with the first result, and does "
    "nothing again; with another request it is a 409. Kept for 7 days.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}


def _operation_id(method: Method, taken: set[str]) -> str:
    """Return a name that no other has: a method may have several paths."""
    name = method.name[0].lower() + method.name[1:]
    words: Sequence[str] = re.findall(r"\w+", re.sub(r"\{\w+\}", "", method.path))
    for more in ("", method.verb.title(), "".join(word.title() for word in words)):
        if name + more not in taken:
            taken.add(name + more)
            return name + more
    raise ValueError(f"{method.name} has two paths that look the same")


def _sentence(name: str, comment: str) -> str:
    """Return a comment without the name that it begins with, as one line."""
    words = comment.removeprefix(f"{name} ").split()
    return " ".join([words[0][0].upper() + words[0][1:], *words[1:]])


def _tag(service: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", service.removesuffix("Service"))
