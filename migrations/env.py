"""Runs migrations on the connection that the server hands over."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    # SQLite changes a column by making the table again.
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()
