"""Rows in bulk: collected here and handed to the driver's ``executemany``.

SQLAlchemy's own bulk insert is a third as fast. Ids are counted here, so that one range a table
tells the journal what was made.
"""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import func, insert, select
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

from annotator.store import sqlite, tables
from annotator.store.writer import JOURNALLED, Writer

FLUSH_ROWS = 20_000
_DRIVER = sqlite_dialect()
COLUMNS: Mapping[str, tuple[str, ...]] = {
    name: tuple(column.name for column in table.columns)
    for name, table in tables.metadata.tables.items()
}
_INSERTS: Mapping[str, str] = {
    name: str(insert(table).compile(dialect=_DRIVER))
    for name, table in tables.metadata.tables.items()
}
_ORDER = (
    "entity", "article", "zone", "annotation_set", "span", "frame", "filler",
    "comment", "verdict", "look", "suggestion",
)  # fmt: skip


class Buffer:
    """Rows waiting for ``executemany``, with ids counted on from what the table has."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in _ORDER}
        self._next: dict[str, int] = {}
        self._count = 0
        for name in _ORDER:
            table = tables.metadata.tables[name]
            highest = writer.connection.scalar(select(func.max(table.c.id)))
            self._next[name] = (highest or 0) + 1
        writer.connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")

    def add(self, table: str, *values: Any) -> int:
        """Take one row, without its id, in the order of the table's columns; return the id."""
        row_id = self._next[table]
        self._next[table] = row_id + 1
        self._rows[table].append((row_id, *values))
        self._count += 1
        return row_id

    def flush_if_full(self) -> None:
        """Write what waits where it has become much."""
        if self._count >= FLUSH_ROWS:
            self.flush()

    def waiting(self, table: str) -> list[tuple[Any, ...]]:
        """Return the rows of one table that are not written yet; they may be replaced."""
        return self._rows[table]

    def flush(self, *, last: bool = False) -> None:
        """Write what waits; entities only at the end, because later lines complete them.

        Foreign keys are checked when the transaction ends, so the order does not matter.
        """
        cursor = self._writer.connection.connection.cursor()
        for table in _ORDER:
            rows = self._rows[table]
            if not rows or (table == "entity" and not last):
                continue
            cursor.executemany(_INSERTS[table], rows)
            if table == "article":
                indexed = [(row[0], row[4] or "", row[2]) for row in rows]
                sqlite.index_articles(self._writer.connection, indexed)
            if table in JOURNALLED:
                self._writer.changes.add_made(table, rows[0][0], rows[-1][0])
            self._rows[table] = []
        self._count = 0


def to_json(value: Any) -> str | None:
    """Return the stored form of a list or dictionary: ``None`` where it is empty."""
    return orjson.dumps(value).decode() if value else None
