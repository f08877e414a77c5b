"""The article as it is laid out in a view: what stands where."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QTextEdit

from annotator.domain.extent import Extent
from annotator.ui.article.article_document import ArticleDocument
from annotator.ui.article.chunk import LINES, Caption, ChunkBuilder, ChunkOps, runs
from annotator.ui.article.inks import Inks, Sizes, TextStyle
from annotator.ui.article.mark_table import MarkTable
from annotator.ui.article.marks import Mark, MarkId
from annotator.ui.article.text_layout import TextLayout

_FUZZY = Qt.HitTestAccuracy.FuzzyHit
_ABOVE = 11.0  # a chip belongs to the words below it
_BELOW = 3.0


@dataclass(frozen=True, slots=True)
class SeenBlock:
    """A paragraph that reaches into the view; places are in the viewport."""

    block: QTextBlock
    number: int
    left: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class LineBox:
    """One line of text in the viewport."""

    left: float
    top: float
    base: float
    style: TextStyle


class Page:
    """Finds lines, rectangles and marks of the article that a view shows.

    What is painted is kept by block and chunk of lines, in the block's own coordinates: scrolling
    only moves it, and a change drops no more than the chunks that it touches.
    """

    def __init__(
        self,
        view: QTextEdit,
        article: ArticleDocument,
        table: MarkTable,
        inks: Inks,
        sizes: Sizes,
    ) -> None:
        self._view = view
        self.article = article
        self.table = table
        self.inks = inks
        self.sizes = sizes
        self.captions: Mapping[MarkId, Caption] = {}
        self._chunks: dict[int, dict[int, ChunkOps]] = {}

    @property
    def layout(self) -> TextLayout:
        """How the text is set."""
        layout = self._view.document().documentLayout()
        if not isinstance(layout, TextLayout):
            raise TypeError(layout)
        return layout

    @property
    def mirrored(self) -> bool:
        """Whether the gutter stands at the right."""
        return self.article.right_to_left

    @property
    def text_left(self) -> float:
        """Left edge of the text in the viewport."""
        return float(self.sizes.margin if self.mirrored else self.sizes.gutter)

    @property
    def text_right(self) -> float:
        """Right edge of the text in the viewport."""
        return self.text_left + self.sizes.measure

    # --- lines ----------------------------------------------------------------------------------

    def seen(self, top: float | None = None, bottom: float | None = None) -> list[SeenBlock]:
        """Return the paragraphs between two heights of the viewport, else all in view."""
        top = 0.0 if top is None else top
        bottom = float(self._view.viewport().height()) if bottom is None else bottom
        scrolled = self._view.verticalScrollBar().value()
        left = float(self.layout.left)
        return [
            SeenBlock(
                piece.block, piece.number, left, piece.top - scrolled, piece.bottom - scrolled
            )
            for piece in self.layout.between(scrolled + top - 12, scrolled + bottom)
        ]

    def style(self, number: int) -> TextStyle:
        """Return how a block is set."""
        return self.sizes.styles[self.article.kinds[number]]

    def chunks(
        self, seen: SeenBlock, top: float | None = None, bottom: float | None = None
    ) -> list[ChunkOps]:
        """Return the operations of the lines of a block that are in view."""
        top = 0.0 if top is None else top
        bottom = float(self._view.viewport().height()) if bottom is None else bottom
        layout = seen.block.layout()
        count = layout.lineCount()
        style = self.style(seen.number)
        first = max(0, int((top - seen.top) // style.line) - 1) // LINES
        last = min(count - 1, int((bottom - seen.top) // style.line) + 1) // LINES
        found: list[ChunkOps] = []
        kept = self._chunks.setdefault(seen.number, {})
        for chunk in range(first, last + 1):
            ops = kept.get(chunk)
            if ops is None:
                ops = self._builder().build(
                    layout, seen.number, style, chunk * LINES, min(count, (chunk + 1) * LINES)
                )
                kept[chunk] = ops
            found.append(ops)
        return found

    def line_box(self, offset: int) -> LineBox:
        """Return the line that holds an offset; it is laid out where it was not yet."""
        block, number, inner = self._block(offset)
        top = self.layout.top_of(number) - self._view.verticalScrollBar().value()
        style, left = self.style(number), float(self.layout.left)
        line = block.layout().lineForTextPosition(inner)
        if not line.isValid():
            return LineBox(left, top, top, style)
        base = top + line.y() + line.ascent()
        return LineBox(left, base - style.line * 0.8, base, style)

    def rects(self, extent: Extent, seen: list[SeenBlock]) -> list[QRectF]:
        """Return the rectangles of some words, as far as they are in view."""
        found: list[QRectF] = []
        to_utf16 = self.article.offsets.to_utf16
        height = self._view.viewport().height()
        for item in seen:
            begin = self.article.starts[item.number]
            if begin >= extent.end or self.article.block_end(item.number) <= extent.start:
                continue
            layout, style = item.block.layout(), self.style(item.number)
            start16 = item.block.position()
            first = max(0, to_utf16(extent.start) - start16)
            last = min(item.block.length() - 1, to_utf16(extent.end) - start16)
            from_line = max(
                layout.lineForTextPosition(first).lineNumber(), int(-item.top // style.line) - 1
            )
            to_line = min(layout.lineCount(), int((height - item.top) // style.line) + 2)
            for index in range(max(0, from_line), to_line):
                line = layout.lineAt(index)
                left16 = max(first, line.textStart())
                right16 = min(last, line.textStart() + line.textLength())
                if left16 >= right16:
                    continue
                base = item.top + line.y() + line.ascent()
                for left, right in runs(line, left16, right16, mixed=True):
                    found.append(
                        QRectF(
                            item.left + left,
                            base - style.rise,
                            right - left,
                            style.rise + style.fall,
                        )
                    )
        return found

    # --- offsets and marks ----------------------------------------------------------------------

    def offset_at(self, point: QPointF) -> int:
        """Return the offset nearest to a place in the viewport."""
        scrolled = QPointF(
            self._view.horizontalScrollBar().value(), self._view.verticalScrollBar().value()
        )
        place = point + scrolled
        units = self.layout.hitTest(place, _FUZZY)
        return min(self.article.offsets.to_code_point(units), len(self.article.text))

    def mark_rects(self, mark_id: MarkId, seen: list[SeenBlock]) -> list[QRectF]:
        """Return the rectangles of a mark, as far as they are in view."""
        return [
            rect.translated(item.left, item.top)
            for item in seen
            for ops in self.chunks(item)
            for rect in ops.rects.get(mark_id, ())
        ]

    def marks_under(self, point: QPointF) -> list[MarkId]:
        """Return the marks under a place, innermost first."""
        hit: set[MarkId] = set()
        for item in self.seen(point.y(), point.y()):
            inner = point - QPointF(item.left, item.top)
            for ops in self.chunks(item):
                hit.update(
                    mark_id
                    for mark_id, rects in ops.rects.items()
                    if any(rect.adjusted(0, -_ABOVE, 0, _BELOW).contains(inner) for rect in rects)
                )
        near = self._marks_near(point)
        inside = [mark for mark in near if mark.id in hit and not self.table.is_hint(mark.id)]
        return [mark.id for mark in sorted(inside, key=lambda mark: len(mark.extent))]

    def _marks_near(self, point: QPointF) -> list[Mark]:
        offset = self.offset_at(point)
        return self.table.overlapping(max(0, offset - 200), offset + 200)

    # --- what is kept -----------------------------------------------------------------------------

    def touch(self, extent: Extent) -> None:
        """Drop what is kept of the lines around some words."""
        first = self.article.block_at(extent.start)
        last = self.article.block_at(extent.end)
        for number in range(first, last + 1):
            kept = self._chunks.get(number)
            if kept:
                for chunk in self._chunks_of(number, extent):
                    kept.pop(chunk, None)

    def forget(self, number: int) -> None:
        """Drop what is kept of a block."""
        self._chunks.pop(number, None)

    def clear(self) -> None:
        """Drop all that is kept."""
        self._chunks.clear()

    def _chunks_of(self, number: int, extent: Extent) -> Iterator[int]:
        block = self.layout.ready(number)
        layout = block.layout()
        to_utf16 = self.article.offsets.to_utf16
        first = layout.lineForTextPosition(max(0, to_utf16(extent.start) - block.position()))
        last = layout.lineForTextPosition(
            min(block.length() - 1, to_utf16(extent.end) - block.position())
        )
        start = first.lineNumber() // LINES if first.isValid() else 0
        end = last.lineNumber() if last.isValid() else layout.lineCount()
        yield from range(start, end // LINES + 1)

    def _block(self, offset: int) -> tuple[QTextBlock, int, int]:
        number = self.article.block_at(min(offset, len(self.article.text)))
        block = self.layout.block(number)
        return block, number, max(0, self.article.offsets.to_utf16(offset) - block.position())

    def _builder(self) -> ChunkBuilder:
        return ChunkBuilder(self.article, self.table, self.inks, self.captions)

    def cursor(self, start: int, end: int | None = None) -> QTextCursor:
        """Return a cursor at an offset, or one that selects up to another."""
        self.layout.reach(max(start, start if end is None else end))
        made = QTextCursor(self._view.document())
        made.setPosition(self.article.offsets.to_utf16(start))
        if end is not None:
            made.setPosition(self.article.offsets.to_utf16(end), QTextCursor.MoveMode.KeepAnchor)
        return made
