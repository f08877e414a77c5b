"""Which names of the scheme stand in the tags of a workspace, how often, and whose they are."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    func,
    or_,
    select,
)

from annotator.domain.renames import Renames
from annotator.domain.scheme_change import Kind, NamesInUse, Part
from annotator.store import tables
from annotator.store.pending import WAITS
from annotator.store.prepared import Prepared

_P, _R, _F, _E = tables.span.c, tables.frame.c, tables.filler.c, tables.entity.c
_S, _D, _T = tables.suggestion.c, tables.decision.c, tables.annotation_set.c
_LABELS = Prepared(select(_P.label, func.count()).group_by(_P.label))
_LABEL_ATTRIBUTES = Prepared(
    select(_P.label, _P.attributes, func.count())
    .where(_P.attributes.is_not(None))
    .group_by(_P.label, _P.attributes)
)
_FRAMES = Prepared(
    select(_R.type, _R.implied, _R.attributes, func.count()).group_by(
        _R.type, _R.implied, _R.attributes
    )
)
_ROLES = Prepared(
    select(_R.type, _F.role, func.count())
    .join(tables.frame, _R.id == _F.frame_id)
    .group_by(_R.type, _F.role)
)
_ENTITIES = Prepared(select(_E.type, func.count()).group_by(_E.type))
_SUGGESTIONS = Prepared(
    select(_S.label, _S.start.is_(None), func.count())
    .where(WAITS)
    .group_by(_S.label, _S.start.is_(None))
)
_DECISIONS = Prepared(
    select(_D.label, _D.start.is_(None), func.count()).group_by(_D.label, _D.start.is_(None))
)
_SETS = Prepared(select(_T.id, _T.article_id, _T.annotator))


def in_use(connection: Connection) -> NamesInUse:
    """Return how often each name stands in the tags of everybody, and in the register."""
    attributes: Counter[tuple[str, str, Any]] = Counter()
    frames: Counter[str] = Counter()
    roles: Counter[tuple[str, str]] = Counter()
    for label, kept, count in _LABEL_ATTRIBUTES.rows(connection):
        for name, value in _loaded(kept, {}).items():
            attributes[label, name, _plain(value)] += count
    for kind, implied, kept, count in _FRAMES.rows(connection):
        frames[kind] += count
        for role in _loaded(implied, []):
            roles[kind, role] += count
        for name, value in _loaded(kept, {}).items():
            attributes[kind, name, _plain(value)] += count
    for kind, role, count in _ROLES.rows(connection):
        roles[kind, role] += count
    return NamesInUse(
        labels=dict(_LABELS.rows(connection)),
        frames=frames,
        roles=roles,
        attributes=attributes,
        entities=dict(_ENTITIES.rows(connection)),
    )


def proposed(connection: Connection) -> dict[Part, int]:
    """Return how many suggestions that count there are for each label and frame type."""
    return _by_part(_SUGGESTIONS.rows(connection))


def decided(connection: Connection) -> dict[Part, int]:
    """Return how many decisions there are on suggestions of each label and frame type."""
    return _by_part(_DECISIONS.rows(connection))


def _by_part(rows: Iterable[Sequence[Any]]) -> dict[Part, int]:
    return {
        Part(Kind.FRAME if nowhere else Kind.LABEL, name): count for name, nowhere, count in rows
    }


# --- whose -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whose tags have a name, and on which articles."""

    articles: frozenset[int]
    annotators: frozenset[str]


NOBODY = Concerned(frozenset(), frozenset())


class Owners:
    """Finds whose tags have a name.

    Args:
        connection: To read from.
        article: The only one to look at, ``None`` for all.
    """

    def __init__(self, connection: Connection, article: int | None = None) -> None:
        self._connection = connection
        self._article = article
        self._sets: dict[int, tuple[int, str]] | None = None

    def of(self, part: Part) -> Concerned:
        """Return who has a label, frame type, role, attribute or value, and where."""
        keys: set[int] = set()
        for table, condition in _where(part):
            keys.update(self._connection.scalars(self._sets_with(table, condition)))
        if keys and self._sets is None:
            sets = _SETS.rows(self._connection)
            self._sets = {key: (article, who) for key, article, who in sets}
        sets_of = self._sets or {}
        found = [sets_of[key] for key in keys if key in sets_of]
        return Concerned(
            frozenset(article for article, _ in found), frozenset(who for _, who in found)
        )

    def _sets_with(self, table: Table, condition: ColumnElement[bool]) -> Select[Any]:
        query = select(table.c.set_id).where(condition).distinct()
        if self._article is None:
            return query
        within = select(_T.id).where(_T.article_id == self._article)
        return query.where(table.c.set_id.in_(within))


def count_tags(connection: Connection, parts: Iterable[Part]) -> int:
    """Return how many spans and frames have at least one of some names."""
    by_table: dict[Table, list[ColumnElement[bool]]] = {}
    for part in parts:
        for table, condition in _where(part):
            by_table.setdefault(table, []).append(condition)
    return sum(
        int(connection.scalar(select(func.count()).select_from(table).where(or_(*some))) or 0)
        for table, some in by_table.items()
    )


