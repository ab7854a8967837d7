"""A phone, from the start of a session to its end: curl, and a WebSocket through Envoy."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosedOK
from websockets.typing import Subprotocol

from tests.acceptance.chatting import REPO, SIMULATOR, served
from tests.acceptance.real_world import real_world
from tests.acceptance.stack import TOKEN, Stack
from tests.acceptance.watching import Json, eventually
from tests.fakes.claude_process import real_claude
from tests.fakes.replies import Reply, Text, ToolUse, Usage, text

LIMIT = 30.0
OFFERED = [Subprotocol("opsdeck.v1"), Subprotocol(f"bearer.{TOKEN}")]
IDLE = {"SESSION_IDLE_SECONDS": "0.3"}

Prompts = tuple[Stack, str, str, str]
"""A server, its agent, what makes that write hello.txt, and what makes it say `Again.`."""


@asynccontextmanager
async def simulated() -> AsyncGenerator[Prompts]:
    async with served(**IDLE) as stack:
        yield (
            stack,
            SIMULATOR,
            "@say I write it.\n@write hello.txt Hello.\n@say Written.",
            "@say Again.",
        )


@asynccontextmanager
async def real() -> AsyncGenerator[Prompts]:
    async with real_world(**IDLE) as (stack, api):
        api.add(
            Reply(
                (
                    Text("I write it."),
                    ToolUse("Write", {"file_path": "hello.txt", "content": "Hello."}),
                ),
                Usage(1_000, 200),
            ),
            text("Written."),
            text("Again."),
        )
        yield stack, "claude", "Write hello.txt.", "Once more."


async def curl(stack: Stack, method: str, path: str, body: object = None) -> tuple[int, Any]:
    """Ask as a person at a terminal does; return the status and what came."""
    words = ["-sS", "-X", method, "-H", f"Authorization: Bearer {TOKEN}", "-w", "\n%{http_code}"]
    if body is not None:
        words += ["-H", "Content-Type: application/json", "-d", json.dumps(body)]
    url = f"http://127.0.0.1:{stack.port}{path}"
    program = await asyncio.create_subprocess_exec(
        "curl", *words, url, stdout=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(LIMIT):
        output, _ = await program.communicate()
    answer, _, status = output.decode().rpartition("\n")
    return int(status), json.loads(answer) if answer else None


async def turn(phone: ClientConnection) -> list[Json]:
    """Return the frames of a turn, to the one that says that it is over."""
    frames: list[Json] = []
    async with asyncio.timeout(LIMIT):
        while not frames or frames[-1].get("data", {}).get("status") not in ("idle", "failed"):
            frames.append(json.loads(await phone.recv()))
    return frames


@pytest.mark.parametrize(
    "world",
    [
        simulated,
        pytest.param(
            real,
            marks=[
                pytest.mark.real_claude,
                pytest.mark.skipif(real_claude() is None, reason="no Claude Code CLI: make tools"),
            ],
        ),
    ],
)
async def test_a_phone_chats_comes_back_and_cleans_up(
    world: Callable[[], Any],
) -> None:
    async with world() as (stack, agent, write, again):
        status, session = await curl(
            stack, "POST", "/sessions/start", {"repo": REPO, "agent": agent}
        )
        assert (status, session["status"]) == (201, "idle")
        where = f"ws://127.0.0.1:{stack.port}/ws/sessions/{session['id']}"
        async with connect(where, subprotocols=OFFERED) as phone:
            assert phone.subprotocol == "opsdeck.v1"
            assert json.loads(await phone.recv())["type"] == "connected"

            status, said = await curl(
                stack, "POST", f"/sessions/{session['id']}/message", {"content": write}
            )
            assert (status, said["role"], said["content"]) == (200, "user", write)
            frames = await turn(phone)

            kinds = [frame["type"] for frame in frames if frame["type"] != "toolResult"]
            assert kinds == [
                "statusChange", "userMessage", "assistantText", "toolUse", "assistantText",
                "result", "statusChange",
            ]  # fmt: skip
            texts = [frame["content"] for frame in frames if frame["type"] == "assistantText"]
            assert texts == ["I write it.", "Written."]
            [used] = [frame["data"] for frame in frames if frame["type"] == "toolUse"]
            assert (used["tool"], Path(used["input"]).name) == ("Write", "hello.txt")
            [result] = [frame["data"] for frame in frames if frame["type"] == "result"]
            assert result["cost_usd"] > 0
            assert result["input_tokens"] > 0 < result["output_tokens"]
            worktree = Path(session["worktree_path"])
            assert (worktree / "hello.txt").read_text() == "Hello."

            # Its process goes, and the next message takes the conversation up where it was.
            await eventually(lambda: not stack.leftovers())
            await phone.send(json.dumps({"type": "user_input", "content": again}))
            frames = await turn(phone)
            assert [f["content"] for f in frames if f["type"] == "assistantText"] == ["Again."]

            status, shown = await curl(stack, "GET", f"/sessions/{session['id']}")
            assert (status, shown["message_count"]) == (200, len(shown["messages"]))
            assert shown["total_cost_usd"] > result["cost_usd"]
            assert shown["claude_session_id"]

            assert (await curl(stack, "DELETE", f"/sessions/{session['id']}")) == (204, None)
            assert json.loads(await phone.recv())["data"]["status"] == "expired"
            with pytest.raises(ConnectionClosedOK):
                await phone.recv()
        assert not worktree.exists()
        assert await curl(stack, "GET", "/sessions") == (200, [])
        assert stack.leftovers() == {}
