"""A request that breaks a rule of the contract is told so in words."""

import re

import pytest
from google.protobuf.descriptor import Descriptor

from buf.validate import validate_pb2
from opsdeck.v1 import (
    client_service_pb2,
    job_service_pb2,
    quick_session_service_pb2,
    system_service_pb2,
)
from opsdeck_server.domain.errors import RequestInvalid
from opsdeck_server.rpc.validation import PATTERN_WORDS, Validation

FILES = [client_service_pb2, job_service_pb2, quick_session_service_pb2, system_service_pb2]


def patterns() -> set[str]:
    """Return all patterns of the contract."""
    messages: list[Descriptor] = []
    for file in FILES:
        messages += file.DESCRIPTOR.message_types_by_name.values()
    found: set[str] = set()
    for message in messages:
        for field in message.fields:
            rules = field.GetOptions().Extensions[validate_pb2.field]
            found |= {rules.string.pattern, rules.repeated.items.string.pattern}
    return found - {""}


def test_every_pattern_of_the_contract_has_words() -> None:
    assert patterns() == PATTERN_WORDS.keys()


@pytest.mark.parametrize("pattern", PATTERN_WORDS)
def test_the_words_name_the_length_that_the_pattern_has(pattern: str) -> None:
    [most] = re.findall(r"\{0,(\d+)\}", pattern)
    assert f"1 to {int(most) + 1} " in PATTERN_WORDS[pattern]


def test_a_wrong_id_is_refused_in_words() -> None:
    with pytest.raises(RequestInvalid) as refused:
        Validation().check(job_service_pb2.GetJobRequest(id="a/b"))
    why = "must be 1 to 64 letters, digits, `_` and `-`, the first a letter or digit"
    assert (str(refused.value), refused.value.metadata) == (f"id: {why}", {"id": why})


def test_what_is_wrong_in_several_fields_is_said_of_each() -> None:
    request = quick_session_service_pb2.EditMessageRequest(session_id="-", id=".", content="x")
    with pytest.raises(RequestInvalid) as refused:
        Validation().check(request)
    assert refused.value.metadata.keys() == {"sessionId", "id"}
