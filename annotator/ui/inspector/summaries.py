"""What one article holds, summed up for the lists of the inspector; no widgets here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QCoreApplication

from annotator.domain.annotation import (
    AnnotationSet,
    EntityId,
    Filler,
    Frame,
    FrameId,
    Span,
    SpanId,
)
from annotator.domain.completeness import Problem, Severity
from annotator.domain.outline import OutlineRow, outline
from annotator.domain.scheme import QUOTATION, FrameType, Scheme
from annotator.domain.suggestion import SuggestionId

QUOTATION_MOST: Final = 160
_SHORT_ANCHOR: Final = 40


@dataclass(frozen=True, slots=True)
class FrameCard:
    """One statement, stance or meeting as a closed card.

    Attributes:
        who: Names of those whose frame it is.
        what: The rest of the first line: places, values.
        quotation: Its words in the text.
        lacks: One sentence about the first thing that it still needs, "" for nothing.
        score: Of a suggested frame; ``None`` for one that an analyst made.
        depth: How many frames it stands in: a statement within a statement has 1.
        suggestion: The suggested frame that it is the card of, ``None`` for a frame of the set.
    """

    id: FrameId
    type: str
    who: tuple[str, ...]
    what: str
    quotation: str
    lacks: str = ""
    score: float | None = None
    depth: int = 0
    suggestion: SuggestionId | None = None

    @property
    def words(self) -> str:
        """Everything it says, in reading order."""
        level = QCoreApplication.translate("Inspector", "within another") if self.depth else ""
        pending = ""
        if self.score is not None:
            pending = QCoreApplication.translate("Inspector", "suggested {score}")
            pending = pending.format(score=f"{self.score:.2f}")
        who = " and ".join(self.who)
        parts = (self.type, level, who, pending, self.what, self.quotation, self.lacks)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class MentionGroup:
    """The mentions of one entity, or of the same words under one label where none is linked.

    Attributes:
        key: What the group is made by; equal for the same group of another revision.
        said: Words that stand for the entity without resembling its name, "" for none.
        spans: In text order.
    """

    key: tuple[EntityId | None, str, str]
    label: str
    name: str
    said: str
    spans: tuple[SpanId, ...]

    @property
    def linked(self) -> bool:
        """Whether it is an entity; else it is words that are linked to none yet."""
        return self.key[0] is not None

    @property
    def words(self) -> str:
        """Everything it says, in reading order."""
        count = str(len(self.spans))
        if self.linked:
            return f"{self.label} {self.name}, {count}"
        not_linked = QCoreApplication.translate("Inspector", "not linked")
        return f"{self.label} {self.name}, {not_linked}, {count}"


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """What the lower half of the inspector shows."""

    counts: str
    frames: tuple[FrameCard, ...]
    groups: tuple[MentionGroup, ...]


def summarise(
    annotation_set: AnnotationSet, text: str, scheme: Scheme, problems: Sequence[Problem] = ()
) -> ArticleSummary:
    """Return counts, frame cards and mention groups of one set, in text order."""
    return ArticleSummary(
        counts=count_words(annotation_set, scheme),
        frames=tuple(frame_cards(annotation_set, text, scheme, problems)),
        groups=tuple(mention_groups(annotation_set, scheme)),
    )


def count_words(annotation_set: AnnotationSet, scheme: Scheme) -> str:
    """Return "4 statements · 1 stance", or the number of tags where there are no frames."""
    counts = Counter(frame.type for frame in annotation_set.frames)
    if not counts:
        return _counted(len(annotation_set.spans), QCoreApplication.translate("Inspector", "tag"))
    return " · ".join(
        _counted(counts[kind.name], kind.name.lower())
        for kind in scheme.frame_types
        if counts[kind.name]
    )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


# --- mentions -----------------------------------------------------------------------------------


def mention_groups(annotation_set: AnnotationSet, scheme: Scheme) -> list[MentionGroup]:
    """Return the mentions by entity, else by label and words, in the order of the first of each."""
    linked = {label.name for label in scheme.labels if label.linked}
    by_key: dict[tuple[EntityId | None, str, str], list[Span]] = {}
    for span in sorted(annotation_set.spans, key=_start):
        if span.entity is not None:
            by_key.setdefault((span.entity, "", ""), []).append(span)
        elif span.label in linked:
            by_key.setdefault((None, span.label, " ".join(span.text.split())), []).append(span)
    return [_group(key, spans, annotation_set) for key, spans in by_key.items()]


def _start(span: Span) -> int:
    return span.extent.start


def _group(
    key: tuple[EntityId | None, str, str], spans: list[Span], annotation_set: AnnotationSet
) -> MentionGroup:
    entity = None if key[0] is None else annotation_set.entities.get(key[0])
    ids = tuple(span.id for span in spans)
    if entity is None:
        return MentionGroup(key, spans[0].label, " ".join(spans[0].text.split()), "", ids)
    known = " ".join((entity.name, *entity.aliases)).casefold()
    said = next((span.text for span in spans if not _resembles(span.text, known)), "")
    return MentionGroup(key, entity.type, entity.name, " ".join(said.split()), ids)


def _resembles(words: str, known: str) -> bool:
    return any(word in known for word in words.casefold().split())


# --- frames -------------------------------------------------------------------------------------


class _Tags:
    """Looks up what fills a frame of one set."""

    def __init__(self, annotation_set: AnnotationSet) -> None:
        self.spans: Mapping[SpanId, Span] = {span.id: span for span in annotation_set.spans}
        self.entities = annotation_set.entities
        self.frames: Mapping[FrameId, Frame] = {frame.id: frame for frame in annotation_set.frames}

    def name(self, filler: Filler) -> str:
        """Return what a filler is called: the entity's name, else the words."""
        if filler.span is not None and filler.span in self.spans:
            span = self.spans[filler.span]
            entity = None if span.entity is None else self.entities.get(span.entity)
            return " ".join(span.text.split()) if entity is None else entity.name
        if filler.entity is not None and filler.entity in self.entities:
            return self.entities[filler.entity].name
        return ""

    def anchors(self, frame: Frame, kind: FrameType) -> list[Span]:
        """Return the spans that anchor a frame in the text, else all that it has, in text order."""
        roles = {role.name for role in kind.roles if role.anchor}
        filled = [
            (filler.role, self.spans[filler.span])
            for filler in frame.fillers
            if filler.span is not None and filler.span in self.spans
        ]
        found = [span for role, span in filled if role in roles] or [span for _, span in filled]
        return sorted(found, key=lambda span: span.order)


