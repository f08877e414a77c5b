"""Waiting and decided cases as rows."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from annotator.domain.review import Choice
from annotator.ui import icons
from annotator.ui.inspector.paint import elided, paint_row_ground
from annotator.ui.inspector.row_model import ROW_ROLE, RowModel
from annotator.ui.look import Look
from annotator.ui.review.case_view import CaseView
from annotator.ui.review.text import paint_number

ROW: Final = 32
VerdictWords = Callable[[CaseView], str]


class _CaseRows(QStyledItemDelegate):
    """Number, class, what differs; at the right the verdict as a tag."""

    def __init__(self, look: Look, words: VerdictWords, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._words = words

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, self._look.scaled(ROW))

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        view: CaseView = index.data(ROW_ROLE)
        look, scaled = self._look, self._look.scaled
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_row_ground(painter, option, look)
        box = QRectF(option.rect)
        if index.row():
            painter.fillRect(QRectF(box.x(), box.y(), box.width(), 1), look.theme.line)
        disc = scaled(20)
        left = box.left() + scaled(9)
        place = QRectF(left, box.center().y() - disc / 2, disc, disc)
        paint_number(painter, place, view.number, look, chosen=False)
        left += disc + scaled(10)
        right = box.right() - scaled(10)
        if not view.case.open:
            right = self._paint_verdict(
                painter, view, QRectF(left, box.top(), right - left, box.height())
            )
        painter.setFont(look.font(12))
        kind = f"{view.kind} · "
        width = painter.fontMetrics().horizontalAdvance(kind)
        painter.setPen(look.theme.mute)
        painter.drawText(QRectF(left, box.top(), width + 2, box.height()), _MIDDLE, kind)
        painter.setPen(look.theme.text)
        rest = QRectF(left + width, box.top(), right - left - width - scaled(6), box.height())
        painter.drawText(rest, _MIDDLE, elided(view.short, painter, rest.width()))
        painter.restore()

    def _paint_verdict(self, painter: QPainter, view: CaseView, box: QRectF) -> float:
        look, scaled = self._look, self._look.scaled
        verdict = view.case.verdict
        words = self._words(view)
        refused = verdict is not None and verdict.verdict.choice is Choice.NEITHER
        font = look.font(12)
        width = QFontMetricsF(font).horizontalAdvance(words) + scaled(30)
        tag = QRectF(box.right() - width, box.center().y() - scaled(10), width, scaled(20))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.theme.hover if refused else look.theme.ok_ground)
        painter.drawRoundedRect(tag, 3, 3)
        ink = look.theme.mute if refused else look.theme.ok
        mark = QRectF(tag.left() + scaled(6), tag.center().y() - 6, 12, 12)
        icons.paint(painter, "cross" if refused else "check", ink, mark)
        painter.setPen(ink)
        painter.setFont(font)
        painter.drawText(tag.adjusted(scaled(22), 0, 0, 0), _MIDDLE, words)
        return tag.left()


_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class CaseList(QListView):
    """A list of cases as high as its rows; a click makes one current.

    Signals:
        case_chosen: A :class:`CaseView`.
    """

    case_chosen = Signal(object)

    def __init__(self, look: Look, words: VerdictWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.rows: RowModel[CaseView] = RowModel(
            lambda view: f"{view.number}. {view.kind}: {view.short}", self
        )
        self.setModel(self.rows)
        self.setItemDelegate(_CaseRows(look, words, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        look.changed.connect(self._fit)

    def show_cases(self, views: Sequence[CaseView]) -> None:
        """Show other cases."""
        self.rows.show_rows(tuple(views))
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self._look.scaled(ROW) * len(self.rows.rows))
        self.viewport().update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.case_chosen.emit(index.data(ROW_ROLE))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
