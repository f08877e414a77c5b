"""Statements that are compiled once and run by the driver itself.

SQLAlchemy takes some 100 microseconds to run a statement, the driver five. That counts where ten
of them run for one key press, and for every line of an import.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Column, ColumnElement, Connection, or_
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ClauseElement

Values: TypeAlias = Sequence[Any]
MOST_VALUES = 900
"""Values in one statement; SQLite takes at least 999."""


class _Form:
    """A statement in the words of one kind of database."""

    __slots__ = ("constants", "names", "sql")

    def __init__(self, statement: ClauseElement, connection: Connection) -> None:
        compiled = statement.compile(dialect=connection.dialect)
        self.sql = str(compiled)
        self.constants = dict(compiled.params)
        self.names: Sequence[str] | None = getattr(compiled, "positiontup", None)

    @property
    def is_insert(self) -> bool:
        """Whether it adds one row of values."""
        return self.sql.startswith("INSERT") and ") VALUES (" in self.sql

    def insert_of(self, rows: int) -> str:
        """Return the statement that adds several rows at once: a quarter less time for each."""
        head, _, values = self.sql.partition(" VALUES ")
        return f"{head} VALUES {', '.join([values] * rows)}"

    def arguments(self, values: dict[str, Any]) -> Any:
        known = {**self.constants, **values}
        return known if self.names is None else [known[name] for name in self.names]


class Prepared:
    """One statement with named values.

    Args:
        statement: Selects, inserts, updates or deletes; ``bindparam`` names what changes.
    """

    __slots__ = ("_forms", "_statement")

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement
        self._forms: dict[str, _Form] = {}

    def run(self, connection: Connection, **values: Any) -> Any:
        """Run the statement and return the driver's cursor.

        Raises:
            sqlalchemy.exc.DBAPIError: What the driver raises, as SQLAlchemy names it.
        """
        form = self._form(connection)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(form.sql, form.arguments(values))
        except connection.dialect.loaded_dbapi.Error as error:
            raise named(error, connection) from error
        return cursor

    def rows(self, connection: Connection, **values: Any) -> list[Any]:
        """Return all rows, as plain tuples."""
        cursor = self.run(connection, **values)
        try:
            found: list[Any] = cursor.fetchall()
        except connection.dialect.loaded_dbapi.Error as error:
            raise named(error, connection) from error
        return found

    def first(self, connection: Connection, **values: Any) -> Any:
        """Return the first row, ``None`` where there is none."""
        cursor = self.run(connection, **values)
        try:
            row = cursor.fetchone()
        except connection.dialect.loaded_dbapi.Error as error:
            raise named(error, connection) from error
        cursor.close()
        return row

    def scalar(self, connection: Connection, **values: Any) -> Any:
        """Return the first column of the first row, ``None`` where there is none."""
        row = self.first(connection, **values)
        return None if row is None else row[0]

    def run_many(self, connection: Connection, rows: Sequence[Values]) -> None:
        """Run the statement once for each row, whose values come in the statement's order."""
        form = self._form(connection)
        if form.names is None:
            raise NotImplementedError("rows need a driver with positional values")
        cursor = connection.connection.cursor()
        together = MOST_VALUES // max(1, len(form.names))
        whole = len(rows) // together * together if form.is_insert and together > 1 else 0
        try:
            if whole:
                values = [value for row in rows[:whole] for value in row]
                size = together * len(form.names)
                groups = [values[at : at + size] for at in range(0, len(values), size)]
                cursor.executemany(form.insert_of(together), groups)
            cursor.executemany(form.sql, rows[whole:])
        except connection.dialect.loaded_dbapi.Error as error:
            raise named(error, connection) from error

    def _form(self, connection: Connection) -> _Form:
        form = self._forms.get(connection.dialect.name)
        if form is None:
            form = self._forms[connection.dialect.name] = _Form(self._statement, connection)
        return form


def one_of(column: Column[Any], values: Iterable[object]) -> ColumnElement[bool]:
    """Return the condition that a column has one of some values that never change.

    ``in_`` would be written out anew for every run.
    """
    return or_(*(column == value for value in values))


def named(error: BaseException, connection: Connection) -> BaseException:
    """Return an error of the driver as SQLAlchemy would raise it, without values of the rows."""
    kind = connection.dialect.loaded_dbapi.Error
    return DBAPIError.instance(None, None, error, kind, hide_parameters=True)
