"""The journal of operations: undo, redo and history are read from it."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Column, Connection, Row, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from annotator.domain.article import ArticleId
from annotator.errors import UndoConflictError
from annotator.store import sqlite, tables
from annotator.store.changes import Changes
from annotator.store.writer import JOURNALLED, Writer

EDIT, UNDO, REDO = "edit", "undo", "redo"
DONE, UNDONE, DROPPED, FINAL = "done", "undone", "dropped", "final"
ROWS_A_CHUNK = 500


def utc_now() -> str:
    """Return the time as it is stored: UTC to the second, ``2026-11-22T10:00:00Z``."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Step:
    """One operation of the journal.

    Attributes:
        name: What the Edit menu shows after "Undo".
        kind: "edit", "undo" or "redo".
        state: "done", "undone" (to be redone), "dropped" (cannot be redone any more), "final".
        articles: Number of articles it touched.
        article: The only or first article it touched.
    """

    id: int
    author: str
    name: str
    at: str
    kind: str
    state: str
    articles: int
    article: ArticleId | None
    reason: str | None


def append(
    connection: Connection,
    name: str,
    author: str,
    changes: Changes,
    *,
    reason: str | None = None,
    undoable: bool = True,
) -> int:
    """Write an operation into the journal; what was undone before it can no longer be redone."""
    c = tables.operation.c
    connection.execute(
        update(tables.operation).where(c.author == author, c.state == UNDONE).values(state=DROPPED)
    )
    return _insert(
        connection,
        name=name,
        author=author,
        kind=EDIT,
        state=DONE if undoable else FINAL,
        changes=changes,
        reason=reason,
    )


def _insert(
    connection: Connection,
    *,
    name: str,
    author: str,
    kind: str,
    state: str,
    changes: Changes | None = None,
    target: int | None = None,
    reason: str | None = None,
    like: Step | None = None,
) -> int:
    articles = sorted(changes.articles) if changes is not None else []
    count = len(articles)
    first: ArticleId | None = articles[0] if articles else None
    if like is not None:
        count, first = like.articles, like.article
    done = connection.execute(
        insert(tables.operation).values(
            author=author,
            name=name,
            at=utc_now(),
            kind=kind,
            state=state,
            target_id=target,
            article_id=first,
            articles=count,
            reason=reason,
            changes=None if changes is None else changes.to_bytes(),
        )
    )
    key = done.inserted_primary_key
    return int(key[0]) if key is not None else 0


def newest_undoable(connection: Connection, author: str) -> Step | None:
    """Return the operation that undo would take back."""
    c = tables.operation.c
    return _first(
        connection,
        select(*_STEP)
        .where(c.author == author, c.state == DONE, c.kind == EDIT)
        .order_by(c.id.desc())
        .limit(1),
    )


def oldest_redoable(connection: Connection, author: str) -> Step | None:
    """Return the operation that redo would bring back."""
    c = tables.operation.c
    return _first(
        connection,
        select(*_STEP)
        .where(c.author == author, c.state == UNDONE, c.kind == EDIT)
        .order_by(c.id)
        .limit(1),
    )


