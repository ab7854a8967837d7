"""Sessions, from the domain to the contract's messages."""

from dataclasses import replace
from typing import Any

from opsdeck.v1 import quick_session_pb2 as pb
from opsdeck_server.domain.permissions import Permission, PermissionOutcome
from opsdeck_server.domain.sessions import SessionStatus, SessionView
from opsdeck_server.rpc.codec import timestamp, usage
from opsdeck_server.services.quick_sessions import SessionDetails
from opsdeck_server.services.session_messages import Said

STATUS: dict[SessionStatus, "pb.QuickSession.Status.ValueType"] = {
    status: pb.QuickSession.Status.Value(status.value) for status in SessionStatus
}
OUTCOME: dict[PermissionOutcome, "pb.PermissionPrompt.Outcome.ValueType"] = {
    outcome: pb.PermissionPrompt.Outcome.Value(outcome.value) for outcome in PermissionOutcome
}


def session(view: SessionView) -> pb.QuickSession:
    """Return a session."""
    return pb.QuickSession(**_fields(view))


def over(view: SessionView) -> pb.QuickSession:
    """Return a session as it is after its last event, when it may be forgotten already."""
    ended = replace(view.session, status=SessionStatus.expired, worktree_path=None)
    return session(replace(view, session=ended))


def details(found: SessionDetails) -> pb.QuickSessionDetails:
    """Return a session with what was said in it last."""
    return pb.QuickSessionDetails(
        **_fields(found.view),
        messages=[message(found.view.session.id, said) for said in found.history.said],
        permissions=map(permission, found.permissions),
        messages_omitted=found.history.omitted,
    )


def message(session_id: str, said: Said) -> pb.QuickMessage:
    """Return one message."""
    return pb.QuickMessage(
        id=said.id,
        session_id=session_id,
        role=said.role,
        content=said.content,
        timestamp=timestamp(said.time),
        cost_usd=said.cost_usd,
        tool_name=said.tool_name,
        tool_input=said.tool_input,
        waiting=said.waiting,
    )


def permission(row: Permission) -> pb.PermissionPrompt:
    """Return a question."""
    return pb.PermissionPrompt(
        id=row.id,
        session_id=row.stream_id,
        tool=row.tool,
        input=row.input,
        input_json=row.input_json,
        description=row.description,
        requires_interaction=row.requires_interaction,
        created_at=timestamp(row.created_at),
        expires_at=timestamp(row.expires_at),
        outcome=OUTCOME[row.outcome],
        message=row.message,
    )


def _fields(view: SessionView) -> dict[str, Any]:
    row = view.session
    return {
        "id": row.id,
        "repo": row.repo,
        "status": STATUS[row.status],
        "worktree_path": row.worktree_path,
        "claude_session_id": view.agent_session_id,
        "created_at": timestamp(row.created_at),
        "last_activity": timestamp(row.last_activity),
        "message_count": view.message_count,
        "total_cost_usd": view.usage.cost_usd,
        "agent": row.agent,
        "model": row.model,
        "effort": row.effort,
        "permission_mode": row.permission_mode,
        "error": row.error,
        "kept_ref": row.kept_ref,
        "usage": usage(view.usage),
        "waiting_count": view.waiting_count,
    }
