"""``G``: from a tag to each of the frames that it fills, and from a frame to each of its words."""

from annotator.domain.annotation import FrameId, Span, SpanId
from annotator.domain.extent import Extent
from annotator.domain.suggestion import SuggestedFrame
from annotator.ui.annotate.desk import ArticleDesk
from annotator.ui.annotate.frame_desk import FrameDesk
from annotator.ui.annotate.suggested_desk import SuggestedDesk
from annotator.ui.article.view import ArticleView


class FrameWalk:
    """Goes on from where the last step has left; whatever is chosen in between begins anew.

    On a tag, each step selects the next frame that it fills; when all were shown, and from a frame
    in the first place, each step goes to its next words in the text, round the end, also where they
    are out of view. From a suggestion a step leads to the suggested frame that it fills, and from
    that to its words and back.
    """

    def __init__(
        self, desk: ArticleDesk, frames: FrameDesk, suggested: SuggestedDesk, view: ArticleView
    ) -> None:
        self._desk = desk
        self._frames = frames
        self._suggested = suggested
        self._view = view
        self._waiting: list[FrameId] = []
        self._left_at: tuple[FrameId | None, int] | None = None

    def step(self) -> None:
        """Take one step."""
        suggestion, at_hand = self._desk.current_suggestion, self._suggested.frame
        if suggestion is not None:
            self._to_suggested(suggestion.extent, suggestion.label)
            return
        if at_hand is not None:
            self._show_words_of(at_hand)
            return
        span = self._desk.current_span
        if span is not None:
            self._waiting = self._frames_of(span.id)
            if not self._waiting:
                self._to_suggested(span.extent, span.label)
                return
        elif self._left_at != self._place():
            self._waiting = []
        if self._waiting:
            self._select(self._waiting.pop(0), span)
        else:
            self._walk()
        self._left_at = self._place()

    def _to_suggested(self, place: Extent, label: str) -> None:
        """Take the suggested frame to hand that some words fill."""
        found = [
            frame.id
            for frame in self._desk.suggested_frames
            if any((one.extent, one.label) == (place, label) for one in frame.fillers)
        ]
        if found:
            self._suggested.choose(found[0])
        else:
            self._frames.said.emit("This tag fills no frame.")

    def _show_words_of(self, frame: SuggestedFrame) -> None:
        """Go to the next words of the suggested frame at hand, round the end."""
        places = sorted({one.extent for one in frame.fillers if one.extent is not None})
        after = (place for place in places if place.start > self._view.caret)
        place = next(after, places[0] if places else None)
        if place is not None:
            self._view.set_caret(place.start, reveal=False)
            self._view.reveal(place)

    def _frames_of(self, key: SpanId) -> list[FrameId]:
        """Return the frames of a tag, the one after the selected frame first."""
        found = [frame.id for frame in self._desk.frames_of(key)]
        selected = self._frames.frame
        if selected is not None and selected.id in found:
            after = found.index(selected.id) + 1
            return [*found[after:], *found[:after]]
        return found

    def _select(self, key: FrameId, span: Span | None) -> None:
        if span is not None:
            self._view.set_caret(span.extent.start, reveal=False)
            self._view.set_current(None, reveal=False)
        self._frames.select(key)

    def _walk(self) -> None:
        frame = self._frames.frame
        if frame is None:
            self._frames.said.emit("Choose a tag first, to go to the frame that it fills.")
            return
        spans = (self._desk.span(item.span) for item in frame.fillers if item.span is not None)
        places = sorted({span.extent for span in spans if span is not None})
        if not places:
            self._frames.said.emit("Nothing in the text fills it yet.")
            return
        after = (place for place in places if place.start > self._view.caret)
        place = next(after, places[0])
        self._view.set_current(None, reveal=False)
        self._view.set_caret(place.start, reveal=False)
        self._view.reveal(place)

    def _place(self) -> tuple[FrameId | None, int]:
        frame = self._frames.frame
        return (frame.id if frame is not None else None, self._view.caret)
