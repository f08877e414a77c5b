"""Rows of the workspace as domain values."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    text,
)

from annotator.domain.annotation import (
    AnnotationSet,
    Entity,
    EntityId,
    Filler,
    Frame,
    FrameId,
    Provenance,
    SetId,
    SetStatus,
    Span,
    SpanId,
)
from annotator.domain.article import META_KEYS, Article, ArticleId, Metadata, Zone, ZoneKind
from annotator.domain.corpus import CorpusCounts, CorpusOrder, CorpusQuery, CorpusRow
from annotator.domain.extent import Extent
from annotator.domain.suggestion import Suggestion, SuggestionId
from annotator.errors import GoneError
from annotator.store import sqlite, tables

_PROVENANCE_KEYS = ("by", "at", "source", "score", "decision")


def article(connection: Connection, key: ArticleId) -> Article:
    """Return one article with its zones.

    Raises:
        GoneError: It was taken away by undoing its import.
    """
    row = connection.execute(select(tables.article).where(tables.article.c.id == key)).one_or_none()
    if row is None:
        raise GoneError(thing="article")
    values = row._mapping  # noqa: SLF001 - its public name
    return Article(
        id=key,
        name=row.name,
        text=row.text,
        sha256=row.sha256,
        metadata=Metadata(
            **{name: values[name] for name in META_KEYS},
            further=_loads(row.further, {}),
        ),
        zones=zones(connection, key),
        note=row.note,
        archived=bool(row.archived),
    )


def proposals(connection: Connection, key: ArticleId) -> Mapping[str, str]:
    """Return metadata that was found in an article but is contradicted by it."""
    c = tables.article.c
    found: Mapping[str, str] = _loads(connection.scalar(select(c.proposals).where(c.id == key)), {})
    return found


def zones(connection: Connection, key: ArticleId) -> tuple[Zone, ...]:
    """Return the zones of an article in text order."""
    return tuple(zone for _, zone in zone_rows(connection, key))


def zone_rows(connection: Connection, key: ArticleId) -> list[tuple[int, Zone]]:
    """Return the zones of an article with their row ids, in text order."""
    c = tables.zone.c
    query = select(c.id, c.kind, c.start, c.end).where(c.article_id == key).order_by(c.start)
    return [
        (row, Zone(ZoneKind(kind), Extent(start, end)))
        for row, kind, start, end in connection.execute(query)
    ]


def article_named(connection: Connection, name: str) -> ArticleId | None:
    """Return the id of an article by its name."""
    c = tables.article.c
    found = connection.scalar(select(c.id).where(c.name == name))
    return None if found is None else ArticleId(found)


def text_and_zones(connection: Connection, key: ArticleId) -> tuple[str, tuple[Zone, ...]]:
    """Return what a suggestion source reads."""
    c = tables.article.c
    found = connection.scalar(select(c.text).where(c.id == key))
    if found is None:
        raise GoneError(thing="article")
    return str(found), zones(connection, key)


# --- annotation sets -------------------------------------------------------------------------


def annotation_set(connection: Connection, key: ArticleId, annotator: str) -> AnnotationSet:
    """Return one annotator's tags on one article; an empty new set where there is none."""
    c = tables.annotation_set.c
    row = connection.execute(
        select(tables.annotation_set).where(c.article_id == key, c.annotator == annotator)
    ).one_or_none()
    if row is None:
        return AnnotationSet(None, key, annotator)
    spans = _spans(connection, row.id)
    frames = _frames(connection, row.id)
    used = {span.entity for span in spans if span.entity is not None}
    used |= {
        filler.entity for frame in frames for filler in frame.fillers if filler.entity is not None
    }
    return AnnotationSet(
        id=SetId(row.id),
        article=key,
        annotator=annotator,
        status=SetStatus(row.status),
        revision=row.revision,
        spans=spans,
        frames=frames,
        entities=entities(connection, used),
        saved_at=row.saved_at,
    )


def span(connection: Connection, key: SpanId) -> tuple[SetId, Span] | None:
    """Return a span and its set."""
    c = tables.span.c
    row = connection.execute(select(*_SPAN, c.set_id).where(c.id == key)).one_or_none()
    return None if row is None else (SetId(row[-1]), _span(row[:-1]))


