"""The register as the entity desk asks for it: lists, mentions, figures, what means whom."""

import re
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    bindparam,
    case,
    func,
    or_,
    select,
    union,
)

from annotator.domain.annotation import EntityId, SetStatus, SpanId
from annotator.domain.article import ArticleId
from annotator.domain.extent import Extent
from annotator.domain.office import shown_office
from annotator.domain.register import EntityOrder, EntityQuery, EntityRow, Figures, MentionRow
from annotator.store import sqlite, tables
from annotator.store.pending import CLOSED
from annotator.store.prepared import Prepared, one_of
from annotator.store.reader import escaped, loaded
from annotator.store.writer import JOURNALLED

CONTEXT = 90
"""Characters before and after a mention."""
_A, _T, _P = tables.article.c, tables.annotation_set.c, tables.span.c
_R, _F, _E = tables.frame.c, tables.filler.c, tables.entity.c
# For each entity on its own: a search that finds few counts few, and one that finds all is no
# slower than counting all mentions first.
_MENTIONED = select(func.count()).where(_P.entity_id == _E.id).scalar_subquery()
_NEWEST = select(func.max(_P.id)).where(_P.entity_id == _E.id).scalar_subquery()
_LISTED = _A.archived + 0 == 0
"""Not removed. The sum keeps a database without statistics from beginning with all articles."""
# From the removed articles on: they are few, and the others are counted in the index alone.
_REMOVED = (
    select(_P.entity_id, func.count().label("mentions"))
    .select_from(tables.article)
    .join(tables.annotation_set, _T.article_id == _A.id)
    .join(tables.span, _P.set_id == _T.id)
    .where(_A.archived == 1, _P.entity_id.is_not(None))
    .group_by(_P.entity_id)
)


# --- the list --------------------------------------------------------------------------------


def ids(connection: Connection, query: EntityQuery) -> "array[int]":
    """Return the ids of the entities that a query asks for, in its order.

    Those that look alike are known elsewhere: their order is that of the mentions.
    """
    wanted: Select[Any] = select(_E.id)
    if query.order == EntityOrder.NAME:
        order: tuple[Any, ...] = (func.lower(_E.name), _E.name, _E.id)
    elif query.order == EntityOrder.USED:
        order = (func.coalesce(_NEWEST, 0).desc(), _E.id.desc())
    else:
        removed = _REMOVED.subquery()
        wanted = wanted.outerjoin(removed, removed.c.entity_id == _E.id)
        count = _MENTIONED - func.coalesce(removed.c.mentions, 0)
        order = (count.desc(), func.lower(_E.name), _E.id)
    conditions, values = _conditions(query)
    statement = Prepared(sqlite.in_one_value(wanted.where(*conditions).order_by(*order)))
    return sqlite.from_one_value(statement.scalar(connection, **values))


def _conditions(query: EntityQuery) -> tuple[list[ColumnElement[bool]], dict[str, str]]:
    made: list[ColumnElement[bool]] = []
    values: dict[str, str] = {}
    if query.words:
        values["like"] = f"%{escaped(query.words)}%"
        values["link"] = f"{escaped(query.words)}%"
        made.append(
            or_(
                _E.name.like(bindparam("like"), escape="\\"),
                _E.aliases.like(bindparam("like"), escape="\\"),
                _E.wikidata.like(bindparam("link"), escape="\\"),
            )
        )
    if query.type:
        made.append(_E.type == bindparam("kind"))
        values["kind"] = query.type
    return made, values


_COUNT = Prepared(select(func.count()).select_from(tables.entity))
_PAGE = Prepared(
    select(_E.id, _E.type, _E.name, _E.wikidata, _E.offices).where(sqlite.listed(_E.id, "ids"))
)
_MENTIONS_OF = Prepared(
    select(_P.entity_id, func.count())
    .where(sqlite.listed(_P.entity_id, "ids"))
    .group_by(_P.entity_id)
)
_REMOVED_OF = Prepared(_REMOVED.where(sqlite.listed(_P.entity_id + 0, "ids")))


