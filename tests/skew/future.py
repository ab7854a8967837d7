"""A contract of tomorrow: today's, and all that may be added to it without a new version."""

from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    FieldDescriptorProto,
    FileDescriptorProto,
    FileDescriptorSet,
    MethodDescriptorProto,
)

from tests.skew.contract import TODAY, Contract

MADE_UP = 900
"""The number of what is new: the contract gets there in many years."""


def contract() -> Contract:
    """Return it: a field, a status, an event, a refusal and a method more than today."""
    files = FileDescriptorSet.FromString(TODAY.read_bytes())
    named = {file.name.removeprefix("opsdeck/v1/"): file for file in files.file}
    job = _message(named["job.proto"], "Job")
    for message in (job, _message(named["job_service.proto"], "CreateJobRequest")):
        message.field.add(
            name="mood", number=MADE_UP, type=_STRING, label=_OPTIONAL, json_name="mood"
        )
    job.enum_type[0].value.add(name="paused", number=MADE_UP)
    job.enum_type[0].value.add(name="evaporated", number=MADE_UP + 1)
    _event(named["event.proto"])
    named["error_reason.proto"].enum_type[0].value.add(name="TOO_SUNNY", number=MADE_UP)
    named["job_service.proto"].service[0].method.append(
        MethodDescriptorProto(
            name="PauseJob",
            input_type=".opsdeck.v1.GetJobRequest",
            output_type=".opsdeck.v1.Job",
        )
    )
    return Contract(files)


_STRING = FieldDescriptorProto.TYPE_STRING
_OPTIONAL = FieldDescriptorProto.LABEL_OPTIONAL


def _event(file: FileDescriptorProto) -> None:
    weather = file.message_type.add(name="Weather")
    weather.field.add(name="sky", number=1, type=_STRING, label=_OPTIONAL, json_name="sky")
    _message(file, "Event").field.add(
        name="weather",
        number=MADE_UP,
        type=FieldDescriptorProto.TYPE_MESSAGE,
        type_name=".opsdeck.v1.Weather",
        label=_OPTIONAL,
        oneof_index=0,
        json_name="weather",
    )


def _message(file: FileDescriptorProto, name: str) -> DescriptorProto:
    return next(message for message in file.message_type if message.name == name)
