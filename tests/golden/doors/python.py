"""The Python client, opsdeck_client."""

from collections.abc import AsyncGenerator
from typing import Any, ClassVar

from opsdeck_client import OpsdeckClient, OpsdeckError
from tests.golden import contract, mapping
from tests.golden.contract import Json
from tests.golden.doors.door import Call, Refused
from tests.golden.mapping import Family


class PythonDoor:
    """A client for each token."""

    family: ClassVar[Family] = "grpc"

    def __init__(self, port: int) -> None:
        self._url = f"http://127.0.0.1:{port}"
        self._clients: dict[str | None, OpsdeckClient] = {}

    async def call(self, call: Call) -> Json:
        method = getattr(self._service(call), call.name)
        try:
            if call.method.server_streaming:
                answers = method(contract.request(call.method, call.fields))
                return [contract.as_json(answer) async for answer in answers]
            return contract.as_json(await method(contract.request(call.method, call.fields)))
        except OpsdeckError as error:
            raise _refused(error) from None

    async def watch(self, call: Call) -> AsyncGenerator[Json]:
        client = self._client(call)
        watch: Any = client.watch_job if call.name == "WatchJob" else client.watch_session
        words = {mapping.snake(key): value for key, value in call.fields.items()}
        answers = watch(words.pop("id"), words.pop("after", ""), **words)
        try:
            async for answer in answers:
                yield contract.as_json(answer)
        except OpsdeckError as error:
            raise _refused(error) from None
        finally:
            await answers.aclose()

    async def close(self) -> None:
        for client in self._clients.values():
            await client.close()

    def _client(self, call: Call) -> OpsdeckClient:
        if call.bearer not in self._clients:
            self._clients[call.bearer] = OpsdeckClient(self._url, call.bearer)
        return self._clients[call.bearer]

    def _service(self, call: Call) -> Any:
        assert call.method.containing_service is not None
        client = self._client(call)
        return {
            "ClientService": client.clients,
            "JobService": client.jobs,
            "QuickSessionService": client.sessions,
            "SystemService": client.system,
        }[call.method.containing_service.name]


def _refused(error: OpsdeckError) -> Refused:
    return Refused(
        "grpc",
        {
            "status": error.code.name,
            "reason": error.reason,
            "message": error.message,
            "metadata": dict(error.metadata),
        },
    )
