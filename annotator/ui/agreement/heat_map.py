"""The heat map: what A says by what B says; darker is more."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from annotator.ui.inspector.paint import elided
from annotator.ui.look import Look

_CELL: Final = 40
_NAMES: Final = 74
_TOP: Final = 26
_UPRIGHT: Final = 46
_LEAST: Final = 18.0
_LEVEL_FROM: Final = 38
_SAME, _OTHER = 0.40, 0.56
_ARROWS: Final = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


def _tint(look: Look, share: float, *, same: bool) -> QColor:
    """Return the ground of a cell, from none to the fullest of its hue."""
    hue = QColor("#0072b2" if same else "#d55e00")
    if look.theme.dark:
        hue = hue.lighter(125)
    share *= _SAME if same else _OTHER
    paper = look.theme.paper
    return QColor(
        round(hue.red() * share + paper.red() * (1 - share)),
        round(hue.green() * share + paper.green() * (1 - share)),
        round(hue.blue() * share + paper.blue() * (1 - share)),
    )


class HeatLegend(QWidget):
    """Says what the two hues of a map stand for."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)
        look.changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, self._look.scaled(20))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, scaled = self._look, self._look.scaled
        painter = QPainter(self)
        painter.setFont(look.font(12))
        painter.setPen(look.theme.mute)
        left = 0.0
        for words, same in (("both say the same", True), ("they differ; darker is more", False)):
            side = scaled(12)
            box = QRectF(left, round((self.height() - side) / 2), scaled(16), side)
            painter.fillRect(box, _tint(look, 1.0, same=same))
            width = painter.fontMetrics().horizontalAdvance(words) + 2
            text = QRectF(box.right() + scaled(6), 0, width, self.height())
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, words)
            left = text.right() + scaled(18)
        painter.end()


class HeatMap(QWidget):
    """Cells of counts on a logarithmic scale; the diagonal is what both say.

    Signals:
        cell_chosen: What A and what B says in the cell that keys or mouse went to.
    """

    cell_chosen = Signal(str, str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._names: Sequence[str] = ()
        self._counts: Mapping[tuple[str, str], int] = {}
        self._cell: tuple[int, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)
        look.changed.connect(self.update)

    def show_counts(self, names: Sequence[str], counts: Mapping[tuple[str, str], int]) -> None:
        """Show other counts; "" among the names stands for nothing.

        Args:
            names: In the order of rows and columns.
            counts: By what A and what B says.
        """
        self._names, self._counts = names, counts
        self._cell = None
        self.updateGeometry()
        self.update()

    @property
    def cell(self) -> tuple[str, str] | None:
        """What A and B say in the chosen cell."""
        if self._cell is None:
            return None
        row, column = self._cell
        return self._names[row], self._names[column]

    def choose(self, a: str, b: str) -> None:
        """Choose a cell."""
        if a in self._names and b in self._names:
            self._cell = (self._names.index(a), self._names.index(b))
            self._tell()

    def worst(self) -> tuple[str, str] | None:
        """Return the cell off the diagonal that has the most; ``None`` where none has any."""
        off = [
            (count, cell) for cell, count in self._counts.items() if cell[0] != cell[1] and count
        ]
        return max(off)[1] if off else None

    def _tell(self) -> None:
        cell = self.cell
        if cell is not None:
            count = self._counts.get(cell, 0)
            self.setAccessibleDescription(f"A {cell[0] or 'none'}, B {cell[1] or 'none'}: {count}")
            self.cell_chosen.emit(*cell)
        self.update()

    # --- measures ------------------------------------------------------------------------------

    def _side(self) -> float:
        """Return the side of a cell: 40, less where there is no room."""
        return self._side_in(self.width())

    def _side_in(self, width: int) -> float:
        room = width - self._look.scaled(_NAMES)
        return max(_LEAST, min(float(self._look.scaled(_CELL)), room / max(1, len(self._names))))

    def _top_in(self, width: int) -> int:
        """Return the room above the cells: names stand upright where cells are small."""
        level = self._side_in(width) >= self._look.scaled(_LEVEL_FROM)
        return self._look.scaled(_TOP if level else _UPRIGHT)

    @override
    def sizeHint(self) -> QSize:
        side = self._look.scaled(_CELL)
        count = len(self._names)
        return QSize(self._look.scaled(_NAMES) + side * count, self.heightForWidth(self.width()))

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return round(self._top_in(width) + self._side_in(width) * len(self._names)) + 2

    def _box(self, row: int, column: int) -> QRectF:
        side = self._side()
        left = self._look.scaled(_NAMES) + column * side
        return QRectF(left, self._top_in(self.width()) + row * side, side - 1, side - 1)

    # --- painting ------------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, theme = self._look, self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max(self._counts.values(), default=0)
        for number, name in enumerate(self._names):
            self._paint_name(painter, number, name)
        for row, a in enumerate(self._names):
            for column, b in enumerate(self._names):
                box = self._box(row, column)
                if not a and not b:
                    painter.fillRect(box, theme.hover)
                    continue
                count = self._counts.get((a, b), 0)
                if count:
                    painter.fillRect(box, self._tint(count, most, same=a == b))
                painter.setPen(theme.text if count else theme.faint)
                painter.setFont(look.font(12 if box.width() >= 26 else 10))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(count) if count else "·")
        if self._cell is not None:
            painter.setPen(QPen(theme.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self._box(*self._cell).adjusted(1, 1, -1, -1))
        painter.end()

    def _tint(self, count: int, most: int, *, same: bool) -> QColor:
        share = math.log1p(count) / math.log1p(max(1, most))
        return _tint(self._look, 0.25 + 0.75 * share, same=same)

    def _paint_name(self, painter: QPainter, number: int, name: str) -> None:
        look, theme, scaled = self._look, self._look.theme, self._look.scaled
        known = look.scheme.label_by_name.get(name)
        words = known.chip if known is not None else name or "none"
        painter.setFont(look.caps_font(10))
        painter.setPen(look.label(name).ink if known is not None else theme.mute)
        row, column = self._box(number, 0), self._box(0, number)
        left = QRectF(0, row.y(), scaled(_NAMES) - 8, row.height())
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(left, flags, elided(words, painter, left.width()))
        height = self._top_in(self.width())
        if height == scaled(_TOP):
            top = QRectF(column.x() - 4, 0, column.width() + 8, height - 4)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
            painter.drawText(top, flags, elided(words, painter, top.width()))
            return
        painter.save()
        painter.translate(column.center().x(), height - 5)
        painter.rotate(-90)
        upright = QRectF(0, -column.width() / 2, height - 6, column.width())
        painter.drawText(
            upright, Qt.AlignmentFlag.AlignVCenter, elided(words, painter, upright.width())
        )
        painter.restore()

    # --- events --------------------------------------------------------------------------------

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        place = QPointF(event.position())
        for row in range(len(self._names)):
            for column in range(len(self._names)):
                if self._box(row, column).contains(place):
                    self._cell = (row, column)
                    self._tell()
                    return

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _ARROWS.get(Qt.Key(event.key()))
        if step is None or not self._names:
            event.ignore()
            return
        row, column = self._cell or (0, 0)
        last = len(self._names) - 1
        self._cell = (max(0, min(last, row + step[0])), max(0, min(last, column + step[1])))
        self._tell()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._cell is None and self._names:
            worst = self.worst()
            self.choose(*(worst or (self._names[0], self._names[0])))
