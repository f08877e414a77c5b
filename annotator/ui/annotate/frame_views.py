"""What the card of a frame shows: what fills each role by name, and what the frame lacks."""

from collections.abc import Mapping, Sequence

from annotator.domain.annotation import AnnotationSet, Filler, Frame
from annotator.domain.scheme import Scheme
from annotator.domain.suggestion import SuggestedFiller, SuggestedFrame
from annotator.ui.annotate.desk import ArticleDesk
from annotator.ui.inspector.filler_flow import FillerView
from annotator.ui.inspector.suggested_cards import with_suggested
from annotator.ui.inspector.summaries import frame_title


def filler_views(
    frame: Frame, desk: ArticleDesk, scheme: Scheme
) -> Mapping[str, Sequence[FillerView]]:
    """Return what each role of a frame of the open set holds."""
    found: dict[str, list[FillerView]] = {}
    if desk.tags is not None:
        for filler in frame.fillers:
            found.setdefault(filler.role, []).append(_view(filler, desk, desk.tags, scheme))
    return found


def suggested_views(
    fillers: Sequence[SuggestedFiller], desk: ArticleDesk, scheme: Scheme
) -> Mapping[str, Sequence[FillerView]]:
    """Return what a suggestion has for each role."""
    article, tags = desk.article, desk.tags
    found: dict[str, list[FillerView]] = {}
    if article is None or tags is None:
        return found
    there = {(span.extent, span.label): span for span in tags.spans} if fillers else {}
    for one in fillers:
        if one.extent is not None:
            words = one.extent.slice(article.text)
            span = there.get((one.extent, one.label))
            known = tags.entities.get(span.entity) if span and span.entity else None
            view = FillerView(one, one.label, known.name if known else words, words)
        else:
            child = desk.suggested_frame(one.frame) if one.frame is not None else None
            kind = child.type if child is not None else ""
            view = FillerView(one, kind, _suggested_title(child, tags, article.text, scheme), "")
        found.setdefault(one.role, []).append(view)
    return found


def _suggested_title(
    frame: SuggestedFrame | None, tags: AnnotationSet, text: str, scheme: Scheme
) -> str:
    """Return what a suggested frame is called where it fills another one."""
    if frame is None:
        return "accepted already"
    made = with_suggested(tags, [frame], text)
    return frame_title(made.frames[-1], made, scheme)


def filler_words(filler: Filler, desk: ArticleDesk, scheme: Scheme) -> str:
    """Return how a sentence names one filler: “Abenov”."""
    if desk.tags is None:
        return "?"
    view = _view(filler, desk, desk.tags, scheme)
    return quoted(view.words or view.name)


def quoted(words: str) -> str:
    """Return words as a sentence names them: in quotation marks, on one line, not too long."""
    line = " ".join(words.split())
    return f"“{line}”" if len(line) <= _NAMED else f"“{line[: _NAMED - 1].rstrip()}…”"


_NAMED = 40


def _view(filler: Filler, desk: ArticleDesk, tags: AnnotationSet, scheme: Scheme) -> FillerView:
    if filler.span is not None:
        span = desk.span(filler.span)
        if span is None:
            return FillerView(filler, "", "?", "")
        known = tags.entities.get(span.entity) if span.entity is not None else None
        name = known.name if known is not None else span.text
        return FillerView(filler, span.label, name, span.text)
    if filler.entity is not None and filler.entity in tags.entities:
        entity = tags.entities[filler.entity]
        return FillerView(filler, entity.type, entity.name, entity.name)
    child = next((item for item in tags.frames if item.id == filler.frame), None)
    if child is None:
        return FillerView(filler, "", "?", "")
    return FillerView(filler, child.type, frame_title(child, tags, scheme), "")
