"""The inspector at work: it shows what is current and hands on what is done in it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.domain.annotation import Filler, Frame, Span
from annotator.domain.completeness import Problem, Severity
from annotator.domain.scheme import FrameType, Scheme
from annotator.domain.suggestion import SuggestedFiller
from annotator.domain.text import about_words
from annotator.ui.annotate.completing import Completing
from annotator.ui.annotate.dating import Dating
from annotator.ui.annotate.desk import ArticleDesk
from annotator.ui.annotate.frame_desk import FrameDesk
from annotator.ui.annotate.suggested_desk import SuggestedDesk
from annotator.ui.article.view import ArticleView
from annotator.ui.inspector.pane import Inspector
from annotator.ui.inspector.values import ProblemRow, Proposal

LISTS_DELAY_MS = 120
"""The lists follow a change after the text has been painted."""


class Inspecting(QObject):
    """Joins the inspector with the desk.

    Attributes:
        why_linked: Says why a tag's link is beyond doubt.
        propose: Says what a tag without a link most likely means.

    Signals:
        state_changed: What is shown as current is another thing.
        said: A quiet sentence.
        left: The text wants the focus.
        entity_wanted: The role of the selected frame that an entity is to fill.
    """

    state_changed = Signal()
    said = Signal(str)
    left = Signal()
    entity_wanted = Signal(str)

    def __init__(
        self,
        inspector: Inspector,
        desk: ArticleDesk,
        frame_desk: FrameDesk,
        suggested: SuggestedDesk,
        completing: Completing,
        view: ArticleView,
        dating: Dating,
        scheme: Callable[[], Scheme],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._inspector = inspector
        self._desk = desk
        self._frames = frame_desk
        self._suggested = suggested
        self._completing = completing
        self._stopped = False
        self._shown_problem: Problem | None = None
        self._view = view
        self._dating = dating
        self._scheme = scheme
        self.why_linked: Callable[[Span], str] = lambda _span: ""
        self.propose: Callable[[Span], Proposal | None] = lambda _span: None
        self._soon = _timer(self, 0, self._show_current)
        self._lists = _timer(self, LISTS_DELAY_MS, self.show_tags)
        self._connect()

    def _connect(self) -> None:
        inspector, desk, frames = self._inspector, self._desk, self._frames
        desk.refreshed.connect(self._lists.start)
        desk.refreshed.connect(self._soon.start)
        desk.current_changed.connect(self._soon.start)
        self._completing.missing_found.connect(self._on_missing_found)
        desk.nothing_left.connect(self._on_nothing_left)
        frames.changed.connect(self._soon.start)
        self._suggested.changed.connect(self._soon.start)
        self._dating.shown_now.connect(self.show_now)
        self._view.selection_changed.connect(lambda _extent: self._soon.start())
        inspector.accept_requested.connect(self.accept_or_card)
        inspector.reject_requested.connect(self.reject)
        inspector.label_chosen.connect(self._on_label_chosen)
        inspector.delete_requested.connect(desk.reject)
        inspector.note_edited.connect(self._on_note_edited)
        inspector.unsure_toggled.connect(lambda _flag: desk.toggle_unsure())
        inspector.attribute_edited.connect(self._on_attribute_edited)
        inspector.mention_chosen.connect(desk.select_span)
        inspector.problem_chosen.connect(self._on_problem_chosen)
        inspector.complete_anyway.connect(self._completing.complete_or_reopen)
        inspector.left.connect(self.left)
        inspector.frame_chosen.connect(frames.choose)
        inspector.suggested_chosen.connect(self._suggested.choose)
        inspector.frame_entered.connect(self._on_frame_entered)
        inspector.frame_role_armed.connect(self._on_role_armed)
        inspector.frame_role_emptied.connect(self._on_role_emptied)
        inspector.frame_role_taken.connect(self._suggested.take)
        inspector.frame_filler_removed.connect(self._on_filler_removed)
        inspector.frame_implied_toggled.connect(self._on_implied)
        inspector.frame_attribute_chosen.connect(self._on_frame_attribute_chosen)
        inspector.frame_filler_chosen.connect(self._on_filler_chosen)
        inspector.frame_note_edited.connect(self._on_frame_note_edited)
        inspector.frame_entity_wanted.connect(self.entity_wanted)
        inspector.frame_delete_requested.connect(frames.delete)

    @property
    def waiting(self) -> bool:
        """Whether the lists have still to follow an edit."""
        return self._lists.isActive()

    # --- what it shows ------------------------------------------------------------------------

    def show_article(self) -> None:
        """Show what the article holds, or that none is open."""
        if self._desk.article is None:
            self._inspector.show_no_article()
        else:
            self.show_tags()

    def show_tags(self) -> None:
        """Show everything that is tagged."""
        article, tags = self._desk.article, self._desk.tags
        if article is not None and tags is not None:
            problems = self._completing.problems
            self._inspector.show_article(
                tags,
                article.text,
                self._scheme(),
                suggested=self._desk.suggested_frames,
                problems=problems,
                notes=self._dating.notes(tags),
            )
            self._show_problems()

    def _show_problems(self) -> None:
        """Show what the article lacks: in the way of completing, else in the list below."""
        found = self._completing.listed
        missing = [one for one in found if one.severity is Severity.MISSING]
        self._stopped = self._stopped and bool(missing)
        above = missing if self._stopped else []
        self._inspector.show_missing([_row(one) for one in above])
        self._inspector.show_problems([_row(one) for one in found if one not in above])

    def show_now(self) -> None:
        """Show what is current at once, not when the events at hand are done."""
        self._soon.stop()
        self._show_current()

    def _show_current(self) -> None:
        """Show the frame with its armed slot, else the current suggestion or tag, else words."""
        article = self._desk.article
        suggestion, span = self._desk.current_suggestion, self._desk.current_span
        frame, kind = self._frames.frame, self._frames.kind
        if article is None:
            self._inspector.show_no_article()
        elif self._suggested.frame is not None and self._suggested.kind is not None:
            self._inspector.show_suggested_frame(
                self._suggested.frame,
                self._suggested.kind,
                self._suggested.fillers(),
                self._suggested.place,
                self._suggested.armed,
            )
        elif frame is not None and kind is not None and (self._frames.armed or not self._current):
            self._show_frame(frame, kind)
        elif suggestion is not None:
            waiting = self._desk.waiting
            number = next((i for i, one in enumerate(waiting, 1) if one is suggestion), 0)
            words = suggestion.extent.slice(article.text)
            reasons = [suggestion.reason] if suggestion.reason else []
            dated = self._dating.of_suggestion(suggestion)
            self._inspector.show_suggestion(suggestion, words, number, len(waiting), reasons, dated)
        elif span is not None:
            self._show_span(span)
        else:
            self._show_words(article.text)
        self.state_changed.emit()

    @property
    def _current(self) -> bool:
        return self._desk.current_suggestion is not None or self._desk.current_span is not None

    def _show_frame(self, frame: Frame, kind: FrameType) -> None:
        number, total = self._frames.place
        self._inspector.show_frame(
            frame,
            kind,
            self._frames.fillers(),
            armed=self._frames.armed,
            lacks=self._completing.lacks(frame.id),
            number=number,
            total=total,
            lost=self._frames.lost(),
            offered=self._suggested.offered(),
        )
        self._dating.show_frame(frame, kind)

    def _show_span(self, span: Span) -> None:
        tags = self._desk.tags
        if tags is not None:
            entity = tags.entities.get(span.entity) if span.entity is not None else None
            why = self.why_linked(span) if entity is not None else ""
            proposal = self.propose(span) if entity is None else None
            self._inspector.show_span(span, entity, why=why, proposal=proposal)
            self._dating.show_span(span)

    def _show_words(self, text: str) -> None:
        selection = self._view.selection
        if selection is not None:
            words = selection.slice(text)
            self._inspector.show_selection(words, about_words(words))
        else:
            self._inspector.show_nothing(None if self._desk.closed else len(self._desk.waiting))

    # --- what is done in it -------------------------------------------------------------------

    def accept_or_card(self) -> None:
        """Fill the armed slot; else accept the suggestion and go on; on a tag go to its card."""
        suggested, frames = self._suggested, self._frames
        if suggested.act_on_slot() or suggested.accept():
            return
        if frames.armed and not self._chosen and suggested.take(frames.armed):
            return
        if frames.fill_armed() or self._desk.accept():
            return
        if self._desk.current_span is not None or frames.frame is not None:
            self.enter()

    def reject(self) -> None:
        """Reject the suggestion and go on, leave out what an armed slot offers, or delete."""
        armed = self._frames.armed
        if self._suggested.reject():
            return
        if not (armed and not self._chosen and self._suggested.leave_out(armed)):
            self._desk.reject()

    @property
    def _chosen(self) -> bool:
        """Whether words, a tag or a suggestion are chosen in the text."""
        return self._view.selection is not None or self._view.current is not None

    def enter(self) -> None:
        """Give the inspector the focus, laying it over the text where it is hidden."""
        self._inspector.show()
        self._inspector.raise_()
        self._inspector.focus_first()

    def edit_note(self) -> None:
        """Go to the note of the current tag, else of the selected frame."""
        frame = self._frames.frame is not None and (self._frames.armed or not self._current)
        if self._suggested.frame is not None:
            self.said.emit("A note belongs to a frame of yours. Accept this one first.")
            return
        if self._desk.current_span is None and not frame:
            self.said.emit("A note belongs to a tag or a frame. Choose one first.")
            return
        self.show_now()
        self._inspector.show()
        self._inspector.raise_()
        self._inspector.edit_note()

    def edit_values(self) -> None:
        """Go to the values of the selected frame: the first that is missing, else the first."""
        if self._frames.frame is None and self._suggested.frame is None:
            self._frames.say_none_selected()
            return
        if self._suggested.frame is None:
            self._view.set_current(None, reveal=False)
        self.show_now()
        self._inspector.show()
        self._inspector.raise_()
        self._inspector.focus_values()

    def forget_missing(self) -> None:
        """No longer say what keeps the article from being complete, but in the list."""
        self._stopped = False
        self._show_problems()

    def next_problem(self, step: int) -> None:
        """Go to the next (1) or previous (-1) thing to look at, round the end."""
        found = list(self._completing.listed)
        if not found:
            self.said.emit("Nothing to look at: by the scheme this article lacks nothing.")
            return
        shown = self._shown_problem
        if shown in found:
            place = (found.index(shown) + step) % len(found)
        else:
            place = 0 if step > 0 else len(found) - 1
        self._on_problem_chosen(found[place])
        self.said.emit(f"{place + 1} of {len(found)}: {_row(found[place]).full_words}")

    def _on_note_edited(self, note: str) -> None:
        # The card hands out what was typed when another tag is current already.
        self._desk.set_note(self._inspector.subject, note)

    def _on_attribute_edited(self, name: str, value: object) -> None:
        self._desk.set_attribute(self._inspector.subject, name, value)

    def _on_role_armed(self, role: str) -> None:
        if self._suggested.frame is not None:
            self._suggested.arm(role)
        else:
            self._frames.arm(role)
        self.left.emit()  # the words that fill it are in the text

    def _on_role_emptied(self, role: str) -> None:
        if not self._suggested.leave_out(role):
            self._frames.empty(role)

    def _on_filler_removed(self, filler: Filler | SuggestedFiller) -> None:
        if isinstance(filler, SuggestedFiller):
            self._suggested.leave_out(filler.role, filler)
        else:
            self._frames.remove(filler)

    def _on_filler_chosen(self, filler: Filler | SuggestedFiller) -> None:
        """Take what is suggested; go to the words of what is there."""
        if isinstance(filler, SuggestedFiller):
            self._suggested.take(filler.role)
        else:
            self._frames.show_filler(filler)

    def _on_implied(self, role: str) -> None:
        if not self._suggested.imply(role):
            self._frames.imply(role)

    def _on_frame_note_edited(self, note: str) -> None:
        self._frames.set_note(self._inspector.frame_subject, note)

    def _on_frame_entered(self) -> None:
        self.show_now()
        if self._frames.frame is not None or self._suggested.frame is not None:
            self._inspector.focus_first()

    def _on_frame_attribute_chosen(self, name: str, value: object) -> None:
        if self._inspector.frame_subject is None:
            self._suggested.set_attribute(name, value)
        else:
            self._frames.set_attribute(self._inspector.frame_subject, name, value)

    def label(self, label: str) -> None:
        """Give the words for the armed slot a label; else label what is selected or current."""
        if not (self._suggested.fill_armed_as(label) or self._frames.fill_armed_as(label)):
            self._desk.label(label)

    def _on_label_chosen(self, label: str) -> None:
        self.label(label)
        self.left.emit()

    def _on_missing_found(self, missing: Sequence[Problem]) -> None:
        self._stopped = bool(missing)
        self._show_problems()
        if missing:
            self.enter()

    def _on_problem_chosen(self, problem: object) -> None:
        """Go to the place of a problem, ready for what mends it."""
        if not isinstance(problem, Problem):
            return
        self._shown_problem = problem
        if problem.span is not None:
            self._desk.select_span(problem.span)
            self.left.emit()
        elif problem.frame is not None:
            self._view.set_current(None, reveal=False)
            self._frames.reveal(problem.frame)
            self._go_to_part(problem)

    def _go_to_part(self, problem: Problem) -> None:
        """Arm the role that has no filler yet; else go to the role or attribute on the card."""
        kind = self._frames.kind
        role = kind.role(problem.part) if kind is not None else None
        missing = problem.severity is Severity.MISSING
        if role is not None and role.new_label and missing and not self._desk.closed:
            self._on_role_armed(role.name)
            return
        self._soon.stop()
        self._show_current()
        self._inspector.show()
        self._inspector.raise_()
        self._inspector.focus_part(problem.part)

    def _on_nothing_left(self) -> None:
        self._view.set_current(None, reveal=False)
        self._soon.start()


def _row(problem: Problem) -> ProblemRow:
    missing = problem.severity is Severity.MISSING
    return ProblemRow(problem.words, problem, problem.kind, missing)


def _timer(parent: QObject, milliseconds: int, act: object) -> QTimer:
    made = QTimer(parent)
    made.setSingleShot(True)
    made.setInterval(milliseconds)
    made.timeout.connect(act)
    return made
