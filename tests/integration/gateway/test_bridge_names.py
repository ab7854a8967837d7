"""What a refusal over WebSocket calls the fields: what the frame has."""

from collections.abc import AsyncGenerator
from typing import Any

import grpc
import pytest
import pytest_asyncio

from tests.integration.gateway.bridge_rig import Rig, running_bridge
from tests.integration.gateway.quick_sessions import Refusal
from tests.integration.gateway.support import Gateway
from tests.integration.gateway.upstream import Upstream

pytestmark = pytest.mark.asyncio(loop_scope="module")

MESSAGE = {"type": "user_input", "content": "x"}
ANSWER = {"type": "permission_response", "permission_id": "p1", "allow": True}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def rig(gateway: Gateway, shared_upstream: Upstream) -> AsyncGenerator[Rig]:
    del shared_upstream
    async with running_bridge(gateway) as running:
        yield running


@pytest.mark.parametrize(
    ("frame", "reason", "said", "told"),
    [
        (
            MESSAGE,
            "REQUEST_INVALID",
            "content: must not be empty; requestId: at most 200",
            "content: must not be empty; request_id: at most 200",
        ),
        (
            ANSWER,
            "REQUEST_INVALID",
            "id: must be; updatedInput: too long",
            "permission_id: must be; updated_input: too long",
        ),
        (MESSAGE, "REQUEST_INVALID", "no requestId: here", "no requestId: here"),
        (ANSWER, "SESSION_EXPIRED", "id: it is over", "id: it is over"),
    ],
)
async def test_a_refusal_names_the_fields_of_the_frame(
    rig: Rig, upstream: Upstream, frame: dict[str, Any], reason: str, said: str, told: str
) -> None:
    upstream.sessions.journal()
    upstream.sessions.refusal = Refusal(grpc.StatusCode.INVALID_ARGUMENT, reason, said)
    async with rig.phone() as phone:
        await phone.next()
        await phone.say(frame)
        answer = await phone.next()
    assert (answer["content"], answer["data"]) == (told, {"reason": reason})
