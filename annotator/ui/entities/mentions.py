"""The mentions of one entity, each with the words around it, the hits in one column."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from annotator.domain.annotation import SpanId
from annotator.domain.office import written
from annotator.domain.register import MentionRow
from annotator.ui.chrome import KEYBOARD_REASONS, paint_ring
from annotator.ui.command_actions import OWN_KEYS
from annotator.ui.inspector.paint import elided, paint_tick
from annotator.ui.look import Look, set_ground
from annotator.ui.paged_model import ROW_ROLE, PagedModel

Index = QModelIndex | QPersistentModelIndex
Fetch = Callable[[Sequence[SpanId]], Mapping[SpanId, MentionRow]]
PAGE: Final = 200
ROW_HEIGHT: Final = 32
HIGHEST: Final = 16_000_000
"""Pixels that a widget may be high, nearly."""
_TITLES, _TITLE_SHARE = (112, 220), 0.19
_DATE, _WHO, _GAP = 76, 52, 16
_TICK_ROOM: Final = 26


class MentionModel(PagedModel[SpanId, MentionRow]):
    """Mentions in the order of the snapshot, read in pages of :data:`PAGE`."""

    def __init__(self, fetch: Fetch, parent: QWidget | None = None) -> None:
        self.ticked: set[SpanId] = set()
        self.ticking = False
        self.several = False
        answers: dict[int, Callable[[MentionRow], object]] = {
            int(Qt.ItemDataRole.DisplayRole): _words,
            int(Qt.ItemDataRole.AccessibleTextRole): self.spoken,
            ROW_ROLE: _itself,
        }
        super().__init__(fetch, answers, PAGE, parent)

    def spoken(self, row: MentionRow) -> str:
        """Return what a row says, in reading order."""
        ticked = "ticked" if row.id in self.ticked else ""
        parts = (f"{row.left}{row.words}{row.right}", row.title, written(row.published),
                 row.annotator, ticked)  # fmt: skip
        return ", ".join(part.strip() for part in parts if part.strip())


def _words(row: MentionRow) -> str:
    return row.words


def _itself(row: MentionRow) -> MentionRow:
    return row


class MentionDelegate(QStyledItemDelegate):
    """Draws left context, mention, right context, article, date, and whose it is."""

    def __init__(self, look: Look, model: MentionModel) -> None:
        super().__init__()
        self._look = look
        self._model = model

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, self._look.scaled(ROW_HEIGHT))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        theme = self._look.theme
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        view = option.widget
        states = QStyle.StateFlag
        focused = isinstance(view, MentionList) and bool(option.state & states.State_HasFocus)
        if isinstance(row, MentionRow) and row.id in self._model.ticked:
            painter.fillRect(rect, theme.acctint)
        elif option.state & states.State_MouseOver:
            painter.fillRect(rect, theme.hover)
        painter.fillRect(QRectF(rect.x(), rect.y(), rect.width(), 1), theme.line)
        if isinstance(row, MentionRow):
            self._paint_row(painter, rect, row)
        if focused and isinstance(view, MentionList) and view.ringed:
            paint_ring(painter, rect.adjusted(0, 1, 0, 0), self._look, 3)
        painter.restore()

    def _paint_row(self, painter: QPainter, rect: QRectF, row: MentionRow) -> None:
        look, theme, scaled = self._look, self._look.theme, self._look.scaled
        middle = Qt.AlignmentFlag.AlignVCenter
        left = rect.x()
        if self._model.ticking:
            side = scaled(16)
            box = QRectF(left + 2, round(rect.center().y() - side / 2), side, side)
            on = Qt.CheckState.Checked if row.id in self._model.ticked else _OFF
            paint_tick(painter, box, look, on)
            left += scaled(_TICK_ROOM)
        right = rect.right() - 2
        painter.setFont(look.font(12))
        painter.setPen(theme.mute)
        date = written(row.published)
        flags = middle | Qt.AlignmentFlag.AlignRight
        painter.drawText(QRectF(right - scaled(_DATE), rect.y(), scaled(_DATE), rect.height()),
                         flags, date)  # fmt: skip
        right -= scaled(_DATE) + scaled(6)
        if self._model.several:
            box = QRectF(right - scaled(_WHO), rect.y(), scaled(_WHO), rect.height())
            painter.drawText(box, middle, elided(row.annotator, painter, box.width()))
            right = box.x() - scaled(6)
        least, most = (scaled(width) for width in _TITLES)
        wide = max(least, min(most, rect.width() * _TITLE_SHARE))
        title = QRectF(right - wide, rect.y(), wide, rect.height())
        painter.drawText(title, middle, elided(row.title, painter, title.width()))
        right = title.x() - scaled(_GAP)
        self._paint_words(painter, QRectF(left, rect.y(), right - left, rect.height()), row)

    def _paint_words(self, painter: QPainter, box: QRectF, row: MentionRow) -> None:
        look, theme = self._look, self._look.theme
        middle = Qt.AlignmentFlag.AlignVCenter
        font = look.font(14, serif=True)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        hit = box.x() + box.width() * 0.44
        room = box.right() - hit
        words = metrics.elidedText(row.words, Qt.TextElideMode.ElideRight, room)
        width = metrics.horizontalAdvance(words)
        colours = look.label(row.label)
        ground = QRectF(hit - 2, 0, width + 4, round(metrics.ascent() + metrics.descent()))
        ground.moveTop(round(box.center().y() - ground.height() / 2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.fill)
        painter.drawRoundedRect(ground, 3, 3)
        painter.setPen(theme.text)
        painter.drawText(QRectF(hit, box.y(), width + 2, box.height()), middle, words)
        before = QRectF(box.x(), box.y(), hit - box.x() - 6, box.height())
        left = self._left_context(metrics, row.left.rstrip(), before.width())
        painter.drawText(before, middle | Qt.AlignmentFlag.AlignRight, left)
        start = hit + width + 3
        after = QRectF(start, box.y(), box.right() - start, box.height())
        rest = metrics.elidedText(row.right.rstrip(), Qt.TextElideMode.ElideRight, after.width())
        painter.drawText(after, middle, rest)

    def _left_context(self, metrics: QFontMetricsF, text: str, room: float) -> str:
        """Return the end of a text, cut at the left at a word."""
        if metrics.horizontalAdvance(text) <= room:
            return text
        while text and metrics.horizontalAdvance(f"… {text}") > room:
            text = text.partition(" ")[2]
        return f"… {text}" if text else ""


_OFF: Final = Qt.CheckState.Unchecked


class MentionList(QListView):
    """As high as its rows, for a pane that scrolls as a whole. Single keys are commands.

    Signals:
        row_focused: Where the current row stands, for the pane to scroll to.
        opened: A row was double-clicked.
        tick_clicked: The row whose tick was clicked.
        went_up: The up arrow in the first row.
    """

    row_focused = Signal(QRect)
    opened = Signal(int)
    tick_clicked = Signal(int)
    went_up = Signal()

    def __init__(self, look: Look, model: MentionModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.ringed = False
        self._delegate = MentionDelegate(look, model)
        self._delegate.setParent(self)
        self.setModel(model)
        self.rows = model
        self.setProperty(OWN_KEYS, False)  # noqa: FBT003 - Qt's
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setAccessibleName("Mentions")
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def fit(self) -> None:
        """Be as high as the rows."""
        wanted = self._look.scaled(ROW_HEIGHT) * self.rows.rowCount()
        self.setFixedHeight(min(wanted, HIGHEST))

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and self.hasFocus():
            self.row_focused.emit(self.visualRect(current))

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self.ringed = event.reason() in KEYBOARD_REASONS
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(0))
        super().focusInEvent(event)
        if self.currentIndex().isValid():
            self.row_focused.emit(self.visualRect(self.currentIndex()))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.went_up.emit()
        elif event.text().strip() or event.key() == Qt.Key.Key_Space:
            event.ignore()
        else:
            self.ringed = True
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.ringed = False
        place = event.position().toPoint()
        index = self.indexAt(place)
        if self.rows.ticking and index.isValid() and place.x() < self._look.scaled(_TICK_ROOM):
            self.tick_clicked.emit(index.row())
            return
        super().mousePressEvent(event)

    def _on_look_changed(self) -> None:
        for widget in (self, self.viewport()):
            set_ground(widget, self._look, "paper")
        self.scheduleDelayedItemsLayout()
        self.fit()
