"""The bar of verdicts on a card: one cell for each, with its key."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from annotator.ui.inspector.paint import elided
from annotator.ui.key_cap import cap_size, paint_cap
from annotator.ui.look import Look

HEIGHT: Final = 48


@dataclass(frozen=True, slots=True)
class VerdictCell:
    """One verdict that can be given.

    Attributes:
        key: As it is drawn on the cap: "A".
        word: "amy", "both".
        command: What runs when it is clicked.
        taken: Whether it was given.
        likely: Whether most annotators have it so.
    """

    key: str
    word: str
    command: str
    taken: bool = False
    likely: bool = False


class VerdictBar(QWidget):
    """Equal cells, cap above word; what was given is tinted with a ring inside.

    Signals:
        chosen: The command of a cell that was clicked.
    """

    chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._cells: Sequence[VerdictCell] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Verdict")
        look.changed.connect(self.update)

    @property
    def cells(self) -> Sequence[VerdictCell]:
        """What can be decided."""
        return self._cells

    def show_cells(self, cells: Sequence[VerdictCell]) -> None:
        """Show other cells."""
        self._cells = tuple(cells)
        self.setAccessibleDescription(
            ", ".join(f"{cell.key} {cell.word}{' (given)' if cell.taken else ''}" for cell in cells)
        )
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._look.scaled(240), self._look.scaled(HEIGHT))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        for number, cell in enumerate(self._cells):
            if self._box(number).contains(event.position()):
                self.chosen.emit(cell.command)

    def _box(self, number: int) -> QRectF:
        width = self.width() / max(1, len(self._cells))
        return QRectF(number * width, 0, width, self.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, theme = self._look, self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, cell in enumerate(self._cells):
            box = self._box(number)
            if cell.taken:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.acctint)
                painter.drawRect(box)
            if cell.taken or cell.likely:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                pen = QPen(theme.accent if cell.taken else theme.ctl, 1.5 if cell.taken else 1)
                if not cell.taken:
                    pen.setStyle(Qt.PenStyle.DashLine)
                painter.setPen(pen)
                painter.drawRect(box.adjusted(1.5, 1.5, -1.5, -1.5))
            if number:
                painter.setPen(theme.line)
                painter.drawLine(QPointF(box.left(), 0), QPointF(box.left(), self.height()))
            cap = cap_size(cell.key, look)
            left = round(box.center().x() - cap.width() / 2)
            paint_cap(painter, QPointF(left, look.scaled(6)), cell.key, look)
            painter.setPen(theme.text if cell.taken else theme.mute)
            painter.setFont(look.font(11, bold=cell.taken))
            words = box.adjusted(2, look.scaled(26), -2, -look.scaled(3))
            painter.drawText(
                words, Qt.AlignmentFlag.AlignCenter, elided(cell.word, painter, words.width())
            )
        painter.end()
