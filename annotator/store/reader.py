"""Rows of the workspace as domain values."""

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson
from sqlalchemy import BindParameter, Connection, bindparam, func, or_, select
from sqlalchemy import text as words_of_sql

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
from annotator.domain.extent import Extent
from annotator.errors import GoneError
from annotator.store import sqlite, tables
from annotator.store.prepared import Prepared

_A, _Z, _T = tables.article.c, tables.zone.c, tables.annotation_set.c
_P, _R, _F, _E = tables.span.c, tables.frame.c, tables.filler.c, tables.entity.c
_ROW: BindParameter[int] = bindparam("row")

_ARTICLE = Prepared(
    select(
        *(_A[key] for key in META_KEYS), _A.name, _A.text, _A.sha256, _A.further, _A.note,
        _A.archived,
    ).where(_A.id == _ROW)
)  # fmt: skip
_PROPOSALS = Prepared(select(_A.proposals).where(_A.id == _ROW))
_TEXT = Prepared(select(_A.text).where(_A.id == _ROW))
_NAMED = Prepared(select(_A.id).where(_A.name == bindparam("name")))
_HASHED = Prepared(select(_A.id, _A.name).where(_A.sha256 == bindparam("digest")))
_ZONES = Prepared(
    select(_Z.id, _Z.kind, _Z.start, _Z.end)
    .where(_Z.article_id == _ROW)
    .order_by(_Z.start, _Z.end, _Z.id)
)
_SET = Prepared(
    select(_T.id, _T.status, _T.revision, _T.saved_at).where(
        _T.article_id == bindparam("article"), _T.annotator == bindparam("annotator")
    )
)
_SPAN_COLUMNS = (
    _P.id, _P.key, _P.start, _P.end, _P.label, _P.text, _P.entity_id, _P.attributes, _P.note,
    _P.unsure, _P.provenance,
)  # fmt: skip
_SPANS = Prepared(
    select(*_SPAN_COLUMNS).where(_P.set_id == _ROW).order_by(_P.start, _P.end, _P.label, _P.key)
)
_SPAN = Prepared(select(_P.set_id, *_SPAN_COLUMNS).where(_P.id == _ROW))
_FRAME_COLUMNS = (
    _R.id, _R.key, _R.type, _R.implied, _R.attributes, _R.note, _R.unsure, _R.joined,
    _R.provenance,
)  # fmt: skip
_FRAMES = Prepared(select(*_FRAME_COLUMNS).where(_R.set_id == _ROW).order_by(_R.id))
_FRAME = Prepared(select(*_FRAME_COLUMNS).where(_R.id == _ROW))
_FRAME_OF_SET = Prepared(select(_R.id).where(_R.id == _ROW, _R.set_id == bindparam("set_id")))
_FILLER_COLUMNS = (_F.frame_id, _F.role, _F.span_id, _F.entity_id, _F.child_id)
_FILLERS = Prepared(
    select(*_FILLER_COLUMNS)
    .join(tables.frame, _R.id == _F.frame_id)
    .where(_R.set_id == _ROW)
    .order_by(_F.frame_id, _F.position, _F.id)
)
_FILLERS_OF_FRAME = Prepared(
    select(*_FILLER_COLUMNS).where(_F.frame_id == _ROW).order_by(_F.position, _F.id)
)
_ENTITY_COLUMNS = (
    _E.id, _E.type, _E.name, _E.aliases, _E.links, _E.note, _E.offices,
)  # fmt: skip
_ENTITIES = Prepared(select(*_ENTITY_COLUMNS).where(sqlite.listed(_E.id, "ids")))
_ENTITY_NAMED = Prepared(
    select(_E.id).where(_E.type == bindparam("kind"), _E.name == bindparam("name"))
)
_ENTITY_LINKED = Prepared(select(*_ENTITY_COLUMNS).where(_E.wikidata == bindparam("link")))
_MENTIONED_IN = Prepared(
    select(_T.article_id)
    .join(tables.span, _P.set_id == _T.id)
    .where(_P.entity_id == _ROW)
    .distinct()
)
_ANNOTATORS = Prepared(select(_T.annotator).distinct())
_PROVENANCE_KEYS = ("by", "at", "source", "score", "decision")


def article(connection: Connection, key: ArticleId) -> Article:
    """Return one article with its zones.

    Raises:
        GoneError: It was taken away by undoing its import.
    """
    row = _ARTICLE.first(connection, row=key)
    if row is None:
        raise GoneError(thing="article")
    name, words, digest, further, note, archived = row[len(META_KEYS) :]
    meta = dict(zip(META_KEYS, row, strict=False))
    return Article(
        id=key,
        name=name,
        text=words,
        sha256=digest,
        metadata=Metadata(**meta, further=loaded(further, {})),
        zones=zones(connection, key),
        note=note,
        archived=bool(archived),
    )


def proposals(connection: Connection, key: ArticleId) -> Mapping[str, str]:
    """Return metadata that was found in an article but is contradicted by it."""
    found: Mapping[str, str] = loaded(_PROPOSALS.scalar(connection, row=key), {})
    return found