_SPAN = tuple(
    tables.span.c[name]
    for name in (
        "id", "key", "start", "end", "label", "text", "entity_id", "attributes", "note",
        "unsure", "provenance",
    )
)  # fmt: skip


def _spans(connection: Connection, set_id: int) -> tuple[Span, ...]:
    c = tables.span.c
    query = select(*_SPAN).where(c.set_id == set_id).order_by(c.start, c.end, c.label, c.key)
    return tuple(_span(row) for row in connection.execute(query))


def _span(row: Sequence[Any]) -> Span:
    key, name, start, end, label, words, entity, attributes, note, unsure, provenance = row
    return Span(
        SpanId(key),
        name,
        Extent(start, end),
        label,
        words,
        None if entity is None else EntityId(entity),
        _loads(attributes, {}),
        note or "",
        bool(unsure),
        _provenance(provenance),
    )


def _frames(connection: Connection, set_id: int) -> tuple[Frame, ...]:
    c, f = tables.frame.c, tables.filler.c
    fillers: dict[int, list[Filler]] = defaultdict(list)
    query = (
        select(f.frame_id, f.role, f.span_id, f.entity_id, f.child_id)
        .join(tables.frame, c.id == f.frame_id)
        .where(c.set_id == set_id)
        .order_by(f.frame_id, f.id)
    )
    for frame_id, role, span_id, entity_id, child_id in connection.execute(query):
        fillers[frame_id].append(
            Filler(
                role,
                None if span_id is None else SpanId(span_id),
                None if entity_id is None else EntityId(entity_id),
                None if child_id is None else FrameId(child_id),
            )
        )
    rows = connection.execute(select(tables.frame).where(c.set_id == set_id).order_by(c.id))
    return tuple(
        Frame(
            id=FrameId(row.id),
            key=row.key,
            type=row.type,
            fillers=tuple(fillers[row.id]),
            implied=tuple(_loads(row.implied, [])),
            attributes=_loads(row.attributes, {}),
            note=row.note or "",
            unsure=bool(row.unsure),
            joined=row.joined,
            provenance=_provenance(row.provenance),
        )
        for row in rows
    )


def entities(connection: Connection, keys: Iterable[EntityId]) -> dict[EntityId, Entity]:
    """Return entities of the register by id."""
    wanted = sorted(keys)
    if not wanted:
        return {}
    c = tables.entity.c
    rows = connection.execute(select(tables.entity).where(c.id.in_(wanted)))
    return {EntityId(row.id): _entity(row) for row in rows}


def find_entities(connection: Connection, words: str, limit: int = 20) -> list[tuple[Entity, int]]:
    """Return entities whose name or an alias contains the words, with their numbers of mentions."""
    c, s = tables.entity.c, tables.span.c
    mentions = select(func.count()).where(s.entity_id == c.id).scalar_subquery()
    query = select(tables.entity, mentions.label("mentions"))
    if words:
        like = f"%{_escaped(words)}%"
        query = query.where(or_(c.name.like(like, escape="\\"), c.aliases.like(like, escape="\\")))
    rows = connection.execute(query.order_by(text("mentions DESC"), c.name).limit(limit))
    return [(_entity(row), row.mentions) for row in rows]


def entity_named(connection: Connection, kind: str, name: str) -> EntityId | None:
    """Return the entity of a type and name."""
    c = tables.entity.c
    found = connection.scalar(select(c.id).where(c.type == kind, c.name == name))
    return None if found is None else EntityId(found)


def _entity(row: Any) -> Entity:
    return Entity(
        id=EntityId(row.id),
        type=row.type,
        name=row.name,
        aliases=tuple(_loads(row.aliases, [])),
        links=_loads(row.links, {}),
        note=row.note or "",
        offices=tuple(_loads(row.offices, [])),
    )


def _provenance(kept: str | None) -> Provenance | None:
    if kept is None:
        return None
    values = orjson.loads(kept)
    known = {key: values.pop(key, None) for key in _PROVENANCE_KEYS}
    return Provenance(**known, further=values)


def _loads(kept: str | None, empty: Any) -> Any:
    return empty if kept is None else orjson.loads(kept)


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


# --- suggestions -----------------------------------------------------------------------------


