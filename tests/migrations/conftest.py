"""Databases to migrate."""

import uuid
from pathlib import Path

import pytest

from tests.support.stores import SQL_KINDS, postgres


@pytest.fixture(params=SQL_KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database."""
    return request.param


@pytest.fixture
async def database_url(kind: str, tmp_path: Path) -> str:
    """The URL of a database without a table."""
    return await _empty(kind, tmp_path / "opsdeck.db")


@pytest.fixture
async def another_url(kind: str, tmp_path: Path) -> str:
    """The URL of another one, of the same kind."""
    return await _empty(kind, tmp_path / "another.db")


async def _empty(kind: str, path: Path) -> str:
    if kind == "sqlite":
        return f"sqlite:///{path}"
    return await postgres().create(f"empty_{uuid.uuid4().hex}")
