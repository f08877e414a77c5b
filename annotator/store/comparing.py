"""What sets and sources say, for comparing: many articles at a time, only what is compared."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, select

from annotator.domain.annotation import SUGGESTIONS_PREFIX, SetStatus
from annotator.domain.article import ArticleId
from annotator.domain.gold import GoldRecord
from annotator.domain.review import (
    Attributes,
    FillerTag,
    FrameTag,
    SetTags,
    SpanTag,
    attributes_of,
    entity_identity,
    tags_of_record,
)
from annotator.store import gold_export, sqlite, tables
from annotator.store.prepared import Prepared

CHUNK = 100
_A, _T, _K, _O = tables.article.c, tables.annotation_set.c, tables.look.c, tables.source.c
_P, _R, _F, _E = tables.span.c, tables.frame.c, tables.filler.c, tables.entity.c
_SETS = Prepared(
    select(_A.id, _A.name, _T.id, _T.status)
    .join(tables.annotation_set, _A.id == _T.article_id)
    .where(_A.archived == 0, _T.annotator == bindparam("name"))
)
_LOOKS = Prepared(
    select(_A.id, _A.name, _K.id)
    .join(tables.look, _A.id == _K.article_id)
    .join(tables.source, _O.id == _K.source_id)
    .where(_A.archived == 0, _K.newest == 1, _O.name == bindparam("name"))
)
_TEXTS = Prepared(select(_A.id, _A.text).where(sqlite.listed(_A.id, "keys")))
_SPANS = Prepared(
    select(_P.set_id, _P.id, _P.key, _P.start, _P.end, _P.label, _P.entity_id, _P.attributes)
    .where(sqlite.listed(_P.set_id, "keys"))
    .order_by(_P.set_id, _P.start, _P.end, _P.label)
)
_FRAMES = Prepared(
    select(_R.set_id, _R.id, _R.key, _R.type, _R.implied, _R.attributes)
    .where(sqlite.listed(_R.set_id, "keys"))
    .order_by(_R.set_id, _R.id)
)
_FILLERS = Prepared(
    select(_F.frame_id, _F.role, _F.span_id, _F.entity_id, _F.child_id)
    .join(tables.frame, _R.id == _F.frame_id)
    .where(sqlite.listed(_R.set_id, "keys"))
    .order_by(_F.frame_id, _F.position, _F.id)
)
_ENTITIES = Prepared(select(_E.id, _E.type, _E.name, _E.links).where(sqlite.listed(_E.id, "keys")))
_WHOLE = (SetStatus.COMPLETE, SetStatus.APPROVED)


@dataclass(frozen=True, slots=True)
class Shared:
    """An article that several names have tagged.

    Attributes:
        keys: For each name its set, or its look at the article where it is a source.
    """

    article: ArticleId
    name: str
    keys: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SharedArticles:
    """Which articles can be compared.

    Attributes:
        articles: By name.
        alone: For each name how many articles it has that not all others have.
        excluded: How many all have, left out because somebody excluded them from the study.
        unfinished: For each name how many of the articles it has not completed: what is not
            tagged there yet counts as what the other alone has.
    """

    articles: tuple[Shared, ...]
    alone: tuple[int, ...]
    excluded: int
    unfinished: tuple[int, ...] = ()


def shared(connection: Connection, names: Sequence[str]) -> SharedArticles:
    """Return the articles that all names have tagged; names are annotators, gold or sources."""
    by_name = [_of_name(connection, name) for name in names]
    common = set.intersection(*(set(one) for one in by_name))
    compared = [
        Shared(ArticleId(key), by_name[0][key][0], tuple(one[key][1] for one in by_name))
        for key in common
        if not any(one[key][2] == SetStatus.EXCLUDED for one in by_name)
    ]
    compared.sort(key=lambda one: one.name)
    return SharedArticles(
        tuple(compared),
        tuple(len(one) - len(common) for one in by_name),
        len(common) - len(compared),
        tuple(sum(one[item.article][2] not in _WHOLE for item in compared) for one in by_name),
    )


def shared_by_some(
    connection: Connection, names: Sequence[str]
) -> dict[tuple[str, ...], list[Shared]]:
    """Return the articles that at least two names have tagged, by who these are.

    Those who excluded an article from the study have not tagged it.
    """
    by_name = {name: _of_name(connection, name) for name in names}
    found: defaultdict[tuple[str, ...], list[Shared]] = defaultdict(list)
    for key in sorted({key for one in by_name.values() for key in one}):
        here = {name: one[key] for name, one in by_name.items() if key in one}
        who = tuple(name for name, one in here.items() if one[2] != SetStatus.EXCLUDED)
        if len(who) > 1:
            keys = tuple(here[name][1] for name in who)
            found[who].append(Shared(ArticleId(key), here[who[0]][0], keys))
    return dict(found)


def _of_name(connection: Connection, name: str) -> dict[int, tuple[str, int, str]]:
    """Return by article its name, the set or look, and its status; a source's look is whole."""
    if name.startswith(SUGGESTIONS_PREFIX):
        source = name.removeprefix(SUGGESTIONS_PREFIX)
        whole = SetStatus.COMPLETE
        return {row[0]: (row[1], row[2], whole) for row in _LOOKS.rows(connection, name=source)}
    return {
        article: (of, key, status) for article, of, key, status in _SETS.rows(connection, name=name)
    }


