"""Suggestions that somebody decided against, the words in one column with what is around them."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from annotator.domain.ledger import LedgerExample
from annotator.domain.suggestion import Decision
from annotator.ui import icons
from annotator.ui.chrome import KEYBOARD_REASONS, paint_ring
from annotator.ui.inspector.paint import elided
from annotator.ui.ledger import words
from annotator.ui.ledger.model import ROW_ROLE, ExampleModel, Index
from annotator.ui.look import Look, set_ground

ROW_HEIGHT: Final = 32
_LEFT, _STATE, _TITLE, _WHO = 24, 190, 210, 72
_NARROW: Final = 1100
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right)


class _Delegate(QStyledItemDelegate):
    """Draws what was decided, the words between their contexts, article and annotator."""

    def __init__(self, look: Look, view: "ExampleList") -> None:
        super().__init__(view)
        self._look = look
        self._view = view

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, self._look.scaled(ROW_HEIGHT))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        example = index.data(ROW_ROLE)
        if not isinstance(example, LedgerExample):
            return
        theme = self._look.theme
        box = QRectF(option.rect)
        current = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if current:
            painter.fillRect(box, theme.acctint)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.hover)
        painter.fillRect(QRectF(box.x(), box.bottom() - 1, box.width(), 1), theme.line)
        self._paint_row(painter, box, example)
        if current and self._view.ringed:
            paint_ring(painter, box, self._look, 0)
        painter.restore()

    def _paint_row(self, painter: QPainter, box: QRectF, example: LedgerExample) -> None:
        look, theme, scaled = self._look, self._look.theme, self._look.scaled
        narrow = box.width() < scaled(_NARROW)
        left = box.x() + scaled(_LEFT)
        side = scaled(12)
        rejected = example.decision == Decision.REJECTED
        mark = QRectF(left, round(box.center().y() - side / 2), side, side)
        icons.paint(painter, "cross" if rejected else "note", theme.mute, mark)
        state = scaled(_STATE if not narrow else 132)
        painter.setFont(look.font(12))
        painter.setPen(theme.mute)
        room = QRectF(left + scaled(20), box.y(), state - scaled(28), box.height())
        painter.drawText(room, _MIDDLE, elided(words.became_words(example), painter, room.width()))
        right = box.right() - scaled(16)
        for width, text in (
            (_WHO, example.annotator),
            (_TITLE if not narrow else 120, example.title),
        ):
            place = QRectF(right - scaled(width), box.y(), scaled(width) - 8, box.height())
            painter.drawText(place, _MIDDLE, elided(text, painter, place.width()))
            right = place.x()
        start = left + state
        self._paint_words(
            painter, QRectF(start, box.y(), right - scaled(12) - start, box.height()), example
        )

    def _paint_words(self, painter: QPainter, box: QRectF, example: LedgerExample) -> None:
        look, theme = self._look, self._look.theme
        font = look.font(14, serif=True)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        hit = box.x() + box.width() * 0.42
        said = metrics.elidedText(example.words, Qt.TextElideMode.ElideRight, box.right() - hit)
        width = metrics.horizontalAdvance(said)
        ground = QRectF(hit - 2, 0, width + 4, round(metrics.ascent() + metrics.descent()))
        ground.moveTop(round(box.center().y() - ground.height() / 2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.label(example.label).fill)
        painter.drawRoundedRect(ground, 3, 3)
        painter.setPen(theme.text)
        painter.drawText(QRectF(hit, box.y(), width + 2, box.height()), _MIDDLE, said)
        before = QRectF(box.x(), box.y(), hit - box.x() - 6, box.height())
        left = _end_of(metrics, example.left.rstrip(), before.width())
        painter.setPen(theme.mute)
        painter.drawText(before, _MIDDLE | Qt.AlignmentFlag.AlignRight, left)
        after = QRectF(hit + width + 3, box.y(), box.right() - hit - width - 3, box.height())
        right = metrics.elidedText(
            example.right.rstrip(), Qt.TextElideMode.ElideRight, max(0.0, after.width())
        )
        painter.drawText(after, _MIDDLE, right)


def _end_of(metrics: QFontMetricsF, text: str, room: float) -> str:
    """Return the end of a text, cut at the left at a word."""
    if metrics.horizontalAdvance(text) <= room:
        return text
    while text and metrics.horizontalAdvance(f"… {text}") > room:
        text = text.partition(" ")[2]
    return f"… {text}" if text else ""


class ExampleList(QListView):
    """The rows.

    Signals:
        opened: The number of a row whose place is to be shown in its article.
        left: Esc, or the up arrow in the first row: back to the table.
        key_pressed: A letter that means something to the page.
    """

    opened = Signal(int)
    left = Signal()
    key_pressed = Signal(str)

    def __init__(self, look: Look, model: ExampleModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.ringed = False
        self.setModel(model)
        self.setItemDelegate(_Delegate(look, self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName("Examples of the worst")
        self._apply()
        look.changed.connect(self._apply)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.ringed = True
        key, row = Qt.Key(event.key()), self.currentIndex().row()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
        elif key in _ENTER:
            self.opened.emit(row)
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Left) or (key == Qt.Key.Key_Up and row <= 0):
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
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))
        super().focusInEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.ringed = False
        super().mousePressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.opened.emit(index.row())

    def _apply(self) -> None:
        for widget in (self, self.viewport()):
            set_ground(widget, self._look, "paper")
        self.scheduleDelayedItemsLayout()
