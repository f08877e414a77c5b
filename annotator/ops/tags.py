"""Operations on single tags: add, delete, relabel, resize, link, note."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import orjson

from annotator.domain.annotation import Entity, EntityId, Provenance, SetId, Span, SpanId
from annotator.domain.extent import Extent
from annotator.domain.names import one_line, plain_name, resembles, tokens_of
from annotator.domain.scheme import Attribute, Scheme
from annotator.domain.suggestion import Decision, Suggestion
from annotator.errors import (
    AttributeInvalidError,
    EntityTakenError,
    GoneError,
    UnknownLabelError,
)
from annotator.ops.deriving import deriving_from
from annotator.ops.workspace import Workspace
from annotator.store import names, pending, reader, rules
from annotator.store.changes import RowValues
from annotator.store.database import Reading
from annotator.store.journal import utc_now
from annotator.store.sets import OpenSet, SetTarget, provenance_json, to_json
from annotator.store.writer import Writer

NAMED = 24
"""Characters of a tag's words that the name of an operation shows."""


def shown(words: str) -> str:
    """Return words for the name of an operation, in quotation marks and shortened."""
    line = " ".join(words.split())
    return f"“{line}”" if len(line) <= NAMED else f"“{line[: NAMED - 1]}…”"


def check_label(workspace: Workspace, label: str) -> None:
    """Refuse a label that the scheme does not have.

    Raises:
        UnknownLabelError: There is none of this name.
    """
    if label not in workspace.scheme.label_by_name:
        labels = ", ".join(workspace.scheme.label_by_name)
        raise UnknownLabelError(label=label, labels=labels)


def check_name(workspace: Workspace, name: str) -> None:
    """Refuse what is neither a label nor a frame type of the scheme.

    Raises:
        UnknownLabelError: There is none of this name.
    """
    scheme = workspace.scheme
    if name not in scheme.label_by_name and name not in scheme.frame_type_by_name:
        names = ", ".join((*scheme.label_by_name, *scheme.frame_type_by_name))
        raise UnknownLabelError(label=name, labels=names)


def check_value(kind: str, attributes: Sequence[Attribute], name: str, value: object) -> None:
    """Refuse an attribute or a value that the scheme does not have.

    Args:
        kind: The label or frame type.
        attributes: Those that it has.
        name: Which one is set.
        value: To what.

    Raises:
        AttributeInvalidError: There is no such attribute, or it does not take the value.
    """
    known = next((item for item in attributes if item.name == name), None)
    if known is None:
        names = ", ".join(item.name for item in attributes) or "no attributes"
        raise AttributeInvalidError(kind=kind, name=name, value=value, values=names)
    right = type(value) is int if known.kind == "integer" else isinstance(value, str)
    if not right or (known.values and value not in known.values):
        values = ", ".join(map(str, known.values)) or "a text"
        raise AttributeInvalidError(kind=kind, name=name, value=value, values=values)


def add(workspace: Workspace, target: SetTarget, extent: Extent, label: str) -> SpanId:
    """Tag words by hand; a pending suggestion on exactly these words is decided with it.

    Raises:
        DuplicateSpanError: They carry this label already.
        UnknownLabelError: The scheme has no such label.
        SpanBeyondTextError: The extent ends after the text.
        SetClosedError, StaleSetError: The set cannot be written now.
    """
    check_label(workspace, label)
    with workspace.read() as connection:
        words = extent.slice(reader.text(connection, target.article))
    with workspace.operation(f"Tag {shown(words)} {label}", target.annotator) as writer:
        return add_by_hand(writer, OpenSet(writer, target), extent, label, words)


