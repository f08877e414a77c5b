"""The journal of operations: undo, redo and history are read from it."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Column, Connection, Table, bindparam, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from annotator.domain.annotation import SetId, SetStatus
from annotator.domain.article import ArticleId
from annotator.domain.extent import Extent
from annotator.errors import SetClosedError, UndoConflictError
from annotator.store import reader, sqlite, tables
from annotator.store.changes import Change, Changes, Move
from annotator.store.prepared import Prepared, one_of
from annotator.store.scheme_turn import SchemeTurn, check_names
from annotator.store.translation import Translation
from annotator.store.writer import COLUMNS, JOURNALLED, Writer, counted_on, keep_counters

EDIT, UNDO, REDO = "edit", "undo", "redo"
DONE, UNDONE, DROPPED, FINAL = "done", "undone", "dropped", "final"
ROWS_A_CHUNK = 500

_O = tables.operation.c
_STEP = tuple(
    tables.operation.c[name]
    for name in ("id", "author", "name", "at", "kind", "state", "articles", "article_id", "reason")
)
_BY_AUTHOR = (_O.author == bindparam("author"), _O.kind == EDIT)
_NEWEST_DONE = Prepared(
    select(*_STEP).where(*_BY_AUTHOR, _O.state == DONE).order_by(_O.id.desc()).limit(1)
)
_OLDEST_UNDONE = Prepared(
    select(*_STEP).where(*_BY_AUTHOR, _O.state == UNDONE).order_by(_O.id).limit(1)
)
_DROP = Prepared(
    update(tables.operation)
    .where(_O.author == bindparam("who"), _O.state == UNDONE)
    .values(state=DROPPED)
)
_ADD = Prepared(insert(tables.operation).returning(_O.id))
_CHANGES = Prepared(select(_O.changes).where(_O.id == bindparam("row")))
_STATE = Prepared(
    update(tables.operation).where(_O.id == bindparam("row")).values(state=bindparam("to"))
)
_LATER = Prepared(
    select(_O.author, _O.article_id, _O.articles, _O.changes)
    .where(
        _O.id > bindparam("row"),
        _O.author != bindparam("author"),
        _O.kind == EDIT,
        one_of(_O.state, (DONE, FINAL)),
        or_(_O.articles > 1, bindparam("article", type_=_O.article_id.type).is_(None),
            _O.article_id == bindparam("article")),
    )
    .order_by(_O.id.desc())
)  # fmt: skip
_LAST = Prepared(select(_O.id).order_by(_O.id.desc()).limit(1))


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
    _DROP.run(connection, who=author)
    articles = sorted(changes.articles)
    return _insert(
        connection,
        author=author,
        name=name,
        kind=EDIT,
        state=DONE if undoable else FINAL,
        target_id=None,
        article_id=articles[0] if articles else None,
        articles=len(articles),
        reason=reason,
        changes=changes.to_bytes(),
    )


def _insert(connection: Connection, **values: Any) -> int:
    return int(_ADD.scalar(connection, id=None, at=utc_now(), **values))


def last(connection: Connection) -> int:
    """Return the number of the newest operation, 0 where there is none."""
    return int(_LAST.scalar(connection) or 0)


def newest_undoable(connection: Connection, author: str) -> Step | None:
    """Return the operation that undo would take back."""
    return _step(_NEWEST_DONE.first(connection, author=author))


def oldest_redoable(connection: Connection, author: str) -> Step | None:
    """Return the operation that redo would bring back."""
    return _step(_OLDEST_UNDONE.first(connection, author=author))


def history(connection: Connection, *, limit: int = 200, before: int | None = None) -> list[Step]:
    """Return operations, newest first, older than one of them."""
    query = select(*_STEP).order_by(_O.id.desc()).limit(limit)
    if before is not None:
        query = query.where(_O.id < before)
    return [step for row in connection.execute(query) if (step := _step(row)) is not None]


def undo(writer: Writer, step: Step) -> Changes:
    """Take one operation back inside the caller's transaction.

    Raises:
        UndoConflictError: Somebody else has built on it since; nothing may be committed.
        SetClosedError: A set that it changed was completed or approved by somebody since.
    """
    changes = _changes(writer.connection, step.id)
    culprit = _Culprit(writer.connection, step, changes)
    if changes.made.get("article") and culprit.found:
        raise UndoConflictError(name=culprit.name)
    tongue = Translation(writer.connection, step.id)
    turn = None if changes.scheme is None else SchemeTurn(writer, changes, culprit, back=True)
    _touch_made(writer, changes)
    _remove_made(writer.connection, step.id, changes, culprit)
    _apply(writer, [step.inverse for step in reversed(changes.steps)], culprit, tongue)
    _check_zones(writer, [change.inverse for change in changes.rows], culprit)
    _check_open(writer, changes)
    number = _mark(writer.connection, step, UNDONE, UNDO)
    _finish(writer, turn, tongue, step, number)
    return changes


def redo(writer: Writer, step: Step) -> Changes:
    """Bring one undone operation back inside the caller's transaction.

    Raises:
        UndoConflictError: Somebody else has changed what it needs.
        SetClosedError: A set that it changed was completed or approved by somebody since.
    """
    changes = _changes(writer.connection, step.id)
    culprit = _Culprit(writer.connection, step, changes)
    tongue = Translation(writer.connection, step.id)
    turn = None if changes.scheme is None else SchemeTurn(writer, changes, culprit, back=False)
    _apply(writer, changes.steps, culprit, tongue)
    try:
        _restore_made(writer.connection, step.id, tongue)
    except IntegrityError as error:
        raise UndoConflictError(name=culprit.name) from error
    _check_zones(writer, changes.rows, culprit)
    _touch_made(writer, changes)
    _check_open(writer, changes)
    number = _mark(writer.connection, step, DONE, REDO)
    _finish(writer, turn, tongue, step, number)
    return changes


def _apply(
    writer: Writer, steps: Iterable[Change | Move], culprit: "_Culprit", tongue: Translation
) -> None:
    for step in steps:
        if isinstance(step, Move):
            writer.apply_move(step, culprit)
        else:
            writer.apply(step, culprit, tongue)


def _finish(
    writer: Writer, turn: SchemeTurn | None, tongue: Translation, step: Step, number: int
) -> None:
    """Let another scheme follow, or see that an older step fits the one in force."""
    if turn is not None:
        turn.finish(number)
    elif tongue.lost:
        check_names(writer.connection, tongue.lost, step.article if step.articles == 1 else None)


def _step(row: Sequence[Any] | None) -> Step | None:
    if row is None:
        return None
    key, author, name, at, kind, state, articles, article, reason = row
    place = None if article is None else ArticleId(article)
    return Step(key, author, name, at, kind, state, articles, place, reason)


def _changes(connection: Connection, operation: int) -> Changes:
    kept = _CHANGES.scalar(connection, row=operation)
    return Changes.from_bytes(kept) if kept else Changes()


def _mark(connection: Connection, step: Step, state: str, kind: str) -> int:
    _STATE.run(connection, row=step.id, to=state)
    return _insert(
        connection,
        author=step.author,
        name=step.name,
        kind=kind,
        state=FINAL,
        target_id=step.id,
        article_id=step.article,
        articles=step.articles,
        reason=None,
        changes=None,
    )


class _Culprit:
    """Who else has worked on the articles of an operation since: the name for a refusal.

    Looked up when it is asked for; most steps are taken back without a conflict.
    """

    def __init__(self, connection: Connection, step: Step, changes: Changes) -> None:
        self._connection = connection
        self._step = step
        self._changes = changes
        self._name: str | None = None
        self._sought = False

    @property
    def found(self) -> bool:
        """Whether there is anybody."""
        if not self._sought:
            self._name = self._seek()
            self._sought = True
        return self._name is not None

    @property
    def name(self) -> str:
        """The name; the operation's author where nobody else is to blame."""
        if self.found and self._name is not None:
            return self._name
        return self._seek_rival() or self._step.author

    def _later(self, article: int | None) -> list[Any]:
        step = self._step
        return _LATER.rows(self._connection, row=step.id, author=step.author, article=article)

    def _seek_rival(self) -> str | None:
        """Return who has brought in articles, or changed very many, where an import is meant."""
        if not self._changes.made.get("article"):
            return None
        for author, _, _, kept in self._later(None):
            other = Changes.from_bytes(kept)
            if other.many or other.made.get("article"):
                return str(author)
        return None

    def _seek(self) -> str | None:
        step = self._step
        entities = _entities(self._changes)
        alone = step.articles == 1 and not entities
        for author, article, articles, kept in self._later(step.article if alone else None):
            if articles == 1 and self._has(article):
                return str(author)
            if articles > 1 or entities:
                other = Changes.from_bytes(kept)
                if entities & _entities(other) or (articles > 1 and self._shares(other)):
                    return str(author)
        return None

    def _has(self, article: int | None) -> bool:
        mine = self._changes
        if article is None:
            return False
        return mine.covers("article", article) or article in mine.articles or mine.many

    def _shares(self, other: Changes) -> bool:
        mine = self._changes
        if other.many:
            return mine.many or not mine.made.get("article")
        return any(self._has(article) for article in other.articles)


