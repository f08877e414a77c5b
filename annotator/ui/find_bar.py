"""Find in the article: a bar with a field, where one is, and the way on."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from annotator.ui.chrome import FlatButton, plain_label, set_ink
from annotator.ui.look import Look, set_ground
from annotator.ui.search_field import SearchField


class _FindField(SearchField):
    """Enter and the arrows step through what was found; Esc leaves."""

    stepped = Signal(int)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(-1 if back else 1)
        elif event.key() == Qt.Key.Key_Down:
            self.stepped.emit(1)
        elif event.key() == Qt.Key.Key_Up:
            self.stepped.emit(-1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class FindBar(QWidget):
    """40 high. It finds nothing itself: the article does.

    Signals:
        text_changed: What to look for now; "" when the bar closes.
        next_requested, previous_requested: Go on.
        closed: The bar is hidden; the article wants the focus.
    """

    text_changed = Signal(str)
    next_requested = Signal()
    previous_requested = Signal()
    closed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.field = _FindField(look, "Find in this article", "Find in this article")
        self._count = plain_label()
        self._total = 0
        self._previous = FlatButton(
            look, icon_name="chevron-up", name="Previous", shortcut="Shift+F3"
        )
        self._next = FlatButton(look, icon_name="chevron-down", name="Next", shortcut="F3")
        self._close = FlatButton(look, icon_name="cross", name="Close", shortcut="Esc")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 12, 0)
        layout.setSpacing(4)
        layout.addWidget(self.field, 4)
        layout.addSpacing(8)
        layout.addWidget(self._count)
        layout.addStretch(1)
        for button in (self._previous, self._next, self._close):
            button.show_cap(shown=False)
            layout.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.field.textChanged.connect(self._on_text_changed)
        self.field.stepped.connect(self._on_stepped)
        self.field.left.connect(self.dismiss)
        self._previous.clicked.connect(self.previous_requested)
        self._next.clicked.connect(self.next_requested)
        self._close.clicked.connect(self.dismiss)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self.show_count(0, 0)
        self.hide()

    def open(self, text: str = "") -> None:
        """Show the bar with the focus in its field; ``text`` is what was selected."""
        self.show()
        if text:
            self.field.setText(text)
        elif self.field.text():
            self.text_changed.emit(self.field.text())
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def dismiss(self) -> None:
        """Hide the bar; its text stays for the next time."""
        if self.isHidden():
            return
        self.hide()
        self.text_changed.emit("")
        self.closed.emit()

    def show_count(self, number: int, total: int) -> None:
        """Say which of the places one is at: "3 of 12"."""
        searched = bool(self.field.text())
        if not searched:
            words = ""
        elif total:
            words = f"{number:,} of {total:,}"
        else:
            words = "Nothing found"
        self._count.setText(words)
        self._total = total
        self._ink_count()
        self._previous.setEnabled(total > 0)
        self._next.setEnabled(total > 0)

    @property
    def count_text(self) -> str:
        """What is said about the places."""
        return self._count.text()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 0, self.width(), 1), self._look.theme.line)
        painter.end()

    def _ink_count(self) -> None:
        theme = self._look.theme
        set_ink(self._count, theme.mute if self._total else theme.warn)

    def _on_text_changed(self, text: str) -> None:
        if not text:
            self.show_count(0, 0)
        self.text_changed.emit(text)

    def _on_stepped(self, step: int) -> None:
        (self.next_requested if step > 0 else self.previous_requested).emit()

    def _on_look_changed(self) -> None:
        set_ground(self, self._look, "window")
        self.setFixedHeight(self._look.scaled(40))
        self.field.setMaximumWidth(self._look.scaled(280))
        self._count.setFont(self._look.font(12))
        self._ink_count()
        self._count.setMinimumWidth(self._look.scaled(88))
