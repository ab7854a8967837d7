"""What is said when a database cannot be used, and where it is kept."""

import re
import socket
import stat
from pathlib import Path

import pytest
import sqlalchemy as sa

from opsdeck_server.adapters.sql import StoreUnavailable, open_store
from opsdeck_server.adapters.sql.migrate import HEAD
from opsdeck_server.domain.jobs import JobFilter
from tests.support.stores import Place, client


async def complaint(url: str, *, migrate: bool = True) -> str:
    """Return what is said of a database that cannot be opened: one line."""
    with pytest.raises(StoreUnavailable) as caught:
        await open_store(url, migrate=migrate)
    text = str(caught.value)
    assert "\n" not in text
    return text


def closed_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "mysql://root:s3cret@localhost/x",
        "postgresql+psycopg2://u:s3cret@localhost/x",
        "postgresql://u:s3cret@localhost:port/x",
    ],
)
async def test_a_url_that_is_none_of_ours_is_refused_with_an_example(url: str) -> None:
    said = await complaint(url)
    assert "DATABASE_URL" in said
    assert "postgresql://" in said
    assert "s3cret" not in said


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
async def test_a_database_that_forgets_is_refused(url: str) -> None:
    assert "must name a file" in await complaint(url)


async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Dear diary, " * 100)
    assert str(path) in await complaint(f"sqlite:///{path}")
    assert path.read_text().startswith("Dear diary")


async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "store.db"
    assert str(path) in await complaint(f"sqlite:///{path}")


async def test_a_server_that_is_not_there_is_named_without_the_password() -> None:
    url = f"postgresql://me:s3cret@127.0.0.1:{closed_port()}/deck"
    said = await complaint(url)
    assert re.search(r"deck of the PostgreSQL at 127\.0\.0\.1", said)
    assert "s3cret" not in said


@pytest.mark.parametrize("sql_place", ["postgres"], indirect=True)
async def test_a_database_that_is_not_there_is_named(sql_place: Place) -> None:
    said = await complaint(sql_place.url.replace("/conformance?", "/nowhere?"))
    assert 'database "nowhere" does not exist' in said


@pytest.mark.parametrize("sql_place", ["postgres"], indirect=True)
@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
async def test_every_usual_scheme_is_understood(sql_place: Place, scheme: str) -> None:
    store = await open_store(sql_place.url.replace("postgresql", scheme, 1))
    try:
        await store.ping()
    finally:
        await store.close()


async def test_an_empty_database_is_refused_where_nothing_may_be_migrated(tmp_path: Path) -> None:
    assert "schema none" in await complaint(f"sqlite:///{tmp_path}/new.db", migrate=False)


async def test_the_schema_of_a_newer_version_is_refused_and_left_alone(sql_place: Place) -> None:
    store = await sql_place.open_sql()
    await store.add_client(client())
    newer = sa.text("UPDATE alembic_version SET version_num = '9999'")
    older = sa.text(f"UPDATE alembic_version SET version_num = '{HEAD}'")
    database = store._db  # pyright: ignore[reportPrivateUsage] - plays a newer version
    await database.write(lambda c: c.execute(newer))
    try:
        assert "newer opsdeck (schema 9999)" in await complaint(sql_place.url)
        assert "9999" in await complaint(sql_place.url, migrate=False)
        assert (await store.get_client("client-app")).name == "app"
    finally:
        await database.write(lambda c: c.execute(older))


async def test_what_was_stored_is_there_at_the_next_start(sql_place: Place) -> None:
    store = await sql_place.open_sql()
    await store.add_client(client())
    await store.close()
    again = await open_store(sql_place.url, migrate=False)
    try:
        assert [one.id for one in await again.list_clients()] == ["client-app"]
    finally:
        await again.close()


async def test_a_closed_store_says_so(sql_place: Place) -> None:
    store = await open_store(sql_place.url)
    await store.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        await store.list_jobs(JobFilter(), 1)
    with pytest.raises(StoreUnavailable, match="closed"):
        await store.add_client(client())


async def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "home" / "store.db"
    store = await open_store(f"sqlite:///{path}")
    try:
        await store.add_client(client())
        modes = {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
        assert modes == {0o600}
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    finally:
        await store.close()


async def test_each_commit_is_on_the_disk_before_it_is_answered(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path}/store.db")
    database = store._db  # pyright: ignore[reportPrivateUsage] - its settings are the promise
    try:
        settings = [
            await database.write(lambda c, name=name: c.exec_driver_sql(f"PRAGMA {name}").scalar())
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
        assert settings == ["wal", 2, 1]
    finally:
        await store.close()
