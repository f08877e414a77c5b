"""Rows of the list in which an entity is chosen: entities, a new one, none."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from annotator.ui.inspector.paint import elided, paint_pill
from annotator.ui.inspector.values import EntityChoice, LinkRow, NewChoice
from annotator.ui.key_cap import cap_size, cap_text, paint_cap
from annotator.ui.look import Look

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT: Final = 44
ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_INVALID: Final = QModelIndex()


class LinkRows(QAbstractListModel):
    """What is offered, best first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._rows: Sequence[LinkRow] = ()
        super().__init__(parent)

    @property
    def rows(self) -> Sequence[LinkRow]:
        """All rows."""
        return self._rows

    def show_rows(self, rows: Sequence[LinkRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _INVALID) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return row.words if isinstance(row, EntityChoice) else f"{row.words}, {row.told}"
        return None


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
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(whole, theme.acctint)
            painter.fillRect(QRectF(whole.x(), whole.y(), 3, whole.height()), theme.accent)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(whole, theme.hover)
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