def _is_pending(annotator: str) -> ColumnElement[bool]:
    """The newest suggestions that this annotator neither decided on nor tagged alike.

    What lies in a stretch that was made boilerplate since waits for nobody.
    """
    s, d, z = tables.suggestion.c, tables.decision.c, tables.zone.c
    t, p = tables.annotation_set.c, tables.span.c
    decided = exists().where(d.suggestion_id == s.id, d.annotator == annotator)
    tagged = exists().where(
        t.article_id == s.article_id,
        t.annotator == annotator,
        p.set_id == t.id,
        p.start == s.start,
        p.end == s.end,
        p.label == s.label,
    )
    left_out = exists().where(
        z.article_id == s.article_id,
        z.kind == str(ZoneKind.BOILERPLATE),
        z.start < s.end,
        z.end > s.start,
    )
    return and_(s.newest == 1, s.body.is_(None), ~decided, ~tagged, ~left_out)


def pending(connection: Connection, key: ArticleId, annotator: str) -> list[Suggestion]:
    """Return the span suggestions of an article that wait for this annotator, in text order.

    The same span and label from several sources is one suggestion, with the best score.
    """
    s, o, k = tables.suggestion.c, tables.source.c, tables.look.c
    query = (
        select(
            s.id,
            s.start,
            s.end,
            s.label,
            o.name,
            o.version,
            s.rule,
            s.score,
            s.reason,
            s.attributes,
        )
        .join(tables.look, k.id == s.look_id)
        .join(tables.source, o.id == k.source_id)
        .where(s.article_id == key, _is_pending(annotator))
        .order_by(s.start, s.end.desc(), s.label, s.score.desc(), s.id)
    )
    merged: dict[tuple[int, int, str], list[Any]] = {}
    for row in connection.execute(query):
        merged.setdefault((row.start, row.end, row.label), []).append(row)
    return [_suggestion(rows) for rows in merged.values()]


def _suggestion(rows: Sequence[Any]) -> Suggestion:
    best = rows[0]
    sources = tuple(dict.fromkeys(f"{row.name}/{row.version}" for row in rows))
    return Suggestion(
        id=SuggestionId(best.id),
        extent=Extent(best.start, best.end),
        label=best.label,
        source=sources[0],
        rule=best.rule or "",
        score=best.score or 0.0,
        reason=best.reason or "",
        attributes=_loads(best.attributes, {}),
        sources=sources,
    )


def twins(connection: Connection, key: SuggestionId) -> list[SuggestionId]:
    """Return a suggestion and those of other sources for the same span and label."""
    s = tables.suggestion.c
    row = connection.execute(
        select(s.article_id, s.start, s.end, s.label).where(s.id == key)
    ).one_or_none()
    if row is None:
        return []
    query = select(s.id).where(
        s.article_id == row.article_id,
        s.start == row.start,
        s.end == row.end,
        s.label == row.label,
        s.newest == 1,
    )
    return [SuggestionId(found) for found in connection.scalars(query)]


def articles_to_look_at(connection: Connection, source: str, version: str) -> list[ArticleId]:
    """Return the articles that this version of a source has not looked at yet."""
    c, k, o = tables.article.c, tables.look.c, tables.source.c
    looked = exists().where(
        k.article_id == c.id, k.source_id == o.id, o.name == source, o.version == version
    )
    query = select(c.id).where(c.archived == 0, ~looked).order_by(c.id)
    return [ArticleId(key) for key in connection.scalars(query)]


# --- the corpus list -------------------------------------------------------------------------


def corpus_ids(connection: Connection, query: CorpusQuery, annotator: str) -> "array[int]":
    """Return the ids of the articles that a query asks for, in its order."""
    c, t = tables.article.c, tables.annotation_set.c
    mine = and_(t.article_id == c.id, t.annotator == annotator)
    wanted: Select[Any] = select(c.id).where(c.archived == 0)
    if query.status is not None or query.order == CorpusOrder.STATUS or query.unsure:
        wanted = wanted.outerjoin(tables.annotation_set, mine)
    for condition in _conditions(query, annotator):
        wanted = wanted.where(condition)
    parameters: dict[str, str] = {}
    if query.words:
        found = text(sqlite.MATCHES).bindparams(bindparam("match")).columns(literal_column("rowid"))
        wanted = wanted.where(c.id.in_(found))
        parameters["match"] = sqlite.match_words(query.words)
    rows = connection.execute(wanted.order_by(*_ORDERS[query.order]), parameters)
    return array("q", rows.scalars())


