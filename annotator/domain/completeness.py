"""What an annotation set still lacks by its scheme."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from annotator.domain.annotation import (
    AnnotationSet,
    Filler,
    Frame,
    FrameId,
    Span,
    SpanId,
)
from annotator.domain.scheme import ANY_LABEL, Attribute, FrameType, Role, Scheme

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_WEEK = re.compile(r"\d{4}-W\d\d", re.ASCII)
_NOWHERE = 1 << 62
"""Sorts frames that cover no text after all that do."""


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing or unusual.

    Attributes:
        problem: A sentence for the analyst.
        span, frame: Where.
    """

    problem: str
    span: SpanId | None = None
    frame: FrameId | None = None


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


def lacks(tags: AnnotationSet, scheme: Scheme) -> list[Lack]:
    """Return what stands in the way of completing a set, in text order."""
    found = [(span.extent.start, lack) for span in tags.spans for lack in _span_lacks(span, scheme)]
    look = _FrameLook(tags)
    for frame in tags.frames:
        kind = scheme.frame_type_by_name.get(frame.type)
        if kind is None:
            lack = Lack(f"The scheme has no frame type {frame.type}.", frame=frame.id)
            found.append((look.start(frame), lack))
        else:
            found += [(look.start(frame), lack) for lack in look.lacks(frame, kind)]
    return [lack for _, lack in sorted(found, key=lambda item: item[0])]


def _span_lacks(span: Span, scheme: Scheme) -> list[Lack]:
    label = scheme.label_by_name.get(span.label)
    if label is None:
        return [Lack(f"The scheme has no label {span.label}.", span.id)]
    return [
        Lack(f"“{span.text}”: {problem}", span.id)
        for attribute in label.attributes
        for problem in _attribute_problems(attribute, span.attributes.get(attribute.name))
    ]


class _FrameLook:
    """Looks at the frames of one set."""

    def __init__(self, tags: AnnotationSet) -> None:
        self._spans = {span.id: span for span in tags.spans}
        self._types = {frame.id: frame.type for frame in tags.frames}
        self._entities = tags.entities

    def start(self, frame: Frame) -> int:
        """Return the first character that a frame's spans cover."""
        spans = [self._spans.get(filler.span) for filler in frame.fillers if filler.span]
        return min((span.extent.start for span in spans if span is not None), default=_NOWHERE)

    def lacks(self, frame: Frame, kind: FrameType) -> Iterator[Lack]:
        for role in kind.roles:
            fillers = [filler for filler in frame.fillers if filler.role == role.name]
            for problem in self._role_problems(role, fillers, implied=role.name in frame.implied):
                yield Lack(f"{kind.name}: {problem}", frame=frame.id)
        for attribute in kind.attributes:
            for problem in _attribute_problems(attribute, frame.attributes.get(attribute.name)):
                yield Lack(f"{kind.name}: {problem}", frame=frame.id)

    def _role_problems(self, role: Role, fillers: list[Filler], *, implied: bool) -> Iterator[str]:
        if len(fillers) < role.least and not implied:
            yield f"no {role.name} yet."
        if role.most is not None and len(fillers) > role.most:
            yield f"{role.name} has {len(fillers)} fillers, not {role.most}."
        if not all(self._is_usual(role, filler) for filler in fillers):
            yield f"{role.name} usually takes {', '.join(role.labels or role.frames)}."

    def _is_usual(self, role: Role, filler: Filler) -> bool:
        if filler.frame is not None:
            return self._types.get(filler.frame) in role.frames
        label = None
        if filler.span is not None:
            span = self._spans.get(filler.span)
            label = None if span is None else span.label
        elif filler.entity is not None:
            entity = self._entities.get(filler.entity)
            label = None if entity is None else entity.type
        return label is not None and (ANY_LABEL in role.labels or label in role.labels)


def _attribute_problems(attribute: Attribute, value: object) -> list[str]:
    if value is None or value == "":
        return [f"no {attribute.name} yet."] if attribute.required else []
    if attribute.kind == "date" and not parses_as_date(value):
        return [f"{value} is no date like 2016-02-04."]
    if attribute.values and value not in attribute.values:
        return [f"{value} is no {attribute.name} of the scheme."]
    return []