def zones(connection: Connection, key: ArticleId) -> tuple[Zone, ...]:
    """Return the zones of an article in text order."""
    return tuple(zone for _, zone in zone_rows(connection, key))


def zone_rows(connection: Connection, key: ArticleId) -> list[tuple[int, Zone]]:
    """Return the zones of an article with their row ids, in text order."""
    return [
        (row, Zone(ZoneKind(kind), Extent(start, end)))
        for row, kind, start, end in _ZONES.rows(connection, row=key)
    ]


def article_named(connection: Connection, name: str) -> ArticleId | None:
    """Return the id of an article by its name."""
    found = _NAMED.scalar(connection, name=name)
    return None if found is None else ArticleId(found)


def article_hashed(connection: Connection, digest: str) -> tuple[ArticleId, str] | None:
    """Return id and name of the article whose text has a hash."""
    row = _HASHED.first(connection, digest=digest)
    return None if row is None else (ArticleId(row[0]), row[1])


def text(connection: Connection, key: ArticleId) -> str:
    """Return the text of an article.

    Raises:
        GoneError: It was taken away by undoing its import.
    """
    found = _TEXT.scalar(connection, row=key)
    if found is None:
        raise GoneError(thing="article")
    return str(found)


def text_and_zones(connection: Connection, key: ArticleId) -> tuple[str, tuple[Zone, ...]]:
    """Return what a suggestion source reads."""
    return text(connection, key), zones(connection, key)


# --- annotation sets -------------------------------------------------------------------------


def annotation_set(connection: Connection, key: ArticleId, annotator: str) -> AnnotationSet:
    """Return one annotator's tags on one article; an empty new set where there is none."""
    row = _SET.first(connection, article=key, annotator=annotator)
    if row is None:
        return AnnotationSet(None, key, annotator)
    set_id, status, revision, saved_at = row
    read = _ProvenanceReader()
    spans = tuple([_span(values, read) for values in _SPANS.rows(connection, row=set_id)])
    frames = _frames(connection, set_id, read)
    used = {span.entity for span in spans}
    used.update(filler.entity for frame in frames for filler in frame.fillers)
    return AnnotationSet(
        id=SetId(set_id),
        article=key,
        annotator=annotator,
        status=SetStatus(status),
        revision=revision,
        spans=spans,
        frames=frames,
        entities=entities(connection, (entity for entity in used if entity is not None)),
        saved_at=saved_at,
    )


def refreshed(
    connection: Connection,
    before: AnnotationSet,
    changed: Iterable[int],
    changed_frames: Iterable[int],
    revision: int,
) -> AnnotationSet:
    """Return a set as it is now, reading only the spans and frames that an operation has changed.

    Where another window has changed the set too, all of it is read: the newest revision may
    never stand over older tags, or the next edit would not be refused.

    Args:
        connection: Inside a transaction.
        before: As it was read last.
        changed: Ids of spans that were added, changed or deleted since.
        changed_frames: The same of frames, and of those whose fillers have changed.
        revision: Which the set has if nothing but that operation has changed it.
    """
    row = _SET.first(connection, article=before.article, annotator=before.annotator)
    if row is None or row[0] != before.id or row[2] != revision:
        return annotation_set(connection, before.article, before.annotator)
    keys = set(changed)
    spans = [span for span in before.spans if span.id not in keys]
    for key in keys:
        found = span(connection, SpanId(key))
        if found is not None and found[0] == before.id:
            insort(spans, found[1], key=lambda item: item.order)
    frames = _refreshed_frames(connection, before, set(changed_frames))
    wanted = {item.entity for item in spans}
    wanted.update(filler.entity for item in frames for filler in item.fillers)
    known = dict(before.entities)
    new = (key for key in wanted if key is not None and key not in known)
    known.update(entities(connection, new))
    return replace(
        before,
        status=SetStatus(row[1]),
        revision=row[2],
        saved_at=row[3],
        spans=tuple(spans),
        frames=frames,
        entities=known,
    )


def _refreshed_frames(
    connection: Connection, before: AnnotationSet, keys: set[int]
) -> tuple[Frame, ...]:
    """Return the frames of a set as they are now; those that did not change are the same values."""
    if not keys:
        return before.frames
    frames = [item for item in before.frames if item.id not in keys]
    for key in keys:
        row = _FRAME_OF_SET.first(connection, row=key, set_id=before.id)
        if row is not None:
            insort(frames, frame(connection, FrameId(key)), key=lambda item: item.id)
    return tuple(frames)


def set_status(connection: Connection, key: ArticleId, annotator: str) -> SetStatus:
    """Return how far an annotator is with an article."""
    row = _SET.first(connection, article=key, annotator=annotator)
    return SetStatus.NEW if row is None else SetStatus(row[1])


def set_revision(connection: Connection, key: ArticleId, annotator: str) -> int:
    """Return the revision of an annotator's set of an article, 0 where there is none."""
    row = _SET.first(connection, article=key, annotator=annotator)
    return 0 if row is None else int(row[2])


