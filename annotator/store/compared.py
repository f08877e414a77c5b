"""Which articles have the sets that a review lays side by side."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, exists, func, or_, select

from annotator.domain.annotation import GOLD, SUGGESTIONS_PREFIX
from annotator.domain.article import ArticleId
from annotator.store import sqlite, tables
from annotator.store.prepared import Prepared

_A, _T, _K, _O = tables.article.c, tables.annotation_set.c, tables.look.c, tables.source.c
_NAMED = Prepared(
    select(_A.id)
    .join(tables.annotation_set, _T.article_id == _A.id)
    .where(_T.annotator == bindparam("name"), _A.archived == 0)
    .order_by(_A.name)
)
_LOOKED = Prepared(
    select(_A.id)
    .join(tables.look, _K.article_id == _A.id)
    .join(tables.source, _O.id == _K.source_id)
    .where(_O.name == bindparam("name"), _K.newest == 1, _A.archived == 0)
    .order_by(_A.name)
)
_COUNTS = Prepared(
    select(_T.annotator, func.count())
    .join(tables.article, _A.id == _T.article_id)
    .where(_A.archived == 0)
    .group_by(_T.annotator)
)
_STATUSES = Prepared(
    select(_T.article_id, _T.annotator, _T.status).where(sqlite.listed(_T.article_id, "keys"))
)
_OWN = tables.annotation_set.alias()
_GOLD = tables.annotation_set.alias()
_V, _C = tables.verdict.c, tables.comment.c
_REVIEWED = Prepared(
    select(_A.id)
    .join(_OWN, _OWN.c.article_id == _A.id)
    .where(
        _OWN.c.annotator == bindparam("annotator"),
        _A.archived == 0,
        or_(
            exists().where(_V.set_id == _OWN.c.id),
            exists().where(_C.set_id == _OWN.c.id, _C.by != bindparam("annotator")),
            exists().where(
                _GOLD.c.article_id == _A.id, _GOLD.c.annotator == GOLD, _V.set_id == _GOLD.c.id
            ),
        ),
    )
    .order_by(_A.name)
)
_ARTICLES = Prepared(select(func.count(_A.id)).where(_A.archived == 0))
_BY_STATUS = Prepared(
    select(_T.annotator, _T.status, func.count())
    .join(tables.article, _A.id == _T.article_id)
    .where(_A.archived == 0)
    .group_by(_T.annotator, _T.status)
    .order_by(_T.annotator)
)
_GOLD_TAGS = tuple(
    Prepared(
        select(func.count(table.c.id))
        .join(tables.annotation_set, _T.id == table.c.set_id)
        .where(_T.annotator == GOLD, sqlite.listed(_T.article_id, "keys"))
    )
    for table in (tables.span, tables.frame)
)
_ROWS = Prepared(
    select(_A.id, _A.name, _A.title, _A.outlet, _A.published).where(sqlite.listed(_A.id, "keys"))
)


def shared_by(connection: Connection, names: Sequence[str]) -> list[ArticleId]:
    """Return the articles of which all of some sets are there, in the order of their names.

    Args:
        connection: Inside a transaction.
        names: Annotators, or "suggestions:NAME" for a source.
    """
    found: list[list[int]] = []
    for name in names:
        query = _LOOKED if name.startswith(SUGGESTIONS_PREFIX) else _NAMED
        rows = query.rows(connection, name=name.removeprefix(SUGGESTIONS_PREFIX))
        found.append([row[0] for row in rows])
    if not found:
        return []
    shared = set(found[0]).intersection(*found[1:])
    return [ArticleId(key) for key in found[0] if key in shared]


def sets_by_annotator(connection: Connection) -> dict[str, int]:
    """Return how many articles each has a set of, gold included."""
    return {str(name): int(count) for name, count in _COUNTS.rows(connection)}


def rows(
    connection: Connection, articles: Sequence[ArticleId], names: Sequence[str]
) -> list[tuple[int, str, str | None, str | None, str | None, dict[str, str]]]:
    """Return id, name, title, outlet, date and the statuses by annotator of articles.

    Args:
        connection: Inside a transaction.
        articles: In the order of the rows.
        names: Whose statuses; that of gold is always there where there is gold.
    """
    listed = sqlite.as_list(articles)
    statuses: dict[int, dict[str, str]] = {}
    for article, name, status in _STATUSES.rows(connection, keys=listed):
        if name in names or name == GOLD:
            statuses.setdefault(article, {})[name] = status
    found = {row[0]: row for row in _ROWS.rows(connection, keys=listed)}
    return [(*found[key], statuses.get(key, {})) for key in articles if key in found]


def reviewed(connection: Connection, annotator: str) -> list[ArticleId]:
    """Return the articles in which somebody decided on an annotator's tags, or said something.

    In the order of their names. Verdicts given here stand in gold, others came with a file.
    """
    rows = _REVIEWED.rows(connection, annotator=annotator)
    return [ArticleId(row[0]) for row in rows]


def gold_tags(connection: Connection, articles: Sequence[ArticleId]) -> int:
    """Return how many spans and frames the gold sets of some articles have."""
    listed = sqlite.as_list(articles)
    return sum(int(query.scalar(connection, keys=listed) or 0) for query in _GOLD_TAGS)


def statuses(connection: Connection) -> dict[str, dict[str, int]]:
    """Return how many articles each annotator has by status; what was not touched is "new"."""
    total = int(_ARTICLES.scalar(connection) or 0)
    found: dict[str, dict[str, int]] = {}
    for name, status, count in _BY_STATUS.rows(connection):
        found.setdefault(str(name), {})[str(status)] = int(count)
    for counts in found.values():
        counts["new"] = counts.get("new", 0) + total - sum(counts.values())
    return found
