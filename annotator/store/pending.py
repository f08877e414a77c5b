"""Suggestions that wait for somebody."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    and_,
    bindparam,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
)

from annotator.domain.annotation import SetStatus
from annotator.domain.article import ArticleId, ZoneKind
from annotator.domain.extent import Extent
from annotator.domain.suggestion import Suggestion, SuggestionId
from annotator.store import sqlite, tables
from annotator.store.prepared import Prepared, one_of
from annotator.store.reader import loaded

ALONE, WITHIN, FOR_ONE = 1, 2, 3
"""``newest`` of a suggestion that waits by itself, of a span that waits with its frames, and of a
suggestion that is for one annotator only, whom the weighing of its look names."""
CLOSED = tuple(str(status) for status in SetStatus if status.closed)
_S, _O, _K = tables.suggestion.c, tables.source.c, tables.look.c


_T, _P, _D, _Z = (
    tables.annotation_set.c,
    tables.span.c,
    tables.decision.c,
    tables.zone.c,
)
_R, _F = tables.frame.c, tables.filler.c
_W, _U = tables.weighing.c, tables.overruled.c
_TAGGED_ALIKE = (_P.start == _S.start, _P.end == _S.end, _P.label == _S.label)
_LEFT_OUT = exists().where(
    _Z.article_id == _S.article_id,
    _Z.kind == str(ZoneKind.BOILERPLATE),
    _Z.start < _S.end,
    _Z.end > _S.start,
)
_COUNTS = one_of(_S.newest, (ALONE, WITHIN))
WAITS = one_of(_S.newest, (ALONE, FOR_ONE))
"""Suggestions that wait by themselves, for all or for one."""


def _decided(annotator: ColumnElement[str]) -> ColumnElement[bool]:
    return exists().where(
        _D.article_id == _S.article_id,
        _D.annotator == annotator,
        _D.start == _S.start,
        _D.end == _S.end,
        _D.label == _S.label,
    )


def _shown(
    annotator: ColumnElement[str], newest: ColumnElement[bool] = _S.newest == ALONE
) -> ColumnElement[bool]:
    """The newest suggestions that are for an annotator, and that their model does not overrule."""
    overruled = exists().where(_U.suggestion_id == _S.id, _U.annotator == annotator)
    return and_(or_(newest, _for(annotator)), ~overruled)


def _for(annotator: ColumnElement[str]) -> ColumnElement[bool]:
    """Suggestions that are for an annotator only."""
    mine = exists().where(_W.look_id == _S.look_id, _W.annotator == annotator)
    return and_(_S.newest == FOR_ONE, mine)


def is_pending(
    annotator: ColumnElement[str], newest: ColumnElement[bool] = _S.newest == ALONE
) -> ColumnElement[bool]:
    """The newest suggestions of spans for an annotator, neither decided on nor tagged alike.

    What was decided for a span and label holds for every source that proposes the same, also for
    those that come later: what was rejected once does not come back. What lies in a stretch that
    was made boilerplate since waits for nobody, and what is proposed only to fill a frame waits
    with that.
    """
    tagged = exists().where(
        _T.article_id == _S.article_id,
        _T.annotator == annotator,
        _P.set_id == _T.id,
        *_TAGGED_ALIKE,
    )
    shown = _shown(annotator, newest)
    return and_(shown, _S.start.is_not(None), ~_decided(annotator), ~tagged, ~_LEFT_OUT)


def is_pending_in(annotator: ColumnElement[str]) -> ColumnElement[bool]:
    """The same for many articles at once, and none in a set that is closed.

    The statement joins the annotator's sets from outside: where there is none, nothing was decided
    or tagged, and in a corpus that is most articles.
    """
    tagged = exists().where(_P.set_id == _T.id, *_TAGGED_ALIKE).correlate_except(tables.span)
    open_one = and_(not_(one_of(_T.status, CLOSED)), ~_decided(annotator), ~tagged)
    mine = or_(_T.id.is_(None), open_one)
    return and_(_shown(annotator), _S.start.is_not(None), mine, ~_LEFT_OUT)


def is_frame_pending_in(annotator: ColumnElement[str]) -> ColumnElement[bool]:
    """The same of frames, for counting: nothing that would need their bodies to be read.

    A frame of the set that shares words with a suggestion of its type is taken for the same.
    """
    decided = exists().where(
        _D.article_id == _S.article_id,
        _D.annotator == annotator,
        _D.start.is_(None),
        _D.label == _S.label,
        _D.places == _S.places,
    )
    place = _P.start.cast(String).concat("-").concat(_P.end.cast(String))
    words = literal(" ").concat(_S.places).concat(" ")
    there = exists().where(
        _R.set_id == _T.id,
        _R.type == _S.label,
        _F.frame_id == _R.id,
        _P.id == _F.span_id,
        func.instr(words, literal(" ").concat(place).concat(" ")) > 0,
    )
    there = there.correlate_except(tables.frame, tables.filler, tables.span)
    open_one = and_(not_(one_of(_T.status, CLOSED)), ~decided, ~there)
    mine = or_(_T.id.is_(None), open_one)
    return and_(_S.newest == ALONE, _S.start.is_(None), _S.places != "", mine)


def _query(*conditions: ColumnElement[bool]) -> Select[Any]:
    return _all(*conditions, is_pending(bindparam("annotator")))


def _all(*conditions: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            _S.article_id,
            _S.id,
            _S.start,
            _S.end,
            _S.label,
            _O.name,
            _O.version,
            _S.rule,
            _S.score,
            _S.reason,
            _S.attributes,
        )
        .join(tables.look, _K.id == _S.look_id)
        .join(tables.source, _O.id == _K.source_id)
        .where(*conditions)
        .order_by(
            _S.article_id, _S.start, _S.end.desc(), _S.label, _S.score.desc().nulls_last(), _S.id
        )
    )


_OF_ARTICLE = Prepared(_query(_S.article_id == bindparam("article")))
_OF_PLACE = Prepared(
    _all(
        _S.article_id == bindparam("article"),
        _S.start == bindparam("first"),
        _S.end == bindparam("last"),
        is_pending(bindparam("annotator"), _COUNTS),
    )
)
_ALIKE = Prepared(
    _all(
        _S.article_id == bindparam("article"),
        _S.start == bindparam("first"),
        _S.end == bindparam("last"),
        _S.label == bindparam("label"),
        or_(_COUNTS, _for(bindparam("annotator"))),
    )
)
_OF_ARTICLES = Prepared(_query(sqlite.listed(_S.article_id, "articles")))
_ONE = Prepared(select(_S.article_id, _S.start, _S.end, _S.label).where(_S.id == bindparam("row")))
_TWINS = Prepared(
    select(_S.id).where(
        _S.article_id == bindparam("article"),
        _S.start == bindparam("first"),
        _S.end == bindparam("last"),
        _S.label == bindparam("label"),
        _COUNTS,
        _S.id != bindparam("row"),
    )
)


def of_article(connection: Connection, key: ArticleId, annotator: str) -> list[Suggestion]:
    """Return the span suggestions of an article that wait for this annotator, in text order.

    The same span and label from several sources is one suggestion, with the best score.
    """
    return _merged(_OF_ARTICLE.rows(connection, article=key, annotator=annotator))


def on_words(
    connection: Connection, key: ArticleId, annotator: str, extent: Extent
) -> list[Suggestion]:
    """Return what waits for this annotator on exactly these words, by itself or with a frame."""
    rows = _OF_PLACE.rows(
        connection, article=key, annotator=annotator, first=extent.start, last=extent.end
    )
    return _merged(rows)


def alike(
    connection: Connection, key: ArticleId, annotator: str, extent: Extent, label: str
) -> list[Suggestion]:
    """Return what sources propose to an annotator for words and a label, decided on or not."""
    rows = _ALIKE.rows(
        connection,
        article=key,
        annotator=annotator,
        first=extent.start,
        last=extent.end,
        label=label,
    )
    return _merged(rows)


def of_articles(
    connection: Connection, keys: Iterable[ArticleId], annotator: str
) -> list[Sequence[Any]]:
    """Return what waits in several articles, as rows.

    Columns: article, id, start, end, label, source, version, rule, score, reason, attributes. The
    rows of one span and label stand together, the best score first.
    """
    return _OF_ARTICLES.rows(connection, articles=sqlite.as_list(keys), annotator=annotator)


def twins(connection: Connection, key: SuggestionId) -> list[int]:
    """Return a suggestion and those of other sources for the same span and label.

    Empty where it is not there any more.
    """
    row = _ONE.first(connection, row=key)
    if row is None:
        return []
    article, start, end, label = row
    others = _TWINS.rows(connection, article=article, first=start, last=end, label=label, row=key)
    return [key, *(row[0] for row in others)]


def _merged(rows: Sequence[Sequence[Any]]) -> list[Suggestion]:
    merged: dict[tuple[int, int, str], list[Sequence[Any]]] = {}
    for row in rows:
        merged.setdefault((row[2], row[3], row[4]), []).append(row)
    return [_suggestion(group) for group in merged.values()]


def _suggestion(rows: Sequence[Sequence[Any]]) -> Suggestion:
    _, key, start, end, label, _, _, rule, score, reason, attributes = rows[0]
    sources = tuple(dict.fromkeys(f"{row[5]}/{row[6]}" for row in rows))
    return Suggestion(
        id=SuggestionId(key),
        extent=Extent(start, end),
        label=label,
        source=sources[0],
        rule=rule or "",
        score=score or 0.0,
        reason=reason or "",
        attributes=loaded(attributes, {}),
        sources=sources,
    )
