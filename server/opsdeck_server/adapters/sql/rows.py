"""Rows to domain values and back."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import msgspec
import sqlalchemy as sa

from opsdeck_server.adapters.sql.tables import from_micros
from opsdeck_server.domain.clients import Client
from opsdeck_server.domain.deliveries import Delivery, IdempotencyRecord
from opsdeck_server.domain.events import (
    PAYLOAD_TYPES,
    TEXT_LIMIT,
    Event,
    Payload,
    UnknownEvent,
)
from opsdeck_server.domain.jobs import Job, JobStage, JobStatus
from opsdeck_server.domain.runs import (
    AgentProcess,
    ProcessState,
    Run,
    RunState,
    Stream,
    Usage,
)

_CLIENT = [field.name for field in fields(Client)]
_JOB = [field.name for field in fields(Job)]
_RUN = [field.name for field in fields(Run) if field.name != "usage"]
_USAGE = [field.name for field in fields(Usage)]
_PROCESS = [field.name for field in fields(AgentProcess)]
_STREAM = [field.name for field in fields(Stream)]
_DELIVERY = [field.name for field in fields(Delivery)]
_IDEMPOTENCY = [field.name for field in fields(IdempotencyRecord)]

_DECODERS = {name: msgspec.json.Decoder(cls) for name, cls in PAYLOAD_TYPES.items()}


def _values(value: Any, names: list[str]) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names}


def client_values(client: Client) -> dict[str, Any]:
    return _values(client, _CLIENT)


def client_of(row: Mapping[str, Any]) -> Client:
    return Client(**{**{name: row[name] for name in _CLIENT}, "agent_env": tuple(row["agent_env"])})


def job_values(job: Job) -> dict[str, Any]:
    values = _values(job, _JOB)
    del values["number"]
    values["status"], values["stage"] = job.status.value, job.stage.value
    values["outcome"] = None if job.outcome is None else job.outcome.value
    return values


def job_of(row: Mapping[str, Any]) -> Job:
    values = {name: row[name] for name in _JOB}
    values["status"] = JobStatus(values["status"])
    values["stage"] = JobStage(values["stage"])
    if values["outcome"] is not None:
        values["outcome"] = JobStatus(values["outcome"])
    return Job(**values)


def run_values(run: Run) -> dict[str, Any]:
    return {**_values(run, _RUN), "state": run.state.value, **_values(run.usage, _USAGE)}


def run_of(row: Mapping[str, Any]) -> Run:
    values = {name: row[name] for name in _RUN}
    values["state"] = RunState(values["state"])
    return Run(**values, usage=Usage(**{name: row[name] for name in _USAGE}))


def process_values(process: AgentProcess) -> dict[str, Any]:
    return {**_values(process, _PROCESS), "state": process.state.value}


def process_of(row: Mapping[str, Any]) -> AgentProcess:
    values = {name: row[name] for name in _PROCESS}
    return AgentProcess(**{**values, "state": ProcessState(values["state"])})


def stream_of(row: Mapping[str, Any]) -> Stream:
    return Stream(**{name: row[name] for name in _STREAM})


def delivery_values(delivery: Delivery) -> dict[str, Any]:
    return _values(delivery, _DELIVERY)


def delivery_of(row: Mapping[str, Any]) -> Delivery:
    return Delivery(**{name: row[name] for name in _DELIVERY})


def idempotency_values(record: IdempotencyRecord) -> dict[str, Any]:
    return _values(record, _IDEMPOTENCY)


def idempotency_of(row: Mapping[str, Any]) -> IdempotencyRecord:
    return IdempotencyRecord(**{name: row[name] for name in _IDEMPOTENCY})


def payload_text(payload: Payload) -> str:
    return msgspec.json.encode(payload).decode()


def event_of(row: sa.Row[Any]) -> Event:
    stream_id, seq, run_id, time, kind, text = row
    return Event(stream_id, seq, run_id, from_micros(time), _payload(kind, text))


def _payload(kind: str, text: str) -> Payload:
    """Return a payload; one that a newer server wrote is UnknownEvent, as it was written."""
    decoder = _DECODERS.get(kind)
    if decoder is not None:
        try:
            return decoder.decode(text)
        except msgspec.ValidationError:
            pass
    raw = text.encode()
    kept = raw[:TEXT_LIMIT].decode("utf-8", "replace")
    return UnknownEvent(kind, kept, max(0, len(raw) - TEXT_LIMIT))
