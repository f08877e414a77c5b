"""What one operation changed, row by row or in ranges, and how it is kept in the journal."""

import zlib
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import orjson

from annotator.domain.article import ArticleId

RowValues: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One row before and after.

    Attributes:
        before: The whole row that was deleted, the old values of the columns that changed, or
            ``None`` for a new row.
        after: The whole new row, the new values of the columns that changed, or ``None``.
    """

    table: str
    id: int
    before: RowValues | None
    after: RowValues | None

    @property
    def inverse(self) -> "Change":
        """The change that takes this one back."""
        return Change(self.table, self.id, self.after, self.before)


@dataclass(slots=True)
class Changes:
    """Everything one operation wrote, in order.

    Attributes:
        rows: Single changes.
        made: Ranges of ids, first and last, of rows made in bulk, by table.
        articles: Articles whose display may have changed.
        many: More articles than are listed: everything must be read again.
    """

    rows: list[Change] = field(default_factory=list)
    made: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    articles: set[ArticleId] = field(default_factory=set)
    many: bool = False

    def __bool__(self) -> bool:
        return bool(self.rows) or bool(self.made)

    def add_made(self, table: str, first: int, last: int) -> None:
        """Record that the rows with ids ``first`` to ``last`` of a table are new."""
        if last < first:
            return
        ranges = self.made.setdefault(str(table), [])  # SQLAlchemy's names are of a str of its own
        if ranges and ranges[-1][1] + 1 == first:
            ranges[-1] = (ranges[-1][0], last)
        else:
            ranges.append((first, last))

    def covers(self, table: str, row: int) -> bool:
        """Whether a row is among those made in bulk."""
        return any(first <= row <= last for first, last in self.made.get(table, ()))

    def to_bytes(self) -> bytes:
        """Return the form that the journal keeps."""
        body = {
            "rows": [[item.table, item.id, item.before, item.after] for item in self.rows],
            "made": self.made,
            "articles": sorted(self.articles) if len(self.articles) <= LISTED else [],
            "many": self.many or len(self.articles) > LISTED,
        }
        return zlib.compress(orjson.dumps(body), 1)

    @classmethod
    def from_bytes(cls, kept: bytes) -> "Changes":
        """Return what :meth:`to_bytes` kept."""
        body = orjson.loads(zlib.decompress(kept))
        return cls(
            rows=[Change(*item) for item in body["rows"]],
            made={
                table: [(first, last) for first, last in ranges]
                for table, ranges in body["made"].items()
            },
            articles={ArticleId(key) for key in body["articles"]},
            many=body["many"],
        )


LISTED = 500
"""Operations over more articles than this are recorded as touching many."""
