"""Reading an article: its text, caret, selection and place. Marks come in the view built on it."""

from collections.abc import Sequence
from math import floor

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import (
    QClipboard,
    QFocusEvent,
    QGuiApplication,
    QPalette,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextEdit
from typing_extensions import override

from annotator.domain import motion
from annotator.domain.article import Zone
from annotator.domain.extent import Extent
from annotator.ui.article import finding
from annotator.ui.article.article_document import ArticleDocument
from annotator.ui.article.caret import Caret
from annotator.ui.article.inks import BODY_LINE, Inks, sizes
from annotator.ui.article.margin import Margin
from annotator.ui.article.mark_table import MarkTable
from annotator.ui.article.page import Page
from annotator.ui.article.painting import Shown
from annotator.ui.article.scrolling import Scroller, ScrollState
from annotator.ui.article.text_layout import TextLayout
from annotator.ui.look import Look

LEFT_TO_RIGHT = Qt.LayoutDirection.LeftToRight
MEASURE = 640
_WHEEL_STEP = 120
_IDLE_MS = 4
_FONT_EVENTS = (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange)
_FLAGS = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)


class ArticleReader(QTextEdit):
    """Shows one article to be read: text that can be selected, searched and copied, never changed.

    All offsets are code points of the text that was given.

    Signals:
        selection_changed: The selected :class:`Extent`, or ``None``; also while it is dragged.
        selection_finished: The extent, when the mouse has let it go.
        caret_moved: Its offset.
        zoom_requested: Steps up or down.
    """

    line: int = BODY_LINE
    """Height of a line of running text at a body of 17 px."""
    selection_changed = Signal(object)
    selection_finished = Signal(object)
    caret_moved = Signal(int)
    zoom_requested = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.shown = Shown()
        self.table = MarkTable(self._is_anchor, self._paragraph_of)
        self._measure = MEASURE
        self._last: tuple[int, Extent | None] = (0, None)
        self._wheel = 0
        self._own_document: QTextDocument | None = None
        self._font_key = self._fonts()
        article = ArticleDocument("", (), LEFT_TO_RIGHT, theme=look.theme)
        self.page = Page(self, article, self.table, Inks(look), sizes(look, MEASURE, 0, self.line))
        self.margin = self.make_margin()
        self.blinker = Caret(self)
        self.scroller = Scroller(self)
        self._idle = QTimer(self)
        self._idle.setInterval(_IDLE_MS)
        self._idle.timeout.connect(self._set_more)
        self._set_up()
        self.build()
        look.changed.connect(self._on_look_changed)

    def _set_up(self) -> None:
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setAcceptRichText(False)
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)
        self.setTabChangesFocus(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(self.tr("Article text"))
        self._set_palette()
        self.blinker.blinked.connect(self._update_caret)
        self.cursorPositionChanged.connect(self._on_cursor_changed)
        self.selectionChanged.connect(self._on_cursor_changed)

    # --- text -------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The words of the article."""
        return self.page.article.text

    def set_zones(self, zones: Sequence[Zone]) -> None:
        """Set headline, boilerplate and so on anew; place and caret stay."""
        state = self.scroll_state()
        document = self.document()
        touched = self.page.article.set_zones(document, zones, self.page.sizes, self.look.theme)
        self.page.layout.forget(touched)
        for number in touched:
            self.page.forget(number)
        self._idle.start()
        self.restore_scroll(state)
        self.viewport().update()

    def set_measure(self, pixels: int) -> None:
        """Set the width of the text at 17 px: 640, or 560 in a narrow window."""
        if pixels != self._measure:
            self._measure = pixels
            self._fit()

    # --- caret and selection ----------------------------------------------------------------------

    @property
    def caret(self) -> int:
        """Offset of the caret."""
        return self._to_code_point(self.textCursor().position())

    @property
    def anchor(self) -> int:
        """Offset of the fixed end of the selection; the caret where nothing is selected."""
        return self._to_code_point(self.textCursor().anchor())

    @property
    def selection(self) -> Extent | None:
        """The selected words."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        start = self._to_code_point(cursor.selectionStart())
        end = self._to_code_point(cursor.selectionEnd())
        return Extent(start, end) if start < end else None

    def set_selection(self, extent: Extent | None) -> None:
        """Select words, or nothing; the caret stands at their end."""
        if extent is None:
            self.set_caret(self.caret, reveal=False)
        else:
            self._place(extent.start, extent.end)

    def set_caret(self, offset: int, *, reveal: bool = True) -> None:
        """Put the caret at an offset, selecting nothing."""
        offset = max(0, min(offset, len(self.text)))
        self._place(offset, offset)
        if reveal and self.text:
            at = min(offset, len(self.text) - 1)
            self.reveal(Extent(at, at + 1))

    def select_word(self) -> None:
        """Select the word at the caret; again its sentence, again its paragraph."""
        selected = self.selection
        offset = self.caret if selected is None else selected.start
        self.set_selection(motion.grown(self.text, selected, offset))

    def select_quotation(self) -> None:
        """Select the quotation at the caret without its marks; again with them."""
        selected = self.selection
        offset = self.caret if selected is None else selected.start
        inner = motion.quotation_at(self.text, offset)
        outer = motion.quotation_with_marks_at(self.text, offset)
        wanted = outer if selected is not None and selected == inner else inner or outer
        if wanted is not None:
            self.set_selection(wanted)

    def select_all(self) -> None:
        """Select the whole text."""
        self._place(0, len(self.text))

    def copy_selection(self) -> None:
        """Put the selected words on the clipboard, exactly as they are stored."""
        extent = self.selection
        if extent is not None:
            # setText: Qt owns the data. A QMimeData made here crashes at exit.
            QGuiApplication.clipboard().setText(extent.slice(self.text))

    def paragraph_extent(self, offset: int) -> Extent | None:
        """Return the paragraph at an offset."""
        return motion.paragraph_at(self.text, offset)

    def drag_selection(self, extent: Extent | None, *, backwards: bool, fallback: int) -> None:
        """Select words while the mouse moves; the caret stands where the mouse is."""
        if extent is None:
            self._place(fallback, fallback)
        elif backwards:
            self._place(extent.end, extent.start)
        else:
            self._place(extent.start, extent.end)

    def finish_selection(self) -> None:
        """Tell that the mouse has let a selection go."""
        extent = self.selection
        clipboard: QClipboard = QGuiApplication.clipboard()
        if extent is not None and clipboard.supportsSelection():
            clipboard.setText(extent.slice(self.text), clipboard.Mode.Selection)
        self.selection_finished.emit(extent)

    def move_caret(self, offset: int, *, select: bool, reveal: bool = True) -> None:
        """Move the caret by a key."""
        offset = max(0, min(offset, len(self.text)))
        cursor = self.page.cursor(self.anchor if select else offset, offset)
        self.take_cursor(cursor, reveal=reveal)

    def take_cursor(self, cursor: QTextCursor, *, reveal: bool = True) -> None:
        """Take over a cursor that a key has moved."""
        self.scroller.stop()
        bar = self.verticalScrollBar()
        self.page.line_box(self._to_code_point(cursor.position()))
        self.scroller.follow(self.page)
        before = bar.value()
        self.setTextCursor(cursor)
        if not reveal:
            bar.setValue(before)
        elif (box := self.page.line_box(self.caret)).top < 0:  # its chips are above the letters
            bar.setValue(bar.value() + floor(box.top) if self.caret else 0)
        self._caret_awake()

    # --- scrolling --------------------------------------------------------------------------------

    def reveal(self, extent: Extent, *, at_once: bool = False) -> None:
        """Scroll, if at all, so that words stand in view with some lines around them.

        Args:
            extent: The words.
            at_once: Without motion: something is placed beside them.
        """
        if extent.start <= len(self.text):
            still = at_once or getattr(self.look, "reduce_motion", False)
            smooth = not still and self.isVisible()
            self.scroller.reveal(self.page, extent, smooth=smooth)
            self.viewport().update()

    def in_sight(self, extent: Extent) -> bool:
        """Whether the line in which some words begin is in view."""
        box = self.page.line_box(extent.start)
        return box.top >= 0 and box.base <= self.viewport().height()

    @property
    def being_set(self) -> bool:
        """Whether lines out of view are still to be set; the scroll bar is a guess until then."""
        return self._idle.isActive()

    def scroll_state(self) -> ScrollState:
        """Return the place that the view shows, as an offset."""
        return self.scroller.state(self.page)

    def restore_scroll(self, state: ScrollState) -> None:
        """Go back to a place at once."""
        self.scroller.restore(self.page, state)

    # --- finding ----------------------------------------------------------------------------------

    @override
    def find(  # type: ignore[override]
        self, text: str, *, forward: bool = True, whole: bool = False
    ) -> bool:
        """Select the next place of some words, round the end, and tint all places."""
        found = finding.hits(self.text, text, whole=whole)
        selected = self.selection
        offset = self.caret
        if selected is not None:
            again = selected == self.shown.hit
            offset = (selected.end if forward else selected.start) if again else selected.start
        hit = finding.next_hit(found, offset, forward=forward)
        self.set_hits(found, hit)
        if hit is not None:
            self.set_selection(hit)
            self.reveal(hit)
        return hit is not None

    def set_hits(self, hits: Sequence[Extent], current: Extent | None = None) -> None:
        """Tint places that a search found; none to end it."""
        self.shown.hits = sorted(hits)
        self.shown.hit = current
        self.viewport().update()

    # --- events ---------------------------------------------------------------------------------

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        # QTextEdit would set the text in the font of the interface.
        if event.type() not in _FONT_EVENTS:
            super().changeEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._wheel += event.angleDelta().y()
            steps = int(self._wheel / _WHEEL_STEP)
            if steps:
                self._wheel -= steps * _WHEEL_STEP
                self.zoom_requested.emit(steps)
            event.accept()
            return
        self.scroller.stop()
        super().wheelEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.blinker.wake()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.blinker.rest()

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        return False

    @override
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return False

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        return

    # --- parts ------------------------------------------------------------------------------------

    def _is_anchor(self, frame_type: str, role: str) -> bool:
        kind = self.look.scheme.frame_type_by_name.get(frame_type)
        known = kind.role(role) if kind is not None else None
        return known is None or known.anchor

    def _paragraph_of(self, offset: int) -> int:
        return self.page.article.block_at(offset)

    def use(self, article: ArticleDocument) -> None:
        """Take another article; :meth:`build` sets it."""
        page = self.page
        self.page = Page(self, article, self.table, page.inks, page.sizes)
        self.margin = self.make_margin()

    def make_margin(self) -> Margin:
        """Return what draws beside the text of the page at hand."""
        return Margin(self.page)

    def build(self) -> None:
        """Set the text anew: another article or another font."""
        page = self.page
        page.sizes = sizes(self.look, self._measure, self._room(), self.line)
        page.inks = Inks(self.look)
        page.clear()
        before, document = self._own_document, page.article.new_document(self, page.sizes)
        self._layout = TextLayout(document, page.article, page.sizes)
        document.setDocumentLayout(self._layout)
        self._layout.begin()
        self._own_document = document
        blocked = self.blockSignals(True)  # noqa: FBT003
        self.setLineWrapColumnOrWidth(page.sizes.width)
        self.setDocument(document)  # deletes Qt's own document, not ours
        self.setTextInteractionFlags(_FLAGS)
        self.setCursorWidth(0)
        self.blockSignals(blocked)
        if before is not None:
            before.deleteLater()
        self._idle.start()
        self._centre()

    def _set_more(self) -> None:
        """Set some more of the text while nothing else happens; what is in view stays there."""
        if self.scroller.moving:
            return
        layout = self.page.layout
        if not layout.step(self.verticalScrollBar().value()):
            self._idle.stop()
        if layout.awaited:
            self.viewport().update()
        self.scroller.follow(self.page)

    def _room(self) -> int:
        return self.width() - self.verticalScrollBar().sizeHint().width()

    def _fit(self) -> None:
        """Fit the text into the view; only a narrow view sets it anew."""
        fitting = sizes(self.look, self._measure, self._room(), self.line)
        page = self.page
        if (fitting.measure, fitting.gutter, fitting.margin) != (
            page.sizes.measure,
            page.sizes.gutter,
            page.sizes.margin,
        ):
            state = self.scroll_state()
            page.sizes = fitting
            page.clear()
            page.layout.set_sizes(fitting)
            self._idle.start()
            self.setLineWrapColumnOrWidth(fitting.width)
            self._centre()
            self.restore_scroll(state)
        self._centre()

    def _centre(self) -> None:
        """Share spare width between both sides; the text is not laid out again."""
        spare = max(0, self._room() - self.page.sizes.width) // 2
        if self.viewportMargins().left() != spare:
            self.setViewportMargins(spare, 0, 0, 0)

    def _fonts(self) -> tuple[object, ...]:
        look = self.look
        return (look.serif_family, look.sans_family, look.article_px, look.interface_px)

    def _on_look_changed(self) -> None:
        """Take over a theme in place; other fonts set the text anew."""
        self._set_palette()
        if self._fonts() != self._font_key:
            self._font_key = self._fonts()
            state, caret, anchor = self.scroll_state(), self.caret, self.anchor
            self.build()
            self._place(anchor, caret)
            self.restore_scroll(state)
        else:
            self.page.inks = Inks(self.look)
            self.page.clear()
            self.set_zones(self.page.article.zones)
        self.viewport().update()

    def _set_palette(self) -> None:
        theme, roles = self.look.theme, QPalette.ColorRole
        palette = self.palette()
        for role, colour in (
            (roles.Base, theme.paper),
            (roles.Window, theme.paper),
            (roles.Text, theme.text),
            (roles.Highlight, theme.sel),
            (roles.HighlightedText, theme.text),
        ):
            palette.setColor(role, colour)
        self.setPalette(palette)

    def _place(self, anchor: int, position: int) -> None:
        bar = self.verticalScrollBar()
        before = bar.value()
        self.setTextCursor(self.page.cursor(anchor, position))
        bar.setValue(before)
        self._caret_awake()

    def _caret_awake(self) -> None:
        if self.hasFocus():
            self.blinker.wake()

    def _to_code_point(self, unit: int) -> int:
        return min(self.page.article.offsets.to_code_point(unit), len(self.text))

    def _on_cursor_changed(self) -> None:
        state = (self.caret, self.selection)
        before, self._last = self._last, state
        if state[0] != before[0]:
            self.caret_moved.emit(state[0])
        if state[1] != before[1]:
            self.selection_changed.emit(state[1])

    def _update_caret(self) -> None:
        self.viewport().update(self.cursorRect().adjusted(-3, -1, 3, 1))
