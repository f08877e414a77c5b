"""The guideline pane: head, one entry or what was found, and the foot."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.domain.entry import Subject
from annotator.domain.guideline import Guideline
from annotator.ui import icons
from annotator.ui.chrome import FlatButton, Hairline
from annotator.ui.guideline.case_form import CaseForm
from annotator.ui.guideline.entry_view import Column, ContentsView, EntryView
from annotator.ui.guideline.search_view import SearchView
from annotator.ui.inspector.parts import Words
from annotator.ui.look import Look, set_ground
from annotator.ui.search_field import SearchField

_KEYBOARD: Final = Qt.FocusReason.OtherFocusReason
_NARROW: Final = 340
_STEP: Final = 40
_PLAIN: Final = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class _Icon(QWidget):
    """The book of the head."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFixedSize(look.scaled(16), look.scaled(16))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.paint(painter, "book", self._look.theme.mute, self.rect().toRectF())
        painter.end()


class GuidelinePane(QWidget):
    """Shows the guideline of the scheme in force and says what was asked for.

    Signals:
        closed: Esc, or the cross: the cards are wanted again.
        case_opened: A case is to be added to the entry shown.
        case_wanted: Its :class:`~.case_form.CaseWanted`.
        all_keys_wanted: The sheet of all keys.
        entry_shown: Another entry is shown, or the contents.
    """

    closed = Signal()
    case_opened = Signal()
    case_wanted = Signal(object)
    all_keys_wanted = Signal()
    entry_shown = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._guideline = Guideline(look.scheme)
        self._subject: Subject | None = None
        self._past: list[Subject | None] = []
        self._keys: tuple[tuple[str, str], ...] = ()
        self._all_keys = ""
        self._view: Column | None = None
        self._edged = False
        self._pixels = look.interface_px
        self._version = Words(look, ink="mute", pixels=12)
        self.find_button = FlatButton(
            look, icon_name="search", name=self.tr("Search"), shortcut="/"
        )
        self.close_button = FlatButton(
            look, icon_name="cross", name=self.tr("Close"), shortcut="F1"
        )
        self.field = SearchField(
            look, self.tr("Search the guideline"), self.tr("Search the guideline")
        )
        self.area = QScrollArea()
        self.form = CaseForm(look)
        self._lay_out()
        self._connect()
        self._on_look_changed()

    # --- what it shows ------------------------------------------------------------------------

    @property
    def guideline(self) -> Guideline:
        """What is shown."""
        return self._guideline

    @property
    def subject(self) -> Subject | None:
        """What the entry shown is about, ``None`` for the contents."""
        return self._subject

    @property
    def version_words(self) -> str:
        """Which version of the scheme it is of."""
        return self._version.text()

    @property
    def is_searching(self) -> bool:
        """Whether what was found is shown in place of an entry."""
        return isinstance(self._view, SearchView)

    @property
    def view(self) -> QWidget | None:
        """What lies in the middle: an entry, the contents, or what was found."""
        return self._view

    def show_subject(self, subject: Subject | None) -> None:
        """Show an entry; the contents where there is none."""
        entry = self._guideline.entry(subject)
        shown = entry.subject if entry is not None else None
        if isinstance(self._view, EntryView | ContentsView) and shown == self._subject:
            return
        self.form.close_form()
        self._subject = shown
        self._hide_search()
        self._fill()

    def follow(self, subject: Subject | None) -> None:
        """Go on to an entry; Backspace comes back."""
        self._past.append(self._subject)
        self.show_subject(subject)
        self.focus_body()

    def go_back(self) -> None:
        """Show what was shown before the last step."""
        if self._past:
            self.show_subject(self._past.pop())
            self.focus_body()

    def forget_way(self) -> None:
        """Forget what was shown before: another thing was selected."""
        self._past.clear()

    def show_keys(self, keys: Sequence[tuple[str, str]], all_keys: str, toggle: str) -> None:
        """Show the keys for what is selected, and those of the sheet and of the pane itself."""
        self._keys, self._all_keys = tuple(keys), all_keys
        self.close_button.setToolTip(f"{self.tr('Close')}  {toggle}".strip())
        self._show_keys()

    # --- search -------------------------------------------------------------------------------

    def search(self) -> None:
        """Ask for words."""
        self.form.close_form()
        self._search_room.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        if self.field.text():
            self._fill()

    def _hide_search(self) -> None:
        if not self._search_room.isHidden():
            self._search_room.hide()

    def _on_searched(self) -> None:
        if not self._search_room.isHidden():
            self._fill()

    def _leave_search(self) -> None:
        self._hide_search()
        self._fill()
        self.focus_body()

    def _on_found(self) -> None:
        """Enter in the field opens the first hit, the arrow goes to the list."""
        if isinstance(self._view, SearchView) and self._view.rows:
            self._view.rows[0].click()

    def _on_went_down(self) -> None:
        if isinstance(self._view, SearchView) and self._view.rows:
            self._view.rows[0].setFocus(Qt.FocusReason.TabFocusReason)

    # --- focus and keys -----------------------------------------------------------------------

    def focus_body(self) -> None:
        """Give the keyboard to the text of the guideline: arrows scroll, Tab goes to links."""
        self.area.setFocus(_KEYBOARD)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()  # nothing of what is covered is meant
        if event.text() == "/":  # with Shift on many keyboards
            self.search()
        elif event.modifiers() in _PLAIN:
            self._take(event)

    def _take(self, event: QKeyEvent) -> None:
        key, bar = event.key(), self.area.verticalScrollBar()
        act: dict[int, Callable[[], None]] = {
            int(Qt.Key.Key_Escape): self._step_back,
            int(Qt.Key.Key_Backspace): self.go_back,
            int(Qt.Key.Key_A): self.form.add.click,
        }
        moves = {
            int(Qt.Key.Key_Down): _STEP,
            int(Qt.Key.Key_Up): -_STEP,
            int(Qt.Key.Key_PageDown): bar.pageStep() - _STEP,
            int(Qt.Key.Key_Space): bar.pageStep() - _STEP,
            int(Qt.Key.Key_PageUp): _STEP - bar.pageStep(),
            int(Qt.Key.Key_Home): -bar.maximum(),
            int(Qt.Key.Key_End): bar.maximum(),
        }
        if key in act:
            act[key]()
        elif key in moves and not self._among_hits(key):
            bar.setValue(bar.value() + moves[key])

    def _among_hits(self, key: int) -> bool:
        """Go through what was found with the arrows."""
        view, focused = self._view, QApplication.focusWidget()
        if not isinstance(view, SearchView) or focused not in view.rows:
            return False
        step = {int(Qt.Key.Key_Down): 1, int(Qt.Key.Key_Up): -1}.get(key)
        if step is None:
            return False
        here = next(number for number, row in enumerate(view.rows) if row is focused)
        target = here + step
        if target < 0:
            self.field.setFocus(_KEYBOARD)
        elif target < len(view.rows):
            view.rows[target].setFocus(Qt.FocusReason.TabFocusReason)
            self.area.ensureWidgetVisible(view.rows[target], 0, 8)
        return True

    def _step_back(self) -> None:
        if self.form.is_open:
            self.form.close_form()
        elif not self._search_room.isHidden():
            self._leave_search()
        else:
            self.closed.emit()

    @override
    def focusNextPrevChild(self, next_child: bool) -> bool:
        """Keep Tab inside the pane, and what it goes to in sight."""
        head, rest = self._stops()
        stops, focused = [*head, *rest], QApplication.focusWidget()
        here = next((number for number, stop in enumerate(stops) if stop is focused), None)
        if here is not None:
            target = stops[(here + (1 if next_child else -1)) % len(stops)]
        else:  # the text itself, between head and links
            target = (rest or head)[0] if next_child else head[-1]
        reason = Qt.FocusReason.TabFocusReason if next_child else Qt.FocusReason.BacktabFocusReason
        target.setFocus(reason)
        if self._view is not None and self._view.isAncestorOf(target):
            self.area.ensureWidgetVisible(target, 0, 8)
        return True

    def _stops(self) -> tuple[list[QWidget], list[QWidget]]:
        """Return what Tab goes to, above the text and from its first link down."""
        links = self._view.links if self._view is not None else []
        form: list[QWidget] = [self.form.choice, self.form.why, self.form.keep, self.form.drop]
        foot = form if self.form.is_open else [self.form.add]

        def reachable(stops: Sequence[QWidget]) -> list[QWidget]:
            return [stop for stop in stops if stop.isVisibleTo(self) and stop.isEnabled()]

        head = reachable([self.find_button, self.close_button, self.field])
        return head, reachable([*links, *foot])

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of the scroll area, which would scroll by itself in other steps."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            return False
        self.keyPressEvent(event)
        return True

    # --- inside -------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        look = self._look
        title = Words(look, self.tr("Guideline"), bold=True)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 8, 8)
        head.setSpacing(8)
        for widget in (_Icon(look), title, self._version):
            head.addWidget(widget)
        head.addStretch(1)
        for button in (self.find_button, self.close_button):
            button.show_cap(shown=False)
            head.addWidget(button)
        self._search_room = QWidget()
        self._search_row = QHBoxLayout(self._search_room)
        self._search_row.addWidget(self.field)
        self._body = QWidget()
        self._body_column = QVBoxLayout(self._body)
        self._body_column.setSpacing(0)
        self.area.setWidget(self._body)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName(self.tr("Guideline"))
        self.area.installEventFilter(self)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(Hairline(look))
        column.addWidget(self._search_room)
        column.addWidget(self.area, 1)
        column.addWidget(self.form)
        self._search_room.hide()
        self.setAccessibleName(self.tr("Guideline"))

    def _connect(self) -> None:
        self.find_button.clicked.connect(self.search)
        self.close_button.clicked.connect(self.closed)
        self.field.textChanged.connect(self._on_searched)
        self.field.returnPressed.connect(self._on_found)
        self.field.went_down.connect(self._on_went_down)
        self.field.left.connect(self._leave_search)
        self.form.opened.connect(self.case_opened)
        self.form.wanted.connect(self.case_wanted)
        self.form.left.connect(self.focus_body)
        self._look.changed.connect(self._on_look_changed)

    def _fill(self) -> None:
        """Show what is asked for now, from its top."""
        words = self.field.text().strip() if not self._search_room.isHidden() else ""
        entry = self._guideline.entry(self._subject)
        if words:
            view: Column = SearchView(self._look, self._guideline, words)
        elif entry is not None:
            view = EntryView(self._look, self._guideline, entry)
        else:
            view = ContentsView(self._look, self._guideline)
            view.all_keys_wanted.connect(self.all_keys_wanted)
        view.followed.connect(self.follow)
        old, self._view = self._view, view
        self._body_column.addWidget(view)
        if old is not None:
            self._body_column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._show_keys()
        self.area.verticalScrollBar().setValue(0)
        self.entry_shown.emit()

    def _show_keys(self) -> None:
        if isinstance(self._view, EntryView):
            self._view.show_keys(self._keys)
        elif isinstance(self._view, ContentsView):
            self._view.show_keys(self._all_keys)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._adapt()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._edged:
            painter = QPainter(self)
            painter.fillRect(0, 0, 1, self.height(), self._look.theme.line)
            painter.end()

    def set_edged(self, *, edged: bool) -> None:
        """Draw a line at its left: it lies over the text."""
        self._edged = edged
        self._column.setContentsMargins(1 if edged else 0, 0, 0, 0)

    def _on_look_changed(self) -> None:
        look = self._look
        for widget in (self, self._body, self.area, self.area.viewport()):
            set_ground(widget, look, "pane")
        self._adapt()
        resized, self._pixels = look.interface_px != self._pixels, look.interface_px
        self.read_scheme()
        if resized and self._view is not None:
            self._fill()

    def read_scheme(self) -> None:
        """Show the guideline of the scheme in force."""
        scheme = self._look.scheme
        self._version.setText(self.tr("scheme {version}").format(version=scheme.version))
        if scheme is not self._guideline.scheme:
            self._guideline = Guideline(scheme)
            if self._guideline.entry(self._subject) is None:
                self._subject = None
            self._past.clear()
            if self._view is not None:
                self._fill()

    def _adapt(self) -> None:
        side = 12 if self.width() < self._look.scaled(_NARROW) else 16
        self._body_column.setContentsMargins(side, 14, side, 16)
        self._search_row.setContentsMargins(side, 10, side, 0)
