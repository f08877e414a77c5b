"""The table of the ledger: a row a rule and label, with a switch, counts and the share accepted."""

from typing import Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from annotator.domain.ledger import WEAK_BELOW, LedgerLine
from annotator.ui import icons
from annotator.ui.chrome import KEYBOARD_REASONS
from annotator.ui.inspector.paint import elided, paint_pill, paint_tick
from annotator.ui.ledger.model import COUNTS, ROW_ROLE, Column, Index, LedgerModel
from annotator.ui.look import Look, set_ground

ROW_HEIGHT: Final = 33
_WIDTHS: Final = {
    Column.SWITCH: 52,
    Column.LABEL: 84,
    Column.SOURCE: 118,
    Column.PROPOSED: 82,
    Column.ACCEPTED: 82,
    Column.CORRECTED: 84,
    Column.REJECTED: 80,
    Column.UNTOUCHED: 88,
    Column.SHARE: 226,
}
_NARROW: Final = {Column.SHARE: 176, Column.SOURCE: 96}
NARROW: Final = 1100
_TICK_LEFT, _INSET, _SHARE_WIDTH, _SHARE_LEFT = 24, 14, 44, 34
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | _MIDDLE
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right)


class _Header(QHeaderView):
    """Plain heads: bold, small, a hairline below."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHighlightSections(False)

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._look.scaled(ROW_HEIGHT))

    @override
    def paintSection(self, painter: QPainter, rect: object, logicalIndex: int) -> None:
        look, theme = self._look, self._look.theme
        box = QRectF(rect)  # type: ignore[call-overload]
        painter.save()
        painter.fillRect(box, theme.paper)
        painter.fillRect(QRectF(box.x(), box.bottom() - 1, box.width(), 1), theme.line)
        painter.setFont(look.caps_font(11))
        painter.setPen(theme.mute)
        words = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        column = Column(logicalIndex)
        if column == Column.SWITCH:
            box.adjust(look.scaled(_TICK_LEFT), 0, 0, 0)
        elif column == Column.SHARE:
            box.adjust(look.scaled(_SHARE_LEFT), 0, 0, 0)
        counts = column in COUNTS
        box.adjust(0, 0, -look.scaled(_INSET) if counts else 0, 0)
        painter.drawText(box, _RIGHT if counts else _MIDDLE, elided(words, painter, box.width()))
        painter.restore()

    @override
    def paintEvent(self, event: object) -> None:
        super().paintEvent(event)  # type: ignore[arg-type]
        # Beyond the last section the style would draw its own head.
        painter = QPainter(self.viewport())
        end, theme = self.length(), self._look.theme
        painter.fillRect(end, 0, max(0, self.width() - end), self.height(), theme.paper)
        painter.fillRect(end, self.height() - 1, max(0, self.width() - end), 1, theme.line)
        painter.end()


class _Delegate(QStyledItemDelegate):
    """Draws every cell, its ground and the hairline below."""

    def __init__(self, look: Look, table: "LedgerTable") -> None:
        super().__init__(table)
        self._look = look
        self._table = table

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(ROW_ROLE)
        if not isinstance(line, LedgerLine):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        column = Column(index.column())
        self._paint_ground(painter, box, option, index)
        if column == Column.SWITCH:
            self._paint_switch(painter, box, line)
        elif column == Column.LABEL:
            self._paint_label(painter, box, line)
        elif column == Column.SHARE:
            self._paint_share(painter, box, line, str(index.data() or ""))
        else:
            self._paint_words(painter, box, line, column, str(index.data() or ""))
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, index: Index
    ) -> None:
        theme = self._look.theme
        current = index.row() == self._table.currentIndex().row()
        if current:
            painter.fillRect(box, theme.acctint)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.hover)
        painter.fillRect(QRectF(box.x(), box.bottom() - 1, box.width(), 1), theme.line)
        if current and index.column() == Column.SWITCH:
            painter.fillRect(QRectF(box.x(), box.y(), 3, box.height() - 1), theme.accent)
        if current and self._table.ringed and self._table.hasFocus():
            painter.fillRect(QRectF(box.x(), box.y(), box.width(), 2), theme.accent)
            painter.fillRect(QRectF(box.x(), box.bottom() - 3, box.width(), 2), theme.accent)
            if index.column() == Column.SWITCH:
                painter.fillRect(QRectF(box.x(), box.y(), 2, box.height() - 1), theme.accent)
            if index.column() == Column.SHARE:
                edge = QRectF(box.right() - 2, box.y(), 2, box.height() - 1)
                painter.fillRect(edge, theme.accent)

    def _paint_switch(self, painter: QPainter, box: QRectF, line: LedgerLine) -> None:
        side = self._look.scaled(16)
        left = box.x() + self._look.scaled(_TICK_LEFT)
        tick = QRectF(left, box.y() + round((box.height() - side) / 2), side, side)
        states = Qt.CheckState
        paint_tick(painter, tick, self._look, states.Unchecked if line.off else states.Checked)

    def _paint_label(self, painter: QPainter, box: QRectF, line: LedgerLine) -> None:
        look = self._look
        height = look.scaled(19)
        pill = QRectF(box.x(), box.y() + round((box.height() - height) / 2) - 0.5, 0, height)
        pill.setWidth(box.width() - look.scaled(8))
        if line.label in look.scheme.frame_type_by_name:
            painter.setFont(look.font(12, bold=True))
            painter.setPen(look.frame(line.label).ink)
            painter.drawText(box, _MIDDLE, elided(line.label, painter, pill.width()))
        else:
            paint_pill(painter, pill, look, line.label)

    def _paint_words(
        self, painter: QPainter, box: QRectF, line: LedgerLine, column: Column, words: str
    ) -> None:
        look, theme = self._look, self._look.theme
        faint = line.off or not line.newest
        painter.setFont(look.font(12 if column == Column.SOURCE else 13))
        painter.setPen(theme.mute if column == Column.SOURCE or faint else theme.text)
        if column in COUNTS:
            if not COUNTS[column](line):
                painter.setPen(theme.faint)
            painter.drawText(box.adjusted(0, 0, -look.scaled(_INSET), 0), _RIGHT, words)
            return
        room = box.width() - look.scaled(10)
        note = "off" if line.off and column == Column.RULE else ""
        used = min(room, painter.fontMetrics().horizontalAdvance(words))
        painter.drawText(box.adjusted(0, 0, 2, 0), _MIDDLE, elided(words, painter, room))
        if note:
            painter.setFont(look.font(12))
            painter.setPen(theme.faint)
            rest = box.adjusted(used + look.scaled(10), 0, 0, 0)
            painter.drawText(rest, _MIDDLE, elided(note, painter, rest.width()))

    def _paint_share(self, painter: QPainter, box: QRectF, line: LedgerLine, words: str) -> None:
        """Draw the share, and its interval on an axis from none to all."""
        look, theme, scaled = self._look, self._look.theme, self._look.scaled
        if line.interval is None or line.rate is None:
            painter.setFont(look.font(12))
            painter.setPen(theme.faint)
            painter.drawText(box.adjusted(scaled(_SHARE_LEFT), 0, 0, 0), _MIDDLE, words)
            return
        if line.weak:
            side = scaled(14)
            mark = QRectF(box.x() + scaled(12), 0, side, side)
            mark.moveTop(box.y() + round((box.height() - side) / 2))
            icons.paint(painter, "triangle-warning", theme.bad, mark)
        painter.setFont(look.font(bold=line.weak))
        painter.setPen(theme.bad if line.weak else theme.text)
        number = QRectF(box.x() + scaled(_SHARE_LEFT), box.y(), scaled(_SHARE_WIDTH), box.height())
        painter.drawText(number, _RIGHT, words)
        left, right = number.right() + scaled(14), box.right() - scaled(26)
        axis = QRectF(left, round(box.center().y()), right - left, 1)
        painter.fillRect(axis, theme.line2)
        tick = left + axis.width() * WEAK_BELOW
        painter.fillRect(QRectF(tick, axis.y() - scaled(4), 1, scaled(9)), theme.line2)
        ink = theme.bad if line.weak else theme.accent
        low, high = (left + axis.width() * end for end in line.interval)
        painter.fillRect(QRectF(low, axis.y() - 0.5, max(2.0, high - low), 2), ink)
        dot = QPointF(left + axis.width() * line.rate, axis.y() + 0.5)
        painter.setPen(QPen(ink, 1.6))
        painter.setBrush(theme.paper if line.weak else ink)
        painter.drawEllipse(dot, scaled(3.6), scaled(3.6))


class LedgerTable(QTableView):
    """The rows. Single keys are the page's.

    Signals:
        line_chosen: Another row is current: its number, -1 for none.
        switched: The rule of the current row is to be switched.
        entered: Enter: to the examples of the row.
        left: Esc.
        key_pressed: A letter that means something to the page.
        head_clicked: The column whose head was clicked.
    """

    line_chosen = Signal(int)
    switched = Signal()
    entered = Signal()
    left = Signal()
    key_pressed = Signal(str)
    head_clicked = Signal(int)

    def __init__(self, look: Look, model: LedgerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.ringed = False
        self.setModel(model)
        self.setItemDelegate(_Delegate(look, self))
        header = _Header(look, self)
        header.sectionClicked.connect(self.head_clicked)
        self.setHorizontalHeader(header)
        self.verticalHeader().hide()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAccessibleName("Rules and what became of what they propose")
        self._apply()
        look.changed.connect(self._apply)

    def go_to(self, row: int) -> None:
        """Make a row current and bring it into sight."""
        index = self.model().index(row, int(Column.RULE))
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.scrollTo(index)

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        self.line_chosen.emit(current.row())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.ringed = True
        self.viewport().update()
        plain = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if event.modifiers() not in plain:
            event.ignore()
        elif key == Qt.Key.Key_Space:
            self.switched.emit()
        elif key in _ENTER:
            self.entered.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.text().isalpha():
            self.key_pressed.emit(event.text().upper())
        else:
            super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Letters are keys of the page; no row is looked for."""

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self.ringed = event.reason() in KEYBOARD_REASONS
        super().focusInEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.ringed = False
        index: QModelIndex = self.indexAt(event.position().toPoint())
        super().mousePressEvent(event)
        if index.isValid() and index.column() == Column.SWITCH:
            self.switched.emit()

    def _fit(self) -> None:
        scaled, room = self._look.scaled, self.viewport().width()
        narrow = room < scaled(NARROW)
        self.setColumnHidden(int(Column.UNTOUCHED), narrow)
        for column, width in _WIDTHS.items():
            wide = scaled(_NARROW.get(column, width) if narrow else width)
            self.setColumnWidth(int(column), wide)
            room -= 0 if self.isColumnHidden(int(column)) else wide
        self.setColumnWidth(int(Column.RULE), max(scaled(140), room))

    def _apply(self) -> None:
        for widget in (self, self.viewport(), self.horizontalHeader()):
            set_ground(widget, self._look, "paper")
        self.verticalHeader().setDefaultSectionSize(self._look.scaled(ROW_HEIGHT))
        self.verticalHeader().setMinimumSectionSize(self._look.scaled(ROW_HEIGHT))
        self._fit()
        self.viewport().update()
