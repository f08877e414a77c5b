"""Which articles have the sets that a review lays side by side."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select

from annotator.domain.annotation import SUGGESTIONS_PREFIX
from annotator.domain.article import ArticleId
from annotator.store import tables
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
