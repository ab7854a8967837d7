import asyncio
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from opsdeck_server.adapters.sql import StoreUnavailable, migrate, open_store
from opsdeck_server.adapters.sql.engine import open_database
from opsdeck_server.adapters.sql.tables import metadata
from opsdeck_server.domain.events import Step
from opsdeck_server.domain.jobs import JobFilter
from tests.migrations.rows import FILLED, counted, fill

T = TypeVar("T")

# The index of expressions: SQLAlchemy cannot read it back from SQLite, and says so.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Skipped unsupported reflection"),
    pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression"),
]


def revisions() -> list[str]:
    """Return all revisions, the first first."""
    config = Config()
    config.set_main_option("script_location", str(migrate.scripts()))
    found = ScriptDirectory.from_config(config).walk_revisions()
    return [script.revision for script in found][::-1]


async def inside(url: str, work: Callable[[sa.Connection], T]) -> T:
    """Run a function in a transaction on the database of a URL."""
    database = open_database(url)
    try:
        return await database.write(work)
    finally:
        await database.close()


async def at_revision(url: str, revision: str) -> dict[str, int]:
    """Make a database of a revision with rows in every table; return how many."""

    def begin(connection: sa.Connection) -> dict[str, int]:
        migrate.upgrade(connection, revision)
        return fill(connection)

    return await inside(url, begin)


# -- what there is today -----------------------------------------------------------


def test_the_newest_revision_is_the_one_that_a_start_asks_for() -> None:
    assert revisions()[-1] == migrate.HEAD


def test_the_revisions_are_one_line() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.scripts()))
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1


@pytest.mark.parametrize("revision", revisions())
async def test_a_database_of_any_revision_is_brought_up_to_date_with_its_rows(
    database_url: str, revision: str
) -> None:
    before = await at_revision(database_url, revision)
    store = await open_store(database_url)
    try:
        after = await inside(database_url, counted)
        assert {name: after[name] for name in before if name in after} == {
            name: count for name, count in before.items() if name in after
        }
        # And they are read, each with those that it refers to.
        rows, total = await store.list_jobs(JobFilter(), 10)
        assert (len(rows), total) == (FILLED, FILLED)
        for row in rows:
            assert (await store.get_run(row.job.run_id)).stream_id == row.job.id
        (event,) = await store.read_events("id-1", 0, 10)
        assert event.payload == Step("n", "m")
    finally:
        await store.close()


async def test_what_was_known_of_sessions_is_read(database_url: str) -> None:
    await at_revision(database_url, "head")
    store = await open_store(database_url)
    try:
        # The others are deleted, or their client is: only the last has no such moment.
        (view,) = await store.list_sessions()
        assert view.session.id == "id-2"
        assert (view.waiting_count, view.message_count) == (1, 2)
        for number in range(FILLED):
            (message,) = await store.session_messages(f"id-{number}")
            assert message.id == f"id-{number}"
            (asked,) = await store.open_permissions(f"id-{number}")
            assert asked.id == f"id-{number}"
    finally:
        await store.close()


async def test_of_runs_from_before_there_were_sessions_no_message_is_counted(
    database_url: str,
) -> None:
    await at_revision(database_url, "0001")
    store = await open_store(database_url)
    try:
        assert (await store.get_run("id-1")).messages == 0
        assert list(await store.list_sessions()) == []
    finally:
        await store.close()


async def test_an_empty_database_gets_the_tables_that_the_code_names(database_url: str) -> None:
    await (await open_store(database_url)).close()

    def compare(connection: sa.Connection) -> list[Any]:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        found: list[Any] = compare_metadata(context, metadata)
        # Alembic cannot read an index of expressions; the next test does.
        return [one for one in found if "clients_repo" not in repr(one)]

    assert await inside(database_url, compare) == []