def has_entities(connection: Connection, parts: Iterable[Part]) -> bool:
    """Whether the register has entities whose type is one of some labels."""
    labels = [part.name for part in parts if part.kind == Kind.LABEL]
    query = select(_E.id).where(_E.type.in_(labels)).limit(1)
    return bool(labels) and connection.scalar(query) is not None


def _where(part: Part) -> list[tuple[Table, ColumnElement[bool]]]:
    """Return the tables of the tags that have a name, and which of their rows do."""
    if part.kind == Kind.LABEL:
        return [(tables.span, _P.label == part.name)]
    if part.kind == Kind.FRAME:
        return [(tables.frame, _R.type == part.name)]
    if part.kind == Kind.ROLE:
        implied = func.coalesce(func.instr(_R.implied, _text(part.name)), 0) > 0
        filled = _R.id.in_(select(_F.frame_id).where(_F.role == part.name))
        return [(tables.frame, and_(_R.type == part.of[0], or_(filled, implied)))]
    texts = [_text(part.name) + ":"]
    if part.kind == Kind.VALUE:
        name = _text(part.of[-1]) + ":"
        texts = [f"{name}{value}" for value in (_text(part.name), f"{part.name},", part.name + "}")]
    return [
        (tables.span, and_(_P.label == part.of[0], _has_one(_P.attributes, texts))),
        (tables.frame, and_(_R.type == part.of[0], _has_one(_R.attributes, texts))),
    ]


def _text(name: str) -> str:
    return orjson.dumps(name).decode()


def _has_one(column: Column[Any], texts: Iterable[str]) -> ColumnElement[bool]:
    return or_(*(func.coalesce(func.instr(column, text), 0) > 0 for text in texts))


# --- what cannot become one --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Clash:
    """Things that may stand once only and would become the same.

    Attributes:
        names: The names that would become one.
        now: Which one.
        thing: "span", "entity" or "filler".
        of: The frame type, of roles.
    """

    thing: str
    names: tuple[str, ...]
    now: str
    count: int
    of: str = ""


def clashes(connection: Connection, renames: Renames) -> list[Clash]:
    """Return what two names that become one would make the same."""
    return [item for item in _all_clashes(connection, renames) if item.count]


def _all_clashes(connection: Connection, renames: Renames) -> Iterator[Clash]:
    def count(query: Select[Any]) -> int:
        return int(connection.scalar(query) or 0)

    for now, names in _merged(renames.labels).items():
        yield Clash("span", names, now, count(_same_words(names)))
        yield Clash("entity", names, now, count(_same_entities(names)))
    for frame, inside in renames.in_frames.items():
        kinds = [frame, *(old for old, new in renames.frames.items() if new == frame)]
        for now, names in _merged(inside.roles).items():
            yield Clash("filler", names, now, count(_same_fillers(names, kinds)), frame)


def _merged(names: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the names that become one, with the one itself, which may be in use as well."""
    groups: dict[str, list[str]] = {}
    for old, new in names.items():
        groups.setdefault(new, [new]).append(old)
    return {new: tuple(olds) for new, olds in groups.items()}


def _same_words(names: Sequence[str]) -> Select[Any]:
    other = tables.span.alias()
    alike = (other.c.set_id == _P.set_id, other.c.start == _P.start, other.c.end == _P.end)
    return (
        select(func.count())
        .select_from(tables.span.join(other, and_(*alike, other.c.label > _P.label)))
        .where(_P.label.in_(names), other.c.label.in_(names))
    )


def _same_entities(names: Sequence[str]) -> Select[Any]:
    other = tables.entity.alias()
    alike = and_(other.c.name == _E.name, other.c.type > _E.type)
    return (
        select(func.count())
        .select_from(tables.entity.join(other, alike))
        .where(_E.type.in_(names), other.c.type.in_(names))
    )


def _same_fillers(names: Sequence[str], kinds: Sequence[str]) -> Select[Any]:
    other = tables.filler.alias()
    alike = or_(
        other.c.span_id == _F.span_id,
        other.c.entity_id == _F.entity_id,
        other.c.child_id == _F.child_id,
    )
    joined = and_(other.c.frame_id == _F.frame_id, other.c.role > _F.role, alike)
    return (
        select(func.count())
        .select_from(tables.filler.join(other, joined).join(tables.frame, _R.id == _F.frame_id))
        .where(_F.role.in_(names), other.c.role.in_(names), _R.type.in_(kinds))
    )


def _loaded(kept: str | None, nothing: Any) -> Any:
    """Return what a column of JSON holds; what cannot be read is for the check of integrity."""
    try:
        found = nothing if kept is None else orjson.loads(kept)
    except ValueError:
        return nothing
    return found if isinstance(found, type(nothing)) else nothing


def _plain(value: Any) -> Any:
    return value if value is None or type(value) in {str, int} else orjson.dumps(value).decode()
