"""The table of the import page: one row a file, painted by one delegate."""

from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
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

from annotator.ui import icons
from annotator.ui.chrome import KEYBOARD_REASONS
from annotator.ui.import_model import ROW_ROLE, Column, ImportModel, ImportRow, zone_words
from annotator.ui.inspector.paint import elided, paint_tick
from annotator.ui.look import Look, set_ground

Index = QModelIndex | QPersistentModelIndex

_WIDTHS: Final = {
    Column.TICK: 56,
    Column.OUTLET: 154,
    Column.DATE: 114,
    Column.ENCODING: 104,
    Column.WORDS: 52,
    Column.ZONES: 224,
}
LAST_INSET: Final = 18
_TITLE_LEAST: Final = 280
# Narrow windows lose these, the first one first.
_EXPENDABLE: Final = (Column.ZONES, Column.ENCODING, Column.WORDS)
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter


class _Header(QHeaderView):
    """Plain heads: bold, small, a hairline below; the first one is the tick for all."""

    def __init__(self, look: Look, model: ImportModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self._files = model
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHighlightSections(False)

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._look.scaled(33))

    @override
    def paintSection(self, painter: QPainter, rect: object, logicalIndex: int) -> None:
        look, theme = self._look, self._look.theme
        box = QRectF(rect)  # type: ignore[call-overload]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(box, theme.paper)
        painter.fillRect(QRectF(box.x(), box.bottom() - 1, box.width(), 1), theme.line)
        column = Column(logicalIndex)
        if column == Column.TICK:
            side = look.scaled(16)
            tick = QRectF(box.x() + look.scaled(24), 0, side, side)
            tick.moveTop(box.y() + round((box.height() - side) / 2))
            paint_tick(painter, tick, look, self._files.ticked_all())
        else:
            painter.setFont(look.caps_font(11))
            painter.setPen(theme.mute)
            words = str(self.model().headerData(column, Qt.Orientation.Horizontal) or "")
            right = column == Column.WORDS
            side_flag = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            if column == Column.ZONES:
                box.adjust(look.scaled(16), 0, 0, 0)
            elif right and self.isSectionHidden(Column.ZONES):
                box.adjust(0, 0, -look.scaled(LAST_INSET), 0)
            painter.drawText(box, _MIDDLE | side_flag, words)
        painter.restore()

    @override
    def paintEvent(self, event: object) -> None:
        super().paintEvent(event)  # type: ignore[arg-type]
        # Beyond the last section the style would draw its own head.
        painter = QPainter(self.viewport())
        end = self.length()
        if end < self.viewport().width():
            theme = self._look.theme
            painter.fillRect(end, 0, self.width() - end, self.height(), theme.paper)
            painter.fillRect(end, self.height() - 1, self.width() - end, 1, theme.line)
        painter.end()


