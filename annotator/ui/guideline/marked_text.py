"""A few lines of article text with marks, painted as the article paints them."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QTextLayout, QTextLine
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from annotator.domain.offsets import OffsetMap
from annotator.ui.article.chunk import runs
from annotator.ui.article.inks import RADIUS, Inks
from annotator.ui.guideline.shapes import Shape
from annotator.ui.look import Look

_TEXT, _LINE, _CHIP_ROOM, _CHIP_RISE, _CHIP_GAP = 14, 22, 12, 2.0, 5.0
_PUSHED = 40
"""How far a chip may stand to the left of its words at the end of a line."""
_BELOW: Final = 2
_DROP_MOST: Final = 2.5
_WIDTHS_KEPT: Final = 6
_RIGHT_TO_LEFT: Final = ("R", "AL", "AN")


@dataclass(frozen=True, slots=True)
class _Chip:
    x: float
    words: str
    ink: str


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the text.

    Attributes:
        base: Where its letters stand.
        parts: For each shape on it the stretches that it covers.
    """

    line: QTextLine
    base: float
    parts: tuple[tuple[Shape, tuple[tuple[float, float], ...]], ...]
    chips: tuple[_Chip, ...]


@dataclass(frozen=True, slots=True)
class _Laid:
    layout: QTextLayout
    rows: tuple[_Row, ...]
    height: int


