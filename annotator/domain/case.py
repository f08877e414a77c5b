"""A case: words of an article with their sentence, to be kept as an example of the guideline."""

from collections.abc import Iterable, Mapping, Sequence

from annotator.domain.annotation import Frame, Span, SpanId
from annotator.domain.entry import Example, ExampleMark
from annotator.domain.example_markup import nested
from annotator.domain.extent import Extent
from annotator.domain.motion import sentence_at
from annotator.domain.review import SpanTag, Tag
from annotator.domain.scheme import FrameType

MOST = 600
"""Characters: what lies farther apart is no one example."""


def sentences_around(text: str, places: Iterable[Extent]) -> Extent | None:
    """Return the sentences that hold some words, from the first to the last of them.

    Where that would be too much to read, those of the first of the words.
    """
    ordered = sorted(places)
    if not ordered:
        return None
    whole = _around(text, ordered[0].start, max(place.end for place in ordered))
    if len(whole) > MOST:
        whole = _around(text, ordered[0].start, ordered[0].end)
    return whole


def _around(text: str, start: int, end: int) -> Extent:
    first, last = sentence_at(text, start), sentence_at(text, end - 1)
    return Extent(
        min(start, first.start) if first is not None else start,
        max(end, last.end) if last is not None else end,
    )


def frame_marks(
    frame: Frame, kind: FrameType, spans: Mapping[SpanId, Span]
) -> Sequence[ExampleMark]:
    """Return the words that fill the roles of a frame; a label that is not the usual one too."""
    found: list[ExampleMark] = []
    for filler in frame.fillers:
        span = spans.get(filler.span) if filler.span is not None else None
        role = kind.role(filler.role)
        if span is not None and role is not None:
            found.append(ExampleMark(span.extent, role.name))
            if span.label != role.new_label:
                found.append(ExampleMark(span.extent, span.label))
    return found


def tag_marks(tag: Tag, kind: FrameType | None) -> Sequence[ExampleMark]:
    """Return the same for a tag as it is compared: its own words, or what fills its roles."""
    if isinstance(tag, SpanTag):
        return [ExampleMark(tag.extent, tag.label)]
    found: list[ExampleMark] = []
    for filler in tag.fillers:
        role = kind.role(filler.role) if kind is not None else None
        if filler.span is not None and role is not None:
            found.append(ExampleMark(filler.span.extent, role.name))
    return found


def case_of(text: str, marks: Sequence[ExampleMark]) -> Example | None:
    """Return the sentences around some marked words as an example, without a reason yet.

    Of marks that cross, and of those outside the sentences, only what fits is kept.
    """
    around = sentences_around(text, [mark.extent for mark in marks])
    if around is None:
        return None
    inside = [
        ExampleMark(
            Extent(mark.extent.start - around.start, mark.extent.end - around.start), mark.name
        )
        for mark in nested(marks)
        if around.contains(mark.extent)
    ]
    words = "".join(" " if letter in "\n\r\t" else letter for letter in around.slice(text))
    return Example(words, tuple(inside))