def add_by_hand(writer: Writer, opened: OpenSet, extent: Extent, label: str, words: str) -> SpanId:
    """Add a span inside an operation and decide the suggestions on the same words."""
    target = opened.target
    same = pending.on_words(writer.connection, target.article, target.annotator, extent)
    fitting = next((item for item in same if item.label == label), None)
    origin = fitting or (same[0] if same else None)
    decision = Decision.ACCEPTED if fitting is not None else Decision.CORRECTED
    key = opened.add_span(
        extent,
        label,
        words,
        provenance=provenance(target.annotator, origin, decision),
        attributes=None if fitting is None else fitting.attributes,
        entity=(rule_link(opened, extent, label) if fitting is not None else None)
        or meant_at_once(opened, label, words),
    )
    for suggestion in same:
        said = Decision.ACCEPTED if suggestion.label == label else Decision.CORRECTED
        opened.decide(suggestion, said, key)
    return key


def rule_link(opened: OpenSet, extent: Extent, label: str) -> EntityId | None:
    """Return the entity of the kept rule that suggests a tag, ``None`` where none does."""
    return rules.link_for(opened.connection, opened.target.article, extent, label)


def provenance(
    annotator: str, origin: Suggestion | None, decision: Decision = Decision.ACCEPTED
) -> Provenance:
    """Return the provenance of a tag made now, by hand or from a suggestion."""
    if origin is None:
        return Provenance(by=annotator, at=utc_now())
    return Provenance(
        by=annotator,
        at=utc_now(),
        source=origin.source,
        score=round(origin.score, 4),
        decision=str(decision),
    )


def delete(workspace: Workspace, target: SetTarget, spans: Sequence[Span]) -> None:
    """Delete tags; roles they filled are emptied, suggestions they came from are rejected.

    Raises:
        GoneError: One was deleted meanwhile; none is deleted then.
    """
    if not spans:
        return
    name = f"Delete {shown(spans[0].text)}" if len(spans) == 1 else f"Delete {len(spans)} tags"
    with workspace.operation(name, target.annotator) as writer:
        delete_in(OpenSet(writer, target), [span.id for span in spans], workspace.scheme)


def delete_in(opened: OpenSet, keys: Sequence[SpanId], scheme: Scheme) -> None:
    """Delete tags inside an operation."""
    with deriving_from(scheme, opened, keys):
        for key in keys:
            opened.change_decisions(key, Decision.REJECTED)
            opened.delete_span(key)


def relabel(workspace: Workspace, target: SetTarget, span: Span, label: str) -> None:
    """Give a tag another label; attributes that it does not have are dropped.

    Raises:
        DuplicateSpanError: The same words carry that label already.
    """
    check_label(workspace, label)
    if label == span.label:
        return
    with workspace.operation(f"Relabel {shown(span.text)} {label}", target.annotator) as writer:
        relabel_in(writer, OpenSet(writer, target), span.id, label, workspace.scheme)


def relabel_in(writer: Writer, opened: OpenSet, key: SpanId, label: str, scheme: Scheme) -> None:
    """Give a tag another label inside an operation."""
    now = opened.span(key)
    known = {item.name for item in scheme.label_by_name[label].attributes}
    attributes = {name: value for name, value in now.attributes.items() if name in known}
    entity = now.entity
    if entity is None:
        entity = meant_at_once(opened, label, now.text)
    with deriving_from(scheme, opened, [key]):
        opened.change_span(
            key,
            label=label,
            entity_id=entity,
            attributes=to_json(attributes),
            provenance=provenance_json(_corrected(now, opened.target.annotator)),
        )
    opened.change_decisions(key, Decision.CORRECTED)
    _decide_alike(writer, opened, key, now.extent, label)


def resize(workspace: Workspace, target: SetTarget, span: Span, extent: Extent) -> None:
    """Move the edges of a tag.

    Raises:
        DuplicateSpanError: The new words carry this label already.
        SpanBeyondTextError: The extent ends after the text.
    """
    if extent == span.extent:
        return
    with workspace.operation(f"Resize {shown(span.text)}", target.annotator) as writer:
        opened = OpenSet(writer, target)
        now = opened.span(span.id)
        opened.change_span(
            span.id,
            start=extent.start,
            end=extent.end,
            text=extent.slice(opened.text()),
            provenance=provenance_json(_corrected(now, target.annotator)),
        )
        opened.change_decisions(span.id, Decision.CORRECTED)
        _decide_alike(writer, opened, span.id, extent, now.label)


