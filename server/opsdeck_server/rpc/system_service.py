"""SystemService: how the server is."""

from typing import Any

import grpc

from opsdeck.v1 import system_service_pb2 as pb
from opsdeck.v1 import system_service_pb2_grpc
from opsdeck_server.services.health import HealthService

Context = grpc.aio.ServicerContext[Any, Any]


class SystemServicer(system_service_pb2_grpc.SystemServiceServicer):
    """Answers for the server."""

    def __init__(self, health: HealthService, version: str, agents: tuple[str, ...]) -> None:
        self._health = health
        self._version = version
        self._agents = agents

    async def GetHealth(  # noqa: N802 - gRPC's name
        self, request: pb.GetHealthRequest, context: Context
    ) -> pb.GetHealthResponse:
        health = await self._health.health()
        return pb.GetHealthResponse(
            status=health.status,
            queue=pb.GetHealthResponse.Queue(
                running=health.running,
                queued=health.queued,
                max_concurrent=health.max_concurrent,
            ),
            claude=pb.GetHealthResponse.Agent(
                authenticated=health.claude.authenticated,
                version=health.claude.version,
                error=health.claude.error,
            ),
            services=health.services,
            version=self._version,
            uptime=health.uptime_seconds,
            agents=self._agents,
        )

    async def GetLive(  # noqa: N802 - gRPC's name
        self, request: pb.GetLiveRequest, context: Context
    ) -> pb.GetLiveResponse:
        return pb.GetLiveResponse(status="ok")

    async def GetReady(  # noqa: N802 - gRPC's name
        self, request: pb.GetReadyRequest, context: Context
    ) -> pb.GetReadyResponse:
        await self._health.require_ready()
        return pb.GetReadyResponse(status="ready")
