"""The register of entities: what the entity desk lists, and making one of two or two of one.

Links follow a merge in every set, closed ones too: their tags stay as they are, only what they mean
changes. Each is one operation, whatever hangs on it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from annotator.domain.annotation import Entity, EntityId, SetStatus, SpanId
from annotator.domain.article import ArticleId
from annotator.domain.office import contradictions, offices_of, resembles
from annotator.domain.register import (
    WIKIDATA,
    EntityDetail,
    EntityQuery,
    EntityRow,
    Figures,
    MentionRow,
    MergePreview,
    OddOffice,
    OfficeClash,
    SplitPreview,
    Twice,
    united_aliases,
)
from annotator.domain.scheme import Scheme
from annotator.errors import (
    EmptyNameError,
    EntitiesDifferError,
    GoneError,
    StaleRegisterError,
)
from annotator.ops.entities import check_free
from annotator.ops.tags import check_label, shown
from annotator.ops.workspace import Workspace
from annotator.store import entity_desk, reader
from annotator.store.database import Reading
from annotator.store.writer import Writer

ODD_MOST = 2_000
"""Of more mentions than this nobody looks at single ones."""

# --- what is there ---------------------------------------------------------------------------


def find(workspace: Workspace, query: EntityQuery) -> Sequence[int]:
    """Return the ids of the entities that a query asks for, in its order."""
    with workspace.read() as connection:
        return entity_desk.ids(connection, query)


def count(workspace: Workspace) -> int:
    """Return how many entities there are."""
    with workspace.read() as connection:
        return entity_desk.count(connection)


def page(workspace: Workspace, keys: Sequence[EntityId]) -> dict[EntityId, EntityRow]:
    """Return the rows of up to some hundred entities."""
    with workspace.read() as connection:
        return entity_desk.page(connection, keys)


def detail(workspace: Workspace, key: EntityId) -> EntityDetail | None:
    """Return what the desk shows of one entity, ``None`` where it is gone."""
    with workspace.read() as connection:
        entity = reader.entities(connection, [key]).get(key)
        if entity is None:
            return None
        written = tuple(entity_desk.written_forms(connection, key))
        return EntityDetail(entity, entity_desk.figures(connection, [key]), written)


def mention_ids(workspace: Workspace, key: EntityId) -> Sequence[int]:
    """Return the mentions of an entity in all sets, newest articles first."""
    with workspace.read() as connection:
        return entity_desk.mention_ids(connection, key)


def mentions(workspace: Workspace, keys: Sequence[SpanId]) -> dict[SpanId, MentionRow]:
    """Return up to some hundred mentions with the words around them."""
    with workspace.read() as connection:
        return entity_desk.mentions(connection, keys)


# --- one of several --------------------------------------------------------------------------


def preview_merge(
    workspace: Workspace,
    keep: EntityId,
    others: Sequence[EntityId],
    left_out: Collection[SpanId] = (),
) -> MergePreview:
    """Return what :func:`merge` would do.

    Raises:
        GoneError: One of the entities is not there any more.
    """
    with workspace.read() as connection:
        return _preview_merge(connection, workspace.scheme, keep, others, left_out)


def merge(
    workspace: Workspace,
    author: str,
    keep: EntityId,
    others: Sequence[EntityId],
    *,
    left_out: Collection[SpanId] = (),
    expected: MergePreview | None = None,
) -> None:
    """Make one entity of several, in one step: mentions, roles, rules and aliases follow.

    A frame that names two of them in one role names the one once: the filler that says less goes.
    In a closed set no tag loses its role.

    Args:
        workspace: Whose register.
        author: Who merges.
        keep: Whose name, type and id stay.
        others: Those that go into it.
        left_out: Mentions that keep their entity, which then stays in the register.
        expected: What was shown to the author, who decided on that.

    Raises:
        EntitiesDifferError: They have different Wikidata ids.
        GoneError: One of them is not there any more.
        StaleRegisterError: The merge would do something else than was shown.
    """
    with workspace.operation("Merge entities", author) as writer:
        preview = _preview_merge(writer.connection, workspace.scheme, keep, others, left_out)
        if expected is not None and preview != expected:
            raise StaleRegisterError(name=shown(preview.kept.name))
        if preview.refused:
            raise EntitiesDifferError(links=", ".join(preview.links))
        what = preview.merged[0].name if len(preview.merged) == 1 else ""
        from_words = shown(what) if what else f"{len(preview.merged)} entities"
        writer.title = f"Merge {from_words} into {shown(preview.kept.name)}"
        writer.changes.closed_too = True
        merged = frozenset(other.id for other in preview.merged)
        _collapse(writer, workspace.scheme, _Joined(keep, merged, frozenset(left_out)))
        for other in preview.merged:
            _move_all(writer, other.id, keep, left_out)
        _unite(writer, preview)


@dataclass(frozen=True, slots=True)
class _Joined:
    """Entities that become one: what means one of ``others`` will mean ``keep``."""

    keep: EntityId
    others: frozenset[EntityId]
    left_out: frozenset[SpanId]
    spans: frozenset[int] | None = None

    def moves(self, span: int | None, entity: int | None) -> bool:
        """Whether a filler will mean another entity than now."""
        if self.spans is not None:
            return span in self.spans
        return entity in self.others and span not in self.left_out


def _preview_merge(
    connection: Reading,
    scheme: Scheme,
    keep: EntityId,
    others: Sequence[EntityId],
    left_out: Collection[SpanId],
) -> MergePreview:
    keys = [keep, *(key for key in dict.fromkeys(others) if key != keep)]
    found = reader.entities(connection, keys)
    if len(found) < len(keys):
        raise GoneError(thing="entity")
    kept, *merged = (found[key] for key in keys)
    spans = [
        span
        for entity in merged
        for span in entity_desk.references(connection, entity.id)["span", "entity_id"]
        if span not in left_out
    ]
    joined = _Joined(keep, frozenset(keys[1:]), frozenset(left_out))
    links = (entity.links.get(WIKIDATA, "") for entity in (kept, *merged))
    return MergePreview(
        kept=kept,
        merged=tuple(merged),
        before=tuple(entity_desk.figures(connection, [key]) for key in keys),
        after=_without(connection, entity_desk.figures(connection, keys), keep, keys, left_out),
        aliases=united_aliases(kept, tuple(merged)),
        links=tuple(dict.fromkeys(link for link in links if link)),
        types=tuple(dict.fromkeys(entity.type for entity in (kept, *merged))),
        twice=tuple(_twice(connection, scheme, joined)),
        clashes=tuple(
            OfficeClash(one, other)
            for entity in merged
            for one, other in contradictions(kept.offices, entity.offices)
        ),
        odd=_odd_offices(connection, scheme, kept, [*spans, *left_out]),
        closed_articles=entity_desk.closed_articles(connection, spans),
    )


def _odd_offices(
    connection: Reading, scheme: Scheme, kept: Entity, spans: Collection[SpanId | int]
) -> tuple[OddOffice, ...]:
    """Return mentions beside which stands another office than the kept entity held on that day."""
    labels = {label.name for label in scheme.labels if label.office}
    offices = [office for _, office in offices_of(kept.offices)]
    if not labels or not offices or len(spans) > ODD_MOST:
        return ()
    odd: dict[SpanId, str] = {}
    for key, words, day in entity_desk.words_beside(connection, spans, labels):
        held = [office for office in offices if office.held_on(day)]
        if held and not any(resembles(words, office) for office in held):
            odd.setdefault(key, words)
    rows = entity_desk.mentions(connection, list(odd))
    return tuple(OddOffice(rows[key], odd[key]) for key in sorted(odd))


def _without(
    connection: Reading,
    together: Figures,
    keep: EntityId,
    keys: Sequence[EntityId],
    left_out: Collection[SpanId],
) -> Figures:
    """Return the figures of all without the mentions that are left out."""
    if not left_out:
        return together
    staying = [
        span
        for key in keys
        for span in entity_desk.references(connection, key)["span", "entity_id"]
        if key == keep or span not in left_out
    ]
    return entity_desk.figures_of(connection, staying, keys)


def _move_all(
    writer: Writer, other: EntityId, keep: EntityId, left_out: Collection[SpanId]
) -> None:
    """Let everything that means one entity mean another, and take it away if nothing is left."""
    stays = False
    for (table, column), rows in entity_desk.references(writer.connection, other).items():
        moved = [row for row in rows if table != "span" or row not in left_out]
        stays = stays or len(moved) < len(rows)
        writer.move(table, column, moved, other, keep)
    if not stays:
        writer.delete("entity", other)


def _unite(writer: Writer, preview: MergePreview) -> None:
    """Let the kept entity know what was known of the others; its own stays first."""
    kept = preview.kept
    links, offices, notes = dict(kept.links), list(kept.offices), [kept.note]
    for other in preview.merged:
        still_there = writer.get("entity", other.id) is not None
        links = {**other.links, **links} if not still_there else links
        offices += [office for office in other.offices if office not in offices]
        notes.append(other.note)
    said = "\n".join(dict.fromkeys(note for note in notes if note))
    writer.update(
        "entity",
        kept.id,
        {
            "aliases": _stored(list(preview.aliases)),
            "links": _stored({**kept.links, **links}),
            "wikidata": links.get(WIKIDATA) or None,
            "offices": _stored(offices),
            "note": said or None,
        },
    )


def _stored(value: Any) -> str | None:
    return orjson.dumps(value).decode() if value else None


# --- fillers that would be there twice -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Filler:
    id: int
    frame: int
    kind: str
    role: str
    span: int | None
    entity: int | None
    article: ArticleId
    title: str
    closed: bool


def _shared_roles(
    connection: Reading, scheme: Scheme, joined: _Joined
) -> Iterable[tuple[list[_Filler], list[_Filler]]]:
    """Yield the fillers of each role that will name the kept entity twice: staying, moving."""
    if joined.spans is not None:
        frames = entity_desk.frames_with(connection, joined.spans)
    else:
        frames = entity_desk.frames_naming(connection, joined.others)
    roles: dict[tuple[int, str], list[_Filler]] = {}
    for key, frame, kind, role, _, span, entity, article, title, status in entity_desk.fillers(
        connection, frames
    ):
        filler = _Filler(
            key, frame, kind, role, span, entity, ArticleId(article), title,
            SetStatus(status).closed,
        )  # fmt: skip
        if not _holds_fragments(scheme, kind, role):
            roles.setdefault((frame, role), []).append(filler)
    for fillers in roles.values():
        moving = [one for one in fillers if joined.moves(one.span, one.entity)]
        staying = [one for one in fillers if one.entity == joined.keep and one not in moving]
        if moving and (staying or len({one.entity for one in moving}) > 1):
            yield staying, moving


def _holds_fragments(scheme: Scheme, kind: str, role: str) -> bool:
    """Whether a role takes the pieces of one thing, each of which counts."""
    known = scheme.frame_type_by_name.get(kind)
    found = known.role(role) if known is not None else None
    return found is not None and found.anchor


def _twice(connection: Reading, scheme: Scheme, joined: _Joined) -> Iterable[Twice]:
    for staying, moving in _shared_roles(connection, scheme, joined):
        one = (staying or moving)[0]
        yield Twice(one.kind, one.role, one.article, one.title, one.closed)


def _collapse(writer: Writer, scheme: Scheme, joined: _Joined) -> None:
    """Take away fillers that would name the kept entity once more in their role."""
    for staying, moving in list(_shared_roles(writer.connection, scheme, joined)):
        for filler in _superfluous(staying, moving):
            writer.delete("filler", filler.id)


def _superfluous(staying: Sequence[_Filler], moving: Sequence[_Filler]) -> list[_Filler]:
    """Return the fillers of a role that go: a name without words before a mention of it.

    Several mentions of one entity in a role stay: so it was tagged.
    """
    fillers = [*staying, *moving]
    mentions = [one for one in fillers if one.span is not None]
    bare = [one for one in fillers if one.span is None]
    if not mentions:
        return bare[1:]
    if fillers[0].closed:
        return bare
    return [*bare, *(one for one in mentions if one.entity != mentions[0].entity)]


# --- two of one ------------------------------------------------------------------------------


def preview_split(
    workspace: Workspace, entity: EntityId, spans: Collection[SpanId], target: EntityId | None
) -> SplitPreview:
    """Return what :func:`split` would do.

    Raises:
        GoneError: One of the entities is not there any more.
        StaleRegisterError: One of the mentions is of another entity by now.
    """
    with workspace.read() as connection:
        return _preview_split(connection, workspace.scheme, entity, spans, target)


def split(
    workspace: Workspace,
    author: str,
    entity: EntityId,
    spans: Collection[SpanId],
    target: EntityId | str,
    *,
    expected: SplitPreview | None = None,
) -> EntityId:
    """Let some mentions of an entity mean another one; return that.

    Args:
        workspace: Whose register.
        author: Who splits.
        entity: What they mean now.
        spans: The mentions, of any set.
        target: The other entity, or the name of a new one of the same type.
        expected: What was shown to the author, who decided on that.

    Raises:
        EmptyNameError: The new one has no name.
        EntityTakenError: There is one of this type and name already.
        GoneError: One of the entities is not there any more.
        StaleRegisterError: One of the mentions is of another entity by now.
    """
    with workspace.operation("Split", author) as writer:
        known = None if isinstance(target, str) else target
        preview = _preview_split(writer.connection, workspace.scheme, entity, spans, known)
        if expected is not None and preview != expected:
            raise StaleRegisterError(name=shown(preview.entity.name))
        kind = preview.entity.type
        if isinstance(target, str):
            goal = _add(workspace, writer, kind, target)
            name = " ".join(target.split())
        else:
            goal, name = target, preview.target.name if preview.target is not None else ""
        number = "1 mention" if len(spans) == 1 else f"{len(spans)} mentions"
        writer.title = f"Split {number} of {shown(preview.entity.name)} off to {shown(name)}"
        writer.changes.closed_too = True
        _collapse(writer, workspace.scheme, _split_join(goal, spans))
        writer.move("span", "entity_id", spans, entity, goal)
    return goal


def _add(workspace: Workspace, writer: Writer, kind: str, name: str) -> EntityId:
    words = " ".join(name.split())
    if not words:
        raise EmptyNameError
    check_label(workspace, kind)
    check_free(writer, kind, words, None)
    return EntityId(writer.insert("entity", {"type": kind, "name": words}))


def _split_join(goal: EntityId, spans: Collection[SpanId]) -> _Joined:
    return _Joined(goal, frozenset(), frozenset(), frozenset(spans))


def _preview_split(
    connection: Reading,
    scheme: Scheme,
    entity: EntityId,
    spans: Collection[SpanId],
    target: EntityId | None,
) -> SplitPreview:
    keys = [entity] if target is None else [entity, target]
    found: Mapping[EntityId, Entity] = reader.entities(connection, keys)
    if len(found) < len(keys):
        raise GoneError(thing="entity")
    meant = entity_desk.entities_of(connection, spans)
    if any(meant.get(span) != entity for span in spans):
        raise StaleRegisterError(name=shown(found[entity].name))
    all_spans = entity_desk.references(connection, entity)["span", "entity_id"]
    staying = [span for span in all_spans if span not in spans]
    nothing = Figures()
    before = nothing if target is None else entity_desk.figures(connection, [target])
    moved = entity_desk.figures_of(connection, spans)
    after = moved
    twice: tuple[Twice, ...] = ()
    if target is not None:
        there = entity_desk.references(connection, target)["span", "entity_id"]
        after = entity_desk.figures_of(connection, [*there, *spans], [target])
        twice = tuple(_twice(connection, scheme, _split_join(target, spans)))
    return SplitPreview(
        entity=found[entity],
        target=None if target is None else found[target],
        articles=entity_desk.figures(connection, [entity]).articles,
        moved=moved,
        left=entity_desk.figures_of(connection, staying, [entity]),
        before=before,
        after=after,
        twice=twice,
        closed_articles=entity_desk.closed_articles(connection, spans),
    )
