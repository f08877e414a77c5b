"""The caret of a text that cannot be edited: always there while the text has the focus."""

from PySide6.QtCore import QObject, QRect, QTimer, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPainter

WIDTH = 2


class Caret(QObject):
    """Blinks, and paints itself in the accent colour.

    Qt's own caret inverts what is below it and cannot have a colour.

    Signals:
        blinked: It is to be painted again.
    """

    blinked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._visible = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._blink)

    def wake(self) -> None:
        """Show it, and start blinking: the focus came or it moved."""
        self._visible = True
        flash_ms = QGuiApplication.styleHints().cursorFlashTime()
        if flash_ms > 1:
            self._timer.start(flash_ms // 2)
        self.blinked.emit()

    def rest(self) -> None:
        """Hide it: the focus went."""
        self._timer.stop()
        self._visible = False
        self.blinked.emit()

    def paint(self, painter: QPainter, rect: QRect, colour: QColor) -> None:
        """Paint it at the place of a text cursor."""
        if self._visible:
            painter.fillRect(
                QRect(rect.left() - WIDTH // 2, rect.top(), WIDTH, rect.height()), colour
            )

    def _blink(self) -> None:
        self._visible = not self._visible
        self.blinked.emit()