class TagReader:
    """Reads what sets and sources say about a hundred articles at a time.

    Args:
        connection: Inside a transaction.
        names: Annotators, gold, or sources of suggestions.
    """

    def __init__(self, connection: Connection, names: Sequence[str]) -> None:
        self._connection = connection
        self._names = names
        self._entities: dict[int | None, str] = {None: ""}

    def read(
        self, articles: Sequence[Shared]
    ) -> Iterator[list[tuple[Shared, str, tuple[SetTags, ...]]]]:
        """Give each article with its text and what each name says, in lists of a hundred."""
        for first in range(0, len(articles), CHUNK):
            some = articles[first : first + CHUNK]
            keys = sqlite.as_list(one.article for one in some)
            texts = dict(_TEXTS.rows(self._connection, keys=keys))
            said = [
                self._said(name, [one.keys[place] for one in some])
                for place, name in enumerate(self._names)
            ]
            yield [
                (
                    one,
                    texts[one.article],
                    tuple(of[key] for of, key in zip(said, one.keys, strict=True)),
                )
                for one in some
            ]

    def records(self, articles: Sequence[Shared]) -> list[dict[str, GoldRecord]]:
        """Return for each name the records of the file form, by the names of the articles."""
        return [
            {
                record["id"]: record
                for record in _records(
                    self._connection, name, [one.keys[place] for one in articles]
                )
            }
            for place, name in enumerate(self._names)
        ]

    def _said(self, name: str, keys: list[int]) -> dict[int, SetTags]:
        if name.startswith(SUGGESTIONS_PREFIX):
            records = gold_export.suggestion_records(self._connection, keys)
            made = [tags_of_record(record, links=False) for record in records]
            return dict(zip(keys, made, strict=True))
        return self._said_in_sets(name, keys)

    def _said_in_sets(self, name: str, keys: list[int]) -> dict[int, SetTags]:
        connection, listed = self._connection, sqlite.as_list(keys)
        rows = _SPANS.rows(connection, keys=listed)
        frames = _FRAMES.rows(connection, keys=listed)
        fillers = _FILLERS.rows(connection, keys=listed) if frames else []
        self._learn({row[6] for row in rows} | {row[3] for row in fillers})
        entities = self._entities
        by_row: dict[int, SpanTag] = {}
        spans: dict[int, list[SpanTag]] = {key: [] for key in keys}
        for set_id, row, key, start, end, label, entity, attributes in rows:
            tag = SpanTag(key, start, end, label, entities[entity], _attributes(attributes))
            by_row[row] = tag
            spans[set_id].append(tag)
        made = self._frames(frames, fillers, by_row)
        return {key: SetTags(name, tuple(spans[key]), tuple(made.get(key, ()))) for key in keys}

    def _frames(
        self, frames: Sequence[Any], fillers: Sequence[Any], spans: dict[int, SpanTag]
    ) -> dict[int, list[FrameTag]]:
        keys = {row[1]: row[2] for row in frames}
        filled: dict[int, list[FillerTag]] = defaultdict(list)
        for frame, role, span, entity, child in fillers:
            filled[frame].append(
                FillerTag(
                    role,
                    None if span is None else spans[span],
                    self._entities[entity],
                    "" if child is None else keys[child],
                )
            )
        made: dict[int, list[FrameTag]] = defaultdict(list)
        for set_id, row, key, kind, implied, attributes in frames:
            unsaid = () if implied is None else tuple(sorted(orjson.loads(implied)))
            made[set_id].append(
                FrameTag(key, kind, tuple(filled.get(row, ())), unsaid, _attributes(attributes))
            )
        return made

    def _learn(self, keys: set[int | None]) -> None:
        new = sorted(key for key in keys if key is not None and key not in self._entities)
        if new:
            for key, kind, name, links in _ENTITIES.rows(
                self._connection, keys=sqlite.as_list(new)
            ):
                known = {} if links is None else orjson.loads(links)
                self._entities[key] = entity_identity(kind, name, known)


def _records(connection: Connection, name: str, keys: list[int]) -> Iterator[GoldRecord]:
    if name.startswith(SUGGESTIONS_PREFIX):
        return gold_export.suggestion_records(connection, keys)
    return gold_export.set_records(connection, keys)


def _attributes(kept: str | None) -> Attributes:
    return () if kept is None else attributes_of(orjson.loads(kept))
