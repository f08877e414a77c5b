"""Names of the register: all of them, those that operations changed, and how often each is used."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, literal_column, select

from annotator.domain.annotation import EntityId
from annotator.store import sqlite, tables
from annotator.store.changes import Changes
from annotator.store.prepared import Prepared
from annotator.store.reader import loaded

MOST_STEPS = 200
"""Operations that are read for what they changed; after more, everything is read again."""
MOST_COUNTED = 10_000
"""Mentions are counted up to here: a country may have a million."""

_E, _P, _T, _O = tables.entity.c, tables.span.c, tables.annotation_set.c, tables.operation.c
_NAMES = (_E.id, _E.name, _E.aliases)
_SIZE = Prepared(select(func.count()).select_from(tables.entity))
_ALL = Prepared(select(*_NAMES))
_SOME = Prepared(select(*_NAMES).where(sqlite.listed(_E.id, "ids")))
_SINCE = Prepared(
    select(_O.id, _O.target_id, _O.changes)
    .where(_O.id > bindparam("after"))
    .order_by(_O.id)
    .limit(MOST_STEPS + 1)
)
_CHANGES = Prepared(select(_O.changes).where(_O.id == bindparam("row")))
_NEWEST = Prepared(select(func.max(_O.id)))
_COUNT = Prepared(
    select(func.count()).select_from(
        select(literal_column("1"))
        .where(_P.entity_id == bindparam("entity"))
        .limit(MOST_COUNTED)
        .subquery()
    )
)
_ARTICLES = Prepared(
    select(func.count(func.distinct(_T.article_id)))
    .join(tables.span, _P.set_id == _T.id)
    .where(_P.entity_id == bindparam("entity"))
)
_SAME_WORDS = Prepared(
    select(_P.text, _P.entity_id)
    .where(
        _P.set_id == bindparam("set_id"),
        _P.label == bindparam("label"),
        _P.entity_id.is_not(None),
    )
    .distinct()
)
_NAMESAKES = Prepared(
    select(_E.id, _E.name).where(
        _E.type == bindparam("kind"),
        _E.name >= bindparam("name"),
        _E.name < bindparam("beyond"),
    )
)


@dataclass(frozen=True, slots=True)
class NameRow:
    """The names of one entity."""

    id: int
    name: str
    aliases: Sequence[str]


def size(connection: Connection) -> int:
    """Return the number of entities."""
    return int(_SIZE.scalar(connection) or 0)


def all_names(connection: Connection) -> list[NameRow]:
    """Return the names of all entities."""
    return [_row(row) for row in _ALL.rows(connection)]


def names_of(connection: Connection, ids: Iterable[int]) -> list[NameRow]:
    """Return the names of some entities, as far as they are there."""
    return [_row(row) for row in _SOME.rows(connection, ids=sqlite.as_list(ids))]


def _row(row: Sequence[Any]) -> NameRow:
    return NameRow(row[0], row[1], loaded(row[2], ()))


def newest_step(connection: Connection) -> int:
    """Return the number of the newest operation, 0 where there is none."""
    return int(_NEWEST.scalar(connection) or 0)


def changed_since(connection: Connection, after: int) -> tuple[int, Collection[int] | None]:
    """Return the newest operation, and the entities that operations after one have changed.

    ``None`` stands for too many to tell: all are to be read again.
    """
    rows = _SINCE.rows(connection, after=after)
    if not rows:
        return after, ()
    if len(rows) > MOST_STEPS:
        return newest_step(connection), None
    found: set[int] = set()
    for _, target, kept in rows:
        blob = kept if kept is not None else _CHANGES.scalar(connection, row=target)
        changes = Changes.from_bytes(blob) if blob else Changes()
        found.update(row.id for row in changes.rows if row.table == "entity")
        for first, last in changes.made.get("entity", ()):
            found.update(range(first, last + 1))
    return rows[-1][0], found


def uses(connection: Connection, entity: EntityId) -> int:
    """Return in how many places an entity is mentioned; at most :data:`MOST_COUNTED`."""
    return int(_COUNT.scalar(connection, entity=entity) or 0)


def articles_with(connection: Connection, entity: EntityId) -> int:
    """Return in how many articles an entity is mentioned."""
    return int(_ARTICLES.scalar(connection, entity=entity) or 0)


def linked_words(connection: Connection, set_id: int, label: str) -> list[tuple[str, EntityId]]:
    """Return what words with a label mean in one set, each pair once."""
    rows = _SAME_WORDS.rows(connection, set_id=set_id, label=label)
    return [(words, EntityId(entity)) for words, entity in rows]


def namesakes(connection: Connection, kind: str, name: str) -> dict[str, EntityId]:
    """Return the entities of a type called so, with or without something in brackets behind it."""
    rows = _NAMESAKES.rows(connection, kind=kind, name=name, beyond=f"{name} )")
    return {
        found: EntityId(key)
        for key, found in rows
        if found == name or found.startswith(f"{name} (")
    }
