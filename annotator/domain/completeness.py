"""What an annotation set still lacks by its scheme."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from annotator.domain.annotation import AnnotationSet, Filler, Frame, FrameId, Span, SpanId
from annotator.domain.scheme import ANY_LABEL, Attribute, FrameType, Role, Scheme

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?(/\d{4}(-\d\d(-\d\d)?)?)?")
_WEEK = re.compile(r"\d{4}-W(0[1-9]|[1-4]\d|5[0-3])")


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
    """Whether a value is an ISO 8601 date, month, year, week or interval of dates."""
    return isinstance(value, str) and bool(_DATE.fullmatch(value) or _WEEK.fullmatch(value))


def lacks(tags: AnnotationSet, scheme: Scheme) -> list[Lack]:
    """Return what stands in the way of completing a set, in text order."""
    spans = {span.id: span for span in tags.spans}
    frames = {frame.id: frame for frame in tags.frames}
    found = [lack for span in tags.spans for lack in _span_lacks(span, scheme)]
    for frame in tags.frames:
        kind = scheme.frame_type_by_name.get(frame.type)
        if kind is not None:
            found += _frame_lacks(frame, kind, spans, frames)
    return found


def _span_lacks(span: Span, scheme: Scheme) -> list[Lack]:
    label = scheme.label_by_name.get(span.label)
    if label is None:
        return [Lack(f"The scheme has no label {span.label}.", span.id)]
    return [
        Lack(f"“{span.text}”: {problem}", span.id)
        for attribute in label.attributes
        for problem in _attribute_problems(attribute, span.attributes.get(attribute.name))
    ]


def _frame_lacks(
    frame: Frame,
    kind: FrameType,
    spans: Mapping[SpanId, Span],
    frames: Mapping[FrameId, Frame],
) -> list[Lack]:
    found: list[Lack] = []
    for role in kind.roles:
        fillers = [filler for filler in frame.fillers if filler.role == role.name]
        if len(fillers) < role.least and role.name not in frame.implied:
            found.append(Lack(f"{kind.name}: no {role.name} yet.", frame=frame.id))
        if any(not _usual(role, filler, spans, frames) for filler in fillers):
            wanted = ", ".join(role.labels or role.frames)
            found.append(Lack(f"{kind.name}: {role.name} usually takes {wanted}.", frame=frame.id))
    for attribute in kind.attributes:
        for problem in _attribute_problems(attribute, frame.attributes.get(attribute.name)):
            found.append(Lack(f"{kind.name}: {problem}", frame=frame.id))  # noqa: PERF401
    return found


def _usual(
    role: Role,
    filler: Filler,
    spans: Mapping[SpanId, Span],
    frames: Mapping[FrameId, Frame],
) -> bool:
    if filler.span is not None:
        span = spans.get(filler.span)
        return ANY_LABEL in role.labels or (span is not None and span.label in role.labels)
    if filler.frame is not None:
        frame = frames.get(filler.frame)
        return frame is not None and frame.type in role.frames
    return True


def _attribute_problems(attribute: Attribute, value: object) -> list[str]:
    if value in {None, ""}:
        return [f"no {attribute.name} yet."] if attribute.required else []
    if attribute.kind == "date" and not parses_as_date(value):
        return [f"{value} is no date like 2016-02-04."]
    if attribute.values and value not in attribute.values:
        return [f"{value} is no {attribute.name} of the scheme."]
    return []
