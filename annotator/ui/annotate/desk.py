"""The open article on the analyst's desk: what is current, and what each key does to it."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from annotator.domain import motion
from annotator.domain.annotation import AnnotationSet, Frame, FrameId, SetStatus, Span, SpanId
from annotator.domain.article import Article, ArticleId, ZoneKind
from annotator.domain.extent import Extent
from annotator.domain.scheme_words import counted
from annotator.domain.suggestion import SuggestedFrame, Suggestion, SuggestionId
from annotator.errors import GoneError, SetClosedError
from annotator.ops import articles, status, suggested_frames, suggestions, tags
from annotator.ops.suggested_frames import Accepted
from annotator.store.changes import Changes
from annotator.store.sets import SetTarget
from annotator.ui.annotate import opened, shown, stops
from annotator.ui.annotate.opened import Opened
from annotator.ui.annotate.overlaps import Overlaps
from annotator.ui.annotate.stops import Waiting
from annotator.ui.article.marks import FrameMark, Mark, MarkId
from annotator.ui.article.view import ArticleView
from annotator.ui.session import Session, touches
from annotator.ui.work_page import Chosen

T = TypeVar("T")


class ArticleDesk(QObject):
    """Joins one article view with the operations on the article's set.

    Signals:
        opened: Another article is shown (or none).
        refreshed: Tags, suggestions, zones or metadata of the open article have changed.
        current_changed: Another tag or suggestion, or none, is current.
        nothing_left: The last pending suggestion was decided.
        deleted: A :class:`Span` was deleted by its key; with the frames that it filled before.
        done: What was done, in a quiet sentence: it can be undone.
    """

    opened = Signal()
    refreshed = Signal()
    current_changed = Signal()
    nothing_left = Signal()
    deleted = Signal(object, object)
    said = Signal(str)
    done = Signal(str)

    def __init__(self, session: Session, view: ArticleView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._view = view
        self._state: Opened | None = None
        self._marks: dict[MarkId, Mark] = {}
        self._suggested: dict[MarkId, FrameMark] = {}
        self._spans: dict[SpanId, Span] = {}
        self._suggestions: dict[SuggestionId, Suggestion] = {}
        self._follow: Callable[[], None] | None = None
        self._overlaps = Overlaps(view)
        self._awaiting = False
        session.changed.connect(self._on_changed)
        view.current_changed.connect(lambda _key: self.current_changed.emit())
        view.tip_source = self._tip

    # --- what is open -------------------------------------------------------------------------

    @property
    def article(self) -> Article | None:
        """The open article."""
        return self._state.article if self._state is not None else None

    @property
    def tags(self) -> AnnotationSet | None:
        """The annotator's set on it, as it is shown."""
        return self._state.tags if self._state is not None else None

    @property
    def pending(self) -> tuple[Suggestion, ...]:
        """Suggested spans without a decision, in text order."""
        return self._state.pending if self._state is not None else ()

    @property
    def suggested_frames(self) -> tuple[SuggestedFrame, ...]:
        """Suggested frames without a decision, in text order."""
        return self._state.frames if self._state is not None else ()

    @property
    def offered(self) -> Mapping[FrameId, SuggestedFrame]:
        """What suggestions still offer for frames that were made of them in part."""
        return self._state.offered if self._state is not None else {}

    @property
    def waiting(self) -> tuple[Waiting, ...]:
        """Spans and frames to be decided on one after the other, in text order."""
        return self._state.waiting if self._state is not None else ()

    @property
    def closed(self) -> bool:
        """Whether the set is read only until it is reopened."""
        return self._state is not None and self._state.tags.status.closed

    @property
    def current_span(self) -> Span | None:
        """The current tag."""
        return self.span_of(self._view.current)

    def span(self, key: SpanId) -> Span | None:
        """Return a tag of the open set."""
        return self._spans.get(key)

    def frames_of(self, key: SpanId) -> list[Frame]:
        """Return the frames that a tag fills a role of."""
        frames = self._state.tags.frames if self._state is not None else ()
        return [frame for frame in frames if any(item.span == key for item in frame.fillers)]

    @property
    def current_suggestion(self) -> Suggestion | None:
        """The current suggestion of a span."""
        return self.suggestion_of(self._view.current)

    @property
    def current_frame(self) -> SuggestedFrame | None:
        """The current suggestion of a frame."""
        return self.suggested_of(self._view.current)

    def span_of(self, key: MarkId | None) -> Span | None:
        """Return the tag that a mark of the view stands for."""
        return self._spans.get(SpanId(key[1])) if key and key[0] == shown.SPAN else None

    def suggestion_of(self, key: MarkId | None) -> Suggestion | None:
        """Return the suggestion of a span that a mark of the view stands for."""
        if not key or key[0] != shown.SUGGESTION:
            return None
        return self._suggestions.get(SuggestionId(key[1]))

    def suggested_of(self, key: MarkId | None) -> SuggestedFrame | None:
        """Return the suggestion of a frame that a bracket of the view stands for."""
        if not key or key[0] != shown.SUGGESTED_FRAME:
            return None
        return self.suggested_frame(SuggestionId(key[1]))

    def suggested_frame(self, key: SuggestionId) -> SuggestedFrame | None:
        """Return a frame that waits for a decision."""
        return next((one for one in self.suggested_frames if one.id == key), None)

    def open(self, key: ArticleId, *, scroll_to: int | None = None) -> bool:
        """Show an article with its first pending suggestion current.

        Args:
            key: Which.
            scroll_to: Put the caret there instead.
        """
        try:
            state = opened.read(self._session, key)
        except GoneError as error:
            self._session.refused.emit(error)
            return False
        self._awaiting = not state.waiting and state.tags.status is SetStatus.NEW
        self._state = state
        article = state.article
        self._view.show_article(article.text, article.zones, shown.direction_of(article))
        self.show_marks()
        self.opened.emit()
        if scroll_to is not None:
            self._view.set_caret(scroll_to)
            self._view.set_current(None, reveal=False)
        elif state.waiting:
            self._make_current(stops.mark_id(state.waiting[0]))
        else:
            self._view.set_current(None, reveal=False)
        self.current_changed.emit()
        return True

    def close(self) -> None:
        """Show nothing."""
        self._state = None
        self._marks.clear()
        self._suggested.clear()
        self._spans.clear()
        self._suggestions.clear()
        self._view.show_article("", ())
        self._view.set_marks(())
        self.opened.emit()
        self.current_changed.emit()

    def change_annotator(self) -> None:
        """Read the open article again for another annotator."""
        if self._state is not None:
            self.open(self._state.article.id)

    def show_marks(self) -> None:
        """Show all that the open article has as it is stored."""
        state = self._state
        if state is None:
            return
        self._index(state)
        scheme = self._session.workspace.scheme
        marks, frames = shown.marks_of(state.tags, state.pending, scheme)
        self._marks = {mark.id: mark for mark in marks}
        self._suggested = shown.suggested_frames(state.frames, state.tags, state.pending, scheme)
        self._view.set_marks(marks, [*frames, *self._suggested.values()])

    def _index(self, state: Opened) -> None:
        self._spans = {span.id: span for span in state.tags.spans}
        self._suggestions = {item.id: item for item in state.pending}

    def _on_changed(self, changes: Changes) -> None:
        if self._state is None or not touches(changes, self._state.article.id):
            return
        before, current = self._state, self._current_mark()
        try:
            self._state = opened.read_again(self._session, before, changes)
        except GoneError:
            self.close()
            return
        self._show_changes(before, self._state)
        if changes.many and current is not None and current.id not in self._marks:
            self.show_place(current.extent)  # a suggestion may have become a tag elsewhere
        if self._awaiting and self._state.waiting:
            self.take_first_pending()
        self.refreshed.emit()

    def _show_changes(self, before: Opened, now: Opened) -> None:
        """Change in the view only what differs."""
        if now.article.zones != before.article.zones:
            self._view.set_zones(now.article.zones)
        scheme = self._session.workspace.scheme
        spans, waiting = self._spans, self._suggestions
        self._index(now)
        marks = [
            shown.span_mark(span, scheme)
            for key, span in self._spans.items()
            if spans.get(key) is not span
        ]
        new = self._suggestions.keys() - waiting.keys()
        marks += [shown.suggestion_mark(self._suggestions[key], scheme) for key in new]
        gone: list[MarkId] = [(shown.SPAN, key) for key in spans.keys() - self._spans.keys()]
        gone += [(shown.SUGGESTION, key) for key in waiting.keys() - self._suggestions.keys()]
        for key in gone:
            del self._marks[key]
        self._marks.update({mark.id: mark for mark in marks})
        frames, frames_gone = shown.changed_frames(before.tags.frames, now.tags.frames)
        suggested = shown.suggested_frames(now.frames, now.tags, now.pending, scheme)
        frames += [one for key, one in suggested.items() if self._suggested.get(key) != one]
        frames_gone += [key for key in self._suggested if key not in suggested]
        self._suggested = suggested
        if marks or gone or frames or frames_gone:
            stale = [*gone, *frames_gone, *(mark.id for mark in marks)]
            self._view.update_marks([*marks, *frames], stale)

    def _tip(self, mark: Mark) -> Sequence[str]:
        """Return the lines of a mark's tool tip."""
        kind, key = mark.id
        state = self._state
        if kind == shown.SPAN and state is not None and SpanId(key) in self._spans:
            return shown.span_tip(self._spans[SpanId(key)], state.tags)
        if kind == shown.SUGGESTION and SuggestionId(key) in self._suggestions:
            return shown.suggestion_tip(self._suggestions[SuggestionId(key)])
        return ()

    def _current_mark(self) -> Mark | None:
        current = self._view.current
        return self._marks.get(current) if current is not None else None

    # --- moving -------------------------------------------------------------------------------

    def step(self, direction: int, *, only_spans: bool = False) -> None:
        """Go to the next (1) or previous (-1) pending suggestion, or tag when none is left.

        Args:
            direction: 1 or -1.
            only_spans: Pass suggested frames over: a slot waits for words.
        """
        state = self._state
        if state is None:
            return
        found: Sequence[stops.Stop] = state.pending if only_spans else state.waiting
        found = found or state.tags.spans
        if not found:
            self.said.emit("No suggestions and no tags here yet.")
            return
        self._make_current(stops.neighbour(found, self._view.current, self._here(), direction))

    def take_first_pending(self) -> None:
        """Make the first pending suggestion current, unless the user has begun with something."""
        begun = self._view.caret or self._view.current is not None
        self._awaiting = False
        if not begun and self._view.selection is None and self.waiting:
            self._make_current(stops.mark_id(self.waiting[0]))

    def step_in_sight(self) -> None:
        """Make the first pending suggestion that is in sight current, else none."""
        found = (one for one in self.waiting if self._view.in_sight(stops.place_of(one)))
        first = next(found, None)
        key = None if first is None else stops.mark_id(first)
        self._view.set_current(key, reveal=False)

    def _here(self) -> tuple[int, int]:
        """Return the place of the current mark, else just before the caret, for comparing.

        What begins at the caret comes next: at the beginning of a text nothing is passed over.
        """
        mark, frame = self._current_mark(), self.current_frame
        if mark is not None:
            return stops.order(mark.extent)
        if frame is not None:
            return stops.order(stops.place_of(frame))
        return (self._view.caret, -stops.BEYOND)

    def _make_current(self, key: MarkId | None) -> None:
        self._view.set_current(key, reveal=True)

    def go_on_from(self, extent: Extent) -> None:
        """Make the next pending suggestion after a place current, round the end."""
        following = stops.after(self.waiting, extent)
        if following is None:
            self.nothing_left.emit()
        else:
            self._make_current(following)

    def next_overlapping(self) -> None:
        """Go to the next of the tags and suggestions that lie over one another here."""
        following = self._overlaps.following(self._current_mark())
        if following is None:
            self.said.emit("No tag at the caret.")
        else:
            self._make_current(following)

    def select_span(self, key: SpanId) -> None:
        """Make a tag current and bring it into sight."""
        self._make_current((shown.SPAN, key))

    def show_suggestion(self, key: SuggestionId | None) -> bool:
        """Make a pending suggestion, of a span or a frame, current; ``False`` where it is none."""
        if key is None:
            return False
        if self.suggested_frame(key) is not None:
            self._make_current((shown.SUGGESTED_FRAME, key))
        elif key in self._suggestions:
            self._make_current((shown.SUGGESTION, key))
        else:
            return False
        return True

    def show_place(self, place: Extent) -> None:
        """Make the tag or suggestion with exactly these edges current, if there is one."""
        found = next((key for key, mark in self._marks.items() if mark.extent == place), None)
        if found is not None:
            self._make_current(found)

    # --- deciding -----------------------------------------------------------------------------

    @property
    def target(self) -> SetTarget | None:
        """Whose set is shown, at which revision."""
        state = self._state
        if state is None:
            return None
        return SetTarget(state.article.id, self._session.annotator, state.tags.revision)

    def edit(self, act: Callable[[SetTarget], T], then: Callable[[T], None] | None = None) -> None:
        """Run an operation on the open set; a set that is closed says so."""
        if self._state is None:
            return
        if self._state.tags.status.closed:
            self._session.refused.emit(SetClosedError(status=str(self._state.tags.status)))
            return
        key = self._state.article.id

        def on_newest() -> T:
            # The revision is read when the operation runs: it may have waited behind another one
            # of this window. What others changed meanwhile has been shown by then.
            state = self._state
            revision = (
                state.tags.revision if state is not None and state.article.id == key else None
            )
            return act(SetTarget(key, self._session.annotator, revision, self._session.links))

        self._session.perform(on_newest, then)

    def accept(self) -> bool:
        """Accept the current suggestion and go on; ``False`` where a tag or nothing is current."""
        suggestion = self.current_suggestion
        if suggestion is None:
            return False
        self.edit(
            lambda target: suggestions.accept(self._session.workspace, target, suggestion),
            lambda _key: self.go_on_from(suggestion.extent),
        )
        return True

    def accept_paragraph(self) -> None:
        """Accept all pending suggestions of the paragraph but hints."""
        here = self._view.table.place_of(self._view.current)
        place = self._view.paragraph_extent(self._view.caret if here is None else here.start)
        if place is None:
            return

        def then(done: Accepted) -> None:
            if done.count:
                said = f"{counted(done.count, 'suggestion')} of the paragraph accepted."
                self.done.emit(" ".join([said, *_left(done.hints)]))
                self.go_on_from(Extent(max(0, place.end - 1), place.end))
            else:
                none = "No suggestion is pending in this paragraph."
                self.said.emit(" ".join(_left(done.hints)) or none)

        self.edit(
            lambda target: suggested_frames.accept_within(self._session.workspace, target, place),
            then,
        )

    def reject(self) -> None:
        """Reject the current suggestion and go on, or delete the current tag."""
        suggestion, span = self.current_suggestion, self.current_span
        if suggestion is not None:
            self.edit(
                lambda target: suggestions.reject(self._session.workspace, target, suggestion),
                lambda _none: self.go_on_from(suggestion.extent),
            )
        elif span is not None:
            self._delete(span)

    def _delete(self, span: Span) -> None:
        filled = self.frames_of(span.id)

        def then(_none: None) -> None:
            self._view.set_caret(span.extent.start, reveal=False)
            self.deleted.emit(span, filled)

        self.edit(lambda target: tags.delete(self._session.workspace, target, [span]), then)

    def label(self, label: str) -> None:
        """Label the selection, the current suggestion or tag, or the word at the caret."""
        workspace = self._session.workspace
        suggestion, span = self.current_suggestion, self.current_span
        selection = self._view.selection
        if selection is not None and span is None and suggestion is None:
            self._add(selection, label)
        elif suggestion is not None:
            self.edit(
                lambda target: suggestions.correct(workspace, target, suggestion, label=label),
                lambda _key: self.go_on_from(suggestion.extent),
            )
        elif span is not None:
            self.edit(lambda target: tags.relabel(workspace, target, span, label))
        else:
            word = self.word_at_caret()
            if word is None:
                self.said.emit("Select words first.")
            else:
                self._add(word, label)

    def _add(self, extent: Extent, label: str) -> None:
        state = self._state
        place = extent.trimmed(state.article.text) if state is not None else None
        if place is None:
            self.said.emit("White space alone is not tagged.")
            return

        def then(key: SpanId) -> None:
            self._view.set_selection(None)
            self._make_current((shown.SPAN, key))

        self.edit(lambda target: tags.add(self._session.workspace, target, place, label), then)

    def word_at_caret(self) -> Extent | None:
        """Return the word at the caret."""
        if self._state is None:
            return None
        return motion.word_at(self._state.article.text, self._view.caret)

    # --- more about a tag ---------------------------------------------------------------------

    def chosen(self) -> Chosen | None:
        """Return what is chosen: tag or suggestion at the caret, selection, word at the caret."""
        state = self._state
        if state is None:
            return None
        self._view.take_mark_here()
        mark = self.current_span or self.current_suggestion
        place = mark.extent if mark is not None else self._view.selection or self.word_at_caret()
        place = place.trimmed(state.article.text) if place is not None else None
        if place is None:
            return None
        span = self.current_span
        return Chosen(
            article=state.article.id,
            title=state.article.metadata.title or state.article.name,
            extent=place,
            words=place.slice(state.article.text),
            label="" if mark is None else mark.label,
            entity=span.entity if span is not None else None,
            suggested=mark is not None and span is None,
        )

    def set_note(self, key: SpanId | None, note: str) -> None:
        """Write the note of a tag."""
        span = self._spans.get(key) if key is not None else None
        if span is not None and span.note != note:
            self.edit(lambda target: tags.set_note(self._session.workspace, target, span, note))

    def toggle_unsure(self) -> None:
        """Flag the current tag for the reviewer, or take the flag away."""
        span = self.current_span
        if span is None:
            self.said.emit("Only a tag can be flagged; accept the suggestion first.")
            return
        flag = not span.unsure
        self.edit(
            lambda target: tags.set_unsure(self._session.workspace, target, span, unsure=flag)
        )

    def set_attribute(self, key: SpanId | None, name: str, value: object) -> None:
        """Set an attribute of a tag."""
        span = self._spans.get(key) if key is not None else None
        if span is not None and span.attributes.get(name) != value:
            self.edit(
                lambda target: tags.set_attribute(
                    self._session.workspace, target, span, name, value
                )
            )

    def set_zone(self, kind: ZoneKind | None) -> None:
        """Make the selection, else the paragraph at the caret, a zone."""
        state = self._state
        if state is None:
            return
        place = self._view.selection or self._view.paragraph_extent(self._view.caret)
        if place is None:
            return
        self._session.perform(
            lambda: articles.set_zone(
                self._session.workspace, state.article, self._session.annotator, place, kind
            )
        )

    # --- the whole set ------------------------------------------------------------------------

    def exclude(self, reason: str) -> None:
        """Leave the article out of the study."""
        target = self.target
        if target is not None:
            self._session.perform(lambda: status.exclude(self._session.workspace, target, reason))

    @property
    def status(self) -> SetStatus:
        """How far the annotator is with the open article."""
        return self._state.tags.status if self._state is not None else SetStatus.NEW


def _left(hints: Sequence[str]) -> list[str]:
    """Return a sentence on the hints that are never accepted together."""
    if not hints:
        return []
    counts = [counted(hints.count(kind), kind.lower()) for kind in dict.fromkeys(hints)]
    rest = "is left: it wants" if len(hints) == 1 else "are left: each wants"
    return [f"{' and '.join(counts)} {rest} a decision of its own."]
