"""Small panels laid over the window: children of it, not windows of their own."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.ui.inspector.paint import paint_box
from annotator.ui.inspector.parts import Ground
from annotator.ui.look import Look

POPUP_RADIUS: Final = 8.0
_MARGIN: Final = 8


class Popup(Ground):
    """A panel beside a place in its window. Esc and a press elsewhere close it.

    Closing gives the focus back to whatever had it.

    Signals:
        closed: It is gone, whatever was chosen.
    """

    closed = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self.host = parent
        self._focus_before: QWidget | None = None
        self._anchor = QRect()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(1, 1, 1, 1)
        self.column.setSpacing(0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    def open_at(self, anchor: QRect) -> None:
        """Show it below ``anchor``, above where there is no room.

        Args:
            anchor: In coordinates of the parent widget.
        """
        self._focus_before = QApplication.focusWidget()
        self._anchor = anchor
        self.adjustSize()
        self._place(anchor)
        self.raise_()
        self.show()
        self.first_focus().setFocus(Qt.FocusReason.PopupFocusReason)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def keep_place(self) -> None:
        """Stand beside the same place after its size has changed."""
        self._place(self._anchor)

    def first_focus(self) -> QWidget:
        """Return what has the focus when it opens."""
        return self

    def leave(self) -> None:
        """Close it."""
        if self.isHidden():
            return
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        focused = QApplication.focusWidget()
        inside = focused is None or focused is self or self.isAncestorOf(focused)
        before, self._focus_before = self._focus_before, None
        self.hide()
        if inside and before is not None:
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    @override
    def paint_ground(self, painter: QPainter) -> None:
        theme = self.look.theme
        paint_box(painter, QRectF(self.rect()), theme.card, theme.ctl, POPUP_RADIUS)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # nothing below the panel is meant

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            event.accept()  # nothing below the panel is meant

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See everything first while it is open: presses elsewhere, and keys of its own."""
        if event.type() == QEvent.Type.Resize and watched is self.host:
            self.keep_place()
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            place = self.mapFromGlobal(event.globalPosition().toPoint())
            if not self.rect().contains(place):
                self.leave()
        elif event.type() == QEvent.Type.ShortcutOverride and self._holds(watched):
            # Shortcuts of the window (Ctrl+Enter completes the article) wait until it is closed.
            event.accept()
            return True
        return False

    def _holds(self, watched: QObject) -> bool:
        return isinstance(watched, QWidget) and (watched is self or self.isAncestorOf(watched))

    def _place(self, anchor: QRect) -> None:
        room = self.host.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        top = anchor.bottom() + 6
        if top + self.height() > room.bottom() and anchor.top() - 6 - self.height() >= room.top():
            top = anchor.top() - 6 - self.height()
        left = min(anchor.left(), room.right() - self.width())
        self.move(
            QPoint(max(room.left(), left), max(room.top(), min(top, room.bottom() - self.height())))
        )