def count(connection: Connection) -> int:
    """Return how many entities there are."""
    return int(_COUNT.scalar(connection))


def page(connection: Connection, keys: Sequence[EntityId]) -> dict[EntityId, EntityRow]:
    """Return the rows of up to some hundred entities."""
    listed = sqlite.as_list(keys)
    mentions: dict[int, int] = dict(_MENTIONS_OF.rows(connection, ids=listed))
    removed: dict[int, int] = dict(_REMOVED_OF.rows(connection, ids=listed))
    return {
        EntityId(key): EntityRow(
            id=EntityId(key),
            type=kind,
            name=name,
            wikidata=link or "",
            office=shown_office(loaded(offices, ())),
            mentions=mentions.get(key, 0) - removed.get(key, 0),
        )
        for key, kind, name, link, offices in _PAGE.rows(connection, ids=listed)
    }


# --- mentions --------------------------------------------------------------------------------

_PLACED = (
    select(_P.id)
    .join(tables.annotation_set, _T.id == _P.set_id)
    .join(tables.article, _A.id == _T.article_id)
    .where(_LISTED)
)
_MENTION_IDS = Prepared(
    sqlite.in_one_value(
        _PLACED.where(_P.entity_id == bindparam("row")).order_by(
            _A.published.desc(), _A.id, _P.start, _P.end, _T.annotator
        )
    )
)
_MENTION_PAGE = Prepared(
    select(
        _P.id, _A.id, _P.start, _P.end, _P.label, _P.text, func.coalesce(_A.title, _A.name),
        _A.published, _T.annotator, _T.status,
        func.substr(_A.text, case((_P.start > CONTEXT, _P.start - CONTEXT + 1), else_=1),
                    case((_P.start > CONTEXT, CONTEXT), else_=_P.start)),
        func.substr(_A.text, _P.end + 1, CONTEXT),
    )
    .join(tables.annotation_set, _T.id == _P.set_id)
    .join(tables.article, _A.id == _T.article_id)
    .where(sqlite.listed(_P.id, "ids"))
)  # fmt: skip
_WRITTEN = Prepared(
    select(_P.text, func.count().label("times"))
    .join(tables.annotation_set, _T.id == _P.set_id)
    .join(tables.article, _A.id == _T.article_id)
    .where(_LISTED, _P.entity_id == bindparam("row"))
    .group_by(_P.text)
    .order_by(func.count().desc(), _P.text)
    .limit(bindparam("most"))
)


def mention_ids(connection: Connection, key: EntityId) -> "array[int]":
    """Return the mentions of an entity in all sets, newest articles first, then in text order."""
    return sqlite.from_one_value(_MENTION_IDS.scalar(connection, row=key))


def mentions(connection: Connection, keys: Sequence[SpanId]) -> dict[SpanId, MentionRow]:
    """Return up to some hundred mentions with the words around them."""
    rows = _MENTION_PAGE.rows(connection, ids=sqlite.as_list(keys))
    return {SpanId(row[0]): _mention(*row) for row in rows}


def _mention(
    key: int,
    article: int,
    start: int,
    end: int,
    label: str,
    words: str,
    title: str,
    published: str | None,
    annotator: str,
    status: str,
    left: str,
    right: str,
) -> MentionRow:
    return MentionRow(
        id=SpanId(key),
        article=ArticleId(article),
        extent=Extent(start, end),
        label=label,
        left=_on_one_line(left.rpartition("\n")[2]),
        words=_on_one_line(words),
        right=_on_one_line(right.partition("\n")[0]),
        title=title,
        published=published or "",
        annotator=annotator,
        closed=SetStatus(status).closed,
    )


def _on_one_line(part: str) -> str:
    """Return words on one line; a blank at either end stays."""
    return re.sub(r"\s+", " ", part)


