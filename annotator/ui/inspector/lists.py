"""The lower half of the inspector: frames as closed cards, and the entities with their mentions."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPen,
)
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from annotator.domain.annotation import FrameId
from annotator.ui import icons
from annotator.ui.chrome import KEYBOARD_REASONS, paint_ring
from annotator.ui.inspector.paint import (
    CARD_RADIUS,
    chip_width,
    elided,
    paint_box,
    paint_dashed,
    paint_pill,
)
from annotator.ui.inspector.row_model import ROW_ROLE, Index, RowModel
from annotator.ui.inspector.summaries import FrameCard, MentionGroup
from annotator.ui.look import Look, set_ground

_GAP: Final = 8
_INDENT: Final = 16
_DEPTH_MOST: Final = 4


def _words(row: FrameCard | MentionGroup) -> str:
    return row.words


class FlowList(QListView):
    """A list as high as its rows, for a pane that scrolls as a whole.

    Signals:
        row_chosen: A row was clicked, or Enter pressed on it.
        row_entered: Enter was pressed on a row, after ``row_chosen``.
        row_focused: Where the current row stands, for the pane to scroll to.
        link_wanted: L was pressed on a row of mentions.
    """

    row_chosen = Signal(object)
    row_entered = Signal()
    link_wanted = Signal(object)
    row_focused = Signal(QRect)

    def __init__(
        self, look: Look, delegate: "_Delegate", name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.look = look
        self.ringed = False
        self.rows: RowModel[FrameCard | MentionGroup] = RowModel(_words, self)
        self._delegate = delegate
        delegate.setParent(self)
        self.setAccessibleName(name)
        self.setModel(self.rows)
        self.setItemDelegate(delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(delegate.uniform)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._on_clicked)
        self._on_look_changed()
        look.changed.connect(self._on_look_changed)

    def show_rows(self, rows: Sequence[FrameCard | MentionGroup]) -> None:
        """Show other rows; the current one stays where the same row is still there."""
        if list(rows) == list(self.rows.rows):
            return
        row = self.currentIndex().row()
        self.rows.show_rows(rows)
        if row >= 0 and rows:
            self.setCurrentIndex(self.rows.index(min(row, len(rows) - 1), 0))
        self._fit()

    def item_at(self, row: int) -> FrameCard | MentionGroup:
        """Return one row's value."""
        return self.rows.rows[row]

    @override
    def sizeHint(self) -> QSize:
        return QSize(120, self.height())

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and self.hasFocus():
            self.row_focused.emit(self.visualRect(current))

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self.ringed = event.reason() in KEYBOARD_REASONS
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(0, 0))
        super().focusInEvent(event)
        self.row_focused.emit(self.visualRect(self.currentIndex()))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.row_chosen.emit(self.item_at(self.currentIndex().row()))
            self.row_entered.emit()
        elif key == Qt.Key.Key_L and not event.modifiers() and self._current_group() is not None:
            self.link_wanted.emit(self._current_group())
        elif key == Qt.Key.Key_Escape or event.text().strip():
            event.ignore()  # no search by typing: letters are commands of the pane
        else:
            self.ringed = True
            super().keyPressEvent(event)

    def _current_group(self) -> MentionGroup | None:
        index = self.currentIndex()
        row = self.item_at(index.row()) if index.isValid() else None
        return row if isinstance(row, MentionGroup) else None

    def _on_clicked(self, index: Index) -> None:
        self.row_chosen.emit(self.item_at(index.row()))

    def _on_look_changed(self) -> None:
        set_ground(self, self.look, "pane")
        set_ground(self.viewport(), self.look, "pane")
        self.scheduleDelayedItemsLayout()
        self._fit()

    def _fit(self) -> None:
        rows = self.rows.rows
        if self._delegate.uniform and rows:
            height = self._delegate.height(rows[0]) * len(rows)
        else:
            height = sum(self._delegate.height(row) for row in rows)
        self.setFixedHeight(height)


class _Delegate(QStyledItemDelegate):
    """Draws one kind of row."""

    uniform = False

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look

    def height(self, row: FrameCard | MentionGroup) -> int:
        """Return how high a row is, gap included."""
        raise NotImplementedError

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(64, self.height(index.data(ROW_ROLE)))


def _has_ring(option: QStyleOptionViewItem) -> bool:
    states = QStyle.StateFlag
    state: QStyle.StateFlag = option.state
    widget = option.widget
    focused = bool(state & states.State_HasFocus) and bool(state & states.State_Selected)
    return focused and isinstance(widget, FlowList) and widget.ringed


def _hovered(option: QStyleOptionViewItem) -> bool:
    return bool(option.state & QStyle.StateFlag.State_MouseOver)


