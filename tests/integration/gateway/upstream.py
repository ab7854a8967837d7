"""A small gRPC server that answers what its caller asks it to answer."""

import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc
from google.protobuf import any_pb2
from google.rpc import error_details_pb2, status_pb2
from grpc_health.v1 import health, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from opsdeck.v1 import (
    client_pb2,
    client_service_pb2,
    client_service_pb2_grpc,
    job_pb2,
    job_service_pb2,
    job_service_pb2_grpc,
    quick_session_service_pb2_grpc,
    system_service_pb2,
    system_service_pb2_grpc,
)
from tests.integration.gateway.quick_sessions import QuickSessions, Sessions

STREAM_SECONDS = 15

Context = grpc.aio.ServicerContext[Any, Any]


@dataclass(slots=True)
class Upstream:
    """What the server under the gateway has seen, and how its streams are steered."""

    metadata: list[dict[str, str]] = field(default_factory=list)
    requests: list[Any] = field(default_factory=list)
    watching: asyncio.Event = field(default_factory=asyncio.Event)
    cancelled: asyncio.Event = field(default_factory=asyncio.Event)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    flooded: int = 0
    sessions: Sessions = field(default_factory=Sessions)

    def forget(self) -> None:
        """Begin anew, for the next test."""
        self.metadata.clear()
        self.requests.clear()
        self.flooded = 0
        self.sessions.forget()
        for event in (self.watching, self.cancelled, self.go_on):
            event.clear()

    def saw(self, request: object, context: Context) -> None:
        metadata = context.invocation_metadata() or ()
        self.metadata.append({name: str(value) for name, value in metadata})
        self.requests.append(request)


async def obey(word: str, context: Context) -> None:
    """End the call as its id asks.

    `code-NOT_FOUND` with a message, `empty-…` without, `late-…` after the first headers, `rich-…`
    with details, `alien-…` with details of an unknown type; `raise` raises.
    """
    how, _, name = word.partition("-")
    if how == "late":
        await context.send_initial_metadata(())
    if how in ("code", "empty", "late"):
        await context.abort(grpc.StatusCode[name], "" if how == "empty" else MESSAGE)
    if how in ("rich", "alien"):
        detail = any_pb2.Any()
        detail.Pack(error_details_pb2.ErrorInfo(reason="SOME_REASON", domain="opsdeck.dev"))
        if how == "alien":
            detail.type_url = "type.googleapis.com/nobody.v1.Knows"
        code = grpc.StatusCode[name]
        status = status_pb2.Status(code=code.value[0], message=MESSAGE, details=[detail])
        await context.abort(code, MESSAGE, ((STATUS_DETAILS, status.SerializeToString()),))
    if how == "raise":
        raise RuntimeError("secret of the server's inside")


STATUS_DETAILS = "grpc-status-details-bin"
MESSAGE = 'no "job" \\ at 100 %\nnor a tab\there: Grüße 🚀 ","details":[ and \\'
"""Everything that percent-encoding and JSON have to carry."""


FLOOD, FLOOD_BYTES = 512, 65536
"""How many answers of which size the watch of `flood` has: 32 MiB."""


class Clients(client_service_pb2_grpc.ClientServiceServicer):
    def __init__(self, upstream: Upstream) -> None:
        self.upstream = upstream

    async def ListClients(self, request: Any, context: Context) -> Any:  # noqa: N802
        self.upstream.saw(request, context)
        return client_service_pb2.ListClientsResponse()

    async def CreateClient(self, request: Any, context: Context) -> Any:  # noqa: N802
        self.upstream.saw(request, context)
        return client_service_pb2.CreateClientResponse(id="c1", github_org=request.github_org)

    async def UpdateClient(self, request: Any, context: Context) -> Any:  # noqa: N802
        self.upstream.saw(request, context)
        return client_pb2.Client(id=request.id, name=request.name)

    async def DeleteClient(self, request: Any, context: Context) -> Any:  # noqa: N802
        self.upstream.saw(request, context)
        return client_service_pb2.DeleteClientResponse(deleted=True)

    async def GetClient(self, request: Any, context: Context) -> Any:  # noqa: N802
        self.upstream.saw(request, context)
        return client_pb2.Client(id=request.id)

    async def SyncRepos(self, request: Any, context: Context) -> Any:  # noqa: N802
        self.upstream.saw(request, context)
        return client_service_pb2.SyncReposResponse()


