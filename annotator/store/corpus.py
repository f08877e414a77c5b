"""The list of articles: which, in what order, with what figures."""

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
)

from annotator.domain.annotation import SetStatus
from annotator.domain.article import HIDDEN, SUGGESTIONS_KEY, ArticleId
from annotator.domain.corpus import CorpusCounts, CorpusOrder, CorpusQuery, CorpusRow
from annotator.domain.suggestion import Decision
from annotator.store import sqlite, tables
from annotator.store.pending import CLOSED, WAITS, is_frame_pending_in, is_pending_in
from annotator.store.prepared import Prepared, one_of
from annotator.store.reader import escaped

_A, _T = tables.article.c, tables.annotation_set.c
_P, _S, _R = tables.span.c, tables.suggestion.c, tables.frame.c
_D, _K, _O = tables.decision.c, tables.look.c, tables.source.c
_W, _RULES = tables.weighing.c, tables.weighing.alias()
_BY_MODEL = and_(_W.article_id == _A.id, _W.annotator == bindparam("annotator"))
_BY_RULES = and_(_RULES.c.article_id == _A.id, _RULES.c.annotator.is_(None))
_MINE = and_(_T.article_id == _A.id, _T.annotator == bindparam("annotator"))


def ids(connection: Connection, query: CorpusQuery, annotator: str) -> "array[int]":
    """Return the ids of the articles that a query asks for, in its order."""
    wanted: Select[Any] = select(_A.id).where(_A.archived == 0)
    by_set = query.order in {CorpusOrder.STATUS, CorpusOrder.TEACHES}
    if by_set or query.unsure or query.status is not None or query.pending is not None:
        wanted = wanted.outerjoin(tables.annotation_set, _MINE)
    if query.order == CorpusOrder.TEACHES:
        wanted = wanted.outerjoin(tables.weighing, _BY_MODEL).outerjoin(_RULES, _BY_RULES)
    conditions, values = _conditions(query)
    ordered = wanted.where(*conditions).order_by(*_ORDERS[query.order])
    statement = Prepared(sqlite.in_one_value(ordered))
    found = statement.scalar(connection, **values, annotator=annotator)
    return sqlite.from_one_value(found)


def _conditions(query: CorpusQuery) -> tuple[list[ColumnElement[bool]], dict[str, str]]:
    made: list[ColumnElement[bool]] = []
    values: dict[str, str] = {}
    if query.words:
        made.append(sqlite.matching(_A.id, "match"))
        values["match"] = sqlite.match_words(query.words)
    if query.status is not None:
        made.append(func.coalesce(_T.status, str(SetStatus.NEW)) == str(query.status))
    for column, words in ((_A.title, query.title), (_A.outlet, query.outlet)):
        if words:
            made.append(column.like(f"%{escaped(words)}%", escape="\\"))
    if query.after:
        made.append(_A.published >= query.after)
    if query.before:
        made.append(_A.published <= query.before + "~")
    if query.pending is not None:
        of_article = _S.article_id == _A.id
        waiting = or_(
            exists().where(of_article, is_pending_in(bindparam("annotator"))),
            exists().where(of_article, is_frame_pending_in(bindparam("annotator"))),
        )
        made.append(waiting if query.pending else ~waiting)
    if query.unsure:
        made.append(exists().where(_P.set_id == _T.id, _P.unsure == 1))
    return made, values