def _entities(changes: Changes) -> set[int]:
    """Return the entities whose rows an operation has changed."""
    return {change.id for change in changes.rows if change.table == "entity"}


# --- sets that an operation touched ----------------------------------------------------------


def _touch_made(writer: Writer, changes: Changes) -> None:
    """Touch the sets that rows made in bulk belong to."""
    c = tables.annotation_set.c
    for name in ("span", "frame", "comment", "verdict"):
        source = JOURNALLED[name]
        for first, final in changes.made.get(name, ()):
            query = (
                select(c.id, c.article_id)
                .join(source, source.c.set_id == c.id)
                .where(source.c.id.between(first, final))
                .distinct()
            )
            for key, article in writer.connection.execute(query):
                writer.touch(SetId(key), ArticleId(article))


def _check_open(writer: Writer, changes: Changes) -> None:
    """Refuse to change a set that was closed by another operation than this one."""
    if changes.closed_too:
        return
    c = tables.annotation_set.c
    own = {
        change.id
        for change in changes.rows
        if change.table == "annotation_set" and "status" in (change.after or {"status": None})
    }
    others = [
        key
        for key in writer.touched_sets
        if key not in own and not changes.covers("annotation_set", key)
    ]
    closed = [str(status) for status in SetStatus if status.closed]
    for some in _chunks(others):
        query = select(c.status).where(c.id.in_(some), c.status.in_(closed)).limit(1)
        found = writer.connection.scalar(query)
        if found is not None:
            raise SetClosedError(status=found)