class Jobs(job_service_pb2_grpc.JobServiceServicer):
    def __init__(self, upstream: Upstream) -> None:
        self.upstream = upstream

    async def ListJobs(self, request: Any, context: Context) -> Any:  # noqa: N802
        self.upstream.saw(request, context)
        return job_service_pb2.ListJobsResponse(limit=request.limit)

    async def GetJob(self, request: Any, context: Context) -> Any:  # noqa: N802
        self.upstream.saw(request, context)
        await obey(request.id, context)
        big = 10 * 2**20 if request.id == "big" else 0
        return job_pb2.Job(id=request.id, status=job_pb2.Job.queued, prompt="x" * big)

    async def CreateJob(self, request: Any, context: Context) -> Any:  # noqa: N802
        self.upstream.saw(request, context)
        await obey(request.branch_name, context)
        return job_service_pb2.CreateJobResponse(id="j1", branch_name=request.branch_name)

    async def CancelJob(self, request: Any, context: Context) -> Any:  # noqa: N802
        self.upstream.saw(request, context)
        return job_service_pb2.CancelJobResponse(id=request.id)

    async def RetryJob(self, request: Any, context: Context) -> Any:  # noqa: N802
        self.upstream.saw(request, context)
        await obey(request.id, context)
        return job_service_pb2.RetryJobResponse(id="j2", original_job_id=request.id)

    async def GetJobDiff(self, request: Any, context: Context) -> Any:  # noqa: N802
        self.upstream.saw(request, context)
        return job_service_pb2.GetJobDiffResponse()

    async def GetQueue(self, request: Any, context: Context) -> Any:  # noqa: N802
        self.upstream.saw(request, context)
        return job_service_pb2.GetQueueResponse()

    async def WatchJob(self, request: Any, context: Context) -> AsyncIterator[Any]:  # noqa: N802
        self.upstream.saw(request, context)
        await obey(request.id, context)
        yield job_service_pb2.WatchJobResponse(cursor="1", caught_up=True)
        self.upstream.watching.set()
        try:
            if request.id in ("held", "broken"):
                await asyncio.wait_for(self.upstream.go_on.wait(), STREAM_SECONDS)
        except asyncio.CancelledError:
            self.upstream.cancelled.set()
            raise
        while request.id == "flood" and self.upstream.flooded < FLOOD:
            self.upstream.flooded += 1
            yield job_service_pb2.WatchJobResponse(cursor="x" * FLOOD_BYTES)
        if request.id == "broken":
            await context.abort(grpc.StatusCode.INTERNAL, "it broke")
        yield job_service_pb2.WatchJobResponse(cursor="2")


class System(system_service_pb2_grpc.SystemServiceServicer):
    async def GetLive(self, request: Any, context: Context) -> Any:  # noqa: N802
        return system_service_pb2.GetLiveResponse(status="ok")

    async def GetReady(self, request: Any, context: Context) -> Any:  # noqa: N802
        return system_service_pb2.GetReadyResponse(status="ready")

    async def GetHealth(self, request: Any, context: Context) -> Any:  # noqa: N802
        return system_service_pb2.GetHealthResponse(status="ok")


async def serve(upstream: Upstream, socket: Path) -> grpc.aio.Server:
    """Start the server under the gateway."""
    server = grpc.aio.server()
    client_service_pb2_grpc.add_ClientServiceServicer_to_server(Clients(upstream), server)
    job_service_pb2_grpc.add_JobServiceServicer_to_server(Jobs(upstream), server)
    quick_session_service_pb2_grpc.add_QuickSessionServiceServicer_to_server(
        QuickSessions(upstream.sessions), server
    )
    system_service_pb2_grpc.add_SystemServiceServicer_to_server(System(), server)
    health_pb2_grpc.add_HealthServicer_to_server(health.aio.HealthServicer(), server)
    reflection.enable_server_reflection(["opsdeck.v1.JobService", reflection.SERVICE_NAME], server)
    server.add_insecure_port(f"unix:{socket}")
    await server.start()
    return server


async def main(socket: Path) -> None:
    """Serve until killed."""
    server = await serve(Upstream(), socket)
    print("serving", flush=True)
    await server.wait_for_termination()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
