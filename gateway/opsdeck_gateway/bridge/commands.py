"""What a client may say: its frames, one at a time and in order, as calls in its name."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from google.protobuf.message import Message

from opsdeck.v1.quick_session_service_pb2 import (
    AnswerPermissionRequest,
    InterruptSessionRequest,
    SendMessageRequest,
)
from opsdeck_gateway.bridge.upstream import (
    COMMAND_SECONDS,
    Caller,
    Upstream,
    UpstreamError,
    ask,
)

REQUEST_BYTES = 4 * 1024 * 1024
"""The most that the server reads of one request: 1,000,000 characters in any script."""

_NAME = re.compile(r"(?:^|(?<=; ))\w+(?=: )")
"""A field in a refusal of the server: `name: what is wrong; name: …`."""

Fields = dict[str, Any]


class BadFrame(Exception):
    """A frame that is none of the protocol; the text says what is wrong and what to send."""


class UserInput(msgspec.Struct):
    """Says something to the agent, like `POST /sessions/{id}/message`."""

    content: str
    request_id: str | None = None


class PermissionResponse(msgspec.Struct):
    """Answers a question of the agent."""

    permission_id: str
    allow: bool
    message: str | None = None
    updated_input: Fields | str | None = None
    answers: dict[str, str] = {}
    remember: bool = False


class Commands:
    """The calls of one client on one session."""

    def __init__(self, upstream: Upstream, session: str, caller: Caller) -> None:
        self._sessions = upstream.sessions
        self._session = session
        self._metadata = caller.metadata
        self._handlers: dict[str, Callable[[Fields], Awaitable[None]]] = {
            "user_input": self._user_input,
            "interrupt": self._interrupt,
            "permission_response": self._permission_response,
        }

    async def run(self, message: str | bytes) -> None:
        """Do what a frame asks for.

        What comes of it is seen by the watch, like everybody else's doing. Raises BadFrame, and
        UpstreamError where the server refuses. Cancelling gives up the answer, not the deed.
        """
        if isinstance(message, bytes):
            raise BadFrame("a frame must be text with a JSON object in it; this one is binary")
        try:
            fields = msgspec.json.decode(message, type=Fields)
            handler = self._handlers.get(str(fields.get("type")))
            if handler is None:
                raise BadFrame(f"`type` must be one of {', '.join(self._handlers)}")
            await handler(fields)
        # RecursionError: a thousand brackets.
        except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
            why = str(error) if isinstance(error, msgspec.ValidationError) else "it is no JSON"
            raise BadFrame(
                f"the frame cannot be read: {why}. "
                'A frame is a JSON object like {"type": "user_input", "content": "…"}'
            ) from None

    async def _user_input(self, fields: Fields) -> None:
        said = msgspec.convert(fields, UserInput)
        request = SendMessageRequest(
            id=self._session, content=said.content, request_id=said.request_id
        )
        if request.ByteSize() > REQUEST_BYTES:
            raise BadFrame("content: at most 1,000,000 characters")
        await self._ask(self._sessions.SendMessage, request)

    async def _interrupt(self, fields: Fields) -> None:
        del fields
        request = InterruptSessionRequest(id=self._session)
        await self._ask(self._sessions.InterruptSession, request)

    async def _permission_response(self, fields: Fields) -> None:
        # In `data`, as the question came, or beside `type`.
        answer = msgspec.convert(fields.get("data") or fields, PermissionResponse)
        updated = answer.updated_input
        request = AnswerPermissionRequest(
            session_id=self._session,
            id=answer.permission_id,
            allow=answer.allow,
            message=answer.message,
            updated_input=msgspec.json.encode(updated).decode()
            if isinstance(updated, dict)
            else updated,
            answers=answer.answers,
            remember=answer.remember,
        )
        if request.ByteSize() > REQUEST_BYTES:
            raise BadFrame("the answer is too large: at most 4 MiB")
        await self._ask(self._sessions.AnswerPermission, request, id="permission_id")

    async def _ask(
        self, method: Callable[..., Awaitable[object]], request: Message, **names: str
    ) -> None:
        """Call in the client's name; `names` are the fields that have another one in a frame.

        The server names fields as REST and gRPC's JSON have them. Here they have their own.
        """
        try:
            await ask(method(request, timeout=COMMAND_SECONDS, metadata=self._metadata))
        except UpstreamError as error:
            if error.reason != "REQUEST_INVALID":
                raise
            known = {
                field.json_name: names.get(field.name, field.name)
                for field in request.DESCRIPTOR.fields
            }
            text = _NAME.sub(lambda name: known.get(name[0], name[0]), str(error))
            raise UpstreamError(error.code, text, error.reason) from None
