"""Servers of three times: today's, and stand-ins for the last release's and a coming one's."""

import tempfile
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from tests.acceptance.stack import Stack
from tests.skew import future
from tests.skew.contract import RELEASED, TODAY, Contract
from tests.skew.standin import Standin, serving


@contextmanager
def folder() -> Generator[Path]:
    """A folder with a short name: paths of Unix sockets are short."""
    with tempfile.TemporaryDirectory(prefix="od-", ignore_cleanup_errors=True) as name:
        yield Path(name).resolve()


@pytest.fixture(scope="session")
def released() -> Contract:
    """The contract as it was last released."""
    return Contract.read(RELEASED)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def today() -> AsyncGenerator[Stack]:
    """The whole server of today."""
    with folder() as root:
        stack = Stack.make(root, MAX_CONCURRENT_JOBS="8")
        try:
            yield await stack.start()
        finally:
            await stack.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def older(released: Contract) -> AsyncGenerator[Standin]:
    """A server of the last release."""
    with folder() as root:
        async with serving(root, released, RELEASED) as standin:
            yield standin


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def newer() -> AsyncGenerator[Standin]:
    """A server of a coming release; what REST has of it is not looked at."""
    with folder() as root:
        async with serving(root, future.contract(), TODAY) as standin:
            yield standin