class _ProvenanceReader:
    """Reads provenance; tags that were accepted together have the same."""

    def __init__(self) -> None:
        self._known: dict[str, Provenance] = {}

    def __call__(self, kept: str | None) -> Provenance | None:
        if kept is None:
            return None
        found = self._known.get(kept)
        if found is None:
            values = orjson.loads(kept)
            by, at, source, score, decision = (values.pop(key, None) for key in _PROVENANCE_KEYS)
            found = Provenance(by, at, source, score, decision, values)
            self._known[kept] = found
        return found


def span(connection: Connection, key: SpanId) -> tuple[SetId, Span] | None:
    """Return a span and its set."""
    row = _SPAN.first(connection, row=key)
    return None if row is None else (SetId(row[0]), _span(row[1:], _ProvenanceReader()))


def _span(row: Sequence[Any], read: _ProvenanceReader) -> Span:
    key, name, start, end, label, words, entity, attributes, note, unsure, provenance = row
    return Span(
        key,
        name,
        Extent(start, end),
        label,
        words,
        entity,
        {} if attributes is None else orjson.loads(attributes),
        note or "",
        bool(unsure),
        read(provenance),
    )


def _frames(connection: Connection, set_id: int, read: _ProvenanceReader) -> tuple[Frame, ...]:
    fillers: dict[int, list[Filler]] = defaultdict(list)
    for row in _FILLERS.rows(connection, row=set_id):
        fillers[row[0]].append(Filler(*row[1:]))
    return tuple(_frame(row, fillers[row[0]], read) for row in _FRAMES.rows(connection, row=set_id))


def _frame(row: Sequence[Any], fillers: Sequence[Filler], read: _ProvenanceReader) -> Frame:
    key, name, kind, implied, attributes, note, unsure, joined, provenance = row
    return Frame(
        id=FrameId(key),
        key=name,
        type=kind,
        fillers=tuple(fillers),
        implied=tuple(loaded(implied, ())),
        attributes=loaded(attributes, {}),
        note=note or "",
        unsure=bool(unsure),
        joined=joined,
        provenance=read(provenance),
    )


def frame(connection: Connection, key: FrameId) -> Frame:
    """Return one frame.

    Raises:
        GoneError: It was deleted.
    """
    row = _FRAME.first(connection, row=key)
    if row is None:
        raise GoneError(thing="frame")
    fillers = [Filler(*values[1:]) for values in _FILLERS_OF_FRAME.rows(connection, row=key)]
    return _frame(row, fillers, _ProvenanceReader())


def annotators(connection: Connection) -> list[str]:
    """Return the names of those who have a set, ``gold`` included."""
    return sorted(row[0] for row in _ANNOTATORS.rows(connection))


# --- the register of entities ----------------------------------------------------------------


def entities(connection: Connection, keys: Iterable[EntityId]) -> dict[EntityId, Entity]:
    """Return entities of the register by id."""
    wanted = sorted(keys)
    if not wanted:
        return {}
    rows = _ENTITIES.rows(connection, ids=sqlite.as_list(wanted))
    return {EntityId(row[0]): _entity(row) for row in rows}


def find_entities(connection: Connection, words: str, limit: int = 20) -> list[tuple[Entity, int]]:
    """Return entities whose name or an alias contains the words, with their numbers of mentions.

    The most mentioned come first; without words, those that were added last.
    """
    mentions = select(func.count()).where(_P.entity_id == _E.id).scalar_subquery()
    query = select(*_ENTITY_COLUMNS, mentions.label("mentions"))
    if words:
        like = f"%{escaped(words)}%"
        query = query.where(
            or_(_E.name.like(like, escape="\\"), _E.aliases.like(like, escape="\\"))
        )
        query = query.order_by(words_of_sql("mentions DESC"), _E.name, _E.id)
    else:
        query = query.order_by(_E.id.desc())
    rows = connection.execute(query.limit(limit)).all()
    return [(_entity(row), row[-1]) for row in rows]


def entity_named(connection: Connection, kind: str, name: str) -> EntityId | None:
    """Return the entity of a type and name."""
    found = _ENTITY_NAMED.scalar(connection, kind=kind, name=name)
    return None if found is None else EntityId(found)


def entity_linked(connection: Connection, link: str) -> Entity | None:
    """Return the entity of a Wikidata id."""
    row = _ENTITY_LINKED.first(connection, link=link)
    return None if row is None else _entity(row)


def articles_of_entity(connection: Connection, key: EntityId) -> list[ArticleId]:
    """Return the articles in which somebody mentions an entity."""
    return [ArticleId(row[0]) for row in _MENTIONED_IN.rows(connection, row=key)]


def _entity(row: Sequence[Any]) -> Entity:
    key, kind, name, aliases, links, note, offices = row[:7]
    return Entity(
        id=EntityId(key),
        type=kind,
        name=name,
        aliases=tuple(loaded(aliases, ())),
        links=loaded(links, {}),
        note=note or "",
        offices=tuple(loaded(offices, ())),
    )


def loaded(kept: str | None, empty: Any) -> Any:
    """Return what a column of JSON says, ``empty`` where it is null."""
    return empty if kept is None else orjson.loads(kept)


def escaped(words: str) -> str:
    """Return words as they stand in a LIKE pattern whose escape character is the backslash."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
