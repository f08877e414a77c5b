"""Writes that remember what they changed."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from annotator.domain.annotation import SetId
from annotator.domain.article import ArticleId
from annotator.errors import UndoConflictError
from annotator.store import sqlite, tables
from annotator.store.changes import Change, Changes, RowValues

JOURNALLED: Mapping[str, Table] = {
    table.name: table
    for table in (
        tables.workspace,
        tables.scheme,
        tables.article,
        tables.zone,
        tables.annotation_set,
        tables.entity,
        tables.span,
        tables.frame,
        tables.filler,
        tables.comment,
        tables.verdict,
        tables.decision,
    )
}
"""Tables that people's operations write to, each after those that it refers to."""

_NAMES = {
    name: tuple(str(column) for column in list(t.columns.keys())) for name, t in JOURNALLED.items()
}
"""Plain column names: SQLAlchemy's own are of a type that the JSON library refuses."""

COUNTERS: Mapping[str, frozenset[str]] = {
    "annotation_set": frozenset({"edited", "revision", "next_span", "next_frame", "saved_at"}),
}
"""Columns that only ever move on: undo neither compares nor restores them."""


class Writer:
    """Reads and writes rows on one connection, recording every write in ``changes``."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.changes = Changes()
        self._touched: dict[SetId, ArticleId] = {}

    @property
    def touched_sets(self) -> Mapping[SetId, ArticleId]:
        """Annotation sets that were written to, with their articles."""
        return self._touched

    def touch(self, set_id: SetId, article: ArticleId) -> None:
        """Say that something in a set changes: it gets a new revision at the end."""
        self._touched[set_id] = article
        self.changes.articles.add(article)

    def get(self, table: str, row_id: int) -> RowValues | None:
        """Return one row, ``None`` where it is not there."""
        source = JOURNALLED[table]
        found = self.connection.execute(select(source).where(source.c.id == row_id)).one_or_none()
        return None if found is None else dict(zip(_NAMES[table], found, strict=True))

    def insert(self, table: str, values: Mapping[str, Any]) -> int:
        """Add a row and return its id."""
        source = JOURNALLED[table]
        done = self.connection.execute(insert(source).values(dict(values)))
        key = done.inserted_primary_key
        row_id = int(key[0]) if key is not None else 0
        row = {name: values.get(name) for name in _NAMES[table]}
        row["id"] = row_id
        self.changes.rows.append(Change(table, row_id, None, row))
        self._index(table, None, row)
        return row_id

    def update(self, table: str, row_id: int, values: Mapping[str, Any]) -> None:
        """Change columns of a row; nothing is recorded where nothing differs."""
        before = self.get(table, row_id)
        if before is None:
            raise KeyError((table, row_id))
        after = {name: value for name, value in values.items() if before[name] != value}
        if not after:
            return
        source = JOURNALLED[table]
        self.connection.execute(update(source).where(source.c.id == row_id).values(after))
        old = {name: before[name] for name in after}
        self.changes.rows.append(Change(table, row_id, old, after))
        self._index(table, before, before | after)

    def delete(self, table: str, row_id: int) -> None:
        """Take a row away; what refers to it must be gone before."""
        before = self.get(table, row_id)
        if before is None:
            return
        source = JOURNALLED[table]
        self.connection.execute(delete(source).where(source.c.id == row_id))
        self.changes.rows.append(Change(table, row_id, before, None))
        self._index(table, before, None)

    def apply(self, change: Change, author: str) -> None:
        """Write one change of the journal, if the row still is what it was made from.

        Raises:
            UndoConflictError: Somebody else changed the row since.
        """
        now = self.get(change.table, change.id)
        ignored = COUNTERS.get(change.table, frozenset())
        if not _fits(now, change.before, ignored):
            raise UndoConflictError(name=author)
        try:
            if change.after is None:
                self.delete(change.table, change.id)
            elif change.before is None:
                self.insert(change.table, change.after)
            else:
                kept = {k: v for k, v in change.after.items() if k not in ignored}
                self.update(change.table, change.id, kept)
        except IntegrityError as error:
            raise UndoConflictError(name=author) from error

    def _index(self, table: str, before: RowValues | None, after: RowValues | None) -> None:
        """Keep full-text search in step with an article's title and text."""
        if table != "article":
            return
        for row, write in ((before, sqlite.unindex_articles), (after, sqlite.index_articles)):
            if row is not None:
                write(self.connection, [(row["id"], row["title"] or "", row["text"])])


def _fits(now: RowValues | None, expected: RowValues | None, ignored: frozenset[str]) -> bool:
    if now is None or expected is None:
        return now is None and expected is None
    return all(
        now[name] == value
        for name, value in expected.items()
        if name not in ignored and name in now
    )