def _decide_alike(
    writer: Writer, opened: OpenSet, span: SpanId, extent: Extent, label: str
) -> None:
    """Decide what a source proposes just as the tag is now."""
    target = opened.target
    for other in pending.alike(writer.connection, target.article, target.annotator, extent, label):
        opened.decide_if_open(other, Decision.ACCEPTED, span)


def _corrected(span: Span, annotator: str) -> Provenance:
    """Return the provenance of a tag that is corrected now; what it came from stays."""
    decision = str(Decision.CORRECTED) if span.provenance and span.provenance.decision else None
    return replace(_changed(span, annotator), decision=decision)


def _changed(span: Span, annotator: str) -> Provenance:
    """Return the provenance of a tag that is changed now."""
    return replace(span.provenance or Provenance(), by=annotator, at=utc_now())


def set_note(workspace: Workspace, target: SetTarget, span: Span, note: str) -> None:
    """Write a note on a tag."""
    if note == span.note:
        return
    with workspace.operation(f"Note on {shown(span.text)}", target.annotator) as writer:
        opened = OpenSet(writer, target)
        said = provenance_json(_changed(opened.span(span.id), target.annotator))
        opened.change_span(span.id, note=note or None, provenance=said)


def set_unsure(workspace: Workspace, target: SetTarget, span: Span, *, unsure: bool) -> None:
    """Flag a tag for the reviewer, or take the flag away."""
    name = f"Flag {shown(span.text)} unsure" if unsure else f"Unflag {shown(span.text)}"
    with workspace.operation(name, target.annotator) as writer:
        OpenSet(writer, target).change_span(span.id, unsure=1 if unsure else None)


def set_attribute(
    workspace: Workspace, target: SetTarget, span: Span, attribute: str, value: object
) -> None:
    """Set an attribute of a tag; ``None`` or an empty text takes it away.

    Raises:
        AttributeInvalidError: The label has no such attribute, or it does not take the value.
    """
    name = f"Set {attribute} of {shown(span.text)}"
    with workspace.operation(name, target.annotator) as writer:
        opened = OpenSet(writer, target)
        now = opened.span(span.id)
        attributes = changed_attributes(now.attributes, attribute, value)
        if attribute in attributes:
            known = workspace.scheme.label_by_name.get(now.label)
            check_value(now.label, known.attributes if known else (), attribute, value)
        with deriving_from(workspace.scheme, opened, [span.id]):
            opened.change_span(
                span.id,
                attributes=to_json(attributes),
                provenance=provenance_json(_changed(now, target.annotator)),
            )


def changed_attributes(
    attributes: Mapping[str, object], name: str, value: object
) -> dict[str, object]:
    """Return attributes with one of them set, or, for ``None`` or an empty text, left out."""
    left = {key: kept for key, kept in attributes.items() if key != name}
    return left if value is None or value == "" else left | {name: value}


def meant_at_once(opened: OpenSet, label: str, words: str) -> EntityId | None:
    """Return what a mention means beyond doubt when it is tagged, else ``None``.

    Where the same words with this label are linked in the set already, all to one entity, it is
    that one. Where they are not, it is the entity of this type that is called just so, unless
    another one has the same name with something in brackets behind it.
    """
    if label not in opened.target.links:
        return None
    return meant_in(opened.connection, opened.id, label, words)


def meant_in(connection: Reading, set_id: SetId | None, label: str, words: str) -> EntityId | None:
    """The same, asked without an operation; a set that is not there yet has linked nothing."""
    line = one_line(words)
    linked = names.linked_words(connection, set_id, label) if set_id is not None else []
    here = {entity for said, entity in linked if one_line(said) == line}
    if here:
        return here.pop() if len(here) == 1 else None
    same = names.namesakes(connection, label, line)
    return same[line] if same.keys() == {line} else None