def _check_zones(writer: Writer, applied: Iterable[Change], culprit: _Culprit) -> None:
    """Refuse to bring a zone back over one that somebody else has made since."""
    back = {
        change.id: change.after
        for change in applied
        if change.table == "zone" and change.before is None and change.after is not None
    }
    for row in back.values():
        extent = Extent(row["start"], row["end"])
        for key, zone in reader.zone_rows(writer.connection, ArticleId(row["article_id"])):
            if key not in back and zone.extent.overlaps(extent) and culprit.found:
                raise UndoConflictError(name=culprit.name)


def _chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), ROWS_A_CHUNK):
        yield keys[start : start + ROWS_A_CHUNK]


# --- rows made in bulk -----------------------------------------------------------------------


def _remove_made(
    connection: Connection, operation: int, changes: Changes, culprit: _Culprit
) -> None:
    """Move the rows of a bulk operation from their tables into ``removed``."""
    for name in reversed(list(JOURNALLED)):
        for made in changes.made.get(name, []):
            out = _MoveOut(connection, operation, made, culprit)
            if name == "article":  # what machines proposed meanwhile comes back with them
                for machine in _MACHINES:
                    out.move(machine, machine.c.article_id)
            elif name == "suggestion":  # a model overrules it no more
                overruling = tables.overruled.c.suggestion_id.between(*made)
                connection.execute(delete(tables.overruled).where(overruling))
            source = JOURNALLED[name]
            out.move(source, source.c.id)


_MACHINES = (tables.overruled, tables.weighing, tables.suggestion, tables.look)
"""What sources made of an article, each before those that it refers to."""


