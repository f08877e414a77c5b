"""Setting the text of an article: the lines in view at once, all others when there is time."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFontMetricsF,
    QPainter,
    QPalette,
    QTextBlock,
    QTextCharFormat,
    QTextDocument,
    QTextFrame,
    QTextLayout,
    QTextLine,
    QTextOption,
)
from typing_extensions import override

from annotator.ui.article.article_document import ArticleDocument
from annotator.ui.article.heights import Heights
from annotator.ui.article.inks import Sizes

_LONGEST_WORD = 5_000
"""Qt looks for the end of a word anew on each of its lines: the square of its length in time."""
_AHEAD = 64
_AROUND = 1_200  # pixels that are set before a place is told, so that nothing moves when it is seen
_AT_ONCE = 350_000, 5_000  # characters and pieces of a document that is filled before it is shown
_FILL = 20_000, 1_000  # the same of one step
_WAIT = 20_000  # pieces that are filled in while somebody waits to see those behind them
_KEPT, _FEWEST_KEPT = 60_000, 8  # characters and pieces whose letters stay shaped
_STEP_S = 0.008
_WIDEST = "MW@%m"  # of the letters that a line may hold without being set, to be sure of its height


@dataclass(frozen=True, slots=True)
class PlacedPiece:
    """A piece of the text that was set; places are in the document."""

    block: QTextBlock
    number: int
    top: int
    bottom: int


class TextLayout(QAbstractTextDocumentLayout):
    """Fills a document with an article and sets its lines, as far as they are asked for.

    Qt's own layout sets whole paragraphs, up to two hundred thousand characters at a stretch, and
    all that is above a place before it tells the place. Here pieces that were not set yet count
    with a guess; :meth:`step` sets some of them while nothing else is to be done.

    A guess that was wrong moves what is below it. So that the lines in view never move, all places
    are told as they were when the view was painted last, until :meth:`take_shift` says how far
    they are to move together with the scroll bar.

    Attributes:
        awaited: Whether somebody wants to see pieces that are not filled in yet.
    """

    def __init__(self, document: QTextDocument, article: ArticleDocument, sizes: Sizes) -> None:
        super().__init__(document)
        self._article = article
        self._filled = 0
        self._filling = False
        self.awaited = False
        self._options = {
            mode: self._option(mode)
            for mode in (
                QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere,
                QTextOption.WrapMode.WrapAnywhere,
            )
        }
        self.set_sizes(sizes)

    def set_sizes(self, sizes: Sizes) -> None:
        """Set the text anew in other measures."""
        self._sizes = sizes
        metrics = QFontMetricsF(sizes.body.font)
        sample = self._article.pieces[0][:400] or "word"
        self._letter = max(1.0, metrics.horizontalAdvance(sample) / len(sample))
        self._sure = {
            kind: int(
                sizes.measure / max(map(QFontMetricsF(style.font).horizontalAdvance, _WIDEST))
            )
            for kind, style in sizes.styles.items()
        }
        self._set = bytearray(len(self._article.starts))
        self._heights = Heights(len(self._article.starts), self._guess)
        self._kept: dict[int, None] = {}
        self._keeping = 0
        self._held, self._held_top, self._shift = 0, 0, 0
        self._next = 0
        self._told = self._heights.total

    def forget(self, numbers: Sequence[int]) -> None:
        """Set some pieces anew: they are of another kind."""
        for number in numbers:
            if number in self._kept:
                self._let_go(number)
            self._set[number] = 0
            self._next = min(self._next, number)

    # --- filling --------------------------------------------------------------------------------

    def block(self, number: int) -> QTextBlock:
        """Return the block of a piece; the document is filled as far where it was not yet."""
        if number >= self._filled:
            self._fill(number + _AHEAD, *_FILL)
        return self.document().findBlockByNumber(number)

    def reach(self, offset: int) -> None:
        """Fill the document as far as an offset, and some pieces more."""
        number = self._article.block_at(offset) + _AHEAD
        if self._filled < min(number, len(self._article.starts)):
            self._fill(number, *_FILL)

    def begin(self) -> None:
        """Fill the document as far as it takes no time."""
        self._fill(1, *_AT_ONCE)

    def _fill(self, least: int, characters: int, pieces: int) -> None:
        """Fill the document as far as a piece, and on for some characters or pieces."""
        article = self._article
        count, first = len(article.starts), self._filled
        end = article.block_at(article.starts[min(first, count - 1)] + characters) + 1
        last = min(count, max(least, min(end, first + pieces)))
        self._filled = last
        self._filling = True
        article.append(self.document(), range(first, last), self._sizes)
        self._filling = False

    # --- setting --------------------------------------------------------------------------------

    def step(self, y: float) -> bool:
        """Set some more pieces, those around a height first; whether there are others left."""
        until = time.monotonic() + _STEP_S
        seen = self._at(y)
        if not self._is_far(seen):
            self._settle(seen)
        while self._more and time.monotonic() < until:
            number = self._next
            if number == len(self._set) or self._is_far(seen):
                self._fill(0, *_FILL)
                continue
            self._heights.of(number)  # looks into its group, and finds what needs no setting
            if not self._set[number]:
                self._lay(number, self.block(number))
            self._next += 1
        self._hold()
        return self._more

    def _is_far(self, number: int) -> bool:
        """Whether so many lines are to be filled in before a piece that it is worth a wait."""
        return number > self._filled + _WAIT

    @property
    def _more(self) -> bool:
        return self._next < len(self._set) or self._filled < len(self._set)

    def _settle(self, number: int) -> None:
        """Set a piece and those above it that may be in view with it."""
        self.ready(number)
        room = _AROUND if self._next < len(self._set) else 0
        while number > 0 and room > 0:
            number -= 1
            self.ready(number)
            room -= self._heights.of(number)

    def ready(self, number: int) -> QTextBlock:
        """Return the block of a piece, set, its letters shaped."""
        block = self.block(number)
        if number in self._kept:
            self._kept[number] = self._kept.pop(number)  # the last to be let go
            return block
        layout = block.layout()
        layout.setCacheEnabled(True)
        if self._set[number] != _LAID:
            self._lay(number, block)
        self._kept[number] = None
        self._keeping += len(self._article.pieces[number])
        while self._keeping > _KEPT and len(self._kept) > _FEWEST_KEPT:
            self._let_go(next(iter(self._kept)))
        return block

    def _let_go(self, number: int) -> None:
        """Forget the shapes of the letters of a piece, which take far more room than its lines."""
        del self._kept[number]
        self._keeping -= len(self._article.pieces[number])
        layout = self.block(number).layout()
        layout.setCacheEnabled(False)
        layout.clearLayout()
        self._set[number] = _SURE_OF

    def _lay(self, number: int, block: QTextBlock) -> None:
        """Break a piece into lines."""
        article, layout = self._article, block.layout()
        height, measure = self._line_height(number), self._sizes.measure
        layout.setTextOption(self._options[_wrap_mode(article.pieces[number])])
        layout.beginLayout()
        y = 0
        while (line := layout.createLine()).isValid():
            line.setLeadingIncluded(True)
            line.setLineWidth(measure)
            above = height * 0.8 - line.ascent() - max(0.0, line.leading())
            line.setPosition(QPointF(0, y + above))
            y += height
        layout.endLayout()
        self._set[number] = _LAID
        self._heights.set(number, y + article.gap(number, self._sizes))
        if number < self._held:
            self._hold()

    def _line_height(self, number: int) -> int:
        if self._article.follows_blank(number):
            return _EMPTY
        return self._sizes.styles[self._article.kinds[number]].line

    def _guess(self, numbers: range) -> list[int]:
        """Return the heights of pieces that were not set, noting those that are sure."""
        article, measure = self._article, self._sizes.measure
        heights: list[int] = []
        for number in numbers:
            piece = article.pieces[number]
            lines = 1 + int(len(piece) * self._letter / measure)
            heights.append(lines * self._line_height(number) + article.gap(number, self._sizes))
            if numbers.step == 1 and not self._set[number] and self._is_sure(number, piece):
                self._set[number] = _SURE_OF
        return heights

    def _is_sure(self, number: int, piece: str) -> bool:
        """Whether a piece surely fills one line at most: no wide letters, tabs or line ends."""
        few = len(piece) <= self._sure[self._article.kinds[number]]
        return few and piece.isascii() and piece.isprintable()

    def _option(self, mode: QTextOption.WrapMode) -> QTextOption:
        made = QTextOption(
            Qt.AlignmentFlag.AlignRight
            if self._article.right_to_left
            else Qt.AlignmentFlag.AlignLeft
        )
        made.setTextDirection(self._article.direction)
        made.setWrapMode(mode)
        return made

    # --- what stands where ------------------------------------------------------------------------

    def between(self, top: float, bottom: float) -> list[PlacedPiece]:
        """Return the pieces between two heights of the document, set.

        Far behind what is filled in there are none yet: the paper stays empty for a moment.
        """
        count = len(self._set)
        found: list[PlacedPiece] = []
        number = self._at(top)
        self.awaited = self._is_far(number)
        if self.awaited:
            return found
        self._held, self._held_top = number, self._heights.top(number)
        y = self._top(number)
        while number < count and y <= bottom:
            block = self.ready(number)
            after = y + self._heights.of(number)
            found.append(PlacedPiece(block, number, y, after))
            number, y = number + 1, after
        return found

    def top_of(self, number: int) -> int:
        """Return where a piece begins; what is above it in view is set before."""
        self._settle(number)
        return self._top(number)

    def piece_at(self, y: float) -> PlacedPiece:
        """Return the piece at a height of the document, the first or last beyond its ends."""
        number = self._at(y)
        block, top = self.ready(number), self._top(number)
        return PlacedPiece(block, number, top, top + self._heights.of(number))

    def take_shift(self) -> int:
        """Return how far all places move now, and move them: the scroll bar has to follow."""
        if self._heights.total != self._told:
            self._told = self._heights.total
            self.documentSizeChanged.emit(self.documentSize())
        shift, self._shift = -self._shift, 0
        return shift

    def _at(self, y: float) -> int:
        """Return the number of the piece at a height."""
        number = self._heights.at(y - self._sizes.top - self._shift)
        while self._hold():
            number = self._heights.at(y - self._sizes.top - self._shift)
        return number

    def _top(self, number: int) -> int:
        """Return where a piece begins."""
        self._heights.of(number)  # looks into its group
        self._hold()
        return self._sizes.top + self._shift + self._heights.top(number)

    def _hold(self) -> bool:
        """Keep what is in view at its place; whether it would have moved."""
        top = self._heights.top(self._held)
        moved = top - self._held_top
        self._held_top = top
        self._shift -= moved
        return moved != 0

    def line_near(self, piece: PlacedPiece, y: float) -> QTextLine | None:
        """Return the line of a piece at a height of the document, else the nearest.

        Qt takes the lead between two lines for the start of one.
        """
        lines, inner = piece.block.layout(), y - piece.top

        def away(index: int) -> float:
            line = lines.lineAt(index)
            return max(line.y() - inner, inner - line.y() - line.height(), 0.0)

        last = lines.lineCount() - 1
        about = max(0, min(last, int(inner // self._line_height(piece.number))))
        near = range(max(0, about - 1), min(last, about + 1) + 1)
        return lines.lineAt(min(near, key=away)) if last >= 0 else None

    @property
    def left(self) -> int:
        """Where lines begin."""
        sizes = self._sizes
        return sizes.margin if self._article.right_to_left else sizes.gutter

    # --- what Qt asks ---------------------------------------------------------------------------

    @override
    def documentChanged(self, from_: int, charsRemoved: int, charsAdded: int) -> None:
        """Do nothing: what is filled in, and formats that change, are known here."""

    @override
    def documentSize(self) -> QSizeF:
        sizes = self._sizes
        return QSizeF(sizes.width, sizes.top + self._heights.total + sizes.bottom)

    @override
    def pageCount(self) -> int:
        return 1

    @override
    def frameBoundingRect(self, frame: QTextFrame) -> QRectF:
        return QRectF(QPointF(), self.documentSize())

    @override
    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        if self._filling:
            return QRectF()
        number = block.blockNumber()
        top = self.top_of(number)
        return QRectF(self.left, top, self._sizes.measure, self._heights.of(number))

    @override
    def hitTest(  # type: ignore[override]
        self, point: QPointF, accuracy: Qt.HitTestAccuracy
    ) -> int:
        if accuracy == Qt.HitTestAccuracy.ExactHit:
            return -1
        piece = self.piece_at(point.y())
        line = self.line_near(piece, point.y())
        inner = line.xToCursor(point.x() - self.left) if line is not None else 0
        return piece.block.position() + inner

    @override
    def draw(self, painter: QPainter, context: QAbstractTextDocumentLayout.PaintContext) -> None:
        clip, left = context.clip, self.left
        # What is selected of a line end hangs over the edge of a line from right to left.
        column = clip.intersected(QRectF(left, clip.top(), self._sizes.measure, clip.height()))
        painter.setPen(context.palette.color(QPalette.ColorRole.Text))
        selected = [
            (item.cursor.selectionStart(), item.cursor.selectionEnd(), QTextCharFormat(item.format))
            for item in context.selections
        ]
        for piece in self.between(clip.top(), clip.bottom()):
            start, length = piece.block.position(), piece.block.length()
            ranges: list[QTextLayout.FormatRange] = []
            for first, last, look in selected:
                if first < start + length and last > start and first < last:
                    part = QTextLayout.FormatRange()
                    part.start, part.length, part.format = first - start, last - first, look
                    ranges.append(part)
            piece.block.layout().draw(
                painter, QPointF(left, piece.top), ranges, clip if column.isEmpty() else column
            )


_SURE_OF, _LAID = 1, 2
_EMPTY = 4


def _wrap_mode(piece: str) -> QTextOption.WrapMode:
    """Return how lines are broken: anywhere where a word fills pages, as no article's does."""
    if len(piece) > _LONGEST_WORD and max(map(len, piece.split(" "))) > _LONGEST_WORD:
        return QTextOption.WrapMode.WrapAnywhere
    return QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
