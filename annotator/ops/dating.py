"""Values of dates: proposed with suggestions, read from what is typed, taken from a date role."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.domain.annotation import Frame, Span, SpanId
from annotator.domain.article import Article, ArticleId, Metadata
from annotator.domain.extent import Extent
from annotator.domain.framing import date_attribute, date_roles
from annotator.domain.periods import disagrees, together
from annotator.domain.scheme import Attribute, FrameType, Scheme
from annotator.domain.suggestion import Findings, FrameProposal, Proposal, ProposedFiller
from annotator.nlp.moments import reading
from annotator.nlp.moments.moment import Moment
from annotator.ops.workspace import Workspace
from annotator.store import looks, reader
from annotator.store.changes import Changes
from annotator.store.writer import Writer


def moment_of(article: Article, extent: Extent) -> Moment:
    """Return what the words at a place of an article mean as a date."""
    return _moment(article.text, extent, article.metadata)


def _moment(text: str, extent: Extent, metadata: Metadata) -> Moment:
    before, after = reading.around(text, extent.start, extent.end)
    return reading.resolve(extent.slice(text), metadata.published, before, after, metadata.language)


def read_typed(article: Article, text: str) -> Moment:
    """Return what somebody means who types a date for an article."""
    return reading.read_typed(text, article.metadata.published, article.metadata.language)


def valued(found: Findings, text: str, metadata: Metadata, scheme: Scheme) -> Findings:
    """Return what was found with the values of its dates, where these are certain.

    A value that the source gives itself stays. A frame takes the dates of its date roles, as the
    scheme says.
    """
    names = _dated_labels(scheme)
    spans = [_valued(item, names.get(item.label, ""), text, metadata) for item in found.spans]

    def value_of(one: ProposedFiller) -> str:
        if one.extent is None or not names.get(one.label):
            return ""
        return _moment(text, one.extent, metadata).value

    frames = [_frame_valued(item, value_of, scheme) for item in found.frames]
    return replace(found, spans=tuple(spans), frames=tuple(frames))


def _dated_labels(scheme: Scheme) -> dict[str, str]:
    """Return the attribute that holds the date of each label that has one."""
    names = {label.name: date_attribute(label.attributes) for label in scheme.labels}
    return {label: name for label, name in names.items() if name}


def _valued(proposal: Proposal, name: str, text: str, metadata: Metadata) -> Proposal:
    known = proposal.attributes or {}
    if not name or known.get(name):
        return proposal
    value = _moment(text, proposal.extent, metadata).value
    return replace(proposal, attributes={**known, name: value}) if value else proposal


def _frame_valued(
    frame: FrameProposal, value_of: Callable[[ProposedFiller], str], scheme: Scheme
) -> FrameProposal:
    kind = scheme.frame_type_by_name.get(frame.type)
    attributes = dict(frame.attributes)
    for item in date_roles(kind) if kind is not None else ():
        said = together(value_of(one) for one in frame.fillers if one.role == item.derive_from)
        if said and not attributes.get(item.name):
            attributes[item.name] = said
    return replace(frame, attributes=attributes) if attributes != frame.attributes else frame


def value_again(
    workspace: Workspace,
    article: ArticleId,
    before: Collection[str | None],
    *,
    wait_ms: int = 5000,
) -> int:
    """Give the suggestions of an article the values that its new date says; return how many.

    No operation: suggestions are nobody's work. Values that did not come from the old date of the
    article, those of an imported file, stay.

    Args:
        workspace: Where the article is.
        article: Which one.
        before: The dates that it may have had; the one that it has now does no harm.
        wait_ms: How long to wait for another writer.

    Raises:
        WorkspaceLockedError: Another writer took longer.
    """
    dated = _dated_labels(workspace.scheme)
    with workspace.database.write(wait_ms=wait_ms) as writer:
        now = reader.article(writer.connection, article)
        then = [replace(now.metadata, published=day) for day in before]
        changed: dict[int, Mapping[str, object]] = {}
        for key, extent, label, attributes in looks.found_in(writer.connection, article, dated):
            name, stored = dated[label], attributes.get(dated[label], "")
            old = {_moment(now.text, extent, metadata).value for metadata in then}
            new = _moment(now.text, extent, now.metadata).value
            if stored != new and stored in old:
                changed[key] = _changed(attributes, name, new)
        looks.change_attributes(writer, changed)
        frames = _frames_again(writer, now, then, workspace.scheme)
    if changed or frames:
        workspace.announce(Changes(articles={article}))
    return len(changed)


def _changed(attributes: Mapping[str, object], name: str, value: str) -> dict[str, object]:
    left = {one: kept for one, kept in attributes.items() if one != name}
    return {**left, name: value} if value else left


def _frames_again(
    writer: Writer, now: Article, then: Sequence[Metadata], scheme: Scheme
) -> Mapping[int, Mapping[str, object]]:
    """Give suggested frames the dates that the new date of their article says."""

    def said(places: Sequence[Extent], metadata: Metadata) -> str:
        return together(_moment(now.text, place, metadata).value for place in places)

    changed: dict[int, Mapping[str, object]] = {}
    for key, name, attributes, words in looks.frames_in(writer.connection, now.id):
        kind = scheme.frame_type_by_name.get(name)
        for item in date_roles(kind) if kind is not None else ():
            places = words.get(item.derive_from, ())
            stored, new = attributes.get(item.name, ""), said(places, now.metadata)
            if stored != new and stored in {said(places, metadata) for metadata in then}:
                changed[key] = _changed(changed.get(key, attributes), item.name, new)
    looks.change_frame_attributes(writer, changed)
    return changed


# --- frames ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DatedRole:
    """What a frame's date is taken from.

    Attributes:
        attribute: The attribute of the frame that says its date.
        value: What it says now, "" for nothing.
        derived: What the spans of the role say, "" for nothing.
        spans: Those that fill the role, in their order, with the value of each.
    """

    attribute: Attribute
    value: str
    derived: str
    spans: tuple[tuple[Span, str], ...]

    @property
    def contradicted(self) -> bool:
        """Whether the frame says another date than its role."""
        return disagrees(self.value, [value for _, value in self.spans])


def dated_roles(
    frame: Frame, kind: FrameType, span_of: Callable[[SpanId], Span | None], scheme: Scheme
) -> list[DatedRole]:
    """Return the dates of a frame with what they are taken from."""
    found = []
    for attribute in date_roles(kind):
        filling = [
            (span, _value_of(span, scheme))
            for filler in frame.fillers
            if filler.role == attribute.derive_from and filler.span is not None
            if (span := span_of(filler.span)) is not None
        ]
        value = frame.attributes.get(attribute.name)
        found.append(
            DatedRole(
                attribute,
                "" if value is None else str(value),
                together(value for _, value in filling),
                tuple(filling),
            )
        )
    return found


def _value_of(span: Span, scheme: Scheme) -> str:
    label = scheme.label_by_name.get(span.label)
    name = date_attribute(label.attributes) if label is not None else ""
    value = span.attributes.get(name)
    return value if isinstance(value, str) else ""
