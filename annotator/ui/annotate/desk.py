"""The open article on the analyst's desk: what is current, and what each key does to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from annotator.domain import motion
from annotator.domain.annotation import AnnotationSet, Frame, SetStatus, Span, SpanId
from annotator.domain.article import Article, ArticleId, ZoneKind
from annotator.domain.extent import Extent
from annotator.domain.scheme_words import counted
from annotator.domain.suggestion import Suggestion, SuggestionId
from annotator.errors import GoneError, SetClosedError
from annotator.ops import articles, status, suggestions, tags
from annotator.store.changes import Changes
from annotator.store.sets import SetTarget
from annotator.ui.annotate import shown
from annotator.ui.annotate.overlaps import Overlaps
from annotator.ui.article.marks import Mark, MarkId
from annotator.ui.article.view import ArticleView
from annotator.ui.session import Session, touches
from annotator.ui.work_page import Chosen

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything that is shown of one article."""

    article: Article
    tags: AnnotationSet
    pending: tuple[Suggestion, ...]


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
        self._spans: dict[SpanId, Span] = {}
        self._suggestions: dict[SuggestionId, Suggestion] = {}
        self._follow: Callable[[], None] | None = None
        self._overlaps = Overlaps(view)
        self._moves_start = False
        self._awaiting = False
        session.changed.connect(self._on_changed)
        view.current_changed.connect(self._on_current_changed)
        view.edge_dragged.connect(self._on_edge_dragged)
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
        """Suggestions without a decision, in text order."""
        return self._state.pending if self._state is not None else ()

    @property
    def closed(self) -> bool:
        """Whether the set is read only until it is reopened."""
        return self._state is not None and self._state.tags.status.closed

    @property
    def current_span(self) -> Span | None:
        """The current tag."""
        current = self._view.current
        if current is None or current[0] != shown.SPAN:
            return None
        return self._spans.get(SpanId(current[1]))

    def span(self, key: SpanId) -> Span | None:
        """Return a tag of the open set."""
        return self._spans.get(key)

    def frames_of(self, key: SpanId) -> list[Frame]:
        """Return the frames that a tag fills a role of."""
        frames = self._state.tags.frames if self._state is not None else ()
        return [frame for frame in frames if any(item.span == key for item in frame.fillers)]

    @property
    def current_suggestion(self) -> Suggestion | None:
        """The current suggestion."""
        current = self._view.current
        if current is None or current[0] != shown.SUGGESTION:
            return None
        return self._suggestions.get(SuggestionId(current[1]))

    def open(self, key: ArticleId, *, scroll_to: int | None = None) -> bool:
        """Show an article with its first pending suggestion current.

        Args:
            key: Which.
            scroll_to: Put the caret there instead.
        """
        try:
            state = self._load(key)
        except GoneError as error:
            self._session.refused.emit(error)
            return False
        self._moves_start = False
        self._awaiting = not state.pending and state.tags.status is SetStatus.NEW
        self._state = state
        article = state.article
        self._view.show_article(article.text, article.zones, shown.direction_of(article))
        self._show_marks()
        self.opened.emit()
        if scroll_to is not None:
            self._view.set_caret(scroll_to)
            self._view.set_current(None, reveal=False)
        elif state.pending:
            self._make_current((shown.SUGGESTION, state.pending[0].id))
        else:
            self._view.set_current(None, reveal=False)
        self.current_changed.emit()
        return True

    def close(self) -> None:
        """Show nothing."""
        self._state = None
        self._marks.clear()
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

    def _load(self, key: ArticleId) -> Opened:
        workspace, annotator = self._session.workspace, self._session.annotator
        article = articles.load(workspace, key)
        tags_of = articles.load_set(workspace, key, annotator)
        waiting = () if tags_of.status.closed else suggestions.pending(workspace, key, annotator)
        return Opened(article, tags_of, tuple(waiting))

    def _show_marks(self) -> None:
        state = self._state
        if state is None:
            return
        self._index(state)
        scheme = self._session.workspace.scheme
        marks, frames = shown.marks_of(state.tags, state.pending, scheme)
        self._marks = {mark.id: mark for mark in marks}
        self._view.set_marks(marks, frames)

    def _index(self, state: Opened) -> None:
        self._spans = {span.id: span for span in state.tags.spans}
        self._suggestions = {item.id: item for item in state.pending}

    def _on_changed(self, changes: Changes) -> None:
        if self._state is None or not touches(changes, self._state.article.id):
            return
        before, current = self._state, self._current_mark()
        try:
            self._state = self._after(before, changes)
        except GoneError:
            self.close()
            return
        self._show_changes(before, self._state)
        if changes.many and current is not None and current.id not in self._marks:
            self.show_place(current.extent)  # a suggestion may have become a tag elsewhere
        if self._awaiting and self._state.pending:
            self.take_first_pending()
        self.refreshed.emit()

    def _after(self, before: Opened, changes: Changes) -> Opened:
        """Return what is shown after an operation, reading only what it can have changed."""
        workspace, annotator = self._session.workspace, self._session.annotator
        written = {*changes.made, *(row.table for row in changes.rows)}
        article = before.article
        if changes.many or not written or written & {"article", "zone"}:
            article = articles.load(workspace, article.id)
        tags_of = articles.refresh_set(workspace, before.tags, changes)
        closed = tags_of.status.closed
        waiting = () if closed else suggestions.pending(workspace, article.id, annotator)
        return Opened(article, tags_of, tuple(waiting))

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

    def step(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) pending suggestion, or tag when none is left."""
        state = self._state
        if state is None:
            return
        stops: Sequence[Suggestion | Span] = state.pending or state.tags.spans
        if not stops:
            self.said.emit("No suggestions and no tags here yet.")
            return
        here, current = self._here(), self._view.current
        ordered = sorted(stops, key=lambda item: _order(item.extent))
        ids = [_mark_id(item) for item in ordered]
        if current in ids:  # two labels on the same words are two stops
            found = ids[(ids.index(current) + direction) % len(ids)]
        elif direction > 0:
            places = (number for number, item in enumerate(ordered) if _order(item.extent) > here)
            found = ids[next(places, 0)]
        else:
            found = ids[sum(_order(item.extent) < here for item in ordered) - 1]
        self._make_current(found)

    def take_first_pending(self) -> None:
        """Make the first pending suggestion current, unless the user has begun with something."""
        begun = self._view.caret or self._view.current is not None
        self._awaiting = False
        if not begun and self._view.selection is None and self.pending:
            self._make_current((shown.SUGGESTION, self.pending[0].id))

    def step_in_sight(self) -> None:
        """Make the first pending suggestion that is in sight current, else none."""
        seen = (item.id for item in self.pending if self._view.in_sight(item.extent))
        found = next(seen, None)
        key = None if found is None else (shown.SUGGESTION, found)
        self._view.set_current(key, reveal=False)

    def _here(self) -> tuple[int, int]:
        """Return the place of the current mark, else just before the caret, for comparing.

        What begins at the caret comes next: at the beginning of a text nothing is passed over.
        """
        mark = self._current_mark()
        if mark is not None:
            return _order(mark.extent)
        return (self._view.caret, -_BEYOND)

    def _make_current(self, key: MarkId | None) -> None:
        self._view.set_current(key, reveal=True)

    def _go_on_from(self, extent: Extent) -> None:
        """Make the next pending suggestion after a place current, round the end."""
        pending = self.pending
        if not pending:
            self.nothing_left.emit()
            return
        place = _order(extent)
        ordered = sorted(pending, key=lambda item: _order(item.extent))
        found = next((item for item in ordered if _order(item.extent) > place), ordered[0])
        self._make_current((shown.SUGGESTION, found.id))

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
        """Make a pending suggestion current; ``False`` where it is not pending."""
        if key is None or key not in self._suggestions:
            return False
        self._make_current((shown.SUGGESTION, key))
        return True

    def show_place(self, place: Extent) -> None:
        """Make the tag or suggestion with exactly these edges current, if there is one."""
        found = next((key for key, mark in self._marks.items() if mark.extent == place), None)
        if found is not None:
            self._make_current(found)

    def _on_current_changed(self, _key: object) -> None:
        self._moves_start = False
        self.current_changed.emit()

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
            lambda _key: self._go_on_from(suggestion.extent),
        )
        return True

    def accept_paragraph(self) -> None:
        """Accept all pending suggestions of the paragraph."""
        current = self._current_mark()
        offset = current.extent.start if current is not None else self._view.caret
        place = self._view.paragraph_extent(offset)
        if place is None:
            return

        def then(count: int) -> None:
            if count:
                self.done.emit(f"{counted(count, 'suggestion')} of the paragraph accepted.")
                self._go_on_from(Extent(max(0, place.end - 1), place.end))
            else:
                self.said.emit("No suggestion is pending in this paragraph.")

        self.edit(
            lambda target: suggestions.accept_within(self._session.workspace, target, place), then
        )

    def reject(self) -> None:
        """Reject the current suggestion and go on, or delete the current tag."""
        suggestion, span = self.current_suggestion, self.current_span
        if suggestion is not None:
            self.edit(
                lambda target: suggestions.reject(self._session.workspace, target, suggestion),
                lambda _none: self._go_on_from(suggestion.extent),
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
                lambda _key: self._go_on_from(suggestion.extent),
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

    # --- edges --------------------------------------------------------------------------------

    def move_start_instead(self) -> None:
        """Let the keys move the start of the current mark, or its end again."""
        self._moves_start = not self._moves_start
        self.said.emit(
            "The keys move the start." if self._moves_start else "The keys move the end."
        )

    def move_edge(self, direction: int, *, word: bool) -> None:
        """Move one end of the current mark by a character or a word."""
        current = self._current_mark()
        if current is None or self._state is None:
            return
        start, end = current.extent.start, current.extent.end
        text = self._state.article.text
        if self._moves_start:
            start = motion.moved_start(text, start, direction, word=word)
        else:
            end = motion.moved_end(text, end, direction, word=word)
        if start < end:
            self._resize(current.id, Extent(start, end))

    def word_at_caret(self) -> Extent | None:
        """Return the word at the caret."""
        if self._state is None:
            return None
        return motion.word_at(self._state.article.text, self._view.caret)

    def _on_edge_dragged(self, key: MarkId, extent: Extent) -> None:
        self._resize(key, extent)

    def _resize(self, key: MarkId, extent: Extent) -> None:
        workspace = self._session.workspace
        if key[0] == shown.SPAN and SpanId(key[1]) in self._spans:
            span = self._spans[SpanId(key[1])]
            self.edit(lambda target: tags.resize(workspace, target, span, extent))
        elif key[0] == shown.SUGGESTION and SuggestionId(key[1]) in self._suggestions:
            suggestion = self._suggestions[SuggestionId(key[1])]
            self.edit(
                lambda target: suggestions.correct(workspace, target, suggestion, extent=extent),
                lambda made: self._make_current((shown.SPAN, made)),
            )
        if self.closed:
            self._show_marks()

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


_BEYOND = 1 << 62
"""Further than any text reaches."""


def _order(extent: Extent) -> tuple[int, int]:
    """Sort key of stops: by start, the outer of two first."""
    return (extent.start, -extent.end)


def _mark_id(item: Suggestion | Span) -> MarkId:
    if isinstance(item, Suggestion):
        return (shown.SUGGESTION, item.id)
    return (shown.SPAN, item.id)
