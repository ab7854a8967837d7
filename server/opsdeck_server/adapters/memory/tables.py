"""What the store in memory keeps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from opsdeck_server.domain.clients import Client
from opsdeck_server.domain.deliveries import Delivery, IdempotencyRecord
from opsdeck_server.domain.events import Event
from opsdeck_server.domain.jobs import Job
from opsdeck_server.domain.permissions import Permission
from opsdeck_server.domain.runs import AgentProcess, Run, Stream
from opsdeck_server.domain.sessions import QuickSession, SessionMessage
from opsdeck_server.ports.store import Missing

_T = TypeVar("_T")


@dataclass(slots=True)
class Tables:
    """Rows by their ids."""

    clients: dict[str, Client] = field(default_factory=dict[str, Client])
    deleted: dict[str, datetime] = field(default_factory=dict[str, datetime])
    jobs: dict[str, Job] = field(default_factory=dict[str, Job])
    cancels: set[str] = field(default_factory=set[str])
    runs: dict[str, Run] = field(default_factory=dict[str, Run])
    processes: dict[str, AgentProcess] = field(default_factory=dict[str, AgentProcess])
    streams: dict[str, Stream] = field(default_factory=dict[str, Stream])
    events: dict[str, list[Event]] = field(default_factory=dict[str, list[Event]])
    sessions: dict[str, QuickSession] = field(default_factory=dict[str, QuickSession])
    messages: dict[str, SessionMessage] = field(default_factory=dict[str, SessionMessage])
    permissions: dict[str, Permission] = field(default_factory=dict[str, Permission])
    last_number: int = 0
    """Of a job or a message: the numbers of each need only rise."""
    deliveries: dict[str, Delivery] = field(default_factory=dict[str, Delivery])
    once: dict[tuple[str, str], IdempotencyRecord] = field(
        default_factory=dict[tuple[str, str], IdempotencyRecord]
    )


def found(rows: Mapping[str, _T], kind: str, row_id: str) -> _T:
    """Return a row, or raise Missing."""
    row = rows.get(row_id)
    if row is None:
        raise Missing(f"{kind} {row_id}")
    return row
