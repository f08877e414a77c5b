"""``Z``: what the selected stretch of an article is."""

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from annotator.domain.article import ZoneKind
from annotator.ui import icons
from annotator.ui.inspector.label_grid import pressed_digit
from annotator.ui.inspector.popup import Popup
from annotator.ui.key_cap import cap_size, paint_cap
from annotator.ui.look import Look

CHOICES: Final[tuple[ZoneKind | None, ...]] = (*ZoneKind, None)
_ENTER_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class ZonePopup(Popup):
    """Five choices with the keys 1 to 5; the present one has a tick.

    Signals:
        zone_chosen: A :class:`ZoneKind`, or ``None`` for running text.
        closed: It is gone.
    """

    zone_chosen = Signal(object)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._present: ZoneKind | None = None
        self._row = 0
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Zone"))

    def open_for(self, present: ZoneKind | None, anchor: QRect) -> None:
        """Ask what the selection is.

        Args:
            present: What it is now.
            anchor: Where it stands, in coordinates of the parent.
        """
        self._present = present
        self._row = CHOICES.index(present)
        self.open_at(anchor)

    @property
    def row(self) -> int:
        """The current row, 0 to 4."""
        return self._row

    @override
    def sizeHint(self) -> QSize:
        look = self.look
        metrics = QFontMetricsF(look.font(bold=True))
        widest = max(metrics.horizontalAdvance(self._words(kind)) for kind in CHOICES)
        return QSize(round(widest) + look.scaled(84), len(CHOICES) * self._pitch() + 12)

    @override
    def paint_ground(self, painter: QPainter) -> None:
        super().paint_ground(painter)
        look, theme = self.look, self.look.theme
        for row, kind in enumerate(CHOICES):
            box = QRectF(1, 6 + row * self._pitch(), self.width() - 2, self._pitch())
            if row == self._row:
                painter.fillRect(box, theme.acctint)
                painter.fillRect(QRectF(box.x(), box.y(), 3, box.height()), theme.accent)
            cap = cap_size(str(row + 1), look)
            top = box.y() + round((box.height() - cap.height()) / 2)
            paint_cap(painter, QPointF(look.scaled(14), top), str(row + 1), look)
            left = look.scaled(14) + cap.width() + look.scaled(9)
            painter.setFont(look.font(bold=kind == self._present))
            painter.setPen(theme.text if kind is not None else theme.mute)
            words = box.adjusted(left - box.x(), 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._words(kind))
            if kind == self._present:
                side = look.scaled(14)
                tick = QRectF(box.right() - side - look.scaled(12), 0, side, side)
                tick.moveTop(box.y() + round((box.height() - side) / 2))
                icons.paint(painter, "check", theme.accent, tick)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = pressed_digit(event)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if digit and 1 <= int(digit) <= len(CHOICES):
            self._take(int(digit) - 1)
        elif step is not None:
            self._point(max(0, min(len(CHOICES) - 1, self._row + step)))
        elif event.key() in _ENTER_KEYS:
            self._take(self._row)
        else:
            super().keyPressEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = self._at(event)
        if row is not None:
            self._point(row)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row = self._at(event)
        if row is not None and event.button() == Qt.MouseButton.LeftButton:
            self._take(row)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

    def _pitch(self) -> int:
        return self.look.scaled(28)

    def _words(self, kind: ZoneKind | None) -> str:
        return {
            ZoneKind.HEADLINE: self.tr("headline"),
            ZoneKind.DATELINE: self.tr("dateline"),
            ZoneKind.BYLINE: self.tr("byline"),
            ZoneKind.BOILERPLATE: self.tr("boilerplate"),
            None: self.tr("none"),
        }[kind]

    def _at(self, event: QMouseEvent) -> int | None:
        row = int((event.position().y() - 6) // self._pitch())
        return row if 0 <= row < len(CHOICES) else None

    def _point(self, row: int) -> None:
        if row != self._row:
            self._row = row
            self.update()

    def _take(self, row: int) -> None:
        self.leave()
        self.zone_chosen.emit(CHOICES[row])
