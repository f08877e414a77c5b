"""The inspector: what is current, and everything tagged in the article."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.domain.annotation import (
    AnnotationSet,
    Entity,
    EntityId,
    Frame,
    FrameId,
    Span,
    SpanId,
)
from annotator.domain.completeness import Problem
from annotator.domain.scheme import FrameType, Scheme
from annotator.domain.suggestion import SuggestedFrame, Suggestion
from annotator.ui.inspector.attribute_row import ReadDate
from annotator.ui.inspector.cards import EmptyCard, SelectionCard, SuggestionCard, is_plain
from annotator.ui.inspector.date_line import DateState
from annotator.ui.inspector.frame_card import FillerView
from annotator.ui.inspector.frame_card import FrameCard as OpenFrameCard
from annotator.ui.inspector.lists import FlowList, FrameDelegate, MentionDelegate
from annotator.ui.inspector.missing_card import MissingCard
from annotator.ui.inspector.parts import Ground, SectionHead
from annotator.ui.inspector.problem_list import ProblemList
from annotator.ui.inspector.suggested_cards import check_words, marked, with_suggested
from annotator.ui.inspector.summaries import (
    FrameCard,
    MentionGroup,
    frame_cards,
    summarise,
    with_notes,
)
from annotator.ui.inspector.tab_ring import next_stop
from annotator.ui.inspector.tag_card import TagCard
from annotator.ui.inspector.values import ProblemRow, Proposal
from annotator.ui.look import Look, set_ground

NARROW: Final = 340


class Inspector(QScrollArea):
    """The right pane of the Annotate page.

    It shows values and says what was asked for; it changes nothing itself. Signals about a tag mean
    :attr:`subject`, those about a frame :attr:`frame_subject`, which are still the old ones while
    what was typed for them is handed out, before something else is shown.

    Signals:
        accept_requested, reject_requested: The current suggestion is decided on.
        label_chosen: A label for the suggestion, tag or selection shown.
        delete_requested: The tag shown is to go.
        note_edited: Its note, when the field is left or Enter pressed.
        unsure_toggled: Its flag.
        attribute_edited: Name and value of one of its attributes; ``None`` where it was emptied.
        link_requested: Its entity is to be chosen.
        link_taken: It is to be linked to what the card proposes.
        group_link_requested: Ids of the mentions of a row whose entity is to be chosen.
        entity_requested: The id of an entity of the register that is to be shown on its desk.
        frame_chosen, suggested_chosen: The id of a frame, or of a suggested one, whose card was
            chosen.
        frame_entered: It was chosen by Enter: the keyboard goes to its card.
        mention_chosen: The id of the next mention of an entity that was chosen.
        frame_role_armed, frame_role_emptied, frame_implied_toggled, frame_entity_wanted: The role
            of a slot on the frame's card; see :class:`~.frame_card.FrameCard`.
        frame_role_taken: What is suggested for a role is to be taken.
        frame_filler_removed, frame_filler_chosen: A filler of the frame.
        frame_attribute_chosen: Name and value; ``None`` where it was cleared.
        frame_note_edited: What is to be its note.
        frame_delete_requested: The frame shown is to go.
        date_requested: V on a card: the date of what is shown is to be set.
        problem_chosen: The target of a :class:`ProblemRow` that was chosen.
        complete_anyway: The word of reason.
        left: Esc; the focus belongs to the text again.
    """

    accept_requested = Signal()
    reject_requested = Signal()
    label_chosen = Signal(str)
    delete_requested = Signal()
    note_edited = Signal(str)
    unsure_toggled = Signal(bool)
    attribute_edited = Signal(str, object)
    link_requested = Signal()
    link_taken = Signal()
    group_link_requested = Signal(object)
    entity_requested = Signal(object)
    frame_chosen = Signal(object)
    suggested_chosen = Signal(object)
    frame_entered = Signal()
    mention_chosen = Signal(object)
    frame_role_armed = Signal(str)
    frame_role_emptied = Signal(str)
    frame_role_taken = Signal(str)
    frame_filler_removed = Signal(object)
    frame_implied_toggled = Signal(str)
    frame_attribute_chosen = Signal(str, object)
    frame_note_edited = Signal(str)
    frame_filler_chosen = Signal(object)
    frame_entity_wanted = Signal(str)
    frame_delete_requested = Signal()
    date_requested = Signal()
    problem_chosen = Signal(object)
    complete_anyway = Signal(str)
    left = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.date_key = "V"
        self._next_mention: dict[tuple[EntityId | None, str, str], int] = {}
        self.missing = MissingCard(look)
        self.head = SectionHead(look, below=8)
        self.empty = EmptyCard(look)
        self.suggestion = SuggestionCard(look)
        self.tag = TagCard(look)
        self.frame = OpenFrameCard(look)
        self.selection = SelectionCard(look)
        self.problems = ProblemList(look)
        self.frames_head = SectionHead(look, above=16, below=8)
        self._cards_drawn = FrameDelegate(look)
        self.frames = FlowList(look, self._cards_drawn, self.tr("In this article"))
        self.entities_head = SectionHead(look, above=12, below=4)
        self.entities = FlowList(look, MentionDelegate(look), self.tr("Entities"))
        self._cards: tuple[QWidget, ...] = (
            self.empty,
            self.suggestion,
            self.tag,
            self.frame,
            self.selection,
        )
        self._card: QWidget = self.empty
        self._build()
        self._connect()
        self._show_card(self.empty)
        self._strip.setVisible(False)
        self._show_lists()
        self._apply()
        look.changed.connect(self._apply)

    # --- what it shows ------------------------------------------------------------------------

    @property
    def subject(self) -> SpanId | None:
        """The tag that is shown, ``None`` where the card shows something else."""
        return self.tag.span

    @property
    def frame_subject(self) -> FrameId | None:
        """The frame that is shown, ``None`` where the card shows something else."""
        return self.frame.frame_id

    def show_keys(self, key_of: Callable[[str], str]) -> None:
        """Show the keys in force; ``key_of`` gives that of a command, "" for none."""
        for card in (self.empty, self.suggestion, self.tag, self.frame):
            card.show_keys(key_of)
        self.date_key = key_of("tag.date")
        self.frame.show_date_key(self.date_key)

    def show_nothing(self, suggestions_left: int | None = None) -> None:
        """Show that nothing is current; with 0 left, that the article can be completed."""
        self._leave_card()
        self.empty.show_state(suggestions_left)
        self._show_card(self.empty)

    def show_awaited(self, *, awaited: bool) -> None:
        """Set whether suggestions for the article are still being made."""
        self.empty.show_awaited(awaited=awaited)

    def show_suggestion(
        self,
        suggestion: Suggestion,
        words: str,
        number: int,
        total: int,
        reasons: Sequence[str],
        date: DateState | None = None,
    ) -> None:
        """Show the current suggestion, the ``number``-th of ``total``, with sentences of reason."""
        self._leave_card()
        note = self.tr("{number} of {total}").format(number=number, total=total)
        self.head.show_words(self.tr("Suggestion"), note)
        self.suggestion.show_suggestion(suggestion, words, reasons, date)
        self._show_card(self.suggestion)

    def show_span(
        self,
        span: Span,
        entity: Entity | None,
        note: str = "",
        *,
        why: str = "",
        proposal: Proposal | None = None,
    ) -> None:
        """Show a tag of the set; see :meth:`~.tag_card.TagCard.show_span`.

        Args:
            span: The tag.
            entity: What it is linked to.
            note: What stands beside the head, e.g. "3 of 31".
            why: Why its link is beyond doubt.
            proposal: What it most likely means, where it is linked to nothing.
        """
        if span.id != self.tag.span:
            self._leave_card()
        self.head.show_words(self.tr("Selected"), note)
        self.tag.show_span(span, entity, why=why, proposal=proposal)
        self._show_card(self.tag)

    def show_frame(
        self,
        frame: Frame,
        kind: FrameType,
        fillers: Mapping[str, Sequence[FillerView]],
        *,
        armed: str,
        lacks: Sequence[str],
        number: int,
        total: int,
        lost: Mapping[str, str] = MappingProxyType({}),
        offered: Mapping[str, Sequence[FillerView]] = MappingProxyType({}),
    ) -> None:
        """Show a frame of the set; see :meth:`~.frame_card.FrameCard.show_frame`."""
        if frame.id != self.frame.frame_id:
            self._leave_card()
        self.head.show_words(self.tr("Selected"))
        self.frame.show_frame(
            frame,
            kind,
            fillers,
            armed=armed,
            lacks=lacks,
            number=number,
            total=total,
            lost=lost,
            offered=offered,
        )
        self._show_card(self.frame)

    def show_suggested_frame(
        self,
        frame: SuggestedFrame,
        kind: FrameType,
        fillers: Mapping[str, Sequence[FillerView]],
        place: tuple[int, int],
        armed: str,
    ) -> None:
        """Show a suggested frame, the n-th of so many suggestions.

        See :meth:`~.frame_card.FrameCard.show_suggested`.
        """
        if frame.id != self.frame.suggestion:
            self._leave_card()
        note = self.tr("{number} of {total}").format(number=place[0], total=place[1])
        self.head.show_words(self.tr("Suggestion"), note)
        self.frame.show_suggested(frame, kind, fillers, armed=armed, check=check_words(frame))
        self._show_card(self.frame)

    def show_dates(self, states: Mapping[str, DateState], read: ReadDate) -> None:
        """Show what is proposed for the dates of the tag or frame shown, by attribute."""
        row = self.tag.date_row
        if self._card is self.tag and row is not None:
            self.tag.show_date(states.get(row.name), read)
        elif self._card is self.frame:
            self.frame.show_dates(states, read)

    def open_date(self, name: str) -> None:
        """Put the cursor into the field of a date, with what is proposed in it."""
        card = self.frame if self._card is self.frame else self.tag
        row = card.row(name)
        if row is not None:
            row.open_date()
            self.ensureWidgetVisible(row, 0, 8)

    def focus_role(self, role: str) -> None:
        """Give the focus to the slot of a role on the frame's card, and scroll to it."""
        slot = self.frame.slot(role)
        if self._card is self.frame and slot is not None:
            self.frame.focus_role(role)
            self.ensureWidgetVisible(slot, 0, 8)

    def show_selection(self, words: str, count: int) -> None:
        """Show selected words without a tag; ``count`` is the number of words."""
        self._leave_card()
        counted = self.tr("1 word") if count == 1 else self.tr("{count} words").format(count=count)
        self.head.show_words(self.tr("Selection"), counted)
        self.selection.show_words(words)
        self._show_card(self.selection)

    def show_article(
        self,
        annotation_set: AnnotationSet,
        text: str,
        scheme: Scheme,
        suggested: Sequence[SuggestedFrame] = (),
        problems: Sequence[Problem] = (),
        notes: Mapping[FrameId, str] | None = None,
    ) -> None:
        """Show what one set holds.

        Args:
            annotation_set: The set.
            text: Of its article.
            scheme: What its labels and types are.
            suggested: Frames that nobody has decided on.
            problems: What the frames lack.
            notes: Sentences for frames that lack nothing else.
        """
        summary = summarise(annotation_set, text, scheme, problems)
        cards, counts = summary.frames, summary.counts
        if suggested:
            together = with_suggested(annotation_set, suggested, text)
            cards = tuple(marked(frame_cards(together, text, scheme, problems), suggested))
            waiting = self.tr("{count} suggested").format(count=len(suggested))
            tagged = annotation_set.spans or annotation_set.frames
            counts = f"{counts} · {waiting}" if tagged else waiting
        self.frames_head.show_words(self.tr("In this article"), counts)
        self.frames.show_rows(with_notes(cards, notes or {}))
        linked = sum(group.linked for group in summary.groups)
        loose = len(summary.groups) - linked
        note = self.tr("{count} · {loose} not linked") if loose else self.tr("{count}")
        self.entities_head.show_words(self.tr("Entities"), note.format(count=linked, loose=loose))
        self.entities.show_rows(summary.groups)
        self._show_lists()

    def show_no_article(self) -> None:
        """Show an empty pane: nothing is open."""
        self.show_nothing()
        self.show_missing(())
        self.show_problems(())
        self._next_mention.clear()
        self.frames_head.show_words("")
        self.frames.show_rows(())
        self.entities.show_rows(())
        self._show_lists()

    def show_missing(self, missing: Sequence[ProblemRow]) -> None:
        """Say what keeps the article from being complete; nothing hides the strip."""
        came = self._strip.isHidden() and bool(missing)
        focused = QApplication.focusWidget()
        left = not missing and focused is not None and self._strip.isAncestorOf(focused)
        self.missing.show_missing(missing)
        self._strip.setVisible(bool(missing))
        if came:
            self.verticalScrollBar().setValue(0)
        if left:
            self.left.emit()

    def show_problems(self, rows: Sequence[ProblemRow]) -> None:
        """List what is missing or unusual; there is no list where nothing is."""
        self.problems.show_rows(rows)

    def focus_part(self, name: str) -> None:
        """Give the focus to the slot or value of that name on the frame's card, else to the card.

        It may be a role or an attribute.
        """
        row = self.frame.row(name)
        widget = row.control if row is not None else self.frame.slot(name) or self.frame.first
        if self._card is self.frame:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(widget, 0, 8)

    def focus_first(self) -> None:
        """Give the focus to the first control: what is missing, the card, the lists."""
        reason = Qt.FocusReason.TabFocusReason
        if not self._strip.isHidden():
            self.missing.problems.setFocus(reason)
            return
        first: dict[QWidget, QWidget] = {
            self.suggestion: self.suggestion.accept,
            self.selection: self.selection.grid,
            self.tag: self._first_of_tag(),
            self.frame: self.frame.first,
        }
        target = first.get(self._card)
        if target is None:
            target = self.entities if self.frames.isHidden() else self.frames
        target.setFocus(reason)

    def edit_note(self) -> None:
        """Put the cursor into the note of the tag or frame shown."""
        if self._card is self.tag or self._card is self.frame:
            (self.tag if self._card is self.tag else self.frame).edit_note()
            self._show_focused()

    def focus_values(self) -> None:
        """Give the focus to the values of the frame shown, the first that is missing."""
        if self._card is self.frame:
            self.frame.focus_values()
            self._show_focused()

    def _show_focused(self) -> None:
        focused: QWidget | None = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self.ensureWidgetVisible(focused, 0, 8)

    def flush(self) -> None:
        """Hand out what was typed and not stored yet, e.g. before the window closes."""
        self.tag.flush()
        self.frame.flush()

    # --- events -------------------------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_L and is_plain(event) and self.entities.hasFocus():
            self._link_group()
        elif event.key() == Qt.Key.Key_L and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self._ask_for_entity()
        else:
            super().keyPressEvent(event)

    def _link_group(self) -> None:
        """Ask for the entity of all mentions of the current row."""
        row = self.entities.currentIndex().row()
        group = self.entities.item_at(row) if row >= 0 else None
        if isinstance(group, MentionGroup):
            self.group_link_requested.emit(group.spans)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = 12 if self.width() < NARROW else 16
        self._column.setContentsMargins(side, 16, side, 16)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        """Go on within the pane, round its ends: F6 leads to another one."""
        target = next_stop(self, self._content, forward=next)
        if target is None:
            return super().focusNextPrevChild(next)
        target.setFocus(
            Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
        )
        self.ensureWidgetVisible(target, 0, 8)
        return True

    def _ask_for_entity(self) -> None:
        """Ask for the entity of the current row of the list, else of the tag shown."""
        key = self.tag.entity
        if self.entities.hasFocus() and self.entities.currentIndex().isValid():
            group = self.entities.item_at(self.entities.currentIndex().row())
            key = group.key[0] if isinstance(group, MentionGroup) else None
        if key is not None:
            self.entity_requested.emit(key)

    # --- inside -------------------------------------------------------------------------------

    def _build(self) -> None:
        self._content = Ground(self._look)
        self._column = QVBoxLayout(self._content)
        self._column.setSpacing(0)
        self._strip = QWidget()
        strip = QVBoxLayout(self._strip)
        strip.setContentsMargins(0, 0, 0, 16)
        strip.addWidget(self.missing)
        for widget in (
            self._strip,
            self.head,
            *self._cards,
            self.problems,
            self.frames_head,
            self.frames,
            self.entities_head,
            self.entities,
        ):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self.setWidget(self._content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Inspector"))
        self.setMinimumWidth(260)

    def _connect(self) -> None:
        self.suggestion.accepted.connect(self.accept_requested)
        self.suggestion.rejected.connect(self.reject_requested)
        for card in (self.suggestion, self.selection, self.tag):
            card.label_chosen.connect(self.label_chosen)
        self.tag.deleted.connect(self.delete_requested)
        self.tag.note_edited.connect(self.note_edited)
        self.tag.note.returnPressed.connect(self.left)
        self.tag.unsure_toggled.connect(self.unsure_toggled)
        self.tag.attribute_edited.connect(self.attribute_edited)
        self.tag.link_requested.connect(self.link_requested)
        self.tag.link_taken.connect(self.link_taken)
        self.tag.date_requested.connect(self.date_requested)
        self.tag.left.connect(self.left)
        self.frame.role_armed.connect(self.frame_role_armed)
        self.frame.role_emptied.connect(self.frame_role_emptied)
        self.frame.role_taken.connect(self.frame_role_taken)
        self.frame.accepted.connect(self.accept_requested)
        self.frame.rejected.connect(self.reject_requested)
        self.frame.filler_removed.connect(self.frame_filler_removed)
        self.frame.implied_toggled.connect(self.frame_implied_toggled)
        self.frame.attribute_chosen.connect(self.frame_attribute_chosen)
        self.frame.note_edited.connect(self.frame_note_edited)
        self.frame.filler_chosen.connect(self.frame_filler_chosen)
        self.frame.entity_wanted.connect(self.frame_entity_wanted)
        self.frame.delete_requested.connect(self.frame_delete_requested)
        self.frame.left.connect(self.left)
        self.missing.problem_chosen.connect(self.problem_chosen)
        self.problems.rows.chosen.connect(self.problem_chosen)
        self.missing.complete_anyway.connect(self.complete_anyway)
        self.frames.row_chosen.connect(self._on_frame_chosen)
        self.frames.row_entered.connect(self.frame_entered)
        self.entities.row_chosen.connect(self._on_group_chosen)
        self.entities.link_wanted.connect(self._on_link_wanted)
        for rows in (self.frames, self.entities, self.problems.rows):
            rows.row_focused.connect(self._on_row_focused)

    def _first_of_tag(self) -> QWidget:
        return self.tag.link if self.tag.link.isVisible() else self.tag.note

    def _leave_card(self) -> None:
        """Hand out what was typed for the tag or frame shown; something else comes."""
        self.flush()
        self.tag.forget()
        self.frame.forget()

    def _show_card(self, card: QWidget) -> None:
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self._card.isAncestorOf(focused)
        changed = card is not self._card
        self._card = card
        for other in self._cards:
            other.setVisible(other is card)
        suggestion = self.frame.suggestion
        selected = self.frame_subject if suggestion is None else FrameId(-suggestion)
        if self._cards_drawn.selected != selected:
            self._cards_drawn.selected = selected
            self.frames.viewport().update()
        card.updateGeometry()  # it may have changed while it was hidden
        self.head.setVisible(card is not self.empty)
        if had_focus and changed:
            if card is self.empty:
                self.left.emit()
            else:
                self.focus_first()

    def _show_lists(self) -> None:
        for head, rows in ((self.frames_head, self.frames), (self.entities_head, self.entities)):
            rows.setVisible(bool(rows.rows.rows))
            head.setVisible(bool(rows.rows.rows) or (head is self.frames_head and bool(head.words)))

    def _on_frame_chosen(self, card: object) -> None:
        if isinstance(card, FrameCard) and card.suggestion is not None:
            self.suggested_chosen.emit(card.suggestion)
        elif isinstance(card, FrameCard):
            self.frame_chosen.emit(card.id)

    def _on_group_chosen(self, group: object) -> None:
        if not isinstance(group, MentionGroup):
            return
        place = self._next_mention.get(group.key, 0) % len(group.spans)
        if self.subject in group.spans:
            place = (group.spans.index(self.subject) + 1) % len(group.spans)
        self._next_mention[group.key] = place + 1
        self.mention_chosen.emit(group.spans[place])

    def _on_link_wanted(self, group: object) -> None:
        """Make the first mention of a group current, and ask what it is."""
        if isinstance(group, MentionGroup):
            self.mention_chosen.emit(group.spans[0])
            self.link_requested.emit()

    def _on_row_focused(self, rect: QRect) -> None:
        rows = self.sender()
        if isinstance(rows, QWidget):
            place = rows.mapTo(self._content, rect.center())
            self.ensureVisible(place.x(), place.y(), 0, rect.height() // 2 + 16)

    def _apply(self) -> None:
        for widget in (self, self.viewport(), self._content):
            set_ground(widget, self._look, "pane")
