"""The table of figures: name, number, value, interval, and a dot on an axis."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from annotator.ui.agreement.lines import Line, figure, interval
from annotator.ui.inspector.paint import elided, paint_row_ground
from annotator.ui.inspector.row_model import ROW_ROLE, RowModel
from annotator.ui.look import Look

_ROW: Final = 33
_HEAD: Final = 28
_LOW: Final = 0.4
_TICK: Final = 0.8
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = _MIDDLE | Qt.AlignmentFlag.AlignRight
Index = QModelIndex | QPersistentModelIndex


def line_words(row: "Line | str") -> str:
    """Return a row in reading order."""
    if isinstance(row, str):
        return row
    if row.value is None:
        return f"{row.name}, {row.count}, undefined: {row.why}"
    return f"{row.name}, {row.count}, {row.value:.2f}, {interval(row.interval)}"


def _columns(box: QRectF, look: Look) -> tuple[QRectF, QRectF, QRectF, QRectF, QRectF]:
    """Return where name, number, value, interval and axis of a row stand.

    The axis has no width where there is little room.
    """
    scaled = look.scaled
    left = box.x() + scaled(24)
    axis = scaled(144) if box.width() >= scaled(470) else 0
    axis_box = QRectF(box.right() - scaled(20) - axis, box.y(), axis, box.height())
    inset = scaled(78) if axis else scaled(70)
    span = QRectF(axis_box.x() - inset, box.y(), scaled(70), box.height())
    value = QRectF(span.x() - scaled(40), box.y(), scaled(36), box.height())
    count = QRectF(value.x() - scaled(50), box.y(), scaled(46), box.height())
    name = QRectF(left, box.y(), count.x() - left - 4, box.height())
    return name, count, value, span, axis_box


def _on_axis(box: QRectF, value: float) -> float:
    """Return where a value stands on the axis; what is too low stands at its beginning."""
    share = (max(_LOW, min(1.0, value)) - _LOW) / (1 - _LOW)
    return box.x() + 4 + share * (box.width() - 8)


class MeasureHead(QWidget):
    """The names of the columns, and the numbers of the axis.

    Args:
        look: Theme and fonts.
        rows: The list that it stands above; its scroll bar takes width from both.
    """

    def __init__(self, look: Look, rows: QListView) -> None:
        super().__init__()
        self._look = look
        self._rows = rows
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        rows.verticalScrollBar().rangeChanged.connect(self.update)
        look.changed.connect(self.updateGeometry)
        look.changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, self._look.scaled(_HEAD))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, theme = self._look, self._look.theme
        painter = QPainter(self)
        width = self._rows.viewport().width()
        name, count, value, span, axis = _columns(QRectF(0, 0, width, self.height()), look)
        painter.setFont(look.font(11, bold=True))
        painter.setPen(theme.mute)
        painter.drawText(name, _MIDDLE, "Measure")
        for box, words in ((count, "n"), (value, "value"), (span, "95 %")):
            painter.drawText(box, _RIGHT, words)
        if axis.width():
            painter.setFont(look.font(10))
            for number, words in ((_LOW, ".4"), (0.6, ".6"), (_TICK, ".8"), (1.0, "1")):
                place = QRectF(_on_axis(axis, number) - 12, 0, 24, self.height())
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.line)
        painter.end()


class _Rows(QStyledItemDelegate):
    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        head = isinstance(index.data(ROW_ROLE), str)
        return QSize(0, self._look.scaled(_HEAD if head else _ROW))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        look, theme = self._look, self._look.theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        if isinstance(row, str):
            painter.setFont(look.font(12, bold=True))
            painter.setPen(theme.mute)
            painter.drawText(box.adjusted(look.scaled(24), 0, 0, 0), _MIDDLE, row)
        else:
            paint_row_ground(painter, option, look)
            self._paint_line(painter, box, row)
        painter.fillRect(QRectF(box.x(), box.bottom() - 1, box.width(), 1), theme.line)
        painter.restore()

    def _paint_line(self, painter: QPainter, box: QRectF, line: Line) -> None:
        look, theme = self._look, self._look.theme
        name, count, value, span, axis_box = _columns(box, look)
        axis, right = axis_box.width(), axis_box.right()
        painter.setFont(look.font())
        painter.setPen(theme.text)
        painter.drawText(name, _MIDDLE, elided(line.name, painter, name.width()))
        painter.setPen(theme.mute)
        painter.drawText(count, _RIGHT, f"{line.count:,}")
        if line.value is None:
            painter.setPen(theme.text)
            painter.drawText(value, _RIGHT, "–")
            painter.setFont(look.font(12))
            painter.setPen(theme.mute)
            room = QRectF(span.x() + 8, box.y(), right - span.x() - 8, box.height())
            painter.drawText(room, _MIDDLE, elided(line.why, painter, room.width()))
            return
        painter.setFont(look.font(13, bold=True))
        painter.setPen(theme.bad if line.weak else theme.text)
        painter.drawText(value, _RIGHT, figure(line.value))
        painter.setFont(look.font(12))
        painter.setPen(theme.mute)
        painter.drawText(span, _RIGHT, interval(line.interval))
        if axis:
            self._paint_axis(painter, axis_box, line)

    def _paint_axis(self, painter: QPainter, box: QRectF, line: Line) -> None:
        theme = self._look.theme
        middle = box.center().y()

        def x(value: float) -> float:
            return _on_axis(box, value)

        painter.setPen(QPen(theme.line, 1))
        painter.drawLine(QPointF(box.x(), middle), QPointF(box.right(), middle))
        painter.setPen(QPen(theme.line2, 1))
        painter.drawLine(QPointF(x(_TICK), middle - 5), QPointF(x(_TICK), middle + 5))
        ink = theme.bad if line.weak else theme.accent
        if line.interval is not None:
            painter.setPen(QPen(ink, 2))
            low, high = line.interval
            painter.drawLine(QPointF(x(low), middle), QPointF(x(high), middle))
        painter.setPen(QPen(ink, 1.6))
        painter.setBrush(theme.paper if line.weak else ink)
        painter.drawEllipse(QPointF(x(line.value or 0.0), middle), 3.6, 3.6)


class MeasureList(QListView):
    """The figures; one is current.

    Signals:
        line_chosen: A :class:`Line`.
    """

    line_chosen = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: RowModel[Line | str] = RowModel(line_words, self)
        self.setModel(self.rows)
        self.setItemDelegate(_Rows(look, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Figures of agreement")
        self.selectionModel().currentChanged.connect(self._on_current)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other figures, under the heads of their sections."""
        before = self.current
        rows: list[Line | str] = []
        section = ""
        for line in lines:
            if line.section != section:
                section = line.section
                rows.append(section)
            rows.append(line)
        self.rows.show_rows(rows)
        wanted = next(
            (
                number
                for number, row in enumerate(rows)
                if isinstance(row, Line)
                and (before is None or (row.section, row.name) == (before.section, before.name))
            ),
            1,
        )
        label = next(
            (n for n, row in enumerate(rows) if isinstance(row, Line) and "κ" in row.name), 1
        )
        self.choose(wanted if before is not None else label)

    @property
    def current(self) -> Line | None:
        """The line at hand."""
        row = self.currentIndex().row()
        found = self.rows.rows[row] if 0 <= row < len(self.rows.rows) else None
        return found if isinstance(found, Line) else None

    def choose(self, row: int) -> None:
        """Make a row current."""
        if 0 <= row < len(self.rows.rows):
            self.setCurrentIndex(self.rows.index(row, 0))

    def _on_current(self, index: QModelIndex, before: QModelIndex) -> None:
        row = index.data(ROW_ROLE) if index.isValid() else None
        if isinstance(row, Line):
            self.line_chosen.emit(row)
        elif isinstance(row, str):  # a head: pass over it
            step = 1 if not before.isValid() or before.row() < index.row() else -1
            self.choose(index.row() + step if index.row() + step >= 0 else 1)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End,
                           Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:  # fmt: skip
            super().keyPressEvent(event)
        else:
            event.ignore()
