"""What grpcurl and buf curl ask the server about itself."""

import pytest

from opsdeck.v1 import job_service_pb2
from opsdeck_server.rpc.reflection import pool

FILE = job_service_pb2.DESCRIPTOR.name


@pytest.mark.parametrize("symbol", ["JobService", "JobService.CreateJob", "CreateJobRequest"])
def test_services_methods_and_messages_are_found_by_name(symbol: str) -> None:
    assert pool().FindFileContainingSymbol(f"opsdeck.v1.{symbol}").name == FILE


@pytest.mark.parametrize("symbol", ["opsdeck.v1.JobService.Nothing", "nothing", ""])
def test_what_is_not_there_is_not_found(symbol: str) -> None:
    with pytest.raises(KeyError):
        pool().FindFileContainingSymbol(symbol)


def test_all_else_is_as_in_the_pool_of_protobuf() -> None:
    assert pool().FindFileByName(FILE).name == FILE