@dataclass(frozen=True, slots=True)
class _MoveOut:
    """Moves rows with a column between two ids out of their table."""

    connection: Connection
    operation: int
    made: tuple[int, int]
    culprit: _Culprit

    def move(self, source: Table, column: Column[int]) -> None:
        name = str(source.name)
        for rows in self._some(source, column):
            packed = zlib.compress(orjson.dumps(rows), 1)
            values = {"operation_id": self.operation, "table_name": name, "rows": packed}
            self.connection.execute(insert(tables.removed).values(values))
            if name == "article":
                sqlite.unindex_articles(self.connection, _indexed(rows))
            elif name == "annotation_set":
                columns = COLUMNS[name]
                keep_counters(
                    self.connection, [dict(zip(columns, row, strict=True)) for row in rows]
                )
        try:
            self.connection.execute(delete(source).where(column.between(*self.made)))
        except IntegrityError as error:
            raise UndoConflictError(name=self.culprit.name) from error

    def _some(self, source: Table, column: Column[int]) -> Iterator[list[Any]]:
        first, final = self.made
        after = first - 1 if column is source.c.id else 0
        # One lower bound only: of two, SQLite may take the wrong one, and begin anew every time.
        bounds = [source.c.id > bindparam("after"), column <= final]
        if column is not source.c.id:
            bounds.append(column >= first)
        query = Prepared(select(source).where(*bounds).order_by(source.c.id).limit(ROWS_A_CHUNK))
        while rows := query.rows(self.connection, after=after):
            yield rows
            after = rows[-1][0]


def _indexed(rows: Iterable[Sequence[Any]]) -> list[tuple[int, str, str]]:
    title, text = COLUMNS["article"].index("title"), COLUMNS["article"].index("text")
    return [(row[0], row[title] or "", row[text]) for row in rows]


def _restore_made(connection: Connection, operation: int, tongue: Translation) -> None:
    """Move the rows of an undone bulk operation back into their tables."""
    c = tables.removed.c
    for (key,) in _REMOVED_BY.rows(connection, operation=operation):
        name, packed = _REMOVED.first(connection, row=key)
        rows = tongue.rows(name, _filled_up(name, orjson.loads(zlib.decompress(packed))))
        if name == "decision":
            rows = _with_suggestion(connection, rows)
        elif name == "annotation_set":
            columns = COLUMNS["annotation_set"]
            sets = (dict(zip(columns, kept, strict=True)) for kept in rows)
            rows = [list(counted_on(connection, kept).values()) for kept in sets]
        _RESTORE[name].run_many(connection, rows)
        if name == "article":
            sqlite.index_articles(connection, _indexed(rows))
        elif name == "look":
            _retire_overtaken(connection, [kept[0] for kept in rows])
    connection.execute(tables.removed.delete().where(c.operation_id == operation))


def _filled_up(name: str, rows: list[list[Any]]) -> list[list[Any]]:
    """Return rows with the columns that their table has got since they were taken away."""
    return [row + [None] * (len(COLUMNS[name]) - len(row)) for row in rows]


def _retire_overtaken(connection: Connection, looks: Sequence[int]) -> None:
    """Say of looks that came back which of them are not the newest any more."""
    k, o, later, of_later = (
        tables.look,
        tables.source,
        tables.look.alias(),
        tables.source.alias(),
    )
    overtaken = (
        select(k.c.id)
        .join(o, o.c.id == k.c.source_id)
        .join(later, (later.c.article_id == k.c.article_id) & (later.c.id > k.c.id))
        .join(of_later, of_later.c.id == later.c.source_id)
        .where(sqlite.listed(k.c.id, "looks"), later.c.newest == 1, of_later.c.name == o.c.name)
    )
    for look in connection.scalars(overtaken, {"looks": sqlite.as_list(looks)}).all():
        for table, column in ((k, k.c.id), (tables.suggestion, tables.suggestion.c.look_id)):
            connection.execute(update(table).where(column == look).values(newest=0))


def _with_suggestion(connection: Connection, rows: list[list[Any]]) -> list[list[Any]]:
    """Leave out decisions whose suggestion a newer version of its source has taken away."""
    place = COLUMNS["decision"].index("suggestion_id")
    c = tables.suggestion.c
    wanted = sqlite.as_list(row[place] for row in rows)
    query = select(c.id).where(sqlite.listed(c.id, "wanted"))
    there = set(connection.scalars(query, {"wanted": wanted}))
    return [row for row in rows if row[place] in there]


_REMOVED_BY = Prepared(
    select(tables.removed.c.id)
    .where(tables.removed.c.operation_id == bindparam("operation"))
    .order_by(tables.removed.c.id.desc())
)
_REMOVED = Prepared(
    select(tables.removed.c.table_name, tables.removed.c.rows).where(
        tables.removed.c.id == bindparam("row")
    )
)
_RESTORE = {
    str(table.name): Prepared(insert(table)) for table in (*JOURNALLED.values(), *_MACHINES)
}