class FrameDelegate(_Delegate):
    """Closed cards: icon, who and what, quotation, what it lacks.

    Attributes:
        selected: The card that is open above; that of a suggestion has an id below zero.
    """

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.selected: FrameId | None = None

    @override
    def height(self, row: FrameCard | MentionGroup) -> int:
        lacks = isinstance(row, FrameCard) and bool(row.lacks)
        return self.look.scaled(78 if lacks else 56) + _GAP

    def _indent(self, row: FrameCard) -> int:
        return min(row.depth, _DEPTH_MOST) * self.look.scaled(_INDENT)

    def _paint_branches(self, painter: QPainter, box: QRectF, index: Index) -> None:
        """Paint the lines that lead from a frame to those that stand within it."""
        depths = _depths_from(index)
        depth, indent = depths[0], self.look.scaled(_INDENT)
        if depth == 0 and depths[1:2] != [1]:
            return
        middle = box.y() + round((box.height() - _GAP) / 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # noqa: FBT003 - Qt's own
        painter.setPen(QPen(self.look.theme.line2, 1))
        for level in range(1, depth + 1):
            x = box.x() + (level - 1) * indent + indent // 2
            if level == depth:
                painter.drawLine(QPointF(x, middle), QPointF(box.x() + depth * indent, middle))
                painter.drawLine(QPointF(x, box.y()), QPointF(x, middle))
            if _goes_on(depths, level):
                painter.drawLine(QPointF(x, box.y()), QPointF(x, box.bottom()))
        if depth < _DEPTH_MOST and depths[1:2] == [depth + 1]:
            x = box.x() + depth * indent + indent // 2
            painter.drawLine(QPointF(x, box.bottom() - _GAP), QPointF(x, box.bottom()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, FrameCard):
            return
        whole = QRectF(option.rect).adjusted(self._indent(row), 0, 0, -_GAP)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_branches(painter, QRectF(option.rect), index)
        self._paint_card(painter, whole, row, hovered=_hovered(option))
        self._paint_words(painter, whole, row)
        if _has_ring(option):
            paint_ring(painter, whole, self.look, CARD_RADIUS - 1)
        painter.restore()

    def _paint_card(
        self, painter: QPainter, whole: QRectF, row: FrameCard, *, hovered: bool
    ) -> None:
        theme, line = self.look.theme, self.look.frame(row.type).line
        ground = theme.acctint if row.id == self.selected else theme.card
        if row.score is not None:
            paint_dashed(painter, whole, ground, line, CARD_RADIUS)
            return
        border = theme.ctl if hovered or row.id == self.selected else theme.line
        paint_box(painter, whole, ground, border, CARD_RADIUS)
        shape = QPainterPath()
        shape.addRoundedRect(whole, CARD_RADIUS, CARD_RADIUS)
        edge = QPainterPath()
        edge.addRect(QRectF(whole.x(), whole.y(), 3, whole.height()))
        painter.fillPath(shape.intersected(edge), line)

    def _paint_words(self, painter: QPainter, whole: QRectF, row: FrameCard) -> None:
        look, theme = self.look, self.look.theme
        kind = look.scheme.frame_type_by_name.get(row.type)
        left, right = whole.x() + look.scaled(16), whole.right() - look.scaled(14)
        side = look.scaled(16)
        pitch = look.scaled(22)
        top = whole.y() + look.scaled(9)
        if kind is not None and kind.icon:
            icon = QRectF(round(left), round(top + (look.scaled(20) - side) / 2), side, side)
            icons.paint(painter, kind.icon, look.frame(row.type).ink, icon)
        line = QRectF(left + look.scaled(24), top, 0, look.scaled(20))
        line.setRight(right)
        self._paint_head(painter, line, row)
        painter.setFont(look.font(12, serif=True))
        painter.setPen(theme.mute)
        line = QRectF(left, top + pitch, right - left, look.scaled(18))
        words = elided(row.quotation, painter, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, words)
        if row.lacks:
            side = look.scaled(14)
            top += 2 * pitch - look.scaled(2)
            icon = QRectF(round(left), round(top + (look.scaled(18) - side) / 2), side, side)
            icons.paint(painter, "triangle-warning", theme.warn, icon)
            painter.setFont(look.font(12))
            painter.setPen(theme.warn)
            line = QRectF(icon.right() + look.scaled(6), top, 0, look.scaled(18))
            line.setRight(right)
            words = elided(row.lacks, painter, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_head(self, painter: QPainter, line: QRectF, row: FrameCard) -> None:
        theme = self.look.theme
        runs: list[tuple[str, bool, QColor]] = []
        for number, name in enumerate(row.who):
            if number:
                last = number == len(row.who) - 1
                runs.append((self.tr(" and ") if last else ", ", False, theme.text))
            runs.append((name, True, theme.text))
        if not row.who:
            runs.append((row.type, True, self.look.frame(row.type).ink))
        if row.score is not None:
            self._paint_score(painter, line, row.score)
            runs.append((self.tr(" · suggested"), False, theme.mute))
        metrics = QFontMetricsF(self.look.font(bold=True))
        used = sum(metrics.horizontalAdvance(text) for text, _, _ in runs)
        if row.what and (row.score is None or used + self.look.scaled(70) < line.width()):
            runs.append((f" · {row.what}", False, theme.mute))
        left = line.x()
        for text, bold, ink in runs:
            room = line.right() - left
            if room < 8:
                break
            painter.setFont(self.look.font(bold=bold))
            painter.setPen(ink)
            words = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideRight, int(room) + 1
            )
            box = QRectF(left, line.y(), room + 2, line.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
            left += QFontMetricsF(painter.font()).horizontalAdvance(words)
            if words != text:
                break

    def _paint_score(self, painter: QPainter, line: QRectF, score: float) -> None:
        """Draw how sure a source is at the right, and leave the rest of the line."""
        painter.setFont(self.look.font(12))
        painter.setPen(self.look.theme.mute)
        words = f"{score:.2f}"
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
        width = QFontMetricsF(painter.font()).horizontalAdvance(words)
        line.setRight(line.right() - width - self.look.scaled(8))


def _depths_from(index: Index) -> list[int]:
    """Return how deep the cards from one on stand, as far as its branch goes."""
    depths: list[int] = []
    row = index
    while row.isValid():
        card = row.data(ROW_ROLE)
        depths.append(min(card.depth, _DEPTH_MOST) if isinstance(card, FrameCard) else 0)
        if len(depths) > 1 and depths[-1] == 0:
            break
        row = row.sibling(row.row() + 1, 0)
    return depths


def _goes_on(depths: Sequence[int], level: int) -> bool:
    """Whether a later card of the branch stands at a level, before one that stands outside it."""
    for depth in depths[1:]:
        if depth <= level:
            return depth == level
    return False


class MentionDelegate(_Delegate):
    """Rows of 28: chip, name, other words for it, number of mentions."""

    uniform = True

    @override
    def height(self, row: FrameCard | MentionGroup) -> int:
        return self.look.scaled(28)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, MentionGroup):
            return
        look, theme = self.look, self.look.theme
        whole = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if _hovered(option):
            paint_box(painter, whole, theme.hover, theme.hover, 3)
        height = look.scaled(17)
        pill = QRectF(whole.x(), 0, look.scaled(44), height)
        pill.moveTop(whole.y() + round((whole.height() - height) / 2))
        if row.linked:
            paint_pill(painter, pill, look, row.label)
        else:
            self._paint_outline(painter, pill, row.label)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(look.font(12))
        painter.setPen(theme.mute)
        count = str(len(row.spans))
        width = QFontMetricsF(painter.font()).horizontalAdvance(count)
        right = whole.right() - 1
        painter.drawText(
            QRectF(right - width - 1, whole.y(), width + 2, whole.height()), middle, count
        )
        right -= max(width, look.scaled(16)) + look.scaled(8)
        left = whole.x() + look.scaled(46)
        painter.setFont(look.font())
        painter.setPen(theme.text if row.linked else theme.faint)
        room = right - left if row.linked else right - left - look.scaled(80)
        words = elided(row.name if row.linked else f"“{row.name}”", painter, room)
        painter.drawText(QRectF(left, whole.y(), right - left + 2, whole.height()), middle, words)
        left += QFontMetricsF(painter.font()).horizontalAdvance(words) + look.scaled(16)
        said = self.tr("“{words}” said for it").format(words=row.said) if row.said else ""
        said = said if row.linked else self._unlinked(focused=_has_ring(option))
        if said:
            self._paint_said(painter, QRectF(left, whole.y(), right - left, whole.height()), said)
        if _has_ring(option):
            paint_ring(painter, whole, look, 3)
        painter.restore()

    def _paint_outline(self, painter: QPainter, pill: QRectF, label: str) -> None:
        """Draw the chip of words that are no entity yet: its outline alone."""
        look, theme = self.look, self.look.theme
        known = look.scheme.label_by_name.get(label)
        chip = known.chip if known is not None else label
        width = min(pill.width(), chip_width(look, chip) + 2 * look.scaled(6))
        box = QRectF(pill.x(), pill.y(), width, pill.height())
        paint_box(painter, box, None, theme.line2, 3)
        painter.setFont(look.caps_font(10))
        painter.setPen(theme.faint)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, chip)

    def _unlinked(self, *, focused: bool) -> str:
        """Return what stands on a row that is no entity; with the focus, how to link it."""
        return self.tr("not linked, L links it") if focused else self.tr("not linked")

    def _paint_said(self, painter: QPainter, box: QRectF, said: str) -> None:
        if box.width() < self.look.scaled(60):
            return
        painter.setFont(self.look.font(12))
        painter.setPen(self.look.theme.faint)
        words = elided(said, painter, box.width())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(box, flags, words)
