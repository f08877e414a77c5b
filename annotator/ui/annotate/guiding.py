"""``F1``: the guideline beside the text, open at what is selected, and cases added to it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid
from typing_extensions import override

from annotator.domain.case import case_of, frame_marks
from annotator.domain.entry import Entry, Example, ExampleMark, Subject, SubjectKind
from annotator.domain.guideline import (
    attribute_subject,
    frame_subject,
    frame_type_of,
    label_subject,
    role_subject,
    value_subject,
)
from annotator.domain.guideline_file import names_mark
from annotator.domain.scheme import Attribute
from annotator.ui.annotate.desk import ArticleDesk
from annotator.ui.annotate.frame_desk import FrameDesk
from annotator.ui.annotate.suggested_desk import SuggestedDesk
from annotator.ui.article.view import ArticleView
from annotator.ui.guideline.case_form import CaseWanted
from annotator.ui.guideline.keys import Selected, keys_for, keys_of_values
from annotator.ui.guideline.pane import GuidelinePane
from annotator.ui.inspector.attribute_row import AttributeRow
from annotator.ui.inspector.frame_slot import Slot
from annotator.ui.inspector.pane import Inspector
from annotator.ui.look import Look
from annotator.ui.session import Session

_MOVED = frozenset({QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show})


class Guiding(QObject):
    """Lays the guideline over the cards and lets it follow what is selected.

    It stays at an entry that was gone to until something else is selected. Whatever wants the cards
    (the keyboard goes there, or they are hidden) closes it.

    Signals:
        said: A quiet sentence.
        state_changed: It was opened or closed.
        left: The text wants the focus.
        all_keys_wanted: The sheet of all keys.
    """

    said = Signal(str)
    state_changed = Signal()
    left = Signal()
    all_keys_wanted = Signal()

    def __init__(
        self,
        look: Look,
        session: Session,
        desk: ArticleDesk,
        frames: FrameDesk,
        suggested: SuggestedDesk,
        view: ArticleView,
        inspector: Inspector,
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._look = look
        self._session = session
        self._desk = desk
        self._frames = frames
        self._suggested = suggested
        self._view = view
        self._inspector = inspector
        self._page = page
        self._key_of: Callable[[str], str] = lambda _command: ""
        self._seen: Subject | None = None
        self._attribute: Attribute | None = None
        self._before: QWidget | None = None
        self._shown_for_this = False
        self.pane = GuidelinePane(look, page)
        self.pane.hide()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._follow)
        self._connect()

    def _connect(self) -> None:
        pane = self.pane
        pane.closed.connect(self.close)
        pane.case_opened.connect(self._on_case_opened)
        pane.case_wanted.connect(self._on_case_wanted)
        pane.all_keys_wanted.connect(self.all_keys_wanted)
        pane.entry_shown.connect(self._offer_case)
        for signal in (
            self._desk.opened,
            self._desk.refreshed,
            self._desk.current_changed,
            self._frames.changed,
            self._suggested.changed,
        ):
            signal.connect(self._soon.start)
        self._view.selection_changed.connect(lambda _extent: self._soon.start())
        self._session.changed.connect(lambda _changes: self._soon.start())
        self._look.scheme_changed.connect(self.pane.read_scheme)
        self._inspector.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    # --- opening and closing ------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether it covers the cards."""
        return not self.pane.isHidden()

    @property
    def has_focus(self) -> bool:
        """Whether the keyboard is in it."""
        focused = QApplication.focusWidget()
        return self.is_open and focused is not None and self.pane.isAncestorOf(focused)

    def toggle(self) -> None:
        """Open it at what is selected, or go back to the cards."""
        if self.is_open:
            self.close()
        else:
            self.open(self._focused() or self._selected())

    def open(self, subject: Subject | None) -> None:
        """Show an entry, or the contents, beside the text; the keyboard stays in the text."""
        if not self.is_open:
            focused = QApplication.focusWidget()
            inside = focused is not None and self._inspector.isAncestorOf(focused)
            self._before = focused if inside else None
            self._shown_for_this = self._inspector.isHidden()
            self._inspector.show()
            self.pane.show()
            self._place()
            if inside:
                self.pane.focus_body()
        self.pane.forget_way()
        self._seen = self._selected()
        self.pane.show_subject(subject)
        self._show_keys()
        self._offer_case()
        self.state_changed.emit()

    def close(self) -> None:
        """Go back to the cards; the keyboard goes to where it was."""
        if not self.is_open:
            return
        had_focus, before, self._before = self.has_focus, self._before, None
        self.pane.form.close_form()
        self.pane.hide()
        self._attribute = None
        if self._shown_for_this:
            self._inspector.hide()
        if had_focus:
            if before is not None and isValid(before) and before.isVisible():
                before.setFocus()
            else:
                self.left.emit()
        self.state_changed.emit()

    def enter(self) -> None:
        """Give it the keyboard."""
        self.pane.focus_body()

    def _place(self) -> None:
        if not self.is_open:
            return
        corner = self._inspector.mapTo(self._page, self._inspector.rect().topLeft())
        self.pane.set_edged(edged=self._inspector.parent() is self._page)
        self.pane.setGeometry(QRect(corner, self._inspector.size()))
        self.pane.raise_()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._inspector and self.is_open:
            if event.type() in _MOVED:
                self._place()
            elif event.type() == QEvent.Type.Hide and self._inspector.isHidden():
                self._shown_for_this = False
                self.close()
        return False

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self.is_open and new is not None and self._inspector.isAncestorOf(new):
            self._shown_for_this = False
            self.close()

    # --- what is selected ---------------------------------------------------------------------

    def _selected(self) -> Subject | None:
        """Return the armed role, else the label of what is current, else the selected frame."""
        frame = self._frames.frame or self._suggested.frame
        armed = self._frames.armed or self._suggested.armed
        current = self._desk.current_suggestion or self._desk.current_span
        if frame is not None and armed:
            return role_subject(frame.type, armed)
        if current is not None:
            return label_subject(current.label)
        return frame_subject(frame.type) if frame is not None else None

    def _focused(self) -> Subject | None:
        """Return the role or value of the card's row that has the keyboard."""
        widget: QWidget | None = QApplication.focusWidget()
        self._attribute = None
        if widget is None or not self._inspector.isAncestorOf(widget):
            return None
        while widget is not None and widget is not self._inspector:
            if isinstance(widget, Slot):
                frame = self._frames.frame or self._suggested.frame
                return role_subject(frame.type, widget.role.name) if frame is not None else None
            if isinstance(widget, AttributeRow):
                return self._of_row(widget)
            widget = widget.parentWidget()
        return None

    def _of_row(self, row: AttributeRow) -> Subject | None:
        frame, span = self._frames.frame or self._suggested.frame, self._desk.current_span
        on_frame = self._inspector.frame.isAncestorOf(row)
        owner = frame.type if on_frame and frame is not None else span.label if span else ""
        scheme = self._look.scheme
        holder = scheme.frame_type_by_name.get(owner) if on_frame else None
        known = (holder or scheme.label_by_name.get(owner)) if owner else None
        attributes = known.attributes if known is not None else ()
        self._attribute = next((item for item in attributes if item.name == row.name), None)
        if self._attribute is None:
            return None
        value = row.segments.value if row.segments is not None else None
        if isinstance(value, str | int):
            return value_subject(owner, row.name, value)
        return attribute_subject(owner, row.name)

    def _follow(self) -> None:
        """Show what is selected now, where that is something else than before."""
        if not self.is_open:
            return
        selected = self._selected()
        if selected != self._seen:
            self._seen, self._attribute = selected, None
            if selected is not None and not self.has_focus:
                self.pane.forget_way()
                self.pane.show_subject(selected)
        self._show_keys()
        self._offer_case()

    # --- keys ---------------------------------------------------------------------------------

    def use_keys(self, key_of: Callable[[str], str]) -> None:
        """Show the keys in force; ``key_of`` gives that of a command, "" for none."""
        self._key_of = key_of
        self._show_keys()

    def _show_keys(self) -> None:
        if self._attribute is not None and self._attribute.values:
            keys = keys_of_values(self._attribute)
        else:
            keys = keys_for(self._kind_selected(), self._key_of)
        self.pane.show_keys(keys, self._key_of("help.keys"), self._key_of("help.guideline"))

    def _kind_selected(self) -> Selected:
        if self._frames.armed or self._suggested.armed:
            return Selected.ROLE
        if self._suggested.frame is not None:
            return Selected.SUGGESTED_FRAME
        if self._desk.current_suggestion is not None:
            return Selected.SUGGESTION
        if self._desk.current_span is not None:
            return Selected.TAG
        if self._frames.frame is not None:
            return Selected.FRAME
        return Selected.WORDS if self._view.selection is not None else Selected.NOTHING

    # --- cases --------------------------------------------------------------------------------

    def add_case(self) -> None:
        """Open the guideline at what is selected and ask what the case shows."""
        if not self.is_open:
            self.toggle()
        if self._case() is None:
            self.said.emit("Select the words of the case, or a tag or frame, first.")
        else:
            self._on_case_opened()

    def _entry(self) -> Entry | None:
        pane = self.pane
        return None if pane.is_searching else pane.guideline.entry(pane.subject)

    def _case(self) -> Example | None:
        """Return what is selected as an example of the entry shown, with its sentence."""
        article, entry = self._desk.article, self._entry()
        if article is None or entry is None:
            return None
        scheme = self._look.scheme
        marks = [
            mark
            for mark in self._marks(entry.subject)
            if names_mark(mark.name, entry.subject, scheme)
        ]
        return case_of(article.text, marks)

    def _marks(self, subject: Subject) -> Sequence[ExampleMark]:
        """Return selected words, else the current tag, else the fillers of the selected frame."""
        current = self._desk.current_suggestion or self._desk.current_span
        frame, kind, tags = self._frames.frame, self._frames.kind, self._desk.tags
        article = self._desk.article
        selection = self._view.selection
        if selection is not None and article is not None and current is None:
            place = selection.trimmed(article.text)
            markable = subject.kind in {SubjectKind.LABEL, SubjectKind.ROLE}
            if place is not None and markable:
                return [ExampleMark(place, subject.name)]
        about_frame = frame_type_of(subject, self._look.scheme)
        of_role = about_frame is not None and about_frame == kind
        if frame is not None and kind is not None and tags is not None and of_role:
            return frame_marks(frame, kind, {span.id: span for span in tags.spans})
        return [ExampleMark(current.extent, current.label)] if current is not None else ()

    def _offer_case(self) -> None:
        if not self.is_open:
            return
        case = self._case()
        if case is not None:
            words = ("keeps the words with the guideline", "keeps the words")
        elif self._entry() is None:
            words = ("open an entry first", "open an entry")
        else:
            words = ("select words, a tag or a frame", "select words")
        self.pane.form.offer(*words, enabled=case is not None)

    def _on_case_opened(self) -> None:
        case, entry = self._case(), self._entry()
        if case is not None and entry is not None:
            self.pane.form.ask(case, frame_type_of(entry.subject, self._look.scheme))

    def _on_case_wanted(self, wanted: CaseWanted) -> None:
        entry = self._entry()
        if entry is None:
            return
        from annotator.ops import guideline

        workspace, author = self._session.workspace, self._session.annotator
        title = entry.title

        def then(version: int) -> None:
            self.said.emit(f"Added to “{title}”. The scheme is version {version} now.")

        self._session.perform(
            lambda: guideline.add_case(
                workspace, entry.subject, wanted.example, author, dont=wanted.dont
            ),
            then,
        )
        self.pane.focus_body()
