"""What is painted on some lines of a paragraph, computed once and kept until they change."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QTextLayout, QTextLine

from annotator.domain.extent import Extent
from annotator.ui.article.article_document import ArticleDocument
from annotator.ui.article.inks import CHIP_RISE, Inks, TextStyle
from annotator.ui.article.mark_table import MarkTable
from annotator.ui.article.marks import Mark, MarkId

LINES = 16  # one cached chunk: a paragraph of ten thousand words stays cheap

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u200f\u202b\u202e\u2067]")
_CHIP_GAP = 5.0
_MOST_NESTED = 3
_CONTEXT = 2000


@dataclass(slots=True)
class ChunkOps:
    """Paint operations in the coordinates of their block.

    Attributes:
        grounds: Label and rectangle, outer ones first.
        boxes: The same of suggestions, painted dashed, with their marks.
        lines: Frame type, pending, line.
        chips: Where the base line begins, words, label or frame type that gives the ink.
        rects: What each mark covers, in text order.
    """

    grounds: list[tuple[str, QRectF]] = field(default_factory=list)
    boxes: list[tuple[str, QRectF, MarkId]] = field(default_factory=list)
    lines: list[tuple[str, bool, QLineF]] = field(default_factory=list)
    chips: list[tuple[QPointF, str, str]] = field(default_factory=list)
    rects: dict[MarkId, list[QRectF]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands above a mark in place of its chip: its role in the selected frame."""

    text: str
    ink: str


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    line: QTextLine
    base: float
    chips: list["_Chip"] = field(default_factory=list)


