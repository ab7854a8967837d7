"""Databases to migrate."""

import uuid
from pathlib import Path

import pytest

from tests.support.stores import SQL_KINDS, postgres


@pytest.fixture(params=SQL_KINDS)
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without a table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/opsdeck.db"
    return await postgres().create(f"empty_{uuid.uuid4().hex}")
