"""How each kind of value looks in JSON, and how it may be written."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import grpc
import pytest
import pytest_asyncio
from google.protobuf.timestamp_pb2 import Timestamp

from opsdeck.v1 import (
    client_service_pb2,
    client_service_pb2_grpc,
    job_pb2,
    job_service_pb2,
    job_service_pb2_grpc,
    run_pb2,
    system_service_pb2,
    system_service_pb2_grpc,
)
from tests.integration.gateway import upstream
from tests.integration.gateway.support import Gateway, running_gateway

pytestmark = pytest.mark.asyncio(loop_scope="module")

Context = grpc.aio.ServicerContext[Any, Any]


def at(*when: int) -> Timestamp:
    stamp = Timestamp()
    stamp.FromDatetime(datetime(*when, tzinfo=UTC))  # type: ignore[arg-type, misc]
    return stamp


FULL = job_pb2.Job(
    id="full",
    status=job_pb2.Job.completed,
    title='a "title"\n\u2028<&>é🚀',
    started_at=at(2026, 1, 2, 3, 4, 5),
    completed_at=at(2026, 1, 2, 3, 4, 5, 120_000),
    created_at=at(2026, 1, 2, 3, 4, 5, 123_456),
    updated_at=at(1970, 1, 1),
    exit_code=0,
    error="",
    pr_number=-1,
    files_changed=2**31 - 1,
    priority=-1000,
    timeout_seconds=2**32 - 1,
    max_cost_usd=0.25,
    position=0,
    client=job_pb2.Job.ClientRef(),
    run=run_pb2.Run(),
)


class Jobs(upstream.Jobs):
    def __init__(self) -> None:
        super().__init__(upstream.Upstream())
        self.created: list[Any] = []

    async def GetJob(self, request: Any, context: Context) -> Any:  # noqa: N802
        return FULL if request.id == "full" else job_pb2.Job(id=request.id)

    async def CreateJob(self, request: Any, context: Context) -> Any:  # noqa: N802
        self.created.append(request)
        return job_service_pb2.CreateJobResponse()


class Clients(upstream.Clients):
    async def CreateClient(self, request: Any, context: Context) -> Any:  # noqa: N802
        return client_service_pb2.CreateClientResponse(
            github_org=request.github_org, os_client_id=request.os_client_id or None
        )


class System(upstream.System):
    async def GetHealth(self, request: Any, context: Context) -> Any:  # noqa: N802
        return system_service_pb2.GetHealthResponse(services={"database": "ok"}, uptime=0.0)


@pytest.fixture(scope="module")
def jobs() -> Jobs:
    return Jobs()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def values(shared_root: Path, jobs: Jobs) -> AsyncGenerator[Gateway]:
    server = grpc.aio.server()
    job_service_pb2_grpc.add_JobServiceServicer_to_server(jobs, server)
    client_service_pb2_grpc.add_ClientServiceServicer_to_server(
        Clients(upstream.Upstream()), server
    )
    system_service_pb2_grpc.add_SystemServiceServicer_to_server(System(), server)
    server.add_insecure_port(f"unix:{shared_root}/s.sock")
    await server.start()
    async with running_gateway(shared_root) as gateway:
        yield gateway
    await server.stop(0)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "completed"),
        ("title", 'a "title"\n\u2028<&>é🚀'),
        ("startedAt", "2026-01-02T03:04:05Z"),
        ("completedAt", "2026-01-02T03:04:05.120Z"),
        ("createdAt", "2026-01-02T03:04:05.123456Z"),
        ("updatedAt", "1970-01-01T00:00:00Z"),
        ("prNumber", -1),
        ("filesChanged", 2**31 - 1),
        ("priority", -1000),
        ("timeoutSeconds", 2**32 - 1),
        ("maxCostUsd", 0.25),
        # What may be absent and is there is printed, zero or not.
        ("exitCode", 0),
        ("error", ""),
        ("position", 0),
        ("client", {"name": "", "githubOrg": "", "githubRepo": ""}),
    ],
)
async def test_a_value_is_printed_as_the_contract_says(
    values: Gateway, name: str, value: object
) -> None:
    printed = (await values.ask("GET", "/jobs/full")).json[name]
    assert printed == value
    assert type(printed) is type(value)


@pytest.mark.parametrize(
    "name",
    ["title", "startedAt", "exitCode", "error", "prUrl", "prNumber", "client", "run", "position"],
)
async def test_what_is_absent_is_left_out_and_never_null(values: Gateway, name: str) -> None:
    answer = await values.ask("GET", "/jobs/bare")
    assert name not in answer.json
    assert b"null" not in answer.body


async def test_an_enum_without_a_value_prints_its_zero(values: Gateway) -> None:
    assert (await values.ask("GET", "/jobs/bare")).json["status"] == "status_unspecified"


async def test_a_map_is_an_object_and_a_double_of_zero_is_a_number(values: Gateway) -> None:
    health = (await values.ask("GET", "/health")).json
    assert health["services"] == {"database": "ok"}
    assert health["uptime"] == 0
    assert health["agents"] == []


@pytest.mark.parametrize(
    ("written", "field", "value"),
    [
        ({"branchName": "b"}, "branch_name", "b"),
        ({"branch_name": "b"}, "branch_name", "b"),
        ({"priority": -3}, "priority", -3),
        ({"priority": "7"}, "priority", 7),
        ({"maxCostUsd": 1}, "max_cost_usd", 1.0),
        ({"prompt": "é🚀\u2028\0"}, "prompt", "é🚀\u2028\0"),
    ],
)
async def test_a_value_is_read_as_proto_json_is(
    values: Gateway, jobs: Jobs, written: dict[str, object], field: str, value: object
) -> None:
    assert (await values.post("/jobs", written)).status == 201
    assert getattr(jobs.created[-1], field) == value


@pytest.mark.parametrize("written", [{"title": None}, {}])
async def test_null_is_absent(values: Gateway, jobs: Jobs, written: dict[str, object]) -> None:
    assert (await values.post("/jobs", written)).status == 201
    assert not jobs.created[-1].HasField("title")


@pytest.mark.parametrize(
    "written",
    [
        {"priority": "high"},
        {"priority": 1.5},
        {"priority": 2**31},
        {"timeoutSeconds": -1},
        {"prompt": 3},
        {"prompt": {}},
        {"agent": []},
    ],
)
async def test_a_value_of_the_wrong_kind_is_400(
    values: Gateway, jobs: Jobs, written: dict[str, object]
) -> None:
    before = len(jobs.created)
    answer = await values.post("/jobs", written)
    assert (answer.status, list(answer.json)) == (400, ["error"])
    assert len(jobs.created) == before
