"""Ticks with words and a count at the right, one below the other."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from annotator.ui.chrome import KEYBOARD_REASONS, paint_ring
from annotator.ui.inspector.paint import elided, paint_tick
from annotator.ui.look import Look

ROW: Final = 27
_STEPS: Final = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class TickRow:
    """One row.

    Attributes:
        key: What it stands for.
        count: Shown at the right.
    """

    key: Hashable
    words: str
    count: int
    tick: Qt.CheckState
    enabled: bool = True


class TickRows(QWidget):
    """One stop of the Tab key; arrows go from row to row, Space ticks.

    Signals:
        toggled: The key of a row whose tick was pressed.
    """

    toggled = Signal(object)

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._name = name
        self._rows: tuple[TickRow, ...] = ()
        self._current = 0
        self._ringed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    @property
    def rows(self) -> Sequence[TickRow]:
        """What is shown."""
        return self._rows

    def show_rows(self, rows: Sequence[TickRow]) -> None:
        """Show other rows."""
        if tuple(rows) == self._rows:
            return
        taller = len(rows) != len(self._rows)
        self._rows = tuple(rows)
        self._current = max(0, min(self._current, len(rows) - 1))
        if taller:
            self.updateGeometry()
        self._say()
        self.update()

    def toggle(self, number: int) -> None:
        """Press the tick of a row."""
        if 0 <= number < len(self._rows) and self._rows[number].enabled:
            self.toggled.emit(self._rows[number].key)

    @override
    def sizeHint(self) -> QSize:
        return QSize(120, self._look.scaled(ROW) * len(self._rows))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, theme = self._look, self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = look.scaled(16)
        for number, row in enumerate(self._rows):
            box = self._box(number)
            tick = QRectF(2, box.y() + round((box.height() - side) / 2), side, side)
            paint_tick(painter, tick, look, row.tick, enabled=row.enabled)
            painter.setFont(look.font(12))
            painter.setPen(theme.mute)
            count = f"{row.count:,}"
            painter.drawText(
                box.adjusted(0, 0, -2, 0), _MIDDLE | Qt.AlignmentFlag.AlignRight, count
            )
            taken = QFontMetricsF(painter.font()).horizontalAdvance(count) + look.scaled(8)
            painter.setFont(look.font())
            painter.setPen(theme.text if row.enabled else theme.mute)
            words = box.adjusted(2 + side + look.scaled(7), 0, -taken, 0)
            painter.drawText(words, _MIDDLE, elided(row.words, painter, words.width()))
            if self._ringed and number == self._current:
                paint_ring(painter, box, look, 3)
        painter.end()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(event.key())
        if step is not None:
            self._ringed = True
            self._current = max(0, min(len(self._rows) - 1, self._current + step))
            self._say()
            self.update()
        elif event.key() == Qt.Key.Key_Space:
            self.toggle(self._current)
        else:
            event.ignore()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = int(event.position().y() // self._look.scaled(ROW))
        self._current = max(0, min(len(self._rows) - 1, number))
        self._ringed = False
        self.toggle(number)
        self.update()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ringed = event.reason() in KEYBOARD_REASONS
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ringed = False
        super().focusOutEvent(event)
        self.update()

    def _box(self, number: int) -> QRectF:
        height = self._look.scaled(ROW)
        return QRectF(0, number * height, self.width(), height)

    def _say(self) -> None:
        if not self._rows:
            self.setAccessibleName(self._name)
            return
        row = self._rows[self._current]
        said = {
            Qt.CheckState.Checked: "ticked",
            Qt.CheckState.PartiallyChecked: "some ticked",
            Qt.CheckState.Unchecked: "not ticked",
        }[row.tick]
        self.setAccessibleName(f"{self._name}: {row.words}, {row.count}, {said}")
