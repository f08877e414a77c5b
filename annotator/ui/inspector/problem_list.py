"""Everything that an article still lacks, or that is unusual, as rows that lead to the place."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolTip, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.ui import icons
from annotator.ui.chrome import KEYBOARD_REASONS, paint_ring
from annotator.ui.inspector.paint import elided
from annotator.ui.inspector.values import ProblemRow
from annotator.ui.look import Look

_ROW, _HEAD, _RADIUS = 24, 28, 3
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class ProblemRows(QWidget):
    """Rows of 24 px; a click or Enter reveals one.

    Signals:
        chosen: The ``target`` of a row.
        row_focused: Where the current row stands, for the pane to scroll to.
    """

    chosen = Signal(object)
    row_focused = Signal(QRect)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._rows: tuple[ProblemRow, ...] = ()
        self._current = 0
        self._hovered = -1
        self._ringed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)
        look.changed.connect(self.update)

    @property
    def rows(self) -> Sequence[ProblemRow]:
        """What is shown."""
        return self._rows

    def show_rows(self, rows: Sequence[ProblemRow]) -> None:
        """Show other rows; the current one stays where the same row is still there."""
        made = tuple(rows)
        if made == self._rows:
            return
        current = self._rows[self._current] if self._current < len(self._rows) else None
        self._rows = made
        if current in made:
            self._current = made.index(current)
        self._current = min(self._current, max(0, len(made) - 1))
        self._name()
        self.updateGeometry()
        self.update()

    def _name(self) -> None:
        """Say the current row alone where a row has the focus, else all of them."""
        if self.hasFocus() and self._rows:
            self.setAccessibleName(self._rows[self._current].full_words)
        else:
            self.setAccessibleName(" ".join(row.full_words for row in self._rows))

    @override
    def sizeHint(self) -> QSize:
        return QSize(120, len(self._rows) * self._look.scaled(_ROW))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = self._look.scaled(_ROW)
        first = max(0, event.rect().top() // height)
        last = min(len(self._rows), event.rect().bottom() // height + 1)
        for number in range(first, last):
            box = QRectF(0, number * height, self.width(), height)
            self._paint_row(painter, box, self._rows[number], hovered=number == self._hovered)
            if self._ringed and number == self._current:
                paint_ring(painter, box, self._look, _RADIUS)
        painter.end()

    def _paint_row(self, painter: QPainter, box: QRectF, row: ProblemRow, *, hovered: bool) -> None:
        look, theme = self._look, self._look.theme
        if hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.hover)
            painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        ink, side = theme.warn if row.missing else theme.mute, look.scaled(14)
        icon = QRectF(box.x() + 4, box.y() + round((box.height() - side) / 2), side, side)
        icons.paint(painter, "triangle-warning" if row.missing else "info", ink, icon)
        left = icon.right() + look.scaled(8)
        if row.kind:
            painter.setFont(look.font(12, bold=True))
            painter.setPen(look.frame(row.kind).ink)
            kind = elided(row.kind, painter, box.right() - left - 4)
            painter.drawText(box.adjusted(left, 0, 0, 0), _MIDDLE, kind)
            left += QFontMetricsF(painter.font()).horizontalAdvance(kind) + look.scaled(6)
        painter.setFont(look.font(12))
        painter.setPen(ink)
        words = elided(row.words, painter, box.right() - left - 4)
        painter.drawText(box.adjusted(left, 0, 0, 0), _MIDDLE, words)

    # --- what is done -------------------------------------------------------------------------

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = self._at(event.pos().y())
            words = self._rows[row].full_words if row >= 0 else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._at(event.position().y()))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # the release chooses

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row = self._at(event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and row >= 0:
            self._current = row
            self.chosen.emit(self._rows[row].target)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self._rows:
            self._current = max(0, min(len(self._rows) - 1, self._current + step))
            self._ringed = True
            self._name()
            self.update()
            self.row_focused.emit(self._place())
        elif event.key() in _ENTER and self._rows:
            self.chosen.emit(self._rows[self._current].target)
        else:
            event.ignore()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ringed = event.reason() in KEYBOARD_REASONS
        self._name()
        self.update()
        self.row_focused.emit(self._place())

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ringed = False
        self._name()
        self.update()

    def _place(self) -> QRect:
        height = self._look.scaled(_ROW)
        return QRect(0, self._current * height, self.width(), height)

    def _at(self, y: float) -> int:
        row = int(y // self._look.scaled(_ROW))
        return row if 0 <= row < len(self._rows) else -1

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._hovered = row
            shapes = Qt.CursorShape
            self.setCursor(shapes.PointingHandCursor if row >= 0 else shapes.ArrowCursor)
            self.update()


class _Head(QAbstractButton):
    """Says "3 things to look at", with a chevron that opens and closes the rows."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._missing = False
        self._ringed = False
        self.setCheckable(True)
        self.setChecked(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)
        look.changed.connect(self.update)

    def show_count(self, count: int, *, missing: bool) -> None:
        """Say how many there are, and whether one keeps the article from being complete."""
        words = self.tr("1 thing to look at")
        if count != 1:
            words = self.tr("{count} things to look at").format(count=count)
        self._missing = missing
        self.setText(words)
        self.setAccessibleName(words)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(120, self._look.scaled(_HEAD))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, theme = self._look, self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole, side = QRectF(self.rect()), look.scaled(14)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.hover)
            painter.drawRoundedRect(whole, _RADIUS, _RADIUS)
        icon = QRectF(4, round((whole.height() - side) / 2), side, side)
        name = "chevron-down" if self.isChecked() else "chevron-right"
        icons.paint(painter, name, theme.mute, icon)
        painter.setFont(look.font(12, bold=True))
        painter.setPen(theme.warn if self._missing else theme.mute)
        left = icon.right() + look.scaled(8)
        painter.drawText(whole.adjusted(left, 0, 0, 0), _MIDDLE, self.text())
        if self._ringed:
            paint_ring(painter, whole, look, _RADIUS)
        painter.end()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.setChecked(event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ringed = event.reason() in KEYBOARD_REASONS
        super().focusInEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ringed = False
        super().focusOutEvent(event)


class ProblemList(QWidget):
    """What the article still lacks, kept true while one works; nothing where there is nothing."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = _Head(look)
        self.rows = ProblemRows(look)
        self.head.toggled.connect(self.rows.setVisible)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.rows)
        self.hide()

    @property
    def words(self) -> str:
        """What its head says, "" while there is nothing."""
        return "" if self.isHidden() else self.head.text()

    def show_rows(self, rows: Sequence[ProblemRow]) -> None:
        """Show what there is; whether it was closed stays as it was."""
        self.rows.show_rows(rows)
        self.head.show_count(len(rows), missing=any(row.missing for row in rows))
        self.setVisible(bool(rows))
