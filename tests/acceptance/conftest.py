"""Whole servers for the acceptance tests."""

import tempfile
from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.acceptance.stack import Stack


@pytest.fixture
def root() -> Generator[Path]:
    """A folder with a short name: paths of Unix sockets are short."""
    with tempfile.TemporaryDirectory(prefix="od-", ignore_cleanup_errors=True) as name:
        yield Path(name).resolve()


@pytest_asyncio.fixture
async def installed(root: Path) -> AsyncGenerator[Stack]:
    """An installation whose server is not started yet."""
    stack = Stack.make(root)
    try:
        yield stack
    finally:
        await stack.close()


@pytest_asyncio.fixture
async def stack(installed: Stack) -> AsyncGenerator[Stack]:
    """An installation with a running server."""
    yield await installed.start()
