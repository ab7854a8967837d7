"""All that doors differ in: casing, paths and statuses of REST, frames of WebSockets.

The table is written once, in the words of the contract: camelCase, statuses and reasons of gRPC,
events as they are journaled. Here is what becomes of them at each door, and nowhere else.
"""

import re
from collections.abc import Callable
from typing import Any, Final, Literal, cast
from urllib.parse import quote, urlencode

from google.api import annotations_pb2
from google.protobuf.descriptor import MethodDescriptor

from tests.golden.contract import Json

Family = Literal["rest", "grpc", "websocket"]

HTTP_STATUS: Final = {
    "INVALID_ARGUMENT": 400,
    "FAILED_PRECONDITION": 400,
    "OUT_OF_RANGE": 400,
    "UNAUTHENTICATED": 401,
    "PERMISSION_DENIED": 403,
    "NOT_FOUND": 404,
    "ALREADY_EXISTS": 409,
    "RESOURCE_EXHAUSTED": 429,
    "UNAVAILABLE": 503,
    "DEADLINE_EXCEEDED": 504,
}
"""What a status of gRPC is over HTTP."""

CLOSE_CODE: Final = {"NOT_FOUND": 4404, "INVALID_ARGUMENT": 4400, "OUT_OF_RANGE": 4400}
"""What it is to a WebSocket that wants to follow a session; any other is refused as HTTP."""

SUCCESS: Final = {
    "CreateClient": 201,
    "CreateJob": 201,
    "RetryJob": 201,
    "StartSession": 201,
    "DeleteSession": 204,
}
"""What success is over HTTP, where it is not 200."""


def refusal(family: Family, wanted: Json, *, opening: bool = False) -> Json:
    """Return what a door tells of a refusal; `opening` says of a WebSocket that it never opened."""
    status, message = wanted["status"], wanted["message"]
    over_http = {"http": HTTP_STATUS[status], "error": message}
    if family == "rest":
        return over_http
    if family == "grpc":
        return wanted
    # A session that is not there has no connection on which a command could be refused.
    if not opening and wanted["reason"] != "SESSION_NOT_FOUND":
        return {"reason": wanted["reason"], "content": message}
    if status not in CLOSE_CODE:
        return over_http
    code = CLOSE_CODE[status]
    said = {} if status == "NOT_FOUND" else {"reason": wanted["reason"], "content": message}
    return {"close": code, **said}


# -- REST -------------------------------------------------------------------------------------


def is_snake(method: MethodDescriptor) -> bool:
    """Whether REST has this method's fields in snake_case."""
    assert method.containing_service is not None
    return method.containing_service.name == "QuickSessionService"


def snake(name: str) -> str:
    """Return a name of the table in snake_case."""
    return re.sub(r"[A-Z]", lambda letter: f"_{letter[0].lower()}", name)


def camel(name: str) -> str:
    """Return a snake_case name as the table has it."""
    return re.sub(r"_([a-z])", lambda letter: letter[1].upper(), name)


def renamed(value: Json, rename: Callable[[str], str]) -> Json:
    """Return JSON with other names of fields."""
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        return {rename(key): renamed(item, rename) for key, item in fields.items()}
    if isinstance(value, list):
        return [renamed(item, rename) for item in cast("list[Any]", value)]
    return value


def from_rest(method: MethodDescriptor, value: Json) -> Json:
    """Return an answer of REST in the table's words; AssertionError for one in wrong casing."""

    def rename(name: str) -> str:
        wrong = name != name.lower() if is_snake(method) else "_" in name
        assert not wrong, f"{method.name}: {name} is not in its family's casing"
        return camel(name)

    return renamed(value, rename)


