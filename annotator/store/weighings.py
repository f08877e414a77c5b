"""What a look says beyond what it found: for whom it is, how unsure it is, what it overrules."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, delete, insert, or_, select

from annotator.domain.article import ArticleId
from annotator.store import tables
from annotator.store.prepared import Prepared

_W, _U, _S = tables.weighing.c, tables.overruled.c, tables.suggestion.c
_ADD = Prepared(insert(tables.weighing))
_OVERRULE = Prepared(insert(tables.overruled))
_FORGET = Prepared(delete(tables.weighing).where(_W.look_id == bindparam("look")))
_FREE = Prepared(
    delete(tables.overruled).where(
        or_(
            _U.look_id == bindparam("look"),
            _U.suggestion_id.in_(select(_S.id).where(_S.look_id == bindparam("look"))),
        )
    )
)
_FOR_SOMEBODY = Prepared(
    select(_W.look_id).where(_W.article_id == bindparam("article"), _W.annotator.is_not(None))
)
_FOR_ONE = Prepared(
    select(_W.look_id).where(
        _W.article_id == bindparam("article"), _W.annotator == bindparam("annotator")
    )
)
_EVERYWHERE = Prepared(select(_W.look_id).where(_W.annotator == bindparam("annotator")))


def add(
    connection: Connection, look: int, article: ArticleId, annotator: str | None, doubt: float
) -> None:
    """Say of a look how unsure it is, and for whom alone it is."""
    _ADD.run(
        connection, id=None, look_id=look, article_id=article, annotator=annotator,
        doubt=round(doubt, 4),
    )  # fmt: skip


def overrule(
    connection: Connection,
    look: int,
    article: ArticleId,
    annotator: str,
    suggestions: Sequence[int],
) -> None:
    """Let suggestions not wait for an annotator whose model does not make them."""
    _OVERRULE.run_many(connection, [(None, one, look, article, annotator) for one in suggestions])


def forget(connection: Connection, look: int) -> None:
    """Forget what a look says; what it overruled waits again."""
    _FREE.run(connection, look=look)
    _FORGET.run(connection, look=look)


def looks_for_one(
    connection: Connection, article: ArticleId, annotator: str | None = None
) -> list[int]:
    """Return the looks at an article that are for one annotator, of one or of all annotators."""
    if annotator is None:
        rows = _FOR_SOMEBODY.rows(connection, article=article)
    else:
        rows = _FOR_ONE.rows(connection, article=article, annotator=annotator)
    return [int(row[0]) for row in rows]


def all_for_one(connection: Connection, annotator: str) -> list[int]:
    """Return the looks of an annotator's models at all articles."""
    return [int(row[0]) for row in _EVERYWHERE.rows(connection, annotator=annotator)]
