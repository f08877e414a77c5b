"""Each two of several annotators in one row; a row opens the figures of its two."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from annotator.domain.agreement import PairAgreement
from annotator.ui.agreement.lines import WEAK, figure
from annotator.ui.chrome import KEYBOARD_REASONS, paint_ring
from annotator.ui.command_actions import OWN_KEYS
from annotator.ui.inspector.paint import elided
from annotator.ui.look import Look

_ROW: Final = 26
_COLUMN: Final = 62
_HEADS: Final = ("articles", "exact F1", "overlap", "κ")
_RIGHT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter


class PairTable(QWidget):
    """Rows of names and figures; arrows go through them, Enter or a click chooses one.

    Signals:
        pair_chosen: The two names.
    """

    pair_chosen = Signal(str, str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._pairs: Sequence[PairAgreement] = ()
        self._current = 0
        self._shown: tuple[str, str] = ("", "")
        self._ringed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(OWN_KEYS, True)  # noqa: FBT003 - Enter chooses, it does not review
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)
        look.changed.connect(self.update)

    @property
    def pairs(self) -> Sequence[PairAgreement]:
        """What is shown."""
        return self._pairs

    def show_pairs(self, pairs: Sequence[PairAgreement], shown: tuple[str, str]) -> None:
        """Show other figures; the two that the page is about are bold."""
        self._pairs, self._shown = pairs, shown
        self._current = min(self._current, max(0, len(pairs) - 1))
        self.setAccessibleName("; ".join(pair_words(one) for one in pairs))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(300, self._look.scaled(_ROW) * (len(self._pairs) + 1))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, theme, scaled = self._look, self._look.theme, self._look.scaled
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = scaled(_ROW)
        painter.setFont(look.font(11))
        painter.setPen(theme.mute)
        for box, words in zip(self._cells(0), _HEADS, strict=True):
            painter.drawText(box, _RIGHT, words)
        for row, pair in enumerate(self._pairs, start=1):
            top = row * height
            painter.fillRect(QRectF(0, top, self.width(), 1), theme.line)
            shown = {pair.a, pair.b} == set(self._shown)
            cells = self._cells(row)
            painter.setFont(look.font(12, bold=shown))
            painter.setPen(theme.text)
            name = QRectF(0, top, cells[0].left() - 4, height)
            words = elided(f"{pair.a} and {pair.b}", painter, name.width())
            painter.drawText(name, _MIDDLE, words)
            painter.setFont(look.font(12))
            painter.setPen(theme.mute)
            painter.drawText(cells[0], _RIGHT, f"{pair.articles:,}")
            for box, value in zip(cells[1:], (pair.exact, pair.overlap, pair.kappa), strict=True):
                weak = value is not None and value < WEAK
                painter.setPen(theme.bad if weak else theme.text)
                painter.drawText(box, _RIGHT, figure(value))
        if self._ringed and self._pairs:
            top = (self._current + 1) * height
            paint_ring(painter, QRectF(0, top, self.width(), height), look, 3)
        painter.end()

    def _cells(self, row: int) -> list[QRectF]:
        """Return the boxes of the figures of a row, from the left."""
        scaled = self._look.scaled
        width, height = scaled(_COLUMN), scaled(_ROW)
        first = self.width() - width * len(_HEADS)
        return [
            QRectF(first + place * width, row * height, width, height)
            for place in range(len(_HEADS))
        ]

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and self._pairs:
            self._ringed = True
            self._current = (self._current + step) % len(self._pairs)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self._current)
        else:
            event.ignore()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._choose(int(event.position().y() // self._look.scaled(_ROW)) - 1)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ringed = event.reason() in KEYBOARD_REASONS
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ringed = False
        self.update()

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._pairs) and self._pairs[row].articles:
            self._current = row
            self.pair_chosen.emit(self._pairs[row].a, self._pairs[row].b)


def pair_words(pair: PairAgreement) -> str:
    """Return a row in words, for those who hear it."""
    return (
        f"{pair.a} and {pair.b}: {pair.articles} articles, exact F1 {figure(pair.exact)}, "
        f"overlap F1 {figure(pair.overlap)}, kappa {figure(pair.kappa)}"
    )