def to_rest(method: MethodDescriptor, fields: Json) -> tuple[str, str, Json, dict[str, str]]:
    """Return verb, path with its query, body and headers of a request."""
    http: Any = annotations_pb2.http
    rule: Any = method.GetOptions().Extensions[http]
    verb: str = rule.WhichOneof("pattern")
    # Requests are flat. Not what is in their maps, whose keys are a person's own words.
    rest = {snake(key) if is_snake(method) else key: value for key, value in fields.items()}
    headers: dict[str, str] = {}
    if (key := rest.pop("request_id", rest.pop("requestId", None))) is not None:
        headers["Idempotency-Key"] = key
    path = getattr(rule, verb)
    for field in re.findall(r"{(\w+)}", path):
        path = path.replace(f"{{{field}}}", quote(str(rest.pop(field, "")), safe=""))
    if rule.body:
        return verb.upper(), path, rest, headers
    words = [(key, _word(one)) for key, value in rest.items() for one in _several(value)]
    return verb.upper(), f"{path}?{urlencode(words)}" if words else path, None, headers


def _several(value: Json) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else [value]


def _word(value: Json) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


# -- WebSocket --------------------------------------------------------------------------------

COMMANDS: Final = {
    "SendMessage": ("user_input", {"content", "requestId"}),
    "InterruptSession": ("interrupt", set[str]()),
    "AnswerPermission": (
        "permission_response",
        {"id", "allow", "message", "updatedInput", "answers", "remember"},
    ),
}
"""The methods that a WebSocket has a frame for, its type, and the fields that it takes."""

SESSION: Final = {"SendMessage": "id", "InterruptSession": "id", "AnswerPermission": "sessionId"}
"""Which of their fields is in the path of the connection."""


def command(name: str, fields: Json) -> Json:
    """Return the frame that asks for a method."""
    kind, known = COMMANDS[name]
    rest = {key: value for key, value in fields.items() if key != SESSION[name]}
    assert rest.keys() <= known, f"{kind} cannot say {rest.keys() - known}"
    if name == "AnswerPermission":
        rest["permissionId"] = rest.pop("id")
    return {"type": kind, **{snake(key): value for key, value in rest.items()}}


def frames(events: list[Json]) -> list[Json]:
    """Return what a WebSocket sends of events: those that have a frame, a block of text once."""
    sent: list[Json] = []
    pieces: Json = None
    for event in events:
        payload = event[event["type"]]
        if event["type"] == "textDelta":
            if not payload.get("thinking"):
                pieces = payload
                said = {"content": payload["text"], "data": {"offset": payload["offset"]}}
                sent.append({"type": "assistantText", "seq": event["seq"], **said})
        elif event["type"] == "assistantText" and pieces is not None:
            assert payload["text"] == pieces["text"], "the rest of a block has no frame here"
            pieces = None
        elif (frame := _frame(event["type"], payload)) is not None:
            kind, rest = frame
            sent.append({"type": kind, "seq": event["seq"], **rest})
    return sent


def question(prompt: Json) -> Json:
    """Return the frame of a question that was open when the connection began."""
    asked = {key: prompt[key] for key in _QUESTION}
    data = {"permission_id": prompt["id"], **renamed(asked, snake)}
    return {"type": "permissionRequest", "seq": "<number>", "data": data}


_QUESTION = ("tool", "input", "inputJson", "description", "expiresAt", "requiresInteraction")


def _frame(kind: str, payload: Json) -> tuple[str, Json] | None:
    fields = renamed(payload, snake)
    match kind:
        case "statusChange":
            del fields["terminal"]
        case "assistantText":
            return kind, {"content": fields["text"]}
        case "error":
            return kind, {"content": fields["message"]}
        case "toolUse":
            del fields["input_json"]
        case "toolResult":
            del fields["truncated_bytes"]
        case "userMessage" | "waitingMessage":
            fields["id"], fields["content"] = fields.pop("message_id"), fields.pop("text")
        case "result":
            return _result(fields)
        case "permissionRequest" | "permissionResolved":
            pass
        case _:
            return None
    return kind, {"data": fields}


def _result(result: Json) -> tuple[str, Json]:
    interrupted = result["is_error"] and result["subtype"] == "aborted"
    if result["is_error"] and not interrupted:
        return "error", {"content": result["text"]}
    names = ("cost_usd", "input_tokens", "output_tokens")
    data = {name: result["usage"][name] for name in names}
    return "result", {
        "content": result["text"],
        "data": data | ({"interrupted": True} if interrupted else {}),
    }
