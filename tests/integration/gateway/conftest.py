"""One Envoy and one small server for all tests of a module."""

import tempfile
from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.integration.gateway.support import Gateway, running_gateway
from tests.integration.gateway.upstream import Upstream, serve


@pytest.fixture(scope="module")
def shared_root() -> Generator[Path]:
    with tempfile.TemporaryDirectory(prefix="gw-", ignore_cleanup_errors=True) as name:
        yield Path(name)


@pytest.fixture
def root() -> Generator[Path]:
    """A folder with a short name: paths of Unix sockets are short."""
    with tempfile.TemporaryDirectory(prefix="gw-", ignore_cleanup_errors=True) as name:
        yield Path(name)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_upstream(shared_root: Path) -> AsyncGenerator[Upstream]:
    upstream = Upstream()
    server = await serve(upstream, shared_root / "s.sock")
    yield upstream
    await server.stop(0)


@pytest.fixture
def upstream(shared_upstream: Upstream) -> Upstream:
    shared_upstream.forget()
    return shared_upstream


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def gateway(shared_root: Path, shared_upstream: Upstream) -> AsyncGenerator[Gateway]:
    async with running_gateway(shared_root) as running:
        yield running
