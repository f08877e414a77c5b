"""A box laid over the window with a scrim behind it: palette and shortcut sheet."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid
from typing_extensions import override

from annotator.ui.look import Look

RADIUS: Final = 8.0
_PASSED: Final = frozenset({"Ctrl+K", "Ctrl+Shift+P", "Ctrl+Q", "Ctrl+W", "F11"})


class Box(QWidget):
    """The box: card ground, rounded, and a foot in the colour of bars."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.foot_height = 0

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        path = QPainterPath()
        path.addRoundedRect(frame, RADIUS, RADIUS)
        painter.fillPath(path, theme.card)
        if self.foot_height:
            top = self.height() - self.foot_height
            painter.save()
            painter.setClipRect(QRectF(0, top, self.width(), self.foot_height))
            painter.fillPath(path, theme.pane)
            painter.fillRect(QRectF(0, top, self.width(), 1), theme.line)
            painter.restore()
        painter.setPen(QPen(theme.ctl, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        painter.end()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # a click beside the rows does not close


class Overlay(QWidget):
    """Covers its host. Esc or a click beside the box closes it; the focus returns.

    Signals:
        closed: It is hidden, and the focus is where it was.
    """

    closed = Signal()

    def __init__(self, look: Look, host: QWidget) -> None:
        super().__init__(host)
        self._look = look
        self._host = host
        self._focus_before: QWidget | None = None
        self.box = Box(look, self)
        self.hide()
        host.installEventFilter(self)
        look.changed.connect(self._on_look_changed)

    @property
    def is_open(self) -> bool:
        """Whether it covers the window now."""
        return not self.isHidden()

    def open(self) -> None:
        """Cover the window and take the focus."""
        if not self.is_open:
            self._focus_before = QApplication.focusWidget()
        self.setGeometry(self._host.rect())
        self.place()
        self.show()
        self.raise_()

    def dismiss(self) -> None:
        """Uncover the window and give the focus back."""
        if not self.is_open:
            return
        self.hide()
        before = self._focus_before
        self._focus_before = None
        if before is not None and isValid(before):
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def toggle(self) -> None:
        """Open it, or close it when it is open."""
        if self.is_open:
            self.dismiss()
        else:
            self.open()

    def place(self) -> None:
        """Give the box its place; called when the host has another size."""
        self.box.setGeometry(self.box_rect(self.size().width(), self.size().height()))

    def box_rect(self, width: int, height: int) -> QRect:
        """Return where the box stands in a host of this size."""
        return QRect(width // 4, height // 4, width // 2, height // 2)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._host and self.is_open:
            self.setGeometry(self._host.rect())
            self.place()
        return False

    @override
    def event(self, event: QEvent) -> bool:
        """Keep the keys of the covered window from running, but for those that concern itself."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and QKeySequence(event.keyCombination()).toString() not in _PASSED
        ):
            event.accept()
            return True
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.theme.scrim)
        painter.end()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.dismiss()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()

    @override
    def focusNextPrevChild(self, next_child: bool) -> bool:
        return True  # Tab stays inside

    def _on_look_changed(self) -> None:
        if self.is_open:
            self.place()
        self.update()
        self.box.update()
