"""One of several rows: whose set, which name."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from annotator.ui import icons
from annotator.ui.chrome import KEYBOARD_REASONS, paint_ring
from annotator.ui.inspector.paint import elided, paint_box
from annotator.ui.look import Look


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        note: Stands at the right, quieter.
    """

    value: object
    words: str
    note: str = ""


class Rows(QWidget):
    """Rows of 32 of which one is current, with a tick; arrows and clicks choose.

    Args:
        look: Theme and fonts.
        framed: Whether hairlines and a box stand around them.
        takes_enter: Whether Enter means the row, not the primary button of the panel.

    Signals:
        chosen: The value of another row, as soon as it is current.
        taken: Enter, or a click: the row is meant.
    """

    chosen = Signal(object)
    taken = Signal(object)

    def __init__(
        self,
        look: Look,
        *,
        framed: bool = True,
        takes_enter: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._takes_enter = takes_enter
        self._look = look
        self._framed = framed
        self._rows: list[Row] = []
        self._current = 0
        self._hovered = -1
        self._ringed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)
        look.changed.connect(self.update)

    @property
    def value(self) -> object:
        """The value of the current row, ``None`` without rows."""
        return self._rows[self._current].value if self._rows else None

    def show_rows(self, rows: Sequence[Row], value: object = None) -> None:
        """Show rows, and one of them as current."""
        self._rows = list(rows)
        values = [row.value for row in rows]
        self._current = values.index(value) if value in values else 0
        self.setAccessibleName(", ".join(f"{row.words} {row.note}".strip() for row in rows))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(160, len(self._rows) * self._pitch())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, theme = self._look, self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._framed:
            paint_box(painter, QRectF(self.rect()), theme.card, theme.line2, 4)
        for number in range(len(self._rows)):
            self._paint_row(painter, number)
        if self._ringed and self._rows:
            box = QRectF(0, self._current * self._pitch(), self.width(), self._pitch())
            paint_ring(painter, box, look, 3)
        painter.end()

    def _paint_row(self, painter: QPainter, number: int) -> None:
        look, theme = self._look, self._look.theme
        row, pitch = self._rows[number], self._pitch()
        box = QRectF(1, number * pitch, self.width() - 2, pitch)
        inner = box.adjusted(0, 1, 0, -1 if number + 1 == len(self._rows) else 0)
        if number == self._current:
            painter.fillRect(inner, theme.acctint)
        elif number == self._hovered:
            painter.fillRect(inner, theme.hover)
        if number and self._framed:
            painter.fillRect(QRectF(1, box.y(), box.width(), 1), theme.line)
        if number == self._current:
            side = look.scaled(16)
            tick = QRectF(box.x() + look.scaled(11), 0, side, side)
            tick.moveTop(box.y() + round((pitch - side) / 2))
            icons.paint(painter, "check", theme.accent, tick)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(look.font(12))
        painter.setPen(theme.mute)
        right = box.right() - look.scaled(12)
        width = QFontMetricsF(painter.font()).horizontalAdvance(row.note)
        painter.drawText(QRectF(right - width - 1, box.y(), width + 2, pitch), middle, row.note)
        painter.setFont(look.font(bold=number == self._current))
        painter.setPen(theme.text)
        left = box.x() + look.scaled(36)
        room = right - width - look.scaled(12) - left
        line = QRectF(left, box.y(), room + 2, pitch)
        painter.drawText(line, middle, elided(row.words, painter, room))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        keypad = Qt.KeyboardModifier.KeypadModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if step is not None:
            self._ringed = True
            self._choose(self._current + step)
        elif enter and self._takes_enter and not event.modifiers() & ~keypad:
            self.taken.emit(self.value)
        else:
            event.ignore()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # the release chooses

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self._at(event)
        if number >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._choose(number)
            self.taken.emit(self.value)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self._at(event)
        if number != self._hovered:
            self._hovered = number
            self.update()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ringed = event.reason() in KEYBOARD_REASONS
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ringed = False
        self.update()

    def _pitch(self) -> int:
        return self._look.scaled(32)

    def _at(self, event: QMouseEvent) -> int:
        number = int(event.position().y() // self._pitch())
        return number if 0 <= number < len(self._rows) else -1

    def _choose(self, number: int) -> None:
        if 0 <= number < len(self._rows) and number != self._current:
            self._current = number
            self.update()
            self.chosen.emit(self.value)
