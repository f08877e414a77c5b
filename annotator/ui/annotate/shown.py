"""An article's tags and suggestions as what the article view shows."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt

from annotator.domain.annotation import AnnotationSet, Frame, Span
from annotator.domain.article import Article
from annotator.domain.extent import Extent
from annotator.domain.scheme import Scheme
from annotator.domain.suggestion import SuggestedFrame, Suggestion
from annotator.domain.text import runs_right_to_left
from annotator.ui.article.marks import ENTITY, FrameMark, Mark, MarkId
from annotator.ui.inspector.values import provenance_words, source_words

SPAN, SUGGESTION, FRAME = "span", "suggestion", "frame"
SUGGESTED_FRAME = "suggested frame"


def direction_of(article: Article) -> Qt.LayoutDirection:
    """Return how the lines of an article run."""
    if runs_right_to_left(article.text, article.metadata.language):
        return Qt.LayoutDirection.RightToLeft
    return Qt.LayoutDirection.LeftToRight


def span_mark(span: Span, scheme: Scheme) -> Mark:
    """Return how a tag is shown; its tool tip is made when it is asked for."""
    return Mark(
        id=(SPAN, span.id),
        extent=span.extent,
        label=span.label,
        family=_family(span.label, scheme),
        unsure=span.unsure,
    )


def span_tip(span: Span, tags: AnnotationSet) -> tuple[str, ...]:
    """Return the lines of a tag's tool tip."""
    lines = [span.label]
    if span.entity is not None and span.entity in tags.entities:
        lines.append(tags.entities[span.entity].name)
    lines += [f"{name}: {value}" for name, value in span.attributes.items()]
    lines.append(provenance_words(span.provenance))
    if span.note:
        lines.append(span.note)
    return tuple(lines)


def suggestion_tip(suggestion: Suggestion) -> tuple[str, ...]:
    """Return the lines of a suggestion's tool tip: label, source, score and reason."""
    sources = ", ".join(source_words(source) for source in suggestion.sources)
    lines = (
        f"{suggestion.label}, suggested",
        f"{sources} · {suggestion.score:.2f}",
        suggestion.reason,
    )
    return tuple(line for line in lines if line)


def suggestion_mark(suggestion: Suggestion, scheme: Scheme) -> Mark:
    """Return how a pending suggestion is shown."""
    return Mark(
        id=(SUGGESTION, suggestion.id),
        extent=suggestion.extent,
        label=suggestion.label,
        pending=True,
        family=_family(suggestion.label, scheme),
    )


def _family(label: str, scheme: Scheme) -> str:
    known = scheme.label_by_name.get(label)
    return known.family if known is not None else ENTITY


def frame_mark(frame: Frame) -> FrameMark:
    """Return how a frame is shown: its fillers that stand in the text, by role."""
    members: list[tuple[str, MarkId | Extent]] = [
        (filler.role, (SPAN, filler.span)) for filler in frame.fillers if filler.span is not None
    ]
    return FrameMark((FRAME, frame.id), frame.type, tuple(members), unsure=frame.unsure)


def changed_frames(
    before: Sequence[Frame], now: Sequence[Frame]
) -> tuple[list[FrameMark], list[MarkId]]:
    """Return the frames that are new or differ, and the ids of those that are gone."""
    known = {frame.id: frame for frame in before}
    kept = {frame.id for frame in now}
    marks = [
        frame_mark(frame)
        for frame in now
        if known.get(frame.id) is not frame and known.get(frame.id) != frame
    ]
    return marks, [(FRAME, key) for key in known if key not in kept]


def marks_of(
    tags: AnnotationSet, pending: Sequence[Suggestion], scheme: Scheme
) -> tuple[list[Mark], list[FrameMark]]:
    """Return everything that an article shows."""
    marks = [span_mark(span, scheme) for span in tags.spans]
    marks += [suggestion_mark(suggestion, scheme) for suggestion in pending]
    return marks, [frame_mark(frame) for frame in tags.frames]


def suggested_frames(
    frames: Sequence[SuggestedFrame],
    tags: AnnotationSet,
    pending: Sequence[Suggestion],
    scheme: Scheme,
) -> dict[MarkId, FrameMark]:
    """Return how frames that wait for a decision are shown, by id.

    Those of a type that is judged are hints. Their words are those of the tags and suggestions
    there, else stretches of their own.
    """
    if not frames:
        return {}
    known: dict[tuple[Extent, str], MarkId] = {
        (one.extent, one.label): (SUGGESTION, one.id) for one in pending
    }
    known.update({(span.extent, span.label): (SPAN, span.id) for span in tags.spans})
    hints = {kind.name for kind in scheme.frame_types if kind.judged}
    marks = [_suggested_frame(frame, known, hint=frame.type in hints) for frame in frames]
    return {mark.id: mark for mark in marks}


def _suggested_frame(
    frame: SuggestedFrame, known: Mapping[tuple[Extent, str], MarkId], *, hint: bool
) -> FrameMark:
    members: list[tuple[str, MarkId | Extent]] = [
        (one.role, known.get((one.extent, one.label), one.extent))
        for one in frame.fillers
        if one.extent is not None
    ]
    key = (SUGGESTED_FRAME, frame.id)
    return FrameMark(key, frame.type, tuple(members), pending=True, hint=hint)