_BEFORE, _AFTER = 3, 9
"""How many characters may stand between an office and the mention that it belongs to."""
_OFFICE = tables.span.alias("office")
_BESIDE_MENTION = Prepared(
    select(_P.id, _OFFICE.c.text, _OFFICE.c.label, _A.published)
    .join(tables.annotation_set, _T.id == _P.set_id)
    .join(tables.article, _A.id == _T.article_id)
    .join(
        _OFFICE,
        (_OFFICE.c.set_id == _P.set_id)
        & or_(
            _OFFICE.c.end.between(_P.start - _BEFORE, _P.start),
            _OFFICE.c.start.between(_P.end, _P.end + _AFTER),
        ),
    )
    .where(_LISTED, sqlite.listed(_P.id, "ids"), _A.published.is_not(None))
    .order_by(_P.id, _OFFICE.c.start)
)


def words_beside(
    connection: Connection, spans: Iterable[int], labels: Collection[str]
) -> list[tuple[SpanId, str, str]]:
    """Return words of some labels that stand beside mentions, with the article's date."""
    rows = _BESIDE_MENTION.rows(connection, ids=sqlite.as_list(spans))
    return [
        (SpanId(key), " ".join(words.split()), day)
        for key, words, label, day in rows
        if label in labels
    ]


def written_forms(connection: Connection, key: EntityId, most: int = 40) -> list[tuple[str, int]]:
    """Return the words that stand for an entity and how often, most often first."""
    found: dict[str, int] = defaultdict(int)
    for words, times in _WRITTEN.rows(connection, row=key, most=most):
        found[" ".join(words.split())] += times
    return list(found.items())


# --- figures ---------------------------------------------------------------------------------


def _placed(condition: ColumnElement[bool]) -> Prepared:
    return Prepared(
        select(func.count(), func.count(_A.id.distinct()))
        .select_from(tables.span)
        .join(tables.annotation_set, _T.id == _P.set_id)
        .join(tables.article, _A.id == _T.article_id)
        .where(_LISTED, condition)
    )


_PLACES = _placed(sqlite.listed(_P.entity_id, "ids"))
_PLACES_OF_SPANS = _placed(sqlite.listed(_P.id, "spans"))
_FILLERS = (
    select(_F.frame_id, _F.role)
    .join(tables.frame, _R.id == _F.frame_id)
    .join(tables.annotation_set, _T.id == _R.set_id)
    .join(tables.article, _A.id == _T.article_id)
    .where(_LISTED)
)


def _roles(mentioned: ColumnElement[bool]) -> Prepared:
    named = _FILLERS.where(sqlite.listed(_F.entity_id, "ids"))
    through = _FILLERS.where(_F.span_id.in_(select(_P.id).where(mentioned)))
    found = union(named, through).subquery()
    return Prepared(select(found.c.role, func.count()).group_by(found.c.role))


_ROLES = _roles(sqlite.listed(_P.entity_id, "ids"))
_ROLES_OF_SPANS = _roles(sqlite.listed(_P.id, "spans"))


def figures(connection: Connection, keys: Iterable[EntityId]) -> Figures:
    """Return how much hangs on some entities taken together."""
    listed = sqlite.as_list(keys)
    found, articles = _PLACES.first(connection, ids=listed)
    return Figures(found, articles, dict(_ROLES.rows(connection, ids=listed)))


def figures_of(
    connection: Connection, spans: Iterable[int], keys: Iterable[EntityId] = ()
) -> Figures:
    """Return how much hangs on some mentions, and on entities that fill roles without one."""
    listed = sqlite.as_list(spans)
    found, articles = _PLACES_OF_SPANS.first(connection, spans=listed)
    roles = _ROLES_OF_SPANS.rows(connection, spans=listed, ids=sqlite.as_list(keys))
    return Figures(found, articles, dict(roles))


# --- what refers to an entity ----------------------------------------------------------------


def _references() -> list[tuple[str, str]]:
    """Return every column of a journalled table that refers to an entity."""
    return [
        (name, str(column.name))
        for name, table in JOURNALLED.items()
        for column in table.columns
        if any(key.column is tables.entity.c.id for key in column.foreign_keys)
    ]


REFERENCES = tuple(_references())
"""Table and column: spans, fillers, and whatever else a later schema lets mean an entity."""


