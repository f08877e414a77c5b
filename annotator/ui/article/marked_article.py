"""An article with its marks as it is painted: which are shown, which one is current."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from typing_extensions import override

from annotator.domain.article import Zone
from annotator.domain.extent import Extent
from annotator.ui.article.article_document import ArticleDocument
from annotator.ui.article.chunk import Caption
from annotator.ui.article.margin import EDGE_STRIP
from annotator.ui.article.marks import FrameMark, Mark, MarkId
from annotator.ui.article.painting import Shown, paint_above, paint_below
from annotator.ui.article.reader import LEFT_TO_RIGHT, ArticleReader
from annotator.ui.look import Look

log = logging.getLogger(__name__)
_ABBREVIATION = 3


class MarkedArticle(ArticleReader):
    """Shows one article with its marks; what the user does to it is left to its subclass.

    Marks are values: they are shown, never changed here.

    Signals:
        current_changed: Id of the mark that became current, or ``None``.
        mark_clicked: Id of a mark, or of a frame (its bracket or name).
        edge_dragged: Id and new extent, once, on release. The mark goes back unless it is updated
            by then.
        words_double_clicked: The extent of a word.
    """

    current_changed = Signal(object)
    mark_clicked = Signal(object)
    edge_dragged = Signal(object, object)
    words_double_clicked = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.last_clicked: MarkId | None = None
        self._broken = False
        self.selection_changed.connect(self._on_selection_changed)

    # --- what is shown --------------------------------------------------------------------------

    def show_article(
        self,
        text: str,
        zones: Sequence[Zone],
        direction: Qt.LayoutDirection = LEFT_TO_RIGHT,
        scroll_to: int = 0,
    ) -> None:
        """Show another article, without marks.

        Args:
            text: Its words, as they are stored.
            zones: Headline, dateline, byline and boilerplate.
            direction: By the article's language, never guessed from a paragraph.
            scroll_to: Offset to begin at, e.g. the first suggestion.
        """
        had_current = self.shown.current is not None
        self.table.replace((), ())
        self.last_clicked = None
        self.shown = Shown()
        self.use(ArticleDocument(text, zones, direction, theme=self.look.theme))
        self.build()
        self.set_caret(scroll_to, reveal=scroll_to > 0)
        if had_current:
            self.current_changed.emit(None)

    def set_marks(self, marks: Iterable[Mark], frame_marks: Iterable[FrameMark] = ()) -> None:
        """Show other marks and frames."""
        self.table.replace(marks, frame_marks)
        self.page.clear()
        self._after_change()

    def update_marks(self, added: Iterable[Mark | FrameMark], removed: Iterable[MarkId]) -> None:
        """Add, exchange (same id) and remove marks and frames; cheap however many there are."""
        for extent in self.table.update(added, removed):
            self.page.touch(extent)
        self._after_change()

    def mark(self, mark_id: MarkId | None) -> Mark | None:
        """Return a mark by id."""
        return self.table.mark(mark_id)

    def marks_at(self, offset: int) -> list[Mark]:
        """Return the marks at an offset, innermost first; where none begins, those that end."""
        found = self.table.overlapping(offset, offset + 1)
        if not found and offset > 0:
            found = self.table.overlapping(offset - 1, offset)
        known = [mark for mark in found if self.table.mark(mark.id) is mark]
        return sorted(known, key=lambda mark: len(mark.extent))

    def marks_at_caret(self) -> list[Mark]:
        """Return the marks at the caret, innermost first."""
        return self.marks_at(self.caret)

    # --- current mark and selected frame --------------------------------------------------------

    @property
    def current(self) -> MarkId | None:
        """Id of the mark with the ring."""
        return self.shown.current

    def current_mark(self) -> Mark | None:
        """Return the mark with the ring."""
        return self.table.mark(self.shown.current)

    def set_current(self, mark_id: MarkId | None, *, reveal: bool) -> None:
        """Put the ring around a mark and say so to screen readers.

        A frame may be current too: one that waits for a decision. It has no ring.
        """
        self.last_clicked = None
        place = self.table.place_of(mark_id)
        if place is not None and reveal:
            self.set_caret(place.start, reveal=False)
            self.reveal(place)
        if mark_id == self.shown.current:
            return
        self.shown.current = mark_id
        self.viewport().update()
        if mark_id is not None and place is not None:
            if self.selection is not None:  # keys act on one thing
                self.set_selection(None)
            self._announce(mark_id, place)
        self.current_changed.emit(mark_id)

    def take_mark_here(self) -> None:
        """Where no mark is current, make the innermost one at the selection or caret current."""
        if self.shown.current is None:
            selected = self.selection
            here = self.marks_at(self.caret if selected is None else selected.start)
            if here:
                self.set_current(here[0].id, reveal=False)

    def click_mark(self, mark_id: MarkId) -> None:
        """Make a mark current as a click does."""
        if self.table.mark(mark_id) is not None:
            self.set_current(mark_id, reveal=False)
        self.last_clicked = mark_id
        self.mark_clicked.emit(mark_id)

    def select_frame(self, frame_id: MarkId | None) -> None:
        """Show the roles of a frame by name."""
        if frame_id != self.shown.frame:
            self.shown.frame = frame_id
            self._set_captions()
            self.viewport().update()

    # --- painting -------------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        try:
            with self._painter(event) as painter:
                self._paint_below(painter, event.rect())
            super().paintEvent(event)
            with self._painter(event) as painter:
                self._paint_above(painter, event.rect())
        except Exception:
            if not self._broken:
                self._broken = True
                log.exception("The article could not be painted")

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if self.shown.frame is not None:  # what stands at the edges of the view was moved along
            width, height = self.viewport().width(), self.viewport().height()
            strip = EDGE_STRIP + abs(dy)
            self.viewport().update(0, 0, width, strip)
            self.viewport().update(0, height - strip, width, strip)

    # --- parts ------------------------------------------------------------------------------------

    def _on_selection_changed(self, extent: Extent | None) -> None:
        """Let the words that were selected last be what keys act on, not a mark before them."""
        if extent is not None and self.shown.current is not None:
            self.set_current(None, reveal=False)

    def _after_change(self) -> None:
        """Let current mark and selected frame follow what was exchanged."""
        self._set_captions()
        current = self.shown.current
        gone = self.table.mark(current) is None and self.table.frame(current) is None
        if current is not None and gone:
            self.shown.current = None
            self.current_changed.emit(None)
        self.viewport().update()

    def _set_captions(self) -> None:
        """Put roles of the selected frame in the place of chips."""
        frame = self.table.frame(self.shown.frame)
        captions: dict[MarkId, Caption] = {}
        if frame is not None:
            for member in self.table.members(frame.id):
                captions.setdefault(member.mark.id, Caption(member.name.upper(), frame.type))
        before = self.page.captions
        if captions == before:
            return
        self.page.captions = captions
        for mark_id in {*before, *captions}:
            mark = self.table.any_mark(mark_id)
            if mark is not None and before.get(mark_id) != captions.get(mark_id):
                self.page.touch(mark.extent)

    @contextmanager
    def _painter(self, event: QPaintEvent) -> Iterator[QPainter]:
        """Give a painter that is ended whatever happens: one left open crashes later."""
        painter = QPainter(self.viewport())
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipRegion(event.region())
            yield painter
        finally:
            painter.end()

    def _paint_below(self, painter: QPainter, area: QRect) -> None:
        seen = self.page.seen(area.top(), area.bottom())
        paint_below(painter, self.page, seen, self.shown)

    def _paint_above(self, painter: QPainter, area: QRect) -> None:
        height = float(self.viewport().height())
        seen = self.page.seen(area.top(), area.bottom())
        paint_above(painter, self.page, seen, self.shown)
        if self._in_margin(area.left(), area.right()):
            self.margin.paint(painter, self.page.seen(), height, self.shown.frame)
        self.margin.paint_pills(painter, height, self.shown.frame)
        if not self._ring_shows_place():
            self.blinker.paint(painter, self.cursorRect(), self.look.theme.accent)

    def _ring_shows_place(self) -> bool:
        """Whether the caret would only double the edge of the ring."""
        mark = self.current_mark()
        return mark is not None and self.caret in {mark.extent.start, mark.extent.end}

    def _in_margin(self, left: int, right: int) -> bool:
        if self.page.mirrored:
            return right >= self.page.text_right
        return left <= self.page.text_left

    def _announce(self, mark_id: MarkId, place: Extent) -> None:
        """Tell screen readers, which do not see what is painted."""
        if not QAccessible.isActive():
            return
        mark, frame = self.table.mark(mark_id), self.table.frame(mark_id)
        if mark is None and frame is not None:
            mark = Mark(mark_id, place, frame.type, frame.pending)
        if mark is not None:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.spoken(mark)))

    def spoken(self, mark: Mark) -> str:
        """Return a mark as it is read aloud: "Person, suggested: Yury Ushakov"."""
        name = mark.label.capitalize() if len(mark.label) > _ABBREVIATION else mark.label
        words = " ".join(mark.extent.slice(self.text).split())
        if mark.pending:
            return self.tr("{label}, suggested: {words}").format(label=name, words=words)
        return self.tr("{label}: {words}").format(label=name, words=words)
