"""Every error of REST: what a method's comment names, and what may come anywhere."""

import re
from itertools import zip_longest
from typing import Any

from tools.openapi.contract import Method

HTTP_OF = {
    "INVALID_ARGUMENT": "400",
    "FAILED_PRECONDITION": "400",
    "OUT_OF_RANGE": "400",
    "UNAUTHENTICATED": "401",
    "PERMISSION_DENIED": "403",
    "NOT_FOUND": "404",
    "ALREADY_EXISTS": "409",
    "ABORTED": "409",
    "RESOURCE_EXHAUSTED": "429",
    "UNAVAILABLE": "503",
    "DEADLINE_EXCEEDED": "504",
}
"""What Envoy makes of a status of gRPC."""

OPEN = {"GetLive", "GetReady"}
"""Methods that need no token."""

BODY_VERBS = {"POST", "PATCH", "PUT"}

SHARED = {
    "400": (
        "Malformed",
        "The path, a parameter or the body is malformed or breaks a rule; `error` says which.",
    ),
    "401": ("TokenInvalid", "The bearer token is missing or wrong."),
    "403": ("ForeignPage", "A page of a foreign origin may not call."),
    "404": ("NotFound", "There is no such thing, or no such path."),
    "408": ("TooSlow", "The request did not arrive in time."),
    "409": ("Conflict", "It is in conflict with what is there."),
    "413": ("BodyTooLarge", "The body is larger than 4 MiB."),
    "429": ("TooMany", "Too much at once."),
    "431": ("HeadersTooLarge", "The headers are larger than 32 KiB, or more than 100."),
    "500": (
        "Fault",
        "A fault of the server; its log has the details under the `x-request-id` of this answer.",
    ),
    "503": (
        "Unavailable",
        "The server starts, stops, or is without its database: try again in a moment.",
    ),
    "504": ("TooLong", "The server took too long: try again."),
}
"""Name and text of the answer to each status, where there is no more to say."""

_LINE = re.compile(r"^([A-Z_]{5,}) (`[A-Z_]+`(?:, `[A-Z_]+`)*): ", re.MULTILINE)


def prose(comment: str) -> str:
    """Return a method's comment without its refusals."""
    found = _LINE.search(comment)
    return comment[: found.start()].strip() if found else comment.strip()


def named(comment: str) -> dict[str, list[str]]:
    """Return the refusals of a method's comment, by HTTP status."""
    found: dict[str, list[str]] = {}
    matches = list(_LINE.finditer(comment))
    for match, following in zip_longest(matches, matches[1:]):
        end = following.start() if following else len(comment)
        text = " ".join(comment[match.end() : end].split())
        found.setdefault(HTTP_OF[match[1]], []).append(f"{match[2]}: {text}")
    return found


def responses(method: Method, *, idempotent: bool) -> dict[str, Any]:
    """Return the errors of an operation, each with its status."""
    found = named(method.comment)
    statuses = {*found, "400", "408", "431", "500", "503", "504"}
    statuses |= set() if method.name in OPEN else {"401"}
    statuses |= set() if method.reads else {"403"}
    statuses |= {"413"} if method.verb in BODY_VERBS else set()
    statuses |= {"409"} if idempotent else set()
    return {status: _response(status, found.get(status, [])) for status in sorted(statuses)}


def _response(status: str, more: list[str]) -> dict[str, Any]:
    name, text = SHARED[status]
    if not more:
        return {"$ref": f"#/components/responses/{name}"}
    lines = "\n".join(f"- {line}" for line in more)
    return error(f"{text}\n\n{lines}" if status == "400" else lines.removeprefix("- "))


def error(description: str) -> dict[str, Any]:
    """Return an answer of the one shape."""
    return {
        "description": description,
        "headers": REQUEST_ID,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
    }


REQUEST_ID = {"x-request-id": {"$ref": "#/components/headers/RequestId"}}


def components() -> dict[str, Any]:
    """Return the answers that operations refer to."""
    return {name: error(text) for name, text in SHARED.values()}
