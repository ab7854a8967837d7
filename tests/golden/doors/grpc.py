"""gRPC itself, by the generated methods and nothing of a client around them."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any, ClassVar

import grpc
from google.protobuf.message import Message
from google.rpc.error_details_pb2 import ErrorInfo
from google.rpc.status_pb2 import Status

from tests.golden import contract
from tests.golden.contract import Json
from tests.golden.doors.door import Call, Refused
from tests.golden.mapping import Family

DETAILS = "grpc-status-details-bin"


def told(status: str, message: str | None, details: bytes | None) -> Json:
    """Return what gRPC tells of a refusal."""
    info = ErrorInfo()
    if details is not None:
        Status.FromString(details).details[0].Unpack(info)
    reason, metadata = info.reason, dict(info.metadata)
    return {"status": status, "reason": reason, "message": message or "", "metadata": metadata}


def _refused(error: grpc.aio.AioRpcError) -> Refused:
    trailers = dict[str, Any](error.trailing_metadata() or ())
    return Refused("grpc", told(error.code().name, error.details(), trailers.get(DETAILS)))


class GrpcDoor:
    """A channel over HTTP/2."""

    family: ClassVar[Family] = "grpc"

    def __init__(self, port: int) -> None:
        self._channel = grpc.aio.insecure_channel(f"127.0.0.1:{port}")

    async def call(self, call: Call) -> Json:
        if call.method.server_streaming:
            return [answer async for answer in self.watch(call)]
        try:
            asked = self._channel.unary_unary(*self._method(call))
            answer: Message = await asked(self._request(call), metadata=_metadata(call))
        except grpc.aio.AioRpcError as error:
            raise _refused(error) from None
        return contract.as_json(answer)

    async def watch(self, call: Call) -> AsyncGenerator[Json]:
        asked: Any = self._channel.unary_stream(*self._method(call))
        stream = asked(self._request(call), metadata=_metadata(call))
        try:
            async for answer in stream:
                yield contract.as_json(answer)
        except grpc.aio.AioRpcError as error:
            raise _refused(error) from None
        finally:
            stream.cancel()

    async def close(self) -> None:
        await self._channel.close()

    def _method(self, call: Call) -> tuple[str, Any, Any]:
        assert call.method.containing_service is not None
        path = f"/{call.method.containing_service.full_name}/{call.name}"

        def read(data: bytes) -> Message:
            return contract.answer(call.method, data)

        return path, _serialized, read

    def _request(self, call: Call) -> Message:
        return contract.request(call.method, call.fields)


def _serialized(message: Message) -> bytes:
    return message.SerializeToString()


def _metadata(call: Call) -> Sequence[tuple[str, str]]:
    return () if call.bearer is None else (("authorization", f"Bearer {call.bearer}"),)
