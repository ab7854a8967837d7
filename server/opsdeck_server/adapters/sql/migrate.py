"""Brings a database to the schema of this version."""

from pathlib import Path

import sqlalchemy as sa

from opsdeck_server.ports.store import StoreUnavailable

HEAD = "0002"
"""The newest migration. Asked for first, so that a usual start does without Alembic."""


def scripts() -> Path:
    """Return the folder of the migrations: in a wheel, or in the checkout."""
    inside = Path(__file__).resolve().parents[2] / "migrations"
    return inside if inside.is_dir() else Path(__file__).resolve().parents[4] / "migrations"


def current(connection: sa.Connection) -> str | None:
    """Return the migration that the database has, or None for an empty one."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def check(connection: sa.Connection) -> None:
    """Raise StoreUnavailable where the schema is not this version's."""
    have = current(connection)
    if have != HEAD:
        raise StoreUnavailable(
            f"the database has schema {have or 'none'}, and this opsdeck needs {HEAD}"
        )


def upgrade(connection: sa.Connection, revision: str = "head") -> None:
    """Apply what is missing. Raises StoreUnavailable for the schema of a newer version."""
    if connection.dialect.name == "postgresql":
        # Two servers that start at once migrate one after the other.
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(7126382)"))
    have = current(connection)
    if have == HEAD:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(scripts()).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if have is not None and have not in known:
        raise StoreUnavailable(
            f"the database was written by a newer opsdeck (schema {have}): install that version"
        )
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
    if connection.dialect.name == "sqlite":
        # They were not looked at while tables were made anew.
        orphan = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if orphan is not None:
            raise StoreUnavailable(
                f"the migration from schema {have} was undone: it leaves a row of {orphan[0]} "
                f"without that of {orphan[2]} which it names"
            )
