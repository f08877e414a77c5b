"""The article view: a text to read, tagged with mouse and keys."""

import html
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip
from typing_extensions import override

from annotator.ui.article.keyboard import Keyboard
from annotator.ui.article.marked_article import MarkedArticle
from annotator.ui.article.marks import Mark
from annotator.ui.article.pointer import Pointer
from annotator.ui.look import Look


class ArticleView(MarkedArticle):
    """Shows one article with its marks; text can be selected, never changed.

    Marks are values: the view changes none of them by itself but the preview of a border that is
    being dragged.

    Attributes:
        tip_source: Gives the lines of a tool tip where a mark brings none: asked when it is shown,
            because thousands of tips cost more than the article.

    Signals:
        menu_requested: Where on the screen, and at which offset.
    """

    menu_requested = Signal(QPoint, int)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.tip_source: Callable[[Mark], Sequence[str]] = _no_tip
        self._forwarding = False
        self._keyboard = Keyboard(self)
        self._pointer = Pointer(self)

    # --- events ---------------------------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._pointer.cancel():
            return
        if event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            return  # ignored, it would move the focus; an action that wants it has had it
        if not self._keyboard.press(event):
            event.ignore()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self._pointer.dragging:
            event.accept()
            return True
        if isinstance(event, QMouseEvent | QWheelEvent) and self._forward(event):
            return True
        return super().event(event)

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._show_tip(event)
            return True
        return super().viewportEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.scroller.stop()
        if event.button() == Qt.MouseButton.LeftButton:
            self._pointer.press(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer.move(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pointer.release(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pointer.double_click(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            rect = self.cursorRect()
            place = self.viewport().mapToGlobal(rect.bottomLeft())
            self.menu_requested.emit(place, self.caret)
            return
        point = QPointF(event.pos())
        offset = self.page.offset_at(point)
        selected = self.selection
        if selected is None or not selected.start <= offset <= selected.end:
            self.set_caret(offset, reveal=False)
            under = (self.table.shown(mark) for mark in self.page.marks_under(point))
            self.set_current(next(filter(self.table.can_be_current, under), None), reveal=False)
        self.menu_requested.emit(event.globalPos(), offset)

    # --- parts ------------------------------------------------------------------------------------

    def _show_tip(self, event: QHelpEvent) -> None:
        ids = self.page.marks_under(QPointF(event.pos()))
        marks = [mark for mark_id in ids if (mark := self.table.mark(mark_id)) is not None]
        tips = [tip for mark in marks if (tip := mark.tip or self.tip_source(mark))]
        if not tips:
            QToolTip.hideText()
            return
        parts = ["<br>".join(html.escape(line) for line in tip) for tip in tips]
        QToolTip.showText(event.globalPos(), f"<qt>{'<hr>'.join(parts)}</qt>", self.viewport())

    def _forward(self, event: QMouseEvent | QWheelEvent) -> bool:
        """Give the viewport what happens on the paper beside it; whether that was so."""
        if self._forwarding:
            return False
        viewport = self.viewport()
        place = event.position() - QPointF(viewport.pos())
        if isinstance(event, QWheelEvent):
            copy: QMouseEvent | QWheelEvent = QWheelEvent(
                place,
                event.globalPosition(),
                event.pixelDelta(),
                event.angleDelta(),
                event.buttons(),
                event.modifiers(),
                event.phase(),
                event.inverted(),
            )
        else:
            copy = QMouseEvent(
                event.type(),
                place,
                event.globalPosition(),
                event.button(),
                event.buttons(),
                event.modifiers(),
            )
        self._forwarding = True
        try:
            QApplication.sendEvent(viewport, copy)
        finally:
            self._forwarding = False
        event.setAccepted(copy.isAccepted())
        return True


def _no_tip(_mark: Mark) -> Sequence[str]:
    return ()
