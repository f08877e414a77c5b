"""Rows of the list in which an entity is chosen: entities, a new one, none."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from annotator.ui.inspector.paint import elided, paint_pill, paint_row_ground
from annotator.ui.inspector.row_model import ROW_ROLE, Index
from annotator.ui.inspector.values import EntityChoice, LinkRow, NewChoice
from annotator.ui.key_cap import cap_size, cap_text, paint_cap
from annotator.ui.look import Look

ROW_HEIGHT: Final = 44


def spoken(row: LinkRow) -> str:
    """Return what a screen reader says of one."""
    return row.words if isinstance(row, EntityChoice) else f"{row.words}, {row.told}"


class LinkRowDelegate(QStyledItemDelegate):
    """Rows of 44: chip, name and number of mentions; below them why, and what else is known."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(64, self._look.scaled(ROW_HEIGHT))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, theme = self._look, self._look.theme
        row = index.data(ROW_ROLE)
        whole = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_row_ground(painter, option, look)
        inner = whole.adjusted(look.scaled(14), look.scaled(4), -look.scaled(14), -look.scaled(4))
        first = QRectF(inner.x(), inner.y(), inner.width(), look.scaled(20))
        second = QRectF(inner.x(), first.bottom(), inner.width(), look.scaled(16))
        if isinstance(row, EntityChoice):
            right = self._paint_note(painter, first, row.counted)
            self._paint_name(painter, first, right, row.type, row.name, new=False)
        else:
            new = isinstance(row, NewChoice)
            right = self._paint_key(painter, first, "Shift+Return" if new else "Backspace")
            self._paint_name(painter, first, right, getattr(row, "type", ""), row.words, new=new)
        second.setLeft(second.x() + self._indent)
        painter.setFont(look.font(12))
        painter.setPen(theme.mute)
        line = elided(row.told, painter, second.width())
        painter.drawText(second, Qt.AlignmentFlag.AlignVCenter, line)
        painter.restore()

    @property
    def _indent(self) -> int:
        return self._look.scaled(50)

    def _paint_note(self, painter: QPainter, box: QRectF, words: str) -> float:
        """Write something at the right; return where it begins."""
        painter.setFont(self._look.font(12))
        painter.setPen(self._look.theme.mute)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
        return box.right() - QFontMetricsF(painter.font()).horizontalAdvance(words) - 12

    def _paint_key(self, painter: QPainter, box: QRectF, key: str) -> float:
        cap = cap_text(key)
        size = cap_size(cap, self._look)
        top = box.y() + round((box.height() - size.height()) / 2)
        corner = QPointF(box.right() - size.width(), top)
        paint_cap(painter, corner, cap, self._look)
        return corner.x() - 12

    def _paint_name(
        self, painter: QPainter, box: QRectF, right: float, kind: str, words: str, *, new: bool
    ) -> None:
        look = self._look
        if kind:
            height = look.scaled(17)
            pill = QRectF(box.x(), box.center().y() - height / 2, look.scaled(46), height)
            paint_pill(painter, pill, look, kind)
        left = box.x() + self._indent
        painter.setFont(look.font())
        painter.setPen(look.theme.accent if new else look.theme.text)
        line = elided(words, painter, right - left)
        place = QRectF(left, box.y(), right - left + 2, box.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, line)