def _conditions(query: CorpusQuery, annotator: str) -> list[ColumnElement[bool]]:
    c, t, p, s = tables.article.c, tables.annotation_set.c, tables.span.c, tables.suggestion.c
    made: list[ColumnElement[bool]] = []
    if query.status is not None:
        made.append(func.coalesce(t.status, str(SetStatus.NEW)) == str(query.status))
    if query.title:
        made.append(c.title.like(f"%{_escaped(query.title)}%", escape="\\"))
    if query.outlet:
        made.append(c.outlet.like(f"%{_escaped(query.outlet)}%", escape="\\"))
    if query.after:
        made.append(c.published >= query.after)
    if query.before:
        made.append(c.published <= query.before + "~")
    if query.pending is not None:
        waiting = exists().where(s.article_id == c.id, _is_pending(annotator))
        made.append(waiting if query.pending else ~waiting)
    if query.unsure:
        made.append(exists().where(p.set_id == t.id, p.unsure == 1))
    return made


_ORDERS: Mapping[CorpusOrder, tuple[Any, ...]] = {
    CorpusOrder.NEWEST: (tables.article.c.published.desc(), tables.article.c.id.desc()),
    CorpusOrder.OLDEST: (tables.article.c.published, tables.article.c.id),
    CorpusOrder.TITLE: (tables.article.c.title, tables.article.c.id),
    CorpusOrder.OUTLET: (tables.article.c.outlet, tables.article.c.published, tables.article.c.id),
    CorpusOrder.NAME: (tables.article.c.name,),
    CorpusOrder.IMPORTED: (tables.article.c.id,),
    CorpusOrder.STATUS: (tables.annotation_set.c.status, tables.article.c.id),
}


def corpus_page(
    connection: Connection, keys: Sequence[ArticleId], annotator: str
) -> dict[ArticleId, CorpusRow]:
    """Return the rows of up to some hundred articles."""
    c, t = tables.article.c, tables.annotation_set.c
    mine = and_(t.article_id == c.id, t.annotator == annotator)
    rows = connection.execute(
        select(c.id, c.name, c.title, c.outlet, c.published, t.status)
        .outerjoin(tables.annotation_set, mine)
        .where(c.id.in_(list(keys)))
    ).all()
    waiting = _pending_counts(connection, keys, annotator)
    return {
        ArticleId(row.id): CorpusRow(
            id=ArticleId(row.id),
            name=row.name,
            title=row.title or row.name,
            outlet=row.outlet or "",
            published=row.published or "",
            status=SetStatus(row.status or "new"),
            pending=waiting.get(row.id, 0),
        )
        for row in rows
    }


def _pending_counts(
    connection: Connection, keys: Sequence[ArticleId], annotator: str
) -> dict[int, int]:
    s = tables.suggestion.c
    places = (
        select(s.article_id, s.start, s.end, s.label)
        .where(s.article_id.in_(list(keys)), _is_pending(annotator))
        .distinct()
        .subquery()
    )
    query = select(places.c.article_id, func.count()).group_by(places.c.article_id)
    return {row[0]: row[1] for row in connection.execute(query)}


def corpus_counts(connection: Connection, annotator: str) -> CorpusCounts:
    """Return how many articles there are, and how many this annotator has completed."""
    c, t = tables.article.c, tables.annotation_set.c
    articles = connection.scalar(select(func.count()).where(c.archived == 0)) or 0
    closed = [str(status) for status in SetStatus if status.closed]
    complete = connection.scalar(
        select(func.count())
        .select_from(tables.annotation_set)
        .join(tables.article, c.id == t.article_id)
        .where(c.archived == 0, t.annotator == annotator, t.status.in_(closed))
    )
    return CorpusCounts(articles, complete or 0)


def annotators(connection: Connection) -> list[str]:
    """Return the names of those who have a set, ``gold`` included."""
    c = tables.annotation_set.c
    return sorted(connection.scalars(select(c.annotator).distinct()))
