"""Bytes that are no message are refused in words of ours, and after the token."""

from typing import Any, cast

import grpc
import pytest
from grpc_reflection.v1alpha.reflection_pb2 import ServerReflectionRequest

from tests.acceptance.stack import Stack

JUNK = b"\xff\xff\xff\xff\xff"


async def refused(
    stack: Stack, method: str, metadata: tuple[tuple[str, str], ...]
) -> grpc.aio.AioRpcError:
    async with stack.channel() as channel:
        call = cast("Any", channel.unary_unary(f"/opsdeck.v1.JobService/{method}"))
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await call(JUNK, metadata=metadata)
    return caught.value


async def test_bytes_that_are_no_message_are_an_invalid_argument(stack: Stack) -> None:
    error = await refused(stack, "GetJob", stack.metadata)

    assert error.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert error.details() == "the request is not a message of this method"


async def test_the_token_is_looked_at_first(stack: Stack) -> None:
    error = await refused(stack, "GetJob", ())

    assert error.code() is grpc.StatusCode.UNAUTHENTICATED


async def test_bytes_that_are_no_message_are_refused_among_other_requests_too(
    stack: Stack,
) -> None:
    method = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"
    good = ServerReflectionRequest(list_services="").SerializeToString()
    async with stack.channel() as channel:
        call = cast("Any", channel.stream_stream(method))
        answers = call(iter([good, JUNK]), metadata=stack.metadata)
        assert await answers.read() != b""
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await answers.read()

    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert caught.value.details() == "the request is not a message of this method"
    assert "rpc.fault" not in stack.log.read_text()
