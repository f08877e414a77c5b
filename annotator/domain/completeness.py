"""What annotation sets still lack by their scheme: the one place of these rules.

The rules see tags as :class:`CheckedSpan`, :class:`CheckedFrame` and :class:`Piece`, whatever they
are kept as: an open set, or a line of a file that is about to come in. They hold no name of a
scheme; their sentences are made from its words.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from itertools import product
from types import MappingProxyType
from typing import NamedTuple

from annotator.domain.annotation import AnnotationSet, Filler, Frame, FrameId, SpanId
from annotator.domain.scheme import ANY_LABEL, Attribute, FrameType, Once, Role, Scheme
from annotator.domain.wording import listed, plural, quoted, sentence, spoken, with_article

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_WEEK = re.compile(r"\d{4}-W\d\d", re.ASCII)
_NOWHERE = 1 << 62
"""Sorts frames that cover no text after all that do."""
_NO_ATTRIBUTES: Mapping[str, object] = MappingProxyType({})
_FEW = 4
"""Of this many values or fewer, a sentence names them all."""


class Severity(StrEnum):
    """What a problem keeps from happening."""

    MISSING = "missing"
    """It stands in the way of completing, until a reason is given."""
    UNUSUAL = "unusual"
    """It is listed; the analyst may have meant it."""
    OPTIONAL = "optional"
    """It could still be said, and is said only on the card."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a set lacks, or that is unusual about it.

    Attributes:
        words: One or two sentences for the analyst, without the name of the frame type.
        severity: Whether it stands in the way.
        tag: The id of the span or frame, as what was checked has it.
        kind: The frame's type; "" where a span is meant.
        part: The role or attribute that it is about, "" for none.
    """

    words: str
    severity: Severity
    tag: Hashable
    kind: str = ""
    part: str = ""

    @property
    def span(self) -> SpanId | None:
        """The span of an annotation set that is meant."""
        return SpanId(self.tag) if not self.kind and isinstance(self.tag, int) else None

    @property
    def frame(self) -> FrameId | None:
        """The frame of an annotation set that is meant."""
        return FrameId(self.tag) if self.kind and isinstance(self.tag, int) else None


# --- what the rules see -------------------------------------------------------------------------


class Piece(NamedTuple):
    """What fills a role.

    Attributes:
        key: Of the span, entity or frame.
        label: The span's label, the type of an entity or frame; "" where it is gone.
        start, end: Where its words stand, -1 where it is no span.
        words: Of a span or entity.
        meant: The same for fillers that mean the same person or thing.
    """

    key: Hashable
    label: str
    is_frame: bool = False
    start: int = -1
    end: int = -1
    words: str = ""
    meant: Hashable = None
    attributes: Mapping[str, object] = _NO_ATTRIBUTES


class CheckedFrame(NamedTuple):
    """One frame; ``pieces`` by role, in the order of the fillers."""

    key: Hashable
    type: str
    pieces: Mapping[str, Sequence[Piece]]
    implied: Collection[str]
    attributes: Mapping[str, object]


class CheckedSpan(NamedTuple):
    """One span."""

    key: Hashable
    label: str
    start: int
    words: str
    attributes: Mapping[str, object]


# --- dates --------------------------------------------------------------------------------------


def parses_as_date(value: object) -> bool:
    """Whether a value is an ISO 8601 day, week, month, year, or two of these with ``/`` between.

    Of two, the second is not before the first where both are of one kind.
    """
    if not isinstance(value, str):
        return False
    first, slash, last = value.partition("/")
    if not slash:
        return _is_moment(first)
    in_order = len(first) != len(last) or first <= last
    return _is_moment(first) and _is_moment(last) and in_order


def _is_moment(value: str) -> bool:
    if _DAY.fullmatch(value):
        return _exists(value)
    if _WEEK.fullmatch(value):
        return _exists(f"{value}-1")
    return bool(_MONTH.fullmatch(value)) or (bool(_YEAR.fullmatch(value)) and value != "0000")


def _exists(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


# --- the rules ----------------------------------------------------------------------------------


class Checks:
    """The rules of one scheme; made once, used for every set.

    Attributes:
        plain_labels: Spans of these labels need no look where they have no attributes.
    """

    def __init__(self, scheme: Scheme) -> None:
        self._types = scheme.frame_type_by_name
        self._labels = scheme.label_by_name
        self._dates = {
            label.name: [item.name for item in label.attributes if item.kind == "date"]
            for label in scheme.labels
        }
        self.plain_labels = frozenset(
            label.name
            for label in scheme.labels
            if not any(attribute.required for attribute in label.attributes)
        )

    def problems(
        self, spans: Iterable[CheckedSpan], frames: Sequence[CheckedFrame], text: str
    ) -> list[Problem]:
        """Return what is missing or unusual, in text order."""
        found = [(span.start, one) for span in spans for one in self._span_problems(span)]
        circles = _in_circles(frames)
        twins = self._twins(frames, text)
        by_key = {frame.key: frame for frame in frames}
        for frame in frames:
            start = _start(frame)
            found += [(start, one) for one in self._frame_problems(frame, by_key)]
            if frame.key in circles:
                words = "It fills one of its own roles, by itself or through other frames."
                found.append((start, _missing(frame, words)))
            if frame.key in twins:
                found.append((start, _missing(frame, twins[frame.key])))
        return [one for _, one in sorted(found, key=lambda item: item[0])]

    def _span_problems(self, span: CheckedSpan) -> list[Problem]:
        label = self._labels.get(span.label)
        if label is None:
            words = f"The scheme has no label {span.label}."
            return [Problem(words, Severity.MISSING, span.key)]
        return [
            Problem(
                f"{quoted(span.words)}: {words}", Severity.MISSING, span.key, part=attribute.name
            )
            for attribute in label.attributes
            for words in _attribute_problems(attribute, span.attributes.get(attribute.name))
        ]

    def _frame_problems(
        self, frame: CheckedFrame, by_key: Mapping[Hashable, CheckedFrame]
    ) -> Iterator[Problem]:
        kind = self._types.get(frame.type)
        if kind is None:
            yield _missing(frame, f"The scheme has no frame type {frame.type}.")
            return
        for role in kind.roles:
            pieces = frame.pieces.get(role.name, ())
            if role.name not in frame.implied and len(pieces) < role.least:
                yield _missing(frame, _too_few(role, len(pieces)), role.name)
            if role.most is not None and len(pieces) > role.most:
                yield _missing(frame, _too_many(role, len(pieces)), role.name)
            for piece in pieces:
                if not _is_usual(role, piece):
                    yield _unusual(frame, _unusual_words(role, piece), role.name)
            if role.within is not None and pieces:
                yield from self._outside(frame, role, pieces, by_key)
        for attribute in kind.attributes:
            for words in _attribute_problems(attribute, frame.attributes.get(attribute.name)):
                yield _missing(frame, sentence(words), attribute.name)
        yield from self._undated(frame, kind)

    def _outside(
        self,
        frame: CheckedFrame,
        role: Role,
        pieces: Sequence[Piece],
        by_key: Mapping[Hashable, CheckedFrame],
    ) -> Iterator[Problem]:
        """Give the words of a role that stand outside those of the frame that another role names.

        Nothing is said where no frame is named, or where it has no such words itself.
        """
        if role.within is None:
            return
        named = frame.pieces.get(role.within.frame, ())
        outer = [by_key[piece.key] for piece in named if piece.is_frame and piece.key in by_key]
        places = [
            (piece.start, piece.end)
            for other in outer
            for piece in other.pieces.get(role.within.role, ())
            if piece.start >= 0
        ]
        if not places:
            return
        whole = _joined(places)
        for piece in pieces:
            if piece.start >= 0 and not any(
                start <= piece.start and piece.end <= end for start, end in whole
            ):
                where = f"the {spoken(role.within.role)} of its {spoken(role.within.frame)}"
                words = f"The {spoken(role.name)} {quoted(piece.words)} is outside {where}."
                yield _unusual(frame, words, role.name)

    def _undated(self, frame: CheckedFrame, kind: FrameType) -> Iterator[Problem]:
        """Give the words among the fillers that could have a date, and have none yet."""
        for role in kind.roles:
            for piece in frame.pieces.get(role.name, ()):
                names = self._dates.get(piece.label) if piece.start >= 0 else None
                if names and not any(piece.attributes.get(name) for name in names):
                    words = f"{quoted(piece.words)} has no date yet."
                    yield Problem(words, Severity.OPTIONAL, frame.key, frame.type, role.name)

    def _twins(self, frames: Sequence[CheckedFrame], text: str) -> dict[Hashable, str]:
        """Return what to say of frames of which the scheme allows one in a stretch of text."""
        seen: dict[Hashable, CheckedFrame] = {}
        found: dict[Hashable, str] = {}
        for frame in sorted(frames, key=_start):
            kind = self._types.get(frame.type)
            if kind is None or kind.once is None:
                continue
            place = _place(frame, kind, text)
            for same in _combinations(frame, kind.once) if place is not None else ():
                first = seen.setdefault((frame.type, place, same), frame)
                if first is not frame:
                    found[frame.key] = _twin_words(kind, kind.once)
        return found


def _missing(frame: CheckedFrame, words: str, part: str = "") -> Problem:
    return Problem(words, Severity.MISSING, frame.key, frame.type, part)


def _unusual(frame: CheckedFrame, words: str, part: str = "") -> Problem:
    return Problem(words, Severity.UNUSUAL, frame.key, frame.type, part)


def _start(frame: CheckedFrame) -> int:
    """Return the first character that a frame's spans cover."""
    starts = [piece.start for pieces in frame.pieces.values() for piece in pieces]
    return min([start for start in starts if start >= 0], default=_NOWHERE)


