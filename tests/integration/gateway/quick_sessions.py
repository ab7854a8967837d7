"""A small QuickSessionService: journals that a test writes, and watches that it counts."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import grpc
from google.protobuf import any_pb2
from google.rpc import error_details_pb2, status_pb2

from opsdeck.v1 import event_pb2, quick_session_pb2, quick_session_service_pb2_grpc
from opsdeck.v1 import quick_session_service_pb2 as wire
from opsdeck.v1.event_pb2 import Event

Context = grpc.aio.ServicerContext[Any, Any]
Code = grpc.StatusCode
STATUS_DETAILS = "grpc-status-details-bin"
PAGE = 500


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the server says no with."""

    code: grpc.StatusCode
    reason: str
    text: str


@dataclass(slots=True, eq=False)
class Journal:
    """A session's events. `say` adds one, `delta` is heard by those who listen and kept nowhere."""

    events: list[Event] = field(default_factory=list[Event])
    questions: list[quick_session_pb2.PermissionPrompt] = field(
        default_factory=list[quick_session_pb2.PermissionPrompt]
    )
    ears: set["asyncio.Queue[Event | None]"] = field(
        default_factory=set["asyncio.Queue[Event | None]"]
    )
    pruned: int = 0

    @property
    def seq(self) -> int:
        return len(self.events)

    def say(self, **payload: Any) -> int:
        """Add an event, like `assistant_text={"text": "…"}`; return its number."""
        event = Event(seq=self.seq + 1, **payload)
        event.type = event.WhichOneof("payload") or ""
        self.events.append(event)
        for ear in self.ears:
            ear.put_nowait(None)
        return event.seq

    def delta(self, text: str, offset: int, message_id: str = "m", index: int = 0) -> None:
        """Let those hear a piece of text who listen now."""
        delta = event_pb2.TextDelta(text=text, offset=offset, message_id=message_id, index=index)
        for ear in self.ears:
            ear.put_nowait(Event(seq=self.seq, text_delta=delta))

    def end(self) -> None:
        """Add the last event."""
        self.say(status_change={"status": "expired", "terminal": True})

    @property
    def over(self) -> bool:
        return bool(self.events) and self.events[-1].status_change.terminal


@dataclass(slots=True)
class Sessions:
    """What the service under the bridge has, has seen, and is told to say no to."""

    journals: dict[str, Journal] = field(default_factory=dict[str, Journal])
    token: str | None = None
    refusal: Refusal | None = None
    commands: list[Any] = field(default_factory=list[Any])
    metadata: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    hold: asyncio.Event | None = None
    """Commands, and first answers of watches, wait for it."""
    watches: int = 0
    """Watches that are open now."""
    waiting: int = 0
    """Calls that wait for `hold` now."""
    opened: list[wire.WatchSessionRequest] = field(default_factory=list[wire.WatchSessionRequest])

    def journal(self, session: str = "quick-1") -> Journal:
        return self.journals.setdefault(session, Journal())

    def forget(self) -> None:
        """Begin anew, for the next test."""
        self.journals.clear()
        self.commands.clear()
        self.metadata.clear()
        self.opened.clear()
        self.token = self.refusal = self.hold = None


async def refuse(context: Context, refusal: Refusal) -> None:
    detail = any_pb2.Any()
    detail.Pack(error_details_pb2.ErrorInfo(reason=refusal.reason, domain="opsdeck.dev"))
    status = status_pb2.Status(code=refusal.code.value[0], message=refusal.text, details=[detail])
    await context.abort(refusal.code, refusal.text, ((STATUS_DETAILS, status.SerializeToString()),))


