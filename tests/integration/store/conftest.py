"""Stores of each kind: what one of them promises, all of them keep."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import pytest_asyncio

from opsdeck_server.adapters.sql import SqlStore
from opsdeck_server.ports.store import Store
from tests.support import stores
from tests.support.stores import KINDS, SQL_KINDS, Place


@pytest_asyncio.fixture(params=KINDS)
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[Place]:
    async with stores.place(request.param, tmp_path) as made:
        yield made


@pytest_asyncio.fixture
async def store(place: Place) -> Store:
    return await place.open()


@pytest_asyncio.fixture(params=SQL_KINDS)
async def sql_place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[Place]:
    async with stores.place(request.param, tmp_path) as made:
        yield made


@pytest_asyncio.fixture
async def sql_store(sql_place: Place) -> SqlStore:
    return await sql_place.open_sql()