def link(
    workspace: Workspace, target: SetTarget, spans: Sequence[Span], entity: EntityId | None
) -> None:
    """Say which entity of the register tags mean, or that it is open.

    Words that the entity was not known by become aliases of it: see :func:`link_in`.

    Raises:
        GoneError: There is no such entity, or a tag was deleted meanwhile.
    """
    if not spans:
        return
    act = "Link" if entity is not None else "Unlink"
    with workspace.operation(f"{act} {_counted(spans)}", target.annotator) as writer:
        link_in(writer, OpenSet(writer, target), spans, entity)


def link_in(
    writer: Writer, opened: OpenSet, spans: Sequence[Span], entity: EntityId | None
) -> None:
    """Link tags inside an operation.

    The words of a tag become an alias of the entity where it has no such name yet and the two
    resemble one another: a surname, an acronym, another spelling, but not the capital that stands
    for a government.

    Raises:
        GoneError: There is no such entity, or a tag was deleted meanwhile.
    """
    row = writer.get("entity", entity) if entity is not None else None
    if entity is not None and row is None:
        raise GoneError(thing="entity")
    for span in spans:
        now = opened.span(span.id)
        if now.entity != entity:
            said = provenance_json(_changed(now, opened.target.annotator))
            opened.change_span(span.id, entity_id=entity, provenance=said)
    if row is not None:
        add_aliases(writer, row, [one_line(span.text) for span in spans])


def add_aliases(writer: Writer, row: RowValues, words: Iterable[str]) -> None:
    """Let an entity be known by further words, where they resemble its names."""
    aliases: list[str] = list(reader.loaded(row["aliases"], ()))
    known = {tokens_of(name) for name in (row["name"], plain_name(row["name"]), *aliases)}
    before = len(aliases)
    for line in words:
        tokens = tokens_of(line)
        if tokens and tokens not in known and resembles(line, (row["name"], *aliases)):
            known.add(tokens)
            aliases.append(line)
    if len(aliases) > before:
        writer.update("entity", row["id"], {"aliases": orjson.dumps(aliases).decode()})


def _counted(spans: Sequence[Span]) -> str:
    words = shown(spans[0].text)
    return words if len(spans) == 1 else f"{len(spans)} mentions of {words}"


def link_to_new(
    workspace: Workspace, target: SetTarget, spans: Sequence[Span], kind: str, name: str
) -> EntityId:
    """Add an entity to the register and link tags to it, in one step.

    Raises:
        EntityTakenError: There is one of this type and name already.
    """
    words = _counted(spans) if spans else shown(name)
    with workspace.operation(f"Link {words} to {name}", target.annotator) as writer:
        made = new_entity(writer, kind, name)
        link_in(writer, OpenSet(writer, target), spans, made)
        return made


def new_entity(writer: Writer, kind: str, name: str) -> EntityId:
    """Add an entity to the register inside an operation.

    Raises:
        EntityTakenError: There is one of this type and name already.
    """
    if reader.entity_named(writer.connection, kind, name) is not None:
        raise EntityTakenError(name=name)
    return EntityId(writer.insert("entity", {"type": kind, "name": name}))


@dataclass(frozen=True, slots=True)
class EntityChoice:
    """An entity that a mention may mean, with the number of its mentions."""

    entity: Entity
    mentions: int


def entity_choices(workspace: Workspace, words: str, limit: int = 12) -> list[EntityChoice]:
    """Return entities whose name or alias holds the words, most mentioned first.

    Without words, those that were added last.
    """
    with workspace.read() as connection:
        found = reader.find_entities(connection, words.strip(), limit)
    return [EntityChoice(entity, mentions) for entity, mentions in found]