class QuickSessions(quick_session_service_pb2_grpc.QuickSessionServiceServicer):
    """The service over `Sessions`."""

    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions

    async def _check(self, session: str, context: Context) -> None:
        metadata = {key: str(value) for key, value in context.invocation_metadata() or ()}
        self.sessions.metadata.append(metadata)
        token = self.sessions.token
        if token is not None and metadata.get("authorization") != f"Bearer {token}":
            text = "the bearer token is missing or wrong: send it"
            await refuse(context, Refusal(Code.UNAUTHENTICATED, "TOKEN_INVALID", text))
        if session not in self.sessions.journals:
            text = f"no session has the id {session}"
            await refuse(context, Refusal(Code.NOT_FOUND, "SESSION_NOT_FOUND", text))

    async def _held(self) -> None:
        if self.sessions.hold is not None:
            self.sessions.waiting += 1
            try:
                await self.sessions.hold.wait()
            finally:
                self.sessions.waiting -= 1

    async def _command(self, session: str, request: Any, context: Context) -> None:
        await self._check(session, context)
        await self._held()
        self.sessions.commands.append(request)
        if self.sessions.refusal is not None:
            await refuse(context, self.sessions.refusal)

    async def StartSession(self, request: Any, context: Context) -> Any:  # noqa: N802
        self.sessions.commands.append(request)
        if self.sessions.refusal is not None:
            await refuse(context, self.sessions.refusal)
        return quick_session_pb2.QuickSession(
            id="quick-1", repo=request.repo, status=quick_session_pb2.QuickSession.idle
        )

    async def ListSessions(  # noqa: N802
        self, request: Any, context: Context
    ) -> AsyncIterator[Any]:
        for session in self.sessions.journals:
            yield quick_session_pb2.QuickSession(id=session)

    async def GetSession(self, request: Any, context: Context) -> Any:  # noqa: N802
        await self._command(request.id, request, context)
        message = quick_session_pb2.QuickMessage(id="u1", role="user", content="Hi")
        return quick_session_pb2.QuickSessionDetails(id=request.id, messages=[message])

    async def DeleteSession(self, request: Any, context: Context) -> Any:  # noqa: N802
        await self._command(request.id, request, context)
        return wire.DeleteSessionResponse(kept_ref="refs/opsdeck/kept/x")

    async def SendMessage(self, request: Any, context: Context) -> Any:  # noqa: N802
        await self._command(request.id, request, context)
        if len(request.content) > 1_000_000:
            text = "content: must be at most 1000000 characters"
            await refuse(context, Refusal(Code.INVALID_ARGUMENT, "REQUEST_INVALID", text))
        self.sessions.journals[request.id].say(
            user_message={"message_id": "u1", "text": request.content}
        )
        return quick_session_pb2.QuickMessage(
            id="u1", session_id=request.id, role="user", content=request.content
        )

    async def EditMessage(self, request: Any, context: Context) -> Any:  # noqa: N802
        await self._command(request.session_id, request, context)
        return quick_session_pb2.QuickMessage(id=request.id, content=request.content, waiting=True)

    async def WithdrawMessage(self, request: Any, context: Context) -> Any:  # noqa: N802
        await self._command(request.session_id, request, context)
        return quick_session_pb2.QuickMessage(id=request.id, session_id=request.session_id)

    async def InterruptSession(self, request: Any, context: Context) -> Any:  # noqa: N802
        await self._command(request.id, request, context)
        return wire.InterruptSessionResponse(
            id=request.id, status=quick_session_pb2.QuickSession.idle, was_running=True
        )

    async def AnswerPermission(self, request: Any, context: Context) -> Any:  # noqa: N802
        await self._command(request.session_id, request, context)
        return quick_session_pb2.PermissionPrompt(
            id=request.id, outcome=quick_session_pb2.PermissionPrompt.allowed
        )

    async def WatchSession(  # noqa: N802
        self, request: wire.WatchSessionRequest, context: Context
    ) -> AsyncIterator[Any]:
        self.sessions.opened.append(request)
        self.sessions.watches += 1
        try:
            async for answer in self._watch(request, context):
                yield answer
        finally:
            self.sessions.watches -= 1

    async def _watch(
        self, request: wire.WatchSessionRequest, context: Context
    ) -> AsyncIterator[wire.WatchSessionResponse]:
        await self._check(request.id, context)
        await self._held()
        journal = self.sessions.journals[request.id]
        cursor = journal.seq if request.tail_only else await _cursor(request, journal, context)
        ear: asyncio.Queue[Event | None] = asyncio.Queue()
        journal.ears.add(ear)
        try:
            answer = wire.WatchSessionResponse(permissions=journal.questions)
            answer.session.id = request.id
            while True:
                events = journal.events[cursor : cursor + PAGE]
                cursor += len(events)
                answer.events.extend(events)
                answer.cursor, answer.caught_up = str(cursor), cursor == journal.seq
                last = answer.caught_up and journal.over
                yield answer
                if last:
                    return
                answer = wire.WatchSessionResponse()
                while cursor == journal.seq and not answer.events:
                    heard = await ear.get()
                    if heard is not None and request.partial and heard.seq == cursor:
                        answer.events.append(heard)
        finally:
            journal.ears.discard(ear)


async def _cursor(request: wire.WatchSessionRequest, journal: Journal, context: Context) -> int:
    text = "watch again without a cursor"
    if request.after and not request.after.isdigit():
        await refuse(context, Refusal(Code.INVALID_ARGUMENT, "CURSOR_INVALID", text))
    cursor = int(request.after or 0)
    if cursor > journal.seq:
        await refuse(context, Refusal(Code.INVALID_ARGUMENT, "CURSOR_INVALID", text))
    if cursor < journal.pruned:
        await refuse(context, Refusal(Code.OUT_OF_RANGE, "CURSOR_EXPIRED", text))
    return cursor
