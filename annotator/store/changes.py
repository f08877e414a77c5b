"""What one operation changed, row by row or in ranges, and how it is kept in the journal."""

import zlib
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
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


@dataclass(frozen=True, slots=True)
class Move:
    """One column of many rows that went from one value to another: links that follow a merge.

    Attributes:
        ids: Of the rows, ascending.
        after_rows: How many single changes of the operation were made before.
    """

    table: str
    column: str
    ids: "array[int]"
    before: int | str
    after: int | str
    after_rows: int = 0

    @property
    def inverse(self) -> "Move":
        """The move that takes this one back."""
        return Move(self.table, self.column, self.ids, self.after, self.before, self.after_rows)

    def to_json(self) -> list[Any]:
        """Return a plain form; ids as distances, which are short and alike."""
        distances = list(_distances(self.ids))
        return [self.table, self.column, distances, self.before, self.after, self.after_rows]

    @classmethod
    def from_json(cls, kept: list[Any]) -> "Move":
        """Return what :meth:`to_json` gave."""
        table, column, distances, *rest = kept
        return cls(table, column, array("q", accumulate(distances)), *rest)


def _distances(ids: Iterable[int]) -> Iterator[int]:
    last = 0
    for row in ids:
        yield row - last
        last = row


@dataclass(slots=True)
class Changes:
    """Everything one operation wrote, in order.

    Attributes:
        rows: Single changes.
        moves: Changes of one column of many rows.
        made: Ranges of ids, first and last, of rows made in bulk, by table.
        recast: Moves of names, of an operation about the scheme; no set counts as edited by them.
        scheme: Ids of the scheme in force before and after, where the operation was about that.
        articles: Articles whose display may have changed.
        many: More articles than are listed: everything must be read again.
        closed_too: Done, taken back and brought back in closed sets too: tags keep what they say
            while links to the register or comments change, or gold follows a verdict.
    """

    rows: list[Change] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    made: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    articles: set[ArticleId] = field(default_factory=set)
    many: bool = False
    closed_too: bool = False
    recast: list[Move] = field(default_factory=list)
    scheme: tuple[int, int] | None = None

    def __bool__(self) -> bool:
        return bool(self.rows or self.made or self.moves or self.recast)

    @property
    def steps(self) -> list[Change | Move]:
        """Single changes and moves in the order in which they were made."""
        made: list[Change | Move] = list(self.rows)
        for move in reversed(self.moves):
            made.insert(move.after_rows, move)
        return made

    @property
    def tables(self) -> set[str]:
        """The tables that were written to."""
        items: list[Change | Move] = [*self.rows, *self.moves, *self.recast]
        return {*self.made, *(item.table for item in items)}

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
        if self.moves:
            body["moves"] = [item.to_json() for item in self.moves]
        if self.closed_too:
            body["closed_too"] = True
        if self.recast:
            body["recast"] = [item.to_json() for item in self.recast]
        if self.scheme is not None:
            body["scheme"] = self.scheme
        return zlib.compress(orjson.dumps(body), 1)

    @classmethod
    def from_bytes(cls, kept: bytes) -> "Changes":
        """Return what :meth:`to_bytes` kept."""
        body = orjson.loads(zlib.decompress(kept))
        return cls(
            rows=[Change(*item) for item in body["rows"]],
            moves=[Move.from_json(item) for item in body.get("moves", ())],
            made={
                table: [(first, last) for first, last in ranges]
                for table, ranges in body["made"].items()
            },
            articles={ArticleId(key) for key in body["articles"]},
            many=body["many"],
            closed_too=body.get("closed_too", False),
            recast=[Move.from_json(item) for item in body.get("recast", ())],
            scheme=tuple(body["scheme"]) if "scheme" in body else None,
        )


LISTED = 500
"""Operations over more articles than this are recorded as touching many."""
