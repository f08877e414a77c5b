"""The mouse in the article: clicks, selections, borders that are dragged."""

import time
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication

from annotator.domain import motion
from annotator.domain.extent import Extent
from annotator.ui.article.edges import Edge, edge_at, moved
from annotator.ui.article.marked_article import MarkedArticle
from annotator.ui.article.marks import Mark, MarkId

_LEFT = Qt.MouseButton.LeftButton
_SCROLL_MS = 30


@dataclass(slots=True)
class _Drag:
    """A button that is held down.

    Attributes:
        anchor: What was pressed on: an empty stretch, a word or a paragraph; always selected.
        edge: The border that moves, else words are being selected.
        original: The mark before its border moved.
    """

    pressed: QPoint
    anchor: tuple[int, int]
    moving: bool = False
    edge: Edge | None = None
    original: Mark | None = None
    preview: Mark | None = None


class Pointer(QObject):
    """Turns mouse events of the view's viewport into selections, clicks and moved borders."""

    def __init__(self, view: MarkedArticle) -> None:
        super().__init__(view)
        self._view = view
        self._drag: _Drag | None = None
        self._double: tuple[float, QPoint] = (0.0, QPoint())
        self._at = QPointF()
        self._exact = False
        self._scroll = QTimer(self)
        self._scroll.setInterval(_SCROLL_MS)
        self._scroll.timeout.connect(self._scroll_on)

    @property
    def dragging(self) -> bool:
        """Whether a border or a selection is being dragged."""
        return self._drag is not None and (self._drag.moving or self._drag.edge is not None)

    def press(self, event: QMouseEvent) -> None:
        """Begin a click, a selection, or the move of a border."""
        view, point = self._view, event.position()
        pill = view.margin.pill_under(point)
        if pill is not None:
            view.reveal(pill.extent)
            return
        frame = view.margin.frame_under(point)
        if frame is not None:
            view.mark_clicked.emit(frame)
            return
        mark = view.current_mark()
        edge = edge_at(view.page, mark, point) if mark is not None else None
        offset = view.page.offset_at(point)
        self._drag = _Drag(point.toPoint(), (offset, offset), edge=edge, original=mark)
        if edge is not None:
            return
        if self._is_triple(point.toPoint()):
            paragraph = motion.paragraph_at(view.text, offset)
            self._select_unit(paragraph)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            anchor = view.anchor
            self._drag.anchor = (anchor, anchor)
            self._drag.moving = True
            self.move(event)
        else:
            view.set_caret(offset, reveal=False)

    def move(self, event: QMouseEvent) -> None:
        """Follow the mouse."""
        drag = self._drag
        self._at = event.position()
        self._exact = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if drag is None or not event.buttons() & _LEFT:
            self._hover(event.position())
            return
        way = (event.position().toPoint() - drag.pressed).manhattanLength()
        if not drag.moving and way < QApplication.startDragDistance():
            return
        drag.moving = True
        self._follow()
        inside = self._view.viewport().rect().contains(event.position().toPoint())
        if inside:
            self._scroll.stop()
        elif not self._scroll.isActive():
            self._scroll.start()

    def release(self, event: QMouseEvent) -> None:
        """End a click, a selection, or the move of a border."""
        self._scroll.stop()
        drag, self._drag = self._drag, None
        if drag is None or event.button() != _LEFT:
            return
        if drag.edge is not None:
            self._commit(drag)
        elif drag.moving or drag.anchor[0] != drag.anchor[1]:
            self._view.finish_selection()
        else:
            self._click(event.position())

    def double_click(self, event: QMouseEvent) -> None:
        """Select the word; a third click selects its paragraph."""
        view = self._view
        offset = view.page.offset_at(event.position())
        word = motion.word_at(view.text, offset)
        self._double = (time.monotonic(), event.position().toPoint())
        if word is None:
            return
        self._drag = _Drag(event.position().toPoint(), (offset, offset))
        self._select_unit(word)
        view.words_double_clicked.emit(word)

    def cancel(self) -> bool:
        """Undo the border or selection that is being dragged; whether there was one."""
        drag, self._drag = self._drag, None
        self._scroll.stop()
        if drag is None or not (drag.moving or drag.edge is not None):
            return False
        if drag.preview is not None and drag.original is not None:
            self._view.update_marks([drag.original], ())
        elif drag.edge is None:
            self._view.set_caret(drag.anchor[0], reveal=False)
        return True

    # --- parts ------------------------------------------------------------------------------------

    def _select_unit(self, unit: Extent | None) -> None:
        if unit is not None and self._drag is not None:
            self._drag.anchor = (unit.start, unit.end)
            self._view.set_selection(unit)

    def _is_triple(self, point: QPoint) -> bool:
        at, place = self._double
        interval = QGuiApplication.styleHints().mouseDoubleClickInterval() / 1000
        near = (point - place).manhattanLength() < QApplication.startDragDistance()
        return near and time.monotonic() - at < interval

    def _follow(self) -> None:
        drag, view = self._drag, self._view
        if drag is None:
            return
        offset = view.page.offset_at(self._at)
        if drag.edge is not None and drag.original is not None:
            extent = moved(view.text, drag.original.extent, drag.edge, offset, exact=self._exact)
            if drag.preview is None or drag.preview.extent != extent:
                drag.preview = replace(drag.original, extent=extent)
                view.update_marks([drag.preview], ())
            return
        start, end = min(drag.anchor[0], offset), max(drag.anchor[1], offset)
        if self._exact:
            extent_or_none = Extent(start, end) if start < end else None
        else:
            extent_or_none = motion.snapped(view.text, start, end)
        view.drag_selection(extent_or_none, backwards=offset < drag.anchor[0], fallback=offset)

    def _commit(self, drag: _Drag) -> None:
        """Tell the new extent once; what nobody took over goes back."""
        view = self._view
        if drag.preview is None or drag.original is None:
            return
        if drag.preview.extent != drag.original.extent:
            view.edge_dragged.emit(drag.original.id, drag.preview.extent)
        if view.mark(drag.original.id) is drag.preview:
            view.update_marks([drag.original], ())

    def _click(self, point: QPointF) -> None:
        """Make the innermost mark current, or the next one outwards."""
        view = self._view
        ids: list[MarkId] = []
        for mark_id in view.page.marks_under(point):
            shown = view.table.shown(mark_id)
            if shown not in ids:
                ids.append(shown)
        if not ids:
            view.set_current(None, reveal=False)
            return
        before = view.last_clicked
        chosen = ids[(ids.index(before) + 1) % len(ids)] if before in ids else ids[0]
        view.click_mark(chosen)

    def _hover(self, point: QPointF) -> None:
        view = self._view
        mark = view.current_mark()
        shape = Qt.CursorShape.IBeamCursor
        if view.margin.pill_under(point) is not None or view.margin.frame_under(point) is not None:
            shape = Qt.CursorShape.PointingHandCursor
        elif mark is not None and edge_at(view.page, mark, point) is not None:
            shape = Qt.CursorShape.SizeHorCursor
        if view.viewport().cursor().shape() != shape:
            view.viewport().setCursor(shape)

    def _scroll_on(self) -> None:
        """Scroll while the mouse is held outside the view, faster further away."""
        height = self._view.viewport().height()
        y = self._at.y()
        way = y if y < 0 else max(0.0, y - height)
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + round(max(-80.0, min(80.0, way))))
        self._follow()
