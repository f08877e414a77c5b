"""Operations on single tags: add, delete, relabel, resize, link, note."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import orjson

from annotator.domain.annotation import Entity, EntityId, Provenance, Span, SpanId
from annotator.domain.article import ZoneKind
from annotator.domain.extent import Extent
from annotator.domain.suggestion import Decision, Suggestion
from annotator.errors import EntityTakenError, UnknownLabelError
from annotator.ops.workspace import Workspace
from annotator.store import reader
from annotator.store.journal import utc_now
from annotator.store.sets import OpenSet, SetTarget, provenance_json
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
        text, _ = reader.text_and_zones(connection, target.article)
    words = extent.slice(text)
    with workspace.operation(f"Tag {shown(words)} {label}", target.annotator) as writer:
        opened = OpenSet(writer, target)
        return add_by_hand(writer, opened, extent, label, words)


def add_by_hand(writer: Writer, opened: OpenSet, extent: Extent, label: str, words: str) -> SpanId:
    """Add a span inside an operation and decide the suggestions on the same words."""
    target = opened.target
    pending = reader.pending(writer.connection, target.article, target.annotator)
    same = [suggestion for suggestion in pending if suggestion.extent == extent]
    fitting = next((item for item in same if item.label == label), None)
    origin = fitting or (same[0] if same else None)
    decision = Decision.ACCEPTED if fitting is not None else Decision.CORRECTED
    key = opened.add_span(
        extent,
        label,
        words,
        provenance=provenance(target.annotator, origin, decision),
        attributes=None if fitting is None else fitting.attributes,
    )
    for suggestion in same:
        said = Decision.ACCEPTED if suggestion.label == label else Decision.CORRECTED
        decide_twins(writer, opened, suggestion, said, key)
    return key


def decide_twins(
    writer: Writer,
    opened: OpenSet,
    suggestion: Suggestion,
    decision: Decision,
    span: SpanId | None = None,
) -> None:
    """Record a decision on a suggestion and on those of other sources that say the same."""
    for twin in reader.twins(writer.connection, suggestion.id):
        opened.decide(twin, decision, span)


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
    """Delete tags; roles they filled are emptied, suggestions they came from are rejected."""
    name = f"Delete {shown(spans[0].text)}" if len(spans) == 1 else f"Delete {len(spans)} tags"
    with workspace.operation(name, target.annotator) as writer:
        opened = OpenSet(writer, target)
        for span in spans:
            opened.change_decisions(span.id, Decision.REJECTED)
            opened.delete_span(span.id)


def relabel(workspace: Workspace, target: SetTarget, span: Span, label: str) -> None:
    """Give a tag another label.

    Raises:
        DuplicateSpanError: The same words carry that label already.
    """
    check_label(workspace, label)
    if label == span.label:
        return
    with workspace.operation(f"Relabel {shown(span.text)} {label}", target.annotator) as writer:
        opened = OpenSet(writer, target)
        now = opened.span(span.id)
        known = {item.name for item in workspace.scheme.label_by_name[label].attributes}
        attributes = {key: value for key, value in now.attributes.items() if key in known}
        opened.change_span(
            span.id,
            label=label,
            attributes=orjson.dumps(attributes).decode() if attributes else None,
            provenance=provenance_json(_changed(now, target.annotator)),
        )
        opened.change_decisions(span.id, Decision.CORRECTED)


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
        words = extent.slice(opened.text())
        opened.change_span(
            span.id,
            start=extent.start,
            end=extent.end,
            text=words,
            provenance=provenance_json(_changed(opened.span(span.id), target.annotator)),
        )
        opened.change_decisions(span.id, Decision.CORRECTED)


def _changed(span: Span, annotator: str) -> Provenance:
    """Return the provenance of a tag that is changed now; what it came from stays."""
    before = span.provenance or Provenance()
    decision = str(Decision.CORRECTED) if before.decision else None
    return replace(before, by=annotator, at=utc_now(), decision=decision)


def set_note(workspace: Workspace, target: SetTarget, span: Span, note: str) -> None:
    """Write a note on a tag."""
    with workspace.operation(f"Note on {shown(span.text)}", target.annotator) as writer:
        OpenSet(writer, target).change_span(span.id, note=note or None)


def set_unsure(workspace: Workspace, target: SetTarget, span: Span, *, unsure: bool) -> None:
    """Flag a tag for the reviewer, or take the flag away."""
    name = f"Flag {shown(span.text)} unsure" if unsure else f"Unflag {shown(span.text)}"
    with workspace.operation(name, target.annotator) as writer:
        OpenSet(writer, target).change_span(span.id, unsure=1 if unsure else None)


def set_attribute(
    workspace: Workspace, target: SetTarget, span: Span, attribute: str, value: object
) -> None:
    """Set an attribute of a tag; ``None`` or an empty text takes it away."""
    name = f"Set {attribute} of {shown(span.text)}"
    with workspace.operation(name, target.annotator) as writer:
        opened = OpenSet(writer, target)
        attributes = dict(opened.span(span.id).attributes)
        attributes.pop(attribute, None)
        if value not in {None, ""}:
            attributes[attribute] = value
        opened.change_span(
            span.id,
            attributes=orjson.dumps(attributes).decode() if attributes else None,
            provenance=provenance_json(_changed_by_hand(opened.span(span.id), target.annotator)),
        )


def _changed_by_hand(span: Span, annotator: str) -> Provenance:
    before = span.provenance or Provenance()
    return replace(before, by=annotator, at=utc_now())


def link(
    workspace: Workspace, target: SetTarget, spans: Sequence[Span], entity: EntityId | None
) -> None:
    """Say which entity of the register tags mean, or that it is open."""
    act = "Link" if entity is not None else "Unlink"
    with workspace.operation(f"{act} {shown(spans[0].text)}", target.annotator) as writer:
        opened = OpenSet(writer, target)
        for span in spans:
            opened.change_span(span.id, entity_id=entity)


def link_to_new(
    workspace: Workspace, target: SetTarget, spans: Sequence[Span], kind: str, name: str
) -> EntityId:
    """Add an entity to the register and link tags to it, in one step.

    Raises:
        EntityTakenError: There is one of this type and name already.
    """
    with workspace.operation(f"Link {shown(spans[0].text)} to {name}", target.annotator) as writer:
        if reader.entity_named(writer.connection, kind, name) is not None:
            raise EntityTakenError(name=name)
        made = EntityId(writer.insert("entity", {"type": kind, "name": name}))
        opened = OpenSet(writer, target)
        for span in spans:
            opened.change_span(span.id, entity_id=made)
        return made


@dataclass(frozen=True, slots=True)
class EntityChoice:
    """An entity that a mention may mean, with the number of its mentions."""

    entity: Entity
    mentions: int


def entity_choices(workspace: Workspace, words: str, limit: int = 12) -> list[EntityChoice]:
    """Return entities whose name or alias holds the words, most mentioned first."""
    with workspace.read() as connection:
        found = reader.find_entities(connection, words.strip(), limit)
    return [EntityChoice(entity, mentions) for entity, mentions in found]


def occurrences(workspace: Workspace, target: SetTarget, words: str) -> list[Extent]:
    """Return all places of the same words in an article, as whole words, outside boilerplate."""
    with workspace.read() as connection:
        text, zones = reader.text_and_zones(connection, target.article)
    left_out = [zone.extent for zone in zones if zone.kind == ZoneKind.BOILERPLATE]
    found: list[Extent] = []
    at = text.find(words)
    while at >= 0:
        extent = Extent(at, at + len(words))
        if _whole(text, extent) and not any(zone.overlaps(extent) for zone in left_out):
            found.append(extent)
        at = text.find(words, at + 1)
    return found


def _whole(text: str, extent: Extent) -> bool:
    before = text[extent.start - 1] if extent.start else " "
    after = text[extent.end] if extent.end < len(text) else " "
    first, last = text[extent.start], text[extent.end - 1]
    return not (before.isalnum() and first.isalnum()) and not (last.isalnum() and after.isalnum())


def tag_everywhere(
    workspace: Workspace,
    target: SetTarget,
    words: str,
    label: str,
    entity: EntityId | None = None,
) -> int:
    """Tag all places of the same words in the article in one step; return how many were added.

    Places that carry the label already are left as they are.
    """
    check_label(workspace, label)
    places = occurrences(workspace, target, words)
    made = 0
    with workspace.operation(f"Tag {shown(words)} {label} everywhere", target.annotator) as writer:
        opened = OpenSet(writer, target)
        for extent in places:
            if opened.find_span(extent, label) is None:
                key = add_by_hand(writer, opened, extent, label, words)
                if entity is not None:
                    opened.change_span(key, entity_id=entity)
                made += 1
    return made
