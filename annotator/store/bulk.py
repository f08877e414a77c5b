"""Rows in bulk: collected here and handed to the driver's ``executemany``.

SQLAlchemy's own bulk insert is a third as fast. Ids are counted here, so that one range a table
tells the journal what was made.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import insert

from annotator.domain.annotation import SetStatus
from annotator.domain.article import ArticleId
from annotator.store import schemes, sqlite, tables
from annotator.store.prepared import Prepared
from annotator.store.writer import COLUMNS, Writer

FLUSH_ROWS = 20_000
_ORDER = (
    "entity", "article", "zone", "annotation_set", "span", "frame", "filler",
    "comment", "verdict", "look", "suggestion", "decision",
)  # fmt: skip
_INSERTS: Mapping[str, Prepared] = {
    name: Prepared(insert(tables.metadata.tables[name])) for name in _ORDER
}
_TITLE, _TEXT = COLUMNS["article"].index("title"), COLUMNS["article"].index("text")


class Buffer:
    """Rows waiting for ``executemany``, with ids counted on from what the table has given."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in _ORDER}
        self._next = sqlite.next_ids(writer.connection, _ORDER)
        self._first = dict(self._next)
        self._count = 0
        sqlite.check_keys_late(writer.connection)

    def add(self, table: str, *values: Any) -> int:
        """Take one row, without its id, in the order of the table's columns; return the id."""
        row_id = self._next[table]
        self._next[table] = row_id + 1
        self._rows[table].append((row_id, *values))
        self._count += 1
        return row_id

    def add_all(self, table: str, rows: Sequence[tuple[Any, ...]]) -> int:
        """Take rows, without their ids, and return the id of the first."""
        first = self._next[table]
        self._next[table] = first + len(rows)
        self._rows[table].extend([(row_id, *row) for row_id, row in enumerate(rows, first)])
        self._count += len(rows)
        return first

    def is_new(self, table: str, row_id: int) -> bool:
        """Whether a row was added here, written or waiting."""
        return row_id >= self._first[table]

    def waiting_row(self, table: str, row_id: int) -> dict[str, Any] | None:
        """Return a row that is not written yet, ``None`` where it is, or is not of this buffer."""
        rows = self._rows[table]
        if not rows or not rows[0][0] <= row_id <= rows[-1][0]:
            return None
        return dict(zip(COLUMNS[table], rows[row_id - rows[0][0]], strict=True))

    def change(self, table: str, row_id: int, values: Mapping[str, Any]) -> None:
        """Change columns of a row that is not written yet."""
        rows = self._rows[table]
        row = self.waiting_row(table, row_id)
        if row is None:
            raise KeyError((table, row_id))
        rows[row_id - rows[0][0]] = tuple({**row, **values}.values())

    def waiting(self, table: str) -> list[tuple[Any, ...]]:
        """Return the rows of one table that are not written yet; they may be replaced."""
        return self._rows[table]

    def flush_if_full(self) -> None:
        """Write what waits where it has become much."""
        if self._count >= FLUSH_ROWS:
            self.flush()

    def flush(self, *, last: bool = False) -> None:
        """Write what waits; entities only at the end, because later lines complete them.

        Foreign keys are checked when the transaction ends, so the order does not matter.
        """
        for table in _ORDER:
            rows = self._rows[table]
            if not rows or (table == "entity" and not last):
                continue
            _INSERTS[table].run_many(self._writer.connection, rows)
            if table == "article":
                indexed = [(row[0], row[_TITLE] or "", row[_TEXT]) for row in rows]
                sqlite.index_articles(self._writer.connection, indexed)
            self._writer.changes.add_made(table, rows[0][0], rows[-1][0])
            self._rows[table] = []
        self._count = len(self._rows["entity"])


class SetMaker:
    """Makes sets of one annotator in a buffer, for articles in which there is none."""

    def __init__(self, writer: Writer, buffer: Buffer, annotator: str, at: str) -> None:
        self._writer = writer
        self._buffer = buffer
        self._annotator = annotator
        self._at = at
        self._scheme = schemes.in_force(writer.connection)

    def make(self, article: ArticleId, spans: int = 0) -> tuple[int, int, int]:
        """Make a set in progress with room for some spans.

        Returns:
            Its id and the first free numbers of a span and of a frame.
        """
        revision, next_span, next_frame = self._writer.former_counters(article, self._annotator)
        made = self._buffer.add(
            "annotation_set",
            article,
            self._annotator,
            self._scheme,
            str(SetStatus.IN_PROGRESS),
            None,
            1,
            revision + 1,
            next_span + spans,
            next_frame,
            self._at,
        )
        return made, next_span, next_frame


def json_or_null(value: Any) -> str | None:
    """Return the stored form of a list or dictionary: ``None`` where it is empty."""
    return orjson.dumps(value).decode() if value else None