_STATUS_ORDER = case(
    {
        str(status): number
        for number, status in enumerate(
            (
                SetStatus.RETURNED,
                SetStatus.IN_PROGRESS,
                SetStatus.NEW,
                SetStatus.COMPLETE,
                SetStatus.APPROVED,
                SetStatus.EXCLUDED,
            )
        )
    },
    value=func.coalesce(_T.status, str(SetStatus.NEW)),
)
_DONE_WITH = case((one_of(_T.status, CLOSED), 1), else_=0)
_SHOWN_TITLE = func.lower(func.coalesce(_A.title, _A.name))
_ORDERS: Mapping[CorpusOrder, tuple[Any, ...]] = {
    CorpusOrder.NEWEST: (_A.published.desc(), _A.id.desc()),
    CorpusOrder.OLDEST: (_A.published, _A.id),
    CorpusOrder.TITLE: (_SHOWN_TITLE, _A.id),
    CorpusOrder.OUTLET: (func.lower(_A.outlet), _A.published, _A.id),
    CorpusOrder.NAME: (_A.name,),
    CorpusOrder.IMPORTED: (_A.id,),
    CorpusOrder.STATUS: (_STATUS_ORDER, _A.id),
    CorpusOrder.TEACHES: (_DONE_WITH, func.coalesce(_W.doubt, _RULES.c.doubt, -1.0).desc(), _A.id),
}
_PAGE = Prepared(
    select(_A.id, _A.name, _A.title, _A.outlet, _A.published, _T.status)
    .outerjoin(tables.annotation_set, _MINE)
    .where(sqlite.listed(_A.id, "ids"))
)


def _counted(condition: ColumnElement[bool], *columns: Any) -> Prepared:
    """Return the statement that counts what waits in articles; what is alike counts once."""
    places = (
        select(_S.article_id, *columns)
        .select_from(tables.article)
        .outerjoin(tables.annotation_set, _MINE)
        .join(tables.suggestion, _S.article_id == _A.id)
        .where(sqlite.listed(_A.id, "ids"), condition)
        .distinct()
        .subquery()
    )
    return Prepared(select(places.c.article_id, func.count()).group_by(places.c.article_id))


_PENDING = _counted(is_pending_in(bindparam("annotator")), _S.start, _S.end, _S.label)
_PENDING_FRAMES = _counted(is_frame_pending_in(bindparam("annotator")), _S.label, _S.places)


def page(
    connection: Connection, keys: Sequence[ArticleId], annotator: str
) -> dict[ArticleId, CorpusRow]:
    """Return the rows of up to some hundred articles."""
    listed = sqlite.as_list(keys)
    waiting: Counter[int] = Counter()
    for statement in (_PENDING, _PENDING_FRAMES):
        waiting.update(dict(statement.rows(connection, ids=listed, annotator=annotator)))
    for key in without_suggestions(connection, keys):
        waiting[key] = 0
    rows = _PAGE.rows(connection, ids=listed, annotator=annotator)
    return {
        ArticleId(key): CorpusRow(
            id=ArticleId(key),
            name=name,
            title=title or name,
            outlet=outlet or "",
            published=published or "",
            status=SetStatus(status or "new"),
            pending=waiting[key],
        )
        for key, name, title, outlet, published, status in rows
    }


_HIDDEN = Prepared(
    select(_A.id).where(
        sqlite.listed(_A.id, "ids"), _A.further.like(f'%"{SUGGESTIONS_KEY}":"{HIDDEN}"%')
    )
)


def without_suggestions(connection: Connection, keys: Sequence[ArticleId]) -> set[ArticleId]:
    """Return those articles that are tagged without suggestions."""
    rows = _HIDDEN.rows(connection, ids=sqlite.as_list(keys))
    return {ArticleId(row[0]) for row in rows}


_ARTICLES = Prepared(select(func.count()).select_from(tables.article).where(_A.archived == 0))
_CLOSED_OF_ONE = (_T.annotator == bindparam("annotator"), one_of(_T.status, CLOSED))
_COMPLETE = Prepared(select(func.count()).select_from(tables.annotation_set).where(*_CLOSED_OF_ONE))
_COMPLETE_REMOVED = Prepared(
    select(func.count())
    .select_from(tables.annotation_set)
    .where(_T.article_id.in_(select(_A.id).where(_A.archived == 1)), *_CLOSED_OF_ONE)
)
_CLOSED_ARTICLES = Prepared(
    select(_T.article_id).where(_T.annotator == bindparam("annotator"), one_of(_T.status, CLOSED))
)


def counts(connection: Connection, annotator: str) -> CorpusCounts:
    """Return how many articles there are, and how many this annotator has completed."""
    complete = _COMPLETE.scalar(connection, annotator=annotator)
    removed = _COMPLETE_REMOVED.scalar(connection, annotator=annotator)
    return CorpusCounts(_ARTICLES.scalar(connection), complete - removed)


