"""Comments on the tags of a set."""

from sqlalchemy import Connection, bindparam, select

from annotator.domain.article import ArticleId
from annotator.domain.comment import Comment, CommentId
from annotator.store import tables
from annotator.store.prepared import Prepared

_C, _T = tables.comment.c, tables.annotation_set.c
_OF_SET = Prepared(
    select(_C.id, _C.on_key, _C.by, _C.at, _C.text, _C.resolved)
    .join(tables.annotation_set, _T.id == _C.set_id)
    .where(_T.article_id == bindparam("article"), _T.annotator == bindparam("annotator"))
    .order_by(_C.at, _C.id)
)


def of_set(connection: Connection, article: ArticleId, annotator: str) -> list[Comment]:
    """Return the comments on one annotator's tags of an article, oldest first."""
    return [
        Comment(CommentId(key), on, by, at, text, bool(resolved))
        for key, on, by, at, text, resolved in _OF_SET.rows(
            connection, article=article, annotator=annotator
        )
    ]
