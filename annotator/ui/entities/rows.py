"""The list of entities: its model, its rows and how they are drawn."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
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

from annotator.domain.annotation import EntityId
from annotator.domain.register import EntityRow
from annotator.ui.chrome import KEYBOARD_REASONS, paint_ring
from annotator.ui.command_actions import OWN_KEYS
from annotator.ui.inspector.paint import chip_width, elided, paint_pill, paint_tick
from annotator.ui.look import Look
from annotator.ui.paged_model import ROW_ROLE, PagedModel

Index = QModelIndex | QPersistentModelIndex
Fetch = Callable[[Sequence[EntityId]], Mapping[EntityId, EntityRow]]
PAGE: Final = 200
ROW_HEIGHT: Final = 44
_LEFT: Final = 16
_TICK: Final = 16
_TEXT_LEFT: Final = 44
_RIGHT: Final = 16
_COUNT: Final = 34
_PLAIN_ARROWS: Final = (Qt.Key.Key_Left, Qt.Key.Key_Right)


class EntityModel(PagedModel[EntityId, EntityRow]):
    """Entities in the order of the snapshot, read in pages of :data:`PAGE`, one query each."""

    def __init__(self, fetch: Fetch, parent: QObject | None = None) -> None:
        self.ticked: set[EntityId] = set()
        self.alike: Mapping[EntityId, str] = {}
        answers: dict[int, Callable[[EntityRow], object]] = {
            int(Qt.ItemDataRole.DisplayRole): _name,
            int(Qt.ItemDataRole.AccessibleTextRole): self.words,
            ROW_ROLE: _itself,
        }
        super().__init__(fetch, answers, PAGE, parent)

    def words(self, row: EntityRow) -> str:
        """Return what a row says, in reading order."""
        mentions = "1 mention" if row.mentions == 1 else f"{row.mentions:,} mentions"
        ticked = "ticked" if row.id in self.ticked else ""
        parts = (row.name, row.type, self.second_line(row), mentions, ticked)
        return ", ".join(part for part in parts if part)

    def second_line(self, row: EntityRow) -> str:
        """Return what stands under the name: whom it looks like, else the office or the id."""
        other = self.alike.get(row.id)
        if other:
            return f"no link · looks like {other}"
        return row.office or row.wikidata or "no link"


def _name(row: EntityRow) -> str:
    return row.name


def _itself(row: EntityRow) -> EntityRow:
    return row


class EntityDelegate(QStyledItemDelegate):
    """Draws tick, name, second line, chip and number of mentions.

    Attributes:
        shown: The entity in the middle: its row has the tint, the bar and a bold name.
        ring: Whether the row with the keyboard's focus shows it.
        gutter: Width of the scroll bar, which the right margin takes in.
    """

    def __init__(self, look: Look, model: EntityModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._model = model
        self.shown: EntityId | None = None
        self.ring = False
        self.gutter = 0

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, self._look.scaled(ROW_HEIGHT))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        theme = self._look.theme
        rect = QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_shown = isinstance(row, EntityRow) and row.id == self.shown
        if is_shown:
            painter.fillRect(rect, theme.acctint)
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), theme.accent)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.hover)
        if isinstance(row, EntityRow):
            self._paint_row(painter, rect, row, bold=is_shown)
        if self.ring and state & QStyle.StateFlag.State_HasFocus:
            paint_ring(painter, rect, self._look, 0)
        painter.restore()

    def _paint_row(self, painter: QPainter, rect: QRectF, row: EntityRow, *, bold: bool) -> None:
        look, theme, scaled = self._look, self._look.theme, self._look.scaled
        side = scaled(_TICK)
        box = QRectF(rect.x() + scaled(_LEFT), rect.center().y() - side / 2, side, side)
        on = row.id in self._model.ticked
        check = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        paint_tick(painter, QRectF(box.toRect()), look, check)
        right = rect.right() - max(4, scaled(_RIGHT) - self.gutter)
        right = self._paint_right(painter, rect, right, row)
        left = rect.x() + scaled(_TEXT_LEFT)
        name = QRectF(left, rect.y() + scaled(4), right - left, scaled(20))
        self._line(painter, name, row.name, look.font(13, bold=bold))
        painter.setPen(theme.mute)
        second = QRectF(left, name.bottom(), right - left, scaled(16))
        self._line(painter, second, self._model.second_line(row), look.font(11))

    def _paint_right(self, painter: QPainter, rect: QRectF, right: float, row: EntityRow) -> float:
        """Draw count and chip at the right; return where the words end."""
        look, theme, scaled = self._look, self._look.theme, self._look.scaled
        painter.setFont(look.font(12))
        painter.setPen(theme.mute)
        count = f"{row.mentions:,}"
        width = max(scaled(_COUNT), QFontMetricsF(painter.font()).horizontalAdvance(count) + 6)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(QRectF(right - width, rect.y(), width, rect.height()), flags, count)
        right -= width
        label = look.scheme.label_by_name.get(row.type)
        chip = chip_width(look, label.chip if label is not None else row.type) + scaled(12)
        height = scaled(17)
        pill = QRectF(right - chip, round(rect.center().y() - height / 2), chip + 2, height)
        paint_pill(painter, pill, look, row.type)
        painter.setPen(theme.text)
        return pill.x() - scaled(8)

    def _line(self, painter: QPainter, box: QRectF, text: str, font: QFont) -> None:
        painter.setFont(font)
        painter.drawText(
            box.adjusted(0, 0, 2, 0), Qt.AlignmentFlag.AlignVCenter,
            elided(text, painter, box.width()),
        )  # fmt: skip


class EntityList(QListView):
    """The rows. Single keys are commands of the page.

    Signals:
        chosen: The row that became current.
        tick_clicked: The row whose tick was clicked.
    """

    chosen = Signal(int)
    tick_clicked = Signal(int)

    def __init__(self, look: Look, delegate: EntityDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._delegate = delegate
        self.setProperty(OWN_KEYS, False)  # noqa: FBT003 - Qt's
        self.setItemDelegate(delegate)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setAccessibleName("Entities")
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.chosen.emit(current.row())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().strip() or event.key() in (*_PLAIN_ARROWS, Qt.Key.Key_Space):
            event.ignore()  # no search by typing
            return
        self._show_ring(shown=True)
        super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._delegate.gutter = self.width() - self.viewport().width()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._show_ring(shown=False)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self._on_tick(event.position().toPoint()):
            self.tick_clicked.emit(index.row())
            return
        super().mousePressEvent(event)

    def _on_tick(self, place: QPoint) -> bool:
        return place.x() < self._look.scaled(_TEXT_LEFT - 4)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._show_ring(shown=event.reason() in KEYBOARD_REASONS)
        super().focusInEvent(event)

    def _show_ring(self, *, shown: bool) -> None:
        self._delegate.ring = shown
        self.viewport().update()
