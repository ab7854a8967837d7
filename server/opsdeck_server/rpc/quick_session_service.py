"""QuickSessionService: a chat with an agent."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import grpc

from opsdeck.v1 import quick_session_pb2, quick_session_service_pb2_grpc
from opsdeck.v1 import quick_session_service_pb2 as pb
from opsdeck_server.domain.errors import RequestInvalid
from opsdeck_server.domain.events import Event
from opsdeck_server.rpc import codec, session_codec
from opsdeck_server.rpc.requests import fingerprint, idempotency_key, optional
from opsdeck_server.services.questions import Reply
from opsdeck_server.services.quick_sessions import QuickSessions
from opsdeck_server.services.session_start import NewSession
from opsdeck_server.services.watch import Watcher, parse_cursor

Context = grpc.aio.ServicerContext[Any, Any]


class QuickSessionServicer(quick_session_service_pb2_grpc.QuickSessionServiceServicer):
    """Decodes, calls QuickSessions, encodes."""

    def __init__(self, sessions: QuickSessions, watcher: Watcher, events: codec.EventCodec) -> None:
        self._sessions = sessions
        self._watcher = watcher
        self._events = events

    async def StartSession(  # noqa: N802 - gRPC's name
        self, request: pb.StartSessionRequest, context: Context
    ) -> quick_session_pb2.QuickSession:
        new = NewSession(
            repo=request.repo,
            agent=optional(request, "agent"),
            model=optional(request, "model"),
            effort=optional(request, "effort"),
            permission_mode=optional(request, "permission_mode"),
        )
        key = idempotency_key(request, context)
        session_id = await self._sessions.start(new, key, fingerprint(request))
        return session_codec.session(await self._sessions.view(session_id))

    async def ListSessions(  # noqa: N802 - gRPC's name
        self, request: pb.ListSessionsRequest, context: Context
    ) -> AsyncIterator[quick_session_pb2.QuickSession]:
        for view in await self._sessions.list():
            yield session_codec.session(view)

    async def GetSession(  # noqa: N802 - gRPC's name
        self, request: pb.GetSessionRequest, context: Context
    ) -> quick_session_pb2.QuickSessionDetails:
        limit, before = optional(request, "limit"), optional(request, "before")
        return session_codec.details(await self._sessions.get(request.id, limit, before))

    async def DeleteSession(  # noqa: N802 - gRPC's name
        self, request: pb.DeleteSessionRequest, context: Context
    ) -> pb.DeleteSessionResponse:
        return pb.DeleteSessionResponse(kept_ref=await self._sessions.delete(request.id))

    async def SendMessage(  # noqa: N802 - gRPC's name
        self, request: pb.SendMessageRequest, context: Context
    ) -> quick_session_pb2.QuickMessage:
        key = idempotency_key(request, context)
        said = await self._sessions.send(request.id, request.content, key, fingerprint(request))
        return session_codec.message(request.id, said)

    async def EditMessage(  # noqa: N802 - gRPC's name
        self, request: pb.EditMessageRequest, context: Context
    ) -> quick_session_pb2.QuickMessage:
        said = await self._sessions.edit(request.session_id, request.id, request.content)
        return session_codec.message(request.session_id, said)

    async def WithdrawMessage(  # noqa: N802 - gRPC's name
        self, request: pb.WithdrawMessageRequest, context: Context
    ) -> quick_session_pb2.QuickMessage:
        said = await self._sessions.withdraw(request.session_id, request.id)
        return session_codec.message(request.session_id, said)

    async def InterruptSession(  # noqa: N802 - gRPC's name
        self, request: pb.InterruptSessionRequest, context: Context
    ) -> pb.InterruptSessionResponse:
        view, was_running = await self._sessions.interrupt(
            request.id, withdraw_waiting=request.withdraw_waiting
        )
        return pb.InterruptSessionResponse(
            id=request.id,
            status=session_codec.STATUS[view.session.status],
            was_running=was_running,
        )

    async def AnswerPermission(  # noqa: N802 - gRPC's name
        self, request: pb.AnswerPermissionRequest, context: Context
    ) -> quick_session_pb2.PermissionPrompt:
        reply = Reply(
            allow=request.allow,
            message=optional(request, "message"),
            updated_input=optional(request, "updated_input"),
            answers=dict(request.answers) or None,
            remember=request.remember,
        )
        answered = await self._sessions.answer(request.session_id, request.id, reply)
        return session_codec.permission(answered)

    async def WatchSession(  # noqa: N802 - gRPC's name
        self, request: pb.WatchSessionRequest, context: Context
    ) -> AsyncIterator[pb.WatchSessionResponse]:
        after = parse_cursor(request.after)
        if request.tail_only and request.after:
            raise RequestInvalid.field("tail_only", "is not for a request with a cursor")
        view = await self._sessions.view(request.id)
        first: quick_session_pb2.QuickSession | None = session_codec.session(view)
        questions = await self._sessions.questions(request.id)
        batches = self._watcher.watch(
            request.id, after=after, tail_only=request.tail_only, partial=request.partial
        )
        async with aclosing(batches):
            async for batch in batches:
                last = batch.items[-1] if batch.items else None
                if isinstance(last, Event) and last.terminal:
                    first = session_codec.over(view)
                yield pb.WatchSessionResponse(
                    session=first,
                    events=self._events.items(batch.items),
                    cursor=str(batch.cursor),
                    caught_up=batch.caught_up,
                    permissions=map(session_codec.permission, questions),
                )
                first, questions = None, ()