class _Delegate(QStyledItemDelegate):
    """Draws every cell, its ground and the hairline below."""

    def __init__(self, look: Look, table: "ImportTable") -> None:
        super().__init__(table)
        self._look = look
        self._table = table

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, ImportRow):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        self._paint_ground(painter, box, option, index)
        column = Column(index.column())
        if column == Column.TICK:
            self._paint_tick(painter, box, row)
        elif column == Column.TITLE:
            self._paint_title(painter, box, row)
        elif column == Column.ZONES:
            self._paint_zones(painter, box, row, str(index.data() or ""))
        else:
            self._paint_cell(painter, box, row, column, str(index.data() or ""))
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, index: Index
    ) -> None:
        theme = self._look.theme
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(box, theme.acctint)
        elif index.row() == self._table.hovered:
            painter.fillRect(box, theme.hover)
        painter.fillRect(QRectF(box.x(), box.bottom() - 1, box.width(), 1), theme.line)
        first = index.column() == Column.TICK
        current = index.row() == self._table.currentIndex().row()
        if chosen and current and first:
            painter.fillRect(QRectF(box.x(), box.y(), 3, box.height() - 1), theme.accent)
        if current and self._table.ringed and self._table.hasFocus():
            self._paint_ring(painter, box, index.column())

    def _paint_ring(self, painter: QPainter, box: QRectF, column: int) -> None:
        """Draw this cell's part of the ring around the current row."""
        accent = self._look.theme.accent
        painter.fillRect(QRectF(box.x(), box.y(), box.width(), 2), accent)
        painter.fillRect(QRectF(box.x(), box.bottom() - 3, box.width(), 2), accent)
        if column == Column.TICK:
            painter.fillRect(QRectF(box.x(), box.y(), 2, box.height() - 1), accent)
        if column == self._table.last_column():
            painter.fillRect(QRectF(box.right() - 2, box.y(), 2, box.height() - 1), accent)

    def _paint_tick(self, painter: QPainter, box: QRectF, row: ImportRow) -> None:
        side = self._look.scaled(16)
        tick = QRectF(box.x() + self._look.scaled(24), 0, side, side)
        tick.moveTop(box.y() + round((box.height() - side) / 2))
        state = Qt.CheckState.Checked if row.ticked else Qt.CheckState.Unchecked
        paint_tick(painter, tick, self._look, state, enabled=not row.known)

    def _paint_title(self, painter: QPainter, box: QRectF, row: ImportRow) -> None:
        look, theme = self._look, self._look.theme
        width = box.width() - look.scaled(16)
        top = box.y() + look.scaled(5)
        painter.setFont(look.font())
        painter.setPen(theme.faint if row.known else theme.text)
        line = QRectF(box.x(), top, width + 2, look.scaled(20))
        painter.drawText(line, _MIDDLE, elided(row.title, painter, width))
        painter.setFont(look.font(11))
        painter.setPen(theme.faint)
        line = QRectF(box.x(), top + look.scaled(19), width + 2, look.scaled(16))
        painter.drawText(line, _MIDDLE, elided(row.subtitle, painter, width))

    def _paint_cell(
        self, painter: QPainter, box: QRectF, row: ImportRow, column: Column, words: str
    ) -> None:
        look, theme = self._look, self._look.theme
        left, width = box.x(), box.width() - look.scaled(12)
        ink = theme.text
        if column in {Column.ENCODING, Column.WORDS}:
            ink = theme.mute
        if row.known:
            ink = theme.faint
        elif self._asks(row, column):
            side = look.scaled(14)
            icon = QRectF(left, 0, side, side)
            icon.moveTop(box.y() + round((box.height() - side) / 2))
            icons.paint(painter, "triangle-warning", theme.warn, icon)
            ink = theme.warn
            left, width = left + look.scaled(19), width - look.scaled(19)
            words = words or self.tr("not found")
        painter.setFont(look.font(12 if column == Column.ENCODING else 13))
        painter.setPen(ink)
        if column == Column.WORDS:
            last = column == self._table.last_column()
            box.adjust(0, 0, -look.scaled(LAST_INSET) if last else 0, 0)
            painter.drawText(box, _MIDDLE | Qt.AlignmentFlag.AlignRight, words)
            return
        line = QRectF(left, box.y(), width + 2, box.height())
        painter.drawText(line, _MIDDLE, elided(words, painter, width))

    def _asks(self, row: ImportRow, column: Column) -> bool:
        if row.item is None:
            return False
        if column == Column.OUTLET:
            return not row.metadata.outlet
        words, asks = self._table.files.date_state(row)
        return column == Column.DATE and (asks or not words)

    def _paint_zones(self, painter: QPainter, box: QRectF, row: ImportRow, words: str) -> None:
        look, theme = self._look, self._look.theme
        left = box.x() + look.scaled(16)
        height = look.scaled(20)
        top = box.y() + round((box.height() - height) / 2)
        painter.setFont(look.font(11))
        metrics = QFontMetricsF(painter.font())
        chips = zone_words(row.item.draft) if row.item is not None else (words,)
        for chip in chips:
            width = metrics.horizontalAdvance(chip) + look.scaled(12)
            if left + width > box.right() - 4:
                painter.setPen(theme.faint)
                painter.drawText(QRectF(left, top, 20, height), _MIDDLE, "…")
                break
            painter.setPen(Qt.PenStyle.NoPen)
            chosen = self._table.selectionModel().isRowSelected(self._row_of(row), QModelIndex())
            painter.setBrush(theme.card if chosen else theme.hover)
            painter.drawRoundedRect(QRectF(left, top, width, height), 3, 3)
            painter.setPen(theme.mute)
            painter.drawText(QRectF(left, top, width, height), Qt.AlignmentFlag.AlignCenter, chip)
            left += width + look.scaled(5)

    def _row_of(self, row: ImportRow) -> int:
        return self._table.painted_row(row)


