"""Writes that remember what they changed."""

from array import array
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Protocol

from sqlalchemy import (
    BindParameter,
    Connection,
    Table,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from annotator.domain.annotation import SetId
from annotator.domain.article import ArticleId
from annotator.errors import GoneError, UndoConflictError
from annotator.store import sqlite, tables
from annotator.store.changes import Change, Changes, Move, RowValues
from annotator.store.pending import ALONE, WITHIN
from annotator.store.prepared import Prepared

JOURNALLED: Mapping[str, Table] = {
    str(table.name): table
    for table in (
        tables.workspace,
        tables.scheme,
        tables.article,
        tables.zone,
        tables.annotation_set,
        tables.entity,
        tables.rule,
        tables.span,
        tables.frame,
        tables.filler,
        tables.comment,
        tables.verdict,
        tables.look,
        tables.suggestion,
        tables.decision,
        tables.learned_model,
    )
}
"""Tables that people's operations write to, each after those that it refers to."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    str(table.name): tuple(str(column) for column in list(table.columns.keys()))
    for table in tables.metadata.tables.values()
}
"""Plain column names: SQLAlchemy's own are of a type that the JSON library refuses."""

COUNTERS: Mapping[str, frozenset[str]] = {
    "annotation_set": frozenset({"revision", "next_span", "next_frame", "saved_at", "scheme_id"}),
}
"""Columns that only ever move on: undo neither compares nor restores them."""

MOVED_TOGETHER = 20_000
THINGS: Mapping[str, str] = {"span": "tag"}
"""What a row is called where that is not the name of its table."""

_NOTHING: frozenset[str] = frozenset()
_ROW: BindParameter[int] = bindparam("row")
_GET = {name: Prepared(select(t).where(t.c.id == _ROW)) for name, t in JOURNALLED.items()}
_INSERT = {name: Prepared(insert(t).returning(t.c.id)) for name, t in JOURNALLED.items()}
_DELETE = {name: Prepared(delete(t).where(t.c.id == _ROW)) for name, t in JOURNALLED.items()}
_UPDATES: dict[tuple[str, ...], Prepared] = {}
_A, _L, _S = tables.annotation_set, tables.look, tables.suggestion
_SET_ARTICLE = Prepared(select(_A.c.article_id).where(_A.c.id == _ROW))
_SET_OF_FRAME = Prepared(select(tables.frame.c.set_id).where(tables.frame.c.id == _ROW))
_SET_OF_PERSON = Prepared(
    select(_A.c.id).where(
        _A.c.article_id == bindparam("article"), _A.c.annotator == bindparam("annotator")
    )
)
_SETS_OF = {
    "span": Prepared(
        select(_A.c.id, _A.c.article_id)
        .join(tables.span, tables.span.c.set_id == _A.c.id)
        .where(sqlite.listed(tables.span.c.id, "ids"))
        .distinct()
    ),
    "filler": Prepared(
        select(_A.c.id, _A.c.article_id)
        .join(tables.frame, tables.frame.c.set_id == _A.c.id)
        .join(tables.filler, tables.filler.c.frame_id == tables.frame.c.id)
        .where(sqlite.listed(tables.filler.c.id, "ids"))
        .distinct()
    ),
}
_MOVES: dict[tuple[str, str], Prepared] = {}
_FOLLOW_LOOK = Prepared(
    update(_S).where(_S.c.look_id == bindparam("look")).values(newest=bindparam("newest_"))
)
_F = tables.suggestion.alias()
_WAIT_WITHIN = Prepared(
    update(_S)
    .where(
        _S.c.look_id == bindparam("look"),
        _S.c.newest == ALONE,
        _S.c.start.is_not(None),
        exists().where(
            _F.c.look_id == _S.c.look_id,
            _F.c.start.is_(None),
            _F.c.rule == _S.c.rule,
            func.instr(_F.c.body, literal('"').concat(_S.c.key).concat('"')) > 0,
        ),
    )
    .values(newest=WITHIN)
)
"""What one rule proposes with a frame that it fills waits with that, not by itself."""


_M = tables.former_set
_OF_FORMER = (_M.c.article_id == bindparam("article"), _M.c.annotator == bindparam("annotator"))
_FORMER = Prepared(select(_M.c.revision, _M.c.next_span, _M.c.next_frame).where(*_OF_FORMER))
_FORGET_FORMER = Prepared(delete(_M).where(*_OF_FORMER))
_ADD_FORMER = Prepared(insert(_M))
_K, _O, _O2 = tables.look, tables.source, tables.source.alias()
_NEWEST_LOOK = Prepared(
    select(_K.c.id)
    .join(_O, _O.c.id == _K.c.source_id)
    .join(_O2, _O2.c.name == _O.c.name)
    .where(
        _K.c.article_id == bindparam("article"),
        _K.c.newest == 1,
        _K.c.id != _ROW,
        _O2.c.id == bindparam("source"),
    )
)


class Culprit(Protocol):
    """Who has changed what an operation wants to take back."""

    @property
    def name(self) -> str:
        """What to call them."""


class Tongue(Protocol):
    """What gives the rows of an older operation the names that the scheme has for them now."""

    def change(self, change: Change, now: RowValues | None) -> Change:
        """Return a change as it would be written now; ``now`` is its row."""


class Writer:
    """Reads and writes rows on one connection, recording every write in ``changes``.

    Attributes:
        title: A better name for the operation than it began with, "" for none.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.changes = Changes()
        self.title = ""
        self._touched: dict[SetId, ArticleId] = {}
        self.unedited: set[SetId] = set()
        """Touched sets in which no tag changes: only comments, or the status, by a reviewer."""

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
        found = _GET[table].first(self.connection, row=row_id)
        return None if found is None else dict(zip(COLUMNS[table], found, strict=True))

    def insert(self, table: str, values: Mapping[str, Any]) -> int:
        """Add a row and return its id."""
        row = {name: values.get(name) for name in COLUMNS[table]}
        row["id"] = row_id = int(_INSERT[table].scalar(self.connection, **row))
        self.changes.rows.append(Change(table, row_id, None, row))
        self._follow(table, None, row)
        return row_id

    def update(self, table: str, row_id: int, values: Mapping[str, Any]) -> None:
        """Change columns of a row; nothing is recorded where nothing differs.

        Raises:
            GoneError: There is no such row any more.

        A row that this very operation made in bulk is not recorded again: taking the operation
        back takes the row away as it is.
        """
        before = self.get(table, row_id)
        if before is None:
            raise GoneError(thing=THINGS.get(table, table))
        after = {name: value for name, value in values.items() if before[name] != value}
        if not after:
            return
        _update(table, tuple(after)).run(
            self.connection, row=row_id, **{f"to_{name}": value for name, value in after.items()}
        )
        if not self.changes.covers(table, row_id):
            old = {name: before[name] for name in after}
            self.changes.rows.append(Change(table, row_id, old, after))
        self._follow(table, before, before | after)

    def hold(self, table: str, row_id: int, values: Mapping[str, Any]) -> None:
        """Record that columns were so when the operation ran, and stayed so.

        Undo is refused where somebody has changed them since; where nobody has, it knows that the
        operation meant to write to what it found: a set that was complete, for instance.
        """
        self.changes.rows.append(Change(table, row_id, dict(values), dict(values)))

    def delete(self, table: str, row_id: int) -> None:
        """Take a row away; what refers to it must be gone before."""
        before = self.get(table, row_id)
        if before is None:
            return
        if table == "annotation_set":
            keep_counters(self.connection, [before])
        _DELETE[table].run(self.connection, row=row_id)
        self.changes.rows.append(Change(table, row_id, before, None))
        self._follow(table, before, None)

    def move(self, table: str, column: str, ids: Collection[int], before: int, after: int) -> None:
        """Give many rows another value in one column, as one change of the journal.

        Raises:
            GoneError: One of the rows is not there, or has another value than ``before``.
        """
        if not ids:
            return
        rows = array("q", sorted(ids))
        made = Move(table, column, rows, before, after, len(self.changes.rows))
        if not self._move(made):
            raise GoneError(thing=THINGS.get(table, table))
        self.changes.moves.append(made)

    def _move(self, move: Move) -> bool:
        """Write a move and touch the sets that it changes; whether all rows were as expected."""
        listed = sqlite.as_list(move.ids)
        if move.table in _SETS_OF:
            for key, article in _SETS_OF[move.table].rows(self.connection, ids=listed):
                self.touch(SetId(key), ArticleId(article))
        return moved(self.connection, move)

    def apply_move(self, move: Move, culprit: Culprit) -> None:
        """Write one move of the journal, if all its rows still are what it was made from.

        Raises:
            UndoConflictError: Somebody else changed one of them since.
        """
        try:
            done = self._move(move)
        except IntegrityError as error:
            raise UndoConflictError(name=culprit.name) from error
        if not done:
            raise UndoConflictError(name=culprit.name)

    def former_counters(self, article: int, annotator: str) -> tuple[int, int, int]:
        """Return revision and next keys for a set that is made, beyond those it had before."""
        kept = _FORMER.first(self.connection, article=article, annotator=annotator)
        return (0, 1, 1) if kept is None else (int(kept[0]), int(kept[1]), int(kept[2]))

    def apply(self, change: Change, culprit: Culprit, tongue: Tongue) -> None:
        """Write one change of the journal, if the row still is what it was made from.

        Args:
            change: What is taken back or brought back.
            culprit: Whom to name where the row is not what it was; asked only then.
            tongue: The names of now, where the scheme was another one.

        Raises:
            UndoConflictError: Somebody else changed the row since.
        """
        now = self.get(change.table, change.id)
        change = tongue.change(change, now)
        ignored = COUNTERS.get(change.table, _NOTHING)
        if self._pointless(change, now):
            return
        if not _fits(now, change.before, ignored):
            raise UndoConflictError(name=culprit.name)
        self._touch_set_of(change.table, now or change.after or {})
        try:
            if change.after is None:
                self.delete(change.table, change.id)
            elif change.before is None:
                row = change.after
                if change.table == "annotation_set":
                    row = counted_on(self.connection, row)
                self.insert(change.table, row)
            else:
                kept = {k: v for k, v in change.after.items() if k not in ignored}
                if change.table != "look" or not self._overtaken(now or {}, kept):
                    self.update(change.table, change.id, kept)
        except IntegrityError as error:
            raise UndoConflictError(name=culprit.name) from error

    def _pointless(self, change: Change, now: RowValues | None) -> bool:
        """Whether a change to what machines proposed has been overtaken by them.

        A newer version of a source takes away the suggestions that nobody had decided on, and an
        undone decision is none: such a decision cannot come back, or go. A look that is not the
        newest any more stays so.
        """
        if change.table == "look":
            return now is None or change.after is None or now["newest"] == change.after["newest"]
        if change.table != "decision":
            return False
        if change.after is not None and change.before is None:
            suggestion = change.after["suggestion_id"]
        elif now is None and change.before is not None:
            suggestion = change.before.get("suggestion_id")
        else:
            return False
        return suggestion is None or self.get("suggestion", suggestion) is None

    def _overtaken(self, look: RowValues, values: RowValues) -> bool:
        """Whether a look cannot be the newest again, because its source has looked since."""
        if not values.get("newest"):
            return False
        found = _NEWEST_LOOK.scalar(
            self.connection, article=look["article_id"], row=look["id"], source=look["source_id"]
        )
        return found is not None

    def _touch_set_of(self, table: str, row: RowValues) -> None:
        found = self._set_of(table, row)
        if found is None or found in self._touched:
            return
        article = _SET_ARTICLE.scalar(self.connection, row=found)
        if article is not None:
            self.touch(SetId(found), ArticleId(article))

    def _set_of(self, table: str, row: RowValues) -> int | None:
        found: int | None = row.get("set_id")
        if table == "annotation_set":
            found = row.get("id")
        elif table == "filler":
            found = _SET_OF_FRAME.scalar(self.connection, row=row.get("frame_id"))
        elif table == "decision":
            found = _SET_OF_PERSON.scalar(
                self.connection, article=row.get("article_id"), annotator=row.get("annotator")
            )
        return found

    def _follow(self, table: str, before: RowValues | None, after: RowValues | None) -> None:
        """Keep in step what is told twice: the search index, and which suggestions are new."""
        if table == "look" and before is not None and after is not None:
            newest = after["newest"]
            _FOLLOW_LOOK.run(self.connection, look=after["id"], newest_=newest)
            if newest:
                _WAIT_WITHIN.run(self.connection, look=after["id"])
        if table != "article" or (
            before is not None and after is not None and before["title"] == after["title"]
        ):
            return
        for row, write in ((before, sqlite.unindex_articles), (after, sqlite.index_articles)):
            if row is not None:
                write(self.connection, [(row["id"], row["title"] or "", row["text"])])


def keep_counters(connection: Connection, sets: Iterable[Mapping[str, Any]]) -> None:
    """Remember what counts on in sets that go, for those that may take their place."""
    for row in sets:
        place = {"article": row["article_id"], "annotator": row["annotator"]}
        _FORGET_FORMER.run(connection, **place)
        counters = {name: row[name] for name in ("revision", "next_span", "next_frame")}
        counters["revision"] += 1
        _ADD_FORMER.run(
            connection,
            id=None,
            article_id=row["article_id"],
            annotator=row["annotator"],
            **counters,
        )


def counted_on(connection: Connection, row: RowValues) -> RowValues:
    """Return a set that comes back, which counts on from where it, or one in its place, stopped."""
    kept = _FORMER.first(connection, article=row["article_id"], annotator=row["annotator"])
    if kept is None:
        return row
    counters = ("revision", "next_span", "next_frame")
    return row | {n: max(row[n], int(last)) for n, last in zip(counters, kept, strict=True)}


def _update(table: str, columns: tuple[str, ...]) -> Prepared:
    key = (table, *columns)
    if key not in _UPDATES:
        source = JOURNALLED[table]
        _UPDATES[key] = Prepared(
            update(source)
            .where(source.c.id == _ROW)
            .values({name: bindparam(f"to_{name}") for name in columns})
        )
    return _UPDATES[key]


def moved(connection: Connection, move: Move) -> bool:
    """Write a move; return whether all its rows were as they should be."""
    query, count = _moving(move.table, move.column), 0
    for start in range(0, len(move.ids), MOVED_TOGETHER):
        ids = sqlite.as_list(move.ids[start : start + MOVED_TOGETHER])
        count += query.run(connection, ids=ids, was=move.before, becomes=move.after).rowcount
    return count == len(move.ids)


def _moving(table: str, column: str) -> Prepared:
    key = (table, column)
    if key not in _MOVES:
        source = JOURNALLED[table]
        _MOVES[key] = Prepared(
            update(source)
            .where(sqlite.listed(source.c.id, "ids"), source.c[column] == bindparam("was"))
            .values({column: bindparam("becomes")})
        )
    return _MOVES[key]


def _fits(now: RowValues | None, expected: RowValues | None, ignored: frozenset[str]) -> bool:
    if now is None or expected is None:
        return now is None and expected is None
    return all(
        now[name] == value
        for name, value in expected.items()
        if name not in ignored and name in now
    )
