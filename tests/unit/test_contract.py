"""The contract and the code that answers it hold together."""

import dataclasses
import re
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.descriptor import FieldDescriptor, ServiceDescriptor

from opsdeck.v1 import (
    client_service_pb2,
    error_reason_pb2,
    event_pb2,
    job_pb2,
    job_service_pb2,
    quick_session_service_pb2,
    run_pb2,
    system_service_pb2,
)
from opsdeck_server.domain import errors
from opsdeck_server.domain.events import PAYLOAD_TYPES
from opsdeck_server.domain.jobs import JobStatus
from opsdeck_server.domain.runs import RunState
from opsdeck_server.rpc.client_service import ClientServicer
from opsdeck_server.rpc.errors import STATUS_OF
from opsdeck_server.rpc.job_service import JobServicer
from opsdeck_server.rpc.quick_session_service import QuickSessionServicer
from opsdeck_server.rpc.system_service import SystemServicer

SERVER = Path(errors.__file__).parents[1]

SERVICES = [
    (client_service_pb2.DESCRIPTOR.services_by_name["ClientService"], ClientServicer),
    (job_service_pb2.DESCRIPTOR.services_by_name["JobService"], JobServicer),
    (
        quick_session_service_pb2.DESCRIPTOR.services_by_name["QuickSessionService"],
        QuickSessionServicer,
    ),
    (system_service_pb2.DESCRIPTOR.services_by_name["SystemService"], SystemServicer),
]


@pytest.mark.parametrize(
    ("service", "servicer"), SERVICES, ids=["client", "job", "session", "system"]
)
def test_every_rpc_is_answered(service: ServiceDescriptor, servicer: type) -> None:
    missing = [method.name for method in service.methods if method.name not in vars(servicer)]

    assert missing == []


def test_a_client_repeats_by_itself_what_does_nothing_more_the_second_time() -> None:
    """Not so an interrupt, whose second would stop the message that came next."""
    not_repeated = {
        method.name
        for service, _ in SERVICES
        for method in service.methods
        if not method.GetOptions().idempotency_level
    }

    assert not_repeated == {"InterruptSession"}


def test_every_error_reason_has_a_raiser() -> None:
    source = "\n".join(path.read_text() for path in SERVER.rglob("*.py"))
    classes = {
        value.reason: value.__name__
        for value in vars(errors).values()
        if isinstance(value, type)
        and issubclass(value, errors.OpsdeckError)
        and "reason" in vars(value)
    }
    reasons = set(error_reason_pb2.ErrorReason.keys()) - {"ERROR_REASON_UNSPECIFIED"}

    assert reasons == {*classes, "INTERNAL_ERROR"}
    unraised = [
        name
        for name in classes.values()
        if not re.search(rf"(raise|return|->) {name}\b|raise {name}\.|return {name}\(", source)
    ]
    assert unraised == []


def test_every_kind_of_refusal_has_a_status() -> None:
    assert set(STATUS_OF) == set(errors.Kind)


def test_statuses_and_states_are_the_same_words_in_contract_and_domain() -> None:
    assert set(job_pb2.Job.Status.keys()) == {s.value for s in JobStatus} | {"status_unspecified"}
    assert set(run_pb2.Run.State.keys()) == {s.value for s in RunState} | {"state_unspecified"}


def test_payloads_have_the_same_fields_in_contract_and_domain() -> None:
    arms = {field.json_name: field for field in event_pb2.Event.DESCRIPTOR.oneofs[0].fields}

    assert set(arms) == {*PAYLOAD_TYPES, "textDelta"}
    for name, payload in PAYLOAD_TYPES.items():
        message = arms[name].message_type
        assert message is not None
        fields = {field.name for field in message.fields}
        assert fields == {field.name for field in dataclasses.fields(payload)}, name


@pytest.mark.parametrize(
    "file",
    [client_service_pb2, event_pb2, job_pb2, job_service_pb2, run_pb2, system_service_pb2],
    ids=lambda file: file.DESCRIPTOR.name,
)
def test_no_number_is_an_int64_which_json_would_print_as_a_string(file: Any) -> None:
    long = {FieldDescriptor.TYPE_INT64, FieldDescriptor.TYPE_UINT64, FieldDescriptor.TYPE_FIXED64}
    found = [
        f"{message.full_name}.{field.name}"
        for message in file.DESCRIPTOR.message_types_by_name.values()
        for field in message.fields
        if field.type in long
    ]

    assert found == []