class MarkedText(QWidget):
    """Serif text that wraps, with grounds, boxes and lines; plain without marks."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._inks = Inks(look)
        self._text = ""
        self._map = OffsetMap("")
        self._shapes: tuple[Shape, ...] = ()
        self._laid: dict[int, _Laid] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self._on_look_changed)

    @property
    def text(self) -> str:
        """The words."""
        return self._text

    @property
    def shapes(self) -> Sequence[Shape]:
        """How its marks are painted."""
        return self._shapes

    @property
    def chip_lines(self) -> Sequence[tuple[str, int]]:
        """The chips in reading order, each with the number of its line."""
        rows = self._lay_out(self.width()).rows
        return [(chip.words, number) for number, row in enumerate(rows) for chip in row.chips]

    @property
    def first_middle(self) -> float:
        """The middle of its first line, from its top."""
        rows = self._lay_out(self.width()).rows
        half = self._look.scaled(_LINE) / 2
        return half + (self._look.scaled(_CHIP_ROOM) if rows and rows[0].chips else 0)

    def show_text(self, text: str, shapes: Sequence[Shape] = ()) -> None:
        """Show words with their marks; line breaks count as blanks."""
        self._text = "".join(" " if character.isspace() else character for character in text)
        self._map = OffsetMap(self._text)
        self._shapes = tuple(shapes)
        self.setAccessibleName(text)
        self._laid.clear()
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        width = max(self.width(), self._look.scaled(200))
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.scaled(120), self._look.scaled(_LINE))

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._lay_out(width).height

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        laid = self._lay_out(self.width())
        font = QFontMetricsF(laid.layout.font())
        rise, fall = font.ascent() * 0.9, font.descent() * 0.85
        for row in laid.rows:
            self._paint_below(painter, row, rise, fall, font.descent())
        painter.setPen(self._look.theme.text)
        for row in laid.rows:
            row.line.draw(painter, QPointF(0, 0))
        for row in laid.rows:
            self._paint_above(painter, row, rise, fall)
        painter.end()

    # --- laying out ---------------------------------------------------------------------------

    def _lay_out(self, width: int) -> _Laid:
        laid = self._laid.get(width)
        if laid is None:
            if len(self._laid) >= _WIDTHS_KEPT:
                self._laid.clear()
            laid = self._laid[width] = self._broken(max(40, width))
        return laid

    def _broken(self, width: int) -> _Laid:
        look = self._look
        layout = QTextLayout(self._text, look.font(_TEXT, serif=True))
        layout.beginLayout()
        rows: list[_Row] = []
        top = 0.0
        side = 2.0 if self._shapes else 0.0  # room for the edges of a ground at the margin
        named: set[int] = set()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width - 2 * side)
            found = self._on_line(line)
            chips = self._chips([item for item in found if item[0] not in named], side, width)
            named.update(chips)
            top += look.scaled(_CHIP_ROOM) if chips else 0
            height = look.scaled(_LINE)
            line.setPosition(QPointF(side, top + (height - line.height()) / 2))
            parts = tuple(
                (self._shapes[number], tuple((left + side, right + side) for left, right in places))
                for number, places in found
            )
            rows.append(_Row(line, line.y() + line.ascent(), parts, tuple(chips.values())))
            top += height
        layout.endLayout()
        return _Laid(layout, tuple(rows), round(top + (_BELOW if self._shapes else 0)))

    def _on_line(self, line: QTextLine) -> list[tuple[int, list[tuple[float, float]]]]:
        """Return the shapes on a line, by number, with the stretches that they cover."""
        start, end = line.textStart(), line.textStart() + line.textLength()
        found = []
        for number, shape in enumerate(self._shapes):
            first = max(start, self._map.to_utf16(shape.extent.start))
            last = min(end, self._map.to_utf16(shape.extent.end))
            if last == end and self._text[self._map.to_code_point(last) - 1] == " ":
                last -= 1  # the blank that hangs over the end of a wrapped line
            if first < last:
                found.append((number, runs(line, first, last, mixed=self._mixed())))
        return found

    def _mixed(self) -> bool:
        return any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in self._text)

    def _chips(
        self, unnamed: Sequence[tuple[int, list[tuple[float, float]]]], side: float, width: int
    ) -> dict[int, _Chip]:
        """Return the chips on a line, by number of the shape, none over another.

        One that has no room may stand on the next line of its words.
        """
        metrics = QFontMetricsF(self._chip_font())
        found: dict[int, _Chip] = {}
        beside = 0.0
        for number, parts in sorted(unnamed, key=lambda item: item[1]):
            shape = self._shapes[number]
            room = metrics.horizontalAdvance(shape.chip)
            left = max(beside, parts[0][0] + side) if parts else width
            if beside <= width - room < left <= width - room + self._look.scaled(_PUSHED):
                left = width - room
            if shape.chip and left + room <= width:
                found[number] = _Chip(left, shape.chip, shape.ink)
                beside = left + room + self._look.scaled(_CHIP_GAP)
        return found

    def _chip_font(self) -> QFont:
        return self._look.caps_font(10)

    # --- painting -----------------------------------------------------------------------------

    def _paint_below(
        self, painter: QPainter, row: _Row, rise: float, fall: float, descent: float
    ) -> None:
        inks = self._inks
        for shape, parts in row.parts:
            if shape.ground:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(inks.ground(shape.ground))
                for rect in _boxes(row, parts, rise, fall, shape.level):
                    painter.drawRoundedRect(rect, RADIUS, RADIUS)
            if shape.line:
                painter.setPen(inks.underline(shape.line, pending=False))
                y = row.base + descent + min(_DROP_MOST, inks.drop_of(shape.line))
                for left, right in parts:
                    painter.drawLine(QLineF(left, y, right, y))

    def _paint_above(self, painter: QPainter, row: _Row, rise: float, fall: float) -> None:
        inks = self._inks
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for shape, parts in row.parts:
            if shape.box:
                painter.setPen(inks.role_box(shape.box, pending=False))
                for rect in _boxes(row, parts, rise, fall, shape.level):
                    painter.drawRoundedRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5), RADIUS, RADIUS)
        painter.setFont(self._chip_font())
        for chip in row.chips:
            painter.setPen(inks.ink(chip.ink))
            base = row.base - rise - self._look.scaled(_CHIP_RISE)
            painter.drawText(QPointF(chip.x, base), chip.words)

    def _on_look_changed(self) -> None:
        self._inks = Inks(self._look)
        self._laid.clear()
        self.updateGeometry()
        self.update()


def _boxes(
    row: _Row, parts: Sequence[tuple[float, float]], rise: float, fall: float, level: int
) -> list[QRectF]:
    """Return the rectangles of a mark on a line; an outer one is wider and higher."""
    wide, high = 1.5 + level, 1.5 * level
    top, bottom = row.base - rise - high, row.base + fall + high
    return [
        QRectF(left - wide, top, right - left + 2 * wide, bottom - top) for left, right in parts
    ]