def closed_articles(connection: Connection, annotator: str) -> set[int]:
    """Return the articles that an annotator is done with."""
    return {row[0] for row in _CLOSED_ARTICLES.rows(connection, annotator=annotator)}


# --- figures over everything -----------------------------------------------------------------

_SETS = Prepared(
    select(_T.annotator, _T.status, func.count())
    .join(tables.article, _A.id == _T.article_id)
    .where(_A.archived == 0)
    .group_by(_T.annotator, _T.status)
    .order_by(_T.annotator, _T.status)
)


def _tags(table: Any, column: Any) -> Prepared:
    return Prepared(
        select(_T.annotator, column, func.count())
        .select_from(table)
        .join(tables.annotation_set, _T.id == table.c.set_id)
        .join(tables.article, _A.id == _T.article_id)
        .where(_A.archived == 0)
        .group_by(_T.annotator, column)
        .order_by(_T.annotator, column)
    )


_SPANS = _tags(tables.span, _P.label)
_FRAMES = _tags(tables.frame, _R.type)
_DECIDED = and_(_D.suggestion_id == _S.id, _D.decision != str(Decision.UNTOUCHED))
_OF_SOURCE = (
    select(_O.name, _O.version, func.count())
    .select_from(tables.suggestion)
    .join(tables.look, _K.id == _S.look_id)
    .join(tables.source, _O.id == _K.source_id)
    .join(tables.article, and_(_A.id == _S.article_id, _A.archived == 0))
    .group_by(_O.name, _O.version)
    .order_by(_O.name, _O.version)
)
_UNDECIDED_BY_ALL = Prepared(_OF_SOURCE.where(WAITS, ~exists().where(_DECIDED)))
_UNDECIDED_BY_ONE = Prepared(
    _OF_SOURCE.where(WAITS, ~exists().where(_DECIDED, _D.annotator == bindparam("annotator")))
)
_DECISIONS = (
    _OF_SOURCE.add_columns(_D.decision)
    .join(tables.decision, _D.suggestion_id == _S.id)
    .where(_D.decision != str(Decision.UNTOUCHED))
    .group_by(_D.decision)
)
_DECISIONS_OF_ALL = Prepared(_DECISIONS)
_DECISIONS_OF_ONE = Prepared(_DECISIONS.where(_D.annotator == bindparam("annotator")))


def sets_by_status(connection: Connection) -> dict[str, dict[str, int]]:
    """Return the number of sets by annotator and status."""
    return _nested(_SETS.rows(connection))


def spans_by_label(connection: Connection) -> dict[str, dict[str, int]]:
    """Return the number of spans by annotator and label."""
    return _nested(_SPANS.rows(connection))


def frames_by_type(connection: Connection) -> dict[str, dict[str, int]]:
    """Return the number of frames by annotator and type."""
    return _nested(_FRAMES.rows(connection))


def _nested(rows: Sequence[Any]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for name, key, count in rows:
        found.setdefault(name, {})[key] = count
    return found


def suggestions_by_state(
    connection: Connection, annotator: str | None
) -> dict[str, dict[str, int]]:
    """Return the number of suggestions by source and decision, of one annotator or of all.

    Decisions of all are added up; ``pending`` is what nobody, or that one, has decided.
    """
    one = {} if annotator is None else {"annotator": annotator}
    undecided = _UNDECIDED_BY_ALL if annotator is None else _UNDECIDED_BY_ONE
    decided = _DECISIONS_OF_ALL if annotator is None else _DECISIONS_OF_ONE
    rows = [(*row, "pending") for row in undecided.rows(connection, **one)]
    rows += decided.rows(connection, **one)
    found: dict[str, dict[str, int]] = {}
    for name, version, count, state in sorted(rows):
        states = dict.fromkeys(("pending", "accepted", "corrected", "rejected"), 0)
        found.setdefault(f"{name}/{version}", states)[state] += count
    return found
