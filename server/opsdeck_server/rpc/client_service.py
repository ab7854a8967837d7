"""ClientService: the repositories that agents work on."""

from typing import Any

import grpc

from opsdeck.v1 import client_pb2, client_service_pb2_grpc
from opsdeck.v1 import client_service_pb2 as pb
from opsdeck_server.rpc import codec
from opsdeck_server.rpc.requests import fingerprint, idempotency_key, optional
from opsdeck_server.services.clients import Clients, NewClient

Context = grpc.aio.ServicerContext[Any, Any]


class ClientServicer(client_service_pb2_grpc.ClientServiceServicer):
    """Decodes, calls Clients, encodes."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    async def ListClients(  # noqa: N802 - gRPC's name
        self, request: pb.ListClientsRequest, context: Context
    ) -> pb.ListClientsResponse:
        return pb.ListClientsResponse(
            clients=[codec.client(view) for view in await self._clients.list()]
        )

    async def GetClient(  # noqa: N802 - gRPC's name
        self, request: pb.GetClientRequest, context: Context
    ) -> client_pb2.Client:
        return codec.client(await self._clients.get(request.id))

    async def CreateClient(  # noqa: N802 - gRPC's name
        self, request: pb.CreateClientRequest, context: Context
    ) -> pb.CreateClientResponse:
        new = NewClient(
            github_org=request.github_org,
            github_repo=request.github_repo,
            name=optional(request, "name"),
            default_branch=optional(request, "default_branch"),
            os_client_id=optional(request, "os_client_id"),
            partial_clone=request.partial_clone,
            agent_env=tuple(request.agent_env),
        )
        made = await self._clients.create(
            new, idempotency_key(request, context), fingerprint(request)
        )
        view = await self._clients.get(made["id"])
        return pb.CreateClientResponse(
            id=view.client.id,
            os_client_id=view.client.os_client_id,
            name=view.client.name,
            github_org=view.client.github_org,
            github_repo=view.client.github_repo,
            default_branch=view.client.default_branch,
            repo_cloned=made["repoCloned"],
            bare_repo_path=view.bare_repo_path,
        )

    async def UpdateClient(  # noqa: N802 - gRPC's name
        self, request: pb.UpdateClientRequest, context: Context
    ) -> client_pb2.Client:
        view = await self._clients.update(
            request.id,
            name=optional(request, "name"),
            default_branch=optional(request, "default_branch"),
            os_client_id=optional(request, "os_client_id"),
        )
        return codec.client(view)

    async def DeleteClient(  # noqa: N802 - gRPC's name
        self, request: pb.DeleteClientRequest, context: Context
    ) -> pb.DeleteClientResponse:
        removed = await self._clients.delete(request.id, remove_repo=request.remove_repo)
        return pb.DeleteClientResponse(deleted=True, repo_removed=removed)

    async def SyncRepos(  # noqa: N802 - gRPC's name
        self, request: pb.SyncReposRequest, context: Context
    ) -> pb.SyncReposResponse:
        return pb.SyncReposResponse(
            synced=[
                pb.SyncReposResponse.Synced(
                    repo=synced.repo, success=synced.error is None, error=synced.error
                )
                for synced in await self._clients.sync()
            ]
        )
