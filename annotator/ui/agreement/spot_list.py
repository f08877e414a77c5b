"""The places behind a figure: the words in their context, article, and what gold has."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from annotator.ops.agreement import ShownSpot
from annotator.ui.inspector.paint import elided, paint_row_ground
from annotator.ui.inspector.row_model import ROW_ROLE, RowModel
from annotator.ui.look import Look

_ROW: Final = 60
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
Index = QModelIndex | QPersistentModelIndex


class _Rows(QStyledItemDelegate):
    def __init__(self, look: Look, view: "SpotList") -> None:
        super().__init__(view)
        self._look = look
        self._view = view

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._look.scaled(_ROW))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        spot: ShownSpot = index.data(ROW_ROLE)
        look, theme, scaled = self._look, self._look.theme, self._look.scaled
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_row_ground(painter, option, look)
        box = QRectF(option.rect).adjusted(scaled(16), scaled(6), -scaled(16), -scaled(6))
        line = QRectF(box.x(), box.y(), box.width(), scaled(24))
        self._paint_words(painter, line, spot)
        second = QRectF(box.x(), line.bottom(), box.width(), scaled(20))
        painter.setFont(look.font(12))
        painter.setPen(theme.mute)
        state = painter.fontMetrics().horizontalAdvance(spot.state) + 4
        painter.drawText(second, _MIDDLE | Qt.AlignmentFlag.AlignRight, spot.state)
        room = second.width() - state - 12
        painter.drawText(second, _MIDDLE, elided(spot.title, painter, room))
        whole = QRectF(option.rect)
        painter.fillRect(QRectF(whole.x(), whole.bottom() - 1, whole.width(), 1), theme.line)
        painter.restore()

    def _paint_words(self, painter: QPainter, box: QRectF, spot: ShownSpot) -> None:
        look, theme = self._look, self._look.theme
        font = look.font(14, serif=True)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        words = metrics.elidedText(spot.words, Qt.TextElideMode.ElideRight, box.width() * 0.6)
        width = metrics.horizontalAdvance(words)
        left_room = min(metrics.horizontalAdvance(spot.left), (box.width() - width) * 0.5)
        left = spot.left
        while left and metrics.horizontalAdvance(left) > left_room:
            left = left.lstrip().partition(" ")[2]
        start = box.x()
        painter.setPen(theme.mute)
        if left:
            painter.drawText(box, _MIDDLE, left)
            start += metrics.horizontalAdvance(left)
        ground = QRectF(start - 2, box.center().y() - 11, width + 4, 21)
        label = self._view.label
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.label(label).fill if label else theme.sel)
        painter.drawRoundedRect(ground, 3, 3)
        painter.setPen(theme.text)
        painter.drawText(QRectF(start, box.y(), width + 2, box.height()), _MIDDLE, words)
        apart = metrics.horizontalAdvance(" ") if spot.right[:1] == " " else 0.0
        after = start + width + 2 + apart
        rest = QRectF(after, box.y(), box.right() - after, box.height())
        painter.setPen(theme.mute)
        painter.drawText(rest, _MIDDLE, elided(spot.right, painter, rest.width()))


class SpotList(QListView):
    """The places; Enter reviews one.

    Signals:
        opened: A :class:`ShownSpot`.
    """

    opened = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = ""
        self.rows: RowModel[ShownSpot] = RowModel(
            lambda spot: f"{spot.left}{spot.words}{spot.right}, {spot.title}, {spot.state}", self
        )
        self.setModel(self.rows)
        self.setItemDelegate(_Rows(look, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Places where they differ")

    def show_spots(self, spots: Sequence[ShownSpot], label: str) -> None:
        """Show other places, the words on the ground of a label."""
        self.label = label
        self.rows.show_rows(tuple(spots))
        if spots:
            self.setCurrentIndex(self.rows.index(0, 0))

    @property
    def current(self) -> ShownSpot | None:
        """The place at hand."""
        row = self.currentIndex().row()
        return self.rows.rows[row] if 0 <= row < len(self.rows.rows) else None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.current is not None:
            self.opened.emit(self.current)
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End}:
            super().keyPressEvent(event)
        else:
            event.ignore()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.current is not None:
            self.opened.emit(self.current)