@dataclass(slots=True)
class _Chip:
    left: float
    right: float
    text: str
    ink: str
    is_role: bool
    width: float
    x: float = 0.0

    def encloses(self, other: "_Chip") -> bool:
        return self.left <= other.left + 1 and self.right >= other.right - 1


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Lines of one block, with what is the same for all marks on them."""

    lines: Sequence[_Line]
    start: int
    start16: int
    style: TextStyle
    mixed: bool


def runs(line: QTextLine, start: int, end: int, *, mixed: bool) -> list[tuple[float, float]]:
    """Return the horizontal stretches of a part of one line, in UTF-16 offsets of its block.

    In text with right-to-left letters one part can be several stretches, and ``cursorToX`` is
    ambiguous where the direction changes; the glyphs themselves are exact.
    """
    if not mixed:
        left = cast("tuple[float, int]", line.cursorToX(start))[0]
        right = cast("tuple[float, int]", line.cursorToX(end))[0]
        return [(left, right)]
    stretches: list[tuple[float, float]] = []
    for run in line.glyphRuns(start, end - start):
        places = [place.x() for place in run.positions()]
        if places:
            advances = run.rawFont().advancesForGlyphIndexes(run.glyphIndexes())
            right = max(x + step.x() for x, step in zip(places, advances, strict=False))
            stretches.append((min(places), right))
    stretches.sort()
    joined: list[tuple[float, float]] = []
    for left, right in stretches:
        if joined and left <= joined[-1][1] + 1.2:
            joined[-1] = (joined[-1][0], max(joined[-1][1], right))
        else:
            joined.append((left, right))
    return joined


def _line(line: QTextLine) -> _Line:
    start = line.textStart()
    return _Line(start, start + line.textLength(), line, line.y() + line.ascent())


def reads_right_to_left(words: str) -> bool:
    """Whether the first letter of some words runs from right to left."""
    for character in words:
        kind = unicodedata.bidirectional(character)
        if kind in {"L", "R", "AL"}:
            return kind != "L"
    return False


def levels(marks: Sequence[Mark]) -> dict[MarkId, int]:
    """Return how many grounds are stacked inside each mark's own: 0 for the innermost.

    Of two that cross, the longer one counts as the outer: both stay visible.
    """
    by_length = sorted(marks, key=lambda mark: (len(mark.extent), -mark.extent.start))
    found: dict[MarkId, int] = {}
    for place, mark in enumerate(by_length):
        inner = [
            found[other.id] for other in by_length[:place] if other.extent.overlaps(mark.extent)
        ]
        found[mark.id] = min(_MOST_NESTED, 1 + max(inner)) if inner else 0
    return found


class ChunkBuilder:
    """Turns the marks on some lines of a block into paint operations."""

    def __init__(
        self,
        article: ArticleDocument,
        table: MarkTable,
        inks: Inks,
        captions: Mapping[MarkId, Caption],
    ) -> None:
        self._article = article
        self._table = table
        self._inks = inks
        self._captions = captions

    def build(
        self, layout: QTextLayout, number: int, style: TextStyle, first: int, last: int
    ) -> ChunkOps:
        """Return the operations of the lines ``[first, last)`` of one block."""
        ops = ChunkOps()
        article = self._article
        start16 = article.offsets.to_utf16(article.starts[number])
        lines = [_line(layout.lineAt(index)) for index in range(first, last)]
        if not lines:
            return ops
        to_code_point = article.offsets.to_code_point
        start = to_code_point(start16 + lines[0].start)
        end = min(to_code_point(start16 + lines[-1].end), article.block_end(number))
        marks = self._table.overlapping(start, end) if start < end else []
        if not marks:
            return ops
        stacked = self._levels(marks, start, end)
        mixed = _RIGHT_TO_LEFT.search(article.text, start, end) is not None
        stretch = _Stretch(lines, start, start16, style, mixed)
        for mark in sorted(marks, key=lambda mark: -stacked.get(mark.id, 0)):
            self._add(ops, mark, stretch, stacked.get(mark.id, 0))
        for line in lines:
            chip_base = line.base - style.rise - CHIP_RISE
            for chip in place_chips(line.chips):
                ops.chips.append((QPointF(chip.x, chip_base), chip.text, chip.ink))
        return ops

    def _levels(self, marks: Sequence[Mark], start: int, end: int) -> dict[MarkId, int]:
        entities = [mark for mark in marks if mark.is_entity]
        if not entities:
            return {}
        first = max(start - _CONTEXT, min(mark.extent.start for mark in entities))
        last = min(end + _CONTEXT, max(mark.extent.end for mark in entities))
        if first < start or last > end:
            around = self._table.overlapping(first, last)
            entities = [mark for mark in around if mark.is_entity]
        return levels(entities)

    def _add(self, ops: ChunkOps, mark: Mark, stretch: _Stretch, level: int) -> None:
        offsets, start16, style = self._article.offsets, stretch.start16, stretch.style
        begin = offsets.to_utf16(mark.extent.start) - start16
        finish = offsets.to_utf16(mark.extent.end) - start16
        rects: list[QRectF] = []
        types = self._table.lines_of(mark)
        for line in stretch.lines:
            left16 = max(begin, line.start)
            right16 = self._without_blank(min(finish, line.end), line, start16)
            if left16 >= right16:
                continue
            parts = runs(line.line, left16, right16, mixed=stretch.mixed)
            found = [ground(left, right, line.base, style, mark, level) for left, right in parts]
            for kind in types:
                y = line.base + style.descent + self._inks.drop_of(kind)
                ops.lines += [(kind, mark.pending, QLineF(a, y, b, y)) for a, b in parts]
            if mark.extent.start >= stretch.start and not rects and found:
                self._add_chip(line, mark, found)
            rects += found
        if mark.is_entity and mark.pending:
            ops.boxes += [(mark.label, rect, mark.id) for rect in rects]
        elif mark.is_entity:
            ops.grounds += [(mark.label, rect) for rect in rects]
        ops.rects[mark.id] = rects

    def _without_blank(self, end: int, line: _Line, start16: int) -> int:
        """Return an end before the blank that hangs over the end of a wrapped line."""
        if end == line.end and end > line.start:
            last = self._article.offsets.to_code_point(start16 + end) - 1
            if last < len(self._article.text) and self._article.text[last].isspace():
                return end - 1
        return end

    def _add_chip(self, line: _Line, mark: Mark, rects: Sequence[QRectF]) -> None:
        caption = self._captions.get(mark.id)
        if caption is not None:
            text, ink, is_role = caption.text, caption.ink, True
        elif mark.is_entity:
            text = self._inks.chip(mark.label) + ("?" if mark.unsure else "")
            ink, is_role = mark.label, False
        else:
            return
        width = self._inks.chip_width(text)
        left, right = rects[0].left() + 1, rects[0].right()
        if reads_right_to_left(self._words(mark.extent)):
            left = rects[-1].right() - width - 1
            right = rects[-1].right()
        line.chips.append(_Chip(left, right, text, ink, is_role, width, left))

    def _words(self, extent: Extent) -> str:
        return self._article.text[extent.start : min(extent.end, extent.start + 20)]


def ground(
    left: float, right: float, base: float, style: TextStyle, mark: Mark, level: int
) -> QRectF:
    """Return the rectangle of a mark on one line; an outer one is wider and higher."""
    top, bottom = base - style.rise, base + style.fall
    if not mark.is_entity:
        return QRectF(left, top, right - left, bottom - top)
    wide, high = 1.5 + level, 1.5 * level
    return QRectF(left - wide, top - high, right - left + 2 * wide, bottom - top + 2 * high)


def place_chips(chips: Sequence[_Chip]) -> list[_Chip]:
    """Return the chips of one line that have room, each with its place.

    Chips of nested marks stand side by side while the words are wide enough, else the inner one
    alone stands there; roles of the selected frame always stay; neighbours push each other.
    """
    placed: list[_Chip] = []
    for chip in sorted(chips, key=lambda chip: (chip.left, -chip.right)):
        if _fits(chip, placed):
            placed.append(chip)
    return placed


def _fits(chip: _Chip, placed: list[_Chip]) -> bool:
    while placed:
        before = placed[-1]
        beside = before.x + before.width + _CHIP_GAP
        if beside <= chip.left:
            break
        room = max(chip.right, before.right) if before.encloses(chip) else chip.right
        if beside + chip.width <= room + 2:
            chip.x = beside
            break
        if not before.encloses(chip):
            chip.x = beside
            break
        if before.is_role:
            return False
        placed.pop()
    return True
