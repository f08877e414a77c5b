"""Figures of the entity desk: runs of words with bold numbers, and a table of before and after."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from annotator.ui.inspector.paint import elided
from annotator.ui.look import Look

Run = tuple[str, bool, str]
"""Words, whether they are bold, and their ink."""


class Runs(QWidget):
    """Words of several weights; a run that does not fit begins another line."""

    def __init__(self, look: Look, pixels: float = 13, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._pixels = pixels
        self._runs: tuple[Run, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.updateGeometry)

    @property
    def text(self) -> str:
        """All words."""
        return "".join(words for words, _, _ in self._runs)

    def show_runs(self, runs: Sequence[Run]) -> None:
        """Show other words."""
        self._runs = tuple(runs)
        self.setAccessibleName(self.text)
        self.updateGeometry()
        self.update()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return (self._placed(width)[-1][1] + 1) * self._line if self._runs else self._line

    @override
    def sizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(max(120, self.width())))

    @property
    def _line(self) -> int:
        return self._look.scaled(self._pixels + 9)

    def _placed(self, width: int) -> list[tuple[float, int, Run]]:
        """Return where each run begins, on which line, and what it says there."""
        found: list[tuple[float, int, Run]] = []
        left, line = 0.0, 0
        for words, bold, ink in self._runs:
            metrics = QFontMetricsF(self._look.font(self._pixels, bold=bold))
            fits = left + metrics.horizontalAdvance(words.rstrip()) <= width + 1
            if left and not fits:
                left, line = 0.0, line + 1
            said = words if left else words.lstrip()
            found.append((left, line, (said, bold, ink)))
            left += metrics.horizontalAdvance(said)
        return found

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for left, line, (words, bold, ink) in self._placed(self.width()):
            painter.setFont(self._look.font(self._pixels, bold=bold))
            colour: QColor = getattr(self._look.theme, ink)
            painter.setPen(colour)
            metrics = QFontMetricsF(painter.font())
            room = self.width() - left
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room + 1)
            box = QRectF(left, line * self._line, room + 2, self._line)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


TableRow = tuple[str, str, str, str]
"""What is counted, before, after, and what is said about it."""


class FigureTable(QWidget):
    """Figures before and after, with hairlines."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._rows: tuple[TableRow, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    @property
    def rows(self) -> tuple[TableRow, ...]:
        """What it says."""
        return self._rows

    def show_rows(self, rows: Sequence[TableRow]) -> None:
        """Show other figures."""
        self._rows = tuple(rows)
        said = (f"{name}: before {old}, after {new}{more}" for name, old, new, more in rows)
        self.setAccessibleName(". ".join(said))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, self._look.scaled(29) * (len(self._rows) + 1) + 1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, theme = self._look, self._look.theme
        painter = QPainter(self)
        height = look.scaled(29)
        columns = (0, look.scaled(88), min(look.scaled(228), round(self.width() * 0.62)))
        painter.setFont(look.caps_font(11))
        painter.setPen(theme.mute)
        self._write(painter, columns[1], 0, "before")
        self._write(painter, columns[2], 0, "after")
        for number, (name, before, after, more) in enumerate(self._rows, 1):
            y = number * height
            painter.fillRect(0, y, self.width(), 1, theme.line)
            painter.setFont(look.font(12))
            painter.setPen(theme.mute)
            room = columns[1] - look.scaled(6)
            self._write(painter, 0, y, elided(name, painter, room))
            painter.setPen(theme.text)
            room = columns[2] - columns[1] - look.scaled(6)
            self._write(painter, columns[1], y, elided(before, painter, room))
            painter.setFont(look.font(12, bold=True))
            self._write(painter, columns[2], y, after)
            left = columns[2] + painter.fontMetrics().horizontalAdvance(after)
            left += 0 if more.startswith(",") else look.scaled(5)
            painter.setFont(look.font(12))
            self._write(painter, left, y, elided(more, painter, self.width() - left))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.line)
        painter.end()

    def _write(self, painter: QPainter, x: float, y: float, words: str) -> None:
        box = QRectF(QPoint(round(x), round(y)), QSize(self.width(), self._look.scaled(29)))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
