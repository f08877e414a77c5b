"""What is shown of a case: in which class it is, what differs, row by row. No Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from annotator.domain.annotation import Frame, Span
from annotator.domain.docket import Case
from annotator.domain.extent import Extent
from annotator.domain.guideline import first_sentence
from annotator.domain.review import (
    Agreed,
    Choice,
    Difference,
    DifferenceKind,
    FillerTag,
    FrameTag,
    SpanTag,
    Tag,
    Verdict,
    entity_identity,
)
from annotator.domain.scheme import Scheme
from annotator.domain.wording import listed, spoken
from annotator.ops.reviews import Review

LETTERS = "ABCDEFGHI"
IMPLIED = "implied"


class CaseClass(StrEnum):
    """How cases are filtered."""

    ALL = "All differences"
    MISSING = "Missing in B"
    EXTRA = "Extra in B"
    BOUNDARY = "Boundary"
    LABEL = "Label or attribute"
    ROLE = "Role filler"
    ENTITY = "Entity"
    AGAIN = "To look at again"
    TAG = "Tags"


_CLASSES = {
    DifferenceKind.MISSING: CaseClass.MISSING,
    DifferenceKind.EXTRA: CaseClass.EXTRA,
    DifferenceKind.NESTING: CaseClass.EXTRA,
    DifferenceKind.ROLE_FILLER: CaseClass.ROLE,
    DifferenceKind.LABEL: CaseClass.LABEL,
    DifferenceKind.ATTRIBUTE: CaseClass.LABEL,
    DifferenceKind.ENTITY: CaseClass.ENTITY,
    DifferenceKind.FRAGMENT: CaseClass.BOUNDARY,
    DifferenceKind.BOUNDARY: CaseClass.BOUNDARY,
}
_KIND_WORDS = {
    DifferenceKind.MISSING: "Missing in B",
    DifferenceKind.EXTRA: "Extra in B",
    DifferenceKind.NESTING: "Nesting",
    DifferenceKind.ROLE_FILLER: "Role filler",
    DifferenceKind.LABEL: "Label",
    DifferenceKind.ATTRIBUTE: "Attribute",
    DifferenceKind.ENTITY: "Entity",
    DifferenceKind.FRAGMENT: "Fragments",
    DifferenceKind.BOUNDARY: "Boundary",
}


@dataclass(frozen=True, slots=True)
class Value:
    """One thing that somebody says: words, with the label that gives them a colour."""

    words: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a case's card.

    Attributes:
        name: A role, an attribute, "words", "label" or "entity".
        sides: What each set says, in the order of the sets; ``None`` for a set without the tag.
        follows: It differs only because tags do that are decided on by themselves.
    """

    name: str
    sides: tuple[tuple[Value, ...] | None, ...]
    follows: bool = False

    @property
    def differs(self) -> bool:
        """Whether they do not all say the same."""
        return len(set(self.sides)) > 1


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as it is shown.

    Attributes:
        number: Its place among all cases of the article, from 1.
        kind: Its class in words: "Role filler".
        about: What differs: "Statement, speaker differs".
        short: What stands in a row of the list behind the class: "Geneva: GPE or LOC".
        colour: The label or frame type that gives its edge.
        guideline: One sentence of the guideline about what differs, "" for none.
        lanes: What is drawn over and under the words: set, place, words, colour.
        notes: What the annotators wrote about their tags: "amy: Unsure whether ...".
        subject: Of the scheme: a role or an attribute by owner, or a label alone.
    """

    case: Case
    number: int
    group: CaseClass
    kind: str
    about: str
    short: str
    colour: str
    rows: tuple[Row, ...] = ()
    guideline: str = ""
    subject: tuple[str, ...] = ()
    lanes: tuple[tuple[int, Extent, str, str], ...] = field(default=())
    notes: tuple[str, ...] = ()

    @property
    def place(self) -> Extent | None:
        """Where to look."""
        return self.case.item.place

    @property
    def places(self) -> tuple[Extent, ...]:
        """All words that it is about."""
        drawn = tuple(extent for _, extent, _, _ in self.lanes)
        return drawn or ((self.place,) if self.place is not None else ())


class CaseViews:
    """Makes what is shown of the cases of one review."""

    def __init__(self, review: Review, scheme: Scheme) -> None:
        self._review = review
        self._scheme = scheme
        self._names: Mapping[str, str] = {
            entity_identity(entity.type, entity.name, entity.links): entity.name
            for one in review.tagged.values()
            for entity in one.entities.values()
        }
        self._frames: dict[tuple[str, str], FrameTag] = {
            (one.annotator, frame.key): frame for one in review.sets for frame in one.frames
        }

    def views(self) -> list[CaseView]:
        """Return all cases in text order."""
        cases = self._review.docket.cases
        return [self._view(case, number) for number, case in enumerate(cases, start=1)]

    # --- one case ----------------------------------------------------------------------------

    def _view(self, case: Case, number: int) -> CaseView:
        item = case.item
        first = next(tag for tag in item.tags if tag is not None)
        rows = self._frame_rows(item) if isinstance(first, FrameTag) else self._span_rows(item)
        group, kind = self._class_of(case)
        about, short, subject = self._words(item, first, rows)
        return CaseView(
            case=case,
            number=number,
            group=group,
            kind=kind,
            about=about,
            short=short,
            colour=first.type if isinstance(first, FrameTag) else first.label,
            rows=tuple(rows),
            guideline=self._guideline(subject),
            subject=subject,
            lanes=tuple(self._lanes(item)),
            notes=tuple(self._notes(item)),
        )

    def _class_of(self, case: Case) -> tuple[CaseClass, str]:
        item = case.item
        if case.lacking:
            return CaseClass.AGAIN, f"Lacks {listed([spoken(role) for role in case.lacking])}"
        if isinstance(item, Agreed):
            names = set(self._review.names)
            again = not self._review.alone or any(
                set(one.verdict.of) == names for one in case.again
            )
            return (CaseClass.AGAIN, "Look again") if again else (CaseClass.TAG, "Tag")
        return _CLASSES[item.kind], self._kind_words(item)

    def _kind_words(self, item: Difference) -> str:
        """Return the class in words; with several annotators it says who lacks the tag."""
        lacking = [LETTERS[place] for place, tag in enumerate(item.tags) if tag is None]
        if len(item.tags) > 2 and lacking:
            return f"Missing in {listed(lacking)}"
        return _KIND_WORDS[item.kind]

    def _words(
        self, item: Agreed | Difference, first: Tag, rows: Sequence[Row]
    ) -> tuple[str, str, tuple[str, ...]]:
        """Return what a case is about, on its card and in the list, and its subject."""
        differing = [
            row.name for row in rows if row.differs and not row.follows and None not in row.sides
        ]
        if isinstance(first, FrameTag):
            title = self._title(first)
            if None in item.tags or not differing:
                return first.type, f"{first.type.lower()} {title}", (first.type,)
            name = differing[0]
            more = f" and {len(differing) - 1} more" if len(differing) > 1 else ""
            subject = (first.type, name)
            about = f"{first.type}, {spoken(name)}{more} differs"
            return about, f"{first.type.lower()}: {spoken(name)} {title}", subject
        words = _short(self._slice(first))
        labels = list(dict.fromkeys(t.label for t in item.tags if isinstance(t, SpanTag)))
        if len(labels) > 1:
            return f"{words}", f"{words}: {listed(labels, 'or')}", (labels[0],)
        if None in item.tags or "words" in differing or not differing:
            return f"{first.label} “{words}”", f"{first.label} “{words}”", (first.label,)
        name = differing[0]
        said = [
            " ".join(value.words for value in side) or "none"
            for row in rows
            if row.name == name
            for side in row.sides
            if side is not None
        ]
        either = listed(list(dict.fromkeys(said)), "or")
        return f"{words}, {spoken(name)} differs", f"{words}: {either}", (first.label, name)

    def _title(self, frame: FrameTag) -> str:
        """Return in some words which frame is meant: its anchor, else its first filler."""
        kind = self._scheme.frame_type_by_name.get(frame.type)
        anchors = {role.name for role in kind.roles if role.anchor} if kind is not None else set()
        spans = [one for one in frame.fillers if one.span is not None]
        best = next((one for one in spans if one.role in anchors), next(iter(spans), None))
        if best is None or best.span is None:
            return ""
        return f"“{_short(self._slice(best.span))}”"

    def _guideline(self, subject: tuple[str, ...]) -> str:
        if not subject:
            return ""
        kind = self._scheme.frame_type_by_name.get(subject[0])
        label = self._scheme.label_by_name.get(subject[0])
        owner = kind or label
        if owner is None:
            return ""
        if len(subject) > 1:
            role = kind.role(subject[1]) if kind is not None else None
            if role is not None:
                return first_sentence(role.definition)
            attribute = next((one for one in owner.attributes if one.name == subject[1]), None)
            if attribute is not None and attribute.definition:
                return first_sentence(attribute.definition)
        return first_sentence(owner.definition)

    def _notes(self, item: Agreed | Difference) -> list[str]:
        """Return notes and flags of the annotators on the tags of an item."""
        found = []
        for name, tag in zip(self._review.names, item.tags, strict=True):
            tagged = self._review.tagged.get(name)
            if tag is None or tagged is None:
                continue
            tags: list[Span | Frame] = [*tagged.spans, *tagged.frames]
            own = [one for one in tags if one.key == tag.key]
            letter = LETTERS[self._review.names.index(name)]
            found += [f"{letter}: {one.note}" for one in own if one.note]
            found += [f"{letter} is unsure." for one in own if one.unsure and not one.note]
        return found

    # --- rows --------------------------------------------------------------------------------

    def _span_rows(self, item: Agreed | Difference) -> list[Row]:
        spans = [tag if isinstance(tag, SpanTag) else None for tag in item.tags]
        rows = [
            Row(
                "words",
                tuple(
                    None if tag is None else (Value(self._slice(tag), tag.label),) for tag in spans
                ),
            )
        ]
        entities = tuple(
            None if tag is None else (Value(self._entity(tag.entity)),) if tag.entity else ()
            for tag in spans
        )
        if any(entities):
            rows.append(Row("entity", entities))
        names = dict.fromkeys(
            name for tag in spans if tag is not None for name, _ in tag.attributes
        )
        rows += [
            Row(name, tuple(None if tag is None else _value(tag, name) for tag in spans))
            for name in names
        ]
        return rows

    def _frame_rows(self, item: Agreed | Difference) -> list[Row]:
        frames = [tag if isinstance(tag, FrameTag) else None for tag in item.tags]
        first = next(tag for tag in frames if tag is not None)
        kind = self._scheme.frame_type_by_name.get(first.type)
        roles = [role.name for role in kind.roles] if kind is not None else []
        attributes = [one.name for one in kind.attributes] if kind is not None else []
        following = (
            {one.role for one in item.roles if one.follows}
            if isinstance(item, Difference)
            else set()
        )
        rows = []
        for role in roles:
            sides = tuple(
                None if tag is None else self._fillers(name, tag, role)
                for name, tag in zip(self._review.names, frames, strict=True)
            )
            if any(sides):
                rows.append(Row(role, _differing_first(sides), role in following))
        for attribute in attributes:
            sides = tuple(None if tag is None else _value(tag, attribute) for tag in frames)
            if any(sides):
                rows.append(Row(attribute, sides))
        return rows

    def _fillers(self, name: str, frame: FrameTag, role: str) -> tuple[Value, ...]:
        found = sorted(
            (one for one in frame.fillers if one.role == role),
            key=lambda one: one.span[1:3] if one.span is not None else (0, 0),
        )
        made = tuple(self._filler(name, one) for one in found)
        return made or ((Value(IMPLIED),) if role in frame.implied else ())

    def _filler(self, name: str, filler: FillerTag) -> Value:
        if filler.span is not None:
            return Value(self._slice(filler.span), filler.span.label)
        if filler.frame:
            child = self._frames.get((name, filler.frame))
            return Value("?" if child is None else f"{child.type} {self._title(child)}")
        return Value(self._entity(filler.entity))

    def _entity(self, identity: str) -> str:
        return self._names.get(identity) or identity.partition(":")[2]

    def _slice(self, span: SpanTag) -> str:
        return self._review.text[span.start : span.end]

    # --- lanes -------------------------------------------------------------------------------

    def _lanes(self, item: Agreed | Difference) -> list[tuple[int, Extent, str, str]]:
        """Return what is drawn over and under the words: set, place, words, colour."""
        if isinstance(item, Agreed):
            return []
        found: list[tuple[int, Extent, str, str]] = []
        entity = DifferenceKind.ENTITY in item.kinds
        for place, tag in enumerate(item.tags):
            if isinstance(tag, SpanTag):
                chip = self._chip(tag.label)
                if entity:
                    chip += f" · {self._entity(tag.entity) if tag.entity else 'no entity'}"
                found.append((place, tag.extent, chip, tag.label))
            elif isinstance(tag, FrameTag):
                found += self._frame_lanes(item, place, tag)
        return found

    def _frame_lanes(
        self, item: Difference, place: int, frame: FrameTag
    ) -> list[tuple[int, Extent, str, str]]:
        if None in item.tags:
            kind = self._scheme.frame_type_by_name.get(frame.type)
            anchors = {one.name for one in kind.roles if one.anchor} if kind is not None else set()
            spans = [one.span for one in frame.fillers if one.span and one.role in anchors]
            spans = spans or [one.span for one in frame.fillers if one.span]
            return [
                (place, span.extent, frame.type.upper() if not number else "", frame.type)
                for number, span in enumerate(spans)
            ]
        roles = {one.role for one in item.roles if not one.follows}
        return [
            (place, one.span.extent, self._chip(one.span.label), one.span.label)
            for one in frame.fillers
            if one.span is not None and one.role in roles
        ]

    def _chip(self, label: str) -> str:
        known = self._scheme.label_by_name.get(label)
        return known.chip if known is not None else label


def _differing_first(
    sides: tuple[tuple[Value, ...] | None, ...],
) -> tuple[tuple[Value, ...] | None, ...]:
    """Return what each set has with what not all have first: there may be no room for the rest."""
    there = [set(side) for side in sides if side is not None]
    common = set.intersection(*there) if there else set()
    return tuple(
        None if side is None else tuple(sorted(side, key=lambda value: value in common))
        for side in sides
    )


def counts(views: Sequence[CaseView]) -> dict[CaseClass, int]:
    """Return how many cases each class has, in the order of the filters."""
    made = {CaseClass.ALL: len(views)}
    for group in CaseClass:
        number = sum(view.group is group for view in views)
        if number:
            made[group] = number
    return made


def verdict_words(verdict: Verdict, names: Sequence[str], shown: Mapping[str, str]) -> str:
    """Return a verdict as the tag of a row: "A", "both", "neither", "edited"."""
    if verdict.choice is not Choice.CHOSEN:
        return str(verdict.choice)
    taken = [LETTERS[names.index(name)] for name in verdict.taken if name in names]
    return listed(taken) or listed([shown.get(name, name) for name in verdict.taken])


def _value(tag: SpanTag | FrameTag, name: str) -> tuple[Value, ...]:
    found = dict(tag.attributes).get(name)
    return () if found is None else (Value(str(found)),)


def _short(words: str, most: int = 48) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
