"""Painting of one row of the article list."""

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from annotator.domain.article import ArticleId
from annotator.domain.corpus import CorpusRow
from annotator.ui import icons
from annotator.ui.corpus.marks import MARKS, second_line
from annotator.ui.corpus.model import ROW_ROLE
from annotator.ui.look import Look

ROW_HEIGHT: Final = 56
_LEFT: Final = 16
_MARK: Final = 16
_TEXT_LEFT: Final = 40
_RIGHT: Final = 16


class CorpusDelegate(QStyledItemDelegate):
    """Draws mark, title, outlet and date, and the number of pending suggestions.

    Attributes:
        current: The article that is open: its row has the tint, the bar and a bold title.
        ring: Whether the row with the keyboard's focus shows it.
        gutter: Width of the scroll bar, which the right margin takes in.
    """

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.current: ArticleId | None = None
        self.ring = False
        self.gutter = 0
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(100, self._look.scaled(ROW_HEIGHT))

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = index.data(ROW_ROLE)
        state: QStyle.StateFlag = option.state
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_open = isinstance(row, CorpusRow) and row.id == self.current
        self._paint_ground(painter, rect, state, is_open=is_open)
        if isinstance(row, CorpusRow):
            self._paint_row(painter, rect, row, is_open=is_open)
        if self.ring and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._look.theme.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag, *, is_open: bool
    ) -> None:
        theme = self._look.theme
        if is_open:
            painter.fillRect(rect, theme.acctint)
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), theme.accent)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.hover)

    def _paint_row(self, painter: QPainter, rect: QRectF, row: CorpusRow, *, is_open: bool) -> None:
        look = self._look
        theme = look.theme
        scaled = look.scaled
        first = QRectF(
            rect.left() + scaled(_TEXT_LEFT),
            rect.top() + scaled(8),
            rect.width() - scaled(_TEXT_LEFT) - max(4, scaled(_RIGHT) - self.gutter),
            scaled(20),
        )
        icon_name, token = MARKS[row.status]
        side = scaled(_MARK)
        mark = QRectF(rect.left() + scaled(_LEFT), first.center().y() - side / 2, side, side)
        icons.paint(painter, icon_name, getattr(theme, token), mark)
        self._line(
            painter, first, row.title or row.name, self._bold if is_open else self._plain,
            theme.text,
        )  # fmt: skip
        second = QRectF(first.left(), first.bottom() + scaled(1), first.width(), scaled(18))
        if row.pending:
            taken = self._paint_tag(painter, second, str(row.pending))
            second.setWidth(second.width() - taken - scaled(8))
        self._line(painter, second, second_line(row), self._small, theme.mute)

    def _line(self, painter: QPainter, box: QRectF, text: str, font: QFont, colour: QColor) -> None:
        painter.setFont(font)
        painter.setPen(colour)
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_tag(self, painter: QPainter, line: QRectF, text: str) -> float:
        """Draw the dashed tag at the right of a line and return its width."""
        look = self._look
        width = QFontMetricsF(self._tag).horizontalAdvance(text) + 2 * look.scaled(5)
        height = look.scaled(16)
        corner = QPointF(round(line.right() - width), round(line.center().y() - height / 2))
        box = QRectF(corner.x() + 0.5, corner.y() + 0.5, round(width) - 1, height - 1)
        pen = QPen(look.theme.ctl, 1.1)
        pen.setDashPattern([3 / 1.1, 2.4 / 1.1])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
        painter.setFont(self._tag)
        painter.setPen(look.theme.mute)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        return width

    def _on_look_changed(self) -> None:
        look = self._look
        self._plain = look.font(13)
        self._bold = look.font(13, bold=True)
        self._small = look.font(12)
        self._tag = look.font(11)