class ImportTable(QTableView):
    """The files of an import; thousands of rows cost nothing until they are seen.

    Signals:
        current_changed: Another row is current; its number, -1 for none.
        edit_wanted: F2, or Enter.
    """

    current_changed = Signal(int)
    edit_wanted = Signal()

    def __init__(self, look: Look, model: ImportModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.files = model
        self.hovered = -1
        self.ringed = False
        self.setModel(model)
        self.setItemDelegate(_Delegate(look, self))
        self._header = _Header(look, model, self)
        self.setHorizontalHeader(self._header)
        self._header.sectionClicked.connect(self._on_section_clicked)
        self.verticalHeader().hide()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Files"))
        model.dataChanged.connect(self._header.viewport().update)
        model.modelReset.connect(self._header.viewport().update)
        self._apply()
        look.changed.connect(self._apply)

    def selected_rows(self) -> list[int]:
        """Return the numbers of the selected rows, in order."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def go_to(self, row: int) -> None:
        """Make one row current and the only selected one, whatever keys are held down."""
        flags = QItemSelectionModel.SelectionFlag
        index = self.files.index(row, int(Column.TITLE))
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def last_column(self) -> int:
        """Return the last column that is shown."""
        return max(column for column in Column if not self.isColumnHidden(column))

    def painted_row(self, row: ImportRow) -> int:
        """Return the number of a row that is being painted."""
        current = self.currentIndex().row()
        rows = self.files.rows
        return current if 0 <= current < len(rows) and rows[current] is row else -1

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.current_changed.emit(current.row())
        self.viewport().update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Space and not event.modifiers():
            self.files.toggle(self.selected_rows())
        elif key in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.edit_wanted.emit()
        elif key == Qt.Key.Key_Escape or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if key == Qt.Key.Key_A:
                super().keyPressEvent(event)
            else:
                event.ignore()
        else:
            self.ringed = True
            super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Go to the next title that begins so, not to the next tick."""
        column = int(Column.TITLE)
        if self.currentIndex().isValid() and self.currentIndex().column() != column:
            flags = self.selectionModel().SelectionFlag.NoUpdate
            index = self.files.index(self.currentIndex().row(), column)
            self.selectionModel().setCurrentIndex(index, flags)
        super().keyboardSearch(search)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self.ringed = event.reason() in KEYBOARD_REASONS
        super().focusInEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.ringed = False
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == Column.TICK:
            self.files.toggle([index.row()])
            self.setCurrentIndex(index)
            return
        super().mousePressEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()

    def _on_section_clicked(self, section: int) -> None:
        if section == Column.TICK:
            all_ticked = self.files.ticked_all() == Qt.CheckState.Checked
            self.files.set_ticked(range(len(self.files.rows)), ticked=not all_ticked)

    def _fit_columns(self) -> None:
        """Give the title what is left, and hide what a narrow window has no room for."""
        room = self.viewport().width()
        shown = set(_WIDTHS)
        for column in _EXPENDABLE:
            if room - sum(self._look.scaled(_WIDTHS[item]) for item in shown) < _TITLE_LEAST:
                shown.discard(column)
        taken = 0
        for column, least in _WIDTHS.items():
            last = column == Column.WORDS and Column.ZONES not in shown
            width = self._look.scaled(least + (LAST_INSET if last else 0))
            taken += width if column in shown else 0
            self.setColumnHidden(column, column not in shown)
            self.setColumnWidth(column, width)
        self.setColumnWidth(Column.TITLE, max(120, room - taken))

    def _apply(self) -> None:
        for widget in (self, self.viewport(), self._header, self._header.viewport()):
            set_ground(widget, self._look, "paper")
        self.verticalHeader().setDefaultSectionSize(self._look.scaled(47))
        self.verticalHeader().setMinimumSectionSize(20)
        self._fit_columns()
        self.viewport().update()