def history(connection: Connection, *, limit: int = 200, before: int | None = None) -> list[Step]:
    """Return operations, newest first, older than one of them."""
    c = tables.operation.c
    query = select(*_STEP).order_by(c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(c.id < before)
    return [_step(row) for row in connection.execute(query)]


def undo(writer: Writer, step: Step) -> Changes:
    """Take one operation back inside the caller's transaction.

    Raises:
        UndoConflictError: Somebody else has built on it since; nothing may be committed.
    """
    changes = _changes(writer.connection, step.id)
    culprit = _later_author(writer.connection, step)
    if changes.made:
        _remove_made(writer.connection, step.id, changes, culprit)
    for change in reversed(changes.rows):
        writer.apply(change.inverse, culprit)
    _mark(writer.connection, step, UNDONE, UNDO)
    return changes


def redo(writer: Writer, step: Step) -> Changes:
    """Bring one undone operation back inside the caller's transaction.

    Raises:
        UndoConflictError: Somebody else has changed what it needs.
    """
    changes = _changes(writer.connection, step.id)
    culprit = _later_author(writer.connection, step)
    for change in changes.rows:
        writer.apply(change, culprit)
    if changes.made:
        _restore_made(writer.connection, step.id)
    _mark(writer.connection, step, DONE, REDO)
    return changes


_STEP = tuple(
    tables.operation.c[name]
    for name in ("id", "author", "name", "at", "kind", "state", "articles", "article_id", "reason")
)


def _step(row: Row[Any]) -> Step:
    article = None if row.article_id is None else ArticleId(row.article_id)
    return Step(
        row.id,
        row.author,
        row.name,
        row.at,
        row.kind,
        row.state,
        row.articles,
        article,
        row.reason,
    )


def _first(connection: Connection, query: Any) -> Step | None:
    row = connection.execute(query).first()
    return None if row is None else _step(row)


def _changes(connection: Connection, operation: int) -> Changes:
    c = tables.operation.c
    kept = connection.scalar(select(c.changes).where(c.id == operation))
    return Changes.from_bytes(kept) if kept else Changes()


def _mark(connection: Connection, step: Step, state: str, kind: str) -> None:
    c = tables.operation.c
    connection.execute(update(tables.operation).where(c.id == step.id).values(state=state))
    _insert(
        connection,
        name=step.name,
        author=step.author,
        kind=kind,
        state=FINAL,
        target=step.id,
        like=step,
    )


def _later_author(connection: Connection, step: Step) -> str:
    """Return who has worked on the same article since: the name for a refusal."""
    c = tables.operation.c
    query = select(c.author).where(c.id > step.id, c.author != step.author)
    if step.article is not None and step.articles == 1:
        query = query.where(c.article_id == step.article)
    found = connection.scalar(query.order_by(c.id.desc()).limit(1))
    return str(found) if found is not None else step.author


# --- rows made in bulk -----------------------------------------------------------------------


def _remove_made(connection: Connection, operation: int, changes: Changes, culprit: str) -> None:
    """Move the rows of a bulk operation from their tables into ``removed``."""
    for table in reversed(list(JOURNALLED)):
        for made in changes.made.get(table, []):
            out = _MoveOut(connection, operation, made, culprit)
            if table == "article":
                for machine in (tables.suggestion, tables.look):
                    out.move(machine, machine.c.article_id)
            source = JOURNALLED[table]
            out.move(source, source.c.id)


@dataclass(frozen=True, slots=True)
class _MoveOut:
    """Moves rows with a column between two ids out of their table."""

    connection: Connection
    operation: int
    made: tuple[int, int]
    culprit: str

    def move(self, source: Table, column: Column[int]) -> None:
        for rows in self._chunks(source, column):
            packed = zlib.compress(orjson.dumps(rows), 1)
            values = {"operation_id": self.operation, "table_name": source.name, "rows": packed}
            self.connection.execute(insert(tables.removed).values(values))
            if source.name == "article":
                sqlite.unindex_articles(self.connection, _indexed(rows))
        try:
            self.connection.execute(delete(source).where(column.between(*self.made)))
        except IntegrityError as error:
            raise UndoConflictError(name=self.culprit) from error

    def _chunks(self, source: Table, column: Column[int]) -> Iterator[Sequence[dict[str, Any]]]:
        after = 0
        while True:
            query = select(source).where(column.between(*self.made), source.c.id > after)
            found = self.connection.execute(query.order_by(source.c.id).limit(ROWS_A_CHUNK))
            rows = [{str(key): value for key, value in row.items()} for row in found.mappings()]
            if not rows:
                return
            yield rows
            after = rows[-1]["id"]


def _indexed(rows: Sequence[dict[str, Any]]) -> list[tuple[int, str, str]]:
    return [(row["id"], row["title"] or "", row["text"]) for row in rows]


def _restore_made(connection: Connection, operation: int) -> None:
    """Move the rows of an undone bulk operation back into their tables."""
    c = tables.removed.c
    query = select(c.id, c.table_name, c.rows).where(c.operation_id == operation)
    for row in connection.execute(query.order_by(c.id.desc())).all():
        rows = orjson.loads(zlib.decompress(row.rows))
        connection.execute(insert(tables.metadata.tables[row.table_name]), rows)
        if row.table_name == "article":
            sqlite.index_articles(connection, _indexed(rows))
    connection.execute(tables.removed.delete().where(c.operation_id == operation))
