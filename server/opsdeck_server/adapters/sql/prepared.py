"""Statements whose text is made once, for what is done most often.

On SQLite a statement takes less time than what SQLAlchemy does around it, so there it goes
to the driver as it is. PostgreSQL is a round trip away: there it goes the usual way.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

Row = Sequence[Any]
_Convert = Callable[[Any], Any]


class _Text:
    """A statement as the driver of SQLite takes it."""

    def __init__(self, dialect: sa.Dialect, statement: Any, keys: Sequence[str] | None) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=keys)
        self.text = str(compiled)
        self._names: tuple[str, ...] = tuple(compiled.positiontup)
        self._constants: Mapping[str, Any] = compiled.params
        types = [compiled.binds[name].type.dialect_impl(dialect) for name in self._names]
        self._binds = _places(one.bind_processor(dialect) for one in types)
        types = [one.type.dialect_impl(dialect) for one in statement.exported_columns]
        self._results = _places(one.result_processor(dialect, None) for one in types)

    def arguments(self, values: Mapping[str, Any]) -> Sequence[Any]:
        """Return the values in the order of the text, as the driver takes them."""
        constants = self._constants
        listed = [values[name] if name in values else constants[name] for name in self._names]
        for place, convert in self._binds:
            listed[place] = convert(listed[place])
        return listed

    def row(self, found: Row) -> Row:
        """Return a row of the driver's as the columns' types mean it."""
        values = list(found)
        for place, convert in self._results:
            if values[place] is not None:
                values[place] = convert(values[place])
        return values


def _places(converts: Iterable[_Convert | None]) -> Sequence[tuple[int, _Convert]]:
    return [(place, convert) for place, convert in enumerate(converts) if convert is not None]


class Prepared:
    """A statement, to be run on a connection within its transaction.

    `keys` names the columns of an INSERT, and of an UPDATE that names none. Raises what
    SQLAlchemy raises.
    """

    def __init__(self, statement: Any, keys: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._keys = keys
        self._made: _Text | None = None

    def first(self, connection: sa.Connection, values: Mapping[str, Any]) -> Row | None:
        """Return the first row, or None."""
        if connection.dialect.name != "sqlite":
            return connection.execute(self._statement, values).first()
        text = self._text(connection)
        # All of them: a statement that is left in the middle holds its snapshot.
        found = _execute(connection, text.text, text.arguments(values)).fetchall()
        return text.row(found[0]) if found else None

    def all(self, connection: sa.Connection, values: Mapping[str, Any]) -> Sequence[Row]:
        """Return all rows."""
        if connection.dialect.name != "sqlite":
            return connection.execute(self._statement, values).all()
        text = self._text(connection)
        return [text.row(row) for row in _execute(connection, text.text, text.arguments(values))]

    def each(self, connection: sa.Connection, values: Sequence[Mapping[str, Any]]) -> None:
        """Run it once with each of these values."""
        if not values:
            return
        if connection.dialect.name != "sqlite":
            connection.execute(self._statement, values)
            return
        text = self._text(connection)
        _execute(connection, text.text, map(text.arguments, values), many=True)

    def _text(self, connection: sa.Connection) -> _Text:
        if self._made is None:
            self._made = _Text(connection.dialect, self._statement, self._keys)
        return self._made


def _execute(connection: sa.Connection, text: str, values: Any, *, many: bool = False) -> Any:
    driver: Any = connection.connection.driver_connection
    try:
        return driver.executemany(text, values) if many else driver.execute(text, values)
    except sqlite3.Error as error:
        raise exc.DBAPIError.instance(
            text, None, error, sqlite3.Error, hide_parameters=True, dialect=connection.dialect
        ) from error
