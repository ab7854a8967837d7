"""Rows to domain values and back. A query selects the columns of one of the tuples below."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import msgspec
import sqlalchemy as sa

from opsdeck_server.adapters.sql import tables as t
from opsdeck_server.adapters.sql.columns import from_micros, storable
from opsdeck_server.domain.clients import Client
from opsdeck_server.domain.deliveries import Delivery, IdempotencyRecord
from opsdeck_server.domain.events import (
    PAYLOAD_TYPES,
    TEXT_LIMIT,
    Event,
    Payload,
    UnknownEvent,
)
from opsdeck_server.domain.jobs import Job
from opsdeck_server.domain.permissions import Permission
from opsdeck_server.domain.runs import AgentProcess, Run, Stream, Usage
from opsdeck_server.domain.sessions import QuickSession, SessionMessage

_Names = tuple[str, ...]
_Columns = tuple[sa.Column[Any], ...]
Row = Sequence[Any]


def _names(cls: Any) -> _Names:
    return tuple(field.name for field in fields(cls))


def _columns(table: sa.Table, names: _Names) -> _Columns:
    return tuple(table.c[name] for name in names)


_USAGE_NAMES = _names(Usage)
_RUN_NAMES = tuple(name for name in _names(Run) if name != "usage")
_USAGE_AT = _names(Run).index("usage")

# In the order of the dataclass's fields, so that a row is its arguments.
CLIENT = _columns(t.clients, _names(Client))
JOB = _columns(t.jobs, _names(Job))
RUN = _columns(t.runs, _RUN_NAMES + _USAGE_NAMES)
USAGE = _columns(t.runs, _USAGE_NAMES)
PROCESS = _columns(t.processes, _names(AgentProcess))
STREAM = _columns(t.streams, _names(Stream))
EVENT = _columns(t.events, ("stream_id", "seq", "run_id", "time", "type", "payload"))
SESSION = _columns(t.sessions, _names(QuickSession))
MESSAGE = _columns(t.session_messages, _names(SessionMessage))
PERMISSION = _columns(t.permissions, _names(Permission))
DELIVERY = _columns(t.deliveries, _names(Delivery))
IDEMPOTENCY = _columns(t.idempotency, _names(IdempotencyRecord))

_DECODERS = {name: msgspec.json.Decoder(cls) for name, cls in PAYLOAD_TYPES.items()}
_ENCODER = msgspec.json.Encoder()


def _values(value: Any, columns: _Columns) -> dict[str, Any]:
    return {column.name: getattr(value, column.name) for column in columns}


def client_values(client: Client) -> dict[str, Any]:
    return _values(client, CLIENT)


def client_of(row: Row) -> Client:
    # The names of variables come last, and as a list, for they are JSON.
    values: list[Any] = [*row[:-1], tuple(row[-1])]
    return Client(*values)


def job_values(job: Job) -> dict[str, Any]:
    values = _values(job, JOB)
    del values["number"]
    return values


def job_of(row: Row) -> Job:
    return Job(*row)


def run_values(run: Run) -> dict[str, Any]:
    values = {name: getattr(run, name) for name in _RUN_NAMES}
    values.update((name, getattr(run.usage, name)) for name in _USAGE_NAMES)
    return values


def run_of(row: Row) -> Run:
    before, after = row[:_USAGE_AT], row[_USAGE_AT : len(_RUN_NAMES)]
    values: list[Any] = [*before, Usage(*row[len(_RUN_NAMES) :]), *after]
    return Run(*values)


def process_values(process: AgentProcess) -> dict[str, Any]:
    return _values(process, PROCESS)


def process_of(row: Row) -> AgentProcess:
    return AgentProcess(*row)


def stream_of(row: Row) -> Stream:
    return Stream(*row)


def session_values(session: QuickSession) -> dict[str, Any]:
    return _values(session, SESSION)


def session_of(row: Row) -> QuickSession:
    return QuickSession(*row)


def message_values(message: SessionMessage) -> dict[str, Any]:
    values = _values(message, MESSAGE)
    del values["number"]
    return values


def message_of(row: Row) -> SessionMessage:
    return SessionMessage(*row)


def permission_values(permission: Permission) -> dict[str, Any]:
    return _values(permission, PERMISSION)


def permission_of(row: Row) -> Permission:
    return Permission(*row)


def delivery_values(delivery: Delivery) -> dict[str, Any]:
    return _values(delivery, DELIVERY)


def delivery_of(row: Row) -> Delivery:
    return Delivery(*row)


def idempotency_values(record: IdempotencyRecord) -> dict[str, Any]:
    return _values(record, IDEMPOTENCY)


def idempotency_of(row: Row) -> IdempotencyRecord:
    return IdempotencyRecord(*row)


def encoded(payload: Payload) -> tuple[Payload, str]:
    """Return a payload as it is kept, and its JSON: text that is no Unicode is made some."""
    try:
        return payload, _ENCODER.encode(payload).decode()
    except UnicodeEncodeError:
        texts = {name: getattr(payload, name) for name in _names(payload)}
        clean = {n: storable(text) for n, text in texts.items() if isinstance(text, str)}
        payload = replace(payload, **clean)
        return payload, _ENCODER.encode(payload).decode()


def event_of(row: Row) -> Event:
    stream_id, seq, run_id, time, kind, text = row
    return Event(stream_id, seq, run_id, from_micros(time), _payload(kind, text))


def _payload(kind: str, text: str) -> Payload:
    """Return a payload; one that a newer server wrote is UnknownEvent, as it was written."""
    decoder = _DECODERS.get(kind)
    if decoder is not None:
        try:
            return decoder.decode(text)
        except msgspec.DecodeError:
            pass
    raw = text.encode()
    kept = raw[:TEXT_LIMIT].decode("utf-8", "ignore")
    return UnknownEvent(kind, kept, len(raw) - len(kept.encode()))
