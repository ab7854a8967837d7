"""A session with the real CLI, and beside it the same CLI driven by hand: one model behind both."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from bench.bare_cli import BareCli, bare_cli
from bench.model_api import model_api, real_cli_env
from bench.rig import running
from bench.sessions import start_session
from tests.acceptance.stack import Stack


@dataclass(frozen=True, slots=True)
class Pair:
    """So many sessions of one server, and as many processes driven by hand."""

    stack: Stack
    sessions: list[str]
    clis: list[BareCli]


@asynccontextmanager
async def side_by_side(count: int = 1) -> AsyncGenerator[Pair]:
    """Start both, one after the other, and yield them."""
    async with AsyncExitStack() as opened:
        base_url = await opened.enter_async_context(model_api())
        stack = await opened.enter_async_context(running(**real_cli_env(base_url)))
        pair = Pair(stack, [], [])
        for number in range(count):
            pair.sessions.append(await start_session(stack))
            cli = bare_cli(stack, stack.root / f"bare{number}")
            pair.clis.append(await opened.enter_async_context(cli))
        yield pair