def _is_usual(role: Role, piece: Piece) -> bool:
    if piece.is_frame:
        return piece.label in role.frames
    return bool(piece.label) and (piece.label in role.labels or ANY_LABEL in role.labels)


def _joined(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return stretches of text with those that touch or overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


# --- frames that fill one another -----------------------------------------------------------------


def _in_circles(frames: Sequence[CheckedFrame]) -> set[Hashable]:
    """Return the frames that fill themselves, directly or through others."""
    inner: dict[Hashable, list[Hashable]] = defaultdict(list)
    for frame in frames:
        for pieces in frame.pieces.values():
            inner[frame.key] += [piece.key for piece in pieces if piece.is_frame]
    # Take away again and again what nothing fills: what is left fills one another, or hangs on it.
    filled = dict.fromkeys(inner, 0)
    for keys in inner.values():
        for key in keys:
            filled[key] = filled.get(key, 0) + 1
    free = [key for key, count in filled.items() if not count]
    while free:
        for key in inner.get(free.pop(), ()):
            filled[key] -= 1
            if not filled[key]:
                free.append(key)
    left = [key for key, count in filled.items() if count]
    return {key for key in left if _reaches_itself(key, inner)}


def _reaches_itself(key: Hashable, inner: Mapping[Hashable, Sequence[Hashable]]) -> bool:
    waiting, seen = list(inner.get(key, ())), set[Hashable]()
    while waiting:
        other = waiting.pop()
        if other == key:
            return True
        if other not in seen:
            seen.add(other)
            waiting += inner.get(other, ())
    return False


# --- one of a kind --------------------------------------------------------------------------------


def _place(frame: CheckedFrame, kind: FrameType, text: str) -> int | None:
    """Return the number of the stretch that a frame belongs to, ``None`` where it has no words."""
    anchors = [
        piece.start
        for role in kind.roles
        if role.anchor
        for piece in frame.pieces.get(role.name, ())
        if piece.start >= 0
    ]
    start = min(anchors) if anchors else _start(frame)
    if start == _NOWHERE:
        return None
    if kind.once is not None and kind.once.per == "paragraph":
        return text.rfind("\n", 0, start)
    return 0


def _combinations(frame: CheckedFrame, once: Once) -> Iterator[Hashable]:
    """Give each combination of fillers and values; none while a value lacks."""
    values = [frame.attributes.get(name) for name in once.attributes]
    if None in values or "" in values:
        return
    meant = [{piece.meant for piece in frame.pieces.get(name, ())} for name in once.roles]
    for fillers in product(*meant):
        yield (fillers, tuple(values))


def _twin_words(kind: FrameType, once: Once) -> str:
    what = listed([spoken(name) for name in (*once.roles, *once.attributes)])
    return f"Another {spoken(kind.name).lower()} of this {once.per} has the same {what}."


# --- sentences ------------------------------------------------------------------------------------


def _too_few(role: Role, count: int) -> str:
    name = spoken(role.name)
    if role.least > 1:
        return f"Needs {role.least} {plural(name)}, has {count or 'none'}."
    hint = role.definition.split(";")[0].rstrip(".")
    told = f" Select {hint[:1].lower()}{hint[1:]}." if hint else ""
    return f"No {name} yet.{told}"


def _too_many(role: Role, count: int) -> str:
    name = spoken(role.name)
    return f"Takes {role.most} {name if role.most == 1 else plural(name)}, has {count}."


@cache
def _takes(labels: tuple[str, ...], frames: tuple[str, ...]) -> str:
    """Return what a role takes, as a sentence; "" where it takes anything."""
    if ANY_LABEL in labels:
        return ""
    return f"This role takes {with_article(listed(labels or frames, 'or'))}."


def _unusual_words(role: Role, piece: Piece) -> str:
    takes = _takes(role.labels, role.frames)
    name = spoken(role.name)
    if not piece.label:
        return f"What filled the {name} is gone. {takes}".rstrip()
    what = f"{quoted(piece.words)} ({piece.label})" if piece.words else with_article(piece.label)
    return sentence(f"{what} is unusual as {name}. {takes}").rstrip()


def _attribute_problems(attribute: Attribute, value: object) -> list[str]:
    name = spoken(attribute.name)
    if value is None or value == "":
        if not attribute.required:
            return []
        return [f"no {name} yet. {_choose(attribute)}".rstrip()]
    if attribute.kind == "date" and not parses_as_date(value):
        return [f"{quoted(str(value))} is no date like 2016-02-04."]
    if attribute.values and value not in attribute.values:
        return [f"{quoted(str(value))} is no {name} of the scheme."]
    return []


def _choose(attribute: Attribute) -> str:
    words = [attribute.names.get(str(value), str(value)) for value in attribute.values]
    if 0 < len(words) <= _FEW:
        return f"Choose {listed(words, 'or')}."
    return "Choose it on the card." if words else ""


# --- an annotation set ----------------------------------------------------------------------------


def problems(tags: AnnotationSet, checks: Checks, text: str) -> list[Problem]:
    """Return what a set of an article with this text lacks, and what is unusual, in text order."""
    pieces = _Pieces(tags)
    plain = checks.plain_labels
    spans = [
        CheckedSpan(span.id, span.label, span.extent.start, span.text, span.attributes)
        for span in tags.spans
        if span.attributes or span.label not in plain
    ]
    return checks.problems(spans, [pieces.frame(frame) for frame in tags.frames], text)


class _Pieces:
    """Shows the frames of one set to the rules."""

    def __init__(self, tags: AnnotationSet) -> None:
        self._spans = {span.id: span for span in tags.spans}
        self._types = {frame.id: frame.type for frame in tags.frames}
        self._entities = tags.entities

    def frame(self, frame: Frame) -> CheckedFrame:
        """Return one frame."""
        pieces: dict[str, list[Piece]] = {}
        for filler in frame.fillers:
            pieces.setdefault(filler.role, []).append(self._piece(filler))
        return CheckedFrame(frame.id, frame.type, pieces, frame.implied, frame.attributes)

    def _piece(self, filler: Filler) -> Piece:
        if filler.span is not None:
            span = self._spans.get(filler.span)
            if span is None:
                return Piece(filler.span, "")
            return Piece(
                span.id,
                span.label,
                False,  # noqa: FBT003 - by place, for there are thousands
                span.extent.start,
                span.extent.end,
                span.text,
                span.text.casefold() if span.entity is None else span.entity,
                span.attributes,
            )
        if filler.frame is not None:
            kind = self._types.get(filler.frame, "")
            return Piece(filler.frame, kind, is_frame=True, meant=(filler.frame,))
        entity = self._entities.get(filler.entity) if filler.entity is not None else None
        if entity is None:
            return Piece(filler.entity, "")
        return Piece(entity.id, entity.type, words=entity.name, meant=entity.id)