async def test_every_index_is_the_one_that_the_code_names(
    database_url: str, another_url: str
) -> None:
    # Alembic does not see the condition of one, nor one of expressions.
    await (await open_store(database_url)).close()
    await inside(another_url, metadata.create_all)

    def definitions(connection: sa.Connection) -> set[str]:
        where = {
            "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
            "postgresql": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
        }
        found = connection.exec_driver_sql(where[connection.dialect.name]).scalars()
        return {text for text in found if "alembic" not in text}

    assert await inside(database_url, definitions) == await inside(another_url, definitions)


# -- who may open it ---------------------------------------------------------------


async def test_a_database_of_a_newer_version_is_refused_and_left_alone(database_url: str) -> None:
    before = await at_revision(database_url, "head")
    newer = sa.text("UPDATE alembic_version SET version_num = '9999'")
    await inside(database_url, lambda c: c.execute(newer).close())
    with pytest.raises(StoreUnavailable, match="newer opsdeck") as caught:
        await open_store(database_url)
    assert "9999" in str(caught.value)
    assert await inside(database_url, counted) == before


async def test_without_migrating_an_empty_database_is_refused(database_url: str) -> None:
    with pytest.raises(StoreUnavailable, match=migrate.HEAD):
        await open_store(database_url, migrate=False)


async def test_without_migrating_this_versions_database_is_opened(database_url: str) -> None:
    await (await open_store(database_url)).close()
    store = await open_store(database_url, migrate=False)
    await store.ping()
    await store.close()


async def test_servers_that_start_at_once_migrate_once(database_url: str) -> None:
    stores = await asyncio.gather(*(open_store(database_url) for _ in range(3)))
    for store in stores:
        await store.ping()
        await store.close()


# -- what a migration to come may do -----------------------------------------------


@pytest.fixture
def to_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that adds a revision, given what its upgrade does."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    source = migrate.scripts()
    for path in (source / "env.py", *(source / "versions").glob("*.py")):
        (folder / path.relative_to(source)).write_text(path.read_text())
    monkeypatch.setattr(migrate, "scripts", lambda: folder)

    def add(body: str) -> None:
        (folder / "versions" / "later.py").write_text(
            "import sqlalchemy as sa\nfrom alembic import op\n"
            f"revision = 'later'\ndown_revision = {migrate.HEAD!r}\n"
            f"def upgrade():\n{textwrap.indent(textwrap.dedent(body), '    ')}\n"
        )
        monkeypatch.setattr(migrate, "HEAD", "later")

    return add


async def test_a_migration_that_fails_has_not_happened(
    database_url: str, to_come: Callable[[str], None]
) -> None:
    before = await at_revision(database_url, "head")
    to_come(
        """
        op.create_table("half", sa.Column("id", sa.Text(), primary_key=True))
        op.execute("DELETE FROM events")
        op.execute("SELECT * FROM no_such_table")
        """
    )
    with pytest.raises(StoreUnavailable):
        await open_store(database_url)
    # No table more, and no row less.
    assert await inside(database_url, counted) == before
    assert await inside(database_url, migrate.current) == revisions()[-2]


async def test_a_table_that_others_refer_to_can_be_changed_with_its_rows(
    database_url: str, to_come: Callable[[str], None]
) -> None:
    before = await at_revision(database_url, "head")
    to_come(
        """
        with op.batch_alter_table("clients") as table:
            table.alter_column("name", new_column_name="title")
        with op.batch_alter_table("streams") as table:
            table.alter_column("kind", existing_type=sa.Text(), nullable=True)
        """
    )
    store = await open_store(database_url)
    await store.close()
    assert await inside(database_url, counted) == before


async def test_a_migration_that_leaves_a_row_without_what_it_refers_to_is_undone(
    database_url: str, to_come: Callable[[str], None]
) -> None:
    before = await at_revision(database_url, "head")
    to_come("""op.execute("DELETE FROM clients WHERE id = 'id-0'")""")
    with pytest.raises(StoreUnavailable):
        await open_store(database_url)
    assert await inside(database_url, counted) == before
