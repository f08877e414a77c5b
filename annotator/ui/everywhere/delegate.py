"""Painting of the concordance: the words stand in one column, their contexts beside them."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from annotator.domain.concordance import HitLine, HitState
from annotator.ui import icons
from annotator.ui.chrome import paint_ring
from annotator.ui.everywhere import words
from annotator.ui.everywhere.model import ROW_ROLE, HeadRow, HitRow, MoreRow
from annotator.ui.inspector.paint import elided, paint_dashed, paint_tick
from annotator.ui.look import Look

ROW_HEIGHT: Final = 32
TICK_LEFT: Final = 24
_TICK: Final = 16
_NAME_LEFT: Final = 56
_GAP: Final = 16
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})


@dataclass(frozen=True, slots=True)
class Columns:
    """Where things stand in a row, in pixels from its left edge; 0 wide where left out."""

    hit: float
    end: float
    title: float
    date: float
    state: float
    right: float

    @classmethod
    def fitted(cls, look: Look, width: int) -> "Columns":
        """Return the columns for a width: narrow lists lose the date, then the article."""
        scaled = look.scaled
        state = scaled(132 if width >= scaled(720) else 104)
        date = scaled(92) if width >= scaled(860) else 0
        title = scaled(188 if width >= scaled(1000) else 140) if width >= scaled(560) else 0
        right = float(width - scaled(8))
        at_state = right - state
        at_date = at_state - date
        at_title = at_date - title
        end = at_title - scaled(_GAP)
        left = scaled(_NAME_LEFT)
        return cls(left + (end - left) * 0.46, end, at_title, at_date, at_state, right)


class HitDelegate(QStyledItemDelegate):
    """Draws heads, hits and the rows for what is folded; all 32 high.

    Attributes:
        ringed: Whether the current row bears a ring while its list has the keyboard.
        label: What the hits are to be.
    """

    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look
        self.ringed = False
        self.label = ""

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(120, self._look.scaled(ROW_HEIGHT))

    def tick_box(self, box: QRectF) -> QRectF:
        """Return where a row has its tick."""
        side = self._look.scaled(_TICK)
        left = box.x() + self._look.scaled(TICK_LEFT)
        return QRectF(left, box.y() + round((box.height() - side) / 2), side, side)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = index.data(ROW_ROLE)
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, box, option, head=isinstance(row, HeadRow))
        if isinstance(row, HeadRow):
            self._paint_head(painter, box, row)
        elif isinstance(row, MoreRow):
            self._paint_more(painter, box, row)
        elif isinstance(row, HitRow):
            self._paint_hit(painter, box, row)
        if self.ringed and option.state & QStyle.StateFlag.State_HasFocus:
            paint_ring(painter, box, self._look, 0)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, *, head: bool
    ) -> None:
        theme = self._look.theme
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(box, theme.acctint)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.hover)
        elif head:
            painter.fillRect(box, theme.pane)
        painter.fillRect(QRectF(box.x(), box.bottom() - 1, box.width(), 1), theme.line)
        if chosen:
            painter.fillRect(QRectF(box.x(), box.y(), 3, box.height() - 1), theme.accent)

    def _paint_head(self, painter: QPainter, box: QRectF, row: HeadRow) -> None:
        look, theme = self._look, self._look.theme
        paint_tick(painter, self.tick_box(box), look, row.tick, enabled=row.enabled)
        left = box.x() + look.scaled(_NAME_LEFT)
        font = look.font(bold=True)
        painter.setFont(font)
        painter.setPen(theme.text)
        name = elided(row.words, painter, box.right() - left - look.scaled(160))
        painter.drawText(QRectF(left, box.y(), box.width(), box.height()), _MIDDLE, name)
        left += QFontMetricsF(font).horizontalAdvance(name) + look.scaled(14)
        painter.setFont(look.font(12))
        painter.setPen(theme.mute)
        room = QRectF(left, box.y(), max(0.0, box.right() - left - 8), box.height())
        painter.drawText(room, _MIDDLE, elided(row.note, painter, room.width()))

    def _paint_more(self, painter: QPainter, box: QRectF, row: MoreRow) -> None:
        look, theme = self._look, self._look.theme
        left, side = box.x() + look.scaled(_NAME_LEFT), look.scaled(12)
        icon = QRectF(round(left), round(box.center().y() - side / 2), side, side)
        icons.paint(painter, "chevron-down", theme.accent, icon)
        painter.setFont(look.font(12))
        painter.setPen(theme.accent)
        left += look.scaled(20)
        room = QRectF(left, box.y(), box.right() - left, box.height())
        painter.drawText(room, _MIDDLE, row.words)

    def _paint_hit(self, painter: QPainter, box: QRectF, row: HitRow) -> None:
        look, theme = self._look, self._look.theme
        state = Qt.CheckState.Checked if row.ticked else Qt.CheckState.Unchecked
        paint_tick(painter, self.tick_box(box), look, state, enabled=row.enabled)
        line = row.line
        if line is None:
            return
        columns = Columns.fitted(look, round(box.width()))
        ink = theme.mute if row.enabled else theme.faint
        self._paint_context(painter, box, columns, line, enabled=row.enabled)
        painter.setFont(look.font(12))
        for left, right, text in (
            (columns.title, columns.date, line.title),
            (columns.date, columns.state, words.short_date(line.published)),
        ):
            if right > left:
                self._cell(painter, box, (left, right), text, ink)
        self._cell(
            painter,
            box,
            (columns.state, columns.right),
            words.state_words(line),
            self._state_ink(line, ink),
        )

    def _state_ink(self, line: HitLine, ink: QColor) -> QColor:
        otherwise = line.standing.state in {HitState.OTHERWISE, HitState.SUGGESTED_OTHERWISE}
        if otherwise and not line.standing.status.closed:
            return self._look.label(line.standing.label).ink
        return ink

    def _cell(
        self,
        painter: QPainter,
        box: QRectF,
        edges: tuple[float, float],
        text: str,
        ink: QColor,
    ) -> None:
        left, right = edges
        room = QRectF(box.x() + left, box.y(), right - left - self._look.scaled(12), box.height())
        painter.setPen(ink)
        painter.drawText(room, _MIDDLE, elided(text, painter, room.width()))

    # --- the words and what stands around them -------------------------------------------------

    def _paint_context(
        self, painter: QPainter, box: QRectF, columns: Columns, line: HitLine, *, enabled: bool
    ) -> None:
        look, theme = self._look, self._look.theme
        font = look.font(14, serif=True)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        room = columns.end - columns.hit
        shown = metrics.elidedText(line.words, Qt.TextElideMode.ElideRight, room * 0.7)
        width = metrics.horizontalAdvance(shown)
        before, after = line.before, line.after
        mirrored = _right_to_left(line.words)
        left_room = columns.hit - look.scaled(_NAME_LEFT) - look.scaled(7)
        right_left = columns.hit + width + look.scaled(4)
        right_room = max(0.0, columns.end - right_left)
        if mirrored:
            left, right = (
                _cut_right(after, metrics, left_room),
                _cut_left(before, metrics, right_room),
            )
        else:
            left, right = (
                _cut_left(before, metrics, left_room),
                _cut_right(after, metrics, right_room),
            )
        painter.setPen(theme.mute if enabled else theme.faint)
        area = QRectF(
            box.x() + columns.hit - look.scaled(4) - left_room, box.y(), left_room, box.height()
        )
        painter.drawText(area, _MIDDLE | Qt.AlignmentFlag.AlignRight, left)
        area = QRectF(box.x() + right_left, box.y(), right_room + 2, box.height())
        painter.drawText(area, _MIDDLE | Qt.AlignmentFlag.AlignLeft, right)
        hit = QRectF(box.x() + columns.hit, box.y(), width, box.height())
        self._paint_words(painter, hit, shown, line, enabled=enabled)

    def _paint_words(
        self, painter: QPainter, hit: QRectF, shown: str, line: HitLine, *, enabled: bool
    ) -> None:
        """Draw the words on the ground of their tag, in a dashed box, or underlined."""
        look, theme = self._look, self._look.theme
        height = look.scaled(22)
        box = QRectF(hit.x() - 3, round(hit.center().y() - height / 2), hit.width() + 6, height)
        now = line.standing
        tagged = not now.state.free
        if tagged:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.label(now.label).fill)
            painter.drawRoundedRect(box, 3, 3)
        elif now.waiting and now.state != HitState.UNTAGGED and not now.status.closed:
            best = now.waiting[0].label if now.state == HitState.SUGGESTED_OTHERWISE else ""
            fitting = best or self.label
            paint_dashed(painter, box, theme.paper, look.label(fitting).line, 3)
        else:
            painter.setPen(QPen(theme.mute if enabled else theme.ctl, 1.5))
            y = hit.center().y() + look.scaled(10)
            painter.drawLine(
                QRectF(hit.x(), y, hit.width(), 0).topLeft(),
                QRectF(hit.x(), y, hit.width(), 0).topRight(),
            )
        painter.setPen(theme.text if enabled else theme.faint)
        painter.drawText(hit.adjusted(0, 0, 2, 0), _MIDDLE | Qt.AlignmentFlag.AlignLeft, shown)


def _cut_left(text: str, metrics: QFontMetricsF, room: float) -> str:
    """Return the end of a text that fits, from the beginning of a word."""
    if metrics.horizontalAdvance(text) <= room:
        return text
    parts = text.split(" ")
    kept = parts.pop()
    width = metrics.horizontalAdvance(kept)
    while parts:
        width += metrics.horizontalAdvance(f"{parts[-1]} ")
        if width > room:
            break
        kept = f"{parts.pop()} {kept}"
    return kept if metrics.horizontalAdvance(kept) <= room else ""


def _cut_right(text: str, metrics: QFontMetricsF, room: float) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)


def _right_to_left(text: str) -> bool:
    """Whether words are written from right to left: what precedes them then stands at the right."""
    from unicodedata import bidirectional

    for character in text:
        kind = bidirectional(character)
        if kind in _RIGHT_TO_LEFT:
            return True
        if kind == "L":
            return False
    return False