def frame_cards(
    annotation_set: AnnotationSet, text: str, scheme: Scheme, problems: Sequence[Problem] = ()
) -> list[FrameCard]:
    """Return the frames as closed cards, in text order, those within another one behind it.

    Each says the gravest of the ``problems`` that it has.
    """
    tags = _Tags(annotation_set)
    lacks: dict[FrameId, str] = {}
    for severity in Severity:
        for problem in problems:
            if problem.frame is not None and problem.severity is severity:
                lacks.setdefault(problem.frame, problem.words)
    return [
        _card(row, tags, text, scheme, lacks.get(row.frame.id, ""))
        for row in outline(annotation_set.frames, tags.spans, scheme)
    ]


def _card(row: OutlineRow, tags: _Tags, text: str, scheme: Scheme, lacks: str) -> FrameCard:
    frame = row.frame
    kind = scheme.frame_type_by_name[frame.type]
    return FrameCard(
        id=frame.id,
        type=frame.type,
        who=_who(frame, kind, tags),
        what=_what(frame, kind, tags, scheme),
        quotation=_quotation(tags.anchors(frame, kind), text, kind),
        lacks=lacks,
        depth=row.depth,
    )


def with_notes(cards: Sequence[FrameCard], notes: Mapping[FrameId, str]) -> list[FrameCard]:
    """Return cards with a sentence more where they lack nothing, or lack what it speaks of."""
    return [
        replace(card, lacks=note)
        if (note := notes.get(card.id, "")) and note.startswith(card.lacks)
        else card
        for card in cards
    ]


def frame_title(frame: Frame, annotation_set: AnnotationSet, scheme: Scheme) -> str:
    """Return what a frame is called where it fills another one: "Abenov: Observer status …"."""
    kind = scheme.frame_type_by_name.get(frame.type)
    if kind is None:
        return frame.type
    wanted = {filler.span for filler in frame.fillers}
    few = replace(
        annotation_set, spans=tuple(span for span in annotation_set.spans if span.id in wanted)
    )
    tags = _Tags(few)
    who = " and ".join(_who(frame, kind, tags))
    words = " … ".join(" ".join(span.text.split()) for span in tags.anchors(frame, kind))
    return ": ".join(part for part in (who, words[:QUOTATION_MOST]) if part) or frame.type


def _fillers(frame: Frame, role: str) -> list[Filler]:
    return [filler for filler in frame.fillers if filler.role == role]


def _who(frame: Frame, kind: FrameType, tags: _Tags) -> tuple[str, ...]:
    if not kind.roles:
        return ()
    names = [tags.name(filler) for filler in _fillers(frame, kind.roles[0].name)]
    return tuple(dict.fromkeys(name for name in names if name))


def _what(frame: Frame, kind: FrameType, tags: _Tags, scheme: Scheme) -> str:
    """Return the optional names (where, at what) and the values that are no defaults."""
    parts: list[str] = []
    if kind.roles and kind.roles[0].name in frame.implied:
        implied = QCoreApplication.translate("Inspector", "{role} implied")
        parts.append(implied.format(role=kind.roles[0].name.replace("_", " ")))
    for role in kind.roles[1:]:
        if role.anchor or role.new_label == "" or not _names_something(role.labels, scheme):
            continue
        names = [tags.name(filler) for filler in _fillers(frame, role.name)]
        parts.extend(dict.fromkeys(name for name in names if name))
    values = ""
    for attribute in kind.attributes:
        value = frame.attributes.get(attribute.name)
        if value is None or (value == attribute.default and attribute.kind != "integer"):
            continue
        word = attribute.names.get(str(value), str(value))
        joint = ", " if attribute.kind == "integer" else " · "
        values = f"{values}{joint}{word}" if values else word
    return " · ".join([*parts, values] if values else parts)


def _names_something(labels: tuple[str, ...], scheme: Scheme) -> bool:
    """Whether a role is filled by names, places or dates, not by words that serve a frame."""
    known = (scheme.label_by_name.get(label) for label in labels)
    return any(label is not None and label.family == "entity" for label in known)


def _quotation(anchors: list[Span], text: str, kind: FrameType) -> str:
    """Return the anchoring words; with few of them, how the text goes on.

    What is quoted is never followed by words that are not.
    """
    if not anchors:
        return ""
    words = " … ".join(span.text for span in anchors)
    quoted = any(attribute.derive == QUOTATION for attribute in kind.attributes)
    if len(words) < _SHORT_ANCHOR and not quoted:
        start = anchors[0].extent.start
        end = text.find("\n", start)
        words = text[start : end if end >= 0 else None][:QUOTATION_MOST]
    return " ".join(words[:QUOTATION_MOST].split())