def _meaning(column: Column[Any]) -> Prepared:
    return Prepared(select(column.table.c.id).where(column == bindparam("row")))


_MEANING = {
    (table, column): _meaning(JOURNALLED[table].columns[column]) for table, column in REFERENCES
}
_USED_BY = Prepared(
    select(
        *(
            select(func.count())
            .select_from(JOURNALLED[table])
            .where(JOURNALLED[table].columns[column] == bindparam("row"))
            .scalar_subquery()
            for table, column in REFERENCES
        )
    )
)
_CLOSED_ARTICLES = Prepared(
    select(func.count(_T.article_id.distinct()))
    .select_from(tables.span)
    .join(tables.annotation_set, _T.id == _P.set_id)
    .join(tables.article, _A.id == _T.article_id)
    .where(_LISTED, sqlite.listed(_P.id, "ids"), one_of(_T.status, CLOSED))
)
_OPEN_SPANS = Prepared(
    select(_P.id, _P.entity_id).where(sqlite.listed(_P.id, "ids"), _P.entity_id.is_not(None))
)


def references(connection: Connection, key: EntityId) -> Mapping[tuple[str, str], list[int]]:
    """Return the rows that mean an entity, by table and column."""
    return {
        place: [row[0] for row in statement.rows(connection, row=key)]
        for place, statement in _MEANING.items()
    }


def uses(connection: Connection, key: EntityId) -> int:
    """Return how many rows mean an entity, those of removed articles included."""
    return sum(_USED_BY.first(connection, row=key))


def closed_articles(connection: Connection, spans: Iterable[int]) -> int:
    """Return in how many articles some of the spans are in a closed set."""
    return int(_CLOSED_ARTICLES.scalar(connection, ids=sqlite.as_list(spans)))


def entities_of(connection: Connection, spans: Iterable[int]) -> dict[int, int]:
    """Return which entity each of some spans means; those that mean none are left out."""
    return dict(_OPEN_SPANS.rows(connection, ids=sqlite.as_list(spans)))


_BESIDE = Prepared(
    select(
        _F.id, _F.frame_id, _R.type, _F.role, _F.position, _F.span_id,
        func.coalesce(_P.entity_id, _F.entity_id), _A.id, func.coalesce(_A.title, _A.name),
        _T.status,
    )
    .join(tables.frame, _R.id == _F.frame_id)
    .join(tables.annotation_set, _T.id == _R.set_id)
    .join(tables.article, _A.id == _T.article_id)
    .outerjoin(tables.span, _P.id == _F.span_id)
    .where(sqlite.listed(_F.frame_id, "frames"))
    .order_by(_F.frame_id, _F.role, _F.position, _F.id)
)  # fmt: skip
_FRAMES = Prepared(
    union(
        select(_F.frame_id).where(sqlite.listed(_F.entity_id, "ids")),
        select(_F.frame_id)
        .join(tables.span, _P.id == _F.span_id)
        .where(sqlite.listed(_P.entity_id, "ids")),
    )
)
_FRAMES_OF_SPANS = Prepared(select(_F.frame_id).where(sqlite.listed(_F.span_id, "ids")).distinct())


def frames_naming(connection: Connection, keys: Collection[EntityId]) -> list[int]:
    """Return the frames in which one of some entities fills a role."""
    return [row[0] for row in _FRAMES.rows(connection, ids=sqlite.as_list(keys))]


def frames_with(connection: Connection, spans: Collection[int]) -> list[int]:
    """Return the frames in which one of some spans fills a role."""
    return [row[0] for row in _FRAMES_OF_SPANS.rows(connection, ids=sqlite.as_list(spans))]


def fillers(connection: Connection, frames: Collection[int]) -> list[Any]:
    """Return the fillers of frames: id, frame, type, role, position, span, entity, article ...

    ... title and status. The entity is the one meant, by the span or directly. In the order of
    frame, role and position.
    """
    return _BESIDE.rows(connection, frames=sqlite.as_list(frames))
